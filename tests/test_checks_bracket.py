"""What the pages on brackets and quotation marks cannot show: any text, real digests."""

import html
import re
from urllib.parse import unquote

import cmarkgfm
import pytest
from conftest import CORPUS
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES, bracket
from digestlint.pairs import OPENER_OF, readings
from digestlint.parser import parse
from digestlint.rule import Options
from digestlint.scripts import Script
from digestlint.text import decode
from digestlint.urls import meant_end
from digestlint.violation import Violation

CODES = frozenset({"TYP007", "TYP008", "TYP009"})
BRACKET_RULES = [rule for rule in RULES if rule.code in CODES]
SPACING_RULES = [rule for rule in RULES if rule.code in {"TYP001", "TYP004"}]
WIDTHS = st.sampled_from(["consistent", "half", "full"])
HEAD = "## A Title\n[译名](https://arxiv.org/abs/2408.12637)\n\n"
CLEAN = (
    "本文（模型（LLM）的综述）引用“规模的‘定律’”、《文集〈序〉》与【注】，参数为 [1] (共 {n} 个)。"
    "它与「编码『解码』」、｛集合｝和［区间］有关。"
)

PIECES = [
    "文", "模型", "a", "LLM", "1", "9%", "，", "。", "：", ":", "=", " ", "\n", "\n\n", "\r\n",
    "（", "）", "(", ")", "[", "]", "{", "}", "“", "”", "‘", "’", '"', "'", "*", "**", "_", "`",
    "$", "\\", "!", "- ", "1) ", "（LLM）", "(LLM)", " (模型) ", '"模型"', '"a b"',
    "https://a.b/c", "www.a.b/c", "[码](https://a.b/d)", "<https://a.b/e>", "$x$",
]  # fmt: skip
_TAG = re.compile("<[^<>]*>")
_URL = re.compile(r'(?<=href=")[^"]*')


def violations(text: str, script: Script = "Han") -> list[Violation]:
    return engine.run(parse(text, script=script), BRACKET_RULES, Options())


def tags(text: str) -> list[str]:
    """Return the tags of a text as GitHub renders it, links with where they were meant to lead."""
    rendered = cmarkgfm.github_flavored_markdown_to_html(text)
    return [_URL.sub(_meant, tag) for tag in _TAG.findall(rendered)]


def _meant(url: re.Match[str]) -> str:
    target = html.unescape(unquote(url[0]))
    return target[: meant_end(target)]


@pytest.mark.parametrize("mark", [*OPENER_OF.values(), *OPENER_OF])
def test_mark_that_is_taken_out_of_a_clean_text_is_missed_once(mark: str) -> None:
    text = HEAD + CLEAN
    place = text.index(mark, len(HEAD))
    assert engine.run(parse(text), BRACKET_RULES[:1], Options()) == []
    missing = parse(text[:place] + text[place + 1 :])
    [violation] = engine.run(missing, BRACKET_RULES[:1], Options())
    assert violation.values["partner"] == mark


@pytest.mark.parametrize("glued", ["，", "，中文", "。"])
def test_space_that_ends_a_glued_url_stays(glued: str) -> None:
    text = f"{HEAD}https://a.b/c{glued} (模型) 文https://a.b/c\n"
    options = Options(bracket_width="full")
    fixed = fixer.fix(parse(text), BRACKET_RULES, options, unsafe=True).digest.text
    assert f"https://a.b/c{glued} （模型）文" in fixed


@given(
    st.lists(st.sampled_from(PIECES), max_size=16).map("".join),
    st.builds(Options, bracket_width=WIDTHS),
)
def test_fixes_settle_and_change_no_markup(text: str, options: Options) -> None:
    before = parse(HEAD + text + "\n")
    after = fixer.fix(before, BRACKET_RULES, options, unsafe=True).digest
    assert tags(after.text) == tags(before.text)
    assert not any(found.fix for found in engine.run(after, BRACKET_RULES, options))


