"""Tells digests from the other files of a repository."""

from digestlint.linkline import speaks_of_arxiv
from digestlint.records import Digest, Entry
from digestlint.text import TRANSLATED_CHARACTER, UNDECODABLE

_SEVERAL = 3
# Link texts of reading lists and project pages: such a link is no translated title.
_LABELS = frozenset(
    {
        *("abs", "abstract", "arxiv", "link", "paper", "pdf", "preprint"),
        *("链接", "论文", "论文地址", "论文链接", "原文", "原文链接"),
    }
)


def holds_digest(digest: Digest) -> bool:
    """Tell a digest from any other file.

    It has an entry with a link line that leads to arXiv, and both languages in it; or several
    entries that come near. The page of a project cites its paper, a reading list links some.
    """
    if not (TRANSLATED_CHARACTER.search(digest.text) or UNDECODABLE.search(digest.text)):
        return False
    linked = [entry for entry in digest.entries if entry.link and speaks_of_arxiv(entry.link)]
    return len(linked) >= _SEVERAL or any(map(_is_bilingual, linked))


def _is_bilingual(entry: Entry) -> bool:
    """Tell whether an English heading stands above a translated title, or else abstract."""
    link = entry.link
    if link is None or _is_translated(entry.heading.title.text) or _is_label(link.text):
        return False
    begins_line = link.line_start == link.start
    if _is_translated(link.text):
        is_alone = not entry.abstract or entry.abstract[0].start >= link.line_end
        return begins_line and is_alone
    return begins_line and any(_is_translated(paragraph.text) for paragraph in entry.abstract)


def _is_translated(text: str) -> bool:
    return bool(TRANSLATED_CHARACTER.search(text) or UNDECODABLE.search(text))


def _is_label(text: str) -> bool:
    return text.strip().lower() in _LABELS
