"""What checking a file came to, kept in `.digestlint_cache/` until the file or the settings change.

Each file of a project has a result of its own, replaced as a whole. One that is damaged, or that we
have not signed, is done without.
"""

import hashlib
import json
import os
import time
from array import array
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from digestlint import lazy
from digestlint.cache import FOLDER, make_folder, meaning, replace
from digestlint.files import read
from digestlint.signature import SIZE, signature
from digestlint.violation import Edit, Fix, Level, Safety, Violation

_FOLDER = "results"
_SIZE = 4

# The names of results, and of what runs that were killed have left of these and of the index.
_DROPPED = lazy.compile(r"[0-9a-f]{32}(?:\.[0-9a-f]{16})?|index\.[0-9a-f]{16}")
# In seconds: no run that began so long ago still writes.
_OLD = 24 * 3600


@dataclass(frozen=True, slots=True)
class Result:
    """What checking a file alone, without the other digests of its project, came to.

    `violations` is None where the file holds no digest.
    """

    violations: list[Violation] | None
    resembles_one: bool = False


def packed(result: Result, keys: "array[int]") -> bytes:
    """Return a result as bytes.

    `keys` are those of the traits that the rules compare with other digests: the result holds
    where none has one. What the violations of a rule have in common is written once, as the
    results of a run are all held at once.
    """
    kinds: dict[tuple[str, str, Level, str], int] = {}
    rows = None
    if result.violations is not None:
        rows = [
            (start, end, values, fix, kinds.setdefault((code, name, level, template), len(kinds)))
            for start, end, template, values, fix, _, code, name, level in result.violations
        ]
    told = json.dumps((result.resembles_one, [*kinds], rows), ensure_ascii=False)
    return len(keys).to_bytes(_SIZE) + keys.tobytes() + told.encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> Result:
    """Return the result that was packed; raises ValueError where none was."""
    try:
        told = json.loads(data[_end_of_keys(data) :].decode("utf-8", "surrogatepass"))
        return _result(*told)
    except (LookupError, TypeError, RecursionError) as error:
        raise ValueError(error) from error


def _result(resembles_one: bool, listed: list[list[str]], rows: list[Any] | None) -> Result:  # noqa: FBT001
    if rows is None:
        return Result(None, resembles_one)
    kinds = [(template, (code, name, Level(level))) for code, name, level, template in listed]
    violations = []
    for start, end, values, fix, kind in rows:
        template, stamp = kinds[kind]
        made = fix and Fix(tuple(Edit(*edit) for edit in fix[0]), Safety(fix[1]))
        violations.append(Violation(start, end, template, values, made, False, *stamp))  # noqa: FBT003
    return Result(violations)


def keys_of(data: bytes) -> set[int]:
    """Return the keys that were packed with a result; raises ValueError where none was."""
    keys = array("Q")
    keys.frombytes(data[_SIZE : _end_of_keys(data)])
    return set(keys)


def _end_of_keys(data: bytes) -> int:
    return _SIZE + array("Q").itemsize * int.from_bytes(data[:_SIZE])


def key(data: bytes, settings: bytes) -> bytes:
    """Return what a result depends on: our code, the file's bytes, and the settings.

    These are 64 bytes at most.
    """
    return hashlib.blake2b(meaning() + data, key=settings).digest()


def load(root: str, path: bytes, key: bytes) -> bytes | None:
    """Return the packed result of a file of a project, if there is one by that key."""
    with suppress(OSError):
        stored = read(_file(root, path))
        signed, found = stored[:SIZE], stored[SIZE:]
        if found.startswith(key) and signed == signature(found):
            return found[len(key) :]
    return None


def save(root: str, path: bytes, key: bytes, data: bytes) -> None:
    """Keep a packed result for the next run, unless that cannot be done."""
    file = _file(root, path)
    with suppress(OSError):
        make_folder(os.path.join(root, FOLDER))
        make_folder(os.path.dirname(file))
        replace(file, signature(key + data), key, data)


def drop(root: str, paths: Iterable[bytes]) -> None:
    """Remove what is old and of no use: results of other files than those, and what was cut off."""
    kept = {_name(path) for path in paths}
    folder = os.path.join(root, FOLDER)
    for each in (folder, os.path.join(folder, _FOLDER)):
        # A link may lead to files that are not ours.
        if os.path.islink(each):
            return
        with suppress(OSError):
            _drop(each, kept)


def _drop(folder: str, kept: set[str]) -> None:
    now = time.time()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in kept or not _DROPPED.fullmatch(entry.name):
                continue
            # Another run may have dropped it first.
            with suppress(OSError):
                if entry.stat(follow_symlinks=False).st_mtime < now - _OLD:
                    os.unlink(entry.path)


def _file(root: str, path: bytes) -> str:
    return os.path.join(root, FOLDER, _FOLDER, _name(path))


def _name(path: bytes) -> str:
    return hashlib.blake2b(path, digest_size=16).hexdigest()
