"""The postings of a project's rows: every file that has a key is among its holders."""

from array import array
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from digestlint.postings import ROW, Postings, packed

# Keys are hashes of 64 bits, greater than any place, and 0 stands for none.
KEYS = st.sampled_from([0, 1 << 40, (1 << 40) + 1, 1 << 63, *range((1 << 64) - 3, 1 << 64)])
ROWS = st.lists(st.tuples(*[KEYS] * (ROW - 1), st.integers(1, 9)), max_size=3)


@given(st.lists(ROWS, max_size=9))
def test_holders_of_a_key_are_the_files_whose_keys_begin_alike(
    files: list[list[tuple[int, ...]]],
) -> None:
    rows = {b"%d" % number: array("Q", chain(*own)) for number, own in enumerate(files)}
    postings = Postings(rows, memoryview(packed(list(rows.values()))))
    bits = len(files).bit_length()
    for key in {key for own in files for row in own for key in row[:-1] if key}:
        expected = [
            b"%d" % number
            for number, own in enumerate(files)
            if any(each and each >> bits == key >> bits for row in own for each in row[:-1])
        ]
        assert list(dict.fromkeys(postings.holders(key))) == expected


def test_nothing_has_no_holders() -> None:
    assert list(Postings({}, memoryview(b"")).holders(1)) == []
