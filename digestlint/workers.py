"""Does the work of a run in several processes, where that pays.

They are forked from this one, and asked and heard through a pipe each. To import and start a pool
of the library takes as long as to check ten digests.
"""

import _thread
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from io import FileIO
from itertools import islice
from typing import Any, NamedTuple, NoReturn, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")

# In bytes, for each process: less is done before another process has begun.
_WORTH_A_PROCESS = 400_000
# More would wait for one another's results.
_MOST = 16

_SPARE_PIPES = 4
# The bytes of the size of a message.
_SIZE = 8


class KilledError(Exception):
    """Something has ended a process that did some of the work."""

    def __init__(self) -> None:
        """Say what that means for the run."""
        super().__init__("a process that checked files was killed, perhaps for want of memory")


class Crew:
    """The processes of a run, forked once there is work enough; else this one does it all.

    They do some tasks: functions of one argument each, which as well as its result pickle knows.
    """

    def __init__(self, *tasks: Callable[[Any], Any]) -> None:
        self._tasks = tasks
        self._processes: list[_Process] = []
        self._stack = ExitStack()

    def map(
        self,
        task: Callable[[Job], Done],
        jobs: Iterable[Job],
        sizes: Sequence[int],
        ahead: int = 0,
    ) -> Iterator[Done]:
        """Return what a task comes to for each job, in order; `sizes` are those of jobs in bytes.

        A process is given so many jobs `ahead` of the one that it is at: no more than a pipe holds.
        The work is begun at once, and goes on while its first results are made use of; other work
        is for when all of them have been. Raises KilledError where a process dies: its job would
        kill this one as well.
        """
        if not self._processes:
            self._start(_worthwhile(sum(sizes), len(sizes)))
        if not self._processes:
            return map(task, jobs)
        results = self._results(self._tasks.index(task), jobs, len(sizes), ahead)
        next(results)
        return results

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for process in self._processes:
            process.kill()
        self._stack.close()
        self._processes.clear()

    def _start(self, processes: int) -> None:
        """Start so many processes, unless one would do or the system has not enough to give."""
        if processes < 2:
            return
        # What is there already stays shared: the collector would touch it all.
        gc.freeze()
        try:
            # All of them have files to open as well.
            with ExitStack() as spare:
                for _ in range(_SPARE_PIPES):
                    _pipe(spare)
                self._fork_all(processes)
        except OSError:
            self.close()

    def _fork_all(self, processes: int) -> None:
        """Fork the processes; raises OSError."""
        alive, ours = _pipe(self._stack)
        for _ in range(processes):
            asked, ask = _pipe(self._stack)
            heard, said = _pipe(self._stack)
            pid = _fork()
            if not pid:
                ours.close()
                _serve(self._tasks, asked, said, alive)
            # Who writes to a process that is no more, or waits for it, is to be told.
            asked.close()
            said.close()
            self._processes.append(_Process(pid, ask, heard))
            self._stack.callback(self._processes[-1].wait)

    def _results(
        self, task: int, jobs: Iterable[Any], number_of_jobs: int, ahead: int
    ) -> Iterator[Any]:
        """Yield once the work has begun, then what it comes to."""
        waiting = iter(enumerate(jobs))
        done: dict[int, Any] = {}
        for process in self._processes * (1 + ahead):
            process.take(task, waiting)
        yield
        for number in range(number_of_jobs):
            while number not in done:
                for process in self._ready():
                    message = _message(process.heard)
                    process.take(task, waiting)
                    done |= _told(message)
            yield done.pop(number)

    def _ready(self) -> list["_Process"]:
        """Wait until some processes have something to say, or are no more."""
        from select import POLLIN, poll

        waiting = poll()
        for process in self._processes:
            waiting.register(process.heard, POLLIN)
        ready = {descriptor for descriptor, _ in waiting.poll()}
        return [process for process in self._processes if process.heard.fileno() in ready]


class _Process(NamedTuple):
    """A forked process, and the ends of the pipes by which it is asked and heard."""

    pid: int
    ask: FileIO
    heard: FileIO

    def take(self, task: int, waiting: Iterator[tuple[int, Any]]) -> None:
        """Have it do the first job that is waiting, if there is one; raises KilledError."""
        import pickle

        for number, job in islice(waiting, 1):
            try:
                _say(self.ask, pickle.dumps((task, number, job)))
            except BrokenPipeError as error:
                raise KilledError from error

    def kill(self) -> None:
        """End it, if it has not ended by itself."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        """Wait until it has ended."""
        # Where we are told to ignore how our processes end, there is nothing to wait for.
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def _worthwhile(size: int, jobs: int) -> int:
    """Return how many processes are worth to be started.

    Where none can be forked, as on Windows, or not safely, as on macOS, this one is all there is.
    """
    worth = min(_MOST, jobs, size // _WORTH_A_PROCESS)
    if worth < 2 or sys.platform in ("win32", "darwin"):
        return 1
    return min(worth, _cores())


def _cores() -> int:
    """Return how many cores this process may use, or where only that is known, all there are."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


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


def _serve(
    tasks: Sequence[Callable[[Any], Any]], asked: FileIO, said: FileIO, alive: FileIO
) -> NoReturn:
    """Do what is asked for, until the process is ended."""
    import pickle

    try:
        # Where there is no room for a thread, there is some for the work.
        with suppress(RuntimeError):
            _thread.start_new_thread(_end_with, (alive,))
        while True:
            task, number, job = pickle.loads(_message(asked))
            _say(said, _done(tasks[task], number, job))
    finally:
        os._exit(1)


def _end_with(alive: FileIO) -> None:
    """End this process where the one that it works for was killed: nobody else would."""
    alive.read(1)
    os._exit(1)


def _done(task: Callable[[Any], Any], number: int, job: object) -> bytes:
    """Return what a job comes to, or the error that it does, as a message."""
    import pickle

    try:
        return pickle.dumps((number, task(job), None))
    except Exception as error:
        return pickle.dumps((number, None, error))


def _told(message: bytes) -> dict[int, Any]:
    """Return what a job has come to, by its number; raises the error that it has raised."""
    import pickle

    number, done, error = pickle.loads(message)
    if error:
        raise error
    return {number: done}


def _say(said: FileIO, message: bytes) -> None:
    rest = memoryview(len(message).to_bytes(_SIZE) + message)
    while rest:
        rest = rest[said.write(rest) :]


def _message(heard: FileIO) -> bytes:
    """Return what is said next; raises KilledError where nobody is left to say anything."""
    return _exactly(heard, int.from_bytes(_exactly(heard, _SIZE)))


def _exactly(heard: FileIO, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        more = heard.read(size - len(data))
        if not more:
            raise KilledError
        data += more
    return bytes(data)
