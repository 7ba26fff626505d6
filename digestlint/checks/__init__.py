"""The rules, in the order of their codes; each has a page of the same name in `rules/`."""

from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from digestlint.rule import DigestRule, ProjectRule, Rule
from digestlint.suppressions import SuppressionRule
from digestlint.traits import Trait
from digestlint.violation import Level, Violation


class _Check:
    """A check whose module is loaded when it is first called: to load them all takes 10 ms."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    @cached_property
    def _function(self) -> Any:
        return getattr(import_module(self._module), self._name)

    def __call__(self, *arguments: object) -> Iterator[Violation]:
        found: Iterator[Violation] = self._function(*arguments)
        return found


class _Module:
    """A module of checks that is not loaded yet."""

    def __init__(self, name: str) -> None:
        self._module = f"{__name__}.{name}"

    def __getattr__(self, name: str) -> _Check:
        return _Check(self._module, name)


# Under other names than the modules, which `from digestlint.checks import …` is to find.
if TYPE_CHECKING:
    from digestlint.checks import arxiv_reference as _arxiv_reference
    from digestlint.checks import bilingual as _bilingual
    from digestlint.checks import bracket as _bracket
    from digestlint.checks import duplicate as _duplicate
    from digestlint.checks import entry as _entry
    from digestlint.checks import file as _file
    from digestlint.checks import heading as _heading
    from digestlint.checks import punctuation as _punctuation
    from digestlint.checks import quotation as _quotation
    from digestlint.checks import residue as _residue
    from digestlint.checks import spacing as _spacing
    from digestlint.checks import suppression as _suppression
    from digestlint.checks import term as _term
    from digestlint.checks import translated_title as _translated_title
    from digestlint.checks import url as _url
else:
    _arxiv_reference = _Module("arxiv_reference")
    _bilingual = _Module("bilingual")
    _bracket = _Module("bracket")
    _duplicate = _Module("duplicate")
    _entry = _Module("entry")
    _file = _Module("file")
    _heading = _Module("heading")
    _punctuation = _Module("punctuation")
    _quotation = _Module("quotation")
    _residue = _Module("residue")
    _spacing = _Module("spacing")
    _suppression = _Module("suppression")
    _term = _Module("term")
    _translated_title = _Module("translated_title")
    _url = _Module("url")

_ERROR = Level.ERROR
_WARNING = Level.WARNING

RULES: tuple[Rule, ...] = (
    DigestRule("FIL001", "invalid-utf8", _ERROR, "a byte that is no UTF-8", _file.invalid_utf8),
    DigestRule("FIL002", "byte-order-mark", _ERROR, "a byte order mark at the start of the file", _file.byte_order_mark),
    DigestRule("FIL003", "line-ending", _ERROR, "a line that ends otherwise than the file's others", _file.line_ending),
    DigestRule("FIL004", "missing-final-newline", _ERROR, "a last line without a line ending", _file.missing_final_newline),
    DigestRule("FIL005", "trailing-whitespace", _ERROR, "spaces or tabs at the end of a line", _file.trailing_whitespace),
    DigestRule("FIL006", "invisible-character", _ERROR, "a zero-width character, or a space that is no plain one", _file.invisible_character),
    DigestRule("FIL007", "blank-lines", _ERROR, "several blank lines in a row, or any at the file's start or end", _file.blank_lines),
    DigestRule("FIL008", "merge-conflict-marker", _ERROR, "a line that an unfinished merge left", _file.merge_conflict_marker),
    DigestRule("FIL009", "no-entry", _ERROR, "a file that should be a digest and holds no entry", _file.no_entry),
    DigestRule("FIL010", "compatibility-character", _ERROR, "a look-alike of a Chinese character that search cannot find", _file.compatibility_character),
    DigestRule("HDG001", "heading-level", _ERROR, "an entry heading at another level than the digest's", _heading.heading_level),
    DigestRule("HDG002", "heading-syntax", _ERROR, "a heading that is not written as `## Title`", _heading.heading_syntax),
    DigestRule("HDG003", "heading-blank-line", _ERROR, "a heading without a blank line before it", _heading.heading_blank_line),
    DigestRule("HDG004", "empty-title", _ERROR, "a heading without a title", _heading.empty_title),
    DigestRule("HDG005", "title-markup", _WARNING, "emphasis, code, a link or a list number in a title", _heading.title_markup),
    DigestRule("HDG006", "title-final-punctuation", _WARNING, "a title that ends in a full stop, comma, semicolon or colon", _heading.title_final_punctuation),
    DigestRule("HDG007", "wrapped-title", _ERROR, "a title that runs on in the line below the heading", _heading.wrapped_title),
    DigestRule("HDG008", "title-spacing", _ERROR, "a tab or several spaces inside a title", _heading.title_spacing),
    DigestRule("ENT001", "missing-link", _ERROR, "an entry without a link line", _entry.missing_link),
    DigestRule("ENT002", "detached-link", _ERROR, "a link line that does not stand directly under its heading", _entry.detached_link),
    DigestRule("ENT003", "abstract-spacing", _ERROR, "an abstract that is not set off from the link line as the option says", _entry.abstract_spacing),
    DigestRule("ENT004", "missing-abstract", _ERROR, "an entry without an abstract", _entry.missing_abstract),
    DigestRule("ENT005", "truncated-abstract", _ERROR, "an abstract that ends in an ellipsis", _entry.truncated_abstract),
    DigestRule("ENT006", "unterminated-abstract", _WARNING, "an abstract that ends without a mark that ends a sentence", _entry.unterminated_abstract),
    DigestRule("ENT007", "indented-line", _ERROR, "white space before a line of an abstract", _entry.indented_line),
    DigestRule("ENT008", "stray-text", _WARNING, "prose before the first entry that belongs to none", _entry.stray_text),
    DigestRule("ENT009", "second-paper-link", _ERROR, "a second link line inside an entry", _entry.second_paper_link),
    DigestRule("ENT010", "broken-line", _WARNING, "a line break inside a Chinese sentence", _entry.broken_line),
    DigestRule("ARX001", "not-an-arxiv-link", _ERROR, "a link line that leads to no arXiv paper", _arxiv_reference.not_an_arxiv_link),
    DigestRule("ARX002", "malformed-id", _ERROR, "an arXiv identifier that is not well-formed", _arxiv_reference.malformed_id),
    DigestRule("ARX003", "impossible-date", _ERROR, "an arXiv identifier whose month cannot be", _arxiv_reference.impossible_date),
    DigestRule("ARX004", "future-id", _ERROR, "an arXiv identifier of a month that has not begun", _arxiv_reference.future_id),
    DigestRule("ARX005", "non-canonical-url", _ERROR, "a link to a paper that is not spelled `https://arxiv.org/abs/ID`", _arxiv_reference.non_canonical_url),
    DigestRule("ARX006", "versioned-url", _WARNING, "a link to one version of a paper", _arxiv_reference.versioned_url),
    DigestRule("ARX007", "placeholder-id", _WARNING, "an identifier that looks made up", _arxiv_reference.placeholder_id),
    DigestRule("ARX008", "later-than-digest", _WARNING, "a paper of a later month than the date in the file's name", _arxiv_reference.later_than_digest),
    DigestRule("URL001", "glued-url", _ERROR, "a URL that swallows the text behind it", _url.glued_url),
    DigestRule("URL002", "malformed-url", _ERROR, "a URL that no browser can open", _url.malformed_url),
    DigestRule("URL003", "empty-link", _ERROR, "a link without text or without target", _url.empty_link),
    DigestRule("URL004", "insecure-url", _WARNING, "`http://` where the host serves https", _url.insecure_url),
    DigestRule("URL005", "tracking-parameter", _WARNING, "a query parameter that only tracks readers", _url.tracking_parameter),
    DigestRule("URL006", "private-url", _ERROR, "a URL that only its writer can open, or that holds a password", _url.private_url),
    DigestRule("URL007", "broken-link-syntax", _ERROR, "a link that Markdown does not read as one", _url.broken_link_syntax),
    DigestRule("DUP001", "duplicate-paper", _ERROR, "a paper that stands in the file twice", _duplicate.duplicate_paper),
    ProjectRule("DUP002", "duplicate-paper-in-project", _ERROR, "a paper that stands in another digest of the project", _duplicate.duplicate_paper_in_project, Trait.PAPER),
    ProjectRule("DUP003", "duplicate-title", _WARNING, "an English title that another paper has too", _duplicate.duplicate_title, Trait.TITLE),
    ProjectRule("DUP004", "duplicate-translated-title", _ERROR, "a translated title that another paper has too", _duplicate.duplicate_translated_title, Trait.TRANSLATED_TITLE),
    ProjectRule("DUP005", "duplicate-abstract", _ERROR, "an abstract that another paper has too", _duplicate.duplicate_abstract, Trait.ABSTRACT),
    DigestRule("BIL001", "missing-translated-title", _ERROR, "a link line without a translated title", _bilingual.missing_translated_title),
    DigestRule("BIL002", "untranslated-title", _ERROR, "a translated title that is still English", _bilingual.untranslated_title),
    DigestRule("BIL003", "translated-heading", _ERROR, "a heading in the translation's language", _bilingual.translated_heading),
    DigestRule("BIL004", "untranslated-abstract", _ERROR, "an abstract that is still English", _bilingual.untranslated_abstract),
    DigestRule("BIL005", "lost-name", _WARNING, "a name that only one of an entry's two titles holds", _translated_title.lost_name),
    DigestRule("BIL006", "title-separator", _WARNING, "a colon behind a title's name that is set otherwise than the file's others", _translated_title.title_separator, chinese_only=True),
    DigestRule("BIL007", "translated-title-final-punctuation", _WARNING, "a translated title that ends in a full stop, comma, semicolon or colon", _translated_title.final_punctuation),
    DigestRule("BIL008", "translated-title-sentence", _WARNING, "a translated title that is a sentence or longer", _translated_title.title_sentence, chinese_only=True),
    DigestRule("RES001", "field-label", _ERROR, "a label or mark around a title, before an abstract, or a field behind it", _residue.field_label),
    DigestRule("RES002", "label-as-title", _ERROR, "a translated title that is nothing but a label", _residue.label_as_title),
    DigestRule("RES003", "failed-translation", _ERROR, "a title or an abstract that says that the translation failed", _residue.failed_translation),
    DigestRule("RES004", "translator-chatter", _ERROR, "what the translation machine says about its work", _residue.translator_chatter),
    DigestRule("RES005", "mangled-escape", _ERROR, "what a program left of a LaTeX command when it read its backslash", _residue.mangled_escape),
    DigestRule("RES006", "placeholder", _ERROR, "what stands for a formula or a link that was lost", _residue.placeholder),
    DigestRule("RES007", "latex-residue", _WARNING, "a LaTeX command outside of a formula", _residue.latex_residue),
    DigestRule("TYP001", "cjk-latin-spacing", _WARNING, "Chinese and Latin that are spaced otherwise than elsewhere in the text", _spacing.cjk_latin_spacing, chinese_only=True),
    DigestRule("TYP002", "half-width-punctuation", _ERROR, "a half-width mark after a Chinese character", _punctuation.half_width_punctuation, chinese_only=True),
    DigestRule("TYP003", "full-width-alphanumeric", _ERROR, "a full-width letter, digit or per cent sign", _spacing.full_width_alphanumeric, chinese_only=True),
    DigestRule("TYP004", "space-by-full-width-mark", _ERROR, "a space beside a full-width mark", _spacing.space_by_full_width_mark, chinese_only=True),
    DigestRule("TYP005", "repeated-punctuation", _ERROR, "marks in a row that say no more than one of them", _punctuation.repeated_punctuation, chinese_only=True),
    DigestRule("TYP006", "ellipsis", _WARNING, "dots beside Chinese text that are not written as `……`", _punctuation.ellipsis, chinese_only=True),
    DigestRule("TYP007", "unbalanced-bracket", _ERROR, "a bracket or quotation mark without its partner", _bracket.unbalanced_bracket, chinese_only=True),
    DigestRule("TYP008", "bracket-width", _WARNING, "round brackets of another width than the entry's others", _bracket.bracket_width, chinese_only=True),
    DigestRule("TYP009", "straight-quote", _WARNING, "straight quotation marks in Chinese text", _quotation.straight_quote, chinese_only=True),
    DigestRule("TYP010", "double-hyphen", _WARNING, "hyphens that stand for a dash beside Chinese text", _punctuation.double_hyphen, chinese_only=True),
    DigestRule("TYP011", "space-between-han", _ERROR, "a space between two Chinese characters", _spacing.space_between_han, chinese_only=True),
    DigestRule("TYP012", "repeated-word", _WARNING, "a particle such as `的` that is written twice", _punctuation.repeated_word, chinese_only=True),
    DigestRule("TRM001", "half-translated-term", _WARNING, "a term that is translated in part, or as another word", _term.half_translated_term, chinese_only=True),
    DigestRule("TRM002", "minority-term", _WARNING, "a term in whose place the file nearly always writes another", _term.minority_term, chinese_only=True),
    DigestRule("TRM003", "glossary", _ERROR, "a term that the project's own glossary forbids", _term.glossary),
    DigestRule("TRM004", "name-casing", _WARNING, "a misspelled name such as `Github`", _term.name_casing),
    SuppressionRule("SUP001", "unused-suppression", _WARNING, "a suppression that hides nothing", _suppression.unused_suppression),
    SuppressionRule("SUP002", "unknown-suppression", _ERROR, "a suppression that cannot be read, or that names no rule", _suppression.unknown_suppression),
)  # fmt: skip
