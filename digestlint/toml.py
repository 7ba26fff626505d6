"""Values and tables as TOML, which the standard library reads but does not write."""

import json
from collections.abc import Iterator, Mapping, Sequence

from digestlint import lazy

_BARE_KEY = lazy.compile("[A-Za-z0-9_-]+")


def key(name: str) -> str:
    """Return a key, in quotes where it needs them."""
    return name if _BARE_KEY.fullmatch(name) else value(name)


def value(content: object) -> str:
    """Return a string, a number, a truth value, or a list of such."""
    if isinstance(content, str):
        # JSON's escapes are TOML's too, which alone wants one for DEL.
        return json.dumps(content, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(content, bool):
        return str(content).lower()
    if isinstance(content, Sequence):
        return f"[{', '.join(map(value, content))}]"
    return str(content)


def document(table: Mapping[str, object], path: str = "") -> Iterator[str]:
    """Yield the lines of a table: its values, then the tables in it, each under its path."""
    for name, content in table.items():
        if not isinstance(content, Mapping):
            yield f"{key(name)} = {value(content)}"
    for name, content in table.items():
        if isinstance(content, Mapping):
            inner = f"{path}{key(name)}"
            if any(not isinstance(each, Mapping) for each in content.values()):
                yield from ("", f"[{inner}]")
            yield from document(content, f"{inner}.")
