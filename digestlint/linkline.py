"""An entry's link line: `[translated title](arXiv URL)`, also where it is broken."""

import re

from digestlint import arxiv
from digestlint.inlines import Inline, scan
from digestlint.records import LinkForm, PaperLink

# What every sound link line looks like, told without looking at each character of the line.
_CANONICAL = re.compile(r"\[([^\[\]\\`<$!&]*)\]\((https://arxiv\.org/abs/[0-9.v]+)\)")
# What may stand before the link without making it part of a sentence: list and quote marks,
# emphasis, a short label such as `链接：`.
_LEAD = re.compile(r"[\s>*_+\-]*(?:\*\*|__)?(?:[^\s:：\[【<。，]{1,12}[:：](?:\*\*|__)?[ \t]*)?")
_BARE_IDENTIFIER = re.compile(
    r"(?:arxiv:\s*)?(?:[a-z-]+(?:\.[a-z-]+)?/)?[0-9][0-9.v]{4,}", re.IGNORECASE
)
_FORMS: dict[str, LinkForm] = {
    "link": "inline",
    "autolink": "autolink",
    "bare": "bare",
    "broken": "broken",
}
# A link that shares its line with a sentence is part of that sentence, unless it leads to a paper.
_ENDING = re.compile(r"[\s*_.。,，;；]*")


def read_link_line(text: str, start: int, end: int, *, directly: bool = True) -> PaperLink | None:
    """Read the line from `start` to `end` (without its ending) as a link line.

    None: it is none. A line whose link leads elsewhere than to arXiv is one only if it holds
    nothing but that link. Only `directly` below a heading is text before a bare URL its title.
    """
    if match := _CANONICAL.fullmatch(text, start, end):
        return _canonical(match)
    links = [inline for inline in scan(text, start, end) if inline.kind in _FORMS]
    if not links:
        return _identifier_line(text, start, end)
    link = _paper_link(text, links[0], start, end)
    lead = text[start : link.start]
    if _holds_image(text, link):
        return None
    if speaks_of_arxiv(link):
        titled = directly and link.form in ("bare", "autolink") and _is_tail(text, link)
        return link if titled or _LEAD.fullmatch(lead) else None
    alone = _LEAD.fullmatch(lead) and _ENDING.fullmatch(text, link.end, end)
    return link if alone and link.form != "bare" else None


def speaks_of_arxiv(link: PaperLink) -> bool:
    """Tell whether a link line means an arXiv paper, be it misspelled."""
    return link.reference is not None or "arxiv" in link.target.lower()


def _canonical(match: re.Match[str]) -> PaperLink:
    return PaperLink(
        start=match.start(),
        end=match.end(),
        form="inline",
        text=match[1],
        text_start=match.start(1),
        text_end=match.end(1),
        target=match[2],
        target_start=match.start(2),
        target_end=match.end(2),
        line_start=match.start(),
        line_end=match.end(),
        reference=arxiv.read_url(match[2]),
    )


def _paper_link(text: str, inline: Inline, start: int, end: int) -> PaperLink:
    target = text[inline.target_start : inline.target_end]
    return PaperLink(
        start=inline.start,
        end=inline.end,
        form=_FORMS[inline.kind],
        text=text[inline.text_start : inline.text_end],
        text_start=inline.text_start,
        text_end=inline.text_end,
        target=target,
        target_start=inline.target_start,
        target_end=inline.target_end,
        line_start=start,
        line_end=end,
        reference=read_reference(target),
    )


def read_reference(target: str) -> arxiv.Reference | None:
    """Read what a link line's target says about a paper; None where it speaks of none."""
    reference = arxiv.read_url(target)
    if reference is None and _BARE_IDENTIFIER.fullmatch(target):
        return arxiv.read_identifier(target)
    return reference


def _identifier_line(text: str, start: int, end: int) -> PaperLink | None:
    """Read a line that is nothing but an identifier, such as `arXiv:2408.12637`."""
    content = text[start:end].strip()
    if not _BARE_IDENTIFIER.fullmatch(content):
        return None
    begin = text.index(content, start)
    stop = begin + len(content)
    return _paper_link(text, Inline("bare", begin, stop, begin, begin, begin, stop), start, end)


def _holds_image(text: str, link: PaperLink) -> bool:
    """Tell a badge (`[![arXiv](badge)](url)`) from a title."""
    return "![" in text[link.text_start : link.text_end]


def _is_tail(text: str, link: PaperLink) -> bool:
    """Tell whether a bare URL ends its line, so that what stands before it is the title."""
    lead = text[link.line_start : link.start]
    return not re.search("[。；]", lead) and bool(_ENDING.fullmatch(text, link.end, link.line_end))
