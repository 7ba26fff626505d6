"""The translation that a digest holds: its titles and abstracts, and what of them is prose."""

import re
from typing import NamedTuple

from digestlint.glue import glue_index
from digestlint.inlines import masked, scan
from digestlint.masks import without_tokens
from digestlint.records import Digest, Entry, Link
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
    outside of entries; furthermore tokens, enumerators, the marks inside of figures, and the
    Chinese part of a URL. Offsets are those of the text.
    """
    return digest.view(_translation)


def _passages(digest: Digest) -> list[Passage]:
    """List titles and abstracts; text above the link line or before the link is none."""
    found: list[Passage] = []
    for entry in digest.entries:
        behind = entry.heading.end
        if link := entry.link:
            behind = link.end
            if link.text:
                found.append(Passage(entry, link.text_start, link.text_end, is_title=True))
        prose = [paragraph for paragraph in entry.prose if paragraph.start >= behind]
        if prose:
            found.append(Passage(entry, prose[0].start, prose[-1].end, is_title=False))
    return found


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
    return without_tokens(_without_urls("".join(pieces), digest))


def _without_urls(text: str, digest: Digest) -> str:
    """Mask the bare URLs of which Chinese text is a real part: `zh.wikipedia.org/wiki/苹果`."""
    pieces: list[str] = []
    position = 0
    for link in filter(_is_native, (link for p in digest.paragraphs for link in p.links)):
        pieces += (text[position : link.start], MASK * (link.end - link.start))
        position = link.end
    return "".join([*pieces, text[position:]])


def _is_native(link: Link) -> bool:
    is_chinese = link.form == "bare" and not link.target.isascii()
    return is_chinese and glue_index(link.target, bare=True) is None
