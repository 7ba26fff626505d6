"""Projects to index: digests of numbered papers, and where the index finds them."""

import os
from pathlib import Path

from digestlint import cache
from digestlint.configuration import Configurations
from digestlint.index import Indexes
from digestlint.parser import parse
from digestlint.rule import Place
from digestlint.traits import Trait

IN_CACHE = Path(cache.FOLDER, cache.FILE)

ENTRY = """\
# Paper {n} of Note
[第 {n} 篇值得注意的论文](https://arxiv.org/abs/2408.{n:05})

我们提出第 {n} 种方法。
"""


def digest(*numbers: int) -> str:
    return "\n".join(ENTRY.format(n=n) for n in numbers)


def write(path: str, *numbers: int) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(digest(*numbers), encoding="utf-8")


def places(path: str, *numbers: int, cached: bool = True) -> list[str | None]:
    """Return where the papers of a file stand elsewhere, those in brackets that are excused."""
    entries = parse(digest(*numbers)).entries
    index = Indexes(Configurations(), cached=cached).around(path)
    papers = [entry.arxiv_id or "" for entry in entries]
    found = [index.elsewhere(Trait.PAPER, paper, paper) for paper in papers]
    return [place and shown(place) for place in found]


def shown(place: Place) -> str:
    path = place.path.replace(os.sep, "/")
    return f"({path}:{place.line})" if place.excused else f"{path}:{place.line}"


def truncate(path: Path) -> None:
    """Cut a file in half."""
    os.truncate(path, path.stat().st_size // 2)


def spoil(path: Path) -> None:
    """Write something else over the second half of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = b"\xa5" * (len(data) - len(data) // 2)
    path.write_bytes(data)
