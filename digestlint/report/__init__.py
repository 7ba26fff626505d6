"""What a run found, as text: one module an output format.

A format is a function from a run to lines, yielded as soon as they are known; or, where it says of
a file the same whatever the others are, a function from a file to lines, which are made where the
file is checked. Whatever stands in a digest or its path is untrusted, and is made harmless for the
place it is shown in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

    from digestlint.files import Failed
    from digestlint.project import Checked, Teller, Told
    from digestlint.report.style import Style

_MODULES = {
    "full": "full",
    "concise": "concise",
    "grouped": "grouped",
    "json": "json_",
    "json-lines": "json_lines",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "rdjson": "rdjson",
    "sarif": "sarif",
    "markdown": "markdown",
}
FORMATS = tuple(_MODULES)
# They say of a file the same whatever the others are.
_FILE_BY_FILE = frozenset({"full", "concise", "grouped", "json-lines"})


def teller(name: str, style: Style) -> Teller | None:
    """Return what tells of a file in one of the formats, if it does so of each alone."""
    from hashlib import blake2b

    from digestlint.project import Teller

    if name not in _FILE_BY_FILE:
        return None
    if name == "full":
        style = style.sized()
    manner = repr((name, style.color, style.width, style.translate.__name__))

    def tell(file: Checked) -> str:
        return "\n".join(_lines(name, file.translated(style.translate), style))

    return Teller(blake2b(manner.encode(), digest_size=16).digest(), tell)


def render(
    name: str, files: Iterable[Checked | Told], style: Style, failures: Sequence[Failed] = ()
) -> Iterator[str]:
    """Yield the lines of a report in one of the formats.

    Where the format has a teller, files may be told of already. `failures` are those that could not
    be judged; it may grow while `files` are taken.
    """
    from digestlint.report.run import Run

    if name in _FILE_BY_FILE:
        return (line for file in files for line in _lines(name, file, style))
    checked = cast("Iterable[Checked]", files)
    lines: Iterator[str] = _module(name).render(Run(checked, style, failures))
    return lines


def _lines(name: str, file: Checked | Told, style: Style) -> Iterator[str]:
    """Yield the lines about a file; only what is wrong has any."""
    from digestlint.project import Told

    if isinstance(file, Told):
        return iter([file.report] if file.report else ())
    if not file.violations:
        return iter(())
    lines: Iterator[str] = _module(name).lines(file, style)
    return lines


def _module(name: str) -> ModuleType:
    """Load a format alone: `full` needs wcwidth, whose tables take longer than a file."""
    from importlib import import_module

    return import_module(f"digestlint.report.{_MODULES[name]}")
