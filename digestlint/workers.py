"""Does the work of a run in several processes, where that pays.

They are forked from this one, take the numbers of jobs from one pipe, and hand on what these come
to through a pipe each. To import and start a pool of the library takes as long as to check ten
digests.
"""

import _thread
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from io import FileIO
from typing import Any, NamedTuple, NoReturn, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")

# In bytes, for each process: less is done before another process has begun.
_WORTH_A_PROCESS = 400_000
# More would wait for one another's results.
_MOST = 16

# The bytes of a number, and how many numbers the smallest pipe of Linux holds, which is a page.
_NUMBER = 4
_NUMBERS = 4096 // _NUMBER
# The bytes of the size of a message.
_SIZE = 8


class KilledError(Exception):
    """Something has ended a process that did some of the work."""

    def __init__(self) -> None:
        """Say what that means for the run."""
        super().__init__("a process that checked files was killed, perhaps for want of memory")


def mapped(
    work: Callable[[Job], Done], jobs: Sequence[Job], size: Callable[[Job], int]
) -> Iterator[Done]:
    """Return what the work comes to for each job, in order; `size` is that of its file in bytes.

    Where a process cannot be forked, as on Windows, or not safely, as on macOS, there is only
    this one. Raises KilledError where a process dies: its job would kill this one as well.
    """
    processes = _processes(sum(map(size, jobs)), len(jobs))
    return map(work, jobs) if processes < 2 else _forked(processes, work, jobs)


def _processes(size: int, jobs: int) -> int:
    worth = min(_MOST, jobs, size // _WORTH_A_PROCESS)
    if worth < 2 or sys.platform in ("win32", "darwin"):
        return 1
    return min(worth, _cores())


def _cores() -> int:
    """Return how many cores this process may use, or where only that is known, all there are."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _forked(processes: int, work: Callable[[Job], Done], jobs: Sequence[Job]) -> Iterator[Done]:
    """Have the work begun; it goes on while its first results are made use of."""
    results = _results(processes, work, jobs)
    next(results)
    return results


def _results(processes: int, work: Callable[[Any], Any], jobs: Sequence[Any]) -> Iterator[Any]:
    """Yield once the work has begun, then what it comes to."""
    few = 1 + len(jobs) // _NUMBERS
    numbers = range(0, len(jobs), few)

    def some(number: int) -> list[Any]:
        return [work(job) for job in jobs[number : number + few]]

    done: dict[int, list[Any]] = {}
    with ExitStack() as stack:
        crew = _started(processes, some, numbers, stack)
        yield
        for number in numbers:
            while crew and number not in done:
                done |= _told(crew)
            yield from done.pop(number) if number in done else some(number)


class _Process(NamedTuple):
    """A forked process, and the end of the pipe that it is heard at."""

    pid: int
    heard: FileIO

    def end(self) -> None:
        """End it, if it has not ended by itself."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        # Where we are told to ignore how our processes end, there is nothing to wait for.
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def _started(
    processes: int, work: Callable[[int], Any], numbers: Sequence[int], stack: ExitStack
) -> list[_Process]:
    """Start as many processes as the system has to give; they end with the stack."""
    crew: list[_Process] = []
    # What is there already stays shared: the collector would touch it all.
    gc.freeze()
    with suppress(OSError):
        queue, feed = _pipe(stack)
        feed.write(b"".join(number.to_bytes(_NUMBER) for number in numbers))
        feed.close()
        alive, ours = _pipe(stack)
        for _ in range(processes):
            heard, said = _pipe(stack)
            pid = _fork()
            if not pid:
                ours.close()
                _serve(work, queue, said, alive)
            said.close()
            crew.append(_Process(pid, heard))
            stack.callback(crew[-1].end)
    return crew


def _pipe(stack: ExitStack) -> tuple[FileIO, FileIO]:
    """Return the ends of a pipe, to read from and to write to; they are closed with the stack."""
    end, beginning = os.pipe()
    return stack.enter_context(FileIO(end)), stack.enter_context(FileIO(beginning, "w"))


def _fork() -> int:
    """Fork a process that cannot be interrupted: that is for the one which waits for it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pid = None
    try:
        pid = os.fork()
    finally:
        if pid != 0:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pid


def _serve(work: Callable[[int], Any], queue: FileIO, said: FileIO, alive: FileIO) -> NoReturn:
    """Do what is left to do, say what it comes to, and at last nothing."""
    try:
        # Where there is no room for a thread, there is some for the work.
        with suppress(RuntimeError):
            _thread.start_new_thread(_end_with, (alive,))
        while number := queue.read(_NUMBER):
            _say(said, _done(work, int.from_bytes(number)))
        _say(said, b"")
    finally:
        os._exit(0)


def _end_with(alive: FileIO) -> None:
    """End this process where the one that it works for was killed: nobody else would."""
    alive.read(1)
    os._exit(1)


def _done(work: Callable[[int], Any], number: int) -> bytes:
    """Return what comes of a number, or the error that does, as a message."""
    import pickle

    try:
        return pickle.dumps((number, work(number), None))
    except Exception as error:
        return pickle.dumps((number, [], error))


def _say(said: FileIO, message: bytes) -> None:
    rest = memoryview(len(message).to_bytes(_SIZE) + message)
    while rest:
        rest = rest[said.write(rest) :]


def _told(crew: list[_Process]) -> dict[int, Any]:
    """Wait for some processes, and return what they say; who has said all leaves the crew.

    Raises KilledError where one has ended before, and the error that some work has raised.
    """
    import pickle
    from select import POLLIN, poll

    told = {}
    waiting = poll()
    for process in crew:
        waiting.register(process.heard, POLLIN)
    ready = {descriptor for descriptor, _ in waiting.poll()}
    for process in [each for each in crew if each.heard.fileno() in ready]:
        message = _exactly(process.heard, int.from_bytes(_exactly(process.heard, _SIZE)))
        if not message:
            crew.remove(process)
            continue
        number, done, error = pickle.loads(message)
        if error:
            raise error
        told[number] = done
    return told


def _exactly(heard: FileIO, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        more = heard.read(size - len(data))
        if not more:
            raise KilledError
        data += more
    return bytes(data)
