"""Paths as services want them: from the root of the repository, where they run digestlint."""

import os
from urllib.parse import quote


def relative(path: str) -> str:
    """Return a path from the working directory, with slashes; as it is where it lies outside."""
    root = os.path.join(os.getcwd(), "")
    return os.path.abspath(path).removeprefix(root).replace(os.sep, "/")


def uri(path: str) -> str:
    """Return a path as a URI, relative to the working directory where that is possible."""
    path = relative(path)
    quoted = quote(os.fsencode(path))
    return f"file:///{quoted.removeprefix('/')}" if os.path.isabs(path) else quoted
