"""Lint bilingual digests of arXiv papers.

`parse` reads a digest into typed records, `check` tells what is wrong with one, `fix` mends what
can be mended. Importing the package costs nothing: what these functions need is loaded when they
are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digestlint.records import Digest
    from digestlint.scripts import Script
    from digestlint.settings import Settings
    from digestlint.violation import Violation

__all__ = ["__version__", "check", "fix", "parse"]

__version__ = "0.1.0"


def parse(text: str, path: str | None = None, script: Script = "Han") -> Digest:
    """Read a digest into records; every text has a reading, and every character a place in it.

    `script` is that of the translation, by its Unicode name.
    """
    from digestlint import parser

    return parser.parse(text, path, script)


def check(text: str, path: str | None = None, settings: Settings | None = None) -> list[Violation]:
    """Find what is wrong with a digest, in the order of the text.

    `path` serves the rules that read the date in a file's name; it is not opened. Without
    settings, every rule runs. Raises `digestlint.settings.SettingsError` where the settings say
    what no configuration may.
    """
    from digestlint import engine, parser
    from digestlint.checks import RULES
    from digestlint.settings import selected

    settings = _sound(settings)
    rules = selected(settings, RULES)
    digest = parser.parse(text, path, settings.script)
    return engine.run(digest, rules, settings.options)


def fix(
    text: str,
    path: str | None = None,
    settings: Settings | None = None,
    *,
    unsafe: bool = False,
) -> str:
    """Return a digest with all that can be fixed safely, or with `unsafe` also what likely can.

    Nothing is written. Raises `digestlint.fixer.FixError` where a rule's fixes would lose a fact
    or never end, which is our mistake, and `digestlint.settings.SettingsError` as `check` does.
    """
    from digestlint import fixer, parser
    from digestlint.checks import RULES
    from digestlint.settings import fixable, selected

    settings = _sound(settings)
    fixed = fixer.fix(
        parser.parse(text, path, settings.script),
        selected(settings, RULES),
        settings.options,
        fixer.Scope(fixable(settings, RULES)),
        unsafe=unsafe,
    )
    return fixed.digest.text


def _sound(settings: Settings | None) -> Settings:
    """Return the settings, by default the usual ones; raises SettingsError for mistaken ones."""
    from digestlint.settings import Settings

    if settings is None:
        return Settings()
    from digestlint.document import require_sound

    require_sound(settings)
    return settings
