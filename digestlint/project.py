"""What becomes of each file of a run: checked, skipped or failed.

Whatever happens to one file, the others are still looked at.
"""

import errno
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from digestlint import engine, lazy
from digestlint.configuration import Configuration, Configurations
from digestlint.discovery import discover
from digestlint.files import Failed, crashed, failed, read
from digestlint.index import Indexes
from digestlint.indexing import content_of
from digestlint.judge import AdoptionError, unmoved
from digestlint.language import Translate, english
from digestlint.odd import is_undecodable
from digestlint.parser import parse
from digestlint.recognition import holds_digest, may_hold_digest
from digestlint.records import Digest
from digestlint.rule import ALONE, Index, Options, Rule
from digestlint.scripts import Script, letters
from digestlint.settings import Settings, SettingsError
from digestlint.text import UTF16_MARKS, Lines, decode, encode
from digestlint.violation import Counts, Level, Violation, counted

if TYPE_CHECKING:
    from digestlint.adoption import Adoption

Result = TypeVar("Result")

_PAPER_URL = lazy.compile(r"arxiv\.org/(?:abs|pdf)/", re.IGNORECASE)
_DEFAULTS = Configuration(Settings(), os.sep)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or, where `data` is given, text that goes by that path.

    `index` is that of its project; `content`, once the file is checked, stands for what it held.
    """

    path: str
    data: bytes | None = None
    configuration: Configuration = _DEFAULTS
    excluded: bool = False
    index: Index = ALONE
    content: bytes = b""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that its configuration selects for it."""
        return self.configuration.rules(os.path.abspath(self.path))

    @property
    def options(self) -> Options:
        """Return the options that its configuration sets."""
        return self.configuration.settings.options

    @property
    def script(self) -> Script:
        """Return the script of its translation."""
        return self.configuration.settings.script

    @property
    def fail_on(self) -> Level:
        """Return the lowest level that fails a run."""
        return self.configuration.settings.fail_on

    @property
    def is_required(self) -> bool:
        """Tell whether its configuration names it, so that it must be a digest."""
        return self.configuration.requires(os.path.abspath(self.path))

    def bytes(self) -> bytes:
        """Return what the file holds; raises OSError, also where that is not what was checked."""
        if self.data is not None:
            return self.data
        data = read(self.path)
        if self.content and content_of(data, self.script) != self.content:
            raise OSError(errno.EBUSY, "changed while it was checked", self.path)
        return data

    def text(self) -> str:
        """Return the text; an undecodable byte is a lone surrogate. Raises OSError."""
        return decode(self.bytes())


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that holds no digest; `resembles_one` where that may not be what its writer thinks."""

    path: str
    resembles_one: bool = False


@dataclass(frozen=True)
class Checked:
    """A digest and what is wrong with it, in the order of the text.

    Of a digest that was fixed, this is what it became; `fixed` is what was mended in it, and
    `old` the text that it was. A violation at `fail_on`, or above, fails the run. One that was
    checked by another process, or an earlier one, is read again when its text is asked for.
    """

    path: str
    read: Digest | Source
    violations: list[Violation]
    fixed: tuple[Violation, ...] = ()
    old: str | None = None
    fail_on: Level = Level.ERROR

    @cached_property
    def digest(self) -> Digest:
        """Return the records."""
        if isinstance(self.read, Digest):
            return self.read
        return parse(self.text, self.path, self.read.script)

    @cached_property
    def text(self) -> str:
        """Return the text; raises OSError where it cannot be read again, or is another by now."""
        return self.read.text if isinstance(self.read, Digest) else self.read.text()

    def require_text(self) -> None:
        """Read the text, which then stays, unless that is done; raises OSError as `text` does."""
        _ = self.text

    @cached_property
    def lines(self) -> Lines:
        """Return the table that turns offsets into lines and columns."""
        return self.read.lines if isinstance(self.read, Digest) else Lines(self.text)

    @property
    def counts(self) -> Counts:
        """Return how much is wrong with it."""
        return counted(self.violations)

    def translated(self, translate: Translate) -> "Checked":
        """Return the same with its messages in the language of the translator."""
        if translate is english:
            return self
        return replace(self, violations=[each.translated(translate) for each in self.violations])


Outcome = Checked | Skipped | Failed


class Told(NamedTuple):
    """A digest that was checked, and what a report says of it; `fail_on` is as above."""

    path: str
    report: str
    counts: Counts
    fail_on: Level


class Teller(NamedTuple):
    """What a report says of a checked file, where it says the same whatever the others are.

    `manner` are 16 bytes that stand for all that this depends on, the file apart.
    """

    manner: bytes
    tell: Callable[[Checked], str]


def each(
    found: Iterable[Source | Failed], work: Callable[[Source], Result]
) -> Iterator[Result | Failed]:
    """Yield what the work comes to for each file, or why there is none to do."""
    return (each if isinstance(each, Failed) else work(each) for each in found)


def sources(
    paths: Sequence[str],
    stdin_filename: str,
    configurations: Configurations,
    indexes: Indexes | None = None,
) -> list[Source | Failed]:
    """Return the files in the paths; raises SettingsError where a configuration is mistaken.

    Without paths, the current directory is walked; `-` is standard input.
    """
    named = [path for path in paths if path != "-"] if paths else ["."]
    found = [*_standard_input(stdin_filename, configurations)] if "-" in paths else []
    for path in discover(named, configurations):
        if isinstance(path, str):
            found.append(Source(path, configuration=configurations.above(path)))
        else:
            found.append(path)
    configurations.require_sound()
    return [_indexed(source, indexes) for source in found] if indexes else found


def _indexed(source: Source | Failed, indexes: Indexes) -> Source | Failed:
    if isinstance(source, Failed):
        return source
    return replace(source, index=indexes.around(source.path))


def _standard_input(name: str, configurations: Configurations) -> Iterator[Source | Failed]:
    if sys.stdin is None:
        yield Failed(name, "standard input is closed")
    else:
        data = sys.stdin.buffer.read()
        yield Source(name, data, configurations.above(name), configurations.excludes(name))


def load(source: Source) -> Digest | Skipped | Failed:
    """Read one file into records; never raises."""
    if source.excluded:
        return Skipped(source.path)
    try:
        text = source.text()
        if not (source.is_required or may_hold_digest(text, source.script)):
            return Skipped(source.path)
        digest = parse(text, source.path, source.script)
        if source.is_required or holds_digest(digest) or _holds_utf16_digest(digest):
            return digest
    except OSError as error:
        return failed(source.path, error)
    except Exception as error:
        return crashed(source.path, error)
    return Skipped(source.path, resembles_one=_resembles_digest(digest))


def _resembles_digest(digest: Digest) -> bool:
    """Tell translated text that links a paper, of which an editor may have lost the headings."""
    translated = letters(digest.script)
    return bool(_PAPER_URL.search(digest.text) and translated.search(digest.text))


def _holds_utf16_digest(digest: Digest) -> bool:
    """Tell a digest that an editor has saved as UTF-16, which FIL001 reports."""
    if not digest.text.startswith(UTF16_MARKS):
        return False
    text = encode(digest.text).decode("utf-16", "replace")
    return holds_digest(parse(text, script=digest.script))


def check(source: Source, rules: Collection[Rule], options: Options) -> Outcome:
    """Check one file; raises nothing but SettingsError."""
    digest = judgeable(load(source), rules)
    if not isinstance(digest, Digest):
        return digest
    try:
        violations = engine.run(digest, rules, options, source.index)
    except SettingsError:
        raise
    except Exception as error:
        return crashed(source.path, error)
    return Checked(source.path, digest, violations, fail_on=source.fail_on)


def adopted(checked: Checked, rules: Collection[Rule], adoption: "Adoption") -> Outcome:
    """Keep of what is wrong with a file what counts; raises AdoptionError."""
    try:
        judge = adoption.judge(checked.digest, rules)
        violations = judge(checked.digest, checked.violations, unmoved)
    except AdoptionError:
        raise
    except OSError as error:
        return failed(checked.path, error)
    except Exception as error:
        return crashed(checked.path, error)
    # What is told is of the text that was judged, so the file is not read once more.
    return replace(checked, read=checked.digest, violations=violations)


def judgeable(
    loaded: Digest | Skipped | Failed, rules: Collection[Rule]
) -> Digest | Skipped | Failed:
    """Return what was loaded, or why none of the rules can judge it."""
    if not isinstance(loaded, Digest) or not is_undecodable(loaded):
        return loaded
    if any(rule.code == engine.UNDECODABLE_RULE for rule in rules):
        return loaded
    return Failed(loaded.path or "", "not valid UTF-8, so nothing but FIL001 can be checked")
