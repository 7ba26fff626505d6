"""The baseline: what it covers wherever it moves, what it does not, and what users are told."""

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import CORPUS
from repositories import repository

from digestlint.cli import main

FIXTURES = Path(__file__).parent.parent / "fixtures"
DIGESTS = sorted(path for suffix in ("md", "txt") for path in FIXTURES.glob(f"*.{suffix}"))
# Files that no rule, or but one, can judge.
JUDGED = [path for path in DIGESTS if path.stem not in ("not-a-digest", "undecodable")]
FILE = ".digestlint-baseline.json"

Output = pytest.CaptureFixture[str]

HEAD = "## A Paper of Note\n[一篇值得注意的论文](https://arxiv.org/abs/2408.12637v2)\n\n"
# URL002, FIL006 and URL001; the entry has ARX006 too.
BODY = (
    "我们提出一种方法，页面在 https://https://a.org/b 可见。"
    "数据\u200b公开。代码见https://github.com/a/b获得。后面还有一句话，与此无关。\n"
)
ENTRY = HEAD + BODY
# ENT004.
OTHER = "## Another Paper\n[另一篇论文](https://arxiv.org/abs/2408.12638)\n"
CLEAN = "## A Third Paper\n[第三篇论文](https://arxiv.org/abs/2408.12639)\n\n我们没有提出方法。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in a directory with a baseline of two digests."""
    monkeypatch.chdir(tmp_path)
    write("one.md", f"{ENTRY}\n{CLEAN}")
    write("two.md", OTHER)
    assert main(["baseline"]) == 0
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).write_bytes(text.encode())


def check(*arguments: str) -> int:
    return main(["check", "--output-format", "concise", "--today", "2026-11-20", *arguments])


def reported(capsys: Output, *arguments: str) -> list[str]:
    """Return what a check reports: places and codes."""
    capsys.readouterr()
    check(*arguments)
    return [" ".join(line.split()[:2]) for line in capsys.readouterr().out.splitlines()]


def told(capsys: Output, *arguments: str) -> str:
    """Return what a check tells on standard error."""
    capsys.readouterr()
    check(*arguments)
    return capsys.readouterr().err


def listed() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(Path(FILE).read_bytes())["violations"]
    return found


def test_old_violations_are_covered_and_counted(capsys: Output) -> None:
    counts = "0 errors, 0 warnings, 0 fixable, 5 in the baseline; 2 files checked"
    assert told(capsys) == f"{counts}, 0 skipped (no digest)\n"
    assert check("--fail-on", "warning") == 0
    assert check("--no-baseline") == 1


def test_file_is_sorted_and_has_a_kind_a_line() -> None:
    text = Path(FILE).read_text(encoding="utf-8")
    assert text.startswith('{"version": 1, "violations": [\n{"rule": "ARX006", ')
    lines = [line.rstrip(",") for line in text.splitlines()[1:-1]]
    assert lines == sorted(lines)
    assert [json.loads(line) for line in lines] == listed()
    assert [(line["rule"], line["entry"]) for line in listed()] == [
        ("ARX006", "arXiv: 2408.12637"),
        ("ENT004", "arXiv: 2408.12638"),
        ("FIL006", "arXiv: 2408.12637"),
        ("URL001", "arXiv: 2408.12637"),
        ("URL002", "arXiv: 2408.12637"),
    ]


def test_second_run_writes_the_same(capsys: Output) -> None:
    before = Path(FILE).read_bytes()
    capsys.readouterr()
    assert main(["baseline"]) == 0
    assert Path(FILE).read_bytes() == before
    assert capsys.readouterr().err == f"{FILE}: 5 violations, 0 of them new; 0 dropped\n"


CHANGES: dict[str, dict[str, str]] = {
    "another place": {"one.md": f"{CLEAN}\n{ENTRY}"},
    "another file": {"one.md": CLEAN, "two.md": f"{ENTRY}\n{OTHER}"},
    "another name": {"one.md": CLEAN, "renamed.md": ENTRY},
    "another level": {"one.md": f"{ENTRY}\n{CLEAN}".replace("##", "###")},
    "wrapped at sentences": {"one.md": HEAD + BODY.replace("。", "。\n", 2)},
    "other lines": {"one.md": HEAD + "前面加了一句话。" + BODY.replace("无关", "有关")},
    "another title": {"one.md": ENTRY.replace("A Paper of Note", "A Renamed Paper of Note")},
    "CRLF": {"one.md": f"{ENTRY}\n{CLEAN}".replace("\n", "\r\n")},
    "fewer defects": {"one.md": ENTRY.replace("\u200b", "")},
}


