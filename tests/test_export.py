"""`digestlint export`: the entries as JSON Lines."""

import json
from pathlib import Path

import pytest

from digestlint.cli import main

CLEAN = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法。
"""

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in a directory of one digest."""
    monkeypatch.chdir(tmp_path)
    Path("clean.md").write_text(CLEAN, encoding="utf-8")
    return tmp_path


def test_export_prints_a_row_for_each_entry(capsys: Output) -> None:
    text = CLEAN.replace("方法。", "[方法](https://github.com/a/b)。") + "\n# Another\n"
    Path("two.md").write_text(text, encoding="utf-8")
    assert main(["export", "two.md"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {
        "path": "two.md",
        "line": 1,
        "arxiv_id": "2408.12637",
        "version": None,
        "url": "https://arxiv.org/abs/2408.12637",
        "title": "A Paper of Note",
        "translated_title": "一篇值得注意的论文",
        "section": None,
        "abstract": ["我们提出一种[方法](https://github.com/a/b)。"],
        "links": ["https://github.com/a/b"],
    }
    assert (second["title"], second["line"], second["arxiv_id"]) == ("Another", 6, None)


def test_export_fails_on_what_it_cannot_read(capsys: Output) -> None:
    Path("bad.md").write_bytes(CLEAN.encode() + b"\xff")
    assert main(["export", "bad.md", "missing.md", "clean.md"]) == 2
    output, error = capsys.readouterr()
    assert json.loads(output)["path"] == "clean.md"
    assert error.splitlines() == [
        "Error: bad.md: not valid UTF-8",
        "Error: missing.md: no such file or directory",
    ]


def test_schema_names_what_export_prints(capsys: Output) -> None:
    main(["schema"])
    schema = json.loads(capsys.readouterr().out)
    main(["export", "clean.md"])
    assert list(schema["properties"]) == list(json.loads(capsys.readouterr().out))
