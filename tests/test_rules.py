"""Every rule has a page, every page a rule, and every sample on a page is true."""

import re
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rule_pages import RULES_FOLDER, SECTIONS, Sample, read_page

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.configuration import Configurations
from digestlint.index import Indexes
from digestlint.parser import parse
from digestlint.rule import Index, Rule
from digestlint.suppressions import SuppressionRule
from digestlint.violation import Safety, Violation

RULES_BY_STEM = {f"{rule.code}-{rule.name}": rule for rule in RULES}
PAGES = sorted(RULES_FOLDER.glob("*.md"))
SAMPLES = [sample for page in PAGES for sample in read_page(page)[2]]


def _rule(page: Path) -> Rule:
    return RULES_BY_STEM[page.stem]


@contextmanager
def _index(sample: Sample) -> Iterator[Index]:
    """Make the project of a sample, without the sample itself, in the current directory."""
    with TemporaryDirectory() as folder, chdir(folder):
        for path, text in sample.others.items():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_text(text, encoding="utf-8")
        indexes = Indexes(Configurations(isolated=True), cached=False)
        yield indexes.around(sample.path or "new.md")


def _violations(sample: Sample, text: str) -> list[Violation]:
    digest = parse(text, sample.path, sample.script)
    code = _rule(sample.page).code
    with _index(sample) as index:
        found = engine.run(digest, _run(sample), sample.options, index)
    return [violation for violation in found if violation.code == code]


def _report(sample: Sample) -> str:
    lines = parse(sample.text).lines
    return "".join(
        f"{place.line}:{place.column} {violation.code} {violation.message}\n"
        for violation in _violations(sample, sample.text)
        for place in [lines.position(violation.start)]
    )


def _fixed(sample: Sample, *, unsafe: bool) -> str:
    digest = parse(sample.text, sample.path, sample.script)
    with _index(sample) as index:
        fixed = fixer.fix(
            digest, _run(sample), sample.options, fixer.Scope(index=index), unsafe=unsafe
        )
    return fixed.digest.text


def _run(sample: Sample) -> Sequence[Rule]:
    """Return the page's rule; one about suppressions needs all, to know what they hide."""
    rule = _rule(sample.page)
    return RULES if isinstance(rule, SuppressionRule) else [rule]


def _name(sample: Sample) -> str:
    return f"{sample.page.stem}:{sample.line}"


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {page.stem for page in PAGES} == set(RULES_BY_STEM)


def test_rules_are_listed_once_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    families = list(dict.fromkeys(rule.family for rule in RULES))
    assert codes == sorted(set(codes), key=lambda code: (families.index(code[:3]), code))
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_is_complete(page: Path) -> None:
    rule = _rule(page)
    title, sections, samples = read_page(page)
    assert title == f"{rule.code} {rule.name}"
    assert sections[:3] == SECTIONS
    assert set(sections[3:]) <= {"Options"}
    assert {"bad", "good"} <= {sample.kind for sample in samples}
    assert re.search(r"^# .*\n\n\S", page.read_text(encoding="utf-8")), "no opening sentence"


@pytest.mark.parametrize("sample", SAMPLES, ids=_name)
def test_sample_is_reported_as_promised(sample: Sample) -> None:
    assert (sample.report is None) == (sample.kind == "good")
    assert _report(sample) == (sample.report or "")


@pytest.mark.parametrize("sample", SAMPLES, ids=_name)
def test_sample_is_fixed_as_promised(sample: Sample) -> None:
    safe = _fixed(sample, unsafe=False)
    assert safe == sample.fixed.get("fixed", sample.text)
    if sample.kind == "good" or "fixed-unsafe" in sample.fixed:
        unsafe = _fixed(sample, unsafe=True)
        assert unsafe == sample.fixed.get("fixed-unsafe", sample.text)


@pytest.mark.parametrize("sample", SAMPLES, ids=_name)
def test_fix_mends_what_it_offered_to_mend(sample: Sample) -> None:
    """After all fixes nothing that can be fixed is left: no fix brings another violation."""
    left = _violations(sample, _fixed(sample, unsafe=True))
    assert not [violation for violation in left if violation.fix]


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.kind == "bad"], ids=_name)
def test_page_shows_every_fix_that_its_rule_offers(sample: Sample) -> None:
    safeties = {v.fix.safety for v in _violations(sample, sample.text) if v.fix}
    kinds = {Safety.SAFE: "fixed", Safety.UNSAFE: "fixed-unsafe"}
    assert {kinds[safety] for safety in safeties} <= set(sample.fixed)
