"""FIL: the file's bytes, line endings, white space and look-alike characters."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from digestlint import lazy
from digestlint.escapes import is_mangled
from digestlint.invisible import INVISIBLE, ODD_SPACES, describe, holds_invisible, invisible_runs
from digestlint.odd import COMPATIBILITY, is_undecodable, odd_characters
from digestlint.records import Digest, ParagraphKind
from digestlint.rule import Options
from digestlint.text import BOM, UNDECODABLE, UTF16_MARKS, line_ends
from digestlint.violation import Safety, Violation, replacement

_ENDING = r"(?>\r\n|\n|\r)"
_ENDING_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
_OTHER_ENDINGS = {"\n": lazy.compile(r"\r\n?"), "\r\n": lazy.compile(r"\r(?!\n)|(?<!\r)\n")}

_AFTER_BLANK = r"(?<=[ \t][\r\n])"
_LINE_BREAK = lazy.compile(rf"(?<=\S)  {_ENDING}[^\S\r\n]*+\S")
_WITH_LINE_BREAKS = ("text", "list", "quote")

_SPACING = r"[^\S\r\n]"
_BLANK_LINE = rf"(?:{_SPACING}*+{_ENDING})"
# Not before a byte order mark, which would then begin the file and be FIL002's.
_BLANK_LINES_AT_START = lazy.compile(rf"{BOM}?({_BLANK_LINE}++)(?!{BOM})")
# Behind the end of a line; the carriage return of a CRLF ends none.
_BLANK_LINES = (
    rf"(?=\s(?!\S))(?<!\r(?=\n))"
    rf"(?:(?P<last>{_BLANK_LINE}*+{_SPACING}*+\Z)|{_BLANK_LINE}(?P<surplus>{_BLANK_LINE}++))"
)
_BLANK_LINES_MESSAGES = {
    "last": "blank lines at the end of the file; remove them",
    "surplus": "more than one blank line; keep one",
}

# Seven marks from a line's start on, with nothing or a label after them.
_CONFLICT_MARKER = lazy.compile(rf"([<=>|])\1{{6}}(?![^ \t\r\n])(?<![^\r\n{BOM}].{{7}})")

# At a line's start these make a heading, a quote, a list, a fence or HTML of it.
_BLOCK_MARKS = frozenset("#>*+-=_`~<")

# A title holds no address, but a link line does.
_HEADING = lazy.compile(r"(#{1,6})[ \t]+(?![^\r\n]*://)[^#\s]")


def invalid_utf8(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report the first byte that cannot be decoded, by its place among the bytes of its line."""
    if is_undecodable(digest) and (match := UNDECODABLE.search(digest.text)):
        line, _ = digest.lines.span(digest.lines.index(match.start()))
        before = digest.text[line : match.start()].encode()
        if digest.text.startswith(UTF16_MARKS):
            template = "the file is saved as UTF-16; save it as UTF-8"
            yield Violation(match.start(), match.end(), template)
            return
        yield Violation(
            match.start(),
            match.end(),
            "byte 0x{byte:02X}, at byte column {column} of this line, is no UTF-8;"
            " save the file as UTF-8",
            {"byte": ord(match[0]) - 0xDC00, "column": len(before) + 1},
        )


