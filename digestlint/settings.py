"""What a run is asked to do: which rules, with which options, and what makes it fail."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from digestlint.gitignore import is_pattern
from digestlint.rule import Options, Rule, kebab, matching
from digestlint.scripts import Script
from digestlint.violation import Level

ALL = "ALL"
SELECTORS = ("select", "extend_select", "ignore", "fixable", "unfixable")
_SELECTION = frozenset({"select", "extend_select", "ignore"})
_FIXABLE = frozenset({"fixable", "unfixable"})
# Neither replaces what it is put over; and patterns hold in the folder that they come from.
_APART = frozenset({"options", "per_file_ignores"}) | _SELECTION | _FIXABLE


class SettingsError(ValueError):
    """Settings that cannot be followed; each argument is a line that tells one mistake."""

    def __str__(self) -> str:
        """Return the lines as a text."""
        return "\n".join(self.args)


class Settings(BaseModel):
    """The settings of a run.

    Selectors are a rule's code or name, a family, or ALL. Patterns are those of `.gitignore`;
    `include`, `exclude` and `per_file_ignores` hold where files are looked for, and not for a
    text that a program hands over.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=kebab, populate_by_name=True
    )

    select: tuple[str, ...] = Field(default=(ALL,), description="run these rules only")
    ignore: tuple[str, ...] = Field(default=(), description="leave these rules out")
    extend_select: tuple[str, ...] = Field(default=(), description="run these rules as well")
    fixable: tuple[str, ...] = Field(default=(ALL,), description="fix what these rules find only")
    unfixable: tuple[str, ...] = Field(
        default=(), description="leave what these rules find as it is"
    )
    fail_on: Level = Field(default=Level.ERROR, description="the lowest level that fails a run")
    script: Script = Field(default="Han", description="the script of the translation")
    include: tuple[str, ...] = Field(
        default=(), description="patterns of the digests; by default *.md, *.markdown and *.txt"
    )
    exclude: tuple[str, ...] = Field(
        default=(), description="patterns of files and folders to leave alone"
    )
    per_file_ignores: dict[str, tuple[str, ...]] = Field(
        default={}, description="patterns of files, each with the rules to leave out there"
    )
    levels: dict[str, Literal["error", "warning", "off"]] = Field(
        default={}, description="other levels of rules and families"
    )
    options: Options = Field(default_factory=Options, description="what can be set about the rules")


def selected(settings: Settings, rules: Collection[Rule]) -> tuple[Rule, ...]:
    """Return the rules that the settings select, in the given order, at the levels they set."""
    _require_known(settings, rules)
    wanted = (*settings.select, *settings.extend_select)
    return tuple(
        replace(rule, level=Level(level))
        for rule in rules
        if _is_chosen(rule, wanted, settings.ignore) and (level := _level(settings, rule)) != "off"
    )


def fixable(settings: Settings, rules: Collection[Rule]) -> frozenset[str]:
    """Return the codes of the rules whose fixes the settings allow."""
    _require_known(settings, rules)
    return frozenset(
        rule.code for rule in rules if _is_chosen(rule, settings.fixable, settings.unfixable)
    )


def overridden(settings: Settings, given: Settings, rules: Collection[Rule]) -> Settings:
    """Put over some settings those of others that were set explicitly.

    What those say about a rule holds, however specifically the first ones speak of it.
    """
    names = given.model_fields_set
    changed = {name: getattr(given, name) for name in names - _APART}
    if names & _SELECTION:
        changed |= _overridden_selection(settings, given, rules)
    if names & _FIXABLE:
        anew = "fixable" in names
        below = () if anew else fixable(settings, rules)
        wanted = given.fixable if anew else ()
        changed["fixable"] = _layered(rules, wanted, given.unfixable, below)
        changed["unfixable"] = ()
    options = {name: getattr(given.options, name) for name in given.options.model_fields_set}
    changed["options"] = settings.options.model_copy(update=options)
    return settings.model_copy(update=changed)


def _overridden_selection(
    settings: Settings, given: Settings, rules: Collection[Rule]
) -> dict[str, object]:
    """Return which rules run; one that was off and is given runs at its own level."""
    anew = "select" in given.model_fields_set
    below = frozenset() if anew else {rule.code for rule in selected(settings, rules)}
    wanted = (*(given.select if anew else ()), *given.extend_select)
    codes = _layered(rules, wanted, given.ignore, below)
    off = {rule.code: rule.level.value for rule in rules if _level(settings, rule) == "off"}
    levels = settings.levels | {code: off[code] for code in codes if code in off}
    return {"select": codes, "extend_select": (), "ignore": (), "levels": levels}


def _layered(
    rules: Iterable[Rule],
    wanted: Collection[str],
    unwanted: Collection[str],
    below: Collection[str],
) -> tuple[str, ...]:
    """Return the codes that the selectors choose, or, where they are silent, those from below."""
    return tuple(
        rule.code
        for rule in rules
        if _is_chosen(rule, wanted, unwanted)
        or (rule.code in below and not _weight(rule, unwanted))
    )


def unknown(selector: str, rules: Collection[Rule]) -> str:
    """Return what to say of a selector that stands for no rule, with the most similar one."""
    words = {ALL, *(word for rule in rules for word in (rule.code, rule.name, rule.family))}
    if match := closest(selector, words):
        return f'"{selector}" is no rule and no family; did you mean "{match}"?'
    return f'"{selector}" is no rule and no family; "digestlint rules" lists them'


def closest(word: str, words: Iterable[str]) -> str | None:
    """Return the most similar of some words, whatever their case; None where none is."""
    import difflib

    spellings = {word.casefold(): word for word in words}
    matches = difflib.get_close_matches(word.casefold(), spellings, n=1)
    return spellings[matches[0]] if matches else None


def _level(settings: Settings, rule: Rule) -> str:
    """Return the level that is set for a rule, by its code or name before its family, or "off"."""
    names = (rule.code, rule.name, rule.family, ALL)
    return next((settings.levels[name] for name in names if name in settings.levels), rule.level)


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
    if found := list(mistakes(settings, rules)):
        raise SettingsError(*found)


def mistakes(settings: Settings, rules: Collection[Rule]) -> Iterator[str]:
    """Yield a line for every selector that stands for no rule and every pattern that is none."""
    named = [(kebab(key), getattr(settings, key)) for key in SELECTORS]
    named.append(("levels", tuple(settings.levels)))
    named += (
        (f"per-file-ignores.{key}", codes) for key, codes in settings.per_file_ignores.items()
    )
    for place, selectors in named:
        for selector in selectors:
            if not matching(selector, rules):
                yield f"{place}: {unknown(selector, rules)}"
    patterns = {"include": settings.include, "exclude": settings.exclude}
    patterns["per-file-ignores"] = tuple(settings.per_file_ignores)
    for place, found in patterns.items():
        for pattern in found:
            if not is_pattern(pattern):
                yield f'{place}: "{pattern}" is no pattern; write one as in .gitignore'
