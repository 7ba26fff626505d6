"""The formats for services: each holds to its schema, and tells the right place."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
import xmlschema
from reports import COMMA, DIGEST, SAFE, UNSAFE, report, violation

from digestlint.files import Failed
from digestlint.parser import parse
from digestlint.project import Checked
from digestlint.report import FORMATS, render
from digestlint.report.style import Style
from digestlint.violation import Edit, Fix, Level, Violation

SCHEMAS = Path(__file__).parent / "schemas"
SARIF = json.loads((SCHEMAS / "sarif-2.1.0-rtm.4.json").read_text(encoding="utf-8"))
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")

# What GitLab asks of a report (docs.gitlab.com, "Code Quality report format").
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {"properties": {"begin": {"type": "integer"}}, "required": ["begin"]},
                },
            },
        },
    },
}

WRONG = violation(COMMA, COMMA + 1, fix=SAFE)
ODD = violation(0, 1, level=Level.WARNING)
MISSING = Failed("missing.md", "no such file or directory")


def listed(name: str, *violations: Violation, path: str = "a.md") -> list[dict[str, Any]]:
    found = json.loads("".join(report(name, DIGEST, *violations, path=path)))
    assert isinstance(found, list)
    return found


def diagnostics(text: str, *violations: Violation) -> list[dict[str, Any]]:
    log = json.loads("".join(report("rdjson", text, *violations)))
    assert log["source"] == {"name": "digestlint"}
    found = log["diagnostics"]
    assert isinstance(found, list)
    return found


def sarif(
    *violations: Violation, path: str = "a.md", failures: tuple[Failed, ...] = ()
) -> dict[str, Any]:
    lines = report("sarif", DIGEST, *violations, path=path, failures=failures)
    log = json.loads("".join(lines))
    jsonschema.Draft4Validator(SARIF).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def uri_of(result: dict[str, Any]) -> str:
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert isinstance(uri, str)
    return uri


def junit(*violations: Violation, failures: tuple[Failed, ...] = ()) -> ET.Element:
    document = "\n".join(report("junit", DIGEST, *violations, failures=failures))
    JUNIT.validate(document)
    return ET.XML(document)


def test_every_format_is_described() -> None:
    page = (Path(__file__).parent.parent / "docs/formats.md").read_text(encoding="utf-8")
    links = re.findall(r"\[`([a-z-]+)`\]\(#([a-z-]+)\)", page)
    assert {name for name, _ in links} == set(FORMATS)
    titles = {title.replace(" ", "-") for title in re.findall("^## (.*)$", page, re.MULTILINE)}
    assert {anchor for _, anchor in links} <= titles


def test_grouped_names_a_file_once() -> None:
    assert report("grouped", DIGEST, ODD, WRONG) == [
        "a.md:",
        "  1:1  ARX002 a half-width mark",
        "  4:5  ARX002 [*] a half-width mark",
        "",
    ]
    assert not report("grouped", DIGEST)


def test_json_lines_are_the_objects_of_json() -> None:
    objects = [json.loads(line) for line in report("json-lines", DIGEST, ODD, WRONG)]
    assert objects == listed("json", ODD, WRONG)
    assert not report("json-lines", DIGEST)


def test_github_annotates_below_the_concise_report() -> None:
    found = [ODD, WRONG, violation(2, COMMA)]
    lines = report("github", DIGEST, *found)
    assert lines[:3] == report("concise", DIGEST, *found)
    title = "title=ARX002 malformed-id::a half-width mark"
    assert lines[3:] == [
        f"::warning file=a.md,line=1,endLine=1,col=1,endColumn=2,{title}",
        f"::error file=a.md,line=4,endLine=4,col=5,endColumn=6,{title}",
        f"::error file=a.md,line=1,endLine=4,{title}",
    ]


def test_github_tells_how_many_annotations_it_would_drop() -> None:
    lines = report("github", DIGEST, *[ODD] * 10, *[WRONG] * 13)
    assert sum(line.startswith("a.md:") for line in lines) == 23
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert lines[-1].startswith("::notice title=digestlint::3 of 23 violations have no annotation")
    assert len(report("github", DIGEST, *[WRONG] * 10)) == 20


def test_gitlab_holds_to_its_schema() -> None:
    issues = listed("gitlab", ODD, WRONG, WRONG, path="./a.md")
    jsonschema.validate(issues, GITLAB)
    assert [issue["severity"] for issue in issues] == ["minor", "major", "major"]
    assert issues[1]["location"] == {"path": "a.md", "lines": {"begin": 4, "end": 4}}
    assert len({issue["fingerprint"] for issue in issues}) == 3
    assert listed("gitlab") == []


def test_junit_holds_to_its_schema() -> None:
    suites = junit(ODD, WRONG, failures=(MISSING,))
    counts = [(suite.get("tests"), suite.get("failures"), suite.get("errors")) for suite in suites]
    assert counts == [("2", "2", "0"), ("1", "0", "1")]
    case = suites[0][1]
    assert case.attrib == {"classname": "a.md", "name": "ARX002 malformed-id 4:5"}
    assert case[0].attrib == {"type": "error", "message": "a half-width mark"}
    assert case[0].text == "a.md:4:5: ARX002 a half-width mark"
    assert suites[1][0][0].get("message") == "no such file or directory"


def test_junit_counts_a_clean_digest_as_a_test_that_passes() -> None:
    (suite,) = junit()
    (case,) = suite
    assert (suite.get("tests"), suite.get("failures"), len(case)) == ("1", "0", 0)


def test_rdjson_counts_columns_in_bytes() -> None:
    (found,) = diagnostics(DIGEST, WRONG)
    place = {"start": {"line": 4, "column": 13}, "end": {"line": 4, "column": 14}}
    assert found == {
        "message": "a half-width mark",
        "location": {"path": "a.md", "range": place},
        "severity": "ERROR",
        "code": {"value": "ARX002"},
        "suggestions": [{"range": place, "text": "，"}],
    }


@pytest.mark.parametrize("before", ["字" * 3000, "x" * 1024, "x" * 1023, "", "\r\n", "é\rü"])
def test_rdjson_finds_any_place(before: str) -> None:
    text = f"# {before}!{before}"
    place = text.index("!")
    (found,) = diagnostics(text, violation(place, place + 1))
    start = found["location"]["range"]["start"]
    line = text.replace("\r\n", "\n").replace("\r", "\n").encode().split(b"\n")[start["line"] - 1]
    assert line[start["column"] - 1 :].startswith(b"!")


def test_rdjson_offers_no_part_of_a_fix() -> None:
    fix = Fix((Edit(0, 0, "<"), Edit(1, 1, ">")))
    (found,) = diagnostics(DIGEST, violation(0, 1, fix=fix))
    assert found["suggestions"] == []


def test_sarif_holds_to_its_schema() -> None:
    run = sarif(ODD, violation(COMMA, COMMA + 1, fix=UNSAFE), failures=(MISSING,))
    warning, error = run["results"]
    assert (warning["level"], error["level"]) == ("warning", "error")
    place = error["locations"][0]["physicalLocation"]
    region = {"startLine": 4, "startColumn": 5, "endLine": 4, "endColumn": 6}
    assert place == {"artifactLocation": {"uri": "a.md"}, "region": region}
    (fix,) = error["fixes"]
    assert fix["properties"] == {"applicability": "unsafe"}
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement == {"deletedRegion": region, "insertedContent": {"text": "，"}}
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_explains_the_rules_that_were_violated() -> None:
    run = sarif(WRONG, ODD)
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("ARX002", "malformed-id")
    assert rule["help"]["markdown"].startswith("# ARX002 malformed-id\n")
    assert {result["ruleIndex"] for result in run["results"]} == {0}


def test_sarif_of_a_clean_digest_is_a_successful_run() -> None:
    run = sarif()
    assert run["results"] == run["tool"]["driver"]["rules"] == []
    assert run["invocations"] == [
        {"executionSuccessful": True, "toolExecutionNotifications": []},
    ]


def test_sarif_tells_of_files_that_failed() -> None:
    (invocation,) = sarif(failures=(MISSING,))["invocations"]
    assert not invocation["executionSuccessful"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "no such file or directory"


@pytest.mark.parametrize(
    "path", ["a b.md", "文摘/一.md", "a%20b.md", "a#b?c.md", "c:d.md", "http://x.md", "'[|].md"]
)
def test_sarif_uri_leads_to_the_path(path: str) -> None:
    (result,) = sarif(WRONG, path=path)["results"]
    uri = uri_of(result)
    assert uri.isascii()
    assert not set(uri) & set(" :?#[]")
    assert unquote(uri) == path.replace("//", "/")


def test_paths_start_at_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "repository"
    inner.mkdir()
    monkeypatch.chdir(inner)
    for path in (str(inner / "a.md"), "./a.md", "x/../a.md"):
        (issue,) = listed("gitlab", WRONG, path=path)
        assert issue["location"]["path"] == "a.md"
    (result,) = sarif(WRONG, path="../b c.md")["results"]
    assert uri_of(result) == (tmp_path / "b c.md").as_uri()


def test_markdown_counts_and_lists() -> None:
    lines = report("markdown", DIGEST, ODD, WRONG, failures=(MISSING,))
    assert "\n".join(lines).splitlines() == [
        "## digestlint",
        "",
        "files checked: 1; errors: 1; warnings: 1",
        "",
        "| rule | level | violations |",
        "|---|---|---:|",
        "| ARX002 malformed-id | error | 1 |",
        "| ARX002 malformed-id | warning | 1 |",
        "",
        "files not judged: 1",
        "",
        "| file | reason |",
        "|---|---|",
        "| <code>missing.md</code> | no such file or directory |",
        "",
        "### <code>a.md</code>",
        "",
        "| place | rule | entry | fix | message |",
        "|---:|---|---|---|---|",
        "| 1:1 | ARX002 | A Paper of Note |  | a half-width mark |",
        "| 4:5 | ARX002 | A Paper of Note | safe | a half-width mark |",
    ]


def test_markdown_of_a_clean_digest_is_a_line_of_counts() -> None:
    assert report("markdown", DIGEST)[1:] == ["\nfiles checked: 1; errors: 0; warnings: 0"]


def test_markdown_fits_into_a_summary() -> None:
    files = [Checked("a.md", parse(DIGEST, "a.md"), [violation(0, 1, "题" * 190)] * 500)] * 5
    lines = list(render("markdown", files, Style()))
    assert len("\n".join(lines).encode()) < 1 << 20
    rows = sum(line.count("| ARX002 | A Paper") for line in lines)
    assert lines[-1] == (
        f"\n{2500 - rows} more rows would be too long for GitHub; the log has them all"
    )