@pytest.mark.parametrize("files", CHANGES.values(), ids=CHANGES)
def test_what_moves_stays_covered(files: dict[str, str], capsys: Output) -> None:
    for path, text in files.items():
        write(path, text)
    assert reported(capsys) == []


def test_wrapping_by_width_keeps_all_but_broken_sentences_covered(capsys: Output) -> None:
    url = BODY.index("https://github")
    for width in (7, 10, 13, 21):
        lines = [BODY[at : min(at + width, url)].strip() for at in range(0, url, width)]
        write("one.md", HEAD + "\n".join(lines) + BODY[url:])
        # Where a URL itself is broken, that is another defect.
        assert {place.split()[1] for place in reported(capsys)} <= {"ENT010", "URL002"}


def test_wrapping_of_untitled_entries(capsys: Output) -> None:
    text = OTHER.replace("https://arxiv.org/abs/2408.12638", "https://example.com/")
    write("two.md", f"{text}\n第一句话。第二句话没有句号\n")
    main(["baseline"])
    write("two.md", f"# 前言\n\n{text}\n第一句话。\n第二句话没有句号\n")
    assert reported(capsys) == []


SECONDS: dict[str, tuple[str, str]] = {
    "before": ("我们", "我\u200b们"),
    "after": ("后面", "后\u200b面"),
    "beside": ("\u200b公开", "\u200b公\u200b开"),
}


@pytest.mark.parametrize(("old", "new"), SECONDS.values(), ids=SECONDS)
def test_second_defect_of_a_kind_is_reported_where_it_is(
    old: str, new: str, capsys: Output
) -> None:
    write("one.md", ENTRY.replace(old, new))
    column = BODY.replace(old, new).index(new) + new.rindex("\u200b") + 1
    assert reported(capsys) == [f"one.md:4:{column}: FIL006"]


def test_same_defect_in_another_entry_is_reported(capsys: Output) -> None:
    write("two.md", OTHER + "\n数据\u200b公开。\n")
    assert reported(capsys) == ["two.md:4:3: FIL006"]


def test_other_content_is_reported(capsys: Output) -> None:
    write("one.md", ENTRY.replace("https://https://a.org/b", "https://https://a.org/c"))
    assert reported(capsys) == ["one.md:4:14: URL002"]
    write("one.md", ENTRY.replace("12637v2", "12637v3"))
    assert reported(capsys) == ["one.md:2:45: ARX006"]


# Codes and text that violates them, wherever in an abstract it stands.
PLANTED = [
    ("FIL005", "行末有空格。 "),
    ("FIL006", "零\u200b宽字符。"),
    ("FIL007", "空行。\n\n\n\n太多。"),
    ("FIL010", "⽣物。"),
    ("ENT005", "还没有写完..."),
    ("ENT007", "\t缩进。"),
    ("URL001", "代码见https://github.com/plan/ted获得。"),
    ("URL002", "代码见 htps://github.com/plan/ted 。"),
    ("URL003", "[代码]()见此。"),
    ("URL004", "代码见 http://github.com/plan/ted 。"),
    ("URL005", "代码见 https://github.com/plan/ted?utm_source=digest 。"),
    ("URL006", "代码见 http://localhost/planted 。"),
    ("URL007", "[代码]（https://github.com/plan/ted）见此。"),
    ("SUP002", "<!-- digestlint: disable=planted -->\n\n写错了。"),
    ("ENT004", OTHER.replace("2638", "2640").strip()),
]


@pytest.mark.parametrize(("code", "defect"), PLANTED, ids=[code for code, _ in PLANTED])
def test_planted_defect_is_reported(code: str, defect: str, capsys: Output) -> None:
    for path in DIGESTS:
        shutil.copy(path, path.name)
    main(["baseline"])
    assert reported(capsys) == []
    for path in JUDGED:
        write(path.name, f"{path.read_bytes().decode()}\n\n{defect}\n")
    found = [place.split() for place in reported(capsys, "--ignore", "DUP")]
    new = {(place.split(":")[0], rule) for place, rule in found}
    assert {path.name for path in JUDGED} == {name for name, rule in new if rule == code}
    one = [place.split() for place in reported(capsys, "--ignore", "DUP", JUDGED[0].name)]
    assert one == [each for each in found if each[0].startswith(JUDGED[0].name)]


