"""What holds for the violations of all rules, in whatever text."""

from datetime import date
from itertools import pairwise

import pytest
from fragments import DIGESTS, TEXTS
from hypothesis import given, settings

from digestlint import engine
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.records import Digest
from digestlint.rule import DigestRule, Options, Rule
from digestlint.violation import Edit, Violation

OPTIONS = Options(today=date(2026, 11, 20))
LEVELS = {(rule.code, rule.name): rule.level for rule in RULES}


def read(text: str) -> Digest:
    return parse(text, "2024-08-26.md")


def run(digest: Digest, *rules: Rule) -> list[Violation]:
    return engine.run(digest, rules or RULES, OPTIONS)


@given(TEXTS | DIGESTS)
def test_every_text_can_be_checked_and_every_message_told(text: str) -> None:
    for violation in run(read(text)):
        assert 0 <= violation.start <= violation.end <= len(text)
        assert violation.level is LEVELS[violation.code, violation.name]
        assert violation.message
        assert not set(violation.message) & {"\r", "\n"}


@given(TEXTS | DIGESTS)
def test_edits_lie_in_the_text_and_apart(text: str) -> None:
    for violation in run(read(text)):
        edits = violation.fix.edits if violation.fix else ()
        assert all(0 <= edit.start <= edit.end <= len(text) for edit in edits)
        ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
        assert all(before.end <= after.start for before, after in pairwise(ordered))


@given(TEXTS | DIGESTS)
def test_no_fix_leaves_the_text_as_it_is(text: str) -> None:
    def changes(edit: Edit) -> bool:
        return text[edit.start : edit.end] != edit.content

    fixes = [violation.fix for violation in run(read(text)) if violation.fix]
    assert all(any(map(changes, fix.edits)) for fix in fixes)


@given(TEXTS | DIGESTS)
def test_order_is_that_of_the_text_and_always_the_same(text: str) -> None:
    found = run(read(text))
    places = [(violation.start, violation.code) for violation in found]
    assert places == sorted(places)
    assert run(read(text)) == found


@settings(deadline=None)  # some fifty runs an example
@given(DIGESTS.filter(lambda text: "digestlint" not in text))
def test_rule_finds_alone_what_it_finds_among_all(text: str) -> None:
    digest = read(text)
    found = run(digest)
    for rule in RULES:
        assert run(digest, rule) == [v for v in found if v.code == rule.code], rule.code


@given(TEXTS | DIGESTS)
def test_undecodable_text_is_judged_for_that_alone(text: str) -> None:
    digest = read(f"{text}\udc81")
    assert {violation.code for violation in run(digest)} == {"FIL001"}


def test_no_rule_is_no_violation() -> None:
    assert engine.run(read("## A \n\n\n"), [], OPTIONS) == []


@pytest.mark.parametrize("place", [(-1, 0), (1, 0), (0, 4)])
def test_place_outside_the_text_is_the_rules_mistake(place: tuple[int, int]) -> None:
    rule = DigestRule(
        "XYZ001", "stray", RULES[0].level, "", lambda *_: iter([Violation(*place, "")])
    )
    with pytest.raises(ValueError, match="XYZ001 reports a place outside the text"):
        run(read("abc"), rule)
