"""`digestlint fix`: what it changes, what it shows, and its exit status."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fragments import another

import digestlint
from digestlint.cli import main
from digestlint.settings import Settings

CLEAN = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。代码见<https://github.com/a/b>。
"""
# HDG002, ARX005, ARX006, ENT003, URL001 and FIL005.
WRONG = """\
#A Paper of Note
[一篇值得注意的论文](http://arxiv.org/pdf/2408.12637v2.pdf)
我们提出一种方法。代码见https://github.com/a/b。\x20
"""
FIXED = CLEAN.replace("2408.12637", "2408.12637v2")  # ARX006
OTHER = another(CLEAN, 1)
UNDECODABLE = b"\xff"

Output = pytest.CaptureFixture[str]
BytesOutput = pytest.CaptureFixture[bytes]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in a directory of two digests, one clean."""
    monkeypatch.chdir(tmp_path)
    write("clean.md", OTHER)
    write("wrong.md", WRONG)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).write_bytes(text.encode())


def text(path: str = "wrong.md") -> str:
    return Path(path).read_bytes().decode()


def fix(*arguments: str) -> int:
    return main(["fix", "--output-format", "concise", *arguments])


def codes(output: str) -> list[str]:
    return [line.split()[1] for line in output.splitlines()]


@pytest.mark.parametrize("command", [["fix"], ["check", "--fix"]])
def test_all_safe_fixes_are_made_and_what_is_left_is_told(
    command: list[str], capsys: Output
) -> None:
    assert main([*command, "--output-format", "concise"]) == 0
    assert text() == FIXED
    assert text("clean.md") == OTHER
    output, error = capsys.readouterr()
    assert output.startswith("wrong.md:2:45: ARX006 ")
    assert codes(output) == ["ARX006"]
    counts = "5 fixed, 0 errors, 1 warning, 0 fixable, 1 more with --unsafe-fixes"
    assert error == f"{counts}; 2 files checked, 0 skipped (no digest)\n"


def test_second_run_changes_nothing(capsys: Output) -> None:
    fix("--unsafe-fixes")
    before = text()
    capsys.readouterr()
    assert fix("--unsafe-fixes") == 0
    assert text() == before
    assert capsys.readouterr().err.startswith("0 errors")


def test_library_makes_the_same_fixes() -> None:
    assert digestlint.fix(WRONG) == FIXED
    assert digestlint.fix(WRONG, unsafe=True) == FIXED.replace("v2", "")
    settings = Settings(select=("FIL",))
    assert digestlint.fix(WRONG, settings=settings) == WRONG.replace(" \n", "\n")
    assert digestlint.fix(WRONG, settings=Settings(fixable=("ENT",), unfixable=("ENT",))) == WRONG


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--unsafe-fixes"], FIXED.replace("v2", "")),
        (["--select", "FIL"], WRONG.replace(" \n", "\n")),
        (["--fixable", "trailing-whitespace"], WRONG.replace(" \n", "\n")),
        (["--ignore", "ARX,ENT", "--unfixable", "URL001,HDG"], WRONG.replace(" \n", "\n")),
        (["--unsafe-fixes", "--select", "ARX006"], WRONG.replace("v2", "")),
        (["--select", "ARX006"], WRONG),
        (["--unfixable", "ALL"], WRONG),
        (["--diff"], WRONG),
        (["--diff", "--unsafe-fixes"], WRONG),
    ],
)
def test_options_choose_the_fixes(arguments: list[str], expected: str) -> None:
    fix(*arguments, "wrong.md")
    assert text() == expected


def test_what_may_not_be_fixed_is_told_all_the_same(capsys: Output) -> None:
    assert fix("--unfixable", "ARX,URL,HDG,ENT") == 1
    assert codes(capsys.readouterr().out) == ["HDG002", "ARX005", "ARX006", "ENT003", "URL001"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["clean.md"], 0),
        (["wrong.md"], 0),
        (["wrong.md", "--fail-on", "warning"], 1),
        (["wrong.md", "--fail-on", "warning", "--unsafe-fixes"], 0),
        (["wrong.md", "--unfixable", "FIL"], 1),
        (["wrong.md", "--unfixable", "FIL", "--exit-zero"], 0),
        (["wrong.md", "--exit-non-zero-on-fix"], 1),
        (["wrong.md", "--exit-non-zero-on-fix", "--exit-zero"], 0),
        (["clean.md", "--exit-non-zero-on-fix"], 0),
        (["clean.md", "--diff"], 0),
        (["wrong.md", "--diff"], 1),
        (["wrong.md", "--diff", "--unfixable", "ALL"], 0),
        (["wrong.md", "--diff", "--exit-zero"], 0),
        (["wrong.md", "--fixable", "NOPE"], 2),
        (["missing.md", "wrong.md"], 2),
        (["missing.md", "--diff", "--exit-zero"], 2),
    ],
)
def test_exit_status(arguments: list[str], status: int) -> None:
    assert fix(*arguments) == status


def test_nothing_is_fixed_where_an_argument_is_wrong(capsys: Output) -> None:
    assert fix("--unfixable", "urls") == 2
    assert text() == WRONG
    error = capsys.readouterr().err
    assert error == 'Error: --unfixable: "urls" is no rule and no family; did you mean "URL"?\n'


def test_fixes_are_listed_where_that_is_wanted(capsys: Output) -> None:
    fix("--show-fixes", "--ignore", "ARX006")
    assert capsys.readouterr().err.splitlines()[:-1] == [
        "wrong.md: fixed",
        "     1  ARX005 non-canonical-url",
        "     1  ENT003 abstract-spacing",
        "     1  FIL005 trailing-whitespace",
        "     1  HDG002 heading-syntax",
        "     1  URL001 glued-url",
    ]


def test_report_of_a_machine_holds_what_is_left() -> None:
    done = program("fix", "--output-format", "json", "wrong.md")
    assert [found["code"] for found in json.loads(done.stdout)] == ["ARX006"]


DIFFERENCES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "no final newline": str.rstrip,
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "one carriage return": lambda text: text.replace("\n", "\r\n").replace("\r\n", "\r", 1),
    "lone carriage returns": lambda text: text.replace("\n", "\r"),
    "carriage returns and no final newline": lambda text: text.replace("\n", "\r\n").rstrip(),
    "other separators": lambda text: text.replace("一种", "一\u2028种\x0b\x0c\x85"),
    "byte order mark": lambda text: "\ufeff" + text,
    "blank lines": lambda text: f"\n\n{text}\n\n\n\n{text.replace('12637', '12638')}\n\n",
    "far apart": lambda text: text + "\n我们提出一种方法。\n" * 20 + "末行。 \n",
}


@pytest.mark.parametrize("program", [["patch", "-p0", "-s"], ["git", "apply", "-p0"]])
@pytest.mark.parametrize("difference", DIFFERENCES.values(), ids=DIFFERENCES)
@pytest.mark.parametrize("path", ["wrong.md", "a/题 1.md"])
def test_diff_is_a_patch_to_the_fixed_file(
    program: list[str], difference: Callable[[str], str], path: str, capfdbinary: BytesOutput
) -> None:
    old = difference(WRONG)
    Path(path).parent.mkdir(exist_ok=True)
    write(path, old)
    assert main(["fix", "--diff", path]) == 1
    assert text(path) == old
    patch = capfdbinary.readouterr().out
    subprocess.run(program, input=patch, check=True)
    assert text(path) == digestlint.fix(old) != old


@pytest.mark.skipif(os.name != "posix", reason="no such names elsewhere")
@pytest.mark.parametrize("program", [["patch", "-p0", "-s"], ["git", "apply", "-p0"]])
@pytest.mark.parametrize("path", ["a\nb.md", '"a b".md', "a\tb\\c.md", "题\u200b\x1b[31m.md"])
def test_patch_names_any_file(program: list[str], path: str, capfdbinary: BytesOutput) -> None:
    write(path, WRONG)
    assert main(["fix", "--diff", path]) == 1
    patch = capfdbinary.readouterr().out
    assert b"\x1b" not in patch
    subprocess.run(program, input=patch, check=True)
    assert text(path) == digestlint.fix(WRONG)


def test_diff_shows_nothing_but_the_changes(capsys: Output) -> None:
    assert fix("--diff", "--select", "FIL") == 1
    output, error = capsys.readouterr()
    assert output == (
        "--- wrong.md\n"
        "+++ wrong.md\n"
        "@@ -1,3 +1,3 @@\n"
        " #A Paper of Note\n"
        " [一篇值得注意的论文](http://arxiv.org/pdf/2408.12637v2.pdf)\n"
        "-我们提出一种方法。代码见https://github.com/a/b。 \n"
        "+我们提出一种方法。代码见https://github.com/a/b。\n"
    )
    assert error.startswith("1 would be fixed")


def program(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own."""
    root = Path(digestlint.__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-m", "digestlint", *arguments],
        env={**os.environ, "PYTHONPATH": str(root)},
        input=data,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [["fix", "-"], ["check", "--fix", "-"]])
