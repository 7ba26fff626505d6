"""SARIF 2.1.0, the format of code scanning (OASIS Standard, 2020).

The results come first, so that a run need not be over before its report begins; the order of an
object's members means nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from digestlint import __version__
from digestlint.checks import RULES
from digestlint.files import Failed
from digestlint.language import Translate
from digestlint.pages import page
from digestlint.project import Checked
from digestlint.report.escape import visible, whole
from digestlint.report.fingerprint import fingerprints
from digestlint.report.json_ import dumped, separated
from digestlint.report.paths import uri
from digestlint.report.run import Run
from digestlint.rule import Rule
from digestlint.text import Lines
from digestlint.violation import Fix, Violation

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(run: Run) -> Iterator[str]:
    """Yield the lines of a log with one run; its rules are those that were violated."""
    indices: dict[str, int] = {}
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{"results": ['
    yield from separated(dumped(result) for file in run.files for result in _results(file, indices))
    yield f'], "tool": {dumped(_tool(indices, run.style.translate))},'
    yield f'"invocations": {dumped([_invocation(run.failures, run.style.translate)])},'
    yield '"columnKind": "unicodeCodePoints", "newlineSequences": ["\\r\\n", "\\n", "\\r"]}]}'


def _results(file: Checked, indices: dict[str, int]) -> Iterator[dict[str, Any]]:
    location = {"uri": uri(file.path)}
    lines = file.lines
    for violation, fingerprint in fingerprints(file):
        region = _region(lines, violation.start, violation.end)
        result = {
            "ruleId": violation.code,
            "ruleIndex": indices.setdefault(violation.code, len(indices)),
            "level": violation.level,
            "message": {"text": _message(violation)},
            "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
            "partialFingerprints": {"entryAndText/v1": fingerprint},
        }
        if violation.fix:
            result["fixes"] = [_fix(location, lines, violation.fix)]
        yield result


def _message(violation: Violation) -> str:
    """Return the message; without the escapes `[text](target)` would be a link (3.11.6)."""
    return visible(violation.message).replace("](", "\\](")


def _fix(location: dict[str, str], lines: Lines, fix: Fix) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(lines, edit.start, edit.end),
            "insertedContent": {"text": whole(edit.content)},
        }
        for edit in fix.edits
    ]
    return {
        "description": {"text": f"{fix.safety} fix"},
        "artifactChanges": [{"artifactLocation": location, "replacements": replacements}],
        "properties": {"applicability": fix.safety},
    }


def _region(lines: Lines, start: int, end: int) -> dict[str, int]:
    first, last = lines.position(start), lines.position(end)
    return {
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
    }


def _tool(codes: Iterable[str], translate: Translate) -> dict[str, Any]:
    rules = {rule.code: rule for rule in RULES}
    driver = {
        "name": "digestlint",
        "semanticVersion": __version__,
        "rules": [_descriptor(rules[code], translate) for code in codes],
    }
    return {"driver": driver}


def _descriptor(rule: Rule, translate: Translate) -> dict[str, Any]:
    text = page(rule)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": translate(rule.summary)},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": rule.level},
    }


def _invocation(failures: Sequence[Failed], translate: Translate) -> dict[str, Any]:
    notifications = [
        {
            "level": "error",
            "message": {"text": visible(translate(failed.reason))},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(failed.path)}}}],
        }
        for failed in failures
    ]
    return {
        "executionSuccessful": not failures,
        "toolExecutionNotifications": notifications,
    }
