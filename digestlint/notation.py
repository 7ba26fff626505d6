"""Marks that are half-width in Chinese text because they belong to a notation."""

import re
from collections.abc import Collection, Iterable

from digestlint import lazy

# Comparisons have spaces beside `<` and `>`.
_BRACKET = lazy.compile(r"[()\[\]{}⟨⟩（）［］｛｝【】]|<(?=[^\s=-])|(?<=[^\s=-])>")
_OPENERS = frozenset("([{⟨<（［｛【")
_CLOSERS = frozenset(")]}⟩>）］｝】")
_HALF_WIDTH = ("(", "[", "{", "⟨", "<")
_NORMS = ("‖", "||")
# An analogy, `甲:乙::丙:丁`, and a ratio, `甲:乙=1:2`, with marks of either width, since an
# analogy may have been half mended.
_RATIO = lazy.compile(r"[:：]{2}|[:：][^\s:：=]{1,12} ?= ?[^\s:：=]{1,12}[:：]")
_CLAUSE_END = lazy.compile(r"[,;，。；！？\r\n]")
_LATIN = lazy.compile("[A-Za-z]")
# Few asides are longer, and a text full of brackets must not be read again for each of its marks.
_ASIDE = 100


def is_notation(text: str, mark: int) -> bool:
    """Tell whether a mark stands in half-width brackets, `(甲, 乙)`, bars, or ones with English."""
    before = _BRACKET.finditer(text, max(mark - _ASIDE, 0), mark)
    start = _unpaired(reversed(list(before)), _CLOSERS)
    end = _unpaired(_BRACKET.finditer(text, mark, mark + _ASIDE), _OPENERS)
    if start is None or end is None:
        return _is_norm(text, mark)
    return text[start] in _HALF_WIDTH or _LATIN.search(text, start, end) is not None


def is_ratio(text: str, mark: int) -> bool:
    """Tell whether a colon parts the members of a ratio or an analogy."""
    if text[mark] != ":":
        return False
    *_, before = _CLAUSE_END.split(text[max(mark - _ASIDE, 0) : mark])
    behind = _CLAUSE_END.split(text[mark : mark + _ASIDE], maxsplit=1)[0]
    return _RATIO.search(before + behind) is not None


def _is_norm(text: str, mark: int) -> bool:
    """Tell whether a mark stands between the bars of a norm, `‖甲, 乙‖`."""
    since, until = max(mark - _ASIDE, 0), mark + _ASIDE
    return any(
        text.count(bar, since, mark) % 2 == 1 and text.find(bar, mark, until) >= 0 for bar in _NORMS
    )


def _unpaired(brackets: Iterable[re.Match[str]], first: Collection[str]) -> int | None:
    """Return where the first bracket stands that belongs to none of the `first` before it."""
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket[0] in first else -1
        if depth < 0:
            return bracket.start()
    return None
