"""What a title ends in, how it stands in its heading, what it is on one line, and what is none."""

import re

from digestlint import lazy
from digestlint.records import Digest, Heading

# Link texts of reading lists and project pages: such a link shows no translated title.
_LABELS = frozenset(
    {
        *("abs", "abstract", "arxiv", "html", "link", "paper", "pdf", "preprint", "url"),
        *("链接", "论文", "论文地址", "论文链接", "论文原文", "原文", "原文链接", "地址"),
    }
)
_LONGEST_LABEL = max(map(len, _LABELS))

_MARKS_AND_SPACES = ".,;:，。；：、． \t\u3000"
# What a title ends in that `final_marks` finds.
_MAY_END_TITLE = frozenset(_MARKS_AND_SPACES)
# Also a short word of another alphabet, as in `и др.`, and the end of an entity, as in `&lt;`.
_ABBREVIATION = lazy.compile(
    r"(?:\b(?:al|approx|ca|cf|co|corp|dept|dr|ed|eds|eq|etc|figs?|inc|jr|ltd|no|nos|prof|ref"
    r"|sec|sr|st|univ|vols?|vs)|(?:\b[a-z]{1,2}\.)+[a-z]{1,4}|\b[\u0370-\u058f]{1,4})\.\Z"
    r"|&[a-z]{2,8};\Z",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 12

_LINE_BREAK = lazy.compile(r"(?:\r\n|\n|\r)[ \t\u3000]*+")
# A line that ends inside a compound (`Vision-` / `Language`) is joined without a space, one that
# ends in a suspended hyphen (`Low-` / `and High-Resource`) with one.
_COMPOUND = lazy.compile(r"(?<=\w-)\n(?!(?:and|or|to|vs)\b)(?=\w)")


def is_label(text: str) -> bool:
    """Tell a label such as `论文链接` or `PDF` from a title."""
    label = text.strip(" \t[]【】：:")
    return len(label) <= _LONGEST_LABEL and label.lower() in _LABELS


def final_marks(title: str) -> str:
    """Return the marks, with spaces between and before them, that end a title as if a sentence.

    An ellipsis, and the stop of an abbreviation, are meant; so is a title of marks alone.
    """
    if title[-1:] not in _MAY_END_TITLE:
        return ""
    bare = title.rstrip(_MARKS_AND_SPACES)
    marks = title[len(bare) :]
    return marks if marks and bare and not _is_meant(title, marks) else ""


def _is_meant(title: str, marks: str) -> bool:
    if len(marks) > 1:
        return marks.count("。") > 2 or (not marks.strip(". ") and marks.count(".") > 1)
    return marks in ".;" and bool(_ABBREVIATION.search(title[-_LONGEST_ABBREVIATION:]))


def unusual_headings(digest: Digest) -> list[Heading]:
    """Return the headings that are not just a line of marks, one space and the title."""
    text = digest.text
    return [
        heading
        for heading in digest.headings
        if text[heading.start : heading.title.end + 1]
        != f"{'#' * heading.level} {heading.title.text}\n"
    ]


def is_wrapped(title: str) -> bool:
    """Tell whether a title runs on in another line."""
    return "\n" in title or "\r" in title


def joined(title: str) -> str:
    """Return a title on one line."""
    lines = _LINE_BREAK.split(title.strip())
    return _COMPOUND.sub("", "\n".join(line.rstrip() for line in lines)).replace("\n", " ")
