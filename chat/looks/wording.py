"""What the chat says: confidence in words, names of kinds, errors with a way out."""

from __future__ import annotations

from chat.looks.language import say
from chat.server.door import ForbiddenError
from rag.errors import (
    CitationError,
    ConfigError,
    IngestError,
    InputError,
    LibraryError,
    LockError,
    ModelError,
    RagError,
)

MAX_QUESTION_CHARS = 500
KINDS = {
    "policy": "政策文件",
    "report": "报告",
    "news": "新闻报道",
    "law": "法律法规",
    "research": "研究文章",
    "case": "案例",
    "faq": "问答资料",
}
STAGES = {
    "plan": "清点文件",
    "read": "读取文字",
    "encode": "计算向量",
    "index": "整理索引",
}
# Calibrated probability from which each word holds, best first.
CONFIDENCE = (
    (0.75, "依据充分", "high"),
    (0.5, "依据一般", "middle"),
    (0.0, "依据不足", "low"),
)
# The most special class comes first: LockError is a LibraryError.
_ADVICE: tuple[tuple[type[RagError], str], ...] = (
    (ForbiddenError, "您的账号只能阅读和提问，不能改动资料。需要时请联系管理员。"),
    (LockError, "另一个程序正在写入资料库。请等它完成后再试；问答不受影响。"),
    (LibraryError, "资料库打不开或内容有损。请运行 scenario-qa verify 检查，或换一个资料库。"),
    (IngestError, "这个文件无法读取。"),
    (InputError, "这个问题没法处理。请换一种说法，用一两句话提问。"),
    (ModelError, "模型没有响应或文件缺失。请检查模型设置后再试。"),
    (ConfigError, "设置有误。请按下面的提示修改设置后重新启动。"),
    (CitationError, "答案里的引用与原文不一致，已经停止显示。请重新提问。"),
)


def confidence(probability: float) -> tuple[str, str]:
    """Return the words for a confidence in [0, 1] and the name of its style."""
    for floor, words, style in CONFIDENCE:
        if probability >= floor:
            return say(words), style
    return say(CONFIDENCE[-1][1]), CONFIDENCE[-1][2]


def advice(error: RagError) -> str:
    """Return what went wrong and what to do, in a plain sentence or two.

    It is Chinese, for it is kept with a conversation; the page says it in its own language.
    """
    for kind, words in _ADVICE:
        if isinstance(error, kind):
            return words
    return "出了点问题，请稍后再试。"


def kind_name(kind: str) -> str:
    """Return the name of a document kind; "" where there is none."""
    return say(KINDS[kind]) if kind in KINDS else ""


def file_name(source: str) -> str:
    """Return the last part of a source, the name by which people know a file."""
    return source.replace("\\", "/").rsplit("/", 1)[-1]


def size_text(size: int) -> str:
    """Return a number of bytes as people write it."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.0f} MB"
    return f"{max(1, round(size / 1024))} KB"


def stage_name(stage: str) -> str:
    """Return the name of a stage of ingest."""
    return say(STAGES.get(stage, "处理中"))
