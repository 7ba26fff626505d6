"""ENT: an entry's parts, their order, and the lines between them."""

import re
from collections.abc import Iterator

from digestlint import arxiv
from digestlint.records import Digest, Entry, Link, Paragraph, Record
from digestlint.rule import Options
from digestlint.text import HAN, MASK, content_end
from digestlint.violation import Edit, Fix, Violation, replacement

# What may stand behind the end of a sentence; an ellipsis in round brackets ends examples.
_AFTER_ELLIPSIS = "”’」』\"'*_~]】 \t\r\n"
_AFTER_SENTENCE = _AFTER_ELLIPSIS + "）)》}"
# A mask is an address, a formula, code or a link, which need no full stop.
_SENTENCE_END = ("。", "！", "？", "…", ".", "!", "?", "．", "｡", MASK)
# An address that Markdown makes no link of: `name@example.org`, `example.org/page`.
_ADDRESS = re.compile(r"[A-Za-z0-9-]\.[A-Za-z]{2,}(?:/[!-~]*)?\Z")
_ADDRESS_WIDTH = 100
# `关键词：…` is a field, not a sentence.
_FIELD = re.compile(r"\s*[^\s，：:][^，：:]{0,11}[：:]")

_INDENT = re.compile(r"[\r\n]([^\S\r\n]+)")
_LINE_END_MARKS = (*_SENTENCE_END, "；", "：", ";", ":", "”", "）", ")", '"')
# What would begin another block than a paragraph if it stood at the start of a line.
_BLOCK_MARK = re.compile(r"[#＃=>|<`~]|[-+*_]+(?:\s|\Z)|[0-9]{1,9}[.)](?:\s|\Z)")

_EMPHASIS = re.compile(r"[*_ \t]{0,9}")

# Not before an enumerator or a label, which begin a line of their own.
_LINE_BREAK = re.compile(
    rf"[\r\n]\n?(?=[{HAN}“‘《「『，。、；：！？])"
    r"(?!第?[一二三四五六七八九十]{1,3}[、，步是]|[^\r\n，。：]{1,12}：)"
)
_INSIDE_SENTENCE = re.compile(f"[{HAN}，、]")
_CLAUSE_MARK = re.compile("[，。、；！？]")


