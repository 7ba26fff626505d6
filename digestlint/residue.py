"""What a translation machine leaves behind in titles and abstracts, and where it stands."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from digestlint import titles
from digestlint.blocks import blocks
from digestlint.inlines import masked, scan
from digestlint.records import Digest, Entry, Paragraph
from digestlint.text import MASK, Lines

Span = tuple[int, int]

_VERBATIM = frozenset({"code", "html", "comment"})

_COLON = r"[ \t]*[：:][ \t]*"
_TITLE_LABEL = (
    r"(?i:(?:中文|论文|研究|文章)?(?:标题|题目)(?:翻译)?|(?:中文)?译名|(?:中文)?(?:译文|翻译)"
    r"|(?:中文|论文|研究|内容|文章)?摘要|(?:translated )?title|translation|abstract)"
)
_MARKS = r"[#＃]{1,6}[ \t]+"
# What makes a label of a word: a colon or brackets; behind a `#` a space will do.
_LABELLED = (
    rf"{_TITLE_LABEL}{_COLON}"
    rf"|\*\*{_TITLE_LABEL}(?:{_COLON}\*\*|\*\*{_COLON})[ \t]*"
    rf"|[【［]{_TITLE_LABEL}[】］](?:{_COLON}|[ \t]*)"
)
_TITLE_LEAD = re.compile(
    rf"[ \t]*(?>(?:{_MARKS}(?:(?:标题|题目)[ \t]+)?|{_LABELLED})(?:{_MARKS}|{_LABELLED})*)"
)
_TITLE_MARKS = re.compile(rf"[ \t]*{_MARKS}")
# In the title of such a paper the word is no label: `Translation: A Survey`.
_NAMED_SO = re.compile(
    r"(?:titles?|headlines?|translations?|abstracts?|summary)[ \t]*:", re.IGNORECASE
)
# What labels and marks begin with; most titles begin otherwise, which is found out faster.
_BEGINS_TITLE_LABEL = "#＃*【［标题译翻摘中论研内文TtAa"
_MAY_BE_LABELLED = re.compile(rf"[ \t]*[{_BEGINS_TITLE_LABEL}]|[^*]*+\*\*")
_MAY_BEGIN_TITLE_LABEL = frozenset(" \t" + _BEGINS_TITLE_LABEL)
_WRAPPED = re.compile(r"(\*{1,3})(?=[^\s*])[^*]*+(?<=[^\s*])\1")
# Both marks stand outside a word, so that `A**` is a name.
_BOLD = re.compile(r"\*\*(?<![\w*]..)(?=[^\s*])[^*]*+(?<=[^\s*])\*\*(?![\w*])")

_LABELS = frozenset(
    {
        *("标题", "题目", "研究标题", "论文标题", "文章标题", "中文标题", "标题翻译", "翻译标题"),
        *("摘要", "研究摘要", "论文摘要", "文章摘要", "中文摘要", "内容摘要", "摘要翻译", "译名"),
        *("翻译", "译文", "中文翻译", "翻译结果", "中文译文", "中文译名"),
        *("title", "abstract", "translation", "translated title"),
    }
)
_AROUND_LABEL = " \t#＃*_【】［］[]：:"

_ABSTRACT_LABEL = (
    r"(?i:(?:中文|论文|研究|内容|文章)?摘要(?:翻译)?|概要|(?:中文)?(?:翻译|译文)"
    r"|abstract|summary|translation)"
)
# Without a colon, `**翻译**是…` and `翻译——…` begin a sentence; alone on its line, a word does not.
_ABSTRACT_LEAD = re.compile(
    rf"[ \t\u3000]*+(?>(?:(?:{_ABSTRACT_LABEL}(?:{_COLON}|[ \t]*(?=[\r\n]|\Z))"
    rf"|\*\*[ \t]*{_ABSTRACT_LABEL}(?:{_COLON}\*\*|[ \t]*\*\*(?:{_COLON}|[ \t]*(?=[\r\n]|\Z)))"
    rf"|【{_ABSTRACT_LABEL}】[ \t]*[：:]?)\s*)+)"
)
# What one begins with, as few abstracts do.
_MAY_BEGIN_LABEL = frozenset(" \t\u3000*【中论研内文摘概翻译AaSsTt")
_HEADING_LABEL = re.compile(rf"\**{_ABSTRACT_LABEL}\**[：:]?\**")
_HEADING_LEAD = re.compile(rf"{_ABSTRACT_LABEL}(?:{_COLON}|[ \t]+)(?=\S)")

_KEYWORDS = re.compile(
    r"(?<![^。！？!?.）)\s])(?:\*\*|【)?(?i:关键[词字]|索引词|主题词|key[ -]?words?)(?:\*\*|】)?"
    r"[ \t]*[：:][^。！？：:<>\[\]$`\r\n]{1,200}[。.]?\s*\Z"
)
_LONGEST_KEYWORDS = 220

_FAILED = re.compile(
    r"[<＜\[【（(“\"']?\s*(?:翻译(?:失败|出错|错误|超时|异常)|(?:无法|未能|不能)翻译"
    r"|请求(?:失败|超时)|[待未]翻译|暂无(?:摘要|翻译|译文|标题)?|无摘要"
    r"|translation (?:failed|error)|failed to translate|n/a|none|null|nil|undefined|nan|error|tbd)"
    r"\s*[>＞\]】）)”\"']?[.。…!！]*+",
    re.IGNORECASE,
)
# What such a text begins with.
_MAY_BEGIN_FAILURE = frozenset("<＜[【（(“\"'翻无未不请待暂TtFfNnUuEe")
_LONGEST_FAILURE = 60
_FAILED_OPENING = re.compile(
    r"\s*(?:[<＜\[【（(](?:翻译(?:失败|出错|错误)|translation failed)|翻译(?:失败|出错|错误)[：:]"
    r"|(?:api |http )?error(?: code)?[：:] ?[0-9]{3})",
    re.IGNORECASE,
)
# Behind white space.
_MAY_OPEN_FAILED = frozenset("<＜[【（(翻AaHhEe")


def in_entries(digest: Digest, matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the matches in the text of a digest that begin in a title or an abstract.

    Not in their code, HTML and comments; links and math are taken as they are written.
    """
    for entry, own in groupby(matches, key=lambda match: digest.entry_at(match.start())):
        if entry:
            written = _written(digest, entry)
            yield from (match for match in own if written[match.start() - entry.start] != MASK)


