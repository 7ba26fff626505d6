"""Identifiers and URLs of arXiv: what is read, what is judged, and how it is spelled."""

import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint.arxiv import Flaw, Reference, read_identifier, read_url

FACTS = Path(__file__).parents[2] / "shared" / "facts" / "arxiv_ids.jsonl"

WELL_FORMED = [
    ("2408.12637", "2408.12637", None),
    ("2408.12637v2", "2408.12637", 2),
    ("arXiv:2408.12637", "2408.12637", None),
    ("0704.0001", "0704.0001", None),
    ("1412.9999", "1412.9999", None),
    ("1501.00001", "1501.00001", None),
    ("9912.12345", "9912.12345", None),
    ("hep-th/9901001v27", "hep-th/9901001", 27),
    ("hep-th/9107001", "hep-th/9107001", None),
    ("hep-th/0703001", "hep-th/0703001", None),
    ("math/9201277", "math/9201277", None),
    ("math.GT/0309136", "math/0309136", None),
    ("cond-mat.supr-con/9901001", "cond-mat/9901001", None),
    ("HEP-TH/9901001", "hep-th/9901001", None),
]

FLAWED = [
    ("", [Flaw.SYNTAX]),
    ("24O8.12637", [Flaw.SYNTAX]),
    ("2408.l2637", [Flaw.SYNTAX]),
    ("2408．12637", [Flaw.SYNTAX]),
    ("２４０８.12637", [Flaw.SYNTAX]),
    ("gr-qc/۹۷۰۶123", [Flaw.SYNTAX]),
    ("2408.12637\n", [Flaw.SYNTAX]),
    ("24408.12637", [Flaw.SYNTAX]),
    ("hep-th/1601.07616", [Flaw.SYNTAX]),
    ("1203.12345", [Flaw.DIGITS]),
    ("2408.126370", [Flaw.DIGITS]),
    ("2408.126", [Flaw.DIGITS]),
    ("hep-th/901001", [Flaw.DIGITS]),
    ("2408.1263", [Flaw.PADDING]),
    ("0808.05394", [Flaw.PADDING]),
    ("2408.00000", [Flaw.NUMBER_ZERO]),
    ("quant-ph/9409000", [Flaw.NUMBER_ZERO]),
    ("2408.12637v0", [Flaw.VERSION]),
    ("2408.12637v01", [Flaw.VERSION]),
    ("2408.12637v1234567", [Flaw.VERSION]),
    ("condmat/9901001", [Flaw.ARCHIVE]),
    ("stat/0701001", [Flaw.ARCHIVE]),
    ("math.ZZ/0309136", [Flaw.SUBJECT_CLASS]),
    ("2413.00001", [Flaw.MONTH]),
    ("2400.00001", [Flaw.MONTH]),
    ("math/0034566", [Flaw.MONTH]),
    ("0703.0001", [Flaw.BEFORE_0704]),
    ("hep-th/9106001", [Flaw.OLD_STYLE_DATE]),
    ("hep-th/0704001", [Flaw.OLD_STYLE_DATE]),
    ("2413.00001v0", [Flaw.MONTH, Flaw.VERSION]),
    ("foo-bar/11223344", [Flaw.ARCHIVE, Flaw.DIGITS]),
    ("foo-bar/9913000", [Flaw.ARCHIVE, Flaw.MONTH, Flaw.NUMBER_ZERO]),
]

