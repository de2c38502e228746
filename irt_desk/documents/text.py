"""Typed text on its way to paper: split by font, broken into lines, set in visual order.

What comes in is clean (see ``cleaning``). No markup language is involved: a line is a list of (font, letters) and goes
to the page as strings, so nothing typed can act, and ``<b>`` prints as ``<b>``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from bidi import get_display

from irt_desk.documents import fonts
from irt_desk.documents.composed import composed, letters_of
from irt_desk.documents.fonts import Cut, Han

LONGEST_PARAGRAPH = 2_000
"""Characters after which a paragraph is laid out in parts, so that layout time grows with length only."""

_ASIAN = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\U00020000-\U0003ffff"
_CLOSING = "\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\uff09\u300d\u300f\u3011\u3015\u300b\u3009"
_CLOSING += "\u30fc\u3005\u2019\u201d"
_OPENING = "\uff08\u300c\u300e\u3010\u3014\u300a\u3008\u2018\u201c"
_UNIT = re.compile(
    f"[{_OPENING}]*[{_ASIAN}][{_CLOSING}]* *"  # an ideograph may end a line
    f"|[^ {_ASIAN}]*?[^\\W\\d_][-\u2010\u2013\u2014/](?=[^\\W\\d_])"  # so may a hyphen between letters
    f"|[^ {_ASIAN}]+ *"
    "| +"
)


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: size in points, style, and whose ideographs."""

    size: float
    cut: Cut = Cut.REGULAR
    han: Han = Han.SIMPLIFIED


@dataclass(frozen=True, slots=True)
class Run:
    """Letters in visual order that one font sets."""

    font: str
    letters: str


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its runs in visual order, its width in points, and the words in the order they are read.

    ``spoken`` is given for a line from left to right with Hebrew inside: readers put a line that is Hebrew
    from its start in order by themselves (and reverse it once more when told), but swap the words of a Hebrew
    name in a Latin line. ``rightward`` says that the line reads from right to left.
    """

    runs: tuple[Run, ...]
    width: float
    spoken: str = ""
    rightward: bool = False


@lru_cache(maxsize=16384)
def _set(char: str, cut: Cut, han: Han) -> tuple[str, float]:
    """Return the font for a letter and its width in thousandths."""
    name = fonts.font_for(char, cut, han) or "Sans"
    return name, fonts.advance(name, char)


def width_of(text: str, face: Face) -> float:
    """Return the width of one line of clean text in points."""
    return sum(_set(char, face.cut, face.han)[1] for char in composed(text)) * face.size / 1000


def runs_of(text: str, face: Face) -> tuple[Run, ...]:
    """Return the text in visual order, split where the font changes."""
    grouped = groupby(text, key=lambda char: _set(char, face.cut, face.han)[0])
    return tuple(Run(name, "".join(chars)) for name, chars in grouped)


def is_rightward(text: str) -> bool:
    """Return whether the text reads from right to left, by what most of its letters do.

    Not by the first letter: an English sentence about a client may begin with her name in Hebrew.
    """
    if text.isascii():
        return False
    directions = [unicodedata.bidirectional(char) for char in text]
    return directions.count("R") + directions.count("AL") > directions.count("L")


def _has_rightward(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def line_of(text: str, face: Face, *, rightward: bool = False) -> Line:
    """Return one set line of clean text without line breaks, reordered where it holds Hebrew."""
    text = composed(text)
    if not _has_rightward(text):
        return Line(runs_of(text, face), width_of(text.rstrip(" "), face), rightward=rightward)
    visual = str(get_display(text.rstrip(" "), base_dir="R" if rightward else "L"))
    spoken = "" if rightward or _starts_rightward(text) else "".join(map(letters_of, text))
    return Line(runs_of(visual, face), width_of(visual, face), spoken=spoken, rightward=rightward)


def _starts_rightward(text: str) -> bool:
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((direction for direction in directions if direction in ("L", "R", "AL")), "L") != "L"


def lines_of(text: str, face: Face, width: float, *, check: Callable[[], None] | None = None) -> Iterator[Line]:
    """Yield the lines of one clean paragraph (no line breaks inside) that fit the width in points.

    ``check`` is called once a part of at most :data:`LONGEST_PARAGRAPH` characters; it may raise to stop.
    """
    text = composed(text)
    rightward = is_rightward(text)
    scale = face.size / 1000
    room = width / scale + 0.5  # a column is as wide as its longest word, up to rounding
    line, used = "", 0.0
    for unit in _units(text, check):
        wide = sum(_set(char, face.cut, face.han)[1] for char in unit.rstrip(" "))
        if line and used + wide > room:
            yield line_of(line, face, rightward=rightward)
            line, used = "", 0.0
        rest = unit
        if wide > room:
            *full, rest = _chopped(unit, face, room)
            for part in full:
                yield line_of(part, face, rightward=rightward)
        line += rest
        used += sum(_set(char, face.cut, face.han)[1] for char in rest)
    yield line_of(line, face, rightward=rightward)


def _units(text: str, check: Callable[[], None] | None) -> Iterator[str]:
    """Yield the parts a line may end after, looking at no more than a bounded stretch of text at a time."""
    start = 0
    while start < len(text):
        if check:
            check()
        end = min(len(text), start + LONGEST_PARAGRAPH)
        if end < len(text):
            space = text.rfind(" ", start, end)
            end = space + 1 if space > start else end
        yield from _UNIT.findall(text[start:end])
        start = end


def _chopped(unit: str, face: Face, room: float) -> list[str]:
    """Return a word that alone is too wide in parts that each fit; at least one letter a part."""
    parts: list[str] = []
    part, used = "", 0.0
    for char in unit:
        wide = _set(char, face.cut, face.han)[1]
        if part and char != " " and used + wide > room:
            parts.append(part)
            part, used = "", 0.0
        part += char
        used += wide
    return [*parts, part]


def shortened(text: str, face: Face, width: float) -> str:
    """Return clean text, cut with an ellipsis when it is wider than the width in points."""
    letters = composed(text)
    room = width * 1000 / face.size
    dots = _set("…", face.cut, face.han)[1]
    used, fits = 0.0, 0
    for rank, char in enumerate(letters):
        used += _set(char, face.cut, face.han)[1]
        if used > room:
            return "".join(map(letters_of, f"{letters[:fits].rstrip()}…"))
        if used + dots <= room:
            fits = rank + 1
    return text
