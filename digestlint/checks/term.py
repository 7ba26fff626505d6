"""TRM: terms, translated whole and always alike, and names spelled as their owners do."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from string import ascii_letters

from digestlint import lazy, terms
from digestlint.records import Digest, Entry
from digestlint.rule import Options
from digestlint.translation import translation
from digestlint.violation import Fix, Safety, Violation
from digestlint.vocabulary import spellings

_LATIN = lazy.compile("[A-Za-z]")
_LATIN_LETTERS = frozenset(ascii_letters)
# What shows that an entry speaks of the thing itself, though the heading holds the English word.
_OTHER_SENSES = {
    "变压器": lazy.compile(
        "电[力网压站路流感]|[变供输配]电|绕组|油|磁|固态|平面|音频变|故障|功率|绝缘"
    )
}
# What an entry has to speak of, so that the word is meant as in machine learning.
_OWN_SENSES = {
    "变压器": lazy.compile(
        "注意力|预训练|语言|模型|编码|解码|视觉|图像|文本|[Aa]ttention|BERT|GPT|ViT|LLM|[Tt]oken"
    )
}

# A majority is clear from so many uses on, of which it has at least so many per cent.
_USES = 5
_PER_CENT = 80
# What stands alone between these explains another term, or is spoken of as a word.
_OPENERS = frozenset("([（【［「『《“‘\"'")
_CLOSERS = frozenset(")]）】］」』》”’\"'")
# What makes a Latin term a part of an English phrase or name, as in `Vision Transformer`.
_ENGLISH_BEFORE = lazy.compile(r"[A-Za-z]{2},? \Z")
_ENGLISH_BEHIND = lazy.compile(r"-| [A-Za-z]")


def half_translated_term(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report a term that is translated in part, or as the common word that it also is."""
    wrong = terms.half_translated(options)
    words = {term: right for term, right in wrong.items() if not _LATIN.search(term)}
    half = '"{term}" is half translated; write "{right}"'
    word = '"{term}" should be "{right}" here'
    for entry, matches in _misused(digest, wrong):
        own = list(matches)
        found = {match[0]: wrong[match[0]] for match in own if match[0] in words}
        meant = _meant(found, entry, translation(digest))
        for match in own:
            if match[0] in found and match[0] not in meant:
                yield _violation(digest, match, word, wrong, Safety.UNSAFE)
            elif match[0] not in found:
                yield _violation(digest, match, half, wrong)


def minority_term(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report a term in whose place the digest nearly always writes another."""
    text = translation(digest)
    groups = terms.groups(options)
    found: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    for match in terms.in_groups(groups).finditer(text):
        found[match[0]].append(match)
    for group in groups:
        if len(found.keys() & group) > 1:
            uses = [use for term in group for use in found[term] if _is_use(use)]
            yield from _minority(digest, uses)


def glossary(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report a term that the project's glossary forbids."""
    wrong = spellings(options.glossary)
    for _, matches in _misused(digest, wrong):
        for match in matches:
            yield _violation(digest, match, 'the glossary forbids "{term}"; write "{right}"', wrong)


def name_casing(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report a misspelled name, unless the paper's own title spells it so."""
    wrong = terms.names(options)
    template = 'the name "{term}" is spelled "{right}"; write it so'
    pattern = terms.misused(wrong)
    for entry, matches in _misused(digest, wrong):
        own = set(pattern.findall(entry.heading.title.text))
        for match in matches:
            if match[0] not in own and not _is_quoted(match):
                yield _violation(digest, match, template, wrong)


def _misused(
    digest: Digest, wrong: Mapping[str, str]
) -> Iterator[tuple[Entry, Iterator[re.Match[str]]]]:
    """Yield the entries that hold terms that are not to be written, each with where they stand."""
    if not wrong:
        return
    found = terms.misused(wrong).finditer(translation(digest))
    matches = (match for match in found if match[0] in wrong)
    for entry, own in groupby(matches, key=lambda match: digest.entry_at(match.start())):
        if entry:
            yield entry, own


def _is_quoted(match: re.Match[str]) -> bool:
    """Tell whether a name is quoted alone, as what somebody typed."""
    text, start, end = match.string, match.start(), match.end()
    return text[start - 1] in "“‘「『\"'" and text[end : end + 1] in tuple("”’」』\"'")


def _touches_url(text: str, start: int, end: int) -> bool:
    """Tell whether a URL ends or begins right beside a place; a long one is cut."""
    around = text[max(0, start - 300) : start]
    mark = max(around.rfind("://"), around.rfind("www."))
    is_glued = mark >= 0 and all("!" <= character <= "~" for character in around[mark:])
    return is_glued or text.startswith(("http://", "https://", "www."), end)


def _violation(
    digest: Digest,
    match: re.Match[str],
    template: str,
    wrong: Mapping[str, str],
    safety: Safety = Safety.SAFE,
) -> Violation:
    right = wrong[match[0]]
    fix = _fix(digest, match, right, safety)
    return Violation(*match.span(), template, {"term": match[0], "right": right}, fix)


def _fix(digest: Digest, match: re.Match[str], right: str, safety: Safety) -> Fix | None:
    """Return the fix of a term; none beside a URL, which would take up what is written there."""
    if _touches_url(digest.text, *match.span()):
        return None
    return terms.written(match.string, *match.span(), right, safety)


def _meant(words: Mapping[str, str], entry: Entry, text: str) -> set[str]:
    """Return the words that mean what they say in an entry."""
    heading = entry.heading.title.text.casefold()
    return {
        word
        for word, right in words.items()
        if right.casefold() not in heading
        or (word in _OTHER_SENSES and _OTHER_SENSES[word].search(text, entry.start, entry.end))
        or (word in _OWN_SENSES and not _OWN_SENSES[word].search(text, entry.start, entry.end))
    }


def _minority(digest: Digest, uses: list[re.Match[str]]) -> Iterator[Violation]:
    """Yield the uses that stand against a clear majority of other ones."""
    counts = Counter(use[0] for use in uses)
    for usual, count in counts.most_common(1):
        if len(uses) < _USES or 100 * count < _PER_CENT * len(uses):
            return
        for use in uses:
            if use[0] != usual:
                yield Violation(
                    *use.span(),
                    '"{term}" stands here, but "{usual}" in {count} other places; write "{usual}"',
                    {"term": use[0], "usual": usual, "count": count},
                    _fix(digest, use, usual, Safety.UNSAFE),
                )


def _is_use(match: re.Match[str]) -> bool:
    """Tell whether a term is used, not explained, spoken of, or a part of an English phrase."""
    text, start, end = match.string, match.start(), match.end()
    if text[start - 1] in _OPENERS and text[end : end + 1] in _CLOSERS:
        return False
    return text[start] not in _LATIN_LETTERS or not (
        _ENGLISH_BEFORE.search(text, max(0, start - 4), start) or _ENGLISH_BEHIND.match(text, end)
    )
