"""The odd characters of a text: what some rule or other looks for, and most texts hold none of.

The search for all of them takes no longer than the search for one kind.
"""

from digestlint import lazy
from digestlint.escapes import CONTROLS
from digestlint.invisible import INVISIBLE_IN_BMP, SPACES
from digestlint.records import Digest
from digestlint.text import UNDECODABLE

# Radicals, ideographs that stand in Unicode twice for the sake of old encodings, and the
# half-width marks of kana.
_COMPATIBILITY_IN_BMP = "\u2e80-\u2fd5\uf900-\ufaff\uff61-\uff65"
COMPATIBILITY = lazy.compile(f"[{_COMPATIBILITY_IN_BMP}\U0002f800-\U0002fa1f]")

# Control characters and undecodable bytes first. All that lies beyond the BMP is one range, since
# each takes time.
_ODD = lazy.compile(
    f"[{CONTROLS}\udc80-\udcff{SPACES}{INVISIBLE_IN_BMP}{_COMPATIBILITY_IN_BMP}\U00010000-\U0010ffff]"
)


def odd_characters(digest: Digest) -> str:
    """Return the odd characters that a text holds, each once: a short text to search instead.

    Among them are `CONTROLS`, and all that `UNDECODABLE`, `COMPATIBILITY` and the patterns of
    `invisible` begin with.
    """
    return digest.view(_odd_characters)


def is_undecodable(digest: Digest) -> bool:
    """Tell whether a text holds bytes that are no UTF-8."""
    return UNDECODABLE.search(odd_characters(digest)) is not None


def _odd_characters(digest: Digest) -> str:
    return "".join(sorted(set(_ODD.findall(digest.text))))
