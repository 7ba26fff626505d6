"""Finding many terms in a text at one go: those in letters of alphabets as words only."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable

from digestlint import lazy

# Where a term begins, and the term.
Place = tuple[int, str]

# So many of a term's first characters decide where it is looked up.
_WINDOW = 4

# Beside a letter or digit these make a term a part of a path, an address or a command.
_JOINERS_BEFORE = frozenset("@#/\\.{}-")
_JOINERS_BEHIND = frozenset("@/\\}")

# Matches nowhere.
_NOTHING = "(?!)"


class Finder:
    """Finds terms in texts.

    Character classes skip nearly all of a text; what is left is looked up in lists.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        longest_first = sorted(set(terms), key=len, reverse=True)
        self._key = min(2, len(longest_first[-1])) if longest_first else 0
        # Each with whether letters beside it may make another word of it.
        self._beginning: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
        for term in longest_first:
            is_lettered = is_letter(term[0]) or is_letter(term[-1])
            self._beginning[term[: self._key]].append((term, is_lettered))
        self._starts = lazy.compile(_starts(longest_first))

    def places(self, text: str) -> list[Place]:
        """Return where each term stands; where several begin at one place, the longest first."""
        key, beginning, begins = self._key, self._beginning.get, text.startswith
        return [
            (start, term)
            for start in map(re.Match.start, self._starts.finditer(text))
            for term, is_lettered in beginning(text[start : start + key], ())
            if begins(term, start)
            and not (is_lettered and _is_part(text, start, start + len(term)))
        ]


def apart(places: Iterable[Place], terms: Container[str]) -> list[Place]:
    """Return the places of some terms, without those inside or at the end of another of them."""
    found: list[Place] = []
    end = 0
    for start, term in places:
        if term in terms and start >= end:
            found.append((start, term))
            end = start + len(term)
    return found


def is_letter(character: str) -> bool:
    """Tell whether a character is a letter of an alphabet, a digit or an underscore.

    Such a one beside a term makes another word of it. Other scripts are written without spaces.
    """
    return (
        "\u0370" <= character <= "\u052f"
        or "\u00c0" <= character <= "\u024f"
        or (character.isascii() and (character.isalnum() or character == "_"))
    )


def _starts(terms: list[str]) -> str:
    """Return a pattern that matches the first character of each term, and of little else."""
    if not terms:
        return _NOTHING
    by_size: defaultdict[int, list[str]] = defaultdict(list)
    for term in terms:
        by_size[min(len(term), _WINDOW)].append(term)
    rests = (
        "".join(_class(term[i] for term in alike) for i in range(1, size))
        or f"(?<={_class(alike)})"
        for size, alike in by_size.items()
    )
    return f"{_class(term[0] for term in terms)}(?={'|'.join(rests)})"


def _class(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(characters))))}]"


def _is_part(text: str, start: int, end: int) -> bool:
    """Tell whether a term is a part of a word, a path, an address or a command."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if is_letter(text[start]) and (is_letter(before) or before in _JOINERS_BEFORE):
        return True
    return is_letter(text[end - 1]) and _goes_on(behind, text[end + 1 : end + 2])


def _goes_on(character: str, following: str) -> bool:
    """Tell whether two characters behind a letter continue a word."""
    return (
        is_letter(character)
        or character in _JOINERS_BEHIND
        or (character in tuple(".:") and is_letter(following))
        or (character == "-" and "a" <= following <= "z")
    )
