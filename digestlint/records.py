"""The typed records that a digest is parsed into.

Every record knows its span: `start` and `end` are offsets into `Digest.text`. The parts of a
digest (preamble, sections, entries) follow one another without a gap, so that every character
of the text has a place in exactly one of them.

They are dataclasses of the standard library, and what pydantic makes of any: `TypeAdapter(Digest)`
validates a digest, writes it as JSON and has its schema. A check makes thousands of records and
validates none, and loading pydantic alone takes as long as checking a file.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile
from typing import Any, Literal, TypeVar

from digestlint.arxiv import Reference
from digestlint.frozen import frozen
from digestlint.scripts import Script
from digestlint.text import Lines, masked_lines
from digestlint.urls import meant_end

View = TypeVar("View")

LinkForm = Literal["inline", "autolink", "bare", "broken"]
HeadingSyntax = Literal["atx", "setext", "bold", "full-width"]
ParagraphKind = Literal["text", "list", "quote", "table", "heading", "code", "html"]
VerbatimKind = Literal["code", "math", "html", "comment"]

# The kinds of paragraphs in an abstract that hold no prose.
_NO_PROSE = frozenset({"code", "html", "heading"})


@frozen
class Record:
    """A part of a digest's text, from `start` up to, but without, `end`."""

    start: int
    end: int


@frozen
class Link(Record):
    """A link as it is written.

    `inline` is `[text](target)`, `autolink` `<target>`, `bare` a URL that stands for itself;
    `broken` was meant as an inline link, but Markdown does not read it as one (`[题]（url）`).
    The text's and the target's own spans lie inside the link's; a form without text has an
    empty one.
    """

    form: LinkForm
    text: str
    text_start: int
    text_end: int
    target: str
    target_start: int
    target_end: int


@frozen
class PaperLink(Link):
    """An entry's link line: the translated title and where it leads.

    `line_start` and `line_end` are the line without its line ending; what of it lies outside
    the link itself is stray. `reference` is None where the target speaks of no arXiv paper.
    """

    line_start: int
    line_end: int
    reference: Reference | None


@frozen
class Verbatim(Record):
    """Text inside a paragraph that is no prose: code spans, math, HTML tags, comments."""

    kind: VerbatimKind


@frozen
class Title(Record):
    """The paper's English title, as the heading gives it; a wrapped one joined by spaces."""

    text: str


@frozen
class Heading(Record):
    """A heading; its span covers whole lines, and a bold one has the level of the digest."""

    level: int
    syntax: HeadingSyntax
    title: Title


@frozen
class Paragraph(Record):
    """A block of text; its span has no line ending at the end and keeps leading white space.

    Everything that is no `code` or `html` is prose, but for its links and `verbatim` spans.
    """

    kind: ParagraphKind
    text: str
    links: tuple[Link, ...] = ()
    verbatim: tuple[Verbatim, ...] = ()


@frozen
class Comment(Record):
    """An HTML comment; `text` is what stands between `<!--` and `-->`.

    One that is not `closed` hides the rest of the file; the record ends with its first line.
    """

    text: str
    closed: bool = True


@frozen
class Preamble(Record):
    """What stands before the first heading; `front_matter` is its span's end, or None."""

    front_matter_end: int | None
    paragraphs: tuple[Paragraph, ...]


@frozen
class Section(Record):
    """A heading above entries (or the document's title) and the prose up to the first of them."""

    heading: Heading
    paragraphs: tuple[Paragraph, ...]


@frozen
class Entry(Record):
    """A paper: its heading, its link line, and its abstract up to the next heading.

    Text behind the link on its line is the abstract's first paragraph.

    `section` is the title of the section that the entry stands in, or None.
    """

    heading: Heading
    link: PaperLink | None
    abstract: tuple[Paragraph, ...]
    section: str | None

    @property
    def prose(self) -> list[Paragraph]:
        """Return the paragraphs of the abstract that hold prose."""
        return [p for p in self.abstract if p.kind not in _NO_PROSE]

    @property
    def arxiv_id(self) -> str | None:
        """Return the canonical identifier without version, or None where there is none."""
        return self.link.reference.id if self.link and self.link.reference else None


