"""What checking a file came to, kept in `.digestlint_cache/` until the file or the settings change.

Each file of a project has a result of its own, replaced as a whole. One that is damaged, or is not
ours, is done without.
"""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from secrets import token_hex

from pydantic import TypeAdapter

from digestlint.cache import FOLDER, make_folder
from digestlint.files import read
from digestlint.violation import Violation

_FOLDER = "results"


@dataclass(frozen=True, slots=True)
class Result:
    """What checking a file alone, without the other digests of its project, came to.

    `violations` is None where the file holds no digest. `traits` are the keys, in hexadecimal
    digits, of what the rules compare with other digests: the result holds where none has one.
    """

    violations: list[Violation] | None
    resembles_one: bool = False
    traits: list[str] = field(default_factory=list)


@cache
def _results() -> TypeAdapter[Result]:
    return TypeAdapter(Result)


def packed(result: Result) -> bytes:
    """Return a result as bytes; nothing, which no result is, where it holds what is no UTF-8."""
    try:
        return _results().dump_json(result)
    except ValueError:
        return b""


def unpacked(data: bytes) -> Result:
    """Return the result that was packed; raises ValueError where none was."""
    return _results().validate_json(data)


def key(data: bytes, settings: bytes) -> bytes:
    """Return what a result depends on: the file's bytes, and the settings, as 64 bytes at most."""
    return hashlib.blake2b(data, key=settings).digest()


def load(root: str, path: bytes, key: bytes) -> bytes | None:
    """Return the packed result of a file of a project, if there is one by that key."""
    with suppress(OSError):
        stored = read(_file(root, path))
        head, data = stored[: 2 * len(key)], stored[2 * len(key) :]
        if head == key + _sum(data):
            return data
    return None


def save(root: str, path: bytes, key: bytes, data: bytes) -> None:
    """Keep a packed result for the next run, unless that cannot be done."""
    file = _file(root, path)
    temporary = f"{file}.{token_hex(8)}"
    with suppress(OSError):
        make_folder(os.path.join(root, FOLDER))
        make_folder(os.path.dirname(file))
        try:
            with open(temporary, "xb") as new:
                new.write(key + _sum(data) + data)
            os.replace(temporary, file)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(temporary)


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data).digest()


def _file(root: str, path: bytes) -> str:
    name = hashlib.blake2b(path, digest_size=16).hexdigest()
    return os.path.join(root, FOLDER, _FOLDER, name)