def byte_order_mark(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a byte order mark before the first character."""
    if digest.text.startswith(BOM):
        yield Violation(
            0, 1, "a byte order mark begins the file; remove it", fix=replacement(0, 1, "")
        )


def line_ending(digest: Digest, options: Options) -> Iterator[Violation]:
    r"""Report every line that ends otherwise than the file or the option wants.

    A carriage return that is left of `\right` and its kin ends none.
    """
    if "\r" not in digest.text and options.line_ending != "crlf":
        return
    wanted = _wanted_ending(digest.text, options)
    for match in _OTHER_ENDINGS[wanted].finditer(digest.text):
        if match[0] == "\r" and is_mangled(digest.text, match.start()):
            continue
        yield Violation(
            *match.span(),
            "this line ends in {found}; end it in {wanted}",
            {"found": _ENDING_NAMES[match[0]], "wanted": _ENDING_NAMES[wanted]},
            replacement(*match.span(), wanted),
        )


def missing_final_newline(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report text in the last line that no line ending follows; mere white space is no text."""
    start, end = digest.lines.span(len(digest.lines.starts) - 1)
    last_line = digest.text[start:end].removeprefix(BOM)
    if last_line.strip() and last_line[-1] not in "\r\n":
        yield Violation(
            end,
            end,
            "the last line has no line ending; add one",
            fix=replacement(end, end, _wanted_ending(digest.text, options)),
        )


def trailing_whitespace(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report spaces and tabs before a line's end, but for a line break in a paragraph."""
    text = digest.text
    ends = [match.start() for match in line_ends(text, _AFTER_BLANK)]
    for end in [*ends, len(text)] if text.endswith((" ", "\t")) else ends:
        start = _blank_start(text, end)
        is_break = _LINE_BREAK.match(text, start) and _kind_at(digest, end) in _WITH_LINE_BREAKS
        if not is_break and _kind_at(digest, end - 1) != "code":
            yield _surplus(start, end, "white space at the end of the line; remove it")


def invisible_character(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report characters that nobody sees, and spaces that are no plain ones."""
    odd = odd_characters(digest)
    if odd and holds_invisible(odd):
        yield from _invisible(digest)
    if odd and ODD_SPACES.search(odd):
        yield from _odd_spaces(digest)


def blank_lines(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report the blank lines that are too many."""
    begin = 0
    if match := _BLANK_LINES_AT_START.match(digest.text):
        begin = match.end()
        yield _surplus(*match.span(1), "blank lines at the start of the file; remove them")
    for match in line_ends(digest.text, _BLANK_LINES, begin):
        if _is_literal(digest, match.start()):
            continue
        kind = "last" if match["last"] else "surplus"
        yield _surplus(*match.span(kind), _BLANK_LINES_MESSAGES[kind])


def merge_conflict_marker(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report the lines that git left; `=======` and `|||||||` only between the others."""
    between: list[re.Match[str]] | None = None
    for match in _conflict_markers(digest):
        if match[1] in "=|":
            if between is not None:
                between.append(match)
            continue
        if match[1] == ">":
            yield from map(_conflict, between or ())
        between = [] if match[1] == "<" else None
        yield _conflict(match)


def no_entry(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a digest without entries."""
    if not digest.entries:
        yield Violation(
            0,
            0,
            "the file holds no entry; write a heading, and directly under it"
            ' "[translated title](https://arxiv.org/abs/ID)"',
        )


def compatibility_character(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report characters that look like others, which everybody types and searches for."""
    if not (odd := odd_characters(digest)) or not COMPATIBILITY.search(odd):
        return
    for match in COMPATIBILITY.finditer(digest.text):
        # NFKC leaves alone what is in these blocks and is a character of its own.
        wanted = unicodedata.normalize("NFKC", match[0])
        if wanted != match[0]:
            yield Violation(
                *match.span(),
                '"{found}" (U+{code:04X}) looks like "{wanted}", but no search finds it;'
                ' write "{wanted}"',
                {"found": match[0], "code": ord(match[0]), "wanted": wanted},
                replacement(*match.span(), wanted),
            )


def _wanted_ending(text: str, options: Options) -> str:
    """Return the line ending that the option names, or else the file's own: LF in a tie."""
    if options.line_ending != "auto":
        return {"lf": "\n", "crlf": "\r\n"}[options.line_ending]
    crlf = text.count("\r\n") if "\r" in text else 0
    return "\r\n" if crlf > text.count("\n") - crlf else "\n"


def _invisible(digest: Digest) -> Iterator[Violation]:
    text = digest.text
    for start, end in invisible_runs(text):
        # Two spaces in a row, or one at the line's end, must not be left.
        surplus = _blank_start(text, start) if text[end : end + 1].isspace() else start
        safety = _removal_safety(digest, start, end)
        yield Violation(
            start,
            end,
            "invisible {character}; remove it",
            {"character": describe(text[start])},
            replacement(surplus, end, "", safety) if safety else None,
        )


def _removal_safety(digest: Digest, start: int, end: int) -> Safety | None:
    """Return unsafe where what follows would become an entry's heading, None for other blocks."""
    text = digest.text
    if not _is_line_end(text, _blank_start(text, start) - 1):
        return Safety.SAFE
    hidden = INVISIBLE.match(text, end)
    seen = hidden.end() if hidden else end
    if text[seen : seen + 1] not in _BLOCK_MARKS:
        return Safety.SAFE
    heading = _HEADING.match(text, seen)
    is_peer = heading and digest.level in (None, len(heading[1]))
    return Safety.UNSAFE if is_peer else None


def _odd_spaces(digest: Digest) -> Iterator[Violation]:
    """Report odd spaces with the plain ones around them; indentation is for ENT007 to judge."""
    text = digest.text
    for match in ODD_SPACES.finditer(text):
        if _is_literal(digest, match.start()):
            continue
        start, end = _blank_start(text, match.start()), match.end()
        at_end, at_start = _is_line_end(text, end), _is_line_end(text, start - 1)
        if at_start and not at_end and not _indents_link_line(digest, start, end):
            continue
        needless = at_end or at_start
        yield Violation(
            start,
            end,
            "{character} where no space belongs; remove it"
            if needless
            else "{character} for a space; write a plain one",
            {"character": describe(match[0][0])},
            replacement(start, end, "" if needless else " "),
        )


def _indents_link_line(digest: Digest, start: int, end: int) -> bool:
    """Tell whether a link line begins with the spaces, and would be one without them."""
    entry = digest.entry_at(start)
    link = entry.link if entry else None
    return link is not None and link.line_start == start and digest.text[end] not in _BLOCK_MARKS


def _is_line_end(text: str, index: int) -> bool:
    """Tell whether a line ends at an index, or the text ends or has not begun."""
    return not 0 <= index < len(text) or text[index] in "\r\n"


def _blank_start(text: str, end: int) -> int:
    """Return where the spaces and tabs before `end` begin."""
    while end and text[end - 1] in " \t":
        end -= 1
    return end


def _is_literal(digest: Digest, offset: int) -> bool:
    """Tell whether every space and every line counts at an offset: code, HTML, front matter."""
    # The line ending after the front matter is no part of it.
    front_matter = (digest.preamble.front_matter_end or 0) - 1
    return offset < front_matter or _kind_at(digest, offset) in ("code", "html")


def _kind_at(digest: Digest, offset: int) -> ParagraphKind | None:
    """Return the kind of the paragraph that an offset lies in, or None."""
    index = bisect_right(digest.view(_starts), offset) - 1
    paragraph = digest.paragraphs[index] if index >= 0 else None
    return paragraph.kind if paragraph and offset < paragraph.end else None


def _starts(digest: Digest) -> list[int]:
    return [paragraph.start for paragraph in digest.paragraphs]


def _conflict_markers(digest: Digest) -> list[re.Match[str]]:
    """Return what looks like a marker outside of code, if an opening or closing one is there."""
    # A single mark is found faster, and most texts hold none.
    if not any(mark in digest.text and 7 * mark in digest.text for mark in "<>"):
        return []
    found = _CONFLICT_MARKER.finditer(digest.text)
    return [match for match in found if _kind_at(digest, match.start()) != "code"]


def _surplus(start: int, end: int, message: str) -> Violation:
    return Violation(start, end, message, fix=replacement(start, end, ""))


def _conflict(match: re.Match[str]) -> Violation:
    return Violation(
        *match.span(),
        '"{marker}" is left of a merge; choose between the versions and remove the line',
        {"marker": match[0]},
    )
