"""Measure the parser and each rule inside one process, in milliseconds for a megabyte of UTF-8.

`python benchmarks/inside.py [--rounds N] [FOLDER ...]`: by default the digests of ../shared. Each
figure is the median of the rounds, in CPU time. What rules share (views of a digest that are made
once) is charged to the rule that asks first.
"""

import argparse
import gc
import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median
from time import process_time

import corpora

from digestlint import engine
from digestlint.blocks import blocks
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import ALONE, DigestRule, Options, ProjectRule
from digestlint.suppressions import Suppressions
from digestlint.text import Lines

OPTIONS = Options()


Stage = tuple[str, Callable[[], object]]


def whole(path: str, text: str) -> Iterator[Stage]:
    """Yield the check of a digest as one stage."""
    yield "parse and all rules", lambda: engine.run(parse(text, path), RULES, OPTIONS)


def stages(path: str, text: str) -> Iterator[Stage]:
    """Yield the stages of checking a digest, to be run once each and in this order."""
    yield "lines", lambda: Lines(text)
    yield "blocks", lambda: list(blocks(text, Lines(text)))
    yield "parse", lambda: parse(text, path)
    digest = parse(text, path)
    yield "suppressions", lambda: Suppressions(digest, RULES)
    for rule in RULES:
        if isinstance(rule, DigestRule):
            yield rule.code, partial(_exhausted, rule.check, digest, OPTIONS)
        elif isinstance(rule, ProjectRule):
            yield rule.code, partial(_exhausted, rule.check, digest, ALONE, OPTIONS)


def _exhausted(check: Callable[..., Iterator[object]], *arguments: object) -> None:
    deque(check(*arguments), maxlen=0)


def main() -> None:
    """Print a table, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[corpora.CORPUS])
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    folders = arguments.folders
    digests = [(str(path), text) for folder in folders for path, text in corpora.texts(folder)]
    size = sum(len(text.encode("utf-8", "surrogateescape")) for _, text in digests) / 1e6
    rounds: defaultdict[str, list[float]] = defaultdict(list)
    # The collector's work depends on what else is alive; a run lets it work seldom.
    gc.disable()
    for _ in range(arguments.rounds):
        seconds: defaultdict[str, float] = defaultdict(float)
        # Apart, so that neither has what the other has left in the processor's caches.
        for kind, (path, text) in product((whole, stages), digests):
            for name, stage in kind(path, text):
                start = process_time()
                stage()
                seconds[name] += process_time() - start
        for name, total in seconds.items():
            rounds[name].append(total)
    medians = {name: median(totals) for name, totals in rounds.items()}
    print(
        f"{len(digests)} digests, {size:.1f} MB, {arguments.rounds} rounds, {os.cpu_count()} cores"
    )
    for name, total in sorted(medians.items(), key=lambda item: -item[1]):
        print(f"{name:20} {1000 * total / size:7.2f} ms/MB {size / total:9.1f} MB/s")


if __name__ == "__main__":
    main()
