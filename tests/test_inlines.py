"""Links, images, code, math and HTML in a paragraph, held against cmark-gfm."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from inline_cases import COMMONMARK, DIFFERENCES, GFM, github_hrefs
from markdown_escapes import unescape
from markdown_it import MarkdownIt

from digestlint.inlines import Inline, scan, telltales

SHARED = Path(__file__).parents[2] / "shared"
DIGESTS = [*sorted(SHARED.glob("seeds/*.txt")), *sorted(SHARED.glob("corpus/digests/*.md"))]

VERBATIM = ("code", "math", "html", "comment")


def hrefs(text: str) -> list[str]:
    """Return the targets of all links as a renderer writes them."""
    return [
        quote(href, safe="-_.+!*'(),%#@?=;:/&$~")
        for inline in scan(text, 0, len(text))
        for href in rendered_target(inline, text[inline.target_start : inline.target_end])
    ]


def rendered_target(inline: Inline, target: str) -> Iterator[str]:
    if inline.kind == "link":
        yield unescape(target)
    elif inline.kind == "autolink":
        # Entities count in an autolink, backslashes do not escape.
        yield unescape(target.replace("\\", "\\\\"))
    elif inline.kind == "bare":
        yield f"http://{target}" if target.startswith("www") else target


def parts(text: str) -> list[tuple[str, str, str, str]]:
    """Return kind, whole, text and target of each inline."""
    return [
        (
            inline.kind,
            text[inline.start : inline.end],
            text[inline.text_start : inline.text_end],
            text[inline.target_start : inline.target_end],
        )
        for inline in scan(text, 0, len(text))
    ]


@pytest.mark.parametrize("text", COMMONMARK + GFM)
def test_links_are_those_of_github(text: str) -> None:
    assert hrefs(text) == github_hrefs(text)


@pytest.mark.parametrize("text", COMMONMARK)
def test_links_are_those_of_commonmark(text: str) -> None:
    linked = [
        child.attrGet("href")
        for token in MarkdownIt("commonmark").parse(text)
        for child in token.children or ()
        if child.type == "link_open"
    ]
    found = [
        unescape(target) if kind == "link" else target
        for kind, _, _, target in parts(text)
        if kind in ("link", "autolink")
    ]
    normalize = MarkdownIt().normalizeLink
    assert [normalize(target) for target in found] == linked


@pytest.mark.parametrize("text", DIFFERENCES)
def test_differences_from_github_are_as_listed(text: str) -> None:
    assert hrefs(text) != github_hrefs(text)


FRAGMENTS = [
    *"[]()<>\\`*_~\"'!;:.?=/a（）。【】 ",
    *(
        "``",
        "获得",
        "![",
        "](",
        "](http://g.h/i",
        "[j](k)",
        "&amp;",
        "<b>",
        "</b>",
        "<b/>",
        "<b c='",
    ),
    *("http", "://", "http://a.b/", "https://c.d", "www.e.f", "www.", "<http://l>"),
]
VERBATIM_FRAGMENTS = ["$", "$$", "\n", "\r\n", "<!--", "-->", "<?", "<![CDATA["]
# No line begins with what would open another block.
TEXTS = st.lists(st.sampled_from([*FRAGMENTS, "\n文"]), max_size=16).map(
    lambda pieces: "文" + "".join(pieces)
)


@given(TEXTS | st.lists(st.sampled_from(VERBATIM_FRAGMENTS)).map("".join))
def test_no_inline_is_without_a_telltale(text: str) -> None:
    for inline in scan(text, 0, len(text)):
        assert telltales(text[inline.start : inline.end])


@given(TEXTS)
def test_links_of_any_text_are_those_of_github(text: str) -> None:
    assume(all(inline.kind != "broken" for inline in scan(text, 0, len(text))))
    assert hrefs(text) == github_hrefs(text)


@given(
    st.lists(st.sampled_from([*FRAGMENTS, *VERBATIM_FRAGMENTS]) | st.text(max_size=2), max_size=16),
    st.integers(0, 8),
)
def test_spans_lie_in_the_block_in_order(pieces: list[str], margin: int) -> None:
    text = "".join(pieces)
    start, end = min(margin, len(text)), max(min(margin, len(text)), len(text) - margin)
    position, text_end = start, start
    for inline in scan(text, start, end):
        if inline.kind in VERBATIM and inline.start < position:
            assert inline.end <= text_end
        else:
            assert position <= inline.start
            position, text_end = inline.end, inline.text_end
        assert inline.start < inline.end <= end
        assert inline.start <= inline.text_start <= inline.text_end <= inline.end
        assert inline.text_end <= inline.target_start <= inline.target_end <= inline.end


@pytest.mark.skipif(not DIGESTS, reason=f"no real digests at {SHARED}")
def test_links_of_real_digests_are_those_of_github() -> None:
    for path in DIGESTS:
        blocks = re.split(r"(?m)\n\s*\n|^#.*\n", path.read_text(encoding="utf-8"))
        for block in map(str.strip, blocks):
            assert hrefs(block) == github_hrefs(block), path


@pytest.mark.parametrize(
    ("text", "whole", "link_text", "target"),
    [
        ("[题](https://x.org/a）。", "[题](https://x.org/a）", "题", "https://x.org/a"),
        ("[题]（https://x.org/a）。", "[题]（https://x.org/a）", "题", "https://x.org/a"),
        ("[题]（https://x.org/a)。", "[题]（https://x.org/a)", "题", "https://x.org/a"),
        ("见【题】(https://x.org/a)", "【题】(https://x.org/a)", "题", "https://x.org/a"),
        ("见【题】（https://x.org/a）", "【题】（https://x.org/a）", "题", "https://x.org/a"),
        ("见［题］(https://x.org/a)", "［题］(https://x.org/a)", "题", "https://x.org/a"),
        ("[题] (https://x.org/a)", "[题] (https://x.org/a)", "题", "https://x.org/a"),
        ("[题]\u3000(https://x.org/a)", "[题]\u3000(https://x.org/a)", "题", "https://x.org/a"),
        ("[题]( https://x.org/a ）", "[题]( https://x.org/a ）", "题", "https://x.org/a"),
        ("[题]（<https://x.org/a>）", "[题]（<https://x.org/a>）", "题", "https://x.org/a"),
        ("[题](https://x.org/a", "[题](https://x.org/a", "题", "https://x.org/a"),
        ("[题](https://x.org/a \n摘要", "[题](https://x.org/a", "题", "https://x.org/a"),
        ("[题](https://x.org/a\r\n摘要", "[题](https://x.org/a", "题", "https://x.org/a"),
        ("[题](https://x.org/(a)", "[题](https://x.org/(a)", "题", "https://x.org/(a)"),
        ("[题]（www.x.org）", "[题]（www.x.org）", "题", "www.x.org"),
        ("[题]（arxiv.org/abs/1）", "[题]（arxiv.org/abs/1）", "题", "arxiv.org/abs/1"),
        ("[题]（cn.arxiv.org/abs/1）", "[题]（cn.arxiv.org/abs/1）", "题", "cn.arxiv.org/abs/1"),
        ("[题]（htps://x.org）", "[题]（htps://x.org）", "题", "htps://x.org"),
        ("[题]（https//x.org）", "[题]（https//x.org）", "题", "https//x.org"),
        ("[题]（https:/x.org）", "[题]（https:/x.org）", "题", "https:/x.org"),
        ("[题]（https：//x.org）", "[题]（https：//x.org）", "题", "https：//x.org"),
        ("[题[1]]（https://x.org）", "[题[1]]（https://x.org）", "题[1]", "https://x.org"),
        ("[ [题]（https://x.org）", "[题]（https://x.org）", "题", "https://x.org"),
    ],
)
def test_broken_links(text: str, whole: str, link_text: str, target: str) -> None:
    assert parts(text) == [("broken", whole, link_text, target)]


@pytest.mark.parametrize(
    "text",
    [
        # A word in full-width brackets, and notes.
        "【题】",
        "【题】（见下文）",
        "[题]（见下文）",
        "[1] (a)",
        "[MASK] (html/x)",
        "题]（http:",
        "题】（arxiv）",
        "[题](见 b",
        "\\[题\\](a",
    ],
)
def test_brackets_without_a_url_are_prose(text: str) -> None:
    assert parts(text) == []


def test_a_broken_link_holds_no_other() -> None:
    assert parts("[[a](b) c]（https://x.org/d ）")[0] == ("link", "[a](b)", "a", "b")
    assert [kind for kind, *_ in parts("【<https://a.b>】(https://x.org)")] == ["autolink", "bare"]


def test_two_broken_links_in_a_line_stay_apart() -> None:
    text = "[甲](https://x.org/1）和[乙](https://x.org/2）"
    assert [target for *_, target in parts(text)] == ["https://x.org/1", "https://x.org/2"]
    text = "[甲](https://x.org/1和[乙](https://x.org/2）"
    assert ("broken", "[乙](https://x.org/2）", "乙", "https://x.org/2") not in parts(text)


@pytest.mark.parametrize(
    "text",
    [
        "$x$",
        "$x^2 + y$",
        "$\\$5$",
        "$\\alpha$",
        "$$x$$",
        "$$a\n\\text{若 $b$}$$",
        "$`x`$",
        "$[0,1)$",
    ],
)
def test_math(text: str) -> None:
    assert parts(f"当{text}时") == [("math", text, "", "")]


@pytest.mark.parametrize(
    "text",
    [
        "$5 和 $10",
        "由 $5 降到 $3。",
        "$5 至 6 $",
        "$ x$",
        "\\$x$",
        "$x\\$",
        "$x$5",
        "$$$x$$$",
        "$$$$",
        "$$x$",
        "$x",
        "$x\n\ny$",
        "$x\n \r\ny$",
    ],
)
def test_money_is_no_math(text: str) -> None:
    assert parts(text) == []


def test_a_stray_dollar_swallows_no_link() -> None:
    assert [kind for kind, *_ in parts("只要 $5，[见](b)，或 6$")] == ["link"]
    assert [kind for kind, *_ in parts("只要 $5，见 https://a.b/c$d")] == ["bare"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("`a`", "code"),
        ("`` a`b ``", "code"),
        ("<b c='d'>", "html"),
        ("</b>", "html"),
        ("<?a?>", "html"),
        ("<![CDATA[a]]>", "html"),
        ("<!DOCTYPE html>", "html"),
        ("<!-- a -->", "comment"),
        ("<!-->", "comment"),
        ("<!--->", "comment"),
    ],
)
def test_verbatim_kinds(text: str, kind: str) -> None:
    assert parts(f"见{text}。") == [(kind, text, "", "")]


def test_links_give_text_and_target_without_ornament() -> None:
    assert parts('见[题 *a*](<b c> "d")。') == [("link", '[题 *a*](<b c> "d")', "题 *a*", "b c")]
    assert parts("![图 `a`](b.png)") == [("image", "![图 `a`](b.png)", "图 `a`", "b.png")]
    assert parts("<https://a.b>获得。") == [("autolink", "<https://a.b>", "", "https://a.b")]
    assert parts("https://a.b.") == [("bare", "https://a.b", "", "https://a.b")]


def test_verbatim_spans_in_the_text_of_a_link_follow_it() -> None:
    text = "[$k$ 近邻与 `x` ![a](b)](c)"
    assert [kind for kind, *_ in parts(text)] == ["link", "math", "code"]
    assert [kind for kind, *_ in parts("[`x`]（https://a.b）")] == ["broken", "code"]


def test_only_the_block_is_scanned() -> None:
    text = "[a](b) [c](d) `e`"
    assert scan(text, 7, 13) == [Inline("link", 7, 13, 8, 9, 11, 12)]
    assert scan(text, 7, 12) == []
    assert scan(text, 4, 4) == []


@pytest.mark.parametrize(
    ("target", "resolved"),
    [
        ("a", "a"),
        ("a\\(b\\)\\\\", "a(b)\\"),
        ("a\\b", "a\\b"),
        ("&amp;&#35;&#x2F;&AMP;", "&#/&"),
        ("\\&amp;", "&amp;"),
        ("&nosuch;&copy&notit;", "&nosuch;&copy&notit;"),
        ("&#0;&#x110000;&#xDFFF;", "\ufffd\ufffd\ufffd"),
        ("&#12345678;", "&#12345678;"),
    ],
)
def test_unescape(target: str, resolved: str) -> None:
    assert unescape(target) == resolved
