"""Children of the test process: they need no start-up, and can be stopped and killed anywhere."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from _typeshed import TraceFunction

_CRASHED = 70


class Child(NamedTuple):
    """A running child and the pipe that holds all that it says."""

    pid: int
    output: int

    def wait(self) -> tuple[int, str]:
        """Return the exit status, negative where a signal ended it, and what it said."""
        with open(self.output, encoding="utf-8") as pipe:
            told = pipe.read()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), told

    def stops(self) -> bool:
        """Wait until the child stops or ends; tell whether it has stopped."""
        info = os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        return info is not None and info.si_code == os.CLD_STOPPED

    def send(self, number: signal.Signals) -> None:
        """Send a signal, which a child that has ended does not mind before it is waited for."""
        os.kill(self.pid, number)


def fork(work: Callable[[], int]) -> Child:
    """Start a child that does the work, ends with its status and shares no output with us."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # Threads of the test runner are no concern of the child's, which leaves by `os._exit`.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        os.close(writer)
        return Child(pid, reader)
    status = _CRASHED
    try:
        with os.fdopen(writer, "w", encoding="utf-8") as sys.stdout:
            sys.stderr = sys.stdout
            status = work()
    finally:
        os._exit(status)


@contextmanager
def signal_at(file: str | None, step: int, number: signal.Signals) -> Iterator[None]:
    """Send ourselves a signal where a source file comes to execute its line number `step`.

    Counted are the lines as they are executed, from 1.
    """

    def trace(frame: FrameType, event: str, _argument: object) -> TraceFunction | None:
        nonlocal step
        if frame.f_code.co_filename != file:
            return None
        if event == "line":
            step -= 1
            if step == 0:
                os.kill(os.getpid(), number)
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(None)
