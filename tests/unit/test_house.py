"""The house rules: imports go downward, one library has one door, the quick path stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("rag", "ingest", "index", "prompts", "evaluation", "models", "chat")
OURS = {*PACKAGES, "app", "training", "benchmarks"}

# The longest matching prefix decides. A module imports from its own floor or below.
FLOORS = {
    "rag": 1,
    "rag.types": 0,
    "rag.errors": 0,
    "rag.protocols": 0,
    "models": 0,
    "prompts": 0,
    "rag.printing": 0,
    "ingest": 1,
    "index": 1,
    "rag.reading": 2,
    "rag.conversation": 2,
    "rag.retriever": 2,
    "rag.guide": 2,
    "rag.answerers": 2,
    "rag.pipeline": 2,
    "rag.explanation": 2,
    "rag.adapters": 3,
    "rag.wiring": 4,
    "evaluation": 4,
    "rag.progress": 4,
    "chat.server": 4,
    "chat.server.api": 5,
    "chat.server.running": 5,
    "rag.cli": 5,
    "rag.inspection": 2,
    "rag.bootstrap": 5,
    "chat": 5,
    "app": 5,
}
DOORS = {
    "faiss": ("index.vectors",),
    "tantivy": ("index.lexical",),
    "rjieba": ("index.tokenizer", "rag.language.nouns"),
    "opencc": ("index.tokenizer",),
    "sqlite3": ("index",),
    "filelock": ("index",),
    "onnxruntime": ("rag.adapters",),
    "tokenizers": ("rag.adapters",),
    "torch": ("rag.adapters",),
    "sentence_transformers": ("rag.adapters.sentence_transformers",),
    "langchain": ("rag.adapters",),
    "langchain_core": ("rag.adapters",),
    "langchain_openai": ("rag.adapters",),
    "openai": ("rag.adapters",),
    "pypdfium2": ("ingest.loaders.pdf", "ingest.pictures", "ingest.upright"),
    "docx": ("ingest.loaders.docx", "chat.ask.export.word"),
    "reportlab": ("chat.ask.export.pdf",),
    "rapidocr": ("ingest.layout.recognition",),
    "PIL": ("ingest.layout.pictures", "ingest.pictures"),
    "olefile": ("ingest.loaders.doc",),
    "pptx": ("ingest.loaders.pptx",),
    "openpyxl": ("ingest.loaders.xlsx", "evaluation.importers"),
    "lxml": ("ingest.loaders",),
    "charset_normalizer": ("ingest.text.decoding",),
    "gradio": ("app", "chat"),
    "starlette": ("chat.server", "app", "chat.routes", "chat.guide.routes", "chat.measure.routes"),
    "fastapi": ("chat.server",),
    "uvicorn": ("chat.server",),
    "typer": ("rag.cli",),
    "rich": ("rag.progress",),
}
UNTRUSTED = {"pickle", "marshal", "shelve", "dill", "joblib"}


def modules() -> Iterator[tuple[str, Path]]:
    """Yield the dotted name and file of every module of the program."""
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    for path in [*files, ROOT / "app.py"]:
        if not path.exists():
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path: Path) -> Iterator[str]:
    """Yield every dotted name a file imports, at any depth."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(name: str) -> int:
    """Return the floor of a module by its longest known prefix."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if (prefix := ".".join(parts[:length])) in FLOORS:
            return FLOORS[prefix]
    raise AssertionError(f"{name} has no floor: add it to FLOORS")


def within(name: str, prefix: str) -> bool:
    """Whether a dotted name is the prefix or lies below it."""
    return name == prefix or name.startswith(prefix + ".")


MODULES = list(modules())
PATHS = dict(MODULES)


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[name for name, _ in MODULES])
def test_imports_go_down_and_through_the_doors(name: str, path: Path) -> None:
    for target in set(imports(path)):
        top = target.split(".")[0]
        if top in OURS:
            if target in PATHS:
                assert floor(target) <= floor(name), f"{name} imports {target} from above"
            other = {"ingest": "index", "index": "ingest"}.get(name.split(".")[0])
            assert top != other, f"{name} imports {target}: ingest and index stay apart"
        for library, doors in DOORS.items():
            if within(target, library):
                assert any(within(name, door) for door in doors), (
                    f"{name} imports {target}, whose door is {' or '.join(doors)}"
                )
        assert top not in UNTRUSTED, f"{name} imports {target}: no pickle anywhere"


def test_every_package_is_listed_in_pyproject() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    folders = {path.parent.relative_to(ROOT) for _, path in MODULES if path.name == "__init__.py"}
    for folder in folders:
        assert f'"{".".join(folder.parts)}"' in text, f"{folder} is missing from packages"


def test_the_quick_path_imports_nothing_heavy() -> None:
    """Asking from the command line must not pay for torch, LangChain or the chat."""
    heavy = "torch sentence_transformers transformers langchain langchain_core gradio pandas"
    code = (
        "import sys, rag.cli.__main__, rag.wiring, rag.pipeline, rag.adapters.onnx_encoder\n"
        "import rag.adapters.onnx_reader, ingest.pipeline, index.library, index.lexical\n"
        f"print([m for m in {heavy.split()!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"


def test_importing_has_no_side_effects_on_disk(tmp_path: Path) -> None:
    """Nothing happens at import: no folders, no files, no settings read."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import rag.cli.__main__, ingest.pipeline"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert list(tmp_path.iterdir()) == []
