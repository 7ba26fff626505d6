"""Characters that nobody sees: which there are, and where they mean something."""

import re
import unicodedata
from collections.abc import Iterator

from digestlint import lazy
from digestlint.text import BOM

SPACES = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# A space that is no plain one, with whatever spaces follow.
ODD_SPACES = lazy.compile(f"[{SPACES}][ \t{SPACES}]*+")

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Those of Unicode's first plane.
INVISIBLE_IN_BMP = (
    "\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\uffa0"
    f"{BOM}\ufe00-\ufe0f"
)
_INVISIBLE = f"{INVISIBLE_IN_BMP}{_SELECTORS}\U000e0001\U000e0020-\U000e007f"
# The black flag is here for the tags behind it, which may make it the flag of Scotland.
_FLAG = "\U0001f3f4"
INVISIBLE = lazy.compile(f"[{_INVISIBLE}]*+")
_RUN = lazy.compile(rf"([{_FLAG}{_INVISIBLE}])(?>(?:(?!{_FLAG})\1)*)")

_PICTOGRAPHS = "\u2190-\u2bff\U0001f000-\U0001faff"
# From Hebrew and Arabic to the scripts of South-East Asia, joiners shape letters, zero-width
# spaces part words, and marks of direction order them. A separator shapes Mongolian vowels, and
# fillers complete the syllables of Hangul that are spelled in parts.
_JOINING_SCRIPTS = (
    "\u0590-\u061b\u061d-\u115e\u1161-\u180d\u180f-\u1cff"
    "\ua840-\uabff\ufb1d-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
)
_MEANINGFUL = lazy.compile(
    rf"""{_FLAG}(?:[\U000e0030-\U000e0039\U000e0061-\U000e007a]{{3,6}}\U000e007f)?
    |(?<=[^\sA-Za-z{_INVISIBLE}])[{_SELECTORS}]
    |(?<=[{_PICTOGRAPHS}\ufe0f])\u200d(?=[{_PICTOGRAPHS}])
    |(?<=[{_JOINING_SCRIPTS}])[\u200b-\u200f\u061c]
    |[\u200b-\u200f\u061c](?=[{_JOINING_SCRIPTS}])
    |(?<=[\u1820-\u18aa])\u180e
    |\u115f(?=[\u1161-\u11a7])|(?<=[\u1100-\u115e])\u1160""",
    re.VERBOSE,
)


def invisible_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of invisible characters that mean nothing where they stand.

    Each span holds one character, once or several times. A byte order mark at the start of the
    text is none.
    """
    position = len(BOM) * text.startswith(BOM)
    while run := _RUN.search(text, position):
        meaningful = _MEANINGFUL.match(text, run.start())
        if meaningful is None:
            yield run.span()
        position = (meaningful or run).end()


def holds_invisible(text: str) -> bool:
    """Tell whether a text holds anything that `invisible_runs` would look at."""
    return _RUN.search(text) is not None


def describe(character: str) -> str:
    """Return what Unicode calls a character, such as `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character)}"


def without_invisible(text: str) -> str:
    """Return the text without what `invisible_runs` finds in it."""
    pieces: list[str] = []
    position = 0
    for start, end in invisible_runs(text):
        pieces.append(text[position:start])
        position = end
    return "".join([*pieces, text[position:]])
