"""What is known of a project's files, kept in `.digestlint_cache/` from one run to the next.

The file is read as a whole and replaced as a whole, never changed in place: no run waits for
another, and what one has read no other can change. Only a cache is lost with it, so that
whatever is wrong with it, it is done without.

It holds a head that says what it is, the signature of the rest, the size of a table, the table, the
rows of all files one after another, and their postings. The table's fields, each ended by NUL, are
the path, the stamp, the content and the number of rows of each file.
"""

import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from digestlint import __version__, postings
from digestlint.files import read, require_regular
from digestlint.gitignore import GITIGNORE
from digestlint.postings import ROW, Postings, Rows
from digestlint.signature import SIZE, signature
from digestlint.traits import Trait

FOLDER = ".digestlint_cache"
FILE = "index"

_FORMAT = 2
_MAGIC = b"digestlint\n"
_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_SIZE = 8


class Known(NamedTuple):
    """What is known of a file since it was read.

    `stamp` changes whenever the file does; it is empty where only `content`, a hash in hexadecimal
    digits, can tell. `rows` are numbers, ROW for each of its entries, in order.
    """

    stamp: bytes
    content: bytes
    rows: Rows


class Kept(NamedTuple):
    """What an earlier run left: what is known of each file, by its path, and their postings.

    Paths are bytes, seen from the project's folder: a file's name need not be text.
    """

    known: dict[bytes, Known]
    postings: Postings


NOTHING = Kept({}, Postings({}, memoryview(b"")))


@cache
def meaning() -> bytes:
    """Return 16 bytes for all that what is kept depends on, files and settings apart.

    The version alone does not tell: the code of a checkout changes under it. What Python knows of
    characters changes with Python.
    """
    try:
        code = sorted(_code(_PACKAGE))
    except OSError:
        # Code in an archive, say: no run can tell that it is the same as another's.
        return os.urandom(16)
    told = (__version__, unicodedata.unidata_version, _FORMAT, *Trait, sys.byteorder, code)
    return hashlib.blake2b(repr(told).encode(), digest_size=16).digest()


def _code(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of the last change of each file of the package; raises OSError."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _code(entry.path)
            else:
                status = entry.stat()
                yield entry.path[len(_PACKAGE) :], status.st_size, status.st_mtime_ns


def load(root: str) -> Kept:
    """Return what an earlier run left in a project's folder.

    Nothing is known where that is damaged or not ours.
    """
    path = os.path.join(root, FOLDER, FILE)
    # A TypeError where numbers are cut off.
    with suppress(OSError, ValueError, TypeError):
        # Neither a link, which may lead anywhere, nor a pipe, which would keep us waiting.
        require_regular(path, os.lstat(path).st_mode)
        return _unpacked(memoryview(read(path)))
    return NOTHING


def save(root: str, known: Mapping[bytes, Known]) -> None:
    """Keep what is known of a project's files for the next run, unless that cannot be done."""
    with suppress(OSError):
        make_folder(os.path.join(root, FOLDER))
        replace(os.path.join(root, FOLDER, FILE), *_packed(known))


def make_folder(folder: str) -> None:
    """Make a folder, which git is to ignore; raises OSError where a link stands for it."""
    with suppress(FileExistsError):
        os.mkdir(folder)
    if os.path.islink(folder):
        raise NotADirectoryError(folder)
    with suppress(FileExistsError), open(os.path.join(folder, GITIGNORE), "x") as file:
        file.write("*\n")


def replace(path: str, *data: bytes) -> None:
    """Put data in the place of what a file of the cache holds; raises OSError."""
    temporary = f"{path}.{os.urandom(8).hex()}"
    try:
        # A file that a crash of the system spoils is found out by the next run.
        with open(temporary, "xb") as file:
            file.writelines(data)
        os.replace(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


def _packed(known: Mapping[bytes, Known]) -> tuple[bytes, bytes]:
    table = b"".join(
        b"%b\0%b\0%b\0%d\0" % (path, stamp, content, len(rows) // ROW)
        for path, (stamp, content, rows) in known.items()
    )
    rows = [file.rows for file in known.values()]
    body = b"".join((len(table).to_bytes(_SIZE), table, *rows, postings.packed(rows)))
    return _MAGIC + meaning() + signature(body), body


def _unpacked(data: memoryview) -> Kept:
    """Return what was packed; raises ValueError where anything else was."""
    head = _MAGIC + meaning()
    body = data[len(head) + SIZE :]
    if data[: len(data) - len(body)] != head + signature(body):
        raise ValueError("damaged, or not ours")
    start = _SIZE + int.from_bytes(body[:_SIZE])
    numbers = body[start:]
    fields = iter(bytes(body[_SIZE:start]).split(b"\0")[:-1])
    known: dict[bytes, Known] = {}
    position = 0
    for path, stamp, content, count in zip(*[fields] * 4, strict=True):
        end = position + _SIZE * ROW * int(count)
        rows = numbers[position:end].cast("Q")
        if len(rows) != ROW * int(count):
            raise ValueError("rows of no file")
        known[path] = Known(stamp, content, rows)
        position = end
    all_rows = {path: file.rows for path, file in known.items()}
    return Kept(known, Postings(all_rows, numbers[position:]))
