"""Fixing settles in whole digests, our fixtures and real ones, whichever rules are chosen."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import cmarkgfm
import pytest
from conftest import CORPUS, SEEDS
from test_fixtures import DIGESTS as FIXTURES

from digestlint import engine, export, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.project import Source
from digestlint.records import Digest
from digestlint.rule import Options, Rule
from digestlint.text import decode
from digestlint.urls import meant_end
from digestlint.violation import Safety

OPTIONS = Options(today=date(2026, 11, 20))
_HREF = re.compile(r'<a href="([^"]*)"')
_CONFLICT = re.compile(r"^([<=>])\1{6}.*\n", re.MULTILINE)
# What repairs may change in a translation, apart from what the guard compares.
_NO_LETTER = re.compile(r"\W")

needs_seeds = pytest.mark.skipif(not SEEDS, reason="no real digests in ../shared")
needs_corpus = pytest.mark.skipif(not CORPUS, reason="no corpus of real digests in ../shared")


def read(path: Path) -> Digest:
    """Read a digest as it is once a merge is finished; before that, nothing is fixed."""
    return parse(_CONFLICT.sub("", decode(path.read_bytes())), path.name)


def fix(digest: Digest, rules: Sequence[Rule] = RULES, *, unsafe: bool = False) -> fixer.Fixed:
    return fixer.fix(digest, rules, OPTIONS, unsafe=unsafe)


def assert_settled(digest: Digest, rules: Sequence[Rule], *, unsafe: bool) -> None:
    fixed = fix(digest, rules, unsafe=unsafe)
    wanted = {Safety.SAFE, Safety.UNSAFE} if unsafe else {Safety.SAFE}
    assert [v for v in fixed.remaining if v.fix and v.fix.safety in wanted] == []
    again = fix(parse(fixed.digest.text, digest.path), rules, unsafe=unsafe)
    assert again.digest.text == fixed.digest.text
    assert not again.applied


def fixable(digest: Digest) -> list[str]:
    """Return the codes of the rules that would fix something in a digest."""
    return sorted({v.code for v in engine.run(digest, RULES, OPTIONS) if v.fix})


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("path", [*FIXTURES, *SEEDS, *CORPUS], ids=lambda path: path.stem)
def test_digest_settles(path: Path, *, unsafe: bool) -> None:
    assert_settled(read(path), RULES, unsafe=unsafe)


@cache
def sample() -> dict[Path, list[str]]:
    """Return digests of the corpus that show each of its defects three times, the short first."""
    shown: Counter[str] = Counter()
    chosen = {}
    for path in sorted(CORPUS, key=lambda path: path.stat().st_size):
        codes = fixable(read(path))
        if any(shown[code] < 3 for code in codes):
            shown.update(codes)
            chosen[path] = codes
    return chosen


def choices(codes: list[str]) -> Iterator[list[Rule]]:
    """Yield each of the rules alone and each two of them."""
    by_code = {rule.code: rule for rule in RULES}
    for size in (1, 2):
        for chosen in combinations(codes, size):
            yield [by_code[code] for code in chosen]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_fixture_settles_under_each_rule_and_each_two(path: Path) -> None:
    digest = read(path)
    for rules in choices(fixable(digest)):
        assert_settled(digest, rules, unsafe=True)


def test_fixtures_hold_something_to_fix_for_most_rules() -> None:
    """The others are in the way of nothing: each has its own digests on its page."""
    assert len({code for path in FIXTURES for code in fixable(read(path))}) >= 24


def untouchable(digest: Digest) -> dict[str, list[str]]:
    """Return what no repair of a translation may change, whatever becomes of the text around."""
    paragraphs = digest.paragraphs
    spans = [span for paragraph in paragraphs for span in paragraph.verbatim]
    return {
        "titles": [entry.heading.title.text for entry in digest.entries],
        "papers": [entry.link.target for entry in digest.entries if entry.link],
        "verbatim": [digest.text[span.start : span.end] for span in spans],
        "blocks": [paragraph.text for paragraph in paragraphs if paragraph.kind == "code"],
        "targets": [link.target[: meant_end(link.target)] for p in paragraphs for link in p.links],
    }


@needs_corpus
def test_repairs_of_translations_touch_nothing_else() -> None:
    rules = [rule for rule in RULES if rule.family in ("BIL", "RES", "TRM", "TYP")]
    repaired: Counter[str] = Counter()
    for path in CORPUS:
        digest = read(path)
        fixed = fix(digest, rules)
        assert untouchable(fixed.digest) == untouchable(digest), path.name
        repaired.update(violation.code for violation in fixed.applied)
    assert {"RES001", "BIL006", "TYP001", "TYP003", "TRM001", "TRM004"} <= repaired.keys()


@needs_corpus
def test_real_digests_settle_under_each_rule_and_each_two() -> None:
    assert len(sample()) >= 5
    for path, codes in sample().items():
        for rules in choices(codes):
            assert_settled(read(path), rules, unsafe=True)


def rows(path: Path, data: bytes) -> list[export.Row]:
    found = export.rows(Source(str(path), data))
    assert isinstance(found, list)
    return found


def fixed_bytes(path: Path) -> bytes:
    return fix(read(path)).digest.text.encode()


@needs_seeds
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_fixed_seed_holds_the_same_papers(path: Path) -> None:
    def content(row: export.Row) -> tuple[str | None, ...]:
        abstract = _NO_LETTER.sub("", "".join(row.abstract))
        translated = _NO_LETTER.sub("", row.translated_title or "")
        return row.arxiv_id, row.title, translated, row.section, abstract

    before, after = rows(path, path.read_bytes()), rows(path, fixed_bytes(path))
    assert [content(row) for row in after] == [content(row) for row in before]
    assert len(before) >= 7


def hrefs(text: str) -> list[str]:
    """Return where the links of a text lead, as GitHub renders them."""
    rendered = cmarkgfm.github_flavored_markdown_to_html(text)
    return [html.unescape(href) for href in _HREF.findall(rendered)]


@needs_seeds
def test_links_of_fixed_seeds_lead_where_they_were_meant_to() -> None:
    """The address is the one that stands in the text, up to the first that is no ASCII."""
    for path in SEEDS:
        text = path.read_bytes().decode()
        meant = re.findall(r"https?://[!-;=?-Z_a-z~]+(?<![.,)])", text)
        assert hrefs(fix(parse(text), unsafe=True).digest.text) == meant
