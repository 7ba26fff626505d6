"""Heads -> Digest: the grammar of preamble, sections and entries.

Total: any text gives a digest. Lossless: preamble, sections and entries cover the text. An
entry that is broken in a way the rules know of is still an entry, so that they can say so.
"""

import re
from collections import Counter
from operator import attrgetter

from digestlint import lazy
from digestlint.blocks import Block, blocks
from digestlint.comments import comments
from digestlint.headings import HeadReader
from digestlint.heads import ENTRY, Head
from digestlint.inlines import scan, telltales
from digestlint.linkline import LINK_FORMS, link_fields, speaks_of_arxiv
from digestlint.records import (
    Comment,
    Digest,
    Entry,
    Heading,
    Link,
    PaperLink,
    Paragraph,
    ParagraphKind,
    Preamble,
    Section,
    Title,
    Verbatim,
    VerbatimKind,
)
from digestlint.scripts import Script, letters
from digestlint.text import BOM, Lines

_PARAGRAPH_KINDS: dict[str, ParagraphKind] = {
    "paragraph": "text",
    "entry": "text",
    "list": "list",
    "quote": "quote",
    "table": "table",
    "code": "code",
    "html": "html",
}
_VERBATIM_KINDS: dict[str, VerbatimKind] = {
    "code": "code",
    "math": "math",
    "html": "html",
    "comment": "comment",
}
_WORD = lazy.compile(r"\w")
_LINE_BREAK = lazy.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t]*")
_FILE_TITLE = lazy.compile(
    r"\b(?:daily|weekly|digest|newsletter)\b|arxiv|[0-9]{4}-[0-9]{2}", re.IGNORECASE
)
_INTRODUCTION = 80
_START = attrgetter("start")


def parse(text: str, path: str | None = None, script: Script = "Han") -> Digest:
    """Parse any text; one that holds no digest has no entries with a link line. Never raises."""
    return _Grammar(text, path, script).digest()