# The identifier as the URL spells it stands between the brackets.
PAPERS = [
    ("https://arxiv.org/abs/[2408.12637]", "2408.12637"),
    ("https://arxiv.org/abs/[2408.12637v2]", "2408.12637v2"),
    ("arxiv.org/abs/[2408.12637]", "2408.12637"),
    ("//arxiv.org/abs/[2408.12637]", "2408.12637"),
    ("http:/arxiv.org/abs/[2408.12637]", "2408.12637"),
    ("HTTPS://WWW.ARXIV.ORG:443/ABS/[2408.12637]", "2408.12637"),
    ("https://arxiv.org//abs//[2408.12637]/", "2408.12637"),
    ("https://arxiv.org/pdf/[2408.12637v2].PDF", "2408.12637v2"),
    ("https://arxiv.org/abs/[2408.12637].pdf", "2408.12637"),
    ("https://arxiv.org/ps/[hep-th/9901001].ps.gz", "hep-th/9901001"),
    ("https://arxiv.org/html/[2403.10561v1]/#S1", "2403.10561v1"),
    ("https://arxiv.org/abs/[2408.12637]?utm_source=https://example.org", "2408.12637"),
    ("https://arxiv.org/src/[1601.04345v2]/anc/example.m", "1601.04345v2"),
    ("https://arxiv.org/abs/arXiv:[physics/9707012]", "physics/9707012"),
    ("https://arxiv.org/abs/[hep-th%2F9901001]", "hep-th/9901001"),
    ("https://arxiv.org/abs/[HEP-TH//9901001]", "hep-th/9901001"),
    ("https://arxiv.org/abs/[math.GT/0309136v1]", "math/0309136v1"),
    ("https://arxiv.org/abs?id=[0704.0600]", "0704.0600"),
    ("https://arxiv.org/abs/[adap-org?papernum=9303002]", "adap-org/9303002"),
    ("https://arxiv.org/ftp/arxiv/papers/1812/[1812.10281].pdf", "1812.10281"),
    ("https://arxiv.org/ftp/[hep-th/papers/9901/9901001].pdf", "hep-th/9901001"),
    ("http://xxx.lanl.gov/abs/[q-alg/9505025]", "q-alg/9505025"),
    ("https://ar5iv.labs.arxiv.org/html/[2408.12637]", "2408.12637"),
    ("https://doi.org/10.48550/arXiv.[2408.12637]", "2408.12637"),
    ("https://doi.org/10.48550%2FARXIV.[MATH/0510544]", "math/0510544"),
    ("doi:10.48550/arXiv.[2408.12637]", "2408.12637"),
    ("arXiv:[2408.12637v3]", "2408.12637v3"),
    ("oai:arXiv.org:[cs/0007002]", "cs/0007002"),
    ("https://huggingface.co/papers/[2408.12637]", "2408.12637"),
    ("https://www.alphaxiv.org/overview/[2408.12637v1]", "2408.12637v1"),
    ("https://api.semanticscholar.org/arXiv:[1705.10311]", "1705.10311"),
    ("https://dblp.org/rec/journals/corr/abs-[1706-03762]", "1706.03762"),
]

# What stands in the identifier's place stands between the brackets.
MALFORMED = [
    ("https://arxiv.org/abs[]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[abcde]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[24O8.12637]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[2408.12637,]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[2408.12637）]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[2408.12637%20]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[2408.12637#摘要]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[abs/2408.12637]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[https://arxiv.org/abs/2408.12637]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[2408.12637/https://arxiv.org/abs/2408.08872]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[۲۴۰۸.12637]", Flaw.SYNTAX),
    ("https://arxiv.org/abs/[2413.00001]", Flaw.MONTH),
    ("https://arxiv.org/pdf/[2408.12637v0].pdf", Flaw.VERSION),
    ("https://huggingface.co/papers/[2408.1263]", Flaw.PADDING),
    ("https://doi.org/10.48550/arXiv.[2408.12637v2]", Flaw.SYNTAX),
    ("https://doi.org/10.48550/arXiv.[math.GT/0309136]", Flaw.SYNTAX),
    ("https://arxiv.org/abs?archive=[foo&papernum=9303002]", Flaw.ARCHIVE),
]

NO_PAPERS = [
    "",
    "2408.12637",
    "https://arxiv.org/",
    "https://arxiv.org/list/cs.CL/recent",
    "https://arxiv.org/search/?query=2408.12637",
    "https://arxiv.org/paper/2408.12637",
    "https://arxiv.org/abstract/2408.12637",
    "https://arxiv.org:8080/abs/2408.12637",
    "https://user@arxiv.org/abs/2408.12637",
    "https://arxiv.org@evil.example/abs/2408.12637",
    "https://arxiv.org.evil.example/abs/2408.12637",
    "https://evil.example/arxiv.org/abs/2408.12637",
    "https://notarxiv.org/abs/2408.12637",
    "https://vixra.org/abs/2408.0126",
    "https://arſiv.org/abs/2408.12637",
    "https//arxiv.org/abs/2408.12637",
    "https://https://arxiv.org/abs/2408.12637",
    "https://huggingface.co/papers?date=2024-08-22",
    "https://huggingface.co/papers/trending",
    "https://papers.cool/arxiv/cs.AI",
    "https://paperswithcode.com/paper/attention-is-all-you-need",
    "10.1145/arXiv.2408.12637",
]


def unmarked(marked: str) -> tuple[str, int, int]:
    """Return the text without its brackets, and the span that they enclosed."""
    before, _, rest = marked.partition("[")
    inside, _, after = rest.partition("]")
    return before + inside + after, len(before), len(before) + len(inside)


def spelled(reference: Reference) -> str:
    """Return the canonical identifier with its version."""
    return reference.url.removeprefix("https://arxiv.org/abs/")


