"""Inline Markdown and how GitHub reads it, by cmark-gfm."""

import html
import re

import cmarkgfm

_ANCHOR = re.compile(r'<a href="([^"]*)"|</a>')

# The statements of the CommonMark specification on inline syntax, a case or more each.
COMMONMARK = [
    # Inline links.
    "[a](b)",
    "[a]()",
    "[a](<>)",
    "[](b)",
    "[]()",
    '[a](b "c")',
    "[a](b 'c')",
    "[a](b (c))",
    '[a]( b\n"c" )',
    '[a](b "c\nd")',
    '[a](b "c\\"d")',
    '[a](b"c")',
    '[a](b "c" "d")',
    '[a](b "c"d)',
    "[a](b c)",
    "[a](<b c>)",
    "[a](<b\nc>)",
    "[a](<b)c>)",
    "[a](<b\\>)",
    "[a](<b>c)",
    "[a](<b",
    "[a](b",
    "[a](",
    "[a] (b)",
    "[a]\n(b)",
    "[a](b(c)(d(e)))",
    "[a](b(c)",
    "[a](b\\(c)",
    "[a](b\\)c)",
    "[a](" + "(" * 32 + ")" * 32 + ")",
    "[a](" + "(" * 33 + ")" * 33 + ")",
    "[a](#b) [c](https://d.e?f=3#g)",
    "[a](b\\c)",
    "[a](b%20c&auml;&#35;&#x23;&nosuch;&copy)",
    "[题](https://例子.中国/甲)",
    "![a](b)[c](d)",
    # Brackets in the text, and what binds tighter.
    "[a [b]](c)",
    "[a] b](c)",
    "[a [b](c)",
    "[a \\[b](c)",
    "\\[a](b)",
    "[a\\](b)",
    "[a\\\\](b)",
    "[*a](b*)",
    "[a [b](c)](d)",
    "[a *b [c](d)* e](f)",
    "![a [b](c)](d) [e](f)",
    "[![a](b)](c)",
    "[![a](b) [c](d)](e)",
    "[a`](b)`",
    "[a <b c='](d)'>](e)",
    "[a <b c='](d)'",
    "[a <https://b.c?](d)>",
    "[a<!-- ](b) -->",
    "[a](b)c](d)",
    "!\\[a](b)",
    "\\![a](b)",
    # Code spans.
    "`[a](b)`",
    "`` [a](b)` ``",
    "`[a](b)``",
    "\\`[a](b)`",
    "`[a\\`](b)`",
    "```[a](b)``",
    "x`\n[a](b)\n`",
    # Autolinks.
    "<https://a.b/c?d=e&f>",
    "<MAILTO:A@B.C>",
    "<made-up+scheme.1:x>",
    "<a:b>",
    "<https://a.b c>",
    "< https://a.b >",
    "<https://a.b\\[c>",
    "<https://a.b/&amp;>",
    "<https://获得>",
    "<>",
    # Raw HTML.
    "x <a><b-c><d/>[a](b)",
    "x <a b='[c](d)' e=f g = \"[h](i)\" />",
    "x <a b=[c](d)>",
    "x <1 b='[c](d)'>",
    "x <a b='c'd='[e](f)'>",
    "x <a b='[c](d)' / >",
    "x </a b='[c](d)'>",
    "x </a ><!-- [a](b) -->",
    "x <!--> [a](b) -->",
    "x <!-- [a](b)",
    "x <?a [b](c) ?>",
    "x <!A [b](c)>",
    "x <![CDATA[ [a](b) ]]>",
    "x <![CDATA[ [a](b) ]>",
]

# The same for the autolinks that GFM adds, and what markdown-it does not read as CommonMark says.
GFM = [
    "[a](&#0;&#xD800;&#x110000;)",
    "见https://a.b/c获得。 d",
    "https://a.b/[c](d) [e](f)",
    "https://a.b/`c` `[d](e)`",
    "[https://a.b](https://c.d)",
    "[a <https://b.c>](d)",
    "[https://a.b] https://c.d",
    "[ https://a.b",
    "![ https://a.b",
    "[ [a](b) https://c.d",
    "[a](b)https://c.d",
    "`https://a.b` <b c='https://d.e'>",
    "https\\://a.b www\\.c.d",
    "(https://a.b/c_(d)) (www.a.b)",
    "https://a.b&copy; c",
]

# Markdown that is meant to be read otherwise than GitHub does.
DIFFERENCES = {
    "[a][b]\n\n[b]: c": "a reference link: its target stands in another block",
    "<a@b.c> a@b.c": "an e-mail address is no link of a digest",
    "ftp://a.b/c": "nor is a file server",
    "$a[b$](c)": "math binds as tightly as code",
    "[题](https://a.b）": "a broken link wins over the bare URL inside it",
}


def github_hrefs(text: str) -> list[str]:
    """Return the targets of all links that do not stand inside another.

    cmark lets an autolink stand in the text of a link, against HTML and its own specification.
    """
    found = []
    depth = 0
    for anchor in _ANCHOR.finditer(cmarkgfm.github_flavored_markdown_to_html(text)):
        if anchor[1] is not None and depth == 0:
            found.append(html.unescape(anchor[1]))
        depth += -1 if anchor[1] is None else 1
    return found
