"""Words of a question, and of a text, that tell which of several values is meant."""

from __future__ import annotations

import re

# An amount of money is asked for, and a value that is one.
MONEY_ASKED = re.compile(
    r"(?i:GDP)|生产总值|资金|投资|经费|金额|产值|收入|市场规模|产业规模|投入|营收|成本|价格|费用|多少钱|元|税(?!率|务)|罚款|补[贴助]|奖励|扣除|贷款|[借贷](?=多少)|租金|工资|额度"
)
# 奖励多少 and 投资额是多少 ask for a sum and nothing else: no number of things answers.
SUM_BEFORE = re.compile(
    r"(?:资金|投资|经费|金额|产值|市场规模|投入|营收|价格|费用|罚款|补[贴助]|奖励|租金|工资|额度?)(?:标准|总额)?(?:分别|各)?[是为有达]?到?$"
)
MONEY = re.compile(r"元|万亿|亿(?![户人个件次条家吨])")
SUM_ASKED = re.compile(r"多少(?:钱|资金|经费)")  # told in 元, as 多少元 is
# A change from one value to another is asked for.
CHANGE_ASKED = re.compile(r"变化|缩短|提升|延长|降|从.{1,12}[到至]")
# The title of a text is asked for, the name of a thing, a year alone, the number of a document.
TITLE_ASKED = re.compile(
    r"((?<!有)什么|哪[部份个项条]?|哪一?[部份个项条])(法律|法规|文件|政策|意见|规划|条例|办法|通知|书|著作|论文|文章|报告|期刊|刊物|标准|"
    r"杂志|报纸)|题目|标题|书名"
)
NAMED = re.compile(r"(叫|称为|名为|名称|称作|名字)(做|是|为)?什么|什么名[称字]|简称")
YEAR_ONLY = re.compile(r"哪一?年|何年|哪个年份")
CODE_ASKED = re.compile(r"文号|发文字号|发文号|文件号|几号文")
# How often something is done, and a text that says so.
OFTEN_ASKED = re.compile(r"多久.{0,8}[一1]次|多长时间.{0,8}[一1]次|什么频率|频率是|频次|周期是多")
OFTEN = re.compile(
    r"每隔?(?:半|[一两二三四五六七八九十]{1,2}|\d{1,2})?个?(?:年度|季度|年|月|周|星期|工作日|日|天|小时|分钟)"
)
# How long something lasts, and a value that is a length of time.
LASTING = re.compile(r"多[久长]|时长|期限|有效期|任期")
DURATION = re.compile(r"(?:年|月|周|天|日|小时|分钟|秒)(?:以上|以下|以内|左右)?$")
# A day is asked for; a date that ends what comes before it.
DAY_ASKED = re.compile(r"哪一?[天日]|几月几|几[日号]|具体(?:时间|日期)|什么日子")
UNTIL = re.compile(r"^(?:之前|以前|前(?![述期提面景后往来夕列言身半几\d一二两三四五六七八九十]))")
# By how much something changed, which tells neither what it was before nor what it is now.
CHANGE_BY_ASKED = re.compile(
    r"(?:增[加长]|新增|提[高升]|上升|上涨|扩大|延长|下?降低?|减少|缩[短减]|压缩|回落)了?(?:多少|几)"
)
# The first or the last day of a period is asked for.
BEGIN_ASKED = re.compile(r"开始|起始|从(?:什么时|何时|哪|几)")
END_ASKED = re.compile(r"截[止至]|结束|到期|终止|为止|最[晚迟]|到(?:什么时|何时|哪|几)")
# By how much one thing exceeds another, and words before a value that is such a difference.
RELATIVE_ASKED = re.compile(
    r"(?<![同环对])[比较].{1,16}(?:便宜|节省|节约|[高低多少快慢贵省短大小]|(?<!增)长)了?(?:多少|几)"
)
RELATIVE = re.compile(r"[比较][^，。；]{0,12}?[高低多少快慢贵省长短大小]了?$")
# A number to call, or an address to write to.
CONTACT_ASKED = re.compile(
    r"(?:邮箱|电子邮件|电话|手机号|热线|网址|网站|官网|传真|微信号|联系方式)(?:号码?|地址)?"
    r"(?:[是为]?(?:多少|什么|哪个|几)|[？?]?$)|(?:多少|什么|哪个)(?:邮箱|电话|热线|网址)"
)
