"""Suppression comments: what `<!-- digestlint: disable=… -->` and its kin hide."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from digestlint import lazy
from digestlint.records import Comment, Digest, Entry
from digestlint.rule import Rule, matching
from digestlint.violation import Violation

# Other comments may speak of digestlint; one that gives it an order is meant for it.
_MEANT = lazy.compile(
    r"\s*digestlint(?:\s*[:：]|[\s-]+(?:disable|enable|ignore|off|on)\b)", re.IGNORECASE
)
_DIRECTIVE = lazy.compile(r"\s*digestlint:\s*([a-z-]+)\s*(?:=([^=]*))?")
_REASON = lazy.compile(r"(?:^|\s)--\s")
_NAME = lazy.compile(r"[^\s,，、]+")
ACTIONS = ("disable", "enable", "disable-next-line", "disable-entry", "disable-file")


@dataclass(slots=True)
class Suppression:
    """One name in a suppression comment; a comment without names has one for every rule.

    `start` and `end` are the name's span, or the comment's where there is no name. `codes` is
    empty where the name is no rule's, and `action` is None where the comment cannot be read.
    `cut` is the name's span with the separator to the next or last one, or None where the whole
    comment goes with it. `used` tells whether it hid a violation (or, of an `enable`, ended a
    `disable`).
    """

    comment: Comment
    action: str | None
    name: str | None
    start: int
    end: int
    codes: frozenset[str]
    cut: tuple[int, int] | None = None
    used: bool = False


SuppressionCheck = Callable[[Digest, Sequence[Suppression]], Iterator[Violation]]


@dataclass(frozen=True, slots=True, eq=False)
class SuppressionRule(Rule):
    """A rule whose check looks at the suppressions once it is known what they hide."""

    check: SuppressionCheck


class Suppressions:
    """The suppressions of a digest, found by the code and the place that they hide.

    Where two of one kind cover the same code and place, the first does the work and the other
    hides nothing. So each look-up has one answer, however many comments a file holds.
    """

    def __init__(self, digest: Digest, rules: Sequence[Rule]) -> None:
        self._digest = digest
        self.all: list[Suppression] = []
        self._file: dict[str, Suppression] = {}
        self._entry: dict[tuple[str, int], Suppression] = {}
        self._line: dict[tuple[str, int], Suppression] = {}
        self._ranges: defaultdict[str, list[_Range]] = defaultdict(list)
        for comment in digest.comments:
            if _MEANT.match(comment.text):
                self.all += _read_comment(comment, rules)
        for suppression in self.all:
            self._place(suppression)

    def hide(self, violations: Iterable[Violation]) -> list[Violation]:
        """Return the violations that nothing hides, and mark the suppressions that hid one."""
        if not self.all:
            return list(violations)
        return [violation for violation in violations if not self._hides(violation)]

    def cover(self, code: str, offset: int) -> bool:
        """Tell whether a report of a code at an offset would be hidden."""
        return bool(self.all) and any(self._hiding(code, offset))

    def _hides(self, violation: Violation) -> bool:
        hiding = list(self._hiding(violation.code, violation.start))
        for suppression in hiding:
            suppression.used = True
        return bool(hiding)

    def _hiding(self, code: str, offset: int) -> Iterator[Suppression]:
        """Yield what hides a code at an offset; a report about a suppression stands at its start.

        No suppression hides a report about itself.
        """
        entry = self._digest.entry_at(offset)
        candidates = (
            self._file.get(code),
            self._entry.get((code, entry.start)) if entry else None,
            self._line.get((code, self._digest.lines.index(offset))),
            self._running(code, offset),
        )
        return (s for s in candidates if s and s.start != offset)

    def _running(self, code: str, offset: int) -> Suppression | None:
        """Return the `disable` that holds at an offset."""
        ranges = self._ranges.get(code, [])
        index = bisect_right(ranges, offset, key=lambda span: span.start) - 1
        return ranges[index].suppression if index >= 0 and offset < ranges[index].end else None

    def _place(self, suppression: Suppression) -> None:
        at = suppression.comment.start
        for code in suppression.codes:
            match suppression.action:
                case "disable":
                    self._begin(code, at, suppression)
                case "enable":
                    self._end(code, at, suppression)
                case "disable-file":
                    self._file.setdefault(code, suppression)
                case "disable-next-line":
                    self._line.setdefault((code, self._line_below(suppression)), suppression)
                case "disable-entry":
                    if entry := self._entry_of(suppression):
                        self._entry.setdefault((code, entry.start), suppression)

    def _line_below(self, suppression: Suppression) -> int:
        """Return the next line with text: where a blank one stands between is of no meaning."""
        lines, text = self._digest.lines, self._digest.text
        index = lines.index(suppression.comment.end - 1) + 1
        while index + 1 < len(lines.starts) and text[slice(*lines.span(index))].isspace():
            index += 1
        return index

    def _entry_of(self, suppression: Suppression) -> Entry | None:
        """Return the entry that a comment stands in, or whose heading it stands right above."""
        lines = self._digest.lines
        below = lines.index(suppression.comment.end - 1) + 1
        start, _ = lines.span(below) if below < len(lines.starts) else (0, 0)
        following = self._digest.entry_at(start)
        if following and following.start == start:
            return following
        return self._digest.entry_at(suppression.comment.start)

    def _begin(self, code: str, at: int, disable: Suppression) -> None:
        ranges = self._ranges[code]
        beyond = len(self._digest.text) + 1
        if not ranges or ranges[-1].end < beyond:
            ranges.append(_Range(at, beyond, disable))

    def _end(self, code: str, at: int, enable: Suppression) -> None:
        ranges = self._ranges[code]
        if ranges and ranges[-1].end > at:
            ranges[-1] = ranges[-1]._replace(end=at)
            enable.used = True


class _Range(NamedTuple):
    """Where a `disable` holds for one code."""

    start: int
    end: int
    suppression: Suppression


def _read_comment(comment: Comment, rules: Sequence[Rule]) -> list[Suppression]:
    """Return a suppression for each name of a comment; the reason behind ` -- ` is no name."""
    reason = _REASON.search(comment.text)
    text = comment.text[: reason.start()] if reason else comment.text
    directive = _DIRECTIVE.fullmatch(text.rstrip())
    whole = Suppression(comment, None, None, comment.start, comment.end, frozenset())
    if not (comment.closed and directive and directive[1] in ACTIONS):
        return [whole]
    whole.action = directive[1]
    if directive[2] is None:
        whole.codes = matching("ALL", rules)
        return [whole]
    offset = comment.start + len("<!--") + directive.start(2)
    names = list(_NAME.finditer(directive[2]))
    return [
        Suppression(
            comment,
            directive[1],
            name[0],
            offset + name.start(),
            offset + name.end(),
            matching(name[0], rules),
            _cut(names, index, offset),
        )
        for index, name in enumerate(names)
    ] or [replace(whole, action=None)]


def _cut(names: Sequence[re.Match[str]], index: int, offset: int) -> tuple[int, int] | None:
    if len(names) == 1:
        return None
    if index == 0:
        return offset + names[0].start(), offset + names[1].start()
    return offset + names[index - 1].end(), offset + names[index].end()
