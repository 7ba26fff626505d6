"""What is found quickly is what would be found slowly."""

from hypothesis import given
from hypothesis import strategies as st

from digestlint.malformed import flaw, urls_in_prose

PIECES = [
    "h",
    "t",
    "p",
    "s",
    "ſ",
    "H",
    "P",
    ":",
    "：",
    ";",
    "/",
    "\\",
    " ",
    "ttps",
    "a.com",
    "ab.c",
]
# Tells the search that it is worth its while, and is no part of what it finds.
HINT = "\n//"


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_shows_that_there_is_no_misspelled_url_is_right(prose: str) -> None:
    quickly = [match.span() for match in urls_in_prose(prose)]
    assert quickly == [match.span() for match in urls_in_prose(prose + HINT)]


@given(st.lists(st.sampled_from(["a", "-", ".", "/", "~", "%41", "b.c", "https"])).map("".join))
def test_a_url_has_the_flaws_that_it_has_without_tls(rest: str) -> None:
    """One that begins with `http://` is never taken for sound at a glance."""
    assert flaw(f"https://{rest}") == flaw(f"http://{rest}")
