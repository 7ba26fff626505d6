"""Where a place in a fixed text comes from."""

from hypothesis import given
from hypothesis import strategies as st

from digestlint.judge import moved, unmoved
from digestlint.violation import Edit

TEXT = "一二三四五六七八九十"
OFFSETS = st.integers(0, len(TEXT))


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    """Draw edits of the text, sorted and apart."""
    places = sorted(draw(st.lists(OFFSETS, max_size=8, unique=True)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Edit(start, end, draw(st.text("ab", max_size=4))) for start, end in pairs]


def edited(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.content + text[edit.end :]
    return text


@given(edits())
def test_what_was_not_edited_comes_from_itself(edits: list[Edit]) -> None:
    text = edited(TEXT, edits)
    origin = moved(unmoved, edits)
    for offset, character in enumerate(text):
        if character in TEXT:
            assert TEXT[origin(offset)] == character
    assert origin(len(text)) == len(TEXT)


@given(edits())
def test_what_was_put_in_comes_from_what_it_replaced(edits: list[Edit]) -> None:
    origin = moved(unmoved, edits)
    for offset, character in enumerate(edited(TEXT, edits)):
        if character not in TEXT:
            assert any(edit.start <= origin(offset) < edit.end for edit in edits)


@given(edits())
def test_order_stays(edits: list[Edit]) -> None:
    origin = moved(unmoved, edits)
    places = [origin(offset) for offset in range(len(edited(TEXT, edits)) + 1)]
    assert places == sorted(places)


def test_what_was_inserted_comes_from_the_place_of_insertion() -> None:
    origin = moved(unmoved, [Edit(3, 3, "ab")])
    assert [origin(offset) for offset in range(7)] == [0, 1, 2, 3, 3, 3, 4]


def test_rounds_lead_back_to_the_first_text() -> None:
    first = moved(unmoved, [Edit(0, 4, "")])
    second = moved(first, [Edit(0, 0, "abc")])
    assert [second(offset) for offset in (0, 3, 4)] == [4, 4, 5]
