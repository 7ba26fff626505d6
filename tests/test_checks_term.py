"""TRM: what a page shows badly: counts, spaces, hostile text, and real digests."""

from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS, SEEDS

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options
from digestlint.scripts import Script
from digestlint.violation import Violation

HEAD = "## A Transformer\n[语言：一种 Transformer](https://arxiv.org/abs/2408.12637)\n\n"
GLOSSARY = Options(glossary={"词元": ("令牌", "token"), "Agent": ("智能体",)})

needs_seeds = pytest.mark.skipif(not SEEDS, reason="no real digests in ../shared")
needs_corpus = pytest.mark.skipif(not CORPUS, reason="no corpus of real digests in ../shared")


def check(
    text: str, code: str = "TRM", options: Options | None = None, script: Script = "Han"
) -> list[Violation]:
    rules = [rule for rule in RULES if rule.code.startswith(code)]
    return engine.run(parse(text, script=script), rules, options or Options())


def fix(text: str, options: Options | None = None) -> str:
    """Return the text after all fixes, without what stands before the abstract."""
    rules = [rule for rule in RULES if rule.family == "TRM"]
    fixed = fixer.fix(parse(HEAD + text), rules, options or Options(), unsafe=True).digest.text
    return fixed.removeprefix(HEAD)


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize(
    ("usual", "other", "reported"),
    [(4, 1, 1), (3, 1, 0), (3, 2, 0), (8, 2, 2), (7, 2, 0), (9, 3, 0), (12, 3, 3), (5, 0, 0)],
)
def test_majority_is_of_four_in_five_and_of_five_uses(
    usual: int, other: int, reported: int
) -> None:
    text = "微调了。" * usual + "精调了。" * other
    assert len(check(f"{HEAD}{text}\n")) == reported


def test_each_group_is_counted_by_itself() -> None:
    text = "微调、鲁棒性、" * 4 + "精调与稳健性，" + "黑盒和黑箱。"
    found = [(v.values["term"], v.values["usual"], v.values["count"]) for v in check(HEAD + text)]
    assert found == [("精调", "微调", 4), ("稳健性", "鲁棒性", 4)]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("在 零-shot 设置下", "在 零样本设置下"),
        ("用 零-shot LLM 检索", "用 零样本 LLM 检索"),
        ("零-shot，少-shot。", "零样本，少样本。"),
        ("用变压器做", "用 Transformer 做"),
        ("用GPT与BERT，变压器做", "用GPT与BERT，Transformer做"),
        ("用 A 与 B，变压器做", "用 A 与 B，Transformer 做"),
        ("用 A 与 B 的变压器 (GPT)", "用 A 与 B 的 Transformer (GPT)"),
        ("**变压器**", "**Transformer**"),
        ("变压器", "Transformer"),
    ],
)
def test_spaces_come_and_go_with_latin_letters(written: str, mended: str) -> None:
    assert fix(f"{written}\n") == f"{mended}\n"


def test_a_misspelling_is_found_at_every_edge_of_a_text() -> None:
    assert fix("Github、Arxiv与Pytorch") == "GitHub、arXiv与PyTorch"


@pytest.mark.parametrize("script", ["Hangul", "Hiragana", "Cyrillic"])
def test_other_scripts_get_no_rule_of_chinese(script: Script) -> None:
    text = f"{HEAD}零-shot 변압기 かな Привет，" + "微调" * 9 + "精调，令牌，Github\n"
    found = check(text, options=GLOSSARY, script=script)
    assert [violation.code for violation in found] == ["TRM003", "TRM004"]


def test_glossary_and_usage_do_not_undo_each_other() -> None:
    options = Options(glossary={"精调": ("微调",), "零-shot": ("零样本",), "Github": ("GitHub",)})
    text = "微调" * 9 + "精调，零-shot 与零样本，Github 和GitHub。\n"
    assert fix(text, options) == "精调" * 10 + "，零-shot 与零-shot，Github 和Github。\n"


@pytest.mark.parametrize(
    "text", ["代码见https://foo.com/a/b变压器已开源，语言。", "见https://foo.com/a变压器。"]
)
def test_nothing_is_written_beside_a_url(text: str) -> None:
    assert fix(text) == text


def test_a_quoted_name_is_what_somebody_typed() -> None:
    assert (
        fix("搜索词为“chatgpt”与“github”，数据为 arxiv。")
        == "搜索词为“chatgpt”与“github”，数据为 arxiv。"
    )


@pytest.mark.parametrize(
    "text",
    ["溶解气体分析是油浸式变压器故障诊断的方法。", "固态变压器的模型。", "平面变压器的磁芯。"],
)
def test_a_device_is_no_model(text: str) -> None:
    assert check(f"{HEAD}{text}") == []


