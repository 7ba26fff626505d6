"""Text to try the parser and the rules on: pieces of digests, in any order."""

from hypothesis import strategies as st

FRAGMENTS = [
    *("# ", "## ", "##", "＃", "#", "**", "__", "A Title", "标题", "摘要：", "。", "，", "…", ":"),
    *("[", "]", "(", ")", "【", "】", "（", "）", "<", ">", "`", "```", "$", "\\", "*", "_", "|"),
    *("https://arxiv.org/abs/2408.12637", "https://github.com/a/b", "arXiv:2408.12637", "www.a.b"),
    *("[题](https://arxiv.org/abs/2408.14176)", "[题]（https://arxiv.org/abs/2408.1）", "![](x)"),
    *("\n", "\n\n", "\r\n", "\r", "  ", "\t", "\u3000", "\u200b", "\ufeff", "- ", "1. ", "> "),
    *("---", "===", "<!--", "-->", "<!-- digestlint: disable=ARX -->", "<div>", "\x00", "\udc81"),
]
TEXTS = st.text() | st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)

HEADINGS = [
    *(
        "## A Title",
        "## A Title of Several Words.",
        "# 一周论文",
        "### `A`  **Title**",
        "##A Title",
    ),
    *("＃＃ A Title", "**A Title**", "A Title\n---", "## 1. A Title ##", "##", "## 一个标题"),
    *("## A Title That Runs\nOn in the Next Line", "# 摘要", "Some stray prose"),
    *(
        "\ufeff## A  Title\twith Tabs",
        "   #\u3000A\u00a0Title  ",
        "\u200b## A Title",
        "__A Title__",
    ),
    *("A Title\n===", "#### 3) A *Title* of [Some](https://arxiv.org/abs/2408.14176) Words,"),
    "## A Title That Is Too Long for One Line:\nIt Runs On in the Next\nTwo Lines",
]
LINK_LINES = [
    *("[题](https://arxiv.org/abs/2408.14176)", "[题](https://arxiv.org/pdf/2408.14176v2.pdf)"),
    *(
        "[A Title of Several Words](https://arxiv.org/abs/2408.1)",
        "https://arxiv.org/abs/2413.00001",
    ),
    *("【题】（https://arxiv.org/abs/hep-th/9901001）", "[题] (arXiv:2408.12345)", "[题]()", ""),
    *("\n[](https://arxiv.org/abs/2709.00001v0)", "[题](https://github.com/a/b)"),
    *("[题](http://arxiv.org/abs/2408.14176)", "[A Title](https://arxiv.org/abs/2408.12345)"),
    *(
        "[A1:题。](https://arxiv.org/abs/2408.14176)",
        "[B2：题；](https://arxiv.org/abs/2408.12345)",
    ),
    *(
        "[# **题**：标题](https://arxiv.org/abs/2408.14176)",
        "[标题：题](https://arxiv.org/abs/2408.14176)",
    ),
    *("[题](https://huggingface.co/papers/2408.14176)", "题：https://arxiv.org/abs/2408.14176"),
    *(
        "- [题](<https://doi.org/10.48550/arXiv.2408.14176>)",
        "[题](https://arxiv.org/abs/2408.14176",
    ),
    *(
        "\u3000[题\u200b](https://arxiv.org/abs/2408.\u200b14176)  ",
        "<https://arxiv.org/abs/2408.14176>",
    ),
]
SENTENCES = [
    *("用零-shot 的法子，代码在Github 上。", "解码器-only模型，每个令牌与法子"),
    "大语言模型与大语言模型、大语言模型和大语言模型都是大型语言模型。",
    *(
        "用 GPT 与 BERT和GPU 及 AI 得９．５％。",
        "好的 方法 ，见 https://a.b ，共 2 种",
        "用Ａ与１. 好",
    ),
    *("方法,模型; 数据 ?!见: www.a.b", "够了吗?! 好!!!!", "（甲, 乙）(甲, 乙)", "文.文,，文。.文"),
    *("模型（LLM）与方法 (RAG) 和数据(QA)", '他说"好"与"很" "a'),
    *("1）一（甲) 2）“二“", '“他"说"好”'),
    *("方法、，有效。。很好；。", "等...方法。。。有效…好", "方法 -- 模型--很好的的", "$x$ -- 文"),
    *("我们提出一种方法。", "方法很有效…", "  缩进的一行", "没有句号", "第一行，\n第二行。 "),
    *(
        "代码见https://github.com/a/b。",
        "见 <https://a.b/c获得> 与[此处](http://x.com/。)。",
        "[码]()",
    ),
    *(
        "见 htps://a.b ，https://u:p@a.b/?utm_source=c 与 http://localhost。",
        "[码]（https://a.b/{c}）",
    ),
    *(
        "We present a method that works for all of the tasks we have tried.",
        "```\n代码\n```",
        "$x$",
    ),
    *("零\u200b宽\u00a0⽣｡", "<<<<<<< a\n=======\n>>>>>>> b", "- 一\n- 二", "# 结论", ""),
    *("<!-- digestlint: disable-entry=URL -- why -->", "<!-- digestlint: disable=NOPE,ENT -->"),
    *(
        "摘要：一段文字。关键词：甲、乙",
        "**摘要**\n\n一段。",
        "占 3\\%，D\\&D 与 a\\_b。",
        "\textbf{文}",
    ),
    *(
        "第一句。\n  缩进的一句。\n\t又一句。",
        "句子断\n开了，还有后文。",
        "\u3000\u3000缩进。",
        "文\r\n字。\r",
    ),
    *(
        "见 https://github.com/a，http://github.com/c和https://a.github.io/b。",
        "www.github.com/a获得",
    ),
    *("见<https://github.com/a。>与[码](https://github.com/a。)", "[码] (https://github.com/a)。"),
    *(
        "https://github.com/a?utm_medium=c。",
        "见https://github.com/a。运行`git clone https://a.b/c`。",
    ),
    *("<!-- digestlint: disable-next-line=URL001 -->\n见 https://github.com/a。", "<!-- 注 -->"),
    *(
        "文字 <!-- digestlint: disable=HDG,FIL007 -->",
        "<!-- digestlint: enable -->",
        "一段文字。\n---",
    ),
    *("- 一\n\n\n- 二", "> 引\n用", "| a | b |\n|---|---|\n| 一 | 二 |", "### 小标题\n内容", "***"),
    *("零\u200d宽\u2003\u3000空\u00ad格 ", "\u200b\n\u202e", "```\n x \n\n\n", "<div>\n\n\n</div>"),
]
# Digests whose entries may be wrong in any way: what most rules look at is there to be found.
_ENTRIES = st.tuples(
    st.sampled_from(HEADINGS),
    st.sampled_from(["\n", "\n\n"]),
    st.sampled_from(LINK_LINES),
    st.sampled_from(["\n", "\n\n", "\n\n\n", "\r\n"]),
    st.lists(st.sampled_from(SENTENCES), max_size=3).map("\n\n".join),
    st.sampled_from(["\n\n", "\n", ""]),
).map("".join)
DIGESTS = st.lists(_ENTRIES, min_size=1, max_size=5).map("".join)


def another(text: str, n: int) -> str:
    """Return a digest of "A Paper of Note" as that of a different one, of the same length."""
    letter, numeral, pronoun = "BCDEFGHI"[n], "二三四五六七八九"[n], "你他她它您人俺咱"[n]
    text = text.replace("A Paper", f"{letter} Paper").replace("一篇", f"{numeral}篇")
    return text.replace("我们", f"{pronoun}们").replace("2408.12637", f"2408.1264{n}")
