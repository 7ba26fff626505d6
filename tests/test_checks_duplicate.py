"""What the pages of DUP cannot show: many duplicates, and texts that are slow to compare."""

import sys

import pytest

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options

DUP = [rule for rule in RULES if rule.family == "DUP"]
OPTIONS = Options()


def entry(number: int, title: str = "Title", abstract: str = "本文提出一种方法。") -> str:
    return f"## {title}\n[题目](https://arxiv.org/abs/2408.{number:05})\n\n{abstract}\n"


def codes(text: str) -> list[str]:
    return [violation.code for violation in engine.run(parse(text), DUP, OPTIONS)]


def test_every_entry_after_the_first_is_reported_once() -> None:
    assert codes("\n".join([entry(1)] * 200)) == ["DUP001"] * 199


def test_every_rule_speaks_of_its_own_part() -> None:
    assert codes(entry(1) + "\n" + entry(2)) == ["DUP003", "DUP005"]


WHITE_SPACE = [character for character in map(chr, range(sys.maxunicode)) if character.isspace()]


@pytest.mark.parametrize("space", WHITE_SPACE, ids=ascii)
def test_white_space_of_any_kind_makes_no_difference_to_an_abstract(space: str) -> None:
    spaced = entry(2, "Another", f"本文提出{space}一种方法。")
    assert codes(f"{entry(1)}\n{spaced}") == ["DUP005"]


@pytest.mark.parametrize("title", ["Ti–tle", "Ti“tle”", "ti…tle", "Ｔｉtle：", "¿Title?"])
def test_marks_and_case_make_no_difference_to_a_title(title: str) -> None:
    assert "DUP003" in codes(f"{entry(1)}\n{entry(2, title)}")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Task 1-2", "Task 12"), ("1 2 3", "12 3"), ("C#", "C"), ("A*", "A"), ("±1", "1")],
)
def test_titles_that_a_digit_or_a_name_parts_are_two(one: str, other: str) -> None:
    assert "DUP003" not in codes(f"{entry(1, one)}\n{entry(2, other)}")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("tail", ["", "\n", "\n\n"])
def test_copies_at_the_end_go_with_the_blank_lines_before_them(ending: str, tail: str) -> None:
    text = f"{entry(1)}\n\n{entry(1)}\n{entry(1)}{tail}".replace("\n", ending)
    assert fixer.fix(parse(text), DUP, OPTIONS, unsafe=True).digest.text == entry(1).replace(
        "\n", ending
    )


def test_a_copy_that_holds_a_comment_of_its_own_stays() -> None:
    text = f"{entry(1)}\n{entry(1)}\n<!-- 待核对 -->\n"
    assert fixer.fix(parse(text), DUP, OPTIONS, unsafe=True).digest.text == text


def test_title_of_combining_marks_is_compared_in_no_time() -> None:
    title = "e" + "\u0301\u0316" * 200_000
    assert codes(f"{entry(1, title)}\n{entry(2, title, '另一篇。')}") == ["DUP003"]
