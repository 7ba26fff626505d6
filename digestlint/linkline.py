"""An entry's link line: `[translated title](arXiv URL)`, also where it is broken."""

import re
from typing import TypedDict

from digestlint import arxiv, lazy
from digestlint.inlines import Inline, scan
from digestlint.records import LinkForm, PaperLink
from digestlint.urls import meant_end

# What every sound link line looks like, told without looking at each character of the line.
SOUND_LINK = rf"\[([^\[\]\\`<$!&\r\n]*)\]\(({arxiv.CANONICAL_URL})\)"
_SOUND = lazy.compile(rf"{SOUND_LINK}(?=[\r\n]|\Z)")
# What may stand before the link without making it part of a sentence: list and quote marks,
# emphasis, a short label such as `链接：`.
_LEAD = lazy.compile(
    r"[\s>*_+|·、,，。；;-]*(?:\*\*|__)?(?:[^\s:：\[【<。，]{1,12}[:：](?:\*\*|__)?[ \t]*)?"
)
_BARE_IDENTIFIER = lazy.compile(
    r"(?:arxiv:\s*)?(?:[a-z-]+(?:\.[a-z-]+)?/)?[0-9][0-9.v]{4,}", re.IGNORECASE
)
_ENDS_IDENTIFIER = frozenset("0123456789.vV")
LINK_FORMS: dict[str, LinkForm] = {
    "link": "inline",
    "autolink": "autolink",
    "bare": "bare",
    "broken": "broken",
}
# A link that shares its line with a sentence is part of that sentence, unless it leads to a paper.
_ENDING = lazy.compile(r"(?>(?:[\s*_.。,，;；)）\]】>]|<!--(?>(?:(?!-->).)*)-->)*)")
_OPENERS = frozenset("[【［")
# A link that even its brackets' kind does not save: `[标题]好](https://…`, `[题](https://… 2408…)`.
_MISWRITTEN = lazy.compile(r"\s*[\[【［](.+)[\]】］]\s*[(（]\s*<?((?:https?://)?[^\s)）>]*)")


def read_link_line(text: str, start: int, end: int, *, directly: bool = True) -> PaperLink | None:
    """Read the line from `start` to `end` (without its ending) as a link line.

    None: it is none. A line whose link leads elsewhere than to arXiv is one only if it holds
    nothing but that link. Only `directly` below a heading is text before a bare URL its title.
    """
    if sound := sound_link_line(text, start, end):
        return sound
    links = [inline for inline in scan(text, start, end) if inline.kind in LINK_FORMS]
    if not links:
        return _identifier_line(text, start, end)
    link, lead = _chosen(text, links, start, end)
    if _holds_image(text, link):
        return None
    if speaks_of_arxiv(link):
        titled = directly and link.form in ("bare", "autolink") and _is_tail(text, link)
        return link if titled or _LEAD.fullmatch(lead) else None
    alone = _LEAD.fullmatch(lead) and _ENDING.fullmatch(text, link.end, end)
    return link if alone and link.form in ("inline", "broken") else None


def sound_link_line(text: str, start: int, end: int) -> PaperLink | None:
    """Read the line at `start` where nothing is wrong with it; `end` may lie in a later one."""
    match = _SOUND.match(text, start, end)
    return sound_link(start, *match.groups()) if match else None


def sound_link(start: int, title: str, target: str, identifier: str) -> PaperLink:
    """Return the link that starts a line, by the groups of `SOUND_LINK`."""
    text_end = start + 1 + len(title)  # behind "["
    target_start = text_end + 2  # behind "]("
    target_end = target_start + len(target)
    stop = target_end + 1  # behind ")"
    # fmt: off
    return PaperLink(
        start, stop, "inline",
        title, start + 1, text_end,
        target, target_start, target_end,
        start, stop, arxiv.canonical(identifier),
    )
    # fmt: on


def speaks_of_arxiv(link: PaperLink) -> bool:
    """Tell whether a link line means an arXiv paper, be it misspelled."""
    if link.reference is not None:
        return True
    target = link.target[: meant_end(link.target)] if link.form == "bare" else link.target
    return "arxiv" in target.lower()


def _chosen(text: str, links: list[Inline], start: int, end: int) -> tuple[PaperLink, str]:
    """Return the first link that speaks of arXiv, or else the first, and what leads up to it.

    Links before it do not count as text.
    """
    lead, position = "", start
    for inline in links:
        link = None if lead else _miswritten(text, inline, start, end)
        link = link or _paper_link(text, inline, start, end)
        lead += text[position : link.start]
        if speaks_of_arxiv(link):
            return link, lead
        position = inline.end
    return _paper_link(text, links[0], start, end), text[start : links[0].start]


class LinkFields(TypedDict):
    """The fields of a `Link` record."""

    start: int
    end: int
    form: LinkForm
    text: str
    text_start: int
    text_end: int
    target: str
    target_start: int
    target_end: int


def link_fields(text: str, inline: Inline) -> LinkFields:
    """Return the fields of the record of a link that was scanned."""
    return {
        "start": inline.start,
        "end": inline.end,
        "form": LINK_FORMS[inline.kind],
        "text": text[inline.text_start : inline.text_end],
        "text_start": inline.text_start,
        "text_end": inline.text_end,
        "target": text[inline.target_start : inline.target_end],
        "target_start": inline.target_start,
        "target_end": inline.target_end,
    }


def _paper_link(text: str, inline: Inline, start: int, end: int) -> PaperLink:
    fields = link_fields(text, inline)
    reference = read_reference(fields["target"])
    return PaperLink(**fields, line_start=start, line_end=end, reference=reference)


def _miswritten(text: str, inline: Inline, start: int, end: int) -> PaperLink | None:
    """Read a line that has a link's brackets around a title and a bare URL, but is none."""
    if inline.kind != "bare" or text[start:end].lstrip()[:1] not in _OPENERS:
        return None
    match = _MISWRITTEN.match(text, start, end)
    if match is None or match.start(2) != inline.start:
        return None
    closer = text[inline.start : end].rstrip().rfind(")")
    stop = inline.start + closer if closer >= 0 else end
    spans = (match.start(1) - 1, stop + (closer >= 0), *match.span(1), inline.start, stop)
    return _paper_link(text, Inline("broken", *spans), start, end)


def read_reference(target: str) -> arxiv.Reference | None:
    """Read what a link line's target says about a paper; None where it speaks of none."""
    reference = arxiv.read_url(target)
    if reference is None and _is_bare_identifier(target):
        return arxiv.read_identifier(target)
    return reference


def _identifier_line(text: str, start: int, end: int) -> PaperLink | None:
    """Read a line that is nothing but an identifier, such as `arXiv:2408.12637`."""
    content = text[start:end].strip()
    if not _is_bare_identifier(content):
        return None
    begin = text.index(content, start)
    stop = begin + len(content)
    return _paper_link(text, Inline("bare", begin, stop, begin, begin, begin, stop), start, end)


def _is_bare_identifier(text: str) -> bool:
    return text[-1:] in _ENDS_IDENTIFIER and _BARE_IDENTIFIER.fullmatch(text) is not None


def _holds_image(text: str, link: PaperLink) -> bool:
    """Tell a badge (`[![arXiv](badge)](url)`) from a title."""
    return "![" in text[link.text_start : link.text_end]


def _is_tail(text: str, link: PaperLink) -> bool:
    """Tell whether a bare URL ends its line, so that what stands before it is the title."""
    lead = text[link.line_start : link.start]
    meant = link.target_start + meant_end(link.target)
    return not re.search("[。；]", lead) and bool(_ENDING.fullmatch(text, meant, link.line_end))
