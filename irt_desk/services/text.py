"""Hygiene of everything a person types: one function, applied when a value is stored."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from irt_desk.domain.values import FuzzyDay, Instant, Signature

T = TypeVar("T")

_KEPT = frozenset("\n\t")
_BLANKS = {ord(letter): None for letter in _KEPT}
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Return the text as it is stored: NFC, plain newlines, no control characters, no direction overrides.

    Nothing a person can see is lost; what could act on a screen, a page or a terminal is.
    """
    if text.isprintable() or text.translate(_BLANKS).isprintable():
        # Nothing to take out; the quick way, because a draft is cleaned every second while someone types.
        return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    return "".join(
        letter
        for letter in text
        if letter in _KEPT or (unicodedata.category(letter) not in ("Cc", "Cs", "Cn") and letter not in _BIDI_CONTROLS)
    )


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


_NOTHING_TO_CLEAN = frozenset({int, float, bool, type(None)})


def cleaned(value: T) -> T:
    """Return a domain value with every text in it cleaned, nested values included."""
    if isinstance(value, Enum | Instant | FuzzyDay | Signature):
        return value
    if isinstance(value, str):
        return clean(value)  # type: ignore[return-value]  # T is str here; mypy does not narrow the type variable
    if is_dataclass(value) and not isinstance(value, type):
        changes: dict[str, Any] = {}
        for name in _names(type(value)):
            before = getattr(value, name)
            if not before or type(before) in _NOTHING_TO_CLEAN:
                continue  # most fields of a form are empty, and a draft is cleaned every second while someone types
            after = cleaned(before)
            if after is not before and after != before:
                changes[name] = after
        return replace(value, **changes) if changes else value
    if isinstance(value, tuple):
        return tuple(cleaned(item) for item in value)  # type: ignore[return-value]  # the same tuple type, item by item
    if isinstance(value, Mapping):
        return {key: cleaned(item) for key, item in value.items()}  # type: ignore[return-value]  # as above
    return value
