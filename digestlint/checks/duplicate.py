"""DUP: what stands in the digest twice."""

from collections.abc import Callable, Iterator
from functools import partial

import regex

from digestlint.records import Digest, Entry
from digestlint.rule import Options
from digestlint.text import nfkc
from digestlint.violation import Fix, Safety, Violation, replacement

# What tells no two titles apart; `C++`, `C#` and `A*` are not `C` and `A`.
_FOLDED = regex.compile(r"[[\p{P}\s$^`~|]--[#*]]+", regex.VERSION1)
_SPACE_BY_NO_DIGITS = regex.compile(r"(?<![0-9]) | (?![0-9])")
# In UTF-8: nine Han characters or 27 letters. Shorter translations are labels (`摘要`), failed
# ones (`翻译失败`) or titles so general that two papers may well share them.
_TELLING = 27
_FINAL_MARKS = " 。.,;:!?、"


def duplicate_paper(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report every entry whose identifier an earlier entry has; the fix drops a true copy."""
    repeated = list(_repeated(digest, lambda entry: entry.arxiv_id))
    copies = (
        {entry.start for entry, _ in _repeated(digest, partial(_content, digest.text))}
        if repeated
        else set()
    )
    for entry, first in repeated:
        if (link := entry.link) and link.reference:
            yield Violation(
                link.target_start + link.reference.start,
                link.target_start + link.reference.end,
                "{id} is the paper of the entry at line {line} already; keep one, or mend the id",
                {"id": entry.arxiv_id, "line": _line(digest, first)},
                _without(digest, entry) if entry.start in copies else None,
            )


def duplicate_title(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report an English title that an entry with another link has."""
    for entry, first in _repeated(digest, _folded_title):
        if not _same_paper(entry, first):
            title = entry.heading.title
            yield Violation(
                title.start,
                title.end,
                "the entry at line {line} has this title too, under another id; check both",
                {"line": _line(digest, first)},
            )


def duplicate_translated_title(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report the translated title of another paper."""
    for entry, first in _repeated(digest, _translated_title):
        if (link := entry.link) and not _same_paper(entry, first):
            yield Violation(
                link.text_start,
                link.text_end,
                "the entry at line {line} has both titles too, under another id; check both"
                if _folded_title(entry) == _folded_title(first)
                else 'the entry at line {line} has this translated title too; translate "{title}"',
                {"title": entry.heading.title.text, "line": _line(digest, first)},
            )


def duplicate_abstract(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report the abstract of another paper, from its first paragraph to its last."""
    for entry, first in _repeated(digest, _abstract):
        if not _same_paper(entry, first):
            paragraphs = list(entry.prose)
            yield Violation(
                paragraphs[0].start,
                paragraphs[-1].end,
                'the entry at line {line} has this abstract too; put in that of "{title}"',
                {"title": entry.heading.title.text, "line": _line(digest, first)},
            )


def _repeated(digest: Digest, key: Callable[[Entry], str | None]) -> Iterator[tuple[Entry, Entry]]:
    """Yield every entry whose key stood before, with the first entry that has it."""
    firsts: dict[str, Entry] = {}
    for entry in digest.entries:
        if value := key(entry):
            first = firsts.setdefault(value, entry)
            if first is not entry:
                yield entry, first


def _line(digest: Digest, entry: Entry) -> int:
    return digest.lines.position(entry.heading.start).line


def _same_paper(entry: Entry, other: Entry) -> bool:
    """Tell whether DUP001 reports the two already."""
    return entry.arxiv_id is not None and entry.arxiv_id == other.arxiv_id


def _folded_title(entry: Entry) -> str:
    """Return a title without case, punctuation and spaces; entries without link have none."""
    if entry.link is None:
        return ""
    title = nfkc(entry.heading.title.text).casefold()
    # `Task 1-2` and `Task 12` are two tasks.
    return _SPACE_BY_NO_DIGITS.sub("", _FOLDED.sub(" ", title))


def _translated_title(entry: Entry) -> str:
    return _telling(nfkc(entry.link.text).rstrip(_FINAL_MARKS)) if entry.link else ""


def _abstract(entry: Entry) -> str:
    return _telling("".join(paragraph.text for paragraph in entry.prose))


def _telling(text: str) -> str:
    """Return a text without white space, or nothing where it is too short to tell papers apart."""
    folded = "".join(text.split())
    return folded if len(folded.encode("utf-8", "surrogatepass")) >= _TELLING else ""


def _content(text: str, entry: Entry) -> str | None:
    """Return an entry without heading mark, target and white space, but with its identifier."""
    if entry.arxiv_id is None or entry.link is None:
        return None
    before = text[entry.heading.title.start : entry.link.target_start]
    after = text[entry.link.target_end : entry.end]
    return " ".join([entry.arxiv_id, *before.split(), "", *after.split()])


def _without(digest: Digest, entry: Entry) -> Fix:
    """Drop an entry; with the last one go the blank lines before it."""
    start = entry.start
    if entry.end == len(digest.text):
        content = len(digest.text[:start].rstrip())
        _, start = digest.lines.span(digest.lines.index(content))
    return replacement(start, entry.end, "", Safety.UNSAFE)
