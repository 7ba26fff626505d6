"""What services know a violation by, in one run after another."""

from reports import DIGEST, violation

from digestlint.parser import parse
from digestlint.project import Checked
from digestlint.report.fingerprint import fingerprints


def prints(text: str, mark: str = ",") -> list[str]:
    places = [index for index, character in enumerate(text) if character == mark]
    found = [violation(place, place + 1) for place in places]
    return [mark for _, mark in fingerprints(Checked("a.md", parse(text, "a.md"), found))]


def test_fingerprints_survive_what_moves_around_them() -> None:
    other = DIGEST.replace("2408.12637", "2408.12638").replace(",", "")
    for moved in (f"{other}\n{DIGEST}", f"{DIGEST}\n{other}", DIGEST.replace("\n\n", "\n\n\n")):
        assert prints(moved) == prints(DIGEST)
    assert prints(DIGEST.replace("一种方法", "一种,方法"))[0] == prints(DIGEST)[0]


def test_fingerprints_tell_violations_apart() -> None:
    twice = DIGEST.replace(",", ",,")
    elsewhere = DIGEST.replace("2408.12637", "2408.12638")
    assert len({*prints(twice), *prints(elsewhere), *prints(DIGEST, "。")}) == 4
