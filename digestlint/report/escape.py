"""Untrusted text, made harmless for the place it is shown in."""

import re

from digestlint import lazy

# What the runner of GitHub Actions obeys wherever it stands in a log: `::` at the start of a
# line, and these words behind `##[` anywhere (actions/runner, ActionCommand.cs).
_COMMAND = lazy.compile(
    r"^([ ]*):(?=:)|#(?=#\[(?:add-mask|add-matcher|add-path|debug|echo|endgroup|error|group"
    r"|internal-set-repo-path|notice|remove-matcher|save-state|set-env|set-output|stop-commands"
    r"|warning)[ \]])",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    r"""Spell out what would be invisible, or would steer a terminal: `\x1b`, `\u200b`, `\n`.

    Python counts as printable neither control, format and unassigned characters nor lone
    surrogates nor any space but U+0020. A byte that was not UTF-8 is shown as itself.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()


def inert(line: str) -> str:
    """Spell out the first character of what would be a command in a log of GitHub Actions."""
    if "::" not in line and "##[" not in line:
        return line
    return _COMMAND.sub(_spelled_out, line)


def _spelled_out(match: re.Match[str]) -> str:
    return f"{match[1] or ''}\\x{ord(match[0][-1]):02x}"


def whole(text: str) -> str:
    """Replace lone surrogates, which many readers of JSON refuse, by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
