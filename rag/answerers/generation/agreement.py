"""Whether a sentence in a model's own words says what a stretch of a document says.

``rag.citations.verify`` compares values; here it is the words around them: negation, plans
told as facts, more told as less, names, one thing's number given to another, additions.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from rag.language.places import find_places
from rag.language.sentences import bigrams, clause_spans, comparable
from rag.language.values import ValueKind, find_values

_COVERED = 0.8  # share of a statement's characters that stand in the stretch or above it
_ORDERED = 0.75  # share of the covered ones that stand there in the same order
_LONGEST_OWN = 3  # characters in a row of the model's own
_FILLERS = re.compile(
    r"根据(?:以上|上述|所给|相关)?(?:资料|文件|文章|材料)(?:显示|介绍|所述|内容)?|资料(?:显示|指出|提到|表明)|"
    r"文中(?:指出|提到)|据(?:资料|文件)(?:显示|介绍)?|(?:主要|具体|分别)?(?:包括|包含|有|为|是|如下)|"
    r"以下|其中|同时|此外|另外|因此|并且|以及|而且|目前|主要|具体|分别|共有|共计|一共|总共|"
    r"[的了和与及在也还并则而都即于对由以其该这这些等]"
)
_NOT = re.compile(
    r"不(?!断|仅|但|同|久|论|管|妨|少)|未(?!来)|无(?!人|线|锡|论|缝|疑)|没有|并非|禁止|严禁|取消|拒绝|停止|暂停|"
    r"停用|撤销|废止|尚(?=待|需)|免(?=于|征|除)|反对|避免|防止|杜绝|缺乏|除外|以外"
)
_PLAN = re.compile(
    r"力争|争取|计划|规划|拟|预计|预期|有望|目标|将(?!船|其|数|资)|到20\d\d年|打算|希望|建议|鼓励|试图|或将|可能"
)
_SIDES = (
    (
        r"增长|增加|提高|上升|提升|扩大|攀升|增至|上涨|升至|翻番|新增",
        r"下降|减少|降低|缩短|下滑|回落|压缩|降至|缩减|下跌",
    ),
    (r"支持|鼓励|允许|准许|可以|同意", r"限制|禁止|反对|不得|不准|不予|严禁"),
    (r"高于|超过|大于|多于|领先|优于", r"低于|不足|小于|少于|落后|逊于|不超过"),
    (r"最高|最大|最多|至多|最早|首", r"最低|最小|最少|至少|最晚|末"),
    (r"成立|设立|启动|开放|建立|新建|开通|恢复", r"撤销|关闭|停止|暂停|取消|终止|解散|废止"),
    (r"必须|应当|强制|务必", r"可以|自愿|无需|不必|免于|可选"),
    (r"成功|完成|达标|通过|合格|实现", r"失败|未完成|未达|落选|驳回|不合格"),
    (r"之前|以前|前期|此前", r"之后|以后|后期|此后"),
    (r"全部|所有|全国|全体|一律|唯一|仅|只|首个|首次|第一", r"部分|个别|少数|大部分|多数|之一"),
)
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9.+-]+")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:委员会|研究院|研究所|公司|集团|大学|学院|医院|银行|协会|联盟|基金会|实验室|"
    r"[省市县区]政府|[^小格]局(?![面限部势])|[厅署]|办公室)"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff](?![全本该各我同两首等])[\u4e00-\u9fff]"
    r"(?:市(?![场民值面政容级长委])|省(?![级委])|县(?![级委])|镇|乡|村|自治区|自治州|新区|开发区)"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚"
)


def disagreement(statement: str, source: str, above: str) -> str:
    """Say in what a statement and the stretch it cites part, "" where they agree.

    ``above`` is what stands before the stretch (title, headings, earlier sentences): a
    Chinese paragraph names its subject once.
    """
    checks = (_names, _polarity, _sides, _bindings, _additions)
    for check in checks:
        problem = check(statement, source, above)
        if problem:
            return problem
    return ""


def _names(statement: str, source: str, above: str) -> str:
    """Name the first place, institution or Latin word that is nowhere around."""
    around = comparable(f"{above}\n{source}")
    names = [
        *find_places(statement),
        *_PLACE.findall(statement),
        *_BODY.findall(statement),
        *_WORDS.findall(statement),
    ]
    for name in names:
        plain = comparable(name)
        if plain not in around and not _tail_in(plain, around):
            return f"引文中没有“{name}”"
    return ""


def _tail_in(name: str, around: str) -> bool:
    """Whether all but the first few characters (在, 由, 该市的) of a matched name occur."""
    return any(name[cut:] in around for cut in range(1, len(name) - 3))


def _polarity(statement: str, source: str, above: str) -> str:
    """Compare each clause with the clause of the source that is most like it."""
    theirs = _clauses(source)
    for mine in _clauses(statement):
        other = max(theirs, key=lambda clause: _common(mine, clause), default="")
        if _common(mine, other) < 0.3:
            continue
        if bool(_NOT.search(mine)) != bool(_NOT.search(other)):
            return "引文没有否定" if _NOT.search(mine) else "引文是否定的"
        if _PLAN.search(other) and not _PLAN.search(statement):
            return "引文说的是打算，不是事实"
    return ""


def _clauses(text: str) -> list[str]:
    return [text[start:end] for start, end in clause_spans(text, 0, len(text))]


def _common(left: str, right: str) -> float:
    mine = bigrams(comparable(left))
    return len(mine & bigrams(comparable(right))) / max(1, len(mine))


def _sides(statement: str, source: str, above: str) -> str:
    """Say so where the statement speaks of one side (增长) and the source only of the other."""
    for pair in _SIDES:
        for side in pair:
            said = re.search(side, statement)
            if said and not re.search(side, source):
                return f"引文中没有“{said.group()}”"
    return ""


def _bindings(statement: str, source: str, above: str) -> str:
    """Say so where a number stands by other words than in the source."""
    kinds = (ValueKind.NUMBER,)
    theirs = [(v.text, _around(source, v.start, v.end)) for v in find_values(source, *kinds)]
    if len(theirs) < 2:
        return ""
    for value in find_values(statement, *kinds):
        mine = _around(statement, value.start, value.end)
        if len(mine) < 2:
            continue
        digits = re.sub(r"\D", "", value.text)
        own = [c for text, c in theirs if text == value.text or digits == re.sub(r"\D", "", text)]
        rest = [c for text, c in theirs if text != value.text and digits != re.sub(r"\D", "", text)]
        best_own = max((len(mine & c) / len(mine) for c in own), default=1.0)
        best_rest = max((len(mine & c) / len(mine) for c in rest), default=0.0)
        if best_own + 0.15 < best_rest:
            return f"“{value.text}”在引文中说的是别的"
    return ""


def _around(text: str, start: int, end: int) -> frozenset[str]:
    """Return the bigrams of the words just before a value, back to the next stop or value."""
    before = re.split(r"[，。；、：,;]|\d", text[max(0, start - 16) : start])[-1]
    after = re.split(r"[，。；、：,;]|\d", text[end : end + 8])[0]
    return bigrams(comparable(before)) | bigrams(comparable(after))


def _additions(statement: str, source: str, above: str) -> str:
    """Say so where too much is the model's own, or in another order than in the source."""
    mine = comparable(_FILLERS.sub("", statement)) or comparable(statement)
    theirs, higher = comparable(_FILLERS.sub("", source)), comparable(_FILLERS.sub("", above))
    if mine in theirs:
        return ""
    pairs = bigrams(theirs) | bigrams(higher)
    held = [False] * len(mine)
    for at in range(len(mine) - 1):
        if mine[at : at + 2] in pairs:
            held[at] = held[at + 1] = True
    own = _runs(mine, held)
    share = sum(held) / max(1, len(mine))
    longest = max(own, key=len, default="")
    named = next((run for run in own if len(run) >= 2 and run[0] in _SURNAMES), "")
    if share < _COVERED or len(longest) > _LONGEST_OWN or named:
        return f"引文中没有“{named or longest}”" if longest else "表述与引文相差较大"
    blocks = SequenceMatcher(None, mine, higher + theirs, autojunk=False).get_matching_blocks()
    ordered = sum(block.size for block in blocks if block.size > 1) / len(mine)
    return "" if ordered >= _ORDERED * share else "语序与引文不同，意思可能变了"


def _runs(text: str, held: list[bool]) -> list[str]:
    """Return the stretches of a text that are not held."""
    runs, run = [], ""
    for char, is_held in zip(text, held, strict=True):
        if is_held:
            runs.append(run)
            run = ""
        else:
            run += char
    return [item for item in [*runs, run] if item]
