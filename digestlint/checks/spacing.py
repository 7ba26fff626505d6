"""TYP: spaces in the translation, and letters and digits as wide as Chinese characters."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from digestlint import lazy
from digestlint.records import Digest
from digestlint.rule import Options
from digestlint.spaces import MARKS, spaces
from digestlint.text import MASK, Span, is_han, nfkc
from digestlint.translation import Passage, passage_at, passages, translation
from digestlint.typography import CLOSERS, FULL_WIDTH_MARKS, OPENERS, spots
from digestlint.violation import Violation, replacement

_ASCII_RUN = lazy.compile("[ -~][ -~]*+")
# What may be Chinese: a class of all that is would take longer to compile than to do without.
_OTHER = rf"[^\0-~—…％{FULL_WIDTH_MARKS}{OPENERS}{CLOSERS}{MASK}]"
# They begin with what few characters are, so that a search passes over all else quickly. All that
# they match need not be a boundary; what holds none of one kind holds no slip.
_TIGHT = lazy.compile(rf"[A-Za-z0-9%](?:{_OTHER}|(?<={_OTHER}[A-Za-z0-9]))")
_SPACED = lazy.compile(rf" (?:(?<=[A-Za-z0-9%] ) *+{_OTHER}|(?<={_OTHER} ) *+[A-Za-z0-9])")
# An enumerator without an opening bracket is no part of the sentence.
_ENUMERATOR = lazy.compile(r"(?:[0-9]{1,2}|[ivx]{1,5}|[A-Za-z])\)")
# Words of one letter and what belongs to it, such as `T恤` and `X光`.
_FUSED = lazy.compile("[A-Za-z](?<![!-~].)(?:[恤站股光线盘形型字射端轴值轮类级]|细胞|检验|分布)")

# Fewer boundaries show no style, and a larger minority is no slip.
_FEWEST_BOUNDARIES = 4
_LARGEST_MINORITY = 0.4
_MISSING = {
    True: 'no space between "{left}" and "{right}"; add one, as elsewhere in this text',
    False: 'no space between "{left}" and "{right}"; add one',
}
_SURPLUS = {
    True: 'a space between "{left}" and "{right}"; remove it, as elsewhere in this text',
    False: 'a space between "{left}" and "{right}"; remove it',
}

# Behind these a plain letter or digit would belong to math, HTML, an entity or an escape.
_BEFORE_CODE = frozenset("<$&#\\")
# Before these it would number an item of a list, begin a URL, or keep one from being a link.
_BEFORE_ITEM_OR_URL = lazy.compile(
    r"(?<=[０-９])[0-9]*+[.)](?:[ \t\r\n]|\Z)|(?<=[Ｗｗ])\.|://|(?i:https?://|www\.)"
)

# Right behind a full-width mark GitHub reads no `$` as math, and no `www.` as a URL; the others
# begin items that stand in one line, emphasis, relations, comments and line breaks.
_NEEDS_SPACE_BEFORE = lazy.compile(r"\$|www\.|[-+*#>=|/&:~_\\\r\n]|<(?!https?:)|\Z")
_NEEDS_SPACE_BEHIND = lazy.compile(r"[-+*#<=|/&:~_.\\\r\n]|>(?<![!-~].)|\)(?:(?<=[0-9].)| ++（)")
_LINE_END = lazy.compile(r"[\r\n]")
_TARGET = lazy.compile(r"\]\([^()\s]*+\)|<[^<>\s]*+>")

# One character beside a space is a slip: no phrase is that short, but a numeral may be one.
_NUMERAL = frozenset("一二三四五六七八九十甲乙丙丁")
_SENTENCE_BEGINS = frozenset("。：；！？:;.!?\r\n")
# A heading that was drawn into the text.
_CHAPTER = lazy.compile(r"第[0-9一二三四五六七八九十百]{1,4}(?:[章节篇卷编]|部分)\Z")
_LONGEST_CHAPTER = 7

# The words of a list, and the names of several people, are parted by spaces.
_LONGEST_LISTED = 8


class _Boundary(NamedTuple):
    """The spaces, if any, between a Chinese character and a word or a number."""

    start: int
    end: int
    is_number: bool

    @property
    def is_spaced(self) -> bool:
        return self.start < self.end


def cjk_latin_spacing(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report where Chinese and Latin are set otherwise than the option or the passage wants."""
    wanted = options.cjk_latin_spacing
    is_consistent = wanted == "consistent"
    for passage in _suspects(digest, wanted):
        boundaries = list(_boundaries(digest, passage))
        for start, end, _ in _inconsistent(boundaries) if is_consistent else boundaries:
            if start == end and wanted != "none":
                yield _misspaced(digest, start, end, _MISSING[is_consistent], " ")
            elif start < end and wanted != "space":
                yield _misspaced(digest, start, end, _SURPLUS[is_consistent], "")


