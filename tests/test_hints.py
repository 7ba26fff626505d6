"""What is asked before a pattern is searched for holds wherever the pattern matches."""

import re
from collections.abc import Callable

import pytest
from regex_samples import samples

from digestlint import chatter, keywords, malformed, placeholders, residue
from digestlint.checks import heading

Hint = Callable[[str], object]


def begins(openings: frozenset[str]) -> Hint:
    return lambda text: residue.may_begin(text, openings)


def begins_with(characters: frozenset[str]) -> Hint:
    return lambda text: text.lstrip()[:1] in characters


def found(*hints: re.Pattern[str]) -> Hint:
    return lambda text: any(hint.search(text) for hint in hints)


def found_with(character: str, hint: re.Pattern[str]) -> Hint:
    return lambda text: character in text and hint.search(text)


CASES: list[tuple[re.Pattern[str], Hint]] = [
    (chatter._OPENING, begins(chatter._OPENINGS)),
    (chatter._IN_TITLE, lambda text: chatter._in_title(f"中{text}") or chatter._in_title(text)),
    *((pattern, found(chatter._ITSELF)) for pattern in chatter._OF_ITSELF),
    (residue._FAILED, begins(residue._FAILURE_OPENINGS)),
    (residue._FAILED_OPENING, begins_with(residue._MAY_OPEN_FAILED)),
    (residue._TITLE_LEAD, begins(residue._TITLE_OPENINGS)),
    (residue._TITLE_MARKS, begins(residue._TITLE_OPENINGS)),
    (residue._LABEL_ALONE, begins(residue._LABEL_OPENINGS)),
    (residue._ABSTRACT_LEAD, lambda text: text[:1] in residue._MAY_BEGIN_LABEL),
    (heading._LIST_NUMBER, lambda text: text[:1].isdigit()),
    (keywords._KEYWORDS, lambda text: keywords.keywords(f"中。{text}") is not None),
    (malformed._IN_PROSE, found(*malformed._HINTS)),
    *(
        (pattern, found_with(character, hint))
        for character, (hint, patterns) in placeholders._FAMILIES.items()
        for pattern in patterns
    ),
]


@pytest.mark.parametrize(("pattern", "hint"), CASES, ids=[p.pattern[:30] for p, _ in CASES])
def test_hint_holds_wherever_the_pattern_matches(pattern: re.Pattern[str], hint: Hint) -> None:
    texts = set(samples(pattern, 4000))
    assert len(texts) > 1
    assert [text for text in texts if not hint(text)] == []
