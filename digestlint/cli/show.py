"""The commands that show something and judge nothing: the rules, and a digest's records."""

from __future__ import annotations

import click

from digestlint.cli.output import OK, fail_file, write_lines
from digestlint.report.escape import visible


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
def rules(output_format: str) -> int:
    """List the rules."""
    import json

    from digestlint.checks import RULES

    if output_format == "json":
        fields = ("code", "name", "level", "summary")
        table = [{field: getattr(each, field) for field in fields} for each in RULES]
        write_lines([json.dumps(table, indent=2)])
    else:
        width = max(len(each.name) for each in RULES)
        write_lines(f"{r.code}  {r.name:{width}}  {r.level:7}  {r.summary}" for r in RULES)
    return OK


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--stdin-filename", metavar="PATH", default="-", help="What to call standard input.")
def export(paths: tuple[str, ...], stdin_filename: str) -> int:
    """Print the entries of the digests in PATHS as JSON Lines.

    One entry a line: path and line, arXiv id, link, titles, section, abstract and links.
    `digestlint schema` prints the JSON Schema of a line.
    """
    import json

    from digestlint.export import rows
    from digestlint.files import Failed
    from digestlint.project import each

    status = OK
    for outcome in each(paths, stdin_filename, rows):
        if isinstance(outcome, Failed):
            status = fail_file(outcome)
        elif isinstance(outcome, list):
            write_lines(json.dumps(row.model_dump()) for row in outcome)
    return status


@click.command()
def schema() -> int:
    """Print the JSON Schema of a line of `digestlint export`."""
    import json

    from digestlint.export import Row

    write_lines([json.dumps(Row.model_json_schema(), indent=2)])
    return OK
