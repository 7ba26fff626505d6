"""`--since`: which lines git says have changed, in repositories of every kind."""

import os
import sys
from pathlib import Path

import pytest
from repositories import Repository, repository

from digestlint.changes import Changed, Changes, ChangesError

NAMES = [
    "another.md",
    "two words.md",
    " edge .md",
    "文摘/2024年08月.md",
    'quo"ted.md',
    "back\\slash.md",
    "tab\tand\nline.md",
    "-U9.md",
    ":(glob)*.md",
    "+++ b/other.md",
]
TEXT = "一\n二\n三\n四\n五\n"
EVERYTHING = range(1000)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """Return a repository on a branch `work`, which has just left `main`."""
    made = repository(tmp_path / "a repository")
    (made.path / "digest.md").write_text(TEXT, encoding="utf-8", newline="")
    (made.path / "other.md").write_text(TEXT, encoding="utf-8", newline="")
    made.commit()
    made.git("switch", "--quiet", "--create", "work")
    return made


def write(repo: Repository, name: str, text: str) -> None:
    path = repo.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())


def changed(repo: Repository, name: str = "digest.md", since: str = "main") -> Changed:
    return Changes(since).of(str(repo.path / name))


def lines(repo: Repository, name: str = "digest.md", since: str = "main") -> list[int]:
    """Return the numbers of the lines that changed, counted from 1, up to the thousandth."""
    found = changed(repo, name, since)
    return [line + 1 for line in EVERYTHING if found.touches(line, line)]


def test_nothing_has_changed(repo: Repository) -> None:
    assert changed(repo) == Changed(at_all=False)
    assert lines(repo) == []


def test_lines_changed_added_and_removed(repo: Repository) -> None:
    write(repo, "digest.md", "一\n贰\n三\n又\n又\n五\n六\n")
    assert lines(repo) == [2, 4, 5, 7]


def test_lost_lines_leave_the_others_as_they_were(repo: Repository) -> None:
    write(repo, "digest.md", "一\n五\n")
    assert changed(repo) == Changed(at_all=True)


@pytest.mark.parametrize("step", ["work tree", "index", "commit"])
def test_changes_count_wherever_they_are(repo: Repository, step: str) -> None:
    write(repo, "digest.md", "一\n二\n三\n四\n伍\n")
    if step != "work tree":
        repo.git("add", "--all")
    if step == "commit":
        repo.commit()
    assert lines(repo) == [5]


def test_span_of_lines_is_touched_where_one_of_them_is(repo: Repository) -> None:
    write(repo, "digest.md", "一\n二\n叁\n四\n五\n")
    found = changed(repo)
    spans = [(0, 1), (0, 2), (2, 2), (2, 4), (1, 4), (3, 4)]
    assert [found.touches(*span) for span in spans] == [False, True, True, True, True, False]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows few of these names")
@pytest.mark.parametrize("name", NAMES)
def test_any_name(repo: Repository, name: str) -> None:
    write(repo, name, TEXT)
    repo.commit()
    assert lines(repo, name)[:6] == [1, 2, 3, 4, 5, 6]
    write(repo, name, "一\n贰\n三\n四\n五\n")
    assert lines(repo, name, since="HEAD") == [2]
    assert lines(repo, "other.md") == []


def test_file_that_git_does_not_know_is_new(repo: Repository) -> None:
    write(repo, "untracked.md", TEXT)
    write(repo, ".gitignore", "ignored.md\n")
    write(repo, "ignored.md", TEXT)
    write(repo, "intended.md", TEXT)
    repo.git("add", "--intent-to-add", "intended.md")
    for name in ("untracked.md", "ignored.md", "intended.md"):
        assert lines(repo, name)[:5] == [1, 2, 3, 4, 5]


def test_renamed_file_is_as_new_as_its_changes(repo: Repository) -> None:
    text = "".join(f"第 {number} 行\n" for number in range(40))
    write(repo, "long.md", text)
    repo.commit()
    repo.git("mv", "long.md", "改名 了.md")
    assert changed(repo, "改名 了.md", since="HEAD") == Changed(at_all=True)
    write(repo, "改名 了.md", text.replace("第 7 行", "第七行"))
    assert lines(repo, "改名 了.md", since="HEAD") == [8]


def test_deleted_file_does_not_matter(repo: Repository) -> None:
    (repo.path / "other.md").unlink()
    write(repo, "digest.md", TEXT + "六\n")
    assert lines(repo) == [6]


def test_file_that_was_a_link_is_new(repo: Repository) -> None:
    (repo.path / "link.md").symlink_to("other.md")
    repo.commit()
    (repo.path / "link.md").unlink()
    write(repo, "link.md", TEXT)
    assert lines(repo, "link.md", since="HEAD")[:5] == [1, 2, 3, 4, 5]


def test_link_is_as_new_as_its_target(repo: Repository) -> None:
    (repo.path / "link.md").symlink_to("digest.md")
    assert lines(repo, "link.md") == []


def test_what_others_did_meanwhile_is_not_ours(repo: Repository) -> None:
    write(repo, "digest.md", TEXT + "六\n")
    repo.commit()
    repo.git("switch", "--quiet", "main")
    write(repo, "digest.md", "壹\n" + TEXT)
    repo.commit()
    repo.git("switch", "--quiet", "work")
    assert lines(repo) == [6]


