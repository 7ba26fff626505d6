"""Collects from the source the messages that people are told, each a candidate for translation."""

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import digestlint
from digestlint.checks import RULES
from digestlint.files import failed

PACKAGE = Path(digestlint.__file__).parent
TEMPLATE_FILES = [*(PACKAGE / "checks").glob("[!_]*.py"), PACKAGE / "malformed.py"]

# What tells a sentence from a name, a key or a pattern.
_WORDS = re.compile(r"[a-z]+ [a-z]+")
_COMPILING = re.compile(r"(?:lazy|re|regex)\.compile")
# Functions that translate what they are given, and those that give a reason of ours.
_TRANSLATING = re.compile(r"(?:[\w.]+\.)?(?:translate|_count)|count")
_REASONING = re.compile(r"Failed|OSError|BlockingIOError")
_SYSTEM_ERRORS = (errno.ENOENT, errno.EACCES, errno.EROFS, errno.ENOSPC)


def messages() -> set[str]:
    """Return every message: templates, summaries of rules, what the command line says."""
    found = {rule.summary for rule in RULES}
    found |= {failed("", OSError(number, os.strerror(number))).reason for number in _SYSTEM_ERRORS}
    for path in TEMPLATE_FILES:
        found |= set(filter(_WORDS.search, _literals(_parsed(path))))
    for path in PACKAGE.rglob("*.py"):
        found |= set(_told(_parsed(path)))
    return found


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _literals(tree: ast.Module) -> Iterator[str]:
    """Yield the strings of a module, but for docstrings and what is compiled as a pattern."""
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not is_docstring and not _COMPILING.fullmatch(_called(node)):
            nodes += ast.iter_child_nodes(node)


def _told(tree: ast.Module) -> Iterator[str]:
    """Yield the strings that a module has translated, and the reasons why it gave up a file."""
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if _TRANSLATING.fullmatch(_called(node)):
            arguments = [constants.get(ast.unparse(each), each) for each in node.args]
        else:
            arguments = node.args[1:2] if _REASONING.fullmatch(_called(node)) else []
        yield from (text for each in arguments for text in _choices(each))


def _called(node: ast.AST) -> str:
    """Return the function that a node calls, as it is written."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def _choices(node: ast.expr) -> Iterator[str]:
    """Yield what an expression may be, where it is a string or a choice between strings."""
    if isinstance(node, ast.IfExp):
        yield from _choices(node.body)
        yield from _choices(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
