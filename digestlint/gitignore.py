"""What git ignores: the `.gitignore` files above a path, and the repository's own excludes."""

import contextlib
import os
from typing import NamedTuple, Self

from pathspec import GitIgnoreSpec

from digestlint.files import read

GITIGNORE = ".gitignore"


class _Patterns(NamedTuple):
    """Patterns that hold below a directory; `base` is its absolute path and a separator."""

    base: str
    spec: GitIgnoreSpec


class Ignores(NamedTuple):
    """The patterns that hold in a directory, the nearest last. Paths are absolute."""

    layers: tuple[_Patterns, ...] = ()

    @classmethod
    def above(cls, directory: str) -> Self:
        """Collect what the repository around a directory ignores there, its own file excepted.

        Nothing where the directory stands in no repository, or is itself ignored: who names
        an ignored directory wants to see what is in it.
        """
        ignores = cls()
        for parent, file in _sources_above(directory):
            with contextlib.suppress(OSError):
                ignores = ignores.extended(parent, file)
        return cls() if ignores.match(os.path.join(directory, "")) else ignores

    def extended(self, directory: str, file: str) -> Self:
        """Add the patterns of a file that hold below a directory; raises OSError."""
        text = read(file).decode("utf-8-sig", "surrogateescape")
        layer = _Patterns(os.path.join(directory, ""), _spec(text.splitlines()))
        return self._replace(layers=(*self.layers, layer))

    def match(self, path: str) -> bool:
        """Tell whether a path is ignored; a directory's ends in a separator."""
        for base, spec in reversed(self.layers):
            ignored = spec.check_file(path[len(base) :]).include
            if ignored is not None:
                return ignored
        return False


def _sources_above(directory: str) -> list[tuple[str, str]]:
    """Return the files of patterns from the repository's root down to a directory's parent.

    Each comes with the directory that its patterns hold in.
    """
    found = []
    while not os.path.exists(os.path.join(directory, ".git")):
        parent = os.path.dirname(directory)
        if parent == directory:
            return []
        directory = parent
        found.append((directory, os.path.join(directory, GITIGNORE)))
    found.append((directory, os.path.join(directory, ".git", "info", "exclude")))
    return found[::-1]


def _spec(lines: list[str]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    """Tell whether a line can be read; like git, pass over one that cannot."""
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
