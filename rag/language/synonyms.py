"""Words that policy texts and those who ask about them use for the same thing."""

from __future__ import annotations

from functools import lru_cache

_GROUPS = """
GDP 国内生产总值 地区生产总值 生产总值
国内生产总值 GDP
地区生产总值 GDP 生产总值
CPI 居民消费价格
研发投入 研发经费
AI 人工智能
财政收入 公共预算收入
人均收入 人均可支配收入
粮食产量 粮食总产量
外贸 进出口 货物贸易
城镇化率 城镇化水平
公司 企业
小公司 小企业 中小企业 初创企业 中小微企业
央企 中央企业 国有企业 国企
国企 国有企业
试点 试验 先行先试 验证 示范
帮 帮助 支持 服务 扶持
不愿意 不愿 顾虑 积极性不高
做法 举措 措施 模式 机制
办法 措施 举措 方式
对策 建议 措施 举措 创新施策
挑战 问题 困难 难题 制约
难题 困境 问题 痛点
侧重点 重点 重心 着力点
差异 不同 区别
花费 投入 支出
经费 资金 投入
资金 投资 经费
开业 开设 成立 设立 落户
成立 设立 组建 创办 创立
发布 印发 出台 公布 颁布
印发 发布 出台 公布
刊登 发表 刊发 载于
施行 实施 生效
原因 因为 由于
好处 优势 作用 意义 益处
作用 意义 功能
目的 目标 旨在
时长 时间 小时
时间 日期
规模 总量 总额
占比 比重 比例 份额
增长 增加 提高 上升 提升
下降 减少 降低 回落
缩短 减少 压缩
老百姓 群众 居民 公众
政府 部门 机关
工厂 制造企业 生产企业
数据 信息
员工 职工 人员
老师 教师
学生 学员
医院 医疗机构
房租 租金
免费 免收 不收取
补贴 补助 奖补 资助 奖励
补助 补贴 奖补 资助
退还 返还
保存 留存
实行 施行 实施
执行 施行 实施
租房 租金 住房租金 租赁
房租 租金
住房贷款 房贷
集中采购 集采
个人所得税 个税
幼儿园 学前教育
处罚 罚款
最多 最高 不超过
上限 不超过 最高 以内
参加 参与
报名 参加 参与
追责 追究
手续 程序 流程
申请 申报 报名
申报 申请
追责 责任 问责
打工 就业 务工
看病 就医 诊疗
养老院 养老机构
幼儿园 托育机构
罚款 处罚 罚金
地点 地址 位置
负责 牵头 主管
改名 更名
预装 预置
厂商 厂家 生产企业 制造企业
厂家 生产企业 制造企业
驾龄 驾驶经历
醉驾 醉酒驾驶
酒驾 饮酒后驾驶
保存 存储
联系电话 电话 热线
辞退 裁员 解雇
招人 招用 招聘
创业 自主创业
老人 老年人
办理 申请 办结
监控 视频监控
死亡 遇难 身亡 丧生
上班 从业 就业
调整 更新 变更
批准 审批 许可
怎么处理 处理 撤销 处罚
负责人 主任 院长 校长 董事长
"""


def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, dict[str, None]] = {}
    for line in _GROUPS.strip().splitlines():
        words = line.lower().split()  # as comparable text is written
        for word in words:
            table.setdefault(word, {}).update(dict.fromkeys(w for w in words if w != word))
    return {word: tuple(others) for word, others in table.items()}


SYNONYMS = _table()
# Verbs that plans join to a noun (稳就业); the characters in which 稳定和扩大就业 spells it out.
_TERSE = frozenset("稳促扩惠保防控强补降增提优拓育引聚治")
_SPELLED = 8


def is_spelled_out(word: str, text: str) -> bool:
    """Whether a text says in full what a terse word says: 稳定和扩大就业 for 稳就业."""
    if len(word) != 3 or word[0] not in _TERSE:
        return False
    starts = (at for at, char in enumerate(text) if char == word[0])
    return any(word[1:] in text[at : at + _SPELLED] for at in starts)


@lru_cache(maxsize=4096)
def synonyms_in(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the words inside a text that have synonyms, longest first, with these."""
    found = [(word, others) for word, others in SYNONYMS.items() if word in text]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))
