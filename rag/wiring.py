"""The composition root: settings in, working objects out. Nothing else builds adapters."""

from __future__ import annotations

from pathlib import Path

from index.library import Library
from ingest.crew import Crew
from ingest.files import source_name
from ingest.pipeline import Ingestor, Progress, embedding_text
from ingest.reading import Read, Task, Unread
from models import encoder_dir, reader_dir
from rag.answerers.extractive import Extractive
from rag.config import Settings
from rag.errors import ConfigError
from rag.pipeline import Pipeline
from rag.protocols import Answerer, ChatModel, Encoder, PassageStore, Reader
from rag.reading.blended_reader import BlendedReader
from rag.reading.confidence import WEIGHTS, read_weights
from rag.reading.remembered import RememberingReader
from rag.reading.rules_reader import RulesReader
from rag.retriever import Retriever


def build_encoder(settings: Settings) -> Encoder:
    """Return the encoder of the settings; raise ConfigError or ModelError if it cannot be had."""
    chosen = settings.encoder
    if chosen.backend == "embedded":
        from rag.adapters.onnx_encoder import OnnxEncoder

        return OnnxEncoder(encoder_dir())
    if not chosen.model:
        raise ConfigError(f"encoder.backend is {chosen.backend!r}: encoder.model must name a model")
    if chosen.backend == "sentence-transformers":
        from rag.adapters.sentence_transformers import SentenceTransformersEncoder

        return SentenceTransformersEncoder(
            chosen.model, query_prefix=chosen.query_prefix, passage_prefix=chosen.passage_prefix
        )
    from rag.adapters.endpoint_encoder import EndpointEncoder

    return EndpointEncoder(
        chosen.model,
        chosen.base_url,
        api_key=chosen.api_key.get_secret_value(),
        query_prefix=chosen.query_prefix,
        passage_prefix=chosen.passage_prefix,
    )


def build_reader(settings: Settings) -> Reader:
    """Return the reader of the settings; raise ConfigError or ModelError if it cannot be had."""
    chosen = settings.reader
    if chosen.backend == "rules":
        return RulesReader()
    if chosen.backend == "embedded":
        from rag.adapters.onnx_reader import OnnxReader

        blended = BlendedReader(OnnxReader(reader_dir()), RulesReader(), chosen.share)
        return RememberingReader(blended)
    if not chosen.model:
        raise ConfigError("reader.backend is 'cross-encoder': reader.model must name a model")
    from rag.adapters.sentence_transformers import CrossEncoderReader

    return CrossEncoderReader(chosen.model)


def open_library(
    settings: Settings, encoder: Encoder | None = None, create: bool = False
) -> Library:
    """Open the library of the settings; raise LibraryError if it does not fit ``encoder``.

    Without an encoder nothing can be searched or added, only listed and verified.
    """
    return Library.open(
        settings.library,
        encoder_fingerprint=encoder.fingerprint if encoder else None,
        dimension=encoder.dimension if encoder else None,
        create=create,
    )


def build_ingestor(settings: Settings, library: Library, encoder: Encoder) -> Ingestor:
    """Return what reads files into ``library``."""
    return Ingestor(library, encoder, settings.ingest)


def inspect_file(settings: Settings, path: Path) -> tuple[list[Read], str]:
    """Read a file as an ingest would, in a process of its own, without keeping anything.

    Returns its documents, and why it could not be read (to its end), "" if it could.
    """
    found: list[Read] = []
    problem = ""
    with Crew(settings.ingest.model_copy(update={"workers": 1})) as crew:
        ((_, events),) = crew.read([Task(path, source_name(path), "")])
        for event in events:
            if isinstance(event, Read):
                found.append(event)
            elif isinstance(event, Unread):
                problem = event.reason
    return found, problem


def reencode(library: Library, encoder: Encoder, progress: Progress | None = None) -> int:
    """Give every passage of ``library`` a vector by ``encoder``; return how many were encoded.

    What an interrupted run encoded is kept. Open the library anew afterwards.
    """
    with library.writing() as writer:
        coming = writer.reencoding(encoder.fingerprint, encoder.dimension)
        total, done = library.passage_count, 0
        while batch := coming.next_batch():
            texts = [embedding_text(passage) for _, passage in batch]
            coming.put([row for row, _ in batch], encoder.encode_passages(texts))
            done += len(batch)
            if progress is not None:
                progress("encode", done, total, "")
        coming.finish()
    return done


def build_answerer(settings: Settings, store: PassageStore, reader: Reader) -> Answerer:
    """Return what words the answers: a language model where the settings name one."""
    embedded = settings.reader.backend == "embedded"
    weights = read_weights(reader_dir() / "confidence.json") if embedded else WEIGHTS
    extractive, chosen = Extractive(store, reader, weights), settings.chat
    if not chosen.base_url:
        return extractive
    from rag.answerers.generative import Generative

    return Generative(extractive, build_chat_model(settings), store, chosen)


def build_chat_model(settings: Settings) -> ChatModel:
    """Return the language model of the settings; raise ConfigError if they name none."""
    from rag.adapters.chat import ChatEndpoint

    chosen = settings.chat
    return ChatEndpoint(
        chosen.base_url,
        chosen.model,
        api_key=chosen.api_key.get_secret_value(),
        timeout_s=chosen.timeout_s,
        total_s=chosen.total_s,
        max_tokens=chosen.max_tokens,
    )


def build_pipeline(settings: Settings, library: Library, encoder: Encoder) -> Pipeline:
    """Return what answers from ``library``; ``encoder`` must be the one that made it."""
    reader = build_reader(settings)
    retriever = Retriever(
        library,
        library.vector_index(),
        library.lexical_index(),
        encoder,
        reader,
        settings.retrieval,
    )
    answerer = build_answerer(settings, library, reader)
    if not settings.chat.base_url:
        return Pipeline(retriever, answerer, settings.retrieval)
    from rag.answerers.generation.rephrasing import Rephraser

    understand = Rephraser(build_chat_model(settings))
    return Pipeline(retriever, answerer, settings.retrieval, understand)
