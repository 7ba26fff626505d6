"""The concise report, and commands that make GitHub Actions annotate the lines of a digest.

GitHub shows no more than 10 errors and 10 warnings of a step, so the report comes first, and
says at its end how many are seen in it only.
"""

from collections import Counter
from collections.abc import Iterator

from digestlint.project import Checked
from digestlint.report import concise
from digestlint.report.escape import visible
from digestlint.report.paths import relative
from digestlint.report.run import Run
from digestlint.violation import Level, Violation

_SHOWN = 10
_LEFT_OUT = (
    "{left_out} of {total} violations have no annotation, as GitHub shows 10 of a level; "
    "the log of this step lists them all"
)


def render(run: Run) -> Iterator[str]:
    """Yield the lines of the report, then the commands."""
    counts: Counter[Level] = Counter()
    commands = []
    for file in run.files:
        path = relative(file.path)
        lines = concise.lines(file, run.style)
        for violation, line in zip(file.violations, lines, strict=True):
            yield line
            counts[violation.level] += 1
            if counts[violation.level] <= _SHOWN:
                commands.append(_annotation(path, file, violation))
    yield from commands
    left_out = sum(max(count - _SHOWN, 0) for count in counts.values())
    if left_out:
        message = run.style.translate(_LEFT_OUT).format(left_out=left_out, total=counts.total())
        yield f"::notice title=digestlint::{message}"


def _annotation(path: str, file: Checked, violation: Violation) -> str:
    start = file.lines.position(violation.start)
    end = file.lines.position(violation.end)
    place = {"file": visible(path), "line": start.line, "endLine": end.line}
    # GitHub knows columns within one line only.
    if start.line == end.line:
        place |= {"col": start.column, "endColumn": end.column}
    place["title"] = f"{violation.code} {violation.name}"
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in place.items())
    return f"::{violation.level} {properties}::{_data(visible(violation.message))}"


def _data(text: str) -> str:
    """Escape a message as `@actions/core` does; the runner takes it back."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
