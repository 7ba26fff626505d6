"""The index of a project: where in its digests a paper, a title or an abstract stands."""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property

from digestlint import cache
from digestlint.configuration import Configurations
from digestlint.indexing import CODES, find, identity, key, refresh
from digestlint.root import project_root
from digestlint.rule import ALONE, Index, Place
from digestlint.traits import Trait

_ELSEWHERE = """
    SELECT path, line, excused FROM place
    WHERE key = ? AND path <> ? AND (paper IS NULL OR paper IS NOT ?)
    ORDER BY excused, path, line
"""


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
        return _View(self, found, path) if found and path != "-" else ALONE

    def project(self, root: str) -> "_Project":
        """Return the project in a folder, which takes a while the first time."""
        if root not in self._projects:
            self._projects[root] = _Project(root, self._configurations, cached=self._cached)
        return self._projects[root]

    def close(self) -> None:
        """Give back what the indexes hold."""
        for project in self._projects.values():
            project.database.close()


class _Project:
    """The digests below a folder, as they were when this was made.

    Raises SettingsError where a configuration below the folder is mistaken.
    """

    def __init__(self, root: str, configurations: Configurations, *, cached: bool) -> None:
        self._root = root
        self._configurations = configurations
        # A file of several names is one digest.
        files = {identity(f.path, f.status): f for f in find(root, configurations)}
        configurations.require_sound()
        self._paths = {name: file.path for name, file in files.items()}
        self._known = frozenset(self._paths.values())
        self.database = cache.load(root) if cached else cache.empty()
        if refresh(self.database, root, files.values()) and cached:
            cache.save(root, self.database)

    def path_of(self, path: str) -> bytes:
        """Return the path of a file in the project, however it is spelled here."""
        own = os.fsencode(_relative(path, self._root))
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

    def _places(self, key: bytes, own: bytes, paper: str | None) -> Iterator[Place]:
        for path, line, excused in self.database.execute(_ELSEWHERE, (key, own, paper)):
            file = os.path.join(self._root, os.fsdecode(path))
            yield Place(_relative(file, os.curdir), line, excused=bool(excused))

    def _is_left_out(self, path: str, trait: Trait) -> bool:
        """Tell whether the configuration leaves out the rule about a trait for a file."""
        rules = self._configurations.above(path).rules(os.path.abspath(path))
        return all(rule.code != CODES[trait] for rule in rules)


class _View:
    """A project as one of its files sees it: made only when the file has something to ask."""

    def __init__(self, indexes: Indexes, root: str, path: str) -> None:
        self._indexes = indexes
        self._root = root
        self._path = path

    @cached_property
    def _project(self) -> _Project:
        return self._indexes.project(self._root)

    @cached_property
    def _own(self) -> bytes:
        return self._project.path_of(self._path)

    def elsewhere(self, trait: Trait, value: str, paper: str | None) -> Place | None:
        """Answer as `Index` says."""
        return self._project.elsewhere(trait, value, paper, self._own)


def _is_inside(folder: str, root: str) -> bool:
    """Tell whether a folder is another one, or lies in it, whatever links lead there."""
    top = os.path.join(os.path.realpath(root), "")
    return os.path.join(os.path.realpath(folder), "").startswith(top)


def _relative(path: str, folder: str) -> str:
    """Return a path as seen from a folder; on Windows it may be on another drive."""
    with suppress(ValueError):
        return os.path.relpath(path, folder)
    return path
