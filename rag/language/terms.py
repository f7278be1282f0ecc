"""What a question is about: its key terms, weighted, and how much of them a text holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rag.language.places import find_places
from rag.language.sentences import bigrams, comparable
from rag.language.synonyms import is_spelled_out, synonyms_in
from rag.language.values import MEASURES, ValueKind, find_values


class TermKind(StrEnum):
    """What sort of key term a term is."""

    WORD = "word"
    PLACE = "place"
    YEAR = "year"
    NUMBER = "number"
    TITLE = "title"
    QUOTE = "quote"


_key = lru_cache(maxsize=4096)(comparable)


@dataclass(frozen=True, slots=True)
class Term:
    """A key term as written in the question, in comparable form, with its weight (> 0)."""

    text: str
    kind: TermKind
    weight: float
    start: int

    @property
    def key(self) -> str:
        """The term without punctuation and case."""
        return _key(self.text)

    def share_in(self, text: str) -> float:
        """Return how much of the term a comparable text holds, in [0, 1].

        Places, years, numbers, titles and quotes are there or not; a quote may differ in a
        few characters. Of a word the pieces found count, long pieces more than pairs.
        """
        key = self.key
        if not key or key in text:
            return 1.0
        if self.kind is not TermKind.WORD:
            return 0.5 if self.kind is TermKind.QUOTE and _most(key, text) else 0.0
        share = _OTHER_WORDS if is_spelled_out(key, text) else _pieces_share(key, text)
        return max(share, _synonym_share(key, text, share))


def _pieces_share(key: str, text: str) -> float:
    """Return the share of a word that greedy longest pieces (2 characters or more) cover."""
    found, at = 0.0, 0
    while at < len(key) - 1:
        end = at + 2
        if key[at:end] not in text:
            at += 1
            continue
        while end < len(key) and key[at : end + 1] in text:
            end += 1
        found += (end - at) * (_PAIR if end - at == 2 and len(key) > 2 else 1.0)
        at = end
    return found / len(key) if key else 1.0


def _synonym_share(key: str, text: str, floor: float) -> float:
    """Return the share with one word of the term put in other words."""
    best = floor
    for word, others in synonyms_in(key):
        if word in text:
            continue
        for other in others:
            if other in text:
                rest = key.replace(word, "", 1)
                share = (len(word) + len(rest) * _pieces_share(rest, text)) / len(key)
                best = max(best, _OTHER_WORDS * share)
    return best


def _most(key: str, text: str) -> bool:
    mine = bigrams(key)
    return sum(pair in text for pair in mine) >= 0.8 * len(mine)


_PERSONS = "个人(?![所收账养信消住])"  # 几个人, but not 多少个人所得税
# Words that ask, point, hedge or glue; what lies between them are the key terms.
_ASKING = (
    "^(?:请)?(?:比较(?!优势)|对比|结合)|"
    "哪些(?:环节|步骤|阶段|方面)|[几哪]几?个?(?:环节|步骤|阶段)|一[家个人户](?=最|能|可|每)|最多(?!样)|最少|来(?=参加|申请|报名|办)|为什么|为何|何以|什么样的|什么样|什么时候|什么时间|什么地方|什么|怎么样|怎么办|怎么|怎样的|怎样|如何|有何|哪些方面|"
    "哪一?[期年天月日家位条项种个座所部]|哪[一二三四五六七八九十几]+(?:个方面|方面|[个项条种大类点步])|哪些|哪里|哪儿|哪几|哪|谁|"
    f"何时|何地|何种|何|多少钱|(?:多少|几)(?:{_PERSONS}|(?!个[人体])(?:{MEASURES}))?|多(?:大|高|长|久|远)|是否|有没有|能不能|可不可以|是不是|会不会|"
    "吗|呢|么|请|介绍一下|介绍|说明一下|告诉我|列举|列出|说说|谈谈|简述|概述|总结一下|总结|概括|一下|"
    "(?<![第十])[一二两三四五六七八九十]{1,2}(?:个方面|方面|[个项条种类点大])(?!月)|有(?=[一二两三四五六七八九十])"
)
_GLUE = (
    "我国|主要|包括|包含|分别是|分别|各自|各是|各有|以及|或者|或|并且|而且|关于|对于|根据|按照|通过|为了|由于|因为|所以|但是|但|"
    "其中|有关|相关|具体|目前|现在|当前|大约|大概|左右|一共|总共|共有|共计|之间|方面|没有|没|形成|面临|呈现|适合|采取|采用|拿出|手里|给|例子|举例|举出|举了|"
    "这些|那些|这个|那个|它们|他们|她们|我们|你们|等人|可以|应该|应当|能够|需要|认为|指出|提出|提到|文中|文章|本文|该文|作者|"
    "里面|一个|一种|一些|叫做|做出|做了|截至|"
    "[的地得了着是在有和与及跟同对将把被由从向于以为而且并也都就还又才很更最这那它其他她你我等应能要会上中里到某该个叫做啊吧呀嘛过]"
)
# Words that hold one of the characters above and must stay whole.
_WHOLE = """
能力 智能 功能 性能 能源 节能 产能 效能 赋能 新能源 可能 才能 职能 技能 动能 能耗 能效 储能
更新 更换 变更 更正 申请 邀请 聘请 请求 请示 超过 过程 过渡 过期 过剩 经过 社会 机会 协会
委员会 工会 学会 会计 大会 展会 会员 会展 会议 晚会 峰会 会商 国务院 要求 重要 要素 要点 纲要
必要 概要 摘要 要件 地区 地方 地点 土地 基地 地铁 地下 地标 地理 地平线 落地 各地 当地 内地
耕地 场地 用地 地面 地位 地质 地图 本地 地震 外地 地域 地址 地级 地市 天地 异地 阵地 试验地
实地 地块 获得 取得 所得 得分 心得 目的 标的 有限 所有 有效 国有 占有 拥有 有利 持有 有序 有色
有机 有力 享有 私有 公有 有害 特有 现有 原有 有偿 和谐 和平(?![台均])
总和 共和 缓和 中和 和解 饱和 对策
对接 对象 对应 针对 应对 对外 对口 面对 对标 对话 反对 对比 对照 核对 比对 对手 派对 同比 同步
同时 同等 合同 共同 协同 不同 相同 同意 同行 同业 同期 同级 胡同 等级 平等 高等 中等 初等 优等
并购 合并 并网 一并 并存 并轨 并行 将来 将军 即将 自由 理由 从业 从事 服从 从严 方向 导向 面向
定向 转向 倾向 意向 向量 趋向 基于 属于 位于 处于 低于 高于 以上 以下 以内 以外 以来 以旧换新
行为 作为 成为 为主 为民 人为 应用 应急 响应 供应 适应 效应 反应 相应 应届 应聘 应付 应收 应税
中央 中心 中国 中小 集中 中介 中医 中学 中间 中期 中型 中标 中选 中试 中级 中东 中部 高中 初中 中华
空中 上海 上市 上升 线上 网上 上涨 上报 上游 上级 上线 上班 上学 上限 上门 上岗 公里 里程 邻里
到位 到期 达到 报到 到达 到岗 在线 存在 在职 在校 所在 在岗 在建 潜在 内在 了解 着力 着重 着眼 都市
首都 成都 就业 就近 就医 成就 就地 就读 还款 归还 偿还 返还 人才 最低 最高 最新 最终 最大 最近
最小 最优 最佳 参与 及时 普及 涉及 把握 把关 被动 被告 其他 其余 他人 个人 个体 个税 个案 个性
整个 由此 该校 并联 为期 分为 行政 会场 会长 会费 要闻 要害 需要素 场景 过硬 过度 通过率 透过
等奖 协和 太和 大同 呼和浩特
"""
_WHOLE_WORDS = "|".join(sorted(_WHOLE.split(), key=len, reverse=True))
_REACHED = r"(?:达到?|突破|超过|高达|增至|升至|降至)了?(?=多少|几(?!何|乎))"
_STOP = re.compile(f"{_REACHED}|(?P<whole>{_WHOLE_WORDS})|{_ASKING}|{_GLUE}|[^\\w%+]+|_")
_ENTITY = re.compile(
    r"(?P<title>《[^《》]+》)|(?P<quote>[“\"「][^“”\"」]{1,40}[”\"」])|(?P<year>(?<!\d)(?:19|20)\d\d(?=年|\D|$))年?"
    r"(?P<tail>底|末|初|上半年|下半年)?|(?P<latin>\d*[A-Za-z][A-Za-z0-9+.\-]*)"
)
_WEIGHTS = {
    TermKind.PLACE: 1.6,
    TermKind.YEAR: 1.4,
    TermKind.NUMBER: 1.2,
    TermKind.TITLE: 2.0,
    TermKind.QUOTE: 1.8,
}
_JOINTS = re.compile("[和与跟同]")
_PAIR = 0.6  # worth of a character found in a piece of two only
_OTHER_WORDS = 0.9  # worth of a word put in other words
_KIND_OF_GROUP = {"title": TermKind.TITLE, "quote": TermKind.QUOTE, "year": TermKind.YEAR}


def find_terms(question: str) -> tuple[Term, ...]:
    """Return the key terms of a question in reading order."""
    terms: list[Term] = []
    blank = list(question)
    for match in _ENTITY.finditer(question):
        group = next(name for name, value in match.groupdict().items() if value)
        kind = _KIND_OF_GROUP.get(group, TermKind.WORD)
        text = match.group(group)
        terms.append(Term(text, kind, _WEIGHTS.get(kind, _word_weight(text)), match.start()))
        blank[match.start() : match.end()] = " " * (match.end() - match.start())
    rest = "".join(blank)
    for value in find_values(rest, ValueKind.NUMBER):
        if any(char.isdigit() for char in value.text):
            terms.append(Term(value.text, TermKind.NUMBER, 1.2, value.start))
            rest = rest[: value.start] + " " * len(value.text) + rest[value.end :]
    terms.extend(_words(rest))
    return tuple(sorted(terms, key=lambda term: term.start))


def _words(text: str) -> Iterable[Term]:
    begin = 0
    stops = [match.span() for match in _STOP.finditer(text) if not match.group("whole")]
    for start, end in [*stops, (len(text), len(text))]:
        run = text[begin:start]
        offset, begin = begin, end
        for place in find_places(run):
            at = run.find(place)
            yield Term(place, TermKind.PLACE, _WEIGHTS[TermKind.PLACE], offset + at)
            run = run.replace(place, " " * len(place), 1)
        for match in re.finditer(r"\S+", run):
            if len(match.group()) > 1:
                weight = _word_weight(match.group())
                yield Term(match.group(), TermKind.WORD, weight, offset + match.start())


def without_joints(text: str) -> str:
    """Return a text with other characters for the 和, 与 and 同 that are part of a word."""
    return re.sub(_WHOLE_WORDS, lambda word: _JOINTS.sub("＋", word.group()), text)


def _word_weight(text: str) -> float:
    """Longer words tell more: 2 characters weigh 0.8, each further one 0.2, up to 2."""
    return min(2.0, 0.4 + 0.2 * len(text))


def coverage(terms: Sequence[Term], text: str) -> float:
    """Return the weighted share of the terms that a text holds, in [0, 1]; 0 for no terms."""
    return shares(terms, text)[0]


def shares(terms: Sequence[Term], text: str) -> tuple[float, tuple[float, ...]]:
    """Return the weighted share of all terms and the share of each of them."""
    plain = comparable(text)
    each = tuple(term.share_in(plain) for term in terms)
    total = sum(term.weight for term in terms)
    whole = sum(term.weight * share for term, share in zip(terms, each, strict=True))
    return (whole / total if total else 0.0), each
