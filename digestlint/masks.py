"""What in a translation is no prose, though it stands in no code: tokens, enumerators, figures."""

from digestlint import lazy
from digestlint.text import MASK

_LABEL = "[0-9]{1,2}|[A-Za-z]|[A-Z][0-9]{1,2}|[IVX]{1,5}|[ivx]{1,5}"
# A character that begins one of them, then which: the search skips all others quickly.
_NO_PROSE = lazy.compile(
    r"[\[(（.,:，：](?=[0-9A-Za-z])"
    r"(?:(?<=\[)[A-Z][A-Z0-9_]*+\]"  # [MASK], [CLS]
    rf"|(?<![A-Za-z0-9].)(?:(?<=\()(?:{_LABEL})\)|(?<=（)(?:{_LABEL})）)"  # (1)
    r"|(?<=[0-9][.,:，：])(?=[0-9]))"  # 1,000, v2.1, 10:30
)


def without_tokens(text: str) -> str:
    """Mask tokens such as `[MASK]`, enumerators such as `(1)`, and the marks inside of figures.

    An enumerator without an opening bracket, `1)`, stays: only its sentence tells it from the
    end of an aside. So does one in brackets of two widths, `（1)`, which is a slip.
    """
    return _NO_PROSE.sub(lambda match: MASK * len(match[0]), text)
