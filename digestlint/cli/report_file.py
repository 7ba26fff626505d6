"""`--output-file`: the report goes to a file instead of standard output."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from digestlint.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digestlint.project import Checked

output_file_option = click.option(
    "--output-file", metavar="FILE", help="Write the report to FILE instead of standard output."
)


def write_file(path: str, lines: Iterable[str]) -> None:
    """Write a report as UTF-8, once it is complete: until then, an earlier one stays.

    Raises ClickException where the file cannot be written.
    """
    from digestlint.files import failed

    text = "".join(f"{line}\n" for line in lines)
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        reason = failed(path, error).reason
        raise click.ClickException(f"--output-file: {visible(path)}: {reason}") from error


def kept(files: Iterable[Checked], path: str) -> Iterator[Checked]:
    """Yield the checked files; raises ClickException where a report at `path` would replace one."""
    for file in files:
        with suppress(OSError, ValueError):
            if os.path.samefile(file.path, path):
                raise click.ClickException(
                    f"--output-file: {visible(path)} is a digest; name another file"
                )
        yield file
