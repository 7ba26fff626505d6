"""The commands that show something and judge nothing: the rules, and a digest's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digestlint.cli.configure import (
    config_options,
    configurations,
    mistakes_told,
    with_options,
)
from digestlint.cli.language import language_option
from digestlint.cli.output import OK, fail_file, write_lines
from digestlint.report.escape import visible

if TYPE_CHECKING:
    from digestlint.language import Translate


@click.command()
@click.argument("rule")
def rule(rule: str) -> int:
    """Print the page of a RULE, named by its code or its name; of a family, all its pages."""
    from digestlint.checks import RULES
    from digestlint.pages import page
    from digestlint.rule import matching
    from digestlint.settings import unknown

    codes = matching(rule, RULES)
    if not codes:
        raise click.ClickException(visible(unknown(rule, RULES)))
    write_lines(page(each).rstrip() for each in RULES if each.code in codes)
    return OK


@click.command()
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What the list looks like.",
)
@language_option
def rules(output_format: str, translate: Translate) -> int:
    """List the rules."""
    import json
    from dataclasses import replace

    from digestlint.checks import RULES

    listed = [replace(each, summary=translate(each.summary)) for each in RULES]
    if output_format == "json":
        fields = ("code", "name", "level", "summary")
        table = [{field: getattr(each, field) for field in fields} for each in listed]
        write_lines([json.dumps(table, indent=2)])
    else:
        width = max(len(each.name) for each in listed)
        write_lines(f"{r.code}  {r.name:{width}}  {r.level:7}  {r.summary}" for r in listed)
    return OK


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--stdin-filename", metavar="PATH", default="-", help="What to call standard input.")
@with_options(config_options)
@language_option
def export(
    paths: tuple[str, ...],
    stdin_filename: str,
    config: tuple[str, ...],
    translate: Translate,
    *,
    isolated: bool,
) -> int:
    """Print the entries of the digests in PATHS as JSON Lines.

    One entry a line: path and line, arXiv id, link, titles, section, abstract and links.
    `digestlint schema` prints the JSON Schema of a line.
    """
    from digestlint.export import rows
    from digestlint.files import Failed
    from digestlint.project import each, sources
    from digestlint.report.json_ import dumped

    status = OK
    with mistakes_told():
        found = sources(paths, stdin_filename, configurations(config, isolated=isolated))
    for outcome in each(found, rows):
        if isinstance(outcome, Failed):
            status = fail_file(outcome, translate)
        elif isinstance(outcome, list):
            write_lines(dumped(row.model_dump()) for row in outcome)
    return status


@click.command()
@click.argument("subject", type=click.Choice(["export", "config"]), default="export")
def schema(subject: str) -> int:
    """Print a JSON Schema: of a line of `digestlint export`, or of a configuration."""
    import json

    from digestlint import document
    from digestlint.export import Row

    described = Row.model_json_schema() if subject == "export" else document.schema()
    write_lines([json.dumps(described, indent=2)])
    return OK
