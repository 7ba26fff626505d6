"""SUP: the suppression comments themselves."""

from collections.abc import Iterator, Sequence

from digestlint import lazy
from digestlint.records import Comment, Digest
from digestlint.suppressions import ACTIONS, Suppression
from digestlint.violation import Fix, Violation, replacement

_FORMS = ", ".join(ACTIONS)
_REST_OF_LINE = lazy.compile(r"[ \t]*+(?:\r\n|\n|\r|\Z)")
_BLANK_LINE = lazy.compile(r"[ \t]*+(?:\r\n|\n|\r)")


def unused_suppression(digest: Digest, suppressions: Sequence[Suppression]) -> Iterator[Violation]:
    """Report what hides nothing, a name at a time.

    The last ones come first, so that a suppression of these reports is judged once it has hidden
    those below it.
    """
    for suppression in reversed(suppressions):
        if suppression.codes and not suppression.used:
            action, name = suppression.action, suppression.name
            yield Violation(
                suppression.start,
                suppression.end,
                '"{directive}" ends no suppression; remove it'
                if action == "enable"
                else '"{directive}" hides nothing; remove it',
                {"directive": f"{action}={name}" if name else action},
                replacement(*suppression.cut, "")
                if suppression.cut
                else _without(digest, suppression.comment),
            )


def unknown_suppression(
    _digest: Digest, suppressions: Sequence[Suppression]
) -> Iterator[Violation]:
    """Report a comment that cannot be read, and a name that is no rule's."""
    for suppression in suppressions:
        if suppression.action is None:
            yield Violation(
                suppression.start,
                suppression.end,
                'comment that hides nothing; write "digestlint: FORM=CODE", FORM one of {forms}',
                {"forms": _FORMS},
            )
        elif not suppression.codes:
            yield Violation(
                suppression.start,
                suppression.end,
                '"{name}" is no rule and no family; "digestlint rules" lists them',
                {"name": suppression.name},
            )


def _without(digest: Digest, comment: Comment) -> Fix | None:
    """Remove a comment, with the spaces before it where it ends its line.

    None where it begins a line that goes on: Markdown reads that as HTML, and without the comment
    as any other block.
    """
    rest = _REST_OF_LINE.match(digest.text, comment.end)
    line = digest.lines.index(comment.start)
    start, _ = digest.lines.span(line)
    before = digest.text[start : comment.start].rstrip()
    if rest is None:
        return replacement(comment.start, comment.end, "") if before else None
    if before:
        return replacement(start + len(before), comment.end, "")
    return replacement(*_with_blank_line(digest, line, rest.end()), "")


def _with_blank_line(digest: Digest, line: int, end: int) -> tuple[int, int]:
    """Return the span from a line to an end, with one of two blank lines that would then meet."""
    text = digest.text
    start, _ = digest.lines.span(line)
    above, _ = digest.lines.span(line - 1) if line else (start, start)
    if line and not _BLANK_LINE.fullmatch(text, above, start):
        return start, end
    below = _BLANK_LINE.match(text, end)
    if below is None and end == len(text):
        return above, end
    return start, below.end() if below else end
