"""Holds the results of a run until all of its files are examined.

The first stay in memory, where most runs have no others; the rest stand in a file of which nothing
is left, so that a project may be as large as it likes.
"""

from contextlib import ExitStack, suppress
from functools import cached_property
from typing import IO, NamedTuple

from digestlint.examined import Examined
from digestlint.files import Failed

# In bytes: what some two hundred files come to.
_IN_MEMORY = 1 << 22


class Held(NamedTuple):
    """What examining a file came to; the result stands in the spool's file, if it has a place."""

    file: Examined
    place: tuple[int, int] | None = None


class Spool:
    """Holds what examining files came to, until it is closed."""

    def __init__(self) -> None:
        self._size = 0
        self._end = 0
        self._opened = ExitStack()

    def put(self, file: Examined) -> Held:
        """Hold a result; also where there is no room for it but in memory."""
        result = file.result
        if not isinstance(result, Failed):
            self._size += len(result)
            if self._size > _IN_MEMORY:
                with suppress(OSError):
                    return Held(file._replace(result=b""), self._written(result))
        return Held(file)

    def get(self, held: Held) -> Examined:
        """Return what was put; raises OSError."""
        if held.place is None:
            return held.file
        start, size = held.place
        self._file.seek(start)
        return held.file._replace(result=self._file.read(size))

    @cached_property
    def _file(self) -> IO[bytes]:
        # Takes as long to load as a file to check, and few runs need it.
        from tempfile import TemporaryFile

        return self._opened.enter_context(TemporaryFile(buffering=0))

    def close(self) -> None:
        """Forget all."""
        self._opened.close()

    def _written(self, result: bytes) -> tuple[int, int]:
        """Write a result, and return its start and its size; raises OSError."""
        self._file.seek(self._end)
        if self._file.write(result) < len(result):
            raise OSError("no room")
        place = self._end, len(result)
        self._end += len(result)
        return place
