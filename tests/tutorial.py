"""Reads a page that readers follow step by step: the files to write, the commands to run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

_FILE = re.compile(r"`([^`]+)`(?: is)?:$")
_PROMPT = "$ "


class File(NamedTuple):
    """A file to write: the block below a paragraph that ends with its name."""

    name: str
    content: str


class Command(NamedTuple):
    """A command to run, and what it says, None where the page does not show it."""

    line: str
    output: str | None


def steps(page: Path) -> Iterator[File | Command]:
    """Yield the steps of a page: `sh` and `console` blocks are commands, others may be files."""
    before = ""
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "inline":
            before = token.content
        elif token.type == "fence" and token.info == "sh":
            yield from (Command(line, None) for line in token.content.splitlines())
        elif token.type == "fence" and token.info == "console":
            yield from _commands(token.content)
        elif token.type == "fence" and (name := _FILE.search(before)):
            yield File(name[1], token.content)


def _commands(session: str) -> Iterator[Command]:
    for part in re.split(rf"^{re.escape(_PROMPT)}", session, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        yield Command(line, output)
