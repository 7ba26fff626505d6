"""What suppression comments hide, and what is said about those that hide nothing."""

import sys
from types import FrameType

import pytest

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options
from digestlint.suppressions import Suppressions

BODY = "\n[Mistral 7B 语言模型](https://arxiv.org/abs/2310.06825)\n\n一个语言模型。\n"
STOP = f"## Mistral 7B.{BODY}"  # HDG006 in its first line
PLAIN = f"## Mistral 7B{BODY}"


def reported(text: str) -> list[tuple[int, str]]:
    """Return line and code of what HDG006 and the rules about suppressions report."""
    digest = parse(text)
    return [
        (digest.lines.position(violation.start).line, violation.code)
        for violation in engine.run(digest, RULES, Options())
        if violation.code in ("HDG006", "SUP001", "SUP002")
    ]


def comment(order: str) -> str:
    return f"<!-- digestlint: {order} -->\n"


@pytest.mark.parametrize(
    "order",
    [
        "disable-next-line=HDG006",
        "disable-next-line=HDG",
        "disable-next-line=title-final-punctuation",
        "disable-next-line=ALL",
        "disable-next-line",
        "disable-next-line = HDG006",
        "disable-next-line=HDG006 -- the authors' own stop",
        "disable-next-line=HDG006 --\nthe authors' own stop, see a=b",
        "disable-next-line -- a=b",
        "disable=HDG006",
        "disable",
        "disable-file=HDG006",
    ],
)
def test_comment_hides_what_stands_below_it(order: str) -> None:
    assert reported(STOP) == [(1, "HDG006")]
    assert reported(comment(order) + STOP) == []


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_next_line_is_the_one_after_the_end_of_the_comment(ending: str) -> None:
    text = f"\ufeff<!-- digestlint: disable-next-line=HDG006\n-- why -->\n{STOP}\n{STOP}"
    assert reported(text.replace("\n", ending)) == [(8, "HDG006")]


def test_names_may_be_parted_by_spaces_and_commas() -> None:
    text = comment("disable-next-line=HDG005,  title-final-punctuation") + STOP
    assert reported(text) == [(1, "SUP001")]


@pytest.mark.parametrize(
    "order",
    [
        "ignore=HDG006",
        "disable-next-line=",
        "disable-next-line= , ",
        "disable-next-line=HDG006=HDG005",
        "Disable-Next-Line=HDG006",
        "",
        "disable-next-line=HDG999",
        "disable-next-line=hdg006",
        "disable-next-line=HDG006--why",
    ],
)
def test_comment_that_cannot_be_read_hides_nothing(order: str) -> None:
    assert reported(comment(order) + STOP) == [(1, "SUP002"), (2, "HDG006")]


@pytest.mark.parametrize(
    "text", ["digestlint disable", "digestlint-disable-line HDG006", "DigestLint：disable=HDG006"]
)
def test_comment_meant_for_digestlint_is_never_ignored_in_silence(text: str) -> None:
    assert reported(f"<!-- {text} -->\n{PLAIN}") == [(1, "SUP002")]


@pytest.mark.parametrize("text", ["digestlint 检查过", "digestlint is on duty", "a digestlint: x"])
def test_other_comments_may_speak_of_digestlint(text: str) -> None:
    assert reported(f"<!-- {text} -->\n{PLAIN}") == []


@pytest.mark.parametrize("fenced", ["```\n{}```\n\n", "`{}`\n\n", "~~~\n{}~~~\n\n"])
def test_comment_in_code_is_an_example(fenced: str) -> None:
    text = PLAIN + "\n" + fenced.format(comment("disable=HDG006")) + STOP
    assert [code for _, code in reported(text)] == ["HDG006"]


def test_range_ends_at_enable() -> None:
    text = comment("disable=HDG006") + STOP + "\n" + comment("enable=HDG006") + STOP
    assert reported(text) == [(8, "HDG006")]


