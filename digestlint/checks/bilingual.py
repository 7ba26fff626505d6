"""BIL: both languages are there, each in its place."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from digestlint import arxiv, lazy
from digestlint.records import Digest, Entry, PaperLink
from digestlint.residue import opens_failed
from digestlint.rule import Options
from digestlint.scripts import Script, holds_translation, letters
from digestlint.text import MASK
from digestlint.titles import is_label
from digestlint.urls import meant_end
from digestlint.violation import Edit, Fix, Safety, Violation

_LATIN_RUN = lazy.compile("[A-Za-z]+")
_LETTER = lazy.compile("[A-Za-z]")
_LETTERS = lazy.compile("[A-Za-z]{2}")
# One in ten Chinese letters is one of these.
_FREQUENT = "的了模型在能"
# Fewer words are a name, such as `Pixtral 12B`, which stays as it is.
_WORDS_OF_TEXT = 4

_QUOTED = r"“[^“”]*+”|‘[^‘’]*+’|「[^「」]*+」|『[^『』]*+』|《[^《》]*+》|\"[^\"\r\n]*+\""
_BRACKETED = r"\((?>(?:[^()]++|\([^()]*+\))*)\)|（[^（）]*+）|\[[^\[\]]*+\]|【[^【】]*+】"
_QUOTATION = lazy.compile(_QUOTED)
_ASIDE = lazy.compile(f"{_QUOTED}|{_BRACKETED}")
# Eight English words in a row, and what follows the first of them: a search that begins with a
# space skips Chinese text. A word's length is bounded to keep the search linear in any text.
_MORE_WORDS = r" [A-Za-z][A-Za-z'’-]{0,24}+(?: [A-Za-z][A-Za-z'’-]{0,24}+){6}"
_HINT_OF_ENGLISH = lazy.compile(_MORE_WORDS)
_ENGLISH_RUN = lazy.compile(r"[A-Za-z][A-Za-z'’-]{0,24}" + _MORE_WORDS)
_LOWER_CASE_WORD = lazy.compile(r"(?:^| )[a-z]")
_LOWER_CASE_WORDS = 4

# What may part a bare URL from the title on its line, and what shows that there is no title.
_AROUND_TITLE = " \t\u3000*_+|>-。，,."
_NO_TITLE = lazy.compile(r"[。<]|[:：]\Z")

# What a title may not bring into a link's text, nor a link's text into a heading.
_MARKUP = lazy.compile(r"[\[\]\\`<>#*_\r\n]")


def missing_translated_title(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a link line that shows no more than its address."""
    for entry, link in digest.view(_doubtful):
        if not _has_title(link, digest.script):
            beside = _title_beside(digest, link)
            if is_label(link.text):
                template = '"{text}" is a label; write the translated title of "{title}" there'
            elif beside:
                template = 'the title stands beside the link; write "[{beside}]({target})"'
            else:
                template = (
                    'the link below "{title}" does not show the translated title; '
                    'write "[translated title]({target})"'
                )
            target = link.target[: meant_end(link.target)]
            values = {"title": entry.heading.title.text, "text": link.text, "beside": beside}
            yield Violation(link.start, link.end, template, {**values, "target": target})


