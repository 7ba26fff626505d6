r"""Backslash commands that a program mangled: it read `\textbf` as a tab and `extbf`."""

import re
from collections.abc import Iterator

from digestlint import lazy
from digestlint.text import positions

# Without tabs and line endings.
CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f"

_ESCAPES = {"\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r"}

_NAMES = (
    r"(?:url|href|emph|underline|textbf|textit|texttt|textsc|textsf|textrm|text|footnote|citep|citet"
    r"|cite|ref|eqref|label|frac|sqrt|math(?:bf|bb|cal|rm|it|sf|frak)|boldsymbol|operatorname)"
)
# What a tab, a form feed or a backspace leaves of a command; some editors make spaces of them.
_RESTS = r"(?:ext(?:bf|it|tt|sc|sf|rm)|ootnote|rac|oldsymbol)"
# Before an opening brace nothing but a command has small letters alone. A line may begin with one
# that has lost its backslash and nothing else.
_BEFORE_BRACE = rf"(?!{_NAMES}\{{)[a-z]++(?=\{{)"
_END = r"(?![A-Za-z])"

# A control character, and the letters of the command that it begins; behind a tab or a line break
# only what no text begins with. One pattern each: a search for a single character is fast.
_MANGLED = {
    "\t": lazy.compile(
        rf"\t(?:(?:ext(?:bf|it|tt|sc|sf|rm|color|backslash|greater|less)|imes|heta|ilde|frac){_END}"
        rf"|ext(?=[{{_^])|(?:au|o(?<=[^\t\r\n]\to))(?![A-Za-z0-9])|{_BEFORE_BRACE})"
    ),
    "\r": lazy.compile(rf"\r(?!\n)(?:ight[a-z]*+|ho|angle|ceil|floor|m|ef){_END}"),
    "\n": lazy.compile(
        rf"\n(?:ight[a-z]*+{_END}|(?:abla|eq|ewline|oindent|onumber|otin)(?![A-Za-z.])"
        rf"|{_BEFORE_BRACE})"
    ),
}
# How each of them begins, which few texts hold.
_BEGINS_MANGLED = {character: lazy.compile(rf"{character}[a-z]") for character in _MANGLED}
_CONTROL = lazy.compile(rf"[{CONTROLS}][A-Za-z]*+")
# In a formula, letters behind a tab can be nothing else.
_IN_MATH = lazy.compile(r"\t[A-Za-z]++")

_LOST = lazy.compile(
    rf"(?<![A-Za-z0-9_/.\\{CONTROLS}-]){_NAMES}\Z"
    rf"|(?<![A-Za-z0-9_/.\\{CONTROLS}\t\r\n-]){_RESTS}\Z"
)
_LONGEST = 16


def is_mangled(text: str, offset: int) -> bool:
    """Tell whether a command was mangled into the control character at an offset."""
    return _MANGLED.get(text[offset], _CONTROL).match(text, offset) is not None


def mangled(text: str, odd: str) -> Iterator[re.Match[str]]:
    """Yield the control characters that begin a command, or nothing, with its letters.

    `odd` are characters that the text holds, at least all of `CONTROLS`.
    """
    for character in _CONTROL.findall(odd):
        yield from re.finditer(rf"{re.escape(character)}[A-Za-z]*+", text)
    for character, pattern in _MANGLED.items():
        if character in text and _BEGINS_MANGLED[character].search(text):
            yield from pattern.finditer(text)


def mangled_in_math(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the tabs that begin a command in a formula, with its letters."""
    return _IN_MATH.finditer(text, start, end)


def command(mangled: str) -> str | None:
    r"""Return the command that a match of the patterns was, such as `\textbf`, or None."""
    letter, rest = _ESCAPES.get(mangled[0]), mangled[1:]
    if letter is None or not rest:
        return None
    # A program that reads text makes a line feed of each carriage return.
    return rf"\r{rest}" if rest.startswith("ight") else rf"\{letter}{rest}"


def lost_backslashes(text: str) -> Iterator[re.Match[str]]:
    """Yield the names of commands that stand before a brace without their backslash."""
    for brace in positions(text, "{"):
        start = max(0, brace - _LONGEST)
        _, backslash, name = text[start:brace].rpartition("\\")
        is_command = backslash and name.isascii() and name.isalpha()
        if not is_command and (match := _LOST.search(text, start, brace)):
            yield match
