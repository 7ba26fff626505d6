"""The script of a translation: what counts as translated text, and what no fix may lose."""

import string
import subprocess
import sys
import unicodedata

import pytest

import digestlint
from digestlint.parser import parse
from digestlint.recognition import holds_digest
from digestlint.scripts import SCRIPTS, Script, facts, letters
from digestlint.settings import Settings

DIGEST = """\
## Attention Is All You Need
[{title}](https://arxiv.org/abs/1706.03762)

{abstract}
"""
TRANSLATIONS: dict[Script, tuple[str, str]] = {
    "Han": ("只需要注意力", "本文提出一种只依靠注意力机制的模型。"),
    "Hangul": ("필요한 것은 주의뿐이다", "이 논문은 주의만을 쓰는 모델을 제안한다."),
    "Hiragana": ("アテンションこそすべて", "本論文は注意機構だけを用いるモデルを提案する。"),
    "Cyrillic": ("Внимание — это всё, что нужно", "Мы предлагаем модель, основанную на внимании."),
    "Greek": ("Η προσοχή αρκεί", "Προτείνουμε ένα μοντέλο που βασίζεται στην προσοχή."),
    "Arabic": ("الانتباه هو كل ما تحتاجه", "نقترح نموذجا يعتمد على الانتباه فقط."),
}

BASIC_PLANE = [chr(point) for point in range(0x10000) if chr(point).isalpha()]


def text(script: Script) -> str:
    title, abstract = TRANSLATIONS[script]
    return DIGEST.format(title=title, abstract=abstract)


@pytest.mark.parametrize("script", TRANSLATIONS)
def test_digest_in_its_script_is_one_and_clean(script: Script) -> None:
    assert holds_digest(parse(text(script), script=script))
    assert digestlint.check(text(script), settings=Settings(script=script)) == []


@pytest.mark.parametrize("script", TRANSLATIONS)
def test_digest_in_another_script_is_none(script: Script) -> None:
    assert not holds_digest(parse(text(script), script="Armenian"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_letters_are_those_of_unicode(script: Script) -> None:
    named = "CJK" if script == "Han" else script.upper()
    letters_named = [c for c in BASIC_PLANE if unicodedata.name(c, "").split(" ")[0] == named]
    found = letters(script)
    # A few, such as the Arabic tatweel, are shared between scripts.
    assert sum(1 for letter in letters_named if found.match(letter)) > 0.97 * len(letters_named) > 0
    assert not found.search(string.printable)


def test_line_break_is_wrong_only_where_words_have_no_spaces_between_them() -> None:
    broken = text("Han").replace("依靠", "依\n靠")
    assert [v.code for v in digestlint.check(broken)] == ["ENT010"]
    korean = text("Hangul").replace("제안한다", "提\n案한다")
    assert digestlint.check(korean, settings=Settings(script="Hangul")) == []


def test_translated_letters_are_facts() -> None:
    assert "\u0400-" in facts("Cyrillic")
    mended = digestlint.fix(text("Cyrillic") + "\n\n\n", settings=Settings(script="Cyrillic"))
    assert mended == text("Cyrillic")


def test_glued_hangul_is_cut_off() -> None:
    glued = text("Hangul").replace("주의만", "https://github.com/a/b에서 주의만")
    mended = digestlint.fix(glued, settings=Settings(script="Hangul"))
    assert "<https://github.com/a/b>에서" in mended


def test_configuration_reader_is_loaded_where_there_is_one() -> None:
    program = (
        "import sys; from digestlint.cli import main;"
        "main(['check', {arguments}]); print('tomllib' in sys.modules)"
    )
    for arguments, loaded in (("'--isolated'", "False"), ("'--config', 'select = []'", "True")):
        run = subprocess.run(
            [sys.executable, "-c", program.format(arguments=f"'-', {arguments}")],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
        assert run.stdout.strip() == loaded
