"""URL boundaries, held against cmark-gfm and against what writers meant."""

import html
import re
from pathlib import Path

import cmarkgfm
import pytest

from digestlint.hosts import ASCII_HOSTS
from digestlint.urls import (
    Target,
    autolink_end,
    autolink_start,
    has_ascii_paths,
    host,
    is_glued,
    link_target,
    meant_end,
)

ANCHOR = re.compile(r'<a href="([^"]*)">(.*?)</a>')

# Each after "见 " at the end of a paragraph.
BARE_URLS = [
    "http://a.b/",
    "https://github.com/a/b获得。",
    "https://github.com/a/b。代码 c",
    "https://a.b/c\u3000d",
    "https://a.b/c\u00a0d",
    "https://a.b/c\td",
    "https://a.b/c\nd",
    "https://a.b/c<d",
    "HTTP://A.B",
    "http://a.b/x?!.,:*_~'\" c",
    "http://a.b/x?y=z&w=1#v c",
    "http://a.b/x; c",
    "http://a.b/x&amp; c",
    "http://a.b/x&a;&b;. c",
    "http://a.b/x&1; c",
    "http://a.b/x&; c",
    "http://a.b/x;;;",
    "http://a.b/(x",
    "http://a.b/(x)",
    "http://a.b/(x))",
    "http://a.b/x).)",
    "http://a.b/x)y)",
    "http://a.b/x]",
    "http://a.b/x}",
    "http://a.b/x>",
    "http://a.b/[c](d)",
    "http://a.b/`x`",
    "http://a",
    "http://a..b",
    "http://a-b",
    "http://localhost:80/x",
    "http://a:b@c.d",
    "http://a.b@c",
    "https://a_b.c.d/",
    "https://a_b.c_d/",
    "https://a.b_c.d/",
    "https://a.b.c_d/",
    "https://a.b\\_c.d/",
    "https://a.b\\",
    "https://a.b_",
    "https://a.b_ c",
    "https://a.b。c_d",
    "https://_.1.2.3.4.5.6.7.8.9.a_b",
    "https://x_y.1.2.3.4.5.6.7.8.9.a.b_c",
    "https://获得",
    "https://获得_a.b",
    "https://。a",
    "https://（a.b）",
    "https:///a",
    "https://-a.b",
    "https://@a.b",
    "https://",
    "https:// a.b",
    "www.a",
    "www.a.b/c。d",
    "www.",
    "www.. c",
    "www._ c",
    "www.获得。",
    "www.www.a.b",
    "www.a://b_c",
    "https://www",
    "https://www_a",
    "https://www.",
]


def linked(text: str) -> str | None:
    """Return what GitHub links first in a paragraph."""
    anchor = ANCHOR.search(cmarkgfm.github_flavored_markdown_to_html(text))
    return html.unescape(anchor[2]) if anchor else None


@pytest.mark.parametrize("url", BARE_URLS)
def test_autolinks_end_where_github_ends_them(url: str) -> None:
    text = f"见 {url}"
    end = autolink_end(text, 2, len(text))
    assert (None if end is None else text[2:end]) == linked(text)


@pytest.mark.parametrize("before", [*"xX1获（(*_~-/.\"'", "", "http:", " ", "\n", "\u3000", "。"])
@pytest.mark.parametrize("url", ["https://a.b/c", "www.a.b/c", "HTTP://a.b/c", "WWW.a.b/c"])
def test_autolinks_begin_where_github_begins_them(before: str, url: str) -> None:
    text = f"{before}{url}"
    mark = re.search(r"://|www\.|\Z", text)
    assert mark is not None
    start = autolink_start(text, mark.start(), 0)
    assert (None if start is None else text[start:]) == linked(text)


