"""One line a violation: `path:line:column: CODE [*] message`; `[*]`: a safe fix exists."""

from collections.abc import Iterator

from digestlint.project import Checked
from digestlint.report.escape import inert, visible
from digestlint.report.style import Style
from digestlint.violation import Level, Safety, Violation


def lines(file: Checked, style: Style) -> Iterator[str]:
    """Yield the line about each violation of a file."""
    path = style.paint(visible(file.path), "bold")
    position = file.lines.position
    for violation in file.violations:
        line, column = position(violation.start)
        yield inert(f"{path}:{line}:{column}: {sentence(violation, style)}")


def sentence(violation: Violation, style: Style) -> str:
    """Return what is wrong, without the place."""
    code = style.paint(violation.code, "red" if violation.level is Level.ERROR else "yellow")
    mark = f" {style.paint('[*]', 'cyan')}" if is_fixable(violation) else ""
    return f"{code}{mark} {visible(violation.message)}"


def is_fixable(violation: Violation) -> bool:
    """Tell whether the violation has a safe fix."""
    return violation.fix is not None and violation.fix.safety is Safety.SAFE
