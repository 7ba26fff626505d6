"""JSON in the shape of ruff's, so that what reads ruff's output reads ours; and the entry."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from digestlint.project import Checked
from digestlint.records import Digest
from digestlint.report.escape import whole
from digestlint.report.run import Run
from digestlint.text import Lines
from digestlint.violation import Fix, Violation

# A report that repeats a title of a megabyte for each violation would never end.
_LONGEST_TITLE = 1000


def render(run: Run) -> Iterator[str]:
    """Yield a list with one object a violation, each on a line of its own."""
    yield "["
    yield from separated(
        dumped(record(file, each)) for file in run.files for each in file.violations
    )
    yield "]"


def separated(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines with a comma behind each but the last."""
    previous = None
    for line in lines:
        if previous is not None:
            yield f"{previous},"
        previous = line
    if previous is not None:
        yield previous


def dumped(value: object) -> str:
    """Return a value as one line of JSON.

    Everything beyond ASCII is escaped: the report is valid whatever the encoding of the output,
    and nothing in it can steer a terminal that shows it, nor a log of GitHub Actions.
    """
    return json.dumps(value).replace("##[", "\\u0023#[")


def record(file: Checked, violation: Violation) -> dict[str, Any]:
    """Return the object that tells of a violation."""
    lines = file.lines
    return {
        "code": violation.code,
        "name": violation.name,
        "severity": violation.level,
        "message": whole(violation.message),
        "filename": whole(file.path),
        "location": _location(lines, violation.start),
        "end_location": _location(lines, violation.end),
        "fix": _fix(lines, violation.fix) if violation.fix else None,
        "url": None,
        "entry": _entry(file.digest, violation),
    }


def _fix(lines: Lines, fix: Fix) -> dict[str, Any]:
    edits = [
        {
            "content": whole(edit.content),
            "location": _location(lines, edit.start),
            "end_location": _location(lines, edit.end),
        }
        for edit in fix.edits
    ]
    return {"applicability": fix.safety, "message": None, "edits": edits}


def _entry(digest: Digest, violation: Violation) -> dict[str, str | None] | None:
    entry = digest.entry_at(violation.start)
    if entry is None:
        return None
    return {"arxiv_id": entry.arxiv_id, "title": whole(entry.heading.title.text[:_LONGEST_TITLE])}


def _location(lines: Lines, offset: int) -> dict[str, int]:
    line, column = lines.position(offset)
    return {"row": line, "column": column}
