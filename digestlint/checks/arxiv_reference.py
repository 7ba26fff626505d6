"""ARX: where the link line leads."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from digestlint import lazy
from digestlint.arxiv import Flaw, Reference, read_identifier
from digestlint.linkline import speaks_of_arxiv
from digestlint.records import Digest, PaperLink
from digestlint.rule import Options
from digestlint.text import nfkc
from digestlint.violation import Safety, Violation, replacement

_OLD_STYLE_DIGITS = '"{spelling}" has {count} instead of {expected} digits; look the id up'
# The most telling flaw first: a link is reported once.
_MALFORMED = {
    Flaw.PADDING: '"{spelling}" has {count} instead of {expected} digits after the point; arXiv '
    "takes it for {padded}, which may be another paper: look the id up",
    Flaw.DIGITS: '"{spelling}" has {count} instead of {expected} digits after the point; look the '
    "id up",
    Flaw.ARCHIVE: '"{spelling}" names no archive of the years before April 2007; look the id up',
    Flaw.NUMBER_ZERO: '"{spelling}" has the number zero, but papers count from 1; look the id up',
    Flaw.SUBJECT_CLASS: '"{spelling}" names no subject class of its archive; write "{classless}"',
    Flaw.VERSION: 'there is no version "v{version}", they are v1, v2 and so on; mend or drop it',
}
_IMPOSSIBLE = {
    Flaw.MONTH: '"{spelling}" has the month {month}, but months are 01 to 12; look the id up',
    Flaw.BEFORE_0704: '"{spelling}" begins with {yymm}, but ids with a point begin with 0704 or '
    "later; look the id up",
    Flaw.OLD_STYLE_DATE: '"{spelling}" has the date {yymm}, but ids with an archive run from 9107 '
    "to 0703; look the id up",
}
_PARTS = lazy.compile(
    r"""(?: (?P<date>[0-9]{4})[.-]?
      | (?P<archive>[a-z-]++)(?:\.[a-z-]++)?(?>(?:[/&?=a-z]|%2f|[0-9]{4}/)+) )
    (?P<number>[0-9]++) (?:v(?P<version>[0-9]++))?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_LIKELY_ID = lazy.compile(r"(?<![0-9.])[0-9]{4}\.[0-9]{4,5}(?![0-9])")
_LOOK_ALIKES = str.maketrans("OoIl", "0011")

_MADE_UP = frozenset(("12345", "98765", *(5 * digit for digit in "0123456789")))

_DATE_IN_NAME = lazy.compile(
    r"""(?<![0-9]) (?P<year>(?:19|20)[0-9]{2})
    (?: (?P<mark>[-_.])(?P<month>[0-9]{1,2})(?>(?:(?P=mark)(?P<day>[0-9]{1,2}))?)
      | (?P<compact_month>[0-9]{2})(?P<compact_day>[0-9]{2})
      | 年(?P<han_month>[0-9]{1,2})月(?>(?:(?P<han_day>[0-9]{1,2})日)?) )
    (?![0-9])
    # The first day of a range (`2024-08-26-09-01`) is not the digest's date.
    (?! [~–—至到] | [-_](?:[0-9]{4}(?![0-9])|[0-9]{1,2}(?:月|[-_.][0-9])) )""",
    re.VERBOSE,
)
_Reference = tuple[PaperLink, Reference]

_ARXIV_SITE = lazy.compile(r"https?://[a-z.]*arxiv\.org(?:/|\Z)", re.IGNORECASE)


