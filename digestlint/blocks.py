"""A text's blocks as CommonMark sees them: headings, paragraphs, fences, comments and so on.

Blocks cover whole lines and follow one another without a gap. Three differences are meant.
Lists and quotes stay single blocks: a heading inside one belongs to it. A line that is
indented by four spaces is text, never code: translators indent paragraphs. And a line of
nothing but Unicode spaces is blank, as it is to the eye.
"""

import re
from typing import Literal, NamedTuple

from digestlint.text import Lines, content_end

BlockKind = Literal[
    "blank",
    "heading",
    "setext",
    "paragraph",
    "list",
    "quote",
    "table",
    "code",
    "html",
    "comment",
    "front-matter",
    "break",
]


class Block(NamedTuple):
    """Whole lines of one kind.

    The content is a heading's title without markup, or else the block without its last line
    ending. `level` is 0 for everything that is no heading.
    """

    kind: BlockKind
    start: int
    end: int
    level: int
    content_start: int
    content_end: int


_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)[ \t]*")
_SETEXT = re.compile(r" {0,3}(?:(=+)|-+)[ \t]*$")
_BREAK = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$")
_LIST_ITEM = re.compile(r" {0,3}(?:[-+*]|([0-9]{1,9})[.)])(?:[ \t]+(?=(\S))|[ \t]*$)")
_TABLE_DELIMITER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_FRONT_MATTER_KEY = re.compile(r"[^\s#\[\]>|*`-][^:=\[\]]{0,60}[:=](?:\s|$)")
_FRONT_MATTER_CLOSERS = {"---": ("---", "..."), "+++": ("+++",)}

_HTML_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|"
    "dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|"
    "header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|"
    "param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
_ATTRIBUTE = r"""[ \t]+[A-Za-z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:[^ \t"'=<>`]+|'[^']*'|"[^"]*"))?"""

# CommonMark's seven ways to open an HTML block, each with what closes it; None: a blank line.
_HTML_OPENERS: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = (
    (
        re.compile(r"<(?:script|pre|style|textarea)(?:[ \t>]|$)", re.IGNORECASE),
        re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(rf"</?(?:{_HTML_BLOCK_TAGS})(?:[ \t]|/?>|$)", re.IGNORECASE), None),
)
_HTML_LONE_TAG = re.compile(
    rf"<(?:[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*[ \t]*/?|/[A-Za-z][A-Za-z0-9-]*[ \t]*)>[ \t]*$"
)

# A line that begins otherwise can only be text; most lines do.
_MARKUP = frozenset("#=-+*_`~<>0123456789|")


def blocks(text: str, lines: Lines, start: int = 0) -> list[Block]:
    """Split the text from `start` (0, or 1 behind a BOM) into blocks."""
    return _Reader(text, lines, start).read()


