"""TYP: straight quotation marks in Chinese text."""

from bisect import bisect
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter
from string import digits

from digestlint import lazy
from digestlint.pairs import amiss, blocks
from digestlint.records import Digest
from digestlint.rule import Options
from digestlint.text import MASK, holds_han, is_han, positions
from digestlint.translation import Passage, translation
from digestlint.typography import CLOSERS, FULL_WIDTH_MARKS, OPENERS
from digestlint.violation import Edit, Fix, Violation

_LONGEST = 200
# What stands beside a quotation in Chinese text, perhaps after a space.
_CHINESE_MARKS = frozenset(FULL_WIDTH_MARKS + OPENERS + CLOSERS)
_CODE = lazy.compile(r"[\\{}<>=|;_$\r\n]")
_CODE_BESIDE = frozenset("{}[]<>=:\\/")


def straight_quote(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report straight double quotation marks in Chinese text."""
    text = translation(digest)
    for block, marks in _marks_by_block(digest):
        if len(marks) % 2:
            yield from _odd(digest, block, marks)
            continue
        for opener, closer in zip(marks[::2], marks[1::2], strict=True):
            if _is_quotation(text, block, opener, closer):
                yield _straight(digest, block.start, opener, closer)


def _marks_by_block(digest: Digest) -> Iterator[tuple[Passage, list[int]]]:
    """Yield the straight quotation marks of each block that has any."""
    text, inside = translation(digest), blocks(digest)
    block_of = partial(bisect, inside, key=attrgetter("start"))
    for index, group in groupby(positions(text, '"'), block_of):
        together = list(group)
        yield inside[index - 1], _without_inches(text, together) if len(together) % 2 else together


def _without_inches(text: str, marks: list[int]) -> list[int]:
    """Leave out the marks that stand behind a digit and can end no quotation."""
    kept: list[int] = []
    for mark in marks:
        is_open = len(kept) % 2 == 1
        if is_open or text[mark - 1] not in digits:
            kept.append(mark)
    return kept


def _odd(digest: Digest, block: Passage, marks: list[int]) -> Iterator[Violation]:
    """Report one of several marks that cannot be paired, unless a curly one lacks its partner."""
    text, lone = translation(digest), digest.view(_lone_curly)
    beside = [mark for mark in marks if _is_beside_chinese(text, mark, mark)]
    if beside and bisect(lone, block.start) == bisect(lone, block.end):
        yield Violation(
            beside[-1],
            beside[-1] + 1,
            'a straight quotation mark lacks its partner in this paragraph; write "“…”"',
        )


def _lone_curly(digest: Digest) -> list[int]:
    text = translation(digest)
    return [mark for reading in amiss(digest) for mark in reading.lone if text[mark] in "“”"]


def _is_quotation(text: str, block: Passage, opener: int, closer: int) -> bool:
    """Tell whether two marks are a quotation in Chinese text: neither code nor two inch marks."""
    inner = text[opener + 1 : closer]
    if not inner.strip(" ") or len(inner) > _LONGEST or " " in (inner[0], inner[-1]):
        return False
    if MASK in (
        text[max(block.start, opener - 1) : opener],
        inner[-1],
    ):  # a link would take in a curly mark
        return False
    if _CODE.search(inner) or (text[opener - 1] in digits and inner[-1] in digits):
        return False
    if not _CODE_BESIDE.isdisjoint(_beside(text, opener, closer)):
        return False
    return holds_han(inner) or _is_beside_chinese(text, opener, closer)


def _is_beside_chinese(text: str, opener: int, closer: int) -> bool:
    beside = _beside(text, opener, closer)
    return not _CHINESE_MARKS.isdisjoint(beside) or any(map(is_han, beside))


def _beside(text: str, opener: int, closer: int) -> tuple[str, str]:
    """Return what stands before and behind two marks, beyond a space."""
    before, behind = text[opener - 2 : opener], text[closer + 1 : closer + 3]
    return before.rstrip(" ")[-1:], behind.lstrip(" ")[:1]


def _straight(digest: Digest, start: int, opener: int, closer: int) -> Violation:
    """Curl the marks: to `“…”`, and inside of such to `‘…’`."""
    text = translation(digest)
    since = max(start, opener - _LONGEST)
    is_inner = text.rfind("“", since, opener) > text.rfind("”", since, opener)
    first, last = "‘’" if is_inner else "“”"
    found = digest.text[opener : closer + 1]
    return Violation(
        opener,
        closer + 1,
        "{found} is in straight quotation marks; write {wanted}",
        {"found": found, "wanted": f"{first}{found[1:-1]}{last}"},
        Fix((Edit(opener, opener + 1, first), Edit(closer, closer + 1, last))),
    )
