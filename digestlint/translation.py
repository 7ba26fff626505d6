"""The translation that a digest holds: its titles and abstracts, and what of them is prose."""

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from digestlint import lazy
from digestlint.glue import glue_index, is_surely_glue, stuck_urls
from digestlint.inlines import masked, scan
from digestlint.masks import without, without_tokens
from digestlint.records import Digest, Entry, Link
from digestlint.text import MASK, Span

# Begins code, math or HTML in a title.
_NO_TITLE = lazy.compile(r"[`$<]")
# What may be a real part of a URL: up to a mark that ends a sentence, or a bracket around it.
_URL_TAIL = lazy.compile(
    "(?>(?:[^。，；？！、（）“”‘’「」『』《》【】]++|（[^（）。，；？！]*+）)*)"
)


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
    outside of entries; furthermore tokens, enumerators, the marks inside of figures, and what is
    or may be the Chinese part of a URL. Offsets are those of the text.
    """
    return digest.view(_translation)


def passage_at(digest: Digest, offset: int) -> Passage:
    """Return the title or abstract that holds an offset, or else the last one before it."""
    found = passages(digest)
    return found[bisect_right(found, offset, key=attrgetter("start")) - 1]


def _passages(digest: Digest) -> list[Passage]:
    """List titles and abstracts; text above the link line or before the link is none."""
    found: list[Passage] = []
    for entry in digest.entries:
        link, prose = entry.link, entry.prose
        if link and link.text:
            found.append(Passage(entry, link.text_start, link.text_end, is_title=True))
        behind = link.end if link else entry.heading.end
        if prose and prose[0].start < behind:
            prose = [paragraph for paragraph in prose if paragraph.start >= behind]
        if prose:
            found.append(Passage(entry, prose[0].start, prose[-1].end, is_title=False))
    return found


def _title(text: str, start: int, end: int) -> str:
    title = text[start:end]
    return masked(text, start, end, scan(text, start, end)) if _NO_TITLE.search(title) else title


def _translation(digest: Digest) -> str:
    text, prose = digest.text, digest.prose
    pieces: list[str] = []
    position = 0
    for _, start, end, is_title in passages(digest):
        found = _title(text, start, end) if is_title else prose[start:end]
        pieces += (MASK * (start - position), found)
        position = end
    pieces.append(MASK * (len(text) - position))
    return without_tokens(without("".join(pieces), _in_urls(digest)))


def _in_urls(digest: Digest) -> list[Span]:
    """Return the Chinese text that is a real part of a bare URL, or may be one.

    That is `zh.wikipedia.org/wiki/苹果`, and whatever URL001 would not cut off for certain.
    """
    links = [link for paragraph in digest.paragraphs for link in paragraph.links]
    bare = [link for link in links if link.form == "bare" and not link.target.isascii()]
    return [span for link in bare for span in _native_parts(link)]


def _native_parts(link: Link) -> Iterator[Span]:
    for offset, url in stuck_urls(link.target, bare=True):
        start, index = link.target_start + offset, glue_index(url, bare=True)
        if index is None:
            yield start, start + len(url)
            continue
        tail = _URL_TAIL.match(url, index)
        if tail and tail[0] and not is_surely_glue(url, index, ()):
            yield start + index, start + tail.end()
