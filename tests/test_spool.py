"""What waits for the other files of a run: it comes back as it was, wherever it was put."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from digestlint.examined import Examined
from digestlint.files import Failed
from digestlint.spool import _IN_MEMORY, Spool

RESULTS = [bytes([n]) * 1_000_000 for n in range(9)]
FILES: list[Examined] = [Examined(result, b"content") for result in RESULTS]
FILES.insert(5, Examined(Failed("a.md", "gone")))


@pytest.fixture
def spool() -> Iterator[Spool]:
    with closing(Spool()) as spool:
        yield spool


def test_results_come_back_in_any_order(spool: Spool) -> None:
    held = [spool.put(file) for file in FILES]
    assert sum(len(each.file.result) for each in held) < _IN_MEMORY
    assert [spool.get(each) for each in reversed(held)] == FILES[::-1]
    assert spool.get(spool.put(FILES[0])) == FILES[0]
    assert [spool.get(each) for each in held] == FILES


def test_a_few_results_need_no_file(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", None)
    assert [spool.get(spool.put(file)) for file in FILES[:3]] == FILES[:3]


def test_without_a_folder_for_the_file_memory_does(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    held = [spool.put(file) for file in FILES]
    assert [spool.get(each) for each in held] == FILES


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_without_room_in_the_file_memory_does(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*, buffering: int) -> object:
        return Path("/dev/full").open("r+b", buffering)

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    held = [spool.put(file) for file in FILES]
    assert [spool.get(each) for each in held] == FILES
