"""Git repositories that tests make, untouched by the settings of whoever runs them."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent

_IDENTITY = {"NAME": "Test", "EMAIL": "test@example.com", "DATE": "2026-11-20T12:00:00Z"}
# A hook that runs the tests would hand its own repository on to theirs.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    **{f"GIT_AUTHOR_{key}": value for key, value in _IDENTITY.items()},
    **{f"GIT_COMMITTER_{key}": value for key, value in _IDENTITY.items()},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


class Done(NamedTuple):
    """What a program came to: its exit status, and all that it said."""

    status: int
    output: str


class Repository(NamedTuple):
    """A repository's directory, and the environment that programs get there."""

    path: Path
    environment: dict[str, str] = ENVIRONMENT

    def run(self, *command: str) -> Done:
        """Run a program in the repository."""
        done = subprocess.run(
            command,
            cwd=self.path,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        return Done(done.returncode, done.stdout)

    def git(self, *arguments: str) -> str:
        """Run git, which has to succeed, and return what it said."""
        done = self.run("git", *arguments)
        assert done.status == 0, done.output
        return done.output.strip()

    def commit(self) -> str:
        """Commit all there is, past any hook, and return the revision."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", "All there is")
        return self.git("rev-parse", "HEAD")


def repository(path: Path) -> Repository:
    """Make an empty repository."""
    path.mkdir(parents=True, exist_ok=True)
    made = Repository(path)
    made.git("init", "--quiet", "--initial-branch", "main")
    return made


def work_tree() -> Iterable[Path]:
    """Yield the files of this project, the new ones that are not ignored too."""
    listed = Repository(ROOT).git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            yield ROOT / name


def require_package_index(directory: Path) -> None:
    """Skip the test unless pip can fetch what building this project needs."""
    download = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "hatchling")
    if Repository(directory).run(*download).status:
        pytest.skip("pip reaches no package index")
