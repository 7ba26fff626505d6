"""One pass over a translation, which finds all that the rules of typography look at.

Spans are offsets into the digest's text; what they show is to be read in `translation(digest)`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from digestlint.records import Digest
from digestlint.translation import translation

Span = tuple[int, int]

FULL_WIDTH_MARKS = "，。：；？！、"
OPENERS = "（【［｛「『《〈“‘"
CLOSERS = "）】］｝」』》〉”’"

_WIDE = "０-９Ａ-Ｚａ-ｚ％"
_BRACKETS = re.escape(OPENERS + CLOSERS)
_HALF_BRACKETS = "()[]{}"
# Words that no sentence repeats. A preposition is none: `正在在线学习` and `面对对手` are right.
_PARTICLES = "的了与和及或是"

# A character that begins a spot, then what kind of spot: the search skips all others quickly.
_SPOT = re.compile(
    rf"[ -~{_WIDE}{FULL_WIDTH_MARKS}…—{_BRACKETS}{_PARTICLES}]"
    r"(?:(?<=[ -~])(?P<run>[ -~]*+)"
    rf"|(?<=[{FULL_WIDTH_MARKS}…—])(?P<marks>[{FULL_WIDTH_MARKS}…—]++|(?<=…))"
    rf"|(?<=[{_PARTICLES}])(?P<words>(?:(?<=(.))\4)+)"
    rf"|(?<=[{_BRACKETS}])(?P<bracket>)"
    rf"|(?<=[{_WIDE}])(?P<wide>[{_WIDE}]*+))"
)


class Spots(NamedTuple):
    """What the rules of typography look at, each in the order of the text.

    `runs` are printable ASCII, spaces included, from one Chinese character or mark to the next;
    `marks` are two full-width marks, ellipses or dashes and more in a row, or a single `…`;
    `words` a particle that is repeated; `brackets` single full-width brackets and curly quotation
    marks; `wide` full-width letters, digits and per cent signs in a row. Inside of runs stand
    `half_brackets` and `straight_quotes`, double ones.
    """

    runs: list[Span]
    marks: list[Span]
    words: list[Span]
    brackets: list[int]
    wide: list[Span]
    half_brackets: list[int]
    straight_quotes: list[int]


def spots(digest: Digest) -> Spots:
    """Return what the rules of typography look at."""
    return digest.view(_spots)


def _spots(digest: Digest) -> Spots:
    text = translation(digest)
    found: dict[str | None, list[Span]] = {kind: [] for kind in _SPOT.groupindex}
    for match in _SPOT.finditer(text):
        found[match.lastgroup].append(match.span())
    brackets = [start for start, _ in found["bracket"]]
    return Spots(
        *(found["run"], found["marks"], found["words"], brackets, found["wide"]),
        half_brackets=sorted(p for bracket in _HALF_BRACKETS for p in _positions(text, bracket)),
        straight_quotes=list(_positions(text, '"')),
    )


def _positions(text: str, character: str) -> Iterator[int]:
    """Yield where a rare character stands; `str.find` skips the others best."""
    position = text.find(character)
    while position >= 0:
        yield position
        position = text.find(character, position + 1)
