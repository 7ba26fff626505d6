"""The command line: what it prints where, and its exit status."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fragments import another
from processes import fork, signal_at

import digestlint
from digestlint.__main__ import status_of_run
from digestlint.checks import RULES
from digestlint.cli import main, output
from digestlint.project import Checked
from digestlint.report import concise
from digestlint.report.style import Style
from digestlint.rule import Options
from digestlint.settings import Settings

CLEAN = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。
"""
WARNED = another(CLEAN, 1).replace("2408.12641", "2408.12641v2")  # ARX006
WRONG = another(CLEAN, 2).replace("方法。", "方法。 ")  # FIL005
OTHER = another(CLEAN, 3).encode()

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in a directory of three digests, one clean."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("clean.md", CLEAN), ("warned.md", WARNED), ("wrong.md", WRONG)):
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def read_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def check(*arguments: str) -> int:
    return main(["check", "--output-format", "concise", *arguments])


def run(
    *arguments: str, stdout: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own, as its script does."""
    root = Path(digestlint.__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-c", "from digestlint.__main__ import run; run()", *arguments],
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["clean.md"], 0),
        (["warned.md"], 0),
        (["wrong.md"], 1),
        ([], 1),
        (["clean.md", "wrong.md"], 1),
        (["warned.md", "--fail-on", "warning"], 1),
        (["warned.md", "--fail-on", "warning", "--ignore", "ARX006"], 0),
        (["wrong.md", "--fail-on", "warning"], 1),
        (["wrong.md", "--exit-zero"], 0),
        (["wrong.md", "--select", "ARX"], 0),
        (["wrong.md", "--select", "ARX", "--extend-select", "FIL"], 1),
        (["wrong.md", "--statistics"], 1),
        (["missing.md"], 2),
        (["missing.md", "--exit-zero"], 2),
        (["clean.md", "--select", "NOPE"], 2),
        (["clean.md", "--no-such-option"], 2),
        (["clean.md", "--fail-on", "nothing"], 2),
        (["clean.md", "--today", "tomorrow"], 2),
    ],
)
def test_exit_status(arguments: list[str], status: int) -> None:
    assert check(*arguments) == status


def test_violations_go_to_standard_output_and_counts_to_standard_error(capsys: Output) -> None:
    Path("readme.md").write_text("# Read me\n", encoding="utf-8")
    assert check() == 1
    output, error = capsys.readouterr()
    assert [line.split(" ")[:2] for line in output.splitlines()] == [
        ["warned.md:2:45:", "ARX006"],
        ["wrong.md:4:10:", "FIL005"],
    ]
    found = "1 error, 1 warning, 1 fixable, 1 more with --unsafe-fixes"
    assert error == f"{found}; 3 files checked, 1 skipped (no digest)\n"


def test_json_is_all_that_standard_output_holds(capsys: Output) -> None:
    assert main(["check", "--output-format", "json", "missing.md", "wrong.md"]) == 2
    output, error = capsys.readouterr()
    assert [found["code"] for found in json.loads(output)] == ["FIL005"]
    assert error.splitlines()[0] == "Error: missing.md: no such file or directory"


def test_full_is_the_default(capsys: Output) -> None:
    main(["check", "wrong.md"])
    assert "  in: D Paper of Note (arXiv 2408.12642)\n" in capsys.readouterr().out


def test_statistics_count_each_rule(capsys: Output) -> None:
    check("--statistics", "wrong.md", "warned.md")
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows == [["1", "ARX006", "versioned-url"], ["1", "FIL005", "trailing-whitespace"]]
    main(["check", "--statistics", "--output-format", "json", "wrong.md"])
    assert json.loads(capsys.readouterr().out) == [
        {"code": "FIL005", "name": "trailing-whitespace", "count": 1}
    ]


def test_today_decides_what_is_in_the_future(capsys: Output) -> None:
    assert check("clean.md", "--today", "2024-07-31") == 1
    assert "ARX004" in capsys.readouterr().out
    assert check("clean.md", "--today", "2024-08-01") == 0


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    read_stdin(monkeypatch, WRONG.encode())
    assert check("-") == 1
    assert capsys.readouterr().out.startswith("-:4:10: FIL005")
    read_stdin(monkeypatch, CLEAN.encode())
    assert check("-", "--stdin-filename", "2024-07-01.md", "--fail-on", "warning") == 1
    assert capsys.readouterr().out.startswith("2024-07-01.md:2:")


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert check("-", "clean.md") == 2
    told, counts = capsys.readouterr().err.splitlines()
    assert told == "Error: -: standard input is closed"
    assert counts.startswith("0 errors, 0 warnings, 0 fixable; 1 file checked")


# What may lie about under a digest's name, and the one line said of it. None: it is skipped.
BAD_INPUT: dict[str, tuple[bytes, str | None]] = {
    "empty": (b"", None),
    "blank": (b"\n \n\t\n", None),
    "binary": (bytes(range(256)) * 100, None),
    "utf-16": (OTHER.decode().encode("utf-16"), "FIL001"),
    "broken utf-8": (OTHER.replace(b"\x80\x82", b"\x80"), "FIL001"),
    "one line": (b"x" * 5_000_000, None),
    "one line of Chinese": ("字".encode() * 1_700_000, None),
    "empty headings": (b"#\n" * 100_000, None),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_told_in_one_line_and_the_others_are_checked(
    name: str, capsys: Output
) -> None:
    data, code = BAD_INPUT[name]
    Path("bad.md").write_bytes(data)
    assert check("bad.md", "clean.md") == (1 if code else 0)
    output, error = capsys.readouterr()
    assert [line.split()[:2] for line in output.splitlines()] == (
        [[output.split()[0], code]] if code else []
    )
    skipped = 0 if code else 1
    assert f"checked, {skipped} skipped" in error


def test_what_cannot_be_read_is_told_in_one_line_each(capsys: Output) -> None:
    os.mkfifo("pipe.md")
    Path("gone.md").symlink_to("nowhere")
    assert check("missing.md", "pipe.md", "gone.md", "wrong.md") == 2
    output, error = capsys.readouterr()
    assert output.startswith("wrong.md:4:10: FIL005")
    assert error.splitlines()[:-1] == [
        "Error: missing.md: no such file or directory",
        "Error: pipe.md: not a regular file",
        "Error: gone.md: broken symbolic link",
    ]
    assert error.endswith("1 file checked, 0 skipped (no digest), 3 failed\n")


@pytest.mark.parametrize("path", ["caf\udce9.md", "a\nb.md", "\x1b[31m.md", "题.md", "-x .md"])
def test_any_path_can_be_told(path: str, capsys: Output) -> None:
    Path("wrong.md").rename(path)
    assert check() == 1
    output, _ = capsys.readouterr()
    (line,) = (line for line in output.splitlines() if "FIL005" in line)
    assert line.isprintable()
    assert main(["check", "--output-format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)


def test_interruption_is_no_success(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("digestlint.project.check", interrupt)
    assert check() == 2
    assert capsys.readouterr().err == "Error: interrupted\n"


def test_crash_of_our_own_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("digestlint.project.sources", crash)
    assert check() == 2
    assert capsys.readouterr().err.startswith("Error: internal error in test_cli.py:")


def test_crash_of_a_report_is_of_one_file(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    lines = concise.lines

    def crash(file: Checked, style: Style) -> Iterator[str]:
        return lines(file, style) if file.path == "wrong.md" else iter([str(1 // 0)])

    monkeypatch.setattr(concise, "lines", crash)
    assert check() == 2
    output = capsys.readouterr()
    assert output.out.startswith("wrong.md:")
    assert output.err.startswith("Error: warned.md: internal error in test_cli.py:")


def test_rule_prints_the_page_of_a_rule(capsys: Output) -> None:
    for rule in ("ARX002", "malformed-id"):
        assert main(["rule", rule]) == 0
        assert capsys.readouterr().out.startswith("# ARX002 malformed-id\n")


def test_rule_suggests_what_may_be_meant(capsys: Output) -> None:
    assert main(["rule", "arx02"]) == 2
    assert (
        capsys.readouterr().err
        == 'Error: "arx02" is no rule and no family; did you mean "ARX002"?\n'
    )


def test_rules_lists_all_rules(capsys: Output) -> None:
    assert main(["rules"]) == 0
    listed = [line.split()[:3] for line in capsys.readouterr().out.splitlines()]
    assert listed == [[rule.code, rule.name, rule.level] for rule in RULES]
    assert main(["rules", "--output-format", "json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert [row["summary"] for row in table] == [rule.summary for rule in RULES]


def test_program_prints_what_the_output_cannot_encode() -> None:
    done = run("check", "wrong.md", PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert b"\\u63d0\\u51fa" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "told", "noted"),
    [
        (["check", "clean.md"], 0, b"", b"0 errors, "),
        (["check", "wrong.md"], 1, b"wrong.md:", b"1 error, "),
        (["check", "missing.md"], 2, b"", b"Error: missing.md: "),
        (["rules"], 0, b"FIL001", b""),
    ],
)
def test_program_ends_with_its_status_and_all_told(
    arguments: list[str], status: int, told: bytes, noted: bytes
) -> None:
    done = run(*arguments)
    assert done.returncode == status
    assert (done.stdout[: len(told)], done.stderr[: len(noted)]) == (told, noted)
    module = [sys.executable, "-m", "digestlint", *arguments]
    root = Path(digestlint.__file__).parent.parent
    same = subprocess.run(
        module, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, check=False
    )
    assert (same.returncode, same.stdout) == (done.returncode, done.stdout)


def test_program_stops_in_silence_when_its_reader_leaves() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("check", stdout=writer)
    os.close(writer)
    assert done.returncode == 2
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_program_tells_that_its_output_is_lost() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    done = run("check", stdout=full)
    os.close(full)
    assert done.returncode == 2
    assert done.stderr == b"Error: standard output: No space left on device\n"


@pytest.mark.skipif(os.name != "posix", reason="no directory in use can be removed")
@pytest.mark.parametrize("command", ["check", "fix", "baseline", "init", "export"])
def test_directory_that_is_no_more_is_named(command: str, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = f"import os; os.rmdir({str(gone)!r}); from digestlint.__main__ import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, command],
        cwd=gone,
        capture_output=True,
        timeout=60,
        check=False,
    )
    told = b"Error: current directory: it is no more; change to one that is there\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", told)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
@pytest.mark.parametrize("step", [1, 20])
def test_interruption_while_the_program_loads_is_told(step: int) -> None:
    def work() -> int:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for name in [name for name in sys.modules if name.startswith("digestlint.cli")]:
            del sys.modules[name]
        with signal_at(output.__file__, step, signal.SIGINT):
            return status_of_run()

    assert fork(work).wait() == (2, "Error: interrupted\n")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
@pytest.mark.parametrize("step", range(1, 40, 3))
def test_second_interruption_shows_no_traceback(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    def interrupt(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    def work() -> int:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with signal_at(output.__file__, step, signal.SIGINT):
            return status_of_run()

    monkeypatch.setattr(sys, "argv", ["digestlint", "check"])
    monkeypatch.setattr("digestlint.cli.lint.settings_chosen", interrupt)
    assert fork(work).wait() == (2, "Error: interrupted\n")


def test_version(capsys: Output) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"digestlint {digestlint.__version__}\n"


def test_library() -> None:
    (entry,) = digestlint.parse(WRONG).entries
    assert entry.arxiv_id == "2408.12642"
    assert [violation.code for violation in digestlint.check(WRONG)] == ["FIL005"]
    assert digestlint.check(WRONG, settings=Settings(ignore=("FIL005",))) == []
    settings = Settings(options=Options(allow_versions=True))
    assert digestlint.check(WARNED, settings=settings) == []
