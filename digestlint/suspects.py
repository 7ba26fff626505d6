"""Where a translation machine may have left something: the few titles and abstracts to look at.

What it leaves begins with few characters, and nearly all texts begin otherwise. To ask that before
a pattern is matched saves time, and most often saves compiling it.
"""

from collections.abc import Iterable

from digestlint.records import Digest, Entry, PaperLink, Paragraph

AROUND_LABEL = " \t#＃*_【】［］（）()[]：:"
# What a title begins with that is or holds a label.
LABEL_OPENINGS = frozenset(
    (
        *AROUND_LABEL,
        *("标题", "题目", "摘要", "译名", "译文", "翻译", "中文", "论文", "研究", "内容", "文章"),
        *("ti", "tr", "ab"),
    )
)
# What an abstract begins with that a label opens.
ABSTRACT_LABEL_OPENINGS = frozenset(
    (
        *"#＃*【（(",
        *("中文", "论文", "研究", "内容", "文章", "翻译", "摘要", "概要", "译文", "ab", "su", "tr"),
    )
)
# What a text begins with that only says that there is no translation.
FAILURE_OPENINGS = frozenset(
    (
        *"<＜[【（(“\"'",
        *("无法", "未能", "不能", "翻译", "请求", "待翻", "未翻", "暂无", "无摘"),
        *("tr", "fa", "n/", "no", "nu", "ni", "un", "na", "er", "tb"),
    )
)
# What an abstract begins with that says so first, in small letters.
_FAILED = ("翻译失败", "翻译出错", "翻译错误")
FAILED_OPENINGS = (
    *("error", "api error", "http error", *_FAILED),
    *(bracket + said for bracket in "<＜[【（(" for said in (*_FAILED, "translation failed")),
)
# What a text begins with in which the machine speaks.
CHATTER_OPENINGS = frozenset(
    (
        *">*_（(",
        *("好的", "当然", "没问", "以下", "下面", "这是", "我已", "我将", "我把", "中文", "摘要"),
        *("标题", "翻译", "译文", "根据", "很抱", "非常", "抱歉", "对不", "请提", "步骤", "以上"),
        *("上述", "注：", "注:", "备注", "说明", "注释"),
        *("su", "ce", "of", "he", "as", "i'", "i’", "i "),
    )
)
# What a title holds of which the machine says something elsewhere in it.
CHATTER_IN_TITLES = ("译", "步骤", "由于原")
_IN_TITLES = ("**", *CHATTER_IN_TITLES)
_OPENINGS = frozenset(
    (
        *LABEL_OPENINGS,
        *ABSTRACT_LABEL_OPENINGS,
        *FAILURE_OPENINGS,
        *(opening[:2] for opening in FAILED_OPENINGS),
        *CHATTER_OPENINGS,
    )
)
# What they begin with: all else is ruled out by one character.
_FIRST = frozenset(opening[0] for opening in _OPENINGS)


def may_begin(text: str, openings: frozenset[str]) -> bool:
    """Tell whether a text begins, behind white space, with one of single and paired characters.

    Letters are small in `openings`, and either in the text. The Turkish ones that `re` takes for
    an `i` are not: no machine writes `Tıtle`.
    """
    pair = text.lstrip()[:2].lower()
    return pair in openings or pair[:1] in openings


def _is_suspect(text: str) -> bool:
    """Tell whether a text may begin with anything of what the rules look for."""
    first = text[:1].lower()
    return (first in _FIRST or first.isspace()) and may_begin(text, _OPENINGS)


def may_hold(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text holds one of some words."""
    return any(map(text.__contains__, words))


def titles(digest: Digest) -> list[tuple[Entry, PaperLink]]:
    """Return the entries, with their links, of which the translated title is to be looked at."""
    return digest.view(_titles)


def abstracts(digest: Digest) -> list[tuple[Entry, tuple[Paragraph, ...]]]:
    """Return the entries with their abstracts, without what stands above a link line."""
    return digest.view(_abstracts)


def openings(digest: Digest) -> list[tuple[Entry, tuple[Paragraph, ...]]]:
    """Return those of the abstracts of which the beginning of a paragraph is to be looked at."""
    return digest.view(_suspect_abstracts)


def _titles(digest: Digest) -> list[tuple[Entry, PaperLink]]:
    texts = [link.text for _, link in digest.linked]
    whole = "\n".join(texts)
    words = [word for word in _IN_TITLES if word in whole]
    holding = {text for word in words for text in texts if word in text}
    return [
        (entry, link)
        for entry, link in digest.linked
        if _is_suspect(link.text) or link.text in holding
    ]


def _abstracts(digest: Digest) -> list[tuple[Entry, tuple[Paragraph, ...]]]:
    found = [(entry, _behind_link(entry)) for entry in digest.entries]
    return [(entry, paragraphs) for entry, paragraphs in found if paragraphs]


def _behind_link(entry: Entry) -> tuple[Paragraph, ...]:
    behind = entry.link.end if entry.link else entry.heading.end
    if entry.abstract and entry.abstract[0].start >= behind:
        return entry.abstract
    return tuple(paragraph for paragraph in entry.abstract if paragraph.start >= behind)


def _suspect_abstracts(digest: Digest) -> list[tuple[Entry, tuple[Paragraph, ...]]]:
    found: list[tuple[Entry, tuple[Paragraph, ...]]] = []
    for entry, paragraphs in abstracts(digest):
        for paragraph in paragraphs:
            if paragraph.kind == "heading" or _is_suspect(paragraph.text):
                found.append((entry, paragraphs))
                break
    return found
