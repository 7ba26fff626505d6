"""The list of keywords that may end an abstract."""

import re

from digestlint import lazy

_KEYWORDS = lazy.compile(
    r"(?<![^。！？!?.）)\s])(?:\*\*|【)?(?i:关键[词字]|索引词|主题词|key[ -]?words?)(?:\*\*|】)?"
    r"[ \t]*[：:][^。！？：:<>\[\]$`\r\n]{1,200}[。.]?\s*\Z"
)
_LONGEST_KEYWORDS = 220
_BETWEEN_TERMS = lazy.compile(r"[、，,；;|]")
# A number is a figure unless it belongs to a name, as in `GPT-4`.
_TERM = lazy.compile(r"(?:[^\x00-\x7f]|[A-Za-z][A-Za-z0-9+-]*+|[ -]){1,60}")
_LONGEST_TERM, _MOST_WORDS = 12, 4
_CLAUSE = lazy.compile(
    r"[是为的了在被把将会不已我它其使让倍]|提[升高]|降低|减少|增加|优于|超过|达到|没有|具有|公开|需要"
    r"|\b(?:is|are|was|were|we|our|the|has|have|can)\b",
    re.IGNORECASE,
)


def keywords(text: str) -> int | None:
    """Return the index where the list of keywords begins with which a text ends, or None."""
    # Most abstracts hold no colon there, or no word for it, which is found out faster.
    end = text[-_LONGEST_KEYWORDS:]
    if "：" not in end and ":" not in end:
        return None
    # A `y` is found faster than small letters are made.
    is_english = ("y" in end or "Y" in end) and "key" in end.lower()
    if not is_english and "词" not in end and "关键字" not in end:
        return None
    match = _KEYWORDS.search(text, max(0, len(text) - _LONGEST_KEYWORDS))
    return match.start() if match else None


def is_list_of_terms(field: str) -> bool:
    """Tell whether a field of keywords holds but short terms: no clause, no figure."""
    *_, listed = re.split("[：:]", field, maxsplit=1)
    return all(map(_is_term, _BETWEEN_TERMS.split(listed.strip(" \t\u3000\r\n*。.；;"))))


def _is_term(text: str) -> bool:
    letters = [character for character in text if not character.isascii()]
    if not all("\u3400" <= letter <= "\u9fff" or letter == "·" for letter in letters):
        return False
    if _TERM.fullmatch(text) is None or _CLAUSE.search(text):
        return False
    length = len(letters) - text.count("·")
    return length <= _LONGEST_TERM and len(text.split()) <= _MOST_WORDS
