"""Which files a run looks at.

Paths that are named are taken whatever they are called, unless the configuration excludes them.
Directories are walked; left out are ignored files, files of other kinds, and symbolic links to
directories, so that no walk runs in circles.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from digestlint.configuration import Configuration, Configurations
from digestlint.files import Failed, failed, require_regular
from digestlint.gitignore import GITIGNORE, Ignores

# What tools leave in a work tree: nobody's writing, and often missing in `.gitignore`.
EXCLUDE = frozenset(
    {
        *(".git", ".hg", ".svn"),
        *(".eggs", ".nox", ".tox", ".venv", "site-packages", "venv"),
        *(".digestlint_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"),
        *("build", "dist", "node_modules"),
    }
)


class _Name(NamedTuple):
    """A name in a directory; a link is neither a directory nor a file."""

    name: str
    is_directory: bool
    is_file: bool


class _File(NamedTuple):
    """The path of a file, and its real path where that is known."""

    path: str
    real: str | None = None


class _Directory(NamedTuple):
    path: str
    absolute: str
    ignores: Ignores
    configuration: Configuration

    def join(self, name: str) -> str:
        return name if self.path == "." else os.path.join(self.path, name)

    def takes(self, path: str) -> bool:
        """Tell whether a file in it, by its absolute path, is to be looked at."""
        return self.configuration.includes(path) and not self.leaves_out(path)

    def leaves_out(self, path: str) -> bool:
        """Tell whether an absolute path is ignored or excluded; a directory's ends in a slash."""
        return self.ignores.match(path) or self.configuration.excludes(path)


def discover(
    paths: Iterable[str], configurations: Configurations | None = None
) -> Iterator[str | Failed]:
    """Yield every file to look at, once, however many paths lead to it.

    Named paths keep their order; a walk is sorted, a directory's files before those of its
    subdirectories. Without configurations, none is read.
    """
    configurations = configurations or Configurations(isolated=True)
    seen: set[str | Failed] = set()
    real = cache(os.path.realpath)
    for path in paths:
        for found in _expand(path, configurations):
            identity = found if isinstance(found, Failed) else found.real or _real(found.path, real)
            if identity not in seen:
                seen.add(identity)
                yield found if isinstance(found, Failed) else found.path


def _real(path: str, real: Callable[[str], str]) -> str:
    """Return the real path of a file; `real` tells a folder's, once for all files in it."""
    folder, name = os.path.split(path)
    is_link = os.path.islink(path)
    return os.path.normcase(os.path.realpath(path) if is_link else os.path.join(real(folder), name))


def _expand(path: str, configurations: Configurations) -> Iterator[_File | Failed]:
    if os.path.lexists(path) and configurations.excludes(path):
        return iter(())
    return _walk(path, configurations) if os.path.isdir(path) else _file(path)


def _walk(top: str, configurations: Configurations) -> Iterator[_File | Failed]:
    path = _tidy(top)
    absolute = os.path.abspath(path)
    # A stack, as directories may be nested deeper than functions can call one another.
    above = Ignores.above(absolute)
    stack = [_Directory(path, absolute, above, configurations.at(absolute))]
    while stack:
        directory = stack.pop()
        try:
            names = _names(directory)
            directory = _with_gitignore(directory, names)
        except OSError as error:
            yield failed(error.filename or directory.path, error)
            continue
        yield from _files(directory, names)
        stack += _subdirectories(directory, names, configurations)


def _tidy(path: str) -> str:
    """Return a path without `.` and repeated separators; what is behind `..` a link may decide."""
    if os.path.normpath(path) == path:
        return path
    from pathlib import PurePath

    return os.fspath(PurePath(path))


def _names(directory: _Directory) -> list[_Name]:
    """Return the names in a directory, sorted."""
    with os.scandir(directory.path) as entries:
        return sorted(
            _Name(
                entry.name,
                entry.is_dir(follow_symlinks=False),
                entry.is_file(follow_symlinks=False),
            )
            for entry in entries
        )


def _with_gitignore(directory: _Directory, names: list[_Name]) -> _Directory:
    if not any(each.name == GITIGNORE and not each.is_directory for each in names):
        return directory
    file = directory.join(GITIGNORE)
    return directory._replace(ignores=directory.ignores.extended(directory.absolute, file))


def _files(directory: _Directory, names: list[_Name]) -> Iterator[_File | Failed]:
    # To join paths for each file takes longer than to ask the system for it.
    top, shown = os.path.join(directory.absolute, ""), directory.join("")
    real = os.path.normcase(os.path.join(os.path.realpath(directory.absolute), ""))
    for name, is_directory, is_file in names:
        if is_directory or not directory.takes(top + name):
            continue
        if is_file:
            yield _File(shown + name, real + os.path.normcase(name))
        else:
            yield from _file(shown + name)


def _subdirectories(
    directory: _Directory, names: list[_Name], configurations: Configurations
) -> Iterator[_Directory]:
    """Yield the directories to walk, the last first, as a stack wants them."""
    for name, is_directory, _ in reversed(names):
        if not is_directory or name in EXCLUDE:
            continue
        absolute = os.path.join(directory.absolute, name)
        if not directory.leaves_out(f"{absolute}/"):
            configuration = configurations.at(absolute)
            yield _Directory(directory.join(name), absolute, directory.ignores, configuration)


def _file(path: str) -> Iterator[_File | Failed]:
    """Yield a path as a file or a failure; nothing where it is a link to a directory."""
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISDIR(mode):
            require_regular(path, mode)
            yield _File(path)
    except (OSError, ValueError) as error:
        yield failed(path, error)
