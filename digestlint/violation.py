"""What a check yields: a place, a sentence, and how to mend it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from operator import add
from typing import NamedTuple

from digestlint.language import Translate


class Level(StrEnum):
    """How grave a violation is; an error fails the run by default."""

    ERROR = "error"
    WARNING = "warning"


class Safety(StrEnum):
    """What a fix promises: safe keeps the meaning and every fact, unsafe is likely right."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Edit(NamedTuple):
    """Replace the characters from `start` to `end` by `content`."""

    start: int
    end: int
    content: str


class Fix(NamedTuple):
    """Edits that are applied together or not at all; they do not overlap."""

    edits: tuple[Edit, ...]
    safety: Safety = Safety.SAFE


class Violation(NamedTuple):
    """A place in the text and what is wrong there.

    `template` and `values` are kept apart so that a message can be translated. What is `excused`
    is never told: a suppression elsewhere hides it, and one here is of use all the same. A check
    leaves `code`, `name` and `level` alone: the engine stamps them. Values are what JSON knows, so
    that a violation can be kept.
    """

    start: int
    end: int
    template: str
    values: Mapping[str, object] = {}
    fix: Fix | None = None
    excused: bool = False
    code: str = ""
    name: str = ""
    level: Level = Level.ERROR

    @property
    def message(self) -> str:
        """Render the sentence: what is wrong and what to do; long values are cut."""
        return self.template.format_map(_cut(self.values))

    def stamped(self, code: str, name: str, level: Level) -> "Violation":
        """Return the violation as one of a rule."""
        return Violation._make((*self[:6], code, name, level))

    def translated(self, translate: Translate) -> "Violation":
        """Return the violation with its message in the language of the translator."""
        return self._replace(template=translate(self.template))


class Counts(NamedTuple):
    """How many violations are errors and warnings, and how many have a fix of either safety."""

    errors: int = 0
    warnings: int = 0
    safe: int = 0
    unsafe: int = 0

    def fail(self, level: Level) -> bool:
        """Tell whether a run fails that does so from such a level on."""
        return self.errors > 0 or (level is Level.WARNING and self.warnings > 0)

    def and_also(self, other: "Counts") -> "Counts":
        """Return the counts of these violations and others."""
        return Counts(*map(add, self, other))


NONE = Counts()


def counted(violations: Sequence[Violation]) -> Counts:
    """Count some violations."""
    levels = [violation.level for violation in violations]
    fixes = [violation.fix.safety for violation in violations if violation.fix]
    return Counts(
        levels.count(Level.ERROR),
        levels.count(Level.WARNING),
        fixes.count(Safety.SAFE),
        fixes.count(Safety.UNSAFE),
    )


# Longer than nearly every title; a report that repeats a longer one a thousand times helps nobody.
_LONGEST_VALUE = 200


def _cut(values: Mapping[str, object]) -> Mapping[str, object]:
    cut = values
    for key, value in values.items():
        if isinstance(value, str) and len(value) > _LONGEST_VALUE:
            cut = {**cut, key: f"{value[:_LONGEST_VALUE]}…"}
    return cut


def replacement(start: int, end: int, content: str, safety: Safety = Safety.SAFE) -> Fix:
    """Build a fix of a single edit."""
    return Fix((Edit(start, end, content),), safety)