def test_a_term_of_one_character_is_a_term() -> None:
    options = Options(glossary={"甲": ("乙",), "丙": ("丁乙",)})
    assert fix("乙丁乙。\n", options) == "甲丙。\n"


def test_an_entry_s_heading_speaks_for_its_own_entry_only() -> None:
    other = "\n## A Station\n[一座电站](https://arxiv.org/abs/2408.14176)\n\n检查变压器。\n"
    found = check(f"{HEAD}用变压器处理文本。\n{other}{other.replace('A Station', 'Bert')}")
    assert [violation.values["term"] for violation in found] == ["变压器"]


def test_without_lists_nothing_is_found() -> None:
    options = Options(terms={}, groups=(), names={})
    assert check(f"{HEAD}零-shot，Github。" + "微调" * 9 + "精调。", options=options) == []


@pytest.mark.parametrize(
    ("piece", "hits"),
    [
        *(
            ("零-", 0),
            ("零-shot", 20_000),
            ("变压器", 20_000),
            ("Github，", 20_000),
            ("Github-", 1),
        ),
        *(("微调", 0), ("大语言", 0), ("微调微调微调微调精调", 20_000), ("令牌", 20_000)),
    ],
)
def test_every_hit_below_a_long_heading_is_told(piece: str, hits: int) -> None:
    """Were the heading read again for each of them, this would take minutes."""
    heading = f"## {'A Transistor ' * 20_000}Transformer\n"
    text = (
        f"{heading}[语言：一种 Transformer](https://arxiv.org/abs/2408.12637)\n\n{piece * 20_000}\n"
    )
    assert len(check(text, options=GLOSSARY)) == hits


@needs_seeds
def test_minority_terms_of_the_seeds() -> None:
    found = [
        (f"{seed.name[:3]}:{digest.lines.position(violation.start).line}", violation.values["term"])
        for seed in SEEDS
        for digest in [parse(read(seed))]
        for violation in check(digest.text)
    ]
    assert found == [
        ("002:9", "大规模语言模型"),
        ("003:11", "大型语言模型"),
        ("003:13", "大型语言模型"),
        ("003:68", "大型语言模型"),
    ]


@needs_corpus
@pytest.mark.parametrize(
    ("code", "about"), [("TRM001", 275), ("TRM002", 402), ("TRM003", 0), ("TRM004", 39)]
)
def test_terms_of_the_corpus(code: str, about: int) -> None:
    """Hits were read when there were so many; with many more or fewer they are to be read again."""
    found = [violation for path in CORPUS for violation in check(read(path), code)]
    assert 0.9 * about <= len(found) <= 1.1 * about


@needs_corpus
def test_fixes_touch_nothing_but_terms() -> None:
    rules = [rule for rule in RULES if rule.family == "TRM"]
    for path in CORPUS:
        digest = parse(read(path))
        fixed = fixer.fix(digest, rules, Options(), unsafe=True).digest
        links = [(entry.heading, entry.link and entry.link.target) for entry in digest.entries]
        titles = [heading.title.text for heading, _ in links]
        assert [entry.heading.title.text for entry in fixed.entries] == titles
        assert [entry.link and entry.link.target for entry in fixed.entries] == [
            target for _, target in links
        ]
        assert check(fixed.text) == []


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        (
            {"glossary": {"AI智能体": ("智能体",)}},
            "用智能体与 AI 智能体，在 GPU 上用 BERT 模型。",
            "用 AI 智能体与 AI 智能体，在 GPU 上用 BERT 模型。",
        ),
        (
            {"glossary": {"AI智能体": ("智能体",)}},
            "用智能体与AI智能体，在GPU上用BERT模型。",
            "用AI智能体与AI智能体，在GPU上用BERT模型。",
        ),
        (
            {"extend_terms": {"零-shot": "zero-shot"}, "extend_names": {"零-shot": ("zero-shot",)}},
            "用零-shot 方法与 zero-shot 方法。",
            "用零-shot 方法与零-shot 方法。",
        ),
    ],
)
def test_lists_that_are_at_odds_settle(options: dict[str, Any], text: str, expected: str) -> None:
    digest = parse(f"{HEAD}{text}\n")
    fixed = fixer.fix(digest, RULES, Options(**options), unsafe=True)
    assert fixed.digest.text == f"{HEAD}{expected}\n"


def test_no_fix_joins_a_term_to_a_url() -> None:
    text = "微调，" * 9 + "代码见https://github.com/a/b精调。"
    assert [v.fix for v in check(HEAD + text, "TRM002")] == [None]
