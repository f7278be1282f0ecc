"""Runs onnxruntime on the processor cores this program should use."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from rag.errors import ModelError

_MOST_THREADS = 4
# onnxruntime's errors share no base but Exception.
_LOAD_ERRORS = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)


Array = npt.NDArray[np.generic]


class Network:
    """A network that runs its inputs side by side, each on one core.

    One text of a few hundred tokens gains little from a second core, so each core takes a
    text of its own. ``threads`` defaults to the usable cores, 4 at most.
    Raises ModelError naming ``source`` if onnxruntime refuses the model.
    """

    def __init__(self, model: bytes, source: str, threads: int | None = None) -> None:
        self._session = _open_session(model, source)
        self._pool = ThreadPoolExecutor(threads or _default_threads(), "onnx")

    def run(
        self, outputs: Sequence[str], feeds: Sequence[Mapping[str, Array]]
    ) -> list[list[Array]]:
        """Return the named outputs for each feed, in the order given."""
        if len(feeds) == 1:
            return [self._session.run(outputs, feeds[0])]
        return list(self._pool.map(lambda feed: self._session.run(outputs, feed), feeds))


def _open_session(model: bytes, source: str) -> ort.InferenceSession:
    """Return a session that runs on one core."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Two models share the cores here (encoder and reader): a pool that spins while it waits
    # would slow the other one down.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except _LOAD_ERRORS as exc:
        raise ModelError(
            f"{source}: onnxruntime {ort.__version__} cannot load it ({_first_line(exc)}); "
            "install onnxruntime >= 1.23"
        ) from exc


def _default_threads() -> int:
    if hasattr(os, "sched_getaffinity"):
        return min(_MOST_THREADS, len(os.sched_getaffinity(0)))
    return min(_MOST_THREADS, os.cpu_count() or 1)


def _first_line(exc: Exception) -> str:
    return str(exc).strip().split("\n", 1)[0][:200]
