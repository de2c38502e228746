"""How the fields of a note read when two of them are laid side by side: ratings, choices and days in words too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from irt_desk.domain.notes import NoteContent
from irt_desk.services.texts import day_text
from irt_desk.words import code_of, known, label, say


def words_by(names: Mapping[str, str]) -> Callable[[NoteContent, str], str]:
    """Return how a field of a note reads; ``names`` holds the words for ids of objectives, patterns and skills."""

    def words_of(content: NoteContent, name: str) -> str:
        return _words(getattr(content, name), names)

    return words_of


def field_label(name: str) -> str:
    """Return what a field of a note is called on screen."""
    code = f"note_field.{name}"
    return say(code) if known(code) else name.replace("_", " ").capitalize()


def _words(value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, StrEnum):
        return label(value) if known(code_of(value)) else value.value
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, bool):
        return say("versions.yes") if value else say("versions.no")
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Mapping):
        return "\n".join(f"{_words(key, names)}: {_words(item, names)}" for key, item in value.items())
    if isinstance(value, tuple | list):
        return "\n".join(_words(item, names) for item in value)
    if is_dataclass(value):
        parts = (_words(getattr(value, field.name), names) for field in fields(value))
        return " · ".join(part.replace("\n", ", ") for part in parts if part)
    return f"{value:g}" if isinstance(value, float) else str(value)