def test_detached_head(repo: Repository) -> None:
    write(repo, "digest.md", TEXT + "六\n")
    repo.git("switch", "--quiet", "--detach", repo.commit())
    assert lines(repo) == [6]


@pytest.mark.parametrize("autocrlf", ["false", "input", "true"])
def test_line_endings(repo: Repository, autocrlf: str) -> None:
    write(repo, "digest.md", TEXT.replace("\n", "\r\n"))
    repo.commit()
    repo.git("config", "core.autocrlf", autocrlf)
    write(repo, "digest.md", TEXT.replace("三", "叁").replace("\n", "\r\n"))
    assert 3 in lines(repo, since="HEAD")


def test_line_ends_at_a_line_feed_only(repo: Repository) -> None:
    write(repo, "digest.md", "一\r二\x0b\x85\u2028三\n叁\n")
    assert lines(repo) == [1, 2]


@pytest.mark.parametrize("content", ["@@ -1 +90 @@\n", "++ b/digest.md\n", "diff --git a/x b/x\n"])
def test_file_that_speaks_like_a_diff(repo: Repository, content: str) -> None:
    write(repo, "digest.md", TEXT + content)
    assert lines(repo) == [6]


def test_binary_file_has_lines_too(repo: Repository) -> None:
    write(repo, ".gitattributes", "*.md -diff\n")
    write(repo, "digest.md", TEXT + "\0\n")
    assert lines(repo) == [6]


@pytest.mark.parametrize(
    "setting",
    [
        *("diff.noprefix=true", "diff.mnemonicPrefix=true", "diff.context=5", "color.ui=always"),
        *("diff.interHunkContext=9", "diff.external=false", "diff.renames=false"),
        *("core.quotePath=false", "core.pager=false", "diff.relative=true", "core.fsmonitor=false"),
    ],
)
def test_settings_change_nothing(repo: Repository, setting: str) -> None:
    repo.git("config", *setting.split("="))
    write(repo, "digest.md", "壹\n二\n叁\n四\n五\n")
    assert lines(repo) == [1, 3]


def test_hook_of_another_repository(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.path / ".git" / "index"))
    write(repo, "digest.md", TEXT + "六\n")
    assert lines(repo) == [6]


def test_linked_work_tree(repo: Repository, tmp_path: Path) -> None:
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "main")
    linked = Repository(tmp_path / "linked")
    write(linked, "digest.md", TEXT + "六\n")
    assert lines(linked) == [6]


def test_each_repository_is_asked_for_its_own_files(repo: Repository, tmp_path: Path) -> None:
    other = repository(tmp_path / "other")
    write(other, "digest.md", TEXT)
    other.commit()
    write(repo, "digest.md", TEXT + "六\n")
    changes = Changes("HEAD")
    assert changes.of(str(other.path / "digest.md")) == Changed(at_all=False)
    assert changes.of(str(repo.path / "digest.md")).at_all


def mistake(since: str, path: Path) -> str:
    with pytest.raises(ChangesError) as raised:
        Changes(since).require([str(path)])
    assert str(raised.value) == f"--since: {raised.value.args[0]}"
    return str(raised.value.args[0])


@pytest.mark.parametrize("revision", ["nowhere", "", "--all", "-h", "main^{tree}", "HEAD~9", "a b"])
def test_no_commit(repo: Repository, revision: str) -> None:
    told = mistake(revision, repo.path)
    assert told == f'"{revision}" is no commit in {repo.path}; name one, or `git fetch` it first'


def test_no_commit_at_all(tmp_path: Path) -> None:
    empty = Repository(tmp_path)
    empty.git("init", "--quiet")
    assert mistake("HEAD", tmp_path) == f"HEAD is no commit in {tmp_path} yet; commit first"


def test_no_repository(tmp_path: Path) -> None:
    why = f"git finds no work tree around {tmp_path}; `git status` there tells why"
    assert mistake("main", tmp_path) == why


def test_no_common_history(repo: Repository) -> None:
    repo.git("switch", "--quiet", "--orphan", "apart")
    repo.commit()
    told = f'HEAD and "main" have no common history in {repo.path}; name another revision'
    assert mistake("main", repo.path) == told


def test_shallow_clone(repo: Repository, tmp_path: Path) -> None:
    write(repo, "digest.md", TEXT + "六\n")
    repo.commit()
    repo.git("switch", "--quiet", "main")
    repo.commit()
    url = f"file://{repo.path}"
    repo.git("clone", "--quiet", "--depth=1", "--no-single-branch", url, str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    assert mistake("origin/work", shallow.path) == (
        f'the history of {shallow.path} is cut off before it meets "origin/work"; '
        "`git fetch --unshallow` gets the rest"
    )
    assert mistake("HEAD~1", shallow.path) == (
        f'"HEAD~1" is no commit in {shallow.path}, whose history is cut off; '
        "`git fetch --unshallow` gets the rest, and `git fetch` a branch"
    )
    shallow.git("fetch", "--quiet", "--unshallow")
    assert lines(shallow, since="origin/work") == []


def test_no_git(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert mistake("main", repo.path) == "git is not on the PATH; install it"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs another user")
def test_repository_of_another_user(repo: Repository) -> None:
    os.chown(repo.path, 12345, 12345)
    assert mistake("main", repo.path).startswith(f"git finds no work tree around {repo.path}; ")
