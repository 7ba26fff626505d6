"""What stands in a translation for a formula or a link that was taken out before it."""

import re
from collections.abc import Iterator

from digestlint import lazy

_LINKS = r"(?:代码|项目|论文|数据|数据集|GitHub)?(?:链接|网址|链接地址)"
_FORMULA = r"(?:数学)?(?:公式|表达式|符号)"
# `【链接】https://…` is a label, `[链接](https://…)` a link.
_NO_LABEL = r"(?![ \t]*(?:[(（\[:：<]|https?:|www\.))"
_NO_SUBJECT = r"(?! ?(?:参数|请求|协议|路径|前缀|编码|字段|格式|模式|字符串))"
_HTTP_URL = rf" ?(?:https?|HTTPS?) ?(?:URL|url|网址|网站|链接){_NO_SUBJECT}"
# By a character that all of a family hold: what few texts hold around it, without which none of the
# patterns matches.
_FAMILIES = {
    "【": (
        lazy.compile("【[此插填数公表符代项论G链网图U]"),
        (
            lazy.compile(
                rf"【(?:此处)?(?:插入|填写|填入)?(?:{_FORMULA}|{_LINKS}|图片|URL)】{_NO_LABEL}"
            ),
        ),
    ),
    "]": (
        lazy.compile(r"\](?:\([^h]|(?![(\[])(?<=[式号接址]\]))"),
        (
            lazy.compile(rf"\[(?:此处)?(?:插入|填写|填入)?(?:{_FORMULA}|{_LINKS})\]{_NO_LABEL}"),
            lazy.compile(rf"\]\((?:此处|{_LINKS}|URL|url|[Ll]ink)\)"),
            lazy.compile(r"\[(?:此处|这里|链接|代码|项目|here)\]\(#\)"),
        ),
    ),
    "此": (
        lazy.compile("此(?:处| ?[HhUu])"),
        (
            lazy.compile(
                rf"此处(?:为|是|插入|填写|填入)(?:具体|相关|实际)?的?(?:{_FORMULA}|{_LINKS}|图片|URL)"
                r"(?=[】］\]）)，。,.;；\s]|\Z)"
            ),
            lazy.compile(rf"此{_HTTP_URL}"),
            # Who points at an address says what one finds there.
            lazy.compile(
                r"此(?<=[见于在过：:]此) ?(?:URL|url)"
                r"(?= ?(?:[。；;.）)\r\n]|\Z|获[取得]|下载|访问|查看|找到|公开|开源))"
            ),
        ),
    ),
    "这": (lazy.compile("这(?=个 ?[Hh])"), (lazy.compile(f"这个{_HTTP_URL}"),)),
    "h": (lazy.compile("h(?=is ?[Hh])"), (lazy.compile(f"this{_HTTP_URL}"),)),
}


def placeholders(text: str) -> Iterator[re.Match[str]]:
    """Yield what stands for something that was lost, in no order."""
    for character, (hint, patterns) in _FAMILIES.items():
        if character in text and hint.search(text):
            for pattern in patterns:
                yield from pattern.finditer(text)
