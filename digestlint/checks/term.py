"""TRM: terms, translated whole and always alike, and names spelled as their owners do."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from string import ascii_letters

from digestlint import lazy, terms
from digestlint.finder import Place, apart
from digestlint.records import Digest, Entry
from digestlint.rule import Options
from digestlint.terms import Lists, Misused
from digestlint.translation import translation
from digestlint.violation import Fix, Safety, Violation

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
    lists = terms.lists(options)
    instead = lists.half_translated.instead
    half = '"{term}" is half translated; write "{right}"'
    word = '"{term}" should be "{right}" here'
    for entry, places in _misused(digest, lists, lists.half_translated):
        words = {term: instead[term] for _, term in places if not _LATIN.search(term)}
        meant = _meant(words, entry, translation(digest))
        for place in places:
            term = place[1]
            if term not in words:
                yield _violation(digest, place, half, instead[term])
            elif term not in meant:
                yield _violation(digest, place, word, instead[term], Safety.UNSAFE)


def minority_term(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report a term in whose place the digest nearly always writes another."""
    lists = terms.lists(options)
    text = translation(digest)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for start, term in apart(lists.places(digest), lists.grouped):
        found[term].append(start)
    for group in lists.groups:
        held = [term for term in group if term in found]
        if len(held) > 1:
            places = ((start, term) for term in held for start in found[term])
            yield from _minority(digest, [place for place in places if _is_use(text, *place)])


def glossary(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report a term that the project's glossary forbids."""
    lists = terms.lists(options)
    template = 'the glossary forbids "{term}"; write "{right}"'
    for _, places in _misused(digest, lists, lists.glossary):
        for place in places:
            yield _violation(digest, place, template, lists.glossary.instead[place[1]])


def name_casing(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report a misspelled name, unless the paper's own title spells it so."""
    lists = terms.lists(options)
    names = lists.names
    template = 'the name "{term}" is spelled "{right}"; write it so'
    text = translation(digest)
    for entry, places in _misused(digest, lists, names):
        title = lists.finder.places(entry.heading.title.text)
        own = {term for _, term in apart(title, names.known)}
        for place in places:
            term = place[1]
            if term not in own and not _is_quoted(text, *place):
                yield _violation(digest, place, template, names.instead[term])


def _misused(digest: Digest, lists: Lists, misused: Misused) -> Iterator[tuple[Entry, list[Place]]]:
    """Yield the entries that hold terms that are not to be written, each with where they stand."""
    if not misused.instead:
        return
    places = apart(lists.places(digest), misused.known)
    wrong = [place for place in places if place[1] in misused.instead]
    for entry, own in groupby(wrong, key=lambda place: digest.entry_at(place[0])):
        if entry:
            yield entry, list(own)


def _is_quoted(text: str, start: int, term: str) -> bool:
    """Tell whether a name is quoted alone, as what somebody typed."""
    end = start + len(term)
    return text[start - 1] in "“‘「『\"'" and text[end : end + 1] in tuple("”’」』\"'")


def _touches_url(text: str, start: int, end: int) -> bool:
    """Tell whether a URL ends or begins right beside a place; a long one is cut."""
    around = text[max(0, start - 300) : start]
    mark = max(around.rfind("://"), around.rfind("www."))
    is_glued = mark >= 0 and all("!" <= character <= "~" for character in around[mark:])
    return is_glued or text.startswith(("http://", "https://", "www."), end)


def _violation(
    digest: Digest, place: Place, template: str, right: str, safety: Safety = Safety.SAFE
) -> Violation:
    start, term = place
    end = start + len(term)
    fix = _fix(digest, start, end, right, safety)
    return Violation(start, end, template, {"term": term, "right": right}, fix)


def _fix(digest: Digest, start: int, end: int, right: str, safety: Safety) -> Fix | None:
    """Return the fix of a term; none beside a URL, which would take up what is written there."""
    if _touches_url(digest.text, start, end):
        return None
    return terms.written(translation(digest), start, end, right, safety)


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


def _minority(digest: Digest, uses: list[Place]) -> Iterator[Violation]:
    """Yield the uses that stand against a clear majority of other ones."""
    counts = Counter(term for _, term in uses)
    for usual, count in counts.most_common(1):
        if len(uses) < _USES or 100 * count < _PER_CENT * len(uses):
            return
        for start, term in uses:
            if term != usual:
                end = start + len(term)
                yield Violation(
                    start,
                    end,
                    '"{term}" stands here, but "{usual}" in {count} other places; write "{usual}"',
                    {"term": term, "usual": usual, "count": count},
                    _fix(digest, start, end, usual, Safety.UNSAFE),
                )


def _is_use(text: str, start: int, term: str) -> bool:
    """Tell whether a term is used, not explained, spoken of, or a part of an English phrase."""
    end = start + len(term)
    if text[start - 1] in _OPENERS and text[end : end + 1] in _CLOSERS:
        return False
    return term[0] not in _LATIN_LETTERS or not (
        _ENGLISH_BEFORE.search(text, max(0, start - 4), start) or _ENGLISH_BEHIND.match(text, end)
    )
