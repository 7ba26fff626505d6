"""What a configuration may say, and what is said of one that is mistaken."""

import re
import tomllib
from dataclasses import asdict, fields
from pathlib import Path

import jsonschema
import pytest

import digestlint
from digestlint.checks import RULES
from digestlint.document import read, schema, written
from digestlint.pages import page
from digestlint.rule import OPTIONS_OF, Options, kebab
from digestlint.scripts import SCRIPTS
from digestlint.settings import Settings, SettingsError

EVERYTHING = """\
extend = "base.toml"
select = ["ALL"]
ignore = ["ARX006", "glued-url"]
extend-select = ["URL"]
fixable = ["ALL"]
unfixable = ["FIL"]
fail-on = "warning"
script = "Hangul"
include = ["digests/*.md", "!digests/README.md"]
exclude = ["archive/"]

[per-file-ignores]
"old/*" = ["ARX005"]

[levels]
ARX008 = "error"
DUP = "warning"
missing-link = "off"

[rules.FIL003]
line-ending = "lf"

[rules.heading-level]
heading-level = 3

[rules.ENT003]
blank-lines-after-link = "consistent"

[rules.ARX006]
allow-versions = true

[rules.URL001]
ascii-hosts = ["lmsys.org"]

[rules.BIL004]
minimum-translated-share = 0

[rules.title-separator]
title-separator = "half"

[rules.TYP001]
cjk-latin-spacing = "none"

[rules.bracket-width]
bracket-width = "full"

[rules.TRM001]
terms = { "零-shot" = "零样本" }
extend-terms = { "羊驼" = "Llama" }

[rules.TRM002]
groups = [["微调", "精调"]]
extend-groups = [["奖励", "回报"], ["目标", "靶"]]

[rules.glossary.glossary]
"智能体" = ["代理"]

[rules.TRM004]
names = { GitHub = ["Github"] }
extend-names = { arXiv = ["Arxiv", "ArXiv"] }
"""

NOWHERE = (
    "exclude, extend, extend-select, fail-on, fixable, ignore, include, levels, per-file-ignores, "
    "rules, script, select, unfixable"
)


def mistakes(text: str) -> list[str]:
    with pytest.raises(SettingsError) as mistaken:
        read(tomllib.loads(text))
    return list(mistaken.value.args)


def test_everything_can_be_said() -> None:
    settings = read(tomllib.loads(EVERYTHING))
    assert settings.ignore == ("ARX006", "glued-url")
    assert settings.per_file_ignores == {"old/*": ("ARX005",)}
    assert settings.levels == {"ARX008": "error", "DUP": "warning", "missing-link": "off"}
    assert (settings.script, settings.fail_on) == ("Hangul", "warning")
    options = asdict(settings.options)
    del options["today"]
    assert options == {
        "line_ending": "lf",
        "heading_level": 3,
        "blank_lines_after_link": "consistent",
        "allow_versions": True,
        "ascii_hosts": ("lmsys.org",),
        "minimum_translated_share": 0,
        "title_separator": "half",
        "cjk_latin_spacing": "none",
        "bracket_width": "full",
        "terms": {"零-shot": "零样本"},
        "extend_terms": {"羊驼": "Llama"},
        "groups": (("微调", "精调"),),
        "extend_groups": (("奖励", "回报"), ("目标", "靶")),
        "glossary": {"智能体": ("代理",)},
        "names": {"GitHub": ("Github",)},
        "extend_names": {"arXiv": ("Arxiv", "ArXiv")},
    }


