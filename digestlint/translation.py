"""The translation that a digest holds: its titles and abstracts, and what of them is prose."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from digestlint.inlines import masked, scan
from digestlint.masks import without_tokens
from digestlint.records import Digest, Entry
from digestlint.text import MASK

# Begins code, math or HTML in a title.
_NO_TITLE = re.compile(r"[`$<]")


class Passage(NamedTuple):
    """A translated title, or all the text of an abstract, from `start` up to `end`."""

    entry: Entry
    start: int
    end: int
    is_title: bool


def passages(digest: Digest) -> list[Passage]:
    """Return the translated titles and abstracts, in the order of the text."""
    return digest.view(_passages)


def translation(digest: Digest) -> str:
    """Return the text with everything masked that is no prose of a translation.

    Masked is what `Digest.prose` masks, but for the translated titles, and all that stands
    outside of entries; furthermore tokens, enumerators and the marks inside of figures. Offsets
    are those of the text.
    """
    return digest.view(_translation)


def _passages(digest: Digest) -> list[Passage]:
    return [passage for entry in digest.entries for passage in _of(entry)]


def _of(entry: Entry) -> Iterator[Passage]:
    """Yield title and abstract; text above the link line or before the link is none."""
    behind = entry.heading.end
    if link := entry.link:
        behind = link.end
        if link.text:
            yield Passage(entry, link.text_start, link.text_end, is_title=True)
    prose = [paragraph for paragraph in entry.prose if paragraph.start >= behind]
    if prose:
        yield Passage(entry, prose[0].start, prose[-1].end, is_title=False)


def _prose(digest: Digest, passage: Passage) -> str:
    if not passage.is_title:
        return digest.prose[passage.start : passage.end]
    title = digest.text[passage.start : passage.end]
    if not _NO_TITLE.search(title):
        return title
    inlines = scan(digest.text, passage.start, passage.end)
    return masked(digest.text, passage.start, passage.end, inlines)


def _translation(digest: Digest) -> str:
    pieces: list[str] = []
    position = 0
    for passage in passages(digest):
        pieces += (MASK * (passage.start - position), _prose(digest, passage))
        position = passage.end
    pieces.append(MASK * (len(digest.text) - position))
    return without_tokens("".join(pieces))
