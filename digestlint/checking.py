"""Checks the files of a run: each alone first, if need be in several processes or from a cache.

What a file has in common with the other digests of its project is known only when all of them
have been read. So each is checked without the others, which also tells what the index is to
know of it; the few that share something with another one are then checked again.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from digestlint import comparing, examined, project, results
from digestlint.comparing import Repeating
from digestlint.examined import NO_ROWS, Examined, packed, view_of
from digestlint.files import Failed
from digestlint.index import View
from digestlint.indexing import Register, content_of, rows_of
from digestlint.project import Checked, Outcome, Skipped, Source, Teller, Told
from digestlint.rule import NoIndex
from digestlint.settings import SettingsError
from digestlint.spool import Held, Spool
from digestlint.workers import Crew

if TYPE_CHECKING:
    from digestlint.adoption import Adoption

# Says that nothing stands elsewhere, where it is only not known yet.
_UNKNOWN = NoIndex()

# Passes on what has been examined of so many files, and may tell how far it is.
Watch = Callable[[Iterator[Examined], int], Iterator[Examined]]


def _unwatched(examined: Iterator[Examined], _total: int) -> Iterator[Examined]:
    return examined


class Run(NamedTuple):
    """How files are checked: `cached` tells whether results are kept.

    An adoption decides what counts of what is wrong. Without one, a teller may tell what is.
    """

    adoption: "Adoption | None" = None
    teller: Teller | None = None
    watch: Watch = _unwatched
    cached: bool = True


def outcomes(found: Sequence[Source | Failed], run: Run) -> Iterator[Outcome | Told]:
    """Yield what becomes of each file, in order; raises AdoptionError and SettingsError."""
    # What is excluded is not even looked up: the result of its file may be kept by its name.
    sources = [each for each in found if isinstance(each, Source) and not each.excluded]
    with closing(_Checker(sources, run)) as checker:
        complete = checker.results()
        for source in found:
            if isinstance(source, Failed):
                yield source
            elif source.excluded:
                yield Skipped(source.path)
            else:
                yield _outcome(source, next(complete), run)


def examine(source: Source, *, teller: Teller | None = None, cached: bool = False) -> Examined:
    """Check a file alone, and keep the result where that is wanted."""
    work = partial(_alone, teller=teller)
    return examined.attempt(work, source, cached=cached)


def _alone(source: Source, teller: Teller | None) -> Examined:
    """Check a file without the others of its project."""
    data = source.bytes()
    index = _UNKNOWN if isinstance(source.index, View) else source.index
    alone = replace(source, data=data, index=index)
    outcome = project.check(alone, source.rules, source.options)
    rows = rows_of(outcome.digest) if isinstance(outcome, Checked) and view_of(source) else NO_ROWS
    return Examined(packed(outcome, teller), content_of(data, source.script), rows)


class _Checker:
    """Checks files, alone and among the others of their projects, until it is closed."""

    def __init__(self, sources: Sequence[Source], run: Run) -> None:
        self._sources = sources
        self._run = run
        self._views = [view_of(source) for source in sources]
        self._spool = Spool()
        self._crew = Crew(self._examine, self._compare)

    def close(self) -> None:
        """End all work, and forget the results."""
        self._crew.close()
        self._spool.close()

    def results(self) -> Iterator[Examined]:
        """Return the result of each file."""
        known = {number: self._kept(number) for number in range(len(self._sources))}
        # The smallest last: no process is to be at work for long when the others have done.
        unknown = [number for number, held in known.items() if held is None]
        fresh = sorted(unknown, key=self._size, reverse=True)
        for number, file in zip(fresh, self._examined(fresh), strict=True):
            known[number] = self._spool.put(file)
        return self._compared([held for held in known.values() if held])

    def _examine(self, number: int) -> Examined:
        run = self._run
        return examine(self._sources[number], teller=run.teller, cached=run.cached)

    def _compare(self, file: Repeating) -> Examined:
        run, source = self._run, self._sources[file.number]
        return comparing.compare(source, file, teller=run.teller, cached=run.cached)

    def _examined(self, numbers: Sequence[int]) -> Iterator[Examined]:
        """Yield the results of files, whose rows go to the index.

        Where it is kept, it has looked at their status before they are read: `_kept` has asked it.
        """
        sizes = list(map(self._size, numbers))
        done = self._crew.map(self._examine, numbers, sizes, ahead=1)
        for number, file in zip(numbers, self._run.watch(done, len(numbers)), strict=True):
            view, register = self._views[number], self._register(number)
            if view and register and not isinstance(file.result, Failed):
                register.add(view.own, file.content, file.rows)
            # The rows of other files are those that the index knows.
            yield file._replace(rows=NO_ROWS) if register else file

    def _register(self, number: int) -> Register | None:
        """Return what is known of a file's project; None where the file has no place in it."""
        view = self._views[number]
        return view.register if view and self._sources[number].data is None else None

    def _unchanged(self, number: int) -> bytes | None:
        """Return what stands for the content of a file that is as an earlier run knew it."""
        view, register = self._views[number], self._register(number)
        return register.content(view.own) if view and register else None

    def _compared(self, alone: Sequence[Held]) -> Iterator[Examined]:
        """Yield the results of files, now that the index knows their whole project."""
        done = [self._settled(number, held) for number, held in enumerate(alone)]
        numbers = [number for number, held in enumerate(done) if held is None]
        # One by one: all of them together may be as large as the files.
        jobs = (self._repeating(number, alone[number]) for number in numbers)
        again = self._crew.map(self._compare, jobs, list(map(self._size, numbers)))
        for complete in done:
            yield self._spool.get(complete) if complete else next(again)

    def _settled(self, number: int, held: Held) -> Held | None:
        """Return the result of a file that is not to be compared, or has been; else None."""
        view, rows = self._views[number], held.file.rows
        # What a program hands over has nothing to ask if it is no digest.
        asks = rows or self._sources[number].data is None
        failed = isinstance(held.file.result, Failed)
        if failed or not asks or not view or not view.repeats(rows):
            return held
        if not self._run.cached:
            return None
        known = comparing.load(self._sources[number], held.file.content, view.places(rows))
        return self._spool.put(known) if known and self._is_told(known.result) else None

    def _repeating(self, number: int, held: Held) -> Repeating:
        view = self._views[number]
        places = view.places(held.file.rows) if view else {}
        return Repeating(number, self._spool.get(held), places)

    def _kept(self, number: int) -> Held | None:
        """Return the result of an earlier run; None where none is of any use."""
        source, view = self._sources[number], self._views[number]
        if not self._run.cached or source.data is not None:
            return None
        # The rows of a file that the project does not know are kept nowhere.
        if view and view.is_stranger:
            return None
        try:
            content = self._unchanged(number) or content_of(source.bytes(), source.script)
            result = examined.load(source, content)
            useful = result is not None and self._is_told(result)
        except SettingsError:
            raise
        except Exception:
            # The file is checked then, which tells what is the matter, if anything.
            return None
        return self._spool.put(Examined(result, content)) if result and useful else None

    def _is_told(self, result: bytes | Failed) -> bool:
        """Tell whether a result is all that the report needs: digests are told of in its manner."""
        teller = self._run.teller
        if teller is None or isinstance(result, Failed):
            return True
        return results.is_told(result, teller.manner) or results.unpacked(result).violations is None

    def _size(self, number: int) -> int:
        """Return the size of a file in bytes."""
        source = self._sources[number]
        if source.data is not None:
            return len(source.data)
        try:
            return os.stat(source.path).st_size
        except OSError:
            return 0


def _outcome(source: Source, file: Examined, run: Run) -> Outcome | Told:
    """Return what a result means for a file."""
    if isinstance(file.result, Failed):
        return file.result
    if run.teller and (report := results.report(file.result, run.teller.manner)):
        return Told(source.path, report.text, report.counts, source.fail_on)
    outcome = _unpacked(source, file.content, file.result)
    if run.adoption and isinstance(outcome, Checked):
        return project.adopted(outcome, source.rules, run.adoption)
    return outcome


def _unpacked(source: Source, content: bytes, result: bytes) -> Outcome:
    """Return what became of a file that held what `content` stands for."""
    try:
        found = results.unpacked(result)
    except ValueError:
        return project.check(source, source.rules, source.options)
    if found.violations is None:
        return Skipped(source.path, found.resembles_one)
    read = replace(source, content=content)
    return Checked(source.path, read, found.violations, fail_on=source.fail_on)