def test_nothing_need_be_said() -> None:
    assert read({}) == Settings()


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ('selct = ["ARX"]', 'selct: no such setting; did you mean "select"?'),
        ("extend_select = []", 'extend_select: no such setting; did you mean "extend-select"?'),
        ("options = {}", f"options: no such setting; there are {NOWHERE}"),
        ('"a b" = 1', f'"a b": no such setting; there are {NOWHERE}'),
        (
            "allow-versions = true",
            "allow-versions: no setting of its own; write it under [rules.ARX006]",
        ),
        ("extend = 1", "extend: 1 is not a string"),
        ('select = "ARX"', 'select: "ARX" is not a list; write ["ARX"]'),
        ("ignore = {}", "ignore: a table is not a list"),
        ('ignore = ["ARX", 5]', "ignore[1]: 5 is not a string"),
        (
            'select = ["ARX02"]',
            'select: "ARX02" is no rule and no family; did you mean "ARX002"?',
        ),
        (
            'unfixable = ["@@@"]',
            'unfixable: "@@@" is no rule and no family; "digestlint rules" lists them',
        ),
        ('fail-on = "eror"', 'fail-on: "eror" is not one of error, warning'),
        ("fail-on = 2024-08-26", "fail-on: 2024-08-26 is not one of error, warning"),
        ('exclude = ["!"]', 'exclude: "!" is no pattern; write one as in .gitignore'),
        (
            'script = "Cyrilic"',
            'script: "Cyrilic" is no script that we know; did you mean "Cyrillic"?',
        ),
        (
            'script = "korean"',
            'script: "korean" is no script that we know; did you mean "Hangul"?',
        ),
        (
            'script = "Latin"',
            'script: "Latin" is the script of English too, so that it tells no translation from it',
        ),
        (
            "script = []",
            f"script: a list is no script that we know; choose from {', '.join(SCRIPTS)}",
        ),
        (
            'levels = { URL = "info" }',
            'levels.URL: "info" is not one of error, warning, off',
        ),
        (
            'levels = { ARX06 = "off" }',
            'levels: "ARX06" is no rule and no family; did you mean "ARX006"?',
        ),
        ("levels = 1", "levels: 1 is not a table"),
        (
            'per-file-ignores = { "old/*" = ["UR"] }',
            'per-file-ignores.old/*: "UR" is no rule and no family; did you mean "URL"?',
        ),
        (
            'per-file-ignores = { "old/*" = "URL" }',
            'per-file-ignores."old/*": "URL" is not a list; write ["URL"]',
        ),
        ("rules = 1", "rules: 1 is not a table"),
        ("rules.ARX006 = 1", "rules.ARX006: 1 is not a table"),
        (
            "rules.ARX06 = {}",
            'rules.ARX06: "ARX06" is no rule and no family; did you mean "ARX006"?',
        ),
        ("rules.ARX002.x = 1", "rules.ARX002.x: ARX002 has no options"),
        ("rules.ARX006.x = 1", "rules.ARX006.x: no option of ARX006, which has allow-versions"),
        (
            'rules.ARX006.line-ending = "lf"',
            "rules.ARX006.line-ending: an option of another rule; write it under [rules.FIL003]",
        ),
        (
            'rules.line-ending.line-ending = "cr"',
            'rules.line-ending.line-ending: "cr" is not one of auto, lf, crlf',
        ),
        (
            'rules.ARX006.allow-versions = "yes"',
            'rules.ARX006.allow-versions: "yes" is not true or false',
        ),
        ("rules.ARX006.allow-versions = 1", "rules.ARX006.allow-versions: 1 is not true or false"),
        (
            "rules.ENT003.blank-lines-after-link = false",
            'rules.ENT003.blank-lines-after-link: "false" is not one of consistent, 0, 1',
        ),
        (
            "rules.BIL004.minimum-translated-share = 2",
            "rules.BIL004.minimum-translated-share: 2 is not 1 or less",
        ),
        (
            "rules.BIL004.minimum-translated-share = -0.5",
            "rules.BIL004.minimum-translated-share: -0.5 is not 0 or more",
        ),
        (
            'rules.BIL004.minimum-translated-share = "0.5"',
            'rules.BIL004.minimum-translated-share: "0.5" is not a number',
        ),
        (
            "rules.URL001.ascii-hosts = [true]",
            "rules.URL001.ascii-hosts[0]: true is not a string",
        ),
    ],
)
def test_mistake_is_one_line(text: str, mistake: str) -> None:
    assert mistakes(text) == [mistake]


def test_all_mistakes_are_told_at_once() -> None:
    text = """
        selct = []
        select = ["NOPE", 1]
        levels = { URL = "info", NADA = "off" }
        rules.ARX006 = { allow-versions = 1, x = 1 }
    """
    places = [line.partition(":")[0] for line in mistakes(text)]
    assert places == [
        *("selct", "rules.ARX006.x", "select[1]", "levels.URL", "rules.ARX006.allow-versions"),
        *("select", "levels"),
    ]


def test_long_values_are_cut() -> None:
    (mistake,) = mistakes(f'fail-on = "{"x" * 1000}"')
    assert len(mistake) < 120


def test_schema_describes_what_is_read() -> None:
    described = schema()
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.validate(tomllib.loads(EVERYTHING), described)
    jsonschema.validate(written(Settings()), described)


@pytest.mark.parametrize(
    "text",
    [
        *('select = "ARX"', 'select = ["NOPE"]', 'levels = { URL = "info" }', "selct = []"),
        *("rules.ARX006.line-ending = 'lf'", "rules.ARX002.x = 1", 'script = "Latin"'),
    ],
)
def test_schema_refuses_what_is_mistaken(text: str) -> None:
    assert mistakes(text)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text), schema())


def test_every_option_belongs_to_a_rule_and_stands_on_its_page() -> None:
    options = {name for names in OPTIONS_OF.values() for name in names}
    assert options == {each.name for each in fields(Options)} - {"today"}
    for rule in RULES:
        _, heading, described = page(rule).partition("\n## Options\n")
        assert heading or rule.code not in OPTIONS_OF
        assert all(f"`{kebab(name)}`" in described for name in OPTIONS_OF.get(rule.code, ()))


def test_defaults_are_documented() -> None:
    text = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text(encoding="utf-8")
    *examples, defaults = re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert tomllib.loads(defaults)["rules"] == written(Settings())["rules"]
    assert all(read(tomllib.loads(example)) for example in examples)
    assert all(f"`{name}`" in text for name in schema()["properties"].keys() - {"extend", "rules"})


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        (Settings(ignore=("ARX02",)), 'ignore: "ARX02" is no rule'),
        (Settings(script="Latin"), 'script: "Latin" is the script of English too'),  # type: ignore[arg-type]
        (Settings(levels={"TYP": "none"}), 'levels.TYP: "none" is not one of'),  # type: ignore[dict-item]
        (Settings(options=Options(heading_level=9)), "rules.HDG001.heading-level: 9 is not one of"),  # type: ignore[arg-type]
        (Settings(options=Options(terms={"": "x"})), 'rules.TRM001.terms: "" is no term'),
        (
            Settings(options=Options(glossary={"大模型": "AI"})),  # type: ignore[dict-item]
            'rules.TRM003.glossary."大模型": "AI" is not a list',
        ),
    ],
)
def test_settings_that_a_program_makes_are_held_to_the_same(
    settings: Settings, mistake: str
) -> None:
    for work in (digestlint.check, digestlint.fix):
        with pytest.raises(SettingsError) as mistaken:
            work("# A Title\n", settings=settings)
        assert mistaken.value.args[0].startswith(mistake)
