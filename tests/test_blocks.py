"""Blocks against two implementations of CommonMark that we did not write."""

import sys
from collections.abc import Iterator
from pathlib import Path

import cmarkgfm
import pytest
from conftest import CORPUS
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digestlint.blocks import blocks
from digestlint.text import Lines

MARKDOWN = MarkdownIt("commonmark")

# Meant differences, so left out of what is generated: headings inside lists and quotes belong
# to these, a line indented by four spaces is text and no code, a line of Unicode spaces is
# blank, and front matter is no rule above a setext heading. Reference definitions too: a digest
# gives its links where it uses them.
LINES = [
    "# Title",
    "## Title ##",
    "###\tTitle \t#",
    "#No space",
    "####### seven",
    "#",
    "## ##",
    "### foo \\###",
    "# foo#",
    "   # indented",
    "text",
    "中文。",
    "  two spaces",
    "===",
    "---",
    "  ---  ",
    "- - -",
    "***",
    "___",
    "```",
    "````",
    "~~~ python",
    "`` ` ``` x",
    "",
    "",
    "   ",
    "<div>",
    "</div>",
    "<a href='x'>",
    "<!-- comment -->",
    "<!-- opened",
    "closed -->",
    "<script>",
    "</script>",
    "<?php",
    "?>",
    "<!DOCTYPE html>",
    "<翻译失败",
    "| a | b |",
    "[题](https://arxiv.org/abs/2408.12637)",
    "\\# escaped",
]


def headings(text: str) -> list[tuple[int, int, str]]:
    """Return line, level and content of the headings that we see."""
    lines = Lines(text)
    return [
        (
            lines.index(block.start),
            block.level,
            _stripped(text[block.content_start : block.content_end]),
        )
        for block in blocks(text, lines)
        if block.kind in ("heading", "setext")
    ]


def expected_headings(text: str) -> list[tuple[int, int, str]]:
    """Return line, level and content of the top-level headings that markdown-it-py sees."""
    tokens = MARKDOWN.parse(text)
    return [
        (token.map[0], int(token.tag[1]), _stripped(tokens[index + 1].content))
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]


def _stripped(content: str) -> str:
    return "\n".join(line.strip(" \t") for line in content.split("\n"))


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join))
@example("foo\n    # bar")
@example("# \n## \n")
@example("<!-->\n# Title")
@example("text\n<a href='x'>\n# Title")
@example("```\n# no\n~~~\n```\n# yes")
def test_headings_agree_with_markdown_it(text: str) -> None:
    assert headings(text) == expected_headings(text)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_headings_of_real_digests_agree_with_markdown_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert headings(text) == expected_headings(text)


def test_the_two_oracles_agree_on_what_is_generated() -> None:
    text = "\n\n".join(line for line in LINES if not line.startswith(("<", "`", "~", "closed")))
    html = cmarkgfm.markdown_to_html(text)
    assert sum(html.count(f"<h{level}>") for level in range(1, 7)) == len(headings(text))


def _tiles(text: str) -> Iterator[str]:
    position = 0
    for block in blocks(text, Lines(text)):
        assert block.start == position
        assert block.start <= block.content_start <= block.content_end <= block.end
        position = block.end
        yield text[block.start : block.end]
    assert position == len(text)


CONTAINERS = ["- item", "  more", "1. one", "> quote", "\r", "+++", "　"]


@given(st.text() | st.lists(st.sampled_from([*LINES, *CONTAINERS])).map("\n".join))
def test_blocks_cover_any_text(text: str) -> None:
    assert "".join(_tiles(text)) == text


def test_front_matter_is_a_block_of_its_own() -> None:
    text = "---\ntitle: 周报\n---\n# Title\n"
    assert [block.kind for block in blocks(text, Lines(text))] == ["front-matter", "heading"]


def test_line_of_any_white_space_is_blank() -> None:
    for space in filter(str.isspace, map(chr, range(sys.maxunicode + 1))):
        text = f"a\n{space}\nb"
        kinds = [block.kind for block in blocks(text, Lines(text))]
        assert kinds == ["paragraph", "blank", "paragraph"], ascii(space)


def test_rule_at_the_start_is_no_front_matter() -> None:
    text = "---\n\n# Title\n\n---\n"
    kinds = [block.kind for block in blocks(text, Lines(text))]
    assert kinds == ["break", "blank", "heading", "blank", "break"]
