"""arXiv identifiers and URLs: read a spelling, judge it, spell it canonically.

An identifier is `YYMM.NNNN` (from 2007-04), `YYMM.NNNNN` (from 2015-01) or, before both,
`archive/YYMMNNN`. What arXiv itself repairs in silence is judged by where it leads: extra
slashes, capitals and a subject class lead to the paper that was meant, a padded number does not.
Source: https://info.arxiv.org/help/arxiv_identifier.html and the code of arxiv-base.
"""

import re
from dataclasses import replace
from datetime import date
from enum import StrEnum

from digestlint import lazy
from digestlint.frozen import frozen


class Flaw(StrEnum):
    """Why a spelling is no well-formed identifier."""

    SYNTAX = "syntax"
    DIGITS = "digits"
    PADDING = "padding"
    NUMBER_ZERO = "number-zero"
    VERSION = "version"
    ARCHIVE = "archive"
    SUBJECT_CLASS = "class"
    MONTH = "month"
    BEFORE_0704 = "before-0704"
    OLD_STYLE_DATE = "old-style-date"


@frozen
class Reference:
    """What a spelling says about a paper.

    `id` is canonical and without version, or None where there are flaws; `url` and `month` are
    to be asked only of a reference with an id. `start` and `end` are the identifier with its
    version inside the spelling that was read, or everything that stands in its place, which may
    be nothing. `strict` means that the identifier's own characters are the canonical ones,
    whatever URL they stand in.
    """

    id: str | None
    version: int | None
    flaws: tuple[Flaw, ...]
    start: int
    end: int
    strict: bool

    @property
    def url(self) -> str:
        """Return the canonical URL, the version kept."""
        version = "" if self.version is None else f"v{self.version}"
        return f"https://arxiv.org/abs/{self._known_id}{version}"

    @property
    def month(self) -> date:
        """Return the first day of the identifier's month."""
        yymm = self._known_id.rpartition("/")[2]
        year, month = int(yymm[:2]), int(yymm[2:4])
        is_last_century = "/" in self._known_id and year >= 91
        return date((1900 if is_last_century else 2000) + year, month, 1)

    @property
    def _known_id(self) -> str:
        if self.id is None:
            raise ValueError("a reference with flaws denotes no paper")
        return self.id


# The archives of the old scheme that had subject classes, and those classes. An archive's years
# are not checked: arXiv filed papers in archives that were founded later (`math/9201277`).
_SUBJECT_CLASSES = {
    "astro-ph": "co ep ga he im sr",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "cs": "ai ar cc ce cg cl cr cv cy db dc dl dm ds et fl gl gr gt hc ir it lg lo ma mm ms na ne "
    "ni oh os pf pl ro sc sd se si sy",
    "math": "ac ag ap at ca co ct cv dg ds fa gm gn gr gt ho it kt lo mg mp na nt oa oc pr qa ra "
    "rt sg sp st",
    "nlin": "ao cd cg ps si",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an "
    "ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
    "q-bio": "bm cb gn mn nc ot pe qm sc to",
}
_SUBJECTS = frozenset(
    f"{archive}.{subject}"
    for archive, subjects in _SUBJECT_CLASSES.items()
    for subject in subjects.split()
)
_UNDIVIDED_ARCHIVES = (
    "gr-qc hep-ex hep-lat hep-ph hep-th math-ph nucl-ex nucl-th quant-ph acc-phys adap-org "
    "alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas dg-ga funct-an mtrl-th "
    "patt-sol plasm-ph q-alg solv-int supr-con"
)
_ARCHIVES = frozenset(_SUBJECT_CLASSES) | frozenset(_UNDIVIDED_ARCHIVES.split())

# ASCII keeps the long s and the Kelvin sign from matching `s` and `k`.
_FLAGS = re.ASCII | re.IGNORECASE | re.VERBOSE

_IDENTIFIER = lazy.compile(
    r"""
    (?P<prefix>(?:arxiv(?::|%3a))?)
    (?: (?P<yymm>[0-9]{4})\.(?P<number>[0-9]+)
      | (?P<archive>[a-z-]++)(?:\.(?P<subject>[a-z-]++))?(?:/|%2f)+(?P<digits>[0-9]+)
    )
    (?:v(?P<version>[0-9]+))?
    """,
    _FLAGS,
)
# Six digits are more than any version needs, and keep `int` from endless ones.
_VERSION = lazy.compile(r"[1-9][0-9]{0,5}")

