"""Keeps the rows of an index true to the files of the project.

What a digest holds is known by the file's content. A file is read again unless nobody can have
changed it since: nothing depends on the times that programs set.
"""

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from digestlint.checks import RULES
from digestlint.configuration import Configurations
from digestlint.discovery import discover
from digestlint.files import read
from digestlint.parser import parse
from digestlint.recognition import holds_digest
from digestlint.rule import ProjectRule
from digestlint.scripts import Script
from digestlint.suppressions import Suppressions
from digestlint.text import decode
from digestlint.traits import Trait

CODES = {rule.trait: rule.code for rule in RULES if isinstance(rule, ProjectRule)}

# The slowest clock of a file system, that of FAT, ticks every other second.
TICK = 2_000_000_000

_PlaceRow = tuple[bytes, bool, bytes, int, str | None]


class Found(NamedTuple):
    """A file that may be a digest: its path in the project, in the file system's bytes."""

    path: bytes
    status: os.stat_result
    script: Script


class _File(NamedTuple):
    """What is known of a file since it was read.

    `stamp` changes whenever the file does; it is empty where only `content`, a hash, can tell.
    """

    stamp: str
    content: bytes


def find(root: str, configurations: Configurations) -> Iterator[Found]:
    """Yield the files that a walk of a folder finds; what cannot be listed holds none."""
    top = os.path.join(root, "")
    for path in discover([root], configurations):
        if isinstance(path, str):
            script = configurations.above(path).settings.script
            with suppress(OSError):
                yield Found(os.fsencode(path.removeprefix(top)), os.stat(path), script)


def identity(path: bytes, status: os.stat_result) -> tuple[int, int | bytes]:
    """Return what all names of a file have in common, where the file system tells that."""
    return status.st_dev, status.st_ino or path


def refresh(database: sqlite3.Connection, root: str, files: Iterable[Found]) -> bool:
    """Make the rows those of the files as they are; tell whether any had to change."""
    rows = database.execute("SELECT path, stamp, content FROM file")
    known = {path: _File(stamp, content) for path, stamp, content in rows}
    now: dict[bytes, _File] = {}
    places: list[_PlaceRow] = []
    for found in files:
        with suppress(OSError):
            now[found.path], data = _look(root, found, known.get(found.path))
            places += _places(found, data) if data else ()
    if now == known:
        return False
    _store(database, known, now, places)
    return True


def _look(root: str, found: Found, known: _File | None) -> tuple[_File, bytes | None]:
    """Return what is known of a file now, and its bytes where they are new; raises OSError."""
    stamp = _stamp(found)
    if known and stamp and known.stamp == stamp:
        return known, None
    data = read(os.path.join(root, os.fsdecode(found.path)))
    content = hashlib.blake2b(data, person=found.script.encode()).digest()
    return _File(stamp, content), None if known and known.content == content else data


def _stamp(found: Found) -> str:
    """Return what tells a file from what it was, where its status can.

    No program can set the time of a change, but two changes within a tick of the clock have
    the same. Windows keeps no such time.
    """
    status = found.status
    if sys.platform == "win32" or status.st_ctime_ns > time.time_ns() - TICK:
        return ""
    return f"{found.script} {status.st_ino} {status.st_size} {status.st_ctime_ns}"


def _places(found: Found, data: bytes) -> Iterator[_PlaceRow]:
    """Yield where the traits of a digest's entries stand."""
    path = found.path
    digest = parse(decode(data), os.fsdecode(path), found.script)
    if not holds_digest(digest):
        return
    suppressions = Suppressions(digest, RULES)
    for trait, code in CODES.items():
        for entry in digest.entries:
            if value := trait.of(entry):
                excused = suppressions.cover(code, trait.span(entry)[0])
                line = digest.lines.position(entry.heading.start).line
                paper = None if trait is Trait.PAPER else entry.arxiv_id
                yield key(trait, value), excused, path, line, paper


def key(trait: Trait, value: str) -> bytes:
    """Return what stands for a trait's value: as good as unique, and short."""
    words = f"{trait}\n{value}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(words, digest_size=16).digest()


def _store(
    database: sqlite3.Connection,
    known: Mapping[bytes, _File],
    now: Mapping[bytes, _File],
    places: Iterable[_PlaceRow],
) -> None:
    """Put the rows of what has changed in the place of those that were there."""
    same = {path for path in known.keys() & now.keys() if known[path].content == now[path].content}
    with database:
        database.executemany("DELETE FROM file WHERE path = ?", ((p,) for p in known.keys() - same))
        database.execute("DELETE FROM place WHERE path NOT IN (SELECT path FROM file)")
        rows = ((path, *file) for path, file in now.items())
        database.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", rows)
        database.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?)", places)
