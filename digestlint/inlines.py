"""What is no plain prose in a paragraph: links, images, code, math, HTML.

Read as CommonMark and GitHub read it, and beyond that, links that were meant but are broken.
Reference links, e-mail addresses and `ftp://` autolinks are left in the prose, and emphasis is
not looked at.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import Literal, NamedTuple

from digestlint import lazy
from digestlint.text import MASK
from digestlint.urls import Target, autolink_end, autolink_start, link_target

InlineKind = Literal[
    "code", "math", "html", "comment", "image", "link", "autolink", "bare", "broken"
]
_VERBATIM = frozenset({"code", "math", "html", "comment"})

_PUNCTUATION = r"!-/:-@\[-`{-~"

# Every alternative begins with a literal, so that the search skips to their first characters.
# A run of one mark is one: a megabyte of `[` is not to be looked at bracket by bracket.
_MARK = lazy.compile(
    rf"\\[{_PUNCTUATION}]?(?>(?:\\[{_PUNCTUATION}]?)*)|``*|<<*|\$\$*|!\[(?>(?:!\[)*)|\[\[*|\]\]*"
    r"|://|www\.|【|】|［|］"
)

# No inline is without one of these: of a bracket that opens one, another closes the text.
_TELLTALES = "]:`<$w】］"

_TICKS = lazy.compile("`+")

# `$` and `$$` as GitHub renders them; a `$` before a digit or after a space is money.
_MATH = {
    "$": lazy.compile(r"\$(?!\s)(?>(?:[^$\\]++|\\.)+)(?<!\s)\$(?![0-9$])", re.DOTALL),
    "$$": lazy.compile(r"\$\$(?>(?:[^$\\]++|\\.|\$(?!\$))+)\$\$(?!\$)", re.DOTALL),
}
# A stray `$` must swallow neither a link nor the paragraphs after it.
_NO_MATH = lazy.compile(r"\]\(|://|\n[ \t]*+\r?\n")

_AUTOLINK = lazy.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20<>]*+)>")
_TAG = lazy.compile(
    r"""</[A-Za-z][A-Za-z0-9-]*+\s*+>
    |<[A-Za-z][A-Za-z0-9-]*+
      (?>(?:\s++[A-Za-z_:][A-Za-z0-9_.:-]*+
        (?>(?:\s*+=\s*+(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?))*)
      \s*+/?+>""",
    re.VERBOSE | re.ASCII,
)
_DECLARATION = lazy.compile(r"<(?:!--|\?|!\[CDATA\[|![A-Z]++\s)")
_DECLARATION_CLOSERS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}

# What follows the text of a broken link: a URL in brackets of any width, the last one perhaps
# missing at the line's end.
_BROKEN_TARGET = lazy.compile(
    r"""[ \t\u3000]*+ [(（] [ \t\u3000]*+ <?+
    ((?i:(?:h[a-z]{2,5}|ttps?)(?:[:：]/++|//)|www\.|(?:[a-z]{2,8}\.)?arxiv\.org/)
     (?>(?:[^\s<>()\[\]（）【】［］，。；：！？、]++|\([^\s<>()\[\]（）]*+\))+))
    (?:>?+ [ \t\u3000]*+ [)）] | (?=[ \t]*+(?:[\r\n]|\Z)))""",
    re.VERBOSE,
)
_BEFORE_TARGET = " \t\u3000"
_WIDE_OPENERS = {"】": "【", "］": "［"}


class Inline(NamedTuple):
    """A span that is no plain prose, with the spans of its text and its target.

    A kind without text has an empty one at its start, a kind without target one at its end.
    The target is as written, without `<>` and title.
    """

    kind: InlineKind
    start: int
    end: int
    text_start: int
    text_end: int
    target_start: int
    target_end: int


class _Opener(NamedTuple):
    """A bracket that may begin a link, and how many inlines were found before it."""

    start: int
    found: int


def telltales(text: str) -> list[str]:
    """Return characters of which one at least is in every part of a text that holds inlines."""
    return [telltale for telltale in _TELLTALES if telltale in text]


def scan(text: str, start: int, end: int) -> list[Inline]:
    """Find the inlines of one block, `text[start:end]`, in the order of their starts.

    They do not overlap, except that code, math, HTML and comments inside the text of a link
    follow the link. Nothing is reported from inside an image.
    """
    mark = _MARK.search(text, start, end)
    return _Scanner(text, start, end).scan(mark) if mark else []


def masked(text: str, start: int, end: int, inlines: list[Inline]) -> str:
    """Return `text[start:end]` with the inlines masked, as long as it was."""
    pieces: list[str] = []
    for inline in inlines:
        if inline.start >= start:  # else it lies inside the one before
            pieces += (text[start : inline.start], MASK * (inline.end - inline.start))
            start = inline.end
    return "".join([*pieces, text[start:end]])


def may_hold_target(text: str, position: int) -> bool:
    """Tell whether a bracket may follow behind spaces, of which there may be many."""
    following = text[position : position + 9].lstrip(_BEFORE_TARGET)
    return following[:1] in ("", "(", "（")


class _Scanner:
    """One pass over a block from mark to mark; a mark's handler returns where to go on."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text[start:end].rstrip(" \t\r\n"))
        self.found: list[Inline] = []
        # The brackets that may begin a link, and of each how many inlines were found before it:
        # two lists of numbers, to which a long run is added at once.
        self.openers: list[int] = []
        self.found_before: list[int] = []
        self.wide_openers: dict[str, _Opener] = {}
        # Links do not nest: a bracket from before the end of the last link opens no other.
        self.link_end = start
        # A broken link holds nothing that has a target.
        self.target_end = start
        self.absent_closers: set[str] = set()

    def scan(self, mark: re.Match[str] | None) -> list[Inline]:
        while mark:
            position = _HANDLERS[mark[0][0]](self, mark)
            mark = _MARK.search(self.text, position, self.end)
        return self.found

    def escape(self, mark: re.Match[str]) -> int:
        return mark.end()

    def code(self, mark: re.Match[str]) -> int:
        starts = self.tick_runs[len(mark[0])]
        following = bisect(starts, mark.start())
        if following == len(starts):
            return mark.end()
        return self.add_verbatim("code", mark.start(), starts[following] + len(mark[0]))

    @cached_property
    def tick_runs(self) -> defaultdict[int, list[int]]:
        """Return where the runs of backticks start, by their length."""
        runs: defaultdict[int, list[int]] = defaultdict(list)
        for run in _TICKS.finditer(self.text, self.start, self.end):
            runs[len(run[0])].append(run.start())
        return runs

    def math(self, mark: re.Match[str]) -> int:
        pattern = _MATH.get(mark[0])
        math = pattern.match(self.text, mark.start(), self.end) if pattern else None
        if math is None or _NO_MATH.search(math[0]):
            return mark.end()
        return self.add_verbatim("math", math.start(), math.end())

    def angle(self, mark: re.Match[str]) -> int:
        start = mark.end() - 1  # nothing begins with `<<`
        if autolink := _AUTOLINK.match(self.text, start, self.end):
            return self.add_url("autolink", start, autolink.end(), autolink.span(1))
        if tag := _TAG.match(self.text, start, self.end):
            return self.add_verbatim("html", start, tag.end())
        if declaration := _DECLARATION.match(self.text, start, self.end):
            return self.declaration(declaration)
        return mark.end()

    def declaration(self, opener: re.Match[str]) -> int:
        closer = _DECLARATION_CLOSERS.get(opener[0], ">")
        comment = opener[0] == "<!--"
        # `<!-->` and `<!--->` are whole comments.
        end = self.closer_end(closer, opener.start() + 2 if comment else opener.end())
        if end is None:
            return opener.start() + 1
        return self.add_verbatim("comment" if comment else "html", opener.start(), end)

    def closer_end(self, closer: str, position: int) -> int | None:
        """Return where the next closer ends; one that is absent is looked for only once."""
        if closer in self.absent_closers:
            return None
        start = self.text.find(closer, position, self.end)
        if start >= 0:
            return start + len(closer)
        self.absent_closers.add(closer)
        return None

    def bare(self, mark: re.Match[str]) -> int:
        # GitHub links no URL after an open bracket, even where that never becomes a link.
        start = None if self.openers else autolink_start(self.text, mark.start(), self.start)
        end = None if start is None else autolink_end(self.text, start, self.end)
        if start is None or end is None:
            return mark.end()
        return self.add_url("bare", start, end, (start, end))

    def open(self, mark: re.Match[str]) -> int:
        width = len("![") if mark[0][0] == "!" else len("[")
        run = range(mark.start(), mark.end(), width)
        self.openers += run
        self.found_before += [len(self.found)] * len(run)
        return mark.end()

    def open_wide(self, mark: re.Match[str]) -> int:
        self.wide_openers[mark[0]] = _Opener(mark.start(), len(self.found))
        return mark.end()

    def close(self, mark: re.Match[str]) -> int:
        # A bracket before another one is no link's, but the opener is gone.
        if surplus := len(mark[0]) - 1:
            del self.openers[-surplus:], self.found_before[-surplus:]
        if not self.openers:
            return mark.end()
        opener = _Opener(self.openers.pop(), self.found_before.pop())
        image = self.text[opener.start] == "!"
        target = None
        if image or opener.start >= self.link_end:
            target = link_target(self.text, mark.end(), self.end)
        if target:
            return self.add_link("image" if image else "link", opener, mark.end() - 1, target)
        return mark.end() if image else self.close_broken(opener, mark)

    def close_wide(self, mark: re.Match[str]) -> int:
        opener = self.wide_openers.pop(_WIDE_OPENERS[mark[0]], None)
        return self.close_broken(opener, mark) if opener else mark.end()

    def close_broken(self, opener: _Opener, mark: re.Match[str]) -> int:
        target = None
        if opener.start >= self.target_end and may_hold_target(self.text, mark.end()):
            target = _BROKEN_TARGET.match(self.text, mark.end(), self.end)
        if target is None:
            return mark.end()
        end = mark.end() - 1
        return self.add_link("broken", opener, end, Target(*target.span(1), target.end()))

    def add_verbatim(self, kind: InlineKind, start: int, end: int) -> int:
        self.found.append(Inline(kind, start, end, start, start, end, end))
        return end

    def add_url(self, kind: InlineKind, start: int, end: int, target: tuple[int, int]) -> int:
        self.found.append(Inline(kind, start, end, start, start, *target))
        self.target_end = end
        return end

    def add_link(self, kind: InlineKind, opener: _Opener, text_end: int, target: Target) -> int:
        text_start = opener.start + (len("![") if kind == "image" else len("["))
        span = (opener.start, target.link_end, text_start, text_end)
        inside = self.found[opener.found :] if kind != "image" else []
        verbatim = [inline for inline in inside if inline.kind in _VERBATIM]
        self.found[opener.found :] = [Inline(kind, *span, target.start, target.end), *verbatim]
        self.target_end = target.link_end
        if kind == "link":
            self.link_end = target.link_end
        return target.link_end


_HANDLERS: dict[str, Callable[[_Scanner, re.Match[str]], int]] = {
    "\\": _Scanner.escape,
    "`": _Scanner.code,
    "$": _Scanner.math,
    "<": _Scanner.angle,
    ":": _Scanner.bare,
    "w": _Scanner.bare,
    "[": _Scanner.open,
    "!": _Scanner.open,
    "]": _Scanner.close,
    "【": _Scanner.open_wide,
    "［": _Scanner.open_wide,
    "】": _Scanner.close_wide,
    "］": _Scanner.close_wide,
}
