"""Results kept from run to run: believed only where they are whole and of the same file."""

import os
import time
from pathlib import Path

import pytest
from indexed import places, write

from digestlint import cache, results
from digestlint.results import Report, Result
from digestlint.violation import Counts, Violation, replacement

KEY = b"k" * 64
RESULT = Result(
    [
        Violation(1, 2, "{a} 与 {b}", {"a": 3, "b": "四"}),
        Violation(3, 9, "…", {}, replacement(3, 9, "五")),
    ],
)
MANNER = b"m" * 16
REPORT = Report(MANNER, "a.md:1:2: \udc80", Counts(1, 2**40, 3, 4))
PACKED = results.packed(RESULT, REPORT)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_packed_is_unpacked() -> None:
    others = (Result(None), Result(None, resembles_one=True), Result([]))
    for result in (RESULT, *others):
        assert results.unpacked(results.packed(result)) == result
        data = results.packed(result, REPORT)
        assert results.unpacked(data) == result
        assert results.report(data, MANNER) == REPORT


def test_report_of_another_manner_is_none() -> None:
    assert results.report(PACKED, b"n" * 16) is None
    assert results.report(results.packed(RESULT), MANNER) is None


def test_values_need_be_no_text() -> None:
    result = Result([Violation(0, 1, "{a}", {"a": "\udc80"})])
    assert results.unpacked(results.packed(result)) == result


def told(text: bytes) -> bytes:
    """Return a text as what is packed without a report."""
    return bytes(56) + text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        told(b"{}"),
        told(b"[" * 100_000),
        told(b"[false, [], [[1, 2, {}, null, 0]]]"),
        told(b'[false, [["A", "b", "grave", "c"]], []]'),
        told(b'[false, [["A", "b", "error", "c"]], [[1, 2, {}, [[[1]], "safe"], 0]]]'),
        told(b"[false, [], [], []]"),
        PACKED[:48] + b"\xff" * 8 + PACKED[56:],
        PACKED[:-20],
        PACKED[:20],
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        results.unpacked(data)
    assert results.report(data[:20], MANNER) is None


def test_result_is_loaded_by_its_path_and_key_alone() -> None:
    results.save(".", b"a.md", KEY, b"data")
    assert results.load(".", b"a.md", KEY) == b"data"
    assert results.load(".", b"b.md", KEY) is None
    assert results.load(".", b"a.md", b"j" * 64) is None


def test_one_flipped_bit_is_noticed() -> None:
    results.save(".", b"a.md", KEY, b"data")
    (file,) = (path for path in Path().glob(".digestlint_cache/results/*") if len(path.name) == 32)
    data = file.read_bytes()
    for position in range(8 * len(data)):
        damaged = bytearray(data)
        damaged[position // 8] ^= 1 << position % 8
        file.write_bytes(damaged)
        assert results.load(".", b"a.md", KEY) is None
    os.truncate(file, len(data) - 1)
    assert results.load(".", b"a.md", KEY) is None


def aged(path: Path) -> None:
    long_ago = time.time() - 25 * 3600
    os.utime(path, (long_ago, long_ago))


def saved(path: bytes) -> Path:
    """Save a result, and return its file."""
    before = set(Path().glob(".digestlint_cache/results/*"))
    results.save(".", path, KEY, b"data")
    after = set(Path().glob(".digestlint_cache/results/*"))
    return next(file for file in after - before if file.name != ".gitignore")


def test_what_is_of_no_use_is_dropped_after_a_day() -> None:
    kept, gone, new = (saved(path) for path in (b"a.md", b"gone.md", b"new.md"))
    folder = Path(cache.FOLDER)
    left = [folder / f"index.{'0a' * 8}", Path(f"{kept}.{'0a' * 8}")]
    others = [folder / "index.txt", kept.parent / "notes"]
    for path in left + others:
        path.touch()
    write("a.md", 1)
    places("new.md", 1)
    assert all(path.exists() for path in [gone, *left])
    for path in [kept, gone, *left, *others]:
        aged(path)
    write("a.md", 2)
    places("new.md", 1)
    assert not any(path.exists() for path in [gone, *left])
    assert all(path.exists() for path in [kept, new, *others])


@pytest.mark.parametrize("name", [cache.FOLDER, f"{cache.FOLDER}/results"])
def test_nothing_is_dropped_behind_a_link(tmp_path: Path, name: str) -> None:
    theirs = tmp_path / "theirs" / ("0a" * 16)
    theirs.parent.mkdir()
    theirs.touch()
    aged(theirs)
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).symlink_to(theirs.parent)
    results.drop(".", [])
    assert theirs.exists()
