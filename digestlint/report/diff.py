"""What fixing changes in a file, as a unified diff."""

import os
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from io import StringIO

from digestlint.project import Checked
from digestlint.report.escape import visible
from digestlint.report.style import Style

_COLORS = {"-": "red", "+": "green", "@": "cyan"}


def render(files: Iterable[Checked], style: Style, *, escaped: bool) -> Iterator[str]:
    """Yield the lines of the diffs of the files that were fixed.

    Escaped ones are for people; only the others are a patch, byte for byte.
    """
    for file in files:
        if file.fixed:
            yield from _diff(file, style, escaped=escaped)


def _diff(file: Checked, style: Style, *, escaped: bool) -> Iterator[str]:
    path = visible(file.path) if escaped else _name(file.path)
    for line in unified_diff(_lines(file.old or ""), _lines(file.text), path, path):
        content = line.removesuffix("\n")
        yield style.paint(visible(content) if escaped else content, _COLORS.get(line[0], ""))
        if content == line:
            yield "\\ No newline at end of file"


def _name(path: str) -> str:
    """Return the name of a file as patches hold it: as git quotes it where it would not survive."""
    if path.isprintable() and not path.startswith('"'):
        # A tab ends a name; without one `patch` takes a name for ended at its first space.
        return f"{path}\t" if " " in path else path
    plain = set(range(0x20, 0x7F)) - {*b'"\\'}
    quoted = (chr(byte) if byte in plain else f"\\{byte:03o}" for byte in os.fsencode(path))
    return f'"{"".join(quoted)}"'


def _lines(text: str) -> list[str]:
    """Split a text at line feeds, the only line ending that a patch knows."""
    return list(StringIO(text, newline="\n"))
