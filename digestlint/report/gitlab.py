"""GitLab's Code Quality report, a subset of Code Climate's format."""

from collections.abc import Iterator

from digestlint.project import Checked
from digestlint.report.escape import visible, whole
from digestlint.report.fingerprint import fingerprints
from digestlint.report.json_ import dumped, separated
from digestlint.report.paths import relative
from digestlint.report.run import Run
from digestlint.violation import Level

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor"}


def render(run: Run) -> Iterator[str]:
    """Yield a list with one object a violation."""
    yield "["
    yield from separated(dumped(issue) for file in run.files for issue in _issues(file))
    yield "]"


def _issues(file: Checked) -> Iterator[dict[str, object]]:
    path = whole(relative(file.path))
    for violation, fingerprint in fingerprints(file):
        first = file.lines.position(violation.start).line
        last = file.lines.position(violation.end).line
        yield {
            "type": "issue",
            "check_name": f"{violation.code} {violation.name}",
            "description": f"{violation.code} {visible(violation.message)}",
            "categories": ["Style"],
            "severity": _SEVERITIES[violation.level],
            "fingerprint": fingerprint,
            "location": {"path": path, "lines": {"begin": first, "end": last}},
        }
