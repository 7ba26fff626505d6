"""What the pages on punctuation cannot show: any text, long texts, other scripts, real digests."""

from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import CORPUS, SEEDS, hrefs
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options
from digestlint.scripts import Script
from digestlint.text import decode
from digestlint.urls import meant_end
from digestlint.violation import Violation

CODES = frozenset({"TYP002", "TYP005", "TYP006", "TYP010", "TYP012"})
PUNCTUATION_RULES = [rule for rule in RULES if rule.code in CODES]
HEAD = "## A Title\n[译名](https://arxiv.org/abs/2408.12637)\n\n"
CLEAN = "本文提出一种方法，它先检索、再生成；结果如何？远胜从前！代码已公开。"
HALF_WIDTH = dict(zip("，。：；？！", ",.:;?!", strict=True))
SLIPS = "模型,方法。。结果...很好 -- 的的"

PIECES = [
    "文", "模型", "一", "的", "与", "a", "A1", "1", ",", ".", ":", ";", "?", "!", "，", "。", "、",
    "：", "？", "！", "…", "...", "--", "——", " ", "  ", "\n", "\r\n", "\n\n", "(", ")", "（", "）",
    "[", "]", "“", "”", "*", "**", "_", "`", "$", "|", "<", ">", "\\", "- ", "#",
    "https://a.b/c", "www.a.b/c", "[码](https://a.b/d)", "![图](https://a.b/e)",
]  # fmt: skip


def violations(text: str, script: Script = "Han") -> list[Violation]:
    return engine.run(parse(text, script=script), PUNCTUATION_RULES, Options())


@pytest.mark.parametrize("mark", "，；？！")
def test_mark_of_a_clean_text_is_reported_once_it_is_half_width(mark: str) -> None:
    assert violations(HEAD + CLEAN) == []
    place = (HEAD + CLEAN).index(mark)
    text = (HEAD + CLEAN).replace(mark, HALF_WIDTH[mark])
    [violation] = violations(text)
    assert (violation.start, violation.end) == (place, place + 1)
    assert violation.values == {"mark": HALF_WIDTH[mark], "wide": mark}
    assert fixer.fix(parse(text), PUNCTUATION_RULES, Options()).digest.text == HEAD + CLEAN


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_mark_at_the_end_of_a_line_keeps_the_line_ending(ending: str) -> None:
    text = (HEAD + "模型有效,\n方法简单.  \n数据公开.\n").replace("\n", ending)
    fixed = fixer.fix(parse(text), PUNCTUATION_RULES, Options()).digest.text
    assert fixed == (HEAD + "模型有效，\n方法简单。  \n数据公开。\n").replace("\n", ending)


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_fixes_settle_and_leave_links_where_they_lead(text: str) -> None:
    fixed = fixer.fix(parse(HEAD + text), PUNCTUATION_RULES, Options()).digest.text
    assert not [violation for violation in violations(fixed) if violation.fix]
    assert meant_links(fixed) == meant_links(HEAD + text)


def meant_links(text: str) -> list[str]:
    """Return where links lead, without the text that was glued to them before any fix."""
    return [url[: meant_end(url)] for url in map(unquote, hrefs(text))]


def test_every_slip_of_a_long_text_is_reported_once() -> None:
    text = HEAD + f"{SLIPS}，" * 2_000
    assert Counter(violation.code for violation in violations(text)) == dict.fromkeys(CODES, 2_000)


def test_marks_among_many_brackets_are_judged_by_those_beside_them() -> None:
    text = HEAD + "（" * 5_000 + "甲,乙" + "(" * 5_000 + "甲,乙)" + ")" * 5_000
    assert [violation.code for violation in violations(text)] == ["TYP002"]


@pytest.mark.parametrize(
    "text",
    [
        "差异‖甲, 乙‖与||甲, 乙||。",
        "甲:乙=1:2，甲:乙:丙 = 1:2:3，猫:狗=男:女。",
        "男人：女人::国王:王后",
        "前缀和和差分，平方和和方差，加权和和均值，不甚了了。",
        "甲……乙…………丙，用--help选项，Fokker--Planck 方程，Query--扩展。",
    ],
)
def test_notation_is_left_alone(text: str) -> None:
    assert violations(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("若 x < 甲,则 y > 3。", "TYP002"),
        ("方法:学习率=3。", "TYP002"),
        ("甲:乙好；丙比丁=1:2。", "TYP002"),
        ("真好………真的。", "TYP006"),
        ("真好⋯⋯真的。", "TYP006"),
        ("真好⋯真的。", "TYP006"),
        ("模型--GPT。", "TYP010"),
        ("模型，甲 --  ", "TYP010"),
    ],
)
def test_slip_beside_notation_is_reported(text: str, code: str) -> None:
    assert [violation.code for violation in violations(HEAD + text)] == [code]


@pytest.mark.parametrize("script", ["Hangul", "Hiragana", "Cyrillic"])
def test_text_in_another_script_is_not_judged(script: Script) -> None:
    assert violations(HEAD + SLIPS)
    assert violations(HEAD + SLIPS, script) == []


@pytest.mark.skipif(not SEEDS, reason="no real digests in ../shared")
def test_seeds_hold_one_slip() -> None:
    found = [(path.name[:3], *line(path, violation)) for path in SEEDS for violation in real(path)]
    assert found == [("000", 36, "TYP002")]


@pytest.mark.skipif(not CORPUS, reason="no corpus of real digests in ../shared")
def test_slips_of_the_corpus_are_few() -> None:
    found = Counter(violation.code for path in CORPUS for violation in real(path))
    assert found == {"TYP002": 9, "TYP006": 2, "TYP010": 9, "TYP012": 2}


def real(path: Path) -> list[Violation]:
    return violations(decode(path.read_bytes()))


def line(path: Path, violation: Violation) -> tuple[int, str]:
    text = decode(path.read_bytes())
    return text.count("\n", 0, violation.start) + 1, violation.code
