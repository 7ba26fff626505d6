"""Fixing settles and loses nothing, judged by other means than the guard's."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from unicodedata import normalize

import pytest
from fragments import DIGESTS, HEADINGS, LINK_LINES, SENTENCES, TEXTS
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rule_pages import RULES_FOLDER, read_page

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.records import Digest
from digestlint.rule import DigestRule, Options, Rule
from digestlint.violation import Edit, Fix, Level, Safety, Violation

TODAY = date(2026, 11, 20)
GLOSSARY: dict[str, tuple[str, ...]] = {"方法": ("法子",)}
FIXABLE = {
    page.name.partition("-")[0]
    for page in RULES_FOLDER.glob("*.md")
    if any(sample.fixed for sample in read_page(page)[2])
}
# Those whose documented repair takes away, puts in or moves characters that others must keep.
REPHRASING = {
    "ARX005",
    "ARX006",
    "BIL003",
    "DUP001",
    "HDG005",
    "RES001",
    "SUP001",
    "TRM001",
    "TRM002",
    "TRM003",
    "URL005",
}
KEEPING = [rule for rule in RULES if rule.code not in REPHRASING]

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\ufeff]")
FACTS = re.compile("[0-9\u3005\u3007\u3400-\u9fff]")
URLS = re.compile(r"https?://([a-z0-9][a-z0-9./-]*[a-z0-9/])", re.IGNORECASE)
# A carriage return that is left of `\right` and its kin is for a person to mend.
LINE_ENDINGS = re.compile(r"\r\n|\n|\r(?![a-z])")

ANY_OPTIONS = st.builds(
    Options,
    today=st.just(TODAY),
    glossary=st.sampled_from([{}, GLOSSARY]),
    line_ending=st.sampled_from(["auto", "lf", "crlf"]),
    heading_level=st.sampled_from(["consistent", 1, 3]),
    blank_lines_after_link=st.sampled_from([1, 0, "consistent"]),
)
LINE_ENDING_OPTIONS = st.builds(
    Options, today=st.just(TODAY), line_ending=st.sampled_from(["auto", "lf", "crlf"])
)
DEFAULT = Options(today=TODAY, glossary=GLOSSARY)
# A rare text that fails is for a long run to find, not for whoever happens to run the tests next.
repeatable = settings(derandomize=True, max_examples=200)
MENDABLE = (TEXTS | DIGESTS).filter(lambda text: "<<<<<<<" not in text and "\udc81" not in text)


def fix(
    text: str, rules: Sequence[Rule] = RULES, options: Options | None = None, *, unsafe: bool = True
) -> fixer.Fixed:
    digest = parse(text, "2024-08-26.md")
    return fixer.fix(digest, rules, options or DEFAULT, unsafe=unsafe)


def papers(digest: Digest) -> list[str]:
    return [entry.arxiv_id for entry in digest.entries if entry.arxiv_id]


def without_invisible(digest: Digest) -> Digest:
    return parse(INVISIBLE.sub("", digest.text), digest.path)


@repeatable
@given(text=TEXTS | DIGESTS, options=ANY_OPTIONS, unsafe=st.booleans())
def test_fixing_leaves_nothing_to_fix_and_settles(
    text: str, options: Options, *, unsafe: bool
) -> None:
    fixed = fix(text, options=options, unsafe=unsafe)
    wanted = {Safety.SAFE, Safety.UNSAFE} if unsafe else {Safety.SAFE}
    left = {v.code for v in fixed.remaining if v.fix and v.fix.safety in wanted}
    # A digest in the middle of a merge stays as it is.
    assert not left or any(v.code == "FIL008" for v in fixed.remaining)
    assert fixed.remaining == engine.run(parse(fixed.digest.text, "2024-08-26.md"), RULES, options)
    assert fix(fixed.digest.text, options=options, unsafe=unsafe).digest.text == fixed.digest.text


@repeatable
@given(MENDABLE, ANY_OPTIONS)
def test_papers_stay_in_their_order(text: str, options: Options) -> None:
    """A paper that an invisible character hid may come to light."""
    fixed = fix(text, [rule for rule in RULES if rule.code != "DUP001"], options)
    following = iter(papers(fixed.digest))
    assert all(paper in following for paper in papers(parse(text)))


@repeatable
@given(MENDABLE)
def test_a_copy_goes_and_its_paper_stays(text: str) -> None:
    fixed = fix(text)
    assert set(papers(parse(text))) <= set(papers(fixed.digest))


@repeatable
@given(MENDABLE, ANY_OPTIONS)
def test_digits_han_characters_and_urls_stay(text: str, options: Options) -> None:
    before = normalize("NFKC", INVISIBLE.sub("", text))
    after = normalize("NFKC", INVISIBLE.sub("", fix(text, KEEPING, options).digest.text))
    assert FACTS.findall(after) == FACTS.findall(before)
    known = [url for url in URLS.findall(after) if f"//{url}" in before]
    assert known == URLS.findall(before)


@repeatable
@given(MENDABLE, LINE_ENDING_OPTIONS)
def test_line_endings_are_what_the_option_says(text: str, options: Options) -> None:
    wanted = options.line_ending
    assume("digestlint" not in text)
    endings = set(LINE_ENDINGS.findall(fix(text, options=options).digest.text))
    if wanted == "auto":
        assert len(endings - {"\r"}) <= 1
    else:
        assert endings <= {{"lf": "\n", "crlf": "\r\n"}[wanted]}
    assert "\r" not in endings


def test_fragments_give_every_fixable_rule_something_to_fix() -> None:
    """What the properties above are worth."""
    entries = [f"{heading}\n{LINK_LINES[0]}\n" for heading in HEADINGS]
    entries += [f"## A Title\n\n{line}\n{LINK_LINES[0]}\n" for line in LINK_LINES]
    entries += [f"## A Title\n{line}\n一句。\n\n\n" for line in LINK_LINES]
    entries += [f"## A Title\n{LINK_LINES[0]}\n{sentence}\n" for sentence in SENTENCES]
    texts = ["\ufeff## A Title", *entries, "## 标题\n[A Title](https://arxiv.org/abs/2408.12345)"]
    applied = [violation.code for text in texts for violation in fix(text).applied]
    copies = fix(f"{entries[0]}{entries[0]}#{entries[0]}")
    assert {*applied, *(violation.code for violation in copies.applied)} == FIXABLE


def rule(
    code: str, trigger: str, *edits: tuple[int, int, str], safety: Safety = Safety.SAFE
) -> DigestRule:
    """Return a rule that makes edits, as one fix, counted from the trigger, while that stands."""

    def check(digest: Digest, _options: Options) -> Iterator[Violation]:
        start = digest.text.find(trigger)
        if start >= 0:
            made = tuple(Edit(start + begin, start + end, text) for begin, end, text in edits)
            yield Violation(start, start + len(trigger), code, fix=Fix(made, safety))

    return DigestRule(code, code.lower(), Level.ERROR, code, check)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(
            rule("A", "ab", (0, 2, "x")), rule("B", "cd", (0, 2, "y")), "xyef", id="apart"
        ),
        pytest.param(
            rule("A", "abc", (0, 1, "x")), rule("B", "bc", (0, 2, "y")), "xydef", id="near"
        ),
        pytest.param(
            rule("A", "ab", (0, 2, "x")), rule("B", "bc", (0, 2, "y")), "xcdef", id="over"
        ),
        pytest.param(
            rule("A", "ab", (0, 1, "x"), (4, 5, "z")),
            rule("B", "cd", (0, 2, "y")),
            "xbyzf",
            id="around",
        ),
        pytest.param(
            rule("A", "ab", (0, 2, "x")),
            rule("B", "bc", (0, 2, "y"), (4, 5, "z")),
            "xcdef",
            id="all",
        ),
        # Which of the two comes first is not for us to say.
        pytest.param(
            rule("A", "ab", (0, 2, "x")), rule("B", "bc", (1, 1, "y")), "xcdef", id="beside"
        ),
        pytest.param(
            rule("A", "ab", (1, 1, "x")), rule("B", "ab", (1, 1, "y")), "axbcdef", id="at"
        ),
    ],
)
def test_fixes_that_touch_the_same_place_wait(one: Rule, other: Rule, expected: str) -> None:
    """In the next round what the other wanted to change may be gone."""
    assert fix("abcdef", [one, other]).digest.text == expected


def test_unsafe_and_unfixable_stay() -> None:
    rules = [rule("A", "a", (0, 1, "x")), rule("B", "d", (0, 1, "y"), safety=Safety.UNSAFE)]
    digest = parse("abcdef")
    assert fixer.fix(digest, rules, Options()).digest.text == "xbcdef"
    assert fixer.fix(digest, rules, Options(), unsafe=True).digest.text == "xbcyef"
    only = fixer.fix(digest, rules, Options(), fixer.Scope({"B"}), unsafe=True)
    assert only.digest.text == "abcyef"
    assert [violation.code for violation in only.remaining] == ["A"]
