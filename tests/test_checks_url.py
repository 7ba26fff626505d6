"""URL: what a page cannot show, with cmark-gfm for the oracle of where a click leads."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CORPUS, SEEDS, hrefs
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options
from digestlint.violation import Violation

URL_RULES = [rule for rule in RULES if rule.family == "URL"]
GLUED = [rule for rule in RULES if rule.code == "URL001"]
HEAD = "## A Paper\n[一篇论文](https://arxiv.org/abs/2408.12637)\n\n"
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
NO_ANGLES = {ord("<"): None, ord(">"): None}
REAL_DIGESTS = [pytest.param(path, id=path.name) for path in SEEDS + CORPUS]


def violations(text: str) -> list[Violation]:
    return engine.run(parse(text), URL_RULES, Options())


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@pytest.mark.skipif(not SEEDS, reason="the real digests are not here")
@pytest.mark.parametrize("path", REAL_DIGESTS)
def test_repaired_urls_of_real_digests_lead_where_they_were_meant_to(path: Path) -> None:
    text = read(path)
    meant = [str(v.values["url"]) for v in violations(text) if v.code == "URL001" and v.fix]
    fixed = fixer.fix(parse(text), GLUED, Options(), unsafe=True).digest.text
    # To cmark an abstract that is indented by mistake is code; ENT007 mends that.
    clicked = set(hrefs(INDENTATION.sub("", fixed)))
    assert {url.replace("\\", "%5C") for url in meant} <= clicked
    assert fixed.translate(NO_ANGLES) == text.translate(NO_ANGLES)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("见https://github.com/a/b获得。", ["https://github.com/a/b"]),
        ("见https://github.com/a/b。", ["https://github.com/a/b"]),
        ("（https://github.com/a/b）", ["https://github.com/a/b"]),
        ("“https://github.com/a/b”", ["https://github.com/a/b"]),
        ("**https://github.com/a/b**，", ["https://github.com/a/b"]),
        (r"\url{https://github.com/a/b}。", ["https://github.com/a/b"]),
        (
            "https://github.com/a/b，https://hf.co/c。",
            ["https://github.com/a/b", "https://hf.co/c"],
        ),
        ("www.github.com/a。", ["https://www.github.com/a"]),
        ("<https://github.com/a/b获得>。", ["https://github.com/a/b"]),
        ("[代码](https://github.com/a/b。)", ["https://github.com/a/b"]),
        ("[代码](<https://github.com/a/b，> '题')", ["https://github.com/a/b"]),
        ("[代码]（https://github.com/a/b）", ["https://github.com/a/b"]),
        ("【代码】(https://github.com/a/b(c)", ["https://github.com/a/b(c)"]),
        ("[代码] (https://github.com/a/b)", ["https://github.com/a/b"]),
        ("http://github.com/a?utm_source=x&y=z#w。", ["https://github.com/a?y=z#w"]),
    ],
)
def test_repaired_url_leads_where_it_was_meant_to(written: str, meant: list[str]) -> None:
    fixed = fixer.fix(parse(HEAD + written + "\n"), URL_RULES, Options()).digest.text
    assert hrefs(fixed)[1:] == meant


@pytest.mark.parametrize(
    "written", ["!【图】(https://a.b/c)", r"\https://github.com/a/b。", "[甲](https://a.b/(c。))"]
)
def test_nothing_is_fixed_where_markdown_would_read_it_otherwise(written: str) -> None:
    assert (
        fixer.fix(parse(HEAD + written + "\n"), URL_RULES, Options(), unsafe=True).digest.text
        == HEAD + written + "\n"
    )


def test_positions_count_from_the_text_as_read() -> None:
    text = "\ufeff" + HEAD.replace("\n", "\r\n") + "见https://github.com/a/b。\r\n"
    (violation,) = violations(text)
    assert text[violation.start : violation.end] == "https://github.com/a/b。"
    assert fixer.fix(parse(text), GLUED, Options()).digest.text == text.replace(
        "https://github.com/a/b", "<https://github.com/a/b>"
    )


def test_many_urls_that_stick_together_are_parted_at_once() -> None:
    chain = "、".join(f"https://github.com/a/{number}" for number in range(2_000))
    assert len(violations(HEAD + chain)) == 1_999
    fixed = fixer.fix(parse(HEAD + chain), GLUED, Options()).digest.text
    assert len(hrefs(fixed)) == 2_001


def test_hosts_of_endless_length_are_no_hosts() -> None:
    assert violations(HEAD + "http://" + "a." * 100_000 + "github.com 。") == []


PIECES = [
    "https://github.com/a/b", "http://hf.co/c?utm_id=1", "www.a.b/c", "https://", "[题]", "【题】",
    "（", "）", "(", ")", "<", ">", "[", "](", "获得", "。", "，", " ", "\n", "\\", "**", "`",
    "!", "_",
]  # fmt: skip


def digests() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES), max_size=14).map(lambda pieces: HEAD + "".join(pieces))


@given(digests())
def test_fixes_settle_and_lose_no_text(text: str) -> None:
    fixed = fixer.fix(parse(text), URL_RULES, Options(), unsafe=True).digest.text
    assert not [violation for violation in violations(fixed) if violation.fix]
    assert sorted(letters(fixed)) == sorted(letters(text))


def letters(text: str) -> Iterator[str]:
    """Yield what no fix may lose: the Chinese text, but for a mark that would stand twice."""
    return (character for character in text if character in "题获得一篇论文")