def untranslated_title(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a link line whose text is English; a few words are a name."""
    for entry, link in digest.view(_doubtful):
        if _is_untranslated_title(link, entry, digest.script):
            yield Violation(
                link.text_start,
                link.text_end,
                'the title "{text}" is not translated; write the translation in its place',
                {"text": link.text},
            )


def translated_heading(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report a heading that is translated, or more so than English."""
    for entry, link in digest.linked:
        title = entry.heading.title
        if not title.text.isascii() and _is_translated(title.text, digest.script):
            yield Violation(
                title.start,
                title.end,
                'the heading "{title}" holds translated text; write the paper\'s English title',
                {"title": title.text},
                _swap(entry, link, digest.script),
            )


def untranslated_abstract(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report an abstract that is English, or that holds an English sentence."""
    whole, script, share = digest.prose, digest.script, options.minimum_translated_share
    english = [match.start() for match in _HINT_OF_ENGLISH.finditer(whole)]
    for entry in digest.entries:
        paragraphs = entry.prose
        if not paragraphs:
            continue
        start, end = paragraphs[0].start, paragraphs[-1].end
        prose = whole[start:end]
        if _is_untranslated(prose, script, share):
            template = 'the abstract of "{title}" is not translated; translate it'
        elif _lies_within(english, start, end) and (span := _english_sentence(prose, script)):
            template = 'the abstract of "{title}" holds English text; translate it'
            start, end = start + span[0], start + span[1]
        else:
            continue
        if not opens_failed(paragraphs[0].text):
            yield Violation(start, end, template, {"title": entry.heading.title.text})


def _doubtful(digest: Digest) -> list[tuple[Entry, PaperLink]]:
    """List the entries with a link that may show no translated title; few do."""
    script = digest.script
    return [
        (entry, link)
        for entry, link in digest.linked
        if not holds_translation(link.text, script)
        or is_label(link.text.strip())
        or link.text.strip() == entry.heading.title.text
    ]


def _has_title(link: PaperLink, script: Script) -> bool:
    """Tell whether a link shows more than an address, an identifier or a label."""
    text = link.text.strip()
    if not text or is_label(text):
        return False
    if holds_translation(text, script):
        return True
    return arxiv.read_url(text) is None and arxiv.read_identifier(text).id is None


def _title_beside(digest: Digest, link: PaperLink) -> str | None:
    """Return the translated title that stands before or behind a bare URL, on its line."""
    end = link.target_start + meant_end(link.target)
    beside = (digest.text[link.line_start : link.start], digest.text[end : link.line_end])
    for text in (text.strip(_AROUND_TITLE) for text in beside if not link.text):
        if holds_translation(text, digest.script) and not _NO_TITLE.search(text):
            return text
    return None


def _is_untranslated_title(link: PaperLink, entry: Entry, script: Script) -> bool:
    is_original = link.text.strip() == entry.heading.title.text
    if not is_original and holds_translation(link.text, script):
        return False
    words = _words(link.text, _LETTER if is_original else _LETTERS)
    return words >= _WORDS_OF_TEXT and _has_title(link, script)


def _is_translated(title: str, script: Script) -> bool:
    """Tell whether a title has more translated characters than words, quotations apart."""
    if not holds_translation(title, script):
        return False
    own_words = _QUOTATION.sub("", title)
    return _translated(own_words, script) > _words(own_words)


def _words(text: str, letters: re.Pattern[str] = _LETTERS) -> int:
    """Count what white space parts and holds letters, two in a row if not said otherwise."""
    return sum(1 for word in text.split() if letters.search(word))


def _translated(text: str, script: Script) -> int:
    """Count the letters of the translation."""
    return len(letters(script).findall(text))


def _lies_within(places: list[int], start: int, end: int) -> bool:
    """Tell whether one of some places, which are sorted, lies in a span."""
    return bool(places) and bisect_left(places, start) < bisect_left(places, end)


def _is_untranslated(prose: str, script: Script, minimum_share: float) -> bool:
    """Tell whether too few of the translated and Latin letters are translated ones."""
    ascii_count = len(prose.encode("ascii", "ignore"))
    # Counting a frequent letter is fast, and the first is mostly enough.
    translated = 0
    for letter in _FREQUENT if script == "Han" else "":
        translated += prose.count(letter)
        if translated >= minimum_share * (translated + ascii_count):
            return False
    return _has_few_letters(prose, script, minimum_share, ascii_count)


def _has_few_letters(prose: str, script: Script, minimum_share: float, ascii_count: int) -> bool:
    """Tell whether that is so, from all letters, or as many of them as say that it is not."""
    translated = 0
    for translated, _ in enumerate(letters(script).finditer(prose), start=1):
        if translated >= minimum_share * (translated + ascii_count):
            return False
    latin = sum(map(len, _LATIN_RUN.findall(prose)))
    is_short = translated < minimum_share * (translated + latin)
    return is_short and _words(prose) >= _WORDS_OF_TEXT


def _english_sentence(prose: str, script: Script) -> tuple[int, int] | None:
    """Return the span of eight English words in a row that are no name, quotation or aside."""
    if not holds_translation(prose, script):
        return None
    masked = _ASIDE.sub(lambda aside: MASK * len(aside[0]), prose)
    for match in _ENGLISH_RUN.finditer(masked):
        if len(_LOWER_CASE_WORD.findall(match[0])) >= _LOWER_CASE_WORDS:
            return match.span()
    return None


def _swap(entry: Entry, link: PaperLink, script: Script) -> Fix | None:
    """Exchange heading and link text where the latter is the English title."""
    title = entry.heading.title
    english = _LETTERS.search(link.text) and not holds_translation(link.text, script)
    if not english or not _has_title(link, script) or _MARKUP.search(title.text + link.text):
        return None
    return Fix(
        (
            Edit(title.start, title.end, link.text.strip()),
            Edit(link.text_start, link.text_end, title.text),
        ),
        Safety.UNSAFE,
    )
