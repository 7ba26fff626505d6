r"""RES: what the translation machine left behind.

The rules read the text as it is written, but only titles and abstracts: headings, code and
comments outside of entries are the project's own, where `摘要` or `\textbf` may be meant.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain, zip_longest
from sys import maxsize

from digestlint import lazy
from digestlint.chatter import chatter
from digestlint.escapes import command, lost_backslashes, mangled, mangled_in_math
from digestlint.keywords import is_list_of_terms, keywords
from digestlint.odd import odd_characters
from digestlint.placeholders import placeholders
from digestlint.records import Digest, PaperLink, Paragraph
from digestlint.residue import (
    abstract_label,
    has_failed,
    heading_label,
    in_entries,
    is_about_labels,
    is_label,
    is_plain,
    may_mean,
    opens_failed,
    title_labels,
)
from digestlint.rule import Options
from digestlint.suspects import abstracts, openings, titles
from digestlint.text import Span
from digestlint.translation import translation
from digestlint.violation import Edit, Fix, Violation, replacement

_LINE_ENDING = r"(?:\r\n|\n|\r)"
# The rest of a line without text, and the blank lines below; the group is its last line ending.
_GAP = lazy.compile(rf"(?>(?:[ \t#]*({_LINE_ENDING}))(?:[ \t]*({_LINE_ENDING}))*)")

_BREAK = (
    '"{command}" became a line break and "{rest}"; in a formula write the command again, elsewhere '
    "only its text"
)
_LEFT_OF_COMMAND = {
    "\t": '"{command}" became a tab and "{rest}"; in a formula write the command again, elsewhere '
    "only its text",
    "\n": _BREAK,
    "\r": _BREAK,
}
_CONTROL_CHARACTER = (
    '"{command}" became control character U+{code:04X} and "{rest}"; in a formula write the '
    "command again, elsewhere only its text"
)

# A command in the midst of letters is a part of a path, unless it has a brace.
_LATEX = lazy.compile(
    r"\\(?:(?<![A-Za-z0-9_:/\\.].)(?!https?:)[A-Za-z]{2,}+|[A-Za-z]{2,}+(?=\{)"
    r"|[%&](?<!\\\\.)|_(?<=[^\W_]..)(?=[^\W_]))"
)
_ENTITY = lazy.compile(r"#?[A-Za-z0-9]{1,31};")
# From the mark on that shows what it is.
_ADDRESSES = (
    lazy.compile(r":(?:(?<=http:)|(?<=https:))//[!-~]*+", re.IGNORECASE),
    lazy.compile(r"\.(?<=www\.)[!-~]*+", re.IGNORECASE),
)


def field_label(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report labels and marks before or around a title, before an abstract, and keywords."""
    for entry, link in titles(digest):
        if spans := title_labels(link.text, entry.heading.title.text):
            yield _title_label(link, spans)
    for entry, paragraphs in openings(digest):
        title = entry.heading.title.text
        if _behind_label(paragraphs[0], title) is not None:
            yield from _abstract_labels(digest, paragraphs, title)
    for _, paragraphs in abstracts(digest):
        if (found := keywords(paragraphs[-1].text)) is not None:
            yield from _keywords(digest, paragraphs, paragraphs[-1].start + found)


