"""The baseline: the violations that a repository had before it was linted.

A violation is known by its rule, its entry and its content, never by its line: an entry may move
to another place or file and be wrapped anew. What stands in no entry is known by its file. Each
file is judged by the whole baseline, so that nothing depends on which others are passed.
"""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import NamedTuple

from digestlint.odd import is_undecodable
from digestlint.records import Digest, Entry
from digestlint.rule import OF_THE_FILE
from digestlint.text import nfkc
from digestlint.violation import Violation

# A title or a place may be as long as the file, and there may be many: more would tell no more.
_LONGEST_TITLE = 200
_LONGEST_CONTENT = 2000
# Characters on either side of a violation's start that tell it from others of its kind.
_NEAR = 12


class Kind(NamedTuple):
    """A rule, what an entry is known by, and a fingerprint of what is wrong there."""

    rule: str
    entry: str
    content: str


# The violations of each kind, counted by place: a fingerprint of what stands around them.
Known = Mapping[Kind, Counter[str]]


class _Found(NamedTuple):
    """The violations of a file, each as its kind and place; `old` are the indices of the known."""

    keys: list[tuple[Kind, str]]
    old: set[int]


class Baseline:
    """The violations that are known, and what became of them in the files of a run.

    `folder` is what the paths of files start from.
    """

    def __init__(self, folder: str, known: Known) -> None:
        self._folder = os.path.realpath(folder)
        self._known = known
        self._found: dict[str | None, _Found] = {}
        self._looked_for: dict[str, frozenset[str]] = {}
        self._incomplete = False

    @property
    def covered(self) -> int:
        """Return the number of violations covered."""
        return sum(len(found.old) for found in self._found.values())

    def uncovered(
        self, digest: Digest, violations: Collection[Violation], codes: frozenset[str]
    ) -> list[Violation]:
        """Return the violations that are new; `codes` are those of the rules that ran.

        Where there are more of a kind than were known, those are new that stand where none
        stood. Of several calls for a path the last is remembered.
        """
        file = self._file(digest)
        keys = [_key(digest, violation, file) for violation in violations]
        old = self._old(keys)
        self._found[digest.path] = _Found(keys, old)
        self._note_looked_for(digest, file, codes)
        return [each for index, each in enumerate(violations) if index not in old]

    def gone(self, *, whole: bool) -> int:
        """Return how many of the known violations were looked for and not found.

        `whole` tells that the run saw the whole project: an entry that it did not meet is gone.
        """
        still = self._seen(new=False)
        missing = _counted(self._known) - _counted(still)
        return sum(n for kind, n in missing.items() if self._was_sought(kind, whole=whole))

    def renewed(self, *, whole: bool, new: bool = True) -> Known:
        """Return what is to be known from now on; without `new`, no more than before.

        That is what was found, and what nobody looked for: other files, or rules not run.
        """
        unsought = {
            kind: places
            for kind, places in self._known.items()
            if not self._was_sought(kind, whole=whole)
        }
        return unsought | self._seen(new=new)

    def compared(self, known: Known) -> tuple[int, int]:
        """Return how many violations something renewed has more, and how many less."""
        old, new = _counted(self._known), _counted(known)
        return (new - old).total(), (old - new).total()

    def _seen(self, *, new: bool) -> dict[Kind, Counter[str]]:
        """Return the violations found; of an entry that several files hold, the most in one."""
        seen: dict[Kind, Counter[str]] = {}
        for found in self._found.values():
            file: defaultdict[Kind, Counter[str]] = defaultdict(Counter)
            for index, (kind, place) in enumerate(found.keys):
                if new or index in found.old:
                    file[kind][place] += 1
            for kind, places in file.items():
                if kind not in seen or places.total() > seen[kind].total():
                    seen[kind] = places
        return seen

    def _old(self, keys: list[tuple[Kind, str]]) -> set[int]:
        """Return the indices of the violations that are covered: by place first, then by kind."""
        kinds = {kind: self._known[kind] for kind, _ in keys if kind in self._known}
        places = {kind: Counter(known) for kind, known in kinds.items()}
        left = _counted(kinds)
        old: set[int] = set()
        for index, (kind, place) in enumerate(keys):
            if left[kind] and places[kind][place]:
                places[kind][place] -= 1
                left[kind] -= 1
                old.add(index)
        for index, (kind, _) in enumerate(keys):
            if left[kind] and index not in old:
                left[kind] -= 1
                old.add(index)
        return old

    def _note_looked_for(self, digest: Digest, file: str, codes: frozenset[str]) -> None:
        if is_undecodable(digest):  # then no rule but FIL001 runs
            self._incomplete = True
            return
        for name in (file, *map(_name, digest.entries)):
            self._looked_for[name] = self._looked_for.get(name, frozenset()) | codes

    def _was_sought(self, kind: Kind, *, whole: bool) -> bool:
        codes = self._looked_for.get(kind.entry)
        return kind.rule in codes if codes is not None else whole and not self._incomplete

    def _file(self, digest: Digest) -> str:
        """Return what a file is known by: the path from the baseline's folder."""
        path = os.path.realpath(digest.path or "-")
        with suppress(ValueError):  # on another drive
            path = os.path.relpath(path, self._folder)
        return f"file: {path.replace(os.sep, '/')}"


def _key(digest: Digest, violation: Violation, file: str) -> tuple[Kind, str]:
    """Return the kind and the place of a violation in a file of that name."""
    entry = digest.entry_at(violation.start)
    first, last = (entry.start, entry.end) if entry else (0, len(digest.text))
    name = _name(entry) if entry and violation.code not in OF_THE_FILE else file
    content = _fingerprint(_content(digest.text, violation))
    return Kind(violation.code, name, content), _place(digest.text, violation, first, last)


def _name(entry: Entry) -> str:
    """Return what an entry is known by: its paper, or else its title in small letters."""
    if entry.arxiv_id:
        return f"arXiv: {entry.arxiv_id}"
    title = nfkc(entry.heading.title.text[:_LONGEST_TITLE]).casefold()
    words = "".join(letter if letter.isalnum() else " " for letter in title).split()
    return f"title: {' '.join(words)}"


def _content(text: str, violation: Violation) -> str:
    """Return what is wrong: the part of the place that its fix would change, or all of it.

    The rest may depend on how lines are broken: a glued URL goes on to the next white space.
    """
    start, end = violation.start, violation.end
    if violation.fix:
        start = max(start, min(edit.start for edit in violation.fix.edits))
        end = min(end, max(edit.end for edit in violation.fix.edits))
    return text[start : min(end, start + _LONGEST_CONTENT)]


def _place(text: str, violation: Violation, first: int, last: int) -> str:
    """Return a fingerprint of what stands around a violation, inside an entry's bounds."""
    at = violation.start
    before = "".join(text[max(first, at - 3 * _NEAR) : at].split())
    after = "".join(text[at : min(last, at + 3 * _NEAR)].split())
    return _fingerprint(f"{before[-_NEAR:]}|{after[:_NEAR]}")


def _fingerprint(text: str) -> str:
    """Return a short hash of a text without its white space."""
    data = "".join(text.split()).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=6).hexdigest()


def _counted(known: Known) -> Counter[Kind]:
    return Counter({kind: places.total() for kind, places in known.items()})
