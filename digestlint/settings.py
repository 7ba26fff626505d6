"""What a run is asked to do: which rules, with which options, and what makes it fail."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from digestlint.gitignore import flaw
from digestlint.rule import CONFIG, Options, Rule, kebab, matching
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


@dataclass(frozen=True)
class Settings:
    """The settings of a run.

    Selectors are a rule's code or name, a family, or ALL. Patterns are those of `.gitignore`;
    `include`, `exclude` and `per_file_ignores` hold where files are looked for, and not for a
    text that a program hands over.
    """

    __pydantic_config__ = CONFIG

    select: tuple[str, ...] = field(
        default=(ALL,), metadata={"description": "run these rules only"}
    )
    ignore: tuple[str, ...] = field(default=(), metadata={"description": "leave these rules out"})
    extend_select: tuple[str, ...] = field(
        default=(), metadata={"description": "run these rules as well"}
    )
    fixable: tuple[str, ...] = field(
        default=(ALL,), metadata={"description": "fix what these rules find only"}
    )
    unfixable: tuple[str, ...] = field(
        default=(), metadata={"description": "leave what these rules find as it is"}
    )
    fail_on: Level = field(
        default=Level.ERROR, metadata={"description": "the lowest level that fails a run"}
    )
    script: Script = field(default="Han", metadata={"description": "the script of the translation"})
    include: tuple[str, ...] = field(
        default=(),
        metadata={"description": "patterns of the digests; by default *.md, *.markdown and *.txt"},
    )
    exclude: tuple[str, ...] = field(
        default=(), metadata={"description": "patterns of files and folders to leave alone"}
    )
    per_file_ignores: dict[str, tuple[str, ...]] = field(
        default_factory=dict,
        metadata={"description": "patterns of files, each with the rules to leave out there"},
    )
    levels: dict[str, Literal["error", "warning", "off"]] = field(
        default_factory=dict, metadata={"description": "other levels of rules and families"}
    )
    options: Options = field(
        default_factory=Options, metadata={"description": "what can be set about the rules"}
    )


# Settings by their names; options, which the rules own, by theirs under `options`.
Given = Mapping[str, Any]


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


def overridden(settings: Settings, given: Given, rules: Collection[Rule]) -> Settings:
    """Put over some settings those that were given explicitly.

    What those say about a rule holds, however specifically the first ones speak of it.
    """
    changed = {name: given[name] for name in given.keys() - _APART}
    selectors = Settings(**{name: given[name] for name in given.keys() & set(SELECTORS)})
    if given.keys() & _SELECTION:
        anew = "select" in given
        changed |= _overridden_selection(settings, selectors, rules, anew=anew)
    if given.keys() & _FIXABLE:
        anew = "fixable" in given
        below = () if anew else fixable(settings, rules)
        wanted = selectors.fixable if anew else ()
        changed["fixable"] = _layered(rules, wanted, selectors.unfixable, below)
        changed["unfixable"] = ()
    changed["options"] = replace(settings.options, **given.get("options", {}))
    return replace(settings, **changed)


def _overridden_selection(
    settings: Settings, given: Settings, rules: Collection[Rule], *, anew: bool
) -> dict[str, Any]:
    """Return which rules run; one that was off and is given runs at its own level."""
    below = frozenset() if anew else {rule.code for rule in selected(settings, rules)}
    wanted = (*(given.select if anew else ()), *given.extend_select)
    codes = _layered(rules, wanted, given.ignore, below)
    off = {rule.code: rule.level.value for rule in rules if _level(settings, rule) == "off"}
    on = {rule.name for rule in rules if rule.code in off and rule.code in codes}
    levels = {name: str(level) for name, level in settings.levels.items() if name not in on}
    levels |= {code: off[code] for code in codes if code in off}
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
    yield from _without_effect("include", settings.include)
    yield from _without_effect("exclude", settings.exclude)
    for pattern in settings.per_file_ignores:
        yield from _without_effect("per-file-ignores", [pattern])
    yield from _repeated(settings.levels, rules)


def _without_effect(place: str, patterns: Iterable[str]) -> Iterator[str]:
    """Yield a line for each of some patterns, which are read together, that has no effect."""
    for number, pattern in enumerate(patterns):
        if found := flaw(pattern):
            yield f'{place}: "{pattern}" {found}'
        elif number == 0 and pattern.startswith("!"):
            yield f'{place}: "{pattern}" takes nothing back, as none stands before it; leave it out'


def _repeated(levels: Iterable[str], rules: Iterable[Rule]) -> Iterator[str]:
    """Yield a line for each rule whose level is set by its code and by its name."""
    for rule in rules:
        if {rule.code, rule.name} <= set(levels):
            yield f"levels.{rule.name}: {rule.code} is the same rule; set its level once"
