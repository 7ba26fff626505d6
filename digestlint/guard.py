"""What a fix may never change, and the proof that it has not.

Compared are the entries with their ids, the URLs, and every digit, Han character and letter of the
translation's script. A rule whose
repair does change one of these is named here with what it may change, so that a mistake in any
other rule is caught.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache, partial
from typing import NamedTuple

from digestlint import lazy
from digestlint.invisible import without_invisible
from digestlint.linkline import read_reference
from digestlint.records import Digest, PaperLink
from digestlint.scripts import Script, facts
from digestlint.text import nfkc
from digestlint.urls import meant_end

_PAPER = "arXiv:"
_SCHEME = lazy.compile(r"https?://", re.IGNORECASE)
# Up to the next URL: `[https://a.b](https://a.b)` holds two. What names no host is none.
_WWW = r"(?<![a-z0-9.])www\."
_URL = lazy.compile(
    rf"(?:https?://(?:www\.)?|{_WWW})(?=[a-z0-9])(?>(?:(?!https?://|{_WWW})[!-~])*)", re.IGNORECASE
)

# Repairs that may change digits and Han characters, for all that they take away and put in.
CHANGE_CHARACTERS = frozenset(
    {
        "HDG005",  # takes away a list number, or the target of a link in a title
        "ARX005",  # spells a DOI or a mirror's path without the digits that are not the id's
        "ARX006",  # takes away the version
        "URL005",  # takes away parameters
        "DUP001",  # drops a copy
        "SUP001",  # takes away a comment with its reason
        "RES001",  # takes away labels of fields, and keywords
        "TRM001",  # writes the rest of a term in Chinese, or a Chinese one in Latin letters
        "TRM002",  # writes the usual term
        "TRM003",  # writes what the glossary prefers
        "TRM004",  # writes a name as the configuration spells it, which may be in any script
    }
)
# Repairs that put the same characters into another order: heading and link text change places.
REORDER = frozenset({"BIL003"})
# Repairs that may take away a URL, or a part of one.
CHANGE_URLS = frozenset({"HDG005", "URL005", "DUP001", "SUP001"})
# Repairs that may take away an entry.
DROP_ENTRIES = frozenset({"DUP001"})
# Repairs that may show an entry that an invisible character had hidden.
GAIN_ENTRIES = frozenset({"FIL006"})


class Change(NamedTuple):
    """What the repairs of one rule took away and put in."""

    code: str
    removed: str
    added: str


def lost(before: Digest, after: Digest, changes: Collection[Change]) -> str | None:
    """Return what the changes lost or made up, in a few words; None where all is there."""
    codes = {change.code for change in changes}
    if not _same_papers(before, after, codes):
        return "entries or their ids"
    if codes.isdisjoint(CHANGE_URLS) and (url := _lost_url(before, after)):
        return f'the URL "{url}"'
    if not _same_characters(before, after, changes):
        return "digits or translated text"
    return None


def _same_papers(before: Digest, after: Digest, codes: Collection[str]) -> bool:
    """Compare the entries by their ids, in order.

    Those without a link line are no papers yet: their text tells them from sections.
    A dropped copy leaves the first entry of its id in place; a gained entry leaves the others
    as they were, unless it is the first of two copies.
    """
    old, new = (
        [_paper(entry.link) for entry in digest.entries if entry.link] for digest in (before, after)
    )
    drops, gains = (not some.isdisjoint(codes) for some in (DROP_ENTRIES, GAIN_ENTRIES))
    if drops and gains:
        return set(old) <= set(new)
    if drops:
        return list(dict.fromkeys(old)) == list(dict.fromkeys(new))
    following = iter(new)
    return old == new or (gains and all(paper in following for paper in old))


def _paper(link: PaperLink) -> str:
    return _named(without_invisible(link.target))


def _lost_url(before: Digest, after: Digest) -> str | None:
    """Return a URL that is gone, or one that did not stand in the text."""
    old, new = (Counter(_urls(digest.text)) for digest in (before, after))
    made_up = (url for url in new - old if url.removeprefix(_PAPER) not in nfkc(before.text))
    return next(iter(old - new), None) or next(made_up, None)


def _same_characters(before: Digest, after: Digest, changes: Iterable[Change]) -> bool:
    """Compare translated characters and digits: in order, unless a repair may change that."""
    characters = partial(_characters, before.script)
    old, new = characters(before.text), characters(after.text)
    licensed = [change for change in changes if change.code in CHANGE_CHARACTERS]
    if not licensed and all(change.code not in REORDER for change in changes):
        return old == new
    expected = Counter(old)
    for change in licensed:
        expected.subtract(characters(change.removed))
        expected.update(characters(change.added))
    expected.subtract(new)
    return not any(expected.values())


def _characters(script: Script, text: str) -> str:
    return nfkc(_no_fact(script).sub("", text))


@cache
def _no_fact(script: Script) -> re.Pattern[str]:
    return re.compile(f"[^{facts(script)}\u2e80-\u2fd50-9０-９]+")


def _urls(text: str) -> Iterator[str]:
    """Return the URLs of a text as they were meant, whatever sticks to them.

    Wherever they stand, code and headings included: a repair may turn one into the other.
    """
    return (_named(match[0]) for match in _URL.finditer(without_invisible(text)))


def _named(target: str) -> str:
    """Return what a target was meant to lead to: the paper, or the URL without its scheme."""
    url = target[: meant_end(target)]
    reference = read_reference(url)
    known = reference.id if reference else None
    return f"{_PAPER}{known}" if known else _SCHEME.sub("", nfkc(url))
