"""The rows of a project's files, and the same the other way round: which files have a key.

The keys of a few files are found there in less time than it takes to go through all rows.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from digestlint.traits import Trait

# Those that are kept are read where they stand: to copy them takes longer than to look up a few.
Rows: TypeAlias = "array[int] | memoryview"

# Numbers in a row: the key of each of an entry's traits, 0 for one that it has not, and its place.
ROW = len(Trait) + 1

# In bits: the size of a key, and of a posting, which has room for the beginning of a key.
_KEY = 64
_POSTING = 32


class Postings:
    """The files that have each key: their rows, and the bytes that `packed` has made of them."""

    def __init__(self, rows: Mapping[bytes, Rows], data: memoryview) -> None:
        self.rows = rows
        self._paths = list(rows)
        self._numbers = data.cast("I")

    def holders(self, key: int) -> Iterator[bytes]:
        """Yield the files that have a key, more than once if they have others that begin alike."""
        bits = len(self._paths).bit_length()
        first = _posting(key, 0, bits)
        for i in range(bisect_left(self._numbers, first), len(self._numbers)):
            number = self._numbers[i] - first
            if number >= len(self._paths):
                return
            if key in self.rows[self._paths[number]]:
                yield self._paths[number]


def packed(files: Collection[Rows]) -> bytes:
    """Return a number for each key of each file, in order: its beginning, then the file's."""
    bits = len(files).bit_length()
    numbers = sorted(
        _posting(key, number, bits)
        for number, rows in enumerate(files)
        for column in range(ROW - 1)
        for key in {*rows[column::ROW]} - {0}
    )
    return array("I", numbers).tobytes()


def _posting(key: int, number: int, bits: int) -> int:
    return key >> _KEY - _POSTING + bits << bits | number
