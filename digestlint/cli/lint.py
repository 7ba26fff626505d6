"""`check` and `fix`, which share their options: `fix` is `check --fix`."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from digestlint.cli.adopt import add_adoption, adoption_asked_for, failures_told, is_whole
from digestlint.cli.arguments import UsageError
from digestlint.cli.configure import (
    add_settings,
    add_stdin_filename,
    mistakes_told,
    settings_chosen,
    show_files,
    show_settings,
)
from digestlint.cli.index import add_no_cache
from digestlint.cli.language import add_language
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
from digestlint.cli.report_file import add_output_file, kept, require_target, write_file
from digestlint.report import FORMATS, render, teller
from digestlint.report.escape import visible

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from digestlint.adoption import Adoption
    from digestlint.cli.arguments import Parser
    from digestlint.files import Failed
    from digestlint.project import Checked, Outcome, Source, Told
    from digestlint.report.style import Style
    from digestlint.report.summary import Summary

Item = TypeVar("Item")

_NO_DIGEST = (
    "skipped: it links arXiv, but no heading is followed by "
    '"[translated title](https://arxiv.org/abs/ID)"'
)
# The formats that statistics come in: a table, but for JSON.
_COUNTED = ("full", "concise", "grouped", "json")


def add_check_arguments(parser: Parser) -> None:
    """Declare the arguments of `check`."""
    _add_arguments(parser)
    parser.add_flag("--fix", "Fix what can be fixed safely, as `digestlint fix`.")


def add_fix_arguments(parser: Parser) -> None:
    """Declare the arguments of `fix`."""
    _add_arguments(parser)
    parser.set_defaults(fix=True)


def _add_arguments(parser: Parser) -> None:
    parser.take_operands("[PATHS]...")
    add_settings(parser)
    add_adoption(parser)
    parser.add_flag("--unsafe-fixes", "Apply fixes that are only likely right.")
    parser.add_flag("--diff", "Show what fixing would change; write nothing.")
    parser.add_flag("--show-fixes", "List what was fixed.")
    parser.add_flag("--exit-non-zero-on-fix", "Exit with 1 if a fix was made.")
    parser.add_flag("--exit-zero", "Exit with 0 in spite of violations.")
    parser.add_choice("--output-format", FORMATS, "What the report looks like.", "full")
    add_output_file(parser)
    add_language(parser)
    add_no_cache(parser)
    parser.add_flag("--statistics", "Count the violations of each rule instead.")
    parser.add_choice(
        "--color", ("auto", "always", "never"), "Whether the report is in colour.", "auto"
    )
    add_stdin_filename(parser)


def check(arguments: Namespace) -> int:
    """Tell what is wrong with the digests in PATHS.

    PATHS are files and directories, by default `.`; `-` is standard input. RULES are codes,
    families or names, with commas between them, or ALL.
    """
    return _run(arguments)


def fix(arguments: Namespace) -> int:
    """Fix what can be fixed safely in the digests in PATHS, and tell what is left.

    PATHS are files and directories, by default `.`; `-` is standard input, which is written to
    standard output. RULES are codes, families or names, with commas between them, or ALL.
    """
    return _run(arguments)


def _run(arguments: Namespace) -> int:
    """Carry the run out and return its exit status."""
    from digestlint.index import Indexes
    from digestlint.project import sources
    from digestlint.report.summary import Summary

    configurations = settings_chosen(arguments)
    if arguments.show_settings:
        return show_settings(arguments.operands, configurations)
    if arguments.show_files:
        return show_files(arguments.operands, arguments.stdin_filename, configurations)
    if arguments.statistics and arguments.output_format not in _COUNTED:
        raise UsageError(
            f"--statistics is a table or JSON, and no {arguments.output_format}; drop one of them"
        )
    if arguments.output_file is not None:
        require_target(arguments.output_file)
    summary = Summary(arguments.translate)
    indexes = Indexes(configurations, cached=not arguments.no_cache)
    with failures_told(), mistakes_told():
        adoption = adoption_asked_for(arguments, configurations)
        found = sources(arguments.operands, arguments.stdin_filename, configurations, indexes)
        style = _style(arguments)
        outcomes = _outcomes(arguments, found, adoption, style)
        _report(arguments, _judged(arguments, outcomes, summary), style, summary)
    if adoption and adoption.baseline:
        whole = is_whole(arguments.operands, configurations) and not summary.failed
        summary.covered = adoption.baseline.covered
        note(*summary.gone(adoption.baseline.gone(whole=whole)))
    if arguments.show_fixes:
        note(*summary.fixes_made())
    note(summary.footer(written=not arguments.diff))
    return _status(arguments, summary)


def _status(arguments: Namespace, summary: Summary) -> int:
    if summary.failed:
        return FAILURE
    if arguments.diff:
        failing = bool(summary.fixed)
    else:
        fixing = arguments.exit_non_zero_on_fix and bool(summary.fixed)
        failing = fixing or summary.failing
    return VIOLATIONS if failing and not arguments.exit_zero else OK


def _outcomes(
    arguments: Namespace,
    found: Sequence[Source | Failed],
    adoption: Adoption | None,
    style: Style,
) -> Iterator[Outcome | Told]:
    """Check or fix the files."""
    if arguments.fix or arguments.diff:
        from digestlint.project import each

        outcomes = each(found, lambda source: _fixed(arguments, source, adoption))
        return counted(outcomes, len(found), arguments.translate)
    from digestlint import checking

    def watch(examined: Iterator[Item], total: int) -> Iterator[Item]:
        return counted(examined, total, arguments.translate)

    tells = not (adoption or arguments.statistics)
    told_by = teller(arguments.output_format, style) if tells else None
    run = checking.Run(adoption, told_by, watch, cached=not arguments.no_cache)
    return checking.outcomes(found, run)


def _fixed(arguments: Namespace, source: Source, adoption: Adoption | None) -> Outcome:
    from digestlint import fixing

    codes = source.configuration.fixable
    fixes = fixing.Fixes(codes, unsafe=arguments.unsafe_fixes, write=not arguments.diff)
    outcome = fixing.fix(source, source.rules, source.options, fixes, adoption)
    if source.data is not None and fixes.write:
        _pass_on(source.data, outcome)
    return outcome


def _judged(
    arguments: Namespace, outcomes: Iterable[Outcome | Told], summary: Summary
) -> Iterator[Checked | Told]:
    """Yield the checked files; count them all, and tell of those that failed."""
    from digestlint.files import Failed
    from digestlint.project import Skipped

    for outcome in map(partial(_readable, arguments), outcomes):
        summary.add(outcome)
        if isinstance(outcome, Failed):
            fail_file(outcome, arguments.translate)
        elif not isinstance(outcome, Skipped):
            yield outcome
        elif outcome.resembles_one:
            note(f"{visible(outcome.path)}: {arguments.translate(_NO_DIGEST)}")


def _readable(arguments: Namespace, outcome: Outcome | Told) -> Outcome | Told:
    """Return an outcome as it is reported, its text read; or why that is not possible.

    Reports need the text of what is wrong, and would end where one cannot be read.
    """
    from digestlint.files import failed
    from digestlint.project import Checked

    if not isinstance(outcome, Checked):
        return outcome
    checked = outcome.translated(arguments.translate)
    try:
        if checked.violations and not arguments.statistics:
            checked.require_text()
    except OSError as error:
        return failed(checked.path, error)
    return checked


def _report(
    arguments: Namespace, judged: Iterable[Checked | Told], style: Style, summary: Summary
) -> None:
    if arguments.output_file is not None:
        files = kept(judged, arguments.output_file)
        write_file(arguments.output_file, _lines(arguments, files, style, summary))
    else:
        in_the_way = arguments.fix and not arguments.diff and "-" in arguments.operands
        write_lines(_lines(arguments, judged, style, summary), to_error=in_the_way)


def _style(arguments: Namespace) -> Style:
    from digestlint.report.style import terminal_style

    color = arguments.color
    # A file is no terminal, whatever standard output is.
    if arguments.output_file and color == "auto":
        color = "never"
    return terminal_style(color, arguments.translate)


def _lines(
    arguments: Namespace, judged: Iterable[Checked | Told], style: Style, summary: Summary
) -> Iterator[str]:
    if not (arguments.diff or arguments.statistics):
        return render(arguments.output_format, judged, style, summary.failed)
    # Nobody has told of them.
    checked = cast("Iterable[Checked]", judged)
    if arguments.diff:
        from digestlint.report import diff

        shown = arguments.output_file is None and sys.stdout.isatty()
        return diff.render(checked, style, escaped=shown)
    from digestlint.report.summary import table

    return table(checked, as_json=arguments.output_format == "json")


def _pass_on(data: bytes, outcome: Outcome) -> None:
    """Write what became of standard input to standard output; nothing where that is unknown."""
    from digestlint.project import Checked, Skipped
    from digestlint.text import encode

    if isinstance(outcome, Checked):
        write_bytes(encode(outcome.digest.text))
    elif isinstance(outcome, Skipped):
        write_bytes(data)
