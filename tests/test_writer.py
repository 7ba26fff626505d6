"""Files are replaced as a whole: what they are afterwards, and what keeps them as they were."""

import errno
import os
import resource
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import fork

import digestlint
from digestlint.cli import main

CLEAN = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。
"""
WRONG = CLEAN.replace("方法。", "方法。 ")  # FIL005

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Run the test in a directory of one digest, which users without rights may look into."""
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.chdir(name)
        Path(name).chmod(0o755)
        Path("wrong.md").write_text(WRONG, encoding="utf-8")
        yield Path(name)
        monkeypatch.undo()


def text(path: str = "wrong.md") -> str:
    return Path(path).read_bytes().decode()


def fix(*paths: str) -> int:
    options = ("--ignore", "DUP", "--output-format", "concise")
    return main(["fix", *options, *(paths or ["."])])


def assert_left_as_it_was(capsys: Output, reason: str) -> None:
    """Expect one line that says why, and neither a change nor debris."""
    told, _ = capsys.readouterr().err.splitlines()
    assert told == f"Error: wrong.md: {reason}"
    assert text() == WRONG
    assert os.listdir() == ["wrong.md"]


def test_file_is_replaced_and_nothing_else_is_left() -> None:
    before = os.stat("wrong.md").st_ino
    with open("wrong.md", encoding="utf-8") as reader:
        assert fix() == 0
        assert reader.read() == WRONG
    assert text() == CLEAN
    assert os.stat("wrong.md").st_ino != before
    assert os.listdir() == ["wrong.md"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640, 0o755, 0o444])
def test_permissions_are_kept(mode: int) -> None:
    os.chmod("wrong.md", mode)
    assert fix() == 0
    assert text() == CLEAN
    assert os.stat("wrong.md").st_mode & 0o7777 == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_owner_is_kept() -> None:
    os.chown("wrong.md", 1234, 5678)
    assert fix() == 0
    status = os.stat("wrong.md")
    assert (status.st_uid, status.st_gid) == (1234, 5678)


def test_target_of_a_symbolic_link_is_written() -> None:
    os.mkdir("digests")
    os.rename("wrong.md", "digests/wrong.md")
    os.symlink("digests/wrong.md", "link.md")
    os.symlink("link.md", "link of link.md")
    assert fix("link of link.md") == 0
    assert text("digests/wrong.md") == CLEAN
    assert os.readlink("link.md") == "digests/wrong.md"
    assert os.readlink("link of link.md") == "link.md"
    assert os.listdir("digests") == ["wrong.md"]


@pytest.mark.parametrize("name", ["题" * 84 + ".md", "x" * 252 + ".md", "caf\udce9 \n.md"])
def test_name_may_be_any(name: str) -> None:
    os.rename("wrong.md", name)
    assert fix() == 0
    assert text(name) == CLEAN
    assert os.listdir() == [name]


def test_unchanged_file_is_not_written() -> None:
    Path("clean.md").write_text(CLEAN, encoding="utf-8")
    Path("notes.md").write_text("# Notes \n", encoding="utf-8")
    before = [(status.st_ino, status.st_mtime_ns) for status in map(os.stat, sorted(os.listdir()))]
    assert fix("clean.md", "notes.md") == 0
    assert main(["fix", "--no-cache", "--diff"]) == 1
    assert main(["check", "--no-cache", "wrong.md"]) == 1
    after = [(status.st_ino, status.st_mtime_ns) for status in map(os.stat, sorted(os.listdir()))]
    assert after == before


def test_file_that_changed_since_it_was_read_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    newer = WRONG.replace("一种", "两种")
    monkeypatch.setattr(os, "fsync", lambda _: Path("wrong.md").write_text(newer, encoding="utf-8"))
    assert fix() == 2
    told, _ = capsys.readouterr().err.splitlines()
    assert told == "Error: wrong.md: changed since it was read, so it is left as it is; run again"
    assert text() == newer
    assert os.listdir() == ["wrong.md"]


