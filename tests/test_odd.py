"""A search of the odd characters tells what a search of the text would."""

import re
import sys
from functools import cache

import pytest

from digestlint.invisible import ODD_SPACES, holds_invisible
from digestlint.odd import COMPATIBILITY, odd_characters
from digestlint.parser import parse
from digestlint.text import UNDECODABLE

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))


@cache
def odd() -> frozenset[str]:
    return frozenset(odd_characters(parse(EVERY)))


@pytest.mark.parametrize("pattern", [UNDECODABLE, COMPATIBILITY, ODD_SPACES])
def test_every_odd_character_is_found(pattern: re.Pattern[str]) -> None:
    sought = {character for character in EVERY if pattern.match(character)}
    assert sought
    assert sought <= odd()


def test_every_invisible_character_is_found() -> None:
    sought = set(filter(holds_invisible, EVERY))
    assert sought
    assert sought <= odd()


def test_a_text_in_chinese_and_english_holds_no_odd_character() -> None:
    assert (
        odd_characters(parse("## Title\n[“标题”：一](https://a.cn)\n\n第 1 段…\t——Café！\r\n"))
        == ""
    )
