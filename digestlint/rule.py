"""A rule: what it is called, how grave it is, and the function that finds its violations."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from digestlint.records import Digest
from digestlint.violation import Level, Violation


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Options(BaseModel):
    """What a user can set about the rules; their pages say what each option does."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=_kebab, populate_by_name=True
    )

    today: date = Field(default_factory=date.today)
    line_ending: Literal["auto", "lf", "crlf"] = "auto"
    heading_level: Literal["consistent", 1, 2, 3, 4, 5, 6] = "consistent"
    blank_lines_after_link: Literal["consistent", 0, 1] = 1
    allow_versions: bool = False
    ascii_hosts: tuple[str, ...] = ()
    minimum_translated_share: float = Field(default=0.1, ge=0, le=1)


Check = Callable[[Digest, Options], Iterator[Violation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue; `summary` completes the sentence "this rule reports …"."""

    code: str
    name: str
    level: Level
    summary: str

    @property
    def family(self) -> str:
        """Return the letters of the code, such as ARX."""
        return self.code.rstrip("0123456789")


@dataclass(frozen=True, slots=True)
class DigestRule(Rule):
    """A rule whose check looks at one digest."""

    check: Check


def matching(selector: str, rules: Iterable[Rule]) -> frozenset[str]:
    """Return the codes of the rules that a code, a family, a name or `ALL` stands for."""
    return frozenset(
        rule.code for rule in rules if selector in ("ALL", rule.code, rule.family, rule.name)
    )
