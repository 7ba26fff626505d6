"""Only what this user's runs have written is believed to be theirs."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from indexed import places, write
from repositories import ROOT

from digestlint import cache, signature

PROGRAM = "from digestlint.signature import signature; print(signature(b'').hex())"


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be a user of a folder without a key."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    return home / "digestlint"


def signed(folder: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder.parent)}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=environment, stdout=subprocess.PIPE, text=True
    )


def test_key_is_made_once_and_is_the_users_alone(user: Path) -> None:
    runs = [signed(user) for _ in range(4)]
    signatures = {run.communicate(timeout=60)[0] for run in runs}
    assert len(signatures) == 1
    assert os.listdir(user) == ["key"]
    assert stat.S_IMODE((user / "key").stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    assert len((user / "key").read_bytes()) == 32


def test_cache_that_another_user_has_signed_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("a.md", 1)
    assert places("new.md", 1) == ["a.md:1"]
    assert cache.load(".").known
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert cache.load(".") == cache.NOTHING
    assert places("new.md", 1) == ["a.md:1"]


@pytest.mark.parametrize("key", [b"x" * 33])
def test_what_is_no_key_signs_nothing(user: Path, key: bytes) -> None:
    user.mkdir(parents=True)
    (user / "key").write_bytes(key)
    with pytest.raises(OSError, match="no key"):
        signature.signature(b"")
    write("a.md", 1)
    assert places("new.md", 1) == ["a.md:1"]
    assert not Path(cache.FOLDER, cache.FILE).exists()


@pytest.mark.parametrize("key", [b"", b"short"])
def test_key_that_was_cut_off_is_replaced(user: Path, key: bytes) -> None:
    user.mkdir(parents=True)
    (user / "key").write_bytes(key)
    assert signature.signature(b"")
    assert len((user / "key").read_bytes()) == 32
    assert os.listdir(user) == ["key"]


def test_what_a_killed_run_has_left_is_no_key(user: Path) -> None:
    user.mkdir(parents=True)
    (user / f"key.{os.getpid()}").touch()
    assert signature.signature(b"")
    assert len((user / "key").read_bytes()) == 32


def test_key_is_made_where_links_are_refused(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert signature.signature(b"")
    assert os.listdir(user) == ["key"]
    assert len((user / "key").read_bytes()) == 32


def test_no_key_stands_in_a_relative_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    with pytest.raises(OSError, match="here"):
        signature.signature(b"")
