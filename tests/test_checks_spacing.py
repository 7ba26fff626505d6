"""What the pages on spacing cannot show: any text, long texts, other scripts, real digests."""

from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import CORPUS, hrefs
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options
from digestlint.scripts import Script
from digestlint.spaces import spaces
from digestlint.text import decode
from digestlint.violation import Violation

CODES = frozenset({"TYP001", "TYP003", "TYP004", "TYP011"})
SPACING_RULES = [rule for rule in RULES if rule.code in CODES]
HEAD = "## A Title\n[译名](https://arxiv.org/abs/2408.12637)\n\n"
CLEAN = "本文用 GPT 与 BERT 模型，在 3 个数据集（英语）上提高 5% 以上。结果很好！"

PIECES = [
    "文", "模型", "GPT", "a", "A1", "1", "5%", "Ａ", "１", "％", "．", ".", "，", "。", "：", "（",
    "）", " ", "  ", "\n", "\r\n", "\n\n", "(", ")", "[", "]", "“", "”", "*", "**", "_", "`", "$",
    "|", "<", ">", "\\", "&", "- ", "#", "/", "1. ", "1) ", "<!-- 注 -->", "[MASK]", "(1)",
    "https://a.b/c", "www.a.b/c", "[码](https://a.b/d)", "<https://a.b/e>", "![图](https://a.b/f)",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
STYLES = st.sampled_from(["consistent", "space", "none"])


def violations(text: str, script: Script = "Han") -> list[Violation]:
    return engine.run(parse(text, script=script), SPACING_RULES, Options())


def fixed(text: str, options: Options | None = None) -> str:
    return fixer.fix(parse(text), SPACING_RULES, options or Options()).digest.text


def live_links(text: str) -> Counter[str]:
    return Counter(href for href in hrefs(text) if unquote(href).isascii())


def text_of(parts: dict[str, int]) -> str:
    """Return a digest whose abstract holds each part several times, parted by marks."""
    return HEAD + "；".join(part for part, times in parts.items() for _ in range(times))


@pytest.mark.parametrize(
    ("clean", "slip", "code"),
    [
        ("用 GPT", "用GPT", "TYP001"),
        ("GPT 与", "GPT与", "TYP001"),
        ("3 个", "3个", "TYP001"),
        ("5% 以", "5%以", "TYP001"),
        ("GPT", "ＧＰＴ", "TYP003"),
        ("5%", "5％", "TYP003"),
        ("模型，", "模型 ，", "TYP004"),
        ("，在", "，  在", "TYP004"),
        ("集（", "集 （", "TYP004"),
        ("（英", "（ 英", "TYP004"),
        ("上提", "上 提", "TYP011"),
    ],
)
def test_slip_in_a_clean_text_is_found_and_mended(clean: str, slip: str, code: str) -> None:
    assert violations(HEAD + CLEAN) == []
    text = (HEAD + CLEAN).replace(clean, slip)
    [violation] = violations(text)
    assert violation.code == code
    assert fixed(text) == HEAD + CLEAN


@pytest.mark.parametrize(
    ("parts", "slips"),
    [
        ({"用 A": 3, "用A": 1}, 1),
        ({"用 A": 3, "用A": 2}, 2),
        ({"用 A": 4, "用A": 3}, 0),
        ({"用 A": 2, "用A": 1}, 0),
        ({"用 A": 2, "用A": 2}, 0),
        ({"用 A": 1, "用A": 5}, 1),
        ({"用 A": 5, "用1": 3}, 3),
        ({"用 A": 5, "用1": 4}, 0),
        ({"用 A": 5, "用1": 4, "用 1": 1, "用A": 1}, 2),
        ({"用 A": 5, "用 1": 5, "用1": 4}, 4),
        ({"用 A": 1, "用1": 9}, 0),
    ],
)
def test_style_is_that_of_most_places(parts: dict[str, int], slips: int) -> None:
    assert len(violations(text_of(parts))) == slips


@given(TEXTS, st.builds(Options, cjk_latin_spacing=STYLES))
def test_fixes_settle_and_leave_links_where_they_lead(text: str, options: Options) -> None:
    after = fixer.fix(parse(HEAD + text), SPACING_RULES, options)
    assert not [violation for violation in after.remaining if violation.fix]
    assert fixed(after.digest.text, options) == after.digest.text
    # A space in what sticks to a URL may set free a link that was swallowed.
    assert not live_links(HEAD + text) - live_links(after.digest.text)


@given(TEXTS)
def test_fixes_change_nothing_but_spaces_and_widths(text: str) -> None:
    def bare(text: str) -> str:
        narrow = str.maketrans("Ａ１％．", "A1%.")
        return text.replace(" ", "").translate(narrow)

    assert bare(fixed(HEAD + text)) == bare(HEAD + text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("第一章 引言介绍背景。第二章 方法。第十二部分 结论。", 0),
        ("三大主题：大语言模型的推理能力评估 多模态大模型的幻觉检测方法。", 1),
        ("摘要 本文提出方法。", 1),
        ("一 引言介绍背景。", 1),
        ("例 本文提出方法。注 本文提出方法。", 2),
        ("答案为：是 否。结果见图 一。", 2),
    ],
)
def test_space_that_may_part_phrases_is_never_taken_away(text: str, count: int) -> None:
    assert len(violations(HEAD + text)) == count
    assert fixed(HEAD + text) == HEAD + text


