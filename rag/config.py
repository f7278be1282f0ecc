"""All settings: defaults, then ``scenario-qa.toml`` in the working folder, then environment.

Environment variables are named ``SCENARIO_QA_<SECTION>__<FIELD>``, for example
``SCENARIO_QA_ENCODER__MODEL``; the library folder alone is ``SCENARIO_QA_LIBRARY``.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from rag.errors import ConfigError

_PREFIX = "SCENARIO_QA_"
_STRICT = ConfigDict(extra="forbid", frozen=True)


class EncoderSettings(BaseModel):
    """Which model turns text into vectors.

    ``backend`` is ``embedded`` (the weights in ``models/``), ``sentence-transformers``
    (``model`` is a name or folder) or ``endpoint`` (OpenAI-compatible, needs ``base_url``).
    """

    model_config = _STRICT
    backend: Literal["embedded", "sentence-transformers", "endpoint"] = "embedded"
    model: str = ""
    base_url: str = ""
    api_key: SecretStr = SecretStr("")
    query_prefix: str = ""
    passage_prefix: str = ""


class ReaderSettings(BaseModel):
    """Which model rereads the candidates.

    ``backend`` is ``embedded`` (the trained reader blended with the rules, with ``share`` of
    the weight), ``rules`` (no model) or ``cross-encoder`` (``model`` is a
    sentence-transformers CrossEncoder).
    """

    model_config = _STRICT
    backend: Literal["embedded", "rules", "cross-encoder"] = "embedded"
    model: str = ""
    share: Annotated[float, Field(ge=0.0, le=1.0)] = 0.7


class RetrievalSettings(BaseModel):
    """How many passages are looked at.

    ``candidates`` come from each ranking, ``read`` of the fused ones are read, ``evidence``
    of those may be cited. ``dense_share`` is the weight of the dense ranking in fusion, the
    lexical one has the rest (chosen on CMRC questions held out of training: recall@1 .983, at
    .4 .973).
    """

    model_config = _STRICT
    candidates: Annotated[int, Field(ge=1, le=1000)] = 60
    read: Annotated[int, Field(ge=1, le=100)] = 10
    evidence: Annotated[int, Field(ge=1, le=50)] = 6
    dense_share: Annotated[float, Field(ge=0.0, le=1.0)] = 0.5


class IngestSettings(BaseModel):
    """How files are read and cut, and how large one may be.

    ``target_chars`` and ``max_chars`` are lengths of a passage in characters. ``workers`` is
    the number of processes that read files, ``patience_s`` the longest that one may take over
    one document, in seconds.
    """

    model_config = _STRICT
    target_chars: Annotated[int, Field(ge=50, le=2000)] = 220
    max_chars: Annotated[int, Field(ge=80, le=4000)] = 360
    max_file_bytes: Annotated[int, Field(ge=1024)] = 200 * 1024 * 1024
    workers: Annotated[int, Field(ge=1, le=64)] = min(4, os.cpu_count() or 1)
    patience_s: Annotated[float, Field(gt=0, le=86_400)] = 1800.0

    @model_validator(mode="after")
    def _target_within_max(self) -> Self:
        if self.target_chars > self.max_chars:
            raise ValueError("target_chars may not be above max_chars")
        return self


class ChatSettings(BaseModel):
    """Which language model words the answers; without ``base_url`` none does.

    ``base_url`` and ``model`` name an OpenAI-compatible chat endpoint. ``timeout_s`` is the
    longest silence, ``first_s`` the longest wait for the first words and ``total_s`` for the
    whole reply, all in seconds; ``max_tokens`` bounds the reply, ``context_chars`` the
    evidence sent. ``strict`` withholds what cannot be verified; otherwise it is marked.
    """

    model_config = _STRICT
    base_url: str = ""
    model: str = ""
    api_key: SecretStr = SecretStr("")
    timeout_s: Annotated[float, Field(gt=0, le=600)] = 15.0
    first_s: Annotated[float, Field(gt=0, le=600)] = 15.0
    total_s: Annotated[float, Field(gt=0, le=3600)] = 60.0
    max_tokens: Annotated[int, Field(ge=16, le=32768)] = 800
    context_chars: Annotated[int, Field(ge=200, le=1_000_000)] = 4000
    strict: bool = True
    cached_answers: Annotated[int, Field(ge=0, le=10_000)] = 128


class ServerSettings(BaseModel):
    """Where the chat and the API listen, and how much one person may send.

    ``accounts`` says when a name and a password are needed: ``remote`` as soon as others
    than this machine can connect, ``always`` also here (behind a proxy, for example).
    """

    model_config = _STRICT
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 7860
    accounts: Literal["remote", "always"] = "remote"
    questions_per_minute: Annotated[int, Field(ge=1, le=10_000)] = 30
    uploads_per_hour: Annotated[int, Field(ge=1, le=100_000)] = 300
    max_upload_bytes: Annotated[int, Field(ge=1024)] = 1024 * 1024 * 1024


class Settings(BaseSettings):
    """The whole configuration; unknown keys are refused."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )
    library: Path = Path("library")
    encoder: EncoderSettings = EncoderSettings()
    reader: ReaderSettings = ReaderSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    ingest: IngestSettings = IngestSettings()
    chat: ChatSettings = ChatSettings()
    server: ServerSettings = ServerSettings()

    @field_validator("library", mode="before")
    @classmethod
    def _named(cls, library: object) -> object:
        if library == "":
            raise ValueError("an empty name; '.' is the folder you are in")
        return library

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Rank the sources: arguments, environment, file."""
        return init_settings, env_settings, InitSettingsSource(settings_cls, _written())


def load_settings(library: Path | None = None) -> Settings:
    """Read the settings; raise ConfigError naming each bad key, its value and the fix."""
    _refuse_unknown_variables()
    try:
        return Settings() if library is None else Settings(library=library)
    except ValidationError as exc:
        problems = "; ".join(_problem(error) for error in exc.errors())
        raise ConfigError(f"settings: {problems} (see rag/config.py for what is allowed)") from exc


def _written() -> dict[str, Any]:
    """Return what the file of settings says, nothing where there is none."""
    try:  # -sig: editors on Windows may put a mark before the first word
        return tomllib.loads(Path("scenario-qa.toml").read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as exc:
        raise ConfigError(f"scenario-qa.toml: {exc}") from exc


def _refuse_unknown_variables() -> None:
    """Raise ConfigError for a variable that sets nothing, for one underscore too few."""
    sections = "|".join(name for name in Settings.model_fields if name != "library")
    allowed = re.compile(rf"{_PREFIX}(library|({sections})__\w+)", re.IGNORECASE)
    for name in os.environ:
        if name.upper().startswith(_PREFIX) and not allowed.fullmatch(name):
            raise ConfigError(
                f"{name}: no such setting; write {_PREFIX}LIBRARY or {_PREFIX}<SECTION>__<FIELD> "
                f"with two underscores before the field (sections: {sections})"
            )


def _problem(error: ErrorDetails) -> str:
    """Tell which key is wrong and what came, unless that is or may hold a secret."""
    place = ".".join(map(str, error["loc"]))
    told = f"{place} = {error['input']!r}"
    secret = error["type"] == "extra_forbidden" or "api_key" in told
    return f"{place if secret else told}: {error['msg']}"
