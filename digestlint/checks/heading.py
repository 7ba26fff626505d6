"""HDG: the heading, which gives the paper's English title."""

from collections.abc import Iterator

from digestlint import lazy
from digestlint.arxiv import read_url
from digestlint.escapes import is_mangled
from digestlint.inlines import Inline, masked, scan
from digestlint.linkline import speaks_of_arxiv
from digestlint.records import Digest, Entry, Heading, Title
from digestlint.rule import Options
from digestlint.text import MASK, content_end, line_ends
from digestlint.titles import final_marks, is_wrapped, joined, unusual_headings
from digestlint.violation import Edit, Fix, Safety, Violation, replacement

_MARKS = lazy.compile(r"[ \t\u3000]*([#＃]+)")
_OTHER_SYNTAX = {
    "setext": 'heading marked by a line under it; write "{marks} Title" on one line',
    "bold": 'bold line used as a heading; write "{marks} Title"',
    "full-width": 'full-width "＃" makes no heading; write "{marks} Title"',
}
# Seven equals signs are what an unfinished merge leaves: FIL008 reports them.
_UNDERLINE = r"(?=[ =-]) {0,3}(?!={7}[ \t]*+(?:[\r\n]|\Z))(=++|-++)[ \t]*+(?=[\r\n]|\Z)"
_CLOSERS = "#＃*_ \t"
# What Markdown itself takes away, so that a title of nothing else is shown as empty.
_UNSEEN = " \t\r\n\u3000\u200b\ufeff#*_`"

_LIST_NUMBER = lazy.compile(r"[0-9]{1,3}(?:\.[ \t]+|[)）、．][ \t]*)(?=\S)")
# Narrower than Markdown: both marks stand outside a word, so that `A*`, `C*-algebra` and
# `snake_case` are names.
_EMPHASIS = lazy.compile(
    rf"(?<![\w*\\])(\*{{1,3}})(?=[\w{MASK}\"“(])[^*]++(?<=[\w{MASK}\"”.!?)])\1(?![\w*])"
    rf"|(?<![\w\\])(_{{1,3}})(?=[^\W_]|[{MASK}\"“(])[^_]++(?<=[^\W_]|[{MASK}\"”.!?)])\2(?!\w)"
)
_INLINE_MARKUP = {
    "code": "code in the title; leave only its text",
    **dict.fromkeys(("link", "broken"), "link in the title; leave only its text"),
}
_WIDE_SPACE = lazy.compile(r"(?<=\S)(?:[ \t]{2,}+|\t)(?=\S)")


