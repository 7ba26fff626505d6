"""A text's blocks as CommonMark sees them: headings, paragraphs, fences, comments and so on.

Blocks cover whole lines and follow one another without a gap. Three differences are meant.
Lists and quotes stay single blocks: a heading inside one belongs to it. A line that is
indented by four spaces is text, never code: translators indent paragraphs. And a line of
nothing but Unicode spaces is blank, as it is to the eye.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from digestlint import lazy
from digestlint.html_blocks import HtmlOpener, html_opener
from digestlint.text import Lines, content_end

BlockKind = Literal[
    "blank", "heading", "setext", "paragraph", "list", "quote", "table", "code", "html", "comment",
    "front-matter", "break", "entry",
]  # fmt: skip


@dataclass(slots=True)
class Block:
    """Whole lines of one kind.

    The content is a heading's title without markup, or else the block without its last line
    ending. `level` is 0 for everything that is no heading. The lines of a `plain` block begin
    with text: with neither a mark nor white space. An `entry` is several blocks, taken for one;
    it has the `match` that found it, and as content what the last group matched.
    """

    kind: BlockKind
    start: int
    end: int
    level: int
    content_start: int
    content_end: int
    match: re.Match[str] | None = None
    plain: bool = False


_ATX = lazy.compile(r" {0,3}(#{1,6})(?=[ \t]|$)[ \t]*")
_SETEXT = lazy.compile(r" {0,3}(?:(=+)|-+)[ \t]*$")
_BREAK = lazy.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = lazy.compile(r" {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$")
_LIST_ITEM = lazy.compile(r" {0,3}(?:[-+*]|([0-9]{1,9})[.)])(?:[ \t]+(?=(\S))|[ \t]*$)")
# What ends a paragraph; of lists only an item with text, and with a number only the first.
_INTERRUPTING = lazy.compile(
    rf"{_ATX.pattern}|{_FENCE.pattern}| {{0,3}}>|{_BREAK.pattern}"
    r"| {0,3}(?:[-+*]|1[.)])[ \t]+\S"
)
_TABLE_DELIMITER = lazy.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_FRONT_MATTER_KEY = lazy.compile(r"[^\s#\[\]>|*`-][^:=\[\]]{0,60}[:=](?:\s|$)")
_FRONT_MATTER_CLOSERS = {"---": ("---", "..."), "+++": ("+++",)}

# A line that begins otherwise, white space apart, can only be text; most lines do. The wide `＃`
# is text to Markdown, but was meant as a mark.
MARKUP = "#＃=-+*_`~<>0123456789"
_MARKUP = frozenset(MARKUP)
# All that is white space to `str` and to `re`.
_SPACE = frozenset(
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_MARKUP_OR_SPACE = _MARKUP | _SPACE
# Up to a line's start, or to the text's end.
_BLANK_LINES = lazy.compile(r"\s*(?:(?<=[\r\n])|\Z)")


def blocks(
    text: str, lines: Lines, start: int = 0, entry: re.Pattern[str] | None = None
) -> list[Block]:
    """Split the text from `start` (0, or 1 behind a BOM) into blocks.

    What `entry` matches, from a heading to the end of another block, is taken for one block.
    """
    return _Reader(text, lines, start, entry).read()


class _Reader:
    """Reads line by line; `_line` is the next line's index and `_found` what stands before it."""

    def __init__(self, text: str, lines: Lines, start: int, entry: re.Pattern[str] | None) -> None:
        self._text = text
        self._starts = [start, *lines.starts[1:]] if start else lines.starts
        self._ends = lines.ends
        self._entry = entry
        self._count = len(lines.starts) if start < len(text) else 0
        self._line = 0
        self._found: list[Block] = []

    def read(self) -> list[Block]:
        self._read_front_matter()
        while self._line < self._count:
            character = self._text[self._starts[self._line]]
            if character not in _MARKUP_OR_SPACE:
                self._read_paragraph(plain=True)
            elif character == "#" and self._entry and self._read_entries(self._entry):
                continue
            elif not (character in _SPACE and self._read_blank()):
                self._read_block()
        return self._found

    def _peek(self, index: int) -> str:
        """Return a line without its ending."""
        return self._text[self._starts[index] : self._ends[index]].rstrip("\r\n")

    def _add(self, kind: BlockKind, first: int, last: int, *, plain: bool = False) -> None:
        """Add a block of the lines from `first` up to and with `last`, and read on behind it."""
        start, end = self._starts[first], self._ends[last]
        content = content_end(self._text, start, end)
        self._found.append(Block(kind, start, end, 0, start, content, None, plain))
        self._line = last + 1

    def _read_front_matter(self) -> None:
        """Take what stands between two rules at the file's start for data, if a line is a field.

        A rule above an entry begins none: data holds no links.
        """
        closers = _FRONT_MATTER_CLOSERS.get(self._peek(0).rstrip()) if self._count > 2 else None
        has_field = False
        for index in range(1, self._count if closers else 0):
            line = self._peek(index)
            if line.rstrip() in (closers or ()):
                if has_field:
                    self._add("front-matter", 0, index)
                return
            if "](" in line:
                return
            has_field = has_field or _FRONT_MATTER_KEY.match(line) is not None

    def _read_block(self) -> None:
        """Read a block whose first line is not blank."""
        if self._read_atx():
            return
        line = self._peek(self._line)
        stripped = line.lstrip(" ")
        if len(line) - len(stripped) > 3:
            self._read_paragraph(plain=False)
        elif match := _FENCE.match(line):
            self._read_fence(match)
        elif opener := html_opener(stripped, interrupting=False):
            self._read_html(opener)
        elif stripped[0] == ">":
            self._read_quote()
        elif _BREAK.match(line):
            self._add("break", self._line, self._line)
        elif match := _LIST_ITEM.match(line):
            self._read_list(match)
        else:
            self._read_paragraph(plain=False)

    def _read_blank(self) -> bool:
        """Add the blank lines that begin here, and tell whether there are any."""
        start, end = self._starts[self._line], self._ends[self._line]
        if self._text[start] in "\r\n" and not self._text[end : end + 1].isspace():
            self._found.append(Block("blank", start, end, 0, start, start))
            self._line += 1
            return True
        blank = _BLANK_LINES.match(self._text, start)
        if blank is None or blank.end() == start:
            return False
        self._add("blank", self._line, bisect_left(self._starts, blank.end()) - 1)
        return True

    def _read_atx(self) -> bool:
        """Add the heading that begins here, and tell whether there is one."""
        start, end = self._starts[self._line], self._ends[self._line]
        stop = content_end(self._text, start, end)
        match = _ATX.match(self._text, start, stop)
        if match is None:
            return False
        begin = match.end()
        if self._text[stop - 1] in "# \t":
            stop = max(begin, start + len(_without_closer(self._text[start:stop], begin - start)))
        self._found.append(Block("heading", start, end, len(match[1]), begin, stop))
        self._line += 1
        return True

    def _read_entries(self, pattern: re.Pattern[str]) -> bool:
        """Add a block for each match that follows from here, and tell whether there are any."""
        first = end = self._starts[self._line]
        while match := pattern.match(self._text, end):
            start, end = match.span()
            content, stop = match.span(pattern.groups)
            self._found.append(Block("entry", start, end, 0, content, stop, match))
        self._line = bisect_left(self._starts, end, self._line)
        return end > first

    def _read_fence(self, opener: re.Match[str]) -> None:
        fence = opener[1] or opener[2]
        last = self._line + 1
        while last < self._count and not _closes(fence, self._peek(last)):
            last += 1
        self._add("code", self._line, min(last, self._count - 1))

    def _read_html(self, opener: HtmlOpener) -> None:
        last = self._line
        if opener.closer is None:
            while last + 1 < self._count and not _is_blank(self._peek(last + 1)):
                last += 1
            self._add("html", self._line, last)
            return
        while not (closer := opener.closer.search(self._peek(last))) and last + 1 < self._count:
            last += 1
        alone = closer is not None and _is_blank(closer.string[closer.end() :])
        self._add("comment" if opener.comment and alone else "html", self._line, last)

    def _read_quote(self) -> None:
        last = self._line
        while last + 1 < self._count:
            line = self._peek(last + 1)
            quoted = line.lstrip(" ").startswith(">")
            inner = "" if quoted else self._peek(last).lstrip(" >\t")
            if not quoted and (not inner or _interrupts(inner) or _interrupts(line)):
                break
            last += 1
        self._add("quote", self._line, last)

    def _read_list(self, item: re.Match[str]) -> None:
        width, last = item.end() if item[2] else item.end() + 1, self._line
        index = last + 1
        while index < self._count:
            line = self._peek(index)
            if _is_blank(line):
                index += 1
                continue
            if len(line) - len(line.lstrip(" ")) < width:
                following = None if _BREAK.match(line) else _LIST_ITEM.match(line)
                if index > last + 1 or (not following and _interrupts(line)):
                    break
                if following:
                    width = following.end() if following[2] else following.end() + 1
            last, index = index, index + 1
        self._add("list", self._line, last)

    def _read_paragraph(self, *, plain: bool) -> None:
        first, index = self._line, self._line + 1
        is_table = self._is_table(first)
        while index < self._count:
            character = self._text[self._starts[index]]
            if character in "\r\n":
                break
            if character in _MARKUP_OR_SPACE:
                line = self._peek(index)
                if (match := _SETEXT.match(line)) and not (is_table and index > first + 1):
                    self._add_setext(first, index, 1 if match[1] else 2)
                    return
                if _interrupts(line):
                    break
                plain = False
            index += 1
        kind: BlockKind = "table" if is_table and index > first + 1 else "paragraph"
        self._add(kind, first, index - 1, plain=plain)

    def _add_setext(self, first: int, underline: int, level: int) -> None:
        start, end = self._starts[first], self._ends[underline]
        content = content_end(self._text, start, self._starts[underline])
        self._found.append(Block("setext", start, end, level, start, content))
        self._line = underline + 1

    def _is_table(self, first: int) -> bool:
        """Tell whether a line and the one below it, which must be text too, begin a table."""
        if self._text.find("|", self._starts[first], self._ends[first]) < 0:
            return False
        return first + 1 < self._count and bool(_TABLE_DELIMITER.match(self._peek(first + 1)))


def _interrupts(line: str) -> bool:
    """Tell whether a line ends the paragraph before it."""
    stripped = line.lstrip(" ")
    if not stripped or stripped.isspace():
        return True
    if stripped[0] not in _MARKUP or len(line) - len(stripped) > 3:
        return False
    return bool(_INTERRUPTING.match(line) or html_opener(stripped, interrupting=True))


def _without_closer(line: str, begin: int) -> str:
    """Return a heading's line without the `#`s that close it; its title begins at `begin`."""
    content = line.rstrip(" \t")
    title = content.rstrip("#")
    is_closed = title.endswith((" ", "\t")) or len(title) <= begin
    return title.rstrip(" \t") if is_closed else content


def _closes(fence: str, line: str) -> bool:
    """Tell whether a line closes a fence; one of a megabyte is not to be made a pattern."""
    stripped = line.lstrip(" ")
    closer = stripped.rstrip(" \t")
    is_run = closer.startswith(fence) and not closer.strip(fence[0])
    return is_run and len(line) - len(stripped) <= 3


def _is_blank(line: str) -> bool:
    return not line or line.isspace()
