"""What `digestlint fix` leaves as it is: places it may not touch, and fixes that lose a fact."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fragments import another

import digestlint
from digestlint.checks import RULES
from digestlint.cli import main
from digestlint.fixer import FixError
from digestlint.records import Digest
from digestlint.rule import DigestRule, Options
from digestlint.violation import Edit, Fix, Level, Violation

CLEAN = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法，快 30%。代码见 <https://github.com/a/b>。

# Another Paper
[另一篇论文](https://arxiv.org/abs/2408.12638)

我们提出另一种方法。
"""
# HDG002, ARX005, ENT003, FIL005
WRONG = """\
#A Paper of Note
[一篇值得注意的论文](http://arxiv.org/abs/2408.12637)
我们提出一种方法。\x20
"""
FIXED = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。
"""
UNDECODABLE = b"\xff"

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).write_bytes(text.encode())


def text(path: str) -> str:
    return Path(path).read_bytes().decode()


def fix(*arguments: str) -> int:
    return main(["fix", "--output-format", "concise", *arguments])


def codes(output: str) -> list[str]:
    return [line.split()[1] for line in output.splitlines()]


# Text in which nothing may be changed, and what is reported there.
UNTOUCHABLE: dict[str, tuple[bytes, list[str]]] = {
    "undecodable": (WRONG.encode().replace("方法".encode(), UNDECODABLE), ["FIL001"]),
    "utf-16": (WRONG.encode("utf-16"), ["FIL001"]),
    "suppressed": (f"<!-- digestlint: disable-file -->\n\n{WRONG}".encode(), []),
}


@pytest.mark.parametrize("name", UNTOUCHABLE)
@pytest.mark.parametrize("options", [[], ["--unsafe-fixes"]])
def test_untouchable_file_stays(name: str, options: list[str], capsys: Output) -> None:
    data, found = UNTOUCHABLE[name]
    Path("wrong.md").write_bytes(data)
    assert fix(*options) == bool(found)
    assert codes(capsys.readouterr().out) == found
    assert Path("wrong.md").read_bytes() == data


@pytest.mark.parametrize(
    "options", [[], ["--unsafe-fixes"], ["--ignore", "FIL008"], ["--select", "FIL005"], ["--diff"]]
)
def test_file_in_the_middle_of_a_merge_stays(options: list[str], capsys: Output) -> None:
    merged = f"<<<<<<< ours\n{WRONG}=======\n{FIXED}>>>>>>> theirs\n"
    write("wrong.md", merged)
    status = fix(*options)
    output, error = capsys.readouterr()
    assert status == ("--diff" not in options)
    assert ("FIL005 [*]" in output) == ("--diff" not in options)
    assert "fixed" not in error
    assert text("wrong.md") == merged


@pytest.mark.parametrize(
    ("comment", "place"),
    [
        ("disable-file=FIL", "法。 \n"),
        ("disable-file=trailing-whitespace -- to be kept", "法。 \n"),
        ("disable=HDG,FIL003", "#A Paper"),
        ("disable-next-line=HDG002", "#A Paper"),
        ("disable=ENT003", ")\n我们"),
    ],
)
def test_suppressed_place_stays_and_the_others_do_not(comment: str, place: str) -> None:
    opening = f"<!-- digestlint: {comment} -->\n"
    write("wrong.md", opening + WRONG)
    fix("--ignore", "HDG003,SUP")
    assert place in text("wrong.md")
    assert "https://arxiv" in text("wrong.md")
    assert text("wrong.md").startswith(opening)


def fake(code: str, pattern: str, content: str) -> DigestRule:
    """Return a rule whose safe fix replaces all that a pattern matches, as one fix."""

    def check(digest: Digest, _options: Options) -> Iterator[Violation]:
        spans = [match.span() for match in re.finditer(pattern, digest.text)]
        if spans:
            edits = tuple(Edit(start, end, content) for start, end in spans)
            yield Violation(*spans[0], "a mistake", fix=Fix(edits))

    return DigestRule(code, f"fake-{code.lower()}", Level.ERROR, "a mistake", check)


def play(monkeypatch: pytest.MonkeyPatch, *rules: DigestRule) -> None:
    for module in ("checks", "configuration"):
        monkeypatch.setattr(f"digestlint.{module}.RULES", (*RULES, *rules))


# What a wrong fix does (a pattern and what is put there), and what it would change.
LOSSES: dict[str, tuple[str, str, str]] = {
    "a Chinese character goes": ("方法，", "方，", "digits or translated text"),
    "a Chinese character comes": ("方法，", "方法法，", "digits or translated text"),
    "Chinese characters change places": ("出另一种", "另出一种", "digits or translated text"),
    "a Chinese title goes": ("另一篇论文", "", "digits or translated text"),
    "a digit goes": ("30%", "3%", "digits or translated text"),
    "a digit changes": ("30%", "40%", "digits or translated text"),
    "a URL goes": (" <https:.*?>", "", 'the URL "github.com/a/b"'),
    "a URL changes": ("com/a/b", "com/a/c", 'the URL "github.com/a/'),
    "a URL comes": ("另一种方", "另一种 <https://x.org/> 方", 'the URL "x.org/"'),
    "an id changes": ("abs/2408.12638", "abs/2408.12683", "entries or their ids"),
    "an id goes": ("arxiv.org/abs/2408.12638", "x.org/2408.12638", "entries or their ids"),
    "an entry goes": ("# Another Paper\n.*\n\n", "", "entries or their ids"),
    "an entry loses its heading": ("# Another Paper\n", "", "entries or their ids"),
    "all entries go": (r"(?s)#.*Another.*", "", "entries or their ids"),
    "ids change places": (
        r"(?s)2408.12637(.*)2408.12638.*",
        "2408.12638)\n\n一\n\n# B\n[题](https://arxiv.org/abs/2408.12637)\n",
        "entries or their ids",
    ),
}


@pytest.mark.parametrize("name", LOSSES)
def test_fix_that_loses_a_fact_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    pattern, content, loss = LOSSES[name]
    play(monkeypatch, fake("XXX001", pattern, content))
    write("clean.md", CLEAN)
    write("other.md", another(WRONG, 1))
    assert fix("--exit-zero") == 2
    assert text("other.md") == another(FIXED, 1)
    assert text("clean.md") == CLEAN
    output, error = capsys.readouterr()
    assert output == ""
    refused, counts = error.splitlines()
    assert refused.startswith(
        f"Error: clean.md: left as it was: the fixes of XXX001 would change {loss}"
    )
    assert refused.endswith("; this is a bug, please report it")
    assert counts.endswith("1 file checked, 0 skipped (no digest), 1 failed")


def test_refusal_names_all_rules_that_changed_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    play(monkeypatch, fake("XXX001", "快 30", "快 3"))
    write("clean.md", CLEAN.replace("另一种方法。", "另一种方法。 "))
    before = text("clean.md")
    assert fix() == 2
    assert "the fixes of FIL005, XXX001 would change digits" in capsys.readouterr().err
    assert text("clean.md") == before
    assert fix("--unfixable", "XXX001") == 1
    assert text("clean.md") == CLEAN


def test_what_is_refused_is_no_difference_either(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    play(monkeypatch, fake("XXX001", "方法", "方"))
    write("clean.md", CLEAN)
    assert fix("--diff") == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "rules",
    [
        [fake("XXX001", "Note", "Interest"), fake("XXX002", "Interest", "Note")],
        [fake("XXX001", "Note", "Note!")],
        [fake("XXX001", "Note", "Note")],
    ],
    ids=["to and fro", "on and on", "nothing"],
)
def test_fixes_without_an_end_are_refused(
    rules: list[DigestRule], monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    play(monkeypatch, *rules)
    write("clean.md", CLEAN)
    write("other.md", WRONG.replace("Note", "Value"))
    assert fix("clean.md", "other.md") == 2
    refused, _ = capsys.readouterr().err.splitlines()
    assert re.fullmatch(
        r"Error: clean\.md: left as it was: the fixes of XXX00[12] do not settle;"
        " this is a bug, please report it",
        refused,
    )
    assert text("clean.md") == CLEAN
    assert text("other.md") == FIXED.replace("Note", "Value")


def test_fix_of_another_form_is_no_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, fake("XXX001", "，快", "﹐快"), fake("XXX002", "A Paper", "The Paper"))
    write("clean.md", CLEAN)
    assert fix() == 0
    assert text("clean.md") == CLEAN.replace("，快", "﹐快").replace("A Paper", "The Paper")


def test_edits_of_a_fix_are_made_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    first = fake("XXX001", "of Note", "of Worth")
    both = fake("XXX002", "Note|Another", "Some")
    play(monkeypatch, first, both)
    write("clean.md", CLEAN)
    assert fix() == 0
    assert text("clean.md") == CLEAN.replace("of Note", "of Worth").replace("Another", "Some")


def test_library_raises_where_a_fix_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, fake("XXX001", "方法", "方"))
    with pytest.raises(FixError, match=r"^the fixes of XXX001 would change digits or translated"):
        digestlint.fix(CLEAN)
