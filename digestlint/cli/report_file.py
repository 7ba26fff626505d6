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


def require_target(path: str) -> None:
    """Raise ClickException where no report can be written, or would replace what is no report."""
    from digestlint.configuration import NAMES
    from digestlint.files import read
    from digestlint.parser import parse
    from digestlint.recognition import holds_digest
    from digestlint.root import BASELINE
    from digestlint.text import decode

    folder, name = os.path.split(path)
    reason = None
    if not name or not os.path.isdir(folder or os.curdir):
        reason = ": no such file or directory"
    elif name in (BASELINE, *NAMES):
        reason = " is a file of settings; name another file"
    else:
        with suppress(OSError, ValueError):
            if holds_digest(parse(decode(read(path)))):
                reason = " is a digest; name another file"
    if reason:
        shown = visible(path) or '""'
        raise click.ClickException(f"--output-file: {shown}{reason}")


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
