"""The objects of the format `json`, one a line, for programs that read a stream."""

from collections.abc import Iterator

from digestlint.project import Checked
from digestlint.report.json_ import dumped, record
from digestlint.report.style import Style


def lines(file: Checked, _style: Style) -> Iterator[str]:
    """Yield one object a violation."""
    for violation in file.violations:
        yield dumped(record(file, violation))
