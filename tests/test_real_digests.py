"""What the rules find in real digests: the seeds, line by line, and the corpus."""

from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import CORPUS, hrefs

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.records import Digest
from digestlint.rule import Options
from digestlint.violation import Violation

OPTIONS = Options(today=date(2026, 11, 20))
needs_corpus = pytest.mark.skipif(not CORPUS, reason="no corpus of real digests")


def read(path: Path) -> Digest:
    return parse(path.read_bytes().decode(), str(path))


def check(digest: Digest, selector: str = "") -> list[Violation]:
    """Run the rules whose codes begin with the selector."""
    rules = [rule for rule in RULES if rule.code.startswith(selector)]
    return engine.run(digest, rules, OPTIONS)


def places(seeds: list[Path], selector: str) -> list[str]:
    """Return where rules report something, a place as `000:7`."""
    return [
        f"{seed.name[:3]}:{digest.lines.position(violation.start).line}"
        for seed in seeds
        for digest in [read(seed)]
        for violation in check(digest, selector)
    ]


def addresses(text: str) -> list[str]:
    """Return where the links of a text lead, each character as it was written."""
    return [unquote(href) for href in hrefs(text)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ARX", []),
        ("DUP", []),
        ("SUP", []),
        ("BIL001", ["002:27"]),
        ("BIL002", ["004:43"]),
        ("BIL005", []),
        # 000 has one title of the other kind; 002 has three of each, and the full-width ones stay.
        ("BIL006", ["000:55", "002:7", "002:17", "002:22"]),
        ("BIL007", []),
        ("BIL008", []),
        ("ENT005", ["002:39"]),
        ("ENT007", ["001:65", "004:10"]),
        ("FIL004", ["002:49", "003:88"]),
        ("HDG003", ["003:5"]),
        ("TYP007", []),
        ("TYP008", ["003:83"]),
        ("TYP009", []),
        (
            "URL001",
            [
                *("000:7", "000:23", "000:44", "001:52", "002:24", "002:34"),
                *("003:4", "003:23", "003:33", "003:78", "004:35", "004:45"),
            ],
        ),
    ],
)
def test_rules_find_this_and_nothing_else_in_the_seeds(
    seeds: list[Path], code: str, expected: list[str]
) -> None:
    assert places(seeds, code) == expected


def test_blank_lines_in_the_seeds(seeds: list[Path]) -> None:
    """In 001 three stand above each heading but the first, and the second of them is reported."""
    digest = read(seeds[1])
    above = [digest.lines.position(entry.start).line - 2 for entry in digest.entries[1:]]
    between = [f"001:{line}" for line in above]
    assert places(seeds, "FIL007") == ["000:57", "001:1", *between, "001:72", "004:71"]


def test_abstracts_right_below_the_link_line(seeds: list[Path]) -> None:
    below = [
        f"{seed.name[:3]}:{digest.lines.position(entry.abstract[0].start).line}"
        for seed in seeds[:2]
        for digest in [read(seed)]
        for entry in digest.entries
    ]
    assert places(seeds, "ENT003") == below


def test_glued_urls_are_the_links_that_swallow_chinese(seeds: list[Path]) -> None:
    """Judged by cmark-gfm, which GitHub renders with."""
    digests = [read(seed) for seed in seeds]
    found = [d.text[v.start : v.end] for d in digests for v in check(d, "URL001")]
    dead = [href for digest in digests for href in addresses(digest.text) if not href.isascii()]
    assert len(dead) == 12
    assert found == dead


def test_fixed_links_are_alive_and_none_is_lost(seeds: list[Path]) -> None:
    for seed in seeds:
        text = seed.read_bytes().decode()
        rules = [rule for rule in RULES if rule.code == "URL001"]
        fixed = addresses(fixer.fix(parse(text), rules, OPTIONS, unsafe=True).digest.text)
        assert all(href.isascii() for href in fixed)
        assert len(fixed) == len(addresses(text))
        assert all(
            before.startswith(after) for before, after in zip(addresses(text), fixed, strict=True)
        )


@needs_corpus
def test_corpus_is_read_whole() -> None:
    entries = [entry for path in CORPUS for entry in read(path).entries]
    assert len(CORPUS) == 137
    assert len(entries) == 5763
    assert [entry.heading.title.text for entry in entries if not entry.arxiv_id] == []


@needs_corpus
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_corpus_can_be_checked(path: Path) -> None:
    """Its ids are right; what is wrong with the rest is the translation machine's doing."""
    assert [v.message for v in check(read(path)) if v.code in ("ARX001", "ARX002", "ARX003")] == []
