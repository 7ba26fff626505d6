"""The lists of terms that ship, and what a configuration makes of them."""

import re
import tomllib
from collections.abc import Iterable
from itertools import chain, combinations

import pytest

from digestlint.document import read, schema, written
from digestlint.finder import Finder, apart
from digestlint.rule import Options
from digestlint.settings import SettingsError
from digestlint.shipped import APART, GROUPS, HALF_TRANSLATED, NAMES
from digestlint.tables import merged
from digestlint.terms import groups, half_translated, misused, names
from digestlint.vocabulary import spellings

MEMBERS = list(chain.from_iterable(GROUPS))

HAN = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile("[A-Za-z]")


def read_options(text: str) -> Options:
    return read(tomllib.loads(text)).options


def found(terms: Iterable[str], text: str) -> list[str]:
    known = frozenset(terms)
    return [term for _, term in apart(Finder(known).places(text), known)]


def mistakes(text: str) -> list[str]:
    with pytest.raises(SettingsError) as mistaken:
        read_options(text)
    return list(mistaken.value.args)


def test_what_ships_is_what_a_configuration_may_say() -> None:
    """The lists are free of the mistakes that a project is told of."""
    shipped = {
        "TRM001": {"terms": HALF_TRANSLATED},
        "TRM002": {"groups": GROUPS},
        "TRM004": {"names": NAMES},
    }
    options = read({"rules": shipped}).options
    assert half_translated(options) == half_translated(Options())
    assert groups(options) == groups(Options())
    assert names(options) == names(Options())


def test_lists_are_sorted() -> None:
    assert list(HALF_TRANSLATED) == sorted(HALF_TRANSLATED)
    assert list(GROUPS) == sorted(tuple(sorted(group)) for group in GROUPS)
    assert list(APART) == sorted(set(APART))
    assert list(NAMES) == sorted(NAMES, key=str.casefold)
    assert all(list(others) == sorted(others) for others in NAMES.values())


def test_half_translated_terms_are_half_translated() -> None:
    """But for one, which is a word of its own, and what is written instead is whole."""
    words = {term for term in HALF_TRANSLATED if not LATIN.search(term)}
    assert words == {"变压器"}
    assert all(HAN.search(term) and "-" in term for term in HALF_TRANSLATED.keys() - words)
    assert not [
        right for right in HALF_TRANSLATED.values() if LATIN.search(right) and HAN.search(right)
    ]


def test_no_term_that_is_to_be_written_holds_one_that_is_not() -> None:
    for wrong in (HALF_TRANSLATED, spellings(NAMES)):
        known = misused(wrong).known
        assert not [right for right in wrong.values() if found(known, right)]


def test_names_differ_from_their_misspellings_in_case_and_spaces_only() -> None:
    """`SQLlite` has a letter too many."""
    folded = {name.casefold().replace(" ", ""): others for name, others in NAMES.items()}
    others = [
        other
        for name, spelled in folded.items()
        for other in spelled
        if other.casefold().replace(" ", "") != name
    ]
    assert others == ["SQLlite"]


def test_terms_that_hold_another_group_s_are_known() -> None:
    """In a longer term the shorter one does not count, which no editor would expect to."""
    group_of = {term: group for group in GROUPS for term in group}
    held = [
        (shorter, longer)
        for one, other in combinations(sorted(MEMBERS), 2)
        for shorter, longer in ((one, other), (other, one))
        if shorter in longer and group_of[shorter] is not group_of[longer]
    ]
    assert held == []


def test_words_apart_hold_a_term_and_are_none() -> None:
    for word in APART:
        assert [term for term in MEMBERS if term in word], word
        assert word not in MEMBERS
        assert found((*APART, *MEMBERS), f"的{word}的") == [word]


def test_every_shipped_term_is_found() -> None:
    known = (*APART, *MEMBERS)
    assert [found(known, f"的{term}的") for term in MEMBERS] == [[term] for term in MEMBERS]
    for wrong in (half_translated(Options()), names(Options())):
        assert all(found(misused(wrong).known, f"的{term}的") == [term] for term in wrong)


def test_what_a_project_adds_wins_over_what_ships() -> None:
    options = read_options(
        """
        [rules.TRM001.extend-terms]
        "shot" = "零-shot"
        "解码器-only" = "纯解码器"
        [rules.TRM002]
        extend-groups = [["大语言模型", "语言大模型"]]
        [rules.TRM004.extend-names]
        Github = ["GitHub"]
        GitLab = ["GITLAB"]
        """
    )
    half = half_translated(options)
    assert "零-shot" not in half
    assert (half["解码器-only"], half["shot"], half["少-shot"]) == (
        "纯解码器",
        "零-shot",
        "少样本",
    )
    found = groups(options)
    assert [group for group in found if "大语言模型" in group] == [("大语言模型", "语言大模型")]
    assert len(found) == len(GROUPS)
    known = names(options)
    assert "Github" not in known
    assert (known["GITLAB"], known["Gitlab"]) == ("GitLab", "GitLab")


def test_lists_may_be_emptied() -> None:
    options = read_options("[rules]\nTRM001.terms = {}\nTRM002.groups = []\nTRM004.names = {}")
    assert (half_translated(options), groups(options), names(options)) == ({}, [], {})


