"""The command that writes a baseline."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from digestlint.cli.adopt import default_path, failures_told, is_whole, open_baseline
from digestlint.cli.configure import config_options, configurations, mistakes_told, with_options
from digestlint.cli.index import no_cache_option
from digestlint.cli.language import language_option
from digestlint.cli.output import OK, fail_file, note
from digestlint.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digestlint.adoption import Adoption
    from digestlint.configuration import Configurations
    from digestlint.files import Failed
    from digestlint.language import Translate


@click.command()
@with_options(
    (
        click.argument("paths", nargs=-1),
        click.option("--baseline", "file", metavar="FILE", help="Write FILE instead."),
        click.option("--prune", is_flag=True, help="Drop what is mended; add nothing."),
        *config_options,
        language_option,
        no_cache_option,
    )
)
def baseline(
    paths: tuple[str, ...],
    file: str | None,
    translate: Translate,
    *,
    prune: bool,
    no_cache: bool,
    **config: Any,
) -> int:
    """List what is wrong with the digests in PATHS, so that only what is new is told from now on.

    The list is `.digestlint-baseline.json` in the project's folder; `check` and `fix` leave out
    what stands in it. Run again, this brings it up to date.
    """
    from digestlint.adoption import Adoption
    from digestlint.baseline_file import save

    if "-" in paths:
        raise click.UsageError("a baseline is about files, not standard input")
    found = configurations(**config)
    path = file or default_path(found)
    if prune and not os.path.lexists(path):
        raise click.ClickException(f"{visible(path)}: no such file, so there is nothing to prune")
    with failures_told(), mistakes_told():
        old = open_baseline(path, new=not os.path.lexists(path))
        failed = [*_look(paths, found, Adoption(old), cached=not no_cache)]
        whole = is_whole(paths, found) and not failed
        known = old.renewed(whole=whole, new=not prune)
        save(path, known)
    statuses = [fail_file(failure, translate) for failure in failed]
    added, dropped = old.compared(known)
    total = sum(places.total() for places in known.values())
    message = translate("{count} violations, {added} of them new; {dropped} dropped")
    note(f"{visible(path)}: {message.format(count=total, added=added, dropped=dropped)}")
    return max([OK, *statuses])


def _look(
    paths: tuple[str, ...], configurations: Configurations, adoption: Adoption, *, cached: bool
) -> Iterator[Failed]:
    """Check the files in some paths by a baseline; yield those that cannot be judged."""
    from digestlint import checking, project
    from digestlint.files import Failed
    from digestlint.index import Indexes

    indexes = Indexes(configurations, cached=cached)
    sources = project.sources(paths, "-", configurations, indexes)
    for outcome in checking.outcomes(sources, adoption, cached=cached):
        if isinstance(outcome, Failed):
            yield outcome
