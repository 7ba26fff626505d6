"""ENT: an entry's parts, their order, and the lines between them."""

import re
from collections.abc import Iterator

from digestlint import lazy
from digestlint.abstracts import (
    AFTER_ELLIPSIS,
    Beginning,
    Beginnings,
    beginnings,
    broken_sentences,
    final_ellipses,
    indents,
    is_empty,
    open_endings,
    paper_id,
    papers,
    runs_on,
    texts,
    would_change,
)
from digestlint.escapes import is_mangled
from digestlint.records import Digest, Entry, PaperLink, Paragraph, Record
from digestlint.residue import opens_failed
from digestlint.rule import Options
from digestlint.scripts import WITHOUT_SPACES
from digestlint.text import MASK, content_end, following_line
from digestlint.violation import Edit, Fix, Violation, replacement

# What may stand behind the end of a sentence.
_AFTER_SENTENCE = AFTER_ELLIPSIS + "）)》}"
# A mask is an address, a formula, code or a link, which need no full stop.
_SENTENCE_END = ("。", "！", "？", "…", "⋯", ".", "!", "?", "．", "｡", MASK)
# An address that Markdown makes no link of: `name@example.org`, `example.org/page`.
_ADDRESS = lazy.compile(r"[A-Za-z0-9-]\.[A-Za-z]{2,}(?:/[!-~]*)?\Z")
_ADDRESS_WIDTH = 100
# `关键词：…` is a field, not a sentence.
_FIELD = lazy.compile(r"\s*[^\s，：:][^，：:]{0,11}[：:]")

# What FIL008 reports.
_CONFLICT_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")

_LINE_END_MARKS = (*_SENTENCE_END, "；", "：", ";", ":", "”", "）", ")", '"')
# What would begin another block than a paragraph if it stood at the start of a line.
_BLOCK_MARK = lazy.compile(r"[#＃=>|<`~]|[-+*_]+(?:\s|\Z)|[0-9]{1,9}[.)](?:\s|\Z)")
_BOLD_LINE = lazy.compile(r"(\*\*|__)[^\r\n]*\1[ \t]*+(?:[\r\n]|\Z)")

# What may stand around a second link line: emphasis, and what parts it from a link before it.
_SEPARATORS = lazy.compile(r"[*_ \t|/、，,；;·+&]{0,9}")


