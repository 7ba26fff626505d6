"""TYP: marks of the wrong width, marks and words that are repeated, ellipses and dashes."""

import re
from collections.abc import Iterator

from digestlint import lazy
from digestlint.abstracts import final_ellipses
from digestlint.notation import is_notation, is_ratio
from digestlint.records import Digest
from digestlint.rule import Options
from digestlint.text import Span, is_han
from digestlint.translation import passage_at, translation
from digestlint.typography import spots
from digestlint.violation import Safety, Violation, replacement

_FULL_WIDTH = str.maketrans(",.:;?!", "，。：；？！")

# Not signs such as `!=`, `:=`, `::` and `:)`, nor what begins an image, a word or a figure:
# `![`, `.txt`, `.5`.
_MARKS = lazy.compile(
    r"[?!]++(?![,.:;=\[])|[?!]*+(?:,++|[:;])(?![.:;?!=/]|-?\))|\.(?=[\s\"'*_)\]}|”’」』）】》]|\Z)"
)
# `一.` and `十二.` count.
_COUNT = lazy.compile(r"十?[一二三四五六七八九十]\Z")
# Behind a mark GitHub reads no `www.`, and other signs may be math or a line break.
_SPACES = lazy.compile(r" *+(?=\w)(?!_|www\.)")
_FINAL_MARKS = lazy.compile("[.,:; ]++")

# Three stops and more are an ellipsis, and `：：` parts the halves of an analogy.
_REPEATED = lazy.compile(
    r"(?:。{3,}|：{2,})|(?P<row>(?>(?:[，：；、]|。(?!。。)){2,})|([？！])\2{3,}|[？！]。+)"
)
# From the mark that parts least to the one that parts most.
_STRENGTH = "、，：；。"
# As many as the standard GB/T 15834 lets follow one another.
_MOST_EXCLAMATIONS = 3

# They begin with a literal, which makes the search fast.
_DOTS = lazy.compile(r"\.\.\.+")
_ELLIPSES = {"…": lazy.compile("……*+"), "⋯": lazy.compile("⋯⋯*+")}
# Twelve dots stand for a whole paragraph.
_RIGHT = ("……", "…………")
_WIDE_DOTS = lazy.compile("。。。+")
_HYPHENS = lazy.compile("-(?<!--)-{1,2}+(?!-)")

_DASH = lazy.compile(r"( *+)-++( *+)")
# `-->` is an arrow, `| -- |` an empty cell, and a line may begin with anything.
_NO_TEXT = frozenset("<>|\r\n")
# What opens with hyphens behind Chinese, and so may close with them: `方法--BERT--甲`.
_SET_OFF = lazy.compile(r"--[A-Z][!-~]*+\Z")
_LONGEST_SET_OFF = 40

# Two of a particle where one of them is a part of another word: 目的的, 的的确.
_IN_WORDS = {
    words[0]: lazy.compile(words)
    for words in (
        r"的的(?:(?<=[目标之]的的)|(?=[确士]))",
        r"了了(?:(?<=[不甚]了了)|(?=[解然却]|不[起得]|如指))",
        # 甲与与乙相关的丙
        r"与与(?:(?<=[参给授赋赠付]与与)|(?=[会其众世门非或]|[时日生]俱|.{0,12}(?:相|[有无]关|交互|之)))",
        r"和和(?:(?<=[饱亲缓共总温中调求之柔平祥随附谐权直混缀方加差积]和和)|(?=[平谐声睦弦约缓服气美蔼]|解(?!码)))",
        r"及及(?:(?<=[普涉危波提触顾遍埃料累]及及)|(?=[时其早格第]))",
        r"或或(?:(?<=[抑间与]或或)|(?=[许多门非]))",
        r"是是(?:(?<=[于但还可要总或就只便凡]是是)|(?=[否非]|不是))",
    )
}


