"""`--output-file`: the report in a file, everything else where it was."""

import json
from pathlib import Path

import pytest

from digestlint.cli import main

WRONG = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。\x20
"""

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in a directory that holds one digest."""
    monkeypatch.chdir(tmp_path)
    Path("文摘.md").write_text(WRONG, encoding="utf-8")
    return tmp_path


def check(*arguments: str) -> int:
    return main(["check", "--output-file", "report", *arguments])


def test_report_goes_to_the_file_and_counts_to_standard_error(capsys: Output) -> None:
    assert check("--output-format", "json") == 1
    output, error = capsys.readouterr()
    assert not output
    assert error.startswith("1 error, 0 warnings, 1 fixable; 1 file checked")
    (found,) = json.loads(Path("report").read_text(encoding="utf-8"))
    assert found["filename"] == "文摘.md"


def test_report_is_utf_8_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    check("--output-format", "concise")
    lines = Path("report").read_bytes().decode().splitlines()
    assert [line.split(" ")[:3] for line in lines] == [["文摘.md:4:10:", "FIL005", "[*]"]]
    check("--output-format", "concise", "--color", "always")
    assert "\x1b[" in Path("report").read_text(encoding="utf-8")


def test_report_of_an_earlier_run_is_replaced() -> None:
    check()
    check("--ignore", "FIL005")
    assert Path("report").read_bytes() == b""


def test_statistics_and_diffs_are_reports_too(capsys: Output) -> None:
    check("--statistics")
    assert Path("report").read_text(encoding="utf-8").split()[:2] == ["1", "FIL005"]
    assert main(["fix", "--diff", "--output-file", "report"]) == 1
    assert "\n+我们提出一种方法。\n" in Path("report").read_text(encoding="utf-8")
    assert not capsys.readouterr().out


@pytest.mark.parametrize("path", ["missing/report", ".", "nul\0"])
def test_a_file_that_cannot_be_written_is_told_in_a_line(path: str, capsys: Output) -> None:
    assert main(["check", "--output-file", path, "--exit-zero"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("Error: --output-file: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize("path", ["文摘.md", "./文摘.md", "link.md"])
def test_no_digest_is_replaced_by_a_report(path: str, capsys: Output) -> None:
    Path("link.md").symlink_to("文摘.md")
    assert main(["check", "--output-file", path]) == 2
    assert Path("文摘.md").read_text(encoding="utf-8") == WRONG
    assert (
        capsys.readouterr().err == f"Error: --output-file: {path} is a digest; name another file\n"
    )


def test_a_failure_leaves_the_earlier_report(capsys: Output) -> None:
    Path("report").write_text("earlier", encoding="utf-8")
    assert check("--select", "NOPE") == 2
    assert Path("report").read_text(encoding="utf-8") == "earlier"
    assert capsys.readouterr().err.startswith("Error: ")


def test_fixed_text_of_standard_input_stays_on_standard_output(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with Path("文摘.md").open(encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdin", file)
        assert main(["fix", "-", "--output-file", "report", "--output-format", "json"]) == 0
    assert capfdbinary.readouterr().out.decode() == WRONG.replace("。 ", "。")
    assert json.loads(Path("report").read_bytes()) == []


@pytest.mark.parametrize("name", ["other.md", "digestlint.toml", ".digestlint-baseline.json"])
def test_no_other_file_of_the_project_is_replaced(name: str, capsys: Output) -> None:
    text = WRONG if name.endswith(".md") else "{}"
    Path(name).write_text(text, encoding="utf-8")
    assert main(["check", "文摘.md", "--isolated", "--output-file", name]) == 2
    assert capsys.readouterr().err.startswith(f"Error: --output-file: {name} is a ")
    assert Path(name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["", "missing/report", "文摘.md"])
def test_nothing_is_fixed_where_no_report_can_be_written(name: str) -> None:
    assert main(["fix", "文摘.md", "--output-file", name]) == 2
    assert Path("文摘.md").read_text(encoding="utf-8") == WRONG


def test_statistics_are_no_report_for_machines(capsys: Output) -> None:
    assert check("--statistics", "--output-format", "sarif") == 2
    assert "--statistics is a table or JSON, and no sarif" in capsys.readouterr().err
