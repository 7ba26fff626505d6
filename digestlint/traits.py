"""What two entries may have in common, folded so that trifles make no difference.

The titles of a digest are folded all at once, a line each: to begin takes longer than one title.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from unicodedata import category

from digestlint.odd import odd_characters
from digestlint.records import Digest, Entry
from digestlint.text import Span, nfkc

_BETWEEN_DIGITS = rb" (?<=[0-9] ) *+(?=[0-9])"
# What `nfkc` makes of the usual marks of a title; it takes long over a text that it has to change.
_NARROW = dict(zip("，：；？！（）", ",:;?!()", strict=True))
# In UTF-8: nine Han characters or 27 letters. Shorter translations are labels (`摘要`), failed
# ones (`翻译失败`) or titles so general that two papers may well share them.
_TELLING = 27
_FINAL_MARKS = " 。.,:;!?、"
# The white space that is not among the odd characters.
_SPACE = " \n\r\t\x85"


class Trait(StrEnum):
    """What of an entry is compared with other entries."""

    PAPER = "paper"
    TITLE = "title"
    TRANSLATED_TITLE = "translated-title"
    ABSTRACT = "abstract"

    def span(self, entry: Entry) -> Span:
        """Return where the trait stands in the text; of an entry without it, the entry's start."""
        return _SPANS[self](entry) or (entry.start, entry.start)


def values(digest: Digest, trait: Trait) -> list[str]:
    """Return what each entry of a digest has of a trait, in order.

    It is the same in entries that have the trait in common, and empty in one that has it not.
    """
    return digest.view(_VALUES[trait])


def is_same_paper(entry: Entry, other: Entry) -> bool:
    """Tell whether two entries are known to speak of one paper."""
    return entry.arxiv_id is not None and entry.arxiv_id == other.arxiv_id


def have_one_title(entry: Entry, other: Entry) -> bool:
    """Tell whether the English titles of two entries are the same."""
    title, other_title = _folded([entry, other])
    return title == other_title


def _papers(digest: Digest) -> list[str]:
    return [entry.arxiv_id or "" for entry in digest.entries]


def _titles(digest: Digest) -> list[str]:
    return _folded(digest.entries)


def _folded(entries: Sequence[Entry]) -> list[str]:
    """Return titles without case, punctuation and spaces; entries without link have none."""
    lines = _lines([entry.heading.title.text if entry.link else "" for entry in entries])
    lines = nfkc(lines).casefold()
    if not lines.isascii():
        for mark in filter(_tells_nothing, set(lines)):
            lines = lines.replace(mark, " ")
    # In bytes, a table makes spaces of marks in one go, and spaces go as fast.
    folded = lines.encode("utf-8", "surrogatepass").translate(_FOLDED)
    # `Task 1-2` and `Task 12` are two tasks. No hyphen but these is left.
    folded = re.sub(_BETWEEN_DIGITS, b"-", folded).translate(None, b" ")
    return folded.decode("utf-8", "surrogatepass").split("\n")[:-1]


def _lines(texts: Iterable[str]) -> str:
    """Return texts of one line each, every one of them with a line ending."""
    return "\n".join([*texts, ""])


def _tells_nothing(character: str) -> bool:
    """Tell what makes no difference to a title; `C++`, `C#` and `A*` are not `C` and `A`."""
    if character in "#*\n":
        return False
    return character in "$^`~|" or character.isspace() or category(character).startswith("P")


_MARKS = "".join(filter(_tells_nothing, map(chr, range(128)))).encode()
_FOLDED = bytes.maketrans(_MARKS, b" " * len(_MARKS))


def _spaces(digest: Digest) -> str:
    """Return the white space that a digest holds, each kind once."""
    characters = filter(str.isspace, _SPACE + odd_characters(digest))
    return "".join(space for space in characters if space in digest.text)


def _translated_titles(digest: Digest) -> list[str]:
    """Return translated titles without white space."""
    lines = _lines([entry.link.text if entry.link else "" for entry in digest.entries])
    for wide, narrow in _NARROW.items():
        lines = lines.replace(wide, narrow)
    lines = nfkc(lines).replace(" ", "")
    titles = [title.rstrip(_FINAL_MARKS) for title in lines.split("\n")[:-1]]
    if digest.view(_spaces).strip(" \n\r"):
        titles = ["".join(title.split()) for title in titles]
    return list(map(_telling, titles))


def _abstracts(digest: Digest) -> list[str]:
    """Return abstracts without white space, of which a digest holds two kinds or three."""
    texts: list[str] = []
    spaces = digest.view(_spaces)
    for entry in digest.entries:
        text = "".join([paragraph.text for paragraph in entry.prose])
        for space in spaces:
            text = text.replace(space, "")
        texts.append(_telling(text))
    return texts


def _telling(text: str) -> str:
    """Return a text without white space, or nothing where it is too short to tell papers apart."""
    is_long = len(text) >= _TELLING or len(text.encode("utf-8", "surrogatepass")) >= _TELLING
    return text if is_long else ""


def _paper_span(entry: Entry) -> Span | None:
    link = entry.link
    if link is None or link.reference is None:
        return None
    return link.target_start + link.reference.start, link.target_start + link.reference.end


def _title_span(entry: Entry) -> Span:
    return entry.heading.title.start, entry.heading.title.end


def _translated_title_span(entry: Entry) -> Span | None:
    return (entry.link.text_start, entry.link.text_end) if entry.link else None


def _abstract_span(entry: Entry) -> Span | None:
    paragraphs = list(entry.prose)
    return (paragraphs[0].start, paragraphs[-1].end) if paragraphs else None


_SPANS: dict[Trait, Callable[[Entry], Span | None]] = {
    Trait.PAPER: _paper_span,
    Trait.TITLE: _title_span,
    Trait.TRANSLATED_TITLE: _translated_title_span,
    Trait.ABSTRACT: _abstract_span,
}

_VALUES: dict[Trait, Callable[[Digest], list[str]]] = {
    Trait.PAPER: _papers,
    Trait.TITLE: _titles,
    Trait.TRANSLATED_TITLE: _translated_titles,
    Trait.ABSTRACT: _abstracts,
}
