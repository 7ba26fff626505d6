"""The scripts that a digest may be translated into, by the names that Unicode gives them."""

import re
from functools import cache
from typing import Literal, get_args

from digestlint import lazy
from digestlint.text import HAN, TRANSLATED_CHARACTER, is_han

# The scripts of today's languages. Without Latin, which would not tell a translation from English.
Script = Literal[
    "Arabic", "Armenian", "Bengali", "Cyrillic", "Devanagari", "Ethiopic", "Georgian", "Greek",
    "Gujarati", "Gurmukhi", "Han", "Hangul", "Hebrew", "Hiragana", "Kannada", "Katakana", "Khmer",
    "Lao", "Malayalam", "Mongolian", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thaana",
    "Thai", "Tibetan",
]  # fmt: skip
SCRIPTS: tuple[Script, ...] = get_args(Script)

# Japanese is written in three scripts, none of which need be in a title.
KANA = ("Hiragana", "Katakana")

# A line break inside a sentence shows as a space, which these have none of.
WITHOUT_SPACES = frozenset({"Han", *KANA})

# All scripts stand in the first two planes, but for rare ideographs.
_CODE_POINTS = 0x20000


@cache
def letters(script: Script) -> re.Pattern[str]:
    """Return what finds a letter of a translation in a script.

    Kana and Hangul pass for Chinese too: whatever the language, text in them is no English.
    """
    if script == "Han":
        return TRANSLATED_CHARACTER
    ranges = HAN + "".join(map(_ranges, KANA)) if script in KANA else _ranges(script)
    return lazy.compile(f"[{ranges}]")


def begins_translated(text: str, script: Script) -> bool:
    """Tell whether a text begins with a letter of a translation."""
    if script == "Han" and is_han(text[:1]):
        return True
    return not text[:1].isascii() and letters(script).match(text) is not None


def holds_translation(text: str, script: Script) -> bool:
    """Tell whether a text holds a letter of a translation.

    Nearly every one that does ends or begins with a Chinese one, or holds the most frequent: to ask
    for these is faster than to search, and most often saves compiling a pattern of all.
    """
    if text.isascii():
        return False
    if script == "Han" and (is_han(text[-1:]) or is_han(text[:1]) or "的" in text):
        return True
    return letters(script).search(text) is not None


@cache
def facts(script: Script) -> str:
    """Return, for a character class, the letters of a script that no fix may change."""
    return HAN if script == "Han" else HAN + _ranges(script)


def _ranges(script: str) -> str:
    """Return a script for a character class of `re`, which is much faster than `regex`."""
    import regex

    every = "".join(map(chr, range(_CODE_POINTS)))
    seen = rf"[\p{{Script={script}}}--\p{{Default_Ignorable_Code_Point}}]+"
    spans = (match.span() for match in regex.finditer(seen, every, regex.VERSION1))
    return "".join(f"{chr(start)}-{chr(end - 1)}" for start, end in spans)
