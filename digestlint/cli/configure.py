"""The options that decide on settings, and the commands that are about them."""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from digestlint.cli.arguments import StoppedError, UsageError
from digestlint.cli.output import OK, fail, fail_file, note, write_lines
from digestlint.report.escape import inert, visible

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from digestlint.cli.arguments import Parser
    from digestlint.configuration import Configurations
    from digestlint.document import Table
    from digestlint.settings import Given

_LISTS = (
    ("--select", "RULES", "Run these rules only."),
    ("--ignore", "RULES", "Leave these rules out."),
    ("--extend-select", "RULES", "Run these rules as well."),
    ("--fixable", "RULES", "Fix what these rules find only."),
    ("--unfixable", "RULES", "Leave what these rules find as it is."),
    ("--per-file-ignores", "PATTERN:RULES", "Leave these rules out in files that match."),
)


def add_config(parser: Parser) -> None:
    """Declare the options that say where settings come from."""
    parser.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help="Read this file instead of the nearest one; or set one thing, in TOML.",
    )
    parser.add_flag("--isolated", "Read no configuration.")


def add_stdin_filename(parser: Parser) -> None:
    """Declare `--stdin-filename`."""
    purpose = "What to call standard input."
    parser.add_argument("--stdin-filename", type=_path, metavar="PATH", default="-", help=purpose)


def _path(text: str) -> str:
    if not text:
        raise UsageError("is empty; name a file")
    return text


def add_settings(parser: Parser) -> None:
    """Declare the options that decide on settings, and those that show what follows from them."""
    for name, metavar, meaning in _LISTS:
        parser.add_argument(name, action="append", default=[], metavar=metavar, help=meaning)
    purpose = "The lowest level that fails the run. [default: error]"
    parser.add_choice("--fail-on", ("error", "warning"), purpose)
    add_config(parser)
    parser.add_flag("--show-settings", "Show the settings of the first path.")
    parser.add_flag("--show-files", "Show the files that would be looked at.")
    parser.add_argument(
        "--today",
        type=_day,
        metavar="YYYY-MM-DD",
        help="The day to judge dates by, for a repeatable run.",
    )


def _day(text: str) -> date:
    import time
    from datetime import date

    try:
        # Python reads the digits of any script.
        return date(*time.strptime(text if text.isascii() else "", "%Y-%m-%d")[:3])
    except ValueError as error:
        raise UsageError(f'"{text}" is no day; write it as YYYY-MM-DD') from error


def settings_chosen(arguments: Namespace) -> Configurations:
    """Return what the options make of any configuration; stops where they are mistaken."""
    with mistakes_told():
        return _configurations(_given(arguments), arguments)


def _given(arguments: Namespace) -> Given:
    from digestlint.checks import RULES
    from digestlint.settings import SELECTORS, Settings, SettingsError, mistakes
    from digestlint.violation import Level

    chosen: dict[str, Any] = {
        name: _split(values) for name in SELECTORS if (values := getattr(arguments, name))
    }
    if arguments.per_file_ignores:
        chosen["per_file_ignores"] = _per_file_ignores(arguments.per_file_ignores)
    if arguments.fail_on:
        chosen["fail_on"] = Level(arguments.fail_on)
    if found := list(mistakes(Settings(**chosen), RULES)):
        raise SettingsError(*(f"--{line}" for line in found))
    if arguments.today:
        chosen["options"] = {"today": arguments.today}
    return chosen


@contextmanager
def mistakes_told() -> Iterator[None]:
    """Tell the mistakes in settings, and stop with the exit status for them."""
    from digestlint.settings import SettingsError

    try:
        yield
    except SettingsError as error:
        raise StoppedError(*error.args) from error


def configurations(arguments: Namespace) -> Configurations:
    """Return the configurations of a command that has no other settings; stops as above."""
    with mistakes_told():
        return _configurations({}, arguments)


def _configurations(given: Given, arguments: Namespace) -> Configurations:
    from digestlint.configuration import Configurations
    from digestlint.settings import SettingsError
    from digestlint.tables import inline

    config, isolated = arguments.config, arguments.isolated
    if "" in config:
        raise SettingsError("--config: is empty; name a file, or write KEY = VALUE")
    files = [value for value in config if "=" not in value or os.path.exists(value)]
    if len(files) > 1:
        raise SettingsError(f"--config: {files[0]} and {files[1]}: name one file only")
    if files and isolated:
        raise SettingsError(f"--isolated reads no configuration, not even {files[0]}; drop one")
    tables: list[Table] = [inline(value) for value in config if value not in files]
    return Configurations(given, inline=tables, file=next(iter(files), None), isolated=isolated)


def show_settings(paths: Sequence[str], configurations: Configurations) -> int:
    """Print the settings that hold for the first of some paths, as a configuration."""
    from digestlint import toml
    from digestlint.document import written
    from digestlint.tables import shown

    path = next(iter(paths), os.curdir)
    with mistakes_told():
        found = (
            configurations.at(os.path.abspath(path))
            if os.path.isdir(path)
            else configurations.above(path)
        )
        configurations.require_sound()
    write_lines([f"# {visible(shown(found.file)) if found.file else 'No configuration.'}"])
    write_lines(toml.document(written(found.settings)))
    return OK


def show_files(paths: Sequence[str], stdin_filename: str, configurations: Configurations) -> int:
    """Print the files in some paths, one a line."""
    from digestlint.files import Failed
    from digestlint.project import sources

    status = OK
    with mistakes_told():
        found = sources(paths, stdin_filename, configurations)
    for source in found:
        if isinstance(source, Failed):
            status = fail_file(source)
        elif not source.excluded:
            write_lines([inert(visible(source.path))])
    return status


def add_init_arguments(parser: Parser) -> None:
    """Declare the arguments of `init`."""
    parser.take_operands("[FOLDER]", most=1)


def init(arguments: Namespace) -> int:
    """Write a digestlint.toml for the digests in FOLDER, by default `.`.

    It asks for what nearly all of them do. A configuration that is there stays as it is.
    """
    from digestlint.configuration import NAMES, file_in
    from digestlint.files import failed
    from digestlint.survey import survey
    from digestlint.tables import shown

    folder = next(iter(arguments.operands), os.curdir)
    _require_folder(folder)
    if existing := file_in(folder):
        return fail(f"{shown(existing)}: there is a configuration already; change that one")
    file = shown(os.path.join(folder, NAMES[0]))
    lines = list(survey(folder).lines())
    try:
        with open(file, "x", encoding="utf-8", newline="\n") as opened:
            opened.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        return fail_file(failed(file, error))
    note(f"Wrote {visible(file)}")
    return OK


def _require_folder(path: str) -> None:
    from digestlint.files import failed

    try:
        os.scandir(path).close()
    except (OSError, ValueError) as error:
        shown = path or '""'
        raise UsageError(f"{shown}: {failed(path, error).reason}") from error


def _per_file_ignores(values: Iterable[str]) -> dict[str, tuple[str, ...]]:
    from digestlint.settings import SettingsError

    ignores: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for value in values:
        pattern, colon, selectors = value.rpartition(":")
        if not colon:
            raise SettingsError(f'--per-file-ignores: "{value}" is not PATTERN:RULES')
        ignores[pattern] += _split([selectors])
    return dict(ignores)


def _split(values: Iterable[str]) -> tuple[str, ...]:
    """Read an option that may be repeated and may hold several values, with commas between."""
    return tuple(value.strip() for text in values for value in text.split(","))