def missing_link(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a heading among the entries' headings that no link line follows."""
    for entry in digest.entries:
        if entry.link is None:
            yield _violation(
                entry,
                entry.heading.title,
                '"{title}" has no link line; write "[translated title](URL)" below the heading',
            )


def detached_link(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report text, or else blank lines, between a heading and its link line."""
    for entry in digest.entries:
        if (link := entry.link) is None:
            continue
        between = [p for p in entry.abstract if p.start < link.line_start]
        if between:
            yield _violation(
                entry,
                between[0],
                'text stands between "{title}" and its link line; move it below the link line',
            )
        elif blank := _blank_lines(digest, entry.heading.end, link.line_start):
            yield _violation(
                entry,
                link,
                'blank lines part the link line from "{title}"; remove them',
                Fix(blank),
            )


def abstract_spacing(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report an abstract that is set off from its link line otherwise than the option says."""
    beginnings = list(_beginnings(digest))
    wanted = options.blank_lines_after_link
    if wanted == "consistent":
        apart = sum(blank.start < blank.end for _, _, blank in beginnings)
        wanted = 1 if 2 * apart >= len(beginnings) else 0
    for entry, first, blank in beginnings:
        is_apart = blank.start < blank.end
        if wanted == 1 and not is_apart:
            yield _violation(
                entry,
                first,
                'no blank line sets the abstract of "{title}" off from its link line; add one',
                replacement(first.start, first.start, _line_ending_before(digest, first.start)),
            )
        elif wanted == 0 and is_apart and first.kind == "text":
            yield _violation(
                entry,
                first,
                'a blank line parts the abstract of "{title}" from its link line; remove it',
                replacement(blank.start, blank.end, ""),
            )


def missing_abstract(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report an entry that holds no text but its heading, its link line and code."""
    for entry in digest.entries:
        if all(paragraph.kind in ("heading", "code") for paragraph in entry.abstract):
            yield _violation(
                entry,
                entry.heading.title,
                '"{title}" has no abstract; write one below its link line',
            )


def truncated_abstract(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report an abstract that ends in an ellipsis."""
    for entry, last in _last_paragraphs(digest):
        text = last.text.rstrip(_AFTER_ELLIPSIS)
        ellipsis = text[len(text.rstrip("….")) :]
        if "…" in ellipsis or len(ellipsis) > 2:
            end = last.start + len(text)
            yield _violation(
                entry,
                Record(start=end - len(ellipsis), end=end),
                'the abstract of "{title}" breaks off with "{ellipsis}"; complete it',
                ellipsis=ellipsis,
            )


def unterminated_abstract(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report an abstract whose last sentence has no end; items of a list need none."""
    for entry, last in _last_paragraphs(digest):
        text = digest.prose[last.start : last.end].rstrip(_AFTER_SENTENCE)
        if last.kind == "list" or not text or text.endswith(_SENTENCE_END):
            continue
        *_, sentence = re.split("[。\r\n]", text)
        if not _FIELD.match(sentence) and not _ADDRESS.search(text[-_ADDRESS_WIDTH:]):
            end = last.start + len(text)
            yield _violation(
                entry,
                Record(start=end - 1, end=end),
                'the abstract of "{title}" ends without a full stop; complete it, or add the stop',
            )


def indented_line(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report white space before a line; where a sentence has ended, it means a new paragraph."""
    for entry, paragraph in _texts(digest):
        for match in _INDENT.finditer(digest.prose, paragraph.start - 1, paragraph.end):
            start, end = match.span(1)
            above = _text_before(digest, start)
            begins = start > paragraph.start and above.endswith(_LINE_END_MARKS)
            ending = _line_ending_before(digest, start) if begins else ""
            is_other_block = _BLOCK_MARK.match(digest.text, end)
            yield _violation(
                entry,
                Record(start=start, end=end),
                "white space before this line; put a blank line there instead"
                if begins
                else "white space before this line; remove it",
                None if is_other_block else replacement(start, end, ending),
            )


def stray_text(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report prose before the first entry where no heading says what it is."""
    prose = [p for p in digest.preamble.paragraphs if p.kind not in ("code", "html")]
    if prose and digest.entries and not digest.sections:
        yield Violation(
            prose[0].start,
            prose[-1].end,
            "this text belongs to no entry; write a heading above it, or remove it",
        )


def second_paper_link(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a line of an abstract that is nothing but a link to another paper."""
    for entry, paragraph in _texts(digest):
        for link in paragraph.links if entry.link else ():
            other = _paper_of_line(digest, link)
            if other not in (None, entry.arxiv_id):
                yield _violation(
                    entry,
                    link,
                    'a second link line below "{title}", to {id}; give that paper a heading',
                    id=other,
                )


def broken_line(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a line break inside a Chinese sentence, which readers see as a space."""
    for entry, paragraph in _texts(digest):
        for match in _LINE_BREAK.finditer(digest.prose, paragraph.start, paragraph.end):
            start, end = match.span()
            if _INSIDE_SENTENCE.match(digest.prose, start - 1):
                yield _violation(
                    entry,
                    Record(start=start, end=end),
                    "the sentence runs on in the next line; join the lines",
                    replacement(start, end, "") if _runs_on(digest, start, end) else None,
                )


def _violation(
    entry: Entry, place: Record, template: str, fix: Fix | None = None, **values: object
) -> Violation:
    """Build a violation whose message can name the title of its entry."""
    named = {"title": entry.heading.title.text or "(untitled)", **values}
    return Violation(place.start, place.end, template, named, fix)


def _texts(digest: Digest) -> Iterator[tuple[Entry, Paragraph]]:
    """Yield the plain paragraphs of the abstracts, each with its entry."""
    for entry in digest.entries:
        for paragraph in entry.abstract:
            if paragraph.kind == "text" and not _is_above_link(paragraph, entry):
                yield entry, paragraph


def _is_above_link(paragraph: Paragraph, entry: Entry) -> bool:
    return entry.link is not None and paragraph.start < entry.link.line_start


def _last_paragraphs(digest: Digest) -> Iterator[tuple[Entry, Paragraph]]:
    """Yield each entry with the last paragraph of its abstract, tables and code apart."""
    for entry in digest.entries:
        for paragraph in reversed(entry.abstract):
            if paragraph.kind in ("text", "list", "quote"):
                if not _is_above_link(paragraph, entry):
                    yield entry, paragraph
                break


def _beginnings(digest: Digest) -> Iterator[tuple[Entry, Paragraph, Record]]:
    """Yield each entry's first paragraph and the blank lines between link line and paragraph.

    Left out is what a comment or a heading sets off, and the list or quotation of which the
    link line is the first item.
    """
    for entry in digest.entries:
        if (link := entry.link) is None:
            continue
        first = next((p for p in entry.abstract if p.start > link.line_end), None)
        lead = digest.text[link.line_start : link.start].strip()
        if first and first.kind != "heading" and not (lead and first.kind in ("list", "quote")):
            _, below = digest.lines.span(digest.lines.index(link.line_start))
            if not digest.text[below : first.start].strip():
                yield entry, first, Record(start=below, end=first.start)


def _blank_lines(digest: Digest, start: int, end: int) -> tuple[Edit, ...]:
    """Return the removals of the blank lines from `start` up to `end`."""
    lines = digest.lines
    spans = map(lines.span, range(lines.index(start), lines.index(end)))
    return tuple(Edit(*span, "") for span in spans if digest.text[slice(*span)].isspace())


def _line_ending_before(digest: Digest, start: int) -> str:
    """Return the line ending that stands before the line that starts at `start`."""
    begin, _ = digest.lines.span(digest.lines.index(start - 1))
    return digest.text[content_end(digest.text, begin, start) : start]


def _paper_of_line(digest: Digest, link: Link) -> str | None:
    """Return the identifier that a line leads to which consists of a link.

    None too where the line above ends in a colon: it introduces related papers.
    """
    start, following = digest.lines.span(digest.lines.index(link.start))
    end = content_end(digest.text, start, following)
    lead, tail = _EMPHASIS.match(digest.text, start), _EMPHASIS.match(digest.text, link.end)
    alone = lead and tail and lead.end() == link.start and tail.end() == end
    if not alone or _text_before(digest, start).endswith(("：", ":")):
        return None
    reference = arxiv.read_url(link.target)
    return reference.id if reference else None


def _text_before(digest: Digest, start: int) -> str:
    """Return the last few characters above a line, without white space and emphasis."""
    return digest.prose[max(0, start - 9) : start].rstrip("*_\\ \t\r\n")


def _runs_on(digest: Digest, start: int, end: int) -> bool:
    """Tell a sentence that a line break cut from a title or an item without a mark."""
    lines, prose = digest.lines, digest.prose
    line = prose[lines.span(lines.index(start))[0] : start]
    following = prose[end : lines.span(lines.index(end))[1]]
    if _CLAUSE_MARK.search(line) or _CLAUSE_MARK.match(following):
        return True
    return bool(_CLAUSE_MARK.search(following)) and len(following) < 2 * len(line)