def test_glossary_decides_alone_on_its_terms() -> None:
    options = read_options(
        '[rules.TRM003.glossary]\n"零-shot" = ["零样本"]\nGithub = ["GitHub"]\n"精调" = ["微调"]'
    )
    assert "零-shot" not in half_translated(options)
    assert "Github" not in names(options)
    assert not [group for group in groups(options) if "微调" in group]


def test_lists_of_a_configuration_that_is_built_on_add_up() -> None:
    base = {"rules": {"TRM002": {"extend-groups": [["奖励", "回报"]], "groups": [["甲", "乙"]]}}}
    over = {"rules": {"TRM002": {"extend-groups": [["目标", "靶"]], "groups": [["丙", "丁"]]}}}
    options = read(merged(base, over)).options
    assert options.extend_groups == (("奖励", "回报"), ("目标", "靶"))
    assert options.groups == (("丙", "丁"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'TRM002.groups = [["微调"]]',
            ['TRM002.groups: ["微调"] is no group; list two terms or more'],
        ),
        ("TRM002.groups = [[]]", ["TRM002.groups: [] is no group; list two terms or more"]),
        (
            'TRM002.extend-groups = [["甲", "乙"], ["乙", "丙", "丙"]]',
            [
                'TRM002.extend-groups: "乙" is listed more than once; list it once',
                'TRM002.extend-groups: "丙" is listed more than once; list it once',
            ],
        ),
        (
            'TRM003.glossary = { "甲" = ["乙"], "乙" = ["丙"], "丁" = [] }',
            [
                'TRM003.glossary: "乙" is both preferred and forbidden; choose one',
                'TRM003.glossary: "丁" takes the place of nothing; list what is written for it',
            ],
        ),
        (
            'TRM003.glossary = { "甲" = ["乙"], "丙" = ["乙"] }',
            ['TRM003.glossary: "乙" is listed more than once; list it once'],
        ),
        (
            'TRM003.glossary = { "" = ["乙"], "甲" = [" "] }',
            [
                'TRM003.glossary: "" is no term; write one or leave it out',
                'TRM003.glossary: " " is no term; write one or leave it out',
            ],
        ),
        (
            'TRM004.names = { GitHub = ["GitHub"] }',
            ['TRM004.names: "GitHub" is both preferred and forbidden; choose one'],
        ),
        (
            'TRM004.extend-names = { " GitHub" = ["Git\\nHub"], "a](b)" = ["c"] }',
            [
                f"TRM004.extend-names: {term} is no mere term; leave out markup, "
                "punctuation marks and white space around it"
                for term in ('" GitHub"', '"a](b)"', '"Git\\nHub"')
            ],
        ),
        (
            'TRM001.terms = { "a" = "b", "b" = "c" }',
            ['TRM001.terms: "b" is both to be replaced and to be written; choose one'],
        ),
        ('TRM001.terms = { "a" = "a" }', ['TRM001.terms: "a" is replaced by itself; leave it out']),
        (
            'TRM001.terms = { "" = "a", "b" = "" }',
            ['TRM001.terms: "" is no term; write one or leave it out'],
        ),
        (
            'TRM001.terms = { "模型" = "大模型" }',
            [
                (
                    'TRM001.terms: "模型" has no Latin letter, and no English heading holds '
                    '"大模型"; write them under [rules.TRM003.glossary]'
                )
            ],
        ),
        (
            'TRM003.glossary = { "AI 智能体" = ["https://a.com"] }',
            [
                (
                    'TRM003.glossary: "AI 智能体" is no mere term; write "AI智能体"; widths and '
                    "spaces are the business of other rules"
                ),
                'TRM003.glossary: "https://a.com" is an address and no term; leave it out',
            ],
        ),
        ('TRM001.terms = { "甲" = ["乙"] }', ['TRM001.terms."甲": a list is not a string']),
        ('TRM002.groups = [["甲", 1]]', ["TRM002.groups[0][1]: 1 is not a string"]),
        ('TRM002.groups = ["甲"]', ['TRM002.groups[0]: "甲" is not a list; write ["甲"]']),
        ("TRM003.glossary = []", ["TRM003.glossary: a list is not a table"]),
        (
            'TRM003.glossary = { GPT = "Gpt" }',
            ['TRM003.glossary.GPT: "Gpt" is not a list; write ["Gpt"]'],
        ),
    ],
)
def test_mistake_is_told_in_a_line(text: str, expected: list[str]) -> None:
    assert mistakes(f"rules.{text}") == [f"rules.{line}" for line in expected]


def test_lists_are_shown_as_they_are_read() -> None:
    text = """
        TRM001 = { extend-terms = { "羊驼" = "Llama" } }
        TRM002 = { groups = [["甲", "乙"]] }
        TRM003 = { glossary = { "智能体" = ["代理", "主体"] } }
    """
    settings = read({"rules": tomllib.loads(text)})
    assert read(written(settings)) == settings
    shown = written(settings)["rules"]
    assert shown["TRM002"] == {"groups": [["甲", "乙"]], "extend-groups": []}
    assert shown["TRM004"] == {"extend-names": {}}
    assert {"groups", "extend-groups"} == schema()["properties"]["rules"]["properties"]["TRM002"][
        "properties"
    ].keys()
