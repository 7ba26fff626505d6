"""`--language`, of the commands that tell something."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digestlint.cli.arguments import UsageError
from digestlint.language import LANGUAGES, preferred, translator

if TYPE_CHECKING:
    from digestlint.cli.arguments import Parser
    from digestlint.language import Translate


def add_language(parser: Parser) -> None:
    """Declare the option, whose value is what translates: `translate`."""
    parser.add_argument(
        "--language",
        dest="translate",
        type=_translator,
        default="",
        metavar="|".join(LANGUAGES),
        help="The language of messages. [default: that of the locale]",
    )


def _translator(language: str) -> Translate:
    try:
        return translator(language or preferred(os.environ))
    except ValueError as error:
        raise UsageError(str(error)) from error
