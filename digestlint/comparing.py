"""Checks once more, among the other digests of its project, a file that shares something with one.

That it was checked alone tells most of what is wrong with it. The result holds as long as the
project says the same.
"""

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from digestlint import engine, examined, project, results
from digestlint.checks import RULES
from digestlint.examined import Examined, packed
from digestlint.files import Failed
from digestlint.index import Places
from digestlint.indexing import content_of, key
from digestlint.project import Checked, Outcome, Source, Teller
from digestlint.records import Digest
from digestlint.rule import Place, ProjectRule
from digestlint.suppressions import Suppressions
from digestlint.traits import Trait
from digestlint.violation import Violation


class _Answers:
    """A project, known by the places that it answers with."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._shared = {shared for _, shared, _ in places}

    def elsewhere(self, trait: Trait, value: str, paper: str | None) -> Place | None:
        """Answer as `Index` says."""
        wanted = key(trait, value)
        if wanted not in self._shared:
            return None
        return self._places.get((trait, wanted, key(Trait.PAPER, paper or "")))


class Repeating(NamedTuple):
    """A file of a run that shares something with another one of its project.

    `alone` is what checking it alone came to; `places` is what the project answers.
    """

    number: int
    alone: Examined
    places: Places


def compare(
    source: Source, file: Repeating, *, teller: Teller | None = None, cached: bool = False
) -> Examined:
    """Check a file among the others, and keep the result where that is wanted.

    Raises SettingsError.
    """
    work = partial(_compared, file=file, teller=teller)
    return examined.attempt(work, source, file.places, cached=cached)


def load(source: Source, content: bytes, places: Places) -> Examined | None:
    """Return the result of an earlier comparison; None where there is none that still holds."""
    # Whatever is the matter with it, the file is compared then.
    with suppress(Exception):
        if result := examined.load(source, content, places):
            return Examined(result, content)
    return None


def _compared(source: Source, file: Repeating, teller: Teller | None) -> Examined:
    data = source.bytes()
    content = content_of(data, source.script)
    known = _violations(file.alone) if content == file.alone.content else None
    among = replace(source, data=data, index=_Answers(file.places))
    shared = {trait for trait, _, _ in file.places}
    return Examined(packed(_outcome(among, shared, known), teller), content)


def _violations(alone: Examined) -> list[Violation] | None:
    """Return what is wrong with a file alone; None where that cannot be told."""
    with suppress(ValueError):
        if not isinstance(alone.result, Failed):
            return results.unpacked(alone.result).violations
    return None


def _outcome(source: Source, shared: set[Trait], known: list[Violation] | None) -> Outcome:
    digest = project.judgeable(project.load(source), source.rules)
    if not isinstance(digest, Digest):
        return digest
    violations = _found(source, digest, shared, known)
    return Checked(source.path, digest, violations, fail_on=source.fail_on)


def _found(
    source: Source, digest: Digest, shared: set[Trait], known: list[Violation] | None
) -> list[Violation]:
    """Return what is wrong with a digest, of which some may be known: what it shares is not.

    What its suppressions hide decides on what is wrong with these: nothing is known then.
    """
    if known is None or Suppressions(digest, RULES).all:
        return engine.run(digest, source.rules, source.options, source.index)
    rules = [
        each for each in source.rules if isinstance(each, ProjectRule) and each.trait in shared
    ]
    codes = {rule.code for rule in rules}
    found = [violation for violation in known if violation.code not in codes]
    found += engine.run(digest, rules, source.options, source.index)
    return sorted(found, key=engine.PLACE)
