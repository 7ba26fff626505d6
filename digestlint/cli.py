"""The command line: arguments in, report out, exit status back.

Exit status: 0 nothing at or above `--fail-on`, 1 violations, 2 whatever kept us from judging.
Reports go to standard output, everything else to standard error.

Commands import what they need when they run: pydantic and the rules take several times as long
to load as this module, and `--version`, `--help` and mistyped arguments need neither.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from digestlint import __version__
from digestlint.report import FORMATS, render
from digestlint.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from digestlint.files import Failed
    from digestlint.project import Checked, Skipped
    from digestlint.report.summary import Summary
    from digestlint.rule import Rule
    from digestlint.settings import Settings

OK, VIOLATIONS, FAILURE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run digestlint and return its exit status; by default on the process's arguments."""
    _accept_any_text()
    try:
        return _run(sys.argv[1:] if argv is None else list(argv))
    except click.ClickException as mistake:
        mistake.show()
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted")
    except OSError as error:
        _abandon_output(error)
    except Exception as error:
        from digestlint.files import crashed

        _fail(crashed("", error).reason)
    return FAILURE


def _run(arguments: list[str]) -> int:
    try:
        # click's own `main` would turn a closed pipe into exit status 1, "violations".
        with digestlint.make_context("digestlint", arguments) as context:
            status: int = digestlint.invoke(context)
    except click.exceptions.Exit as done:
        status = done.exit_code
    sys.stdout.flush()
    return status


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def digestlint() -> None:
    """Lint bilingual digests of arXiv papers."""


_paths = click.argument("paths", nargs=-1)
_stdin_filename = click.option(
    "--stdin-filename", metavar="PATH", default="-", help="The path of what `-` reads."
)


@digestlint.command()
@_paths
@click.option("--select", multiple=True, metavar="RULES", help="Run these rules only.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave these rules out.")
@click.option("--extend-select", multiple=True, metavar="RULES", help="Run these rules as well.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="The lowest level that fails the run.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of violations.")
@click.option("--output-format", type=click.Choice(FORMATS), default="full", show_default=True)
@click.option("--statistics", is_flag=True, help="Count the violations of each rule instead.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day to judge dates by, for a repeatable run.",
)
@_stdin_filename
def check(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    fail_on: str,
    exit_zero: bool,
    output_format: str,
    statistics: bool,
    color: str,
    today: datetime | None,
    stdin_filename: str,
) -> int:
    """Tell what is wrong with the digests in PATHS.

    PATHS are files and directories, by default `.`; `-` is standard input. RULES are codes,
    families or names, with commas between them, or ALL.
    """
    from digestlint.project import check, each
    from digestlint.report.style import terminal_style
    from digestlint.report.summary import Summary, table

    settings = _settings(select, ignore, extend_select, fail_on, today)
    rules = _selected(settings)
    summary = Summary()
    outcomes = each(paths, stdin_filename, lambda file: check(file, rules, settings.options))
    checked = _checked(outcomes, summary)
    if statistics:
        _print(table(checked, as_json=output_format == "json"))
    else:
        _print(render(output_format, checked, terminal_style(color)))
    _note(str(summary))
    if summary.failed:
        return FAILURE
    return VIOLATIONS if summary.fails(settings.fail_on) and not exit_zero else OK


@digestlint.command()
@click.argument("rule")
def rule(rule: str) -> int:
    """Print the page of a RULE, named by its code or its name."""
    from digestlint.checks import RULES
    from digestlint.pages import page
    from digestlint.settings import closest

    found = {key: each for each in RULES for key in (each.code, each.name)}
    if rule not in found:
        raise click.ClickException(f'"{rule}" is no rule{closest(rule, found)}')
    _print([page(found[rule]).rstrip()])
    return OK


@digestlint.command()
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
def rules(output_format: str) -> int:
    """List the rules."""
    import json

    from digestlint.checks import RULES

    if output_format == "json":
        fields = ("code", "name", "level", "summary")
        table = [{field: getattr(each, field) for field in fields} for each in RULES]
        _print([json.dumps(table, indent=2)])
    else:
        width = max(len(each.name) for each in RULES)
        _print(f"{r.code}  {r.name:{width}}  {r.level:7}  {r.summary}" for r in RULES)
    return OK


@digestlint.command()
@_paths
@_stdin_filename
def export(paths: tuple[str, ...], stdin_filename: str) -> int:
    """Print the entries of the digests in PATHS as JSON Lines.

    One entry a line: path and line, arXiv id, link, titles, section, abstract and links.
    `digestlint schema` prints the JSON Schema of a line.
    """
    import json

    from digestlint.export import rows
    from digestlint.files import Failed
    from digestlint.project import each

    status = OK
    for outcome in each(paths, stdin_filename, rows):
        if isinstance(outcome, Failed):
            status = _fail_file(outcome)
        elif isinstance(outcome, list):
            _print(json.dumps(row.model_dump()) for row in outcome)
    return status


@digestlint.command()
def schema() -> int:
    """Print the JSON Schema of a line of `digestlint export`."""
    import json

    from digestlint.export import Row

    _print([json.dumps(Row.model_json_schema(), indent=2)])
    return OK


def _settings(
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    fail_on: str,
    today: datetime | None,
) -> Settings:
    from digestlint.rule import Options
    from digestlint.settings import Settings
    from digestlint.violation import Level

    return Settings(
        select=_split(select) or ("ALL",),
        ignore=_split(ignore),
        extend_select=_split(extend_select),
        fail_on=Level(fail_on),
        options=Options(today=today.date()) if today else Options(),
    )


def _split(values: Iterable[str]) -> tuple[str, ...]:
    """Read an option that may be repeated and may hold several values, with commas between."""
    return tuple(value.strip() for text in values for value in text.split(","))


def _selected(settings: Settings) -> tuple[Rule, ...]:
    from digestlint.checks import RULES
    from digestlint.settings import SettingsError, selected

    try:
        return selected(settings, RULES)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def _checked(outcomes: Iterable[Checked | Skipped | Failed], summary: Summary) -> Iterator[Checked]:
    """Yield the checked files; count them all, and tell of those that failed."""
    from digestlint.files import Failed
    from digestlint.project import Checked

    for outcome in outcomes:
        summary.add(outcome)
        if isinstance(outcome, Failed):
            _fail_file(outcome)
        elif isinstance(outcome, Checked):
            yield outcome


def _accept_any_text() -> None:
    """Keep an output that is not UTF-8 from failing; what it cannot hold, it gets escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _note(text: str) -> None:
    sys.stdout.flush()
    click.echo(text, err=True)


def _fail(mistake: str) -> int:
    _note(f"Error: {visible(mistake)}")
    return FAILURE


def _fail_file(failure: Failed) -> int:
    return _fail(f"{failure.path}: {failure.reason}")


def _abandon_output(error: OSError) -> None:
    """Stop writing: the reader has left, or there is no room."""
    with suppress(OSError):
        if error.errno != errno.EPIPE:
            click.echo(f"Error: {error.strerror}", err=True)
        # What the buffer still holds would fail once more when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
