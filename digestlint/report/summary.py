"""What a run comes to: the counts below a report, and those of `--statistics`."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from digestlint.files import Failed
from digestlint.project import Checked, Skipped
from digestlint.violation import Level, Safety


@dataclass(slots=True)
class Summary:
    """The counts of a run, kept while its report is written."""

    checked: int = 0
    skipped: int = 0
    failed: int = 0
    fixes: Counter[Safety] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)

    def add(self, outcome: Checked | Skipped | Failed) -> None:
        """Count what became of a file."""
        if isinstance(outcome, Failed):
            self.failed += 1
        elif isinstance(outcome, Skipped):
            self.skipped += 1
        else:
            self.checked += 1
            self.levels.update(violation.level for violation in outcome.violations)
            self.fixes.update(each.fix.safety for each in outcome.violations if each.fix)

    def fails(self, fail_on: Level) -> bool:
        """Tell whether a violation at that level, or above, was found."""
        return bool(self.levels[Level.ERROR] or self.levels[fail_on])

    def __str__(self) -> str:
        """Return the footer."""
        found = [
            _count(self.levels[Level.ERROR], "error"),
            _count(self.levels[Level.WARNING], "warning"),
            f"{self.fixes[Safety.SAFE]} fixable",
        ]
        if unsafe := self.fixes[Safety.UNSAFE]:
            found.append(f"{unsafe} more with --unsafe-fixes")
        files = [f"{_count(self.checked, 'file')} checked", f"{self.skipped} skipped (no digest)"]
        if self.failed:
            files.append(f"{self.failed} failed")
        return f"{', '.join(found)}; {', '.join(files)}"


def table(files: Iterable[Checked], *, as_json: bool) -> Iterator[str]:
    """Yield the lines of a table of the rules violated, the most frequent first."""
    counts = Counter((each.code, each.name) for file in files for each in file.violations)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if as_json:
        table = [{"code": code, "name": name, "count": count} for (code, name), count in ranked]
        yield json.dumps(table, indent=2)
        return
    for (code, name), count in ranked:
        yield f"{count:6}  {code}  {name}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
