"""Opens a folder of embedded weights and checks its files against their sha256."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from rag.errors import ModelError

_FIX = "restore the folder from the repository, or reinstall scenario-qa"
_MAX_CONFIG_BYTES = 1 << 20


def read_config(folder: Path) -> dict[str, Any]:
    """Return config.json of the folder; raise ModelError if it is missing or not an object."""
    path = folder / "config.json"
    try:
        with path.open("rb") as stream:
            config = json.loads(stream.read(_MAX_CONFIG_BYTES))
    except FileNotFoundError as exc:
        raise ModelError(f"{path}: no model here; {_FIX}") from exc
    except (OSError, ValueError) as exc:
        raise ModelError(f"{path}: cannot be read ({exc}); {_FIX}") from exc
    if not isinstance(config, dict):
        raise ModelError(f"{path}: expected an object, found {type(config).__name__}; {_FIX}")
    return config


def read_checked(folder: Path, name: str, config: dict[str, Any]) -> bytes:
    """Return the bytes of a file whose sha256 the configuration tells; raise ModelError."""
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise ModelError(f"{path}: cannot be read ({exc.strerror}); {_FIX}") from exc
    expected = config.get("sha256", {}).get(name)
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        hint = " (a Git LFS pointer?)" if len(data) < 1024 else ""
        raise ModelError(
            f"{path}: sha256 is {found[:12]}…, expected {str(expected)[:12]}…: the file is "
            f"damaged or of another version{hint}; {_FIX}"
        )
    return data


def fingerprint(config: dict[str, Any]) -> str:
    """Return name and digest of a configuration, which holds the sha256 of every file."""
    digest = hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest()
    return f"{config.get('name', 'model')}-{digest[:16]}"
