"""What checking a file came to, as processes hand it on, and as it is kept from run to run."""

import hashlib
import os
from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from digestlint import results
from digestlint.configuration import Configuration
from digestlint.files import Failed, crashed, failed
from digestlint.index import Places, View
from digestlint.project import Outcome, Skipped, Source, Teller
from digestlint.results import COMPARED, Report, Result
from digestlint.rule import ProjectRule, Rule
from digestlint.settings import SettingsError

NO_ROWS = array("Q")


class Examined(NamedTuple):
    """What checking a file came to, and what the index is to know of it, unless it does.

    `content` stands for what was read.
    """

    result: bytes | Failed
    content: bytes = b""
    rows: "array[int]" = NO_ROWS


def attempt(
    work: Callable[[Source], Examined],
    source: Source,
    places: Places | None = None,
    *,
    cached: bool,
) -> Examined:
    """Do some work on a file, and keep the result where that is wanted, as `save` says.

    Raises nothing but SettingsError.
    """
    try:
        done = work(source)
        # What a program hands over is not what the file of that name holds.
        if cached and source.data is None:
            save(source, done, places)
    except SettingsError:
        raise
    except OSError as error:
        return Examined(failed(source.path, error))
    except Exception as error:
        return Examined(crashed(source.path, error))
    return done


def packed(outcome: Outcome, teller: Teller | None) -> bytes | Failed:
    """Return what became of a file as bytes, and what is told of it."""
    if isinstance(outcome, Failed):
        return outcome
    if isinstance(outcome, Skipped):
        return results.packed(Result(None, outcome.resembles_one))
    result = Result(outcome.violations)
    if teller is None:
        return results.packed(result)
    return results.packed(result, Report(teller.manner, teller.tell(outcome), outcome.counts))


def load(source: Source, content: bytes, places: Places | None = None) -> bytes | None:
    """Return the result of an earlier run, as `save` has kept it; None where there is none."""
    if source.data is not None or not isinstance(source.index, View):
        return None
    return results.load(
        source.index.root, _name(source.index, places), _key(source, content, places)
    )


def save(source: Source, examined: Examined, places: Places | None = None) -> None:
    """Keep the result of a file that stands in a project.

    That of a file among the others depends on the places that these answer with.
    """
    view = source.index
    if isinstance(view, View) and not isinstance(examined.result, Failed):
        key = _key(source, examined.content, places)
        results.save(view.root, _name(view, places), key, examined.result)


def view_of(source: Source) -> View | None:
    """Return the project of a file, if there are rules to compare them by."""
    return source.index if isinstance(source.index, View) and _compare(source.rules) else None


@lru_cache(maxsize=64)
def _compare(rules: Sequence[Rule]) -> bool:
    """Tell whether any of some rules compares digests."""
    return any(isinstance(rule, ProjectRule) for rule in rules)


def _name(view: View, places: Places | None) -> bytes:
    name = os.fsencode(os.path.relpath(view.path, view.root))
    return name if places is None else name + COMPARED


def _key(source: Source, content: bytes, places: Places | None) -> bytes:
    """Return what a result depends on."""
    answers = places and sorted(places.items())
    told = f"{source.path}\0{source.is_required}\0{answers}\0".encode("utf-8", "surrogateescape")
    return results.key(told + content, _settings(source.configuration, source.rules))


@lru_cache(maxsize=64)
def _settings(configuration: Configuration, rules: Sequence[Rule]) -> bytes:
    """Return what stands for some rules and the settings that they depend on."""
    levels = [(rule.code, rule.level.value) for rule in rules]
    settings = configuration.settings
    told = (levels, settings.options, settings.script)
    return hashlib.blake2b(repr(told).encode()).digest()
