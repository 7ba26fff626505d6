"""Runs rules over one digest: stamps code and level, applies suppressions, sorts."""

from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter

from digestlint.checks import RULES
from digestlint.odd import is_undecodable
from digestlint.records import Digest
from digestlint.rule import ALONE, DigestRule, Index, Options, ProjectRule, Rule
from digestlint.suppressions import Suppression, SuppressionRule, Suppressions
from digestlint.violation import Violation

UNDECODABLE_RULE = "FIL001"
# The order of violations: that of the text, then of codes.
PLACE = attrgetter("start", "code", "end")
_PROJECT = frozenset(rule.code for rule in RULES if isinstance(rule, ProjectRule))


def run(
    digest: Digest, rules: Collection[Rule], options: Options, index: Index = ALONE
) -> list[Violation]:
    """Return the violations of the rules in a digest, in the order of the text, then of codes.

    A text with undecodable bytes is judged by FIL001 alone, whatever its comments say: what
    stands around them may be anything.
    """
    if is_undecodable(digest):
        rules = [rule for rule in rules if rule.code == UNDECODABLE_RULE]
        return _found(digest, rules, options, index)
    rules = [rule for rule in rules if digest.script == "Han" or not rule.chinese_only]
    suppressions = Suppressions(digest, RULES)
    found = suppressions.hide(_found(digest, rules, options, index))
    found = [violation for violation in found if not violation.excused]
    if suppressions.all:
        found += _about(suppressions, digest, rules, index)
    return sorted(found, key=PLACE)


def _about(
    suppressions: Suppressions, digest: Digest, rules: Iterable[Rule], index: Index
) -> list[Violation]:
    """Return what is wrong with the suppressions, now that it is known what they hide."""
    active = frozenset(rule.code for rule in rules)
    judged = [s for s in suppressions.all if s.codes <= active and not _is_unknown(s, index)]
    found: list[Violation] = []
    # SUP001 comes last: a suppression of SUP002 is judged once it has hidden something.
    for rule in sorted(rules, key=lambda rule: rule.code, reverse=True):
        if isinstance(rule, SuppressionRule):
            found += suppressions.hide(_stamped(rule, rule.check(digest, judged), digest))
    return found


def _is_unknown(suppression: Suppression, index: Index) -> bool:
    """Tell whether only the project, which is not there, would tell what a suppression hides."""
    return index is ALONE and suppression.name is not None and bool(suppression.codes & _PROJECT)


def _found(
    digest: Digest, rules: Iterable[Rule], options: Options, index: Index
) -> list[Violation]:
    found: list[Violation] = []
    for rule in rules:
        if isinstance(rule, DigestRule):
            violations = list(rule.check(digest, options))
        elif isinstance(rule, ProjectRule):
            violations = list(rule.check(digest, index, options))
        else:
            continue
        # Most find nothing.
        if violations:
            found += _stamped(rule, violations, digest)
    return found


def _stamped(rule: Rule, violations: Iterable[Violation], digest: Digest) -> Iterator[Violation]:
    """Stamp the rule on its violations, and hold it to places inside the text."""
    code, name, level, length = rule.code, rule.name, rule.level, len(digest.text)
    for violation in violations:
        if not 0 <= violation.start <= violation.end <= length:
            raise ValueError(f"{code} reports a place outside the text: {violation}")
        yield violation.stamped(code, name, level)
