"""The error tree. Each message is one line: what came, what is allowed, what to do.

RagError
├── ConfigError     a setting is missing, unknown or out of bounds
├── InputError      a question, option or question set that cannot be used
├── IngestError     a file cannot be read; carries ``source``
├── LibraryError    the library cannot be opened or trusted
│   └── LockError   another process is writing
├── ModelError      a model file or endpoint is missing, damaged or silent
└── CitationError   a citation does not match its document
"""

from __future__ import annotations


class RagError(Exception):
    """Base of all errors that the program raises on purpose."""


class ConfigError(RagError):
    """A setting is missing, unknown or out of bounds."""


class InputError(RagError):
    """A question, option or question set cannot be used as given."""


class IngestError(RagError):
    """A file cannot be read; ``source`` names it."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class LibraryError(RagError):
    """The library cannot be opened or trusted."""


class LockError(LibraryError):
    """Another process is writing to the library."""


class ModelError(RagError):
    """A model file or endpoint is missing, damaged or does not answer."""


class CitationError(RagError):
    """A citation does not match the characters of its document."""
