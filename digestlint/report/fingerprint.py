"""What tells a violation from others, in later runs too."""

import hashlib
from collections import Counter
from collections.abc import Iterator

from digestlint.project import Checked
from digestlint.report.paths import relative
from digestlint.violation import Violation

# Enough to tell texts apart; a thousand violations may each span the same megabyte.
_LONGEST = 1000


def fingerprints(file: Checked) -> Iterator[tuple[Violation, str]]:
    """Yield the violations of a file, each with 32 hexadecimal digits that are its alone.

    They stay the same when lines or entries move: they stand for the path, the rule, the entry
    and the text at fault, and of violations alike in all that for which one it is.
    """
    alike: Counter[str] = Counter()
    path = relative(file.path)
    for violation in file.violations:
        content = f"{path}\0{violation.code}\0{_entry(file, violation)}\0{_text(file, violation)}"
        alike[content] += 1
        data = f"{content}\0{alike[content]}".encode("utf-8", "surrogatepass")
        yield violation, hashlib.blake2b(data, digest_size=16).hexdigest()


def _entry(file: Checked, violation: Violation) -> str:
    entry = file.digest.entry_at(violation.start)
    return (entry.arxiv_id or entry.heading.title.text[:_LONGEST]) if entry else ""


def _text(file: Checked, violation: Violation) -> str:
    end = min(violation.end, violation.start + _LONGEST)
    return " ".join(file.text[violation.start : end].split())
