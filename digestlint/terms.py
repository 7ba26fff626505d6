"""Terms: those that ship with digestlint, put together with a project's own, and found in a text.

What a project says wins over what ships, its glossary over its other lists, and its names over its
terms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from digestlint import lazy
from digestlint.rule import Options
from digestlint.shipped import APART, GROUPS, HALF_TRANSLATED, NAMES
from digestlint.text import HAN, HAN_CHARACTER
from digestlint.violation import Fix, Safety, replacement
from digestlint.vocabulary import Group, spellings

# Letters, digits and joiners of alphabets: what makes a term that stands beside it another word,
# a path, an address or a command. Other scripts are written without spaces.
_LETTERS = "0-9A-Za-z_\u00c0-\u024f\u0370-\u052f"
_LETTER = lazy.compile(f"[{_LETTERS}]")
_INSIDE = rf"[{_LETTERS}@#/\\.{{}}-][{_LETTERS}]"
_BEHIND = rf"[{_LETTERS}@/\\}}]|[.:][{_LETTERS}]|-[a-z]"
_ENDS_WORD = rf"(?!(?<=[{_LETTERS}])(?:{_BEHIND}))"

_BOUNDARY = lazy.compile(rf"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{HAN}])")

# Matches nowhere.
_NOTHING = r"(?!)"

# How far around a term its neighbours show whether Latin letters are set off by spaces.
_NEIGHBOURHOOD = 300


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


def in_groups(groups: Iterable[Group]) -> re.Pattern[str]:
    """Compile what finds the terms of groups, and words that hold one that ships by chance."""
    return _pattern((*APART, *(term for group in groups for term in group)))


def misused(terms: Mapping[str, str]) -> re.Pattern[str]:
    """Compile what finds terms that are not to be written, and right ones that hold them."""
    return _misused(tuple(terms.items()))


@cache
def _misused(terms: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    wrong = {term for term, _ in terms}
    sizes = {len(term) for term in wrong}
    spelled = {spelling for _, term in terms for spelling in (term, _set_off(term))}
    right = {term for term in spelled if any(each in wrong for each in _parts(term, sizes))}
    return _pattern(tuple(sorted(wrong | right)))


def _set_off(term: str) -> str:
    """Return a term with its Latin letters set off by spaces, as a digest may write it."""
    is_mixed = _LETTER.search(term) and HAN_CHARACTER.search(term)
    return _BOUNDARY.sub(" ", term) if is_mixed else term


def _parts(term: str, sizes: Iterable[int]) -> Iterable[str]:
    return (term[i : i + size] for size in sizes for i in range(len(term) - size + 1))


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Compile what finds terms, the longest first, those in Latin letters as words only.

    Up to three characters decide where more is looked at: nearly all text is skipped quickly.
    """
    if not terms:
        return re.compile(_NOTHING)
    by_size: defaultdict[int, list[str]] = defaultdict(list)
    for term in sorted(terms, key=len, reverse=True):
        by_size[min(len(term), 3)].append(term)
    first = _class(term[0] for term in terms)
    branches = "|".join(_branch(size, alike) for size, alike in by_size.items())
    return re.compile(f"{first}(?:{branches}){_ENDS_WORD}")


def _branch(size: int, terms: list[str]) -> str:
    """Return what matches the rest of terms of 1, 2, or 3 characters and more, by the last one."""
    endings: defaultdict[str, list[str]] = defaultdict(list)
    for term in terms:
        known, rest = term[:size], term[size:]
        endings[known[1:][-1:]].append(f"(?<={re.escape(known)}){re.escape(rest)}")
    second = _class(term[1] for term in terms) if size > 2 else ""
    last = f"(?={_class(endings)})" if size > 1 else ""
    begins_word = f"(?<!{_INSIDE}{'.' if second else ''})"
    branches = (f"{re.escape(char)}(?:{'|'.join(rest)})" for char, rest in endings.items())
    return f"{second}{last}{begins_word}(?:{'|'.join(branches)})"


def _class(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(characters))))}]"


def written(text: str, start: int, end: int, term: str, safety: Safety = Safety.SAFE) -> Fix:
    """Build a fix that writes a term in the place of another.

    The spaces of Latin letters go with them, and come with them where those around have some.
    """
    before = behind = ""
    if _LETTER.match(text[start]) and _are_parted(text[start - 2 : start] + term[0]):
        start -= 1
    elif _are_joined(text[start - 1 : start + 1]) and _LETTER.match(term):
        before = _space(text, start)
    if _LETTER.match(text[end - 1]) and _are_parted(term[-1] + text[end : end + 2]):
        end += 1
    elif _are_joined(text[end - 1 : end + 1]) and _LETTER.match(term[-1]):
        behind = _space(text, end)
    return replacement(start, end, f"{before}{term}{behind}", safety)


def _are_parted(text: str) -> bool:
    """Tell whether a text is two Chinese characters with a space between them."""
    return text[1:2] == " " and _are_joined(text.replace(" ", ""))


def _are_joined(text: str) -> bool:
    """Tell whether a text is two Chinese characters."""
    return len(text) == 2 and all(map(HAN_CHARACTER.match, text))


def _space(text: str, offset: int) -> str:
    """Return the space that Latin letters have beside Chinese ones around a place, or nothing."""
    around = text[max(0, offset - _NEIGHBOURHOOD) : offset + _NEIGHBOURHOOD]
    loose, tight = (len(_beside(space).findall(around)) for space in (" ", ""))
    return " " if loose > tight else ""


@cache
def _beside(space: str) -> re.Pattern[str]:
    """Compile what finds a Chinese character beside a Latin letter or a digit; few digests ask."""
    return re.compile(rf"[{HAN}]{space}[A-Za-z0-9]|[A-Za-z0-9]{space}[{HAN}]")
