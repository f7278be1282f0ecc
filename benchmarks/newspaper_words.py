"""Articles of a made newspaper: sentences, headlines and names that never repeat."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_ACTORS = (
    "各地区", "有关部门", "试点城市", "企业联盟", "高校院所", "园区平台", "社区组织", "行业协会",
)  # fmt: skip
_VERBS = ("推动", "加快", "完善", "探索", "建立", "优化", "深化", "统筹", "拓展", "夯实")
_THINGS = (
    "应用场景清单", "数据共享机制", "低空物流航线", "智慧养老服务", "算力调度平台", "首台套保险",
    "绿色工厂改造", "跨境电商通道", "农机作业网络", "文旅融合项目", "城市更新单元", "氢能示范线路",
    "工业互联网节点", "社区食堂布局", "公共数据授权", "人才驿站",
)  # fmt: skip
_ENDS = (
    "取得明显成效", "形成可复制经验", "带动上下游协同", "降低了准入门槛", "缩短了验证周期",
    "惠及更多群众",
)  # fmt: skip
_SURNAMES, _NAMES = "王李张刘陈杨赵周吴郑", "明华强伟芳丽军洋静磊"


@dataclass(slots=True)
class Article:
    """An article as it was set: its lines in reading order."""

    lines: list[str] = field(default_factory=list)


class Writer:
    """Writes sentences that never repeat themselves line by line."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._count = seed * 1000

    def sentence(self) -> str:
        """Return one sentence with a number of its own."""
        pick, self._count = self.random.choice, self._count + 1
        return (
            f"{pick(_ACTORS)}{pick(_VERBS)}{pick(_THINGS)}，{pick(_VERBS)}{pick(_THINGS)}"
            f"{self._count}项，{pick(_ENDS)}。"
        )

    def headline(self, length: int) -> str:
        """Return a headline of about ``length`` characters."""
        pick = self.random.choice
        text = f"{pick(_VERBS)}{pick(_THINGS)}"
        while len(text) < length:
            text += f"{pick(_VERBS)}{pick(_THINGS)}"
        return text[:length]

    def name(self) -> str:
        """Return a person's name."""
        return self.random.choice(_SURNAMES) + "".join(self.random.sample(_NAMES, 2))


def wrapped(text: str, ems: int) -> list[str]:
    """Break text into lines of ``ems`` full widths; no line begins with a stop."""
    lines, line, used = [], "", 0.0
    for char in text:
        width = 1.0 if char > "\u2000" else 0.5
        if used + width > ems and char not in "，。":
            lines.append(line)
            line, used = "", 0.0
        line, used = line + char, used + width
    return [*lines, line] if line else lines
