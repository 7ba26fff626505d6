"""What a translation machine leaves behind in titles and abstracts, and where it stands."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from digestlint import lazy, titles
from digestlint.blocks import blocks
from digestlint.inlines import masked, scan
from digestlint.records import Digest, Entry, Paragraph
from digestlint.suspects import (
    ABSTRACT_LABEL_OPENINGS,
    AROUND_LABEL,
    FAILED_OPENINGS,
    FAILURE_OPENINGS,
    LABEL_OPENINGS,
    may_begin,
)
from digestlint.text import MASK, Lines, Span

_VERBATIM = frozenset({"code", "html", "comment"})

_COLON = r"[ \t]*[：:][ \t]*"
_OF = r"(?:中文|论文|研究|内容|文章|翻译后?的?)"
_TITLE_LABEL = (
    rf"(?i:{_OF}?(?:标题|题目|摘要)(?:翻译)?|(?:中文)?译名|(?:中文)?(?:译文|翻译)(?:后|结果|版本)?"
    r"|(?:translated )?title|translation|abstract)"
)
_MARKS = r"[#＃]{1,6}[ \t]+"
# What makes a label of a word: a colon or brackets; behind a `#` a space will do.
_LABELLED = (
    rf"{_TITLE_LABEL}{_COLON}"
    rf"|\*\*{_TITLE_LABEL}(?:{_COLON}\*\*|\*\*{_COLON})[ \t]*"
    rf"|[【［（(]{_TITLE_LABEL}[】］）)](?:{_COLON}|[ \t]*)"
)
_TITLE_LEAD = lazy.compile(
    rf"[ \t]*(?>(?:{_MARKS}(?:(?:标题|题目)[ \t]+)?|{_LABELLED})(?:{_MARKS}|{_LABELLED})*)"
)
_TITLE_MARKS = lazy.compile(rf"[ \t]*{_MARKS}")
# In the title of such a paper the word may be no label: `Translation: A Survey`.
_ABOUT_LABELS = ("summar", "translat", "abstract", "titl", "headlin")
_FEW_WORDS = 4
_HASH = lazy.compile(r"#(?<!\w#)")
_WRAPPED = lazy.compile(
    r"(\*{1,3})(?=[^\s*])[^*]*+(?<=[^\s*\\])\1|(__)(?=[^\s_])[^_]*+(?<=[^\s_\\])\2"
)
# Both marks stand outside a word, so that `A**` is a name; an escaped one is no mark.
_BOLD = lazy.compile(r"\*\*(?<![\w*\\]..)(?=[^\s*])[^*]*+(?<=[^\s*\\])\*\*(?![\w*])")

_LABEL_ALONE = lazy.compile(_TITLE_LABEL)

_ABSTRACT_LABEL = (
    rf"(?i:{_OF}?摘要(?:翻译)?|概要|(?:中文)?(?:翻译|译文)(?:结果)?"
    r"|abstract|summary|translation)"
)
# Without a colon, `**翻译**是…` and `翻译——…` begin a sentence; alone on its line, a word does not.
_ABSTRACT_LEAD = lazy.compile(
    r"[ \t\u3000]*+"
    rf"(?>(?:(?:(?:[#＃]{{1,6}}[ \t]*)?{_ABSTRACT_LABEL}(?:{_COLON}|[ \t]*(?=[\r\n]|\Z))"
    rf"|\*\*[ \t]*{_ABSTRACT_LABEL}(?:{_COLON}\*\*|[ \t]*\*\*(?:{_COLON}|[ \t]*(?=[\r\n]|\Z)))"
    rf"|[【（(]{_ABSTRACT_LABEL}[】）)][ \t]*[：:]?)\s*)+)"
)
_HEADING_LABEL = lazy.compile(rf"\**{_ABSTRACT_LABEL}\**[：:]?\**")
_HEADING_LEAD = lazy.compile(rf"{_ABSTRACT_LABEL}(?:{_COLON}|[ \t]+)(?=\S)")

_FAILED = lazy.compile(
    r"[<＜\[【（(“\"']?\s*(?:(?:无法|未能|不能)翻译"
    r"|翻译(?:失败|出错|错误|超时|异常)(?:[，,。；;！! ]请(?:稍[后候])?[再重]试)?"
    r"|请求(?:失败|超时)|[待未]翻译|暂无(?:摘要|翻译|译文|标题)?|无摘要"
    r"|translation (?:failed|error)|failed to translate|n/a|none|null|nil|undefined|nan|error|tbd)"
    r"\s*[>＞\]】）)”\"']?[.。…!！]*+",
    re.IGNORECASE,
)
_LONGEST_FAILURE = 60
_FAILED_OPENING = lazy.compile(
    r"\s*(?:[<＜\[【（(](?:翻译(?:失败|出错|错误)|translation failed)|翻译(?:失败|出错|错误)[：:]"
    r"|(?:api |http )?error(?: code)?[：:] ?[0-9]{3}(?![0-9]|[ \t]*(?-i:[\u3400-\u9fff])))",
    re.IGNORECASE,
)


def in_entries(digest: Digest, matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the matches in the text of a digest that begin in a title or an abstract.

    Not in their code, HTML and comments; links and math are taken as they are written.
    """
    for entry, own in groupby(matches, key=lambda match: digest.entry_at(match.start())):
        if entry:
            written = _written(digest, entry)
            yield from (match for match in own if written[match.start() - entry.start] != MASK)