@pytest.mark.parametrize(("text", "identifier", "version"), WELL_FORMED)
def test_well_formed_identifier(text: str, identifier: str, version: int | None) -> None:
    reference = read_identifier(text)
    assert (reference.id, reference.version, reference.flaws) == (identifier, version, ())
    assert reference.strict is (text.removeprefix("arXiv:") == spelled(reference))


@pytest.mark.parametrize(("text", "flaws"), FLAWED)
def test_flawed_identifier(text: str, flaws: list[Flaw]) -> None:
    reference = read_identifier(text)
    assert (reference.id, list(reference.flaws), reference.strict) == (None, flaws, False)


@pytest.mark.parametrize(("marked", "identifier"), PAPERS)
def test_url_of_a_paper(marked: str, identifier: str) -> None:
    url, start, end = unmarked(marked)
    reference = read_url(url)
    assert reference is not None
    assert spelled(reference) == identifier
    assert (reference.start, reference.end) == (start, end)
    assert reference.strict is (url[start:end] == identifier)


@pytest.mark.parametrize(("marked", "flaw"), MALFORMED)
def test_url_with_a_malformed_identifier(marked: str, flaw: Flaw) -> None:
    url, start, end = unmarked(marked)
    reference = read_url(url)
    assert reference is not None
    assert (reference.id, reference.flaws) == (None, (flaw,))
    assert (reference.start, reference.end) == (start, end)


@pytest.mark.parametrize("url", NO_PAPERS)
def test_url_of_no_paper(url: str) -> None:
    assert read_url(url) is None


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2408.12637", date(2024, 8, 1)),
        ("9108.00001", date(2091, 8, 1)),
        ("hep-th/9108001", date(1991, 8, 1)),
        ("math.GT/0309136v1", date(2003, 9, 1)),
    ],
)
def test_month(text: str, month: date) -> None:
    assert read_identifier(text).month == month


def test_a_flawed_reference_has_neither_url_nor_month() -> None:
    reference = read_identifier("2408.1263")
    with pytest.raises(ValueError, match="no paper"):
        _ = reference.url
    with pytest.raises(ValueError, match="no paper"):
        _ = reference.month


VERSIONS = st.none() | st.integers(1, 999_999)
FORMS = [
    "https://arxiv.org/abs/{}",
    "arxiv.org/abs/{}",
    "http://www.arxiv.org/pdf/{}.pdf",
    "https://export.arxiv.org/abs/{}?context=cs.CL#top",
    "http://cn.arxiv.org/html/{}/",
    "https://arxiv.org/e-print/{}",
    "https://arxiv.org/abs?id={}",
    "https://hf.co/papers/{}",
    "https://alphaxiv.org/abs/{}",
    "https://ar5iv.org/html/{}",
    "https://papers.cool/arxiv/{}",
    "https://scirate.com/arxiv/{}",
    "https://www.arxiv-vanity.com/papers/{}/",
    "https://api.semanticscholar.org/arXiv:{}",
    "arXiv:{}",
    "oai:arXiv.org:{}",
]


@st.composite
def new_identifiers(draw: st.DrawFn) -> str:
    year = draw(st.integers(7, 99))
    month = draw(st.integers(4 if year == 7 else 1, 12))
    digits = 4 if year < 15 else 5
    number = draw(st.integers(1, 10**digits - 1))
    return f"{year:02}{month:02}.{number:0{digits}}"


@st.composite
def old_identifiers(draw: st.DrawFn) -> str:
    archive = draw(st.sampled_from(["astro-ph", "cs", "hep-th", "math", "q-alg", "supr-con"]))
    year = draw(st.sampled_from([92, 99, 0, 6]))
    month, number = draw(st.integers(1, 12)), draw(st.integers(1, 999))
    return f"{archive}/{year:02}{month:02}{number:03}"


IDENTIFIERS = new_identifiers() | old_identifiers()


@given(IDENTIFIERS, VERSIONS, st.sampled_from(FORMS))
def test_every_form_leads_back_to_the_identifier(
    identifier: str, version: int | None, form: str
) -> None:
    versioned = identifier if version is None else f"{identifier}v{version}"
    reference = read_url(form.format(versioned))
    assert reference is not None
    assert (reference.id, reference.version, reference.flaws) == (identifier, version, ())
    assert reference.strict
    assert read_url(reference.url) == read_url(f"https://arxiv.org/abs/{versioned}")


@given(IDENTIFIERS)
def test_doi_leads_back_to_the_identifier(identifier: str) -> None:
    reference = read_url(f"https://doi.org/10.48550/arXiv.{identifier}")
    assert reference is not None
    assert spelled(reference) == identifier


