"""The progress of a long run: a line that a terminal shows while a file is being checked."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from digestlint.cli.output import is_watched, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digestlint.language import Translate

Outcome = TypeVar("Outcome")

# In seconds: a shorter run needs no counter.
DELAY = 1.0


def counted(outcomes: Iterable[Outcome], total: int, translate: Translate) -> Iterator[Outcome]:
    """Yield the outcomes of a run over so many files, and tell how many are done in between.

    The line is gone whenever an outcome is yielded: its report may go to the same terminal.
    """
    if not is_watched():
        yield from outcomes
        return
    start, shown = monotonic(), False
    try:
        for done, outcome in enumerate(outcomes, 1):
            if shown:
                rewrite("")
            yield outcome
            shown = monotonic() - start >= DELAY
            if shown:
                rewrite(translate("checked {count} of {total}").format(count=done, total=total))
    finally:
        if shown:
            rewrite("")
