"""A file's path, and below it a line for each of its violations."""

from collections.abc import Iterator

from digestlint.project import Checked
from digestlint.report.concise import sentence
from digestlint.report.escape import inert, visible
from digestlint.report.style import Style


def lines(file: Checked, style: Style) -> Iterator[str]:
    """Yield the lines about a file with violations."""
    yield inert(f"{style.paint(visible(file.path), 'bold')}:")
    yield from map(inert, _rows(file, style))
    yield ""


def _rows(file: Checked, style: Style) -> Iterator[str]:
    """Yield a line for each violation, their sentences below one another."""
    labels = [file.lines.label(violation.start) for violation in file.violations]
    width = max(map(len, labels))
    for label, violation in zip(labels, file.violations, strict=True):
        yield f"  {label:{width}}  {sentence(violation, style)}"
