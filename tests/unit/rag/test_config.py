"""Settings: what is not allowed is named, with its place and the fix; secrets are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.config import load_settings
from rag.errors import ConfigError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "scenario-qa.toml").write_text(text, encoding="utf-8")


def test_the_environment_comes_before_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, 'library = "mine"\n[ingest]\nworkers = 3\nmax_chars = 500\n')
    monkeypatch.setenv("SCENARIO_QA_INGEST__WORKERS", "2")
    settings = load_settings()
    assert (settings.ingest.workers, settings.ingest.max_chars) == (2, 500)
    assert settings.library == Path("mine")
    assert load_settings(Path("given")).library == Path("given")


def test_a_file_with_a_mark_before_its_first_word_is_read(folder: Path) -> None:
    write(folder, "\ufefflibrary = 'mine'\n")
    assert load_settings().library == Path("mine")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCENARIO_QA_CHAT_BASE_URL", "http://127.0.0.1"),
        ("SCENARIO_QA_ENCODR__MODEL", "e5"),
        ("SCENARIO_QA_CHAT", "abc"),
        ("SCENARIO_QA_LIBRARY__PATH", "x"),
        ("SCENARIO_QA_LIBRARY", ""),
        ("SCENARIO_QA_ENCODER__MODLE", "e5"),
    ],
)
def test_a_variable_that_sets_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    named = name.removeprefix("SCENARIO_QA_").lower().replace("__", ".")
    with pytest.raises(ConfigError, match=f"({name}|{named})") as caught:
        load_settings()
    assert "toml" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[ingest]\ntarget_chars = 2000\nmax_chars = 80\n", "target_chars may not be above max_"),
        ("[retrieval]\nread = 0\n", r"retrieval\.read = 0: .*greater than or equal to 1"),
        ("library = ''\n", "library = '': .*an empty name"),
        ("library = \n", r"scenario-qa\.toml: Invalid value"),
    ],
)
def test_what_the_file_says_wrong_is_told(folder: Path, text: str, told: str) -> None:
    write(folder, text)
    with pytest.raises(ConfigError, match=told):
        load_settings()


@pytest.mark.parametrize(
    "text", ["[chat]\napi_key = 77\n", "[[chat]]\napi_key = '77'\n", "[chat]\napikey = '77'\n"]
)
def test_no_message_tells_a_secret(folder: Path, text: str) -> None:
    write(folder, text)
    with pytest.raises(ConfigError, match="chat") as caught:
        load_settings()
    assert "77" not in str(caught.value)
