"""The progress of a long run: told on a terminal, and nowhere else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from repositories import ENVIRONMENT, ROOT

from digestlint.cli import main, progress

CLEAN = "# A Paper of Note\n[一篇值得注意的论文](https://arxiv.org/abs/{})\n\n我们提出一种方法。\n"
WRONG = CLEAN.replace("方法。", "方法。 ")  # FIL005
ERASED = "\r\x1b[K"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the test in a directory of three digests, one of them wrong."""
    monkeypatch.chdir(tmp_path)
    for number, text in enumerate((CLEAN, WRONG, CLEAN)):
        digest = text.format(f"2408.1263{number}")
        Path(f"{number}.md").write_text(digest, encoding="utf-8")


def on_terminal(*arguments: str, delay: float = 0, **environment: str) -> str:
    """Run digestlint and return what a terminal gets that shows all it says."""
    program = (
        "import sys; from digestlint.cli import main, progress;"
        f"progress.DELAY = {delay}; main(sys.argv[1:])"
    )
    ours, theirs = pty.openpty()
    variables = {"TERM": "xterm", "PYTHONPATH": str(ROOT), **environment}
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env={**ENVIRONMENT, **variables},
            stdout=theirs,
            stderr=theirs,
            timeout=60,
            check=False,
        )
        os.close(theirs)
        return everything(terminal.fileno())


def everything(terminal: int) -> str:
    """Read a terminal that nobody writes to any more."""
    data = b""
    try:
        while chunk := os.read(terminal, 65536):
            data += chunk
    except OSError:  # how Linux tells that all is read
        pass
    return data.decode().replace("\r\n", "\n")


def test_counter_is_told_between_files_and_erased_at_the_end() -> None:
    said = on_terminal("check", "--select", "ARX")
    counters = [f"\rchecked {count} of 3\x1b[K{ERASED}" for count in (1, 2, 3)]
    assert said.startswith("".join(counters))
    assert "checked" not in said.removeprefix("".join(counters)).replace("files checked", "")


def test_report_stands_in_lines_of_its_own() -> None:
    said = on_terminal("check", "--output-format", "concise", "--color", "never")
    line = next(line for line in said.split("\n") if "FIL005" in line)
    assert line.split(ERASED)[-1].startswith("1.md:4:10: FIL005")


def test_counter_speaks_chinese() -> None:
    assert "\r已检查 1/3\x1b[K" in on_terminal("check", "--language", "zh")


def test_only_files_that_are_there_are_counted() -> None:
    assert "\rchecked 2 of 2\x1b[K" in on_terminal("check", "0.md", "missing.md", "1.md")


@pytest.mark.parametrize("command", ["check", "fix"])
def test_short_run_tells_no_progress(command: str) -> None:
    said = on_terminal(command, "--color", "never", delay=60)
    assert "3 files checked" in said
    assert "\x1b" not in said
    assert " of 3" not in said


def test_terminal_that_cannot_erase_gets_no_progress() -> None:
    assert " of 3" not in on_terminal("check", TERM="dumb")


def test_pipe_gets_no_progress(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "DELAY", 0)
    assert main(["check", "--select", "ARX"]) == 0
    assert " of 3" not in capfd.readouterr().err