@given(st.lists(st.sampled_from(["文", "LLM", "（文）", "（LLM）", "(文)", "(LLM)", " ", "，"])))
def test_width_brings_no_spaces_that_other_rules_take_away(pieces: list[str]) -> None:
    digest = parse(HEAD + "文".join(pieces) + "\n")
    spaced = fixer.fix(digest, SPACING_RULES, Options()).digest
    options = Options(bracket_width="half")
    halved = fixer.fix(spaced, BRACKET_RULES, options, unsafe=True).digest
    assert [v for v in engine.run(halved, SPACING_RULES, Options()) if v.code == "TYP004"] == []


@pytest.mark.parametrize("script", ["Hiragana", "Hangul"])
def test_other_languages_have_brackets_of_their_own(script: Script) -> None:
    text = HEAD.replace("译名", "カナ한글") + '「カナ" 한글 (漢字）（漢字) "漢字"\n'
    assert violations(text, script) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("（" * 50_000 + "。", {"TYP007": 50_000}),
        ("）文" * 50_000 + "。", {"TYP007": 50_000}),
        ("（[“" * 20_000 + "”）" * 20_000 + "。", None),
        ('文"' * 50_001, {"TYP009": 1}),
        ("文(a)（a）" * 10_000, {}),
        ("文(b b)文（b b）" * 10_000, {"TYP008": 10_000}),
        ("（包括 1）文、2）文）" * 10_000, {}),
    ],
)
def test_hostile_text_is_counted(text: str, codes: dict[str, int] | None) -> None:
    found = [violation.code for violation in violations(HEAD + text)]
    if codes is not None:
        assert {code: found.count(code) for code in set(found)} == codes


def counted(monkeypatch: pytest.MonkeyPatch, name: str) -> list[object]:
    """Return a list that grows with each call of a function that brackets are judged by."""
    calls: list[object] = []
    inner = getattr(bracket, name)

    def outer(*arguments: object) -> object:
        calls.append(arguments)
        return inner(*arguments)

    monkeypatch.setattr(bracket, name, outer)
    return calls


@pytest.mark.parametrize("unit", ["甲（乙\n\n", "“甲乙\n\n"])
def test_links_of_an_entry_are_read_once(monkeypatch: pytest.MonkeyPatch, unit: str) -> None:
    calls = counted(monkeypatch, "meant_end")
    text = HEAD + "[码](https://a.b/c)\n\n" + unit * 50 + "完。"
    assert len(violations(text)) >= 25
    assert len(calls) == 1


def test_brackets_of_a_digest_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counted(monkeypatch, "_asides")
    assert len(violations((HEAD + "我们提出方法（甲）和方法(乙)。\n\n") * 50)) == 50
    assert len(calls) == 2 * 50


@pytest.mark.parametrize("text", ["模型（1)与模型（a)很好。", "模型(1）与模型(a）很好。"])
def test_label_in_brackets_of_two_widths_is_reported(text: str) -> None:
    assert len(violations(HEAD + text)) == 2
    assert violations(HEAD + text.translate(str.maketrans("（）", "()"))) == []


@pytest.mark.skipif(not CORPUS, reason="no corpus of real digests")
def test_brackets_of_real_digests_are_balanced_until_one_is_taken_away() -> None:
    """Few are hidden by what may be a list's number; none is reported twice."""
    told = tried = 0
    for path in CORPUS[::4]:
        digest = parse(decode(path.read_bytes()), str(path))
        assert not engine.run(digest, BRACKET_RULES[:1], Options())
        for reading in readings(digest)[::10]:
            entry, opener = reading.block.entry, max(reading.pairs, default=-1)
            text = digest.text[entry.start : opener] + digest.text[opener + 1 : entry.end]
            if opener >= 0 and "\\" not in text:
                found = engine.run(parse(text), BRACKET_RULES[:1], Options())
                assert len(found) <= 1
                told += len(found)
                tried += 1
    assert told >= 0.95 * tried > 100
