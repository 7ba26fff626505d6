"""Blocks -> heads: every heading, or line meant as one, with its link line and what follows.

CommonMark knows two kinds of heading. Editors write more: `##Title`, `＃＃ Title`, a bold line
above a link line. And a `---` right under a text makes the text a heading by accident.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from digestlint import lazy
from digestlint.blocks import Block
from digestlint.heads import Head, head_of
from digestlint.linkline import read_link_line, sound_link_line, speaks_of_arxiv
from digestlint.records import HeadingSyntax, PaperLink
from digestlint.text import Lines, content_end, following_line

_HASHES = lazy.compile(r"[ \t\u3000]*(#{1,6}|＃{1,6})(?![#＃])[ \t\xa0\u3000]*(?=\S)")
_BOLD = lazy.compile(r"[ \t]*(\*\*|__)(?=\S)")
_HEADING_MARKS = ("#", "＃", "*", "_")
_SENTENCE_END = ("。", "！", "？", "；", "…", ".", "!", ";", "”", "）", ":", "：")
_HOLDS_LINK_LINE = ("paragraph", "list", "quote", "table")
# The link line stands directly below the heading; this many lines are searched for a stray one.
_REACH = 3
# In letters and digits, a URL or a comment for one: nothing that repairs change is counted.
_NOTE_WIDTH = 60
_WORD_CHARACTER = lazy.compile(
    r"(?:https?://|www\.)[!-~]*+|<!--(?>(?:(?!-->).)*)-->|\w", re.IGNORECASE | re.DOTALL
)

# HTML that ends where its closing tag or mark stands, and not at a blank line.
_VERBATIM_HTML = lazy.compile(r" {0,3}<(?:!|\?|(?:script|pre|style|textarea)\b)", re.IGNORECASE)

# A wrapped title is long English text; what looks like a field or a list of authors is none.
_FIELD = lazy.compile(r"[^A-Za-z]*\w+(?: \w+)?[:：]")
_AUTHORS = lazy.compile(r"(?:[A-Z][\w.'-]*[ ]){1,3}[A-Z][\w.'-]*(?:,| and |;)")
_WRAP_WIDTH = 40


class _Line(NamedTuple):
    """A line of the text; `stop` is where its line ending begins."""

    start: int
    stop: int
    end: int


class HeadReader:
    """Sorts blocks under the heads that they follow; `before` is what follows none.

    `translated` finds a letter of the translation.
    """

    def __init__(
        self, text: str, lines: Lines, blocks: list[Block], translated: re.Pattern[str]
    ) -> None:
        self._text = text
        self._lines = lines
        self._blocks = blocks
        self._translated = translated
        self.before: list[Block] = []
        self.heads: list[Head] = []
        self._body = self.before

    def read(self) -> None:
        """Find every head and its link line."""
        for index, block in enumerate(self._blocks):
            if block.match:
                self._add(head_of(block, block.match))
            elif block.plain or block.kind == "blank":
                self._body.append(block)
            elif block.kind == "heading":
                self._begin(block, "atx")
            elif block.kind == "setext":
                self._read_setext(index, block)
            elif block.kind == "paragraph" or self._may_hide_heading(block):
                self._read_paragraph(index, block)
            else:
                self._body.append(block)
        for head in self.heads:
            if not head.link and head.body and not self._find_sound_link_line(head):
                self._find_link_line(head)

    def _may_hide_heading(self, block: Block) -> bool:
        """Tell whether a block may go on through a heading that no blank line sets off."""
        if block.kind == "html":
            return not _VERBATIM_HTML.match(self._text, block.start)
        return block.kind in ("list", "quote", "table")

    def _begin(self, block: Block, syntax: HeadingSyntax) -> None:
        title = (block.content_start, block.content_end)
        self._add(Head(syntax, block.level, block.start, block.end, *title))

    def _add(self, head: Head) -> None:
        """Add a head, under which the next blocks stand."""
        self.heads.append(head)
        self._body = head.body

    def _read_setext(self, index: int, block: Block) -> None:
        """Take a setext heading for one, unless the line below a text made one by accident."""
        *lines, underline = self._lines_of(block)
        title = self._text[block.content_start : block.content_end].rstrip()
        long = len(title) > _WRAP_WIDTH and self._translated.search(title)
        short = len(lines) == 1 and not long and not title.endswith(_SENTENCE_END)
        if self._is_linked(index) or (short and not self._paper_link(lines[0])):
            self._begin(self._without_text_above(block, lines[-1]), "setext")
            return
        self._read_paragraph(index, replace(block, kind="paragraph", end=underline.start, level=0))
        self._body.append(
            Block("break", underline.start, block.end, 0, underline.start, underline.stop)
        )

    def _without_text_above(self, setext: Block, title: _Line) -> Block:
        """Return a setext heading of its last line alone, where the lines above are translation.

        Markdown makes all of them the heading; the editor only forgot the blank line.
        """
        if not self._translated.search(self._text, setext.start, title.start):
            return setext
        text = self._part(setext, setext.start, title.start)
        self._read_paragraph(None, replace(text, kind="paragraph", level=0))
        return replace(setext, start=title.start, content_start=title.start)

    def _read_paragraph(self, index: int | None, block: Block) -> None:
        """Split a paragraph at the lines in it that were meant as headings.

        `index` is None where a heading follows, so that no link line can.
        """
        lines = list(self._lines_of(block))
        rest = block.start
        for number, line in enumerate(lines):
            if self._text[line.start : line.stop].lstrip(" \t\u3000")[:1] not in _HEADING_MARKS:
                continue
            below = lines[number + 1] if number + 1 < len(lines) else None
            if below:
                linked = self._paper_link(below) is not None
            else:
                linked = index is not None and self._is_linked(index)
            may_be = linked or block.kind == "paragraph"
            if may_be and (head := self._meant_head(line, linked=linked)):
                if line.start > rest:
                    self._body.append(self._part(block, rest, line.start))
                self._add(head)
                block, rest = replace(block, kind="paragraph"), line.end
        if rest < block.end:
            self._body.append(self._part(block, rest, block.end))

    def _meant_head(self, line: _Line, *, linked: bool) -> Head | None:
        """Return the heading that a line was meant to be, or None; of mere marks it is empty."""
        content = self._text[line.start : line.stop].rstrip()
        if match := _HASHES.match(self._text, line.start, line.stop):
            wide = match[1].startswith("＃")
            if linked or (len(match[1]) > 1 and not wide):
                content = _without_closer(content) if linked else content
                end = max(line.start + len(content), match.end())
                syntax: HeadingSyntax = "full-width" if wide else "atx"
                return Head(syntax, len(match[1]), line.start, line.end, match.end(), end)
        match = _BOLD.match(self._text, line.start, line.stop) if linked else None
        end = line.start + len(content) - 2
        if match and content.endswith(match[1]) and end > match.end():
            return Head("bold", 0, line.start, line.end, match.end(), end)
        return None

    def _is_linked(self, index: int) -> bool:
        """Tell whether a link line follows a block, blank lines and comments apart."""
        for block in self._blocks[index + 1 : index + 4]:
            if block.kind in (*_HOLDS_LINK_LINE, "setext"):
                return self._paper_link(next(self._lines_of(block))) is not None
            if block.kind not in ("blank", "comment"):
                return False
        return False

    def _paper_link(self, line: _Line) -> PaperLink | None:
        """Read a line as a link line that speaks of arXiv."""
        link = read_link_line(self._text, line.start, line.stop)
        return link if link and speaks_of_arxiv(link) else None

    def _find_sound_link_line(self, head: Head) -> bool:
        """Take the line below a heading out of the body, if it is a link line beyond doubt."""
        block = head.body[0]
        head.link = sound_link_line(self._text, block.start, block.end) if block.plain else None
        if head.link is None:
            return False
        start = following_line(self._text, head.link.end)
        if start < block.end:
            rest = (start, block.end, 0, start, block.content_end)
            head.body[0] = Block(block.kind, *rest, plain=block.plain)
        else:
            del head.body[0]
        return True

    def _find_link_line(self, head: Head) -> None:
        """Find the link line under a heading and take it out of the body.

        A line about the authors may stand before it, but no abstract.
        """
        width, is_below = 0, True
        for place, block in enumerate(head.body):
            if block.kind in _HOLDS_LINK_LINE and (is_below or block.kind == "paragraph"):
                self._find_link_in(head, place, block, is_below=is_below)
                if head.link:
                    return
            if block.kind not in ("blank", "comment"):
                width += self._width(block)
                if width > _NOTE_WIDTH:
                    return
            is_below = is_below and block.kind == "comment"

    def _width(self, block: Block) -> int:
        """Return how many letters and digits a block holds, or that it is no short note."""
        found = _WORD_CHARACTER.finditer(self._text, block.start, block.end)
        return sum(1 for _ in islice(found, _NOTE_WIDTH + 1))

    def _find_link_in(self, head: Head, place: int, block: Block, *, is_below: bool) -> None:
        """Find the link line in a block's first lines.

        In the line `is_below` the heading any link is it, in the next ones only arXiv's, and
        behind a blank line only a paper's.
        """
        lines: list[_Line] = []
        for line in islice(self._lines_of(block), _REACH):
            directly = is_below and not lines
            lines.append(line)
            link = read_link_line(self._text, line.start, line.stop, directly=directly)
            if link is None:
                continue
            if directly or link.reference or (is_below and speaks_of_arxiv(link)):
                head.link = link
                head.body[place : place + 1] = self._around_link(head, block, lines)
                return

    def _around_link(self, head: Head, block: Block, lines: list[_Line]) -> list[Block]:
        """Return what a block holds besides the last of the lines, which is the link line.

        What stands above it is the end of the title where the title is wrapped.
        """
        *above, link_line = lines
        below = self._part(block, link_line.end, block.end) if link_line.end < block.end else None
        if above and head.body[0] is block and self._is_wrapped(head, above):
            head.title_end, head.end = above[-1].stop, above[-1].end
            above = []
        stray = self._part(block, block.start, link_line.start) if above else None
        return [part for part in (stray, below) if part]

    def _is_wrapped(self, head: Head, lines: list[_Line]) -> bool:
        """Tell whether the lines between heading and link line run the title on."""
        title = self._text[head.title_start : head.title_end]
        texts = [self._text[line.start : line.stop].strip() for line in lines]
        return (len(title) >= _WRAP_WIDTH or title.endswith((":", "-", ","))) and all(
            text[:1].isalnum()
            and not self._translated.search(text)
            and "://" not in text
            and not _FIELD.match(text)
            and not _AUTHORS.match(text)
            for text in texts
        )

    def _part(self, block: Block, start: int, end: int) -> Block:
        """Return the lines of a block from `start` to `end` as a block, without blank ones."""
        while start < end and self._text[start] in "\r\n":
            start += 1
        last, _ = self._lines.span(self._lines.index(end - 1))
        stop = content_end(self._text, max(last, start), end)
        return Block(block.kind, start, end, block.level, start, stop, plain=block.plain)

    def _lines_of(self, block: Block) -> Iterator[_Line]:
        index, start = self._lines.index(block.start), block.start
        while start < block.end:
            _, end = self._lines.span(index)
            yield _Line(start, content_end(self._text, start, end), end)
            index, start = index + 1, end


def _without_closer(content: str) -> str:
    """Return a heading's line without the `#`s that close it; those of `C#` belong to a word."""
    bare = content.rstrip("＃").rstrip()
    title = bare.rstrip("#")
    return title.rstrip() if title[-1:].isspace() else bare
