"""The database of an index, kept in `.digestlint_cache/` from one run to the next.

The file is read as a whole and replaced as a whole, never changed in place: no run waits for
another, and what one has read no other can change. Only a cache is lost with it, so that
whatever is wrong with it, it is done without.
"""

import hashlib
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from secrets import token_hex

from digestlint import __version__
from digestlint.files import require_regular
from digestlint.gitignore import GITIGNORE

FOLDER = ".digestlint_cache"
FILE = "index.sqlite"
# What the file's bytes hash to; SQLite itself notices no damage inside a row.
SUM = "index.sum"

# Paths are bytes: a file's name need not be text.
SCHEMA = (
    "CREATE TABLE file (path BLOB PRIMARY KEY, stamp TEXT, content BLOB) WITHOUT ROWID",
    """CREATE TABLE place (
        key BLOB, excused INTEGER, path BLOB, line INTEGER, paper TEXT,
        PRIMARY KEY (key, excused, path, line)
    ) WITHOUT ROWID""",
)
_APPLICATION_ID = int.from_bytes(b"dlnt")
# What rows mean depends on the version that wrote them; SQLite keeps 32 bits for that, signed.
_MEANING = "\n".join((__version__, *SCHEMA)).encode()
_VERSION = int.from_bytes(hashlib.blake2b(_MEANING, digest_size=4).digest()) >> 1


def empty() -> sqlite3.Connection:
    """Return a database without rows, in memory."""
    database = sqlite3.connect(":memory:")
    for statement in SCHEMA:
        database.execute(statement)
    database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {_VERSION}")
    return database


def load(root: str) -> sqlite3.Connection:
    """Read what an earlier run left in a project's folder into memory.

    The database is empty where there is none, or one that is damaged or not ours.
    """
    path = os.path.join(root, FOLDER, FILE)
    database = sqlite3.connect(":memory:")
    try:
        # Neither a link, which may lead anywhere, nor a pipe, which would keep us waiting.
        require_regular(path, os.lstat(path).st_mode)
        if _sum(path) != Path(root, FOLDER, SUM).read_text("ascii"):
            raise sqlite3.DatabaseError(path)
        uri = f"{Path(os.path.abspath(path)).as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as file:
            file.backup(database)
        if _is_sound(database):
            return database
    except (OSError, ValueError, sqlite3.Error):
        pass
    database.close()
    return empty()


def save(root: str, database: sqlite3.Connection) -> None:
    """Keep a database for the next run, unless that cannot be done."""
    folder = os.path.join(root, FOLDER)
    temporary = os.path.join(folder, f"{FILE}.{token_hex(8)}")
    with suppress(OSError, sqlite3.Error):
        make_folder(folder)
        try:
            with closing(sqlite3.connect(temporary)) as file:
                # A file that a crash of the system spoils is found out by the next run.
                file.execute("PRAGMA synchronous = OFF")
                database.backup(file)
            total = _sum(temporary)
            os.replace(temporary, os.path.join(folder, FILE))
            # Where another run comes in between, the two differ and the next run starts anew.
            Path(folder, SUM).write_text(total, "ascii")
        finally:
            with suppress(FileNotFoundError):
                os.unlink(temporary)


def _sum(path: str) -> str:
    return hashlib.blake2b(Path(path).read_bytes()).hexdigest()


def make_folder(folder: str) -> None:
    """Make a folder, which git is to ignore; raises OSError where a link stands for it."""
    with suppress(FileExistsError):
        os.mkdir(folder)
    if os.path.islink(folder):
        raise NotADirectoryError(folder)
    with suppress(FileExistsError), open(os.path.join(folder, GITIGNORE), "x") as file:
        file.write("*\n")


def _is_sound(database: sqlite3.Connection) -> bool:
    """Tell whether a database is ours, of this version, and whole."""
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if (application, version) != (_APPLICATION_ID, _VERSION):
        return False
    # Nothing but our tables: a view or trigger of somebody else's would run whenever we look.
    schema = tuple(sql for (sql,) in database.execute("SELECT sql FROM sqlite_master"))
    return schema == SCHEMA and database.execute("PRAGMA quick_check").fetchone() == ("ok",)
