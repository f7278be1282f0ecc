"""Training data of the reader: cutting, hard negatives, near misses, labels."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from training import reader_sources as sources
from training.bm25 import Pool
from training.near_miss import change
from training.reader_data import NEAR, Miner
from training.reader_sources import Question, Text, place

TEXTS = [
    Text("a", "合肥", "合肥市2022年启动场景创新。" * 3 + "合肥市2023年发布场景清单1500项。"),
    Text("b", "芜湖", "芜湖市2021年印发数字经济规划。全市新增企业300家。"),
    Text("c", "黄山", "黄山市2020年出台旅游促进办法。景区接待游客500万人次。"),
]


def asked(text: Text, question: str, answer: str) -> Question:
    start = text.text.index(answer)
    return Question("q", "cmrc", question, (text.key,), start, start + len(answer))


def test_bm25_prefers_the_text_that_shares_rare_bigrams() -> None:
    pool = Pool([text.text for text in TEXTS])
    assert pool.search("旅游促进办法何时出台", 2)[0][0] == 2
    assert len(pool.search("无关", 9)) == 3


def test_the_answer_is_placed_where_the_question_points() -> None:
    middle = "经过一年多的建设，于次年竣工。" * 4
    text = f"2020年开工，总投资3亿元。{middle}另有3亿元用于装修采购。"
    assert place(text, "3亿元", "装修采购用了多少") == text.rindex("3亿元")
    assert place(text, "9亿元", "多少") == -1


def test_a_group_marks_the_answer_in_its_passage() -> None:
    miner = Miner(TEXTS, random.Random(1))
    group = miner.group(asked(TEXTS[0], "合肥市发布多少项？", "1500项"))
    assert group is not None
    first = group.pairs[0]
    assert group.best
    assert first.start is not None
    assert first.end is not None
    assert first.text[first.start : first.end] == "1500项"
    assert all(pair.start == -1 and pair.answerable is False for pair in group.pairs[1:])
    assert all("1500项" not in pair.text for pair in group.pairs[1:])


def test_a_passage_less_its_answer_is_a_negative_that_does_not_answer() -> None:
    text = Text(
        "d", "六安", "六安市建成国家级园区。" * 5 + "六安市2023年发布清单70项。另设专班推进。"
    )
    miner = Miner([*TEXTS, text], random.Random(1))
    group = miner.group(asked(text, "六安市发布多少项？", "70项"), silent=1.0)
    assert group is not None
    silenced = group.pairs[1]
    assert silenced.text == "六安市建成国家级园区。" * 5 + "另设专班推进。"
    assert (silenced.relevance, silenced.answerable, silenced.start) == (NEAR, False, -1)


def test_a_passage_that_is_all_answer_leaves_no_such_negative() -> None:
    miner = Miner(TEXTS, random.Random(1))
    group = miner.group(asked(TEXTS[1], "芜湖市新增多少家？", "300家"), silent=1.0)
    assert group is not None
    assert all(pair.relevance == 0.0 for pair in group.pairs[1:])


@pytest.mark.parametrize("seed", range(12))
def test_a_near_miss_asks_for_what_its_passage_does_not_say(seed: int) -> None:
    miner = Miner(TEXTS, random.Random(seed))
    group = miner.near_miss(asked(TEXTS[0], "合肥市2023年发布多少项？", "1500项"))
    assert group is not None
    assert group.question != "合肥市2023年发布多少项？"
    assert not group.best
    assert group.pairs[0].relevance == NEAR
    assert group.pairs[0].answerable is False
    assert group.pairs[0].start == -1


def test_a_changed_detail_is_not_in_the_passage() -> None:
    for seed in range(30):
        question, passage = "安徽2023年增加多少？", "安徽2023年增加5，2022年减少3"
        made = change(question, passage, (), random.Random(seed))
        assert made != question
        if made is not None:
            assert "减少" not in made
            assert "2022" not in made


def test_nothing_to_change_gives_nothing() -> None:
    assert change("为什么？", "因为。", ("合肥", "芜湖"), random.Random(0)) is None


def test_a_reading_set_is_simplified_and_offsets_fit(tmp_path: Path) -> None:
    text = {"id": "1", "title": "梵語", "text": "在歐洲，梵語的學術研究。"}
    write(tmp_path / "corpus.jsonl", text)
    row = {
        "id": "q",
        "question": "哪裡研究梵語？",
        "answers": ["歐洲"],
        "answer_starts": [1],
        "positive_ids": ["1"],
        "answerable": True,
        "context_id": "1",
    }
    write(tmp_path / "questions.jsonl", row)
    texts, questions = sources.reading_set(tmp_path, "drcd")
    assert texts[0].title == "梵语"
    assert texts[0].text[questions[0].start : questions[0].end] == "欧洲"


def test_texts_of_evaluated_questions_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    rows = [{"id": key, "title": key, "text": f"第{key}条"} for key in ("一", "二", "三")]
    write(tmp_path / "laws" / "corpus.jsonl", *rows)
    write(tmp_path / "laws" / "dev.jsonl", {"question": "?", "positive_ids": ["二"]})
    row = {"id": "q", "question": "问", "positive_ids": ["一", "二"]}
    write(tmp_path / "lecoqa.train.jsonl", row)
    texts, questions = sources.lecoqa(tmp_path, tmp_path)
    assert [text.key for text in texts] == ["一"]
    assert questions[0].positives == ("一",)
    assert questions[0].answerable is None


def write(path: Path, *rows: dict[str, object]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
