"""Measure texts that are made to be slow, beside digests of the same size.

`python benchmarks/hostile.py [CODE ...]`: each text is checked as a file, by all rules or by those
with the codes, once with a megabyte and once with two. Printed are the CPU time of the megabyte
beside that of a megabyte of the corpus, and that of two megabytes beside that of one, at most 2,
noise apart. The best of three runs counts.
"""

import gc
import sys
from collections.abc import Collection, Iterable
from time import process_time

import corpora

from digestlint import project
from digestlint.checks import RULES
from digestlint.project import Source
from digestlint.rule import Options, Rule
from digestlint.text import encode

SIZE = 1_000_000
ROUNDS = 3
OPTIONS = Options()

_DIGEST = "# A Paper of Note\n[一篇值得注意的论文](https://arxiv.org/abs/2408.12637)\n\n{}\n"
_ENTRY = _DIGEST.format("我们提出一种方法。\n")
# What is repeated, on its own and as the abstract of a digest.
PIECES = (
    *("[", "(", "*", "<", "https://", "（", "汉", "# \n", "\\", "汉a", "汉 a "),
    *("]", "`", "$", "_", "~", "|", "“", "‘", '"', "'", "《", "【"),
    *("# 摘要\n", "摘要：", "**", "翻译失败", "注：", "关键词：", "大型语言模型", "...", "，。"),
    *(
        "![",
        "](",
        "<!--",
        "&#",
        "https://a.b/（",
        "www.",
        "arXiv:",
        "1)",
        "（1",
        "\t",
        "\r",
        "\u200b",
    ),
    *("\n", " ", "- ", "> ", "1. ", "a ", "Ａ", "的", "% ", "\\%", "[x](", "```\n", "---\n"),
)
NESTED = {"[[…]]": "[]", "((…))": "()", "（（…））": "（）"}


def texts(size: int) -> Iterable[tuple[str, str]]:
    """Yield the name and the text of each, of so many bytes."""
    for piece in PIECES:
        times = size // len(piece.encode())
        yield repr(piece), piece * times
        yield f"{piece!r} in an abstract", _DIGEST.format(piece * times)
    for name, (opener, closer) in NESTED.items():
        depth = size // len((opener + closer).encode())
        yield name, opener * depth + closer * depth
    yield "entries of one paper", _ENTRY * (size // len(_ENTRY.encode()))


def seconds(text: str, rules: Collection[Rule]) -> float:
    """Return the CPU time that checking a file takes which holds the text."""
    source = Source("hostile.md", encode(text))
    start = process_time()
    project.check(source, rules, OPTIONS)
    return process_time() - start


def best(text: str, rules: Collection[Rule]) -> float:
    """Return the least of several CPU times."""
    return min(seconds(text, rules) for _ in range(ROUNDS))


def corpus_second(rules: Collection[Rule]) -> float:
    """Return what a megabyte of the corpus takes."""
    digests = [text for _, text in corpora.texts(corpora.CORPUS)]
    size = sum(len(text.encode()) for text in digests)
    return min(sum(seconds(text, rules) for text in digests) for _ in range(ROUNDS)) * SIZE / size


def main(codes: Collection[str]) -> None:
    """Print a line for each text, the slowest first."""
    rules = [rule for rule in RULES if not codes or rule.code in codes]
    gc.disable()
    usual = corpus_second(rules)
    print(f"a megabyte of the corpus: {usual:.3f} s")
    measured = []
    for (name, once), (_, twice) in zip(texts(SIZE), texts(2 * SIZE), strict=True):
        first = best(once, rules)
        measured.append((first / usual, best(twice, rules) / first, name))
    for ratio, growth, name in sorted(measured, reverse=True):
        print(f"{ratio:6.2f} of the corpus, doubled {growth:5.2f}  {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
