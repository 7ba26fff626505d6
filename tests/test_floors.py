"""The house stands: imports go down the floors only, and starting loads little."""

import ast
import graphlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from repositories import ROOT

import digestlint

PACKAGE = Path(digestlint.__file__).parent

FLOORS = {
    "text": 1, "escapes": 1, "invisible": 1, "records": 1, "arxiv": 1, "hosts": 1, "urls": 1,
    "glue": 1, "malformed": 1, "vocabulary": 1, "names": 1, "titles": 1, "scripts": 1, "toml": 1,
    "language": 1, "violation": 1, "files": 1, "writer": 1, "gitignore": 1, "placeholders": 1,
    "html_blocks": 1, "finder": 1, "comments": 2, "heads": 2,
    "blocks": 2, "inlines": 2, "headings": 2, "linkline": 2, "parser": 2, "recognition": 2,
    "frozen": 1, "masks": 1, "notation": 1, "lazy": 1, "validators": 1, "keywords": 1,
    "odd": 3, "translation": 3, "terms": 3, "shipped": 3, "typography": 3, "pairs": 3, "spaces": 3,
    "traits": 3, "rule": 3, "abstracts": 3, "judge": 3, "residue": 3, "chatter": 3, "suspects": 3,
    "checks": 4, "suppressions": 4, "pages": 4,
    "engine": 5, "guard": 5,
    "fixer": 6, "settings": 6,
    "document": 6, "tables": 6, "configuration": 6,
    "baseline": 7, "baseline_file": 7, "changes": 7, "adoption": 7,
    "discovery": 7, "root": 7, "project": 7, "fixing": 7, "checking": 7, "comparing": 7,
    "examined": 7, "results": 7, "workers": 7, "spool": 7, "cache": 7, "signature": 7,
    "indexing": 7, "postings": 7, "lookup": 7, "index": 7,
    "report": 8, "export": 8, "survey": 8,
    "cli": 9, "__main__": 9, "__init__": 9,
}  # fmt: skip


def modules() -> dict[str, ast.Module]:
    """Return every module of the package by its dotted name, with `__init__` left out of it."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imports(tree: ast.Module) -> Iterator[str]:
    """Yield the modules of the package that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from filter(None, map(module_of, names))


def module_of(name: str) -> str | None:
    """Return the module that an imported name is, or stands in; None for other packages."""
    package, _, rest = name.partition(".")
    if package != "digestlint":
        return None
    if rest in MODULES:
        return rest
    return rest.rpartition(".")[0] or "__init__"


def floor(module: str) -> int:
    return FLOORS[module.partition(".")[0]]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_module_imports_nothing_from_above(module: str) -> None:
    # What the package itself holds is its version, which stands on no floor.
    above = {
        name
        for name in imports(MODULES[module])
        if name != "__init__" and floor(name) > floor(module)
    }
    assert not above


def test_imports_form_no_cycle() -> None:
    graph = {module: set(imports(tree)) - {module} for module, tree in MODULES.items()}
    graph["cli"] -= {"__init__"}
    assert list(graphlib.TopologicalSorter(graph).static_order())


def test_checks_do_not_import_one_another() -> None:
    for module, tree in MODULES.items():
        if module.startswith("checks."):
            assert not [name for name in imports(tree) if name.startswith("checks")], module


def test_every_import_is_absolute() -> None:
    relative = [
        module
        for module, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


def prints(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id == "print"
    if isinstance(node, ast.Attribute):
        return node.attr in {"stderr", "print_help", "print_usage"}
    return False


def test_only_the_command_line_prints() -> None:
    printing = {name for name, tree in MODULES.items() if any(map(prints, ast.walk(tree)))}
    assert printing == {"cli.output"}


# Each takes longer to load than digestlint.cli itself, or is needed by some commands only.
HEAVY = {
    "asyncio", "click", "concurrent", "dataclasses", "difflib", "email", "hypothesis",
    "importlib.metadata", "inspect", "json", "multiprocessing", "pathspec", "pydantic",
    "pydantic_core", "regex", "tomllib", "unittest", "urllib", "wcwidth",
    "digestlint.checks", "digestlint.engine", "digestlint.parser",
}  # fmt: skip


# What the check of a digest does without in which nothing is wrong.
FOR_VIOLATIONS_FIXES_AND_MANY_FILES = {
    "asyncio", "click", "concurrent", "difflib", "html.entities", "hypothesis", "multiprocessing",
    "pathlib", "pathspec", "pydantic", "pydantic_core", "regex", "secrets", "shutil", "sqlite3",
    "subprocess", "tomllib", "traceback", "unittest", "wcwidth",
    "digestlint.adoption", "digestlint.baseline", "digestlint.changes", "digestlint.export",
    "digestlint.fixer", "digestlint.fixing", "digestlint.guard", "digestlint.survey",
    "digestlint.writer",
}  # fmt: skip


def loaded(arguments: list[str], folder: Path | None = None) -> set[str]:
    """Return the modules that a run loads which finds nothing wrong."""
    program = (
        "import sys; from digestlint.cli import main;"
        f"assert main({arguments!r}) == 0; print(*sys.modules, file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return set(run.stderr.split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
def test_start_up_loads_nothing_heavy(arguments: list[str]) -> None:
    assert not HEAVY & loaded(arguments)


def test_check_of_a_clean_digest_loads_only_what_it_needs(tmp_path: Path) -> None:
    clean = (ROOT / "fixtures" / "clean-level-two.md").read_bytes()
    (tmp_path / "clean.md").write_bytes(clean)
    modules = loaded(["check", "clean.md"], tmp_path)
    assert "digestlint.engine" in modules
    assert not FOR_VIOLATIONS_FIXES_AND_MANY_FILES & modules


def compiles(node: ast.AST) -> Iterator[str]:
    """Yield the calls that compile a text's pattern outside of functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            if isinstance(child, ast.Call) and ast.unparse(child.func) == "re.compile":
                yield ast.unparse(child)
            yield from compiles(child)


def test_loading_compiles_no_pattern() -> None:
    found = [call for tree in MODULES.values() for call in compiles(tree)]
    assert [call for call in found if not call.startswith("re.compile(b")] == []


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5 misses matches of `(…)*+`; `(?>(…)*)` says the same."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+")
    for path in PACKAGE.rglob("*.py"):
        assert not possessive.search(path.read_text(encoding="utf-8")), path.name
