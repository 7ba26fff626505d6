"""What a run is asked to do: which rules, with which options, and what makes it fail."""

import difflib
from collections.abc import Collection, Iterator

from pydantic import BaseModel, ConfigDict, Field

from digestlint.rule import Options, Rule, matching
from digestlint.violation import Level

ALL = "ALL"


class SettingsError(ValueError):
    """A setting that cannot be followed; each line of the text is a mistake of its own."""


class Settings(BaseModel):
    """The settings of a run.

    `select`, `ignore`, `extend_select`, `fixable` and `unfixable` hold selectors: a rule's code
    or name, a family, or ALL. `fail_on` is the lowest level that fails the run.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    fixable: tuple[str, ...] = (ALL,)
    unfixable: tuple[str, ...] = ()
    fail_on: Level = Level.ERROR
    options: Options = Field(default_factory=Options)


def selected(settings: Settings, rules: Collection[Rule]) -> tuple[Rule, ...]:
    """Return the rules that the settings select, in the given order."""
    _require_known(settings, rules)
    wanted = (*settings.select, *settings.extend_select)
    return tuple(rule for rule in rules if _is_chosen(rule, wanted, settings.ignore))


def fixable(settings: Settings, rules: Collection[Rule]) -> frozenset[str]:
    """Return the codes of the rules whose fixes the settings allow."""
    _require_known(settings, rules)
    return frozenset(
        rule.code for rule in rules if _is_chosen(rule, settings.fixable, settings.unfixable)
    )


def unknown(selector: str, rules: Collection[Rule]) -> str:
    """Return what to say of a selector that stands for no rule, with the most similar one."""
    words = {ALL, *(word for rule in rules for word in (rule.code, rule.name, rule.family))}
    spellings = {word.casefold(): word for word in words}
    for match in difflib.get_close_matches(selector.casefold(), spellings, n=1):
        return f'"{selector}" is no rule and no family; did you mean "{spellings[match]}"?'
    return f'"{selector}" is no rule and no family; "digestlint rules" lists them'


def _is_chosen(rule: Rule, wanted: Collection[str], unwanted: Collection[str]) -> bool:
    """Tell whether the selectors choose a rule.

    Of those that speak of it the most specific wins, code or name before family before ALL, so
    that `--ignore URL --select URL001` runs one rule of the family; between equals, the one
    that leaves the rule out.
    """
    return _weight(rule, wanted) > _weight(rule, unwanted)


def _weight(rule: Rule, selectors: Collection[str]) -> int:
    """Return how specifically the selectors speak of a rule; 0 where they do not."""
    if rule.code in selectors or rule.name in selectors:
        return 3
    if rule.family in selectors:
        return 2
    return 1 if ALL in selectors else 0


def _require_known(settings: Settings, rules: Collection[Rule]) -> None:
    if mistakes := list(_mistakes(settings, rules)):
        raise SettingsError("\n".join(mistakes))


def _mistakes(settings: Settings, rules: Collection[Rule]) -> Iterator[str]:
    for key in ("select", "extend_select", "ignore", "fixable", "unfixable"):
        for selector in getattr(settings, key):
            if not matching(selector, rules):
                yield f"{key.replace('_', '-')}: {unknown(selector, rules)}"
