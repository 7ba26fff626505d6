"""Reviewdog's diagnostic format (`reviewdog -f=rdjson`)."""

from collections.abc import Iterator

from digestlint.project import Checked
from digestlint.report.escape import visible, whole
from digestlint.report.json_ import dumped, separated
from digestlint.report.paths import relative
from digestlint.report.run import Run
from digestlint.text import Lines, encode
from digestlint.violation import Violation

_CHUNK = 1024


class _BytePositions:
    """Lines and columns, the columns counted in bytes of UTF-8."""

    def __init__(self, text: str, lines: Lines) -> None:
        self._text = text
        self._lines = lines
        # A line may be as long as the file, and have violations all over.
        self._chunks = [0]
        for start in range(0, len(text), _CHUNK):
            self._chunks.append(self._chunks[-1] + len(encode(text[start : start + _CHUNK])))

    def range(self, start: int, end: int) -> dict[str, dict[str, int]]:
        return {"start": self._position(start), "end": self._position(end)}

    def _position(self, offset: int) -> dict[str, int]:
        index = self._lines.index(offset)
        column = self._bytes(offset) - self._bytes(self._lines.starts[index]) + 1
        return {"line": index + 1, "column": column}

    def _bytes(self, offset: int) -> int:
        """Return the number of bytes before an offset."""
        chunk = offset // _CHUNK
        return self._chunks[chunk] + len(encode(self._text[chunk * _CHUNK : offset]))


def render(run: Run) -> Iterator[str]:
    """Yield one object that holds a diagnostic a violation."""
    yield '{"source": {"name": "digestlint"}, "diagnostics": ['
    yield from separated(dumped(each) for file in run.files for each in _diagnostics(file))
    yield "]}"


def _diagnostics(file: Checked) -> Iterator[dict[str, object]]:
    path = whole(relative(file.path))
    positions = _BytePositions(file.text, file.lines)
    for violation in file.violations:
        yield {
            "message": visible(violation.message),
            "location": {"path": path, "range": positions.range(violation.start, violation.end)},
            "severity": violation.level.upper(),
            "code": {"value": violation.code},
            "suggestions": _suggestions(violation, positions),
        }


def _suggestions(violation: Violation, positions: _BytePositions) -> list[dict[str, object]]:
    """Return the fix, where it is a single edit: of several, each would be offered alone."""
    edits = violation.fix.edits if violation.fix else ()
    if len(edits) != 1:
        return []
    (edit,) = edits
    return [{"range": positions.range(edit.start, edit.end), "text": whole(edit.content)}]
