"""Does the work of a run in several processes, where that pays."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")

# In bytes, for each process: less is done before another process has begun.
_WORTH_A_PROCESS = 1_000_000
# More would wait for one another's results.
_MOST = 16

# The work of a forked process, and the jobs.
_task: list[Any] = []


def mapped(
    work: Callable[[Job], Done], jobs: Sequence[Job], size: Callable[[Job], int]
) -> Iterator[Done]:
    """Yield what the work comes to for each job, in order; `size` is that of its file in bytes.

    Where a process cannot be forked, as on Windows, or not safely, as on macOS, there is only
    this one. Raises `concurrent.futures.BrokenExecutor` where a process dies.
    """
    processes = _processes(sum(map(size, jobs)), len(jobs))
    return map(work, jobs) if processes < 2 else _forked(processes, work, jobs)


def _processes(size: int, jobs: int) -> int:
    if sys.platform in ("win32", "darwin"):
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST, jobs, size // _WORTH_A_PROCESS)


def _forked(processes: int, work: Callable[[Job], Done], jobs: Sequence[Job]) -> Iterator[Done]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # What is there already stays shared: the collector would touch it all.
    gc.freeze()
    # A few jobs at a time, so that the processes end together.
    chunk = max(1, len(jobs) // (processes * 8))
    with ProcessPoolExecutor(processes, get_context("fork"), _begin, (work, jobs)) as pool:
        try:
            done: Iterator[Done] = pool.map(_nth, range(len(jobs)), chunksize=chunk)
            yield from done
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin(work: Callable[[Any], Any], jobs: Sequence[Any]) -> None:
    """Take over the work; an interruption is for the process that waits for it to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _task[:] = work, jobs


def _nth(index: int) -> Any:
    work, jobs = _task
    return work(jobs[index])
