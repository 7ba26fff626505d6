"""How a report looks on a terminal."""

import os
import sys
from contextlib import suppress
from typing import NamedTuple

from digestlint.language import Translate, english

_SGR = {"bold": "1", "dim": "2", "red": "1;31", "yellow": "1;33", "green": "32", "cyan": "36"}


class Style(NamedTuple):
    """Whether a report may use colour, the number of columns it has, and its language.

    Without a number, it has as many as the terminal.
    """

    color: bool = False
    width: int = 0
    translate: Translate = english

    def paint(self, text: str, color: str) -> str:
        """Return a text in colour, where the report may use it."""
        return f"\x1b[{_SGR[color]}m{text}\x1b[0m" if self.color and text and color else text

    def sized(self) -> "Style":
        """Return the style with a number of columns."""
        return self if self.width else self._replace(width=_columns())


def _columns() -> int:
    """Return how many columns the output has, 100 where no terminal shows it.

    As `shutil.get_terminal_size` does, which loads four compressors.
    """
    with suppress(KeyError, ValueError):
        if (columns := int(os.environ["COLUMNS"])) > 0:
            return columns
    with suppress(AttributeError, OSError, ValueError):
        if sys.__stdout__ and (columns := os.get_terminal_size(sys.__stdout__.fileno()).columns):
            return columns
    return 100


def terminal_style(color: str, translate: Translate = english) -> Style:
    """Return the style for standard output; `color` is always, never or auto.

    `auto` follows NO_COLOR, FORCE_COLOR and whether a terminal shows the output.
    """
    if color == "auto":
        wanted = bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
        colored = wanted and not os.environ.get("NO_COLOR")
    else:
        colored = color == "always"
    return Style(colored, translate=translate)
