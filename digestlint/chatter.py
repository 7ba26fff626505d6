"""What a translation machine says about its work, in the midst of the translation."""

import re
from collections.abc import Iterator

from digestlint import lazy
from digestlint.records import Digest
from digestlint.residue import in_entries
from digestlint.suspects import (
    CHATTER_IN_TITLES,
    CHATTER_OPENINGS,
    may_begin,
    may_hold,
    openings,
    titles,
)
from digestlint.text import Span

# What a note on this translation says; `原文为法语，译文为英语` speaks of others.
_OWN_WORK = (
    r"(?:采[用取]了?[^（）()\r\n]{0,6}(?:译名|直译|意译)|(?:若|由于)原[文句]"
    r"|(?:此处|这里|以上|上述)[^（）()\r\n]{0,2}(?:翻译|译文|译[为作])"
    r"|(?:翻译|译文)(?:保留|省略|尽量|力求|略有))"
)

# A paper speaks of us, a machine of itself.
_OF_ITSELF = (
    lazy.compile(r"翻译(?:过程)?[中时]，我(?!们)"),
    lazy.compile(r"作为一[个名款位][^，。“”「」\r\n]{0,20}(?:模型|助手)，我(?!们)"),
    lazy.compile(r"作为 ?(?:AI|人工智能|大?语言)[^，。“”「」\r\n]{0,16}(?:模型|助手)，我(?!们)"),
    lazy.compile(r"如果您[^。\r\n]{0,40}请(?:随时)?(?:告诉|告知|通知|联系)我(?!们)"),
)
# What all of them end in, as few texts hold it.
_ITSELF = lazy.compile("我(?<=[，诉知系]我)(?!们)")
# One literal apart from the next, since the search for a single one is twice as fast.
_HOPE = lazy.compile(r"希(?=望)望(?:以上|这[个份段]|我的)(?:中文)?(?:翻译|译文)")
_NOTE_LABEL = r"(?:注|备注|说明|注释)[：:]"
_NOTE_OPENINGS = (lazy.compile(rf"（{_NOTE_LABEL}"), lazy.compile(rf"\({_NOTE_LABEL}"))
_NOTE = lazy.compile(rf"[（(]{_NOTE_LABEL}(?=[^（）()]{{0,200}}{_OWN_WORK})[^（）()]*+[）)]")
_QUOTES = lazy.compile('[“”「」『』《》"]')
_LONGEST_QUOTATION = 200

# What no title says, wherever in it.
_IN_TITLE = lazy.compile(
    r"在[^，。]{0,8}翻译(?:过程)?中，"
    r"|步骤(?: ?[1-9一二三][ ：:、.]*(?:翻译|直译|意译|优化|润色)|(?:详细)?(?:详解|解释|说明)[：:])"
    r"|(?:翻译(?<=[^\s#＃*【]..)|直译|意译)(?:调整|优化)?(?:后|结果|版本)[：:]"
    r"|[（(]由于原[句文][^（）()]{0,200}[）)]"
)

_OPENING = lazy.compile(
    r"[\s>*_（(]{0,4}"
    r"(?:(?:好的|当然(?:可以)?|没问题)[，！!。](?:以下|这是|下面)"
    r"|(?:以下|下面)(?:是|为)[^。，：:\r\n二两三四五几种]{0,20}"
    r"(?:(?:翻译|译文|译本|中文版)(?:后的?)?(?:摘要|标题|内容|文本|结果|版本)?"
    r"(?=[ \t]*(?:[：:。\r\n]|\Z))"
    r"|摘要版本)"
    r"|这是[^。，：:\r\n]{0,16}(?:翻译|译文)[：:]"
    r"|(?:我(?!们)(?:已经?)?[将把][^。，：:\r\n]{1,16}|中文|摘要的?|标题的?){0,2}(?:翻译|译文)"
    r"(?:[成为]中文)?如下[：:]"
    r"|根据您的[^。，\r\n]{1,8}，"
    r"|(?:(?:很|非常)?抱歉|对不起)，(?:作为|但?(?:我(?!们)|无法|您|你))"
    r"|请提供(?:您|你|(?:需要?|要|待)(?:被)?翻译|(?:英文)?(?:原文|标题|摘要))"
    r"|步骤 ?[1一][ ：:、.]*(?:翻译|直译)[ \t]*[：:\r\n]"
    r"|(?:以上|上述)(?:翻译|译文)(?:保留|保持|力求|尽量|忠实|遵循)"
    rf"|翻译说明[：:]|(?:注|备注|说明|注释)[：:][^\r\n]{{0,200}}?{_OWN_WORK}"
    r"|(?:Sure|Certainly|Of course)[,!] [Hh]ere"
    r"|Here(?: is|['’]s) (?:the|a|your) [^.\r\n]{0,30}[Tt]ranslat"
    r"|As an AI (?:language )?model, I\b"
    r"|I(?:['’]m| am) sorry, (?:but )?I\b)"
)


def chatter(digest: Digest) -> list[Span]:
    """Return where the machine speaks, once a line."""
    return digest.view(_chatter)


def _chatter(digest: Digest) -> list[Span]:
    found: list[Span] = []
    last = -1
    for start, end in sorted((*_in_titles(digest), *_openings(digest), *_anywhere(digest))):
        if (line := digest.lines.index(start)) != last:
            found.append((start, end))
        last = line
    return found


def _in_titles(digest: Digest) -> Iterator[Span]:
    for _, link in titles(digest):
        title, start = link.text, link.text_start
        if match := _in_title(title) or _opening(title):
            yield start + match.start(), start + match.end()


def _in_title(title: str) -> re.Match[str] | None:
    """Search a title, of which nearly all hold none of what one of the patterns needs."""
    return _IN_TITLE.search(title) if may_hold(title, CHATTER_IN_TITLES) else None


def _openings(digest: Digest) -> Iterator[Span]:
    for _, paragraphs in openings(digest):
        for paragraph in paragraphs:
            if match := _opening(paragraph.text):
                yield paragraph.start + match.start(), paragraph.start + match.end()


def _opening(text: str) -> re.Match[str] | None:
    """Match what opens a text; that most begin otherwise is found out faster."""
    return _OPENING.match(text) if may_begin(text, CHATTER_OPENINGS) else None


def _anywhere(digest: Digest) -> Iterator[Span]:
    """Yield what only a machine says; in quotation marks others may, too."""
    for match in in_entries(digest, _phrases(digest.text)):
        if not _is_quoted(digest.text, match.start()):
            yield match.span()


def _phrases(text: str) -> Iterator[re.Match[str]]:
    if _ITSELF.search(text):
        for pattern in _OF_ITSELF:
            yield from pattern.finditer(text)
    yield from _HOPE.finditer(text)
    for pattern in _NOTE_OPENINGS:
        for opening in pattern.finditer(text):
            if note := _NOTE.match(text, opening.start()):
                yield note


def _is_quoted(text: str, offset: int) -> bool:
    """Tell whether the last quotation mark before an offset, on its line, is an open one."""
    _, _, before = text[max(0, offset - _LONGEST_QUOTATION) : offset].rpartition("\n")
    quotes = _QUOTES.findall(before)
    return bool(quotes) and (
        quotes[-1] in "“「『《" or (quotes[-1] == '"' and len(quotes) % 2 == 1)
    )
