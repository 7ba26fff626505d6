"""The files of a run that change, vanish or crash meanwhile: each is told, and spoils no other."""

import io
import itertools
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fragments import another

from digestlint import checking, comparing, indexing, results
from digestlint.cli import main
from digestlint.comparing import Repeating
from digestlint.examined import Examined
from digestlint.project import Source, Teller
from digestlint.records import Digest
from digestlint.report import FORMATS

# FIL005.
WRONG = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。\x20
"""
FILES = ("a.md", "b.md", "c.md")

Output = pytest.CaptureFixture[str]
Change = Callable[[Path], None]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the test in a directory of three digests, all of them wrong."""
    monkeypatch.chdir(tmp_path)
    for number, path in enumerate(FILES):
        Path(path).write_text(another(WRONG, number), encoding="utf-8")


def check(*arguments: str) -> int:
    return main(["check", *arguments])


def told(output: str) -> list[str]:
    """Return the paths of the files that a report tells something of."""
    return re.findall(r"^([^:\n]+):[0-9]+:[0-9]+: ", output, re.MULTILINE)


def paths(capsys: Output) -> list[str]:
    return told(capsys.readouterr().out)


def test_excluded_standard_input_is_no_result_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("digestlint.toml").write_text('exclude = ["a.md"]\n', encoding="utf-8")
    data = io.TextIOWrapper(io.BytesIO(Path("a.md").read_bytes()))
    monkeypatch.setattr(sys, "stdin", data)
    assert check("-", "--stdin-filename", "a.md") == 0
    Path("digestlint.toml").write_text("", encoding="utf-8")
    assert check("a.md") == 1


def test_standard_input_is_not_the_file_of_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    """Not even to the first run, which knows nothing of files that are older than a tick."""
    monkeypatch.setattr(indexing, "TICK", 0)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"# x\n")))
    assert check("-", "--stdin-filename", "a.md") == 0
    assert check("a.md") == 1
    assert paths(capsys) == ["a.md"]


