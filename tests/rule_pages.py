"""Reads a rule's page into the samples that it promises something about."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from digestlint.document import read
from digestlint.rule import Options
from digestlint.scripts import Script
from digestlint.settings import Settings

RULES_FOLDER = Path(__file__).parent.parent / "rules"
KINDS = {"bad", "good", "report", "fixed", "fixed-unsafe", "config", "other"}
SECTIONS = ["Why", "Reported", "Left alone"]

_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\S*) *(?P<kind>\S*) *(?P<escaped>escaped)?\n"
    r"(?P<content>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|([trn\\]))")
_CHARACTERS = {"t": "\t", "r": "\r", "n": "\n", "\\": "\\"}


@dataclass
class Sample:
    """A digest on a page, and what is promised of it; None: nothing is.

    `others` are further files of its project, by their paths.
    """

    page: Path
    line: int
    kind: str
    text: str
    options: Options
    script: Script
    path: str | None
    others: dict[str, str]
    report: str | None = None
    fixed: dict[str, str] = field(default_factory=dict)


def read_page(path: Path) -> tuple[str, list[str], list[Sample]]:
    """Return a page's title, its section titles and its samples; raises on a block unknown."""
    text = path.read_text(encoding="utf-8")
    outside = _FENCE.sub("", text)
    title, *sections = re.findall(r"^#{1,2} (.*)$", outside, re.MULTILINE)
    return title, sections, list(_samples(path, text))


def _samples(path: Path, text: str) -> Iterator[Sample]:
    sample: Sample | None = None
    config: dict[str, object] = {}
    others: dict[str, str] = {}
    for block in _FENCE.finditer(text):
        kind, content = block["kind"], _content(block)
        assert kind in KINDS, f"{path.name}: unknown kind of block: {kind!r}"
        if kind == "config":
            config = tomllib.loads(content)
        elif kind == "other":
            others[str(config.pop("file"))] = content
        elif kind in ("bad", "good"):
            if sample:
                yield sample
            line = text.count("\n", 0, block.start()) + 1
            name = config.pop("file", None)
            assert name is None or isinstance(name, str)
            settings = _settings(config)
            script, options = settings.script, settings.options
            sample = Sample(path, line, kind, content, options, script, name, others)
            config, others = {}, {}
        else:
            assert sample, f"{path.name}: {kind} belongs to no sample"
            if kind == "report":
                sample.report = content
            else:
                sample.fixed[kind] = content
    if sample:
        yield sample


def _settings(config: dict[str, object]) -> Settings:
    """Read a configuration as users write it; `today` stands for the command line's."""
    today = config.pop("today", None)
    settings = read(config)
    if not isinstance(today, date):
        return settings
    return replace(settings, options=replace(settings.options, today=today))


def _content(block: re.Match[str]) -> str:
    """Return a block's text; an escaped one has no line endings but those it spells out."""
    if not block["escaped"]:
        return block["content"]
    return _ESCAPE.sub(_character, block["content"].replace("\n", ""))


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CHARACTERS[match[3]]
