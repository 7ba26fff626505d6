"""What git ignores: the `.gitignore` files above a path, and the repository's own excludes."""

import contextlib
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Self

from digestlint.files import read

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

GITIGNORE = ".gitignore"


class Patterns(NamedTuple):
    """Patterns that hold below a directory; `base` is its absolute path and a separator."""

    base: str
    spec: "GitIgnoreSpec | None"

    @classmethod
    def below(cls, directory: str, patterns: Iterable[str]) -> Self:
        """Read patterns; what cannot be read as one is passed over, as git does."""
        readable = list(filter(is_pattern, patterns))
        spec = _spec().from_lines(readable) if readable else None
        return cls(os.path.join(directory, ""), spec)

    def match(self, path: str) -> bool | None:
        """Tell whether the patterns include an absolute path; None where they do not speak of it.

        A directory's path ends in a separator. To one elsewhere patterns without a slash apply.
        """
        if self.spec is None:
            return None
        inside = path.removeprefix(self.base).lstrip(os.sep)
        return self.spec.check_file(inside).include


class Ignores(NamedTuple):
    """The patterns that hold in a directory, the nearest last. Paths are absolute."""

    layers: tuple[Patterns, ...] = ()

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
        return self._replace(layers=(*self.layers, Patterns.below(directory, text.splitlines())))

    def match(self, path: str) -> bool:
        """Tell whether a path is ignored; a directory's ends in a separator."""
        for layer in reversed(self.layers):
            if (ignored := layer.match(path)) is not None:
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


def is_pattern(line: str) -> bool:
    """Tell whether a line can be read as a pattern."""
    try:
        _spec().from_lines([line])
    except ValueError:
        return False
    return True


def flaw(pattern: str) -> str | None:
    """Say why a pattern has no effect, and the way out; None where it may have one.

    git passes over such a pattern; who writes one into a configuration means something.
    """
    if not pattern.strip() or pattern.startswith("#") or not is_pattern(pattern):
        return "is no pattern; write one as in .gitignore"
    negation = "!" if pattern.startswith("!") else ""
    parts = pattern.removeprefix("!").rstrip(" ").split("/")
    names = [part for part in parts if part not in ("", ".")]
    if ".." in names:
        return "holds .., which matches nothing; put a configuration there"
    if not names:
        return f'matches nothing; write "{negation}/*"'
    if "." in parts or "" in parts[1:-1]:
        plain = "/".join(["", *names]) + "/" * (parts[-1] == "")
        return f'matches nothing; write "{negation}{plain}"'
    return None


def _spec() -> "type[GitIgnoreSpec]":
    """Load what reads patterns, which takes its time and which few runs need."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec
