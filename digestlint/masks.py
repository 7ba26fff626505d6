"""What in a translation is no prose, though it stands in no code: tokens, enumerators, figures."""

import re
from collections.abc import Sequence

from digestlint import lazy
from digestlint.text import MASK, Span

_LABEL = "[0-9]{1,2}|[A-Za-z]|[A-Z][0-9]{1,2}|[IVX]{1,5}|[ivx]{1,5}"
# A search for a single character is so fast that one for each takes less time than one for all.
_NO_PROSE = (
    lazy.compile(r"\[[A-Z][A-Z0-9_]*+\]"),  # [MASK], [CLS]
    lazy.compile(rf"\((?<![A-Za-z0-9].)(?:{_LABEL})\)"),  # (1)
    lazy.compile(rf"（(?<![A-Za-z0-9].)(?:{_LABEL})）"),
    # 1,000, v2.1, 10:30
    *(lazy.compile(rf"{re.escape(mark)}(?=[0-9])(?<=[0-9].)") for mark in ".,:，："),
)


def without_tokens(text: str) -> str:
    """Mask tokens such as `[MASK]`, enumerators such as `(1)`, and the marks inside of figures.

    An enumerator without an opening bracket, `1)`, stays: only its sentence tells it from the
    end of an aside. So does one in brackets of two widths, `（1)`, which is a slip.
    """
    found = [match.span() for pattern in _NO_PROSE for match in pattern.finditer(text)]
    return without(text, sorted(found))


def without(text: str, spans: Sequence[Span]) -> str:
    """Mask the spans, which follow one another."""
    if not spans:
        return text
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += (text[position:start], MASK * (end - start))
        position = end
    return "".join([*pieces, text[position:]])
