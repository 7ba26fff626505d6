"""The grammar of entries: what counts as a heading, a link line, an abstract, a section."""

import re
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import CORPUS
from fragments import TEXTS
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

import digestlint
from digestlint import parser
from digestlint.parser import parse
from digestlint.records import Digest, Entry, Record

ENTRY = "## A Title\n[一个标题](https://arxiv.org/abs/2408.12637)\n\n摘要正文。\n"
OTHER = "## Another Title\n[另一个标题](https://arxiv.org/abs/2408.14176)\n\n另一段摘要。\n"


def _entry(text: str) -> Entry:
    digest = parse(text)
    assert len(digest.entries) == 1, digest.entries
    return digest.entries[0]


def test_sound_entry() -> None:
    entry = _entry(ENTRY)
    assert entry.heading.title.text == "A Title"
    assert (entry.heading.level, entry.heading.syntax) == (2, "atx")
    assert entry.link is not None
    assert (entry.link.form, entry.link.text) == ("inline", "一个标题")
    assert entry.arxiv_id == "2408.12637"
    assert [paragraph.text for paragraph in entry.abstract] == ["摘要正文。"]


@pytest.mark.parametrize(
    ("line", "form", "title"),
    [
        ("https://arxiv.org/abs/2408.12637", "bare", ""),
        ("<https://arxiv.org/abs/2408.12637>", "autolink", ""),
        ("arXiv:2408.12637", "bare", ""),
        ("2408.12637", "bare", ""),
        ("[题](https://arxiv.org/abs/2408.12637) 见刊", "inline", "题"),
        ("**[题](https://arxiv.org/abs/2408.12637)**", "inline", "题"),
        ("- [题](https://arxiv.org/abs/2408.12637)", "inline", "题"),
        ("链接：[题](https://arxiv.org/abs/2408.12637)", "inline", "题"),
        ("[题 [1]](https://arxiv.org/abs/2408.12637)", "inline", "题 [1]"),
        ("[题]()", "inline", "题"),
        ("[](https://arxiv.org/abs/2408.12637)", "inline", ""),
        ("[题](https://github.com/a/b)", "inline", "题"),
        ("[题](2408.12637)", "inline", "题"),
        ("[题](https//arxiv.org/abs/2408.12637)", "inline", "题"),
        ("[题] (https://arxiv.org/abs/2408.12637)", "broken", "题"),
        ("[题]（https://arxiv.org/abs/2408.12637）", "broken", "题"),
        ("[题](https://arxiv.org/abs/2408.12637）", "broken", "题"),
        ("【题】(https://arxiv.org/abs/2408.12637)", "broken", "题"),
        ("[题](https://arxiv.org/abs/2408.12637", "broken", "题"),
    ],
)
def test_link_line_is_found_however_it_is_broken(line: str, form: str, title: str) -> None:
    first, second = parse(f"## A Title\n{line}\n\n摘要。\n\n{OTHER}").entries
    assert first.link is not None
    assert (first.link.form, first.link.text) == (form, title)
    assert first.abstract[-1].text == "摘要。"
    assert second.arxiv_id == "2408.14176"


@pytest.mark.parametrize(
    "line",
    [
        "[![论文](https://img.shields.io/arXiv.svg)](https://arxiv.org/abs/2408.12637)",
        "代码见 [GitHub](https://github.com/a/b)，欢迎使用。",
        "[GitHub](https://github.com/a/b) 上有代码。",
        "本文扩展了 https://arxiv.org/abs/2408.12637 的工作。",
        "https://github.com/a/b",
    ],
)
def test_sentence_or_badge_is_no_link_line(line: str) -> None:
    first, _ = parse(f"## A Title\n{line}\n\n{OTHER}").entries
    assert first.link is None
    assert [paragraph.text for paragraph in first.abstract] == [line]


@pytest.mark.parametrize(
    ("heading", "syntax", "level", "title"),
    [
        ("##A Title", "atx", 2, "A Title"),
        ("#A Title", "atx", 1, "A Title"),
        ("  ## A Title ##", "atx", 2, "A Title"),
        ("     ## A Title", "atx", 2, "A Title"),
        ("＃＃ A Title", "full-width", 2, "A Title"),
        ("A Title\n-------", "setext", 2, "A Title"),
        ("**A Title**", "bold", 2, "A Title"),
        ("## ", "atx", 2, ""),
    ],
)
def test_heading_is_found_however_it_is_written(
    heading: str, syntax: str, level: int, title: str
) -> None:
    text = f"{OTHER}\n{heading}\n[题](https://arxiv.org/abs/2408.12637)\n\n摘要。\n"
    _, entry = parse(text).entries
    assert (entry.heading.syntax, entry.heading.level) == (syntax, level)
    assert entry.heading.title.text == title


