"""What checking a file came to, kept in `.digestlint_cache/` until the file or the settings change.

A result begins with what a report says of the file, which is all that most runs ask for.

Each file of a project has results of its own, each replaced as a whole. One that is damaged, or
that we have not signed, is done without.
"""

import hashlib
import json
import os
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import starmap
from typing import Any, NamedTuple

from digestlint import lazy
from digestlint.cache import FOLDER, make_folder, meaning, replace
from digestlint.files import read
from digestlint.signature import SIZE, signature
from digestlint.violation import NONE, Counts, Edit, Fix, Level, Safety, Violation

# Behind the path of a file, which holds no NUL: its result among the others.
COMPARED = b"\0"

_FOLDER = "results"
# What a report depends on, what it counts, and its size.
_HEAD = struct.Struct("<16s4QQ")
# A fifth faster than `json.dumps`.
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_SAFETIES = {safety.value: safety for safety in Safety}

# The names of results, and of what runs that were killed have left of these and of the index.
_DROPPED = lazy.compile(r"[0-9a-f]{32}(?:\.[0-9a-f]{16})?|index\.[0-9a-f]{16}")
# In seconds: no run that began so long ago still writes.
_OLD = 24 * 3600


class Result(NamedTuple):
    """What checking a file came to; `violations` is None where it holds no digest."""

    violations: list[Violation] | None
    resembles_one: bool = False


class Report(NamedTuple):
    """What a report says of a file, and how many violations of each kind it has.

    `manner` are 16 bytes that stand for what a report depends on, the file apart.
    """

    manner: bytes
    text: str
    counts: Counts


_NO_REPORT = Report(b"", "", NONE)


def packed(result: Result, report: Report | None = None) -> bytes:
    """Return a result as bytes."""
    manner, text, counts = report or _NO_REPORT
    told = text.encode("utf-8", "surrogatepass")
    head = _HEAD.pack(manner, *counts, len(told))
    return b"".join((head, told, _violations_packed(result)))


def _violations_packed(result: Result) -> bytes:
    kinds: dict[tuple[str, str, Level, str], int] = {}
    rows = None
    if result.violations is not None:
        rows = [
            (start, end, values, fix, kinds.setdefault((code, name, level, template), len(kinds)))
            for start, end, template, values, fix, _, code, name, level in result.violations
        ]
    told = (result.resembles_one, [*kinds], rows)
    return _JSON.encode(told).encode("utf-8", "surrogatepass")


def report(data: bytes, manner: bytes) -> Report | None:
    """Return what a report of such a manner says of a file; None where the result has another."""
    try:
        if not is_told(data, manner):
            return None
        _, *counts, size = _HEAD.unpack_from(data)
        text = data[_HEAD.size : _HEAD.size + size].decode("utf-8", "surrogatepass")
    except (struct.error, UnicodeError):
        return None
    return Report(manner, text, Counts(*counts))


def is_told(data: bytes, manner: bytes) -> bool:
    """Tell whether a result says what a report of such a manner does of the file."""
    return data.startswith(manner)


def unpacked(data: bytes) -> Result:
    """Return the result that was packed; raises ValueError where none was."""
    try:
        size = _HEAD.unpack_from(data)[-1]
        text = data[_HEAD.size + size :].decode("utf-8", "surrogatepass")
        resembles_one, kinds, rows = json.loads(text)
        violations = None if rows is None else list(_violations(rows, kinds))
        return Result(violations, resembles_one)
    except (LookupError, TypeError, RecursionError, struct.error) as error:
        raise ValueError(error) from error


def _violations(rows: Iterable[Any], kinds: Iterable[Sequence[str]]) -> Iterator[Violation]:
    stamps = [(text, (False, code, name, Level(level))) for code, name, level, text in kinds]
    for start, end, values, fix, kind in rows:
        template, stamp = stamps[kind]
        yield Violation(start, end, template, values, fix and _fix(*fix), *stamp)


def _fix(edits: list[tuple[int, int, str]], safety: str) -> Fix:
    return Fix(tuple(starmap(Edit, edits)), _SAFETIES[safety])


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
    kept = {_name(path + mark) for path in paths for mark in (b"", COMPARED)}
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
