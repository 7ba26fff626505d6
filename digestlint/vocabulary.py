"""What a project may say of terms, and what is wrong with it.

A mistake is a ValueError whose arguments are lines that tell one each.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from digestlint import lazy, toml
from digestlint.text import HAN, TRANSLATED_CHARACTER, nfkc
from digestlint.validators import Validator

Group = tuple[str, ...]

_LATIN = lazy.compile("[A-Za-z]")
# Letters and digits, between which joiners may stand: `多-hop`, `Node.js`, `马尔科·波罗`, `C++`.
# What else stands in a text is markup, or a mark that a rule of typography may rewrite.
_PLAIN = lazy.compile(r"[^\W_](?:[^\W_]|[-+/· .'](?=[^\W_]))*[+#]*")
_MARK_BESIDE_OTHERS = lazy.compile(r"(?<![!-~])[.']|[.'](?![!-~])")
_SPACE_BESIDE_HAN = lazy.compile(rf"(?<=[{HAN}]) | (?=[{HAN}])")
_ADDRESS = lazy.compile(r"www\.|[A-Za-z]+://|[^ ]+@", re.IGNORECASE)


def spellings(preferred: Mapping[str, Group]) -> dict[str, str]:
    """Return what to write instead of each spelling that some preferred ones list."""
    return {spelling: term for term, others in preferred.items() for spelling in others}


def _sound_terms(terms: dict[str, str]) -> dict[str, str]:
    sound = {term: right for term, right in terms.items() if _is_term(term) and _is_term(right)}
    changed = {term: right for term, right in sound.items() if term != right}
    _require_none(
        *_no_terms([*terms, *terms.values()]),
        *(f'"{term}" is replaced by itself; leave it out' for term in sound.keys() - changed),
        *(
            f'"{term}" is both to be replaced and to be written; choose one'
            for term in sorted(changed.keys() & set(changed.values()))
        ),
        *(
            f'"{term}" has no Latin letter, and no English heading holds "{right}"; '
            "write them under [rules.TRM003.glossary]"
            for term, right in changed.items()
            if not _LATIN.search(term) and TRANSLATED_CHARACTER.search(right)
        ),
    )
    return terms


def _sound_glossary(glossary: dict[str, Group]) -> dict[str, Group]:
    listed = [spelling for others in glossary.values() for spelling in others]
    _require_none(
        *_no_terms([*glossary, *listed]),
        *_repeated(listed),
        *(
            f'"{term}" is both preferred and forbidden; choose one'
            for term in sorted(glossary.keys() & set(listed))
            if _is_term(term)
        ),
        *(
            f'"{term}" takes the place of nothing; list what is written for it'
            for term, others in glossary.items()
            if not others
        ),
    )
    return glossary


def _sound_groups(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    listed = [term for group in groups for term in group]
    _require_none(
        *_no_terms(listed),
        *_repeated(listed),
        *(
            f"{toml.value(group)} is no group; list two terms or more"
            for group in groups
            if len(group) < 2
        ),
    )
    return groups


def _require_none(*mistakes: str) -> None:
    if mistakes:
        raise ValueError(*mistakes)


def _no_terms(terms: Iterable[str]) -> Iterator[str]:
    """Say what is wrong with terms that no text holds, or that other rules would rewrite."""
    for term in dict.fromkeys(terms):
        if not term.strip():
            yield f"{toml.value(term)} is no term; write one or leave it out"
        elif _ADDRESS.match(term):
            yield f"{toml.value(term)} is an address and no term; leave it out"
        elif not _is_term(term):
            yield f"{toml.value(term)} is no mere term; {_way_out(term)}"


def _is_term(term: str) -> bool:
    """Tell whether no rule but those about terms would change a term, nor Markdown read it."""
    if not _PLAIN.fullmatch(term) or not term.isprintable() or nfkc(term) != term:
        return False
    patterns = (_MARK_BESIDE_OTHERS, _SPACE_BESIDE_HAN)
    return not any(pattern.search(term) for pattern in patterns) and not _ADDRESS.match(term)


def _way_out(term: str) -> str:
    """Say how to write a term plainly."""
    meant = _SPACE_BESIDE_HAN.sub("", nfkc(term))
    if term == term.strip() and _is_term(meant):
        return f"write {toml.value(meant)}; widths and spaces are the business of other rules"
    return "leave out markup, punctuation marks and white space around it"


def _repeated(terms: Iterable[str]) -> Iterator[str]:
    for term, count in Counter(terms).items():
        if count > 1 and _is_term(term):
            yield f'"{term}" is listed more than once; list it once'


# What to write instead of each term.
Terms = Annotated[dict[str, str], Validator("after", _sound_terms)]
# What not to write, for each preferred term.
Glossary = Annotated[dict[str, Group], Validator("after", _sound_glossary)]
# Terms that say the same.
Groups = Annotated[tuple[Group, ...], Validator("after", _sound_groups)]
