"""The wording of everything said to a user, as Markdown templates with $placeholders.

One file per template. ``PLACEHOLDERS`` says which placeholders each one must hold, no more
and no fewer; a template that differs is refused when it is first used, and by a test.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

from rag.errors import ConfigError

PLACEHOLDERS: dict[str, frozenset[str]] = {
    "short_answer": frozenset({"short", "support"}),
    "list": frozenset({"lead", "items"}),
    "table": frozenset({"rows"}),
    "table_missing": frozenset(),
    "abstain": frozenset({"verdict", "differences", "nearest"}),
    "not_found": frozenset(),
    "not_sure": frozenset(),
    "abstain_empty": frozenset(),
    "no_documents": frozenset(),
    "no_documents_in_scope": frozenset(),
    "abstain_undefined": frozenset({"asked", "nearest"}),
    "nearest": frozenset({"passages"}),
    "differs_year": frozenset({"asked", "found"}),
    "differs_missing": frozenset({"asked"}),
    "differs_reversed": frozenset({"asked"}),
    "differs_standing": frozenset(),
    "differs_type": frozenset({"asked"}),
    "note_elsewhere": frozenset(),
    "note_cut": frozenset({"whole", "count"}),
    "greeting": frozenset(),
    "thanks": frozenset(),
    "decline": frozenset(),
    "generate_system": frozenset({"none"}),
    "generate_user": frozenset({"evidence", "question"}),
    "generate_evidence": frozenset({"key", "title", "text"}),
    "generate_none": frozenset(),
    "draft_system": frozenset(),
    "draft_user": frozenset({"count", "title", "text"}),
    "judge_system": frozenset(),
    "judge_user": frozenset({"question", "answers", "answer"}),
    "note_fallback": frozenset({"reason"}),
    "note_withheld": frozenset({"count"}),
    "note_marked": frozenset({"count"}),
    "note_orders": frozenset({"titles"}),
    "note_writing": frozenset(),
    "standalone_system": frozenset(),
    "standalone_user": frozenset({"turns", "question"}),
}


@cache
def load(name: str) -> Template:
    """Return a template; raise ConfigError if it is missing or its placeholders differ."""
    try:
        text = (files(__package__) / f"{name}.md").read_text(encoding="utf-8").strip()
    except FileNotFoundError as exc:
        raise ConfigError(f"prompts/{name}.md is missing; reinstall the package") from exc
    template = Template(text)
    found, wanted = frozenset(template.get_identifiers()), PLACEHOLDERS.get(name)
    if wanted is None:
        raise ConfigError(f"prompts/{name}.md is not a known template: {sorted(PLACEHOLDERS)}")
    if found != wanted or not template.is_valid():
        raise ConfigError(
            f"prompts/{name}.md has the placeholders {sorted(found)}, "
            f"it must have exactly {sorted(wanted)}"
        )
    return template


def render(name: str, **values: str) -> str:
    """Return the template with its placeholders filled; values are inserted as they are."""
    return load(name).substitute(values).strip()
