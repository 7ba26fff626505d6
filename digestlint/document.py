"""What a configuration says: a table as TOML reads it -> settings, or a line for each mistake."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from digestlint import toml
from digestlint.checks import RULES
from digestlint.rule import OPTIONS_OF, Options, Rule, kebab
from digestlint.scripts import SCRIPTS
from digestlint.settings import (
    ALL,
    SELECTORS,
    Settings,
    SettingsError,
    closest,
    mistakes,
    unknown,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

Table = Mapping[str, object]
Location = tuple[int | str, ...]
Model = TypeVar("Model", Settings, Options)

_KEYS = {
    "extend",
    "rules",
    *(kebab(each.name) for each in fields(Settings) if each.name != "options"),
}
_RULE_OF = {kebab(name): code for code, names in OPTIONS_OF.items() for name in names}
_RULES = {name: rule for rule in RULES for name in (rule.code, rule.name)}

_KINDS = {
    "tuple_type": "a list",
    "dict_type": "a table",
    "string_type": "a string",
    "bool_type": "true or false",
    "float_type": "a number",
}
_LANGUAGES = {
    "arabic": "Arabic", "chinese": "Han", "greek": "Greek", "hindi": "Devanagari",
    "japanese": "Hiragana", "korean": "Hangul", "persian": "Arabic", "russian": "Cyrillic",
    "ukrainian": "Cyrillic",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Option:
    """An option as it is written: where, under which rule, and its value."""

    place: str
    value: object


def read(table: Table) -> Settings:
    """Read a configuration, but not what it extends; raises SettingsError with all its mistakes."""
    found = list(_unknown_keys(table))
    if not isinstance(extend := table.get("extend", ""), str):
        found.append(f"extend: {_shown(extend)} is not a string")
    rules = table.get("rules", {})
    options: dict[str, _Option] = {}
    if isinstance(rules, Mapping):
        options, wrong = _options(rules)
        found += wrong
    else:
        found.append(f"rules: {_shown(rules)} is not a table")
    settings, wrong = _settings(table, options)
    found += [*wrong, *mistakes(settings, RULES)]
    if found:
        raise SettingsError(*found)
    return settings


def by_code(table: Table) -> Table:
    """Return a sound configuration in which each rule goes by its code, as others name it."""
    named = {
        key: {_RULES[name].code if name in _RULES else name: value for name, value in own.items()}
        for key in ("rules", "levels")
        if isinstance(own := table.get(key), Mapping)
    }
    return {**table, **named}


def written(settings: Settings) -> dict[str, Any]:
    """Return the table of a configuration that says what some settings are."""
    table = _adapters()[Settings].dump_python(settings, mode="json", by_alias=True, warnings=False)
    options = table.pop("options")
    rules = {
        code: {name: options[name] for name in map(kebab, names) if options[name] is not None}
        for code, names in OPTIONS_OF.items()
    }
    return {**table, "rules": rules}


def require_sound(settings: Settings) -> None:
    """Raise SettingsError where settings that a program has made are no configuration's."""
    read(written(settings))


