"""`digestlint init`: the configuration that it finds is the one that digests follow already."""

import shutil
import tomllib
from pathlib import Path

import jsonschema
import pytest
from test_fixtures import FIXTURES

from digestlint.cli import main
from digestlint.configuration import NAMES, Configurations
from digestlint.document import schema

RUSSIAN = """\
# A Paper of Note
[Статья, достойная внимания](https://arxiv.org/abs/2408.12637)

Мы предлагаем метод.
"""
JAPANESE = """\
# A Paper of Note
[注目すべき論文](https://arxiv.org/abs/2408.12637)

本論文では新しい手法を提案する。
"""
KOREAN = """\
# A Paper of Note
[주목할 만한 논문](https://arxiv.org/abs/2408.12637)

우리는 방법을 제안한다.
"""
CHINESE = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出一种方法，用 β 表示。
"""

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text.encode())


def init() -> dict[str, object]:
    """Return the configuration that is written here."""
    assert main(["init"]) == 0
    table = tomllib.loads(Path("digestlint.toml").read_text(encoding="utf-8"))
    jsonschema.validate(table, schema())
    return table


@pytest.mark.parametrize(
    ("text", "script"),
    [(CHINESE, "Han"), (JAPANESE, "Hiragana"), (KOREAN, "Hangul"), (RUSSIAN, "Cyrillic")],
)
def test_script_is_found_and_checked_by(text: str, script: str, capsys: Output) -> None:
    write("a.md", text)
    write("README.md", "# Не дайджест\n\nhttps://arxiv.org/abs/2408.12637\n")
    assert init()["script"] == script
    assert main(["check", "--fail-on", "warning"]) == 0
    assert "1 file checked, 1 skipped" in capsys.readouterr().err


def test_what_digests_have_in_common_is_asked_of_all(capsys: Output) -> None:
    for number in range(10):
        text = CHINESE.replace("# A", "### A").replace("12637", f"1263{number}v1")
        text = text.replace(")\n\n", ")\n").replace("\n", "\r\n")
        write(f"{number}.md", text.replace("Note", f"Note {number}"))
    assert init() == {
        "script": "Han",
        "rules": {
            "HDG001": {"heading-level": 3},
            "ENT003": {"blank-lines-after-link": 0},
            "FIL003": {"line-ending": "crlf"},
            "ARX006": {"allow-versions": True},
        },
    }
    assert main(["check", "--select", "HDG,ENT,FIL,ARX", "--fail-on", "warning"]) == 0
    write("new.md", CHINESE)
    capsys.readouterr()
    assert main(["check", "--output-format", "concise", "new.md", "--ignore", "DUP"]) == 1
    found = {line.split()[1] for line in capsys.readouterr().out.splitlines()}
    assert found == {"HDG001", "ENT003", "FIL003"}


def test_where_digests_differ_each_is_to_agree_with_itself() -> None:
    write("a.md", CHINESE)
    write("b.md", CHINESE.replace("# A", "## A").replace(")\n\n", ")\n").replace("\n", "\r\n"))
    rules = init()["rules"]
    assert rules == {
        "HDG001": {"heading-level": "consistent"},
        "ENT003": {"blank-lines-after-link": "consistent"},
        "FIL003": {"line-ending": "auto"},
        "ARX006": {"allow-versions": False},
    }


def test_folder_without_digests_gets_the_defaults(capsys: Output) -> None:
    assert init()["script"] == "Han"
    assert capsys.readouterr().err == "Wrote digestlint.toml\n"
    assert main(["check", "--show-settings"]) == 0


def test_fixtures_are_surveyed_and_checked() -> None:
    shutil.copytree(FIXTURES, "fixtures")
    assert main(["init", "fixtures"]) == 0
    settings = Configurations().above("fixtures/crlf.md").settings
    assert settings.script == "Han"
    assert main(["check", "fixtures"]) == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["[tool.digestlint]\n", "=\n"])
def test_configuration_is_never_overwritten(name: str, text: str, capsys: Output) -> None:
    write(name, text)
    assert main(["init"]) == 2
    message = "there is a configuration already; change that one"
    assert capsys.readouterr().err == f"Error: {name}: {message}\n"
    assert Path(name).read_text(encoding="utf-8") == text


def test_project_that_is_not_configured_gets_a_file_beside() -> None:
    write("pyproject.toml", "[project]\n")
    assert init()["script"] == "Han"


def test_folder_that_cannot_be_written_to_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert main(["init"]) == 2
    assert capsys.readouterr().err == "Error: digestlint.toml: permission denied\n"


def test_folder_must_be_one(capsys: Output) -> None:
    assert main(["init", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err
