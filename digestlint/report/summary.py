"""What a run comes to: the counts below a report, and those of `--statistics`."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from digestlint.files import Failed
from digestlint.language import Translate, english
from digestlint.project import Checked, Outcome, Skipped, Told
from digestlint.report.escape import visible
from digestlint.violation import NONE, Counts


@dataclass(slots=True)
class Summary:
    """The counts of a run, kept while its report is written."""

    translate: Translate = english
    checked: int = 0
    skipped: int = 0
    failed: list[Failed] = field(default_factory=list)
    failing: bool = False
    covered: int = 0
    counts: Counts = NONE
    fixed: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, outcome: Outcome | Told) -> None:
        """Count what became of a file."""
        if isinstance(outcome, Failed):
            self.failed.append(outcome)
        elif isinstance(outcome, Skipped):
            self.skipped += 1
        else:
            self.checked += 1
            self.counts = self.counts.and_also(outcome.counts)
            self.failing |= outcome.counts.fail(outcome.fail_on)
            if isinstance(outcome, Checked) and outcome.fixed:
                self.fixed[outcome.path] = Counter(f"{v.code} {v.name}" for v in outcome.fixed)

    def fixes_made(self) -> Iterator[str]:
        """Yield the lines that tell what was fixed, file by file."""
        for path, rules in self.fixed.items():
            yield f"{visible(path)}: {self.translate('fixed')}"
            yield from (f"{count:6}  {rule}" for rule, count in sorted(rules.items()))

    def gone(self, number: int) -> Iterator[str]:
        """Yield the line that tells how many violations of a baseline are there no more."""
        if number:
            yield self._count(
                number,
                "1 entry of the baseline matches nothing; `digestlint baseline --prune` drops it",
                "{count} entries of the baseline match nothing; "
                "`digestlint baseline --prune` drops them",
            )

    def footer(self, *, written: bool = True) -> str:
        """Return the counts in a line; fixes that are not written would only be made."""
        translate, count = self.translate, self._count
        if not self.checked + self.skipped + len(self.failed):
            return translate(
                "nothing to check: no *.md, *.markdown or *.txt file, or all are excluded"
            )
        found = [
            count(self.counts.errors, "{count} error", "{count} errors"),
            count(self.counts.warnings, "{count} warning", "{count} warnings"),
            count(self.counts.safe, "{count} fixable"),
        ]
        if unsafe := self.counts.unsafe:
            found.append(count(unsafe, "{count} more with --unsafe-fixes"))
        if self.covered:
            found.append(count(self.covered, "{count} in the baseline"))
        if self.fixed:
            total = sum(rules.total() for rules in self.fixed.values())
            found.insert(0, count(total, "{count} fixed" if written else "{count} would be fixed"))
        files = [
            count(self.checked, "{count} file checked", "{count} files checked"),
            count(self.skipped, "{count} skipped (no digest)"),
        ]
        if self.failed:
            files.append(count(len(self.failed), "{count} failed"))
        return translate("; ").join(map(translate(", ").join, (found, files)))

    def _count(self, number: int, singular: str, plural: str = "") -> str:
        """Tell a number; a message without plural fits any."""
        message = plural if plural and number != 1 else singular
        return self.translate(message).format(count=number)


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
