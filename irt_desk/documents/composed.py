"""Letters with a mark that Unicode has no composed letter for, such as the ẹ́ of Olúfẹ́mi.

The bundled text fonts hold them as glyphs at private places; ``resources/fonts/subset.py`` builds them from the fonts'
own anchors. The place is used only between layout and the PDF, which maps it back to the letter and its mark.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache

from irt_desk import paths


@cache
def _letters() -> dict[str, str]:
    """Return letter and mark -> the character at the private place."""
    data = json.loads(paths.resource("fonts", "document", "composed.json").read_text(encoding="utf-8"))
    return {pair: chr(data["first"] + rank) for rank, pair in enumerate(data["letters"])}


@cache
def _pairs() -> dict[str, str]:
    return {place: pair for pair, place in _letters().items()}


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) == "Mn"


def composed(text: str) -> str:
    """Return clean text with each letter and mark that has one glyph as one character; other text is unchanged."""
    if text.isascii() or not any(map(_is_mark, text)):
        return text
    letters = _letters()
    out: list[str] = []
    for char in text:
        pair = letters.get(out[-1] + char) if out and _is_mark(char) else None
        if pair:
            out[-1] = pair
        else:
            out.append(char)
    return "".join(out)


def letters_of(char: str) -> str:
    """Return the letter and mark that a private place stands for, or the character itself."""
    return _pairs().get(char, char) if "\ue000" <= char <= "\uf8ff" else char
