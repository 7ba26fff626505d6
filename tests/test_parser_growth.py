"""How the parser's work grows with hostile text, counted in calls and not in seconds."""

import sys

import pytest

from digestlint.parser import parse

ENTRY = "## Title\n[题目](https://arxiv.org/abs/2408.12637)\n译文。\n\n"


def steps(text: str) -> int:
    """Return how many functions are called (and generators resumed) to parse a text."""
    count = 0

    def step(*_: object) -> None:
        nonlocal count
        count += 1

    parse(text)  # fills the caches of `re`
    sys.setprofile(step)
    try:
        parse(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("mark", [*"[]<\\`$~\n（译", "![", " \n"])
def test_a_run_of_one_mark_costs_as_much_as_one(mark: str) -> None:
    assert steps(mark * 20_000) < 300


@pytest.mark.parametrize("line", ["译文", "|", "| a |", "a|b"])
def test_lines_of_text_are_taken_together(line: str) -> None:
    lines = 2_000
    # One look at each line's first character.
    assert steps(f"{line}\n" * lines) < 2 * lines + 300


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("", "# \n"),
        ("", "#\n"),
        ("", "a\n===\n"),
        ("", "- a\n"),
        ("", "- a\n\n"),
        ("", "> a\n"),
        ("", "---\n"),
        ("", "[]("),
        ("", "【】("),
        ("", "https://"),
        ("", "<!--"),
        ("", "<!-- a -->\n"),
        ("", "```\n"),
        ("", "<a "),
        (ENTRY, "**a**\n"),
        (ENTRY, "## 译。\n\n文\n\n"),
        (ENTRY, "译文\n---\n[a]\n"),
        (ENTRY, "## T\n[t](https://arxiv.org/abs/2408.12637)\n### a\n"),
    ],
)
def test_twice_the_text_is_twice_the_work(above: str, line: str) -> None:
    assert steps(above + line * 400) < 2.2 * steps(above + line * 200) + 200


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("## T\n{}\n", "。\n\n"),  # comments above short notes: which one is below the heading?
        ("## 译文\n\n{}", "## 译文。\n"),  # breaks above labels: is theirs an entry's heading?
    ],
)
def test_a_long_body_is_looked_through_once(above: str, below: str) -> None:
    def text(size: int) -> str:
        filler = "<!-- -->\n" if "T" in above else "***\n"
        return ENTRY + above.format(filler * size) + below * size

    assert steps(text(400)) < 2.2 * steps(text(200)) + 200
