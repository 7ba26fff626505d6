"""How a command declares its arguments, and what is said of mistakes in them.

Options are declared as argparse has it; what is no option is an operand: a path, a rule, a folder.
Mistakes are errors like any other: argparse itself would end the process, with words of its own.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# How wide help is at most, and which part of it the names of the options may take.
_WIDTH = 80
_NAMES_WIDTH = 34


class StoppedError(Exception):
    """What keeps a command from going on; each of its arguments is told in a line."""


class UsageError(argparse.ArgumentTypeError):
    """A mistake in the arguments, told below the usage of the command.

    The `type` of an option may raise it; then it is told of that option.
    """


class Parser(argparse.ArgumentParser):
    """Reads the options of a command, wherever they stand, and the operands between them."""

    def __init__(self, name: str, description: str | None) -> None:
        """Make a parser that knows `--help` and takes no operand."""
        super().__init__(
            prog=name,
            usage=f"{name} [OPTIONS]",
            description=description,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
        )
        self._optionals.title = "Options"
        # From Python 3.14 on help is in colour, whatever NO_COLOR says of the rest.
        self.color = False
        self._operands, self._least, self._most = "", 0, 0
        self.add_argument("-h", "--help", action="store_true", help="Show this message and exit.")

    def add_flag(self, name: str, purpose: str) -> None:
        """Declare an option without a value."""
        self.add_argument(name, action="store_true", help=purpose)

    def add_choice(
        self, name: str, choices: Sequence[str], purpose: str, default: str | None = None
    ) -> None:
        """Declare an option whose value is one of a few."""
        metavar = f"[{'|'.join(choices)}]"
        if default:
            purpose += f" [default: {default}]"
        read = partial(one_of, choices)
        self.add_argument(name, type=read, metavar=metavar, default=default, help=purpose)

    def take_operands(self, shown: str, *, least: int = 0, most: int = sys.maxsize) -> None:
        """Declare how many operands there may be, and what stands for them in the usage."""
        self.usage = f"{self.usage} {shown}"
        self._operands, self._least, self._most = shown, least, most

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return the options by their names, and the operands; or only that help is asked for.

        Raises UsageError.
        """
        # argparse would do this as well, but forget where the options have ended.
        end = arguments.index("--") if "--" in arguments else len(arguments)
        if not {"-h", "--help"}.isdisjoint(arguments[:end]):
            return argparse.Namespace(help=True)
        try:
            found, others = self.parse_known_args(arguments[:end])
        except argparse.ArgumentError as error:
            raise UsageError(f"{error.argument_name}: {_reason(error.message)}") from error
        self._require_no_option(others)
        found.operands = [*others, *arguments[end + 1 :]]
        self._require_number(found.operands)
        return found

    def _require_no_option(self, others: Iterable[str]) -> None:
        """Raise UsageError where something looks like an option; `-` is standard input."""
        for other in others:
            if other.startswith("-") and other != "-":
                name = other.partition("=")[0]
                hint = suggestion(name, self._option_string_actions)
                raise UsageError(f"No such option: {name}{hint}")

    def _require_number(self, operands: Sequence[str]) -> None:
        if len(operands) < self._least:
            raise UsageError(f"Missing argument: {self._operands}")
        if len(operands) > self._most:
            raise UsageError(f"Unexpected argument: {operands[self._most]}")

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(message)

    def format_help(self) -> str:
        """Return the help, no wider than the terminal."""
        import shutil

        width = min(shutil.get_terminal_size().columns, _WIDTH)
        self.formatter_class = partial(_Formatter, width=width)
        return super().format_help()


class _Formatter(argparse.HelpFormatter):
    """Lays help out.

    argparse makes one for each option that is declared; its own asks for the terminal's width.
    """

    def __init__(self, prog: str, width: int = _WIDTH) -> None:
        super().__init__(prog, max_help_position=_NAMES_WIDTH, width=width)

    def _format_usage(self, usage: str | None, *_: object) -> str:
        return f"Usage: {usage}\n\n"

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        fill = super()._fill_text
        return "\n\n".join(fill(paragraph, width, indent) for paragraph in text.split("\n\n"))


def one_of(choices: Sequence[str], value: str) -> str:
    """Return a value that is one of the choices; raises UsageError for any other."""
    if value not in choices:
        raise UsageError(f'"{value}" is not one of {", ".join(choices)}')
    return value


def suggestion(word: str, words: Iterable[str]) -> str:
    """Return what to add to the report of an unknown word, if another one resembles it."""
    from digestlint.settings import closest

    match = closest(word, words)
    return f"; did you mean {match}?" if match else ""


def _reason(message: str) -> str:
    """Return our words for what argparse says of an option; others are ours already."""
    if message == "expected one argument":
        return 'needs a value; one that begins with "-" is written behind a "="'
    if message.startswith("ignored explicit argument"):
        return "takes no value"
    return message
