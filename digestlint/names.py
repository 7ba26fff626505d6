"""The name that a title opens with, as `SwiftBrush v2: …` does, and whether a title holds it."""

import re

from digestlint import lazy
from digestlint.text import nfkc

# Addresses, ratios and names such as `Re:Form` go on behind their colon.
COLON = lazy.compile(r"[:：](?:(?<=：)|(?<!\\:)(?![A-Za-z0-9/:]))")

_LONGEST = 40
_LATEX = lazy.compile(r"\\[A-Za-z]+ ?|[${}^]")
# A letter and then a capital or a digit, or a digit and then a letter.
_NAME_LIKE = lazy.compile(r"[^\W\d_].*[A-Z0-9]|[0-9].*[A-Za-z]")
# `Internet 3.0` is no name, as `Octopus v3` is.
_VERSION = lazy.compile(r"(v?)[0-9]{1,3}(?:\.[0-9]{1,3})?[a-z+]?", re.IGNORECASE)
# `Talking-to-Build`, `Meta-Learning`, `Few-Shot`: English that is rightly translated.
_PHRASE = lazy.compile(
    r"-(?:a|an|and|as|at|by|for|from|in|is|of|on|or|the|then|to|vs|with)-|-(?:\w+ing|\w+ion|shot)\Z",
    re.IGNORECASE,
)
# Terms, which a translation may spell out.
_TERMS = frozenset(
    {
        *("ai", "agi", "genai", "ml", "dl", "rl", "nlp", "cv", "hci", "xai", "rag", "icl", "moe"),
        *("lm", "lms", "slm", "slms", "llm", "llms", "vlm", "vlms", "lvlm", "lvlms", "mllm"),
        *("mllms", "lmm", "lmms", "gnn", "gnns", "cnn", "cnns", "gan", "gans", "nerf", "ocr"),
        *("asr", "tts", "vqa", "ner", "kg", "kgs", "gui", "uav", "uavs", "iot", "eeg", "ecg"),
        *("mri", "ehr", "ehrs", "covid19", "phd", "2d", "3d", "4d", "sok", "wip"),
        # What has a name of its own in Chinese: 艾滋病毒, 二氧化碳.
        *("hiv", "aids", "dna", "rna", "mrna", "adhd", "ptsd", "usa", "eu", "un", "co2", "pm25"),
    }
)
# Greek letters are written as such or as commands, so they tell nothing.
_NO_LETTER = lazy.compile(r"\\[A-Za-z]*+|[^\w\\]+|[_\u0370-\u03ff]+")
# `U-Net` and `N-Gram`, of which a translation may keep the letter: `U型网络`, `N元语法`.
_LETTERED = lazy.compile("([A-Za-z])-[A-Za-z]+")
_WORD = lazy.compile(r"[A-Za-z]+|[0-9]+")


def opening_name(title: str) -> str | None:
    """Return the name before a title's first colon, as it is written there.

    A name is a single word with an inner capital, or with letters and digits, or any word with a
    version such as `v2` behind it.
    """
    has_colon = ":" in title or "：" in title
    colon = COLON.search(title, 0, _LONGEST) if has_colon else None
    if colon is None:
        return None
    name = title[: colon.start()].strip()
    # A tab is what became of the escape in `\texttt`.
    if not name.isprintable():
        return None
    word, *others = nfkc(_LATEX.sub("", name)).split() or [""]
    if len(others) == 1 and (version := _VERSION.fullmatch(others[0])):
        return name if version[1] or _is_name(word) else None
    return name if not others and _is_name(word) else None


def holds_name(title: str, name: str) -> bool:
    """Tell whether a title holds a name, however its marks and its letters are set."""
    return name in title or _folded(name) in _folded(title)


def keeps_letter(title: str, name: str) -> bool:
    """Tell whether a title translates the word behind a letter, and keeps the letter."""
    lettered = _LETTERED.fullmatch(name)
    if lettered is None:
        return False
    return re.search(f"(?<![!-~]){lettered[1]}(?![!-~])", title) is not None


def has_initials(title: str, name: str) -> bool:
    """Tell whether a name abbreviates words of a title, as `RAG` does."""
    initials = "".join(word[0] for word in _WORD.findall(title))
    return _folded(name).removesuffix("s") in initials.casefold()


def _is_name(word: str) -> bool:
    if not _NAME_LIKE.match(word) or _PHRASE.search(word):
        return False
    folded = _folded(word)
    return len(folded) > 1 and folded not in _TERMS


def _folded(text: str) -> str:
    return _NO_LETTER.sub("", nfkc(text)).casefold()
