"""`check` and `fix`, which share their options: `fix` is `check --fix`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

from digestlint.cli.adopt import Adopting, adoption_options, failures_told, is_whole
from digestlint.cli.configure import (
    Choices,
    mistakes_told,
    settings_options,
    show_files,
    show_settings,
    with_options,
)
from digestlint.cli.index import no_cache_option
from digestlint.cli.language import language_option
from digestlint.cli.output import (
    FAILURE,
    OK,
    VIOLATIONS,
    fail_file,
    note,
    write_bytes,
    write_lines,
)
from digestlint.cli.progress import counted
from digestlint.cli.report_file import kept, output_file_option, require_target, write_file
from digestlint.report import FORMATS, PLACES_ONLY, render
from digestlint.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digestlint.adoption import Adoption
    from digestlint.files import Failed
    from digestlint.language import Translate
    from digestlint.project import Checked, Outcome, Source
    from digestlint.report.summary import Summary

Item = TypeVar("Item")

_NO_DIGEST = (
    "skipped: it links arXiv, but no heading is followed by "
    '"[translated title](https://arxiv.org/abs/ID)"'
)
_OPTIONS = (
    click.argument("paths", nargs=-1),
    *settings_options,
    *adoption_options,
    click.option("--unsafe-fixes", is_flag=True, help="Apply fixes that are only likely right."),
    click.option("--diff", is_flag=True, help="Show what fixing would change; write nothing."),
    click.option("--show-fixes", is_flag=True, help="List what was fixed."),
    click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if a fix was made."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of violations."),
    click.option(
        "--output-format",
        type=click.Choice(FORMATS),
        default="full",
        show_default=True,
        help="What the report looks like.",
    ),
    output_file_option,
    language_option,
    no_cache_option,
    click.option("--statistics", is_flag=True, help="Count the violations of each rule instead."),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Whether the report is in colour.",
    ),
    click.option(
        "--stdin-filename",
        metavar="PATH",
        default="-",
        help="What to call standard input.",
    ),
)


@click.command()
@with_options(_OPTIONS)
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely, as `digestlint fix`.")
def check(**arguments: Any) -> int:
    """Tell what is wrong with the digests in PATHS.

    PATHS are files and directories, by default `.`; `-` is standard input. RULES are codes,
    families or names, with commas between them, or ALL.
    """
    return _Run.of(arguments, fix=arguments.pop("fix")).status()


@click.command()
@with_options(_OPTIONS)
def fix(**arguments: Any) -> int:
    """Fix what can be fixed safely in the digests in PATHS, and tell what is left.

    PATHS are files and directories, by default `.`; `-` is standard input, which is written to
    standard output. RULES are codes, families or names, with commas between them, or ALL.
    """
    return _Run.of(arguments, fix=True).status()


@dataclass
class _Run:
    """The arguments of a run, by the names of their options."""

    paths: tuple[str, ...]
    choices: Choices
    adopting: Adopting
    unsafe_fixes: bool
    diff: bool
    show_fixes: bool
    exit_non_zero_on_fix: bool
    exit_zero: bool
    output_format: str
    output_file: str | None
    translate: Translate
    no_cache: bool
    statistics: bool
    color: str
    stdin_filename: str
    fix: bool

    @classmethod
    def of(cls, arguments: dict[str, Any], *, fix: bool) -> Self:
        """Sort out a command's arguments."""
        choices = Choices.taken_from(arguments)
        adopting = Adopting.taken_from(arguments)
        return cls(choices=choices, adopting=adopting, fix=fix, **arguments)

    def status(self) -> int:
        """Carry the run out and return its exit status."""
        from digestlint.index import Indexes
        from digestlint.project import sources
        from digestlint.report.summary import Summary

        configurations = self.choices.configurations()
        if self.choices.show_settings:
            return show_settings(self.paths, configurations)
        if self.choices.show_files:
            return show_files(self.paths, self.stdin_filename, configurations)
        if self.statistics and self.output_format not in ("full", "concise", "grouped", "json"):
            raise click.UsageError(
                f"--statistics is a table or JSON, and no {self.output_format}; drop one of them"
            )
        if self.output_file is not None:
            require_target(self.output_file)
        summary = Summary(self.translate)
        indexes = Indexes(configurations, cached=not self.no_cache)
        with failures_told(), mistakes_told():
            adoption = self.adopting.adoption(self.paths, configurations)
            found = sources(self.paths, self.stdin_filename, configurations, indexes)
            outcomes = self._outcomes(found, adoption)
            self._report(self._checked(outcomes, summary), summary)
        if adoption and adoption.baseline:
            whole = is_whole(self.paths, configurations) and not summary.failed
            summary.covered = adoption.baseline.covered
            note(*summary.gone(adoption.baseline.gone(whole=whole)))
        if self.show_fixes:
            note(*summary.fixes_made())
        note(summary.footer(written=not self.diff))
        return self._status(summary)

    def _status(self, summary: Summary) -> int:
        if summary.failed:
            return FAILURE
        if self.diff:
            failing = bool(summary.fixed)
        else:
            fixing = self.exit_non_zero_on_fix and bool(summary.fixed)
            failing = fixing or summary.failing
        return VIOLATIONS if failing and not self.exit_zero else OK

    def _outcomes(
        self, found: Sequence[Source | Failed], adoption: Adoption | None
    ) -> Iterator[Outcome]:
        """Check or fix the files."""
        if self.fix or self.diff:
            from digestlint.project import each

            outcomes = each(found, lambda source: self._fixed(source, adoption))
            return counted(outcomes, len(found), self.translate)
        from digestlint import checking

        def watch(examined: Iterator[Item], total: int) -> Iterator[Item]:
            return counted(examined, total, self.translate)

        return checking.outcomes(found, adoption, watch, cached=not self.no_cache)

    def _fixed(self, source: Source, adoption: Adoption | None) -> Outcome:
        from digestlint import fixing

        codes = source.configuration.fixable
        fixes = fixing.Fixes(codes, unsafe=self.unsafe_fixes, write=not self.diff)
        outcome = fixing.fix(source, source.rules, source.options, fixes, adoption)
        if source.data is not None and fixes.write:
            _pass_on(source.data, outcome)
        return outcome

    def _checked(self, outcomes: Iterable[Outcome], summary: Summary) -> Iterator[Checked]:
        """Yield the checked files; count them all, and tell of those that failed."""
        from digestlint.files import Failed
        from digestlint.project import Checked, Skipped

        for outcome in map(self._readable, outcomes):
            summary.add(outcome)
            if isinstance(outcome, Failed):
                fail_file(outcome, self.translate)
            elif isinstance(outcome, Skipped) and outcome.resembles_one:
                note(f"{visible(outcome.path)}: {self.translate(_NO_DIGEST)}")
            elif isinstance(outcome, Checked):
                yield outcome

    @property
    def _shows_text(self) -> bool:
        """Tell whether the report is about more than the places of what is wrong."""
        return not self.statistics and self.output_format not in PLACES_ONLY

    def _readable(self, outcome: Outcome) -> Outcome:
        """Return an outcome as it is reported, its text read; or why that is not possible.

        Most reports need the text of what is wrong, and would end where one cannot be read.
        """
        from digestlint.files import failed
        from digestlint.project import Checked

        if not isinstance(outcome, Checked):
            return outcome
        checked = outcome.translated(self.translate)
        try:
            if checked.violations and self._shows_text:
                checked.require_text()
        except OSError as error:
            return failed(checked.path, error)
        return checked

    def _report(self, checked: Iterable[Checked], summary: Summary) -> None:
        if self.output_file is not None:
            files = kept(checked, self.output_file)
            write_file(self.output_file, self._lines(files, summary))
        else:
            in_the_way = self.fix and not self.diff and "-" in self.paths
            write_lines(self._lines(checked, summary), to_error=in_the_way)

    def _lines(self, checked: Iterable[Checked], summary: Summary) -> Iterator[str]:
        from digestlint.report.style import terminal_style
        from digestlint.report.summary import table

        # A file is no terminal, whatever standard output is.
        shown = self.output_file is None and sys.stdout.isatty()
        color = "never" if self.output_file and self.color == "auto" else self.color
        style = terminal_style(color, self.translate)
        if self.diff:
            from digestlint.report import diff

            return diff.render(checked, style, escaped=shown)
        if self.statistics:
            return table(checked, as_json=self.output_format == "json")
        return render(self.output_format, checked, style, summary.failed)


def _pass_on(data: bytes, outcome: Outcome) -> None:
    """Write what became of standard input to standard output; nothing where that is unknown."""
    from digestlint.project import Checked, Skipped
    from digestlint.text import encode

    if isinstance(outcome, Checked):
        write_bytes(encode(outcome.digest.text))
    elif isinstance(outcome, Skipped):
        write_bytes(data)