# What arXiv and the others ignore after an identifier. Only ASCII, and in the path no colon:
# Chinese text or a second URL glued to the first must not be dropped as if it meant nothing.
_IGNORED = lazy.compile(
    r"(?:\.(?:pdf|ps|ps\.gz|gz))?(?:/[a-z0-9_./~%+-]*)?(?:[?\#][!-~]*)?", _FLAGS
)

# Possessive and bounded quantifiers: what is no URL must fail without being tried again.
_SCHEME = r"(?:https?:/++|//)?"
# Any subdomain may serve papers, and the closed mirrors did. A user name before the host, or an
# unusual port, does not match.
_ARXIV = (
    r"(?:(?:[a-z0-9-]{1,63}\.){0,3}arxiv\.org|xxx\.lanl\.gov|xxx\.itp\.ac\.cn)"
    r"\.?(?::(?:80|443)?)?/++"
)
# What leads up to an identifier. The third parties' paths lead to listings too.
_LEAD = lazy.compile(
    rf"""
    {_SCHEME} (?:
        {_ARXIV}
        (?: ftp/arxiv/papers/[0-9]{{4}}/
          | (?:abs|pdf|html|ps|format|src|e-print|bibtex|tb|audio)(?:/++|(?=[?\#])|\Z)(?:\?id=)?
        )
      | (?P<doi>(?:doi:|(?:(?:dx|www)\.)?doi\.org/++)?10\.48550(?:/|%2f)arxiv\.?)
      | (?P<third_party>(?:www\.)?(?:
            (?:huggingface|hf)\.co/papers/
          | alphaxiv\.org/(?:abs|pdf|overview)/
          | ar5iv\.org/(?:abs|html|pdf)/
          | papers\.cool/arxiv/
          | scirate\.com/arxiv/
          | arxiv-vanity\.com/papers/
          | (?:api\.)?semanticscholar\.org/arxiv:
          | catalyzex\.com/api/code\?(?:[!-~]*&)?paper_arxiv_id=
        ))
    )
    | (?:oai:arxiv\.org|arxiv):[ ]*+
    """,
    _FLAGS,
)
# URLs that hold an identifier in two parts, and how the parts make one: arXiv's first web
# interface, its former file tree, dblp, and the bibcodes of ADS.
_APART = tuple(
    (lazy.compile(_SCHEME + pattern, _FLAGS), template)
    for pattern, template in (
        (
            _ARXIV + r"abs(?:\?(?:archive=)?|/)([a-z-]++)(?:/|&papernum=|\?(?:papernum=)?)"
            r"([0-9]+(?:v[0-9]+)?)",
            r"\1/\2",
        ),
        (_ARXIV + r"ftp/([a-z-]++)/papers/[0-9]{4}/([0-9]+(?:v[0-9]+)?)(?:\.pdf)?", r"\1/\2"),
        (r"dblp\.org/rec/journals/corr/abs-([0-9]{4})-([0-9]+)(?:\.html)?", r"\1.\2"),
        (r"ui\.adsabs\.harvard\.edu/abs/[0-9]{4}arXiv([0-9]{4})\.?([0-9]+)[a-z]", r"\1.\2"),
    )
)

# What each of them holds, in letters of either case.
_SIGNS_OF_A_PAPER = ("arxiv", "ar5iv", "alphaxiv", "papers", "xxx.", "dblp")

# The spelling of nearly every link line; what matches is well-formed and needs no judgement.
CANONICAL_URL = (
    r"https://arxiv\.org/abs/((?:1[5-9]|[2-9][0-9])(?:0[1-9]|1[0-2])\.(?!00000)[0-9]{5})"
)
_CANONICAL = lazy.compile(CANONICAL_URL)
_CANONICAL_START = len("https://arxiv.org/abs/")
_CANONICAL_END = _CANONICAL_START + len("YYMM.NNNNN")


def read_identifier(text: str) -> Reference:
    """Judge a bare spelling, such as `2408.12637` or `arXiv:hep-th/9901001v2`, as a whole."""
    match = _IDENTIFIER.fullmatch(text)
    return _judge(match) if match else _unreadable(0, len(text))


def canonical(identifier: str) -> Reference:
    """Return the reference of a URL that `CANONICAL_URL` matches, with that identifier."""
    return Reference(identifier, None, (), _CANONICAL_START, _CANONICAL_END, strict=True)