def label_as_title(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a translated title that is nothing but a label."""
    for entry, link in titles(digest):
        title = entry.heading.title.text
        if is_label(link.text) and not may_mean(title, link.text):
            yield Violation(
                link.text_start,
                link.text_end,
                '"{text}" is a label; write the translated title of "{title}" there',
                {"text": link.text.strip(), "title": title},
            )


def failed_translation(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a title or an abstract that only says that there is no translation."""
    for entry, link in titles(digest):
        title = entry.heading.title.text
        if has_failed(link.text) and not may_mean(title, link.text):
            message = 'the translation of the title "{title}" failed; write it'
            yield Violation(link.text_start, link.text_end, message, {"title": title})
    for entry, (first, *_) in openings(digest):
        if opens_failed(first.text):
            values = {"title": entry.heading.title.text}
            message = 'the translation of the abstract of "{title}" failed; write it'
            yield Violation(first.start, first.end, message, values)


def translator_chatter(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report what the machine says about its work."""
    for start, end in chatter(digest):
        yield Violation(
            start,
            end,
            '"{text}" is what the translation machine says, not the paper; remove it',
            {"text": digest.text[start:end].strip()},
        )


def mangled_escape(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report control characters and names that are left of backslash commands."""
    commands = mangled(digest.text, odd_characters(digest))
    found = {match.start(): match[0] for match in in_entries(digest, commands)}
    for start, rest in (found | _mangled_in_math(digest)).items():
        template, values = _what_is_left(rest)
        yield Violation(start, start + 1, template, values)
    for match in in_entries(digest, lost_backslashes(digest.text)):
        yield Violation(
            *match.span(),
            '"{rest}{{" is left of a LaTeX command; in a formula write the command again, '
            "elsewhere only its text",
            {"rest": match[0]},
        )


def placeholder(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report what stands for a formula or a link that was lost."""
    for match in in_entries(digest, placeholders(digest.text)):
        yield Violation(
            *match.span(),
            '"{text}" stands for something that was lost; write what the paper has there',
            {"text": match[0].lstrip("]")},
        )


def latex_residue(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report LaTeX commands outside of formulas; beside a dollar sign a formula was meant."""
    if "\\" not in digest.text:
        return
    for match in _LATEX.finditer(digest.text):
        start, end = match.span()
        is_prose = translation(digest)[start] == "\\"
        if is_prose and "$" not in (digest.text[start - 1], digest.text[end : end + 1]):
            yield _latex_residue(digest, start, end)


def _title_label(link: PaperLink, spans: list[Span]) -> Violation:
    start = link.text_start
    first, last = spans[0]
    return Violation(
        start + first,
        start + last,
        'the mark or label "{label}" is no part of the translated title; remove it',
        {"label": link.text[first:last].strip()},
        Fix(tuple(Edit(start + begin, start + end, "") for begin, end in spans)),
    )


def _abstract_labels(
    digest: Digest, paragraphs: tuple[Paragraph, ...], title: str
) -> Iterator[Violation]:
    """Yield the labels before the abstract's text: headings, and what opens the first text.

    Other headings would belong to no entry without that of the label, and the word may be the
    subject of the sentence behind it.
    """
    headings = sum(paragraph.kind == "heading" for paragraph in paragraphs)
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        behind = _behind_label(paragraph, title)
        if behind is None:
            return
        start = _line_start(digest, paragraph)
        is_subject = behind < paragraph.end and is_about_labels(title)
        is_needed = paragraph.kind == "heading" and (headings > 1 or is_subject)
        yield Violation(
            start,
            behind,
            'the label "{label}" is no part of the abstract; remove it',
            {"label": digest.text[start:behind].strip()},
            None if is_needed else _without_label(digest, paragraph, following, start, behind),
        )
        if behind < paragraph.end:
            return


def _behind_label(paragraph: Paragraph, title: str) -> int | None:
    """Return where the text begins behind the label that opens a paragraph, or None."""
    if paragraph.kind == "heading":
        return heading_label(paragraph)
    return abstract_label(paragraph, title) if paragraph.kind == "text" else None


def _without_label(
    digest: Digest, labelled: Paragraph, following: Paragraph | None, start: int, behind: int
) -> Fix | None:
    """Remove a label up to the text behind it; None where that would become something else.

    A label that stands alone leaves one blank line above the text.
    """
    if behind < labelled.end:
        rest = digest.text[behind : labelled.end]
        return replacement(start, behind, "") if is_plain(rest) else None
    gap = _GAP.match(digest.text, behind)
    if not (gap and following and gap.end() == _line_start(digest, following)):
        return None
    line, _ = digest.lines.span(digest.lines.index(start) - 1)
    is_apart = not digest.text[line:start].strip()
    return replacement(start, gap.end() if is_apart else gap.start(gap.lastindex or 1), "")


def _line_start(digest: Digest, paragraph: Paragraph) -> int:
    """Return where a paragraph starts, with the marks of a heading."""
    if paragraph.kind != "heading":
        return paragraph.start
    return digest.lines.span(digest.lines.index(paragraph.start))[0]


def _keywords(digest: Digest, paragraphs: tuple[Paragraph, ...], start: int) -> Iterator[Violation]:
    first, last = paragraphs[0], paragraphs[-1]
    text = digest.text[first.start : start].rstrip()
    if text and last.kind == "text":
        field = digest.text[start : last.end].strip()
        is_all = keywords(text) is None and is_list_of_terms(field)
        yield Violation(
            start,
            last.end,
            'the field "{field}" is no part of the abstract; remove it',
            {"field": field},
            replacement(first.start + len(text), last.end, "") if is_all else None,
        )


def _mangled_in_math(digest: Digest) -> dict[int, str]:
    if "\t" not in digest.text:
        return {}
    marked = (paragraph for paragraph in digest.paragraphs if "\t" in paragraph.text)
    spans = (span for paragraph in marked for span in paragraph.verbatim if span.kind == "math")
    found = (mangled_in_math(digest.text, span.start, span.end) for span in spans)
    return {match.start(): match[0] for match in in_entries(digest, chain.from_iterable(found))}


def _what_is_left(rest: str) -> tuple[str, dict[str, object]]:
    """Return the message on a control character and the letters behind it."""
    meant = command(rest)
    values: dict[str, object] = {"command": meant, "code": ord(rest[0]), "rest": rest[1:]}
    if meant is None:
        return "control character U+{code:04X}; remove it, or write what was meant", values
    return _LEFT_OF_COMMAND.get(rest[0], _CONTROL_CHARACTER), values


def _latex_residue(digest: Digest, start: int, end: int) -> Violation:
    found = digest.text[start:end]
    if found[1:].isalpha():
        message = 'LaTeX command "{found}" outside of a formula; write what it stands for'
        return Violation(start, end, message, {"found": found})
    is_entity = found == "\\&" and _ENTITY.match(digest.text, end)
    return Violation(
        start,
        end,
        'LaTeX "{found}" outside of a formula; write "{character}"',
        {"found": found, "character": found[1]},
        None if is_entity or _is_in_address(digest, start) else replacement(start, start + 1, ""),
    )


def _is_in_address(digest: Digest, offset: int) -> bool:
    """Tell whether an offset lies in an address, also in one that is the text of a link."""
    addresses = digest.view(_addresses)
    index = bisect_right(addresses, (offset, maxsize)) - 1
    return index >= 0 and offset < addresses[index][1]


def _addresses(digest: Digest) -> list[tuple[int, int]]:
    return sorted(m.span() for pattern in _ADDRESSES for m in pattern.finditer(digest.text))
