"""What is known about hosts; a name stands for every host below it too."""

# They serve https on every host below, and most of them send browsers there.
HTTPS_HOSTS = frozenset(
    {
        "4open.science",
        "aclanthology.org",
        "arxiv.org",
        "bilibili.com",
        "bit.ly",
        "bitbucket.org",
        "colab.research.google.com",
        "dl.acm.org",
        "docs.google.com",
        "doi.org",
        "drive.google.com",
        "figshare.com",
        "gitee.com",
        "github.com",
        "github.io",
        "githubusercontent.com",
        "gitlab.com",
        "gitlab.io",
        "hf.co",
        "hf.space",
        "huggingface.co",
        "ieeexplore.ieee.org",
        "kaggle.com",
        "medium.com",
        "modelscope.cn",
        "neurips.cc",
        "openaccess.thecvf.com",
        "openreview.net",
        "osf.io",
        "pan.baidu.com",
        "proceedings.mlr.press",
        "pypi.org",
        "readthedocs.io",
        "semanticscholar.org",
        "sites.google.com",
        "tinyurl.com",
        "twitter.com",
        "wandb.ai",
        "wikipedia.org",
        "x.com",
        "youtu.be",
        "youtube.com",
        "zenodo.org",
        "zhihu.com",
        # Top-level domains that browsers open by https alone: https://hstspreload.org/#tld
        "app",
        "dev",
        "page",
    }
)

# Their pages are named in the language of their readers, so that a path in Chinese is a real one.
NATIVE_HOSTS = frozenset(
    {
        "baike.baidu.com",
        "mediawiki.org",
        "moegirl.org.cn",
        "wikibooks.org",
        "wikipedia.org",
        "wikisource.org",
        "wiktionary.org",
    }
)
