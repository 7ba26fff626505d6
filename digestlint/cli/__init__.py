"""The command line: arguments in, report out, exit status back.

Exit status: 0 nothing at or above `--fail-on`, 1 violations, 2 whatever kept us from judging.

Commands import what they need when they run: pydantic and the rules take several times as long
to load as this package, and `--version`, `--help` and mistyped arguments need neither.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import click

from digestlint import __version__
from digestlint.cli.baseline import baseline
from digestlint.cli.configure import init
from digestlint.cli.lint import check, fix
from digestlint.cli.output import FAILURE, abandon, accept_any_text, fail, is_closed, note
from digestlint.cli.show import export, rule, rules, schema
from digestlint.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

_OBJECTS_BETWEEN_COLLECTIONS = 200_000


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def digestlint() -> None:
    """Lint and format bilingual digests of arXiv papers."""


for _command in (check, fix, init, baseline, rule, rules, export, schema):
    digestlint.add_command(_command)


def main(argv: Sequence[str] | None = None) -> int:
    """Run digestlint and return its exit status; by default on the process's arguments."""
    if is_closed():
        return FAILURE
    accept_any_text()
    # Records form no cycles; looking for some among them took a tenth of a run.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        return _run(sys.argv[1:] if argv is None else list(argv))
    except click.ClickException as mistake:
        _tell(mistake)
    except (click.Abort, KeyboardInterrupt):
        fail("interrupted")
    except OSError as error:
        abandon(error)
    except Exception as error:
        fail(_reason(error))
    return FAILURE


def _reason(error: Exception) -> str:
    """Return what to say of an error: it is our own, unless the system has killed a process."""
    from digestlint.files import crashed
    from digestlint.workers import KilledError

    return str(error) if isinstance(error, KilledError) else crashed("", error).reason


def _tell(mistake: click.ClickException) -> None:
    """Tell a mistake; one in the arguments repeats them, and so is made harmless."""
    message = mistake.format_message()
    if isinstance(mistake, click.UsageError):
        message = visible(message)
        note(*([mistake.ctx.get_usage()] if mistake.ctx else []))
    note(f"Error: {message}")


def _run(arguments: list[str]) -> int:
    try:
        # click's own `main` would turn a closed pipe into exit status 1, "violations".
        with digestlint.make_context("digestlint", arguments) as context:
            status: int = digestlint.invoke(context)
    except click.exceptions.Exit as done:
        status = done.exit_code
    sys.stdout.flush()
    return status
