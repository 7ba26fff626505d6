"""What the rules about entries ask of an abstract: its texts, where it begins and how it ends."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from digestlint.blocks import blocks
from digestlint.inlines import masked, scan
from digestlint.linkline import read_reference
from digestlint.records import Digest, Entry, PaperLink, Paragraph, Record
from digestlint.residue import has_failed, heading_label
from digestlint.text import MASK, Lines
from digestlint.urls import meant_end

# Makes a heading of the paragraph above it.
_UNDERLINE = re.compile(r"(?:\r\n|\n|\r) {0,3}(?:=++|-++)[ \t]*+(?=[\r\n]|\Z)")

# What may stand behind the ellipsis that ends an abstract; one in round brackets ends examples.
AFTER_ELLIPSIS = "”’」』\"'*_~]】 \t\r\n"

_TAG = re.compile(r"<[^<>]*+>")
# Begins with the rarest letter of `arXiv`, which makes the search fast.
_IDENTIFIER = re.compile(
    r"[Xx](?<=[Aa][Rr].)[Ii][Vv]:[ \t]*+(?>(?:[A-Za-z-]++(?:\.[A-Za-z]++)?/)?)[0-9][0-9.v]{4,}+"
)
_CLAUSE_MARK = re.compile("[，。、；！？]")


class Beginning(NamedTuple):
    """Where an abstract begins, and the gap before it.

    The gap is the blank lines below the link line, or the spaces behind the link where the first
    paragraph begins on the same line; it may be empty.
    """

    entry: Entry
    link: PaperLink
    paragraph: Paragraph
    gap: Record

    @property
    def is_beside_link(self) -> bool:
        """Tell whether the abstract begins on the link line."""
        return self.paragraph.start < self.link.line_end

    @property
    def is_apart(self) -> bool:
        """Tell whether anything parts abstract and link line."""
        return self.gap.start < self.gap.end


def texts(digest: Digest) -> Iterator[tuple[Entry, Paragraph]]:
    """Yield the plain paragraphs of the abstracts, each with its entry."""
    for entry in digest.entries:
        for paragraph in entry.abstract:
            if paragraph.kind == "text" and not _is_above_link(paragraph, entry):
                yield entry, paragraph


def last_paragraphs(digest: Digest) -> Iterator[tuple[Entry, Paragraph]]:
    """Yield each entry with the last paragraph of its abstract, tables and code apart."""
    for entry in digest.entries:
        for paragraph in reversed(entry.abstract):
            if paragraph.kind in ("text", "list", "quote"):
                if not _is_above_link(paragraph, entry):
                    yield entry, paragraph
                break


def final_ellipses(digest: Digest) -> list[tuple[Entry, Record]]:
    """Return the entries whose abstract ends in an ellipsis, and where that stands."""
    return digest.view(_final_ellipses)


def beginnings(digest: Digest) -> Iterator[Beginning]:
    """Yield where each abstract begins.

    Left out is what a comment or a heading sets off, and the list or quotation of which the link
    line is the first item.
    """
    for entry in digest.entries:
        if (link := entry.link) is None:
            continue
        # Behind a link without text stands the title, if anything.
        behind = link.end if link.text else link.line_end
        first = next((p for p in entry.abstract if p.start >= behind), None)
        if first is None or first.kind == "heading":
            continue
        lead = digest.text[link.line_start : link.start].strip()
        if first.start < link.line_end:
            yield Beginning(entry, link, first, Record(start=link.end, end=first.start))
        elif not (lead and first.kind in ("list", "quote")):
            _, below = digest.lines.span(digest.lines.index(link.line_start))
            if not digest.text[below : first.start].strip():
                yield Beginning(entry, link, first, Record(start=below, end=first.start))


def papers(paragraph: Paragraph) -> Iterator[tuple[Record, str]]:
    """Yield what may name a paper, and where: links, and identifiers such as `arXiv:2408.12637`."""
    for link in paragraph.links:
        yield link, link.target
    for match in _IDENTIFIER.finditer(paragraph.text):
        start, end = match.start() - len("ar"), match.end()
        place = Record(start=paragraph.start + start, end=paragraph.start + end)
        yield place, paragraph.text[start:end]


def paper_id(target: str) -> str | None:
    """Return the identifier in a target, as it is spelled where it is malformed."""
    url = target[: meant_end(target)]
    reference = read_reference(url)
    return (reference.id or url[reference.start : reference.end] or url) if reference else None


def is_empty(digest: Digest, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph holds no text: a heading, code, or nothing but images."""
    if paragraph.kind == "html":
        return not (_TAG.sub("", paragraph.text).strip() or has_failed(paragraph.text))
    if paragraph.kind == "heading":
        return heading_label(paragraph) in (None, paragraph.end)
    if not paragraph.text.lstrip().startswith(("![", "[![")):
        return paragraph.kind == "code"
    inlines = scan(digest.text, paragraph.start, paragraph.end)
    images = [
        inline
        for inline in inlines
        if inline.kind == "image" or digest.text.startswith("![", inline.text_start)
    ]
    return not masked(digest.text, paragraph.start, paragraph.end, images).strip(f"{MASK} \t\r\n")


def would_change(digest: Digest, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph would be a heading or a table if no link line stood above it."""
    if _UNDERLINE.match(digest.text, paragraph.end):
        return True
    return any(b.kind == "table" for b in blocks(paragraph.text, Lines(paragraph.text)))


def runs_on(digest: Digest, start: int, end: int) -> bool:
    """Tell a sentence that a line break cut from a title or an item without a mark."""
    lines, prose = digest.lines, digest.prose
    line = prose[lines.span(lines.index(start))[0] : start]
    following = prose[end : lines.span(lines.index(end))[1]]
    if _CLAUSE_MARK.search(line) or _CLAUSE_MARK.match(following):
        return True
    return bool(_CLAUSE_MARK.search(following)) and len(following) < 2 * len(line)


def _final_ellipses(digest: Digest) -> list[tuple[Entry, Record]]:
    found: list[tuple[Entry, Record]] = []
    for entry, last in last_paragraphs(digest):
        text = last.text.rstrip(AFTER_ELLIPSIS)
        ellipsis = text[len(text.rstrip("…⋯.")) :]
        if ellipsis.strip(".") or len(ellipsis) > 2:
            end = last.start + len(text)
            found.append((entry, Record(start=end - len(ellipsis), end=end)))
    return found


def _is_above_link(paragraph: Paragraph, entry: Entry) -> bool:
    """Tell whether a paragraph stands above an entry's link line, or in it before the link."""
    return entry.link is not None and paragraph.start < entry.link.start
