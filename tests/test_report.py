"""The formats of the report, and that no text can break out of them."""

import json
import re

import pytest
from reports import COMMA, DIGEST, SAFE, UNSAFE, report, violation
from wcwidth import wcswidth

from digestlint.parser import parse
from digestlint.project import Checked
from digestlint.report import render
from digestlint.report.escape import visible, whole
from digestlint.report.style import Style, terminal_style
from digestlint.violation import Level


def test_concise_is_one_line_with_a_mark_for_a_safe_fix() -> None:
    assert report(
        "concise",
        DIGEST,
        violation(COMMA, COMMA + 1, fix=SAFE),
        violation(COMMA, COMMA + 1, fix=UNSAFE),
        violation(0, 1),
    ) == [
        "a.md:4:5: ARX002 [*] a half-width mark",
        "a.md:4:5: ARX002 a half-width mark",
        "a.md:1:1: ARX002 a half-width mark",
    ]


def test_full_names_the_entry_and_marks_the_place_under_wide_characters() -> None:
    assert report("full", DIGEST, violation(COMMA, COMMA + 1, fix=SAFE)) == [
        "a.md:4:5: ARX002 [*] a half-width mark",
        "  in: A Paper of Note (arXiv 2408.12637)",
        "4 | 我们提出,一种方法。",
        "  |         ^",
        "",
    ]


def excerpt(text: str, start: int, end: int, width: int = 100) -> tuple[str, str]:
    source, marks = report("full", text, violation(start, end), width=width)[-3:-1]
    return source, marks


def test_full_marks_wide_characters_at_their_width() -> None:
    source, marks = excerpt("我们提出", 1, 3)
    assert (source, marks) == ("1 | 我们提出", "  |   ^^^^")


@pytest.mark.parametrize(
    ("text", "start", "end", "source", "marks"),
    [
        ("", 0, 0, "1 | ", "  | ^"),
        ("end", 3, 3, "1 | end", "  |    ^"),
        ("one\ntwo\n", 1, 6, "1 | one", "  |  ^^"),
        ("one\r\ntwo", 3, 5, "1 | one", "  |    ^"),
        ("a\tb", 1, 2, "1 | a\\tb", "  |  ^^"),
        ("a\u200bb", 1, 2, "1 | a\\u200bb", "  |  ^^^^^^"),
        ("a\udcffb", 2, 3, "1 | a\\xffb", "  |      ^"),
        ("e\u0301x", 2, 3, "1 | e\u0301x", "  |  ^"),
    ],
)
def test_full_shows_any_place(text: str, start: int, end: int, source: str, marks: str) -> None:
    assert excerpt(text, start, end) == (source, marks)


@pytest.mark.parametrize("start", [0, 5, 500, 994, 999])
@pytest.mark.parametrize("filler", ["x", "字", "\x1b"])
def test_full_cuts_a_long_line_around_the_place(filler: str, start: int) -> None:
    text = filler * start + "!" + filler * (999 - start)
    source, marks = excerpt(text, start, start + 1, width=60)
    assert 50 <= wcswidth(source) <= 60
    assert wcswidth(source[: source.index("!")]) == marks.index("^")
    assert source.startswith("1 | …") == (start > 5)
    assert source.endswith("…") == (start < 994)


def test_full_cuts_a_long_place() -> None:
    source, marks = excerpt("<" + "x" * 998 + ">", 100, 900, width=60)
    assert source.count("…") == 3
    assert len(source) == 60
    assert 28 <= marks.count("^") <= 30


def test_json_is_in_the_shape_of_ruff() -> None:
    lines = "".join(report("json", DIGEST, violation(COMMA, COMMA + 1, fix=UNSAFE)))
    place = {"location": {"row": 4, "column": 5}, "end_location": {"row": 4, "column": 6}}
    assert json.loads(lines) == [
        {
            "code": "ARX002",
            "name": "malformed-id",
            "severity": "error",
            "message": "a half-width mark",
            "filename": "a.md",
            **place,
            "fix": {
                "applicability": "unsafe",
                "message": None,
                "edits": [{"content": "，", **place}],
            },
            "url": None,
            "entry": {"arxiv_id": "2408.12637", "title": "A Paper of Note"},
        }
    ]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads("".join(report("json", DIGEST))) == []


def test_json_outside_of_an_entry_has_no_entry() -> None:
    (found,) = json.loads("".join(report("json", "plain\n", violation(0, 1))))
    assert found["entry"] is None


def test_visible_leaves_what_can_be_seen() -> None:
    text = "English, 中文，“引号” – 1.5 × 2 é"
    assert visible(text) == text
    assert whole(text) == text


@pytest.mark.parametrize(
    ("environment", "option", "color"),
    [
        ({}, "auto", False),
        ({}, "always", True),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
    ],
)
def test_color(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], option: str, *, color: bool
) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal_style(option).color is color


def test_color_stands_around_text_alone() -> None:
    checked = Checked("a.md", parse(DIGEST, "a.md"), [violation(COMMA, COMMA + 1)])
    for name in ("concise", "full"):
        colored = "\n".join(render(name, [checked], Style(color=True)))
        plain = "\n".join(render(name, [checked], Style()))
        assert colored != plain
        assert re.sub("\x1b\\[[0-9;]*m", "", colored) == plain


def test_level_is_told_by_color() -> None:
    warning = violation(0, 1)._replace(level=Level.WARNING)
    checked = Checked("a.md", parse(DIGEST, "a.md"), [violation(0, 1), warning])
    error_line, warning_line = render("concise", [checked], Style(color=True))
    assert error_line != warning_line
