"""The README and the pages in docs/: their commands parse, their links lead somewhere."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from markdown_it import MarkdownIt
from repositories import ROOT

from digestlint.cli import command, main

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCS = ROOT / "docs"

INLINE = re.compile(r"`(digestlint [^`]+)`")
# A console shows commands behind a prompt; in YAML they stand in lists and behind keys.
IN_CONSOLE = re.compile(r"^\$ (digestlint [^\n|<>]+)", re.MULTILINE)
IN_CODE = re.compile(r"^[ ]*(?:- |[a-z-]+: )?(digestlint [^\n|<>]+)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


class Block(NamedTuple):
    """A fenced block: its language, and what it holds."""

    language: str
    content: str


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    return [Block(token.info, token.content) for token in tokens if token.type == "fence"]


def in_language(name: str, language: str) -> list[str]:
    """Return what the blocks of a page hold that are in a language."""
    return [each.content for each in blocks(DOCS / name) if each.language == language]


def block(name: str, language: str, containing: str = "") -> str:
    """Return the first block of a page that is in a language and holds a text."""
    return next(content for content in in_language(name, language) if containing in content)


def commands(page: Path) -> Iterator[str]:
    """Yield the command lines on a page that begin with `digestlint`."""
    yield from INLINE.findall(page.read_text(encoding="utf-8"))
    for each in blocks(page):
        pattern = IN_CONSOLE if each.language == "console" else IN_CODE
        yield from pattern.findall(each.content)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_parse(page: Path) -> None:
    for line in commands(page):
        name, *arguments = shlex.split(line, comments=True)[1:]
        # A page may speak of a command without saying what it is to work on.
        if line != "digestlint rule":
            command(name)[1].read(arguments)


def test_pages_hold_commands_and_links() -> None:
    assert len({command for page in PAGES for command in commands(page)}) > 20
    assert "docs/README.md" in LINK.findall(PAGES[0].read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert not [
        link
        for link in links
        if not link.startswith(("http://", "https://")) and not (page.parent / link).exists()
    ]


def test_every_page_is_in_the_index() -> None:
    linked = set(LINK.findall((DOCS / "README.md").read_text(encoding="utf-8")))
    assert {page.name for page in DOCS.glob("*.md")} - {"README.md"} <= linked


@pytest.mark.parametrize(
    ("name", "schema"),
    [("github.md", "vendor.github-workflows"), ("gitlab.md", "vendor.gitlab-ci")],
)
def test_pipeline_follows_its_schema(name: str, schema: str, tmp_path: Path) -> None:
    file = tmp_path / "pipeline.yml"
    file.write_text(block(name, "yaml"), encoding="utf-8")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    subprocess.run([*check, str(file)], check=True, timeout=60)


def test_hooks_are_configured_as_pre_commit_wants_it(tmp_path: Path) -> None:
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(block("pre-commit.md", "yaml"), encoding="utf-8")
    check = [sys.executable, "-m", "pre_commit", "validate-config", str(file)]
    subprocess.run(check, check=True, timeout=60)


def mappings(value: object) -> Iterator[dict[str, Any]]:
    """Yield every mapping inside what YAML holds."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from mappings(each)


def test_action_has_the_inputs_that_are_passed() -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    passed = [
        name
        for content in in_language("github.md", "yaml")
        for step in mappings(yaml.safe_load(content))
        if step.get("uses", "").startswith("OWNER/digestlint@")
        for name in step.get("with", {})
    ]
    assert set(passed) == set(inputs)


def test_hooks_are_named_as_in_the_manifest() -> None:
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    named = [
        each["id"]
        for content in in_language("pre-commit.md", "yaml")
        for each in mappings(yaml.safe_load(content))
        if "id" in each
    ]
    assert set(named) == {hook["id"] for hook in manifest}


@pytest.fixture
def line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """Return a line of a concise report."""
    monkeypatch.chdir(tmp_path)
    digest = (
        "# A Paper of Note\n[值得注意的论文](https://arxiv.org/abs/2408.12637)\n\n一种方法。 \n"
    )
    Path("a b.md").write_text(digest, encoding="utf-8")
    assert main(["check", "--output-format", "concise", "--color", "never"]) == 1
    report = capsys.readouterr().out
    assert report.startswith("a b.md:4:6: FIL005 [*] ")
    return report.rstrip("\n")


def test_visual_studio_code_reads_the_report(line: str) -> None:
    task = json.loads(block("editors.md", "json", "problemMatcher"))["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    match = re.search(pattern["regexp"], line)
    assert match
    assert match[pattern["file"]] == "a b.md"
    assert (match[pattern["line"]], match[pattern["column"]]) == ("4", "6")
    assert match[pattern["code"]] == "FIL005"
    assert line.endswith(f"[*] {match[pattern['message']]}")


def test_sublime_text_reads_the_report(line: str) -> None:
    build = json.loads(block("editors.md", "json", "file_regex"))
    match = re.search(build["file_regex"], line)
    assert match
    assert match.groups()[:3] == ("a b.md", "4", "6")


def test_efm_langserver_is_configured_in_yaml() -> None:
    configuration = yaml.safe_load(block("editors.md", "yaml", "lint-command"))
    assert configuration["languages"]["markdown"][0]["lint-stdin"]
