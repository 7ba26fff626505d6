"""A violation's line, the entry it stands in, and the source line with a mark under the place."""

from bisect import bisect_right
from collections.abc import Iterator

from wcwidth import wcswidth

from digestlint.project import Checked
from digestlint.records import Digest
from digestlint.report import concise
from digestlint.report.escape import inert, visible
from digestlint.report.style import Style
from digestlint.text import content_end
from digestlint.violation import Violation

# Below this the place would have no surroundings; a narrower terminal wraps the line.
_NARROWEST = 40


def lines(file: Checked, style: Style) -> Iterator[str]:
    """Yield the lines about a file with violations."""
    style = style.sized()
    digest = file.digest
    for violation, line in zip(file.violations, concise.lines(file, style), strict=True):
        yield line
        yield from map(inert, _entry(digest, violation, style))
        yield from map(inert, _excerpt(digest, violation, style))
        yield ""


def _entry(digest: Digest, violation: Violation, style: Style) -> Iterator[str]:
    entry = digest.entry_at(violation.start)
    if entry:
        title = _cut(visible(entry.heading.title.text[: style.width]), style.width - 30)
        identifier = f" (arXiv {entry.arxiv_id})" if entry.arxiv_id else ""
        place = style.translate("in: {title}").format(title=title)
        yield style.paint(f"  {place}{identifier}", "dim")


def _excerpt(digest: Digest, violation: Violation, style: Style) -> Iterator[str]:
    index = digest.lines.index(violation.start)
    number = str(index + 1)
    margin = " " * len(number)
    room = max(style.width, _NARROWEST) - len(number) - len(" | ")
    before, marked, after = _cut_around(*_parts(digest, violation, index, room), room)
    bar = style.paint("|", "dim")
    carets = style.paint("^" * max(_cells(marked), 1), "red")
    yield f"{style.paint(number, 'dim')} {bar} {before}{marked}{after}"
    yield f"{margin} {bar} {' ' * _cells(before)}{carets}"


def _parts(digest: Digest, violation: Violation, index: int, room: int) -> tuple[str, str, str]:
    """Return what stands in the line before, in and after the violation.

    No part is longer than `room` and one character more, which shows that it is cut: a line may
    be as long as the file, and have violations all over.
    """
    text = digest.text
    start, next_start = digest.lines.span(index)
    end = content_end(text, start, next_start)
    first = min(violation.start, end)
    last = max(first, min(violation.end, end))
    reach = room + 1
    return (
        visible(text[max(start, first - reach) : first]),
        visible(text[first : min(last, first + reach)]),
        visible(text[last : min(end, last + reach)]),
    )


def _cut_around(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """Cut the parts of a line so that together they fill no more columns than there are.

    The marked part gets half of them, and what stands around it an equal share of the rest;
    and each what the others do not need.
    """
    marked = _cut(marked, max(room - _cells(before) - _cells(after), room // 2))
    room -= max(_cells(marked), 1)
    after = _cut(after, max(room - _cells(before), room // 2))
    before = _cut(before[::-1], room - _cells(after))[::-1]
    return before, marked, after


def _cut(text: str, room: int) -> str:
    """Return the beginning of a text that fits into a number of columns, `…` at a cut."""
    if _cells(text) <= room:
        return text
    fitting = bisect_right(range(len(text)), room - 1, key=lambda length: _cells(text[:length]))
    return f"{text[: max(fitting - 1, 0)]}…"


def _cells(text: str) -> int:
    """Return the columns that a text fills; a character unknown to the table fills none."""
    return max(wcswidth(text), 0)
