"""Which files are looked at, and that no file keeps the others from being checked."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from digestlint import engine, project
from digestlint.checks import RULES
from digestlint.cli import main
from digestlint.discovery import discover
from digestlint.files import Failed
from digestlint.project import Checked, Skipped, Source, check
from digestlint.records import Digest
from digestlint.rule import Index, Options, Rule
from digestlint.violation import Violation

DIGEST = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*paths: str, text: str = DIGEST) -> None:
    for path in map(Path, paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(*paths: str) -> list[str | Failed]:
    return list(discover(paths))


def test_walk_takes_texts_in_sorted_order() -> None:
    write("b/c.md", "b.txt", "a.MD", "b/a.markdown", "a.rst", "README", "c/d/e/f.md")
    assert found(".") == ["a.MD", "b.txt", "b/a.markdown", "b/c.md", "c/d/e/f.md"]


def test_walk_leaves_out_what_tools_leave_behind() -> None:
    write(".git/a.md", ".venv/a.md", "node_modules/x/a.md", "a/__pycache__/a.md", "build/a.md")
    assert found(".") == []
    assert found("build") == ["build/a.md"]


def test_paths_are_shown_as_they_were_named(folder: Path) -> None:
    write("a/b.md")
    assert found("a/") == ["a/b.md"]
    assert found("./a") == ["a/b.md"]
    assert found("a/../a") == ["a/../a/b.md"]
    assert found(str(folder)) == [f"{folder}/a/b.md"]


def test_named_file_is_taken_whatever_it_is_called() -> None:
    write("notes", "build/a.md", ".gitignore", text="notes\n")
    assert found("notes", "build/a.md") == ["notes", "build/a.md"]


def test_file_is_looked_at_once() -> None:
    write("a/b.md")
    Path("a/link.md").symlink_to("b.md")
    assert found("a/b.md", "./a/b.md", "a", ".", "a/link.md") == ["a/b.md"]


@pytest.mark.parametrize("cycle", ["a/b/up", "a/self"])
def test_links_to_directories_are_not_followed(cycle: str) -> None:
    write("a/b/c.md")
    Path(cycle).symlink_to(Path("a").resolve())
    assert found(".") == ["a/b/c.md"]


def test_link_to_file_and_named_link_to_directory_are_followed(folder: Path) -> None:
    write("other/c.md")
    (folder / "here").mkdir()
    Path("here/a.md").symlink_to("../other/c.md")
    Path("there").symlink_to("other")
    assert found("here") == ["here/a.md"]
    assert found("there") == ["there/c.md"]


def test_deep_directories() -> None:
    for _ in range(1100):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.md").touch()
    for _ in range(1100):
        os.chdir("..")
    file = "d/" * 1100 + "a.md"
    assert found(".") == [file]
    # Python 3.11 cannot remove what is nested deeper than it can recurse.
    Path(file).unlink()
    os.removedirs(os.path.dirname(file))


def gitignore(patterns: str, path: str = ".gitignore") -> None:
    write(path, text=patterns)


def test_gitignore_is_honoured() -> None:
    write("a.md", "drafts/a.md", "x/a.tmp.md", "x/keep.tmp.md", "top.md", "x/top.md")
    gitignore("drafts/\n*.tmp.md\n!keep.tmp.md\n/top.md\n# comment\n")
    assert found(".") == ["a.md", "x/keep.tmp.md", "x/top.md"]


def test_nearest_gitignore_wins() -> None:
    write("a.md", "x/a.md", "x/b.md")
    gitignore("a.md\n")
    gitignore("!a.md\nb.md\n", "x/.gitignore")
    assert found(".") == ["x/a.md"]


def test_repository_above_a_walk_has_a_say() -> None:
    write("docs/x/a.md", "docs/x/b.md", "docs/x/c.md", ".git/HEAD")
    gitignore("a.md\n", ".git/info/exclude")
    gitignore("x/b.md\n", "docs/.gitignore")
    assert found("docs/x") == ["docs/x/c.md"]


def test_above_a_walk_outside_a_repository_nothing_counts() -> None:
    write("docs/a.md")
    gitignore("*.md\n")
    assert found("docs") == ["docs/a.md"]


def test_named_directory_is_walked_though_ignored() -> None:
    write("drafts/a.md", "drafts/b.md", ".git/HEAD")
    gitignore("drafts/\n")
    gitignore("b.md\n", "drafts/.gitignore")
    assert found(".") == []
    assert found("drafts") == ["drafts/a.md"]


@pytest.mark.parametrize("pattern", ["!", "\\", "[", "a\\", "/", "***", "\x00", "\udcff"])
def test_pattern_that_cannot_be_read_is_passed_over(pattern: str) -> None:
    write("a.md", "b.md")
    Path(".gitignore").write_bytes(f"{pattern}\nb.md\n".encode("utf-8", "surrogateescape"))
    assert "b.md" not in found(".")


def test_what_is_no_file_is_told_and_the_rest_is_found() -> None:
    write("a.md")
    os.mkfifo("pipe.md")
    Path("gone.md").symlink_to("nowhere")
    Path("loop.md").symlink_to("loop.md")
    no_file = Failed("pipe.md", "not a regular file")
    gone = Failed("gone.md", "broken symbolic link")
    loop = Failed("loop.md", "too many levels of symbolic links")
    assert found(".") == ["a.md", gone, loop, no_file]
    assert found("pipe.md", "a.md", "gone.md") == [no_file, "a.md", gone]
    assert found("nowhere", "/dev/null") == [
        Failed("nowhere", "no such file or directory"),
        Failed("/dev/null", "not a regular file"),
    ]
    assert found("", "a\0b") == [
        Failed("", "no such file or directory"),
        Failed("a\0b", "embedded null byte"),
    ]


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forbid the directory `locked`, which permissions would not do for root."""
    scandir = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if os.path.basename(path) == "locked":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)


