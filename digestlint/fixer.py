"""Edits -> text, in rounds, until nothing changes."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable

from digestlint import engine
from digestlint.parser import parse
from digestlint.rule import Options, Rule
from digestlint.violation import Edit, Fix, Safety, Violation

_ROUNDS = 20


class UnsettledError(Exception):
    """The fixes went on changing the text; a mistake of a rule, never of the digest."""


def fix(
    text: str,
    rules: Collection[Rule],
    options: Options,
    *,
    unsafe: bool = False,
    path: str | None = None,
) -> str:
    """Return the text after all safe fixes of the rules, and with `unsafe` the unsafe ones too.

    Raises UnsettledError where it does not settle in 20 rounds.
    """
    for _ in range(_ROUNDS):
        violations = engine.run(parse(text, path), rules, options)
        fixed = apply(text, _fixes(violations, unsafe=unsafe))
        if fixed == text:
            return text
        text = fixed
    raise UnsettledError(f"not settled after {_ROUNDS} rounds")


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """Return the text after the fixes that do not overlap an earlier one; the others wait."""
    taken: list[Edit] = []
    for fix_ in fixes:
        if all(_is_free(edit, taken) for edit in fix_.edits):
            for edit in fix_.edits:
                insort(taken, edit, key=_place)
    pieces: list[str] = []
    position = 0
    for edit in taken:
        pieces += (text[position : edit.start], edit.content)
        position = edit.end
    return "".join([*pieces, text[position:]])


def _fixes(violations: Iterable[Violation], *, unsafe: bool) -> Iterable[Fix]:
    wanted = (Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,)
    return (v.fix for v in violations if v.fix and v.fix.safety in wanted)


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _is_free(edit: Edit, taken: list[Edit]) -> bool:
    """Tell whether an edit overlaps none of the taken ones, which are sorted and apart."""
    index = bisect_left(taken, _place(edit), key=_place)
    return not any(_overlap(edit, other) for other in taken[max(index - 1, 0) : index + 1])


def _overlap(one: Edit, other: Edit) -> bool:
    """Tell whether two edits change the same place; an insertion beside another edit does."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end