@pytest.mark.skipif(not CORPUS, reason="no corpus of real digests")
def test_real_digests_are_covered(capsys: Output) -> None:
    for path in CORPUS[::20]:
        shutil.copy(path, path.name)
    main(["baseline"])
    assert reported(capsys) == []
    assert "match nothing" not in told(capsys)
    before = {path.name: path.read_bytes() for path in CORPUS[::20]}
    main(["fix", "--unsafe-fixes"])
    assert before == {name: Path(name).read_bytes() for name in before}


def test_file_s_own_violations_are_known_by_its_path(capsys: Output) -> None:
    write("one.md", f"\ufeff{CLEAN}".rstrip())
    main(["baseline"])
    assert reported(capsys) == []
    write("three.md", f"\ufeff{CLEAN}".replace("2639", "2640").replace("Third", "4").rstrip())
    assert {"three.md:1:1: FIL002", "three.md:4:10: FIL004"} <= {*reported(capsys)}
    os.remove("three.md")
    write("one.md", f"\ufeff{CLEAN}\n{ENTRY}".rstrip())
    assert {place.split()[1] for place in reported(capsys)}.isdisjoint({"FIL002", "FIL004"})


def test_file_that_is_no_utf_8_can_be_covered(capsys: Output) -> None:
    Path("one.md").write_bytes(ENTRY.encode() + b"\xff\n")
    main(["baseline", "--prune"])
    assert len(listed()) == 5
    main(["baseline"])
    assert len(listed()) == 6
    assert check() == 0
    assert "match nothing" not in told(capsys)


def test_fix_leaves_covered_violations_alone(capsys: Output) -> None:
    write("one.md", ENTRY + "\n代码见https://github.com/a/c获得。\n")
    assert main(["fix"]) == 0
    assert Path("one.md").read_text(encoding="utf-8").startswith(ENTRY)
    assert "<https://github.com/a/c>获得" in Path("one.md").read_text(encoding="utf-8")
    assert "1 fixed, 0 errors, 0 warnings, 0 fixable, 5 in the base" in capsys.readouterr().err
    assert main(["fix", "--no-baseline"]) == 1
    assert "\u200b" not in Path("one.md").read_text(encoding="utf-8")


def test_what_is_mended_is_told_and_pruned(capsys: Output) -> None:
    write("one.md", ENTRY.replace("\u200b", ""))
    prunes = "`digestlint baseline --prune` drops"
    assert told(capsys).startswith(f"1 entry of the baseline matches nothing; {prunes} it\n")
    os.remove("two.md")
    write("three.md", CLEAN.replace("我们", "我\u200b们"))
    assert told(capsys).startswith(f"2 entries of the baseline match nothing; {prunes} them\n")
    assert main(["baseline", "--prune"]) == 0
    assert [line["rule"] for line in listed()] == ["ARX006", "URL001", "URL002"]
    assert "match" not in told(capsys)
    assert reported(capsys) == ["three.md:4:2: FIL006"]
    capsys.readouterr()
    assert main(["baseline"]) == 0
    assert capsys.readouterr().err == f"{FILE}: 4 violations, 1 of them new; 0 dropped\n"


@pytest.mark.parametrize(
    "arguments",
    [
        *(["two.md"], ["--select", "ENT"], ["--ignore", "FIL,ARX"], ["two.md", "--select", "ARX"]),
        *(["--no-baseline"], ["--config", "select=['ENT']"]),
    ],
)
def test_nobody_looked_for_it_is_not_gone(arguments: list[str], capsys: Output) -> None:
    write("one.md", ENTRY.replace("\u200b", "").replace("v2", ""))
    assert "match" not in told(capsys, *arguments)


def test_entry_is_not_gone_where_a_file_failed(capsys: Output) -> None:
    os.remove("two.md")
    assert "1 entry of the baseline matches nothing" in told(capsys)
    os.symlink("nowhere", "two.md")
    assert "match" not in told(capsys)
    assert main(["baseline"]) == 2
    assert len(listed()) == 5


def test_baseline_of_some_files_keeps_what_is_known_of_others() -> None:
    write("one.md", ENTRY.replace("v2", "").replace("我们", "我\u200b们"))
    main(["baseline", "one.md"])
    assert [line["rule"] for line in listed()] == ["ENT004", "FIL006", "URL001", "URL002"]
    assert check() == 0