def lengthen(path: Path) -> None:
    path.write_text("又来了一段。\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


CHANGES = [(os.unlink, "no such file or directory"), (lengthen, "changed while it was checked")]


@pytest.fixture(params=CHANGES, ids=lambda param: param[0].__name__)
def reason(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Change `b.md` once all files are checked, and return what is to be told of it."""
    change, told = request.param
    outcomes = checking.outcomes

    def changed(*arguments: object, **options: object) -> Iterator[object]:
        found = outcomes(*arguments, **options)  # type: ignore[arg-type]
        yield next(found)
        change(Path("b.md"))
        yield from found

    monkeypatch.setattr(checking, "outcomes", changed)
    return str(told)


@pytest.mark.parametrize("options", [[], ["--no-cache"]])
@pytest.mark.parametrize("report", ["json", "github"])
def test_file_that_changes_before_the_report_is_told(
    capsys: Output, reason: str, options: list[str], report: str
) -> None:
    assert check("--output-format", report, *options) == 2
    output = capsys.readouterr()
    assert [name in output.out for name in FILES] == [True, False, True]
    lines = output.err.splitlines()
    assert lines[0].split("b.md: ")[1] == reason
    assert len(lines) == 2


@pytest.mark.usefixtures("reason")
@pytest.mark.parametrize("options", [[], ["--no-cache"]])
@pytest.mark.parametrize("report", ["full", "concise", "grouped", "json-lines"])
def test_file_is_told_of_as_it_was_checked(capsys: Output, options: list[str], report: str) -> None:
    assert check("--output-format", report, *options) == 1
    output = capsys.readouterr()
    assert output.out.count("b.md") >= 1
    assert output.err.startswith("3 errors")


@pytest.mark.usefixtures("reason")
def test_file_that_changes_is_told_in_chinese(capsys: Output) -> None:
    assert check("--language", "zh", "--output-format", "json") == 2
    output = capsys.readouterr()
    assert "b.md" not in output.out
    assert "b.md: " in output.err.splitlines()[0]


@pytest.fixture
def earlier_run(capsys: Output) -> None:
    """Keep results in the cache."""
    check()
    capsys.readouterr()


@pytest.mark.usefixtures("earlier_run")
def test_result_of_an_earlier_run_is_of_the_file_that_it_was(capsys: Output, reason: str) -> None:
    assert check("--output-format", "json") == 2
    assert f"b.md: {reason}" in capsys.readouterr().err


def test_baseline_is_not_judged_on_another_text(capsys: Output, reason: str) -> None:
    assert main(["baseline"]) == 2
    assert f"b.md: {reason}" in capsys.readouterr().err


def test_repeating_file_is_told_as_it_was_compared(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    compare = comparing.compare

    def change(source: Source, file: Repeating, *, teller: Teller | None, cached: bool) -> Examined:
        done = compare(source, file, teller=teller, cached=cached)
        lengthen(Path(source.path))
        return done

    Path("c.md").write_bytes(Path("b.md").read_bytes())
    monkeypatch.setattr(comparing, "compare", change)
    assert check("--output-format", "json") == 2
    output = capsys.readouterr()
    assert [name in output.out for name in FILES] == [True, False, False]
    assert output.err.count(".md: changed while it was checked") == 2


def test_comparison_is_kept_while_the_project_answers_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    Path("c.md").write_bytes(Path("b.md").read_bytes())
    check()
    first = capsys.readouterr().out
    assert first.count("DUP002") == 2
    compared: list[str] = []
    compare = comparing.compare

    def watched(
        source: Source, file: Repeating, *, teller: Teller | None, cached: bool
    ) -> Examined:
        compared.append(source.path)
        return compare(source, file, teller=teller, cached=cached)

    monkeypatch.setattr(comparing, "compare", watched)
    check()
    assert (capsys.readouterr().out, compared) == (first, [])
    Path("b.md").write_bytes(b"\n" + Path("b.md").read_bytes())
    check()
    assert (capsys.readouterr().out.count("b.md:2"), compared) == (1, ["b.md", "c.md"])
    Path("b.md").unlink()
    check()
    assert (capsys.readouterr().out.count("DUP002"), compared) == (0, ["b.md", "c.md"])


def test_kept_results_are_told_in_any_manner(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    Path("c.md").write_bytes(Path("b.md").read_bytes())
    manners = [("--output-format", name) for name in FORMATS]
    manners += [("--color", "always"), ("--language", "zh"), ("--statistics", "--exit-zero")]
    for first, then in itertools.permutations(manners, 2):
        monkeypatch.setenv("COLUMNS", "100")
        check(*first)
        monkeypatch.setenv("COLUMNS", "41")
        capsys.readouterr()
        check(*then)
        kept = capsys.readouterr()
        check(*then, "--no-cache")
        assert kept == capsys.readouterr()


def crash_on(path: str, work: Callable[..., object]) -> Callable[..., object]:
    """Return what does the same work, but for a digest of a path."""

    def crash(digest: Digest) -> object:
        if digest.path == path:
            raise RecursionError("deep")
        return work(digest)

    return crash


def test_crash_of_what_the_index_is_to_know_is_of_one_file(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    crash = crash_on("b.md", indexing.rows_of)
    monkeypatch.setattr(checking, "rows_of", crash)
    monkeypatch.setattr(indexing, "rows_of", crash)
    assert check() == 2
    output = capsys.readouterr()
    assert told(output.out) == ["a.md", "c.md"]
    assert output.err.startswith("Error: b.md: internal error in test_checking.py:")


def test_file_that_crashes_is_not_in_the_index(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(indexing, "rows_of", crash_on("b.md", indexing.rows_of))
    assert check("a.md") == 1
    assert paths(capsys) == ["a.md"]


@pytest.mark.parametrize("call", ["packed", "save"])
def test_crash_of_keeping_a_result_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Output, call: str
) -> None:
    def crash(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(results, call, crash)
    assert check("a.md") == 2
    assert "Error: a.md: internal error in test_checking.py:" in capsys.readouterr().err


def test_result_that_crashes_is_done_without(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def crash(*_: object) -> bytes:
        raise MemoryError

    check()
    capsys.readouterr()
    monkeypatch.setattr(results, "load", crash)
    assert check() == 1
    assert paths(capsys) == list(FILES)


def test_baseline_without_cache_leaves_none() -> None:
    assert main(["baseline", "--no-cache"]) == 0
    assert not Path(".digestlint_cache").exists()
