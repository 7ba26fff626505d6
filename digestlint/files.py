"""Files as a run meets them: their bytes, or why there are none."""

import errno
import os
import stat
from typing import NamedTuple


class Failed(NamedTuple):
    """A file or directory that could not be judged, and why, in a few words."""

    path: str
    reason: str


def read(path: str) -> bytes:
    """Read a file; raises OSError, also where a pipe or a device would keep us waiting."""
    require_regular(path, os.stat(path).st_mode)
    with open(path, "rb") as file:
        return file.read()


def require_regular(path: str, mode: int) -> None:
    """Raise OSError unless a mode, as `os.stat` gives it, is that of a regular file."""
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "not a regular file", path)


def failed(path: str, error: OSError | ValueError) -> Failed:
    """Turn what the system raised about a path into a failure; ValueError is a NUL in the path."""
    if isinstance(error, FileNotFoundError) and os.path.islink(path):
        return Failed(path, "broken symbolic link")
    reason = error.strerror if isinstance(error, OSError) else None
    reason = reason or str(error)
    return Failed(path, reason[:1].lower() + reason[1:])


def crashed(path: str, error: Exception) -> Failed:
    """Turn an error of our own into a failure that says where to look."""
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(place.filename)}:{place.lineno}"
    what = f"{type(error).__name__}: {error}"[:200]
    return Failed(path, f"internal error in {where}, please report it: {what}")
