"""Markdown tables for the summary of a job: the counts, then a table a file.

GitHub takes no more than 1 MiB of a step. Titles and paths are foreign text, which may look like
tables, links, HTML or `@mentions`; here it is text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from digestlint import lazy
from digestlint.files import Failed
from digestlint.language import Translate
from digestlint.project import Checked
from digestlint.report.escape import visible
from digestlint.report.run import Run
from digestlint.violation import Level, Violation

# In bytes; what remains of a MiB is for the counts and for what else the step writes.
_LONGEST = 900_000
_LONGEST_TITLE = 100
_MOST_FAILURES = 100

# What Markdown, HTML or GitHub may take for theirs within a line; of `www.` it is the dot.
_MARK = lazy.compile(r"[#$&*:<>@\[\\\]_`|~]|(?<=[Ww])\.")


def render(run: Run) -> Iterator[str]:
    """Yield the lines of the report; how many rows do not fit is told in its last."""
    translate = run.style.translate
    counts: Counter[tuple[str, str, Level]] = Counter()
    shown: list[str] = []
    files, room = 0, _LONGEST
    for file in run.files:
        files += 1
        counts.update((each.code, each.name, each.level) for each in file.violations)
        for row in _rows(file, translate):
            room -= len(row.encode()) + 1
            if room > 0:
                shown.append(row)
    yield "## digestlint"
    yield from _totals(counts, files, translate)
    yield from _failures(run.failures, translate)
    yield from shown
    if left_out := counts.total() - len(shown):
        note = translate("{count} more rows would be too long for GitHub; the log has them all")
        yield f"\n{note.format(count=left_out)}"


def _totals(
    counts: Counter[tuple[str, str, Level]], files: int, translate: Translate
) -> Iterator[str]:
    levels: Counter[Level] = Counter()
    for (_, _, level), count in counts.items():
        levels[level] += count
    totals = translate("files checked: {files}; errors: {errors}; warnings: {warnings}")
    errors, warnings = levels[Level.ERROR], levels[Level.WARNING]
    yield f"\n{totals.format(files=files, errors=errors, warnings=warnings)}"
    if counts:
        yield f"\n{translate('| rule | level | violations |')}\n|---|---|---:|"
    for (code, name, level), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"| {code} {name} | {level} | {count} |"


def _failures(failures: Sequence[Failed], translate: Translate) -> Iterator[str]:
    if failures:
        yield f"\n{translate('files not judged: {count}').format(count=len(failures))}"
        yield f"\n{translate('| file | reason |')}\n|---|---|"
    for failed in failures[:_MOST_FAILURES]:
        yield f"| {_code(failed.path)} | {_text(translate(failed.reason))} |"


def _rows(file: Checked, translate: Translate) -> Iterator[str]:
    """Yield a row for each violation, the first one behind the head of the table."""
    columns = translate("| place | rule | entry | fix | message |")
    head = f"\n### {_code(file.path)}\n\n{columns}\n|---:|---|---|---|---|\n"
    for violation in file.violations:
        cells = (
            file.lines.label(violation.start),
            violation.code,
            _entry(file, violation),
            violation.fix.safety if violation.fix else "",
            _text(violation.message),
        )
        yield f"{head}| {' | '.join(cells)} |"
        head = ""


def _entry(file: Checked, violation: Violation) -> str:
    entry = file.digest.entry_at(violation.start)
    return _text(entry.heading.title.text[:_LONGEST_TITLE]) if entry else ""


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    """Return text that is nothing but text, neither to Markdown nor to what GitHub adds to it.

    GitHub looks for mentions and references in the finished page, where an entity is the mark
    again; an element behind the mark keeps it from what it would refer to.
    """
    return _MARK.sub(_entity, visible(text))


def _entity(match: re.Match[str]) -> str:
    entity = f"&#{ord(match[0])};"
    return f"{entity}<wbr>" if match[0] in "@#" else entity
