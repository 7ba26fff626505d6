"""Finds which entries of a project's files have a trait in common."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import NamedTuple

from digestlint.indexing import NUMBERS, placed
from digestlint.postings import ROW, Postings, Rows
from digestlint.traits import Trait

# A trait, its key, and the key of the paper of the entry that has it.
Question = tuple[Trait, int, int]

# So many entries are looked at in one go.
_PART = 16_000

# Of so many files, by trait, the entries are known by their keys at a time.
_FILES_AT_ONCE = 64

# To find one key in the postings takes as long as to look at so many numbers in rows.
_NUMBERS_A_KEY = 50


class Spot(NamedTuple):
    """Where a trait stands: those that are to be told first are the lesser ones.

    It is `excused` where it is `suppressed`, or its file left out. `paper` is the key of the
    entry's paper, or 0 where that is unknown or of no interest.
    """

    excused: bool
    suppressed: bool
    path: bytes
    line: int
    paper: int


class Lookup:
    """The rows of a project's files, by path, as some of the files look for themselves in them.

    What those files have in common with others is found by operations on whole sets, as most
    have nothing.
    """

    def __init__(
        self,
        rows: Mapping[bytes, Rows],
        asking: Iterable[bytes],
        is_left_out: Callable[[bytes, Trait], bool],
        postings: Postings,
    ) -> None:
        """Take which files ask; what others ask is found too, but at a greater cost.

        The postings may be those of other rows: of which files they hold good is seen.
        """
        self._rows = {path: rows[path] for path in sorted(rows)}
        self._postings = postings
        self._asking = self._rows.keys() & asking
        self._is_left_out = cache(is_left_out)
        self._spots: dict[int, list[Spot]] = {}
        # One file at a time asks a lot.
        self._own = lru_cache(maxsize=1)(self._keys_of)
        # What one file repeats stands in few others.
        self._entries = lru_cache(maxsize=_FILES_AT_ONCE)(self._entries_by_key)

    def _keys_of(self, path: bytes) -> set[int]:
        """Return the keys of a file, if it is one of those that ask, and the places with them.

        These are no keys: hashes of 64 bits are not as small. So nobody asks for them, and leaving
        them out would take longer than what follows.
        """
        return set(self._rows[path]) if path in self._asking else set()

    def repeats(self, path: bytes, rows: Sequence[int] = ()) -> bool:
        """Tell whether another file than the one at a path has one of its keys.

        Where there are `rows`, their keys are looked for instead.
        """
        if not rows:
            # Without a set of them: a place is no key, and 0 stands for none.
            own = self._rows[path] if path in self._asking else ()
            return not self._repeated.isdisjoint(own)
        keys = {key for number in NUMBERS.values() for key in rows[number::ROW]}
        others = keys - self._own(path) - {0}
        return not (self._repeated.isdisjoint(keys) and self._all.isdisjoint(others))

    def questions(self, path: bytes, rows: Sequence[int] = ()) -> Iterator[Question]:
        """Yield what the entries at a path ask, or those of `rows` in its stead.

        Nobody needs to ask for what stands in no other file.
        """
        shared = self._all if rows else self._repeated
        rows = rows or self._rows.get(path, ())
        papers = rows[NUMBERS[Trait.PAPER] :: ROW]
        for trait, number in NUMBERS.items():
            for key, paper in zip(rows[number::ROW], papers, strict=True):
                if key in shared:
                    yield trait, key, paper

    def first(self, trait: Trait, key: int, paper: int, path: bytes) -> Spot | None:
        """Return where the key of a trait stands first in another file than the one at a path.

        Spots of a known paper do not count to an entry of the same; those excused come last.
        """
        if key not in (self._repeated if key in self._own(path) else self._all):
            return None
        if key not in self._spots:
            self._spots[key] = list(_needed(sorted(self._found(trait, key))))
        others = (spot for spot in self._spots[key] if spot.path != path)
        return next((spot for spot in others if not spot.paper or spot.paper != paper), None)

    @cached_property
    def _repeated(self) -> set[int]:
        """Return the keys of the files that ask which several files have."""
        entries = sum(len(self._rows[path]) for path in self._asking) // ROW
        parts = 1 + entries // _PART
        found = (
            self._repeated_of(*some, parts) for some in product(NUMBERS.values(), range(parts))
        )
        return set().union(*found, self._asked_of_others()) - {0}

    def _repeated_of(self, number: int, part: int, parts: int) -> set[int]:
        """Return the keys of a trait that several files have which ask.

        Those that have a remainder: a set of all is large.
        """
        repeated: set[int] = set()
        seen: set[int] = set()
        for path in self._asking:
            keys: Sequence[int] = self._rows[path][number::ROW]
            if parts > 1:
                keys = [key for key in keys if key % parts == part]
            repeated |= seen.intersection(keys)
            seen.update(keys)
        return repeated

    def _asked_of_others(self) -> set[int]:
        """Return the keys of the files that ask which another file has."""
        others = self._rows.keys() - self._asking
        if not others:
            return set()
        columns = [
            self._rows[path][number::ROW] for path in self._asking for number in NUMBERS.values()
        ]
        asked: set[int] = set().union(*columns) - {0}
        return {key for key, _ in self._held(asked, others)}

    @cached_property
    def _holders(self) -> Mapping[int, Collection[bytes]]:
        """Return the files that have each of the repeated keys, none of which is a place."""
        found = defaultdict(list)
        for key, path in self._held(self._repeated, self._rows.keys()):
            found[key].append(path)
        return found

    def _held(self, keys: set[int], paths: AbstractSet[bytes]) -> Iterator[tuple[int, bytes]]:
        """Yield which of some keys some files have, once or more."""
        numbers = sum(len(self._rows[path]) for path in paths)
        if len(keys) * _NUMBERS_A_KEY < numbers:
            kept = self._postings.rows
            known = {path for path in paths if self._rows[path] is kept.get(path)}
            for key in keys:
                for path in known.intersection(self._postings.holders(key)):
                    yield key, path
            paths = paths - known
        # Whole rows are looked at faster than their columns; a place is no key.
        for path in paths:
            for key in keys.intersection(self._rows[path]):
                yield key, path

    @cached_property
    def _all(self) -> set[int]:
        """Return the keys of all files, and the places with them: see `_keys_of`."""
        return set().union(*self._rows.values()) - {0}

    def _found(self, trait: Trait, key: int) -> Iterator[Spot]:
        column = slice(NUMBERS[trait], None, ROW)
        rare = (path for path, rows in self._rows.items() if key in rows[column])
        for path in self._holders[key] if key in self._repeated else rare:
            rows = self._rows[path]
            for index in self._entries(path, trait).get(key, ()):
                row = rows[index * ROW : (index + 1) * ROW]
                line, suppressed = placed(row[-1], trait)
                excused = suppressed or self._is_left_out(path, trait)
                paper = 0 if trait is Trait.PAPER else row[NUMBERS[Trait.PAPER]]
                yield Spot(excused, suppressed, path, line, paper)

    def _entries_by_key(self, path: bytes, trait: Trait) -> Mapping[int, list[int]]:
        """Return the numbers of a file's entries by their keys of a trait."""
        found = defaultdict(list)
        for index, key in enumerate(self._rows[path][NUMBERS[trait] :: ROW]):
            found[key].append(index)
        return found


def _needed(spots: Iterable[Spot]) -> Iterator[Spot]:
    """Yield the spots that are the first for any file: of each paper, those of two files."""
    paths: defaultdict[int, set[bytes]] = defaultdict(set)
    for spot in spots:
        known = paths[spot.paper]
        if len(known) < 2 and spot.path not in known:
            known.add(spot.path)
            yield spot
