"""What two entries may have in common, folded so that trifles make no difference."""

from collections.abc import Callable
from enum import StrEnum

from digestlint import lazy
from digestlint.records import Digest, Entry
from digestlint.text import Span, nfkc

# What tells no two titles apart; `C++`, `C#` and `A*` are not `C` and `A`.
_FOLDED = r"[[\p{P}\s$^`~|]--[#*]]+"
_FOLDED_ASCII = str.maketrans(dict.fromkeys("!\"$%&'(),./:;?@[\\]^_`{|}~-", " "))
_SPACE_BY_NO_DIGITS = lazy.compile(r"(?<![0-9]) | (?![0-9])")
_SPACE_BY_DIGITS = lazy.compile(r"[0-9] [0-9]")
# In UTF-8: nine Han characters or 27 letters. Shorter translations are labels (`摘要`), failed
# ones (`翻译失败`) or titles so general that two papers may well share them.
_TELLING = 27
_FINAL_MARKS = " 。.,;:!?、"


class Trait(StrEnum):
    """What of an entry is compared with other entries."""

    PAPER = "paper"
    TITLE = "title"
    TRANSLATED_TITLE = "translated-title"
    ABSTRACT = "abstract"

    def of(self, entry: Entry) -> str:
        """Return what is the same in entries that have the trait in common, or else nothing."""
        return _FOLDERS[self](entry)

    def span(self, entry: Entry) -> Span:
        """Return where the trait stands in the text; of an entry without it, the entry's start."""
        return _SPANS[self](entry) or (entry.start, entry.start)


def values(digest: Digest) -> dict[Trait, list[str]]:
    """Return what each entry of a digest has of each trait, in order; a view of the digest."""
    return {trait: list(map(fold, digest.entries)) for trait, fold in _FOLDERS.items()}


def is_same_paper(entry: Entry, other: Entry) -> bool:
    """Tell whether two entries are known to speak of one paper."""
    return entry.arxiv_id is not None and entry.arxiv_id == other.arxiv_id


def _paper(entry: Entry) -> str:
    return entry.arxiv_id or ""


def _title(entry: Entry) -> str:
    """Return a title without case, punctuation and spaces; entries without link have none."""
    if entry.link is None:
        return ""
    title = nfkc(entry.heading.title.text).casefold()
    folded = " ".join(_folded(title).split())
    # `Task 1-2` and `Task 12` are two tasks.
    if _SPACE_BY_DIGITS.search(folded):
        return _SPACE_BY_NO_DIGITS.sub("", folded)
    return folded.replace(" ", "")


def _folded(title: str) -> str:
    """Return a title with spaces for what tells no two titles apart."""
    if title.isascii():
        return title.translate(_FOLDED_ASCII)
    # Takes as long to load as a title of a thousand lines to fold, and few titles need it.
    import regex

    return regex.sub(_FOLDED, " ", title, flags=regex.VERSION1)


def _translated_title(entry: Entry) -> str:
    return _telling(nfkc(entry.link.text).rstrip(_FINAL_MARKS)) if entry.link else ""


def _abstract(entry: Entry) -> str:
    return _telling("".join(paragraph.text for paragraph in entry.prose))


def _telling(text: str) -> str:
    """Return a text without white space, or nothing where it is too short to tell papers apart."""
    folded = "".join(text.split())
    if len(folded) >= _TELLING or len(folded.encode("utf-8", "surrogatepass")) >= _TELLING:
        return folded
    return ""


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


_FOLDERS: dict[Trait, Callable[[Entry], str]] = {
    Trait.PAPER: _paper,
    Trait.TITLE: _title,
    Trait.TRANSLATED_TITLE: _translated_title,
    Trait.ABSTRACT: _abstract,
}
_SPANS: dict[Trait, Callable[[Entry], Span | None]] = {
    Trait.PAPER: _paper_span,
    Trait.TITLE: _title_span,
    Trait.TRANSLATED_TITLE: _translated_title_span,
    Trait.ABSTRACT: _abstract_span,
}
