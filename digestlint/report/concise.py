"""One line a violation: `path:line:column: CODE [*] message`; `[*]`: a safe fix exists."""

from collections.abc import Iterator
from functools import cache

from digestlint.project import Checked
from digestlint.report.escape import inert, visible
from digestlint.report.style import Style
from digestlint.violation import Level, Safety, Violation


def lines(file: Checked, style: Style) -> Iterator[str]:
    """Yield the line about each violation of a file."""
    path = style.paint(visible(file.path), "bold")
    label = file.lines.label
    for violation in file.violations:
        yield inert(f"{path}:{label(violation.start)}: {sentence(violation, style)}")


def sentence(violation: Violation, style: Style) -> str:
    """Return what is wrong, without the place."""
    fix = violation.fix
    mark = _mark(violation.code, violation.level, fix and fix.safety, style)
    return f"{mark} {visible(violation.message)}"


@cache
def _mark(code: str, level: Level, fixed: Safety | None, style: Style) -> str:
    """Return the code of a violation, and what tells that it can be fixed safely."""
    code = style.paint(code, "red" if level is Level.ERROR else "yellow")
    return f"{code} {style.paint('[*]', 'cyan')}" if fixed is Safety.SAFE else code
