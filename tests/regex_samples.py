"""Texts that a pattern matches, made from the pattern itself."""

import re
from collections.abc import Iterator
from random import Random
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# What a class that excludes something may stand for.
_ANY = "中a1 ，-"
_CATEGORIES = {
    codes.CATEGORY_SPACE: " \t\n",
    codes.CATEGORY_NOT_SPACE: "中a",
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "中a",
    codes.CATEGORY_WORD: "中a1",
    codes.CATEGORY_NOT_WORD: " ，",
}


def samples(pattern: re.Pattern[str], number: int) -> Iterator[str]:
    """Yield texts that the pattern matches from their start on, of as many that it may match."""
    random = Random(0)
    tree = parser.parse(pattern.pattern, pattern.flags)
    for _ in range(number):
        text = "".join(_sampled(tree, random, {}))
        if random.random() < 0.3 and pattern.flags & re.IGNORECASE:
            text = text.swapcase()
        for before in ("", "中", "a ", "见"):
            if match := pattern.search(before + text):
                yield match.string[match.start() :]
                break


def _sampled(tree: Any, random: Random, groups: dict[int, str]) -> Iterator[str]:  # noqa: ANN401
    for operation, argument in tree:
        yield _of(operation, argument, random, groups)


def _of(operation: Any, argument: Any, random: Random, groups: dict[int, str]) -> str:  # noqa: ANN401
    if operation is codes.LITERAL:
        return chr(argument)
    if operation in (codes.NOT_LITERAL, codes.ANY):
        return random.choice(_ANY)
    if operation is codes.IN:
        return _member(argument, random)
    if operation is codes.BRANCH:
        return "".join(_sampled(random.choice(argument[1]), random, groups))
    if operation is codes.SUBPATTERN:
        text = "".join(_sampled(argument[3], random, groups))
        groups[argument[0]] = text
        return text
    if operation is codes.ATOMIC_GROUP:
        return "".join(_sampled(argument, random, groups))
    if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, most, repeated = argument
        times = random.randint(least, min(most, least + 2))
        return "".join("".join(_sampled(repeated, random, groups)) for _ in range(times))
    if operation is codes.GROUPREF:
        return groups[argument]
    if operation is codes.ASSERT and argument[0] > 0:
        return "".join(_sampled(argument[1], random, groups))
    return ""


def _member(alternatives: Any, random: Random) -> str:  # noqa: ANN401
    if alternatives[0][0] is codes.NEGATE:
        return random.choice(_ANY)
    kind, argument = random.choice(alternatives)
    if kind is codes.LITERAL:
        return chr(argument)
    if kind is codes.RANGE:
        return chr(random.randint(*argument))
    return random.choice(_CATEGORIES[argument])
