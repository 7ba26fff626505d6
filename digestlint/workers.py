"""Does the work of a run in several processes, where that pays."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Job = TypeVar("Job")
Done = TypeVar("Done")

# In bytes, for each process: less is done before another process has begun.
_WORTH_A_PROCESS = 400_000
# More would wait for one another's results.
_MOST = 16

# Jobs that are sent together.
_FEW = 8
# In seconds: a process that does nothing has done it long before.
_PATIENCE = 10

# The work of a forked process, and the jobs.
_task: list[Any] = []


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
    pool = _started(processes, work, jobs)
    if pool is None:
        return map(work, jobs)
    # A few jobs at a time, so that the processes end together and their messages stay small.
    chunk = max(1, min(_FEW, len(jobs) // (processes * 8)))
    results = _results(pool, len(jobs), chunk)
    next(results)
    return results


def _results(pool: "ProcessPoolExecutor", jobs: int, chunk: int) -> Iterator[Any]:
    """Yield once the work has begun, then what it comes to."""
    from concurrent.futures import BrokenExecutor

    # Waits for the threads of the pool: none may run when the next one forks.
    with pool:
        try:
            done = pool.map(_nth, range(jobs), chunksize=chunk)
            yield
            yield from done
        except BaseException as error:
            # Who asks for no more need not have failed: the last result may have been enough.
            pool.shutdown(wait=isinstance(error, GeneratorExit), cancel_futures=True)
            if isinstance(error, BrokenExecutor):
                raise KilledError from error
            raise


def _started(
    processes: int, work: Callable[[Job], Done], jobs: Sequence[Job]
) -> "ProcessPoolExecutor | None":
    """Start the processes; None where the system has none to give, or no means to share work."""
    try:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import active_children, get_context
    except ImportError:
        return None
    # What is there already stays shared: the collector would touch it all.
    gc.freeze()
    before = active_children()
    try:
        pool = ProcessPoolExecutor(processes, get_context("fork"), _begin, (work, jobs))
        # The first job starts all processes, and shows that there are threads to reach them by.
        pool.submit(int).result(_PATIENCE)
    except (OSError, ImportError, NotImplementedError, RuntimeError):
        # Those that could be started wait for work, and the interpreter's end for them.
        for process in set(active_children()).difference(before):
            process.kill()
            process.join()
        return None
    return pool


def _begin(work: Callable[[Any], Any], jobs: Sequence[Any]) -> None:
    """Take over the work; an interruption is for the process that waits for it to handle."""
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Where there is no room for a thread, there is some for the work.
    with suppress(RuntimeError):
        Thread(target=_end_with_parent, daemon=True).start()
    _task[:] = work, jobs


def _end_with_parent() -> None:
    """End this process where the one that it works for was killed: nobody else would."""
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _nth(index: int) -> Any:
    work, jobs = _task
    return work(jobs[index])
