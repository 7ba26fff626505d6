"""What the rules of typography change together, and what they must not: a case a line.

The cases are those that the guides to Chinese typography agree on; each stands in an abstract.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options
from digestlint.violation import Safety

TYPOGRAPHY = [rule for rule in RULES if rule.family == "TYP"]
SAFE = [rule for rule in RULES if rule.family in {"TYP", "TRM"}]
GLUED = [rule for rule in RULES if rule.code == "URL001"]
PARTS = [
    "数据", "集", "GPT4", "Github", "v2", "/", ".zip", ":", ",", "...", "--", "!", "？a", "的的",
    "。", "，", "（", "）", "(", ")", "…", "“", "”", '"', "Ａ", "%", "_", "-",
]  # fmt: skip
URLS = [
    "https://example.com/数据",
    "https://github.com/a/数",
    "www.foo.cn/a/集",
    "https://a.bc/v大",
]
# The context shows a style of spacing, and of brackets.
CONTEXT = "本文用 GPT 与 BERT 模型，在 CPU 上训练（甲）T5 模型，见 {url} 。"
BEFORE = "## A Title\n[译名](https://arxiv.org/abs/2408.12637)\n\n"
BEHIND = "\n\n以上是全文。\n"

PUNCTUATION = [
    ("本文提出模型,并公开代码。", "本文提出模型，并公开代码。"),
    ("本文提出模型, 并公开代码.", "本文提出模型，并公开代码。"),
    ("本文回答两个问题: 何时; 何处?", "本文回答两个问题：何时；何处？"),
    ("模型真的理解吗?!答案是否定的.", "模型真的理解吗？！答案是否定的。"),
    ("代码: https://github.com/a/b", "代码：https://github.com/a/b"),
    ("代码: www.example.org/a", "代码： www.example.org/a"),
    ("损失记作: $L$。", "损失记作： $L$。"),
    ("**结果:** 得分更高。", "**结果：** 得分更高。"),
    ("样本（图像, 文字, 标注）公开。", "样本（图像，文字，标注）公开。"),
    ("模型有效,, 而且快。", "模型有效，而且快。"),
    ("模型有效，，而且快。", "模型有效，而且快。"),
    ("模型有效 ，。", "模型有效。"),
    ("模型有效。。训练更快、，也更稳。", "模型有效。训练更快，也更稳。"),
    ("模型有效，,而且快。.", "模型有效，而且快。"),
    ("效果惊人！！！！！", "效果惊人！！！"),
    ("从文本...到视频。。。都能生成。", "从文本……到视频……都能生成。"),
    ("模型答道：“这取决于…”", "模型答道：“这取决于……”"),
    ("包括翻译 ... 等任务。", "包括翻译……等任务。"),
    ("包括 BERT、GPT...等模型。", "包括 BERT、GPT……等模型。"),
    ("图像 -- 而不是文字 -- 更重要。", "图像——而不是文字——更重要。"),
    ("图像--而不是文字---更重要。", "图像——而不是文字——更重要。"),
    ("新模型 GPT -- 一种语言模型。", "新模型 GPT——一种语言模型。"),
    ("见 https://github.com/a/b -- 代码。", "见 https://github.com/a/b ——代码。"),
]
PUNCTUATION_LEFT_ALONE = [
    "本文提出模型，并公开代码；训练更快。",
    "该模型由三元组(主语, 谓语, 宾语)组成。",
    "标签取自集合 {猫, 狗}，区间为 [下限, 上限]。",
    "检索增强生成（检索增强, RAG）有效。",
    "比例为 3:1，于 10:30 开始，共 1,024 个样本。",
    "版本 v2.1 与 Llama-3.1 相当。",
    "用 Python, C++ 和 Rust 实现。",
    "结果存入文件.json，配置在目录.git 中。",
    "得分从.85 升到.91，损失!=零，词典:={}。",
    "猫::狗，谢谢:)，再见;-)",
    "（一.方法，十二.实验）",
    '运行 `print("你好,世界")` 即可。',
    "若 $\\text{猫,狗}$ 成立，则有效。",
    "见 https://zh.wikipedia.org/wiki/维基百科:首页 。",
    "[词条](https://zh.wikipedia.org/wiki/维基百科:首页,概览)有说明。",
    "真的吗？！当然！！！好极了！",
    "作者问：“为什么？”，又答：“因为简单。”。",
    "类比（国王：男人：：女王：女人）。",
    "语言、图像、视频……，都能生成。",
    "输入为 x_1, ..., x_n，取 y1, y2, ...的均值。",
    "原文“to be ... or not”未译，“中略[...]下文”亦同。",
    "用 --help 选项，用--verbose选项。",
    "视觉-语言模型，端-到-端训练，编码器-解码器。",
    "Fokker--Planck 方程，第 1--5 页，Doc2Query--扩展。",
    "编码器 --> 解码器，译文 <-- 原文。",
    "空白 ---- 处填词。",
    "注意力——唯一的机制。",
    "为了了解目的的差异，参与与会者的的确不同。",
    "旨在在线上为用户提供服务，可以以低成本面对对手。",
]

SPACING = [
    ("本文用 BERT、用 GPT 与 T5，在 CPU上运行。", "本文用 BERT、用 GPT 与 T5，在 CPU 上运行。"),
    ("本文用BERT，用GPT，用T5，在 CPU上。", "本文用BERT，用GPT，用T5，在CPU上。"),
    ("在 GPU 上提高 5%，误差为 3%以内。", "在 GPU 上提高 5%，误差为 3% 以内。"),
    ("在 8 块 GPU 上训练 12 小时，共3 轮。", "在 8 块 GPU 上训练 12 小时，共 3 轮。"),
    ("准确率９５％，用ＢＥＲＴ模型。", "准确率95%，用BERT模型。"),
    ("得分提高 5.6％，误差为 1,024％。", "得分提高 5.6%，误差为 1,024%。"),
    ("得分提高１．５，共１０，０００条。", "得分提高1.5，共10，000条。"),
    ("本文用 BERT ，而不是 GPT 。", "本文用 BERT，而不是 GPT。"),
    ("模型有效。 方法简单 （见下文）。", "模型有效。方法简单（见下文）。"),
    ("模型（ BERT ） 、数据（英语） 。", "模型（BERT）、数据（英语）。"),
    ("方法有两步： 检索、 生成； 最后排序。", "方法有两步：检索、生成；最后排序。"),
    ("真的吗？ 真的！ 数据可以证明。", "真的吗？真的！数据可以证明。"),
    ("运行 `train` ，得到 $x$ 。", "运行 `train`，得到 $x$。"),
    (
        "见[代码](https://a.b/c) ，见 <https://a.b/d> 。",
        "见[代码](https://a.b/c)，见 <https://a.b/d>。",
    ),
    ("代码： https://a.b/c", "代码：https://a.b/c"),
    ("本文提出方 法，效果很  好。", "本文提出方法，效果很好。"),
    ("模型有效, 而且 快。", "模型有效，而且快。"),
    ("准确率为９５％ ，用时, 共 ３ 天。", "准确率为95%，用时，共 3 天。"),
]
SPACING_LEFT_ALONE = [
    "本文用 BERT 与 GPT，在 CPU 上运行 3 天，提高 5% 以上。",
    "本文用BERT与GPT，在CPU上运行3天，提高5%以上。",
    "本文用 BERT 与 GPT 模型，共8块显卡，训练12小时。",
    "本文用BERT，与 GPT模型。",
    "用 K-均值聚类，用 BERT 编码，端-到-端，BERT-基与 GPT 相比。",
    "用 BERT 与 GPT 识别X光片、T恤，在B站发布。",
    "用 BERT 与 GPT 求解，$x$维，`y`列，见https://a.b/c 或[MASK]处。",
    "用 BERT 与 GPT 求解，**注意力**BERT，用**BERT**模型。",
    "用BERT与GPT，有三点：1) 快，2) 准；以及 3) 省。",
    "版本v2.1、2024年5月、10:30分、1,024个、3.5倍，用GPT。",
    "代码见 https://a.b/c ，数据见 www.a.b/d 。",
    "代码见 https://a.b/c。 其余从略。",
    "两个参数： $x$ 与 $y$，代码： www.a.b/d",
    "**结论：** 有效， **也很快** 。",
    "包括： - 检索， - 生成。 <!-- 注 -->",
    "类比题“脚 : 鞋 :: 手 : ？”很难。",
    "关键词：检索 生成 排序",
    "比较 ことば 与 文字 的译法。",
    "`今天 天气`与$\\text{今天 天气}$不变，`Ａ ，`也是。",
    "一行，  \n（另一行）。",
    "１. 编号由作者决定。",
    "见https://a.b/cＳ，$x$２不变。",
]

QUOTATION = [
    ('本文研究"涌现"现象。', "本文研究“涌现”现象。"),
    ('"涌现"与"顿悟"不同。', "“涌现”与“顿悟”不同。"),
    ('模型把 "Tokens" 分成两段。', "模型把 “Tokens” 分成两段。"),
    ('它只会答"I don\'t know"。', "它只会答“I don't know”。"),
    ('标签有三类（"猫"、"狗"、"其他"）。', "标签有三类（“猫”、“狗”、“其他”）。"),
    ('他说：“这叫"顿悟"。”', "他说：“这叫‘顿悟’。”"),
    ('屏幕为 15"，支持"触控"操作。', '屏幕为 15"，支持“触控”操作。'),
    ('**"涌现"**是本文的主题。', "**“涌现”**是本文的主题。"),
    ('模型答道:"不知道"。', "模型答道：“不知道”。"),
    ('提示为"一步一步地想"。模型照做。', "提示为“一步一步地想”。模型照做。"),
    ('[“代码”和"数据"](https://a.b/c)已公开。', "[“代码”和“数据”](https://a.b/c)已公开。"),
]
BRACKETS_LEFT_ALONE = [
    "检索增强生成（RAG）与大语言模型（LLM）。",
    "检索增强生成 (RAG) 与大语言模型 (LLM)，优点很多（如可溯源）。",
    "检索增强生成(RAG)与大语言模型(LLM)。",
    "模型 (LLM) 与数据（Data）混用，由人决定。",
    "步骤如下：1）检索；2）排序；a) 生成；b) 校对。",
    "步骤（包括 1）检索、2）排序）很快。",
    "参数取自 [0, 1) 与 (0, 1]，复杂度为 O(n log n)。",
    "文献 [1] 与 [2, 3] 使用 [MASK] 与 [CLS]。",
    "若 x < 3 且 y > 5，则 f(x) = {y}。",
    "模型（基于“编码器（encoder）”）有效。",
    "他说“这是“革命”的开端”，《史记》【注】也有〈序〉。",
    "多余的括号）与（缺少的括号由人补全。",
    "（全角与半角混用)由人改正。",
    "Let’s think 与 models’ 是英语，‘90s 是年代。",
    "笑脸 :) 与哭脸 :( 都是标签。",
    "运行 `f(` 得到 $[0, 1)$，见 https://a.b/c_(d) 。",
    'The word "attention" is in an English phrase 这里。',
    '屏幕为 15" 或 17"，身高 5\'10"。',
    '配置为 {"名称": "值"}，参数 name="值"。',
    '运行 `print("你好")`，其中 $\\text{"甲"}$ 不变。',
    '[论文](https://a.b/c "题目")与<b title="题">粗体</b>。',
    "单引号'注意'由人决定，don't 也是。",
    '缺少一半的"引号由人补全。',
]

CHANGED = [*PUNCTUATION, *SPACING, *QUOTATION]
LEFT_ALONE = [*PUNCTUATION_LEFT_ALONE, *SPACING_LEFT_ALONE, *BRACKETS_LEFT_ALONE]


def fixed(text: str) -> str:
    """Return a text of an abstract after all safe fixes of the family."""
    digest = parse(f"{BEFORE}{text}{BEHIND}")
    after = fixer.fix(digest, TYPOGRAPHY, Options()).digest.text
    assert after.startswith(BEFORE)
    assert after.endswith(BEHIND)
    return after.removeprefix(BEFORE).removesuffix(BEHIND)


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_slip_is_mended(before: str, after: str) -> None:
    assert fixed(before) == after
    assert fixed(after) == after


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert fixed(text) == text


@given(st.sampled_from(URLS), st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_address_that_may_be_chinese_is_left_alone(start: str, tail: str) -> None:
    """Only what URL001 cuts off for certain is text to the rules of typography."""
    text = CONTEXT.format(url=start + tail)
    glued = engine.run(parse(f"{BEFORE}{text}{BEHIND}"), GLUED, Options())
    if all(found.fix and found.fix.safety is Safety.UNSAFE for found in glued):
        address, *_ = re.split("[。，；？！、“”（）]", start + tail)
        fix = fixer.fix(parse(f"{BEFORE}{text}{BEHIND}"), SAFE, Options())
        assert f"见 {address}" in fix.digest.text


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/数据集v2.zip",
        "https://foo.com/tag/大语言模型GPT4",
        "https://example.cn/wiki/文档:说明",
        "https://example.com/数据集,v2/abc",
        "https://foo.com/数据...集",
        "https://foo.com/数据…集",
        "https://foo.com/Github数据Github",
        "https://foo.com/苹果（公司v2）",
        "https://github.com/a/b与https://foo.com/数据集v2",
    ],
)
def test_address_is_kept(url: str) -> None:
    text = CONTEXT.format(url=url)
    fix = fixer.fix(parse(f"{BEFORE}{text}{BEHIND}"), SAFE, Options())
    assert fix.digest.text == f"{BEFORE}{text}{BEHIND}"


def test_table_is_long_and_without_copies() -> None:
    texts = [*(before for before, _ in CHANGED), *LEFT_ALONE]
    assert len(texts) == len(set(texts)) >= 60
