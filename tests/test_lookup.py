"""Traits that files have in common: found as a plain search would find them."""

from array import array
from collections.abc import Mapping
from typing import NamedTuple
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from digestlint.lookup import Lookup
from digestlint.postings import ROW, Postings, Rows, packed
from digestlint.traits import Trait

KEYS = st.integers(0, 3)
# Keys are hashes of 64 bits, and so greater than any place.
BIG = 1 << 32
PATHS = st.sampled_from([b"a.md", b"b.md", b"c.md", b"d.md"])


class Row(NamedTuple):
    """What an entry has of each trait, its line, and the traits that are excused in it."""

    keys: dict[Trait, int]
    line: int
    excused: frozenset[Trait]

    def numbers(self) -> list[int]:
        bits = sum((trait in self.excused) << number for number, trait in enumerate(Trait))
        return [*self.keys.values(), self.line << len(Trait) | bits]


def keys(numbers: tuple[int, ...]) -> dict[Trait, int]:
    """Return keys that, as those of files do, differ from trait to trait."""
    return {
        trait: number and BIG * index + number
        for index, (trait, number) in enumerate(zip(Trait, numbers, strict=True), 1)
    }


ROWS = st.builds(
    Row,
    st.tuples(KEYS, KEYS, KEYS, KEYS).map(keys),
    st.integers(1, 9),
    st.frozensets(st.sampled_from(Trait), max_size=2),
)
# The entries of a file come in the order of its lines.
FILES = st.dictionaries(
    PATHS, st.lists(ROWS, max_size=4).map(lambda rows: sorted(rows, key=lambda row: row.line))
)
Told = tuple[bytes, int, bool]
NO_POSTINGS = Postings({}, memoryview(b""))


def kept(rows: Mapping[bytes, Rows], changed: set[bytes]) -> Postings:
    """Return the postings of an earlier run, since which some files have changed or gone."""
    old = {path: own for path, own in rows.items() if path not in changed}
    old |= dict.fromkeys(changed, array("Q", [BIG + 1] * ROW))
    return Postings(old, memoryview(packed(list(old.values()))))


def searched(
    files: dict[bytes, list[Row]],
    left_out: set[tuple[bytes, Trait]],
    asked: tuple[Trait, int, int, bytes],
) -> Told | None:
    """Go through all entries for the first of another file, and of another paper, with a key."""
    trait, key, paper, own = asked
    found = [
        (trait in row.excused, path, row.line)
        for path, rows in files.items()
        for row in rows
        if path != own and row.keys[trait] == key
        if trait is Trait.PAPER or not paper or row.keys[Trait.PAPER] != paper
    ]
    told = [
        (path, line, excused or (path, trait) in left_out) for excused, path, line in sorted(found)
    ]
    return next((each for each in told if not each[2]), (*told[0][:2], True) if told else None)


@given(
    files=FILES,
    asking_and_changed=st.tuples(st.sets(PATHS), st.sets(PATHS)),
    left_out=st.sets(st.tuples(PATHS, st.sampled_from(Trait))),
    asked=st.lists(st.tuples(st.sampled_from(Trait), KEYS, KEYS, PATHS), max_size=12),
    limits=st.sampled_from([(1, 0), (3, 0), (3, 1000), (16_000, 50)]),
)
def test_what_is_found_is_what_a_plain_search_finds(
    files: dict[bytes, list[Row]],
    asking_and_changed: tuple[set[bytes], set[bytes]],
    left_out: set[tuple[bytes, Trait]],
    asked: list[tuple[Trait, int, int, bytes]],
    limits: tuple[int, int],
) -> None:
    rows = {
        path: array("Q", [number for row in rows for number in row.numbers()])
        for path, rows in files.items()
    }
    asking, changed = asking_and_changed
    lookup = Lookup(
        rows, asking, lambda path, trait: (path, trait) in left_out, kept(rows, changed)
    )
    with (
        mock.patch("digestlint.lookup._PART", limits[0]),
        mock.patch("digestlint.lookup._NUMBERS_A_KEY", limits[1]),
    ):
        for trait, number, other, own in asked:
            key = BIG * (1 + list(Trait).index(trait)) + (number or 1)
            paper = other and BIG + other
            spot = lookup.first(trait, key, paper, own)
            told = searched(files, left_out, (trait, key, paper, own))
            assert (spot and (spot.path, spot.line, spot.excused)) == told
            asks = array("Q", [key, *[0] * (ROW - 1)])
            assert not told or lookup.repeats(own, asks)
            elsewhere = any(key in r.keys.values() for p in files if p != own for r in files[p])
            assert lookup.repeats(own, asks) >= elsewhere


def test_key_of_the_file_alone_is_not_elsewhere() -> None:
    row = Row(keys((1, 2, 3, 0)), 1, frozenset())
    rows = {b"a.md": array("Q", row.numbers() * 2), b"b.md": array("Q")}
    lookup = Lookup(rows, {b"a.md"}, lambda _path, _trait: False, NO_POSTINGS)
    assert not lookup.repeats(b"a.md")
    assert not lookup.repeats(b"a.md", rows[b"a.md"])
    assert lookup.repeats(b"b.md", rows[b"a.md"])


def test_line_of_an_entry_is_no_key() -> None:
    a, b, other = (
        array("Q", Row(keys((number, 0, 0, 0)), 1, frozenset()).numbers()) for number in (1, 2, 3)
    )
    lookup = Lookup({b"a.md": a, b"b.md": b}, {b"a.md"}, lambda _path, _trait: False, NO_POSTINGS)
    assert not lookup.repeats(b"a.md")
    assert not lookup.repeats(b"a.md", other)
    assert lookup.repeats(b"a.md", b)


def test_file_that_stands_there_twice_is_gone_through_once_a_trait() -> None:
    row = Row(keys((1, 2, 3, 4)), 1, frozenset()).numbers()
    rows = array("Q", [key and key + 9 * n for n in range(300) for key in row])
    by_key = Lookup._entries_by_key  # noqa: SLF001
    with mock.patch.object(Lookup, "_entries_by_key", autospec=True, side_effect=by_key) as made:
        lookup = Lookup({b"a": rows, b"b": rows}, {b"a", b"b"}, lambda *_: False, NO_POSTINGS)
        for path in (b"a", b"b"):
            assert len([lookup.first(*asked, path) for asked in lookup.questions(path)]) == 1200
    assert made.call_count == 2 * len(Trait)
