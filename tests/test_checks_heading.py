"""What the pages of the HDG rules cannot show: places, endings, and fixes of any heading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options

HEADING_RULES = [rule for rule in RULES if rule.family == "HDG"]
BODY = "\n[译名](https://arxiv.org/abs/2310.06825)\n\n一个语言模型。\n"


def fix(text: str, *, unsafe: bool = False) -> str:
    return fixer.fix(parse(text), HEADING_RULES, Options(), unsafe=unsafe).digest.text


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_fix_keeps_line_endings_and_byte_order_mark(ending: str, mark: str) -> None:
    broken = f"##Mistral  7B{BODY}Mixtral\n---{BODY}---\n## **A**{BODY}"
    mended = f"## Mistral 7B{BODY}\n## Mixtral{BODY}\n---\n\n## A{BODY}"
    assert fix(mark + broken.replace("\n", ending), unsafe=True) == mark + mended.replace(
        "\n", ending
    )


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_are_offsets_into_the_text(mark: str) -> None:
    text = mark + f"## A  **B** C.{BODY}".replace("\n", "\r\n")
    found = engine.run(parse(text), HEADING_RULES, Options())
    assert [(v.code, text[v.start : v.end]) for v in found] == [
        ("HDG008", "  "),
        ("HDG005", "**B**"),
        ("HDG006", "."),
    ]


def test_several_blank_looking_lines_count_as_blank() -> None:
    text = f"## A{BODY} \t\u3000\n## B{BODY}"
    assert fix(text) == text


LETTERS = st.sampled_from("ab 7:*_`$[]()#.-\\\t，题")
TITLES = st.text(LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
FORMS = ("## {}", "##{}", "###  {}", "# {} #", "＃＃{}", "  ## {}", "{}\n---", "{}\n===", "**{}**")


@given(st.lists(st.tuples(st.sampled_from(FORMS), TITLES), min_size=1, max_size=4))
def test_any_headings_are_mended_without_a_loss(headings: list[tuple[str, str]]) -> None:
    text = "\n".join(form.format(title) + BODY for form, title in headings)
    fixed = fix(text)
    assert fix(fixed) == fixed
    assert words(fixed) == words(text)
    assert fixed.count("arxiv.org") == len(headings)
    assert len(parse(fixed).entries) == len(parse(text).entries)


def words(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@given(TITLES)
def test_markup_is_removed_without_the_words_in_it(title: str) -> None:
    text = f"## 2. {title}{BODY}"
    fixed = fix(text, unsafe=True)
    assert fix(fixed, unsafe=True) == fixed
    assert words(text).endswith(words(fixed))
    assert words(fixed).endswith(words(BODY))
