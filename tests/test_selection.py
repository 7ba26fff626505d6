"""Which rules run: `--select`, `--ignore` and `--extend-select`."""

import pytest

from digestlint.checks import RULES
from digestlint.cli import main
from digestlint.settings import Settings, SettingsError, selected, unknown

Selectors = tuple[str, ...]

ALL = [rule.code for rule in RULES]
URL = [code for code in ALL if code.startswith("URL")]


def codes(
    select: Selectors = ("ALL",), ignore: Selectors = (), extend_select: Selectors = ()
) -> list[str]:
    settings = Settings(select=select, ignore=ignore, extend_select=extend_select)
    return [rule.code for rule in selected(settings, RULES)]


def test_every_rule_runs_by_default() -> None:
    assert codes() == ALL


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ({"select": ("ARX002",)}, ["ARX002"]),
        ({"select": ("malformed-id",)}, ["ARX002"]),
        ({"select": ("URL",)}, URL),
        ({"select": ("URL001", "ARX002")}, ["ARX002", "URL001"]),
        ({"select": ("ARX002",), "extend_select": ("URL",)}, ["ARX002", *URL]),
        ({"ignore": ("ALL",)}, []),
        ({"ignore": ("ALL",), "extend_select": ("URL001",)}, ["URL001"]),
        ({"select": ("URL",), "ignore": ("URL001",)}, URL[1:]),
        ({"select": ("URL001",), "ignore": ("URL",)}, ["URL001"]),
        ({"select": ("URL",), "ignore": ("ALL",)}, URL),
    ],
)
def test_more_specific_selector_wins(
    selectors: dict[str, tuple[str, ...]], expected: list[str]
) -> None:
    assert codes(**selectors) == expected


@pytest.mark.parametrize("selector", ["ALL", "URL", "URL001", "glued-url"])
def test_ignore_wins_between_equals(selector: str) -> None:
    assert "URL001" not in codes(select=(selector,), ignore=(selector,))


def test_a_name_is_as_specific_as_its_code() -> None:
    assert codes(select=("glued-url",), ignore=("URL001",)) == []


def test_every_unknown_selector_is_told() -> None:
    settings = Settings(select=("ARX02",), ignore=("glued-urls",), extend_select=("", "arx"))
    with pytest.raises(SettingsError) as mistake:
        selected(settings, RULES)
    select, extend_empty, extend, ignore = str(mistake.value).splitlines()
    assert select == 'select: "ARX02" is no rule and no family; did you mean "ARX002"?'
    assert extend_empty.startswith('extend-select: "" is no rule and no family; ')
    assert extend == 'extend-select: "arx" is no rule and no family; did you mean "ARX"?'
    assert ignore == 'ignore: "glued-urls" is no rule and no family; did you mean "glued-url"?'


def test_nothing_is_suggested_for_what_resembles_nothing() -> None:
    assert unknown("@@@", RULES).endswith('"digestlint rules" lists them')


def test_command_line_splits_at_commas(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--select", "ARX,nope", "--select", "nada"]) == 2
    error = capsys.readouterr().err
    assert '"nope"' in error
    assert '"nada"' in error
    assert '"ARX"' not in error


def test_trailing_comma_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--select", "ARX,"]) == 2
    assert '"" is no rule' in capsys.readouterr().err
