"""The command line: arguments in, report out, exit status back.

Exit status: 0 nothing at or above `--fail-on`, 1 violations, 2 whatever kept us from judging.

Commands import what they need when they run: the rules take several times as long to load as this
package, and `--version`, `--help` and mistyped arguments do without.
"""

from __future__ import annotations

import gc
import sys
from itertools import takewhile
from typing import TYPE_CHECKING

from digestlint import __version__
from digestlint.cli import baseline, configure, lint, show
from digestlint.cli.arguments import Parser, StoppedError, UsageError, suggestion
from digestlint.cli.output import (
    FAILURE,
    OK,
    abandon,
    fail,
    is_closed,
    note,
    prepare_output,
    write_lines,
)

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    Command = Callable[[Namespace], int]

_OBJECTS_BETWEEN_COLLECTIONS = 200_000

# What carries a command out, and what declares its arguments.
_COMMANDS: dict[str, tuple[Command, Callable[[Parser], None]]] = {
    "baseline": (baseline.baseline, baseline.add_arguments),
    "check": (lint.check, lint.add_check_arguments),
    "export": (show.export, show.add_export_arguments),
    "fix": (lint.fix, lint.add_fix_arguments),
    "init": (configure.init, configure.add_init_arguments),
    "rule": (show.rule, show.add_rule_arguments),
    "rules": (show.rules, show.add_rules_arguments),
    "schema": (show.schema, show.add_schema_arguments),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run digestlint and return its exit status; by default on the process's arguments."""
    if is_closed():
        return FAILURE
    prepare_output()
    # Records form no cycles; looking for some among them took a tenth of a run.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        status = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        fail("interrupted")
    except OSError as error:
        abandon(error)
    except Exception as error:
        fail(_reason(error))
    else:
        return status
    return FAILURE


def _reason(error: Exception) -> str:
    """Return what to say of an error: it is our own, unless the system has killed a process."""
    from digestlint.files import crashed
    from digestlint.workers import KilledError

    return str(error) if isinstance(error, KilledError) else crashed("", error).reason


def command(name: str) -> tuple[Command, Parser]:
    """Return what carries a command out and the parser of its arguments; raises UsageError."""
    if name not in _COMMANDS:
        raise UsageError(f"No such command: {name}{suggestion(name, _COMMANDS)}")
    carry_out, add_arguments = _COMMANDS[name]
    parser = Parser(f"digestlint {name}", carry_out.__doc__)
    add_arguments(parser)
    return carry_out, parser


class _Program(Parser):
    """Reads what stands before a command."""

    def __init__(self, *, shows_commands: bool = False) -> None:
        super().__init__("digestlint", "Lint and format bilingual digests of arXiv papers.")
        self.take_operands("COMMAND [ARGS]...", most=0)
        self.add_flag("--version", "Show the version and exit.")
        if shows_commands:
            commands = self.add_argument_group("Commands")
            for name, (carry_out, _) in _COMMANDS.items():
                summary = (carry_out.__doc__ or "").partition("\n\n")[0]
                commands.add_argument(name, help=summary)

    def format_help(self) -> str:
        """Return the help, which lists the commands."""
        return super(_Program, _Program(shows_commands=True)).format_help()


def _run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for, and return the exit status."""
    own = list(takewhile(lambda argument: argument.startswith("-"), arguments))
    words = arguments[len(own) :]
    carry_out: Command = _without_command
    parser: Parser = _Program()
    try:
        asked = parser.read(own)
        if words and not (asked.help or asked.version):
            carry_out, parser = command(words[0])
            asked = parser.read(words[1:])
        if asked.help:
            write_lines([parser.format_help().rstrip()])
            return OK
        return carry_out(asked)
    except UsageError as mistake:
        note(f"Usage: {parser.usage}")
        return fail(str(mistake))
    except StoppedError as stopped:
        for reason in stopped.args:
            fail(reason)
        return FAILURE


def _without_command(asked: Namespace) -> int:
    if asked.version:
        write_lines([f"digestlint {__version__}"])
        return OK
    note(*_Program().format_help().splitlines())
    return FAILURE