class _Reader:
    """Reads line by line; `_line` is the next line's index and `_found` what stands before it."""

    def __init__(self, text: str, lines: Lines, start: int) -> None:
        self._text = text
        self._lines = lines
        self._count = len(lines.starts)
        self._offset = start
        self._line = 0
        self._found: list[Block] = []

    def read(self) -> list[Block]:
        self._read_front_matter()
        while self._line < self._count:
            start, line = self._peek(self._line)
            if start >= len(self._text):
                break
            self._read_block(start, line)
        return self._found

    def _peek(self, index: int) -> tuple[int, str]:
        """Return where a line starts and its text without its ending."""
        start, end = self._lines.span(index)
        start = max(start, self._offset)
        return start, self._text[start : content_end(self._text, start, end)]

    def _add(self, kind: BlockKind, first: int, last: int, level: int = 0) -> None:
        """Add a block of the lines from `first` up to and with `last`, and read on behind it."""
        start = max(self._lines.span(first)[0], self._offset)
        last_start, end = self._lines.span(last)
        content = content_end(self._text, max(last_start, start), end)
        self._found.append(Block(kind, start, end, level, start, content))
        self._line = last + 1

    def _read_front_matter(self) -> None:
        """Take what stands between two rules at the file's start for data, if a line is a field.

        A rule above an entry begins none: data holds no links.
        """
        closers = _FRONT_MATTER_CLOSERS.get(self._peek(0)[1].rstrip()) if self._count > 2 else None
        has_field = False
        for index in range(1, self._count if closers else 0):
            _, line = self._peek(index)
            if line.rstrip() in (closers or ()):
                if has_field:
                    self._add("front-matter", 0, index)
                return
            if "](" in line:
                return
            has_field = has_field or _FRONT_MATTER_KEY.match(line) is not None

    def _read_block(self, start: int, line: str) -> None:
        stripped = line.lstrip(" ")
        if not stripped or stripped.isspace():
            self._read_blank()
        elif stripped[0] not in _MARKUP or len(line) - len(stripped) > 3:
            self._read_paragraph()
        elif match := _ATX.match(line):
            self._read_atx(start, line, match)
        elif match := _FENCE.match(line):
            self._read_fence(match)
        elif opener := _html_opener(stripped, interrupting=False):
            self._read_html(opener)
        elif stripped[0] == ">":
            self._read_quote()
        elif _BREAK.match(line):
            self._add("break", self._line, self._line)
        elif match := _LIST_ITEM.match(line):
            self._read_list(match)
        else:
            self._read_paragraph()

    def _read_blank(self) -> None:
        last = self._line
        while last + 1 < self._count and _is_blank(self._peek(last + 1)[1]):
            last += 1
        self._add("blank", self._line, last)

    def _read_atx(self, start: int, line: str, match: re.Match[str]) -> None:
        begin, content = match.end(), line.rstrip(" \t")
        without_closer = content.rstrip("#")
        if without_closer.endswith((" ", "\t")) or len(without_closer) <= begin:
            content = without_closer.rstrip(" \t")
        _, following = self._lines.span(self._line)
        title = (start + min(begin, len(line)), start + max(begin, len(content)))
        self._found.append(Block("heading", start, following, len(match[1]), *title))
        self._line += 1

    def _read_fence(self, opener: re.Match[str]) -> None:
        fence = opener[1] or opener[2]
        closer = re.compile(rf" {{0,3}}{re.escape(fence)}{re.escape(fence[0])}*[ \t]*$")
        last = self._line + 1
        while last < self._count and not closer.match(self._peek(last)[1]):
            last += 1
        self._add("code", self._line, min(last, self._count - 1))

    def _read_html(self, opener: "_HtmlOpener") -> None:
        last = self._line
        if opener.closer is None:
            while last + 1 < self._count and not _is_blank(self._peek(last + 1)[1]):
                last += 1
            self._add("html", self._line, last)
            return
        while not (closer := opener.closer.search(self._peek(last)[1])) and last + 1 < self._count:
            last += 1
        alone = closer is not None and _is_blank(closer.string[closer.end() :])
        self._add("comment" if opener.comment and alone else "html", self._line, last)

    def _read_quote(self) -> None:
        last = self._line
        while last + 1 < self._count:
            _, line = self._peek(last + 1)
            quoted = line.lstrip(" ").startswith(">")
            inner = self._peek(last)[1].lstrip(" >\t")
            if not quoted and (not inner or self._interrupts(inner) or self._interrupts(line)):
                break
            last += 1
        self._add("quote", self._line, last)

    def _read_list(self, item: re.Match[str]) -> None:
        width, last = item.end() if item[2] else item.end() + 1, self._line
        index = last + 1
        while index < self._count:
            _, line = self._peek(index)
            if _is_blank(line):
                index += 1
                continue
            inside = len(line) - len(line.lstrip(" ")) >= width
            following = _LIST_ITEM.match(line) and not _BREAK.match(line)
            if not inside and (index > last + 1 or (self._interrupts(line) and not following)):
                break
            if following and not inside and (next_item := _LIST_ITEM.match(line)):
                width = next_item.end() if next_item[2] else next_item.end() + 1
            last, index = index, index + 1
        self._add("list", self._line, last)

    def _read_paragraph(self) -> None:
        first = last = self._line
        while last + 1 < self._count:
            _, line = self._peek(last + 1)
            if (match := _SETEXT.match(line)) and not self._is_table(first, last):
                self._add_setext(first, last, 1 if match[1] else 2)
                return
            if self._interrupts(line):
                break
            last += 1
        self._add("table" if self._is_table(first, last) else "paragraph", first, last)

    def _add_setext(self, first: int, last: int, level: int) -> None:
        self._add("setext", first, last + 1, level)
        block = self._found.pop()
        content = content_end(self._text, *self._lines.span(last))
        self._found.append(block._replace(content_end=content))

    def _is_table(self, first: int, last: int) -> bool:
        if first == last or "|" not in self._peek(first)[1]:
            return False
        return bool(_TABLE_DELIMITER.match(self._peek(first + 1)[1]))

    def _interrupts(self, line: str) -> bool:
        """Tell whether a line ends the paragraph before it."""
        stripped = line.lstrip(" ")
        if not stripped or stripped.isspace():
            return True
        if stripped[0] not in _MARKUP or len(line) - len(stripped) > 3:
            return False
        item = _LIST_ITEM.match(line)
        return bool(
            _ATX.match(line)
            or _FENCE.match(line)
            or stripped[0] == ">"
            or _BREAK.match(line)
            or _html_opener(stripped, interrupting=True)
            or (item and item[2] and item[1] in (None, "1"))
        )


class _HtmlOpener(NamedTuple):
    closer: re.Pattern[str] | None
    comment: bool


def _html_opener(stripped: str, *, interrupting: bool) -> _HtmlOpener | None:
    """Return how the HTML block that the line opens is closed; None where it opens none."""
    if stripped[0] != "<":
        return None
    for opener, closer in _HTML_OPENERS:
        if opener.match(stripped):
            return _HtmlOpener(closer, comment=stripped.startswith("<!--"))
    if not interrupting and _HTML_LONE_TAG.match(stripped):
        return _HtmlOpener(None, comment=False)
    return None


def _is_blank(line: str) -> bool:
    return not line or line.isspace()
