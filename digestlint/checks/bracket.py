"""TYP: brackets that lack their partner, and brackets of two widths."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from digestlint import lazy
from digestlint.pairs import (
    ALPHANUMERIC,
    CLOSER_OF,
    EMOTICON,
    OPENER_OF,
    Reading,
    amiss,
    is_near,
    marked,
    read,
    readings,
)
from digestlint.records import Digest, Entry
from digestlint.rule import Options
from digestlint.text import MASK, holds_han, is_han
from digestlint.translation import Passage, translation
from digestlint.typography import FULL_WIDTH_MARKS
from digestlint.urls import meant_end
from digestlint.violation import Edit, Fix, Safety, Violation

Width = Literal["half", "full"]
Kind = Literal["chinese", "name", "figure"]

_PARTNER = {**CLOSER_OF, **OPENER_OF}
_NOT_CLOSED = '"{bracket}" is not closed; add "{partner}", or take it away'
_NOT_OPENED = '"{bracket}" closes nothing; add "{partner}", or take it away'
_CROSSING = '"{bracket}" and its "{partner}" are not inside the same brackets; move one of them'
# Two marks that lack a partner and go together: which of them to mend, and how.
_TOGETHER = {
    **{opener + closer: (0, _CROSSING) for opener, closer in CLOSER_OF.items()},
    "““": (1, 'the quotation ends in "“"; write "”" there'),
    "””": (0, 'the quotation begins with "”"; write "“" there'),
    "”“": (0, 'the quotation is written "”…“"; write "“…”"'),
}

_HALF_WIDTH = "()[]{}"
# Where LaTeX is left in a text, half-width brackets are its own.
_LATEX = lazy.compile(r"[\\$]")
_SENTENCE_ENDS = "。！？"
_TEXT_ENDS = (*_SENTENCE_ENDS, ".", "!", "?", MASK)
_ELLIPSES = ("…", "⋯", "...")
_BEHIND_TEXT = " \t\r\n*_\"'”’"

_CHINESE_MARKS = frozenset(FULL_WIDTH_MARKS)
# Before brackets that are a link's target or LaTeX's, or that a URL would take in.
_NO_ASIDE = ("]", "\\", MASK)
_LINE_END = lazy.compile("[\r\n]")
_NAME = lazy.compile(rf"[A-Za-z][A-Za-z0-9 .'’&/+{MASK}-]*+")
# What is set off from a half-width bracket by a space.
_IN_WORDS = ALPHANUMERIC | {"%"}
# Stays parted from a bracket by the space between them.
_PARTED = frozenset(["", *"\r\n", MASK])


class _Aside(NamedTuple):
    """Round brackets in Chinese text, and what kind of text they hold."""

    opener: int
    closer: int
    width: Width
    kind: Kind


class _Excuses(NamedTuple):
    """Where the text of an entry ends, and what the targets of its links swallowed."""

    end: int
    swallowed: str


def unbalanced_bracket(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report brackets and quotation marks without a partner, and pairs of two widths."""
    text = translation(digest)
    for _, group in groupby(amiss(digest), lambda reading: reading.block.entry.start):
        together = list(group)
        entry = _excuses(together[0].block.entry)
        for reading in together:
            for opener, closer in reading.mixed:
                yield _mixed(text[opener], text[closer], closer)
            yield from _lone(text, reading, entry)


