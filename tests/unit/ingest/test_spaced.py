"""Line ends given back to texts that kept only spaces."""

import pytest

from ingest.text.spaced import spaced_paragraphs

LONG = "为做好登记工作，经研究决定如下事项"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"关于做好登记的通知 各有关单位： {LONG}。 一、登记范围 {LONG}。", 5),
        (f"关于做好登记工作的通知 2月20日起受理登记，{LONG}。", 2),
        # What is inside brackets, titles and quotations stays together.
        (f"{LONG}（记者 邓某某 摄影 华某某）{LONG}。", 1),
        (f"参照《人力资源和社会保障部办公厅 财政部办公厅关于补助的通知》执行，{LONG}。", 1),
        # Spaces around numbers are typesetting, spaces between words are segmentation.
        (f"截至 2025 年底，全国注册无人机共 328.7 万架，{LONG}，{LONG}。", 1),
        ("但是 ， 良好 的 专业 基础 依然 是 大学 教育 必不可少 的 部分 。 除了 法语 ， 还有", 1),
        (f"第一行有 空格但不动\n{LONG}", 2),
        ("没有空格", 1),
        ("", 1),
        ("   ", 1),
    ],
)
def test_lines(text: str, lines: int) -> None:
    found = spaced_paragraphs(text)
    assert found.strip().count("\n") + 1 == lines
    assert "".join(found.split()) == "".join(text.split())
