"""The embedded encoder: light to import, and clear about missing or damaged files."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models import encoder_dir
from rag.adapters.onnx_encoder import OnnxEncoder
from rag.errors import ModelError

HEAVY = ("torch", "transformers", "sentence_transformers", "langchain", "openai", "gradio")


def copy_of_encoder(folder: Path) -> Path:
    target = folder / "encoder"
    shutil.copytree(encoder_dir(), target)
    return target


def test_encoding_imports_nothing_heavy() -> None:
    program = (
        "import sys; from models import encoder_dir;"
        "from rag.adapters.onnx_encoder import OnnxEncoder;"
        "OnnxEncoder(encoder_dir()).encode_queries(['场景']);"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_count_tokens_counts_prefix_and_ends() -> None:
    # <s> ▁passage : ▁ 场景 创新 </s>
    assert OnnxEncoder(encoder_dir()).count_tokens("场景创新") == 7


def test_prefixes_and_weights_make_the_fingerprint(tmp_path: Path) -> None:
    folder = copy_of_encoder(tmp_path)
    before = OnnxEncoder(folder).fingerprint
    config = json.loads((folder / "config.json").read_text())
    config["query_prefix"] = "问："
    (folder / "config.json").write_text(json.dumps(config))
    assert before == OnnxEncoder(encoder_dir()).fingerprint
    assert OnnxEncoder(folder).fingerprint != before


def test_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json: no model here; restore the folder"):
        OnnxEncoder(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = copy_of_encoder(tmp_path)
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name}: cannot be read"):
        OnnxEncoder(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_damaged_file_is_found_by_its_digest(tmp_path: Path, name: str) -> None:
    folder = copy_of_encoder(tmp_path)
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(ModelError, match=f"{name}: sha256 is .* damaged"):
        OnnxEncoder(folder)


def test_git_lfs_pointer_is_recognised(tmp_path: Path) -> None:
    folder = copy_of_encoder(tmp_path)
    (folder / "model.onnx").write_text("version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(ModelError, match="Git LFS pointer"):
        OnnxEncoder(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read"),
        ("[1]", "expected an object, found list"),
        ("{}", "bad or missing key: 'dimension'"),
    ],
)
def test_bad_configuration_is_refused(tmp_path: Path, text: str, message: str) -> None:
    folder = copy_of_encoder(tmp_path)
    (folder / "config.json").write_text(text)
    with pytest.raises(ModelError, match=message):
        OnnxEncoder(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_file_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    folder = copy_of_encoder(tmp_path)
    (folder / name).write_bytes(b"not a model")
    config = json.loads((folder / "config.json").read_text())
    config["sha256"][name] = hashlib.sha256(b"not a model").hexdigest()
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match=name):
        OnnxEncoder(folder)
