"""Duplicates across files, on the command line: found whichever files are passed."""

import io
import os
import sys
from pathlib import Path

import pytest
from fragments import another

import digestlint
from digestlint import cache
from digestlint.cli import main

PAPER = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。
"""
SUPPRESSED = "<!-- digestlint: disable-file=DUP002 -->\n\n"

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in a directory of two digests of one paper, and of one of another."""
    monkeypatch.chdir(tmp_path)
    write("old.md", PAPER)
    write("new.md", PAPER)
    write("other.md", another(PAPER, 1))
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="utf-8")


def check(capsys: Output, *arguments: str, command: str = "check") -> list[str]:
    """Return the place and code of each violation that a run tells."""
    main([command, "--output-format", "concise", *arguments])
    return [" ".join(line.split()[:2]) for line in capsys.readouterr().out.splitlines()]


def test_other_digest_is_named_though_one_file_is_passed(capsys: Output) -> None:
    assert main(["check", "--output-format", "concise", "new.md"]) == 1
    assert capsys.readouterr().out == (
        "new.md:2:35: DUP002 2408.12637 is the paper of the entry at old.md:1 too;"
        " keep one, or mend the id\n"
    )


def test_report_on_a_file_depends_on_no_other_that_is_passed(capsys: Output) -> None:
    both = ["new.md:2:35: DUP002", "old.md:2:35: DUP002"]
    assert check(capsys) == both
    assert check(capsys, "old.md") + check(capsys, "new.md") == both[::-1]
    assert check(capsys, "other.md") == []


def test_place_is_told_as_seen_from_where_we_are(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    write("digestlint.toml", "")
    Path("sub").mkdir()
    monkeypatch.chdir("sub")
    main(["check", "--output-format", "concise", "../new.md"])
    output = capsys.readouterr().out
    assert f"the entry at {os.path.join('..', 'old.md')}:1 too" in output


@pytest.mark.parametrize("options", [[], ["--no-cache"]])
def test_file_that_the_project_leaves_out_is_compared_with_it(
    capsys: Output, options: list[str]
) -> None:
    write("digestlint.toml", 'include = ["old.md"]\n')
    for _ in range(2):
        assert check(capsys, *options, "new.md") == ["new.md:2:35: DUP002"]
    assert check(capsys, *options, "old.md") == []


def test_title_and_abstract_of_another_paper_are_found_there_too(capsys: Output) -> None:
    write("new.md", PAPER.replace("12637", "12650").replace("一篇值得", "又一篇值得我们"))
    assert check(capsys, "new.md") == ["new.md:1:3: DUP003", "new.md:4:1: DUP005"]


def test_without_cache_the_same_is_found_and_nothing_is_left(capsys: Output) -> None:
    assert check(capsys, "--no-cache", "new.md") == ["new.md:2:35: DUP002"]
    assert not Path(cache.FOLDER, cache.FILE).exists()
    assert check(capsys, "new.md") == ["new.md:2:35: DUP002"]
    assert Path(cache.FOLDER, cache.FILE).is_file()


def test_no_index_is_made_where_no_rule_asks_for_it(capsys: Output) -> None:
    assert check(capsys, "--ignore", "DUP") == []
    assert not Path(cache.FOLDER, cache.FILE).exists()


def test_suppression_in_one_place_is_enough_and_is_of_use(capsys: Output) -> None:
    write("new.md", SUPPRESSED + PAPER)
    assert check(capsys) == []
    assert check(capsys, "old.md") == []


def test_suppressions_in_both_places_are_both_of_use(capsys: Output) -> None:
    write("new.md", SUPPRESSED + PAPER)
    write("old.md", SUPPRESSED + PAPER)
    assert check(capsys) == []


def test_suppression_of_what_stands_nowhere_else_is_reported(capsys: Output) -> None:
    write("other.md", SUPPRESSED + another(PAPER, 1))
    assert check(capsys, "other.md") == ["other.md:1:31: SUP001"]


def test_suppression_is_not_judged_where_the_project_is_unknown() -> None:
    assert digestlint.check(SUPPRESSED + PAPER) == []
    whole_family = SUPPRESSED.replace("DUP002", "DUP") + PAPER
    assert digestlint.fix(whole_family) == whole_family


def test_fix_tells_the_duplicate_and_leaves_it(capsys: Output) -> None:
    write("new.md", PAPER.replace("。\n", "。 \n"))
    assert check(capsys, "--unsafe-fixes", "new.md", command="fix") == ["new.md:2:35: DUP002"]
    assert Path("new.md").read_text(encoding="utf-8") == PAPER


def test_standard_input_is_the_file_that_it_is_called(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    for name, expected in (
        ("old.md", ["old.md:2:35: DUP002"]),
        ("newest.md", ["newest.md:2:35: DUP002"]),
        ("-", []),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAPER.encode())))
        assert check(capsys, "--stdin-filename", name, "-") == expected


def test_standard_input_that_is_no_digest_asks_nothing_of_the_project(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("sub").mkdir()
    write("sub/digestlint.toml", "mistaken = 1\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"no digest\n")))
    assert main(["check", "-", "--stdin-filename", "old.md"]) == 0


def test_mistake_in_a_configuration_is_told_once(capsys: Output) -> None:
    assert check(capsys) != []
    Path("sub").mkdir()
    write("sub/digestlint.toml", "mistaken = 1\n")
    for options in ([], ["--no-cache"]):
        assert main(["check", *options, "new.md"]) == 2
        assert capsys.readouterr().err.count("mistaken") == 1


def test_baseline_covers_duplicates_in_all_their_places(capsys: Output) -> None:
    assert main(["baseline"]) == 0
    capsys.readouterr()
    assert check(capsys) == []
    assert check(capsys, "old.md") == []
    write("other.md", another(PAPER, 1) + "\n" + another(PAPER, 2))
    write("newest.md", another(PAPER, 2))
    assert check(capsys, "newest.md") == ["newest.md:2:35: DUP002"]
