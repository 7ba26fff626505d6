"""The digests that the benchmarks run on, made from those of ../shared."""

import subprocess
import sys
from collections.abc import Iterator
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
    for path, text in texts(source):
        for number in range(times):
            name = f"{path.stem}-{number}.md" if number else f"{path.stem}.md"
            (folder / name).write_bytes(encode(varied(text, number) if number else text))
    return folder


def varied(text: str, number: int) -> str:
    """Return a digest of as many other papers: ids, titles and abstracts are others."""
    pieces: list[str] = []
    position = 0
    for start, end, content in _variations(text, number):
        pieces += (text[position:start], content)
        position = end
    return "".join([*pieces, text[position:]])


def _variations(text: str, number: int) -> Iterator[tuple[int, int, str]]:
    """Yield what to put where in a text, in order."""
    for entry in parse(text).entries:
        title, link = entry.heading.title, entry.link
        yield title.end, title.end, f" {number}"
        if link is None or link.reference is None:
            continue
        yield link.text_end, link.text_end, f" {number}"
        start = link.target_start + link.reference.start
        end = link.target_start + link.reference.end
        month, dot, digits = text[start:end].partition(".")
        if dot and len(digits) == 5 and digits.isdecimal():
            other = 1 + (int(digits) + 9_973 * number) % (_NUMBERS - 1)
            yield start, end, f"{month}.{other:05}"
        if paragraph := next(entry.prose, None):
            yield paragraph.end, paragraph.end, f"这是第 {number} 份。"
