"""`--language`, of the commands that tell something."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from digestlint.language import LANGUAGES, preferred, translator

if TYPE_CHECKING:
    from digestlint.language import Translate


def _translator(_context: click.Context, _option: click.Parameter, value: str | None) -> Translate:
    try:
        return translator(value or preferred(os.environ))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


language_option = click.option(
    "--language",
    "translate",
    metavar="|".join(LANGUAGES),
    callback=_translator,
    help="The language of messages. [default: that of the locale]",
)
