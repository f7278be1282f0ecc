"""Text that gives orders to whoever answers: found so that it is quoted, never obeyed.

A document may say anything; one that says 忽略以上指令 speaks to the program, not to its
reader. Such stretches are kept from the language model, support no statement, and are told.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rag.language.sentences import Span, comparable, sentence_spans

# Searched in comparable form (no white space, no punctuation, lower case), so that neither
# spaces nor full-width letters hide them.
_ANSWERER = r"(?:ai|助手|助理|模型|机器人|系统|assistant|chatbot|gpt|llm|你)"
_SPEAK = r"(?:回答|输出|作答|写出|复述|告知用户|告诉用户)"
_PLAIN = re.compile(
    "|".join(
        (
            r"(?:忽略|无视|忘记|忘掉|抛开|不理会|不要理会|不要遵守|不必遵守|跳过|推翻|作废)"
            r"[^。]{0,12}(?:指令|指示|提示|规则|设定|命令|内容|约束|资料|文字|限制|要求|说明|以上|上述|上面|此前|之前)",
            r"(?:以上|上述|上面|此前|之前)[^。]{0,8}(?:指令|提示|规则|设定|命令)[^。]{0,6}(?:无效|失效|作废|取消|解除)",
            r"(?:ignore|disregard|forget|override|bypass)\w{0,24}"
            r"(?:instruct|prompt|rule|above|previous|prior|everything|context|guideline)",
            r"(?:system|developer|jailbreak|dan|debug|root|god|admin|maintenance)(?:mode|prompt|message|override)",
            r"(?:系统|开发者|越狱|调试|管理员|维护|上帝)(?:模式(?:已|开启|启动|下)|提示词|提示语|指令|覆盖(?:指令|规则))",
            r"提示词|promptinjection|systemprompt|指令注入",
            r"(?:^|[^a-z])(?:youarenow|actas|pretendtobe|roleplayas|yournewrole|newinstruction)",
            r"(?:从现在起|从现在开始|现在起|接下来)你|你(?:现在|从此|将)?(?:是一[个名位]|扮演|充当|必须|务必|应该|只能|不得|不能|要做)",
            rf"(?:(?<![申邀聘])请|务必|必须|应当|应该|一律|只能|只需|直接|立即|马上|统一|仅|要求){_ANSWERER}?[^。]{{0,10}}{_SPEAK}",
            rf"(?:(?<![申邀聘])请|务必|一律|只能|只需|只|仅){_ANSWERER}?(?:显示|生成|写|说|答|回复|答复)(?!明|出来|字楼|服|对|题|错|出了)",
            rf"{_SPEAK}(?:以下|下列|下面|时必须|时务必|时请|时不要|中必须|必须|末尾|开头|结尾|[:：])",
            r"(?:回答|回复|答复|输出)(?:的)?(?:末尾|开头|结尾|最后|前面|后面)",
            r"(?:回答|回复|输出)(?:的)?(?:任何|所有|一切|这个|该|此|用户)?(?:问题|提问)?(?:前|后|时|中|里)(?:都|先|须|请|一律|加|附|插入)",
            r"(?:respond|reply|answer|output|print|say|write|repeat|tellthe)\w{0,12}(?:with|only|exactly|following|user|that|this)",
            r"(?:please|must|should|always|now)(?:only)?(?:respond|reply|answer|output|print|say|write|repeat|include|append|visit|click)",
            r"(?:用户|提问者|读者|来访者)(?:问|提问|询问|追问|要求|输入)[^。]{0,16}(?:就|则|请|都|一律|时|回答|说)",
            r"告诉(?:用户|提问者|读者|提问的人)",
            r"(?:不要|不得|禁止|无需|不必|不用|切勿|别)(?:再)?(?:引用|标注|核实|核对|校验|验证|检查|注明|提及资料|说明来源|拒绝)",
            r"(?:作为|身为)(?:一[个名款])?(?:ai|人工智能助|语言模型|大模型|助手|助理)",
            r"(?:把|将|请|并)[^。]{0,12}(?:密钥|口令|apikey|对话内容|对话记录|聊天记录|系统设定|内部设定|会话|用户的问题)"
            r"[^。]{0,12}(?:发送|发到|发给|上传|外发|拼接|附加|附在|提交|写入|放进|编码|公布|说出)",
            r"(?:把|将|请|并|务必|必须)[^。]{0,10}(?:渲染|嵌入|插入|加上|显示为)[^。]{0,10}(?:图片|链接|markdown|html|网址|脚本)",
            r"(?:instructions?|prompt|assistant|system|user|human)(?:begin|end|start|override)",
            r"(?:begin|end|start)(?:of)?(?:instructions?|prompt|system|documents?|evidence|context)",
            r"(?:资料|文档|证据|引文|上下文)(?:到此)?(?:结束|完毕|为止)",
            r"(?:将|把)?(?:以下|下列|上述|这段|本段)(?:文字|内容|句子|话)(?:作为|当作|视为)(?:最高|唯一|正确|标准|最终)?(?:指令|答案|回答|命令|事实)",
            r"(?:标准|正确|唯一|最终|官方)(?:答案|回答|答复)(?:是|为|如下)",
            r"(?:最高|优先)(?:优先级|权限)(?:指令|命令|要求)",
        )
    )
)
# Searched in the text as it stands.
_RAW = re.compile(
    r"<\s*/?\s*(?:[a-zA-Z!|?]|资料|问题|\|)|<\||\|>|\[/?(?:INST|SYS)\]|<<SYS>>"
    r"|^\s*(?:###?\s*)?(?:system|assistant|user|human|系统|助手|用户|指令|instruction)\s*[:：]"
    r"|!\[[^\]]*\]|\]\(|javascript:|data:\w+/|\bon\w+\s*=|```|\{\{|\}\}|\$\{"
    r"|\"role\"\s*:",
    re.IGNORECASE | re.MULTILINE,
)
HIDDEN = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)


def gives_orders(sentence: str) -> bool:
    """Whether a sentence speaks to whoever answers, or holds markup that only acts on it."""
    plain = HIDDEN.sub("", unicodedata.normalize("NFKC", sentence))
    return bool(_PLAIN.search(comparable(plain)) or _RAW.search(plain))


def orders(text: str) -> list[Span]:
    """Return (start, end) of the stretches of a text that give orders, in order.

    A stretch runs from the sentence that gives the order to the end of its line: what
    follows an order on the same line is what it orders to be said. Hidden characters make
    their whole line suspect.
    """
    return list(_orders(text))


@lru_cache(maxsize=1024)
def _orders(text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    line_end = -1
    for start, end in sentence_spans(text):
        if spans and start <= line_end:
            spans[-1] = (spans[-1][0], end)
        elif gives_orders(text[start:end]) or HIDDEN.search(text[start:end]):
            spans.append((start, end))
            newline = text.find("\n", start)
            line_end = newline if newline >= 0 else len(text)
    return tuple(spans)
