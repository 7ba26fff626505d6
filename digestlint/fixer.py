"""Edits -> text, in rounds, until nothing changes; refuses what it cannot prove harmless."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from digestlint import engine
from digestlint.checks import RULES
from digestlint.guard import Change, lost
from digestlint.judge import Judge, Origin, all_count, moved, unmoved
from digestlint.parser import parse
from digestlint.records import Digest
from digestlint.rule import ALONE, Index, Options, Rule
from digestlint.violation import Edit, Safety, Violation

_ROUNDS = 20
_CONFLICT = [rule for rule in RULES if rule.code == "FIL008"]


class FixError(Exception):
    """The fixes of our rules cannot be trusted with a text; the text is as it was."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What fixing is confined to.

    `fixable` are the codes of the rules that fix what they find, by default all; `judge` tells
    the violations that count, and the others are as good as none; `index` is the project.
    """

    fixable: Collection[str] | None = None
    judge: Judge = all_count
    index: Index = ALONE


_EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its fixes: the violations that were fixed, and those that are left in it."""

    digest: Digest
    applied: tuple[Violation, ...]
    remaining: list[Violation]


def fix(
    digest: Digest,
    rules: Collection[Rule],
    options: Options,
    scope: Scope = _EVERYTHING,
    *,
    unsafe: bool = False,
) -> Fixed:
    """Apply the safe fixes of the rules, and with `unsafe` the unsafe ones too, until it settles.

    A digest in the middle of a merge stays as it is: either side may be the one to keep. Raises
    FixError where it does not settle or a fact would be lost.
    """
    before = digest
    changes: list[Change] = []
    applied: list[Violation] = []
    origin: Origin = unmoved
    wanted = _wanted(digest, options, unsafe=unsafe)
    for _ in range(_ROUNDS):
        found = engine.run(digest, rules, options, scope.index)
        violations = scope.judge(digest, found, origin)
        chosen = _apart(
            violation
            for violation in violations
            if violation.fix
            and violation.fix.safety in wanted
            and (scope.fixable is None or violation.code in scope.fixable)
        )
        if not chosen:
            _prove_harmless(before, digest, changes)
            return Fixed(digest, tuple(applied), violations)
        applied += chosen
        changes += (_change(digest.text, violation) for violation in chosen)
        origin = moved(origin, sorted(_edits(chosen), key=_place))
        digest = parse(_edited(digest.text, chosen), digest.path, digest.script)
    codes = ", ".join(sorted({violation.code for violation in chosen}))
    raise FixError(f"the fixes of {codes} do not settle")


def _wanted(digest: Digest, options: Options, *, unsafe: bool) -> Collection[Safety]:
    if engine.run(digest, _CONFLICT, options):
        return ()
    return (Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,)


def _prove_harmless(before: Digest, after: Digest, changes: Collection[Change]) -> None:
    if changes and (loss := lost(before, after, changes)):
        codes = ", ".join(sorted({change.code for change in changes}))
        raise FixError(f"the fixes of {codes} would change {loss}")


def _apart(violations: Iterable[Violation]) -> list[Violation]:
    """Return the violations whose edits touch those of no earlier one; the others wait."""
    taken: list[Edit] = []
    chosen: list[Violation] = []
    for violation in violations:
        edits = violation.fix.edits if violation.fix else ()
        if all(_is_free(edit, taken) for edit in edits):
            chosen.append(violation)
            for edit in edits:
                insort(taken, edit, key=_place)
    return chosen


def _edited(text: str, violations: Iterable[Violation]) -> str:
    pieces: list[str] = []
    position = 0
    for edit in sorted(_edits(violations), key=_place):
        pieces += (text[position : edit.start], edit.content)
        position = edit.end
    return "".join([*pieces, text[position:]])


def _edits(violations: Iterable[Violation]) -> Iterable[Edit]:
    return (edit for violation in violations if violation.fix for edit in violation.fix.edits)


def _change(text: str, violation: Violation) -> Change:
    edits = list(_edits([violation]))
    removed = "".join(text[edit.start : edit.end] for edit in edits)
    return Change(violation.code, removed, "".join(edit.content for edit in edits))


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
