"""One line a violation: `path:line:column: CODE [*] message`; `[*]`: a safe fix exists."""

from collections.abc import Iterable, Iterator

from digestlint.project import Checked
from digestlint.report.escape import visible
from digestlint.report.style import Style
from digestlint.violation import Level, Safety, Violation


def render(files: Iterable[Checked], style: Style) -> Iterator[str]:
    """Yield the lines of the report."""
    for file in files:
        for violation in file.violations:
            yield line(file, violation, style)


def line(file: Checked, violation: Violation, style: Style) -> str:
    """Return the line about one violation."""
    place = file.digest.lines.position(violation.start)
    path = style.paint(visible(file.path), "bold")
    code = style.paint(violation.code, "red" if violation.level is Level.ERROR else "yellow")
    mark = f" {style.paint('[*]', 'cyan')}" if is_fixable(violation) else ""
    message = visible(violation.message)
    return f"{path}:{place.line}:{place.column}: {code}{mark} {message}"


def is_fixable(violation: Violation) -> bool:
    """Tell whether the violation has a safe fix."""
    return violation.fix is not None and violation.fix.safety is Safety.SAFE
