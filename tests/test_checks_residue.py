"""What the pages of the RES rules cannot show: real digests, other rules, and hostile text."""

from collections import Counter
from pathlib import Path

import cmarkgfm
import pytest
from conftest import CORPUS
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options
from digestlint.scripts import Script
from digestlint.violation import Violation

RESIDUE = [rule for rule in RULES if rule.family == "RES"]
HEADING, TITLE = "## Attention Is All You Need", "你所需要的只有注意力"
CLEAN = (
    f"{HEADING}\n[{TITLE}](https://arxiv.org/abs/1706.03762)\n\n"
    "本文提出 Transformer，它只依靠注意力机制。\n\n它的复杂度是 $O(n^2)$。\n"
)


def check(text: str, script: Script = "Han") -> list[Violation]:
    return engine.run(parse(text, script=script), RESIDUE, Options())


def codes(text: str) -> list[str]:
    return [violation.code for violation in check(text)]


def fix(text: str, rules: list[str] | None = None) -> str:
    chosen = [rule for rule in RESIDUE if rules is None or rule.code in rules]
    return fixer.fix(parse(text), chosen, Options()).digest.text


def test_clean_digest_is_clean() -> None:
    assert engine.run(parse(CLEAN), RULES, Options()) == []


@pytest.mark.parametrize(
    "lead",
    [
        *(
            "# ",
            "## ",
            "#  ",
            "＃ ",
            "标题：",
            "标题: ",
            "# 标题：",
            "# 标题 ",
            "**标题**：",
            "翻译：",
        ),
        *("**标题：** ", "【标题】", "Title: ", "译名：# ", "中文标题：", "# 摘要："),
    ],
)
def test_lead_goes_and_the_title_stays(lead: str) -> None:
    dirty = CLEAN.replace(f"[{TITLE}", f"[{lead}{TITLE}")
    assert codes(dirty) == ["RES001"]
    assert fix(dirty) == CLEAN


@pytest.mark.parametrize("wrapped", ["**{}**", "*{}*", "***{}***", "**# {}**", "# **标题：{}**"])
def test_marks_around_a_title_go_in_pairs(wrapped: str) -> None:
    dirty = CLEAN.replace(TITLE, wrapped.format(TITLE))
    assert fix(dirty) == CLEAN


@pytest.mark.parametrize(
    "title", ["A**", "C*-代数", "**", "# ", "重构 C# 程序", "#1", "2**3**4", "#"]
)
def test_marks_that_belong_to_a_title_stay(title: str) -> None:
    text = CLEAN.replace(TITLE, title)
    assert fix(text) == text


