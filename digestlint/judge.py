"""What tells which violations count, and from where in a file, as it was read, they come."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable

from digestlint.records import Digest
from digestlint.violation import Edit, Violation

# Maps an offset into a text as it is now to one into the text as it was read.
Origin = Callable[[int], int]
# Returns those violations of a digest that count; the others are neither told nor fixed.
Judge = Callable[[Digest, Collection[Violation], Origin], list[Violation]]


class AdoptionError(Exception):
    """What keeps violations from counting cannot be known; the text says why, and the way out."""


def all_count(
    _digest: Digest, violations: Collection[Violation], _origin: Origin
) -> list[Violation]:
    """Return all violations."""
    return list(violations)


def unmoved(offset: int) -> int:
    """Return the origin of an offset into a text that is as it was read."""
    return offset


def moved(origin: Origin, edits: Iterable[Edit]) -> Origin:
    """Return the origin of offsets behind edits, which are sorted and do not overlap.

    What an edit puts in comes from the place that it takes, the first character from the first.
    """
    placed: list[tuple[int, Edit]] = []
    shift = 0
    for edit in edits:
        placed.append((edit.start + shift, edit))
        shift += len(edit.content) - (edit.end - edit.start)

    def behind(offset: int) -> int:
        index = bisect_right(placed, offset, key=lambda pair: pair[0]) - 1
        if index < 0:
            return origin(offset)
        start, edit = placed[index]
        beyond = offset - start - len(edit.content)
        inside = min(edit.start + offset - start, max(edit.start, edit.end - 1))
        return origin(edit.end + beyond if beyond >= 0 else inside)

    return behind
