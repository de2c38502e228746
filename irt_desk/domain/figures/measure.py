"""Measuring and wrapping text without a font: a little generous, the same in the window and on paper."""

from __future__ import annotations

import unicodedata
from functools import cache

from irt_desk.domain.figures import widths

_UNKNOWN = 62  # hundredths; above the mean of every script in the table
_WIDE = 100  # ideographs, kana, Hangul and emoji fill the square


@cache
def _table(bold: bool) -> dict[str, int]:
    source = widths.BOLD if bold else widths.REGULAR
    return {char: width for width, chars in source.items() for char in chars}


def _letter(char: str, bold: bool) -> int:
    known = _table(bold).get(char)
    if known is not None:
        return known
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Cc"):
        return 0
    return _WIDE if unicodedata.east_asian_width(char) in ("W", "F") else _UNKNOWN


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in units of one line at a font size; never less than either bundled font sets it."""
    return sum(_letter(char, bold) for char in text) * size / 100


def wrap(text: str, width: float, size: float, *, bold: bool = False, limit: int = 0) -> tuple[str, ...]:
    """Return the lines of a text that fit a width.

    Lines break at spaces, and inside a word only when it alone is too wide. With a ``limit`` at most that
    many lines come back and the last ends in an ellipsis when something was left out.
    """
    lines: list[str] = []
    for typed in text.splitlines() or [""]:
        line = ""
        for word in typed.split():
            joined = f"{line} {word}" if line else word
            if text_width(joined, size, bold=bold) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = _chopped(word, width, size, bold)
            lines.extend(full)
        lines.append(line)
    if limit and len(lines) > limit:
        return (*lines[: limit - 1], shorten(f"{lines[limit - 1]} {lines[limit]}", width, size, bold=bold))
    return tuple(lines)


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis when it is wider than the width."""
    room = width * 100 / size
    used, fits = 0, 0
    for rank, char in enumerate(text):
        used += _letter(char, bold)
        if used > room:
            return f"{text[:fits].rstrip()}…"
        if used + _letter("…", bold) <= room:
            fits = rank + 1
    return text


def _chopped(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Return a word in parts that each fit; at least one letter a part."""
    parts = [""]
    used, room = 0, width * 100 / size
    for char in word:
        wide = _letter(char, bold)
        if parts[-1] and used + wide > room:
            parts.append("")
            used = 0
        parts[-1] += char
        used += wide
    return parts