def read_url(url: str) -> Reference | None:
    """Read the paper that a URL, a DOI, `arXiv:ID` or `oai:arXiv.org:ID` speaks of.

    None means that it speaks of no paper: another site, a listing, a search. A third party's URL
    counts only where what it holds has an identifier's shape.
    """
    if match := _CANONICAL.fullmatch(url):
        return canonical(match[1])
    if not may_name_paper(url):
        return None
    lead = _LEAD.match(url)
    if lead and (match := _identifier_after(lead)):
        return _judge(match)
    if apart := _read_apart(url):
        return apart
    return _unreadable(lead.end(), len(url)) if lead and not lead["third_party"] else None


def may_name_paper(url: str) -> bool:
    """Tell whether a URL holds what every paper's does; to ask is faster than to read it."""
    small = url.lower()
    return any(sign in small for sign in _SIGNS_OF_A_PAPER)


def _identifier_after(lead: re.Match[str]) -> re.Match[str] | None:
    match = _IDENTIFIER.match(lead.string, lead.end())
    if match is None or not _IGNORED.fullmatch(lead.string, match.end()):
        return None
    # arXiv registers one DOI for a paper: none for its versions, none with a subject class.
    is_no_doi = lead["doi"] and (match["version"] or match["subject"])
    return None if is_no_doi else match


def _read_apart(url: str) -> Reference | None:
    for pattern, template in _APART:
        if match := pattern.fullmatch(url):
            reference = read_identifier(match.expand(template))
            return replace(reference, start=match.start(1), end=match.end(2), strict=False)
    return None


def _unreadable(start: int, end: int) -> Reference:
    return Reference(
        id=None, version=None, flaws=(Flaw.SYNTAX,), start=start, end=end, strict=False
    )


def _judge(match: re.Match[str]) -> Reference:
    if match["yymm"]:
        identifier = f"{match['yymm']}.{match['number']}"
        flaws = _new_style_flaws(match["yymm"], match["number"])
    else:
        archive = match["archive"].lower()
        identifier = f"{archive}/{match['digits']}"
        flaws = _old_style_flaws(archive, match["subject"], match["digits"])
    version = int(match["version"]) if _VERSION.fullmatch(match["version"] or "") else None
    if match["version"] and version is None:
        flaws += (Flaw.VERSION,)
    canonical = identifier if version is None else f"{identifier}v{version}"
    start, end = match.end("prefix"), match.end()
    is_canonical = match.string[start:end] == canonical
    return Reference(
        id=None if flaws else identifier,
        version=version,
        flaws=flaws,
        start=start,
        end=end,
        strict=is_canonical and not flaws and match["prefix"] in ("", "arXiv:", "arxiv:"),
    )


def _new_style_flaws(yymm: str, number: str) -> tuple[Flaw, ...]:
    """Judge the number only under a possible date: the date says how many digits it has."""
    if not "01" <= yymm[2:] <= "12":
        return (Flaw.MONTH,)
    if yymm < "0704":
        return (Flaw.BEFORE_0704,)
    if len(number) not in (4, 5):
        return (Flaw.DIGITS,)
    if not number.strip("0"):
        return (Flaw.NUMBER_ZERO,)
    if yymm < "1501":
        return () if len(number) == 4 else (Flaw.PADDING if number[0] == "0" else Flaw.DIGITS,)
    return () if len(number) == 5 else (Flaw.PADDING,)


def _old_style_flaws(archive: str, subject: str | None, digits: str) -> tuple[Flaw, ...]:
    flaws: tuple[Flaw, ...] = ()
    if archive not in _ARCHIVES:
        flaws += (Flaw.ARCHIVE,)
    elif subject and f"{archive}.{subject.lower()}" not in _SUBJECTS:
        flaws += (Flaw.SUBJECT_CLASS,)
    # A digit too many or too few may stand in the date, so the date is not judged then.
    if len(digits) != 7:
        return (*flaws, Flaw.DIGITS)
    if not "01" <= digits[2:4] <= "12":
        flaws += (Flaw.MONTH,)
    elif "0703" < digits[:4] < "9107":
        flaws += (Flaw.OLD_STYLE_DATE,)
    return (*flaws, Flaw.NUMBER_ZERO) if digits.endswith("000") else flaws
