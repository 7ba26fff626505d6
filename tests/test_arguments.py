"""What may be said on the command line, where, and what is said of mistakes."""

import sys
from pathlib import Path

import pytest

from digestlint.cli import command, main
from digestlint.cli.arguments import UsageError

COMMANDS = ["baseline", "check", "export", "fix", "init", "rule", "rules", "schema"]
PROGRAM = "Usage: digestlint [OPTIONS] COMMAND [ARGS]..."
CHECK = "Usage: digestlint check [OPTIONS] [PATHS]..."
FORMATS = "full, concise, grouped, json, json-lines, github, gitlab, junit, rdjson, sarif, markdown"

NEEDS_VALUE = 'needs a value; one that begins with "-" is written behind a "="'

Output = pytest.CaptureFixture[str]

# The arguments, and what is told of them below the usage.
MISTAKES = [
    (["--versio"], "No such option: --versio; did you mean --version?"),
    (["--version=1"], "--version: takes no value"),
    (["chekc"], "No such command: chekc; did you mean check?"),
    (["frobnicate", "--select", "ARX"], "No such command: frobnicate"),
    (["check", "--selct", "ARX"], "No such option: --selct; did you mean --select?"),
    (["check", "--selct=ARX"], "No such option: --selct; did you mean --select?"),
    (["check", "--sel", "ARX"], "No such option: --sel; did you mean --select?"),
    (["check", "-x"], "No such option: -x"),
    (["check", "-1"], "No such option: -1"),
    (["check", "-x y.md"], "No such option: -x y.md"),
    (["check", "a.md", "--select"], f"--select: {NEEDS_VALUE}"),
    (["check", "--select", "--fix"], f"--select: {NEEDS_VALUE}"),
    (["check", "--select", "--", "a.md"], f"--select: {NEEDS_VALUE}"),
    (["check", "--fix=yes"], "--fix: takes no value"),
    (["check", "--help=yes"], "-h/--help: takes no value"),
    (["check", "--color", "blue"], '--color: "blue" is not one of auto, always, never'),
    (["check", "--fail-on="], '--fail-on: "" is not one of error, warning'),
    (["check", "--output-format=xml"], f'--output-format: "xml" is not one of {FORMATS}'),
    (["check", "--today", "soon"], '--today: "soon" is no day; write it as YYYY-MM-DD'),
    (
        ["check", "--today=２０２４-01-01"],
        '--today: "２０２４-01-01" is no day; write it as YYYY-MM-DD',
    ),
    (["check", "-", "--stdin-filename="], "--stdin-filename: is empty; name a file"),
    (["check", "--today=2024-02-30"], '--today: "2024-02-30" is no day; write it as YYYY-MM-DD'),
    (
        ["check", "--language", "fr"],
        '--language: "fr" is none of our languages; choose en or zh',
    ),
    (
        ["check", "--no-baseline", "--baseline", "b.json"],
        "--baseline and --no-baseline exclude each other; drop one",
    ),
    (["fix", "--fix"], "No such option: --fix; did you mean --fixable?"),
    (["baseline", "-"], "a baseline is about files, not standard input"),
    (["init", "nowhere"], "nowhere: no such file or directory"),
    (["init", "file"], "file: not a directory"),
    (["init", ""], '"": no such file or directory'),
    (["init", "a", "b"], "Unexpected argument: b"),
    (["rule"], "Missing argument: RULE"),
    (["rule", "ARX002", "ARX003"], "Unexpected argument: ARX003"),
    (["rules", "ARX002"], "Unexpected argument: ARX002"),
    (["schema", "rules"], '"rules" is not one of export, config'),
    (["check", "--\x1b[2J\ncaf\udce9"], "No such option: --\\x1b[2J\\ncaf\\xe9"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in a directory that holds a file."""
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    return tmp_path


@pytest.mark.parametrize(("arguments", "mistake"), MISTAKES)
def test_mistake_is_told_below_the_usage(
    arguments: list[str], mistake: str, capsys: Output
) -> None:
    assert main(arguments) == 2
    output, error = capsys.readouterr()
    usage, told = error.splitlines()
    name = arguments[0] if arguments[0] in COMMANDS else "[OPTIONS]"
    assert usage.startswith(f"Usage: digestlint {name}")
    assert (output, told) == ("", f"Error: {mistake}")


def test_mistake_is_no_command_to_github(capsys: Output) -> None:
    assert main(["init", "::error::x"]) == 2
    assert "\n::" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--select", "ARX", "--select", "URL", "--fix", "a.md", "-"],
        ["a.md", "--select=ARX", "-", "--fix", "--select=URL"],
        ["a.md", "--fix", "-", "--select", "ARX", "--select", "URL", "--"],
    ],
)
def test_options_stand_anywhere(arguments: list[str]) -> None:
    read = command("check")[1].read(arguments)
    assert (read.operands, read.select, read.fix) == (["a.md", "-"], ["ARX", "URL"], True)


def test_options_end_where_it_is_said() -> None:
    read = command("check")[1].read(["a.md", "--fix", "--", "--diff", "--", "-h"])
    assert (read.operands, read.fix, read.diff) == (["a.md", "--diff", "--", "-h"], True, False)


@pytest.mark.parametrize("value", ["", "a = b", "-1", "-", "caf\udce9", "题"])
def test_option_takes_any_value(value: str) -> None:
    parser = command("check")[1]
    assert parser.read(["--since", value]).since == value
    assert parser.read([f"--since={value}"]).since == value
    assert parser.read([f"--since={value}=--fix"]).since == f"{value}=--fix"


def test_lists_are_not_shared() -> None:
    parser = command("check")[1]
    assert parser.read(["--select", "ARX"]).select == ["ARX"]
    assert parser.read([]).select == []


def test_unknown_command_has_no_parser() -> None:
    with pytest.raises(UsageError, match="No such command"):
        command("frobnicate")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--help", "check"], ["--nope", "-h"]])
def test_help_lists_the_commands(arguments: list[str], capsys: Output) -> None:
    assert main(arguments) == 0
    output, error = capsys.readouterr()
    assert error == ""
    assert output.startswith(f"{PROGRAM}\n\nLint and format bilingual digests")
    listed = output.partition("\nCommands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed if line[2] != " "] == COMMANDS


def test_without_a_command_help_is_told_as_a_mistake(capsys: Output) -> None:
    main(["--help"])
    shown = capsys.readouterr().out
    assert main([]) == 2
    assert capsys.readouterr() == ("", shown)


@pytest.mark.parametrize("columns", ["1", "60", "80", "400"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_the_terminal(
    name: str, columns: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main([name, "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"Usage: digestlint {name} [OPTIONS]")
    assert "Options:" in lines
    too_long = [line for line in lines[1:] if len(line) > min(max(int(columns), 60), 80)]
    assert [line for line in too_long if not line.startswith("  --")] == []


def test_help_is_given_in_spite_of_mistakes(capsys: Output) -> None:
    assert main(["check", "--selct", "--color", "blue", "-h"]) == 0
    assert capsys.readouterr().out.startswith(CHECK)


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "check"]])
def test_version_is_that_of_the_program(arguments: list[str], capsys: Output) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr() == ("digestlint 0.1.0\n", "")


def test_suggestions_are_loaded_only_for_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "difflib", None)
    assert command("check")[1].read(["--select", "ARX", "a.md"]).select == ["ARX"]
