"""What the RES rules take for words of a translation machine, and what for those of a paper."""

import pytest

from digestlint import engine, fixer
from digestlint.checks import RULES
from digestlint.parser import parse
from digestlint.rule import Options

RESIDUE = [rule for rule in RULES if rule.family == "RES"]
HEADING, TITLE = "A Simple Method for Robust Learning", "一种用于稳健学习的简单方法"
ABSTRACT = "我们提出一种方法。"


def digest(title: str = TITLE, abstract: str = ABSTRACT, heading: str = HEADING) -> str:
    return f"## {heading}\n[{title}](https://arxiv.org/abs/2408.12637)\n\n{abstract}\n"


def codes(text: str) -> list[str]:
    return [violation.code for violation in engine.run(parse(text), RESIDUE, Options())]


def fix(text: str) -> str:
    return fixer.fix(parse(text), RESIDUE, Options()).digest.text


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Summarization: Where Are We Now?", "摘要：我们现在何处？"),
        ("Translating: Art or Science?", "翻译：艺术还是科学？"),
        ("Headlining: How Editors Choose", "标题：编辑如何选择"),
        ("Rethinking Abstracts", "摘要：重新思考"),
        ("A Hash # in C", "# 号在 C 中"),
        ("Learning to Translate", "**学习翻译\\**"),
        ("The __init__ Method", "__init__"),
        ("Untranslatable", "不能翻译"),
        ("Null", "null"),
        ("Translation", "翻译"),
    ],
)
def test_title_may_speak_of_titles_and_translations(heading: str, title: str) -> None:
    assert codes(digest(title, heading=heading)) == []


@pytest.mark.parametrize("title", ["**学习翻译\\**", "标题：**学习翻译方法\\**", "\\**甲** 乙"])
def test_escaped_mark_stays(title: str) -> None:
    assert "\\*" in fix(digest(title))


@pytest.mark.parametrize(
    ("heading", "abstract"),
    [
        ("A History of Machine Translation", "翻译：从规则到神经网络，它走过了七十年。"),
        ("Automatic Summarization in the Age of LLMs", "摘要：一种压缩文本的方式，由来已久。"),
    ],
)
def test_abstract_may_speak_of_abstracts_and_translations(heading: str, abstract: str) -> None:
    assert codes(digest(abstract=abstract, heading=heading)) == []


@pytest.mark.parametrize(
    "label", ["# 摘要\n\n", "摘要：\n\n", "摘要：\n", "#摘要\n\n", "【摘要】\n"]
)
def test_label_of_its_own_is_residue_in_any_paper(label: str) -> None:
    heading = "Automatic Summarization in the Age of LLMs"
    dirty = digest(abstract=label + ABSTRACT, heading=heading)
    assert codes(dirty) == ["RES001"]
    assert fix(dirty) == digest(heading=heading)


def test_sentence_in_a_heading_keeps_the_word_it_is_about() -> None:
    text = digest(abstract="# 摘要：一种方式。", heading="Automatic Summarization")
    assert codes(text) == ["RES001"]
    assert fix(text) == text


@pytest.mark.parametrize(
    "label", ["翻译结果：", "翻译后的摘要：", "#摘要\n\n", "（摘要）", "翻译后摘要：", "＃摘要："]
)
def test_abstract_loses_its_label(label: str) -> None:
    assert codes(digest(abstract=label + ABSTRACT)) == ["RES001"]
    assert fix(digest(abstract=label + ABSTRACT)) == digest()


@pytest.mark.parametrize(
    "title", ["翻译后的标题：{}", "翻译结果：{}", "__{}__", "（标题）{}", "论文题目：{}"]
)
def test_title_loses_its_label(title: str) -> None:
    assert codes(digest(title.format(TITLE))) == ["RES001"]
    assert fix(digest(title.format(TITLE))) == digest()


@pytest.mark.parametrize("label", ["论文题目：", "**论文题目**", "翻译后的标题", "（摘要）"])
def test_label_is_no_title(label: str) -> None:
    found = engine.run(parse(digest(label)), RULES, Options())
    assert [violation.code for violation in found] == ["RES002"]


