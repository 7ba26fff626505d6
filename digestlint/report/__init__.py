"""What a run found, as text: one module an output format.

A format is a function from checked files to lines, yielded as soon as they are known. Whatever
stands in a digest or its path is untrusted, and is made harmless for the place it is shown in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digestlint.project import Checked
    from digestlint.report.style import Style

FORMATS = ("full", "concise", "json")


def render(name: str, files: Iterable[Checked], style: Style) -> Iterator[str]:
    """Yield the lines of a report in one of the formats."""
    # Each format is loaded alone: `full` needs wcwidth, whose tables take longer than a file.
    if name == "json":
        from digestlint.report import json_

        return json_.render(files)
    if name == "concise":
        from digestlint.report import concise

        return concise.render(files, style)
    from digestlint.report import full

    return full.render(files, style)
