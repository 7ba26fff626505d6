"""What stands in a translation for a formula or a link that was taken out before it."""

from digestlint import lazy

_LINKS = r"(?:代码|项目|论文|数据|数据集|GitHub)?(?:链接|网址|链接地址)"
_FORMULA = r"(?:数学)?(?:公式|表达式|符号)"
# `【链接】https://…` is a label, `[链接](https://…)` a link.
_NO_LABEL = r"(?![ \t]*(?:[(（\[:：<]|https?:|www\.))"
_NO_SUBJECT = r"(?! ?(?:参数|请求|协议|路径|前缀|编码|字段|格式|模式|字符串))"
# Each begins with what few texts hold.
PLACEHOLDERS = (
    lazy.compile(rf"【(?:此处)?(?:插入|填写|填入)?(?:{_FORMULA}|{_LINKS}|图片|URL)】{_NO_LABEL}"),
    lazy.compile(rf"\[(?:此处)?(?:插入|填写|填入)?(?:{_FORMULA}|{_LINKS})\]{_NO_LABEL}"),
    lazy.compile(rf"\]\((?:此处|{_LINKS}|URL|url|[Ll]ink)\)"),
    lazy.compile(
        rf"此处(?:为|是|插入|填写|填入)(?:具体|相关|实际)?的?(?:{_FORMULA}|{_LINKS}|图片|URL)"
        r"(?=[】］\]）)，。,.;；\s]|\Z)"
    ),
    lazy.compile(r"\[(?:此处|这里|链接|代码|项目|here)\]\(#\)"),
    *(
        lazy.compile(rf"{this} ?(?:https?|HTTPS?) ?(?:URL|url|网址|网站|链接){_NO_SUBJECT}")
        for this in ("此", "这个", "this")
    ),
    # Who points at an address says what one finds there.
    lazy.compile(
        r"此(?<=[见于在过：:]此) ?(?:URL|url)"
        r"(?= ?(?:[。；;.）)\r\n]|\Z|获[取得]|下载|访问|查看|找到|公开|开源))"
    ),
)
