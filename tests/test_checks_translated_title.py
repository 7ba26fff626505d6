"""What the pages of the rules of translated titles cannot show: other languages, and any text."""

from typing import Literal

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

CODES = {"BIL005", "BIL006", "BIL007", "BIL008"}
TITLE_RULES = [rule for rule in RULES if rule.code in CODES]
# Of other scripts no colon is full-width and no stop is `。`, or both are used by other rules.
OTHER = ("Hangul", "Hiragana", "Cyrillic", "Arabic")
TITLES = st.text("Ab2 中。：:.;&\\$`()（）“”…\u3000/-", max_size=14)


def digest(*titles: tuple[str, str]) -> str:
    return "".join(
        f"## {heading}\n[{title}](https://arxiv.org/abs/2409.{number:05})\n\n本文。\n\n"
        for number, (heading, title) in enumerate(titles, start=1)
    )


def check(text: str, script: Script = "Han") -> list[Violation]:
    return engine.run(parse(text, None, script), TITLE_RULES, Options())


def codes(heading: str, title: str, script: Script = "Han") -> list[str]:
    return [violation.code for violation in check(digest((heading, title)), script)]


@pytest.mark.parametrize(
    ("heading", "title", "script"),
    [
        ("OmniGen: Unified Image Generation", "통합 이미지 생성 모델", "Hangul"),
        ("OmniGen: Unified Image Generation", "画像生成の統一モデル", "Hiragana"),
        ("OmniGen: Unified Image Generation", "Единая модель генерации", "Cyrillic"),
    ],
)
def test_name_is_lost_in_any_language(heading: str, title: str, script: Script) -> None:
    assert codes(heading, title, script) == ["BIL005"]
    assert codes(heading, f"OmniGen: {title}", script) == []


@pytest.mark.parametrize("script", OTHER)
def test_rules_of_chinese_titles_are_silent_elsewhere(script: Script) -> None:
    """A file of both separators and of long titles with stops inside."""
    titles = ("A: 一。二", f"B：{'长' * 90}", "A: 통합 생성", f"B：{'きょう' * 40}。明日")
    text = digest(*((title[0], title) for title in titles))
    assert check(text, script) == []
    assert {violation.code for violation in check(text)} == {"BIL006", "BIL008"}


def test_abbreviation_of_another_alphabet_is_meant() -> None:
    assert codes("A Survey", "Обзор моделей, данных и др.", "Cyrillic") == []
    assert codes("A Survey", "Обзор больших моделей.", "Cyrillic") == ["BIL007"]


@pytest.mark.parametrize(
    "name", ["GPT-4o", "gpt4", "mT5", "R²", "M$^3$", "3D-VLA", "LLaMA-2", "SwiftBrush v2", "Phi-3"]
)
def test_what_a_name_is(name: str) -> None:
    assert codes(f"{name}: A Study of Images", "图像研究的新方法") == ["BIL005"]


@pytest.mark.parametrize(
    "opening",
    [
        *(
            "Transformer",
            "Parrot",
            "The BERT Family",
            "AI",
            "RAG",
            "COVID-19",
            "Web 3.0",
            "3",
            "A1 B2",
        ),
        *("Chain-of-Thought", "Text-to-SQL", "Fine-Tuning", "Zero-Shot", "Self-Distillation", ""),
        *("N" * 50 + "a", "$\\alpha$", "10:30"),
    ],
)
def test_what_a_name_is_not(opening: str) -> None:
    assert codes(f"{opening}: A Study of Images", "图像研究的新方法") == []


@pytest.mark.parametrize("hyphen", "-‐‑‒–—―−")
def test_any_hyphen_is_the_same(hyphen: str) -> None:
    assert codes("Llama-2: Open Models", f"LLAMA{hyphen}2：开放的大模型") == []


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("HIV: A Survey", "艾滋病毒：一项综述"),
        ("CO2: A Survey", "二氧化碳：一项综述"),
        ("N-Gram: A Survey", "N元语法：一项综述"),
        ("U-Net: A Survey", "U 型网络：一项综述"),
    ],
)
def test_established_term_may_be_translated(heading: str, title: str) -> None:
    assert codes(heading, title) == []


def test_letter_of_a_name_must_stand() -> None:
    assert codes("U-Net: A Survey", "BUG 网络：一项综述") == ["BIL005"]


def test_title_that_only_opens_alike_has_lost_the_name() -> None:
    assert codes("OmniGen2: Unified Generation", "OmniGen：统一的图像生成") == ["BIL005"]


@pytest.mark.parametrize(("colon", "wanted"), [(": ", "full"), ("：", "half")])
def test_separator_that_is_asked_for_is_missed_where_all_titles_have_another(
    colon: str, wanted: Literal["half", "full"]
) -> None:
    text = digest(("OmniGen: A Model", f"OmniGen{colon}一种模型"))
    found = engine.run(parse(text), TITLE_RULES, Options(title_separator=wanted))
    assert [violation.code for violation in found] == ["BIL006"]


SEPARATORS = st.sampled_from(["consistent", "half", "full"])


@given(st.lists(TITLES, min_size=1, max_size=4), st.builds(Options, title_separator=SEPARATORS))
def test_fixes_settle_and_keep_all_but_marks_and_spaces(
    titles: list[str], options: Options
) -> None:
    text = digest(*(("Ab2: A Title", title) for title in titles))
    fixed = fixer.fix(parse(text), TITLE_RULES, options).digest
    marks = str.maketrans("", "", " 。：:.;\u3000")
    assert fixed.text.translate(marks) == text.translate(marks)
    assert not any(violation.fix for violation in engine.run(fixed, TITLE_RULES, options))


@pytest.mark.parametrize("piece", ["。", "：", ": ", "（", "A", "1", "中", "中A", "。 ", "…", ". "])
@pytest.mark.parametrize(
    "place", ["## T\n[{}](https://arxiv.org/abs/2409.00001)\n", "## {}\n[题](x)\n"]
)
def test_long_titles_are_read_once(piece: str, place: str) -> None:
    """Were one read again from each of its characters, this would not end."""
    assert len(check(place.format("A: " + piece * 200_000 + "中"))) <= 2


@pytest.mark.skipif(not CORPUS, reason="no corpus of real digests")
def test_real_names_are_lost_now_and_then() -> None:
    texts = (path.read_text(encoding="utf-8") for path in CORPUS)
    found = [violation for text in texts for violation in check(text) if violation.code == "BIL005"]
    assert len(found) == 55
    assert {"KBAlign", "Octopus v3", "CADReview"} <= {str(each.values["name"]) for each in found}