def heading_level(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report entry headings at another level than the digest's, or than the option's."""
    level = digest.level if options.heading_level == "consistent" else options.heading_level
    if level is None:
        return
    harmless = _keeps_parts(digest, level)
    for entry in digest.entries:
        heading = entry.heading
        if heading.level != level:
            yield Violation(
                heading.start,
                heading.title.end,
                'heading of level {found} among entries of level {level}; write "{marks} Title"'
                if options.heading_level == "consistent"
                else 'heading of level {found}, but the option says {level}; write "{marks} Title"',
                {"found": heading.level, "level": level, "marks": "#" * level},
                _with_level(digest, heading, level) if harmless else None,
            )


def heading_syntax(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report headings that are not written as `## Title`, and texts that became a heading."""
    for heading in digest.view(unusual_headings):
        if (problem := _syntax_problem(digest, heading)) and heading.title.text.strip():
            yield Violation(
                heading.start,
                heading.title.end,
                problem,
                {"marks": "#" * heading.level},
                _as_atx(digest, heading, heading.level),
            )
    yield from _accidental_headings(digest)


def heading_blank_line(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report headings without a blank line before them, or before the comments above them."""
    comments = {comment.end: comment.start for comment in digest.comments}
    headings = (*digest.headings, *digest.subheadings)
    starts = [h.start for h in headings if not digest.text.endswith("\n\n", 0, h.start)]
    for line in map(digest.lines.index, starts):
        top = _top(digest, line, comments)
        start, end = digest.lines.span(top - 1) if top else (0, 0)
        stop = content_end(digest.text, start, end)
        if digest.text[start:stop].strip():
            begin, following = digest.lines.span(line)
            yield Violation(
                begin,
                content_end(digest.text, begin, following),
                "no blank line before this heading; insert one",
                fix=replacement(end, end, digest.text[stop:end]),
            )


def empty_title(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report headings that show no title."""
    for heading in digest.headings:
        if not heading.title.text.strip(_UNSEEN):
            yield Violation(
                heading.start,
                content_end(digest.text, heading.start, heading.end),
                "heading without a title; write the paper's English title behind the {marks}",
                {"marks": "#" * heading.level},
            )


def title_markup(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report emphasis, code, links and list numbers in the titles of entries."""
    for entry in digest.entries:
        title = entry.heading.title
        text, span = title.text, (title.start, title.end)
        if text[:1].isdigit() and (number := _LIST_NUMBER.match(digest.text, *span)):
            yield Violation(
                *number.span(),
                'list number "{number}" before the title; remove it',
                {"number": number[0].strip()},
                replacement(*number.span(), "", Safety.UNSAFE),
            )
        if "*" in text or "_" in text or "`" in text or "[" in text:  # faster than a class
            inlines = scan(digest.text, *span)
            yield from _inline_markup(digest, entry, inlines)
            yield from _emphasis(digest, title, inlines)


def title_final_punctuation(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report titles of entries that end in a stop, a comma, a semicolon or a colon."""
    for entry in digest.entries:
        start, end = entry.heading.title.start, entry.heading.title.end
        title = digest.text[start:end].rstrip()
        if marks := final_marks(title):
            end = start + len(title)
            yield Violation(
                end - len(marks),
                end,
                'title ends in "{marks}"; remove it',
                {"marks": marks.strip()},
                replacement(end - len(marks), end, "", Safety.UNSAFE),
            )


def wrapped_title(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report titles that run on in the line below; HDG002 mends a setext heading that does."""
    for heading in digest.view(unusual_headings):
        title = heading.title
        content = digest.text[title.start : title.end]
        if is_wrapped(content) and heading.syntax != "setext":
            yield Violation(
                title.start,
                title.end,
                "title runs on in the next line, which Markdown takes for text; join the lines",
                fix=replacement(title.start, title.end, joined(content)),
            )


def title_spacing(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report tabs and several spaces inside titles, outside of math, code and mangled commands."""
    for heading in digest.headings:
        title = heading.title
        if "  " not in title.text and "\t" not in title.text:
            continue
        inlines = scan(digest.text, title.start, title.end)
        for space in _WIDE_SPACE.finditer(masked(digest.text, title.start, title.end, inlines)):
            start, end = title.start + space.start(), title.start + space.end()
            if is_mangled(digest.text, end - 1):
                continue
            yield Violation(
                start,
                end,
                "tab inside the title; put one space"
                if "\t" in space[0]
                else "{count} spaces inside the title; leave one",
                {"count": len(space[0])},
                replacement(start, end, " "),
            )


def _keeps_parts(digest: Digest, level: int) -> bool:
    """Tell whether entries at another level would leave every section and entry what it is.

    A section must stay above the entries, and a heading inside an abstract below them. An entry
    whose link line does not speak of arXiv is known by its level alone.
    """
    return level == digest.level or (
        all(section.heading.level < level for section in digest.sections)
        and all(entry.link and speaks_of_arxiv(entry.link) for entry in digest.entries)
        and (digest.level is None or level < digest.level or not _holds_headings(digest))
    )


def _holds_headings(digest: Digest) -> bool:
    return any(paragraph.kind == "heading" for paragraph in digest.paragraphs)


def _with_level(digest: Digest, heading: Heading, level: int) -> Fix:
    marks = _MARKS.match(digest.text, heading.start, heading.title.start)
    if marks is None:
        return _as_atx(digest, heading, level)
    if not heading.title.text:
        return replacement(*marks.span(1), "#" * level)
    # A single `#` needs the space to be seen as a heading.
    return replacement(marks.start(1), heading.title.start, "#" * level + " ")


def _as_atx(digest: Digest, heading: Heading, level: int) -> Fix:
    stop = content_end(digest.text, heading.start, heading.end)
    title = joined(digest.text[heading.title.start : heading.title.end])
    comments = _behind(digest, heading).rstrip(_CLOSERS)
    return replacement(heading.start, stop, f"{'#' * level} {title}{comments}")


def _behind(digest: Digest, heading: Heading) -> str:
    """Return what stands behind a title in its last line: comments, and what closes the heading."""
    if digest.text.startswith("\n", heading.title.end):
        return ""
    _, following = digest.lines.span(digest.lines.index(heading.title.end))
    return digest.text[heading.title.end : min(following, heading.end)].rstrip()


def _syntax_problem(digest: Digest, heading: Heading) -> str | None:
    """Return the template of what is wrong with a heading's marks, or None."""
    if problem := _OTHER_SYNTAX.get(heading.syntax):
        return problem
    before = digest.text[heading.start : heading.title.start]
    marks = "#" * heading.level
    if before == marks + " ":
        is_closed = _behind(digest, heading).endswith(("#", "＃"))
        return "closing #s behind the title; remove them" if is_closed else None
    if not before.startswith("#"):
        return "space before the heading's {marks}; remove it"
    if before == marks:
        return "no space between {marks} and the title; insert one"
    return "not one plain space between {marks} and the title; put one"


def _accidental_headings(digest: Digest) -> Iterator[Violation]:
    """Yield the texts and link lines that a line of dashes under them makes a heading."""
    for underline in line_ends(digest.text, _UNDERLINE):
        begin = underline.start() + 1
        if (end := content_end(digest.text, 0, begin)) in digest.view(_ends):
            divides = underline[1].startswith("---")
            yield Violation(
                *underline.span(1),
                'this "{line}" makes the text above it a heading; insert a blank line between them'
                if divides
                else 'this "{line}" makes the text above it a heading; remove it',
                {"line": underline[1]},
                replacement(begin, begin, digest.text[end:begin]) if divides else None,
            )


def _ends(digest: Digest) -> set[int]:
    """Return where plain paragraphs and link lines end."""
    ends = {paragraph.end for paragraph in digest.paragraphs if paragraph.kind == "text"}
    return ends.union(entry.link.line_end for entry in digest.entries if entry.link)


def _top(digest: Digest, line: int, comments: dict[int, int]) -> int:
    """Return the line where the comments begin that stand directly above a line."""
    while line > 0:
        start, end = digest.lines.span(line - 1)
        stop = start + len(digest.text[start:end].rstrip())
        comment = comments.get(stop)
        if comment is None:
            return line
        first = digest.lines.index(comment)
        if digest.text[digest.lines.starts[first] : comment].strip():
            return line
        line = first
    return line


def _inline_markup(digest: Digest, entry: Entry, inlines: list[Inline]) -> Iterator[Violation]:
    for inline in inlines:
        if problem := _INLINE_MARKUP.get(inline.kind):
            plain = _plain(digest, entry, inline)
            fix = replacement(inline.start, inline.end, plain, Safety.UNSAFE) if plain else None
            yield Violation(inline.start, inline.end, problem, fix=fix)


def _plain(digest: Digest, entry: Entry, inline: Inline) -> str | None:
    """Return the text of code, or of a link whose target the link line names as well."""
    if inline.kind == "code":
        return digest.text[inline.start : inline.end].strip("`").strip()
    paper = read_url(digest.text[inline.target_start : inline.target_end])
    known = paper is not None and paper.id == entry.arxiv_id
    return digest.text[inline.text_start : inline.text_end] if known else None


def _emphasis(digest: Digest, title: Title, inlines: list[Inline]) -> Iterator[Violation]:
    for emphasis in _EMPHASIS.finditer(masked(digest.text, title.start, title.end, inlines)):
        start, end = title.start + emphasis.start(), title.start + emphasis.end()
        mark = emphasis[1] or emphasis[2]
        inside, behind = start + len(mark), end - len(mark)
        yield Violation(
            start,
            end,
            'emphasis "{mark}" in the title; remove the marks',
            {"mark": mark},
            Fix((Edit(start, inside, ""), Edit(behind, end, "")), Safety.UNSAFE),
        )
