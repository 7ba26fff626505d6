"""Checks the files of a run: each alone first, if need be in several processes or from a cache.

What a file has in common with the other digests of its project is known only when all of them
have been read. So each is checked without the others, which also tells what the index is to
know of it; the few that share something with another one are then checked again.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from digestlint import __version__, project, results, workers
from digestlint.configuration import Configuration
from digestlint.files import Failed, failed
from digestlint.index import View
from digestlint.indexing import PlaceRow, content_of, places_in
from digestlint.project import Checked, Outcome, Skipped, Source
from digestlint.records import Digest
from digestlint.results import Result
from digestlint.rule import NoIndex, ProjectRule, Rule

if TYPE_CHECKING:
    from digestlint.adoption import Adoption

# Says that nothing stands elsewhere, where it is only not known yet.
_UNKNOWN = NoIndex()


class Examined(NamedTuple):
    """What checking a file alone came to, and what the index is to know of it.

    `key` is that of the result, and `content` stands for what was read.
    """

    result: bytes | Failed
    key: bytes = b""
    content: bytes = b""
    places: Sequence[PlaceRow] = ()


# Passes on what has been examined of so many files, and may tell how far it is.
Watch = Callable[[Iterator[Examined], int], Iterator[Examined]]


def _unwatched(examined: Iterator[Examined], _total: int) -> Iterator[Examined]:
    return examined


def outcomes(
    found: Sequence[Source | Failed],
    adoption: "Adoption | None" = None,
    watch: Watch = _unwatched,
    *,
    cached: bool = True,
) -> Iterator[Outcome]:
    """Yield what becomes of each file, in order; `cached` tells whether results are kept.

    Raises AdoptionError and SettingsError.
    """
    sources = [source for source in found if isinstance(source, Source)]
    known = [_kept(source) if cached else None for source in sources]
    fresh = [source for source, result in zip(sources, known, strict=True) if result is None]
    rest = iter([*_examined(fresh, watch, cached=cached)])
    complete = iter([next(rest) if result is None else result for result in known])
    for source in found:
        if isinstance(source, Failed):
            yield source
        else:
            yield _outcome(source, next(complete), adoption)


def examine(source: Source) -> Examined:
    """Check a file alone; never raises."""
    try:
        data = source.bytes()
    except OSError as error:
        return Examined(failed(source.path, error))
    index = _UNKNOWN if isinstance(source.index, View) else source.index
    alone = replace(source, data=data, index=index)
    outcome = project.check(alone, source.rules, source.options)
    if isinstance(outcome, Failed):
        return Examined(outcome)
    places: list[PlaceRow] = []
    if isinstance(outcome, Skipped):
        result = Result(None, outcome.resembles_one)
    else:
        places = _places(source, outcome.digest)
        result = Result(outcome.violations, traits=[place[0].hex() for place in places])
    key = _key(source, data)
    return Examined(results.packed(result), key, content_of(data, source.script), places)


def _examined(sources: Sequence[Source], watch: Watch, *, cached: bool) -> Iterator[bytes | Failed]:
    """Yield the results of files; the index looks at their status before they are read."""
    views = [_compared(source) for source in sources]
    known = [view.rows if view else None for view in views]
    examined = watch(workers.mapped(examine, sources, _size), len(sources))
    for source, view, rows, file in zip(sources, views, known, examined, strict=True):
        if not isinstance(file.result, Failed):
            if view and rows:
                rows.add(view.own, file.content, file.places)
            if cached and isinstance(source.index, View):
                results.save(source.index.root, _name(source.index), file.key, file.result)
        yield file.result


def _outcome(source: Source, result: bytes | Failed, adoption: "Adoption | None") -> Outcome:
    """Return what a result means for a file, now that the index knows its whole project."""
    if isinstance(result, Failed):
        return result
    try:
        found = results.unpacked(result)
    except ValueError:
        return project.check(source, source.rules, source.options, adoption)
    view = _compared(source)
    if view and view.repeats([bytes.fromhex(trait) for trait in found.traits]):
        return project.check(source, source.rules, source.options, adoption)
    if found.violations is None:
        return Skipped(source.path, found.resembles_one)
    checked = Checked(source.path, source, found.violations, fail_on=source.fail_on)
    return project.adopted(checked, source.rules, adoption) if adoption else checked


def _kept(source: Source) -> bytes | None:
    """Return the result of an earlier run; None where there is none, or the file is another."""
    if not isinstance(source.index, View):
        return None
    try:
        key = _key(source, source.bytes())
    except OSError:
        return None
    return results.load(source.index.root, _name(source.index), key)


def _compared(source: Source) -> View | None:
    """Return the project of a file, if there are rules to compare them by."""
    if isinstance(source.index, View) and any(isinstance(r, ProjectRule) for r in source.rules):
        return source.index
    return None


def _places(source: Source, digest: Digest) -> list[PlaceRow]:
    view = _compared(source)
    return list(places_in(digest, view.own)) if view else []


def _name(view: View) -> bytes:
    return os.fsencode(os.path.relpath(view.path, view.root))


def _key(source: Source, data: bytes) -> bytes:
    """Return what a result depends on, the other files apart."""
    told = f"{source.path}\0{source.is_required}\0".encode("utf-8", "surrogateescape")
    return results.key(told + data, _settings(source.configuration, source.rules))


@lru_cache(maxsize=64)
def _settings(configuration: Configuration, rules: Sequence[Rule]) -> bytes:
    """Return what stands for this version, some rules and the settings that they depend on."""
    levels = [(rule.code, rule.level.value) for rule in rules]
    settings = configuration.settings
    told = (__version__, levels, settings.options.model_dump_json(), settings.script)
    return hashlib.blake2b(repr(told).encode()).digest()


def _size(source: Source) -> int:
    if source.data is not None:
        return len(source.data)
    try:
        return os.stat(source.path).st_size
    except OSError:
        return 0
