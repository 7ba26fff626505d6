"""The rows of a project's files, and the same the other way round: which files have a key.

The keys of a few files are found there in less time than it takes to go through all rows.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from digestlint.traits import Trait

# Those that are kept are read where they stand: to copy them takes longer than to look up a few.
Rows: TypeAlias = "array[int] | memoryview"

# Numbers in a row: the key of each of an entry's traits, 0 for one that it has not, and its place.
ROW = len(Trait) + 1


class Postings:
    """The files that have each key: their rows, and the bytes that `packed` has made of them."""

    def __init__(self, rows: Mapping[bytes, Rows], data: memoryview) -> None:
        self.rows = rows
        self._paths = list(rows)
        self._numbers = data.cast("Q")

    def holders(self, key: int) -> Iterator[bytes]:
        """Yield the files that have a key; hardly ever one that has another which begins alike."""
        first = _posting(key, 0, self._paths)
        for i in range(bisect_left(self._numbers, first), len(self._numbers)):
            number = self._numbers[i] - first
            if number >= len(self._paths):
                return
            yield self._paths[number]


def packed(files: Sequence[Rows]) -> bytes:
    """Return a number for each key of each file, in order: all but its last bits, and the file's.

    So that the file has room there, keys that differ in these bits only are taken for the same.
    """
    numbers = sorted(
        _posting(key, number, files)
        for number, rows in enumerate(files)
        for column in range(ROW - 1)
        for key in {*rows[column::ROW]} - {0}
    )
    return array("Q", numbers).tobytes()


def _posting(key: int, number: int, files: Sequence[object]) -> int:
    bits = len(files).bit_length()
    return key >> bits << bits | number
