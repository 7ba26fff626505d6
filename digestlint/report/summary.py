"""What a run comes to: the counts below a report, and those of `--statistics`."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from digestlint.files import Failed
from digestlint.project import Checked, Skipped
from digestlint.report.escape import visible
from digestlint.violation import Level, Safety


@dataclass(slots=True)
class Summary:
    """The counts of a run, kept while its report is written."""

    checked: int = 0
    skipped: int = 0
    failed: int = 0
    fixes: Counter[Safety] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)
    fixed: dict[str, Counter[str]] = field(default_factory=dict)

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
            if outcome.fixed:
                self.fixed[outcome.path] = Counter(f"{v.code} {v.name}" for v in outcome.fixed)

    def fails(self, fail_on: Level) -> bool:
        """Tell whether a violation at that level, or above, was found."""
        return bool(self.levels[Level.ERROR] or self.levels[fail_on])

    def fixes_made(self) -> Iterator[str]:
        """Yield the lines that tell what was fixed, file by file."""
        for path, rules in self.fixed.items():
            yield f"{visible(path)}: fixed"
            yield from (f"{count:6}  {rule}" for rule, count in sorted(rules.items()))

    def footer(self, *, written: bool = True) -> str:
        """Return the counts in a line; fixes that are not written would only be made."""
        found = [
            _count(self.levels[Level.ERROR], "error"),
            _count(self.levels[Level.WARNING], "warning"),
            f"{self.fixes[Safety.SAFE]} fixable",
        ]
        if unsafe := self.fixes[Safety.UNSAFE]:
            found.append(f"{unsafe} more with --unsafe-fixes")
        if self.fixed:
            count = sum(rules.total() for rules in self.fixed.values())
            found.insert(0, f"{count} fixed" if written else f"{count} would be fixed")
        if not self.checked + self.skipped + self.failed:
            return "no *.md, *.markdown or *.txt file found"
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
