"""The examples of the CommonMark specification, by which markdown-it-py tests itself too.

They come with the sources of that package, which are fetched once from the package index; where
it is out of reach, the tests are skipped.
"""

import json
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
from markdown_escapes import unescape
from markdown_it import MarkdownIt
from test_blocks import expected_headings, headings

from digestlint.parser import parse

MARKDOWN = MarkdownIt("commonmark")
DATA = "tests/test_cmark_spec/commonmark.json"

# Meant differences, by the number of the example in version 0.31.2: a line indented by four spaces
# is text to us, and an e-mail address no link. Where an example defines references nothing is
# compared: a digest gives its links where it uses them.
HEADING_DIFFERENCES = {85, 100, 115}
LINK_DIFFERENCES = {604, 605}


@dataclass(frozen=True)
class Example:
    number: int
    markdown: str


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    """Return all examples of the specification."""
    folder = tmp_path_factory.mktemp("sources")
    package = f"markdown-it-py=={version('markdown-it-py')}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    run = subprocess.run(
        [*pip, "--no-binary", "markdown-it-py", "--dest", str(folder), package],
        check=False,
        capture_output=True,
    )
    archives = list(folder.glob("*.tar.gz"))
    if run.returncode or not archives:
        pytest.skip(f"the sources of {package} are out of reach")
    return _read(archives[0])


@cache
def _read(archive: Path) -> list[Example]:
    with tarfile.open(archive) as sources:
        name = next(name for name in sources.getnames() if name.endswith(DATA))
        file = sources.extractfile(name)
        assert file
        rows = json.load(file)
    return [Example(row["example"], row["markdown"]) for row in rows]


def _links(text: str) -> list[str]:
    """Return where the links of a text's paragraphs lead, but for bare URLs: GitHub's own."""
    paragraphs = parse(text).paragraphs
    links = [link for p in paragraphs for link in p.links if link.form in ("inline", "autolink")]
    return [
        MARKDOWN.normalizeLink(unescape(link.target) if link.form == "inline" else link.target)
        for link in links
    ]


def _expected_links(text: str) -> list[str]:
    return [
        str(child.attrGet("href"))
        for token in MARKDOWN.parse(text)
        for child in token.children or ()
        if child.type == "link_open"
    ]


def _defines_references(text: str) -> bool:
    environment: dict[str, object] = {}
    MARKDOWN.parse(text, environment)
    return bool(environment.get("references"))


def test_headings_are_those_of_the_specification(examples: list[Example]) -> None:
    compared = [example for example in examples if not _defines_references(example.markdown)]
    assert len(compared) > 550
    assert {
        example.number
        for example in compared
        if headings(example.markdown) != expected_headings(example.markdown)
    } == HEADING_DIFFERENCES


def test_links_are_those_of_the_specification(examples: list[Example]) -> None:
    compared = [example for example in examples if not _defines_references(example.markdown)]
    assert len(compared) > 550
    assert {
        example.number
        for example in compared
        if _links(example.markdown) != _expected_links(example.markdown)
    } == LINK_DIFFERENCES
