"""With a language model the guide gains connected prose, verified as any answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.desk import Desk
from chat.guide.exam import Run
from chat.guide.reader import GuideReader
from chat.server.door import LOCAL
from rag.config import ChatSettings, Settings
from tests.chat_server import ChatServer, serve_chat

pytestmark = [
    pytest.mark.integration,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
TRUE = "应用场景是指为检验新技术、新产品、新业态而提供的具体情境"
FALSE = "全国已有九千个应用场景"
TEXT = f"场景入门\n{TRUE}，既包括人和地方，也包括制度。\n2024年，全国场景投资规模达30亿元。\n"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[ChatServer, GuideReader]]:
    with serve_chat() as server:
        chat = ChatSettings(base_url=server.address, model="m")
        desk = Desk(Settings(library=tmp_path / "library", chat=chat))
        (tmp_path / "场景.txt").write_text(TEXT, encoding="utf-8")
        desk.keeper.take_in([tmp_path / "场景.txt"], lambda *told: None, LOCAL)
        yield server, GuideReader(desk)
        desk.close()


def test_prose_is_verified(served: tuple[ChatServer, GuideReader]) -> None:
    server, reader = served
    server.pieces = (f"{TRUE}[1]。", f"{FALSE}[1]。")
    *_, guide, prose = list(reader.open("应用场景", (), Run()))
    assert "关于“应用场景”，资料里没有可以摘进导读的内容" in guide[1]
    assert TRUE in prose[0]
    assert "chip" in prose[0]
    assert FALSE not in prose[0]
    assert server.requests
    asked = len(server.requests)
    reader.guide("")
    assert len(server.requests) == asked  # the guide itself needs no model
