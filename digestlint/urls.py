"""Where a URL ends: as GitHub sees it, and as the writer meant it.

GitHub's autolinks run on to white space or `<`, through Chinese text and full-width marks.
The boundaries are those of cmark-gfm and its autolink extension, oddities included.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from string import ascii_letters
from typing import NamedTuple
from unicodedata import category

from digestlint import lazy
from digestlint.hosts import ASCII_HOSTS

_SPACE = " \t\r\n"
_BEFORE_WWW = _SPACE + "*_~("
_SCHEME = lazy.compile(r"(?<![A-Za-z])https?\Z", re.IGNORECASE | re.ASCII)
_LINK_RUN = lazy.compile(rf"[^<{_SPACE}]*")
# The domain as far as cmark-gfm reads it, which is up to the first non-ASCII character.
_DOMAIN = lazy.compile(r"(?>(?:\\?[A-Za-z0-9._-])*)")
_MANY_DOTS = 10

_TARGET_OPENS = lazy.compile(r"\([ \t\r\n]*+(?:<((?>(?:[^<>\\\r\n]++|\\.)*))>|(?!<))")
_TARGET_MARK = lazy.compile(r"\\[!-/:-@\[-`{-~]|[() \t\r\n]")
_TARGET_CLOSES = lazy.compile(
    r"""(?>(?:[ \t\r\n]++
      (?:"(?>(?:[^"\\]++|\\.)*)"|'(?>(?:[^'\\]++|\\.)*)'|\((?>(?:[^()\\]++|\\.)*)\)))?)
    [ \t\r\n]*+\)""",
    re.VERBOSE | re.DOTALL,
)
_MAX_NESTING = 32

_ASCII_RUN = lazy.compile(r"[!#-;=?-_a-~]*")
_HOST_BEGINS = lazy.compile(r"(?>(?:[A-Za-z]++:/*+|//)?)[A-Za-z0-9]")
_HOST = lazy.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*+:)?/*([^/?#]*+)")
_BRACKET = lazy.compile(r"[()\[\]{}]")
_OPENER_OF = {")": "(", "]": "[", "}": "{"}
_NEVER_LAST = ".,:;!?'*_~\\([{"
# What DNS allows; a longer one is no host, and is not taken apart label by label.
_MAX_HOST = 253


class Target(NamedTuple):
    """The target of an inline link, without `<>` and title, and where the link ends."""

    start: int
    end: int
    link_end: int


def link_target(text: str, start: int, end: int) -> Target | None:
    """Read what follows the text of an inline link, `(target "title")`, or return None."""
    opening = _TARGET_OPENS.match(text, start, end)
    if opening is None:
        return None
    target_start, target_end = opening.span(1)
    stop = opening.end()
    if opening[1] is None:
        target_start, stop = stop, _plain_target_end(text, stop, end)
        target_end = stop
    closing = _TARGET_CLOSES.match(text, stop, end)
    return Target(target_start, target_end, closing.end()) if closing else None


def _plain_target_end(text: str, start: int, end: int) -> int:
    """Return where a target without `<>` ends: at white space or a `)` that it did not open.

    As in cmark, white space ends it even inside parentheses. The block's end, where no link can
    be closed, stands for a target that does not end.
    """
    depth = 0
    for mark in _TARGET_MARK.finditer(text, start, end):
        if mark[0] == "(":
            depth += 1
        elif mark[0] == ")" and depth:
            depth -= 1
        elif len(mark[0]) == 1:
            return mark.start()
        if depth > _MAX_NESTING:
            break
    return end


def autolink_start(text: str, mark: int, start: int) -> int | None:
    """Return where the bare URL around a `://` or `www.` begins, or None if none does.

    `mark` is where the `://` or `www.` stands, `start` where its block begins.
    """
    before = text[mark - 1] if mark > start else " "
    if text.startswith("www.", mark):
        return mark if before in _BEFORE_WWW else None
    scheme = _SCHEME.search(text, max(start, mark - len("xhttps")), mark)
    return scheme.start() if scheme else None


def autolink_end(text: str, start: int, end: int) -> int | None:
    """Return where GitHub ends the bare URL that begins at `start`, or None if it links none.

    The URL begins with `http://`, `https://` or `www.`; `end` is where its block ends, without
    white space. What stands before the URL is the caller's concern.
    """
    www = text.startswith("www.", start)
    domain = start if www else text.find("://", start, end) + len("://")
    if domain + (len("www.") if www else 0) >= end:
        return None
    if not _begins_host(text[domain]) or not _is_domain(text, domain, end):
        return None
    run = _LINK_RUN.match(text, start, end)
    return start + _without_tail(run[0]) if run else None


def _begins_host(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    return not character.isspace() and not category(character).startswith("P")


def _is_domain(text: str, start: int, end: int) -> bool:
    """Tell whether a domain begins here, one without `_` in its last two labels.

    The block's last character is not looked at, and a long domain is let through.
    """
    found = _DOMAIN.match(text, start + 1, end - 1)
    labels = (text[start] + found[0] if found else text[start]).split(".")
    return len(labels) - 1 > _MANY_DOTS or "_" not in "".join(labels[-2:])


def _without_tail(url: str) -> int:
    """Return the length of the URL without sentence marks, entities and unbalanced `)`."""
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while True:
        mark = url[end - 1]
        if mark == ")" and surplus > 0:
            surplus -= 1
        elif mark == ";":
            end = _entity_start(url, end) + 1
        elif mark not in "?!.,:*_~'\"":
            return end
        end -= 1


def _entity_start(url: str, end: int) -> int:
    """Return where the entity that ends at `end` starts, or its `;` if it is none."""
    start = end - 2
    while start > 0 and url[start] in ascii_letters:
        start -= 1
    return start if url[start] == "&" and start < end - 2 else end - 1


@lru_cache(maxsize=256)
def meant_end(url: str) -> int:
    """Return the index where the writer meant the URL to end.

    That is before the first character that is no ASCII or never stands in a URL, before the
    first closing bracket that was not opened, and before sentence marks. A URL whose host is
    not ASCII is as it was meant. The parser and several rules ask for the same link's.
    """
    run = _ASCII_RUN.match(url)
    end = _balanced_end(url, run.end()) if run else 0
    end = len(url[:end].rstrip(_NEVER_LAST))
    return end if _HOST_BEGINS.match(url, 0, end) else len(url)


def _balanced_end(url: str, end: int) -> int:
    """Return the index of the first closing bracket that was not opened, or `end`."""
    opened: list[str] = []
    for found in _BRACKET.finditer(url, 0, end):
        bracket = found[0]
        if bracket not in _OPENER_OF:
            opened.append(bracket)
        elif opened and opened[-1] == _OPENER_OF[bracket]:
            opened.pop()
        else:
            return found.start()
    return end


def is_glued(url: str) -> bool:
    """Tell whether text that is no part of the URL is stuck to it: Chinese, full-width marks."""
    return not url.isascii() and meant_end(url) < len(url)


@lru_cache(maxsize=256)
def host(url: str) -> str:
    """Return the host in lower case, without user and port; empty where there is none.

    Several rules ask for the same URL's.
    """
    found = _HOST.match(url)
    authority = found[1] if found else ""
    return authority.rpartition("@")[2].partition(":")[0].lower()


def is_within(host: str, domains: Collection[str]) -> bool:
    """Tell whether a host is one of the domains or lies below one."""
    if len(host) > _MAX_HOST:
        return False
    while host and host not in domains:
        host = host.partition(".")[2]
    return bool(host)


def has_ascii_paths(host: str, extra: Collection[str] = ()) -> bool:
    """Tell whether all paths on a host, or on a domain above it, are known to be ASCII."""
    return is_within(host, ASCII_HOSTS) or is_within(host, extra)
