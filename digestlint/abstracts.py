"""What the rules about entries ask of an abstract: its texts, where it begins and how it ends."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from digestlint import lazy
from digestlint.blocks import blocks
from digestlint.inlines import masked, scan
from digestlint.linkline import read_reference
from digestlint.records import Digest, Entry, PaperLink, Paragraph, Record
from digestlint.residue import has_failed, heading_label
from digestlint.text import MASK, Lines, Span, is_han, line_ends
from digestlint.urls import meant_end

# Makes a heading of the paragraph above it.
_UNDERLINE = lazy.compile(r"(?:\r\n|\n|\r) {0,3}(?:=++|-++)[ \t]*+(?=[\r\n]|\Z)")

# What may stand behind the ellipsis that ends an abstract; one in round brackets ends examples.
AFTER_ELLIPSIS = "”’」』\"'*_~]】 \t\r\n"

_TAG = lazy.compile(r"<[^<>]*+>")
# Begins with the colon of `arXiv:`, which makes the search fast.
_IDENTIFIER = lazy.compile(
    r":(?<=[Aa][Rr][Xx][Ii][Vv]:)[ \t]*+(?>(?:[A-Za-z-]++(?:\.[A-Za-z]++)?/)?)[0-9][0-9.v]{4,}+"
)
# Of the white space that means nothing, all but what ends a line somewhere.
_INDENT = r"([^\S\r\n\x0b\x0c\x1c-\x1f]+)"
_CLAUSE_MARK = lazy.compile("[，。、；！？]")

# The ends of lines inside a paragraph, where masks stand for what lies outside.
_INNER_LINE_END = rf"(?<=[^\r\n{MASK}][\r\n])\n?(?=[^\r\n{MASK}])"
_CLAUSE_END = "，、"
_MARKS = "“‘《「『，。、；：！？"
# What begins a line of its own: an enumerator or a label.
_OWN_LINE = lazy.compile(r"第?[一二三四五六七八九十]{1,3}[、，步是]|[^\r\n，。：]{1,12}：")

# No blank line stands between.
_ONE_LINE_ENDING = frozenset(("\n", "\r\n", "\r", ""))

Text = tuple[Entry, Paragraph]
# An entry, its link, and the first paragraph of its abstract.
Beginning = tuple[Entry, PaperLink, Paragraph]


class Beginnings(NamedTuple):
    """Where abstracts begin: on the link line, on the next one, or below blank lines."""

    beside: list[Beginning]
    close: list[Beginning]
    apart: list[Beginning]


def texts(digest: Digest) -> list[Text]:
    """Return the plain paragraphs of the abstracts, each with its entry."""
    return digest.view(_texts)


def open_endings(digest: Digest) -> list[Text]:
    """Return the entries with the last paragraph of the abstract, if that does not end in `。`.

    Tables and code are no such paragraphs.
    """
    return digest.view(_open_endings)


def final_ellipses(digest: Digest) -> list[tuple[Entry, Record]]:
    """Return the entries whose abstract ends in an ellipsis, and where that stands."""
    return digest.view(_final_ellipses)


def beginnings(digest: Digest) -> Beginnings:
    """Return where the abstracts begin.

    Left out is what a comment or a heading sets off, and the list or quotation of which the link
    line is the first item.
    """
    found = Beginnings([], [], [])
    for entry, link in digest.linked:
        if (first := _first_behind(link, entry.abstract)) is None:
            continue
        if first.start < link.line_end:
            found.beside.append((entry, link, first))
            continue
        gap = digest.text[link.line_end : first.start]
        if not gap.strip() and not _is_first_item(digest, link, first):
            place = found.close if gap in _ONE_LINE_ENDING else found.apart
            place.append((entry, link, first))
    return found


def papers(paragraph: Paragraph) -> Iterator[tuple[Record, str]]:
    """Yield what may name a paper, and where: links, and identifiers such as `arXiv:2408.12637`."""
    for link in paragraph.links:
        yield link, link.target
    for match in _IDENTIFIER.finditer(paragraph.text):
        start, end = match.start() - len("arXiv"), match.end()
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
    text = paragraph.text
    return "|" in text and any(block.kind == "table" for block in blocks(text, Lines(text)))


def broken_sentences(digest: Digest) -> Iterator[tuple[Entry, int, int]]:
    """Yield the line endings inside a sentence in Chinese: entry, start and end."""
    for entry, paragraph in digest.view(_wrapped_texts):
        prose = digest.prose[paragraph.start : paragraph.end]
        for match in line_ends(prose, _INNER_LINE_END):
            if _breaks_sentence(prose, *match.span()):
                yield entry, paragraph.start + match.start(), paragraph.start + match.end()


def indents(digest: Digest) -> Iterator[tuple[Entry, Paragraph, Span]]:
    """Yield the white space before the lines of texts: entry, paragraph, start and end."""
    for entry, paragraph in digest.view(_wrapped_texts):
        # With the line ending before it.
        start = max(paragraph.start - 1, 0)
        for match in line_ends(digest.prose[start : paragraph.end], _INDENT):
            yield entry, paragraph, (start + match.start(1), start + match.end(1))


def runs_on(digest: Digest, start: int, end: int) -> bool:
    """Tell a sentence that a line break cut from a title or an item without a mark."""
    lines, prose = digest.lines, digest.prose
    line = prose[lines.span(lines.index(start))[0] : start]
    following = prose[end : lines.span(lines.index(end))[1]]
    if _CLAUSE_MARK.search(line) or _CLAUSE_MARK.match(following):
        return True
    return bool(_CLAUSE_MARK.search(following)) and len(following) < 2 * len(line)


def _breaks_sentence(prose: str, start: int, end: int) -> bool:
    """Tell whether a sentence in Chinese goes on behind the line ending from `start` to `end`."""
    ends_inside = prose[start - 1] in _CLAUSE_END or is_han(prose[start - 1 : start])
    goes_on = prose[end] in _MARKS or is_han(prose[end])
    return bool(ends_inside and goes_on) and not _OWN_LINE.match(prose, end)


def _final_ellipses(digest: Digest) -> list[tuple[Entry, Record]]:
    found: list[tuple[Entry, Record]] = []
    for entry, last in open_endings(digest):
        text = last.text.rstrip(AFTER_ELLIPSIS)
        ellipsis = text[len(text.rstrip("…⋯.")) :]
        if ellipsis.strip(".") or len(ellipsis) > 2:
            end = last.start + len(text)
            found.append((entry, Record(start=end - len(ellipsis), end=end)))
    return found


def _texts(digest: Digest) -> list[Text]:
    return [
        (entry, paragraph)
        for entry in digest.entries
        for paragraph in entry.abstract
        if paragraph.kind == "text" and not _is_above_link(paragraph, entry)
    ]


def _wrapped_texts(digest: Digest) -> list[Text]:
    """Return the texts of several lines, and those that begin with white space."""
    return [
        (entry, paragraph)
        for entry, paragraph in texts(digest)
        if "\n" in (text := paragraph.text) or "\r" in text or text[:1].isspace()
    ]


def _open_endings(digest: Digest) -> list[Text]:
    found: list[Text] = []
    for entry in digest.entries:
        for paragraph in reversed(entry.abstract):
            if paragraph.kind in ("text", "list", "quote"):
                is_open = not paragraph.text.endswith("。")
                if is_open and not _is_above_link(paragraph, entry):
                    found.append((entry, paragraph))
                break
    return found


def _first_behind(link: PaperLink, abstract: Iterable[Paragraph]) -> Paragraph | None:
    """Return the first paragraph behind a link, unless that is a heading."""
    # Behind a link without text stands the title, if anything.
    behind = link.end if link.text else link.line_end
    for paragraph in abstract:
        if paragraph.start >= behind:
            return None if paragraph.kind == "heading" else paragraph
    return None


def _is_first_item(digest: Digest, link: PaperLink, first: Paragraph) -> bool:
    """Tell whether a link is the first item of the list, or of the quotation, that follows."""
    is_list = first.kind in ("list", "quote")
    return is_list and bool(digest.text[link.line_start : link.start].strip())


def _is_above_link(paragraph: Paragraph, entry: Entry) -> bool:
    """Tell whether a paragraph stands above an entry's link line, or in it before the link."""
    return entry.link is not None and paragraph.start < entry.link.start