@pytest.mark.parametrize(
    "field",
    [
        "关键词：GPT-4（2023），准确率95%",
        "关键词：对齐是未来的方向，鲁棒性是当前的难点，二者缺一不可",
        "关键词：注意力，代码已公开",
        "关键词：注意力，速度提升三倍",
        "关键词：准确率 95",
        "Keywords: attention, we release the code and the data here",
    ],
)
def test_keywords_that_say_something_are_for_a_person_to_remove(field: str) -> None:
    text = digest(abstract=ABSTRACT + field)
    assert codes(text) == ["RES001"]
    assert fix(text) == text


@pytest.mark.parametrize(
    "field",
    [
        "关键字：对齐、鲁棒性",
        "关键词：VisionGPT-3D、三维视觉理解、多模态智能体",
        "**关键词**：大语言模型；对比学习。",
        "KEYWORDS: large language models, RAG",
    ],
)
def test_plain_list_of_keywords_goes(field: str) -> None:
    assert codes(digest(abstract=ABSTRACT + field)) == ["RES001"]
    assert fix(digest(abstract=ABSTRACT + field)) == digest()


@pytest.mark.parametrize("failure", ["翻译失败，请重试", "翻译失败，请稍后重试。", "翻译失败"])
def test_failure_may_ask_for_another_try(failure: str) -> None:
    assert codes(digest(failure)) == ["RES003"]
    assert codes(digest(abstract=failure)) == ["RES003"]


def test_error_may_be_what_is_studied() -> None:
    assert codes(digest(abstract="Error: 404 页面的研究。我们统计失效链接。")) == []
    assert codes(digest(abstract="Error: 429 Too Many Requests")) == ["RES003"]


@pytest.mark.parametrize(
    "sentence",
    [
        "以下是翻译领域的三大挑战：数据、评测与成本。",
        "以下是三种翻译：直译、意译与音译。",
        "下面是翻译模型的训练流程：先预训练，再微调。",
        "下面是一个翻译示例，说明了该方法。",
        "以下是中文版GLUE基准的结果：准确率不变。",
        "步骤1：翻译为英文；步骤2：用英文推理；步骤3：译回。",
        "我们收集语料（注：原文为法语，译文为英语。）",
        "（注：原文为法语，译文为英语。）",
        "注：以上结果基于GPT-4。",
        "注：直译与意译的区别见附录。",
        "说明：此处的误差为标准差。",
        "请提供需要的权限后，再运行程序。",
        "抱歉，但我们认为大语言模型没有意识。",
        "作为基线模型，我们选用 GPT。",
        "我们将数据翻译如下：先切分，再翻译。",
    ],
)
def test_paper_may_say(sentence: str) -> None:
    assert codes(digest(abstract=sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "翻译如下：我们提出一种方法。",
        "中文翻译如下：我们提出一种方法。",
        "我已将摘要翻译如下：我们提出一种方法。",
        "根据您的要求，以下是翻译：我们提出一种方法。",
        "以下是翻译：我们提出一种方法。",
        "以下是翻译后的摘要：我们提出一种方法。",
        "以下是该摘要的中文版\n我们提出一种方法。",
        "作为AI语言模型，我无法打开链接。",
        "如果您需要进一步的帮助，请告诉我。",
        "请提供需要翻译的文本。",
        "抱歉，但我无法访问该链接。",
        "步骤1：直译：我们提出一种方法。",
        "注：以上译文省略了公式。",
    ],
)
def test_machine_says(sentence: str) -> None:
    assert codes(digest(abstract=sentence)) == ["RES004"]


@pytest.mark.parametrize("mangled", ["参数\tau 为一", "参数\tau为一", "从甲\to 乙", "\tau-bench"])
def test_short_command_behind_a_tab(mangled: str) -> None:
    assert codes(digest(abstract=f"我们取{mangled}。")) == ["RES005"]


@pytest.mark.parametrize("text", ["甲\tauto", "甲\tof 乙", "甲\n\to\t乙"])
def test_tab_before_another_word(text: str) -> None:
    assert codes(digest(abstract=f"我们取{text}。")) == []


@pytest.mark.parametrize(
    "sentence", ["代码见此 URL。", "代码可在此URL获取。", "代码见此HTTP链接。", "代码见[此处](#)。"]
)
def test_place_of_a_lost_link(sentence: str) -> None:
    assert codes(digest(abstract=sentence)) == ["RES006"]


@pytest.mark.parametrize(
    "sentence", ["此http URL参数可被篡改。", "用户不应访问此 URL。", "此 URL 分类器很快。"]
)
def test_word_about_a_link(sentence: str) -> None:
    assert codes(digest(abstract=sentence)) == []
