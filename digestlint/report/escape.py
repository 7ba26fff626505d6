"""Untrusted text, made harmless for the place it is shown in."""


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


def whole(text: str) -> str:
    """Replace lone surrogates, which many readers of JSON refuse, by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
