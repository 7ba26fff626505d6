"""Terms in a text: all that stand there, and in letters of alphabets as words only."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint.finder import Finder, Place, apart, is_letter
from digestlint.text import HAN, is_han

LETTERS = "0-9A-Za-z_\u00c0-\u024f\u0370-\u052f"
BEGINS_WORD = rf"(?<![{LETTERS}@#/\\.{{}}-](?=[{LETTERS}]))"
ENDS_WORD = rf"(?!(?<=[{LETTERS}])(?:[{LETTERS}@/\\}}]|[.:][{LETTERS}]|-[a-z]))"

# What a term is made of, and what may stand beside one.
ALPHABET = "ab零一é-.:@/\\{}# \n"
TERMS = st.lists(st.text("ab零一é-", min_size=1, max_size=7), max_size=12)


def places(terms: list[str], text: str) -> list[Place]:
    """Return what `Finder` is to find, by one pattern for each term at each place."""
    patterns = {
        term: re.compile(BEGINS_WORD + re.escape(term) + ENDS_WORD)
        for term in sorted(terms, key=len, reverse=True)
    }
    return [
        (start, term)
        for start in range(len(text))
        for term, pattern in patterns.items()
        if pattern.match(text, start)
    ]


@given(TERMS, st.text(ALPHABET, max_size=60))
def test_all_that_stands_there_is_found(terms: list[str], text: str) -> None:
    assert Finder(terms).places(text) == places(terms, text)


@given(TERMS, st.data())
def test_terms_beside_one_another_are_found(terms: list[str], data: st.DataObject) -> None:
    pieces = st.sampled_from([*terms, *ALPHABET])
    text = "".join(data.draw(st.lists(pieces, max_size=20)))
    assert Finder(terms).places(text) == places(terms, text)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [("一二 二三 三四", "一二 三四"), ("二三 三四", "二三"), ("一 一二三", "一二三"), ("五", "")],
)
def test_terms_apart_do_not_overlap(terms: str, expected: str) -> None:
    known = terms.split()
    found = apart(Finder([*known, "一", "二", "三四"]).places("一二三四"), known)
    assert [term for _, term in found] == expected.split()


@pytest.mark.parametrize("piece", ["零-", "大语言", "微调", "a", "Gith", "Github/", "-", "\n"])
def test_time_grows_with_the_text_only(piece: str) -> None:
    """Were a place looked at again and again, this would take minutes."""
    terms = ["零-shot", "大语言模型", "微调", "a" * 50, "Github"]
    assert len(Finder(terms).places(piece * 200_000)) in {0, 1, 200_000}


@pytest.mark.parametrize("plane", range(4))
def test_letters_are_those_that_patterns_name(plane: int) -> None:
    characters = list(map(chr, range(plane << 16, (plane + 1) << 16)))
    assert list(filter(is_letter, characters)) == re.findall(f"[{LETTERS}]", "".join(characters))
    assert list(filter(is_han, characters)) == re.findall(f"[{HAN}]", "".join(characters))
    assert not is_letter("")
    assert not is_han("")
