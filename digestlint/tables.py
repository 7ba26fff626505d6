"""Configurations as tables: read from a file or an argument, and put over one another."""

import os
from collections.abc import Mapping

from digestlint import files, lazy
from digestlint.document import Table, by_code, read
from digestlint.settings import SettingsError

PYPROJECT = "pyproject.toml"
_INLINE = "--config"

_TOML_PLACE = lazy.compile(r" \(at line ([0-9]+), column ([0-9]+)\)\Z")
_TOML_END = ("(at end of document)", "at the end of the file")


def load(file: str) -> Table | None:
    """Read a file and what it extends; None for a `pyproject.toml` without `[tool.digestlint]`.

    Raises SettingsError with the mistakes of all these files.
    """
    try:
        table = _table(file)
    except OSError as error:
        raise SettingsError(f"{shown(file)}: {files.failed(file, error).reason}") from error
    return None if table is None else _complete(file, table, ())


def inline(text: str) -> Table:
    """Read `key = value` as a command line says it; raises SettingsError."""
    table = _parsed(text.encode("utf-8", "surrogatepass"), _INLINE)
    found = _mistakes(table, _INLINE)
    if "extend" in table:
        found.append(f"{_INLINE}: extend: only a file builds on another; name that file instead")
    if found:
        raise SettingsError(*found)
    return by_code(table)


def merged(table: Table, over: Table) -> Table:
    """Put a table over another: tables in them key by key, lists that extend others added up."""
    result = dict(table)
    for key, value in over.items():
        below = table.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            result[key] = merged(below, value)
        elif key.startswith("extend-") and isinstance(value, list) and isinstance(below, list):
            result[key] = [*below, *value]
        else:
            result[key] = value
    return result


def shown(path: str) -> str:
    """Return a path as users see it: from the current directory, where it lies below."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def _complete(file: str, table: Table, above: tuple[str, ...]) -> Table:
    """Put the table of a file over what it extends; `above` are the files that extend it."""
    found = _mistakes(table, shown(file))
    base: Table = {}
    if isinstance(extended := table.get("extend"), str):
        try:
            base = _base(file, extended, (*above, os.path.realpath(file)))
        except SettingsError as error:
            found += error.args
    if found:
        raise SettingsError(*found)
    return merged(base, by_code(table))


def _base(file: str, extended: str, above: tuple[str, ...]) -> Table:
    place = f'{shown(file)}: extend: "{extended}"'
    target = os.path.join(os.path.dirname(file), extended)
    try:
        table = _table(target)
    except SettingsError:
        raise
    except (OSError, ValueError) as error:
        raise SettingsError(f"{place}: {files.failed(target, error).reason}") from error
    if os.path.realpath(target) in above:
        raise SettingsError(f"{place} builds on this file itself; drop one")
    if table is None:
        raise SettingsError(f"{place} holds no [tool.digestlint]; name a file that does")
    return _complete(target, table, above)


def _table(file: str) -> Table | None:
    """Read the table that a file holds for us; raises OSError and SettingsError."""
    name = shown(file)
    table = _parsed(files.read(file), name)
    if os.path.basename(file) != PYPROJECT:
        return table
    tools = table.get("tool")
    if not isinstance(tools, Mapping) or "digestlint" not in tools:
        return None
    if isinstance(own := tools["digestlint"], Mapping):
        return own
    raise SettingsError(f"{name}: tool.digestlint is not a table; write [tool.digestlint]")


def _parsed(data: bytes, name: str) -> Table:
    """Parse TOML; raises SettingsError, whose text begins with the name."""
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError(f"{name}: not valid UTF-8; save it as UTF-8") from error
    except RecursionError as error:
        raise SettingsError(f"{name}: not valid TOML: nested too deeply") from error
    except ValueError as error:
        place = _TOML_PLACE.search(str(error))
        where = f"{name}:{place[1]}:{place[2]}" if place else name
        reason = _TOML_PLACE.sub("", str(error)).replace(*_TOML_END)
        reason = reason[:1].lower() + reason[1:]
        raise SettingsError(f"{where}: not valid TOML: {reason}") from error


def _mistakes(table: Table, name: str) -> list[str]:
    try:
        read(table)
    except SettingsError as error:
        return [f"{name}: {line}" for line in error.args]
    return []