@cache
def _adapters() -> Mapping[type[Settings | Options], "TypeAdapter[Any]"]:
    """Return what validates, writes and describes each model; it is loaded where that is needed."""
    from pydantic import TypeAdapter

    return {model: TypeAdapter(model) for model in (Settings, Options)}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a configuration, for editors."""
    described = _adapters()[Settings].json_schema()
    properties, definitions = described["properties"], described["$defs"]
    options = definitions.pop("Options")["properties"]
    del properties["options"]
    properties["rules"] = _object(
        {
            name: _object({kebab(option): options[kebab(option)] for option in own})
            for name, rule in _RULES.items()
            if (own := OPTIONS_OF.get(rule.code))
        }
    )
    properties["extend"] = {"type": "string", "description": "another configuration to build on"}
    for each in (*properties.values(), *options.values()):
        if each.get("type") == "object":
            each.setdefault("default", {})
    families = dict.fromkeys(rule.family for rule in RULES)
    definitions["Selector"] = {"enum": [ALL, *families, *_RULES]}
    selector = {"$ref": "#/$defs/Selector"}
    for name in SELECTORS:
        properties[kebab(name)]["items"] = selector
    properties["per-file-ignores"]["additionalProperties"]["items"] = selector
    properties["levels"]["propertyNames"] = selector
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **described,
        "title": "digestlint",
        "description": "What digestlint is asked to do in a folder.",
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _unknown_keys(table: Table) -> Iterator[str]:
    for name in table:
        if name in _KEYS:
            continue
        if code := _RULE_OF.get(name):
            yield f"{toml.key(name)}: no setting of its own; write it under [rules.{code}]"
        elif match := closest(name, _KEYS):
            yield f'{toml.key(name)}: no such setting; did you mean "{match}"?'
        else:
            yield f"{toml.key(name)}: no such setting; there are {', '.join(sorted(_KEYS))}"


def _options(rules: Table) -> tuple[dict[str, _Option], list[str]]:
    """Return the options that stand under the rules, and what is wrong there."""
    options: dict[str, _Option] = {}
    wrong: list[str] = []
    for name, table in rules.items():
        place = f"rules.{toml.key(name)}"
        if name not in _RULES:
            wrong.append(f"{place}: {unknown(name, RULES)}")
        elif name != (code := _RULES[name].code) and code in rules:
            wrong.append(f"{place}: {code} is the same rule; write one table")
        elif not isinstance(table, Mapping):
            wrong.append(f"{place}: {_shown(table)} is not a table")
        else:
            for option, value in table.items():
                inner = f"{place}.{toml.key(option)}"
                if _RULE_OF.get(option) == _RULES[name].code:
                    options[option] = _Option(inner, value)
                else:
                    wrong.append(f"{inner}: {_no_option(option, _RULES[name])}")
    return options, wrong


def _no_option(option: str, rule: Rule) -> str:
    if code := _RULE_OF.get(option):
        return f"an option of another rule; write it under [rules.{code}]"
    own = [kebab(name) for name in OPTIONS_OF.get(rule.code, ())]
    if not own:
        return f"{rule.code} has no options"
    return f"no option of {rule.code}, which has {', '.join(own)}"


def _settings(table: Table, options: Mapping[str, _Option]) -> tuple[Settings, list[str]]:
    """Return what can be read of a configuration as settings, and what is wrong with the rest."""
    own = {name: value for name, value in table.items() if name in _KEYS - {"extend", "rules"}}
    settings, wrong = _validated(Settings, own)
    read_options, wrong_options = _validated(Options, {n: o.value for n, o in options.items()})
    found = [f"{toml.key(str(head))}{_path(rest)}: {said}" for (head, *rest), said in wrong]
    found += (
        f"{options[str(head)].place}{_path(rest)}: {said}" for (head, *rest), said in wrong_options
    )
    return replace(settings, options=read_options), found


def _validated(model: type[Model], values: object) -> tuple[Model, list[tuple[Location, str]]]:
    """Return the model without the values that are wrong, and what is wrong with them."""
    if not values:
        return model(), []
    from pydantic import ValidationError

    try:
        return _adapters()[model].validate_python(values), []
    except ValidationError as mistaken:
        errors = mistaken.errors(include_url=False)
    wrong: list[tuple[Location, str]] = [
        (error["loc"], line) for error in errors for line in _lines(error)
    ]
    # A list that is a part goes as a whole: what were left of it might be too short.
    kept = _without(values, [location[:2] for location, _ in wrong])
    further: list[tuple[Location, str]]
    left, further = _validated(model, kept)
    return left, [*wrong, *further]


def _without(value: object, locations: Iterable[Location]) -> object:
    """Return a value without the parts of it, and of its parts, that are at some locations."""
    inside: defaultdict[int | str, list[Location]] = defaultdict(list)
    for head, *rest in locations:
        inside[head].append(tuple(rest))
    if isinstance(value, Mapping):
        kept = {name: part for name, part in value.items() if () not in inside[name]}
        return {name: _without(part, inside[name]) for name, part in kept.items()}
    if isinstance(value, list):
        found = enumerate(value)
        return [_without(part, inside[index]) for index, part in found if () not in inside[index]]
    return value


def _lines(error: "ErrorDetails") -> tuple[str, ...]:
    """Return what is wrong, a line for each mistake."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return tuple(context["error"].args)
    return (_explained(error["loc"], error["type"], error["input"], context),)


def _explained(location: Location, kind: str, value: object, context: Mapping[str, Any]) -> str:
    """Say in our words what pydantic found."""
    shown = _shown(value)
    if location == ("script",):
        return _no_script(value)
    if kind in ("literal_error", "enum"):
        allowed = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return f"{shown} is not one of {allowed}"
    if kind == "greater_than_equal":
        return f"{shown} is not {context['ge']:g} or more"
    if kind == "less_than_equal":
        return f"{shown} is not {context['le']:g} or less"
    if kind == "tuple_type" and isinstance(value, str):
        return f"{shown} is not a list; write [{shown}]"
    return f"{shown} is not {_KINDS[kind]}"


def _no_script(value: object) -> str:
    name = value if isinstance(value, str) else ""
    if name == "Latin":
        return '"Latin" is the script of English too, so that it tells no translation from it'
    match = _LANGUAGES.get(name.casefold()) or closest(name, SCRIPTS)
    advice = f'did you mean "{match}"?' if match else f"choose from {', '.join(SCRIPTS)}"
    return f"{_shown(value)} is no script that we know; {advice}"


def _path(location: Iterable[int | str]) -> str:
    return "".join(
        f"[{part}]" if isinstance(part, int) else f".{toml.key(part)}" for part in location
    )


def _shown(value: object) -> str:
    """Return a value as it is written, unless that is long."""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = toml.value(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