def full_width_alphanumeric(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report letters, digits and per cent signs as wide as Chinese characters."""
    for start, end in spots(digest).wide:
        found = _with_point(digest.text, start, end)
        wanted = nfkc(found)
        yield Violation(
            start,
            start + len(found),
            'a full-width "{found}"; write "{wanted}"',
            {"found": found, "wanted": wanted},
            None
            if _is_beside_code(digest.text, start, end)
            else replacement(start, start + len(found), wanted),
        )


def space_by_full_width_mark(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report spaces beside a full-width mark, which holds white space enough."""
    text = digest.text
    for start, end in spaces(digest).marks:
        is_behind = text[start - 1] in MARKS
        if is_behind:
            is_needed = _NEEDS_SPACE_BEFORE.match(text, end)
        else:
            is_needed = _NEEDS_SPACE_BEHIND.match(text, start - 1)
        if not is_needed and not _ends_url(text, start):
            yield _misspaced(
                digest,
                start,
                end,
                'a space after "{left}"; remove it'
                if is_behind
                else 'a space before "{right}"; remove it',
                "",
            )


def space_between_han(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report spaces between two Chinese characters, but for those in a list of words.

    One in a title may part it from a subtitle, and one between long phrases these from each
    other: a person must say which mark belongs there.
    """
    text = translation(digest)
    for start, end in _outside_lists(digest.text, spaces(digest).han):
        if _ends_url(digest.text, start) or _ends_chapter(text, start):
            continue
        passage = passage_at(digest, start)
        if not passage.is_title and _is_in_word(text, passage, start, end):
            yield _misspaced(digest, start, end, _SURPLUS[False], "")
        else:
            template = 'a space between "{left}" and "{right}"; write a mark there, or remove it'
            yield _misspaced(digest, start, end, template)


def _ends_chapter(text: str, end: int) -> bool:
    return _CHAPTER.search(text[max(end - _LONGEST_CHAPTER, 0) : end]) is not None


def _is_in_word(text: str, passage: Passage, start: int, end: int) -> bool:
    """Tell whether a space plainly cuts a word: one character stands alone beside it."""
    before, behind = text[start - 2], text[end + 1 : end + 2]
    begins = start - 1 == passage.start or before in _SENTENCE_BEGINS
    is_left = begins or not is_han(before)
    is_right = not is_han(behind)
    if is_left == is_right or begins:
        return False
    return (text[end] if is_right else text[start - 1]) not in _NUMERAL


def _misspaced(
    digest: Digest, start: int, end: int, template: str, wanted: str | None = None
) -> Violation:
    """Build a violation about spaces between two characters, with what is wanted there."""
    beside = {"left": digest.text[start - 1], "right": digest.text[end]}
    fix = None if wanted is None else replacement(start, end, wanted)
    return Violation(start, end, template, beside, fix)


def _suspects(digest: Digest, wanted: str) -> Iterator[Passage]:
    """Yield the passages that may hold a slip: few have boundaries of both kinds.

    Between passages all is masked, so that a search through the text finds each that has some.
    """
    prose = translation(digest)
    found = passages(digest)
    starts = [passage.start for passage in found]
    first = _TIGHT if wanted == "space" else _SPACED
    position = 0
    while match := first.search(prose, position):
        passage = found[bisect_right(starts, match.start()) - 1]
        position = passage.end
        if wanted != "consistent" or _TIGHT.search(prose, passage.start, position):
            yield passage


def _boundaries(digest: Digest, passage: Passage) -> Iterator[_Boundary]:
    """Yield the boundaries of a passage; beside a URL is none, a space there ends it."""
    text, prose = digest.text, translation(digest)
    for run in _ASCII_RUN.finditer(text, passage.start, passage.end):
        first, last = run.span()
        begins, ends = is_han(prose[first - 1 : first]), is_han(prose[last : last + 1])
        words = run[0].strip(" ")
        if not (words and (begins or ends)) or _is_url(words) or _FUSED.match(text, last - 1):
            continue
        start = first + run[0].index(words)
        end = start + len(words)
        is_number = words.lower() == words.upper()
        if begins and prose[start].isalnum():
            ends_url = start > first and _ends_url(text, first)
            if not (ends_url or (")" in words and _ENUMERATOR.match(words))):
                yield _Boundary(first, start, is_number)
        if ends and (prose[end - 1].isalnum() or prose[end - 1] == "%"):
            yield _Boundary(end, last, is_number)


def _inconsistent(boundaries: list[_Boundary]) -> list[_Boundary]:
    """Return the boundaries that are set otherwise than most.

    Some space words, but no numbers: where numbers enough say so, they are judged apart.
    """
    words = [boundary for boundary in boundaries if not boundary.is_number]
    numbers = [boundary for boundary in boundaries if boundary.is_number]
    if len(numbers) >= _FEWEST_BOUNDARIES and _lean(words) * _lean(numbers) < 0:
        return _minority(words) + _minority(numbers)
    return _minority(words + numbers)


def _lean(boundaries: list[_Boundary]) -> int:
    """Return how many more boundaries are spaced than not."""
    return sum(1 if boundary.is_spaced else -1 for boundary in boundaries)


def _minority(boundaries: list[_Boundary]) -> list[_Boundary]:
    spaced = [boundary for boundary in boundaries if boundary.is_spaced]
    tight = [boundary for boundary in boundaries if not boundary.is_spaced]
    minority = min(spaced, tight, key=len)
    is_slip = len(minority) <= _LARGEST_MINORITY * len(boundaries)
    return minority if is_slip and len(boundaries) >= _FEWEST_BOUNDARIES else []


def _with_point(text: str, start: int, end: int) -> str:
    """Return full-width characters with the full-width decimal point between their digits."""
    is_point = text.startswith("．", end) and text[end - 1].isdecimal()
    return text[start : end + 1 if is_point and text[end + 1 : end + 2].isdecimal() else end]


def _is_beside_code(text: str, start: int, end: int) -> bool:
    """Tell whether Markdown would read plain characters in their place as something else."""
    word = start
    while word and "!" <= text[word - 1] <= "~":
        word -= 1
    is_behind = text[start - 1] in _BEFORE_CODE or _is_url(text[word:start])
    return is_behind or _BEFORE_ITEM_OR_URL.match(text, end) is not None


def _ends_url(text: str, end: int) -> bool:
    """Tell whether a bare URL, or what sticks to one, ends with the word that ends here."""
    word = text[text.rfind(" ", 0, end) + 1 : end]
    if not _is_url(word):
        return False
    *_, line = _LINE_END.split(word)
    return _is_url(_TARGET.sub("", line))


def _is_url(text: str) -> bool:
    """Tell whether a text holds what a bare URL begins with."""
    return "://" in text or "www." in text


def _outside_lists(text: str, spans: list[Span]) -> list[Span]:
    lists = (pair for pair in pairwise(spans) if _is_listed(text, pair[0][1], pair[1][0]))
    listed = {span for pair in lists for span in pair}
    return [span for span in spans if span not in listed]


def _is_listed(text: str, start: int, end: int) -> bool:
    """Tell whether between two spaces stands nothing but a short Chinese word."""
    return end - start <= _LONGEST_LISTED and all(map(is_han, text[start:end]))
