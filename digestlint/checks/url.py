"""URL: the links of an abstract, and what was meant as one."""

import re
from collections.abc import Iterator

from digestlint import lazy
from digestlint.glue import glue_index, is_surely_glue, stuck_urls
from digestlint.hosts import HTTPS_HOSTS
from digestlint.inlines import scan
from digestlint.malformed import flaw, targets_with_space, urls_in_prose
from digestlint.records import Digest, Link, Paragraph
from digestlint.rule import Options
from digestlint.urls import host, is_within, meant_end
from digestlint.violation import Edit, Fix, Safety, Violation, replacement

_INSECURE = lazy.compile(r"http://[^/?#:@]+(?:[/?#]|\Z)", re.IGNORECASE)

# The parameters that Firefox and Brave strip, and those that Bilibili adds to a shared link:
# https://firefox.settings.services.mozilla.com/v1/buckets/main/collections/query-stripping/records
# https://github.com/brave/brave-core/blob/master/components/query_filter/utils.cc
# Alibaba's `spm` has dots between its parts; without them the name may mean anything.
_TRACKING = frozenset(
    (
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid", "_ga", "_gl"),
        *("msclkid", "yclid", "_openstat", "twclid", "ttclid", "li_fat_id", "igshid", "igsh"),
        *("mc_cid", "mc_eid", "mkt_tok", "_hsenc", "__hsfp", "__hssc", "__hstc", "hsctatracking"),
        *("oly_anon_id", "oly_enc_id", "vero_conv", "vero_id", "rb_clickid", "s_cid", "wickedid"),
        *("__s", "ml_subscriber", "ml_subscriber_hash", "spm_id_from", "vd_source"),
    )
)
_ALSO_TRACKING = lazy.compile(r"utm_[a-z_]+(?:=|\Z)|spm=[a-z0-9_-]+\.", re.IGNORECASE)
_SEPARATOR = lazy.compile("&(?:amp;)?")

_NETWORK = lazy.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_CREDENTIALS = lazy.compile(r"(?:https?|ftp)://[^/?#@]+@", re.IGNORECASE)
_IP6 = lazy.compile(r"[a-z]+://(?>(?:[^/?#@]*+@)?)\[([0-9a-f:.]+)\]", re.IGNORECASE)
_PRIVATE_DOMAINS = ("localhost", "local", "internal")
# Begins with what is rare in prose, behind the scheme; a search for one literal is faster than for
# three.
_FILE = lazy.compile(r":(?<=[Ff](?i:ile):)(?<![A-Za-z0-9].{5})//[!-~]+")
_FILE_SCHEME = len("file")

# Once these are out of a link, they may make code or math of what follows: the links there wait
# for another round of fixing, of which there are not too many.
_VERBATIM_MARKS = frozenset("`$")
_MOST_MARKED = 8

_SENTENCE_MARKS = frozenset("。，、；：！？")

_SCHEMELESS = lazy.compile(r"www\.|(?:[a-z]+\.)?arxiv\.org/", re.IGNORECASE)
# `[12]` cites, and `[x]` ticks a box: such brackets are meant as they stand.
_NO_LINK_TEXT = lazy.compile(r"[0-9,\s–-]+|[xX]")


def glued_url(digest: Digest, options: Options) -> Iterator[Violation]:
    """Report links that run on into Chinese text or a full-width mark."""
    for paragraph in digest.paragraphs:
        if not paragraph.links or not (found := list(_glued(paragraph))):
            continue
        last = _last_to_part(digest, [(start, url) for _, start, url, _ in found])
        for link, start, url, index in found:
            sure = is_surely_glue(url, index, options.ascii_hosts)
            safety = Safety.SAFE if sure else Safety.UNSAFE
            yield Violation(
                start,
                start + len(url),
                '"{mark}" is read as part of the link; end the link at "{url}"',
                {"mark": url[index], "url": url[: meant_end(url)]},
                _ungluing(digest, link, start, url, safety) if start <= last else None,
            )