def test_a_block_begins_as_if_after_white_space() -> None:
    assert autolink_start("- www.a.b", 2, 2) == 2
    assert autolink_start("- https://a.b", 7, 2) == 2


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        # Left alone.
        ("https://x.org/a", "https://x.org/a"),
        ("https://x.org/a_(b)", "https://x.org/a_(b)"),
        ("https://x.org/a(b)(c[d])", "https://x.org/a(b)(c[d])"),
        ("https://x.org/", "https://x.org/"),
        ("https://x.org/a\\_b/?c=d&e=%20#f", "https://x.org/a\\_b/?c=d&e=%20#f"),
        ("https://例子.中国/甲", "https://例子.中国/甲"),
        ("", ""),
        # Cut.
        ("https://github.com/a/b获得。", "https://github.com/a/b"),
        ("https://github.com/a/b。代码见https://x.org", "https://github.com/a/b"),
        ("https://x.org/a}。", "https://x.org/a"),
        ("https://x.org/a}{此处", "https://x.org/a"),
        ("https://x.org/a}{https://x.org/a", "https://x.org/a"),
        ("https://x.org/a_(b))。", "https://x.org/a_(b)"),
        ("https://x.org/a),(b)获得", "https://x.org/a"),
        ("https://x.org/a(获得)", "https://x.org/a"),
        ("https://x.org/a.**获得", "https://x.org/a"),
        ('https://x.org/a"获得', "https://x.org/a"),
        ("https://x.org/a>获得", "https://x.org/a"),
        ("https://x.org/a`获得", "https://x.org/a"),
        ("https://x.org/a'。", "https://x.org/a"),
        ("https://x.org/a，b", "https://x.org/a"),
        ("https://x.org/a\u200b", "https://x.org/a"),
        ("https://x.org/。", "https://x.org/"),
        ("www.x.org。", "www.x.org"),
        ("arxiv.org/abs/2408.12637）", "arxiv.org/abs/2408.12637"),
        ("https://zh.wikipedia.org/wiki/苹果", "https://zh.wikipedia.org/wiki/"),
    ],
)
def test_a_url_ends_where_the_writer_meant_it_to(url: str, meant: str) -> None:
    assert url[: meant_end(url)] == meant


@pytest.mark.parametrize(
    ("url", "glued"),
    [
        ("https://x.org/a", False),
        ("https://x.org/a).", False),
        ("https://例子.中国/", False),
        ("https://x.org/a。", True),
        ("https://x.org/苹果", True),
    ],
)
def test_only_text_that_is_no_ascii_is_glued(url: str, *, glued: bool) -> None:
    assert is_glued(url) is glued


def test_the_seeds_links_that_swallow_chinese_are_the_bare_ones_of_github(
    seeds: list[Path],
) -> None:
    glued = []
    for path in seeds:
        rendered = cmarkgfm.github_flavored_markdown_to_html(path.read_text(encoding="utf-8"))
        anchors = [html.unescape(anchor[2]) for anchor in ANCHOR.finditer(rendered)]
        urls = [text for text in anchors if text.startswith(("http", "www."))]
        glued += [url for url in urls if is_glued(url)]
    assert len(glued) == 12
    for url in glued:
        meant = url[: meant_end(url)]
        for repaired in (f"见<{meant}>获得。", f"见[代码]({meant})。", f"见 {meant} 获得。"):
            assert f'<a href="{meant}">' in cmarkgfm.github_flavored_markdown_to_html(repaired)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://GitHub.com/a", "github.com"),
        ("http://user:word@x.org:80/a", "x.org"),
        ("www.x.org?a@b", "www.x.org"),
        ("arxiv.org/abs/2408.12637", "arxiv.org"),
        ("//x.org#a", "x.org"),
        ("https:/x.org/a", "x.org"),
        ("https://[::1", "["),
        ("", ""),
    ],
)
def test_host(url: str, expected: str) -> None:
    assert host(url) == expected


def test_hosts_with_ascii_paths() -> None:
    assert has_ascii_paths("github.com")
    assert has_ascii_paths("nvlm-project.github.io")
    assert has_ascii_paths("lab.example.cn", {"example.cn"})
    assert not has_ascii_paths("zh.wikipedia.org")
    assert not has_ascii_paths("notgithub.com")
    assert not has_ascii_paths("github.com.example.org")
    assert not has_ascii_paths("")
    assert all(name == name.lower() and "." in name for name in ASCII_HOSTS)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("(a)", Target(1, 2, 3)),
        ("(<a b> 'c')", Target(2, 5, 11)),
        ("()", Target(1, 1, 2)),
        ("(<a)", None),
        ("(a b)", None),
        ("(a", None),
        ("[a]", None),
    ],
)
def test_link_target(text: str, target: Target | None) -> None:
    assert link_target(text, 0, len(text)) == target
