"""Whole digests, each beside the report that the command line prints about it.

`python -m tests.test_fixtures` writes the reports anew; read what changed in them as a diff.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from digestlint.checks import RULES

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
# A suffix that no walk takes for a digest's.
SUFFIX = ".report"
DIGESTS = sorted(path for pattern in ("*.md", "*.txt") for path in FIXTURES.glob(pattern))
NO_DIGEST = FIXTURES / "not-a-digest.md"

# The rules that no fixture can break.
ELSEWHERE = {
    "FIL009",  # speaks of files that the configuration names: others without an entry are skipped
    "TRM003",  # speaks of a glossary, and these have no configuration
}


def check() -> tuple[dict[Path, str], str]:
    """Check all fixtures in one run; return the report on each, and what was noted beside."""
    command = [sys.executable, "-m", "digestlint", "check", "--output-format", "concise"]
    paths = [f"fixtures/{path.name}" for path in DIGESTS]
    done = subprocess.run(
        [*command, "--today", "2026-11-20", *paths],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    reports = dict.fromkeys(DIGESTS, "")
    for line in done.stdout.splitlines(keepends=True):
        reports[ROOT / line.partition(":")[0]] += line
    return reports, done.stderr


def expected(digest: Path) -> Path:
    return digest.with_name(digest.name + SUFFIX)


@pytest.fixture(scope="module")
def run() -> tuple[dict[Path, str], str]:
    return check()


@pytest.mark.parametrize("digest", DIGESTS, ids=lambda path: path.name)
def test_report_is_as_expected(digest: Path, run: tuple[dict[Path, str], str]) -> None:
    assert run[0][digest] == expected(digest).read_text(encoding="utf-8")


def test_every_digest_has_a_report_and_every_report_a_digest() -> None:
    assert DIGESTS
    assert set(map(expected, DIGESTS)) == set(FIXTURES.glob("*" + SUFFIX))


def test_clean_digests_are_clean() -> None:
    clean = [digest for digest in DIGESTS if digest.name.startswith("clean-")]
    assert len(clean) == 3
    assert [expected(digest).stat().st_size for digest in clean] == [0, 0, 0]


def test_file_that_cites_a_paper_is_skipped(run: tuple[dict[Path, str], str]) -> None:
    assert run[0][NO_DIGEST] == ""
    assert f"{len(DIGESTS) - 1} files checked, 1 skipped (no digest)" in run[1]


def test_every_rule_has_something_to_report() -> None:
    reports = "".join(expected(digest).read_text(encoding="utf-8") for digest in DIGESTS)
    reported = {line.split()[1] for line in reports.splitlines()}
    assert {rule.code for rule in RULES} == reported | ELSEWHERE


def write() -> None:
    """Make the expected reports what the command line prints now."""
    reports, _ = check()
    for digest in DIGESTS:
        expected(digest).write_text(reports[digest], encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