def malformed_url(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report URLs whose form alone tells that they lead nowhere."""
    spaced = {violation.start: violation for violation in _holding_spaces(digest)}
    yield from spaced.values()
    for link, meant in _meant_urls(digest):
        url = meant if link.form == "bare" else link.target
        if (template := flaw(url)) and link.target_start not in spaced:
            end = link.target_start + len(url)
            yield Violation(link.target_start, end, template, {"url": url})
    yield from _misspelled_in_prose(digest)


def empty_link(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report links that lead nowhere, and links that nobody can see."""
    for _, paper in digest.linked:
        if not paper.target.strip():
            yield _without_target(paper)
    for link in _links(digest):
        if not link.target.strip():
            yield _without_target(link)
        elif link.form in ("inline", "broken") and not link.text.strip():
            template = 'the link to "{url}" has no text, so nobody sees it; write one in the "[]"'
            yield Violation(link.start, link.end, template, {"url": link.target})


def insecure_url(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report `http://` on hosts that serve https."""
    for link, url in _meant_urls(digest):
        if _INSECURE.match(url) and is_within(host(url), HTTPS_HOSTS):
            yield Violation(
                link.target_start,
                link.target_start + len(url),
                '"{host}" serves https; write "https://"',
                {"host": host(url)},
                replacement(link.target_start, link.target_start + len("http"), "https"),
            )


def tracking_parameter(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report query parameters that tell a site where its readers come from."""
    for link, url in _meant_urls(digest):
        if "?" not in url:
            continue
        path, mark, query = url.partition("#")[0].partition("?")
        parameters = _SEPARATOR.split(query)
        kept = [parameter for parameter in parameters if not _is_tracking(parameter)]
        if len(kept) < len(parameters):
            start = link.target_start + len(path)
            end = start + len(mark + query)
            rest = ("&amp;" if "&amp;" in query else "&").join(kept)
            yield Violation(
                start,
                end,
                '"{parameter}" only tracks readers; remove it',
                {"parameter": "&".join(filter(_is_tracking, parameters))},
                replacement(start, end, rest and mark + rest),
            )


def private_url(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report URLs that lead to a private network or a file, and those that hold a password."""
    for link, url in _meant_urls(digest):
        end = link.target_start + len(url)
        if "@" in url and _CREDENTIALS.match(url):
            # A password must not spread into logs and reports.
            template = 'this URL of "{host}" holds a user name or password; remove it'
            yield Violation(link.target_start, end, template, {"host": host(url)})
        elif _FILE.match(url, _FILE_SCHEME) or _is_private(url):
            yield _unreachable(link.target_start, url)
    for match in _FILE.finditer(digest.prose):
        start = match.start() - _FILE_SCHEME
        yield _unreachable(start, digest.prose[start : match.end()])


def broken_link_syntax(digest: Digest, _options: Options) -> Iterator[Violation]:
    """Report what was meant as a link and is shown with all its brackets."""
    for link in (*_links(digest), *(paper for _, paper in digest.linked)):
        if link.form == "broken" and not _NO_LINK_TEXT.fullmatch(link.text):
            text = " ".join(link.text.split())
            yield Violation(
                link.start,
                link.end,
                'Markdown does not read this as a link; write "[{text}]({url})"'
                if (mended := _mended(digest, link))
                else 'Markdown does not read this as a link; correct "{text}" or "{url}"',
                {"text": text, "url": _with_scheme(link.target)},
                mended,
            )


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or _ALSO_TRACKING.match(parameter) is not None


def _links(digest: Digest) -> list[Link]:
    """Return every link but the link lines', which are the matter of other rules."""
    return digest.view(_all_links)


def _all_links(digest: Digest) -> list[Link]:
    return [link for paragraph in digest.paragraphs for link in paragraph.links]


def _meant_urls(digest: Digest) -> list[tuple[Link, str]]:
    """Return the links, each with the part of its target that was meant as a URL."""
    return digest.view(_with_meant_url)


def _with_meant_url(digest: Digest) -> list[tuple[Link, str]]:
    return [(link, link.target[: meant_end(link.target)]) for link in _links(digest)]


def _last_to_part(digest: Digest, found: list[tuple[int, str]]) -> int:
    """Return where the last of a paragraph's URLs starts that can be parted from what sticks."""
    marked = [start for start, url in found if not _VERBATIM_MARKS.isdisjoint(url)]
    if not marked:
        return len(digest.text)
    return marked[0] if len(marked) <= _MOST_MARKED else marked[0] - 1


def _glued(paragraph: Paragraph) -> Iterator[tuple[Link, int, str, int]]:
    """Yield the URLs that something sticks to: link, start, URL, and index of what sticks."""
    for link in paragraph.links:
        bare = link.form == "bare"
        for offset, url in stuck_urls(link.target, bare=bare):
            index = glue_index(url, bare=bare)
            if index is not None:
                yield link, link.target_start + offset, url, index


def _ungluing(digest: Digest, link: Link, start: int, url: str, safety: Safety) -> Fix | None:
    """Part a URL from what sticks to it; the text itself stays as it is."""
    end = start + meant_end(url)
    if link.form == "bare":
        return _bracketed(digest.text, start, end, safety)
    tail = _moved_out(digest.text, end, link)
    if link.form == "autolink":
        return replacement(end, link.end, f">{tail}", safety)
    sound = digest.text[link.start : end] + digest.text[link.target_end : link.end]
    if link.form == "broken" or not _is_link(sound):
        return None
    return Fix((Edit(end, link.target_end, ""), Edit(link.end, link.end, tail)), safety)


def _moved_out(text: str, end: int, link: Link) -> str:
    """Return what sticks to a URL, without a mark that stands behind the link as well."""
    tail = text[end : link.target_end]
    repeated = tail[-1] in _SENTENCE_MARKS and text.startswith(tail[-1], link.end)
    return tail[:-1] if repeated else tail


def _bracketed(text: str, start: int, end: int, safety: Safety) -> Fix | None:
    """Put a bare URL into `<…>`, which needs a scheme; none where a backslash would undo it."""
    url = text[start:end]
    if text[max(start - 1, 0) : start] == "\\":
        return None
    if url.startswith("www."):
        url = f"http{'s' * is_within(host(url), HTTPS_HOSTS)}://{url}"
    return replacement(start, end, f"<{url}>", safety)


def _misspelled_in_prose(digest: Digest) -> Iterator[Violation]:
    for match in urls_in_prose(digest.prose):
        yield Violation(
            *match.span(),
            '"{url}" does not begin with "https://" and a host, so it is no link; '
            "correct its beginning",
            {"url": match[0]},
        )


def _holding_spaces(digest: Digest) -> Iterator[Violation]:
    """Yield the targets that a space keeps from being one; in code nothing is a target."""
    for match in targets_with_space(digest.text, digest.prose):
        template = '"{url}" holds a space, so it is no link; remove the space or write "%20"'
        yield Violation(*match.span(1), template, {"url": match[1]})


def _without_target(link: Link) -> Violation:
    template = 'the link "{text}" leads nowhere; write its URL in the "()"'
    return Violation(link.start, link.end, template, {"text": " ".join(link.text.split())})


def _unreachable(start: int, url: str) -> Violation:
    template = '"{url}" opens for nobody but its writer; give a public address'
    return Violation(start, start + len(url), template, {"url": url})


def _is_private(url: str) -> bool:
    """Tell whether a URL's host is local by its name or its address."""
    if not _NETWORK.match(url):
        return False
    bracketed = _IP6.match(url) if "[" in url else None
    name = bracketed[1] if bracketed else host(url)
    if not bracketed and not name[:1].isdigit():
        return is_within(name, _PRIVATE_DOMAINS)
    from ipaddress import ip_address

    try:
        return not ip_address(name).is_global
    except ValueError:
        return is_within(name, _PRIVATE_DOMAINS)


def _mended(digest: Digest, link: Link) -> Fix | None:
    """Write a link soundly; None where its text or what stands before it would spoil that."""
    sound = f"[{link.text}]({_with_scheme(link.target)})"
    before = digest.text[max(link.start - 1, 0) : link.start]
    return replacement(link.start, link.end, sound) if _is_link(sound, before) else None


def _with_scheme(target: str) -> str:
    """Return a target that begins with a host as a URL: without a scheme it is a local path."""
    return f"https://{target}" if _SCHEMELESS.match(target) else target


def _is_link(content: str, before: str = "") -> bool:
    """Tell whether Markdown reads the content as one link, with that character before it."""
    inlines = scan(before + content, 0, len(before + content))
    return any(
        inline.kind == "link"
        and inline.start == len(before)
        and inline.end == len(before + content)
        for inline in inlines
    )
