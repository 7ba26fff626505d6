"""Finds HTML comments."""

from collections.abc import Iterator

from digestlint import lazy
from digestlint.records import Comment

_FIRST_LINE = lazy.compile(r"[^\r\n]*")


def comments(text: str, start: int, end: int) -> Iterator[Comment]:
    """Yield the HTML comments between two offsets."""
    while (begin := text.find("<!--", start, end)) >= 0:
        stop = text.find("-->", begin + 4, end)
        if stop < 0:
            line = _FIRST_LINE.match(text, begin + 4, end)
            stop = line.end() if line else end
            yield Comment(start=begin, end=stop, text=text[begin + 4 : stop], closed=False)
            return
        yield Comment(start=begin, end=stop + 3, text=text[begin + 4 : stop])
        start = stop + 3
