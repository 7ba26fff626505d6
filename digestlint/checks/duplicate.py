"""DUP: what stands in the digest, or in the project, twice."""

from collections.abc import Iterator, Sequence

from digestlint.records import Digest, Entry
from digestlint.rule import Index, NoIndex, Options, Place
from digestlint.traits import Trait, have_one_title, is_same_paper, values
from digestlint.violation import Fix, Safety, Violation, replacement

# An entry, and one of its digest or of another that is like it.
_Pair = tuple[Entry, Entry | Place]


def duplicate_paper(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report every entry whose identifier an earlier entry has; the fix drops a true copy."""
    repeated = list(_repeated(digest, values(digest, Trait.PAPER)))
    contents = [_content(digest.text, entry) for entry in digest.entries] if repeated else []
    copies = {entry.start for entry, _ in _repeated(digest, contents)}
    for entry, first in repeated:
        yield Violation(
            *Trait.PAPER.span(entry),
            "{id} is the paper of the entry at line {line} already; keep one, or mend the id",
            {"id": entry.arxiv_id, "line": _line(digest, first)},
            _without(digest, entry) if entry.start in copies else None,
        )


def duplicate_paper_in_project(
    digest: Digest, index: Index, _options: Options
) -> Iterator[Violation]:
    """Report every identifier that an entry of another digest has."""
    for entry, other in _alike(digest, index, Trait.PAPER):
        if isinstance(other, Place):
            yield Violation(
                *Trait.PAPER.span(entry),
                "{id} is the paper of the entry at {path}:{line} too; keep one, or mend the id",
                {"id": entry.arxiv_id, "path": other.path, "line": other.line},
                excused=other.excused,
            )


def duplicate_title(digest: Digest, index: Index, _options: Options) -> Iterator[Violation]:
    """Report an English title that an entry with another link has."""
    there = "the entry at {path}:{line} has this title too, under another id; check both"
    here = "the entry at line {line} has this title too, under another id; check both"
    for pair in _alike(digest, index, Trait.TITLE):
        yield _shared(digest, Trait.TITLE, pair, there, here)


def duplicate_translated_title(
    digest: Digest, index: Index, _options: Options
) -> Iterator[Violation]:
    """Report the translated title of another paper."""
    there = "the entry at {path}:{line} has this translated title too, under another id; check both"
    both = "the entry at line {line} has both titles too, under another id; check both"
    here = 'the entry at line {line} has this translated title too; translate "{title}"'
    for pair in _alike(digest, index, Trait.TRANSLATED_TITLE):
        entry, other = pair
        has_both = isinstance(other, Entry) and have_one_title(entry, other)
        yield _shared(digest, Trait.TRANSLATED_TITLE, pair, there, both if has_both else here)


def duplicate_abstract(digest: Digest, index: Index, _options: Options) -> Iterator[Violation]:
    """Report the abstract of another paper, from its first paragraph to its last."""
    there = "the entry at {path}:{line} has this abstract too, under another id; check both"
    here = 'the entry at line {line} has this abstract too; put in that of "{title}"'
    for pair in _alike(digest, index, Trait.ABSTRACT):
        yield _shared(digest, Trait.ABSTRACT, pair, there, here)


def _repeated(digest: Digest, keys: Sequence[str]) -> Iterator[tuple[Entry, Entry]]:
    """Yield every entry whose key stood before, with the first entry that has it."""
    if not _has_repeated(keys):
        return
    firsts: dict[str, Entry] = {}
    for entry, value in zip(digest.entries, keys, strict=False):
        if value:
            first = firsts.setdefault(value, entry)
            if first is not entry:
                yield entry, first


def _has_repeated(found: Sequence[str]) -> bool:
    """Tell whether two entries have the same value; most digests hold no such two."""
    held = [*filter(None, found)]
    return len(set(held)) < len(held)


def _alike(digest: Digest, index: Index, trait: Trait) -> Iterator[_Pair]:
    """Yield every entry that has a trait in common with one of another paper, and that one.

    It is the first in the digest; where there is none before, the first in another digest.
    """
    papers, found = values(digest, Trait.PAPER), values(digest, trait)
    if isinstance(index, NoIndex) and not _has_repeated(found):
        return
    firsts: dict[str, Entry] = {}
    for entry, paper, value in zip(digest.entries, papers, found, strict=True):
        if not value:
            continue
        first = firsts.setdefault(value, entry)
        if first is not entry:
            if not is_same_paper(entry, first):
                yield entry, first
        elif place := index.elsewhere(trait, value, paper or None):
            yield entry, place


def _shared(digest: Digest, trait: Trait, pair: _Pair, there: str, here: str) -> Violation:
    """Build a violation about what an entry shares with one of another digest, or of its own."""
    entry, other = pair
    span = trait.span(entry)
    if isinstance(other, Place):
        values = {"path": other.path, "line": other.line}
        return Violation(*span, there, values, excused=other.excused)
    return Violation(*span, here, {"title": entry.heading.title.text, "line": _line(digest, other)})


def _line(digest: Digest, entry: Entry) -> int:
    return digest.lines.position(entry.heading.start).line


def _content(text: str, entry: Entry) -> str:
    """Return an entry without heading mark, target and white space, but with its identifier."""
    if entry.arxiv_id is None or entry.link is None:
        return ""
    before = text[entry.heading.title.start : entry.link.target_start]
    after = text[entry.link.target_end : entry.end]
    return " ".join([entry.arxiv_id, *before.split(), "", *after.split()])


def _without(digest: Digest, entry: Entry) -> Fix:
    """Drop an entry; with the last one go the blank lines before it."""
    start = entry.start
    if entry.end == len(digest.text):
        content = len(digest.text[:start].rstrip())
        _, start = digest.lines.span(digest.lines.index(content))
    return replacement(start, entry.end, "", Safety.UNSAFE)
