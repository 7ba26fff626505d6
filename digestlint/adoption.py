"""Which violations of a run count: by default all, else new ones, or those on changed lines.

So a repository with a history can be linted before all of it is mended.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable

from digestlint import lazy
from digestlint.baseline import Baseline
from digestlint.changes import Changed, Changes
from digestlint.judge import Judge, Origin
from digestlint.records import Digest
from digestlint.rule import OF_THE_FILE, Rule
from digestlint.violation import Violation

_LINE = lazy.compile("\n")


class Adoption:
    """What keeps the violations of a run from counting."""

    def __init__(self, baseline: Baseline | None = None, changes: Changes | None = None) -> None:
        self.baseline = baseline
        self.changes = changes

    def judge(self, digest: Digest, rules: Iterable[Rule]) -> Judge:
        """Return what tells the violations that count in a digest, as it was read or when fixed.

        Raises AdoptionError where git cannot tell what changed in its file.
        """
        codes = frozenset(rule.code for rule in rules)
        changed = self.changes.of(digest.path) if self.changes and digest.path else None
        starts = [match.end() for match in _LINE.finditer(digest.text)] if changed else []

        def judge(
            current: Digest, violations: Collection[Violation], origin: Origin
        ) -> list[Violation]:
            if self.baseline:
                violations = self.baseline.uncovered(current, violations, codes)
            return [
                violation
                for violation in violations
                if changed is None or _is_on_changed_line(violation, changed, starts, origin)
            ]

        return judge


def _is_on_changed_line(
    violation: Violation, changed: Changed, starts: list[int], origin: Origin
) -> bool:
    """Tell whether a line of a violation changed; of one of the whole file, any line.

    `starts` are the lines' offsets, but for the first, in the text that `origin` leads to.
    """
    if violation.code in OF_THE_FILE:
        return changed.at_all
    first = bisect_right(starts, origin(violation.start))
    last = bisect_right(starts, origin(max(violation.start, violation.end - 1)))
    return changed.touches(first, last)
