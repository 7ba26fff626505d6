"""No text of a digest, and no path, breaks out of the place where a report shows it."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given
from hypothesis import strategies as st
from reports import DIGEST, report, violation

from digestlint.files import Failed
from digestlint.report import FORMATS
from digestlint.report.escape import visible, whole
from digestlint.violation import Edit, Fix

HOSTILE = [
    "::error::x",
    " ::stop-commands::t",
    "##[add-mask]x ##[error]y",
    "\n::error file=a::x\r\n::notice::y\r::debug::z",
    "%0A::error::x %25 %3A %2C, a=b,file=c",
    "\x1b]0;t\x07\x1b[2J \x9b2J \x00 \x7f",
    "</td><script>alert(1)</script><img src=x onerror=y>",
    "</failure></testcase><testcase name='x'/> ]]> <![CDATA[ &amp; &#0; \"'",
    "<!-- --> <!DOCTYPE x> <?xml?>",
    "a | b \\| c || `d` ``e`` ```",
    "[x](https://evil.example) ![y](https://evil.example) [z]: https://evil.example",
    "https://evil.example www.evil.example <https://evil.example> a@evil.example",
    "@octocat @org/team #1 octo/cat#2 GH-3 :tada: $x$ *b* _i_ ~~s~~",
    "\u202e\u2066 \u2028 \u200b \ufeff \ufffe",
    "caf\udce9 \udcff",
    "{0} {} %s $(x) ${x} $GITHUB_TOKEN",
    "# h\n- l\n> q\n---\n| a | b |\n|---|---|",
    "题目，“引号” é 😀",
]
EXCERPTS = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=9)), max_size=4)
TEXTS = EXCERPTS.map(" ".join).map(lambda text: text[:190])
PATHS = TEXTS.map(lambda text: text or "a.md")

Test = Callable[..., None]

# Commands that the runner of GitHub Actions obeys.
COMMANDS = (
    *("add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group"),
    *("internal-set-repo-path", "notice", "remove-matcher", "save-state", "set-env"),
    *("set-output", "stop-commands", "warning"),
)


def with_hostile_texts(test: Test) -> Test:
    """Run a test on a message, a title and a path: each text above as all three, and any mix."""
    for text in HOSTILE:
        test = example(text, text, text)(test)
    return given(TEXTS, TEXTS, PATHS)(test)


def hostile(name: str, message: str, title: str, path: str) -> list[str]:
    """Return a report about a digest that holds these texts wherever it can."""
    text = f"# {title}\n[{title}](https://arxiv.org/abs/2408.12637)\n\n{title}\n"
    fix = Fix((Edit(0, 1, message),))
    found = [violation(0, len(text), message, fix), violation(2, 3, message)]
    return report(name, text, *found, path=path, failures=(Failed(path, message),))


def command(line: str) -> tuple[str, dict[str, str], str] | None:
    """Read a line of a log as the runner does (actions/runner, ActionCommand.cs)."""
    trimmed = line.lstrip()
    if trimmed.startswith("::") and (end := trimmed.find("::", 2)) >= 0:
        name, _, properties = trimmed[2:end].partition(" ")
        if name.lower() in COMMANDS:
            pairs = (pair.split("=", 1) for pair in properties.strip().split(",") if pair)
            values = {key: unescaped(value, ":,") for key, value in pairs}
            return name, values, unescaped(trimmed[end + 2 :], "")
    start = line.find("##[")
    if start >= 0 and (end := line.find("]", start)) >= 0:
        name = line[start + 3 : end].partition(" ")[0]
        if name.lower() in COMMANDS:
            return name, {}, line[end + 1 :]
    return None


def unescaped(text: str, marks: str) -> str:
    for mark in (*marks, "\n", "\r", "%"):
        text = text.replace(f"%{ord(mark):02X}", mark)
    return text


def log(lines: list[str]) -> list[str]:
    """Return the lines of a log, however the reader splits them."""
    return [line for chunk in lines for line in chunk.splitlines()]


@pytest.mark.parametrize("name", FORMATS)
@with_hostile_texts
def test_nothing_steers_a_terminal_or_commands_a_runner(
    name: str, message: str, title: str, path: str
) -> None:
    for line in log(hostile(name, message, title, path)):
        assert line.isprintable()
        if name == "github" and line.startswith(("::error file=", "::notice title=digestlint::")):
            continue
        assert command(line) is None


@pytest.mark.parametrize("line", ["::error::x", " ::DEBUG::y", "a ##[group]b", "##[echo on]"])
def test_runner_obeys_what_is_not_made_inert(line: str) -> None:
    assert command(line)


@with_hostile_texts
def test_github_commands_hold_what_they_should(message: str, title: str, path: str) -> None:
    lines = hostile("github", message, title, path)
    commands = [found for line in lines if (found := command(line))]
    assert len(lines) == 4
    assert [name for name, _, _ in commands] == ["error", "error"]
    for _, values, data in commands:
        assert set(values) - {"col", "endColumn"} == {"file", "line", "endLine", "title"}
        assert values["title"] == "ARX002 malformed-id"
        assert values["file"].isprintable()
        assert data == visible(message)


@pytest.mark.parametrize("name", ["concise", "grouped"])
@with_hostile_texts
def test_a_violation_is_one_line(name: str, message: str, title: str, path: str) -> None:
    lines = hostile(name, message, title, path)
    assert len(log(lines)) == (2 if name == "concise" else 3)


@with_hostile_texts
def test_json_gives_texts_back(message: str, title: str, path: str) -> None:
    lines = hostile("json", message, title, path)
    objects = json.loads("".join(lines))
    assert objects == [json.loads(line) for line in hostile("json-lines", message, title, path)]
    for found in objects:
        assert (found["message"], found["filename"]) == (whole(message), whole(path))
    assert "".join(lines).isascii()


@with_hostile_texts
def test_gitlab_and_rdjson_give_one_object_a_violation(message: str, title: str, path: str) -> None:
    issues = json.loads("".join(hostile("gitlab", message, title, path)))
    assert [each["description"] for each in issues] == [f"ARX002 {visible(message)}"] * 2
    found = json.loads("".join(hostile("rdjson", message, title, path)))["diagnostics"]
    assert [each["message"] for each in found] == [visible(message)] * 2
    for each in (*issues, *found):
        assert not re.search("[\ud800-\udfff]", each["location"]["path"])


@with_hostile_texts
def test_sarif_messages_hold_no_link(message: str, title: str, path: str) -> None:
    (run,) = json.loads("".join(hostile("sarif", message, title, path)))["runs"]
    for result in run["results"]:
        text = result["message"]["text"]
        assert text.replace("\\](", "](") == visible(message).replace("\\](", "](")
        assert not re.search(r"(?<!\\)\]\(", text)
        (place,) = result["locations"]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:file:///)?[A-Za-z0-9_.~%/-]*", uri)


@with_hostile_texts
def test_junit_has_no_element_but_ours(message: str, title: str, path: str) -> None:
    document = "\n".join(hostile("junit", message, title, path))
    suites = ET.XML(document)
    assert document.isascii()
    assert [element.tag for element in suites.iter()] == [
        *("testsuites", "testsuite", "testcase", "failure", "testcase", "failure"),
        *("testsuite", "testcase", "error"),
    ]
    assert {suite.get("name") for suite in suites} == {visible(path)}
    assert suites[0][0][0].get("message") == visible(message)
    assert suites[1][0][0].get("message") == visible(message)


class Page(HTMLParser):
    """The elements of a page, and the texts of the rows of its tables."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.texts: list[str] = []
        self.in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(f"{tag} {name}" for name, _ in attrs if name != "align")}
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.in_cell:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = self.in_cell and tag not in ("td", "th")

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@with_hostile_texts
def test_markdown_shows_text_alone(message: str, title: str, path: str) -> None:
    source = "\n".join(hostile("markdown", message, title, path))
    page = Page(cmarkgfm.github_flavored_markdown_to_html(source, Options.CMARK_OPT_UNSAFE))
    tables = {"table", "thead", "tbody", "tr", "th", "td"}
    assert page.tags <= {"h2", "h3", "p", "code", "wbr"} | tables
    assert [len(row) for row in page.rows] == [3, 3, 2, 2, 5, 5, 5]
    shown = visible(message).strip(" ")
    assert [row[4].strip(" ") for row in page.rows[-2:]] == [shown, shown]
    # GitHub looks for mentions and references in the texts of the page.
    assert not any(re.search(r"[@#]\w", text) for text in page.texts)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_nothing_is_whole(name: str) -> None:
    lines = report(name, DIGEST)
    readers: dict[str, Any] = {"junit": ET.XML}
    if name in ("json", "gitlab", "rdjson", "sarif", "junit"):
        assert readers.get(name, json.loads)("\n".join(lines)) is not None
    elif name != "markdown":
        assert not lines
