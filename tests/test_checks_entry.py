"""What the pages of the ENT rules cannot show: other line endings, any text, long texts."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options
from digestlint.violation import Violation

ENTRY_RULES = [rule for rule in RULES if rule.family == "ENT"]
DIGEST = """\
## Attention Is All You Need

[你所需要的只有注意力](https://arxiv.org/abs/1706.03762)
　　本文提出只依靠注意力机制的模型，
用于翻译。
  它训练更快
"""
PIECES = st.sampled_from(
    [
        *("\n", "\r\n", "\r", " ", "  ", "\t", "\u3000", "\u00a0", "\ufeff", "\u200b"),
        *("本文", "，", "。", "…", "...", "a", "1. ", "- ", "> ", "#", "|", "=", "`", "$", "<!--"),
        "## Title\n",
        "[题](https://arxiv.org/abs/1706.03762)\n",
        "[二](https://arxiv.org/abs/2409.11340)",
    ]
)


def _violations(text: str) -> list[Violation]:
    return engine.run(parse(text), ENTRY_RULES, Options())


def _places(text: str) -> Iterator[tuple[str, int, int]]:
    lines = parse(text).lines
    return ((v.code, *lines.position(v.start)) for v in _violations(text))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_change_neither_places_nor_fixes(ending: str) -> None:
    text = DIGEST.replace("\n", ending)
    assert list(_places(text)) == list(_places(DIGEST))
    fixed = fixer.fix(parse(text), ENTRY_RULES, Options()).digest.text
    assert fixed == fixer.fix(parse(DIGEST), ENTRY_RULES, Options()).digest.text.replace(
        "\n", ending
    )


def test_byte_order_mark_only_moves_offsets() -> None:
    with_mark = [v.start - 1 for v in _violations("\ufeff" + DIGEST)]
    assert with_mark == [v.start for v in _violations(DIGEST)]


@given(st.lists(PIECES, max_size=40).map("".join))
def test_fixes_settle_and_touch_nothing_but_white_space(text: str) -> None:
    fixed = fixer.fix(parse(text), ENTRY_RULES, Options()).digest.text
    assert not any(violation.fix for violation in _violations(fixed))
    assert "".join(fixed.split()) == "".join(text.split())
    assert [e.arxiv_id for e in parse(fixed).entries] == [e.arxiv_id for e in parse(text).entries]


@pytest.mark.parametrize(("code", "line"), [("ENT007", "  本文。\n"), ("ENT010", "本文，\n")])
def test_every_line_of_a_long_paragraph_is_reported_once(code: str, line: str) -> None:
    text = "## T\n[题](https://arxiv.org/abs/1706.03762)\n\n本文。\n" + line * 2000 + "本文。\n"
    assert sum(violation.code == code for violation in _violations(text)) == 2000
