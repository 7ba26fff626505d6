"""What is asked before a pattern is searched for holds wherever the pattern matches."""

import re
from collections.abc import Callable

import pytest
from regex_samples import samples

from digestlint import (
    arxiv,
    chatter,
    escapes,
    inlines,
    keywords,
    linkline,
    malformed,
    placeholders,
    residue,
    scripts,
    suspects,
    text,
    titles,
)
from digestlint.checks import heading, spacing

Hint = Callable[[str], object]


def begins(openings: frozenset[str]) -> Hint:
    return lambda text: suspects.may_begin(text, openings)


def found(*hints: re.Pattern[str]) -> Hint:
    return lambda text: any(hint.search(text) for hint in hints)


def found_with(character: str, hint: re.Pattern[str]) -> Hint:
    return lambda text: character in text and hint.search(text)


CASES: list[tuple[re.Pattern[str], Hint]] = [
    (chatter._OPENING, begins(suspects.CHATTER_OPENINGS)),
    (chatter._IN_TITLE, lambda text: chatter._in_title(f"中{text}") or chatter._in_title(text)),
    *((pattern, found(chatter._ITSELF)) for pattern in chatter._OF_ITSELF),
    (residue._FAILED, begins(suspects.FAILURE_OPENINGS)),
    (
        residue._FAILED_OPENING,
        lambda text: residue.may_fail(text) and begins(suspects._OPENINGS)(text),
    ),
    (residue._WRAPPED, residue._may_be_labelled),
    (residue._BOLD, residue._may_be_labelled),
    (residue._TITLE_LEAD, begins(suspects.LABEL_OPENINGS)),
    (residue._TITLE_MARKS, begins(suspects.LABEL_OPENINGS)),
    (residue._LABEL_ALONE, begins(suspects.LABEL_OPENINGS)),
    (residue._ABSTRACT_LEAD, begins(suspects.ABSTRACT_LABEL_OPENINGS)),
    (heading._LIST_NUMBER, lambda text: text[:1].isdigit()),
    (keywords._KEYWORDS, lambda text: keywords.keywords(f"中。{text}") is not None),
    (malformed._IN_PROSE, lambda text: malformed.suspect_lines(text) != set()),
    (escapes._LOST, lambda text: list(escapes.lost_backslashes(f"{text}{{"))),
    (spacing._ENUMERATOR, lambda text: ")" in text),
    (arxiv._LEAD, arxiv.may_name_paper),
    *((pattern, arxiv.may_name_paper) for pattern, _ in arxiv._APART),
    (linkline._BARE_IDENTIFIER, lambda text: text[-1] in linkline._ENDS_IDENTIFIER),
    (inlines._BROKEN_TARGET, lambda text: inlines.may_hold_target(text, 0)),
    (
        text._MAY_BE_MARKS,
        lambda found: all(text._THREE_MARKS.search(found[i::10]) for i in range(10)),
    ),
    (titles._ABBREVIATION, lambda text: text[-1] in ".;"),
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


@pytest.mark.parametrize("space", ["", " ", "\u3000", "\x1f"])
def test_suspect_is_told_by_its_first_character(space: str) -> None:
    openings = [space + opening for opening in suspects._OPENINGS]
    texts = [*openings, *map(str.upper, openings), space]
    suspect = [text for text in texts if suspects.may_begin(text, suspects._OPENINGS)]
    assert suspect == [text for text in texts if suspects._is_suspect(text)]


@pytest.mark.parametrize(
    "start", ["https://a.cn", "http://A.b-c.CN/d?e=f#g", "https://a..b", "HTTP://a"]
)
def test_url_that_is_sound_at_first_sight_has_no_flaw(start: str) -> None:
    pieces = ["", "/", ".", "%", ":", "@", "//", "https", "-", "[", "A", ":8080", "?", "#"]
    urls = [start + first + second for first in pieces for second in pieces]
    sound = [url for url in urls if malformed._SOUND.fullmatch(url)]
    flawed = [url for url in sound if any(flaw.match(url) for flaw, _ in malformed._FLAWS)]
    assert flawed == []


@pytest.mark.parametrize("script", ["Han", "Hangul", "Hiragana", "Cyrillic"])
def test_translation_is_found_as_its_letters_are(script: scripts.Script) -> None:
    for code in range(0x33000):
        character = chr(code)
        is_letter = scripts.letters(script).match(character) is not None
        assert scripts.begins_translated(character, script) == is_letter
        assert scripts.holds_translation(f"a{character}.", script) == is_letter
        assert script != "Han" or text.is_translated(character) == is_letter
