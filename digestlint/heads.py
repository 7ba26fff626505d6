"""Heads, and how one is read with what follows where an entry is laid out as nearly all are."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from digestlint import lazy
from digestlint.blocks import MARKUP, Block
from digestlint.linkline import SOUND_LINK, sound_link
from digestlint.records import HeadingSyntax, PaperLink

# A heading, a sound link line and a line of abstract, up to the blank lines behind it: the layout
# of nearly all entries. In a text without carriage returns, it holds what reading line by line
# and block by block would find.
ENTRY = lazy.compile(
    rf"(#{{1,6}})[ \t]++(.*+\n)(?<![# \t]\n){SOUND_LINK}\n++([^\s:|{re.escape(MARKUP)}].*+)"
    r"(?:\n\n++|\n?\Z)"
)


@dataclass
class Head:
    """A heading and the blocks under it, up to the next heading.

    `end` is the end of its last line; a bold line has level 0. It `is_paper` if its link line makes
    it an entry.
    """

    syntax: HeadingSyntax
    level: int
    start: int
    end: int
    title_start: int
    title_end: int
    body: list[Block] = field(default_factory=list)
    link: PaperLink | None = None
    is_paper: bool = False

    @cached_property
    def has_prose(self) -> bool:
        """Tell whether any text stands under the heading, its link line apart."""
        return any(block.kind not in ("blank", "comment", "break") for block in self.body)


def head_of(block: Block, entry: re.Match[str]) -> Head:
    """Return the head of an entry that `ENTRY` matches; the block stands for its abstract."""
    marks, title, target, identifier = entry.group(1, 3, 4, 5)
    title_start, end = entry.span(2)
    link = sound_link(end, title, target, identifier)
    return Head("atx", len(marks), block.start, end, title_start, end - 1, [block], link)
