"""The index of a project: where in its digests a paper, a title or an abstract stands."""

import os
from array import array
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property

from digestlint import cache, results
from digestlint.configuration import Configurations
from digestlint.indexing import CODES, Register, find, identity, key
from digestlint.lookup import Lookup, Question
from digestlint.root import project_root
from digestlint.rule import ALONE, Index, Place
from digestlint.traits import Trait

# What a project answers to what one of its files asks: what is not there stands nowhere else.
Places = dict[Question, Place]


class Indexes:
    """The indexes of the projects that a run meets, each made when a first digest asks for it.

    `cached` tells whether they are kept in the projects' folders for the next run.
    """

    def __init__(self, configurations: Configurations, *, cached: bool = True) -> None:
        self._configurations = configurations
        self._cached = cached
        self._roots: dict[str, str | None] = {}
        self._projects: dict[str, _Project] = {}
        self._views: defaultdict[str, list[View]] = defaultdict(list)

    def around(self, path: str) -> Index:
        """Return the project of a file as the file sees it.

        `-` is no file, and has none; nor has one outside of the folder that would be it.
        """
        folder = os.path.dirname(path)
        if folder not in self._roots:
            root = project_root(path, self._configurations)
            self._roots[folder] = root if _is_inside(folder, root) else None
        found = self._roots[folder]
        if found is None or path == "-":
            return ALONE
        self._views[found].append(View(self, found, path))
        return self._views[found][-1]

    def project(self, root: str) -> "_Project":
        """Return the project in a folder, which takes a while the first time."""
        if root not in self._projects:
            self._projects[root] = _Project(
                root, self._configurations, self._views[root], cached=self._cached
            )
        return self._projects[root]


class _Project:
    """The digests below a folder, as they were when this was made, and the views of it.

    Raises SettingsError where a configuration below the folder is mistaken.
    """

    def __init__(
        self, root: str, configurations: Configurations, views: Sequence["View"], *, cached: bool
    ) -> None:
        self.root = root
        self._configurations = configurations
        self._views = views
        self._cached = cached
        # A file of several names is one digest.
        self._files = {file.identity: file for file in find(root, configurations)}
        configurations.require_sound()
        self._known = frozenset(file.path for file in self._files.values())

    @cached_property
    def register(self) -> Register:
        """Return what is known of the files before one is parsed for it."""
        return Register(self._kept.known, self.root, self._files.values())

    @cached_property
    def _kept(self) -> cache.Kept:
        """Return what an earlier run knew."""
        return cache.load(self.root) if self._cached else cache.NOTHING

    @cached_property
    def lookup(self) -> Lookup:
        """Return the complete index, in which the files that are seen so far look themselves up."""
        self.register.complete()
        if self.register.is_worth_keeping and self._cached:
            cache.save(self.root, self.register.known)
            results.drop(self.root, self._known)
        rows = {path: known.rows for path, known in self.register.known.items()}
        asking = {view.own for view in self._views}
        return Lookup(rows, asking, self._is_left_out, self._kept.postings)

    def path_of(self, path: str) -> bytes:
        """Return the path of a file in the project, however it is spelled here."""
        own = os.fsencode(_relative(path, self.root))
        if own not in self._known:
            with suppress(OSError, ValueError):
                if file := self._files.get(identity(own, os.stat(path))):
                    return file.path
        return own

    def lists(self, own: bytes) -> bool:
        """Tell whether a path is that of one of the files."""
        return own in self._known

    def is_only(self, own: bytes) -> bool:
        """Tell whether there is no other file than the one with a path."""
        return self._known <= {own}

    def shown(self, path: bytes) -> str:
        """Return the path of one of the files as users see it."""
        return _relative(os.path.join(self.root, os.fsdecode(path)), os.curdir)

    def _is_left_out(self, path: bytes, trait: Trait) -> bool:
        """Tell whether the configuration leaves out the rule about a trait for a file."""
        file = os.path.join(self.root, os.fsdecode(path))
        rules = self._configurations.above(file).rules(os.path.abspath(file))
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
    def register(self) -> Register | None:
        """Return what is known of the project already.

        None where it has no other file, or does not know this one, which git ignores, say.
        """
        if self.is_stranger or self.project.is_only(self.own):
            return None
        return self.project.register

    @property
    def is_stranger(self) -> bool:
        """Tell whether the file is none of the project's."""
        return not self.project.lists(self.own)

    def elsewhere(self, trait: Trait, value: str, paper: str | None) -> Place | None:
        """Answer as `Index` says."""
        return self.answer(trait, key(trait, value), key(Trait.PAPER, paper or ""))

    def answer(self, trait: Trait, wanted: int, paper: int) -> Place | None:
        """Answer by the keys of the value and the paper."""
        if self.project.is_only(self.own):
            return None
        spot = self.project.lookup.first(trait, wanted, paper, self.own)
        return spot and Place(self.project.shown(spot.path), spot.line, spot.excused)

    def places(self, rows: "array[int]") -> Places:
        """Return where stands elsewhere what the file has, or rows that stand for it."""
        questions = self.project.lookup.questions(self.own, rows)
        answers = ((question, self.answer(*question)) for question in questions)
        return {question: place for question, place in answers if place}

    def repeats(self, rows: "array[int]") -> bool:
        """Tell whether another file has a key of the file, or of rows that stand for it."""
        if self.project.is_only(self.own):
            return False
        return self.project.lookup.repeats(self.own, rows)


def _is_inside(folder: str, root: str) -> bool:
    """Tell whether a folder is another one, or lies in it, whatever links lead there."""
    top = os.path.join(os.path.realpath(root), "")
    return os.path.join(os.path.realpath(folder), "").startswith(top)


def _relative(path: str, folder: str) -> str:
    """Return a path as seen from a folder; on Windows it may be on another drive."""
    with suppress(ValueError):
        return os.path.relpath(path, folder)
    return path
