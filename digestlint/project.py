"""What becomes of each file of a run: checked, skipped or failed.

Whatever happens to one file, the others are still looked at.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from digestlint import engine
from digestlint.discovery import discover
from digestlint.files import Failed, crashed, failed, read
from digestlint.parser import holds_digest, parse
from digestlint.records import Digest
from digestlint.rule import Options, Rule
from digestlint.text import UNDECODABLE, decode
from digestlint.violation import Violation

Result = TypeVar("Result")

# The byte order marks of UTF-16, as `decode` shows bytes that are no UTF-8.
_UTF16_MARKS = ("\udcff\udcfe", "\udcfe\udcff")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or, where `data` is given, text that goes by that path."""

    path: str
    data: bytes | None = None

    def text(self) -> str:
        """Return the text; an undecodable byte is a lone surrogate. Raises OSError."""
        return decode(read(self.path) if self.data is None else self.data)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that holds no digest."""

    path: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A digest and what is wrong with it, in the order of the text."""

    path: str
    digest: Digest
    violations: list[Violation]


def each(
    paths: Sequence[str], stdin_filename: str, work: Callable[[Source], Result]
) -> Iterator[Result | Failed]:
    """Yield what the work comes to for each file in the paths, or why there is none to do.

    Without paths, the current directory is walked; `-` is standard input.
    """
    if "-" in paths and sys.stdin is None:
        yield Failed(stdin_filename, "standard input is closed")
    elif "-" in paths:
        yield work(Source(stdin_filename, sys.stdin.buffer.read()))
    for found in discover([path for path in paths if path != "-"] if paths else ["."]):
        yield found if isinstance(found, Failed) else work(Source(found))


def load(source: Source) -> Digest | Skipped | Failed:
    """Read one file into records; never raises."""
    try:
        digest = parse(source.text(), source.path)
        if holds_digest(digest) or _holds_utf16_digest(digest.text):
            return digest
    except OSError as error:
        return failed(source.path, error)
    except Exception as error:
        return crashed(source.path, error)
    return Skipped(source.path)


def _holds_utf16_digest(text: str) -> bool:
    """Tell a digest that an editor has saved as UTF-16, which FIL001 reports."""
    if not text.startswith(_UTF16_MARKS):
        return False
    data = text.encode("utf-8", "surrogateescape")
    return holds_digest(parse(data.decode("utf-16", "replace")))


def check(source: Source, rules: Collection[Rule], options: Options) -> Checked | Skipped | Failed:
    """Check one file; never raises."""
    digest = load(source)
    if not isinstance(digest, Digest):
        return digest
    try:
        violations = engine.run(digest, rules, options)
    except Exception as error:
        return crashed(source.path, error)
    if not violations and UNDECODABLE.search(digest.text):
        return Failed(source.path, "not valid UTF-8, so nothing but FIL001 can be checked")
    return Checked(source.path, digest, violations)