@pytest.mark.parametrize("script", ["Hangul", "Hiragana"])
def test_other_scripts_are_left_alone(script: Script) -> None:
    text = "本文 ，用GPT与 BERT，ＧＰＴ 与 GPT 得 3 分、 漢字 かな"
    assert violations(HEAD + text)
    assert violations(HEAD + text, script) == []


@pytest.mark.parametrize(
    "unit",
    [
        *("文 ", "文a", "文 a", "， ", " ，", "Ａ", "文Ａ", "aＡ", "(", "）", "1) ", "文 一"),
        *("https://a.b ，", "://", "文 a ://", "](", "<", "aＡ1."),
    ],
)
def test_long_texts_hold_as_many_slips_as_copies(unit: str) -> None:
    """A check that looks back over all the text for each of them would take hours."""
    few, many = (len(violations(HEAD + "文" + unit * times)) for times in (50, 20_000))
    assert few in (0, 1) or many - few >= 19_000
    assert bool(few) == bool(many)


def test_spaces_are_looked_at_from_their_first_one() -> None:
    digest = parse(HEAD + "文" + " " * 300_000 + "字" + " " * 300_000 + "，")
    assert [len(kind) for kind in spaces(digest)] == [1, 1]


@pytest.mark.skipif(not CORPUS, reason="no corpus of real digests")
def test_slips_of_real_digests_are_as_many_as_were_read() -> None:
    found: Counter[str] = Counter()
    for path in CORPUS:
        digest = parse(decode(Path(path).read_bytes()), path.name)
        found.update(v.code for v in engine.run(digest, SPACING_RULES, Options()) if v.fix)
    assert found == {"TYP001": 384, "TYP003": 118, "TYP004": 38}


def test_seeds_hold_slips_of_one_kind_only(seeds: list[Path]) -> None:
    """Entries of a digest may differ in spacing; places inside one may not."""
    for seed in seeds:
        digest = parse(decode(seed.read_bytes()), seed.name)
        assert {v.code for v in engine.run(digest, SPACING_RULES, Options())} <= {"TYP001"}


@pytest.mark.parametrize(
    ("part", "expected"),
    [("包括1训练", 2), ("包括1)训练", 0), ("包括a)训练", 0), ("包括iv)训练", 0)],
)
def test_enumerator_is_no_boundary(part: str, expected: int) -> None:
    found = violations(text_of({"用 GPT 的": 5, part: 1}))
    assert [violation.code for violation in found] == ["TYP001"] * expected


@pytest.mark.parametrize(
    ("slip", "expected"), [("有5个", 0), ("有 4 个", 2), ("用BERT的", 2), ("用 3D 的", 0)]
)
def test_numbers_are_judged_apart_from_words(slip: str, expected: int) -> None:
    found = violations(text_of({"用 GPT 的": 8, "有3个": 8, slip: 1}))
    assert [violation.code for violation in found] == ["TYP001"] * expected
