"""Which files are digests, and which of a repository's other files are none."""

import pytest

from digestlint.parser import parse
from digestlint.recognition import holds_digest

ENTRY = "## A Title\n[一个标题](https://arxiv.org/abs/2408.12637)\n\n摘要正文。\n"
PAPER = "https://arxiv.org/abs/2408.16500"
SWAPPED = f"## 标题\n[A Title]({PAPER})\n\n摘要。\n\n"
LABELLED = f"## A Title\n[论文链接]({PAPER})\n\n摘要。\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Permission is hereby granted, free of charge, to any person\n",
        f"# CogVLM\n[Paper]({PAPER})\n\n中文说明。\n",
        f"# CogVLM\n[![论文](https://a.b/c.svg)]({PAPER})\n\n说明。\n",
        f"# A Title\n[A Title]({PAPER})\n\nAll in English.\n",
        f"# 论文\n[我们的论文]({PAPER})\n",
        f"# Awesome\n\n## Papers\n\n- [Attention is all you need]({PAPER}) - 注意力\n",
        f"# 更新日志\n\n## v1.0\n\n- [技术报告]({PAPER}) 发布\n\n## v0.9\n\n- 修复\n",
        f"# Qwen\n\n## Paper\n\narXiv: {PAPER}\n\n## Usage\n\n运行。\n",
        f"# 说明\n\n## 引用\n[Attention Is All You Need]({PAPER})\n\n见论文。\n",
        f"## Transformer\n\n[原论文]({PAPER}) 提出注意力机制。\n",
    ],
)
def test_other_files_are_no_digests(text: str) -> None:
    assert not holds_digest(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        ENTRY,
        f"# A Title\n{PAPER}\n\n摘要。\n",
        "# A Title\n[题](https//arxiv.org/abs/2408.16500)\n\n摘要。\n",
        "# A Title\n[题]好](https://arxiv.org/abs/2408.16500)\n\n摘要。\n",
        f"# A\n[A title of more words]({PAPER})\n\n\udcd5\udcaa\n",
        f"# A Title\n[어텐션이면 충분하다]({PAPER})\n\n초록.\n",
        SWAPPED * 3,
        LABELLED * 3,
    ],
)
def test_broken_digest_is_a_digest(text: str) -> None:
    assert holds_digest(parse(text))
