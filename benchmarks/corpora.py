"""The digests that the benchmarks run on, made from those of ../shared."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from digestlint.parser import parse
from digestlint.text import decode, encode

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SEEDS = SHARED / "seeds"
CORPUS = SHARED / "corpus" / "digests"
SUFFIXES = (".md", ".markdown", ".txt")
# arXiv has had five digits since 2015.
_NUMBERS = 100_000


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each digest in a folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.name != "README.md":
            yield path, decode(path.read_bytes())


def clean_seed(folder: Path) -> Path:
    """Write a seed without violations: the first that `fix` leaves none in."""
    folder.mkdir()
    for path, text in texts(SEEDS):
        seed = folder / f"{path.stem}.md"
        seed.write_bytes(encode(text))
        command = [sys.executable, "-m", "digestlint", "fix", "--no-cache", seed]
        if subprocess.run(command, check=False, capture_output=True).returncode == 0:
            return seed
        seed.unlink()
    raise SystemExit("no seed is without violations after `digestlint fix`")


def copied(source: Path, folder: Path, times: int = 1) -> Path:
    """Write the digests of a folder as `.md`, several times over; no two copies are alike."""
    folder.mkdir()
    found = list(texts(source))
    ids = Ids(entry.arxiv_id for _, text in found for entry in parse(text).entries)
    for path, text in found:
        for number in range(times):
            name = f"{path.stem}-{number}.md" if number else f"{path.stem}.md"
            (folder / name).write_bytes(encode(varied(text, number, ids) if number else text))
    return folder


class Ids:
    """Identifiers of papers that no digest speaks of yet."""

    def __init__(self, taken: Iterable[str | None]) -> None:
        """Take the identifiers that digests have."""
        self._taken = set(taken)
        self._others: dict[tuple[str, int], str] = {}

    def other(self, identifier: str, number: int) -> str:
        """Return what an identifier becomes in a copy; one that is not new style stays."""
        month, dot, digits = identifier.partition(".")
        if not (dot and len(digits) == 5 and digits.isdecimal()):
            return identifier
        if (identifier, number) not in self._others:
            other, free = identifier, int(digits) + 9_973 * number
            while other in self._taken:
                free += 1
                other = f"{month}.{1 + free % (_NUMBERS - 1):05}"
            self._taken.add(other)
            self._others[identifier, number] = other
        return self._others[identifier, number]


def varied(text: str, number: int, ids: Ids) -> str:
    """Return a digest of as many other papers: ids, titles and abstracts are others."""
    pieces: list[str] = []
    position = 0
    for start, end, content in _variations(text, number, ids):
        pieces += (text[position:start], content)
        position = end
    return "".join([*pieces, text[position:]])


def _variations(text: str, number: int, ids: Ids) -> Iterator[tuple[int, int, str]]:
    """Yield what to put where in a text, in order."""
    for entry in parse(text).entries:
        title, link = entry.heading.title, entry.link
        yield title.end, title.end, f" {number}"
        if link:
            yield link.text_end, link.text_end, f" {number}"
        other = ids.other(entry.arxiv_id, number) if entry.arxiv_id else ""
        if link and link.reference and link.reference.strict and other:
            start = link.target_start + link.reference.start
            yield start, start + len(other), other
        if paragraph := next(iter(entry.prose), None):
            # With the id, as abstracts that failed to be translated are all alike.
            yield paragraph.end, paragraph.end, f"这是 {other} 的第 {number} 份。"
