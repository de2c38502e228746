"""What a change says about itself: the new value, and which areas of the program it touched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Area(StrEnum):
    """Areas an open page may depend on."""

    CLIENTS = "clients"
    CASES = "cases"
    SAFETY = "safety"
    SUITABILITY = "suitability"
    CONSENTS = "consents"
    RELATIONSHIP = "relationship"
    PATTERNS = "patterns"
    SESSIONS = "sessions"
    NOTES = "notes"
    PSYCHOTHERAPY_NOTES = "psychotherapy_notes"
    SKILLS = "skills"
    MEASURES = "measures"
    PLANS = "plans"
    PATHWAY = "pathway"
    UNITS = "units"
    DOCUMENTS = "documents"
    SETTINGS = "settings"
    BACKUPS = "backups"


@dataclass(frozen=True)
class Saved(Generic[T]):
    """The value after the change, and the areas it touched."""

    value: T
    areas: frozenset[Area]


def saved(value: T, *areas: Area) -> Saved[T]:
    """Return the answer of a changing service."""
    return Saved(value, frozenset(areas))
