"""Canonical JSON: the one form of anything that is hashed, signed or authenticated."""

from __future__ import annotations

import json
import unicodedata
from typing import Any


def _nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_nfc(key): _nfc(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_nfc(item) for item in value]
    return value


def canonical(data: Any) -> bytes:
    """Return plain data as canonical JSON: sorted keys, no spaces, ASCII escapes, text in NFC."""
    return json.dumps(_nfc(data), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()
