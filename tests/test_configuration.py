"""Which configuration holds where: the nearest one, what it extends, and the command line."""

import io
import os
import sys
from pathlib import Path

import pytest

from digestlint.checks import RULES
from digestlint.cli import main
from digestlint.configuration import Configurations
from digestlint.settings import Settings, overridden, selected

CLEAN = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。
"""
WARNED = CLEAN.replace("2408.12637", "2408.12637v2")  # ARX006
WRONG = CLEAN.replace("方法。", "方法。 ")  # FIL005
ALLOWED = "[rules.ARX006]\nallow-versions = true\n"

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str = WARNED) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def codes(capsys: Output, *arguments: str) -> list[str]:
    """Return the files and codes that a run reports."""
    capsys.readouterr()
    assert main(["check", "--no-cache", "--output-format", "concise", *arguments]) < 2
    lines = capsys.readouterr().out.splitlines()
    found = [f"{line.split(':')[0]} {line.split()[1]}" for line in lines]
    # All these digests hold the same paper.
    return [each for each in found if "DUP" not in each]


def mistakes(capsys: Output, *arguments: str) -> list[str]:
    """Return what is said of a configuration that nothing is checked by."""
    capsys.readouterr()
    assert main(["check", *arguments]) == 2
    output, error = capsys.readouterr()
    assert output == ""
    return [line.removeprefix("Error: ") for line in error.splitlines()]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("digestlint.toml", ALLOWED),
        (".digestlint.toml", ALLOWED),
        ("digestlint.toml", f"\ufeff{ALLOWED}"),
        ("pyproject.toml", ALLOWED.replace("[rules", "[tool.digestlint.rules")),
    ],
)
def test_configuration_holds_for_its_folder_and_those_below(
    name: str, text: str, capsys: Output
) -> None:
    write(f"a/{name}", text)
    for path in ("a/x.md", "a/b/c/x.md", "x.md"):
        write(path)
    assert codes(capsys) == ["x.md ARX006"]
    assert codes(capsys, "a/b/c/x.md", "x.md") == ["x.md ARX006"]
    os.chdir("a/b/c")
    assert codes(capsys) == []


def test_nearest_one_wins_and_nothing_is_merged(capsys: Output) -> None:
    write("digestlint.toml", ALLOWED)
    write("a/digestlint.toml", 'ignore = ["FIL"]')
    write("a/x.md", WARNED.replace("方法。", "方法。 "))
    write("x.md", WARNED.replace("方法。", "方法。 "))
    assert codes(capsys) == ["x.md FIL005", "a/x.md ARX006"]


def test_first_name_wins_in_a_folder(capsys: Output) -> None:
    write("x.md")
    write("pyproject.toml", "[tool.digestlint]\n")
    write(".digestlint.toml", ALLOWED)
    assert codes(capsys) == []
    write("digestlint.toml", "")
    assert codes(capsys) == ["x.md ARX006"]


@pytest.mark.parametrize("text", ["", "[project]\n", "[tool.ruff]\n", "tool = 1\n"])
def test_other_project_is_passed_over(text: str, capsys: Output) -> None:
    write("digestlint.toml", ALLOWED)
    write("a/pyproject.toml", text)
    write("a/x.md")
    assert codes(capsys) == []


def test_extended_configuration_is_built_on(capsys: Output) -> None:
    write("base.toml", 'extend-select = ["URL"]\nselect = ["FIL", "ARX"]\n[levels]\nFIL = "off"\n')
    write("digestlint.toml", 'extend = "base.toml"\nselect = ["FIL"]\nextend-select = ["ARX"]\n')
    settings = Configurations().above("x.md").settings
    assert settings.select == ("FIL",)
    assert settings.extend_select == ("URL", "ARX")
    assert settings.levels == {"FIL": "off"}
    write("x.md", WARNED.replace("方法。", "方法。 "))
    assert codes(capsys) == ["x.md ARX006"]


def test_chain_may_be_long_and_lead_to_a_project() -> None:
    write("conf/pyproject.toml", '[tool.digestlint]\nextend = "../c.toml"\nignore = ["URL"]\n')
    write("c.toml", 'ignore = ["ARX"]\nscript = "Cyrillic"\n')
    write("a/digestlint.toml", 'extend = "../conf/pyproject.toml"\n')
    settings = Configurations().above("a/x.md").settings
    assert (settings.script, settings.ignore) == ("Cyrillic", ("URL",))


def test_patterns_of_an_extended_configuration_hold_where_it_is_extended(capsys: Output) -> None:
    write("conf/base.toml", 'exclude = ["/old/"]\n')
    write("a/digestlint.toml", 'extend = "../conf/base.toml"\n')
    write("a/old/x.md")
    write("a/x.md")
    assert codes(capsys) == ["a/x.md ARX006"]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("a =\n", "digestlint.toml:1:4: not valid TOML: invalid value"),
        ("a = [", "digestlint.toml: not valid TOML: invalid value at the end of the file"),
        ("a = 1\na = 2\n", "digestlint.toml:2:6: not valid TOML: cannot overwrite a value"),
        ("a = " + "[" * 100_000, "digestlint.toml: not valid TOML: "),
        ("a = " + "9" * 10_000, "digestlint.toml: not valid TOML: "),
        ('extend = "gone.toml"', 'digestlint.toml: extend: "gone.toml": no such file or directory'),
        ('extend = "."', 'digestlint.toml: extend: ".": not a regular file'),
        ('extend = "a\\u0000b"', 'digestlint.toml: extend: "a\\x00b": embedded null byte'),
        (
            'extend = "digestlint.toml"',
            'digestlint.toml: extend: "digestlint.toml" builds on this file itself; drop one',
        ),
        (
            'extend = "pyproject.toml"',
            'digestlint.toml: extend: "pyproject.toml" holds no [tool.digestlint]',
        ),
        ('extend = "bad.toml"', 'bad.toml: selct: no such setting; did you mean "select"?'),
        (
            'extend = "circle.toml"',
            'circle.toml: extend: "digestlint.toml" builds on this file itself; drop one',
        ),
    ],
)
def test_file_that_cannot_be_followed_is_told_in_one_line(
    text: str, mistake: str, capsys: Output
) -> None:
    write("x.md")
    write("pyproject.toml", "[project]\n")
    write("bad.toml", "selct = []\n")
    write("circle.toml", 'extend = "digestlint.toml"\n')
    write("digestlint.toml", text)
    (line,) = mistakes(capsys)
    assert line.startswith(mistake)


def test_bytes_that_are_no_text_and_what_is_no_file_are_told(capsys: Output) -> None:
    Path("digestlint.toml").write_bytes(b"\xff")
    assert mistakes(capsys) == ["digestlint.toml: not valid UTF-8; save it as UTF-8"]
    Path("digestlint.toml").unlink()
    Path("digestlint.toml").symlink_to("nowhere")
    assert mistakes(capsys) == ["digestlint.toml: broken symbolic link"]
    Path("digestlint.toml").unlink()
    os.mkfifo("digestlint.toml")
    assert mistakes(capsys) == ["digestlint.toml: not a regular file"]
    Path("digestlint.toml").unlink()
    write("pyproject.toml", "tool.digestlint = 1\n")
    assert mistakes(capsys) == [
        "pyproject.toml: tool.digestlint is not a table; write [tool.digestlint]"
    ]


def test_mistakes_of_all_files_are_told_at_once_and_nothing_is_fixed(capsys: Output) -> None:
    write("x.md", WRONG)
    write("digestlint.toml", "a = 1\nb = 2\n")
    write("d/digestlint.toml", 'extend = "../digestlint.toml"\nc = 3\n')
    write("d/x.md")
    places = [line.rsplit(": ", 1)[0] for line in mistakes(capsys, "--fix")]
    assert places == ["digestlint.toml: a", "digestlint.toml: b", "d/digestlint.toml: c"]
    assert Path("x.md").read_text(encoding="utf-8") == WRONG


def test_configuration_above_the_current_directory_is_named_in_full(
    folder: Path, capsys: Output
) -> None:
    write("digestlint.toml", "a =\n")
    write("d/x.md")
    os.chdir("d")
    assert mistakes(capsys) == [f"{folder}/digestlint.toml:1:4: not valid TOML: invalid value"]


def test_excludes_hold_for_walks_and_for_what_is_named(capsys: Output) -> None:
    write("digestlint.toml", 'exclude = ["old/", "draft-*.md", "!draft-2.md"]\n')
    for path in ("old/x.md", "a/old/x.md", "draft-1.md", "draft-2.md", "x.md"):
        write(path)
    checked = ["draft-2.md ARX006", "x.md ARX006"]
    assert codes(capsys) == checked
    names = ("a/old/x.md", "draft-1.md", "draft-2.md", "old", "old/x.md", "./old/../old/x.md")
    assert codes(capsys, *names, "x.md") == checked


def test_excluded_folder_is_excluded_whatever_it_configures(capsys: Output) -> None:
    write("digestlint.toml", 'exclude = ["old/"]\n')
    write("old/digestlint.toml", "")
    write("old/x.md")
    assert codes(capsys) == []
    assert codes(capsys, "old/x.md") == []
    os.chdir("old")
    assert codes(capsys) == []


def test_excluded_standard_input_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    write("digestlint.toml", 'exclude = ["old/"]\n')
    for name, fixed in (("old/x.md", WRONG), ("x.md", CLEAN)):
        data = io.TextIOWrapper(io.BytesIO(WRONG.encode()))
        monkeypatch.setattr(sys, "stdin", data)
        assert main(["fix", "-", "--stdin-filename", name]) == 0
        assert capsys.readouterr().out == fixed


def test_include_says_what_a_walk_takes(capsys: Output) -> None:
    write("digestlint.toml", 'include = ["digests/**", "!README.md"]\n')
    for path in ("digests/a.rst", "digests/b/c.md", "digests/README.md", "x.md"):
        write(path)
    assert codes(capsys) == ["digests/a.rst ARX006", "digests/b/c.md ARX006"]
    assert codes(capsys, "x.md") == ["x.md ARX006"]


def test_what_include_names_must_be_a_digest(capsys: Output) -> None:
    write("digestlint.toml", 'include = ["digests/"]\n')
    write("digests/x.md", "# Read me\n")
    write("README.md", "# Read me\n")
    assert codes(capsys) == ["digests/x.md FIL009"]
    assert codes(capsys, "digests/x.md", "README.md") == ["digests/x.md FIL009"]
    write("digestlint.toml", "")
    assert codes(capsys) == []


def test_default_include_requires_nothing(capsys: Output) -> None:
    write("digestlint.toml", "")
    write("x.md", "# Read me\n")
    assert codes(capsys) == []


def test_rules_are_left_out_per_file(capsys: Output) -> None:
    write("digestlint.toml", '[per-file-ignores]\n"old/" = ["arx006"]\n'.replace("arx", "ARX"))
    write("old/x.md")
    write("x.md")
    assert codes(capsys) == ["x.md ARX006"]
    assert codes(capsys, "--per-file-ignores", "x.md:versioned-url,URL") == []
    os.chdir("old")
    write("y/x.md")
    assert codes(capsys, "--per-file-ignores", "y/*:ARX") == []
    assert mistakes(capsys, "--per-file-ignores", "x.md") == [
        '--per-file-ignores: "x.md" is not PATTERN:RULES'
    ]


def test_levels_are_set_for_rules_and_families(capsys: Output) -> None:
    write("x.md", WARNED.replace("方法。", "方法。 "))
    write("digestlint.toml", '[levels]\nFIL = "warning"\n')
    assert main(["check"]) == 0
    write("digestlint.toml", '[levels]\nALL = "off"\nARX = "warning"\nversioned-url = "error"\n')
    assert codes(capsys) == ["x.md ARX006"]
    assert main(["check"]) == 1
    write("digestlint.toml", '[levels]\nARX006 = "off"\n')
    assert codes(capsys) == ["x.md FIL005"]


def test_level_that_fails_is_each_files_own(capsys: Output) -> None:
    write("a/digestlint.toml", 'fail-on = "warning"\n')
    write("a/x.md", CLEAN)
    write("x.md")
    assert main(["check", "--ignore", "DUP"]) == 0
    write("a/x.md")
    assert main(["check", "--ignore", "DUP"]) == 1
    assert main(["check", "--ignore", "DUP", "--fail-on", "error"]) == 0
    assert "2 warnings" in capsys.readouterr().err


def test_mistake_below_counts_where_one_file_is_named(capsys: Output) -> None:
    write("a.md")
    write("sub/b.md")
    write("sub/digestlint.toml", "slct = 1\n")
    assert main(["check", "--no-cache", "a.md"]) == 2
    output, error = capsys.readouterr()
    assert not output
    assert error.startswith("Error: sub/digestlint.toml: slct")


def test_named_path_that_is_missing_is_told_though_it_would_be_excluded(capsys: Output) -> None:
    write("digestlint.toml", 'exclude = ["sub/"]\n')
    assert main(["check", "sub/typo.md"]) == 2
    assert "sub/typo.md: no such file" in capsys.readouterr().err


def test_empty_configuration_is_a_mistake(capsys: Output) -> None:
    write("a.md")
    assert main(["check", "--config", "", "a.md"]) == 2
    assert "--config: is empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ('exclude = ["./sub"]', 'exclude: "./sub" matches nothing; write "/sub"'),
        ('include = ["a/./*.md"]', 'include: "a/./*.md" matches nothing; write "/a/*.md"'),
        ('include = ["x.md", "!./y/."]', 'include: "!./y/." matches nothing; write "!/y"'),
        ('exclude = ["."]', 'exclude: "." matches nothing; write "/*"'),
        (
            'exclude = ["a/../b"]',
            'exclude: "a/../b" holds .., which matches nothing; put a configuration there',
        ),
        ('exclude = [" "]', 'exclude: " " is no pattern; write one as in .gitignore'),
        ('exclude = ["#a"]', 'exclude: "#a" is no pattern; write one as in .gitignore'),
        (
            'include = ["!b"]',
            'include: "!b" takes nothing back, as none stands before it; leave it out',
        ),
        (
            'per-file-ignores = {"a" = ["URL"], "!b" = ["URL"]}',
            'per-file-ignores: "!b" takes nothing back, as none stands before it; leave it out',
        ),
        ('exclude = ["./"]', 'exclude: "./" matches nothing; write "/*"'),
        ('exclude = ["//a/"]', 'exclude: "//a/" matches nothing; write "/a/"'),
        (
            'per-file-ignores = {"a" = ["URL"], "./b" = ["URL"]}',
            'per-file-ignores: "./b" matches nothing; write "/b"',
        ),
        (
            "rules = {versioned-url = {}, ARX006 = {}}",
            "rules.versioned-url: ARX006 is the same rule; write one table",
        ),
        (
            'levels = {versioned-url = "off", ARX006 = "error"}',
            "levels.versioned-url: ARX006 is the same rule; set its level once",
        ),
    ],
)
def test_what_would_have_no_effect_is_a_mistake(text: str, mistake: str, capsys: Output) -> None:
    write("x.md")
    write("digestlint.toml", text)
    assert mistakes(capsys) == [f"digestlint.toml: {mistake}"]


@pytest.mark.parametrize(("below", "above"), [("ARX006", "versioned-url"), ("versioned-url",) * 2])
def test_rule_goes_by_its_code_and_its_name_in_files_that_build_on_others(
    below: str, above: str, capsys: Output
) -> None:
    write("base.toml", f'[rules.{below}]\nallow-versions = true\n[levels]\n{below} = "off"\n')
    write("digestlint.toml", 'extend = "base.toml"\n')
    write("x.md")
    assert codes(capsys) == []
    write(
        "digestlint.toml",
        f'extend = "base.toml"\n[rules.{above}]\nallow-versions = false\n'
        f'[levels]\n{above} = "error"\n',
    )
    assert codes(capsys) == ["x.md ARX006"]
    inline = f"rules.{below}.allow-versions = true"
    assert codes(capsys, "--config", inline) == []
    assert codes(capsys, "--config", f"levels.{below} = 'off'") == []


def test_rule_that_a_program_has_off_by_name_runs_where_it_is_selected() -> None:
    settings = Settings(levels={"versioned-url": "off", "URL": "warning"})
    chosen = overridden(settings, {"select": ("ARX006", "URL001")}, RULES)
    assert [rule.code for rule in selected(chosen, RULES)] == ["ARX006", "URL001"]


def test_pattern_takes_back_what_one_before_it_names(capsys: Output) -> None:
    write("digestlint.toml", 'exclude = ["*.md", "!y.md"]')
    write("x.md")
    write("y.md")
    assert codes(capsys) == ["y.md ARX006"]