def not_an_arxiv_link(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a link line that leads elsewhere; an empty target is URL003's."""
    for entry, link in digest.linked:
        if link.reference is None and link.target:
            yield Violation(
                link.target_start,
                link.target_end,
                '"{target}" is misspelled; link "{title}" to https://arxiv.org/abs/ and its id'
                if speaks_of_arxiv(link) and not _ARXIV_SITE.match(link.target)
                else 'the link leads to no arXiv paper; link "{title}" to https://arxiv.org/abs/ '
                "and its id",
                {"title": entry.heading.title.text, "target": link.target},
            )


def malformed_id(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report what stands in an identifier's place and is none."""
    for link, reference in _flawed_references(digest):
        if Flaw.SYNTAX in reference.flaws:
            yield _unreadable(link, reference)
        else:
            yield from _flawed(link, reference, _MALFORMED)


def impossible_date(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a month that is none, or that its form of identifier was not in use in."""
    for link, reference in _flawed_references(digest):
        yield from _flawed(link, reference, _IMPOSSIBLE)


def future_id(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report an identifier of a month after the present one."""
    for link, reference in _later_than(digest, options.today):
        yield _at_identifier(
            link,
            reference,
            "{id} is of {month}, a month that has not begun; look the id up",
            {"id": reference.id, "month": f"{reference.month:%Y-%m}"},
        )


def non_canonical_url(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report any other spelling than `https://arxiv.org/abs/ID`, be it by a third party."""
    for link, reference in _papers(digest):
        if link.target != reference.url:
            yield Violation(
                link.target_start,
                link.target_end,
                "the link to the paper is not written in arXiv's canonical form; use {url}",
                {"url": reference.url},
                replacement(link.target_start, link.target_end, reference.url),
            )


def versioned_url(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report a link to one version, unless the option allows them."""
    if options.allow_versions:
        return
    for link, reference in _papers(digest):
        if reference.version is not None:
            end = link.target_start + reference.end
            start = end - len(f"v{reference.version}")
            yield Violation(
                start,
                end,
                'the link stays at version {version} of {id}; drop "v{version}" to lead to the '
                "newest",
                {"version": reference.version, "id": reference.id},
                replacement(start, end, "", Safety.UNSAFE),
            )


def placeholder_id(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a number that people make up until they know the right one."""
    for link, reference in _papers(digest):
        if (reference.id or "").partition(".")[2] in _MADE_UP:
            yield _at_identifier(
                link,
                reference,
                '{id} looks made up; check that it is the id of "{title}"',
                {"id": reference.id, "title": _title(digest, link)},
            )


def later_than_digest(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report an identifier of a month after the date in the file's name."""
    dates = _dates(os.path.basename(digest.path or ""))
    published, name = max(dates, default=(date.max, ""))
    for link, reference in _later_than(digest, published):
        yield _at_identifier(
            link,
            reference,
            "{id} is of {month}, later than {name} in the file's name; look the id up",
            {"id": reference.id, "month": f"{reference.month:%Y-%m}", "name": name},
        )


def _references(digest: Digest) -> list[_Reference]:
    return [(link, link.reference) for _, link in digest.linked if link.reference]


def _flawed_references(digest: Digest) -> list[_Reference]:
    return digest.view(_with_flaws)


def _with_flaws(digest: Digest) -> list[_Reference]:
    return [pair for pair in digest.view(_references) if pair[1].flaws]


def _papers(digest: Digest) -> list[_Reference]:
    """Return the references that denote a paper."""
    return digest.view(_with_id)


def _with_id(digest: Digest) -> list[_Reference]:
    return [pair for pair in digest.view(_references) if pair[1].id]


def _later_than(digest: Digest, day: date) -> list[_Reference]:
    """Return the references to papers of a month that begins after a day."""
    return [pair for month, pairs in digest.view(_by_month) if month > day for pair in pairs]


def _by_month(digest: Digest) -> list[tuple[date, list[_Reference]]]:
    """Return the references to papers by their months, which are few."""
    # What stands before the point of an identifier, if there is one, tells the month.
    found: defaultdict[str, list[_Reference]] = defaultdict(list)
    for pair in _papers(digest):
        found[(pair[1].id or "").partition(".")[0]].append(pair)
    return [(pairs[0][1].month, pairs) for pairs in found.values()]


def _title(digest: Digest, link: PaperLink) -> str:
    entry = digest.entry_at(link.start)
    return entry.heading.title.text if entry else ""


def _at_identifier(
    link: PaperLink, reference: Reference, template: str, values: Mapping[str, object]
) -> Violation:
    start, end = link.target_start + reference.start, link.target_start + reference.end
    return Violation(start, end, template, values)


def _flawed(
    link: PaperLink, reference: Reference, templates: Mapping[Flaw, str]
) -> Iterator[Violation]:
    """Yield a violation for the first of the templates' flaws that the reference has."""
    flaw = next((flaw for flaw in templates if flaw in reference.flaws), None)
    spelling = link.target[reference.start : reference.end]
    if flaw and (parts := _PARTS.fullmatch(spelling)):
        old_style = flaw is Flaw.DIGITS and parts["archive"]
        template = _OLD_STYLE_DIGITS if old_style else templates[flaw]
        yield _at_identifier(link, reference, template, _values(parts))


def _values(parts: re.Match[str]) -> dict[str, object]:
    archive, number = parts["archive"], parts["number"]
    yymm = parts["date"] or number[:4]
    expected = 7 if archive else 4 if yymm < "1501" else 5
    return {
        "spelling": parts[0],
        "count": len(number),
        "expected": expected,
        "padded": f"{yymm}.{number.lstrip('0').zfill(expected)}",
        "classless": f"{archive}/{number}",
        "version": parts["version"],
        "yymm": yymm,
        "month": yymm[2:],
    }


def _unreadable(link: PaperLink, reference: Reference) -> Violation:
    spelling = link.target[reference.start : reference.end]
    guess = _likely_id(spelling)
    if guess:
        template = '"{spelling}" is no arXiv id; if {guess} is the paper, write that'
    elif spelling:
        template = '"{spelling}" is no arXiv id; one looks like 2408.12637, so look it up'
    else:
        template = "the link names no paper; look up its id and write it behind the link"
    return _at_identifier(link, reference, template, {"spelling": spelling, "guess": guess})


def _likely_id(spelling: str) -> str | None:
    """Guess what was meant, where letters or full-width characters stand for digits."""
    match = _LIKELY_ID.search(nfkc(spelling).translate(_LOOK_ALIKES))
    return read_identifier(match[0]).id if match else None


def _dates(name: str) -> Iterator[tuple[date, str]]:
    """Yield the dates in a file's name; one without day begins its month."""
    for match in _DATE_IN_NAME.finditer(name):
        month = match["month"] or match["compact_month"] or match["han_month"]
        day = match["day"] or match["compact_day"] or match["han_day"] or 1
        try:
            yield date(int(match["year"]), int(month), int(day)), match[0]
        except ValueError:
            continue
