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

from digestlint import comparing, examined, project, results, workers
from digestlint.comparing import Repeating
from digestlint.examined import NO_ROWS, Examined, packed, view_of
from digestlint.files import Failed
from digestlint.index import View
from digestlint.indexing import content_of, rows_of
from digestlint.project import Checked, Outcome, Skipped, Source, Teller, Told
from digestlint.rule import NoIndex
from digestlint.spool import Held, Spool

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
    with closing(Spool()) as spool:
        complete = _complete(found, spool, run)
        for source in found:
            if isinstance(source, Failed):
                yield source
            elif source.excluded:
                yield Skipped(source.path)
            else:
                yield _outcome(source, next(complete), run)


def _complete(found: Sequence[Source | Failed], spool: Spool, run: Run) -> Iterator[Examined]:
    """Return the results of the files to be judged, each among the others of its project."""
    # What is excluded is not even looked up: the result of its file may be kept by its name.
    sources = [each for each in found if isinstance(each, Source) and not each.excluded]
    known = [_kept(source, spool) if run.cached else None for source in sources]
    fresh = [source for source, held in zip(sources, known, strict=True) if held is None]
    rest = iter([spool.put(file) for file in _examined(fresh, run)])
    alone = [next(rest) if held is None else held for held in known]
    return _compared(sources, alone, spool, run)


def examine(source: Source, *, teller: Teller | None = None, cached: bool = False) -> Examined:
    """Check a file alone, and keep the result where that is wanted."""
    work = partial(_alone, teller=teller)
    return examined.attempt(work, source, source, cached=cached)


def _alone(source: Source, teller: Teller | None) -> Examined:
    """Check a file without the others of its project."""
    data = source.bytes()
    index = _UNKNOWN if isinstance(source.index, View) else source.index
    alone = replace(source, data=data, index=index)
    outcome = project.check(alone, source.rules, source.options)
    rows = rows_of(outcome.digest) if isinstance(outcome, Checked) and view_of(source) else NO_ROWS
    return Examined(packed(outcome, teller), content_of(data, source.script), rows)


def _examined(sources: Sequence[Source], run: Run) -> Iterator[Examined]:
    """Yield the results of files, whose rows go to the index.

    It looks at their status before they are read.
    """
    views = [view_of(source) for source in sources]
    registers = [
        view.register if view and source.data is None else None
        for source, view in zip(sources, views, strict=True)
    ]
    work = partial(examine, teller=run.teller, cached=run.cached)
    done = run.watch(workers.mapped(work, sources, _size), len(sources))
    for view, register, file in zip(views, registers, done, strict=True):
        if view and register and not isinstance(file.result, Failed):
            register.add(view.own, file.content, file.rows)
        # The rows of a file are those that the index knows.
        yield file._replace(rows=NO_ROWS) if register else file


def _compared(
    sources: Sequence[Source], alone: Sequence[Held], spool: Spool, run: Run
) -> Iterator[Examined]:
    """Yield the results of files, now that the index knows their whole project."""
    done: list[Held | None] = []
    jobs: list[Repeating] = []
    for source, held in zip(sources, alone, strict=True):
        repeating = _repeating(source, held, spool)
        known = comparing.load(repeating) if repeating and run.cached else None
        if repeating and not known:
            jobs.append(repeating)
        done.append(known and spool.put(known) if repeating else held)
    work = partial(comparing.compare, teller=run.teller, cached=run.cached)
    again = workers.mapped(work, jobs, lambda job: _size(job.source))
    for complete in done:
        yield spool.get(complete) if complete else next(again)


def _repeating(source: Source, held: Held, spool: Spool) -> Repeating | None:
    """Return a file that has something in common with another one."""
    view = view_of(source)
    if view is None or not view.repeats(held.file.rows):
        return None
    result, content, _ = spool.get(held)
    return None if isinstance(result, Failed) else Repeating(source, view, result, content)


def _outcome(source: Source, file: Examined, run: Run) -> Outcome | Told:
    """Return what a result means for a file."""
    if isinstance(file.result, Failed):
        return file.result
    if run.teller and (report := results.report(file.result, run.teller.manner)):
        return Told(source.path, report.text, report.counts, source.fail_on)
    outcome = _unpacked(source, file.content, file.result)
    if not isinstance(outcome, Checked):
        return outcome
    if run.adoption:
        return project.adopted(outcome, source.rules, run.adoption)
    return run.teller.told(outcome) if run.teller else outcome


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


def _kept(source: Source, spool: Spool) -> Held | None:
    """Return the result of an earlier run; None where there is none, or the file is another."""
    try:
        content = _unchanged(source) or content_of(source.bytes(), source.script)
        result = examined.load(source, content)
    except Exception:
        # The file is checked then, which tells what is the matter, if anything.
        return None
    return None if result is None else spool.put(Examined(result, content))


def _unchanged(source: Source) -> bytes | None:
    """Return what stands for the content of a file that is as an earlier run knew it."""
    view = view_of(source)
    register = view.register if view and source.data is None else None
    return register.content(view.own) if view and register else None


def _size(source: Source) -> int:
    if source.data is not None:
        return len(source.data)
    try:
        return os.stat(source.path).st_size
    except OSError:
        return 0
