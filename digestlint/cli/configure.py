"""The options that decide on settings, and the commands that are about them."""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import reduce
from typing import TYPE_CHECKING, Any, Self

import click

from digestlint.cli.output import FAILURE, OK, fail, fail_file, note, write_lines
from digestlint.report.escape import inert, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from digestlint.configuration import Configurations
    from digestlint.document import Table
    from digestlint.settings import Given

    Command = Callable[..., int]
    Decorator = Callable[[Command], Command]

config_options = (
    click.option(
        "--config",
        multiple=True,
        metavar="FILE|KEY=VALUE",
        help="Read this file instead of the nearest one; or set one thing, in TOML.",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration."),
)
settings_options = (
    *(
        click.option(f"--{name}", multiple=True, metavar="RULES", help=purpose)
        for name, purpose in (
            ("select", "Run these rules only."),
            ("ignore", "Leave these rules out."),
            ("extend-select", "Run these rules as well."),
            ("fixable", "Fix what these rules find only."),
            ("unfixable", "Leave what these rules find as it is."),
        )
    ),
    click.option(
        "--per-file-ignores",
        multiple=True,
        metavar="PATTERN:RULES",
        help="Leave these rules out in files that match.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning"]),
        help="The lowest level that fails the run. [default: error]",
    ),
    *config_options,
    click.option("--show-settings", is_flag=True, help="Show the settings of the first path."),
    click.option("--show-files", is_flag=True, help="Show the files that would be looked at."),
    click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        help="The day to judge dates by, for a repeatable run.",
    ),
)


def with_options(options: Sequence[Decorator]) -> Decorator:
    """Give a command these options, in this order."""
    return lambda command: reduce(lambda done, option: option(done), reversed(options), command)


@dataclass
class Choices:
    """What a command line says about settings, by the names of the options."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend_select: tuple[str, ...]
    fixable: tuple[str, ...]
    unfixable: tuple[str, ...]
    per_file_ignores: tuple[str, ...]
    fail_on: str | None
    config: tuple[str, ...]
    isolated: bool
    show_settings: bool
    show_files: bool
    today: datetime | None

    @classmethod
    def taken_from(cls, arguments: dict[str, Any]) -> Self:
        """Take the choices out of a command's arguments."""
        return cls(**{field.name: arguments.pop(field.name) for field in fields(cls)})

    def configurations(self) -> Configurations:
        """Return what the choices make of any configuration; stops where they are mistaken."""
        with mistakes_told():
            return _configurations(self._given(), self.config, isolated=self.isolated)

    def _given(self) -> Given:
        from digestlint.checks import RULES
        from digestlint.settings import SELECTORS, Settings, SettingsError, mistakes
        from digestlint.violation import Level

        chosen: dict[str, Any] = {
            name: _split(values) for name in SELECTORS if (values := getattr(self, name))
        }
        if self.per_file_ignores:
            chosen["per_file_ignores"] = _per_file_ignores(self.per_file_ignores)
        if self.fail_on:
            chosen["fail_on"] = Level(self.fail_on)
        if found := list(mistakes(Settings(**chosen), RULES)):
            raise SettingsError(*(f"--{line}" for line in found))
        if self.today:
            chosen["options"] = {"today": self.today.date()}
        return chosen


@contextmanager
def mistakes_told() -> Iterator[None]:
    """Tell the mistakes in settings, and stop with the exit status for them."""
    from digestlint.settings import SettingsError

    try:
        yield
    except SettingsError as error:
        for mistake in error.args:
            fail(mistake)
        raise click.exceptions.Exit(FAILURE) from error


def configurations(config: tuple[str, ...], *, isolated: bool) -> Configurations:
    """Return the configurations of a command that has no other settings; stops as above."""
    with mistakes_told():
        return _configurations({}, config, isolated=isolated)


def _configurations(given: Given, config: tuple[str, ...], *, isolated: bool) -> Configurations:
    from digestlint.configuration import Configurations
    from digestlint.settings import SettingsError
    from digestlint.tables import inline

    if "" in config:
        raise SettingsError("--config: is empty; name a file, or write KEY = VALUE")
    files = [value for value in config if "=" not in value or os.path.exists(value)]
    if len(files) > 1:
        raise SettingsError(f"--config: {files[0]} and {files[1]}: name one file only")
    if files and isolated:
        raise SettingsError(f"--isolated reads no configuration, not even {files[0]}; drop one")
    tables: list[Table] = [inline(value) for value in config if value not in files]
    return Configurations(given, inline=tables, file=next(iter(files), None), isolated=isolated)


def show_settings(paths: tuple[str, ...], configurations: Configurations) -> int:
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


def show_files(paths: tuple[str, ...], stdin_filename: str, configurations: Configurations) -> int:
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


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False), default=os.curdir)
def init(folder: str) -> int:
    """Write a digestlint.toml for the digests in FOLDER, by default `.`.

    It asks for what nearly all of them do. A configuration that is there stays as it is.
    """
    from digestlint.configuration import NAMES, file_in
    from digestlint.files import failed
    from digestlint.survey import survey
    from digestlint.tables import shown

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
