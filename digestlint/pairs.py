"""Brackets and curly quotation marks of a translation, read into pairs block by block."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import compress, pairwise
from string import ascii_letters, digits
from typing import NamedTuple

from digestlint import lazy
from digestlint.records import Digest
from digestlint.text import MASK, holds_han, is_han
from digestlint.translation import Passage, passages, translation
from digestlint.typography import CLOSERS, OPENERS, spots

OPENER_OF = dict(zip(CLOSERS + ")]}", OPENERS + "([{", strict=True))
CLOSER_OF = {opener: closer for closer, opener in OPENER_OF.items()}
# Brackets of another width or shape that an absent-minded writer closes with these.
_ALSO_CLOSES = dict(zip(")）}｝]］】", ["（", "(", "｛", "{", "［【", "[【", "[［"], strict=True))

# Those that most often stand inside of others first: quotation marks before round brackets.
_PAIRS = [opener + closer for opener, closer in reversed(CLOSER_OF.items())]

# How far apart the brackets of an aside stand at most, where that is in doubt.
_LONGEST_ASIDE = 200
# How many open brackets are looked at for the partner of a closing one.
_DEEPEST = 32

# `[0, 1)` and `(0, 1]`, without Chinese characters; the comma between digits is masked.
_BOUNDS = rf"[^,，]{{1,12}}[,，{MASK}][^,，]{{1,12}}"
_INTERVAL = lazy.compile(rf"[\[［]{_BOUNDS}[)）]|[(（]{_BOUNDS}[\]］]")

# What stands before a bracket that closes no other: that of an enumerator or of an emoticon.
_TEN = "一二三四五六七八九十"
_NUMERAL = "[A-Z]{0,2}[0-9]{1,2}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5}"
_LABEL = lazy.compile(rf"(?:\A|[^A-Za-z0-9.-])(?:{_NUMERAL})\.?\Z")
_LONGEST_LABEL = 8
EMOTICON = lazy.compile(r"[:;=：；]-?\Z")
_ENDS_EMOTICON = ":;=-：；"
ALPHANUMERIC = frozenset(ascii_letters + digits)
_ENDS_LABEL = ALPHANUMERIC | set("." + _TEN)
# An enumerator is followed by its item.
_NO_ITEM = frozenset(["", *"\r\n，。；：、！？,.;:!?", *OPENER_OF])


class Marked(NamedTuple):
    """A title or paragraph with brackets or quotation marks: where they stand, and which."""

    block: Passage
    places: list[int]
    marks: str


class Reading(NamedTuple):
    """The brackets and quotation marks of a title or paragraph.

    `pairs` are closers by their openers, `mixed` those pairs whose brackets are not of one kind,
    `lone` the marks without a partner.
    """

    block: Passage
    pairs: dict[int, int]
    mixed: list[tuple[int, int]]
    lone: list[int]


def blocks(digest: Digest) -> list[Passage]:
    """Return the translated titles, and the abstracts paragraph by paragraph."""
    return digest.view(_blocks)


def marked(digest: Digest) -> list[Marked]:
    """Return the blocks that hold brackets or quotation marks."""
    return digest.view(_marked)


def readings(digest: Digest) -> list[Reading]:
    """Return how the marks of each block go together; blocks without any are left out."""
    return digest.view(_readings)


def read(text: str, marked: Marked) -> Reading:
    """Return how the marks of a block go together."""
    block, places, marks = marked
    pairs = _paired(marks)
    if pairs is None:
        return _read(text, marked)
    return Reading(block, {places[opener]: places[closer] for opener, closer in pairs}, [], [])


def amiss(digest: Digest) -> list[Reading]:
    """Return the readings with marks that lack their partner, or have one of another kind.

    A quotation that begins in one paragraph and ends in another has its partners too.
    """
    return digest.view(_amiss)


def is_near(text: str, start: int, end: int) -> bool:
    """Tell whether two marks stand in one sentence, not too far apart."""
    return end - start <= _LONGEST_ASIDE and "。" not in text[start:end]


def _blocks(digest: Digest) -> list[Passage]:
    text = digest.text
    no_return = "\r" not in text
    found: list[Passage] = []
    for passage in passages(digest):
        entry, start, end, is_title = passage
        if is_title or (
            text.find("\n", start, end) < 0 and (no_return or text.find("\r", start, end) < 0)
        ):
            found.append(passage)
            continue
        paragraphs = (paragraph for paragraph in entry.prose if paragraph.start >= start)
        found.extend(Passage(entry, p.start, p.end, is_title=False) for p in paragraphs)
    return found


def _marked(digest: Digest) -> list[Marked]:
    text, places = translation(digest), spots(digest).brackets
    marks = "".join([text[place] for place in places])
    found: list[Marked] = []
    start = 0
    for block in blocks(digest):
        if start == len(places):
            break
        if places[start] < block.end:
            end = bisect_left(places, block.end, start)
            found.append(Marked(block, places[start:end], marks[start:end]))
            start = end
    return found


def _readings(digest: Digest) -> list[Reading]:
    text = translation(digest)
    return [read(text, block) for block in marked(digest)]


def _amiss(digest: Digest) -> list[Reading]:
    text = translation(digest)
    doubtful = [_read(text, block) for block in _unpaired(marked(digest))]
    _join_quotations(text, [reading for reading in doubtful if reading.lone])
    return [reading for reading in doubtful if reading.lone or reading.mixed]


def _unpaired(found: list[Marked]) -> Iterator[Marked]:
    """Yield the blocks whose marks may be more than pairs side by side, as those of few are."""
    marks = "\n".join([block.marks for block in found])
    for pair in _PAIRS:
        marks = marks.replace(pair, "")
    return compress(found, marks.split("\n"))


def _join_quotations(text: str, read: list[Reading]) -> None:
    """Pair the marks of a quotation that ends in the next paragraph, if nothing else is amiss."""
    for first, second in pairwise(read):
        lone = "".join(text[mark] for mark in first.lone[:2] + second.lone[:2])
        if lone == "“”" and first.block.entry is second.block.entry and not first.block.is_title:
            first.lone.clear()
            second.lone.clear()


def _paired(marks: str) -> list[tuple[int, int]] | None:
    """Return the pairs of marks that all have their partner, as nearly all do, or None."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for index, mark in enumerate(marks):
        opener = OPENER_OF.get(mark)
        if opener is None:
            opened.append(index)
        elif opened and marks[opened[-1]] == opener:
            pairs.append((opened.pop(), index))
        else:
            return None
    return None if opened else pairs