class _Grammar:
    """Reads one text; `level` is the entries' heading level."""

    def __init__(self, text: str, path: str | None, script: Script) -> None:
        self._text = text
        self._path = path
        self._script = script
        self._translated = letters(script)
        self._comments: list[Comment] = []
        self._telltales = telltales(text)
        # To look for a single character, which few texts hold, takes a twentieth of the time.
        self._has_comments = "<" in self._telltales and "<!--" in text
        self._are_entries: dict[int, bool] = {}
        self._lines = lines = Lines(text)
        start = len(BOM) * text.startswith(BOM)
        found = blocks(text, lines, start, None if "\r" in text else ENTRY)
        reader = HeadReader(text, lines, found, self._translated)
        reader.read()
        self._before, self._heads = reader.before, reader.heads
        self._level = level = _entry_level(self._heads)
        for head in self._heads:
            # At another level than the entries' only arXiv's link lines count.
            head.is_paper = head.link is not None and (
                head.level == level or speaks_of_arxiv(head.link)
            )

    def digest(self) -> Digest:
        sections: list[Section] = []
        entries: list[Entry] = []
        groups = self._groups()
        ends = [group[0].start for group in groups[1:]] + [len(self._text)]
        preamble = self._preamble(groups[0][0].start if groups else len(self._text))
        for group, end in zip(groups, ends, strict=bool(groups)):
            if self._is_entry(group[0]):
                entries.append(self._entry(group, end, sections))
            else:
                sections.append(self._section(group, end))
        digest = Digest(
            text=self._text,
            path=self._path,
            script=self._script,
            level=self._level,
            preamble=preamble,
            sections=tuple(sections),
            entries=tuple(entries),
            comments=tuple(sorted(self._comments, key=_START)),
        )
        # What `Digest.lines`, a cached property, would make again.
        digest.__dict__["lines"] = self._lines
        return digest

    def _groups(self) -> list[list[Head]]:
        """Return the head of each section and entry with the heads inside its abstract."""
        groups: list[list[Head]] = []
        for head in self._heads:
            if groups and not head.is_paper and self._belongs_to(head, groups[-1]):
                groups[-1].append(head)
            else:
                groups.append([head])
        return groups

    def _is_entry(self, head: Head) -> bool:
        """Tell an entry's head from a section's or the document title.

        Each head after it may ask, so that it is judged only once.
        """
        if head.is_paper or head.level != self._level:
            return head.is_paper
        if head.start not in self._are_entries:
            self._are_entries[head.start] = not self._is_title_of_a_part(head)
        return self._are_entries[head.start]

    def _is_title_of_a_part(self, head: Head) -> bool:
        """Tell whether a head at the entries' level, without link line, is no paper's.

        At the start it names the file, at the end it closes it; between, a translated one above
        a few words at most opens a section.
        """
        is_translated = self._translated.search(self._text, head.title_start, head.title_end)
        title = self._text[head.title_start : head.title_end]
        is_first, is_last = head is self._heads[0], head is self._heads[-1]
        if is_first or is_last:
            # At the end, a heading with nothing below it is a paper cut off.
            is_empty = not self._has_text(head) and (is_first or head.has_prose)
            return bool(is_translated or is_empty or _FILE_TITLE.search(title))
        size = sum(block.end - block.start for block in head.body)
        return is_translated is not None and size < _INTRODUCTION

    def _has_text(self, head: Head) -> bool:
        """Tell whether a paragraph stands under a head, or a list with text in translation."""
        return any(
            block.kind == "paragraph" or self._translated.search(self._text, block.start, block.end)
            for block in head.body
        )

    def _belongs_to(self, head: Head, group: list[Head]) -> bool:
        """Tell whether a head, but no paper's, stands inside the abstract (or text) before it.

        A deeper one does. So does a label that the translation machine left, whatever its
        level: a translated heading without link line, where the abstract is still to come.
        """
        if self._level is None:
            return False
        if head.level > self._level:
            return True
        title = self._text[head.title_start : head.title_end]
        is_text = head.has_prose or title.endswith("。")
        if not is_text or not self._translated.search(title) or not self._is_entry(group[0]):
            return False
        label = group[1] if len(group) > 1 else head
        return not group[0].has_prose and label.level == head.level

    # Records.

    def _preamble(self, end: int) -> Preamble:
        front_matter = self._before[0] if self._before else None
        if front_matter and front_matter.kind != "front-matter":
            front_matter = None
        return Preamble(
            start=0,
            end=end,
            front_matter_end=front_matter.end if front_matter else None,
            paragraphs=tuple(self._paragraphs(self._before)),
        )

    def _section(self, group: list[Head], end: int) -> Section:
        head = group[0]
        return Section(head.start, end, self._heading(head), tuple(self._body(group)))

    def _entry(self, group: list[Head], end: int, sections: list[Section]) -> Entry:
        head = group[0]
        heading, abstract = self._heading(head), self._body(group)
        if len(abstract) > 1:
            abstract.sort(key=_START)
        section = sections[-1].heading.title.text if sections else None
        return Entry(head.start, end, heading, head.link, tuple(abstract), section)

    def _heading(self, head: Head) -> Heading:
        start, end = head.title_start, head.title_end
        if self._has_comments:
            end = self._without_comments(start, end)
        text = self._text[start:end]
        if "\n" in text or "\r" in text:
            text = _LINE_BREAK.sub(" ", text)
        level = head.level or self._level or 1
        return Heading(head.start, head.end, level, head.syntax, Title(start, end, text))

    def _without_comments(self, start: int, end: int) -> int:
        """Note the comments between two offsets, and return where the text before the last ends."""
        found = list(comments(self._text, start, end))
        self._comments += found
        while found and not self._text[found[-1].end : end].strip():
            end = start + len(self._text[start : found.pop().start].rstrip())
        return end

    def _body(self, group: list[Head]) -> list[Paragraph]:
        found: list[Paragraph] = []
        for head in group:
            if head is not group[0]:
                found.append(self._paragraph("heading", head.title_start, head.title_end))
            if (link := head.link) and (link.line_start < link.start or link.end < link.line_end):
                found += self._beside_link(link)
            found += self._paragraphs(head.body)
        return found

    def _beside_link(self, link: PaperLink) -> list[Paragraph]:
        """Return what shares its line with the link: text behind it, other links before it."""
        found: list[Paragraph] = []
        if "](" in self._text[link.line_start : link.start]:
            found.append(self._paragraph("text", link.line_start, link.start))
        if link.end < link.line_end:
            start = link.end
            end = self._without_comments(start, link.line_end)
            rest = self._text[start:end]
            if _WORD.search(rest):
                start = end - len(rest.lstrip())
                found.append(self._paragraph("text", start, end))
        return found

    def _paragraphs(self, body: list[Block]) -> list[Paragraph]:
        found: list[Paragraph] = []
        for block in body:
            kind = block.kind
            if kind == "blank":
                continue
            if kind in ("comment", "html"):
                self._comments += comments(self._text, block.start, block.end)
            if name := _PARAGRAPH_KINDS.get(kind):
                found.append(self._paragraph(name, block.content_start, block.content_end))
        return found

    def _paragraph(self, kind: ParagraphKind, start: int, end: int) -> Paragraph:
        text = self._text[start:end]
        for telltale in self._telltales:
            if telltale in text:
                break
        else:
            return Paragraph(start, end, kind, text)
        inlines = scan(self._text, start, end) if kind not in ("code", "html") else []
        links: list[Link] = []
        verbatim: list[Verbatim] = []
        for inline in inlines:
            if inline.kind == "comment":
                self._comments += comments(self._text, inline.start, inline.end)
            if inline.kind in LINK_FORMS:
                links.append(Link(**link_fields(self._text, inline)))
            elif inline.kind in _VERBATIM_KINDS:
                verbatim.append(Verbatim(inline.start, inline.end, _VERBATIM_KINDS[inline.kind]))
        return Paragraph(start, end, kind, text, tuple(links), tuple(verbatim))


def _entry_level(heads: list[Head]) -> int | None:
    """Return the level of most headings with a link line that speaks of arXiv."""
    linked = [head.level for head in heads if head.link and speaks_of_arxiv(head.link)]
    votes = Counter(level for level in linked if level)
    if votes:
        return votes.most_common(1)[0][0]
    return 2 if linked else None
