"""The work of a run in several processes: the same results, and nothing left running."""

import _thread
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

import pytest
from repositories import ENVIRONMENT, ROOT

from digestlint import workers
from digestlint.checking import examine
from digestlint.cli import main
from digestlint.settings import SettingsError
from digestlint.workers import Crew

Job = TypeVar("Job")
Done = TypeVar("Done")

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="needs processes that fork"
)

JOBS = list(range(40))
SQUARES = [n * n for n in JOBS]
US = os.getpid()
DIGEST = "# A Paper of Note\n[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)\n\n我们提出一种方法。\n"


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two processes pay for any work."""
    monkeypatch.setattr(workers, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1}, raising=False)


def squared(n: int) -> int:
    return n * n


def is_elsewhere(_job: int) -> bool:
    return os.getpid() != US


def sizes(jobs: Sequence[object]) -> list[int]:
    return [1] * len(jobs)


def mapped(work: Callable[[Job], Done], jobs: Sequence[Job]) -> list[Done]:
    """Have a crew do some work, and leave nothing of it."""
    with closing(Crew(work)) as crew:
        return list(crew.map(work, jobs, sizes(jobs)))


def test_several_processes_work_in_order() -> None:
    assert mapped(squared, JOBS) == SQUARES
    assert all(mapped(is_elsewhere, JOBS))


def test_many_jobs_need_no_long_pipe() -> None:
    assert list(mapped(squared, range(5000))) == [n * n for n in range(5000)]


def long(job: int) -> bytes:
    return bytes([job]) * 3_000_000


def test_what_work_comes_to_may_be_longer_than_a_pipe() -> None:
    assert all(bytes([n]) * 3_000_000 == done for n, done in enumerate(mapped(long, JOBS)))


def fail_late(job: int) -> int:
    if job == JOBS[-2]:
        raise SettingsError("wrong", "too")
    return job


def test_errors_of_the_work_are_ours() -> None:
    with pytest.raises(SettingsError) as caught:
        list(mapped(fail_late, JOBS))
    assert caught.value.args == ("wrong", "too")
    assert are_all_gone()


def interrupt_itself(job: int) -> int:
    os.kill(os.getpid(), signal.SIGINT)
    return job


def test_interruptions_are_for_this_process() -> None:
    assert list(mapped(interrupt_itself, JOBS)) == JOBS
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ())


def are_all_gone() -> bool:
    """Tell whether no process is left that we would have to wait for."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def test_work_that_nobody_waits_for_ends() -> None:
    with closing(Crew(squared)) as crew:
        crew.map(squared, JOBS, sizes(JOBS))
        assert not are_all_gone()
    assert are_all_gone()


def process(_job: int) -> int:
    return os.getpid()


def test_processes_stay_for_the_next_task() -> None:
    with closing(Crew(process, squared)) as crew:
        first = set(crew.map(process, JOBS, sizes(JOBS)))
        assert list(crew.map(squared, JOBS, sizes(JOBS))) == SQUARES
        # What is too little to fork processes is done by those that are there.
        assert set(crew.map(process, [1], [1])) <= first
    assert US not in first
    assert len(first) == 2


@pytest.mark.parametrize("jobs", [[b""] * 40, [bytes(1 << 20)] * 2], ids=["short", "long"])
def test_process_that_is_killed_between_two_tasks_ends_the_work(jobs: list[bytes]) -> None:
    """The long ones are longer than a pipe."""
    with closing(Crew(process, len)) as crew:
        for pid in set(crew.map(process, JOBS, sizes(JOBS))):
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        with pytest.raises(workers.KilledError):
            list(crew.map(len, jobs, sizes(jobs)))


def test_processes_need_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(_thread, "start_new_thread", none)
    assert mapped(squared, JOBS) == SQUARES
    assert are_all_gone()


def refused(*_: object, **__: object) -> None:
    raise OSError(11, "Resource temporarily unavailable")


@pytest.mark.parametrize("allowed", range(9))
def test_without_pipes_this_process_works(monkeypatch: pytest.MonkeyPatch, allowed: int) -> None:
    made: list[tuple[int, int]] = []
    pipe = os.pipe

    def some() -> tuple[int, int]:
        if len(made) == allowed:
            refused()
        made.append(pipe())
        return made[-1]

    monkeypatch.setattr(os, "pipe", some)
    assert mapped(squared, JOBS) == SQUARES
    assert are_all_gone()
    for end in (end for ends in made for end in ends):
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(end)


@pytest.mark.parametrize("allowed", [0, 1])
def test_without_processes_this_one_works(monkeypatch: pytest.MonkeyPatch, allowed: int) -> None:
    forked: list[int] = []
    fork = os.fork

    def some() -> int:
        if len(forked) == allowed:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        forked.append(fork())
        return forked[-1]

    monkeypatch.setattr(os, "fork", some)
    assert mapped(squared, JOBS) == SQUARES
    assert are_all_gone()
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_cores_are_asked_for_only_where_they_are_of_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", refused)
    assert list(mapped(squared, [3])) == [9]
    assert list(mapped(squared, [])) == []


@pytest.mark.parametrize("cores", [1, 2, None])
def test_affinity_need_not_be_known(monkeypatch: pytest.MonkeyPatch, cores: int | None) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert mapped(squared, JOBS) == SQUARES
    assert any(list(mapped(is_elsewhere, JOBS))) == (cores == 2)


def test_no_thread_runs_when_processes_are_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    fork = os.fork

    def counted() -> int:
        threads.append(threading.active_count())
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    for _ in range(10):
        assert mapped(squared, JOBS) == SQUARES
    assert threads == [1] * 20


def test_abandoned_work_is_not_finished() -> None:
    with closing(Crew(squared)) as crew:
        assert next(crew.map(squared, JOBS, sizes(JOBS))) == 0
    assert threading.active_count() == 1
    assert mapped(squared, JOBS) == SQUARES


def kill_itself(job: int) -> int:
    if job == JOBS[-1]:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def test_job_that_kills_its_process_ends_the_work() -> None:
    with pytest.raises(workers.KilledError, match="killed, perhaps for want of memory"):
        list(mapped(kill_itself, JOBS))


def test_file_that_kills_its_process_ends_the_run_in_a_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(source: object, **_: object) -> object:
        if os.getpid() == US:
            return examine(source)  # type: ignore[arg-type]
        return kill_itself(JOBS[-1])

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("digestlint.checking.examine", work)
    for name in "ab":
        Path(f"{name}.md").write_text(DIGEST, encoding="utf-8")
    assert main(["check", "."]) == 2
    told = capsys.readouterr()
    line = "Error: a process that checked files was killed, perhaps for want of memory\n"
    assert (told.out, told.err) == ("", line)


ORPHANS = """
import os, sys, time
from digestlint import workers

def work(job):
    if {busy}:
        os.write(1, b"begun\\n")
        time.sleep(600)
    return job

workers._WORTH_A_PROCESS = 1
os.sched_getaffinity = lambda _: {{0, 1}}
for job in workers.Crew(work).map(work, range(40), [1] * 40):
    os.write(1, b"begun\\n")
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("busy", [True, False])
def test_no_process_outlives_the_run(number: signal.Signals, *, busy: bool) -> None:
    """All processes hold the pipe that we read, which ends with the last of them."""
    run = subprocess.Popen(
        [sys.executable, "-c", ORPHANS.format(busy=busy)],
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert run.stdout
        assert run.stdout.readline() == b"begun\n"
        run.send_signal(number)
        run.communicate(timeout=8)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