def missing_link(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a heading among the entries' headings that no link line follows."""
    for entry in digest.entries:
        if entry.link is None and not _is_bare_mark(entry):
            yield _violation(
                entry,
                entry.heading.title,
                '"{title}" has no link line; write "[translated title](URL)" below the heading',
            )


def detached_link(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report text, or else blank lines, between a heading and its link line."""
    for entry in digest.entries:
        # Nearly every link follows its heading at once.
        if (link := entry.link) is None or link.start == entry.heading.end:
            continue
        between = next((p for p in entry.abstract if p.start < link.start), None)
        if between:
            yield _violation(
                entry,
                between,
                'text stands between "{title}" and its link line; join it with the heading if it '
                "belongs to the title, or move it below the link line",
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
    found = beginnings(digest)
    wanted = _wanted_blank_lines(found, options)
    for entry, link, first in found.beside:
        yield _violation(
            entry,
            first,
            'the abstract of "{title}" begins on its link line; begin it below',
            _moved_below(digest, link, first, 1 + wanted),
        )
    yield from _too_close(digest, found.close) if wanted else _too_far(digest, found.apart)


def missing_abstract(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report an entry that holds no text but its heading, its link line, code and images."""
    for entry in digest.entries:
        if _holds_text(digest, entry) or _is_bare_mark(entry):
            continue
        as_heading = next((p for p in entry.abstract if p.text.endswith("。")), None)
        yield _violation(
            entry,
            as_heading or entry.heading.title,
            'the abstract of "{title}" is marked as a heading; remove the "#"'
            if as_heading
            else '"{title}" has no abstract; write one below its link line',
        )


def truncated_abstract(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report an abstract that ends in an ellipsis."""
    for entry, place in final_ellipses(digest):
        yield _violation(
            entry,
            place,
            'the abstract of "{title}" breaks off with "{ellipsis}"; complete it',
            ellipsis=digest.text[place.start : place.end],
        )


def unterminated_abstract(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report an abstract whose last sentence has no end; items of a list need none."""
    for entry, last in open_endings(digest):
        text = digest.prose[last.start : last.end].rstrip(_AFTER_SENTENCE)
        if (
            last.kind == "list"
            or not text
            or text.endswith(_SENTENCE_END)
            or opens_failed(last.text)
        ):
            continue
        *_, line = re.split("[\r\n]", last.text)
        *_, sentence = re.split("[。\r\n]", text)
        is_other = _FIELD.match(sentence) or line.startswith(_CONFLICT_MARKERS)
        if not is_other and not _ADDRESS.search(text[-_ADDRESS_WIDTH:]):
            end = last.start + len(text)
            yield _violation(
                entry,
                Record(start=end - 1, end=end),
                'the abstract of "{title}" ends without a full stop; complete it, or add the stop',
            )


def indented_line(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report white space before a line; where a sentence has ended, it means a new paragraph."""
    for entry, paragraph, (start, end) in indents(digest):
        if is_mangled(digest.text, end - 1):
            continue
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
    for entry, paragraph in texts(digest):
        if not paragraph.links and ":" not in paragraph.text:
            continue
        for place, target in papers(paragraph):
            if entry.link is None or not _is_line(digest, paragraph, place):
                continue
            other = paper_id(target)
            if other not in (None, paper_id(entry.link.target)):
                yield _violation(
                    entry,
                    place,
                    'a second link line below "{title}", to {id}; give that paper a heading',
                    id=other,
                )


def broken_line(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a line break inside a Chinese sentence, which readers see as a space."""
    if digest.script not in WITHOUT_SPACES:
        return
    for entry, start, end in broken_sentences(digest):
        yield _violation(
            entry,
            Record(start=start, end=end),
            "the sentence runs on in the next line; join the lines",
            replacement(start, end, "") if runs_on(digest, start, end) else None,
        )


def _violation(
    entry: Entry, place: Record, template: str, fix: Fix | None = None, **values: object
) -> Violation:
    """Build a violation whose message can name the title of its entry."""
    named = {"title": entry.heading.title.text or "(untitled)", **values}
    return Violation(place.start, place.end, template, named, fix)


def _holds_text(digest: Digest, entry: Entry) -> bool:
    """Tell whether an entry has an abstract, which nearly always begins with a word."""
    for paragraph in entry.abstract:
        is_plain = paragraph.kind == "text" and paragraph.text[:1].isalnum()
        if is_plain or not is_empty(digest, paragraph):
            return True
    return False


def _is_bare_mark(entry: Entry) -> bool:
    """Tell whether an entry is a lone `##`, of which HDG004 says all there is to say."""
    return not (entry.heading.title.text or entry.link or entry.abstract)


def _blank_lines(digest: Digest, start: int, end: int) -> tuple[Edit, ...]:
    """Return the removals of the blank lines from `start` up to `end`."""
    lines = digest.lines
    spans = map(lines.span, range(lines.index(start), lines.index(end)))
    return tuple(Edit(*span, "") for span in spans if digest.text[slice(*span)].isspace())


def _wanted_blank_lines(found: Beginnings, options: Options) -> int:
    if options.blank_lines_after_link != "consistent":
        return options.blank_lines_after_link
    return 1 if len(found.apart) >= len(found.close) else 0


def _too_close(digest: Digest, found: list[Beginning]) -> Iterator[Violation]:
    for entry, _, first in found:
        ending = _line_ending_before(digest, first.start)
        yield _violation(
            entry,
            first,
            'no blank line sets the abstract of "{title}" off from its link line; add one',
            None if would_change(digest, first) else replacement(first.start, first.start, ending),
        )


def _too_far(digest: Digest, found: list[Beginning]) -> Iterator[Violation]:
    for entry, link, first in found:
        if first.kind == "text":
            yield _violation(
                entry,
                first,
                'a blank line parts the abstract of "{title}" from its link line; remove it',
                replacement(following_line(digest.text, link.line_end), first.start, ""),
            )


def _moved_below(digest: Digest, link: PaperLink, first: Paragraph, endings: int) -> Fix | None:
    """Put line endings between a link and the text behind it.

    None where that would be another block, or belongs to what the link stands in.
    """
    lead = digest.text[link.line_start : link.start].strip()
    is_block = _BLOCK_MARK.match(first.text) or _BOLD_LINE.match(first.text)
    if lead or is_block or would_change(digest, first):
        return None
    ending = _line_ending_before(digest, link.line_start)
    return replacement(link.end, first.start, ending * endings)


def _line_ending_before(digest: Digest, start: int) -> str:
    """Return the line ending that stands before the line that starts at `start`."""
    return digest.text[content_end(digest.text, 0, start) : start]


def _is_line(digest: Digest, paragraph: Paragraph, place: Record) -> bool:
    """Tell whether a line of a paragraph holds nothing but what stands at a place.

    It does not count below a colon, which introduces related papers.
    """
    line, following = digest.lines.span(digest.lines.index(place.start))
    start, end = max(line, paragraph.start), content_end(digest.text, line, following)
    lead, tail = _SEPARATORS.match(digest.text, start), _SEPARATORS.match(digest.text, place.end)
    alone = lead and tail and lead.end() == place.start and tail.end() == end
    return bool(alone) and not _text_before(digest, start).endswith(("：", ":"))


def _text_before(digest: Digest, start: int) -> str:
    """Return the last few characters above a line, without white space and emphasis."""
    return digest.prose[max(0, start - 9) : start].rstrip("*_\\ \t\r\n")
