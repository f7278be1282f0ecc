"""What a question names that its answer must be about: a firm, an issue, a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.kinds import Kind
from rag.language.bodies import find_bodies
from rag.language.sentences import comparable
from rag.language.terms import TermKind
from rag.question import Question

_ORDINALS = (
    r"(?<![哪几])[一二三四五六七八九十首末\d]+期(?!间)",
    r"(?<![哪几])第?[一二三四五六七八九十首末\d]+批",
    r"(?<![哪几])第?[一二三四五六七八九十首末\d]+届",
    r"(?<![哪几])第?[一二三四五六七八九十首末\d]+轮",
    r"[上下]半年|[一二三四]季度",
    r"十[一二三四五六七]五(?!年)",  # five-year plans
)
# What the name of a firm ends with, which tells no two of them apart; what is no firm's name.
_CLASS = re.compile(r"(?:股份|有限|责任|集团|控股)*(?:公司|集团)(?:公司)?$")
_SORT_OF_FIRM = re.compile(
    r"(?:科技|技术|网|[外本当]地|[外合独]资|[国公]有|民营|上市|创业|初创|[新老大小微]|[子母分总]|型|平台|运营|物业|"
    r"保险|担保|投资|租赁|证券|信托|快递|物流|建筑|地产|生产|制造|软件|能源|电力|燃气|运输|旅游|传媒|咨询|"
    r"代理|中介|服务|管理|贸易|餐饮|参与|牵头|申报|承接|所在|注册)$"
)
# Institutions that are told apart by what stands before their class.
_INSTITUTION = re.compile(
    r"(?P<own>[\u4e00-\u9fff]{2,8}?)(?P<class>大学|银行|研究院|研究所|协会|学会|基金会|交易所|博物馆|图书馆)"
)
# A site that is called by what it is for: 人工智能岛.
_SITE = re.compile(r"(?P<of>[\u4e00-\u9fff]{3,8}?)[岛谷园馆](?![屿物林丁艺区])")
# A zone that is called by what it is to do, and any of them.
_ZONES = re.compile("(?:先导|试验|实验|示范|先行|合作|保税|开发|集聚)区")
_ZONE = re.compile(f"{_ZONES.pattern}$")
_FOUNDING = "成立|设立|组建|揭牌|挂牌|创办"
_FOUNDED = re.compile(_FOUNDING)
# An office or body that is called by two characters and its class: 数据局.
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:局|署|厅|委员会|办公室|联盟|协会|交易所|研究院)"
    rf"(?=(?:{_FOUNDING})?$)"
)
# Who did something is asked, and the words for that.
_DEEDS = (
    "负责|牵头|主管|承担|责任|组织|统筹|协调|管理|主持|会同|自筹|支付|拨付|出资",
    "提出|发起|提议|主张|指出|认为",
    "发布|印发|公布|颁布|出台|下发",
    "审核|审查|审批|核定|审定|评审|批准|核准",
)
_DEED = "|".join(_DEEDS)
_WHO_DID = re.compile(rf"谁(?P<before>{_DEED})|(?P<after>{_DEED})(?:人|方)?是谁")
_OWN = 5  # last characters of such a name, which tell it apart
# What someone does or says is asked.
_DOES = re.compile(r"负责|职责|承担|做了?什么|做哪|任务|怎么说|规定|要求|提出|参加|参与")
_SAID = 0.5  # share of a firm's own name from which a text names it
_MEASURED = 0.45  # share of what is measured that what is cited must name
# Characters of a word; of the end of several, which tells what is measured where a text names
# less than the share of all of them.
_ONE_WORD, _LAST, _MOST = 6, 4, 0.7
_HOW_MUCH = re.compile(r"[的是为达到]{0,2}$")  # between what is measured and 多少
# What is left of 收购金额 without it is what is measured; of 文号 nothing is.
_SORT = re.compile(
    r"(?:目标|指标|文号|编号|号码|电话|热线|网址|邮箱|总?金额|数额|总额|数量|数目|总数|比例|比重|占比|标准|"
    r"上限|下限|限额|额度|价格|费用|时间|期限|分别|预算|最[高低多少大小])+$"
)
# A town that no list of ours knows, where a question or a sentence opens with its name.
_TOWN = (
    r"(?P<own>(?![全各我本该每哪某多几这那])[\u4e00-\u9fff]{2,3}?)(?<!城)(?<!超)(?<!上)(?<!门)(?<!股)"
    r"(?P<class>[市县镇乡])(?![场民区域级长委政值内价容直属村镇])"
)
_DAY = re.compile(r"(?<!\d)\d{1,2}月(\d{1,2})[日号]")
_TOWN_ASKED = re.compile(rf"^在?{_TOWN}")
_TOWN_TOLD = re.compile(rf"(?:^|[\n。；]){_TOWN}")
_ASKED = re.compile(
    r"(?:是|为|达到?|最[高低多少大小]|(?<=奖[励补])|(?<=补[贴助])|(?<=资助))(?:多少|几)(?:钱|万?元)?[？?。]?$"
)


def unnamed(question: Question, cited: str, around: str) -> Iterator[str]:
    """Yield each body, firm, site, office and town that the question names and the text does not.

    ``cited`` are the sentences an answer would cite, ``around`` their passages. What is found
    to be named comes as "".
    """
    yield unnamed_body(question, cited, around)
    yield unnamed_firm(question, around)
    yield unnamed_site(question, around)
    yield unnamed_office(question, cited, around)
    yield unnamed_town(question, around)


def unnamed_firm(question: Question, around: str) -> str:
    """Return the firm that the question names and no text around the answer does, else "".

    Of firms compared each is looked for by itself, where its side is told.
    """
    plain = comparable(around)
    for term in () if question.sides else question.terms:
        own = _CLASS.sub("", term.text)
        if own == term.text or len(own) < 2 or term.kind is not TermKind.WORD:
            continue
        if term.text == f"{own}公司" and _SORT_OF_FIRM.search(own):
            continue
        if replace(term, text=own).share_in(plain) < _SAID:
            return term.text
    return ""


def unnamed_body(question: Question, cited: str, around: str) -> str:
    """Return the ministry or institution asked about where the text tells of others, else "".

    ``around`` names every ministry of the document. One that it lacks is not told of, and
    what 公安部 does is not what 财政部 does. An institution is another one where the text
    names one of its class and not it.
    """
    if question.sides or len(question.parts) > 1:
        return ""
    told, said = find_bodies(around), find_bodies(cited)
    for charge, name in find_bodies(question.text).items():
        others = said and charge not in said and _DOES.search(question.text)
        if charge not in told or others:
            return name
    for asked in _INSTITUTION.finditer(question.text):
        own = asked["own"][-2:]
        if own not in around and re.search(rf"[\u4e00-\u9fff]{{2}}{asked['class']}", around):
            return asked.group()
    return ""


def proper_names(question: Question) -> list[str]:
    """Return by what a text names the sites and offices asked about: 数据局 of 国家数据局."""
    words = [term.key for term in question.terms if term.kind is TermKind.WORD]
    sites = [site.group()[-_OWN:] for word in words if (site := _SITE.match(word))]
    sites += [zone.group() for word in words if (zone := _ZONE.search(word))]
    offices = [name.group() for word in words if (name := _OFFICE.search(word))]
    return [*sites, *offices]


def unnamed_office(question: Question, cited: str, around: str) -> str:
    """Return the office whose date or figure is asked for where no text names it, else "".

    国家数据局 was not founded when 数据交易机构 were: what is cited names whoever was founded.
    """
    if question.kind not in (Kind.DATE, Kind.NUMBER) or question.sides:
        return ""
    for term in question.terms:
        name = _OFFICE.search(term.key) if term.kind is TermKind.WORD else None
        told = cited if _FOUNDED.search(question.text) else around
        if name and name.group() not in told:
            return term.key[: name.end()]
    return ""


def untold_deed(question: Question, cited: str) -> str:
    """Return what 谁提出的 or 谁负责 asks who did, where the text tells of no one doing it."""
    asked = _WHO_DID.search(question.text) if question.kind is Kind.NAME else None
    if asked is None:
        return ""
    deed = asked["before"] or asked["after"]
    others = next((group for group in _DEEDS if deed in group.split("|")), deed)
    return "" if re.search(others, cited) else deed


def unnamed_site(question: Question, around: str) -> str:
    """Return the site asked about where the text tells of another one, else "".

    人工智能岛 is not told of by what 人工智能产业园 gets, nor a 先导区 by a 试验区.
    """
    for term in () if question.sides else question.terms:
        zone = _ZONE.search(term.key) if term.kind is TermKind.WORD else None
        if zone and zone.group() not in around and _ZONES.search(around):
            return term.text
        site = _SITE.match(term.key) if term.kind is TermKind.WORD else None
        if site and site.group()[-_OWN:] not in around and site["of"][1 - _OWN :] in around:
            return site.group()
    return ""


def unnamed_town(question: Question, around: str) -> str:
    """Return the town that the question opens with where the text tells of others only, else ""."""
    asked = None if question.sides else _TOWN_ASKED.match(question.text)
    # 泸县 of 四川泸县 is enough to be named.
    if asked is None or asked["own"] in around or asked["own"][-1] + asked["class"] in around:
        return ""
    return asked["own"] + asked["class"] if _TOWN_TOLD.search(around) else ""


def unnamed_measure(question: Question, cited: str) -> str:
    """Return what the question measures where the cited text gives the amount of another thing.

    总资产 of 总资产是多少 where what is cited tells of 资产收购, "" where it is named.
    """
    if question.kind is not Kind.NUMBER or not _ASKED.search(question.text):
        return ""
    before = [
        term
        for term in question.terms
        if term.kind is TermKind.WORD
        and _HOW_MUCH.fullmatch(question.text[term.start + len(term.text) : question.asked_at])
    ]
    own = _SORT.sub("", before[-1].text) if before else ""
    if len(own) < 2:
        return ""
    plain = comparable(cited)
    whole = replace(before[-1], text=own).share_in(plain)
    if len(own) > _ONE_WORD and whole < _MOST:
        whole = replace(before[-1], text=own[-_LAST:]).share_in(plain)
    return "" if whole >= _MEASURED else before[-1].text


def other_ordinal(asked: str, around: str) -> str:
    """Return 二期 of the question where the text speaks of 首期 and of no 二期."""
    for pattern in _ORDINALS:
        said = re.search(pattern, asked)
        if said and said.group() not in around and re.search(pattern, around):
            return said.group()
    return ""


def other_day(question: Question, around: str) -> str:
    """Return 2月14日 of a question for a number where the text tells of other days, else ""."""
    asked = _DAY.search(question.text) if question.kind is Kind.NUMBER else None
    if asked is None or not _DAY.search(around):
        return ""
    day = int(asked[1])
    told = re.search(rf"(?<!\d)0?{day}[日号]|-{day:02d}(?!\d)", around)
    return "" if told else asked.group()
