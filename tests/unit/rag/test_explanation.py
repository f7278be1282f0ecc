"""Why an answer is what it is."""

from __future__ import annotations

from rag.explanation import as_lines, explain
from tests.memory_library import make_document, make_pipeline

PORT = make_document(
    "截至2024年底，临江市建成自动化泊位42个、智能堆场18座。\n"
    "在邻近的海陵市，港口企业采用“共享泊位”模式，已签约23家企业。",
    title="港口建设情况",
)


def test_ranks_losses_and_checks_are_told() -> None:
    record = explain(make_pipeline([PORT]).ask("临江市建成多少个自动化泊位？"))
    assert record["question"]["kind"] == "number"
    first, second = record["passages"]
    assert first["cited"]
    assert first["ranks"]["reader"] == 1
    assert not second["cited"]
    assert second["lost"].startswith(("lacks", "speaks of another"))
    assert all(said["verdict"] == "supported" for said in record["statements"])
    assert all("数值" in said["passed"] for said in record["statements"])
    lines = as_lines(record)
    assert lines[0].startswith("understood: 临江市")
    assert any("not cited" in line for line in lines)


def test_an_abstention_is_explained_too() -> None:
    record = explain(make_pipeline([PORT]).ask("2019年青岛有多少家医院？"))
    assert record["statements"] == []
    assert not any(item["cited"] for item in record["passages"])
