"""URLs that no browser can open, whatever the site, and how each is told from a sound one."""

import re
from collections.abc import Container, Iterator

from digestlint import lazy
from digestlint.text import Span

_AUTHORITY = r"https?://(?>(?:[^/?#@]*+@)?)"
_PORT = (
    r"(?:[0-9]{0,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
    r"(?:[/?#]|\Z)"
)
# What may follow the first letter of a misspelled `https`, an `h` or a `t`.
_MISSPELLED = r"(?:(?<=h)h?[tp]{2,4}|(?<=t)t{0,2}p{1,2})s{0,2}"
_HOST = r"[a-z0-9-]++(?>(?:\.[a-z0-9-]++)+)"
# Without any slash only what ends like a host is one: `http:1.1` is none.
_HOST_NAME = rf"{_HOST}(?<=[a-z]{{2}})"
# What most URLs look like: they are sound, and nothing else need be asked.
_SOUND = lazy.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[!-$&-~]*)?")
# The first that matches is reported.
_FLAWS = tuple(
    (lazy.compile(pattern, re.IGNORECASE), template)
    for pattern, template in (
        (
            rf"(?!https?://)(?:[ht]{_MISSPELLED}(?:[:：;；]++[/\\]++|//)|https?[:：]{_HOST_NAME})",
            '"{url}" does not begin with "https://"; correct its beginning',
        ),
        (r"https?://https?(?:[:/]|\Z)", '"{url}" begins with two schemes; keep one'),
        (rf"{_AUTHORITY}(?:[/?#:]|\Z)", '"{url}" names no host; complete it'),
        (
            rf"{_AUTHORITY}(?!localhost(?:[:/?#]|\Z)|\[)[^./?#:]++(?:[:/?#]|\Z)",
            '"{url}" has a host without a dot; complete it, such as "github.com"',
        ),
        (
            rf"{_AUTHORITY}(?>(?:[^./?#:]++\.)*)\.",
            '"{url}" has a dot too many in its host; remove it',
        ),
        (
            rf"{_AUTHORITY}[^/?#:\[]++:(?!{_PORT})",
            '"{url}" has no number up to 65535 for its port; correct or remove it',
        ),
        (
            r"https?:[^%]*+(?>(?:%[0-9A-F]{2}[^%]*+)*)%",
            '"{url}" holds a "%" without two hexadecimal digits behind it; write "%25"',
        ),
    )
)
# One of these marks, behind one of those characters, is wherever `_IN_PROSE` finds something. They
# are rare, and a search for a single one is faster than any pattern. A long `ſ` is an `s`, too.
_BEFORE_MARK = {
    "/": frozenset("/:：;； "),
    "\\": frozenset(":：;； "),
    ":": frozenset("psPSſ"),
    "：": frozenset("psPSſ"),
}
_IN_PROSE = lazy.compile(
    rf"""[HhTt] (?<![A-Za-z0-9].) (?i: (?!(?<=h)ttps?://[^ /\\])
    (?: {_MISSPELLED} [ ]?(?:[:：;；]++[ ]?[/\\]++|//++)[ ]? {_HOST}
      | (?<=h)ttps?[:：]{_HOST_NAME} ))""",
    re.VERBOSE,
)
# With a single literal first, for which the search is twice as fast as for several.
_TARGET_OPENS = lazy.compile(r"\](?=\()")
_SPACE_IN_TARGET = lazy.compile(
    r"""\]\((https?://[^\s()<>"]++[ \t\u3000]++[^\s()<>"'][^()<>"\r\n]*+)\)""", re.IGNORECASE
)


def flaw(url: str) -> str | None:
    """Return the template of what is wrong with a link's URL, or None."""
    if _SOUND.fullmatch(url):
        return None
    return next((template for pattern, template in _FLAWS if pattern.match(url)), None)


def urls_in_prose(prose: str) -> Iterator[re.Match[str]]:
    """Find what was meant as a URL and is so misspelled that it is no link."""
    for start, end in sorted(suspect_lines(prose)):
        yield from _IN_PROSE.finditer(prose, start, end)


def suspect_lines(prose: str) -> set[Span]:
    """Return the lines that may hold a misspelled URL."""
    return {line for mark in _BEFORE_MARK.items() for line in _lines_with(prose, *mark)}


def _lines_with(prose: str, mark: str, before: Container[str]) -> Iterator[Span]:
    """Yield the lines that hold a mark behind what may stand before it."""
    end = 0
    while (position := prose.find(mark, end)) >= 0:
        end = position + 1
        if prose[position - 1 : position] in before:
            line_end = prose.find("\n", end)
            end = line_end if line_end >= 0 else len(prose)
            yield prose.rfind("\n", 0, position) + 1, end


def targets_with_space(text: str, prose: str) -> Iterator[re.Match[str]]:
    """Find the targets, each the first group, that a space keeps from being one.

    In prose they begin as they are written, while those of links are masked.
    """
    for opening in _TARGET_OPENS.finditer(prose):
        if match := _SPACE_IN_TARGET.match(text, opening.start()):
            yield match
