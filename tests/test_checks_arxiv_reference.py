"""What the pages of ARX cannot show: exact offsets, and how the rules share the work."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options

ARX = [rule for rule in RULES if rule.family == "ARX"]
OPTIONS = Options(today=date(2024, 8, 26))
NUMBERS = st.text("0123456789Oo２v", max_size=8)
URLS = st.one_of(
    st.builds("https://arxiv.org/abs/24{:02}.{:05}".format, st.integers(0, 13), st.integers(0, 9)),
    st.builds("https://arxiv.org/abs/{}.{}".format, NUMBERS, NUMBERS),
    st.builds("arxiv.org/pdf/{}/{}".format, st.sampled_from(["cs", "math.GT", "foo"]), NUMBERS),
    st.builds("https://{}/papers/{}".format, st.sampled_from(["hf.co", "x.org"]), NUMBERS),
)


def digest_of(url: str) -> str:
    return f"## Title\n[题目]({url})\n\n本文很短。\n"


def codes(text: str) -> list[str]:
    return [violation.code for violation in engine.run(parse(text), ARX, OPTIONS)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_offsets_are_exact_whatever_the_line_ending(ending: str) -> None:
    text = "\ufeff" + digest_of("http://arxiv.org/pdf/2409.11111v2.pdf").replace("\n", ending)
    spans = {v.code: text[v.start : v.end] for v in engine.run(parse(text), ARX, OPTIONS)}
    assert spans == {
        "ARX004": "2409.11111v2",
        "ARX005": "http://arxiv.org/pdf/2409.11111v2.pdf",
        "ARX006": "v2",
        "ARX007": "2409.11111v2",
    }


def test_fixes_of_spelling_and_version_settle_together() -> None:
    text = digest_of("http://arxiv.org/pdf/2408.12637V2.pdf")
    assert fixer.fix(parse(text), ARX, OPTIONS).digest.text == digest_of(
        "https://arxiv.org/abs/2408.12637v2"
    )
    fixed = fixer.fix(parse(text), ARX, OPTIONS, unsafe=True).digest.text
    assert fixed == digest_of("https://arxiv.org/abs/2408.12637")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://arxiv.org/abs/2408.1263v0", ["ARX002"]),
        ("https://arxiv.org/abs/2413.12637", ["ARX003"]),
        ("https://arxiv.org/abs/2413.12637v0", ["ARX002", "ARX003"]),
        ("https://arxiv.org/abs/foo/9913001", ["ARX002", "ARX003"]),
        ("https://dblp.org/rec/journals/corr/abs-2408-1263", ["ARX002"]),
        ("https://arxiv.org/ftp/hep-th/papers/9913/9913001.pdf", ["ARX003"]),
    ],
)
def test_each_cause_is_reported_once(url: str, expected: list[str]) -> None:
    assert codes(digest_of(url)) == expected


@given(URLS)
def test_a_link_leads_to_a_paper_or_one_rule_says_why_not(url: str) -> None:
    text = f"{digest_of(url)}\n{digest_of('https://arxiv.org/abs/2408.12637')}"
    reported = set(codes(text)) & {"ARX001", "ARX002", "ARX003"}
    assert bool(reported) == (parse(text).entries[0].arxiv_id is None)
    assert reported != {"ARX001", "ARX002"}