def test_baseline_follows_the_configuration(capsys: Output) -> None:
    main(["baseline", "--config", "ignore = ['ARX', 'URL']"])
    assert {line["rule"] for line in listed()} >= {"ENT004", "FIL006"}
    os.remove(FILE)
    write("digestlint.toml", "ignore = ['ARX', 'URL']")
    main(["baseline"])
    assert [line["rule"] for line in listed()] == ["ENT004", "FIL006"]
    assert reported(capsys, "--isolated", "--baseline", FILE) == [
        *("one.md:2:45: ARX006", "one.md:4:14: URL002", "one.md:4:50: URL001"),
    ]


def test_baseline_stands_in_the_project_s_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.remove(FILE)
    repository(folder)
    (folder / "deep" / "down").mkdir(parents=True)
    (folder / "deep" / "down" / "three.md").write_text(ENTRY.replace("37v2", "40v2"), "utf-8")
    monkeypatch.chdir("deep/down")
    main(["baseline"])
    assert check() == 0
    assert (folder / FILE).exists()
    monkeypatch.chdir(folder)
    assert check("deep") == 0
    assert check() == 1
    write("deep/digestlint.toml", "")
    monkeypatch.chdir("deep/down")
    assert check() == 1
    main(["baseline"])
    assert (folder / "deep" / FILE).exists()
    assert check() == 0


def test_baseline_can_have_another_name(capsys: Output) -> None:
    os.rename(FILE, "known.json")
    assert check() == 1
    assert check("--baseline", "known.json") == 0
    write("one.md", CLEAN)
    main(["baseline", "--baseline", "known.json"])
    assert not os.path.exists(FILE)
    assert check("--baseline", "known.json") == 0
    capsys.readouterr()
    assert check("--baseline", "known.json", "--no-baseline") == 2
    error = capsys.readouterr().err
    assert error.endswith("--baseline and --no-baseline exclude each other; drop one\n")


DAMAGED = {
    "": "no JSON from line 1 on",
    '{"version": 1, "violations": [\n<<<<<<< HEAD\n]}': "no JSON from line 2 on",
    "[" * 100_000: "no baseline",
    "\ud800": "no JSON from line 1 on",
    "9" * 5000: "no baseline",
    "[]": "no baseline",
    '"version"': "no baseline",
    '{"version": 1}': "violations: not what a baseline holds",
    '{"version": "1", "violations": []}': "version: not what a baseline holds",
    '{"version": 1, "violations": [{"rule": 1}]}': "violations.0.rule: not what a baseline holds",
    '{"version": 1, "violations": [], "x": 1}': "x: not what a baseline holds",
}


@pytest.mark.parametrize(("text", "mistake"), DAMAGED.items(), ids=range(len(DAMAGED)))
@pytest.mark.parametrize("command", ["check", "fix", "baseline"])
def test_damaged_baseline(command: str, text: str, mistake: str, capsys: Output) -> None:
    data = text.encode("utf-8", "surrogatepass")
    Path(FILE).write_bytes(data)
    capsys.readouterr()
    assert main([command]) == 2
    way_out = "restore it, or remove it and run `digestlint baseline`"
    assert capsys.readouterr() == ("", f"Error: {FILE}: {mistake}; {way_out}\n")
    assert Path(FILE).read_bytes() == data


def test_baseline_of_a_newer_version(capsys: Output) -> None:
    write(FILE, '{"version": 2, "files": {}}')
    capsys.readouterr()
    assert check() == 2
    error = capsys.readouterr().err
    assert error == f"Error: {FILE}: written by a newer digestlint; update this one\n"


def test_baseline_that_cannot_be_read_or_written(capsys: Output) -> None:
    capsys.readouterr()
    assert check("--baseline", "nowhere.json") == 2
    assert capsys.readouterr().err == "Error: nowhere.json: no such file or directory\n"
    os.remove(FILE)
    os.mkdir(FILE)
    assert check() == 2
    assert capsys.readouterr().err == f"Error: {FILE}: not a regular file\n"
    assert main(["baseline", "--baseline", "no/where.json"]) == 2
    assert capsys.readouterr().err == "Error: no/where.json: no such file or directory\n"


def test_baseline_of_standard_input(capsys: Output) -> None:
    capsys.readouterr()
    assert main(["baseline", "-"]) == 2
    assert capsys.readouterr().err.endswith("a baseline is about files, not standard input\n")


def test_prune_makes_no_baseline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.json"
    assert main(["baseline", "--prune", "--baseline", str(path)]) == 2
    assert "nothing to prune" in capsys.readouterr().err
    assert not path.exists()