def abstracts(digest: Digest) -> list[tuple[Entry, list[Paragraph]]]:
    """Return the entries with their abstracts, without what stands above a link line."""
    return digest.view(_abstracts)


def is_label(title: str) -> bool:
    """Tell whether a translated title is nothing but a label; that of a link is BIL001's."""
    return title.strip(_AROUND_LABEL).lower() in _LABELS and not titles.is_label(title)


def has_failed(text: str) -> bool:
    """Tell a title or an abstract that says that there is no translation."""
    if len(text) > _LONGEST_FAILURE or (text := text.strip())[:1] not in _MAY_BEGIN_FAILURE:
        return False
    return _FAILED.fullmatch(text) is not None


def opens_failed(abstract: str) -> bool:
    """Tell an abstract that is no translation, or begins by saying so."""
    if has_failed(abstract):
        return True
    may_open = abstract.lstrip()[:1] in _MAY_OPEN_FAILED
    return may_open and _FAILED_OPENING.match(abstract) is not None


def title_labels(title: str, heading: str) -> list[Span]:
    """Return the spans of the labels and marks around a translated title, none of a mere label."""
    if title[:1] not in _MAY_BEGIN_TITLE_LABEL and "**" not in title:
        return []
    if not _MAY_BE_LABELLED.match(title):
        return []
    lead = _TITLE_MARKS if _NAMED_SO.search(heading) else _TITLE_LEAD
    start, end, spans = 0, len(title), list[Span]()
    while True:
        if match := lead.match(title, start, end):
            spans.append(match.span())
            start = match.end()
        elif match := _WRAPPED.fullmatch(title, start, end):
            width = len(match[1])
            spans += [(start, start + width), (end - width, end)]
            start, end = start + width, end - width
        else:
            break
    for match in _BOLD.finditer(title, start, end):
        spans += [(match.start(), match.start() + 2), (match.end() - 2, match.end())]
    return [] if is_label(title) or start == end else sorted(spans)


def abstract_label(paragraph: Paragraph) -> int | None:
    """Return where the text begins behind the label that opens a paragraph, or None."""
    text = paragraph.text
    match = _ABSTRACT_LEAD.match(text) if text[:1] in _MAY_BEGIN_LABEL else None
    return paragraph.start + match.end() if match else None


def heading_label(paragraph: Paragraph) -> int | None:
    """Return where the text begins behind the label in a heading, or None.

    A heading with text is one only if that is a sentence: `# 摘要 生成` is a title.
    """
    if _HEADING_LABEL.fullmatch(paragraph.text):
        return paragraph.end
    match = _HEADING_LEAD.match(paragraph.text)
    return paragraph.start + match.end() if match and "。" in paragraph.text else None


def keywords(text: str) -> int | None:
    """Return the index where the list of keywords begins with which a text ends, or None."""
    # Most abstracts hold no word for it, which is found out faster.
    end = text[-_LONGEST_KEYWORDS:]
    if "词" not in end and "ey" not in end:
        return None
    match = _KEYWORDS.search(text, max(0, len(text) - _LONGEST_KEYWORDS))
    return match.start() if match else None


def is_plain(text: str) -> bool:
    """Tell whether a text would be read as a paragraph if it stood at the start of a line."""
    return [block.kind for block in blocks(text, Lines(text))][:1] == ["paragraph"]


def _abstracts(digest: Digest) -> list[tuple[Entry, list[Paragraph]]]:
    found = ((entry, list(_behind_link(entry))) for entry in digest.entries)
    return [(entry, paragraphs) for entry, paragraphs in found if paragraphs]


def _behind_link(entry: Entry) -> Iterator[Paragraph]:
    behind = entry.link.end if entry.link else entry.heading.end
    return (paragraph for paragraph in entry.abstract if paragraph.start >= behind)


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
