"""What is known about hosts; a name stands for every host below it too."""

from enum import Flag, auto


class _Known(Flag):
    """What may be known of a host."""

    # It serves https on every host below, and mostly sends browsers there.
    HTTPS = auto()
    # No path holds another character, so that a cut at the first one loses nothing.
    ASCII_PATHS = auto()
    # Paths hold the words of any language.
    NATIVE_PATHS = auto()


_HTTPS, _ASCII, _NATIVE = _Known

_HOSTS = {
    # Code, models and data: the service allows only ASCII in account and project names.
    "4open.science": _HTTPS,
    "anonymous.4open.science": _ASCII,
    "bitbucket.org": _HTTPS | _ASCII,
    "gitee.com": _HTTPS | _ASCII,
    "github.com": _HTTPS | _ASCII,
    "githubusercontent.com": _HTTPS | _ASCII,
    "gitlab.com": _HTTPS | _ASCII,
    "hf.co": _HTTPS | _ASCII,
    "huggingface.co": _HTTPS | _ASCII,
    "kaggle.com": _HTTPS | _ASCII,
    "modelscope.cn": _HTTPS | _ASCII,
    "pypi.org": _HTTPS | _ASCII,
    "wandb.ai": _HTTPS | _ASCII,
    # Project pages: named after the repository that they are made from.
    "github.io": _HTTPS | _ASCII,
    "gitlab.io": _HTTPS | _ASCII,
    "hf.space": _HTTPS | _ASCII,
    # Papers and records: identifiers given out by the archive.
    "aclanthology.org": _HTTPS | _ASCII,
    "arxiv.org": _HTTPS | _ASCII,
    "dl.acm.org": _HTTPS | _ASCII,
    "doi.org": _HTTPS | _ASCII,
    "figshare.com": _HTTPS | _ASCII,
    "ieeexplore.ieee.org": _HTTPS | _ASCII,
    "openreview.net": _HTTPS | _ASCII,
    "osf.io": _HTTPS | _ASCII,
    "zenodo.org": _HTTPS | _ASCII,
    # Videos and short links: codes that a machine made up.
    "bilibili.com": _HTTPS | _ASCII,
    "bit.ly": _HTTPS | _ASCII,
    "goo.gl": _HTTPS | _ASCII,
    "tinyurl.com": _HTTPS | _ASCII,
    "youtu.be": _HTTPS | _ASCII,
    "youtube.com": _HTTPS | _ASCII,
    # Papers, files, posts and sites whose paths may hold anything.
    "colab.research.google.com": _HTTPS,
    "docs.google.com": _HTTPS,
    "drive.google.com": _HTTPS,
    "medium.com": _HTTPS,
    "neurips.cc": _HTTPS,
    "openaccess.thecvf.com": _HTTPS,
    "pan.baidu.com": _HTTPS,
    "proceedings.mlr.press": _HTTPS,
    "readthedocs.io": _HTTPS,
    "semanticscholar.org": _HTTPS,
    "sites.google.com": _HTTPS,
    "twitter.com": _HTTPS,
    "x.com": _HTTPS,
    "zhihu.com": _HTTPS,
    # Pages named in the language of their readers, so that a path in Chinese is a real one.
    "baike.baidu.com": _NATIVE,
    "mediawiki.org": _NATIVE,
    "moegirl.org.cn": _NATIVE,
    "wikibooks.org": _NATIVE,
    "wikipedia.org": _HTTPS | _NATIVE,
    "wikisource.org": _NATIVE,
    "wiktionary.org": _NATIVE,
    # Top-level domains that browsers open by https alone: https://hstspreload.org/#tld
    "app": _HTTPS,
    "dev": _HTTPS,
    "page": _HTTPS,
}

HTTPS_HOSTS, ASCII_HOSTS, NATIVE_HOSTS = (
    frozenset(host for host, known in _HOSTS.items() if trait in known) for trait in _Known
)
