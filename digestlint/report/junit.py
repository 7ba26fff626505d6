"""JUnit's XML, as Jenkins and others read it: a suite a file, a failed case a violation."""

from collections.abc import Iterator
from html import escape

from digestlint.files import Failed
from digestlint.language import Translate
from digestlint.project import Checked
from digestlint.report.escape import visible
from digestlint.report.run import Run
from digestlint.violation import Violation


def render(run: Run) -> Iterator[str]:
    """Yield the lines of the document; a file without violations is a case that passes."""
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<testsuites name="digestlint">'
    for file in run.files:
        yield from _suite(file.path, list(_cases(file)), failures=len(file.violations))
    for failed in run.failures:
        yield from _suite(failed.path, [_failed_case(failed, run.style.translate)], errors=1)
    yield "</testsuites>"


def _suite(path: str, cases: list[str], *, failures: int = 0, errors: int = 0) -> Iterator[str]:
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}"'
    yield f'  <testsuite name="{_text(path)}" {counts}>'
    yield from cases
    yield "  </testsuite>"


def _cases(file: Checked) -> Iterator[str]:
    for violation in file.violations:
        yield _case(file, violation)
    if not file.violations:
        yield f'    <testcase name="digestlint" classname="{_text(file.path)}"/>'


def _case(file: Checked, violation: Violation) -> str:
    place = file.lines.label(violation.start)
    path = _text(file.path)
    name = f"{violation.code} {violation.name} {place}"
    message = _text(violation.message)
    return (
        f'    <testcase name="{name}" classname="{path}">'
        f'<failure type="{violation.level}" message="{message}">'
        f"{path}:{place}: {violation.code} {message}</failure></testcase>"
    )


def _failed_case(failed: Failed, translate: Translate) -> str:
    return (
        f'    <testcase name="digestlint" classname="{_text(failed.path)}">'
        f'<error type="failure" message="{_text(translate(failed.reason))}"/></testcase>'
    )


def _text(text: str) -> str:
    """Return text for XML in ASCII, which is right whatever the encoding of the output is."""
    escaped = escape(visible(text)).replace("##[", "&#35;#[")
    return escaped.encode("ascii", "xmlcharrefreplace").decode("ascii")