def is_label(title: str) -> bool:
    """Tell whether a translated title is nothing but a label.

    Not that of a link, such as `Abstract`: the rule on missing titles, BIL001, reports it.
    """
    label = title.strip(AROUND_LABEL)
    return _LABEL_ALONE.fullmatch(label) is not None and not titles.is_label(title)


def is_about_labels(heading: str) -> bool:
    """Tell whether a paper is about titles, abstracts or translations: its own words, too."""
    words = heading.casefold()
    return any(about in words for about in _ABOUT_LABELS)


def may_mean(heading: str, title: str) -> bool:
    """Tell whether a heading may mean what looks like a label or a failed translation.

    `不能翻译` is the title of `Untranslatable`; brackets or marks around it are a machine's.
    """
    if heading.casefold() == title.strip().casefold():
        return True
    is_short = title[:1].isalpha() and len(heading.split()) <= _FEW_WORDS
    return is_short and is_about_labels(heading)


def has_failed(text: str) -> bool:
    """Tell a title or an abstract that says that there is no translation."""
    if len(text) > _LONGEST_FAILURE:
        return False
    return may_begin(text, FAILURE_OPENINGS) and _FAILED.fullmatch(text.strip()) is not None


def opens_failed(abstract: str) -> bool:
    """Tell an abstract that is no translation, or begins by saying so."""
    if has_failed(abstract):
        return True
    return may_fail(abstract) and _FAILED_OPENING.match(abstract) is not None


def may_fail(abstract: str) -> bool:
    """Tell whether an abstract begins, behind white space, as if it said so."""
    return abstract.lstrip()[:_LONGEST_FAILURE].lower().startswith(FAILED_OPENINGS)


def title_labels(title: str, heading: str) -> list[Span]:
    """Return the spans of the labels and marks around a translated title, none of a mere label."""
    if not _may_be_labelled(title) or _is_own_mark(title, heading):
        return []
    lead = _TITLE_MARKS if is_about_labels(heading) else _TITLE_LEAD
    start, end, spans = 0, len(title), list[Span]()
    while True:
        if match := lead.match(title, start, end):
            spans.append(match.span())
            start = match.end()
        elif match := _WRAPPED.fullmatch(title, start, end):
            width = len(match[match.lastindex or 1])
            spans += [(start, start + width), (end - width, end)]
            start, end = start + width, end - width
        else:
            break
    for match in _BOLD.finditer(title, start, end):
        spans += [(match.start(), match.start() + 2), (match.end() - 2, match.end())]
    return [] if not spans or start == end or is_label(title) else sorted(spans)


def abstract_label(paragraph: Paragraph, heading: str) -> int | None:
    """Return where the text begins behind the label that opens a paragraph, or None.

    Where the paper is about such words, only one alone on its line is a label.
    """
    text = paragraph.text
    match = _ABSTRACT_LEAD.match(text) if may_begin(text, ABSTRACT_LABEL_OPENINGS) else None
    if match is None:
        return None
    is_alone = match.end() == len(text) or match[0].rstrip(" \t\u3000").endswith(("\r", "\n"))
    return paragraph.start + match.end() if is_alone or not is_about_labels(heading) else None


def heading_label(paragraph: Paragraph) -> int | None:
    """Return where the text begins behind the label in a heading, or None.

    A heading with text is one only if that is a sentence: `# 摘要 生成` is a title.
    """
    if _HEADING_LABEL.fullmatch(paragraph.text):
        return paragraph.end
    match = _HEADING_LEAD.match(paragraph.text)
    return paragraph.start + match.end() if match and "。" in paragraph.text else None


def is_plain(text: str) -> bool:
    """Tell whether a text would be read as a paragraph if it stood at the start of a line."""
    return [block.kind for block in blocks(text, Lines(text))][:1] == ["paragraph"]


def _may_be_labelled(title: str) -> bool:
    return may_begin(title, LABEL_OPENINGS) or "**" in title


def _is_own_mark(title: str, heading: str) -> bool:
    """Tell whether the mark that begins a title is the paper's, whose heading holds one, too."""
    bare = title.lstrip()
    if bare.startswith("_"):
        return "__" in heading
    return bare[:1] in ("#", "＃") and _HASH.search(heading) is not None


def _written(digest: Digest, entry: Entry) -> str:
    """Return the text of an entry with everything masked that is no title or abstract."""
    pieces: list[str] = []
    position = entry.start
    for start, end in sorted(_spans(entry)):
        if start >= position:
            pieces += (MASK * (start - position), _without_verbatim(digest, start, end))
            position = end
    pieces.append(MASK * (entry.end - position))
    return "".join(pieces)


def _spans(entry: Entry) -> Iterator[Span]:
    yield entry.heading.title.start, entry.heading.title.end
    if entry.link:
        yield entry.link.text_start, entry.link.text_end
    for paragraph in entry.abstract:
        if paragraph.kind not in ("code", "html"):
            yield paragraph.start, paragraph.end


def _without_verbatim(digest: Digest, start: int, end: int) -> str:
    text = digest.text[start:end]
    if "`" not in text and "<" not in text:
        return text
    inlines = [i for i in scan(digest.text, start, end) if i.kind in _VERBATIM]
    return masked(digest.text, start, end, inlines)