def _read(text: str, marked: Marked) -> Reading:
    """Pair the marks of a block by a stack.

    The first enumerator's bracket in `（包括 1）数据、2）模型）` seems to close the aside, but as
    another one follows, it is the last bracket that does.
    """
    block = marked.block
    reading = Reading(block, {}, [], [])
    opened: list[int] = []
    spare = listed = None
    for mark in marked.places:
        if text[mark] not in OPENER_OF:
            opened.append(mark)
            continue
        optional = _is_optional(text, block, mark)
        index = _partner(text, opened, mark, optional=optional)
        if index is not None:
            reading.lone.extend(opened[index + 1 :])
            _pair(text, reading, opened[index], mark)
            spare = opened[index] if optional else spare
            del opened[index:]
        elif optional:
            listed = spare
        elif listed is not None and _closes(text, listed, mark):
            _pair(text, reading, listed, mark)
            spare = listed = None
        else:
            reading.lone.append(mark)
    reading.lone.extend(opened)
    reading.lone.sort()
    return reading


def _pair(text: str, reading: Reading, opener: int, closer: int) -> None:
    reading.pairs[opener] = closer
    if text[opener] != OPENER_OF[text[closer]] and not _is_interval(text, opener, closer):
        reading.mixed.append((opener, closer))


def _partner(text: str, opened: list[int], mark: int, *, optional: bool) -> int | None:
    """Return which of the open brackets a closing one closes, or None.

    One that need not close any closes only its own kind, and only the last.
    """
    last = len(opened) - 1
    wanted = OPENER_OF[text[mark]]
    if last >= 0 and text[opened[last]] == wanted:
        return last
    if last >= 0 and _is_interval(text, opened[last], mark):
        return last
    if last < 0 or optional:
        return None
    if _closes(text, opened[last], mark):
        return last
    earlier = range(last - 1, max(-1, last - _DEEPEST), -1)
    return next((index for index in earlier if text[opened[index]] == wanted), None)


def _closes(text: str, opener: int, closer: int) -> bool:
    """Tell whether a bracket is near one of its kind, whatever the width."""
    kinds = OPENER_OF[text[closer]] + _ALSO_CLOSES.get(text[closer], "")
    return text[opener] in kinds and is_near(text, opener, closer)


def _is_interval(text: str, opener: int, closer: int) -> bool:
    is_interval = _INTERVAL.fullmatch(text, opener, closer + 1)
    return bool(is_interval) and not holds_han(text[opener:closer])


def _is_optional(text: str, block: Passage, mark: int) -> bool:
    """Tell whether a closing mark may stand for itself.

    That is the bracket of an enumerator or an emoticon, an apostrophe, a mark for inches.
    """
    character, before = text[mark], text[mark - 1]
    if character == "’":
        return not ALPHANUMERIC.isdisjoint((before, *text[mark + 1 : mark + 2]))
    if character == "”":
        return before in digits
    if character not in ")）":
        return False
    label = text[max(block.start, mark - _LONGEST_LABEL) : mark]
    if before in _ENDS_LABEL:
        behind = text[mark + 1 : min(mark + 3, block.end)].lstrip(" ")[:1]
        return behind not in _NO_ITEM and (_is_count(label) or bool(_LABEL.search(label)))
    return before in _ENDS_EMOTICON and bool(EMOTICON.search(label))


def _is_count(label: str) -> bool:
    """Tell whether a label ends with a Chinese numeral that is no part of a word."""
    before = label.rstrip(_TEN)
    return len(label) - len(before) in (1, 2, 3) and not is_han(before[-1:])
