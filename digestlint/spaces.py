"""The spaces in a translation that stand beside Chinese characters and marks."""

import re
from typing import NamedTuple

from digestlint.records import Digest
from digestlint.text import HAN
from digestlint.translation import translation
from digestlint.typography import FULL_WIDTH_MARKS, Span

MARKS = f"{FULL_WIDTH_MARKS}（）"

# It begins with a literal, so that the search passes over all else at no cost; a run of spaces is
# looked at from its first one only.
_SPACES = re.compile(
    rf" (?:(?P<latin>(?<=[{HAN}] ) *+(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%] ) *+(?=[{HAN}]))"
    rf"|(?P<marks>(?<=[{MARKS}] ) *+|(?<=[^ ] ) *+(?=[{MARKS}]))"
    rf"|(?P<han>(?<=[{HAN}] ) *+(?=[{HAN}])))"
)


class Spaces(NamedTuple):
    """Runs of spaces, each kind in the order of the text.

    `latin` stand between a Chinese character and a Latin letter, a digit or, before the
    character, a per cent sign; `marks` beside a full-width mark or round bracket, also at the end
    of a line; `han` between two Chinese characters.
    """

    latin: list[Span]
    marks: list[Span]
    han: list[Span]


def spaces(digest: Digest) -> Spaces:
    """Return the spaces that stand beside Chinese characters and marks."""
    return digest.view(_spaces)


def _spaces(digest: Digest) -> Spaces:
    found: dict[str | None, list[Span]] = {kind: [] for kind in Spaces._fields}
    for match in _SPACES.finditer(translation(digest)):
        found[match.lastgroup].append(match.span())
    return Spaces(found["latin"], found["marks"], found["han"])
