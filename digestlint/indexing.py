"""Keeps what is known of the files of a project true to them.

What a digest holds is known by the file's content. A file is read again unless nobody can have
changed it since: nothing depends on the times that programs set.
"""

import os
import sys
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from digestlint.cache import Known
from digestlint.checks import RULES
from digestlint.configuration import Configurations
from digestlint.discovery import discover
from digestlint.files import read
from digestlint.parser import parse
from digestlint.postings import ROW
from digestlint.recognition import holds_digest, may_hold_digest
from digestlint.records import Digest
from digestlint.rule import ProjectRule
from digestlint.scripts import Script
from digestlint.suppressions import Suppressions
from digestlint.text import decode
from digestlint.traits import Trait, values

CODES = {rule.trait: rule.code for rule in RULES if isinstance(rule, ProjectRule)}

# Where in a row the key of a trait stands.
NUMBERS = {trait: number for number, trait in enumerate(Trait)}
_TRAITS = len(NUMBERS)

# The bytes of a key.
_KEY = 8
_NO_KEY = bytes(_KEY)
# To copy a hash takes half the time of making one.
_BEGUN = {trait: blake2b(digest_size=_KEY, person=trait.encode()) for trait in Trait}

# So many files can be kept in the time that it takes to read one again.
_FILES_KEPT = 300

# The slowest clock of a file system, that of FAT, ticks every other second.
TICK = 2_000_000_000


class Found(NamedTuple):
    """A file that may be a digest: its path in the project, in the file system's bytes.

    `identity` is what all of its names have in common. `stamp` tells it from what it was, where its
    status can, and is empty elsewhere.
    """

    path: bytes
    identity: tuple[int, int | bytes]
    stamp: bytes
    script: Script


def find(root: str, configurations: Configurations) -> Iterator[Found]:
    """Yield the files in a folder, given by its absolute path; what cannot be listed holds none."""
    top = os.path.join(root, "")
    script_of = cache(lambda folder: configurations.at(folder).settings.script)
    for path in discover([root], configurations):
        if isinstance(path, str):
            script = script_of(os.path.dirname(path))
            with suppress(OSError):
                status = os.stat(path)
                name = os.fsencode(path.removeprefix(top))
                yield Found(name, identity(name, status), _stamp(status, script), script)


def identity(path: bytes, status: os.stat_result) -> tuple[int, int | bytes]:
    """Return what all names of a file have in common, where the file system tells that."""
    return status.st_dev, status.st_ino or path


class Register:
    """What is known of the files of a project while it is made true to them as they are.

    `known` has no rows yet of the files in `stale`: their content is new, and not known of a file
    that no run has seen. Where few of many files have changed, to keep that takes longer than to
    read these again.
    """

    def __init__(self, kept: Mapping[bytes, Known], root: str, files: Iterable[Found]) -> None:
        """Take over what was kept of the files that have not changed."""
        self._root = root
        self._scripts: dict[bytes, Script] = {}
        self.known: dict[bytes, Known] = {}
        self.stale: set[bytes] = set()
        for found in files:
            with suppress(OSError):
                self._look(found, kept.get(found.path))
        changed = sum(kept.get(path) is not known for path, known in self.known.items())
        changed += len(kept.keys() - self.known.keys())
        self.is_worth_keeping = changed > 0 and changed * _FILES_KEPT >= len(kept)

    def _look(self, found: Found, kept: Known | None) -> None:
        """Take down a file as it is now; raises OSError."""
        path, _, stamp, script = found
        if kept and stamp and kept.stamp == stamp:
            self.known[path] = kept
            return
        content = b""
        if kept:
            content = content_of(read(os.path.join(self._root, os.fsdecode(path))), script)
        if kept and kept.content == content:
            self.known[path] = kept._replace(stamp=stamp)
        else:
            self.known[path] = Known(stamp, content, array("Q"))
            self._scripts[path] = script
            self.stale.add(path)

    def content(self, path: bytes) -> bytes | None:
        """Return what stands for the content of a file that is as an earlier run knew it."""
        known = None if path in self.stale else self.known.get(path)
        return known.content if known else None

    def add(self, path: bytes, content: bytes, rows: "array[int]") -> None:
        """Take the rows of a file, unless they are known or those of another content."""
        if path in self.stale and self.known[path].content in (b"", content):
            self.stale.remove(path)
            # A file that has changed since its stamp was taken has another one in the next run.
            self.known[path] = self.known[path]._replace(content=content, rows=rows)

    def complete(self) -> None:
        """Read the files whose rows nobody has told; one that cannot be read is left out.

        So is one that crashes: whoever checks that file is told, the others are compared.
        """
        for path in sorted(self.stale):
            with suppress(Exception):
                data = read(os.path.join(self._root, os.fsdecode(path)))
                script = self._scripts[path]
                self.add(path, content_of(data, script), _rows(decode(data), path, script))
        for path in self.stale:
            del self.known[path]
        self.stale.clear()


def content_of(data: bytes, script: Script) -> bytes:
    """Return what stands for the content of a file and the script of its translation."""
    return blake2b(data, person=script.encode()).hexdigest().encode()


def _stamp(status: os.stat_result, script: Script) -> bytes:
    """Return what tells a file from what it was, where its status can.

    No program can set the time of a change, but two changes within a tick of the clock have
    the same. Windows keeps no such time.
    """
    if sys.platform == "win32" or status.st_ctime_ns > time.time_ns() - TICK:
        return b""
    stamp = f"{script} {status.st_ino} {status.st_size} {status.st_ctime_ns}"
    return stamp.encode()


def rows_of(digest: Digest) -> "array[int]":
    """Return the row of each entry: the keys of its traits, 0 for one that it has not; its place.

    A file that holds no digest has no rows. The place is a number of which `placed` makes sense.
    """
    if not holds_digest(digest):
        return array("Q")
    columns = [_keys(trait, values(digest, trait)) for trait in Trait]
    columns.append(array("Q", _places(digest)))
    rows = array("Q", bytes(_KEY * ROW * len(digest.entries)))
    for number, column in enumerate(columns):
        rows[number::ROW] = column
    return rows


def _rows(text: str, path: bytes, script: Script) -> "array[int]":
    if not may_hold_digest(text, script):
        return array("Q")
    return rows_of(parse(text, os.fsdecode(path), script))


def _places(digest: Digest) -> list[int]:
    """Return the line of each entry, and a bit for each trait that is excused in it."""
    line = digest.lines.index
    places = [line(entry.start) + 1 << _TRAITS for entry in digest.entries]
    suppressions = Suppressions(digest, RULES)
    for index, entry in enumerate(digest.entries if suppressions.all else ()):
        for number, trait in enumerate(Trait):
            excused = suppressions.cover(CODES[trait], trait.span(entry)[0])
            places[index] |= excused << number
    return places


def placed(place: int, trait: Trait) -> tuple[int, bool]:
    """Return the line of an entry, and whether a trait is excused in it."""
    return place >> _TRAITS, bool(place >> NUMBERS[trait] & 1)


def key(trait: Trait, value: str) -> int:
    """Return what stands for a trait's value, as good as unique; 0 where there is none."""
    return _keys(trait, [value])[0]


def _keys(trait: Trait, values: Iterable[str]) -> "array[int]":
    begin = _BEGUN[trait].copy
    keys: list[bytes] = []
    for value in values:
        if value:
            hashed = begin()
            # Chinese text is encoded as UTF-16 in half the time of UTF-8.
            hashed.update(value.encode("utf-16", "surrogatepass"))
            keys.append(hashed.digest())
        else:
            keys.append(_NO_KEY)
    return array("Q", b"".join(keys))
