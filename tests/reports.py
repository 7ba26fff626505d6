"""Builds reports for the tests of the formats."""

from digestlint.files import Failed
from digestlint.parser import parse
from digestlint.project import Checked
from digestlint.report import render
from digestlint.report.style import Style
from digestlint.violation import Edit, Fix, Level, Safety, Violation

DIGEST = """\
# A Paper of Note
[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)

我们提出,一种方法。
"""
COMMA = DIGEST.index(",")
SAFE = Fix((Edit(COMMA, COMMA + 1, "，"),))
UNSAFE = Fix((Edit(COMMA, COMMA + 1, "，"),), Safety.UNSAFE)


def violation(
    start: int,
    end: int,
    message: str = "a half-width mark",
    fix: Fix | None = None,
    level: Level = Level.ERROR,
) -> Violation:
    values = {"message": message}
    code, name = "ARX002", "malformed-id"
    return Violation(start, end, "{message}", values, fix, code=code, name=name, level=level)


def report(
    name: str,
    text: str,
    *violations: Violation,
    width: int = 100,
    path: str = "a.md",
    failures: tuple[Failed, ...] = (),
) -> list[str]:
    checked = Checked(path, parse(text, path), list(violations))
    return list(render(name, [checked], Style(width=width), failures))
