"""A rule: what it is called, how grave it is, and the function that finds its violations."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, NamedTuple, Protocol

from digestlint.records import Digest
from digestlint.traits import Trait
from digestlint.validators import Validator
from digestlint.violation import Level, Violation
from digestlint.vocabulary import Glossary, Groups, Terms


def kebab(name: str) -> str:
    """Return the name of a setting as users write it."""
    return name.replace("_", "-")


def _no_number(value: object) -> object:
    """Keep a truth value from passing for 0 or 1."""
    return str(value).lower() if isinstance(value, bool) else value


_NUMBER = Validator("before", _no_number)

# What pydantic makes of tables: names as users write them, and no others.
CONFIG = {"extra": "forbid", "alias_generator": kebab, "populate_by_name": True}


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can set about the rules; their pages say what each option does."""

    __pydantic_config__ = CONFIG

    today: date = field(default_factory=date.today)
    line_ending: Literal["auto", "lf", "crlf"] = field(
        default="auto",
        metadata={"description": "how lines end; auto: as most lines of the file do"},
    )
    heading_level: Annotated[Literal["consistent", 1, 2, 3, 4, 5, 6], _NUMBER] = field(
        default="consistent",
        metadata={
            "description": "the level of the papers' headings; consistent: that of most in the file"
        },
    )
    blank_lines_after_link: Annotated[Literal["consistent", 0, 1], _NUMBER] = field(
        default=1,
        metadata={
            "description": "blank lines between link line and abstract; consistent: as most often"
        },
    )
    allow_versions: bool = field(
        default=False,
        metadata={"description": "whether a link may lead to one version", "strict": True},
    )
    ascii_hosts: tuple[str, ...] = field(
        default=(),
        metadata={
            "description": "further hosts on which no path holds another character than ASCII"
        },
    )
    minimum_translated_share: float = field(
        default=0.1,
        metadata={
            "description": "how much of an abstract's text must be translated",
            "ge": 0,
            "le": 1,
            "strict": True,
        },
    )
    title_separator: Literal["consistent", "half", "full"] = field(
        default="consistent",
        metadata={
            "description": "the colon behind a title's name; "
            "consistent: as in most titles of the file"
        },
    )
    cjk_latin_spacing: Literal["consistent", "space", "none"] = field(
        default="consistent",
        metadata={
            "description": "what stands between Chinese and Latin; "
            "consistent: as mostly in the text"
        },
    )
    terms: Terms | None = field(
        default=None,
        metadata={"description": "what to write instead of each half-translated term"},
    )
    extend_terms: Terms = field(
        default_factory=dict, metadata={"description": "further half-translated terms"}
    )
    groups: Groups | None = field(
        default=None, metadata={"description": "groups of terms of which a file is to use one"}
    )
    extend_groups: Groups = field(
        default=(), metadata={"description": "further groups of such terms"}
    )
    glossary: Glossary = field(
        default_factory=dict,
        metadata={"description": "preferred terms, each with those that are forbidden"},
    )
    names: Glossary | None = field(
        default=None,
        metadata={"description": "names, each with the spellings that are mistakes"},
    )
    extend_names: Glossary = field(
        default_factory=dict, metadata={"description": "further names of that kind"}
    )
    bracket_width: Literal["consistent", "half", "full"] = field(
        default="consistent",
        metadata={
            "description": "round brackets in Chinese text; consistent: as most in the same entry"
        },
    )


# The rule that each option belongs to, under which it stands in the configuration.
OPTIONS_OF: Mapping[str, tuple[str, ...]] = {
    "FIL003": ("line_ending",),
    "HDG001": ("heading_level",),
    "ENT003": ("blank_lines_after_link",),
    "ARX006": ("allow_versions",),
    "URL001": ("ascii_hosts",),
    "BIL004": ("minimum_translated_share",),
    "BIL006": ("title_separator",),
    "TRM001": ("terms", "extend_terms"),
    "TRM002": ("groups", "extend_groups"),
    "TRM003": ("glossary",),
    "TRM004": ("names", "extend_names"),
    "TYP001": ("cjk_latin_spacing",),
    "TYP008": ("bracket_width",),
}


Check = Callable[[Digest, Options], Iterator[Violation]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of the catalogue; `summary` completes the sentence "this rule reports …".

    What a rule says of `chinese_only` text is not true of Japanese or Korean.
    """

    code: str
    name: str
    level: Level
    summary: str
    chinese_only: bool = field(default=False, kw_only=True)

    @property
    def family(self) -> str:
        """Return the letters of the code, such as ARX."""
        return self.code.rstrip("0123456789")


@dataclass(frozen=True, slots=True, eq=False)
class DigestRule(Rule):
    """A rule whose check looks at one digest."""

    check: Check


class Place(NamedTuple):
    """An entry of another digest: its file, as users see it, and the line of its heading.

    It is `excused` where a suppression there says that it is meant to repeat another one.
    """

    path: str
    line: int
    excused: bool


class Index(Protocol):
    """The entries of a project, as the digest that is checked sees them: without its own."""

    def elsewhere(self, trait: Trait, value: str, paper: str | None) -> Place | None:
        """Return the first entry that has a value of a trait, or None.

        One that is excused comes last. Titles and abstracts of the entry's own paper, where that
        is known, do not count.
        """


class NoIndex:
    """The index of a digest that stands alone."""

    def elsewhere(self, _trait: Trait, _value: str, _paper: str | None) -> None:
        """Find nothing."""


ALONE = NoIndex()

ProjectCheck = Callable[[Digest, Index, Options], Iterator[Violation]]


@dataclass(frozen=True, slots=True, eq=False)
class ProjectRule(Rule):
    """A rule whose check compares a digest with the others of its project.

    `trait` is what it compares.
    """

    check: ProjectCheck
    trait: Trait


# Rules that speak of a file as a whole, wherever in it their violations stand.
OF_THE_FILE = frozenset({"FIL002", "FIL004", "FIL009"})


def matching(selector: str, rules: Iterable[Rule]) -> frozenset[str]:
    """Return the codes of the rules that a code, a family, a name or `ALL` stands for."""
    return frozenset(
        rule.code for rule in rules if selector in ("ALL", rule.code, rule.family, rule.name)
    )
