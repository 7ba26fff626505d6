"""Our hooks, as pre-commit installs them and runs them on a repository of digests."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import SEEDS
from repositories import (
    ENVIRONMENT,
    ROOT,
    Done,
    Repository,
    repository,
    require_package_index,
    work_tree,
)
from tutorial import File, steps

import digestlint

FIXTURES = ("crlf.md", "entries.md", "gaps.txt", "headings.md", "translations.md", "urls.md")
DIGESTS = SEEDS or [ROOT / "fixtures" / name for name in FIXTURES]
REPORTED = re.compile(r"^(\S+):[0-9]+:[0-9]+: ([A-Z]{3}[0-9]{3})", re.MULTILINE)
PRE_COMMIT = (sys.executable, "-m", "pre_commit")


class Hooks(NamedTuple):
    """The repository that holds the hooks, the revision to take, and where they are installed."""

    source: Path
    revision: str
    home: Path


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    """Make a repository of this work tree, as it is now."""
    require_package_index(tmp_path_factory.mktemp("index"))
    source = repository(tmp_path_factory.mktemp("source"))
    for path in work_tree():
        copy = source.path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return Hooks(source.path, source.commit(), tmp_path_factory.mktemp("pre-commit"))


@pytest.fixture
def digests(hooks: Hooks, tmp_path: Path) -> Repository:
    """Make a repository of several digests and a README, with the hooks at hand."""
    environment = {**ENVIRONMENT, "PRE_COMMIT_HOME": str(hooks.home)}
    made = repository(tmp_path / "digests")._replace(environment=environment)
    for path in DIGESTS:
        (made.path / path.name).write_bytes(path.read_bytes())
    (made.path / "README.md").write_text("# Digests\n\nNew ones every week. \n", encoding="utf-8")
    return made


@pytest.fixture
def novice(hooks: Hooks, tmp_path: Path) -> Repository:
    """Return an empty folder, with this digestlint and pre-commit on the path."""
    programs = tmp_path / "bin"
    for module in ("digestlint", "pre_commit"):
        program = programs / module.replace("_", "-")
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m {module} "$@"\n')
        program.chmod(0o755)
    folder = tmp_path / "digests"
    folder.mkdir()
    environment = {
        "PATH": f"{programs}:{ENVIRONMENT['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(hooks.home),
    }
    return Repository(folder, ENVIRONMENT | environment)


def configure(digests: Repository, hooks: Hooks, hook: str) -> None:
    """Let the repository use one hook, and commit all that is there."""
    (digests.path / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks.source}\n  rev: {hooks.revision}\n  hooks:\n  - id: {hook}\n",
        encoding="utf-8",
    )
    digests.commit()


def run_all(digests: Repository) -> Done:
    return digests.run(*PRE_COMMIT, "run", "--all-files")


def reported(done: Done) -> set[str]:
    """Return the files that something was reported about."""
    return {match[1] for match in REPORTED.finditer(done.output)}


def test_hooks_file_is_valid() -> None:
    manifest = str(ROOT / ".pre-commit-hooks.yaml")
    subprocess.run([*PRE_COMMIT, "validate-manifest", manifest], check=True, timeout=60)


def test_configuration_of_this_repository_is_valid() -> None:
    configuration = str(ROOT / ".pre-commit-config.yaml")
    subprocess.run([*PRE_COMMIT, "validate-config", configuration], check=True, timeout=60)


def test_check_lists_the_violations(digests: Repository, hooks: Hooks) -> None:
    configure(digests, hooks, "digestlint")
    done = run_all(digests)
    assert done.status == 1
    assert reported(done) == {path.name for path in DIGESTS}
    assert digests.git("status", "--short") == ""


def test_fix_leaves_what_needs_a_person(digests: Repository, hooks: Hooks) -> None:
    configure(digests, hooks, "digestlint-fix")
    first = run_all(digests)
    assert first.status == 1
    assert "files were modified by this hook" in first.output
    changed = digests.git("diff", "--name-only").splitlines()
    assert changed
    assert "README.md" not in changed
    digests.commit()
    second = run_all(digests)
    assert second.status == 1
    assert REPORTED.search(second.output)
    assert "[*]" not in second.output
    assert digests.git("status", "--short") == ""


def test_new_digest_may_not_repeat_a_paper_of_another(digests: Repository, hooks: Hooks) -> None:
    configure(digests, hooks, "digestlint")
    digests.run(*PRE_COMMIT, "install")
    old = DIGESTS[0]
    paper = digestlint.parse(old.read_text(encoding="utf-8")).entries[0].arxiv_id
    new = digests.path / "new.md"
    text = "# A New Title\n[新的题目]({})\n\n我们提出一种新的方法。\n"
    new.write_text(text.format(f"https://arxiv.org/abs/{paper}"), encoding="utf-8")
    digests.git("add", "new.md")
    refused = digests.run("git", "commit", "--message", "A new digest")
    assert refused.status == 1
    assert reported(refused) == {"new.md"}
    assert "DUP002" in refused.output
    assert old.name in refused.output
    new.write_text(text.format("https://arxiv.org/abs/1706.03762"), encoding="utf-8")
    digests.git("add", "new.md")
    assert digests.run("git", "commit", "--message", "A new digest").status == 0


def test_name_of_a_file_is_never_an_option(digests: Repository, hooks: Hooks) -> None:
    configure(digests, hooks, "digestlint")
    option = "--output-file=README.md"
    (digests.path / option).write_bytes(DIGESTS[0].read_bytes())
    digests.git("add", "--", option)
    done = digests.run(*PRE_COMMIT, "run")
    assert reported(done) == {option}
    assert digests.git("diff", "--name-only") == ""


def test_tutorial_shows_what_happens(novice: Repository, hooks: Hooks) -> None:
    for step in steps(ROOT / "docs" / "tutorial.md"):
        if isinstance(step, File):
            file = novice.path / step.name
            file.parent.mkdir(parents=True, exist_ok=True)
            here = step.content.replace("https://github.com/OWNER/digestlint", str(hooks.source))
            file.write_text(here.replace("v0.1.0", hooks.revision), encoding="utf-8")
        else:
            done = novice.run("bash", "-c", step.line)
            assert step.output in (None, done.output), step.line
