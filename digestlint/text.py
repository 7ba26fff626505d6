"""Offsets and line/column positions, and what counts as Chinese.

An offset is an index of code points into the text as read; lines and columns are 1-based.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from io import StringIO
from itertools import accumulate
from operator import sub
from typing import NamedTuple
from unicodedata import normalize

from digestlint import lazy

# CJK ideographs with their extensions and compatibility blocks, and the three marks that
# behave as ideographs (々 iteration, 〇 zero, 〻 vertical iteration).
HAN = "々〇〻\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_FEW_HAN = frozenset("々〇〻")

# Kana and Hangul: the other scripts that a digest may be translated into. Without the middle dot,
# which parts names in Chinese and English too, and the fillers of Hangul, which nobody sees.
OTHER_SCRIPTS = (
    "\u3041-\u30fa\u30fc-\u30ff\u1100-\u115e\u1161-\u11ff\u3131-\u3163\u3165-\u318e\uac00-\ud7a3"
)
TRANSLATED_CHARACTER = lazy.compile(f"[{HAN}{OTHER_SCRIPTS}]")

BOM = "\ufeff"

_CONTENT = lazy.compile(r"[^\r\n]+")
_LINE_FEED = lazy.compile("\n")

# What `decode` makes of a byte that is no UTF-8.
UNDECODABLE = lazy.compile("[\udc80-\udcff]")

# Stands in masked prose for every character that is no prose, so that offsets stay the same.
MASK = "\ufffc"

# Thirty combining marks are more than any script needs (UAX #15, Stream-Safe Text Format).
_SURPLUS_MARKS = r"(\p{M}{30})\p{M}++"
_MAY_BE_MARKS = lazy.compile(r"\W{31}")
# Of 31 characters in a row, at least three are among every tenth.
_THREE_MARKS = lazy.compile(r"\W{3}")

# The byte order marks of UTF-16, as `decode` shows bytes that are no UTF-8.
UTF16_MARKS = ("\udcff\udcfe", "\udcfe\udcff")


def decode(data: bytes) -> str:
    """Decode UTF-8 without a loss: line endings and a BOM stay.

    An undecodable byte becomes a lone surrogate (U+DC80 to U+DCFF), which FIL001 reports.
    """
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Undo `decode`, to the byte."""
    return text.encode("utf-8", "surrogateescape")


def is_han(character: str) -> bool:
    """Tell whether a character is one of `HAN`; no character is none."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or character in _FEW_HAN
        or "\u3400" <= character <= "\u4dbf"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U000323af"
    )


def holds_han(text: str) -> bool:
    """Tell whether a short text holds a Chinese character.

    To compile a pattern of them all takes longer than to look at many such texts.
    """
    return not text.isascii() and any(map(is_han, text))


def is_translated(character: str) -> bool:
    """Tell whether a character is one that `TRANSLATED_CHARACTER` finds; no character is none."""
    if character.isascii() or is_han(character):
        return not character.isascii()
    return TRANSLATED_CHARACTER.match(character) is not None


def nfkc(text: str) -> str:
    """Return the text in Unicode's form NFKC, of use for comparing only.

    Of a run of combining marks 30 stay: Python sorts such a run in quadratic time.
    """
    if text.isascii():
        return text
    if _THREE_MARKS.search(text[::10]) and _MAY_BE_MARKS.search(text):
        import regex

        text = regex.sub(_SURPLUS_MARKS, r"\1", text)
    return normalize("NFKC", text)


# From an offset up to, but without, another one.
Span = tuple[int, int]


class Position(NamedTuple):
    """A place in a file: line and column, both counted from 1, the column in code points."""

    line: int
    column: int


class Lines:
    """The lines of a text; only LF, CRLF and CR end one, as in CommonMark.

    `starts` and `ends` are offsets; a line ends where the next one starts.
    """

    def __init__(self, text: str) -> None:
        self.ends = _ends(text)
        self.starts = [0, *self.ends[:-1]]

    def index(self, offset: int) -> int:
        """Return the 0-based index of the line that holds the offset."""
        return bisect_right(self.starts, offset) - 1

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset; the text's end belongs to its last line."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def label(self, offset: int) -> str:
        """Return the line and column of an offset as reports show them: `3:14`."""
        return "{}:{}".format(*self.position(offset))

    def span(self, index: int) -> tuple[int, int]:
        """Return where the line with a 0-based index starts and where the next one starts."""
        return self.starts[index], self.ends[index]


def _ends(text: str) -> list[int]:
    if "\r" in text:
        # `newline=""` splits at all three and keeps them; `str.splitlines` knows eight more.
        return list(accumulate(map(len, StringIO(text, newline=""))))
    ends = list(map(re.Match.end, _LINE_FEED.finditer(text)))
    return ends if text.endswith("\n") else [*ends, len(text)]


def masked_lines(text: str, lines: Lines) -> str:
    """Return as many masks as there are characters, with the line endings kept."""
    if "\r" in text:
        return _CONTENT.sub(lambda line: MASK * len(line[0]), text)
    masked = "\n".join([MASK * (width - 1) for width in map(sub, lines.ends, lines.starts)])
    last = text[-1:]
    return masked + (last if last == "\n" else MASK * len(last))


def content_end(text: str, start: int, end: int) -> int:
    """Return where the line from `start` to `end` ends, without its line ending."""
    if end > start and text[end - 1] == "\n":
        end -= 1
    if end > start and text[end - 1] == "\r":
        end -= 1
    return end


def following_line(text: str, end: int) -> int:
    """Return where the line begins that follows one whose text ends at `end`."""
    end += text.startswith("\r", end)
    return end + text.startswith("\n", end)


def positions(text: str, rare: str) -> Iterator[int]:
    """Yield where something rare stands; `str.find` skips all else best."""
    position = text.find(rare)
    while position >= 0:
        yield position
        position = text.find(rare, position + len(rare))


def line_ends(text: str, behind: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Find the characters that end a line and have a pattern behind them.

    Most texts hold no carriage return, and a search for one character is faster than for two.
    """
    return _line_ends("[\r\n]" if "\r" in text else "\n", behind).finditer(text, start)


@cache
def _line_ends(first: str, behind: str) -> re.Pattern[str]:
    return re.compile(first + behind)
