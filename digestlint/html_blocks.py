"""How a line opens an HTML block, and what closes it."""

import re
from typing import NamedTuple

from digestlint import lazy

_HTML_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|"
    "dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|"
    "header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|"
    "param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
_ATTRIBUTE = r"""[ \t]+[A-Za-z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:[^ \t"'=<>`]+|'[^']*'|"[^"]*"))?"""

# CommonMark's seven ways to open an HTML block, each with what closes it; None: a blank line.
_HTML_OPENERS: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = (
    (
        lazy.compile(r"<(?:script|pre|style|textarea)(?:[ \t>]|$)", re.IGNORECASE),
        lazy.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (lazy.compile(r"<!--"), lazy.compile(r"-->")),
    (lazy.compile(r"<\?"), lazy.compile(r"\?>")),
    (lazy.compile(r"<![A-Za-z]"), lazy.compile(r">")),
    (lazy.compile(r"<!\[CDATA\["), lazy.compile(r"\]\]>")),
    (lazy.compile(rf"</?(?:{_HTML_BLOCK_TAGS})(?:[ \t]|/?>|$)", re.IGNORECASE), None),
)
_HTML_LONE_TAG = lazy.compile(
    rf"<(?:[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*[ \t]*/?|/[A-Za-z][A-Za-z0-9-]*[ \t]*)>[ \t]*$"
)


class HtmlOpener(NamedTuple):
    """What closes an HTML block (None: a blank line), and whether it is a comment."""

    closer: re.Pattern[str] | None
    comment: bool


def html_opener(stripped: str, *, interrupting: bool) -> HtmlOpener | None:
    """Return how the HTML block that the line opens is closed; None where it opens none."""
    if stripped[0] != "<" or not stripped[1:2].isascii():
        return None
    for opener, closer in _HTML_OPENERS:
        if opener.match(stripped):
            return HtmlOpener(closer, comment=stripped.startswith("<!--"))
    if not interrupting and _HTML_LONE_TAG.match(stripped):
        return HtmlOpener(None, comment=False)
    return None
