"""BIL: the translated title holds the paper's name, and is set as a title."""

from bisect import bisect_left
from collections.abc import Iterator

from digestlint import lazy, residue
from digestlint.chatter import chatter
from digestlint.names import COLON, has_initials, holds_name, keeps_letter, opening_name
from digestlint.records import Digest, PaperLink
from digestlint.rule import Options
from digestlint.scripts import Script, begins_translated, holds_translation, letters
from digestlint.text import Span
from digestlint.titles import final_marks, is_label
from digestlint.translation import translation
from digestlint.typography import CLOSERS, OPENERS
from digestlint.violation import Violation, replacement

# Fewer translated letters are a label, or say that there is no translation.
_LETTERS_OF_A_TITLE = 5

_LATIN = lazy.compile("[A-Za-z]")
_SEPARATORS = {"half": ": ", "full": "："}
_OPENERS, _CLOSERS = frozenset(f"([{{{OPENERS}"), frozenset(f")]}}{CLOSERS}")

# What such a mark announced is missing.
_COLON_MARKS = frozenset(":：")

# Not at the end of a quotation, nor of the title.
_INNER_STOP = lazy.compile(r"。(?=[^\w”’」』》）)\]]{0,3}\w)")
# A Latin word counts as one character does, for it says no more.
_UNIT = lazy.compile(r"[A-Za-z0-9][!-~]*+|[^\s!-~]")
_LONGEST = 80


def lost_name(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a name that opens one of an entry's two titles, and is not in the other."""
    script = digest.script
    for entry, link in digest.linked:
        heading, title = entry.heading.title.text, link.text
        # A name ends in a colon.
        if not (":" in heading or "：" in title or ":" in title or "：" in heading):
            continue
        problem = _name_problem(heading, title, script)
        if problem and _is_translated(title, script):
            template, name = problem
            yield Violation(link.text_start, link.text_end, template, {"name": name})


def title_separator(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report a colon behind a title's name that is set otherwise than the file's others."""
    half = [link for _, link in digest.linked if ":" in link.text]
    if options.title_separator != "half" and not _has_half_width(digest, half):
        return  # full-width ones alone are as wanted
    both = [link for _, link in digest.linked if "：" in link.text or ":" in link.text]
    found = list(_separators(digest, both))
    wanted = _wanted_separator(digest, found, options)
    for start, end in found:
        text = digest.text[start:end]
        # Spaces beside a full-width mark are no matter of separators.
        if text != wanted and not text.strip() == wanted == "：":
            yield Violation(
                start,
                end,
                '"{found}" follows the name in this title; write "{wanted}" in all titles',
                {"found": text, "wanted": wanted},
                replacement(start, end, wanted),
            )


def final_punctuation(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a translated title that ends in a stop, a comma, a semicolon or a colon."""
    for _, link in digest.linked:
        if link.text[-1:].isalnum():  # as nearly all end
            continue
        title = link.text.rstrip()
        if not (marks := final_marks(title)) or _is_no_title(title):
            continue
        end = link.text_start + len(title)
        start = end - len(marks)
        if _COLON_MARKS.intersection(marks):
            template, fix = (
                'the translated title ends in "{marks}"; complete it, or remove it',
                None,
            )
        else:
            template = 'the translated title ends in "{marks}"; remove it'
            # A backslash would escape the bracket behind the title instead.
            is_escaped = title.endswith("\\" + marks)
            fix = None if is_escaped else replacement(start, link.text_end, "")
        yield Violation(start, end, template, {"marks": marks.strip()}, fix)


def title_sentence(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a translated title that goes on behind a full stop, or that is too long."""
    chatters = [start for start, _ in chatter(digest)]
    long_or_stopped = (
        link for _, link in digest.linked if len(link.text) >= _LONGEST or "。" in link.text
    )
    for link in long_or_stopped:
        if _holds_one(link, chatters):
            continue
        if stop := _INNER_STOP.search(link.text):
            yield Violation(
                link.text_start + stop.start(),
                link.text_start + stop.end(),
                "the translated title is a text of several sentences; shorten it to a title",
            )
        elif len(link.text) >= _LONGEST and (count := len(_UNIT.findall(link.text))) >= _LONGEST:
            yield Violation(
                link.text_start,
                link.text_end,
                "the translated title has {count} characters and words; shorten it to a title",
                {"count": count},
            )


def _name_problem(heading: str, title: str, script: Script) -> tuple[str, str] | None:
    """Return the template of what is wrong with the name of a paper, and that name."""
    if title.startswith(heading.partition(":")[0]):
        return None
    name = opening_name(heading)
    if name and not holds_name(title, name) and not keeps_letter(title, name):
        return 'the translated title has lost the name "{name}"; open it with the name', name
    if begins_translated(title, script):
        return None
    name = opening_name(title)
    if name is None or holds_translation(name, script):
        return None
    if holds_name(heading, name) or has_initials(heading, name):
        return None
    return 'the heading has no "{name}"; write the name that the paper has', name


def _is_translated(title: str, script: Script) -> bool:
    """Tell whether a link shows a translated title, and not a label or an excuse."""
    return len(letters(script).findall(title)) >= _LETTERS_OF_A_TITLE


def _has_half_width(digest: Digest, links: list[PaperLink]) -> bool:
    return any(":" in digest.text[start:end] for start, end in _separators(digest, links))


def _separators(digest: Digest, links: list[PaperLink]) -> Iterator[Span]:
    """Yield what parts the names that open titles from the rest, with the spaces around it."""
    prose, script = translation(digest), digest.script
    for link in links:
        if begins_translated(link.text, script):
            continue
        if colon := COLON.search(prose, link.text_start, link.text_end):
            name = digest.text[link.text_start : colon.start()].rstrip()
            rest = digest.text[colon.end() : link.text_end]
            if _is_latin_name(name, script) and holds_translation(rest, script):
                yield link.text_start + len(name), link.text_end - len(rest.lstrip())


def _is_latin_name(name: str, script: Script) -> bool:
    has_latin = _LATIN.search(name) and not holds_translation(name, script)
    return bool(has_latin) and not _is_open(name)


def _holds_one(link: PaperLink, chatters: list[int]) -> bool:
    """Tell whether it is the translation machine that makes a text of a title."""
    index = bisect_left(chatters, link.text_start)
    return index < len(chatters) and chatters[index] < link.text_end


def _is_no_title(text: str) -> bool:
    """Tell a label, or an excuse for a translation, which other rules report, from a title."""
    return is_label(text) or residue.is_label(text) or residue.has_failed(text)


def _is_open(name: str) -> bool:
    """Tell whether a bracket that opens in a name does not close there."""
    if _OPENERS.isdisjoint(name):
        return False
    return max(map(name.rfind, _OPENERS)) > max(map(name.rfind, _CLOSERS))


def _wanted_separator(digest: Digest, found: list[Span], options: Options) -> str:
    """Return the separator that the option names, or else the file's own: full-width in a tie."""
    if options.title_separator != "consistent":
        return _SEPARATORS[options.title_separator]
    full = sum("：" in digest.text[start:end] for start, end in found)
    return _SEPARATORS["full" if 2 * full >= len(found) else "half"]
