"""Runs that are killed, interrupted or at work at once: each file is the old or the new one."""

import os
import signal
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from processes import fork, signal_at

import digestlint
from digestlint import writer
from digestlint.cli import main

ENTRY = """\
# Paper {n} of Note
[第 {n} 篇值得注意的论文](http://arxiv.org/abs/2408.{n:05})
我们提出第 {n} 种方法。代码见https://github.com/a/b。

"""
# Files of one entry and of many: what is written at once, and what is not.
OLD = {
    f"{count}.md": "\n".join(ENTRY.format(n=n) for n in range(1, count + 1))
    for count in (1, 5, 20, 10, 40, 2)
}
NEW = {name: digestlint.fix(text) for name, text in OLD.items()}
NAME = "20.md"
KILLS = 200
LINES = 32  # that a writer executes at least before the file is replaced
REASONS = (
    ": another run is at work on it; run again when that has ended",
    ": changed since it was read, so it is left as it is; run again",
)
GOLDEN_RATIO = (1 + 5**0.5) / 2

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fix() -> int:
    return main(["fix", "--ignore", "DUP", "."])


def write_old(*names: str) -> None:
    for name in names:
        Path(name).write_bytes(OLD[name].encode())


def are_new(*names: str) -> list[bool]:
    """Tell which files are the new ones; all others are the old ones, to the byte."""
    texts = [Path(name).read_bytes().decode() for name in names]
    for name, text in zip(names, texts, strict=True):
        assert text in (OLD[name], NEW[name])
    return [text == NEW[name] for name, text in zip(names, texts, strict=True)]


def assert_next_run_leaves_new_files_only(*names: str) -> None:
    assert fix() == 0
    assert all(are_new(*names))
    assert sorted(os.listdir()) == sorted(names)


def test_kill_at_any_moment() -> None:
    write_old(*OLD)
    start = time.perf_counter()
    assert fork(fix).wait()[0] == 0
    duration = time.perf_counter() - start
    seen = set()
    for n in range(KILLS):
        write_old(*OLD)
        child = fork(fix)
        # Multiples of the golden ratio lie more evenly than random moments.
        time.sleep(n * GOLDEN_RATIO % 1 * duration)
        child.send(signal.SIGKILL)
        child.wait()
        seen.add(sum(are_new(*OLD)))
    assert len(seen) > 2, "the runs were killed before their first file or after their last"
    assert_next_run_leaves_new_files_only(*OLD)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_signal_at_any_line_of_the_writer(number: signal.Signals) -> None:
    def fix_until(step: int) -> int:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with signal_at(writer.__file__, step, number):
            return fix()

    seen = []
    for step in range(1, 1000):
        write_old(NAME)
        status, told = fork(partial(fix_until, step)).wait()
        seen += are_new(NAME)
        if status == 0:
            break
        assert (status, told) in [(-signal.SIGKILL, ""), (2, "Error: interrupted\n")]
    assert seen == sorted(seen)
    assert len(seen) > 20
    assert_next_run_leaves_new_files_only(NAME)


def write_until(step: int) -> int:
    """Write the new file, and stop at a line of the writer."""
    with signal_at(writer.__file__, step, signal.SIGSTOP), suppress(OSError):
        writer.write(NAME, OLD[NAME].encode(), NEW[NAME].encode())
        return 0
    return 2


def meet(step: int, other_step: int) -> bool:
    """Let a run stop at a line, another stop at its own or end, and the first go on.

    The other is killed where it stopped. Tells whether both came to their lines.
    """
    write_old(NAME)
    one = fork(partial(write_until, step))
    first_stopped = one.stops()
    other = fork(partial(write_until, other_step))
    other_stopped = other.stops()
    one.send(signal.SIGCONT)
    one.wait()
    assert are_new(NAME) == [True] or other_stopped
    other.send(signal.SIGKILL)
    other.wait()
    are_new(NAME)
    return first_stopped and other_stopped


def test_run_that_meets_another_at_any_line_of_the_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # most of the time, and no part of the order
    steps = [next(n for n in range(1, 1000, 3) if not meet(step, n)) for step in range(1, LINES)]
    assert min(steps) > 5
    assert_next_run_leaves_new_files_only(NAME)


def test_many_runs_at_once() -> None:
    for _ in range(5):
        write_old(*OLD)
        children = [fork(fix) for _ in range(4)]
        for _ in range(50):
            are_new(*OLD)
        for status, told in [child.wait() for child in children]:
            lines = told.splitlines()[:-1]
            assert status == (2 if lines else 0)
            assert all(line.endswith(REASONS) for line in lines)
        assert all(are_new(*OLD))
        assert sorted(os.listdir()) == sorted(OLD)