@pytest.mark.parametrize(
    "label",
    [
        *(
            "摘要：",
            "摘要: ",
            "**摘要**：",
            "**摘要**\n",
            "**摘要：** ",
            "【摘要】",
            "翻译：",
            "Abstract: ",
        ),
        *(
            "摘要\n",
            "摘要：\n",
            "摘要\n\n",
            "**摘要**\n\n",
            "# 摘要\n\n",
            "# **摘要**\n",
            "## 摘要：\n",
        ),
        *("# 摘要 #\n\n", "翻译：摘要：", "# 摘要\n\n摘要：", "摘要：\n\n\n"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_label_goes_and_the_abstract_stays(label: str, ending: str) -> None:
    dirty = CLEAN.replace("本文", f"{label}本文").replace("\n", ending)
    assert set(codes(dirty)) == {"RES001"}
    assert fix(dirty) == CLEAN.replace("\n", ending)


@pytest.mark.parametrize(
    "begun", ["翻译——", "**翻译**是", "摘要 ", "翻译，", "翻译模型：", "[摘要](#a)"]
)
def test_sentence_that_begins_so_stays(begun: str) -> None:
    assert codes(CLEAN.replace("本文", f"{begun}本文")) == []


def test_label_right_below_the_link_line_leaves_a_blank_line() -> None:
    assert fix(CLEAN.replace("\n\n本文", "\n# 摘要\n本文")) == CLEAN
    assert fix(CLEAN.replace("\n\n本文", "\n摘要\n\n本文")) == CLEAN


def test_heading_stays_where_others_would_belong_to_no_entry() -> None:
    dirty = CLEAN.replace("本文", "# 摘要\n\n本文").replace("它的", "# 结论\n\n它的")
    assert codes(dirty) == ["RES001"]
    assert fix(dirty) == dirty


@pytest.mark.parametrize(
    "tail",
    [
        "关键词：注意力、翻译",
        "\n\n关键词：注意力；翻译。",
        "\n**关键词**：注意力",
        "\n\nKeywords: attention",
    ],
)
def test_keywords_go_and_the_abstract_stays(tail: str) -> None:
    dirty = CLEAN.rstrip("\n").replace("$O(n^2)$。", f"$O(n^2)$。{tail}") + "\n"
    assert codes(dirty) == ["RES001"]
    assert fix(dirty) == CLEAN


@pytest.mark.parametrize(
    "field", ["关键词：", "本文的关键词：甲", "关键词：甲。乙如此。", "关键词：`a`"]
)
def test_what_is_no_list_of_keywords_stays(field: str) -> None:
    text = CLEAN.replace("$O(n^2)$。", f"$O(n^2)$。{field}")
    assert codes(text) == []


@pytest.mark.parametrize(
    "failure", ["翻译失败", "<翻译失败>", "<translation failed>", "N/A", "null"]
)
@pytest.mark.parametrize("is_title", [True, False])
def test_failure_is_told_once(failure: str, *, is_title: bool) -> None:
    start = CLEAN.index("本文")
    text = CLEAN.replace(TITLE, failure) if is_title else f"{CLEAN[:start]}{failure}\n"
    found = [violation.code for violation in engine.run(parse(text), RULES, Options())]
    assert found == ["RES003"]


@pytest.mark.parametrize("label", ["摘要", "# 摘要", "**标题**", "Title", "# Abstract"])
def test_label_for_a_title_is_told_once(label: str) -> None:
    found = engine.run(parse(CLEAN.replace(TITLE, label)), RULES, Options())
    assert [violation.code for violation in found] == ["RES002"]


MANGLED = [
    *(
        "\textbf{甲}",
        "\text{甲}",
        "\x0crac",
        "\x08eta",
        "\x07lpha",
        "\x0bec",
        "\x00",
        "\x1b",
    ),
    *("甲\neq 1", "甲\nabla f", "甲\namesys{}", "甲\rightarrow", "甲\right)", "甲\rho "),
    *("url{甲}", "emph{甲}", "{cite{甲}", "ootnote{甲}", "extsc{甲}"),
]


@pytest.mark.parametrize("mangled", MANGLED)
def test_mangled_command_is_told_once_and_survives_every_fix(mangled: str) -> None:
    text = CLEAN.replace("本文提出", f"本文{mangled}提出")
    assert codes(text) == ["RES005"]
    assert mangled in fixer.fix(parse(text), RULES, Options(), unsafe=True).digest.text


@pytest.mark.parametrize("mangled", ["\textbf{甲}", "\x0crac", "\x07lpha"])
@pytest.mark.parametrize("place", ["本文", "它的", "All"])
def test_mangled_command_survives_at_the_start_of_a_line_and_in_a_title(
    mangled: str, place: str
) -> None:
    text = CLEAN.replace(place, f"{mangled}{place}")
    assert "RES005" in codes(text)
    assert mangled in fixer.fix(parse(text), RULES, Options(), unsafe=True).digest.text


def test_formula_may_hold_any_tab_but_those_before_letters() -> None:
    assert codes(CLEAN.replace("O(n^2)", "O(n\t^2)")) == []
    assert codes(CLEAN.replace("O(n^2)", "O(n\tau)")) == ["RES005"]


@pytest.mark.parametrize("sound", ["", r"\par ", r"\emph{乙}", r"\\"])
def test_command_without_backslash_is_told_beside_sound_ones(sound: str) -> None:
    text = CLEAN.replace("本文提出", f"本文{sound}甲 textbf{{甲}}提出")
    assert codes(text).count("RES005") == 1
    assert "RES005" not in codes(text.replace("textbf", r"\textbf"))


def test_nothing_outside_of_entries_is_residue() -> None:
    preamble = "# 日报\n\n摘要：\textbf{甲} 【数学公式】 \\ours 3\\%\n\n"
    assert codes(preamble + CLEAN) == []


@pytest.mark.parametrize("text", ["`{}`", "```\n{}\n```", "<!-- {} -->"])
@pytest.mark.parametrize(
    "residue", ["\textbf{a}", "url{a}", "【链接】", "此 http URL", "\\ours", "3\\%", "在翻译时，我"]
)
def test_code_and_comments_hold_no_residue(text: str, residue: str) -> None:
    assert codes(f"{CLEAN}\n{text.format(residue)}\n\n完。\n") == []


def html(text: str) -> str:
    rendered: str = cmarkgfm.github_flavored_markdown_to_html(text)
    return rendered


@given(st.text("\\_&%a1甲 *;lt#`<>", max_size=12))
def test_plain_character_shows_as_its_command_did(middle: str) -> None:
    text = CLEAN.replace("提出", f"提{middle}出")
    assert html(fix(text, ["RES007"])) == html(text)


LABELS = st.lists(st.sampled_from(["#", " ", "*", "**", "标题", "摘要", "：", "甲", "关键词："]))


@given(LABELS.map("".join), LABELS.map("\n".join))
def test_any_labels_are_fixed_and_the_paper_stays(title: str, abstract: str) -> None:
    text = CLEAN.replace("[你", f"[{title}你").replace("本文", f"{abstract}本文")
    fixed = fix(text)
    assert not [violation for violation in check(fixed) if violation.fix]
    assert [entry.arxiv_id for entry in parse(fixed).entries if entry.link] == ["1706.03762"]


@pytest.mark.parametrize("script", ["Hangul", "Hiragana"])
def test_other_scripts_are_spared_what_is_chinese(script: Script) -> None:
    text = CLEAN.replace(TITLE, "必要なのは注意だけ").replace("本文提出", "本稿は提案する")
    assert check(text, script) == []


NOTHING = [
    "[",
    "（注：",
    "# ",
    "{",
    "a{",
    "\\",
    "**",
    "甲",
    "甲a",
    "此处为",
    "作为一个",
    "$",
    "\n",
    "\t",
]
SOMETHING = ["url{", "\x0c", " \\%", "【链接】", "此 http URL", "，在翻译时，我\n"]


@pytest.mark.parametrize("piece", NOTHING)
def test_hostile_text_without_residue_is_read_in_one_pass(piece: str) -> None:
    assert codes(CLEAN.replace("本文", f"本文{piece * 50_000}")) == []


@pytest.mark.parametrize("piece", SOMETHING)
def test_hostile_text_is_told_piece_by_piece(piece: str) -> None:
    assert len(codes(CLEAN.replace("本文", f"本文{piece * 20_000}"))) == 20_000


@pytest.mark.parametrize("label", ["摘要：", "**摘要**：", "摘要：\n", "摘要\n\n"])
def test_many_labels_are_fixed_in_one_round(label: str) -> None:
    assert fix(CLEAN.replace("本文", f"{label * 100}本文")) == CLEAN


@pytest.mark.parametrize("field", ["关键词：甲。", "关键词：甲\n\n"])
def test_many_lists_of_keywords_are_for_a_person_to_mend(field: str) -> None:
    text = CLEAN + "\n" + field * 100
    assert codes(text) == ["RES001"]
    assert fix(text) == text


def test_seeds_hold_no_residue(seeds: list[Path]) -> None:
    assert [v for seed in seeds for v in check(seed.read_bytes().decode())] == []


@pytest.mark.skipif(not CORPUS, reason="no corpus of real digests")
def test_residue_of_the_corpus() -> None:
    found = Counter(v.code for path in CORPUS for v in check(path.read_bytes().decode()))
    few = {"RES002": 61, "RES003": 78, "RES004": 22, "RES006": 62}
    assert found == few | {"RES001": 666, "RES005": 259, "RES007": 245}


@pytest.mark.skipif(not CORPUS, reason="no corpus of real digests")
def test_every_control_character_of_the_corpus_is_found() -> None:
    """All its tabs are left of LaTeX commands."""
    for path in CORPUS:
        text = path.read_bytes().decode()
        controls = {i for i, character in enumerate(text) if character < " " and character != "\n"}
        assert controls <= {v.start for v in check(text) if v.code == "RES005"}