@dataclass(frozen=True, kw_only=True)
class Digest:
    """A parsed file: its text and its parts, in the order of the text.

    `level` is the heading level of the entries, or None where there are none; `path` is the
    file's path as the user named it, or None for text that stands in no file.
    """

    text: str
    path: str | None
    script: Script = "Han"
    level: int | None
    preamble: Preamble
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    comments: tuple[Comment, ...]

    @cached_property
    def lines(self) -> Lines:
        """Return the table that turns offsets into lines and columns."""
        return Lines(self.text)

    @cached_property
    def parts(self) -> tuple[Preamble | Section | Entry, ...]:
        """Return preamble, sections and entries, which together cover the text."""
        headed: list[Section | Entry] = [*self.sections, *self.entries]
        return (self.preamble, *sorted(headed, key=lambda part: part.start))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Return the headings of sections and entries."""
        return tuple(part.heading for part in self.parts if not isinstance(part, Preamble))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return every paragraph of every part."""
        found: list[Paragraph] = []
        for part in self.parts:
            found.extend(part.abstract if isinstance(part, Entry) else part.paragraphs)
        return tuple(found)

    @cached_property
    def linked(self) -> tuple[tuple[Entry, PaperLink], ...]:
        """Return the entries that have a link line, each with that."""
        return tuple([(entry, entry.link) for entry in self.entries if entry.link])

    @cached_property
    def subheadings(self) -> tuple[Paragraph, ...]:
        """Return the headings inside texts.

        One that opens an abstract is none: it is a label that the translation machine left.
        """
        if not any(paragraph.kind == "heading" for paragraph in self.paragraphs):
            return ()
        found: list[Paragraph] = []
        for part in self.parts:
            body = part.abstract if isinstance(part, Entry) else part.paragraphs
            texts = dropwhile(lambda paragraph: paragraph.kind == "heading", body)
            found.extend(paragraph for paragraph in texts if paragraph.kind == "heading")
        return tuple(found)

    @cached_property
    def prose(self) -> str:
        """Return the text with everything masked that is no prose of a paragraph.

        Masked are headings, link lines, blank lines' surroundings, comments, code, math, HTML,
        URLs as they were meant, and link targets; a link's text stays. Offsets are those of the
        text, and line endings stay where they are.
        """
        masked = masked_lines(self.text, self.lines)
        pieces: list[str] = []
        position = 0
        for paragraph in self.paragraphs:
            if paragraph.kind in ("code", "html"):
                continue
            if paragraph.links or paragraph.verbatim:
                for start, end in _spoken(paragraph):
                    pieces += (masked[position:start], self.text[start:end])
                    position = end
            else:
                pieces += (masked[position : paragraph.start], paragraph.text)
                position = paragraph.end
        return "".join([*pieces, masked[position:]])

    def view(self, make: Callable[["Digest"], View]) -> View:
        """Return what a function makes of the digest, which is made only once."""
        if make not in self._views:
            self._views[make] = make(self)
        view: View = self._views[make]
        return view

    @cached_property
    def _views(self) -> dict[Callable[["Digest"], Any], Any]:
        return {}

    def entry_at(self, offset: int) -> Entry | None:
        """Return the entry that an offset lies in, or None."""
        index = bisect_right(self._entry_starts, offset) - 1
        entry = self.entries[index] if index >= 0 else None
        return entry if entry and (offset < entry.end or entry.end == len(self.text)) else None

    @cached_property
    def _entry_starts(self) -> list[int]:
        return [entry.start for entry in self.entries]


def _spoken(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Yield the spans of a paragraph that are prose."""
    position = paragraph.start
    for start, end in sorted(_unspoken(paragraph)):
        if start > position:
            yield position, start
        position = max(position, end)
    if paragraph.end > position:
        yield position, paragraph.end


def _unspoken(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Yield the spans of a paragraph that are no prose."""
    for verbatim in paragraph.verbatim:
        yield verbatim.start, verbatim.end
    for link in paragraph.links:
        if link.text:
            yield link.start, link.text_start
            yield link.text_end, link.end
        elif link.form == "bare":
            yield link.start, link.target_start + meant_end(link.target)
        else:
            yield link.start, link.end