def test_file_that_is_gone_since_it_was_read_does_not_come_back(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: os.unlink("wrong.md"))
    assert fix() == 2
    assert capsys.readouterr().err.startswith("Error: wrong.md: no such file or directory\n")
    assert os.listdir() == []


@pytest.mark.parametrize("function", ["open", "fsync", "chmod", "replace"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_failure_is_one_line_and_the_file_as_it_was(
    function: str, error: int, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def fail(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, function, fail)
    assert fix("wrong.md") == 2
    reason = os.strerror(error)
    assert_left_as_it_was(capsys, reason[0].lower() + reason[1:])


def test_other_files_are_fixed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def fail_once(_: int) -> None:
        monkeypatch.undo()
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = os.getcwd()
    Path("zzz.md").write_text(WRONG, encoding="utf-8")
    monkeypatch.setattr(os, "fsync", fail_once)
    assert fix(f"{folder}/wrong.md", f"{folder}/zzz.md") == 2
    assert capsys.readouterr().err.splitlines() == [
        f"Error: {folder}/wrong.md: no space left on device",
        "1 fixed, 0 errors, 0 warnings, 0 fixable; 1 file checked, 0 skipped (no digest), 1 failed",
    ]
    assert text(f"{folder}/wrong.md") == WRONG
    assert text(f"{folder}/zzz.md") == CLEAN


def test_file_that_cannot_be_written_to_its_end_stays() -> None:
    def fix_with_little_room() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        return fix("wrong.md")

    big = "\n".join(WRONG.replace("2408.1", f"2408.{n}") for n in range(1, 10)) * 100
    Path("wrong.md").write_text(big, encoding="utf-8")
    status, told = fork(fix_with_little_room).wait()
    assert (status, told.splitlines()[0]) == (2, "Error: wrong.md: file too large")
    assert text() == big
    assert os.listdir() == ["wrong.md"]


def test_folder_that_we_may_not_write_to() -> None:
    def fix_without_rights() -> int:
        if os.geteuid() == 0:
            os.setuid(65534)
        return fix("wrong.md")

    Path().chmod(0o555)
    status, told = fork(fix_without_rights).wait()
    assert (status, told.splitlines()[0]) == (2, "Error: wrong.md: permission denied")
    assert text() == WRONG
    assert os.listdir() == ["wrong.md"]


def debris() -> str:
    """Return the name of what a run that is killed while it fixes `wrong.md` leaves beside it."""

    def fix_until_killed() -> int:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGKILL))
            return fix("wrong.md")

    assert fork(fix_until_killed).wait()[0] == -signal.SIGKILL
    (name,) = set(os.listdir()) - {"wrong.md"}
    return name


def test_debris_is_no_digest_and_goes_with_the_next_run() -> None:
    name = debris()
    assert Path(name).read_bytes().decode() == CLEAN
    assert main(["check", "--no-cache", "--statistics"]) == 1
    assert fix() == 0
    assert os.listdir() == ["wrong.md"]


def test_debris_goes_also_where_nothing_is_left_to_fix() -> None:
    debris()
    Path("wrong.md").write_text(CLEAN, encoding="utf-8")
    assert fix() == 0
    assert os.listdir() == ["wrong.md"]


def test_debris_that_leads_elsewhere_is_not_followed(capsys: Output) -> None:
    name = debris()
    Path("elsewhere").write_bytes(b"as it was")
    os.unlink(name)
    os.symlink("elsewhere", name)
    assert fix() == 2
    assert capsys.readouterr().err.startswith("Error: wrong.md: too many levels of symbolic links")
    assert Path("elsewhere").read_bytes() == b"as it was"
    assert text() == WRONG


def test_pipe_in_the_way_does_not_keep_us_waiting(capsys: Output) -> None:
    name = debris()
    os.unlink(name)
    os.mkfifo(name)
    assert fix() == 2
    assert capsys.readouterr().err.startswith("Error: wrong.md: no such device or address\n")
    assert text() == WRONG


def test_library_writes_nothing() -> None:
    assert digestlint.fix(WRONG, "wrong.md") == CLEAN
    assert text() == WRONG
