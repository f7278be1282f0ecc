"""What figures, failures and types are called in Chinese."""

from __future__ import annotations

import re

FIGURES = {
    "right": "答对的题",
    "retrieval recall@1": "召回率@1",
    "retrieval recall@5": "召回率@5",
    "retrieval recall@10": "召回率@10",
    "retrieval mrr@10": "MRR@10",
    "retrieval ndcg@10": "nDCG@10",
    "retrieval doc_recall@1": "文档召回率@1",
    "retrieval doc_recall@5": "文档召回率@5",
    "retrieval doc_recall@10": "文档召回率@10",
    "answer em": "短答案完全一致（EM）",
    "answer f1": "短答案 F1",
    "answer contains": "答到要点",
    "answer rouge_l": "Rouge-L",
    "answer chars": "回答字数（中位）",
    "abstention precision": "拒答准确率",
    "abstention recall": "该拒答的拒答率",
    "abstention f1": "拒答 F1",
    "abstention answered_rate": "该回答的回答率",
    "abstention auroc": "置信度区分力（AUROC）",
    "citation exact": "引文逐字一致",
    "citation evidence_recall": "证据覆盖率",
    "citation precision": "引文切题率",
    "latency_ms p50": "耗时 p50（毫秒）",
    "latency_ms p95": "耗时 p95（毫秒）",
}
SECTIONS = {
    "retrieval": "检索",
    "answer": "回答",
    "abstention": "拒答",
    "citation": "引文",
    "latency_ms": "耗时",
}
FACTS = {
    "program": "程序",
    "encoder": "向量模型",
    "reader": "精读模型",
    "language_model": "语言模型",
    "judge": "评判模型",
    "questions": "题集",
    "corpus": "资料",
    "ingest_s": "读取资料（秒）",
    "load_ms": "载入模型（毫秒）",
    "memory_mb": "内存峰值（MB）",
    "finished_at": "完成时间",
    "system": "系统",
    "cpus": "处理器核数",
}
FAILURES = {
    "": "正确",
    "answer does not name what it should": "没有答到要点",
    "abstained though answerable": "该回答却拒答",
    "answered though not in the documents": "资料没有却回答",
    "citation not exact": "引文与原文不一致",
    "no relevant passage found": "没有检索到",
}
NOTES = {
    "lines left out as faulty": "行有误，没有采用",
    "drafts that nobody accepted, left out": "道草稿没有人采用，没有问",
    "questions left out, their evidence or context is not in the corpus": (
        "道题的证据或限定的文档不在资料里，没有问"
    ),
    "fields that are no part of the format, ignored": "个字段不属于题集格式，没有理会",
    "corpus files not read": "份资料没有读成",
    "answerable questions whose positive_ids are not all in the corpus": (
        "道可回答的题，所指的文档不全在资料里"
    ),
    "questions of whose context a part is not in the corpus": ("道题限定的文档只有一部分在资料里"),
    "questions with evidence that the corpus does not hold verbatim": (
        "道题的证据与资料不是逐字相同"
    ),
    "answers say": "个回答附有说明",
}
TYPES = {
    "number": "数字",
    "date": "日期",
    "fact": "事实",
    "list": "列举",
    "definition": "定义",
    "compare": "比较",
    "paraphrase": "换种说法",
    "multihop": "多步",
    "multiturn": "追问",
    "nearmiss": "似是而非",
    "falsepremise": "错误前提",
    "offtopic": "无关",
    "retrieval": "只看检索",
    "yesno": "是否",
    "untyped": "未分类",
}
DIFFERING = {
    "the program": "程序",
    "the encoder": "向量模型",
    "the reader": "精读模型",
    "the language model": "语言模型",
    "the judge": "评判模型",
    "the question set": "题集",
    "the documents": "资料",
    "the number of questions asked": "题数",
}

_LINE = re.compile(r"\bline (\d+)")


def figure_name(name: str) -> str:
    """Return the Chinese name of a figure such as "answer contains", else the name itself."""
    return FIGURES.get(name, name)


def failure_name(name: str) -> str:
    """Return the Chinese name of a failure; of none, too."""
    return FAILURES.get(name, name)


def note_text(note: str) -> str:
    """Return a note such as "2 corpus files not read: a; b" in Chinese, else the note itself."""
    count, _, rest = note.partition(" ")
    what, _, which = rest.partition(": ")
    if what not in NOTES:
        return note
    which = _LINE.sub(r"第 \1 行", which)
    return f"{count} {NOTES[what]}：{which}"


def differing_name(name: str) -> str:
    """Return the Chinese name of what was not the same in two runs."""
    return DIFFERING.get(name, name.replace("the settings of", "设置"))


def type_name(name: str) -> str:
    """Return the Chinese name of a type of question, else the name itself."""
    return TYPES.get(name, name)
