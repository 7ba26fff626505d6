"""What a project may say of terms, and what is wrong with it.

A mistake is a ValueError whose arguments are lines that tell one each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator

from digestlint import toml

Group = tuple[str, ...]

# What Markdown might read otherwise than as the letters of a term.
_MARKUP = frozenset("[]<>`\\|")


def spellings(preferred: Mapping[str, Group]) -> dict[str, str]:
    """Return what to write instead of each spelling that some preferred ones list."""
    return {spelling: term for term, others in preferred.items() for spelling in others}


def _sound_terms(terms: dict[str, str]) -> dict[str, str]:
    _require_none(
        *_no_terms([*terms, *terms.values()]),
        *(
            f'"{term}" is both to be replaced and to be written; choose one'
            for term in sorted(terms.keys() & set(terms.values()))
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
    for term in dict.fromkeys(terms):
        if not term.strip():
            yield f"{toml.value(term)} is no term; write one or leave it out"
        elif term != term.strip() or not term.isprintable() or _MARKUP & set(term):
            yield f"{toml.value(term)} is no mere term; leave out markup and white space around it"


def _repeated(terms: Iterable[str]) -> Iterator[str]:
    for term, count in Counter(terms).items():
        if count > 1:
            yield f'"{term}" is listed more than once; list it once'


# What to write instead of each term.
Terms = Annotated[dict[str, str], AfterValidator(_sound_terms)]
# What not to write, for each preferred term.
Glossary = Annotated[dict[str, Group], AfterValidator(_sound_glossary)]
# Terms that say the same.
Groups = Annotated[tuple[Group, ...], AfterValidator(_sound_groups)]
