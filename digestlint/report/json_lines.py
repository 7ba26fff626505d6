"""The objects of the format `json`, one a line, for programs that read a stream."""

from collections.abc import Iterator

from digestlint.report.json_ import dumped, record
from digestlint.report.run import Run


def render(run: Run) -> Iterator[str]:
    """Yield one object a violation."""
    for file in run.files:
        for violation in file.violations:
            yield dumped(record(file, violation))
