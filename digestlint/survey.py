"""What the digests of a folder have in common, as the configuration that `init` writes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields

from digestlint import lazy, toml
from digestlint.abstracts import beginnings
from digestlint.configuration import Configurations
from digestlint.discovery import discover
from digestlint.files import read
from digestlint.parser import parse
from digestlint.recognition import holds_digest
from digestlint.records import Digest
from digestlint.rule import Options, kebab
from digestlint.scripts import SCRIPTS, Script
from digestlint.text import decode

# What nearly all do is asked of all; else each file is to agree with itself.
_NEARLY_ALL = 0.9
# In Japanese, kana stand among Han characters; in Chinese there are next to none.
_KANA_SHARE = 0.1

_PAPER = lazy.compile(r"arxiv\.org/|arxiv:", re.IGNORECASE)
_ASCII = lazy.compile("[\x00-\x7f]+")


@dataclass(slots=True)
class Survey:
    """The digests of a folder, counted by what they do; `script` is that of most of their text."""

    script: Script = "Han"
    digests: int = 0
    levels: Counter[object] = field(default_factory=Counter)
    endings: Counter[object] = field(default_factory=Counter)
    blank_lines: Counter[object] = field(default_factory=Counter)
    versions: Counter[object] = field(default_factory=Counter)

    def add(self, digest: Digest) -> None:
        """Count a digest."""
        self.digests += 1
        self.levels[digest.level] += 1
        crlf = digest.text.count("\r\n")
        self.endings["crlf" if 2 * crlf > digest.text.count("\n") else "lf"] += 1
        abstracts = beginnings(digest)
        self.blank_lines += Counter({0: len(abstracts.close), 1: len(abstracts.apart)})
        references = (entry.link.reference for entry in digest.entries if entry.link)
        self.versions.update(each.version is not None for each in references if each)

    def lines(self) -> Iterator[str]:
        """Yield the lines of a configuration that asks for what nearly all of them do."""
        papers = self.versions.total()
        yield "# What digestlint asks of the digests in this folder and below it."
        yield f"# Found when this was written: digests: {self.digests}, papers: {papers}."
        yield from ("", "# The script of the translation, by its Unicode name.")
        yield f"script = {toml.value(self.script)}"
        yield from _option("HDG001", "heading_level", _common(self.levels, "consistent"))
        blank_lines = _common(self.blank_lines, "consistent")
        yield from _option("ENT003", "blank_lines_after_link", blank_lines)
        yield from _option("FIL003", "line_ending", _common(self.endings, "auto"))
        yield from _option("ARX006", "allow_versions", 2 * self.versions[True] > papers)


def survey(directory: str) -> Survey:
    """Read the digests below a folder; what cannot be read is passed over."""
    texts = dict(_texts(directory))
    found = Survey(_script(texts.values()))
    for path, text in texts.items():
        digest = parse(text, path, found.script)
        if holds_digest(digest):
            found.add(digest)
    return found


def _texts(directory: str) -> Iterator[tuple[str, str]]:
    """Yield the texts below a folder that speak of papers, with their paths."""
    for path in discover([directory], Configurations()):
        if isinstance(path, str):
            with suppress(OSError):
                text = decode(read(path))
                if _PAPER.search(text):
                    yield path, text


def _script(texts: Iterable[str]) -> Script:
    """Return the script of most letters that are not Latin."""
    letters: Counter[str] = Counter()
    for text in texts:
        letters.update(_ASCII.sub("", text))
    counts: Counter[Script] = Counter()
    for letter, count in letters.items():
        if script := _script_of(letter):
            counts[script] += count
    if counts["Hiragana"] + counts["Katakana"] > _KANA_SHARE * counts["Han"] > 0:
        return "Hiragana"
    return max(counts, key=counts.__getitem__, default="Han")


def _script_of(letter: str) -> Script | None:
    """Return the script of a letter, with which Unicode's name for it begins."""
    word = unicodedata.name(letter, "").partition(" ")[0].capitalize()
    named = "Han" if word == "Cjk" else word
    return next((script for script in SCRIPTS if script == named and letter.isalpha()), None)


def _common(votes: Counter[object], otherwise: str) -> object:
    """Return what nearly all votes are for, or else the other value."""
    for choice, count in votes.most_common(1):
        if count >= _NEARLY_ALL * votes.total():
            return choice
    return otherwise


def _option(code: str, name: str, value: object) -> Iterator[str]:
    """Yield the lines that set an option, and say what it means."""
    meaning = next(each.metadata["description"] for each in fields(Options) if each.name == name)
    yield from ("", f"[rules.{code}]", f"# {meaning}", f"{kebab(name)} = {toml.value(value)}")
