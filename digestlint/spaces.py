"""The spaces in a translation that stand beside Chinese characters and marks."""

from typing import NamedTuple

from digestlint import lazy
from digestlint.records import Digest
from digestlint.text import Span, is_han
from digestlint.translation import translation
from digestlint.typography import FULL_WIDTH_MARKS

MARKS = f"{FULL_WIDTH_MARKS}（）"

# It begins with a literal, so that the search passes over all else at no cost; a run of spaces is
# looked at from its first one only.
_SPACES = lazy.compile(
    rf" (?:(?P<marks>(?<=[{MARKS}] ) *+|(?<=[^ ] ) *+(?=[{MARKS}]))"
    r"|(?<=[^ -~] ) *+(?=[^ -~]))"
)


class Spaces(NamedTuple):
    """Runs of spaces, each kind in the order of the text.

    `marks` stand beside a full-width mark or round bracket, also at the end of a line; `han`
    between two Chinese characters.
    """

    marks: list[Span]
    han: list[Span]


def spaces(digest: Digest) -> Spaces:
    """Return the spaces that stand beside Chinese characters and marks."""
    return digest.view(_spaces)


def _spaces(digest: Digest) -> Spaces:
    text = translation(digest)
    marks: list[Span] = []
    han: list[Span] = []
    for match in _SPACES.finditer(text):
        start, end = match.span()
        if match["marks"] is not None:
            marks.append((start, end))
        elif is_han(text[start - 1 : start]) and is_han(text[end : end + 1]):
            han.append((start, end))
    return Spaces(marks, han)
