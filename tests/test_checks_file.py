"""What the pages of FIL cannot show: all its rules together, and hostile sizes."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.invisible import invisible_runs
from digestlint.parser import parse
from digestlint.rule import Options

FIL = [rule for rule in RULES if rule.family == "FIL"]
ENTRY = "## Segment Anything\n[分割一切](https://arxiv.org/abs/2304.02643)\n\n"

PIECES = [
    *("甲", "a", "1", "，", "#", "`" * 3, "---", "<<<<<<<", "=======", ">>>>>>>"),
    *(" ", "  ", "\t", "\n", "\r\n", "\r", "\u00a0", "\u3000", "\u2028"),
    *("\ufeff", "\u200b", "\u200d", "\ufe0f", "\u202e", "\U000e0041", "\U0001f3f4", "\U0001f468"),
    *("\u05d0", "\u2f00", "\uff61", "\udc81"),
]
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)


def _codes(text: str) -> list[str]:
    return [violation.code for violation in engine.run(parse(text), FIL, Options())]


@given(TEXTS)
def test_fixes_settle_and_leave_nothing_to_fix(text: str) -> None:
    assume("FIL008" not in _codes(text))
    fixed = fixer.fix(parse(text), FIL, Options()).digest.text
    violations = engine.run(parse(fixed), FIL, Options())
    assert not [v for v in violations if v.fix and v.fix.safety == "safe"]


@given(TEXTS)
def test_fixes_only_touch_white_space_and_the_unseen(text: str) -> None:
    def seen(text: str) -> str:
        return "".join(text.translate({0x2F00: "一", 0xFF61: "。"}).split())

    unseen = str.maketrans("", "", "\ufeff\u200b\u200d\ufe0f\u202e\U000e0041")
    fixed = fixer.fix(parse(text), FIL, Options(), unsafe=True).digest.text
    assert seen(fixed).translate(unseen) == seen(text).translate(unseen)


def test_undecodable_text_is_judged_by_nothing_else() -> None:
    assert _codes("\ufeff" + ENTRY + "甲\udce4 \r\n\n\n") == ["FIL001"]


def test_column_of_an_undecodable_byte_counts_the_bytes_of_a_byte_order_mark() -> None:
    (violation,) = engine.run(parse("\ufeffé\udc81"), FIL, Options())
    assert (violation.start, violation.end) == (2, 3)
    assert "byte 0x81, at byte column 6" in violation.message


def test_a_line_ending_is_the_whole_of_crlf() -> None:
    text = "\ufeff## A\r\n\n\n甲\n"
    (violation,) = (v for v in engine.run(parse(text), FIL, Options()) if v.code == "FIL003")
    assert text[violation.start : violation.end] == "\r\n"


def test_an_insertion_takes_the_ending_that_the_option_names() -> None:
    options = Options(line_ending="crlf")
    assert fixer.fix(parse("## A\n甲"), FIL, options).digest.text == "## A\r\n甲\r\n"


@pytest.mark.parametrize(
    ("piece", "hits"),
    [
        *(("\n", 1), ("\u3000", 1), ("\u200b", 1), ("\U0001f3f4", 0), ("<", 0)),
        *(("a \n", 20_000), ("a\u00a0b ", 20_000), ("\u200b\u200d", 40_000), ("\u2f00", 20_000)),
    ],
)
def test_many_hits_are_found_once(piece: str, hits: int) -> None:
    text = f"{ENTRY}甲{piece * 20_000}乙\n"
    assert len(_codes(text)) == hits


def test_a_run_of_spaces_before_text_is_left_alone() -> None:
    assert _codes(f"{ENTRY}甲{' ' * 300_000}乙\n") == []


def test_invisible_runs_hold_one_character_each() -> None:
    assert list(invisible_runs("\ufeffa\u200b\u200b\u2060b")) == [(2, 4), (4, 5)]
