"""Any sentence-transformers model as encoder, any of its cross-encoders as reader."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np

from rag.adapters.texts import prepare, to_unit_rows
from rag.errors import ModelError
from rag.language.sentences import sentence_spans
from rag.protocols import Vectors
from rag.question import Question, classify
from rag.reading.rules_reader import sentence_score
from rag.types import Passage, Reading

try:
    import torch
    from sentence_transformers import CrossEncoder, SentenceTransformer
except ImportError as exc:
    raise ModelError(
        "sentence-transformers is not installed: pip install 'scenario-qa[sentence-transformers]'"
    ) from exc

_LOAD_ERRORS = (OSError, ValueError, RuntimeError, KeyError)
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
_SAMPLE = 256  # elements at each end of a tensor that go into a fingerprint


class SentenceTransformersEncoder:
    """Encodes with a sentence-transformers model, by name, folder or already loaded.

    A prefix given here takes the place of the prompt that the model stores for queries or
    passages; without one the stored prompt is used. Texts are cut at the model's own length.
    """

    def __init__(
        self,
        model: str | SentenceTransformer,
        query_prefix: str = "",
        passage_prefix: str = "",
        device: str | None = None,
        batch_size: int = 16,
    ) -> None:
        self._model = _load_encoder(model, device) if isinstance(model, str) else model
        self._model.eval()
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"{model}: the model does not tell the dimension of its vectors")
        self._dimension = int(dimension)
        self._query_prefix = query_prefix or _stored(self._model, ("query",))
        self._passage_prefix = passage_prefix or _stored(self._model, _PASSAGE_PROMPTS)
        self._batch_size = batch_size
        name = model if isinstance(model, str) else "sentence-transformers"
        prefixes = repr((self._query_prefix, self._passage_prefix))
        # A pooler is not part of the vectors; one the folder lacks is made up on loading.
        weights = {k: v for k, v in self._model.state_dict().items() if ".pooler." not in k}
        self._fingerprint = f"{_base(name)}-{_digest(weights, prefixes)}"

    @property
    def fingerprint(self) -> str:
        """Name and digest of weights, prefixes and prompts."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 unit rows; (0, d) for no texts."""
        wanted = prepare(texts, "")
        if not wanted:
            return self._nothing()
        values = self._model.encode_query(
            wanted,
            prompt=self._query_prefix,
            batch_size=self._batch_size,
            show_progress_bar=False,
        )
        return to_unit_rows(np.asarray(values, np.float32), self._fingerprint)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 unit rows; (0, d) for no texts."""
        wanted = prepare(texts, "")
        if not wanted:
            return self._nothing()
        values = self._model.encode_document(
            wanted,
            prompt=self._passage_prefix,
            batch_size=self._batch_size,
            show_progress_bar=False,
        )
        return to_unit_rows(np.asarray(values, np.float32), self._fingerprint)

    def _nothing(self) -> Vectors:
        return np.empty((0, self._dimension), np.float32)


class CrossEncoderReader:
    """Reads with a sentence-transformers CrossEncoder of one label.

    Its sigmoid is both relevance and answerability. It knows no spans, so ``start:end`` is
    empty; a sentence scores the geometric mean of the passage's relevance and the rules'
    score of the sentence.
    """

    def __init__(self, model: str | CrossEncoder, device: str | None = None) -> None:
        self._model = _load_reader(model, device) if isinstance(model, str) else model
        self._model.eval()
        if self._model.num_labels != 1:
            raise ModelError(
                f"{model}: a cross-encoder with {self._model.num_labels} labels; "
                "a reader needs one that gives a single score"
            )

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return one reading per passage, in the order given; scores are in [0, 1]."""
        if not passages:
            return []
        (asked,) = prepare([question], "")
        pairs = [(asked, text) for text in prepare([p.text for p in passages], "")]
        scores = self._model.predict(
            pairs, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False
        )
        return [
            _reading(question, passage, float(score))
            for passage, score in zip(passages, scores, strict=True)
        ]


def _reading(question: str, passage: Passage, relevance: float) -> Reading:
    asked = classify(question)
    sentences = tuple(
        (start, end, sqrt(relevance * _rule(asked, passage, start, end)))
        for start, end in sentence_spans(passage.text)
    )
    return Reading(relevance, relevance, 0, 0, 0.0, sentences)


def _rule(asked: Question, passage: Passage, start: int, end: int) -> float:
    if not asked.terms:
        return 1.0
    return min(1.0, sentence_score(asked, passage.text, start, end, passage.context))


def _load_encoder(name: str, device: str | None) -> SentenceTransformer:
    try:
        return SentenceTransformer(name, device=device)
    except _LOAD_ERRORS as exc:
        raise ModelError(_reason("encoder.model", name, exc)) from exc


def _load_reader(name: str, device: str | None) -> CrossEncoder:
    try:
        loaded: CrossEncoder = CrossEncoder(name, device=device)
    except _LOAD_ERRORS as exc:
        raise ModelError(_reason("reader.model", name, exc)) from exc
    return loaded


def _reason(setting: str, name: str, exc: Exception) -> str:
    first = str(exc).strip().split("\n", 1)[0][:200]
    return (
        f"{setting} = {name!r} cannot be loaded ({first}); give the folder of a downloaded "
        "sentence-transformers model, or a name that this machine can download"
    )


def _stored(model: SentenceTransformer, names: Sequence[str]) -> str:
    """Return the first prompt that is not empty: the library itself adds empty ones."""
    return next((prompt for name in names if (prompt := model.prompts.get(name))), "")


def _base(name: str) -> str:
    return name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def _digest(weights: Mapping[str, torch.Tensor], more: str) -> str:
    """Return a digest of names, shapes and both ends of every tensor: cheap and of content."""
    digest = hashlib.sha256(more.encode())
    for name, tensor in sorted(weights.items()):
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        flat = tensor.detach().reshape(-1)
        for end in (flat[:_SAMPLE], flat[-_SAMPLE:]):
            digest.update(end.cpu().contiguous().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()[:16]
