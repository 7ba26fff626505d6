"""What sticks to a URL: Chinese text and full-width marks that GitHub reads as part of it."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from digestlint import lazy
from digestlint.hosts import NATIVE_HOSTS
from digestlint.text import is_translated
from digestlint.urls import has_ascii_paths, host, is_glued, is_within, meant_end

_NON_ASCII = lazy.compile(r"[^\x00-\x7f]")
# What sticks besides Chinese letters and their like: full-width marks, and the quotes, dashes and
# dots that Chinese text shares with others. Letters of further alphabets are left out: in a path
# they are real more often than not. So are spaces, which FIL006 makes plain ones.
_MARK = lazy.compile(r"[\u00b7\u2010-\u2027\u3001-\u303f\u30fb\uff00-\uff9f\uffa1-\uffef]")
_FULL_WIDTH_MARK = lazy.compile("[、。！，：；？”’」』】》）]")
# A URL and what sticks to it, up to the next URL that begins in what sticks.
_STUCK = lazy.compile(
    r"(?:https?://|\Awww\.)[!-~]*+(?>(?:(?!(?<![A-Za-z])https?://).)*)", re.IGNORECASE | re.DOTALL
)
# What may stand before non-ASCII text that begins a part of the path, or a value, and what shows
# that the path goes on after such text.
_BEFORE_PART = "/_(-"
_BEFORE_VALUE = "=#"
_GOES_ON = lazy.compile(r"[/?#&=%_-][A-Za-z0-9%]|\.[A-Za-z0-9]")
# Account and project names are ASCII on these hosts; the files in a repository need not be.
_IN_REPOSITORY = lazy.compile(r"/(?:blob|raw|resolve|tree)/")


def stuck_urls(target: str, *, bare: bool) -> Sequence[tuple[int, str]]:
    """Return the URLs in a link's target with what sticks to them, and where they start.

    A bare `https://a.b和https://c.d。` is one link to GitHub, and two URLs to its writer.
    """
    if target.isascii():
        return ()
    return _stuck(target) if bare else ((0, target),)


@lru_cache(maxsize=256)
def _stuck(target: str) -> Sequence[tuple[int, str]]:
    return tuple([(match.start(), match[0]) for match in _STUCK.finditer(target)])


@lru_cache(maxsize=256)
def glue_index(url: str, *, bare: bool) -> int | None:
    """Return the index of the first character of what sticks to a URL, or None.

    Several rules ask for the same URL's.
    """
    found = _NON_ASCII.search(url)
    if found is None or not _is_glue(found[0]) or not is_glued(url):
        return None
    return None if _is_native(url, found.start(), bare=bare) else found.start()


def _is_glue(character: str) -> bool:
    return _MARK.match(character) is not None or is_translated(character)


def _is_native(url: str, index: int, *, bare: bool) -> bool:
    """Tell whether the non-ASCII text that begins at an index is a real part of the URL.

    A mark of Chinese punctuation is none. Whoever wrote brackets around a URL has said where
    its path ends; after a bare one the path must go on to be believed.
    """
    if is_within(host(url[:index]), NATIVE_HOSTS):
        return not _FULL_WIDTH_MARK.match(url, index)
    if _path_goes_on(url, index):
        return True
    is_part = _follows(_BEFORE_VALUE + _BEFORE_PART * (not bare), url, index)
    return is_part and not _FULL_WIDTH_MARK.search(url, index)


def _follows(marks: str, url: str, index: int) -> bool:
    """Tell whether a letter stands at an index, and one of the marks before it."""
    return url[index - 1] in marks and is_translated(url[index : index + 1])


def _path_goes_on(url: str, index: int) -> bool:
    if url[index - 1] not in "/_-":
        return False
    end = index
    while is_translated(url[end : end + 1]):
        end += 1
    return end > index and _GOES_ON.match(url, end) is not None


def is_surely_glue(url: str, index: int, ascii_hosts: Collection[str]) -> bool:
    """Tell whether what begins at an index can be no part of any URL on that host."""
    if _follows(_BEFORE_VALUE, url, index):
        return False
    if _follows(_BEFORE_PART, url, index) and _IN_REPOSITORY.search(url, 0, index):
        return False
    return has_ascii_paths(host(url[: meant_end(url)]), ascii_hosts)