def test_ranges_of_several_rules_cross() -> None:
    family = comment("disable=HDG") + STOP + "\n" + comment("disable=HDG006") + STOP
    assert reported(family) == [(7, "SUP001")]  # the family hides it already
    assert reported(family + "\n" + comment("enable=HDG006") + STOP) == [
        (7, "SUP001"),
        (14, "HDG006"),
    ]
    crossed = comment("disable=HDG006,HDG001") + STOP + "\n" + comment("enable=HDG001") + STOP
    assert reported(crossed) == [(1, "SUP001")]


def test_enable_needs_a_disable_of_the_same_rule() -> None:
    text = comment("disable=HDG006") + STOP + "\n" + comment("enable=ARX") + STOP
    assert reported(text) == [(7, "SUP001")]


def test_bare_enable_ends_everything() -> None:
    text = comment("disable=HDG006") + STOP + "\n" + comment("enable") + STOP
    assert reported(text) == [(8, "HDG006")]


def test_entry_is_hidden_wherever_in_it_the_comment_stands() -> None:
    assert reported(STOP + "\n" + comment("disable-entry=HDG006")) == []
    assert reported(STOP + "\n" + comment("disable-entry=HDG006") + "\n" + STOP) == [(8, "HDG006")]
    assert reported(comment("disable-entry=HDG006") + STOP) == []


def test_next_line_at_the_end_of_the_file_hides_nothing() -> None:
    assert reported(PLAIN + "\n" + comment("disable-next-line=HDG006").rstrip()) == [(6, "SUP001")]


def test_no_suppression_hides_the_report_about_itself() -> None:
    assert reported(comment("disable-file") + PLAIN) == [(1, "SUP001")]
    assert reported(comment("disable=SUP001") + PLAIN) == [(1, "SUP001")]


def test_report_about_a_suppression_can_be_hidden() -> None:
    text = comment("disable-next-line=SUP001") + comment("disable-next-line=HDG006") + PLAIN
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("文。 <!-- digestlint: disable=HDG006 -->\n", "文。\n"),
        ("文<!-- digestlint: disable=HDG006 -->字。\n", "文字。\n"),
        ("文。\n\n<!-- digestlint: disable=HDG006 -->\n\n字。\n", "文。\n\n字。\n"),
        ("文。\n\n<!-- digestlint: disable=HDG006 -->\n", "文。\n"),
        ("文。\n\n<!-- digestlint: disable=HDG006 -->", "文。\n"),
        ("文。\n\n<!-- digestlint: disable=HDG005,HDG006 HDG007 -->\n字。\n", "文。\n\n字。\n"),
        ("文。\r\n\r\n<!--digestlint:\r\nenable-->\r\n\r\n字。\r\n", "文。\r\n\r\n字。\r\n"),
    ],
)
def test_unused_comment_leaves_no_trace(text: str, fixed: str) -> None:
    ending = "\r\n" if "\r" in text else "\n"
    head = PLAIN.replace("\n", ending).removesuffix(f"一个语言模型。{ending}")
    assert fixer.fix(parse(head + text), RULES, Options()).digest.text == head + fixed


def test_unused_comment_at_the_start_of_the_file_leaves_no_trace() -> None:
    assert (
        fixer.fix(parse(comment("disable=HDG006") + "\n" + PLAIN), RULES, Options()).digest.text
        == PLAIN
    )


def _calls(text: str) -> int:
    """Count the function calls that it takes to read the suppressions and to judge violations."""
    digest = parse(text)
    violations = engine.run(digest, RULES, Options())
    count = 0

    def profile(_frame: FrameType, _event: str, _argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(profile)
    try:
        Suppressions(digest, RULES).hide(violations)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("order", ["disable=HDG006", "disable-next-line=HDG", "enable=ARX001"])
def test_work_grows_as_the_number_of_comments(order: str) -> None:
    block = comment(order) + STOP + "\n"
    assert _calls(block * 2000) < 2.1 * _calls(block * 1000)


@pytest.mark.parametrize("order", ["disable=HDG006", "enable", "disable-entry=HDG006", "what"])
def test_each_of_many_comments_is_judged(order: str) -> None:
    lines = reported(PLAIN + "\n" + comment(order) * 20_000)
    assert len(lines) == 20_000
