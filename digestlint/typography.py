"""One pass over a translation, which finds all that the rules of typography look at.

Spans are offsets into the digest's text; what they show is to be read in `translation(digest)`.
"""

import re
from typing import NamedTuple

from digestlint import lazy
from digestlint.records import Digest
from digestlint.text import Span
from digestlint.translation import translation

FULL_WIDTH_MARKS = "，。：；？！、"
OPENERS = "（【［｛「『《〈“‘"
CLOSERS = "）】］｝」』》〉”’"

_WIDE = "０-９Ａ-Ｚａ-ｚ％"
_BRACKETS = re.escape(OPENERS + CLOSERS + "()[]{}")
_HALF_WIDTH_MARKS = ",.:;?!"
# Words that no sentence repeats. A preposition is none: `正在在线学习` and `面对对手` are right.
_PARTICLES = "的了与和及或是"

# A character that begins a spot, then what kind of spot; a bracket alone fills no group. A single
# mark or particle, which is frequent, fails at the next character already.
_SPOT = lazy.compile(
    rf"[{FULL_WIDTH_MARKS}{_PARTICLES}{_HALF_WIDTH_MARKS}{_BRACKETS}{_WIDE}]"
    rf"(?:[{FULL_WIDTH_MARKS}{_PARTICLES}]"
    rf"(?:(?P<marks>(?<=[{FULL_WIDTH_MARKS}]{{2}})[{FULL_WIDTH_MARKS}]*+)"
    r"|(?P<words>(?<=(.).)(?<=\3)\3*+))"
    rf"|(?<![{FULL_WIDTH_MARKS}{_PARTICLES}])"
    rf"(?:(?<=[{_BRACKETS}])"
    rf"|(?P<half_width>(?<=[^ -~][{_HALF_WIDTH_MARKS}]))"
    rf"|(?P<wide>(?<=[{_WIDE}])[{_WIDE}]*+)))"
)


class Spots(NamedTuple):
    """What the rules of typography look at, each in the order of the text.

    `marks` are two full-width marks and more in a row; `words` a particle that is repeated;
    `brackets` single brackets of either width and curly quotation marks; `half_width` half-width
    marks that stand behind no other ASCII; `wide` full-width letters, digits and per cent signs
    in a row.
    """

    marks: list[Span]
    words: list[Span]
    brackets: list[int]
    half_width: list[int]
    wide: list[Span]


def spots(digest: Digest) -> Spots:
    """Return what the rules of typography look at."""
    return digest.view(_spots)


def _spots(digest: Digest) -> Spots:
    found: dict[str, list[Span]] = {kind: [] for kind in _SPOT.groupindex}
    brackets: list[int] = []
    for match in _SPOT.finditer(translation(digest)):
        if kind := match.lastgroup:
            found[kind].append(match.span())
        else:
            brackets.append(match.start())
    return Spots(
        found["marks"],
        found["words"],
        brackets,
        half_width=[start for start, _ in found["half_width"]],
        wide=found["wide"],
    )