def test_unspaced_heading_behind_a_text_line_is_split_off() -> None:
    first, second = parse(f"{ENTRY}##B\n[题](https://arxiv.org/abs/2408.14176)\n").entries
    assert [paragraph.text for paragraph in first.abstract] == ["摘要正文。"]
    assert second.heading.title.text == "B"


@pytest.mark.parametrize("line", ["#标签 与正文", "**要点**", "＃1 是最好的"])
def test_line_without_link_line_below_is_text(line: str) -> None:
    entry = _entry(f"{ENTRY}\n{line}\n")
    assert entry.abstract[-1].text == line


def test_wrapped_title_is_joined() -> None:
    entry = _entry(
        "## BaichuanSEED: Sharing the Potential of Data\nCollection and Deduplication\n"
        "[题](https://arxiv.org/abs/2408.15079)\n"
    )
    assert entry.heading.title.text == (
        "BaichuanSEED: Sharing the Potential of Data Collection and Deduplication"
    )


@pytest.mark.parametrize("line", ["Authors: Ada Lovelace", "Ada Lovelace, Alan Turing", "作者：某"])
def test_field_between_heading_and_link_line_is_no_title(line: str) -> None:
    title = "Sharing the Potential of Extensive Data Collection"
    entry = _entry(f"## {title}\n{line}\n[题](https://arxiv.org/abs/2408.15079)\n\n摘要。\n")
    assert entry.heading.title.text == title
    assert [paragraph.text for paragraph in entry.abstract] == [line, "摘要。"]


def test_text_behind_the_link_is_the_first_paragraph() -> None:
    first, second = parse(
        f"## A\n[题](https://arxiv.org/abs/2408.12637) 代码见 https://a.b/c 。\n\n摘要。\n\n{OTHER}"
    ).entries
    assert [p.text for p in first.abstract] == ["代码见 https://a.b/c 。", "摘要。"]
    assert [link.target for link in first.abstract[0].links] == ["https://a.b/c"]
    assert second.abstract[0].start > 0


def test_first_link_to_arxiv_is_the_link_line_s() -> None:
    line = "[代码](https://a.b/c) [题](https://arxiv.org/abs/2408.12637)"
    entry = _entry(f"## A\n{line}\n\n摘要。\n")
    assert entry.arxiv_id == "2408.12637"
    assert [link.target for link in entry.abstract[0].links] == ["https://a.b/c"]


@pytest.mark.parametrize("line", ["**作者**：张三", "![图](a.png)"])
def test_note_may_stand_before_the_link_line(line: str) -> None:
    entry = _entry(f"## A\n\n{line}\n\n[题](https://arxiv.org/abs/2408.12637)\n\n摘要。\n")
    assert entry.arxiv_id == "2408.12637"


@pytest.mark.parametrize("block", ["- 一\n- 二", "> 引用", "| a |\n|---|", "</details>"])
@pytest.mark.parametrize("heading", ["##B", "＃＃ B", "**B**", "## B"])
def test_heading_is_found_behind_any_block(block: str, heading: str) -> None:
    text = f"{ENTRY}\n{block}\n{heading}\n[题](https://arxiv.org/abs/2408.14176)\n\n摘要。\n"
    assert [entry.heading.title.text for entry in parse(text).entries] == ["A Title", "B"]


@pytest.mark.parametrize("start", ["<!-- ", "<pre>", "```\n"])
def test_nothing_is_found_in_what_is_hidden(start: str) -> None:
    assert len(parse(f"{ENTRY}\n{start}{OTHER}").entries) == 1


def test_comments_in_headings_and_link_lines_are_comments() -> None:
    digest = parse(
        "## A Title <!-- one -->\n[题](https://arxiv.org/abs/2408.12637) <!-- two -->\n\n摘要。\n"
    )
    assert digest.entries[0].heading.title.text == "A Title"
    assert [comment.text for comment in digest.comments] == [" one ", " two "]
    assert [p.text for p in digest.entries[0].abstract] == ["摘要。"]


