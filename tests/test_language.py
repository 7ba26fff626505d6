"""Messages in Chinese: every one has a translation, and who asks for it gets it."""

import gettext
import json
import re
import shutil
import string
import subprocess
from pathlib import Path

import pytest
from messages import messages
from rule_pages import RULES_FOLDER, Sample, read_page

import digestlint
from digestlint import engine
from digestlint.checks import RULES
from digestlint.cli import main
from digestlint.language import CATALOGUE, catalogue, english, preferred, translator
from digestlint.parser import parse

DIGEST = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637v2)

我们提出一种方法。\x20
"""
TRAILING = "行末有空白字符；请删去"
SAMPLES = [
    sample
    for page in sorted(RULES_FOLDER.glob("*.md"))
    for sample in read_page(page)[2]
    if sample.kind == "bad"
]

Output = pytest.CaptureFixture[str]


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a digest in the current directory."""
    monkeypatch.chdir(tmp_path)
    Path("wrong.md").write_text(DIGEST, encoding="utf-8")
    return "wrong.md"


def fields(message: str) -> set[tuple[str, str]]:
    """Return the names and the formats of the values that a message takes."""
    parts = string.Formatter().parse(message)
    return {(name, form or "") for _, name, form, _ in parts if name is not None}


def test_every_message_is_translated() -> None:
    assert not messages() - set(catalogue())


def test_every_translation_has_a_message() -> None:
    assert not set(catalogue()) - messages()


@pytest.mark.parametrize("message", catalogue())
def test_translation_takes_the_same_values(message: str) -> None:
    assert fields(catalogue()[message]) == fields(message)


@pytest.mark.parametrize("message", catalogue())
def test_translation_is_a_line_of_well_set_chinese(message: str) -> None:
    translation = catalogue()[message]
    assert re.search("[\u3000-\u9fff，；：]", translation)
    assert translation.isprintable()
    assert not re.search("[\u4e00-\u9fff][,;:!?]|[，；：。] ", translation)


def test_catalogue_is_read_as_gettext_reads_it(tmp_path: Path) -> None:
    program = shutil.which("msgfmt")
    if program is None:
        pytest.skip("msgfmt, of GNU gettext, is not installed")
    compiled = tmp_path / "digestlint.mo"
    subprocess.run([program, "--check-format", "-o", compiled, CATALOGUE], check=True, timeout=60)
    with compiled.open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert {message: translations.gettext(message) for message in catalogue()} == catalogue()
    # Each message is there once; the header is no message.
    text = Path(CATALOGUE).read_text(encoding="utf-8")
    assert len(re.findall("^msgid ", text, re.MULTILINE)) == len(catalogue()) + 1


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.page.stem}:{s.line}")
def test_what_a_page_reports_is_reported_in_chinese(sample: Sample) -> None:
    chinese = translator("zh")
    for violation in engine.run(parse(sample.text, sample.path), RULES, sample.options):
        told = violation.translated(chinese)
        assert told.template in catalogue().values()
        assert told.message != violation.message
        assert (told.start, told.end, told.code, told.fix) == (
            *(violation.start, violation.end, violation.code, violation.fix),
        )


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh:en"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "de:fr"}, "en"),
        ({"LANG": "C", "LANGUAGE": "zh"}, "en"),
        ({"LANGUAGE": "zh"}, "en"),
        ({"LANG": "zhuang"}, "en"),
    ],
)
def test_environment_decides_as_gettext_does(environment: dict[str, str], language: str) -> None:
    assert preferred(environment) == language


@pytest.mark.parametrize("tag", ["zh", "zh_CN", "zh-TW", "zh-Hans-CN", "ZH", "zh_CN.UTF-8@x"])
def test_any_chinese_is_served(tag: str) -> None:
    assert translator(tag)("in: {title}") == "条目：{title}"


def test_what_has_no_translation_stays_english() -> None:
    assert translator("zh")("no message of ours") == "no message of ours"
    assert translator("en_GB") is english


def test_option_chooses_the_language(digest: str, capsys: Output) -> None:
    assert main(["check", "--language", "zh-CN", digest, "missing.md"]) == 2
    output, error = capsys.readouterr()
    assert f"wrong.md:4:10: FIL005 [*] {TRAILING}\n  条目：A Paper of Note" in output
    missing, footer = error.splitlines()
    assert missing == "Error: missing.md: 没有这个文件或目录"
    assert footer == (
        "1 个错误，1 个警告，1 个可修复，加上 --unsafe-fixes 还可修复 1 个；"
        "检查了 1 个文件，跳过 0 个（不是论文文摘），1 个无法检查"
    )


def test_locale_is_the_default(
    digest: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    main(["check", "--output-format", "concise", digest])
    assert TRAILING in capsys.readouterr().out
    main(["check", "--output-format", "concise", "--language", "en", digest])
    assert "white space at the end of the line" in capsys.readouterr().out


def test_machine_formats_speak_the_language_but_keep_the_names(digest: str, capsys: Output) -> None:
    main(["check", "--language", "zh", "--output-format", "json", digest])
    (_, found) = json.loads(capsys.readouterr().out)
    assert [found[key] for key in ("code", "name", "severity", "message")] == [
        *("FIL005", "trailing-whitespace", "error", TRAILING)
    ]


def test_fixes_and_skipped_files_are_told(digest: str, capsys: Output) -> None:
    link = "see https://arxiv.org/abs/2408.12637\n论文\n"
    Path("other.md").write_text(link, encoding="utf-8")
    assert main(["fix", "--language", "zh", "--show-fixes", digest, "other.md"]) == 0
    skipped, fixed, rule, counts = capsys.readouterr().err.splitlines()
    assert skipped.startswith("other.md: 已跳过：")
    assert (fixed, rule.split()) == ("wrong.md: 已修复", ["1", "FIL005", "trailing-whitespace"])
    assert counts.startswith("已修复 1 个，0 个错误，")


def test_rules_are_summed_up(capsys: Output) -> None:
    assert main(["rules", "--language", "zh"]) == 0
    assert "不是 UTF-8 的字节" in capsys.readouterr().out.splitlines()[0]


def test_unknown_language_is_told_in_one_line(digest: str, capsys: Output) -> None:
    assert main(["check", "--language", "fr", digest]) == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.endswith('"fr" is none of our languages; choose en or zh')


def test_english_reads_no_catalogue(digest: str) -> None:
    catalogue.cache_clear()
    assert main(["check", digest]) == 1
    assert catalogue.cache_info().misses == 0


def test_library_speaks_english_until_asked() -> None:
    violation = digestlint.check(DIGEST)[-1]
    assert violation.message == "white space at the end of the line; remove it"
    assert violation.translated(translator("zh")).message == TRAILING
