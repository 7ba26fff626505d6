"""`check` and `fix`, which share their options: `fix` is `check --fix`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import click

from digestlint.cli.output import (
    FAILURE,
    OK,
    VIOLATIONS,
    fail_file,
    note,
    write_bytes,
    write_lines,
)
from digestlint.report import FORMATS, render
from digestlint.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from digestlint.project import Checked, Outcome, Source
    from digestlint.report.summary import Summary
    from digestlint.settings import Settings

_NO_DIGEST = (
    'it links arXiv, but no heading is followed by "[translated title](https://arxiv.org/abs/ID)"'
)
_rules_option = partial(click.option, multiple=True, metavar="RULES")
_OPTIONS = (
    click.argument("paths", nargs=-1),
    _rules_option("--select", help="Run these rules only."),
    _rules_option("--ignore", help="Leave these rules out."),
    _rules_option("--extend-select", help="Run these rules as well."),
    _rules_option("--fixable", help="Fix what these rules find only."),
    _rules_option("--unfixable", help="Leave what these rules find as it is."),
    click.option("--unsafe-fixes", is_flag=True, help="Apply fixes that are only likely right."),
    click.option("--diff", is_flag=True, help="Show what fixing would change; write nothing."),
    click.option("--show-fixes", is_flag=True, help="List what was fixed."),
    click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if a fix was made."),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning"]),
        default="error",
        show_default=True,
        help="The lowest level that fails the run.",
    ),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of violations."),
    click.option(
        "--output-format",
        type=click.Choice(FORMATS),
        default="full",
        show_default=True,
        help="What the report looks like.",
    ),
    click.option("--statistics", is_flag=True, help="Count the violations of each rule instead."),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Whether the report is in colour.",
    ),
    click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        help="The day to judge dates by, for a repeatable run.",
    ),
    click.option(
        "--stdin-filename",
        metavar="PATH",
        default="-",
        help="What to call standard input.",
    ),
)


def _with_options(command: Callable[..., int]) -> Callable[..., int]:
    return reduce(lambda decorated, option: option(decorated), reversed(_OPTIONS), command)


@click.command()
@_with_options
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely, as `digestlint fix`.")
def check(**arguments: Any) -> int:
    """Tell what is wrong with the digests in PATHS.

    PATHS are files and directories, by default `.`; `-` is standard input. RULES are codes,
    families or names, with commas between them, or ALL.
    """
    return _Run(**arguments).status()


@click.command()
@_with_options
def fix(**arguments: Any) -> int:
    """Fix what can be fixed safely in the digests in PATHS, and tell what is left.

    PATHS are files and directories, by default `.`; `-` is standard input, which is written to
    standard output. RULES are codes, families or names, with commas between them, or ALL.
    """
    return _Run(**arguments, fix=True).status()


@dataclass
class _Run:
    """The arguments of a run, by the names of their options."""

    paths: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend_select: tuple[str, ...]
    fixable: tuple[str, ...]
    unfixable: tuple[str, ...]
    unsafe_fixes: bool
    diff: bool
    show_fixes: bool
    exit_non_zero_on_fix: bool
    fail_on: str
    exit_zero: bool
    output_format: str
    statistics: bool
    color: str
    today: datetime | None
    stdin_filename: str
    fix: bool

    def status(self) -> int:
        """Carry the run out and return its exit status."""
        from digestlint.project import each
        from digestlint.report.summary import Summary

        summary = Summary()
        checked = self._checked(each(self.paths, self.stdin_filename, self._work()), summary)
        self._report(checked)
        if self.show_fixes:
            note(*summary.fixes_made())
        note(summary.footer(written=not self.diff))
        return self._status(summary)

    def _status(self, summary: Summary) -> int:
        from digestlint.violation import Level

        if summary.failed:
            return FAILURE
        if self.diff:
            failing = bool(summary.fixed)
        else:
            fixing = self.exit_non_zero_on_fix and bool(summary.fixed)
            failing = fixing or summary.fails(Level(self.fail_on))
        return VIOLATIONS if failing and not self.exit_zero else OK

    def _work(self) -> Callable[[Source], Outcome]:
        """Return what to do with each file."""
        from digestlint import project
        from digestlint.checks import RULES
        from digestlint.settings import SettingsError, fixable, selected

        settings = self._settings()
        try:
            rules = selected(settings, RULES)
            codes = fixable(settings, RULES)
        except SettingsError as error:
            lines = map(visible, str(error).splitlines())
            raise click.ClickException("\n".join(lines)) from error
        if not (self.fix or self.diff):
            return lambda source: project.check(source, rules, settings.options)
        fixes = project.Fixes(codes, unsafe=self.unsafe_fixes, write=not self.diff)

        def work(source: Source) -> Outcome:
            outcome = project.fix(source, rules, settings.options, fixes)
            if source.data is not None and fixes.write:
                _pass_on(source.data, outcome)
            return outcome

        return work

    def _settings(self) -> Settings:
        from digestlint.rule import Options
        from digestlint.settings import Settings
        from digestlint.violation import Level

        return Settings(
            select=_split(self.select) or ("ALL",),
            ignore=_split(self.ignore),
            extend_select=_split(self.extend_select),
            fixable=_split(self.fixable) or ("ALL",),
            unfixable=_split(self.unfixable),
            fail_on=Level(self.fail_on),
            options=Options(today=self.today.date()) if self.today else Options(),
        )

    def _checked(self, outcomes: Iterable[Outcome], summary: Summary) -> Iterator[Checked]:
        """Yield the checked files; count them all, and tell of those that failed."""
        from digestlint.files import Failed
        from digestlint.project import Checked, Skipped

        for outcome in outcomes:
            summary.add(outcome)
            if isinstance(outcome, Failed):
                fail_file(outcome)
            elif isinstance(outcome, Skipped) and outcome.resembles_one:
                note(f"{visible(outcome.path)}: skipped: {_NO_DIGEST}")
            elif isinstance(outcome, Checked):
                yield outcome

    def _report(self, checked: Iterable[Checked]) -> None:
        from digestlint.report.style import terminal_style
        from digestlint.report.summary import table

        style = terminal_style(self.color)
        if self.diff:
            from digestlint.report import diff

            escaped = sys.stdout.isatty()
            for file in checked:
                if file.fixed:
                    write_lines(diff.render(file, style, escaped=escaped))
            return
        lines = (
            table(checked, as_json=self.output_format == "json")
            if self.statistics
            else render(self.output_format, checked, style)
        )
        write_lines(lines, to_error=self.fix and "-" in self.paths)


def _pass_on(data: bytes, outcome: Outcome) -> None:
    """Write what became of standard input to standard output; nothing where that is unknown."""
    from digestlint.project import Checked, Skipped
    from digestlint.text import encode

    if isinstance(outcome, Checked):
        write_bytes(encode(outcome.digest.text))
    elif isinstance(outcome, Skipped):
        write_bytes(data)


def _split(values: Iterable[str]) -> tuple[str, ...]:
    """Read an option that may be repeated and may hold several values, with commas between."""
    return tuple(value.strip() for text in values for value in text.split(","))
