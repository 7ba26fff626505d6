"""What the pages of the BIL rules cannot show: any text, and the swap of the two titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options

BILINGUAL_RULES = [rule for rule in RULES if "BIL001" <= rule.code <= "BIL004"]
TITLES = st.text("Aa 1中文“”[]()`\\<>#*$:：.\n", max_size=15)


@given(TITLES, TITLES)
def test_swap_keeps_the_entry_and_settles(heading: str, title: str) -> None:
    text = f"## {heading}\n[{title}](https://arxiv.org/abs/1706.03762)\n\n本文。\n"
    fixed = fixer.fix(parse(text), BILINGUAL_RULES, Options(), unsafe=True).digest.text
    assert sorted(fixed.replace(" ", "")) == sorted(text.replace(" ", ""))
    assert [e.arxiv_id for e in parse(fixed).entries] == [e.arxiv_id for e in parse(text).entries]
    assert not any(v.fix for v in engine.run(parse(fixed), BILINGUAL_RULES, Options()))


def test_abstract_of_headings_alone_is_not_judged() -> None:
    text = "## T\n[题](https://arxiv.org/abs/1706.03762)\n\n### Related work in this area\n"
    assert not engine.run(parse(text), BILINGUAL_RULES, Options())


def test_long_words_are_not_searched_again_from_each_letter() -> None:
    text = "## T\n[题](https://arxiv.org/abs/1706.03762)\n\n本文 " + "a" * 300_000 + " (" * 100_000
    assert not engine.run(parse(text), BILINGUAL_RULES, Options())


@pytest.mark.parametrize(
    "title", ["\u3000论文链接", "论文链接\u3000", "\u00a0论文链接", " 论文链接 "]
)
def test_label_with_space_beside_it_is_no_title(title: str) -> None:
    text = f"## T\n[{title}](https://arxiv.org/abs/1706.03762)\n\n本文提出一种方法。\n"
    assert [v.code for v in engine.run(parse(text), BILINGUAL_RULES, Options())] == ["BIL001"]
