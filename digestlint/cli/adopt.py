"""`--baseline` and `--since`, and the command that writes a baseline."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

import click

from digestlint.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digestlint.adoption import Adoption
    from digestlint.baseline import Baseline
    from digestlint.changes import Changes
    from digestlint.configuration import Configurations

adoption_options = (
    click.option(
        "--baseline",
        metavar="FILE",
        help="Leave out the violations listed in FILE. [default: .digestlint-baseline.json]",
    ),
    click.option("--no-baseline", is_flag=True, help="Use no baseline."),
    click.option(
        "--since",
        metavar="REV",
        help="Leave out what is not on lines that changed since HEAD and REV parted.",
    ),
)


@dataclass
class Adopting:
    """What a command line says about violations that do not count, by the names of the options."""

    baseline: str | None
    no_baseline: bool
    since: str | None

    @classmethod
    def taken_from(cls, arguments: dict[str, Any]) -> Self:
        """Take the fields out of a command's arguments."""
        return cls(**{field.name: arguments.pop(field.name) for field in fields(cls)})

    def adoption(self, paths: Sequence[str], configurations: Configurations) -> Adoption | None:
        """Return what keeps violations from counting; stops where that cannot be known."""
        with failures_told():
            baseline, changes = self._baseline(configurations), self._changes(paths)
        if baseline is None and changes is None:
            return None
        from digestlint.adoption import Adoption

        return Adoption(baseline, changes)

    def _baseline(self, configurations: Configurations) -> Baseline | None:
        if self.no_baseline and self.baseline is not None:
            raise click.UsageError("--baseline and --no-baseline exclude each other; drop one")
        path = self.baseline or default_path(configurations)
        if self.no_baseline or not (self.baseline or os.path.lexists(path)):
            return None
        return open_baseline(path)

    def _changes(self, paths: Sequence[str]) -> Changes | None:
        if self.since is None:
            return None
        from digestlint.changes import Changes

        if "-" in paths:
            raise click.UsageError("--since is about files in a repository, not standard input")
        changes = Changes(self.since)
        changes.require(paths or [os.curdir])
        return changes


@contextmanager
def failures_told() -> Iterator[None]:
    """Tell why a baseline or git's changes cannot be known, and stop with the status for it."""
    from digestlint.judge import AdoptionError

    try:
        yield
    except AdoptionError as error:
        raise click.ClickException(visible(str(error))) from error


def default_path(configurations: Configurations) -> str:
    """Return where the project that we are in keeps its baseline."""
    from digestlint.root import BASELINE, project_root

    root = project_root(os.path.join(os.getcwd(), BASELINE), configurations)
    return os.path.relpath(os.path.join(root, BASELINE))


def open_baseline(path: str, *, new: bool = False) -> Baseline:
    """Read a baseline, unless it is new; raises BaselineError."""
    from digestlint.baseline import Baseline
    from digestlint.baseline_file import load

    return Baseline(os.path.dirname(path), {} if new else load(path))


def is_whole(paths: Sequence[str], configurations: Configurations) -> bool:
    """Tell whether a walk of some paths meets every file of the project that we are in."""
    from digestlint.root import project_root

    root = os.path.realpath(project_root(os.path.join(os.getcwd(), "-"), configurations))
    tops = [os.path.join(os.path.realpath(path), "") for path in paths or [os.curdir]]
    return os.path.join(root, "").startswith(tuple(tops))
