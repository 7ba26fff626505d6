"""The index of a project: which files it holds, and what each of them sees in it."""

import os
from pathlib import Path

import pytest
from indexed import IN_CACHE, digest, places, write

from digestlint.postings import Postings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_paper_is_found_in_another_file_and_not_in_ones_own() -> None:
    write("a.md", 1, 2)
    write("b/c.md", 3, 2)
    assert places("a.md", 1, 2, 3) == [None, "b/c.md:6", "b/c.md:1"]
    assert places("b/c.md", 1, 2, 3) == ["a.md:1", "a.md:6", None]
    assert places("new.md", 1, 4) == ["a.md:1", None]


@pytest.mark.parametrize("path", ["./b/../a.md", "link.md", "b/../b/up/a.md"])
def test_ones_own_file_is_known_by_any_name(folder: Path, path: str) -> None:
    write("a.md", 1)
    write("b/c.md", 1)
    Path("link.md").symlink_to("a.md")
    Path("b/up").symlink_to(folder)
    os.link("a.md", "twin.md")
    assert places(path, 1) == ["b/c.md:1"]
    assert places(str(folder / path), 1) == ["b/c.md:1"]


def test_standard_input_without_a_name_has_no_project() -> None:
    write("a.md", 1)
    assert places("-", 1) == [None]


def test_project_is_that_of_the_nearest_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("a.md", "inner/b.md", "inner/deep/c.md"):
        write(path, 1)
    Path("digestlint.toml").touch()
    Path("inner/digestlint.toml").write_text("fail-on = 'warning'\n", encoding="utf-8")
    monkeypatch.chdir("inner/deep")
    assert places("c.md", 1) == ["../b.md:1"]
    assert places("../../a.md", 1) == ["../b.md:1"]
    assert Path("..", IN_CACHE).is_file()


def test_project_is_the_repository_where_nothing_is_configured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("x/a.md", 1)
    write("x/y/b.md", 1)
    write("c.md", 1)
    Path("x/.git").mkdir()
    monkeypatch.chdir("x/y")
    assert places("b.md", 1) == ["../a.md:1"]


def test_project_is_else_the_current_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    write("x/a.md", 1)
    write("x/y/b.md", 1)
    write("c.md", 1)
    monkeypatch.chdir("x")
    assert places("y/b.md", 1) == ["a.md:1"]
    assert places("../c.md", 1) == [None]


def test_what_a_walk_leaves_out_is_no_part_of_the_project() -> None:
    for path in ("drafts/a.md", "old/b.md", "build/c.md", "d.rst"):
        write(path, 1)
    Path(".git").mkdir()
    Path(".gitignore").write_text("drafts\n", encoding="utf-8")
    Path("digestlint.toml").write_text('exclude = ["old"]\n', encoding="utf-8")
    assert places("new.md", 1) == [None]


def test_file_without_digest_and_unreadable_file_count_for_nothing() -> None:
    Path("a.md").write_text("[A paper](https://arxiv.org/abs/2408.00001)\n", encoding="utf-8")
    Path("b.md").write_bytes(b"\x00\xff\xfe")
    Path("c.md").symlink_to("nowhere")
    assert places("new.md", 1) == [None]
    assert places("new.md", 1) == [None]


@pytest.mark.parametrize("name", [b"\xff.md", "论文.md".encode(), b"a'; --.md", b"a\n.md"])
def test_name_of_a_file_may_hold_anything(name: bytes) -> None:
    write(os.fsdecode(name), 1)
    expected = [f"{os.fsdecode(name)}:1"]
    assert places("new.md", 1) == expected
    assert places("new.md", 1) == expected


def test_place_where_a_suppression_hides_the_paper_is_excused_and_comes_last() -> None:
    Path("a.md").write_text(
        f"<!-- digestlint: disable-file=DUP002 -->\n\n{digest(1, 2)}", encoding="utf-8"
    )
    write("b.md", 2)
    assert places("new.md", 1, 2) == ["(a.md:3)", "b.md:1"]


def test_place_that_the_configuration_leaves_out_is_excused() -> None:
    write("a.md", 1, 2)
    write("b.md", 2)
    config = Path("digestlint.toml")
    for codes, expected in (("DUP003", "a.md:1"), ("DUP", "(a.md:1)"), ("URL", "a.md:1")):
        config.write_text(f'per-file-ignores = {{ "a.md" = ["{codes}"] }}\n', encoding="utf-8")
        assert places("new.md", 1) == [expected]
    config.write_text('per-file-ignores = { "a.md" = ["DUP002"] }\n', encoding="utf-8")
    assert places("new.md", 1, 2) == ["(a.md:1)", "b.md:1"]


def test_script_of_the_configuration_counts() -> None:
    greek = "# A Paper of Note\n[Μια εργασία](https://arxiv.org/abs/2408.00001)\n\nΚείμενο.\n"
    Path("a.md").write_text(greek, encoding="utf-8")
    assert places("new.md", 1) == [None]
    Path("digestlint.toml").write_text('script = "Greek"\n', encoding="utf-8")
    assert places("new.md", 1) == ["a.md:1"]
    Path("digestlint.toml").write_text("", encoding="utf-8")
    assert places("new.md", 1) == [None]


def test_what_few_files_ask_is_looked_up_in_the_postings_of_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    holders, told = Postings.holders, list[bytes]()

    def note(postings: Postings, key: int) -> list[bytes]:
        found = list(holders(postings, key))
        told.extend(found)
        return found

    monkeypatch.setattr(Postings, "holders", note)
    write("a.md", 1, 2)
    write("b.md", 2, 3)
    write("large.md", *range(10, 300))
    assert places("a.md", 1, 2) == [None, "b.md:1"]
    assert told == []
    assert places("a.md", 1, 2) == [None, "b.md:1"]
    assert set(told) == {b"a.md", b"b.md"}
    write("b.md", 1)
    assert places("a.md", 1, 2) == ["b.md:1", None]
