"""The cache of the index: whatever became of it, what is found is what the files say."""

import os
import shutil
import signal
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from indexed import IN_CACHE, places, spoil, truncate, write
from processes import fork, signal_at

from digestlint import cache, files, indexing
from digestlint.postings import ROW
from digestlint.signature import signature


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that fills with the files that are read for the index."""
    paths: list[str] = []
    read = files.read

    def note(path: str) -> bytes:
        paths.append(os.path.basename(path))
        return read(path)

    monkeypatch.setattr(indexing, "read", note)
    return paths


@pytest.fixture
def an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be long ago that any file was changed."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 3600 * 10**9)


@pytest.mark.usefixtures("an_hour_later")
def test_file_that_nobody_has_changed_is_not_read_again(reads: list[str]) -> None:
    write("a.md", 1)
    write("b.md", 2)
    places("new.md", 1)
    assert set(reads) == {"a.md", "b.md"}
    reads.clear()
    assert places("new.md", 1, 2) == ["a.md:1", "b.md:1"]
    assert reads == []
    write("b.md", 3)
    assert places("new.md", 1, 3) == ["a.md:1", "b.md:1"]
    assert set(reads) == {"b.md"}


@pytest.mark.usefixtures("an_hour_later")
def test_few_files_that_come_and_go_are_kept_with_the_next_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number, name in enumerate(("a.md", "b.md", "c.md"), 1):
        write(name, number)
    places("new.md", 1)
    monkeypatch.setattr(indexing, "_FILES_KEPT", 2)
    before = IN_CACHE.read_bytes()
    write("d.md", 4)
    assert places("new.md", 3, 4) == ["c.md:1", "d.md:1"]
    assert IN_CACHE.read_bytes() == before
    Path("c.md").unlink()
    assert places("new.md", 3, 4) == [None, "d.md:1"]
    assert cache.load(".").known.keys() == {b"a.md", b"b.md", b"d.md"}


@pytest.mark.usefixtures("an_hour_later")
def test_few_changes_among_many_files_are_kept_with_the_next_ones(
    monkeypatch: pytest.MonkeyPatch, reads: list[str]
) -> None:
    for number, name in enumerate(("a.md", "b.md", "c.md"), 1):
        write(name, number)
    places("new.md", 1)
    monkeypatch.setattr(indexing, "_FILES_KEPT", 2)
    write("b.md", 4)
    for _ in range(2):
        reads.clear()
        assert places("new.md", 2, 4) == [None, "b.md:1"]
        assert set(reads) == {"b.md"}
    write("c.md", 5)
    places("new.md", 1)
    reads.clear()
    assert places("new.md", 4, 5) == ["b.md:1", "c.md:1"]
    assert reads == []


def test_file_that_changed_a_moment_ago_is_read_again(reads: list[str]) -> None:
    write("a.md", 1)
    places("new.md", 1)
    reads.clear()
    places("new.md", 1)
    assert reads == ["a.md"]


@pytest.mark.usefixtures("an_hour_later")
def test_times_that_a_program_sets_hide_no_change() -> None:
    write("a.md", 1)
    before = os.stat("a.md")
    assert places("new.md", 1, 2) == ["a.md:1", None]
    time.sleep(0.05)  # The clock of the file system must tick once.
    write("a.md", 2)
    os.utime("a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert places("new.md", 1, 2) == [None, "a.md:1"]


def test_renamed_file_is_found_under_its_new_name() -> None:
    write("a.md", 1)
    places("new.md", 1)
    Path("a.md").rename("b.md")
    assert places("new.md", 1) == ["b.md:1"]


def test_without_cache_nothing_is_written() -> None:
    write("a.md", 1)
    assert places("new.md", 1, cached=False) == ["a.md:1"]
    assert sorted(os.listdir()) == ["a.md"]


def test_git_ignores_the_cache() -> None:
    write("a.md", 1)
    places("new.md", 1)
    assert sorted(os.listdir(cache.FOLDER)) == [".gitignore", cache.FILE]
    assert Path(cache.FOLDER, ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_what_is_saved_is_loaded() -> None:
    rows = array("Q", range(3 * ROW))
    known = {
        b"": cache.Known(b"", b"", array("Q")),
        b"\xff\n; '.md": cache.Known(b"Han 1 2 3", b"0" * 128, rows),
        "c/论文.md".encode(): cache.Known(b"", b"1", rows[:ROW]),
    }
    cache.save(".", known)
    assert cache.load(".").known == known


def test_one_flipped_bit_is_noticed() -> None:
    write("a.md", 1)
    write("b.md", 2)
    places("new.md", 1)
    data = IN_CACHE.read_bytes()
    assert cache.load(".").known
    for position in range(8 * len(data)):
        damaged = bytearray(data)
        damaged[position // 8] ^= 1 << position % 8
        IN_CACHE.write_bytes(damaged)
        assert cache.load(".") == cache.NOTHING
    for length in range(len(data)):
        IN_CACHE.write_bytes(data[:length])
        assert cache.load(".") == cache.NOTHING
    IN_CACHE.write_bytes(data)
    assert cache.load(".").known


def test_cache_of_another_version_or_machine_is_done_without() -> None:
    write("a.md", 1)
    places("new.md", 1)
    data = bytearray(IN_CACHE.read_bytes())
    assert data.startswith(b"digestlint\n")
    data[len("digestlint\n")] ^= 1
    IN_CACHE.write_bytes(data)
    assert cache.load(".") == cache.NOTHING


# What a table may say that nobody has written for us.
@given(
    fields=st.lists(
        st.binary(max_size=5)
        | st.integers(-3, 9).map(lambda number: str(number).encode())
        | st.sampled_from([b"a.md", b"9" * 5000, b"1_0", b" 2"]),
        max_size=12,
    ),
    rows=st.binary(max_size=3) | st.integers(0, 3 * ROW).map(lambda n: bytes(8 * n)),
    size=st.none() | st.integers(0, 2**64 - 1),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_forged_cache_is_read_or_done_without(
    fields: list[bytes], rows: bytes, size: int | None
) -> None:
    table = b"".join(field + b"\0" for field in fields)
    body = (len(table) if size is None else size).to_bytes(8) + table + rows
    cache.save(".", {})
    head = IN_CACHE.read_bytes()[: -64 - 8]
    IN_CACHE.write_bytes(head + signature(body) + body)
    assert all(len(known.rows) % ROW == 0 for known in cache.load(".").known.values())
    write("a.md", 1)
    assert places("new.md", 2) == [None]


def cut_the_last_row(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 8 * ROW)


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + bytes(8 * ROW))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def replace_by_text(path: Path) -> None:
    path.write_bytes(b"no index\n" * 1000)


def replace_by_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def replace_by_link(path: Path) -> None:
    path.rename("aside")
    path.symlink_to(Path("aside").absolute())


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


DAMAGES: list[Callable[[Path], None]] = [
    truncate,
    cut_the_last_row,
    append,
    spoil,
    empty,
    replace_by_text,
    replace_by_zeros,
    replace_by_link,
    replace_by_folder,
    replace_by_pipe,
    os.unlink,
]


@pytest.mark.usefixtures("an_hour_later")
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_or_foreign_cache_is_done_without(damage: Callable[[Path], None]) -> None:
    numbers = range(1, 200)
    write("a.md", *numbers)
    expected = places("new.md", *numbers)
    assert expected[0] == "a.md:1"
    damage(IN_CACHE)
    assert places("new.md", *numbers) == expected
    assert places("new.md", *numbers) == expected
    temporary = [name for name in os.listdir(cache.FOLDER) if name.startswith(f"{cache.FILE}.")]
    assert not temporary


@pytest.mark.usefixtures("an_hour_later")
def test_damaged_cache_is_replaced(reads: list[str]) -> None:
    write("a.md", 1)
    places("new.md", 1)
    truncate(IN_CACHE)
    places("new.md", 1)
    reads.clear()
    places("new.md", 1)
    assert reads == []


def test_link_in_the_place_of_the_file_is_neither_followed_nor_written_through() -> None:
    write("a.md", 1)
    places("new.md", 1)
    replace_by_link(IN_CACHE)
    before = Path("aside").read_bytes()
    assert cache.load(".") == cache.NOTHING
    write("b.md", 2)
    assert places("new.md", 1, 2) == ["a.md:1", "b.md:1"]
    assert not IN_CACHE.is_symlink()
    assert Path("aside").read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_read_only_folder_stays_as_it_is() -> None:
    write("a.md", 1)
    os.chmod(".", 0o500)
    try:
        assert places("new.md", 1) == ["a.md:1"]
        assert not Path(cache.FOLDER).exists()
    finally:
        os.chmod(".", 0o700)


@pytest.mark.parametrize("call", ["mkdir", "replace"])
def test_cache_that_cannot_be_written_is_done_without(
    monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(path: str, *_: object) -> None:
        raise PermissionError(13, "Permission denied", path)

    write("a.md", 1)
    monkeypatch.setattr(os, call, refuse)
    assert places("new.md", 1) == ["a.md:1"]
    assert [path.name for path in Path(cache.FOLDER).glob("*")] in ([], [".gitignore"])


def test_file_in_the_place_of_the_cache_is_left_alone() -> None:
    write("a.md", 1)
    Path(cache.FOLDER).write_text("mine", encoding="utf-8")
    assert places("new.md", 1) == ["a.md:1"]
    assert Path(cache.FOLDER).read_text(encoding="utf-8") == "mine"


def test_link_in_the_place_of_the_cache_is_not_followed(tmp_path: Path) -> None:
    write("a.md", 1)
    with TemporaryDirectory() as elsewhere:
        Path(cache.FOLDER).symlink_to(elsewhere)
        assert places("new.md", 1) == ["a.md:1"]
        assert os.listdir(elsewhere) == []
    assert Path(tmp_path, cache.FOLDER).is_symlink()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
def test_runs_at_once_never_fail_and_always_find() -> None:
    def work() -> int:
        for n in range(20):
            write(f"{os.getpid()}.md", 100 + n)
            assert places("new.md", 1, 2) == ["a.md:1", "b.md:1"]
            if n % 5 == 0:
                shutil.rmtree(cache.FOLDER, ignore_errors=True)
        return 0

    write("a.md", 1)
    write("b.md", 2)
    children = [fork(work) for _ in range(4)]
    assert [child.wait() for child in children] == [(0, "")] * 4
    assert places("new.md", 1, 2) == ["a.md:1", "b.md:1"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
def test_killed_run_leaves_the_old_cache_or_the_new_one() -> None:
    known = [{b"a.md": cache.Known(b"", b"%d" % n, array("Q"))} for n in range(2)]
    step, killed = 0, True
    while killed:
        cache.save(".", known[0])
        step += 1

        def work(step: int = step) -> int:
            with signal_at(cache.__file__, step, signal.SIGKILL):
                cache.save(".", known[1])
            return 0

        killed = fork(work).wait()[0] != 0
        assert cache.load(".").known in known
    assert step > 10
    assert cache.load(".").known == known[1]
