"""What changed in a git repository since a revision, line by line.

Compared are the files as they are, committed or not, with the merge base: what others have done
on the revision's side in the meantime is not ours.
"""

import os
import re
import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from digestlint.judge import AdoptionError

# A hook's own repository is not the one that a file stands in.
_LOCATIONS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX")
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_DIFF_OPTS": ""}
_OPTIONS = ("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false")
_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=all")
# Marks that no header begins with, so that what a file holds cannot be read as a header.
_MARKS = ("--output-indicator-new=>", "--output-indicator-old=<", "--output-indicator-context=.")
_HUNK = re.compile(rb"^@@ -\S+ \+([0-9]+)(?:,([0-9]+))? @@", re.MULTILINE)


class ChangesError(AdoptionError):
    """git cannot tell what changed; the text says why, and the way out."""

    def __str__(self) -> str:
        """Name the option that asked for it."""
        return f"--since: {super().__str__()}"


class Changed(NamedTuple):
    """The lines of a file that changed, counted from 0, in order; lines end at LF, as for git.

    `at_all` tells whether the file changed; it may have lost lines only.
    """

    at_all: bool
    lines: tuple[range, ...] = ()

    def touches(self, first: int, last: int) -> bool:
        """Tell whether one of the lines from the first to the last changed."""
        index = bisect_right(self.lines, last, key=lambda lines: lines.start) - 1
        return index >= 0 and self.lines[index].stop > first


_UNCHANGED = Changed(at_all=False)
_NEW = Changed(at_all=True, lines=(range(1 << 60),))


class Changes:
    """What changed since a revision in each repository that a run meets."""

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._tops: dict[str, str] = {}
        self._repositories: dict[str, _Repository] = {}

    def require(self, paths: Iterable[str]) -> None:
        """Raise ChangesError unless git can tell what changed around each path that exists."""
        for path in paths:
            if os.path.exists(path):
                self._around(path if os.path.isdir(path) else os.path.dirname(path))

    def of(self, path: str) -> Changed:
        """Return what changed in a file, by the name it has now; raises ChangesError."""
        target = os.path.realpath(path)
        return self._around(os.path.dirname(target)).changed(target)

    def _around(self, folder: str) -> "_Repository":
        folder = os.path.realpath(folder)
        if folder not in self._tops:
            self._tops[folder] = _top(folder)
        top = self._tops[folder]
        if top not in self._repositories:
            self._repositories[top] = _Repository(top, self._revision)
        return self._repositories[top]


class _Repository:
    """A repository's work tree, and the files in it that are not as they were at the base."""

    def __init__(self, top: str, revision: str) -> None:
        self._top = top
        base = _merge_base(top, revision)
        self._tracked = frozenset(_git(top, "ls-files", "-z").stdout.split(b"\0"))
        raw = _git(top, *_DIFF, "--raw", "-z", "--no-abbrev", "--find-renames", base, "--").stdout
        self._olds = dict(_olds(raw))

    def changed(self, path: str) -> Changed:
        """Return what changed in a file; its path is absolute and leads through no link."""
        name = os.fsencode(os.path.relpath(path, self._top).replace(os.sep, "/"))
        if name not in self._tracked:
            return _NEW
        if name not in self._olds:
            return _UNCHANGED
        old = self._olds[name]
        return Changed(at_all=True, lines=tuple(self._hunks(old, path))) if old else _NEW

    def _hunks(self, old: str, path: str) -> Iterator[range]:
        """Yield the lines by which a file differs from an old one, which git knows by its hash."""
        diff = (*_DIFF, *_MARKS, "--text", "-U0", "--inter-hunk-context=0", old, "--", path)
        for start, length in _HUNK.findall(_git(self._top, *diff).stdout):
            if count := int(length or 1):
                yield range(int(start) - 1, int(start) - 1 + count)


def _olds(raw: bytes) -> Iterator[tuple[bytes, str | None]]:
    """Read `git diff --raw -z`: each file's name now, and the hash of what it was, if it was."""
    fields = iter(raw.split(b"\0"))
    for field in fields:
        if field.startswith(b":"):
            _, _, old, _, status = field.split(b" ")
            name = next(fields)
            if status.startswith((b"R", b"C")):
                name = next(fields)
            yield name, old.decode() if status.startswith((b"M", b"R", b"C")) else None


def _top(folder: str) -> str:
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found.returncode:
        raise ChangesError(f"git finds no work tree around {folder}; `git status` there tells why")
    return os.path.realpath(os.fsdecode(found.stdout.removesuffix(b"\n")))


def _merge_base(top: str, revision: str) -> str:
    commit = f"{revision}^{{commit}}"
    known = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", commit)
    if known.returncode:
        raise _unknown(top, revision)
    base = _git(top, "merge-base", known.stdout.decode().strip(), "HEAD")
    if base.returncode == 0:
        return base.stdout.decode().strip()
    if _is_shallow(top):
        raise ChangesError(
            f'the history of {top} is cut off before it meets "{revision}"; '
            "`git fetch --unshallow` gets the rest"
        )
    raise ChangesError(
        f'HEAD and "{revision}" have no common history in {top}; name another revision'
    )


def _unknown(top: str, revision: str) -> ChangesError:
    """Return what to say of a revision that git does not know."""
    if _git(top, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
        return ChangesError(f"HEAD is no commit in {top} yet; commit first")
    if _is_shallow(top):
        return ChangesError(
            f'"{revision}" is no commit in {top}, whose history is cut off; '
            "`git fetch --unshallow` gets the rest, and `git fetch` a branch"
        )
    return ChangesError(f'"{revision}" is no commit in {top}; name one, or `git fetch` it first')


def _is_shallow(top: str) -> bool:
    return _git(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _git(folder: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run git in a folder, whatever it comes to; raises ChangesError where there is no git."""
    program = shutil.which("git")
    if program is None:
        raise ChangesError("git is not on the PATH; install it")
    inherited = {name: value for name, value in os.environ.items() if name not in _LOCATIONS}
    return subprocess.run(
        [program, *_OPTIONS, *arguments],
        cwd=folder,
        env=inherited | _ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
