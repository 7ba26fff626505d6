"""Whatever a configuration holds, it is settings or mistakes, and never a traceback."""

import tomllib
from dataclasses import fields
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from digestlint import toml
from digestlint.document import read, schema, written
from digestlint.rule import Options, kebab
from digestlint.settings import SettingsError
from digestlint.tables import inline

OPTIONS = [each.name for each in fields(Options)]
KEYS = st.sampled_from([*schema()["properties"], *map(kebab, OPTIONS), "ARX006", "x"])
PIECES = [
    *(
        "select",
        "levels",
        "rules",
        ".ARX006",
        "allow-versions",
        "x",
        " = ",
        "\n",
        "[",
        "]",
        "{",
        "}",
    ),
    *(
        '"',
        "'",
        '"ARX"',
        "true",
        "1",
        "-",
        ".",
        ",",
        "\\",
        "#",
        "2024-08-26",
        "\x00",
        "\ud800",
        "nan",
    ),
]
VALUES = st.recursive(
    st.none().map(lambda _: date(2024, 8, 26))
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["ALL", "URL001", "error", "off", "Han", "Latin", "!", "consistent"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(KEYS | st.text(), VALUES, max_size=6))
def test_any_table_is_settings_or_mistakes(table: dict[str, object]) -> None:
    try:
        settings = read(table)
    except SettingsError as mistaken:
        said = mistaken.args
    else:
        said = ("settings",)
        assert read(written(settings)) == settings
    assert said
    assert all(said)


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_a_table_or_mistakes(text: str) -> None:
    try:
        said = [inline(text)]
    except SettingsError as mistaken:
        said = list(mistaken.args)
    assert said


TEXTS = st.text(st.characters(codec="utf-8"))
SCALARS = st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
WRITTEN = st.recursive(
    SCALARS | st.lists(SCALARS, max_size=3),
    lambda inner: st.dictionaries(TEXTS, inner, min_size=1, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, WRITTEN))
def test_table_is_written_as_it_is_read(table: dict[str, object]) -> None:
    assert tomllib.loads("\n".join(toml.document(table))) == table
