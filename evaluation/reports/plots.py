"""The plots of a report, as figures with captions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

from evaluation.outcome import Outcome
from evaluation.reports import charts
from evaluation.reports.charts import Axis, share_axis
from evaluation.reports.curves import (
    DEPTH,
    calibration_error,
    latency_bins,
    recall_curve,
    reliability,
    risk_coverage,
    wilson,
)
from evaluation.reports.wording import failure_name, type_name

Record = dict[str, Any]
_HEADROOM = 1.2  # above the highest bar, for what is written beside the upright lines


def plots_html(report: Record, outcomes: Sequence[Outcome]) -> str:
    """Return every plot that these outcomes allow."""
    drawn = (
        _by_type(report),
        _endings(outcomes),
        _recall(outcomes),
        _reliability(outcomes),
        _risk(outcomes),
        _latency(report, outcomes),
    )
    return "".join(drawn)


def _figure(title: str, caption: str, drawing: str) -> str:
    return (
        f"<figure><h3>{escape(title)}</h3>{drawing}"
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _by_type(report: Record) -> str:
    rows = []
    for name, part in report["by_type"].items():
        section, figure = (
            ("abstention", "recall")
            if part["answer"]["contains"] is None
            else ("answer", "contains")
        )
        value, interval = part[section][figure], part["intervals"][section][figure]
        if value is not None:
            note = f"{interval['n']} 题"
            rows.append((type_name(name), value, interval["low"], interval["high"], note))
    if not rows:
        return ""
    caption = "该回答的题型看答到要点的比例，该拒答的题型看拒答的比例；细线是 95% 置信区间。"
    return _figure("各题型", caption, charts.bars("各题型正确率", rows))


def _endings(outcomes: Sequence[Outcome]) -> str:
    """How the questions ended: right, or in which way not."""
    n = len(outcomes)
    counted = Counter(failure_name(each.failure) for each in outcomes)
    rows = [
        (name, count / n, *wilson(count / n, n), f"{count} 题")
        for name, count in counted.most_common()
    ]
    return (
        _figure("结果", "每道题只算一种结果。", charts.bars("各种结果的比例", rows)) if rows else ""
    )


def _recall(outcomes: Sequence[Outcome]) -> str:
    shares = recall_curve(outcomes)
    if not shares:
        return ""
    depth = Axis("前 k 段", 1, DEPTH, (1, 5, 10, 20, 30, 40, 50))
    low = max(0.0, math.floor(min(shares) * 10 - 1) / 10)
    marks = [low + (1 - low) * step / 5 for step in range(6)]
    share = Axis("有相关段落的题", low, 1.0, marks, charts.percent)
    drawing = charts.line_chart("召回曲线", depth, share, list(enumerate(shares, 1)))
    return _figure("召回曲线", "前 k 段里至少有一段相关的题所占比例；纵轴不从零开始。", drawing)


def _reliability(outcomes: Sequence[Outcome]) -> str:
    bins = reliability(outcomes)
    error = calibration_error(bins)
    if error is None:
        return ""
    axes = share_axis("系统给出的置信度"), share_axis("实际正确的比例")
    caption = f"点在虚线上说明置信度可信；点越大题越多。期望校准误差 {error:.3f}。"
    return _figure("可靠性图", caption, charts.reliability_chart("可靠性图", *axes, bins))


def _risk(outcomes: Sequence[Outcome]) -> str:
    points = risk_coverage(outcomes)
    if not points:
        return ""
    top = max(0.1, math.ceil(max(risk for _, risk in points) * 10) / 10)
    risk = Axis("其中答错的比例", 0.0, top, [top * step / 5 for step in range(6)], charts.percent)
    drawing = charts.line_chart("风险—覆盖曲线", share_axis("回答了的题"), risk, points)
    caption = "只回答最有把握的那部分题时，答错的比例；越低越好。"
    return _figure("风险—覆盖曲线", caption, drawing)


def _latency(report: Record, outcomes: Sequence[Outcome]) -> str:
    bins = latency_bins(outcomes)
    if not bins:
        return ""
    times = charts.round_marks(bins[-1][1])
    counts = charts.round_marks(max(4, *(count for _, _, count in bins)), 5)
    across = Axis("毫秒", 0.0, times[-1], times)
    upward = Axis("题数", 0.0, counts[-1] * _HEADROOM, counts)
    lines = [(f"{name} {value:.0f}", value) for name, value in report["latency_ms"].items()]
    drawing = charts.histogram("耗时分布", across, upward, bins, lines)
    return _figure("耗时分布", "每题从提问到给出回答的时间，不含载入模型。", drawing)
