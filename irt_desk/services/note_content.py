"""Reads what a note draws on from content files: service and diagnosis codes, built-in snippets and openings."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from irt_desk import paths
from irt_desk.domain.billing_codes import (
    DiagnosisCodes,
    ServiceCodes,
    parse_diagnosis_codes,
    parse_service_codes,
)
from irt_desk.domain.snippets import SnippetFile, parse_snippets


def _read(*place: str) -> dict[str, Any] | None:
    path = paths.resource(*place)
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return tomllib.load(file)


@cache
def service_codes(jurisdiction: str) -> ServiceCodes | None:
    """Return the service codes of a country, or None where there is no list: then nothing is ever suggested."""
    data = _read("codes", f"service_{jurisdiction.lower()}.toml")
    return parse_service_codes(data) if data is not None else None


@cache
def diagnosis_codes(jurisdiction: str) -> DiagnosisCodes | None:
    """Return the diagnosis codes of a country, or None where there is no list."""
    data = _read("codes", f"diagnoses_{jurisdiction.lower()}.toml")
    return parse_diagnosis_codes(data) if data is not None else None


@cache
def snippet_file() -> SnippetFile:
    """Return the built-in snippets and openings."""
    data = _read("snippets", "built_in.toml")
    if data is None:
        raise FileNotFoundError("resources/snippets/built_in.toml")
    return parse_snippets(data)
