"""Tells digests from the other files of a repository."""

from itertools import islice

from digestlint.linkline import speaks_of_arxiv
from digestlint.records import Digest, Entry
from digestlint.scripts import Script, holds_translation
from digestlint.text import UNDECODABLE
from digestlint.titles import is_label

_SEVERAL = 3


def may_hold_digest(text: str, script: Script) -> bool:
    """Tell whether a text holds any translation; one without need not be parsed."""
    return _is_translated(text, script)


def holds_digest(digest: Digest) -> bool:
    """Tell a digest from any other file.

    It has an entry with a link line that leads to arXiv, and both languages in it; or several
    entries that come near. The page of a project cites its paper, a reading list links some.
    """
    if not may_hold_digest(digest.text, digest.script):
        return False
    papers = (entry for entry in digest.entries if entry.link and speaks_of_arxiv(entry.link))
    linked = list(islice(papers, _SEVERAL))
    return len(linked) >= _SEVERAL or any(_is_bilingual(entry, digest.script) for entry in linked)


def _is_bilingual(entry: Entry, script: Script) -> bool:
    """Tell whether an English heading stands above a translated title, or else abstract."""
    link = entry.link
    if link is None or is_label(link.text):
        return False
    if _is_translated(entry.heading.title.text, script):
        return False
    begins_line = link.line_start == link.start
    if _is_translated(link.text, script):
        is_alone = not entry.abstract or entry.abstract[0].start >= link.line_end
        return begins_line and is_alone
    return begins_line and any(
        _is_translated(paragraph.text, script) for paragraph in entry.abstract
    )


def _is_translated(text: str, script: Script) -> bool:
    return holds_translation(text, script) or UNDECODABLE.search(text) is not None