def test_unclosed_comment_ends_with_its_line() -> None:
    (comment,) = parse(f"{ENTRY}\n<!-- digestlint: disable=ARX\n{OTHER}").comments
    assert (comment.text, comment.closed) == (" digestlint: disable=ARX", False)


def test_detached_link_line_is_found() -> None:
    entry = _entry(ENTRY.replace("A Title\n", "A Title\n\n\n"))
    assert entry.arxiv_id == "2408.12637"


def test_comment_between_heading_and_link_line() -> None:
    entry = _entry(ENTRY.replace("A Title\n", "A Title\n<!-- digestlint: disable-entry -->\n"))
    assert entry.arxiv_id == "2408.12637"


def test_document_title_and_sections() -> None:
    digest = parse(f"# 周报\n\n导语。\n\n# 视觉\n\n{ENTRY}\n# 语言\n\n{OTHER}")
    assert digest.level == 2
    assert [section.heading.title.text for section in digest.sections] == ["周报", "视觉", "语言"]
    assert [entry.section for entry in digest.entries] == ["视觉", "语言"]
    assert [p.text for p in digest.sections[0].paragraphs] == ["导语。"]


def test_document_title_at_the_level_of_the_entries() -> None:
    digest = parse(f"## 周报\n\n导语。\n\n{ENTRY}")
    assert [section.heading.title.text for section in digest.sections] == ["周报"]
    assert len(digest.entries) == 1


def test_translated_headings_without_text_or_at_the_end_are_sections() -> None:
    digest = parse(f"{ENTRY}\n## 语言\n\n{OTHER}\n## 结语\n\n下周见。\n")
    assert [section.heading.title.text for section in digest.sections] == ["语言", "结语"]
    assert [entry.section for entry in digest.entries] == [None, "语言"]


def test_url_at_the_end_of_a_detached_sentence_is_no_link_line() -> None:
    first, _ = parse(f"## A\n\n模型见 https://arxiv.org/abs/1706.03762\n\n{OTHER}").entries
    assert first.link is None


def test_heading_without_link_line_at_the_level_is_an_entry() -> None:
    first, second = parse(f"{ENTRY}\n## Lost\n\n摘要。\n").entries
    assert first.link is not None
    assert second.link is None


def test_deeper_heading_belongs_to_the_abstract() -> None:
    entry = _entry(f"{ENTRY}\n### 方法\n\n细节。\n")
    assert [(p.kind, p.text) for p in entry.abstract] == [
        ("text", "摘要正文。"),
        ("heading", "方法"),
        ("text", "细节。"),
    ]


@pytest.mark.parametrize("label", ["# 摘要", "## 摘要", "# 摘要  "])
def test_label_before_the_abstract_belongs_to_it(label: str) -> None:
    first, second = parse(ENTRY.replace("\n\n摘要", f"\n\n{label}\n摘要") + "\n" + OTHER).entries
    assert [p.kind for p in first.abstract] == ["heading", "text"]
    assert second.arxiv_id == "2408.14176"


def test_abstract_in_parts_stays_one_entry() -> None:
    body = "# 目标\n甲。\n\n# 方法\n乙。\n\n# 结论\n丙。\n"
    first, _ = parse(ENTRY.replace("摘要正文。\n", body) + "\n" + OTHER).entries
    assert [p.text for p in first.abstract] == ["目标", "甲。", "方法", "乙。", "结论", "丙。"]


def test_section_behind_an_entry_without_abstract_is_a_section() -> None:
    digest = parse(f"## A\n[题](https://arxiv.org/abs/2408.12637)\n\n# 语言\n\n{OTHER}")
    assert [section.heading.title.text for section in digest.sections] == ["语言"]


def test_rule_right_below_a_text_makes_no_heading() -> None:
    digest = parse(f"{ENTRY}---\n\n{OTHER}")
    assert [p.text for entry in digest.entries for p in entry.abstract] == [
        "摘要正文。",
        "另一段摘要。",
    ]


def test_fenced_code_holds_no_entries() -> None:
    assert len(parse(f"{ENTRY}\n```markdown\n{OTHER}```\n").entries) == 1


