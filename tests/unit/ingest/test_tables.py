"""Rows of labels and values."""

from __future__ import annotations

import pytest

from ingest.loaders.tables import table_rows


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (["姓名：", "", "性别：", "男"], "性别：男"),
        (["姓名：", "张三", "性别：", "男"], "姓名：张三 | 性别：男"),
        (["姓名：", "", "性别：", ""], ""),
        (["申请人应当提交下列材料：", None, None], "申请人应当提交下列材料："),
        (["材料：", "", ""], "材料："),
        (["一", "申请人应当依法提交的下列书面材料："], "一 | 申请人应当依法提交的下列书面材料："),
        (["办理部门：市发改委", "备注："], "办理部门：市发改委"),
    ],
)  # fmt: skip
def test_labels_without_a_value_are_left_out(row: list[str | None], line: str) -> None:
    assert table_rows([row]) == [line]
