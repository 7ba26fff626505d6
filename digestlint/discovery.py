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


class _Directory(NamedTuple):
    path: str
    absolute: str
    ignores: Ignores
    configuration: Configuration

    def join(self, name: str) -> str:
        return name if self.path == "." else os.path.join(self.path, name)

    def takes(self, name: str) -> bool:
        path = os.path.join(self.absolute, name)
        return self.configuration.includes(path) and not self._leaves_out(path)

    def leaves_out(self, name: str) -> bool:
        """Tell whether a name is ignored or excluded; a directory's ends in a separator."""
        return self._leaves_out(os.path.join(self.absolute, name))

    def _leaves_out(self, path: str) -> bool:
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
            identity = _identity(found, real) if isinstance(found, str) else found
            if identity not in seen:
                seen.add(identity)
                yield found


def _identity(path: str, real: Callable[[str], str]) -> str:
    """Return the real path of a file; `real` tells a folder's, once for all files in it."""
    folder, name = os.path.split(path)
    is_link = os.path.islink(path)
    return os.path.normcase(os.path.realpath(path) if is_link else os.path.join(real(folder), name))


def _expand(path: str, configurations: Configurations) -> Iterator[str | Failed]:
    if os.path.lexists(path) and configurations.excludes(path):
        return iter(())
    return _walk(path, configurations) if os.path.isdir(path) else _file(path)


def _walk(top: str, configurations: Configurations) -> Iterator[str | Failed]:
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


def _names(directory: _Directory) -> list[tuple[str, bool]]:
    """Return the names in a directory, sorted, and whether each is a directory itself."""
    with os.scandir(directory.path) as entries:
        return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)


def _with_gitignore(directory: _Directory, names: list[tuple[str, bool]]) -> _Directory:
    if (GITIGNORE, False) not in names:
        return directory
    file = directory.join(GITIGNORE)
    return directory._replace(ignores=directory.ignores.extended(directory.absolute, file))


def _files(directory: _Directory, names: list[tuple[str, bool]]) -> Iterator[str | Failed]:
    for name, is_directory in names:
        if not is_directory and directory.takes(name):
            yield from _file(directory.join(name))


def _subdirectories(
    directory: _Directory, names: list[tuple[str, bool]], configurations: Configurations
) -> Iterator[_Directory]:
    """Yield the directories to walk, the last first, as a stack wants them."""
    for name, is_directory in reversed(names):
        if is_directory and name not in EXCLUDE and not directory.leaves_out(f"{name}/"):
            absolute = os.path.join(directory.absolute, name)
            configuration = configurations.at(absolute)
            yield _Directory(directory.join(name), absolute, directory.ignores, configuration)


def _file(path: str) -> Iterator[str | Failed]:
    """Yield a path as a file or a failure; nothing where it is a link to a directory."""
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISDIR(mode):
            require_regular(path, mode)
            yield path
    except (OSError, ValueError) as error:
        yield failed(path, error)
