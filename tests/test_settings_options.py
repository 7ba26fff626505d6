"""What the command line says about settings, and what it shows of them."""

import json
import tomllib

import pytest
from test_configuration import WARNED, Output, codes, folder, mistakes, write

from digestlint.checks import RULES
from digestlint.cli import main
from digestlint.configuration import Configurations
from digestlint.document import read
from digestlint.settings import Settings

__all__ = ["folder"]


@pytest.mark.parametrize(
    ("text", "arguments", "expected"),
    [
        ('ignore = ["ARX006"]', ["--select", "ARX"], ["ARX006"]),
        ('ignore = ["ARX006"]', ["--extend-select", "ARX"], ["ARX006", "FIL005"]),
        ('ignore = ["ARX"]', ["--ignore", "FIL"], []),
        ('select = ["ARX006"]', ["--ignore", "ARX"], []),
        ('select = ["ARX006"]', ["--extend-select", "FIL"], ["ARX006", "FIL005"]),
        ('select = ["FIL"]', ["--select", "ARX"], ["ARX006"]),
        ('levels = { ARX006 = "off" }', ["--ignore", "FIL"], []),
        ('levels = { ARX006 = "off" }', ["--select", "ARX006"], ["ARX006"]),
        ('select = ["FIL"]', ["--config", 'select = ["ARX"]'], ["ARX006"]),
        ('select = ["FIL"]', ["--config", 'extend-select = ["ARX"]'], ["ARX006", "FIL005"]),
        ('select = ["FIL"]', ["--isolated"], ["ARX006", "FIL005"]),
        (
            'select = ["FIL"]',
            ["--config", 'select = ["ALL"]', "--config", "rules.ARX006.allow-versions = true"],
            ["FIL005"],
        ),
        ("", ["--isolated", "--config", 'select = ["ARX"]', "--ignore", "ARX006"], []),
        ('select = ["FIL"]', ["--config", "other.toml"], ["ARX006"]),
        ('select = ["FIL"]', ["--config", "other.toml", "--config", 'ignore = ["ARX"]'], []),
    ],
)
def test_command_line_wins(
    text: str, arguments: list[str], expected: list[str], capsys: Output
) -> None:
    write("digestlint.toml", text)
    write("other.toml", 'select = ["ARX"]')
    write("x.md", WARNED.replace("方法。", "方法。 "))
    assert codes(capsys, *arguments) == [f"x.md {code}" for code in expected]


@pytest.mark.parametrize(
    ("arguments", "mistake"),
    [
        (
            ["--select", "ARX02"],
            '--select: "ARX02" is no rule and no family; did you mean "ARX002"?',
        ),
        (
            ["--per-file-ignores", "!:ARX"],
            '--per-file-ignores: "!" is no pattern; write one as in .gitignore',
        ),
        (["--config", "gone.toml"], "gone.toml: no such file or directory"),
        (
            ["--config", "pyproject.toml"],
            "pyproject.toml: holds no [tool.digestlint]; name another file",
        ),
        (["--config", "a = b"], "--config:1:5: not valid TOML: invalid value"),
        (["--config", "selct = []"], '--config: selct: no such setting; did you mean "select"?'),
        (
            ["--config", "extend = 'x.toml'"],
            "--config: extend: only a file builds on another; name that file instead",
        ),
        (
            ["--config", "a.toml", "--config", "b.toml"],
            "--config: a.toml and b.toml: name one file only",
        ),
        (
            ["--isolated", "--config", "a.toml"],
            "--isolated reads no configuration, not even a.toml; drop one",
        ),
    ],
)
def test_mistake_in_the_arguments_is_one_line(
    arguments: list[str], mistake: str, capsys: Output
) -> None:
    write("pyproject.toml", "[project]\n")
    write("x.md")
    assert mistakes(capsys, *arguments) == [mistake]


def test_file_whose_name_looks_like_a_setting_is_a_file(capsys: Output) -> None:
    write("a=b.toml", 'select = ["FIL"]')
    write("x.md")
    assert codes(capsys, "--config", "a=b.toml") == []


def test_settings_that_are_shown_are_a_configuration(capsys: Output) -> None:
    write(
        "a/digestlint.toml",
        'ignore = ["FIL"]\n[levels]\nURL = "off"\n[per-file-ignores]\n"字*" = ["ARX"]\n',
    )
    write("a/x.md")
    for path in ("a", "a/x.md"):
        assert main(["check", "--show-settings", "--select", "URL", path]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith("# a/digestlint.toml\n")
        write("shown.toml", shown)
        given = Configurations(file="shown.toml").above("x.md").settings
        assert given.select == tuple(rule.code for rule in RULES if rule.family == "URL")
        assert given.per_file_ignores == {"字*": ("ARX",)}
        assert main(["check", "--show-settings", "--config", "shown.toml"]) == 0
        assert capsys.readouterr().out.splitlines()[1:] == shown.splitlines()[1:]
    assert main(["fix", "--show-settings", "--isolated", "nowhere.md"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("# No configuration.\n")
    assert read(tomllib.loads(shown)) == Settings()


def test_files_are_shown(capsys: Output) -> None:
    write("digestlint.toml", 'exclude = ["old"]\n')
    for path in ("a/x.md", "a/y.rst", "old/x.md", "x.md"):
        write(path)
    assert main(["check", "--show-files", ".", "gone.md"]) == 2
    output, error = capsys.readouterr()
    assert output == "x.md\na/x.md\n"
    assert error == "Error: gone.md: no such file or directory\n"


def test_export_follows_the_configuration(capsys: Output) -> None:
    write("digestlint.toml", 'exclude = ["old"]\n')
    write("old/x.md")
    assert main(["export"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["export", "--isolated"]) == 0
    assert "2408.12637" in capsys.readouterr().out
    assert main(["export", "--config", "selct = 1"]) == 2


def test_schema_of_the_configuration_is_printed(capsys: Output) -> None:
    assert main(["schema", "config"]) == 0
    assert "digestlint" in json.loads(capsys.readouterr().out)["title"]
    assert main(["schema"]) == 0
    assert "arxiv_id" in json.loads(capsys.readouterr().out)["properties"]