@pytest.mark.usefixtures("locked")
def test_directory_that_cannot_be_listed_is_told() -> None:
    write("a.md", "locked/b.md", "z/c.md")
    assert found(".") == ["a.md", Failed("locked", "permission denied"), "z/c.md"]


def test_pipe_as_gitignore_is_never_opened() -> None:
    write("a.md", "x/b.md")
    os.mkfifo("x/.gitignore")
    assert found(".") == ["a.md", Failed("x/.gitignore", "not a regular file")]


def outcome(data: bytes, path: str = "a.md") -> object:
    return check(Source(path, data), RULES, Options())


def test_digest_is_checked_and_other_text_skipped() -> None:
    checked = outcome(DIGEST.encode())
    assert isinstance(checked, Checked)
    assert checked.violations == []
    assert outcome(b"# Read me\n") == Skipped("a.md")
    assert outcome(b"") == Skipped("a.md")


@pytest.mark.parametrize("data", [b"\x89PNG\0", "Größe".encode("latin-1")])
def test_undecodable_file_that_is_no_digest_is_skipped(data: bytes) -> None:
    assert outcome(data) == Skipped("a.md")


@pytest.mark.parametrize("data", [DIGEST.encode() + b"\xff", DIGEST.encode("utf-16")])
def test_undecodable_digest_is_never_skipped(data: bytes) -> None:
    checked = outcome(data)
    assert isinstance(checked, Checked)
    assert [violation.code for violation in checked.violations] == ["FIL001"]
    rules = [rule for rule in RULES if rule.code != "FIL001"]
    assert check(Source("a.md", data), rules, Options()) == Failed(
        "a.md", "not valid UTF-8, so nothing but FIL001 can be checked"
    )


@pytest.mark.parametrize("error", [RecursionError("deep"), MemoryError(), ValueError("two\nlines")])
def test_crash_is_one_line_and_the_others_are_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    write("a.md", "b.md")
    run = engine.run

    def crash(
        digest: Digest, rules: Collection[Rule], options: Options, index: Index
    ) -> list[Violation]:
        if digest.path == "a.md":
            raise error
        return run(digest, rules, options, index)

    monkeypatch.setattr(engine, "run", crash)
    assert main(["check", "--output-format", "concise"]) == 2
    told, counts = capsys.readouterr().err.splitlines()
    assert told.startswith("Error: a.md: internal error in test_project.py:")
    assert type(error).__name__ in told
    assert "1 file checked" in counts


def test_text_without_translation_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Digest:
        raise AssertionError

    monkeypatch.setattr(project, "parse", refuse)
    english = Source("a.md", b"# A Title\n[A Title](https://arxiv.org/abs/2408.12637)\n" * 3)
    assert check(english, RULES, Options()) == Skipped("a.md")
