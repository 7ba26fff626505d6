"""What a run found, as text: one module an output format.

A format is a function from a run to lines, yielded as soon as they are known. Whatever stands in
a digest or its path is untrusted, and is made harmless for the place it is shown in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digestlint.files import Failed
    from digestlint.project import Checked
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
# They tell no more of a text than in which lines and columns something is wrong.
PLACES_ONLY = frozenset({"concise", "github", "grouped", "junit"})


def render(
    name: str, files: Iterable[Checked], style: Style, failures: Sequence[Failed] = ()
) -> Iterator[str]:
    """Yield the lines of a report in one of the formats.

    `failures` are the files that could not be judged; it may grow while `files` are taken.
    """
    from importlib import import_module

    from digestlint.report.run import Run

    # Each format is loaded alone: `full` needs wcwidth, whose tables take longer than a file.
    module = import_module(f"digestlint.report.{_MODULES[name]}")
    lines: Iterator[str] = module.render(Run(files, style, failures))
    return lines
