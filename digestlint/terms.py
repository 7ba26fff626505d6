"""Terms: those that ship with digestlint, put together with a project's own, and found in a text.

What a project says wins over what ships, its glossary over its other lists, and its names over its
terms.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from digestlint import lazy
from digestlint.finder import Finder, Place, is_letter
from digestlint.records import Digest
from digestlint.rule import Options
from digestlint.shipped import APART, GROUPS, HALF_TRANSLATED, NAMES
from digestlint.text import HAN, is_han
from digestlint.translation import translation
from digestlint.violation import Fix, Safety, replacement
from digestlint.vocabulary import Group, spellings

_LATIN = lazy.compile("[A-Za-z0-9]")
_BOUNDARY = lazy.compile(rf"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{HAN}])")

# A character of another script beside a Latin one, or with a space between them.
_BESIDE_LATIN = lazy.compile(
    r"[^\0-\x7f](?:(?= ?[A-Za-z0-9])|(?<=[A-Za-z0-9].)|(?<=[A-Za-z0-9] .))"
)

# What stands between Chinese and Latin.
_LOOSE = lazy.compile("汉 [A-Za-z0-9]|[A-Za-z0-9] 汉")
_TIGHT = lazy.compile("汉[A-Za-z0-9]|[A-Za-z0-9]汉")

# How far around a term its neighbours show whether Latin letters are set off by spaces.
_NEIGHBOURHOOD = 300


class Misused(NamedTuple):
    """What to write instead of terms, and these terms with the right ones that hold any."""

    instead: Mapping[str, str]
    known: frozenset[str]


class Lists:
    """The terms that the rules look for, which are found in a digest at one go."""

    def __init__(self, options: Options) -> None:
        self.given = _given(options)
        self.half_translated = misused(half_translated(options))
        self.names = misused(names(options))
        self.glossary = misused(spellings(options.glossary))
        self.groups = groups(options)
        # With the words that hold one of those that ship by chance.
        self.grouped = frozenset((*APART, *(term for group in self.groups for term in group)))
        known = (self.half_translated.known, self.names.known, self.glossary.known)
        self.finder = Finder(self.grouped.union(*known))

    def places(self, digest: Digest) -> list[Place]:
        """Return where terms stand in a digest's translation."""
        return digest.view(self._places)

    def _places(self, digest: Digest) -> list[Place]:
        return self.finder.places(translation(digest))


# Those that were asked for last: one digest after another is checked with the same options.
_latest: list[Lists] = []


def lists(options: Options) -> Lists:
    """Return the lists of options."""
    given = _given(options)
    for made in _latest:
        if made.given == given:
            return made
    made = Lists(options)
    _latest[:] = [made]
    return made


def _given(options: Options) -> tuple[object, ...]:
    """Return all that options say of terms."""
    own = (options.terms, options.groups, options.glossary, options.names)
    return *own, options.extend_terms, options.extend_groups, options.extend_names


def half_translated(options: Options) -> Mapping[str, str]:
    """Return what to write instead of each half-translated term."""
    given = options.terms
    base = HALF_TRANSLATED if given is None else given
    own = _without_glossary(_joined(base, options.extend_terms), options)
    misspelled = names(options)
    return {wrong: right for wrong, right in own.items() if right not in misspelled}


def names(options: Options) -> Mapping[str, str]:
    """Return the right spelling of each misspelled name."""
    given = options.names
    base = spellings(NAMES if given is None else given)
    own = _joined(base, spellings(options.extend_names))
    return _without_glossary(own, options)


def groups(options: Options) -> list[Group]:
    """Return the groups of terms that say the same.

    One that a project adds takes the place of those that it has a term in common with.
    """
    given = options.groups
    base = GROUPS if given is None else given
    added = {term for group in options.extend_groups for term in group}
    found = [*(group for group in base if added.isdisjoint(group)), *options.extend_groups]
    settled = {*options.glossary, *spellings(options.glossary)}
    return [group for group in found if settled.isdisjoint(group)]


def _joined(base: Mapping[str, str], own: Mapping[str, str]) -> Mapping[str, str]:
    """Add spellings to others, without those that would undo them."""
    if not own:
        return base
    written = set(own.values())
    kept = {
        wrong: right for wrong, right in base.items() if wrong not in written and right not in own
    }
    return {**kept, **own}


def _without_glossary(terms: Mapping[str, str], options: Options) -> Mapping[str, str]:
    """Leave out what the glossary decides on."""
    if not options.glossary:
        return terms
    settled = {*options.glossary, *spellings(options.glossary)}
    return {wrong: right for wrong, right in terms.items() if settled.isdisjoint((wrong, right))}


def misused(instead: Mapping[str, str]) -> Misused:
    """Return what has to be known to find terms that are not to be written."""
    wrong = instead.keys()
    sizes = {len(term) for term in wrong}
    spelled = {spelling for term in instead.values() for spelling in (term, _set_off(term))}
    right = {term for term in spelled if not wrong.isdisjoint(_parts(term, sizes))}
    return Misused(instead, frozenset(wrong | right))


def _set_off(term: str) -> str:
    """Return a term with its Latin letters set off by spaces, as a digest may write it."""
    is_mixed = not term.isascii() and _LATIN.search(term)
    return _BOUNDARY.sub(" ", term) if is_mixed else term


def _parts(term: str, sizes: Iterable[int]) -> Iterable[str]:
    return (term[i : i + size] for size in sizes for i in range(len(term) - size + 1))


def written(text: str, start: int, end: int, term: str, safety: Safety = Safety.SAFE) -> Fix:
    """Build a fix that writes a term in the place of another.

    The spaces of Latin letters go with them, and come with them where those around have some.
    """
    before = behind = ""
    if is_letter(text[start]) and _are_parted(text[start - 2 : start] + term[0]):
        start -= 1
    elif _are_joined(text[start - 1 : start + 1]) and is_letter(term[0]):
        before = _space(text, start)
    if is_letter(text[end - 1]) and _are_parted(term[-1] + text[end : end + 2]):
        end += 1
    elif _are_joined(text[end - 1 : end + 1]) and is_letter(term[-1]):
        behind = _space(text, end)
    return replacement(start, end, f"{before}{term}{behind}", safety)


def _are_parted(text: str) -> bool:
    """Tell whether a text is two Chinese characters with a space between them."""
    return text[1:2] == " " and _are_joined(text.replace(" ", ""))


def _are_joined(text: str) -> bool:
    """Tell whether a text is two Chinese characters."""
    return len(text) == 2 and all(map(is_han, text))


def _space(text: str, offset: int) -> str:
    """Return the space that Latin letters have beside Chinese ones around a place, or nothing."""
    around = text[max(0, offset - _NEIGHBOURHOOD) : offset + _NEIGHBOURHOOD]
    # One character for all that are Chinese: patterns of this one are compiled in no time.
    around = _BESIDE_LATIN.sub(lambda match: "汉" if is_han(match[0]) else match[0], around)
    loose, tight = (len(pattern.findall(around)) for pattern in (_LOOSE, _TIGHT))
    return " " if loose > tight else ""
