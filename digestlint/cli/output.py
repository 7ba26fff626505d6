"""The only module that prints: reports to standard output, the rest to standard error."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from digestlint.language import english
from digestlint.report.escape import inert, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digestlint.files import Failed
    from digestlint.language import Translate

OK, VIOLATIONS, FAILURE = 0, 1, 2


def is_closed() -> bool:
    """Tell whether nobody can be told anything, as after `>&-`."""
    return sys.stdout is None or sys.stderr is None


def prepare_output() -> None:
    """Let reports be written in blocks, and keep an output that is not UTF-8 from failing.

    What it cannot hold, it gets escaped. PYTHONUNBUFFERED asks for a system call a line, which
    takes as long as to render it; nobody waits for single lines but at a terminal.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(write_through=False, line_buffering=sys.stdout.isatty())


def write_lines(lines: Iterable[str], *, to_error: bool = False) -> None:
    """Write lines of a report to standard output, or where that holds a file to the other."""
    stream = sys.stderr if to_error else sys.stdout
    stream.writelines(f"{line}\n" for line in lines)


def write_bytes(data: bytes) -> None:
    """Write a file's bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def note(*lines: str) -> None:
    """Tell people something, behind what standard output holds so far."""
    sys.stdout.flush()
    for line in lines:
        sys.stderr.write(f"{inert(line)}\n")


def is_watched() -> bool:
    """Tell whether what is told beside the report goes to a terminal that can erase a line."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def rewrite(text: str) -> None:
    """Replace what stands in the terminal's last line."""
    sys.stderr.write(f"\r{text}\x1b[K")
    sys.stderr.flush()


def fail(mistake: str) -> int:
    """Tell what kept us from judging, and return the exit status for it."""
    note(f"Error: {visible(mistake)}")
    return FAILURE


def fail_file(failure: Failed, translate: Translate = english) -> int:
    """Tell what kept us from judging a file, and return the exit status for it."""
    path = failure.path or '""'
    return fail(f"{path}: {translate(failure.reason)}")


def leave(status: int) -> NoReturn:
    """End the process, but not before all is told that anybody takes."""
    with suppress(OSError):
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    os._exit(status)


def abandon(error: OSError) -> None:
    """Stop writing to standard output: the reader has left, or there is no room.

    Or the current directory is no more, which the system does not name either.
    """
    with suppress(OSError):
        if error.errno == errno.ENOENT and error.filename is None:
            fail("current directory: it is no more; change to one that is there")
        elif error.errno != errno.EPIPE:
            place = visible(str(error.filename or "standard output"))
            sys.stderr.write(f"Error: {place}: {error.strerror}\n")
        # What the buffer still holds would fail once more when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
