"""Keeps the rows of an index true to the files of the project.

What a digest holds is known by the file's content. A file is read again unless nobody can have
changed it since: nothing depends on the times that programs set.
"""

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from digestlint.checks import RULES
from digestlint.configuration import Configurations
from digestlint.discovery import discover
from digestlint.files import read
from digestlint.parser import parse
from digestlint.recognition import holds_digest
from digestlint.records import Digest
from digestlint.rule import ProjectRule
from digestlint.scripts import Script
from digestlint.suppressions import Suppressions
from digestlint.text import decode
from digestlint.traits import Trait

CODES = {rule.trait: rule.code for rule in RULES if isinstance(rule, ProjectRule)}

# The slowest clock of a file system, that of FAT, ticks every other second.
TICK = 2_000_000_000

# A row of the table `place`.
PlaceRow = tuple[bytes, bool, bytes, int, str | None]


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


class Rows:
    """The rows of an index while they are made those of the files as they are.

    `stale` are the files whose places are not known: their content is new.
    """

    def __init__(self, database: sqlite3.Connection, root: str, files: Iterable[Found]) -> None:
        """Take away the rows of files that are gone or changed."""
        self._database = database
        self._root = root
        rows = database.execute("SELECT path, stamp, content FROM file")
        known = {path: _File(stamp, content) for path, stamp, content in rows}
        self._now: dict[bytes, _File] = {}
        self._scripts: dict[bytes, Script] = {}
        for found in files:
            with suppress(OSError):
                self._now[found.path] = _look(root, found, known.get(found.path))
                self._scripts[found.path] = found.script
        self.has_changed = self._now != known
        same = {path for path in known.keys() & self._now if known[path][1] == self._now[path][1]}
        self.stale = self._now.keys() - same
        if self.has_changed:
            self._store(known.keys() - same)

    def add(self, path: bytes, content: bytes, places: Iterable[PlaceRow]) -> None:
        """Take the places of a file, unless they are known or those of another content."""
        if path in self.stale and self._now[path].content == content:
            self.stale.remove(path)
            with self._database:
                self._database.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?)", places)

    def complete(self) -> None:
        """Read the files whose places nobody has told; one that cannot be read holds none."""
        for path in sorted(self.stale):
            with suppress(OSError):
                data = read(os.path.join(self._root, os.fsdecode(path)))
                script = self._scripts[path]
                digest = parse(decode(data), os.fsdecode(path), script)
                self.add(path, content_of(data, script), places_in(digest, path))

    def _store(self, old: Iterable[bytes]) -> None:
        with self._database as database:
            database.executemany("DELETE FROM file WHERE path = ?", ((path,) for path in old))
            database.execute("DELETE FROM place WHERE path NOT IN (SELECT path FROM file)")
            rows = ((path, *file) for path, file in self._now.items())
            database.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", rows)


def _look(root: str, found: Found, known: _File | None) -> _File:
    """Return what is known of a file now; raises OSError."""
    stamp = _stamp(found)
    if known and stamp and known.stamp == stamp:
        return known
    data = read(os.path.join(root, os.fsdecode(found.path)))
    return _File(stamp, content_of(data, found.script))


def content_of(data: bytes, script: Script) -> bytes:
    """Return what stands for the content of a file and the script of its translation."""
    return hashlib.blake2b(data, person=script.encode()).digest()


def _stamp(found: Found) -> str:
    """Return what tells a file from what it was, where its status can.

    No program can set the time of a change, but two changes within a tick of the clock have
    the same. Windows keeps no such time.
    """
    status = found.status
    if sys.platform == "win32" or status.st_ctime_ns > time.time_ns() - TICK:
        return ""
    return f"{found.script} {status.st_ino} {status.st_size} {status.st_ctime_ns}"


def places_in(digest: Digest, path: bytes) -> Iterator[PlaceRow]:
    """Yield where the traits of a digest's entries stand; a file that holds no digest has none."""
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
