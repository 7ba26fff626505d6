"""`--since` on the command line: only what stands on changed lines is told, and fixed."""

import os
from pathlib import Path

import pytest
from repositories import Repository, repository

from digestlint.cli import main

# ARX006, and FIL006 in the last line.
OLD = """\
## A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637v2)

我们提出一种方法。

它\u200b比别的方法好。
"""
# URL001.
NEW = "\n代码见https://github.com/a/b获得。\n"

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Run the test in a repository with a digest, on a branch that has just left `main`."""
    made = repository(tmp_path / "repo")
    monkeypatch.chdir(made.path)
    write("digest.md", OLD)
    made.commit()
    made.git("switch", "--quiet", "--create", "work")
    return made


def write(path: str, text: str) -> None:
    Path(path).write_bytes(text.encode())


def text(path: str = "digest.md") -> str:
    return Path(path).read_bytes().decode()


def check(*arguments: str) -> int:
    return main(["check", "--output-format", "concise", "--since", "main", *arguments])


def reported(capsys: Output, *arguments: str) -> list[str]:
    """Return what a check reports: places and codes."""
    capsys.readouterr()
    check(*arguments)
    return [" ".join(line.split()[:2]) for line in capsys.readouterr().out.splitlines()]


def test_old_violations_are_not_told(capsys: Output) -> None:
    assert reported(capsys) == []
    assert check() == 0
    assert main(["check"]) == 1


def test_violations_on_changed_lines_are_told(capsys: Output) -> None:
    write("digest.md", OLD + NEW)
    assert reported(capsys) == ["digest.md:8:4: URL001"]
    assert check() == 1
    write("digest.md", "\n" + OLD.replace("我们", "你们"))
    assert reported(capsys) == ["digest.md:1:1: FIL007"]


def test_violation_of_several_lines_is_told_where_one_changed(capsys: Output) -> None:
    paragraph = "我们提出一种方法。\n\n\n\n它也快。\n"
    write("digest.md", OLD.replace("我们提出一种方法。\n", paragraph))
    assert reported(capsys) == ["digest.md:6:1: FIL007"]


def test_violation_of_the_whole_file_is_told_where_the_file_changed(
    repo: Repository, capsys: Output
) -> None:
    write("digest.md", f"\ufeff{OLD}".rstrip("\n"))
    repo.commit()
    repo.git("branch", "--force", "main")
    assert reported(capsys) == []
    write("digest.md", f"\ufeff{OLD}".rstrip("\n").replace("比别", "胜过别"))
    found = {place.split()[1] for place in reported(capsys)}
    assert found == {"FIL002", "FIL004", "FIL006"}


def test_new_file_is_told_of_whole(capsys: Output) -> None:
    write("新_文件.md", OLD.replace("2408.12637", "2408.12638"))
    assert reported(capsys, "--ignore", "DUP") == [
        *("新_文件.md:2:45: ARX006", "新_文件.md:6:2: FIL006"),
    ]


def test_renamed_file_is_told_of_where_it_changed(repo: Repository, capsys: Output) -> None:
    repo.git("mv", "digest.md", "renamed.md")
    assert reported(capsys) == []
    write("renamed.md", OLD + NEW)
    assert reported(capsys) == ["renamed.md:8:4: URL001"]


def test_lines_are_those_of_git(capsys: Output) -> None:
    write("digest.md", OLD.replace("\n\n我们", "\r\r我们") + NEW)
    assert "URL001" in {place.split()[1] for place in reported(capsys, "--ignore", "FIL003")}


def test_from_any_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    write("digest.md", OLD + NEW)
    monkeypatch.chdir(tmp_path)
    assert reported(capsys, "repo") == ["repo/digest.md:8:4: URL001"]
    assert reported(capsys, "repo/digest.md") == ["repo/digest.md:8:4: URL001"]


def test_fix_mends_changed_lines_only() -> None:
    write("digest.md", OLD + NEW)
    assert main(["fix", "--since", "main"]) == 0
    assert text() == OLD + NEW.replace("https://github.com/a/b", "<https://github.com/a/b>")
    assert main(["fix", "--since", "HEAD", "--unsafe-fixes"]) == 0
    assert "v2" in text()


def test_fix_knows_the_changed_lines_in_every_round() -> None:
    """The first round removes lines above, and so moves what is fixed in the second."""
    above = "\n\n\n\n\n# 前言\n\n"
    glued = "\n\u200b\u200b 代码见https://github.com/a/b获得。\n"
    write("digest.md", above + OLD + glued)
    assert main(["fix", "--since", "main"]) == 0
    expected = "\n代码见<https://github.com/a/b>获得。\n"
    assert text() == f"{above.lstrip()}{OLD}{expected}"


def test_diff_shows_changed_lines_only(capsys: Output) -> None:
    write("digest.md", OLD + NEW)
    assert main(["fix", "--diff", "--since", "main"]) == 1
    changed = [line for line in capsys.readouterr().out.splitlines() if line[0] in "+-"]
    assert changed[2:] == [f"-{NEW.strip()}", "+代码见<https://github.com/a/b>获得。"]


def test_baseline_holds_beside(capsys: Output) -> None:
    write("digest.md", OLD + NEW)
    main(["baseline"])
    assert reported(capsys) == []
    write("digest.md", OLD + NEW + NEW.replace("/b", "/c"))
    assert reported(capsys) == ["digest.md:10:4: URL001"]
    capsys.readouterr()
    check()
    assert "3 in the baseline" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "fix"])
def test_revision_that_does_not_exist(command: str, repo: Repository, capsys: Output) -> None:
    write("digest.md", OLD + NEW)
    assert main([command, "--since", "origin/main\x1b"]) == 2
    way_out = "name one, or `git fetch` it first"
    told = f'Error: --since: "origin/main\\x1b" is no commit in {repo.path}; {way_out}\n'
    assert capsys.readouterr() == ("", told)
    assert text() == OLD + NEW


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.chdir(tmp_path)
    write("digest.md", OLD)
    told = (
        f"Error: --since: git finds no work tree around {tmp_path}; `git status` there tells why\n"
    )
    for paths in ([], ["."], ["digest.md"], ["repo", "digest.md"]):
        assert check(*paths) == 2
        assert capsys.readouterr() == ("", told)


def test_repository_inside_that_lacks_the_revision(repo: Repository, capsys: Output) -> None:
    inner = repository(repo.path / "inner")
    inner.git("switch", "--quiet", "--create", "other")
    write("inner/digest.md", OLD)
    inner.commit()
    assert check() == 2
    assert capsys.readouterr().err.startswith(
        f'Error: --since: "main" is no commit in {inner.path}'
    )


def test_standard_input(capsys: Output) -> None:
    assert check("-") == 2
    assert capsys.readouterr().err.endswith(
        "--since is about files in a repository, not standard input\n"
    )


def test_path_that_does_not_exist_is_told_as_ever(capsys: Output) -> None:
    assert check("missing.md", os.curdir) == 2
    assert capsys.readouterr().err.startswith("Error: missing.md: no such file or directory\n")
