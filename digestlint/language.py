"""The language that people are told things in: English, or the Chinese of our catalogue.

The English stands in the code; a translator turns a message of it, its values not yet put in,
into the same message in the other language. The catalogue is read as its translators write it,
so that a checkout needs no build, and nothing compiled can lag behind.
"""

import os
import re
from collections.abc import Callable, Mapping
from functools import cache

Translate = Callable[[str], str]

LANGUAGES = ("en", "zh")
CATALOGUE = os.path.join(os.path.dirname(__file__), "locale/zh_CN/LC_MESSAGES/digestlint.po")

_STRINGS = r'"(?:[^"\\\n]|\\.)*"(?:\n"(?:[^"\\\n]|\\.)*")*'
_MESSAGE = rf"^msgid ({_STRINGS})\nmsgstr ({_STRINGS})$"


def english(message: str) -> str:
    """Return a message as it stands in the code."""
    return message


def translator(language: str) -> Translate:
    """Return what translates our messages; what the catalogue lacks stays English.

    `language` is a tag such as `zh`, `zh-TW` or `en_GB.UTF-8`; ValueError for any other language.
    """
    known = _known(language)
    if known is None:
        raise ValueError(f'"{language}" is none of our languages; choose {" or ".join(LANGUAGES)}')
    if known == "en":
        return english
    messages = catalogue()

    def chinese(message: str) -> str:
        return messages.get(message, message)

    return chinese


def preferred(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for, by the rules of GNU gettext.

    LC_ALL goes before LC_MESSAGES, and that before LANG. LANGUAGE, a list with colons between,
    goes before them all, but not in the C locale: that of machines is English.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "C")
    if locale.partition(".")[0] in ("C", "POSIX"):
        return "en"
    wanted = (environment.get("LANGUAGE") or locale).split(":")
    return next((known for tag in wanted if (known := _known(tag))), "en")


@cache
def catalogue() -> Mapping[str, str]:
    """Read the catalogue: the Chinese of each English message that has one."""
    with open(CATALOGUE, encoding="utf-8") as file:
        found = re.findall(_MESSAGE, file.read(), re.MULTILINE)
    pairs = ((_unquoted(message), _unquoted(translation)) for message, translation in found)
    return {message: translation for message, translation in pairs if message and translation}


def _known(tag: str) -> str | None:
    """Return the language of a tag: readers of any Chinese are served by the one we have."""
    language = re.split("[-_.@]", tag.casefold())[0]
    return language if language in LANGUAGES else None


def _unquoted(strings: str) -> str:
    """Join the lines of a string in a catalogue; no message of ours has a line break."""
    return re.sub(r"\\(.)", r"\1", strings[1:-1].replace('"\n"', ""))