def test_byte_order_mark_hides_no_heading() -> None:
    digest = parse("\ufeff" + ENTRY)
    assert (digest.preamble.start, digest.preamble.end) == (0, 1)
    assert digest.entries[0].heading.title.start == 4


def test_prose_is_masked_in_place() -> None:
    text = ENTRY.replace("正文", "`码` $x$ [字](https://a.b/c) https://d.e/f 文")
    prose = parse(text).prose
    assert len(prose) == len(text)
    assert "".join(c for c in prose if c not in "\ufffc\n ") == "摘要字文。"


def _inside(digest: Digest, record: Record) -> bool:
    return 0 <= record.start <= record.end <= len(digest.text)


LINES = [
    *("## A Title", "##\tTitle ", "## C#", "## T ##", "##", "# 标题", "## <!-- a --> T", "   ## T"),
    *("[题](https://arxiv.org/abs/2408.12637)", "[题|目](https://arxiv.org/abs/2408.12637) "),
    *("摘要。", "摘要|。见 https://a.b 。", "摘要。\r", ":-|-:", ":-", "|-|", "1. 一", "3D 模型"),
    *("- 一", "> 引", "  缩进。", "\u3000缩进。", "", "", "   ", "\u2028", "\x0b", "---", "==="),
    *("```", "<div>", "<!--", "-->"),
]


def _read_line_by_line(text: str) -> Digest:
    with patch.object(parser, "ENTRY", re.compile(r"(?!)")):
        return parse(text)


@given(st.lists(st.sampled_from(LINES), max_size=24).map("\n".join))
def test_entry_read_at_once_is_what_it_is_line_by_line(text: str) -> None:
    for around in (text, f"\ufeff{text}", f"{ENTRY}\n{text}", f"## T\n{LINES[8]}\n{text}"):
        assert parse(around) == _read_line_by_line(around)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_real_digest_read_at_once_is_what_it_is_line_by_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert parse(text) == _read_line_by_line(text)


@given(TEXTS)
def test_parser_is_total_and_lossless(text: str) -> None:
    digest = parse(text)
    assert "".join(text[part.start : part.end] for part in digest.parts) == text
    for part in digest.parts:
        paragraphs = part.abstract if isinstance(part, Entry) else part.paragraphs
        position = part.start
        for paragraph in paragraphs:
            assert position <= paragraph.start <= paragraph.end <= part.end
            assert paragraph.text == text[paragraph.start : paragraph.end]
            position = paragraph.start
            for inner in (*paragraph.links, *paragraph.verbatim):
                assert paragraph.start <= inner.start <= inner.end <= paragraph.end
    assert all(_inside(digest, comment) for comment in digest.comments)
    assert len(digest.prose) == len(text)


@given(TEXTS)
def test_every_character_that_is_no_markup_is_in_a_record(text: str) -> None:
    """What the records leave out is white space, markup of headings, comments and rules."""
    digest = parse(text)
    left = list(text)
    spans: list[Record] = [*digest.paragraphs, *(h for h in digest.headings), *digest.comments]
    spans += [
        Record(start=e.link.line_start, end=e.link.line_end) for e in digest.entries if e.link
    ]
    for span in spans:
        left[span.start : span.end] = " " * (span.end - span.start)
    if digest.preamble.front_matter_end:
        left[: digest.preamble.front_matter_end] = " "
    rest = "".join(left)
    assert not [c for c in rest if c.isalnum() and not c.isspace()], rest


@pytest.mark.parametrize(
    "heading", ["#\u00a0#", "##\u00a0", "＃\u3000＃", "## \u00a0##", "#\u00a0"]
)
@pytest.mark.parametrize("behind", ["", "\n摘要。"])
def test_title_of_a_heading_of_marks_alone_is_empty(heading: str, behind: str) -> None:
    text = f"{ENTRY}\n{heading}\nhttps://arxiv.org/abs/2401.00002{behind}"
    for title in (heading.title for heading in parse(text).headings):
        assert title.text == text[title.start : title.end]
        assert title.start <= title.end
    assert digestlint.check(text)


def test_pydantic_reads_and_writes_records(seeds: list[Path]) -> None:
    records = TypeAdapter(Digest)
    for seed in seeds:
        digest = parse(seed.read_text(encoding="utf-8"), str(seed))
        assert records.validate_json(records.dump_json(digest)) == digest
