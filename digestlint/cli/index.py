"""`--no-cache`, for the commands that check."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digestlint.cli.arguments import Parser


def add_no_cache(parser: Parser) -> None:
    """Declare the option."""
    parser.add_flag("--no-cache", "Neither read nor write `.digestlint_cache`.")
