"""The commands that show something and judge nothing: the rules, and a digest's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestlint.cli.arguments import StoppedError, one_of
from digestlint.cli.configure import add_config, add_stdin_filename, configurations, mistakes_told
from digestlint.cli.language import add_language
from digestlint.cli.output import OK, fail_file, write_lines

if TYPE_CHECKING:
    from argparse import Namespace

    from digestlint.cli.arguments import Parser

_SUBJECTS = ("export", "config")


def add_rule_arguments(parser: Parser) -> None:
    """Declare the arguments of `rule`."""
    parser.take_operands("RULE", least=1, most=1)


def rule(arguments: Namespace) -> int:
    """Print the page of a RULE, named by its code or its name; of a family, all its pages."""
    from digestlint.checks import RULES
    from digestlint.pages import page
    from digestlint.rule import matching
    from digestlint.settings import unknown

    (name,) = arguments.operands
    codes = matching(name, RULES)
    if not codes:
        raise StoppedError(unknown(name, RULES))
    write_lines(page(each).rstrip() for each in RULES if each.code in codes)
    return OK


def add_rules_arguments(parser: Parser) -> None:
    """Declare the arguments of `rules`."""
    parser.add_choice("--output-format", ("text", "json"), "What the list looks like.", "text")
    add_language(parser)


def rules(arguments: Namespace) -> int:
    """List the rules."""
    import json
    from dataclasses import replace

    from digestlint.checks import RULES

    listed = [replace(each, summary=arguments.translate(each.summary)) for each in RULES]
    if arguments.output_format == "json":
        fields = ("code", "name", "level", "summary")
        table = [{field: getattr(each, field) for field in fields} for each in listed]
        write_lines([json.dumps(table, indent=2)])
    else:
        width = max(len(each.name) for each in listed)
        write_lines(f"{r.code}  {r.name:{width}}  {r.level:7}  {r.summary}" for r in listed)
    return OK


def add_export_arguments(parser: Parser) -> None:
    """Declare the arguments of `export`."""
    parser.take_operands("[PATHS]...")
    add_stdin_filename(parser)
    add_config(parser)
    add_language(parser)


def export(arguments: Namespace) -> int:
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
        configured = configurations(arguments)
        found = sources(arguments.operands, arguments.stdin_filename, configured)
    for outcome in each(found, rows):
        if isinstance(outcome, Failed):
            status = fail_file(outcome, arguments.translate)
        elif isinstance(outcome, list):
            write_lines(dumped(row.model_dump()) for row in outcome)
    return status


def add_schema_arguments(parser: Parser) -> None:
    """Declare the arguments of `schema`."""
    parser.take_operands(f"[{'|'.join(_SUBJECTS)}]", most=1)


def schema(arguments: Namespace) -> int:
    """Print a JSON Schema: of a line of `digestlint export`, or of a configuration."""
    import json

    from digestlint import document
    from digestlint.export import Row

    subject = one_of(_SUBJECTS, *arguments.operands or _SUBJECTS[:1])
    described = Row.model_json_schema() if subject == "export" else document.schema()
    write_lines([json.dumps(described, indent=2)])
    return OK
