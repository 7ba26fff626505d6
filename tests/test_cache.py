"""The cache of the index: whatever became of it, what is found is what the files say."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from indexed import places, write
from processes import fork

from digestlint import cache, files, indexing

IN_CACHE = Path(cache.FOLDER, cache.FILE)


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
    assert sorted(os.listdir(cache.FOLDER)) == [".gitignore", cache.FILE, cache.SUM]
    assert Path(cache.FOLDER, ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_one_byte_of_damage_is_noticed() -> None:
    """SQLite would not notice: the rows hold no checks of their own."""
    write("a.md", 1)
    expected = places("new.md", 1)
    data = bytearray(IN_CACHE.read_bytes())
    for position in range(0, len(data), 97):
        damaged = bytearray(data)
        damaged[position] ^= 0x20
        IN_CACHE.write_bytes(damaged)
        with closing(cache.load(".")) as database:
            assert not database.execute("SELECT count(*) FROM place").fetchone()[0]
    assert places("new.md", 1) == expected


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_the_last_page(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 4096)


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def replace_by_text(path: Path) -> None:
    path.write_bytes(b"no database\n" * 1000)


def replace_by_another_program_s(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE file (path TEXT)")


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


def make_older(path: Path) -> None:
    change(path, "PRAGMA user_version = 1", "DELETE FROM place")


def make_foreign(path: Path) -> None:
    change(path, "PRAGMA application_id = 1", "DELETE FROM place")


def slip_in_a_view(path: Path) -> None:
    endless = "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT"
    change(
        path, "DROP TABLE file", f"CREATE VIEW file AS {endless} x path, x stamp, x content FROM r"
    )


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


DAMAGES: list[Callable[[Path], None]] = [
    truncate,
    cut_the_last_page,
    spoil,
    empty,
    replace_by_text,
    replace_by_another_program_s,
    make_older,
    make_foreign,
    slip_in_a_view,
    replace_by_folder,
    replace_by_pipe,
    os.unlink,
]


@pytest.mark.usefixtures("an_hour_later")
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_or_foreign_database_is_done_without(damage: Callable[[Path], None]) -> None:
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
def test_damaged_database_is_replaced(reads: list[str]) -> None:
    write("a.md", 1)
    places("new.md", 1)
    truncate(IN_CACHE)
    places("new.md", 1)
    reads.clear()
    places("new.md", 1)
    assert reads == []


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


NAMES = st.sampled_from(["a.md", "b.md", "c/d.md", "c/e.md"])
NUMBERS = st.lists(st.integers(1, 4), max_size=3).map(tuple)


class Project(RuleBasedStateMachine):
    """A project that is edited in any way between runs, with a cache and without one.

    A file is settled, and not read again, a hundredth of a second after its last change.
    """

    @initialize()
    def begin(self) -> None:
        self.tick = indexing.TICK
        indexing.TICK = 10**7
        self.folder = TemporaryDirectory()
        self.before = os.getcwd()
        os.chdir(self.folder.name)

    def teardown(self) -> None:
        self.compare("new.md")
        os.chdir(self.before)
        self.folder.cleanup()
        indexing.TICK = self.tick

    @rule(name=NAMES, numbers=NUMBERS)
    def edit(self, name: str, numbers: tuple[int, ...]) -> None:
        write(name, *numbers)

    @rule(name=NAMES, numbers=NUMBERS)
    def edit_and_set_the_time_back(self, name: str, numbers: tuple[int, ...]) -> None:
        write(name, *numbers)
        os.utime(name, ns=(0, 0))

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        if Path(name).exists():
            Path(other).parent.mkdir(exist_ok=True)
            Path(name).replace(other)

    @rule(name=NAMES, other=NAMES)
    def swap(self, name: str, other: str) -> None:
        if name != other and Path(name).exists() and Path(other).exists():
            Path(name).rename("aside")
            Path(other).rename(name)
            Path("aside").rename(other)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        Path(name).unlink(missing_ok=True)

    @rule()
    def delete_folder(self) -> None:
        shutil.rmtree("c", ignore_errors=True)

    @rule()
    def wait(self) -> None:
        time.sleep(0.02)

    @rule(damage=st.sampled_from([truncate, spoil, os.unlink]))
    def damage(self, damage: Callable[[Path], None]) -> None:
        if IN_CACHE.exists() and IN_CACHE.stat().st_size > 4096:
            damage(IN_CACHE)

    @rule(name=NAMES)
    def check(self, name: str) -> None:
        self.compare(name)

    def compare(self, name: str) -> None:
        found = places(name, 1, 2, 3, 4)
        assert found == places(name, 1, 2, 3, 4, cached=False)


TestProject = Project.TestCase
TestProject.settings = settings(max_examples=100, stateful_step_count=20)
