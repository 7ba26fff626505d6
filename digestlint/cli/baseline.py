"""The command that writes a baseline."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digestlint.cli.adopt import default_path, failures_told, is_whole, open_baseline
from digestlint.cli.arguments import StoppedError, UsageError
from digestlint.cli.configure import add_config, configurations, mistakes_told
from digestlint.cli.index import add_no_cache
from digestlint.cli.language import add_language
from digestlint.cli.output import OK, fail_file, note
from digestlint.report.escape import visible

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from digestlint.adoption import Adoption
    from digestlint.cli.arguments import Parser
    from digestlint.configuration import Configurations
    from digestlint.files import Failed


def add_arguments(parser: Parser) -> None:
    """Declare the arguments of `baseline`."""
    parser.take_operands("[PATHS]...")
    parser.add_argument("--baseline", metavar="FILE", help="Write FILE instead.")
    parser.add_flag("--prune", "Drop what is mended; add nothing.")
    add_config(parser)
    add_language(parser)
    add_no_cache(parser)


def baseline(arguments: Namespace) -> int:
    """List what is wrong with the digests in PATHS, so that only what is new is told from now on.

    The list is `.digestlint-baseline.json` in the project's folder; `check` and `fix` leave out
    what stands in it. Run again, this brings it up to date.
    """
    from digestlint.adoption import Adoption
    from digestlint.baseline_file import save

    paths, translate = arguments.operands, arguments.translate
    if "-" in paths:
        raise UsageError("a baseline is about files, not standard input")
    found = configurations(arguments)
    path = arguments.baseline or default_path(found)
    if arguments.prune and not os.path.lexists(path):
        raise StoppedError(f"{path}: no such file, so there is nothing to prune")
    with failures_told(), mistakes_told():
        old = open_baseline(path, new=not os.path.lexists(path))
        failed = [*_look(paths, found, Adoption(old), cached=not arguments.no_cache)]
        whole = is_whole(paths, found) and not failed
        known = old.renewed(whole=whole, new=not arguments.prune)
        save(path, known)
    statuses = [fail_file(failure, translate) for failure in failed]
    added, dropped = old.compared(known)
    total = sum(places.total() for places in known.values())
    message = translate("{count} violations, {added} of them new; {dropped} dropped")
    note(f"{visible(path)}: {message.format(count=total, added=added, dropped=dropped)}")
    return max([OK, *statuses])


def _look(
    paths: Sequence[str], configurations: Configurations, adoption: Adoption, *, cached: bool
) -> Iterator[Failed]:
    """Check the files in some paths by a baseline; yield those that cannot be judged."""
    from digestlint import checking, project
    from digestlint.files import Failed
    from digestlint.index import Indexes

    indexes = Indexes(configurations, cached=cached)
    sources = project.sources(paths, "-", configurations, indexes)
    for outcome in checking.outcomes(sources, checking.Run(adoption, cached=cached)):
        if isinstance(outcome, Failed):
            yield outcome
