"""The index of a project: where in its digests a paper, a title or an abstract stands."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property

from digestlint import cache
from digestlint.configuration import Configurations
from digestlint.indexing import CODES, Rows, find, identity, key
from digestlint.root import project_root
from digestlint.rule import ALONE, Index, Place
from digestlint.traits import Trait

_ELSEWHERE = """
    SELECT path, line, excused FROM place
    WHERE key = ? AND path <> ? AND (paper IS NULL OR paper IS NOT ?)
    ORDER BY excused, path, line
"""
_REPEATED = "SELECT 1 FROM place WHERE key IN ({}) AND path <> ? LIMIT 1"
# SQLite before 3.32 takes 999 values in a statement.
_MOST = 900


class Indexes:
    """The indexes of the projects that a run meets, each made when a first digest asks for it.

    `cached` tells whether they are kept in the projects' folders for the next run.
    """

    def __init__(self, configurations: Configurations, *, cached: bool = True) -> None:
        self._configurations = configurations
        self._cached = cached
        self._roots: dict[str, str | None] = {}
        self._projects: dict[str, _Project] = {}

    def around(self, path: str) -> Index:
        """Return the project of a file as the file sees it.

        `-` is no file, and has none; nor has one outside of the folder that would be it.
        """
        folder = os.path.dirname(path)
        if folder not in self._roots:
            root = project_root(path, self._configurations)
            self._roots[folder] = root if _is_inside(folder, root) else None
        found = self._roots[folder]
        return View(self, found, path) if found and path != "-" else ALONE

    def project(self, root: str) -> "_Project":
        """Return the project in a folder, which takes a while the first time."""
        if root not in self._projects:
            self._projects[root] = _Project(root, self._configurations, cached=self._cached)
        return self._projects[root]

    def close(self) -> None:
        """Give back what the indexes hold."""
        for project in self._projects.values():
            project.close()


class _Project:
    """The digests below a folder, as they were when this was made.

    Raises SettingsError where a configuration below the folder is mistaken.
    """

    def __init__(self, root: str, configurations: Configurations, *, cached: bool) -> None:
        self.root = root
        self._configurations = configurations
        self._cached = cached
        # A file of several names is one digest.
        self._files = {identity(f.path, f.status): f for f in find(root, configurations)}
        configurations.require_sound()
        self._paths = {name: file.path for name, file in self._files.items()}
        self._known = frozenset(self._paths.values())

    @cached_property
    def _database(self) -> sqlite3.Connection:
        return cache.load(self.root) if self._cached else cache.empty()

    @cached_property
    def rows(self) -> Rows:
        """Return what of the index is known before a file is parsed for it."""
        return Rows(self._database, self.root, self._files.values())

    @cached_property
    def database(self) -> sqlite3.Connection:
        """Return the index, complete."""
        self.rows.complete()
        if self.rows.has_changed and self._cached:
            cache.save(self.root, self._database)
        return self._database

    def close(self) -> None:
        """Give back what the index holds, if there is any."""
        if "_database" in vars(self):
            self._database.close()

    def path_of(self, path: str) -> bytes:
        """Return the path of a file in the project, however it is spelled here."""
        own = os.fsencode(_relative(path, self.root))
        if own not in self._known:
            with suppress(OSError, ValueError):
                return self._paths.get(identity(own, os.stat(path)), own)
        return own

    def elsewhere(self, trait: Trait, value: str, paper: str | None, own: bytes) -> Place | None:
        """Answer `Index.elsewhere` for an entry of the file that has a path in the project."""
        excused = None
        for place in self._places(key(trait, value), own, paper):
            if not (place.excused or self._is_left_out(place.path, trait)):
                return place
            excused = excused or place._replace(excused=True)
        return excused

    def is_only(self, own: bytes) -> bool:
        """Tell whether there is no other file than the one with a path."""
        return self._known <= {own}

    def repeats(self, keys: Sequence[bytes], own: bytes) -> bool:
        """Tell whether another file than the one with a path has one of the values."""
        if self.is_only(own):
            return False
        parts = (keys[start : start + _MOST] for start in range(0, len(keys), _MOST))
        return any(self._repeats(part, own) for part in parts)

    def _repeats(self, keys: Sequence[bytes], own: bytes) -> bool:
        marks = ", ".join("?" * len(keys))
        found = self.database.execute(_REPEATED.format(marks), (*keys, own))
        return found.fetchone() is not None

    def _places(self, key: bytes, own: bytes, paper: str | None) -> Iterator[Place]:
        for path, line, excused in self.database.execute(_ELSEWHERE, (key, own, paper)):
            file = os.path.join(self.root, os.fsdecode(path))
            yield Place(_relative(file, os.curdir), line, excused=bool(excused))

    def _is_left_out(self, path: str, trait: Trait) -> bool:
        """Tell whether the configuration leaves out the rule about a trait for a file."""
        rules = self._configurations.above(path).rules(os.path.abspath(path))
        return all(rule.code != CODES[trait] for rule in rules)


class View:
    """A project as one of its files sees it: made only when the file has something to ask."""

    def __init__(self, indexes: Indexes, root: str, path: str) -> None:
        """Take the folder of the project and the path of the file, as users see it."""
        self._indexes = indexes
        self.root = root
        self.path = path

    @cached_property
    def project(self) -> "_Project":
        """Return the project."""
        return self._indexes.project(self.root)

    @cached_property
    def own(self) -> bytes:
        """Return the path of the file in the project."""
        return self.project.path_of(self.path)

    @property
    def rows(self) -> Rows | None:
        """Return what is known of the project already; None where it has no other file."""
        return None if self.project.is_only(self.own) else self.project.rows

    def elsewhere(self, trait: Trait, value: str, paper: str | None) -> Place | None:
        """Answer as `Index` says."""
        return self.project.elsewhere(trait, value, paper, self.own)

    def repeats(self, keys: Sequence[bytes]) -> bool:
        """Tell whether another file has one of the values that stand under some keys."""
        return self.project.repeats(keys, self.own)


def _is_inside(folder: str, root: str) -> bool:
    """Tell whether a folder is another one, or lies in it, whatever links lead there."""
    top = os.path.join(os.path.realpath(root), "")
    return os.path.join(os.path.realpath(folder), "").startswith(top)


def _relative(path: str, folder: str) -> str:
    """Return a path as seen from a folder; on Windows it may be on another drive."""
    with suppress(ValueError):
        return os.path.relpath(path, folder)
    return path
