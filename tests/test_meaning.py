"""Caches of other code, or of another Python, are done without."""

import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from repositories import ENVIRONMENT, ROOT

from digestlint import cache, results

PROGRAM = """
from digestlint import cache, results
print(cache.meaning().hex(), results.key(b"", b"").hex())
"""


def meaning(folder: Path) -> str:
    run = subprocess.run(
        [sys.executable, "-B", "-c", PROGRAM],
        env={**ENVIRONMENT, "PYTHONPATH": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return run.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with a copy of the package."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "digestlint", tmp_path / "digestlint", ignore=ignored)
    return tmp_path


@pytest.mark.parametrize("name", ["parser.py", "checks/term.py", "shipped.py"])
def test_meaning_is_that_of_the_code(copy: Path, name: str) -> None:
    before = meaning(copy)
    assert meaning(copy) == before
    file = copy / "digestlint" / name
    status = file.stat()
    file.write_bytes(file.read_bytes() + b"\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    longer = meaning(copy)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    later = meaning(copy)
    assert len({*before.split(), *longer.split(), *later.split()}) == 6


@pytest.fixture
def forgetful() -> Iterator[Callable[[], bytes]]:
    """Return what tells the meaning anew."""

    def anew() -> bytes:
        cache.meaning.cache_clear()
        return cache.meaning()

    yield anew
    cache.meaning.cache_clear()


def test_meaning_is_that_of_the_characters(
    monkeypatch: pytest.MonkeyPatch, forgetful: Callable[[], bytes]
) -> None:
    before = forgetful(), results.key(b"", b"")
    monkeypatch.setattr(unicodedata, "unidata_version", "1.0")
    after = forgetful(), results.key(b"", b"")
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_code_that_cannot_be_listed_means_nothing_twice(
    monkeypatch: pytest.MonkeyPatch, forgetful: Callable[[], bytes]
) -> None:
    monkeypatch.setattr(cache, "_PACKAGE", "/nowhere/at/all")
    first = forgetful()
    assert cache.meaning() == first
    assert forgetful() != first
