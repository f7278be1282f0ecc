"""The kinds of questions and the words that give them away."""

from __future__ import annotations

import re
from enum import StrEnum

from rag.language.sentences import comparable


class Kind(StrEnum):
    """What an answer has to look like."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    PLACE = "place"
    LIST = "list"
    DEFINITION = "definition"
    COMPARISON = "comparison"
    REASON = "reason"
    YES_NO = "yes/no"
    METHOD = "method"
    OVERVIEW = "overview"
    AUTHOR = "author"
    FACT = "fact"
    GREETING = "greeting"
    THANKS = "thanks"
    TASK = "task"

    @property
    def needs_documents(self) -> bool:
        """Whether the question asks something that documents can answer."""
        return self not in (Kind.GREETING, Kind.THANKS, Kind.TASK)

    @property
    def needs_one_passage(self) -> bool:
        """Whether one clear passage settles it; lists and comparisons gather from several."""
        return self in (Kind.NUMBER, Kind.DATE, Kind.NAME, Kind.PLACE, Kind.FACT)


_GREETING = re.compile(
    r"^(你好|您好|hi|hello|嗨|哈喽|早上好|下午好|晚上好|大家好|在吗|你是谁|你叫什么(名字)?|你能做什么|你会什么|"
    r"你有什么功能|怎么用|怎么使用你)+(啊|呀|呢|吗|哦|小助手|助手)?$"
)
_THANKS = re.compile(
    r"^(好的|好|嗯|行|明白了|知道了|收到)*(非常|十分|太)?(谢谢|感谢|多谢|谢了|辛苦|再见|拜拜|thanks|thankyou)"
    r"(你|您|了|啦|大家)*(的?(帮助|解答|回答))?$|^(好的|明白了|知道了|收到|再见|拜拜)$"
)
# What is made up on request: with its measure word anywhere (写一首诗), without one at the start.
_MAKE = "(?:写|(?<![工合制操])作|编|来|讲|创作|赋|说)"
_PIECE = "诗|词一首|歌词|笑话|故事|小说|情书|段子|对联|作文|谜语|绕口令|剧本"
_TASK = re.compile(
    rf"^(?!.*(?:什么|哪|多少|怎|如何))(?:.*{_MAKE}一?[首段篇个封则副份][^，。？]{{0,14}}(?:{_PIECE}|代码|程序)|"
    rf"(?:请|麻烦|能不能|可以|能|可否|你|您|帮我|帮忙|给我|为我)*{_MAKE}(?!好)[^，。？]{{0,14}}(?:{_PIECE}|(?<=[写编])(?:代码|程序)))"
    r"(?!的)[^，。？]{0,6}[。！？]?$"
    r"|唱.{0,3}歌|翻译(成|为|一下)|帮我(写|翻译|算|画|订|买|做|编)|陪我聊|讲个笑话|你(喜欢|爱)我?"
)
# 多大 and the like where they ask, unlike 更多大学生, 多长期资金, 多重保障.
HOW_MUCH = "(?<![更许众诸很])多(?:[大高长久远快宽]|重(?![保因要大点目]))(?![学型期校层等])"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.COMPARISON,
        re.compile(
            r"(差异|差别|差距|区别|不同|异同|相比|对比|比较|相同点|共同点)(?!.{0,4}(地区|领域|部门|类型|场景))|各是什么|各有什么|"
            r"各自.{0,12}(什么|多少|哪|如何|怎)|(?:怎么|如何|怎样)区分|谁更|哪一?[个家种边]更|哪家.{0,10}更|哪一?[个家种边]最?先|"
            r"(哪一?[个家种边]|谁)(高|低|大|小|多|少|快|慢|好|长|短|早|晚|强)[？?]?$|"
            r"不一样(?=吗|[？?]?$|在哪|的地方|之处)|(?:一样|一致|相同)吗|是否(?:一样|一致|相同)|"
            r"[和与跟、].{1,30}(?:哪一?[个家种](?!城市|地区|国家|[省市县区]|部门|企业|公司|行业)|谁)[^，。？]{0,8}[得最][高低大小多少快慢好长短早晚强久][？?]?$"
        ),
    ),
    (
        Kind.AUTHOR,
        re.compile(
            r"(?<!工)作者(?!们?(?:认为|提出|指出|主张|强调|建议|看来|怎|如何|为什么|把|将|对|从|用|的观点))|执笔|(谁|什么人|哪位|哪个单位|哪个机构).{0,3}(写|撰写|撰)的|撰稿人|署名"
        ),
    ),
    (
        Kind.REASON,
        re.compile(
            r"为什么|为何|何以|(?:原因|理由)(?!(?:中|里|当中|之中|里面)?，?[^，。]*(?:多少|百分之几|多大比例|几成))|"
            r"什么缘故|怎么会|出于什么|因为什么|(?<!不)是因为"
        ),
    ),
    (
        Kind.DEFINITION,
        re.compile(
            r"^(请解释|解释一下|解释|介绍一下)?(什么是|何为|何谓|什么叫做?|所谓)|"
            r"^[^，。？]{2,16}(?:是[做干]什么的|(?:是?怎么|如何|怎样)(?:定义|界定)的?)[？?]?$|"
            r"(是什么意思|的定义|的含义|的内涵|指的是什么|是?指什么|的概念)[是为]?(什么)?[？?。]?$"
        ),
    ),
    (
        Kind.DATE,
        re.compile(
            r"哪一?(年|天|日|月)|什么时候|什么时间|何时|何年|几月|几号|几几年|(?<!的)(?<!期)几年(?=(?:成立|设立|发布|印发|出台|公布|启动|开业|开始|建成|生效)的?[？?]?$)|^(?!.*(?:如何|怎[么样])).*(?<!多长)(?<!多少)时间(是|为)?(什么|多少)?[？?]?$|"
            r"日期|(开业|开始|成立|发布|印发|施行|实施|启动|截止|生效)的?时间"
        ),
    ),
    (
        Kind.NUMBER,
        re.compile(
            r"多少(?!个?(方面|环节|步骤|阶段))|百分之几|(?<!哪)几(个(?!环节|方面|步骤|阶段|部分|趋势|问题|特点|要求|原则|任务|措施|行动)|项(?!原则|任务|措施|行动)|家|组|架|人|名|位|次|条|件|种|台|套|辆|座|处|所|倍|成|%|亿|万|年|天|个月|届|期)|"
            rf"{HOW_MUCH}|"
            r"(占比|比例|比重|增速|增幅|增长率|数量|规模|总额|金额|总量|覆盖率|人数|户数|次数|人口|面积|票房|营收|产值|(?:[销产客交]|交付|吞吐|发电|销售|装机|流|排放|消耗)量)(是|为|达)?(什么|多)?[？?]?$"
        ),
    ),
    (
        Kind.LIST,
        re.compile(
            r"哪[一二两三四五六七八九十几\d]+(个|项|条|种|大|方面|类|点|步|道|层|张|份|环节|措施|部分)|哪些|哪几|"
            r"[一二两三四五六七八九十几\d]+(个|项|条|种|大(?!报告|以来|说|的)|方面|类|点)[^，。？]{0,12}(是什么|有什么|指什么|包括|内容)|"
            r"(包括|包含|分为)(几|什么)(个|项|条|种|类)?|列举|列出|几[个项]?(环节|方面|步骤|阶段|部分|趋势|问题|特点|要求|原则|任务|措施|行动)|"
            r"(?:什么|何种|哪种)(?:情况|情形)下|什么样?的?(条件|材料|手续|原则|任务|流程|步骤|问题|困难)(?!下|时|导致)|有什么(?:支持|优惠|扶持|补贴)?政策|(程序|流程|步骤)(是|有)?(怎样|怎么样|怎么走)|"
            r"(?:条件|材料|情形|程序|流程|步骤|手续)(?:是|有)什么[？?]?$"
        ),
    ),
    (
        Kind.NAME,
        re.compile(
            r"谁|哪位|哪一?(家|所|个(部门|单位|机构|公司|企业|国家|组织|专家|学者|人|委员会))|什么人|叫什么"
        ),
    ),
    (
        Kind.PLACE,
        re.compile(
            r"哪里|哪儿|什么地方|哪个?(城市|省|市|区|县|地区|地方)|哪条(路|街)|何地|在哪|去哪"
        ),
    ),
    (
        Kind.METHOD,
        re.compile(
            r"怎么|如何|怎样(?!的)|采取(了)?什么|什么(办法|方法|措施|举措|做法|方式|途径)|做了(些)?什么|做法"
        ),
    ),
    (
        Kind.YES_NO,
        re.compile(
            r"是否|有没有|能不能|可不可以|是不是|会不会|能否|可否|需不需要|要不要|吗[？?。]*$|(?<![什怎那多])么[？?。]*$"
        ),
    ),
    (
        Kind.OVERVIEW,
        re.compile(
            r"概述|总结|概括|介绍|讲了什么|讲的是?什么|是什么文件|主要内容|主要讲|说了什么|概况|情况[如怎]|谈谈|说说|综述|梳理"
        ),
    ),
)


def find_kind(text: str, compares: bool = True) -> Kind:
    """Return the kind of a question; FACT where nothing tells.

    One that ``compares`` nothing is no COMPARISON, whatever its words: 差异化措施有哪些.
    """
    bare = comparable(text)
    if not bare or _GREETING.match(bare):
        return Kind.GREETING
    if _THANKS.match(bare):
        return Kind.THANKS
    if _TASK.search(text):
        return Kind.TASK
    kinds = (kind for kind, pattern in _PATTERNS if pattern.search(text))
    return next((kind for kind in kinds if compares or kind is not Kind.COMPARISON), Kind.FACT)
