"""Nearness: how near the encoder puts a passage to a question, on one scale for all encoders.

A cosine alone says little: for unrelated texts one encoder gives 0.58 and another 0.1, and even
with one encoder some questions are nearer to everything than others. So nearness compares the
cosine of a question and a passage with the cosines of the same question and twenty unrelated
passages (the strangers): 0 is as near as those, 1 as near as a passage that answers.

Measured on 146 notices that answer 116 questions and do not answer 150 others: the best cosine
separates the two kinds with AUROC .82, the best nearness with .88. Comparing with the library's own
passages instead of strangers gives .89, but fails in a library of one document (.74 against .95).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rag.fusion import Ranking
from rag.protocols import Encoder, Vectors

_LEAST = 0.01  # unit of an encoder that tells nothing apart
_PAIRS = (
    ("养老金多久调整一次？", "基本养老金每年调整一次，由国务院统一部署。"),
    ("高铁票可以改签几次？", "旅客在开车前可办理一次改签，不再收取手续费。"),
    ("小麦什么时候播种？", "冬小麦一般在十月上旬播种，次年六月收获。"),
    ("桥梁由谁负责检修？", "大桥建成后由养护中心负责日常检查和维修。"),
    ("疫苗要打几针？", "该疫苗共需接种三剂，每剂间隔一个月。"),
    ("公司去年盈利多少？", "报告期内，公司实现净利润三亿元，同比增长两成。"),
    ("博物馆周一开门吗？", "博物馆周二至周日开放，周一闭馆，法定节假日除外。"),
    ("合同到期后怎样续签？", "合同期满前三十日，双方协商一致的，可以续订合同。"),
    ("新生何时报到？", "新生持录取通知书于九月一日到校办理入学手续。"),
    ("芯片采用什么工艺？", "该芯片采用七纳米工艺制造，功耗降低三成。"),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of one encoder.

    ``strangers`` are (n, d) unit vectors of unrelated passages; ``unit`` is by how much the
    cosine of a question with its answering passage exceeds its cosines with the strangers.
    """

    strangers: Vectors
    unit: float

    def nearness(self, question: Vectors, ranking: Ranking) -> dict[int, float]:
        """Return row -> nearness for the cosines of one (d,) question vector.

        It is 0 for a passage as strange as the strangers, about 1 for one that answers.
        """
        strange = float((self.strangers @ question).mean())
        return {row: (cosine - strange) / self.unit for row, cosine in ranking}


def find_scale(encoder: Encoder) -> Scale:
    """Return the scale of an encoder, which encodes twenty short texts for it."""
    questions, passages = zip(*_PAIRS, strict=True)
    strangers = encoder.encode_passages(passages)
    cosines = encoder.encode_queries(questions) @ strangers.T
    own = np.eye(len(cosines), dtype=bool)
    return Scale(strangers, max(float(cosines[own].mean() - cosines[~own].mean()), _LEAST))
