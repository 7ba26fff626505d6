"""Checks the files of a run: each alone first, if need be in several processes or from a cache.

What a file has in common with the other digests of its project is known only when all of them
have been read. So each is checked without the others, which also tells what the index is to
know of it; the few that share something with another one are then checked again.
"""

import hashlib
import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from digestlint import project, results, workers
from digestlint.cache import ROW
from digestlint.configuration import Configuration
from digestlint.files import Failed, crashed, failed
from digestlint.index import View
from digestlint.indexing import NUMBERS, content_of, rows_of
from digestlint.project import Checked, Outcome, Skipped, Source
from digestlint.results import Result
from digestlint.rule import NoIndex, ProjectRule, Rule
from digestlint.settings import SettingsError

if TYPE_CHECKING:
    from digestlint.adoption import Adoption

# Says that nothing stands elsewhere, where it is only not known yet.
_UNKNOWN = NoIndex()

_NO_ROWS = array("Q")


class Examined(NamedTuple):
    """What checking a file came to, and what the index is to know of it.

    `content` stands for what was read.
    """

    result: bytes | Failed
    content: bytes = b""
    rows: "array[int]" = _NO_ROWS


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
    # What is excluded is not even looked up: the result of its file may be kept by its name.
    sources = [each for each in found if isinstance(each, Source) and not each.excluded]
    known = [_kept(source) if cached else None for source in sources]
    fresh = [source for source, file in zip(sources, known, strict=True) if file is None]
    rest = iter([*_examined(fresh, watch, cached=cached)])
    alone = [next(rest) if file is None else file for file in known]
    complete = _compared(sources, alone)
    for source in found:
        if isinstance(source, Failed):
            yield source
        elif source.excluded:
            yield Skipped(source.path)
        else:
            yield _outcome(source, next(complete), adoption)


def examine(source: Source, *, cached: bool = False) -> Examined:
    """Check a file alone, and keep the result where that is wanted; never raises."""
    try:
        examined = _alone(source)
        if cached and isinstance(source.index, View) and not isinstance(examined.result, Failed):
            key = _key(source, examined.content)
            results.save(source.index.root, _name(source.index), key, examined.result)
    except OSError as error:
        return Examined(failed(source.path, error))
    except Exception as error:
        return Examined(crashed(source.path, error))
    return examined


def _alone(source: Source) -> Examined:
    """Check a file without the others of its project."""
    data = source.bytes()
    index = _UNKNOWN if isinstance(source.index, View) else source.index
    alone = replace(source, data=data, index=index)
    outcome = project.check(alone, source.rules, source.options)
    rows = rows_of(outcome.digest) if isinstance(outcome, Checked) and _view(source) else _NO_ROWS
    return Examined(_packed(outcome, rows), content_of(data, source.script), rows)


def compare(source: Source) -> Examined:
    """Check a file among the others of its project; raises SettingsError."""
    try:
        data = source.bytes()
        outcome = project.check(replace(source, data=data), source.rules, source.options)
        return Examined(_packed(outcome, _NO_ROWS), content_of(data, source.script))
    except SettingsError:
        raise
    except OSError as error:
        return Examined(failed(source.path, error))
    except Exception as error:
        return Examined(crashed(source.path, error))


def _packed(outcome: Outcome, rows: "array[int]") -> bytes | Failed:
    if isinstance(outcome, Failed):
        return outcome
    if isinstance(outcome, Skipped):
        return results.packed(Result(None, outcome.resembles_one), rows)
    keys = {key for number in NUMBERS.values() for key in rows[number::ROW]}
    return results.packed(Result(outcome.violations), array("Q", keys - {0}))


def _examined(sources: Sequence[Source], watch: Watch, *, cached: bool) -> Iterator[Examined]:
    """Yield the results of files, whose rows go to the index.

    It looks at their status before they are read.
    """
    views = [_view(source) for source in sources]
    registers = [view.register if view else None for view in views]
    work = partial(examine, cached=cached)
    examined = watch(workers.mapped(work, sources, _size), len(sources))
    for view, register, file in zip(views, registers, examined, strict=True):
        if view and register and not isinstance(file.result, Failed):
            register.add(view.own, file.content, file.rows)
        yield file._replace(rows=_NO_ROWS)


def _compared(sources: Sequence[Source], alone: Sequence[Examined]) -> Iterator[Examined]:
    """Yield the results of files, now that the index knows their whole project."""
    repeating = list(map(_repeats, sources, alone))
    again = workers.mapped(compare, list(compress(sources, repeating)), _size)
    for file, repeats in zip(alone, repeating, strict=True):
        yield next(again) if repeats else file


def _repeats(source: Source, file: Examined) -> bool:
    """Tell whether a file has something in common with another one."""
    view = _view(source)
    if view is None or isinstance(file.result, Failed):
        return False
    try:
        return view.repeats(results.keys_of(file.result))
    except ValueError:
        return True


def _outcome(source: Source, file: Examined, adoption: "Adoption | None") -> Outcome:
    """Return what a result means for a file."""
    if isinstance(file.result, Failed):
        return file.result
    try:
        found = results.unpacked(file.result)
    except ValueError:
        return project.check(source, source.rules, source.options, adoption)
    if found.violations is None:
        return Skipped(source.path, found.resembles_one)
    read = replace(source, content=file.content)
    checked = Checked(source.path, read, found.violations, fail_on=source.fail_on)
    return project.adopted(checked, source.rules, adoption) if adoption else checked


def _kept(source: Source) -> Examined | None:
    """Return the result of an earlier run; None where there is none, or the file is another."""
    if not isinstance(source.index, View):
        return None
    try:
        content = content_of(source.bytes(), source.script)
        result = results.load(source.index.root, _name(source.index), _key(source, content))
    except Exception:
        # The file is checked then, which tells what is the matter, if anything.
        return None
    return None if result is None else Examined(result, content)


def _view(source: Source) -> View | None:
    """Return the project of a file, if there are rules to compare them by."""
    if isinstance(source.index, View) and any(isinstance(r, ProjectRule) for r in source.rules):
        return source.index
    return None


def _name(view: View) -> bytes:
    return os.fsencode(os.path.relpath(view.path, view.root))


def _key(source: Source, content: bytes) -> bytes:
    """Return what a result depends on, the other files apart."""
    told = f"{source.path}\0{source.is_required}\0".encode("utf-8", "surrogateescape")
    return results.key(told + content, _settings(source.configuration, source.rules))


@lru_cache(maxsize=64)
def _settings(configuration: Configuration, rules: Sequence[Rule]) -> bytes:
    """Return what stands for some rules and the settings that they depend on."""
    levels = [(rule.code, rule.level.value) for rule in rules]
    settings = configuration.settings
    told = (levels, settings.options, settings.script)
    return hashlib.blake2b(repr(told).encode()).digest()


def _size(source: Source) -> int:
    if source.data is not None:
        return len(source.data)
    try:
        return os.stat(source.path).st_size
    except OSError:
        return 0
