"""Names of ministries and their offices, to notice that a text speaks of another one."""

from __future__ import annotations

import re

# What each looks after, in the forms in which it stands before 部, 厅, 局 or 委.
_CHARGES = """
发展改革 发展和改革 发改
教育
科技 科学技术
工业和信息化 工信
公安
民政
司法
财政
人力资源社会保障 人力资源和社会保障 人社
自然资源
生态环境 环境保护 环保
住房城乡建设 住房和城乡建设 住建
交通运输 交通
水利
农业农村 农业
商务
文化和旅游 文旅 文化
卫生健康 卫健 卫生 卫生计生
退役军人事务
应急管理 应急
审计
国资 国有资产监督管理
税务
市场监管 市场监督管理 市监
医保 医疗保障
药监 药品监督管理 药品监管
知识产权
能源
统计
体育
粮食 粮食和物资储备
林业 林业和草原 林草
铁道 铁路
邮政
气象
地震
民航
网信
"""
_SAME = {
    form: forms[0] for forms in map(str.split, _CHARGES.strip().splitlines()) for form in forms
}
_FORMS = "|".join(sorted(map(re.escape, _SAME), key=len, reverse=True))
_BODY = re.compile(
    rf"(?P<charge>{_FORMS})(?:部(?![分门委队位件署际])|委员会|总局|总署|[委厅局署](?![员长托派部]))"
)


def find_bodies(text: str) -> dict[str, str]:
    """Return charge -> the name by which a text first calls whoever has it: 教育 -> 教育局.

    教育部, 省教育厅 and 市教育局 have one charge; those of another are other bodies.
    """
    found: dict[str, str] = {}
    for match in _BODY.finditer(text):
        found.setdefault(_SAME[match["charge"]], match.group())
    return found
