"""Questions as people type them, put in the words in which policy texts are written."""

from __future__ import annotations

import re
from datetime import date

from rag.language.places import find_places

_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")
# What is typed, and what stands for it in official text; longer words come first.
_SPOKEN = (
    # words that ask
    (r"啥时候|啥时间|几时|多会儿|什么时侯", "什么时候"),
    (r"为啥|为嘛|咋会", "为什么"),
    (r"咋办|咋整", "怎么办"),
    (r"咋样", "怎么样"),
    (r"咋", "怎么"),
    (r"干啥", "做什么"),
    (r"啥", "什么"),
    (r"有木有", "有没有"),
    (r"(?<=[\u4e00-\u9fff])么(?=[？?]?$)(?<![什怎那多这要]么)", "吗"),
    # who is in charge, what is done and what comes of it
    (r"归(?=谁|哪)(谁|哪个部门)管", r"由\1负责"),
    (r"由?谁来?管(?=[？?的呢]|$)", "由谁负责"),
    (r"(?:搞|弄|做|干)完", "完成"),
    (r"(?<![保监托看征共主分代])管(?=几年|多少年|多久)", "有效期"),
    (r"(?:会|要|得)?怎么罚", "怎么处罚"),
    (r"(?<=[^处惩])罚多少钱?", "罚款多少"),
    (r"放(几天)假", r"放假\1"),
    (r"补班(?!级)", "上班"),
    (
        r"(?<![超通经不透])过年(?=放|假|期间|要|会|有|休|上班|加班|值班|补班|回|[前后，？?]|$)",
        "春节",
    ),
    (r"五一(?=放|假|节|期)", "劳动节"),
    (r"(?<![第二三四五六七八九])十一(?=放|假|期)", "国庆节"),
    (r"死了?(?=多少人?|几个?人)", "死亡"),
    (r"(?<![开棉])花了?(?=多少)", "投入"),
    (
        r"(?<![开研下印分颁核签补增批派引激触转爆突散蒸挥启诱出揭并])发了(?=(?:多少|几)(?![证钱补奖款]))",
        "发布了",
    ),
    (r"(?<!包)(?:干|搞|做)了(?=多久|多长)", "用了"),
    (r"(?<![蛋变枯发金])黄了|会黄(?=[了掉吗？?]|$)|泡汤", "失败"),
    (
        r"(?<![规确决制认指设评议约稳锁法固界鉴审核商选限签拟划测特判裁奠断勘肯假坚])定[的了在](?=多少|几|什么)",
        "是",
    ),
    (r"会怎么样(?=[？?]?$)", "怎么处理"),
    (r"还用(?=[^，。？]{1,12}吗[？?]?$)", "需要"),
    (r"用不用(?!户)", "需不需要"),
    # how often something is done
    (r"(?<=[几多一两])回(?=[会？?，]|$)", "次"),
    (r"(?<=几年)改(?=一次)", "修订"),
    (r"一年(?:要)?开(几次)会?", r"每年召开\1会议"),
    (r"碰(一次)头|碰头(?!会)", r"召开\1会议"),
    (r"(?<=什么)价(?=[卖买收供])", "价格"),
    # who does it
    (r"搞(科研|技术|教学|管理)的", r"\1人员"),
    (r"厂子", "企业"),
    (r"(?:找谁|由?谁来?)批(?![评准复示发改量])", "由谁审批"),
    (r"找谁(?=[？?办申咨，]|$)", "由谁负责"),
    (r"的钱由?谁来?(?:出|掏|付)", "的经费由谁承担"),
    (r"(?<![多少])钱由?谁来?(?:出|掏|付)", "资金由谁承担"),
    (r"(?<=财政)(?:掏|出)的?钱", "出资"),
    (r"(?<=[能会])退(?=多少|几)", "返还"),
    (r"(?<=[能可以])贷(?=(?:多少|几)(?!款))", "贷款"),
    (r"颁给了?(?=谁|哪)", "授予"),
    (r"做到(?=多大|多少)", "达到"),
    (r"多大(?:岁数|年纪)", "多少周岁"),
    (r"挂的牌", "挂牌"),
    (r"帮了(?=多少|几)", "服务了"),
    (r"(?<=[要应])留(?=什么|哪些)", "留存"),
    (r"一起(?=享受|申请|申领)", "同时"),
    (r"想考(?![虑察核勤验究])", "报考"),
    (r"(?:能|可以|会)?(?:拿|(?<![申认])领)到?(?:到手)?多少钱", "给予多少补贴"),
    (r"(?:能|可以)?(?<![申上填汇举预通])报销?多少(?:钱)?(?=[？?]?$)", "报销比例是多少"),
    (r"(?<![采承筹备举开主兴停])办(?=什么手续|哪些手续)", "办理"),
    (r"(?<=[能想要可])办(?=[吗么成到？?]|$)", "办理"),
    (r"在哪儿?(?:能|可以)?(?:办(?!理)|弄)", "在哪里办理"),
    (r"(贷|罚|补|交|缴|扣)(多少|几)(款|贴|税|费)", r"\1\3\2"),
    # names that are shortened
    (r"综保区", "综合保税区"),
    (r"(?<!学生)(?<!校园)(?<!高校)(?<!学校)社团(?!活动)", "社会团体"),
    (r"专项债(?!券)", "专项债券"),
    (r"(?<![各多几这两三四五每])个税(?![种率目务])", "个人所得税"),
    (r"(?<!住)房贷(?!款)", "住房贷款"),
    (r"(?<![征收搜采])集采(?![用纳集样购])", "集中采购"),
    (r"双创(?![板新])", "大众创业万众创新"),
    (r"(?<![全任在兼专])职教(?!员)", "职业教育"),
    (r"高新企业", "高新技术企业"),
    (r"新能源车", "新能源汽车"),
    (r"失业金", "失业保险金"),
    (r"人社(?=部|厅|局)", "人力资源社会保障"),
    (r"发改(?=委|局)", "发展改革"),
    (r"工信(?=部|厅|局)", "工业和信息化"),
    (r"住建(?=部|厅|局)", "住房城乡建设"),
    (r"卫健(?=委|局)", "卫生健康"),
    (r"市监(?=局)", "市场监管"),
    # persons, and what is taken off a tax
    (r"(?<![赡供抚奉])养老人(?![员才群])", "赡养老人"),
    (r"(?:小孩(?:子|(?!子))|(?<![男女])孩子|(?<![娃福])娃(?![娃哈]))(?!们)", "子女"),
    (r"(?<![折回抵])扣(?=多少|几)", "扣除"),
    (r"抵扣?(?=[吗多个税几？?]|$)|减(?=多少个人所得税|多少税)", "扣除"),
    (r"租房(?=[^，。]{0,8}扣)", "住房租金"),
    (r"分着扣(?!除)", "分别扣除"),
    (r"爸妈|爹妈", "父母"),
    (r"(?:夫妻|两口)(?:俩|子)", "夫妻双方"),
    (r"(?<!参)考证", "取得职业资格证书"),
    (r"看大病", "大病医疗"),
    # other things by their everyday names
    (r"课本(?!剧)", "教材"),
    (r"(?<=[天日周生])上网课", "线上学习"),
    (r"网课", "线上教学"),
    (r"搬家(?=[盖建])", "迁址"),
    (r"盖新?[楼房](?=[，？?的]|$)", "新建"),
    (r"赚钱的(?=[^，。]{0,3}(?:园|学校|医院|机构))", "营利性"),
    (r"私立(?=园|幼儿园|学校|医院)", "民办"),
    (r"过路费", "车辆通行费"),
)
_RULES = tuple((re.compile(pattern), plain) for pattern, plain in _SPOKEN)
_YEARS_AGO = (
    (re.compile(r"(?<!过)去年(?!同期)"), 1),
    (re.compile(r"(?<![年目以当之提空])前年(?![均度检审])"), 2),
)
_NATION = re.compile(r"(?:全国|中国|我国)的?(?=国内生产总值)")
# A place by its last character where the list of places lacks it: 澜江市.
_REGION = re.compile(r"[\u4e00-\u9fff]{2}[省市县区州](?!场)")
_GROWTH = re.compile(r"(生产总值)((?:预期)?目标)")  # what is set for it is how much it grows
# GDP by itself: not that of 占GDP比重, 单位GDP能耗 or 每万元GDP.
_GDP = re.compile(r"(?<![占位A-Za-z])(?<!万元)GDP(?![A-Za-z])", re.IGNORECASE)


def formal(question: str, today: date) -> str:
    """Return a question in the words of official text; quotes and titles stay as they are.

    啥时候 becomes 什么时候, 个税 个人所得税, GDP that of the country or of the place named,
    and 去年 the year before ``today``. 今年 stays: texts say it, too.
    """
    kept = list(_QUOTED.finditer(question))
    starts = [0, *(match.end() for match in kept)]
    ends = [*(match.start() for match in kept), len(question)]
    parts = [
        _formal(question[start:end], today.year) for start, end in zip(starts, ends, strict=True)
    ]
    quotes = [*(match.group() for match in kept), ""]
    return "".join(f"{part}{quote}" for part, quote in zip(parts, quotes, strict=True))


def _formal(text: str, year: int) -> str:
    """Return text that holds no quote in the words of official text, as of a year."""
    for pattern, back in _YEARS_AGO:
        text = pattern.sub(f"{year - back}年", text)
    for pattern, plain in _RULES:
        text = pattern.sub(plain, text)
    if _GDP.search(text):
        local = find_places(text) or _REGION.search(text)
        text = _GDP.sub("地区生产总值" if local else "国内生产总值", text)
        text = _NATION.sub("我国", text)
    return _GROWTH.sub(r"\1增长\2", text)
