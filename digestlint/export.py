"""The rows of `digestlint export`: a digest's entries, flat, for programs to read."""

from pydantic import BaseModel, ConfigDict, Field

from digestlint.files import Failed
from digestlint.odd import is_undecodable
from digestlint.project import Skipped, Source, load
from digestlint.records import Digest, Entry
from digestlint.report.escape import whole


class Row(BaseModel):
    """One entry of a digest. What the entry lacks is null, or an empty list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(description="the file, as it was named or found")
    line: int = Field(description="the line of the heading, counted from 1")
    arxiv_id: str | None = Field(description="the canonical identifier, without version")
    version: int | None = Field(description="the version that the link names")
    url: str | None = Field(description="the paper's link, as it is written")
    title: str = Field(description="the English title, from the heading")
    translated_title: str | None = Field(description="the text of the paper's link")
    section: str | None = Field(description="the title of the section that the entry stands in")
    abstract: list[str] = Field(description="the paragraphs of the translated abstract")
    links: list[str] = Field(description="the targets of the abstract's links, as they are written")


def rows(source: Source) -> list[Row] | Skipped | Failed:
    """Read one file into a row for each entry, in the order of the text; never raises."""
    digest = load(source)
    if not isinstance(digest, Digest):
        return digest
    if is_undecodable(digest):
        return Failed(source.path, "not valid UTF-8")
    return [_row(source.path, digest, entry) for entry in digest.entries]


def _row(path: str, digest: Digest, entry: Entry) -> Row:
    link = entry.link
    return Row(
        path=whole(path),
        line=digest.lines.position(entry.heading.start).line,
        arxiv_id=entry.arxiv_id,
        version=link.reference.version if link and link.reference else None,
        url=(link.target or None) if link else None,
        title=entry.heading.title.text,
        translated_title=(link.text or None) if link else None,
        section=entry.section,
        abstract=[paragraph.text for paragraph in entry.abstract],
        links=[each.target for paragraph in entry.abstract for each in paragraph.links],
    )
