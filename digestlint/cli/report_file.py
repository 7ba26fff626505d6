"""`--output-file`: the report goes to a file instead of standard output."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from digestlint.cli.arguments import StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digestlint.cli.arguments import Parser
    from digestlint.project import Checked, Told


def add_output_file(parser: Parser) -> None:
    """Declare the option."""
    purpose = "Write the report to FILE instead of standard output."
    parser.add_argument("--output-file", metavar="FILE", help=purpose)


def require_target(path: str) -> None:
    """Raise StoppedError where no report can be written, or would replace what is no report."""
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
        shown = path or '""'
        raise StoppedError(f"--output-file: {shown}{reason}")


def write_file(path: str, lines: Iterable[str]) -> None:
    """Write a report as UTF-8, once it is complete: until then, an earlier one stays.

    Raises StoppedError where the file cannot be written.
    """
    from digestlint.files import failed

    text = "".join(f"{line}\n" for line in lines)
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        reason = failed(path, error).reason
        raise StoppedError(f"--output-file: {path}: {reason}") from error


def kept(files: Iterable[Checked | Told], path: str) -> Iterator[Checked | Told]:
    """Yield the checked files; raises StoppedError where a report at `path` would replace one."""
    for file in files:
        with suppress(OSError, ValueError):
            if os.path.samefile(file.path, path):
                raise StoppedError(f"--output-file: {path} is a digest; name another file")
        yield file
