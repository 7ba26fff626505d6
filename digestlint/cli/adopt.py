"""`--baseline` and `--since`, and the command that writes a baseline."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from digestlint.cli.arguments import StoppedError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from digestlint.adoption import Adoption
    from digestlint.baseline import Baseline
    from digestlint.changes import Changes
    from digestlint.cli.arguments import Parser
    from digestlint.configuration import Configurations


def add_adoption(parser: Parser) -> None:
    """Declare the options about violations that do not count."""
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="Leave out the violations listed in FILE. [default: .digestlint-baseline.json]",
    )
    parser.add_flag("--no-baseline", "Use no baseline.")
    parser.add_argument(
        "--since",
        metavar="REV",
        help="Leave out what is not on lines that changed since HEAD and REV parted.",
    )


def adoption_asked_for(arguments: Namespace, configurations: Configurations) -> Adoption | None:
    """Return what keeps violations from counting; stops where that cannot be known."""
    with failures_told():
        baseline, changes = _baseline(arguments, configurations), _changes(arguments)
    if baseline is None and changes is None:
        return None
    from digestlint.adoption import Adoption

    return Adoption(baseline, changes)


def _baseline(arguments: Namespace, configurations: Configurations) -> Baseline | None:
    named = arguments.baseline is not None
    if named and arguments.no_baseline:
        raise UsageError("--baseline and --no-baseline exclude each other; drop one")
    if arguments.baseline == "":
        raise UsageError("--baseline: is empty; name a file")
    path = arguments.baseline if named else default_path(configurations)
    if arguments.no_baseline or not (named or os.path.lexists(path)):
        return None
    return open_baseline(path)


def _changes(arguments: Namespace) -> Changes | None:
    if arguments.since is None:
        return None
    from digestlint.changes import Changes

    if "-" in arguments.operands:
        raise UsageError("--since is about files in a repository, not standard input")
    changes = Changes(arguments.since)
    changes.require(arguments.operands or [os.curdir])
    return changes


@contextmanager
def failures_told() -> Iterator[None]:
    """Tell why a baseline or git's changes cannot be known, and stop with the status for it."""
    from digestlint.judge import AdoptionError

    try:
        yield
    except AdoptionError as error:
        raise StoppedError(str(error)) from error


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