def test_standard_input_is_passed_on_fixed(command: list[str]) -> None:
    done = program(*command, data=WRONG.encode())
    assert done.returncode == 0
    assert done.stdout.decode() == FIXED
    assert done.stderr.startswith(b"-:2:45: ARX006 ")
    assert text() == WRONG


# What goes through as it is, and the exit status.
PASSED_ON: dict[str, tuple[bytes, int]] = {
    "clean": (CLEAN.encode(), 0),
    "nothing": (b"", 0),
    "no digest": (b"# Notes \r\n\n\n\n\tof mine \r", 0),
    "binary": (bytes(range(256)), 0),
    "undecodable": (WRONG.encode() + UNDECODABLE, 1),
    "utf-16": (WRONG.encode("utf-16"), 1),
    "conflict": (f"<<<<<<< a\n{WRONG}=======\n>>>>>>> b\n".encode(), 1),
}


def read_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize("name", PASSED_ON)
def test_standard_input_is_passed_on_as_it_is(
    name: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: BytesOutput
) -> None:
    data, status = PASSED_ON[name]
    read_stdin(monkeypatch, data)
    assert fix("-") == status
    assert capfdbinary.readouterr().out == data


def test_standard_input_that_cannot_be_judged_is_not_passed_on(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: BytesOutput
) -> None:
    read_stdin(monkeypatch, WRONG.encode() + UNDECODABLE)
    assert fix("-", "--ignore", "FIL001") == 2
    output, error = capfdbinary.readouterr()
    assert output == b""
    assert error.startswith(b"Error: -: not valid UTF-8, ")


def test_diff_of_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    read_stdin(monkeypatch, WRONG.encode())
    assert fix("-", "--diff", "--stdin-filename", "wrong.md") == 1
    assert capsys.readouterr().out.startswith("--- wrong.md\n+++ wrong.md\n@@ -1,3 +1,4 @@\n")
    assert text() == WRONG
