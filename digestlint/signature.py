"""Tells what this user's runs have written from what came with a repository.

A pull request may bring a cache that knows of nothing wrong. The key that signs ours stands
outside of any repository.
"""

import hashlib
import os
from contextlib import suppress
from functools import cache

SIZE = hashlib.blake2b().digest_size

_KEY = 32


def signature(data: bytes | memoryview) -> bytes:
    """Return what only this user can tell of some data; raises OSError where there is no key."""
    return hashlib.blake2b(data, key=_key(_file())).digest()


def _file() -> str:
    folder = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    return os.path.join(os.path.expanduser(folder), "digestlint", "key")


@cache
def _key(file: str) -> bytes:
    """Read the key, which the first run makes; raises OSError where there is none to be had."""
    if not os.path.isabs(file):
        raise FileNotFoundError(file)
    with suppress(FileExistsError):
        _make(file)
    with open(file, "rb") as opened:
        key = opened.read(_KEY + 1)
    if len(key) != _KEY:
        raise OSError(f"{file} is no key")
    return key


def _make(file: str) -> None:
    """Write a new key, as a whole or not at all; raises FileExistsError where there is one."""
    # What a crash of the system has cut off has signed nothing.
    is_cut_off = os.path.isfile(file) and os.path.getsize(file) < _KEY
    if os.path.lexists(file) and not is_cut_off:
        raise FileExistsError(file)
    os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
    # No name that a killed run may have left.
    temporary = f"{file}.{os.urandom(8).hex()}"
    try:
        _write(temporary)
        if is_cut_off:
            os.replace(temporary, file)
        else:
            _link(temporary, file)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


def _write(file: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as opened:
        opened.write(os.urandom(_KEY))


def _link(temporary: str, file: str) -> None:
    """Give a key its name; raises FileExistsError where another run has made its key first."""
    try:
        os.link(temporary, file)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems, as exFAT, know no links.
        _write(file)