def bracket_width(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report round brackets of another width than those around the like in their entry."""
    text = translation(digest)
    for asides in _asides_by_entry(digest, options):
        usual = {kind: _usual_width(digest, asides, kind) for kind in {a.kind for a in asides}}
        set_off = _are_set_off(text, asides)
        for aside in asides:
            wanted = options.bracket_width
            if wanted == "consistent":
                wanted = usual[aside.kind]
            if aside.width != wanted:
                yield _in_other_width(digest, aside, set_off=set_off)


def _mixed(opener: str, closer: str, place: int) -> Violation:
    pairs = {
        "first": f"{opener}…{CLOSER_OF[opener]}",
        "second": f"{OPENER_OF[closer]}…{closer}",
    }
    return Violation(
        place,
        place + 1,
        '"{opener}" is closed by "{closer}"; write "{first}" or "{second}"',
        {"opener": opener, "closer": closer, **pairs},
    )


def _lone(text: str, reading: Reading, entry: _Excuses) -> Iterator[Violation]:
    """Report the marks without a partner, two that go together once."""
    told = -1
    for mark, following in pairwise([*_unexcused(text, reading, entry), len(text)]):
        if mark == told:
            continue
        place, template = mark, _NOT_CLOSED if text[mark] in CLOSER_OF else _NOT_OPENED
        both = text[mark] + text[following : following + 1]
        if both in _TOGETHER and is_near(text, mark, following):
            which, template = _TOGETHER[both]
            place, told = (mark, following)[which], following
        values = {"bracket": text[mark], "partner": _PARTNER[text[mark]]}
        yield Violation(place, place + 1, template, values)


def _unexcused(text: str, reading: Reading, entry: _Excuses) -> list[int]:
    """Return the marks without a partner that nothing else accounts for.

    That is LaTeX, an emoticon, an apostrophe, an abstract that breaks off, or a link that
    swallows the text behind it.
    """
    start, end = reading.block.start, reading.block.end
    unfinished = _unfinished(text, reading.block, entry.end)
    excused = {opener for opener, closer in CLOSER_OF.items() if closer in entry.swallowed}
    if _LATEX.search(text, start, end):
        excused.update(_HALF_WIDTH)
    return [
        mark
        for mark in reading.lone
        if text[mark] not in excused
        and not (mark >= unfinished and text[mark] in CLOSER_OF)
        and not (text[mark] in "(（" and EMOTICON.search(text[max(start, mark - 2) : mark]))
        and not (text[mark] == "‘" and text[mark + 1 : mark + 2] in ALPHANUMERIC)
    ]


def _unfinished(text: str, block: Passage, entry_end: int) -> int:
    """Return from where on an abstract breaks off: all of it, its last sentence, or nothing."""
    is_last = not block.is_title and entry_end <= block.end
    written = text[block.start : block.end].rstrip(_BEHIND_TEXT) if is_last else ""
    if written.endswith(_ELLIPSES):
        return block.start
    if not written or written.endswith(_TEXT_ENDS):
        return block.end
    return block.start + 1 + max(map(written.rfind, _SENTENCE_ENDS))


def _excuses(entry: Entry) -> _Excuses:
    """Read all of an entry once, however many of its paragraphs lack a mark."""
    prose = entry.prose
    targets = (link.target for p in prose for link in p.links if link.form != "bare")
    swallowed = "".join(target[meant_end(target) :] for target in targets)
    return _Excuses(max((paragraph.end for paragraph in prose), default=0), swallowed)


def _asides_by_entry(digest: Digest, options: Options) -> Iterator[list[_Aside]]:
    """Yield the asides of the entries that are to be judged: all, or those of two widths."""
    text, found = translation(digest), marked(digest)
    consistent = options.bracket_width == "consistent"
    if consistent:
        half = {block.entry.start for block, _, marks in found if "(" in marks}
        both = half & {block.entry.start for block, _, marks in found if "（" in marks}
        found = [each for each in found if each.block.entry.start in both]
    for _, group in groupby(found, lambda each: each.block.entry.start):
        together = [read(text, each) for each in group]
        openers = {text[opener] for reading in together for opener in reading.pairs}
        if not consistent or openers.issuperset("(（"):
            yield [aside for reading in together for aside in _asides(text, reading)]


def _asides(text: str, reading: Reading) -> Iterator[_Aside]:
    """Yield the round brackets that stand in no others and part no formula or link from text."""
    outer = -1
    for opener, closer in sorted(reading.pairs.items()):
        if opener < outer or text[opener] not in "(（":
            continue
        outer = closer
        inner = text[opener + 1 : closer].strip(" ")
        before = text[max(reading.block.start, opener - 2) : opener]
        kind = _kind(text[opener], inner, before)
        if kind and text[closer] == CLOSER_OF[text[opener]]:
            yield _Aside(opener, closer, "half" if text[opener] == "(" else "full", kind)


def _kind(bracket: str, inner: str, before: str) -> Kind | None:
    """Return what an aside holds; arguments, lists of numbers and what begins a link are none."""
    if before.endswith(_NO_ASIDE) or (bracket == "(" and before[-1:] in ALPHANUMERIC):
        return None
    if not inner or MASK in inner[0] + inner[-1] or _LINE_END.search(inner):
        return None
    if holds_han(inner) or not _CHINESE_MARKS.isdisjoint(inner):
        return "chinese"
    if not is_han(before.removesuffix(" ")[-1:]) or "," in inner:
        return None
    return "name" if _NAME.fullmatch(inner) else "figure"


def _usual_width(digest: Digest, asides: list[_Aside], kind: Kind) -> Width:
    """Return the width of most of a kind, in the entry or else in the digest; of two, the full."""
    here = Counter(aside.width for aside in asides if aside.kind == kind)
    if here["half"] == here["full"]:
        here = digest.view(_widths_by_kind)[kind]
    return "half" if here["half"] > here["full"] else "full"


def _widths_by_kind(digest: Digest) -> dict[Kind, Counter[Width]]:
    text = translation(digest)
    widths: dict[Kind, Counter[Width]] = defaultdict(Counter)
    for reading in readings(digest):
        for aside in _asides(text, reading):
            widths[aside.kind][aside.width] += 1
    return widths


def _are_set_off(text: str, asides: list[_Aside]) -> bool:
    """Tell whether spaces stand before half-width brackets, as is usual."""
    before = Counter(text[aside.opener - 1] == " " for aside in asides if aside.width == "half")
    return before[True] >= before[False]


def _in_other_width(digest: Digest, aside: _Aside, *, set_off: bool) -> Violation:
    start, end = aside.opener, aside.closer + 1
    inner = digest.text[start + 1 : end - 1].strip(" ")
    if aside.width == "half":
        template = '"{found}" should be in full-width brackets here; write "{wanted}"'
        wanted, fix = f"（{inner}）", _to_full_width(digest, aside)
    else:
        template = '"{found}" should be in half-width brackets here; write "{wanted}"'
        wanted, fix = f"({inner})", _to_half_width(digest, aside, set_off=set_off)
    values = {"found": digest.text[start:end], "wanted": wanted}
    return Violation(start, end, template, values, fix)


def _to_full_width(digest: Digest, aside: _Aside) -> Fix:
    """Take the spaces away too, but for those that part a link or a line from the text."""
    text, (start, closer, *_) = translation(digest), aside
    inside = text[start + 1 : closer]
    before, behind = text[start - 2 : start], text[closer + 1 : closer + 3]
    ends_link = start - 1 in digest.view(_ends_of_bare_links)
    left = 1 if before.endswith(" ") and before[0] not in _PARTED and not ends_link else 0
    right = 1 if behind.startswith(" ") and behind[1:] not in _PARTED else 0
    return Fix(
        (
            Edit(start - left, closer - len(inside.lstrip(" ")), "（"),
            Edit(start + 1 + len(inside.rstrip(" ")), closer + 1 + right, "）"),
        ),
        Safety.UNSAFE,
    )


def _ends_of_bare_links(digest: Digest) -> set[int]:
    """Return where URLs end that take in what stands behind them, up to a space."""
    links = (link for paragraph in digest.paragraphs for link in paragraph.links)
    return {link.end for link in links if link.form == "bare"}


def _to_half_width(digest: Digest, aside: _Aside, *, set_off: bool) -> Fix:
    text, (start, closer, *_) = translation(digest), aside
    left, right = (
        " " if set_off and _is_in_word(text[place : place + 1]) else ""
        for place in (start - 1, closer + 1)
    )
    return Fix(
        (Edit(start, start + 1, f"{left}("), Edit(closer, closer + 1, f"){right}")),
        Safety.UNSAFE,
    )


def _is_in_word(character: str) -> bool:
    return character in _IN_WORDS or is_han(character)
