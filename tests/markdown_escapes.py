"""Resolves what Markdown escapes in the target of a link, to compare targets with a renderer's."""

import re
from html.entities import html5

_PUNCTUATION = r"!-/:-@\[-`{-~"
_ESCAPE = re.compile(
    rf"\\([{_PUNCTUATION}])|&#([0-9]{{1,7}});|&#[xX]([0-9A-Fa-f]{{1,6}});"
    r"|&([A-Za-z][A-Za-z0-9]*+;)"
)
_MAX_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def unescape(target: str) -> str:
    """Resolve backslash escapes and entities, as a renderer does in the target of a link."""
    return _ESCAPE.sub(_resolved, target)


def _resolved(escape: re.Match[str]) -> str:
    character, decimal, hexadecimal, name = escape.groups()
    if character or name:
        return character or html5.get(name, escape[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    valid = 0 < code <= _MAX_CODE_POINT and code not in _SURROGATES
    return chr(code) if valid else "\ufffd"
