"""Passwords as scrypt hashes; the password itself is never kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import cache

from rag.errors import InputError

MIN_CHARS, MAX_CHARS = 10, 200
# 32 MB a try; OWASP names these three numbers as one of its least allowed sets.
_COST, _BLOCK, _PARALLEL = 2**15, 8, 3
_MEMORY = 64 * 1024 * 1024
_NAME = "scrypt"


def password_hash(password: str) -> str:
    """Return a salted hash to store; raise InputError for a password that is too weak."""
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise InputError(
            f"the password has {len(password)} characters; allowed are {MIN_CHARS} to {MAX_CHARS}"
        )
    if len(set(password)) < 4:
        raise InputError("the password repeats the same few characters; choose another")
    salt = secrets.token_bytes(16)
    digest = _derive(password, salt, _COST, _BLOCK, _PARALLEL)
    parts = (_NAME, _COST, _BLOCK, _PARALLEL, _text(salt), _text(digest))
    return "$".join(map(str, parts))


def matches(password: str, stored: str) -> bool:
    """Tell whether a password is the one that was hashed; False for a damaged hash."""
    try:
        name, cost, block, parallel, salt, digest = stored.split("$")
        if name != _NAME or len(password) > MAX_CHARS:
            return False
        found = _derive(password, _bytes(salt), int(cost), int(block), int(parallel))
        return hmac.compare_digest(found, _bytes(digest))
    except ValueError:
        return False


@cache
def nobody() -> str:
    """Return a hash that no one knows the password of.

    Who tries a name that is not there waits as long as for one that is.
    """
    return password_hash(secrets.token_urlsafe(24))


def _derive(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block,
        p=parallel,
        maxmem=_MEMORY,
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