def half_width_punctuation(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report half-width marks directly after a Chinese character."""
    text = translation(digest)
    for start in spots(digest).half_width:
        if _is_han(text, start - 1):
            yield from _half_width(digest, start)


def repeated_punctuation(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report marks in a row that say no more than one of them."""
    text = translation(digest)
    for start, end in spots(digest).marks:
        for match in _REPEATED.finditer(text, start, end):
            if row := match["row"]:
                yield _repetition(match.start(), row, row)
    for start in spots(digest).half_width:
        row = text[start - 1 : start + 1]
        if row[0] in _STRENGTH and row[1] not in "?!" and _MARKS.match(digest.text, start):
            yield _repetition(start - 1, row, row.translate(_FULL_WIDTH))


def ellipsis(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report dots beside Chinese characters that are no `……`; ENT005 tells those at the end."""
    final = {place.start for _, place in final_ellipses(digest)}
    for start, end in _dots(digest):
        if start not in final:
            dots = digest.text[start:end]
            yield Violation(
                start,
                end,
                '"{dots}" stands beside Chinese text; write "……"',
                {"dots": dots},
                replacement(*_with_spaces(translation(digest), start, end), "……"),
            )


def double_hyphen(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report hyphens that stand for a dash beside a Chinese character."""
    text = translation(digest)
    for match in _dashes(text):
        if _is_dash(digest.text, match):
            start, end = match.end(1), match.start(2)
            yield Violation(
                start,
                end,
                '"{hyphens}" stands for a dash; write "——"',
                {"hyphens": text[start:end]},
                replacement(
                    *_without_spaces(digest.text, match), "——", _safety(digest.text, match)
                ),
            )


def repeated_word(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a particle that is written twice, where neither of the two belongs to a word."""
    text = translation(digest)
    for start, end in spots(digest).words:
        if end - start > len("的的") or not _IN_WORDS[text[start]].match(text, start):
            template = '"{words}" says a word more than once; write it once'
            yield Violation(start, end, template, {"words": text[start:end]})


def _is_han(text: str, index: int) -> bool:
    return is_han(text[index : index + 1])


def _half_width(digest: Digest, start: int) -> Iterator[Violation]:
    """Yield what is wrong with the half-width mark behind a Chinese character."""
    text = translation(digest)
    if _ends_title(digest, start) or is_notation(text, start) or is_ratio(digest.text, start):
        return
    if match := _MARKS.match(digest.text, start):
        end = match.end()
        spaces = _SPACES.match(digest.text, end)
        wide = match[0].translate(_FULL_WIDTH)
        yield Violation(
            start,
            end,
            'half-width "{mark}" after a Chinese character; use "{wide}"',
            {"mark": match[0], "wide": wide},
            replacement(start, spaces.end() if spaces else end, wide),
        )
    elif text[start] == "." and _is_han(text, start + 1) and not _is_count(text, start):
        template = 'half-width "." between Chinese characters; use "。", or "·" in a name'
        yield Violation(start, start + 1, template)


def _is_count(text: str, end: int) -> bool:
    """Tell whether what ends with a Chinese numeral is nothing but that."""
    count = _COUNT.search(text, end - 2, end)
    return count is not None and not _is_han(text, count.start() - 1)


def _ends_title(digest: Digest, mark: int) -> bool:
    """Tell whether a mark ends a title, which needs none of either width."""
    passage = passage_at(digest, mark)
    return passage.is_title and bool(_FINAL_MARKS.fullmatch(digest.text, mark, passage.end))


def _repetition(start: int, row: str, wide: str) -> Violation:
    """Report marks in a row, of which the last stays where it is the strongest."""
    kept = wide[-1]
    if wide[0] in "？！":
        kept = wide[0] * min(wide.count(wide[0]), _MOST_EXCLAMATIONS)
    elif kept != max(wide, key=_STRENGTH.index):
        template = 'the marks "{marks}" follow one another; keep one of them'
        return Violation(start, start + len(row), template, {"marks": row})
    return Violation(
        start,
        start + len(row),
        'the marks "{marks}" follow one another; write "{kept}"',
        {"marks": row, "kept": kept},
        replacement(start, start + len(row), kept),
    )


def _dots(digest: Digest) -> Iterator[Span]:
    """Yield the dots that a Chinese text uses for an ellipsis, and `…` that are not two."""
    text = translation(digest)
    for match in _DOTS.finditer(text):
        if _is_in_chinese(text, *match.span()):
            yield match.span()
    for mark, pattern in _ELLIPSES.items():
        for match in pattern.finditer(text) if mark in text else ():
            if match[0] not in _RIGHT and _is_in_chinese(text, *match.span()):
                yield match.span()
    for marks in spots(digest).marks:
        for match in _WIDE_DOTS.finditer(text, *marks):
            yield match.span()


def _is_in_chinese(text: str, start: int, end: int) -> bool:
    """Tell whether dots stand behind Chinese, or directly before it: `x, y, ...的` is a formula."""
    start, end = _with_spaces(text, start, end)
    return _is_han(text, start - 1) or (_is_han(text, end) and text[start - 1] not in " ,")


def _with_spaces(text: str, start: int, end: int) -> Span:
    """Return a span and a space on either side of it, where a Chinese character stands beyond."""
    if text[start - 1] == " " and _is_han(text, start - 2):
        start -= 1
    if text.startswith(" ", end) and _is_han(text, end + 1):
        end += 1
    return start, end


def _dashes(text: str) -> Iterator[re.Match[str]]:
    """Yield two or three hyphens in a row with the spaces beside them; no space counts twice."""
    behind = 0
    for hyphens in _HYPHENS.finditer(text):
        before = text[behind : hyphens.start()].rstrip(" ")
        if match := _DASH.match(text, behind + len(before)):
            behind = match.end()
            yield match


def _is_dash(text: str, hyphens: re.Match[str]) -> bool:
    """Tell whether hyphens set Chinese off: not `Fokker--Planck`, `--help` or `Query--扩展`."""
    start, end = hyphens.span()
    before, behind = text[start - 1], text[end : end + 1]
    if before in _NO_TEXT or behind in _NO_TEXT:
        return False
    if before.isascii() and not hyphens[1] and not _ends_set_off(text, start):
        return False
    if behind.isascii() and not hyphens[2] and not (before.isalpha() and behind.isupper()):
        return False
    return _is_han(text, start - 1) or _is_han(text, end)


def _safety(text: str, hyphens: re.Match[str]) -> Safety:
    """Tell whether no name may be meant, as there is in `福克--Planck`."""
    start, end = hyphens.span()
    is_behind_name = text[start - 1].isascii() and not hyphens[1]
    is_before_name = text[end : end + 1].isascii() and not hyphens[2]
    return Safety.UNSAFE if is_behind_name or is_before_name else Safety.SAFE


def _ends_set_off(text: str, end: int) -> bool:
    before = text[max(end - _LONGEST_SET_OFF, 0) : end]
    opening = _SET_OFF.search(before)
    return opening is not None and _is_han(before, opening.start() - 1)


def _without_spaces(text: str, hyphens: re.Match[str]) -> Span:
    """Return the hyphens and the spaces beside them, but for one that sets off a URL or math."""
    start, end = hyphens.span()
    before = text[text.rfind(" ", 0, start) : start] if hyphens[1] else ""
    *_, word = before.rsplit(maxsplit=1) or [""]
    is_behind_url = "://" in word or "www." in word
    is_before_code = text.startswith(("www.", "$"), end)
    return hyphens.end(1) if is_behind_url else start, hyphens.start(2) if is_before_code else end
