"""What becomes of each file of a run: checked, skipped or failed.

Whatever happens to one file, the others are still looked at.
"""

import re
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from digestlint import engine, fixer, writer
from digestlint.discovery import discover
from digestlint.files import Failed, crashed, failed, read
from digestlint.parser import parse
from digestlint.recognition import holds_digest
from digestlint.records import Digest
from digestlint.rule import Options, Rule
from digestlint.text import HAN_CHARACTER, UNDECODABLE, UTF16_MARKS, decode, encode
from digestlint.violation import Violation

Result = TypeVar("Result")

_PAPER_URL = re.compile(r"arxiv\.org/(?:abs|pdf)/", re.IGNORECASE)


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
    """A file that holds no digest; `resembles_one` where that may not be what its writer thinks."""

    path: str
    resembles_one: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A digest and what is wrong with it, in the order of the text.

    Of a digest that was fixed, this is what it became; `fixed` is what was mended in it, and
    `old` the text that it was.
    """

    path: str
    digest: Digest
    violations: list[Violation]
    fixed: tuple[Violation, ...] = ()
    old: str | None = None


Outcome = Checked | Skipped | Failed


@dataclass(frozen=True, slots=True)
class Fixes:
    """Which fixes to apply: those of the rules with these codes, and whether to write them."""

    fixable: frozenset[str]
    unsafe: bool = False
    write: bool = True


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
    return Skipped(source.path, resembles_one=_resembles_digest(digest))


def _resembles_digest(digest: Digest) -> bool:
    """Tell Chinese text that links a paper, of which an editor may have lost the headings."""
    return bool(_PAPER_URL.search(digest.text) and HAN_CHARACTER.search(digest.text))


def _holds_utf16_digest(text: str) -> bool:
    """Tell a digest that an editor has saved as UTF-16, which FIL001 reports."""
    if not text.startswith(UTF16_MARKS):
        return False
    data = text.encode("utf-8", "surrogateescape")
    return holds_digest(parse(data.decode("utf-16", "replace")))


def check(source: Source, rules: Collection[Rule], options: Options) -> Outcome:
    """Check one file; never raises."""
    digest = load(source)
    if not isinstance(digest, Digest):
        return digest
    try:
        violations = engine.run(digest, rules, options)
    except Exception as error:
        return crashed(source.path, error)
    return _judged(Checked(source.path, digest, violations))


def fix(source: Source, rules: Collection[Rule], options: Options, fixes: Fixes) -> Outcome:
    """Fix one file, on disk where the fixes say so, and check what is left; never raises."""
    digest = load(source)
    if not isinstance(digest, Digest):
        return digest
    try:
        fixed = fixer.fix(digest, rules, options, fixable=fixes.fixable, unsafe=fixes.unsafe)
        if fixes.write and source.data is None:
            _write(source.path, digest.text, fixed.digest.text)
    except fixer.FixError as error:
        return Failed(source.path, f"left as it was: {error}; this is a bug, please report it")
    except OSError as error:
        return failed(source.path, error)
    except Exception as error:
        return crashed(source.path, error)
    old = digest.text if fixed.applied else None
    return _judged(Checked(source.path, fixed.digest, fixed.remaining, fixed.applied, old))


def _write(path: str, old: str, new: str) -> None:
    if new == old:
        writer.remove_debris(path)
    else:
        writer.write(path, encode(old), encode(new))


def _judged(outcome: Checked) -> Checked | Failed:
    if not outcome.violations and UNDECODABLE.search(outcome.digest.text):
        return Failed(outcome.path, "not valid UTF-8, so nothing but FIL001 can be checked")
    return outcome
