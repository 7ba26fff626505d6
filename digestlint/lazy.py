"""Patterns that are compiled when they are first used.

Compiling all of ours takes longer than checking a file, and most files need a few of them.
"""

import re
from functools import cached_property
from typing import cast


def compile(pattern: str, flags: int = 0) -> re.Pattern[str]:  # noqa: A001
    """Return what behaves as `re.compile` of the same arguments; a mistake shows on first use."""
    return cast("re.Pattern[str]", _Pattern(pattern, flags))


class _Pattern:
    """Looks up each method of the compiled pattern once, to find it in itself from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> object:
        found = self.__dict__[name] = getattr(self._compiled, name)
        return found