@given(st.from_regex(r"[0-9]{4}\.[0-9]{4,6}(v[0-9]{1,2})?", fullmatch=True))
def test_a_url_is_judged_as_its_identifier_is(text: str) -> None:
    prefix = "https://arxiv.org/abs/"
    bare, reference = read_identifier(text), read_url(prefix + text)
    start, end = bare.start + len(prefix), bare.end + len(prefix)
    assert reference == replace(bare, start=start, end=end)


@given(st.text() | st.text("arxivobsd/:.?=&#%v0123456789-（，"))
def test_any_text_is_judged(text: str) -> None:
    for tail in (text, f"https://arxiv.org/{text}", f"https://arxiv.org/abs/{text}"):
        for reference in (read_identifier(tail), read_url(tail)):
            if reference is None:
                continue
            assert 0 <= reference.start <= reference.end <= len(tail)
            assert (reference.id is None) is bool(reference.flaws)
            assert reference.id is None or reference.month.day == 1


@given(IDENTIFIERS, st.data())
def test_only_ascii_digits_are_digits(identifier: str, data: st.DataObject) -> None:
    places = [place for place, character in enumerate(identifier) if character.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.characters(categories=["Nd"], min_codepoint=0x80))
    text = identifier[:place] + digit + identifier[place + 1 :]
    assert read_identifier(text).id is None
    reference = read_url(f"https://arxiv.org/abs/{text}")
    assert reference is not None
    assert reference.id is None


@pytest.mark.parametrize("unit", [*"[(<`$*（/-1a.%&", "https://", "a.", "%2f", "arxiv.org/"])
def test_hostile_input_takes_no_time(unit: str) -> None:
    flood = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    for head in ("", "https://", "https://arxiv.org/", "https://arxiv.org/abs/", "arXiv:math."):
        read_url(head + flood)
        read_identifier(head + flood)
    assert time.perf_counter() - started < 2


# Where the facts call a spelling strict or not for the URL around the identifier. They do so
# unevenly (`?fmt=txt` is strict, another query is not), so `strict` here means the identifier's
# own characters, and ARX005 compares the whole URL.
STRICT_DIFFERS = {
    "decoration around an identifier that is itself canonical": [
        "/hep-th/0702050",
        "/hep-th/0702050v1",
        "/0708.1234",
        "/0708.1234v1",
        "hep-th/9901001/extra",
        "hep-th/9901001/ExTrA",
        "physics/0303098/",
        "physics/0303098/static/icon.png",
        "https://arxiv.org/abs?id=0704.0600",
        "https://arxiv.org/abs?id=adap-org/9303002",
        "https://arxiv.org/abs/arxiv:physics/9707012",
        "https://arxiv.org/pdf/cs/0212040v1.pdf",
        "https://arxiv.org/pdf/1208.6335v1.pdf",
        "https://arxiv.org/pdf/cs/0011004v1?crazy_query_string=notgood",
        "https://arxiv.org/pdf/hep-th/9901001.pdf",
    ],
    "the identifier's own separator is spelled otherwise": [
        "https://arxiv.org/abs/hep-th%2F9901001",
        "https://dblp.org/rec/journals/corr/abs-1706-03762",
    ],
}
FLAW_NAMES = {"version-zero": "version", "unknown-class": "class"}


def facts() -> list[Any]:
    """Return the lines of the facts as parameters, or one that is skipped."""
    if not FACTS.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"no {FACTS}"), id="absent")]
    lines = FACTS.read_text(encoding="utf-8").splitlines()
    return [pytest.param(fact, id=fact["text"]) for fact in map(json.loads, lines)]


def read_fact(text: str, kind: str) -> Reference | None:
    """Read a spelling by its kind; a URL's path without a host is one below `/abs/`."""
    if kind in ("new", "old"):
        return read_identifier(text)
    has_host = "://" in text or "." in text.partition("/")[0]
    return read_url(text if has_host else f"https://arxiv.org/abs/{text}")


@pytest.mark.parametrize("fact", facts())
def test_facts(fact: dict[str, Any]) -> None:
    text, flags = fact["text"], fact.get("flags", [])
    reference = read_fact(text, fact["kind"])
    if not fact["valid"] or "padding" in flags:
        assert reference is None or reference.id is None
        named = {FLAW_NAMES.get(flag, flag) for flag in flags} & set(Flaw)
        assert named <= set(reference.flaws if reference else ())
        return
    assert reference is not None
    assert (reference.id, reference.version) == (fact["canonical"], fact["version"])
    differs = any(text in texts for texts in STRICT_DIFFERS.values())
    assert (reference.strict != fact["strict"]) is differs
