"""The bundled fonts, the order in which they are asked for a letter, and what none of them can set.

Fonts are read by path when the first letter needs them (the Chinese one takes 50 ms);
``reportlab.lib.fontfinder`` is never imported (security paper, EX-6).
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, makeToUnicodeCMap

from irt_desk import paths
from irt_desk.documents.composed import letters_of


class Cut(StrEnum):
    """The style of a run; a script without that style is set in its regular one."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


class Han(StrEnum):
    """Whose shapes ideographs take; the code points are shared, the expected strokes are not."""

    SIMPLIFIED = "sc"
    TRADITIONAL = "tc"
    JAPANESE = "jp"


FILES: dict[str, str] = {
    "Sans": "NotoSans-Regular.ttf",
    "Sans-Bold": "NotoSans-Bold.ttf",
    "Sans-Italic": "NotoSans-Italic.ttf",
    "Hebrew": "NotoSansHebrew-Regular.ttf",
    "Hebrew-Bold": "NotoSansHebrew-Bold.ttf",
    "SC": "NotoSansSC-Regular.ttf",
    "TC": "NotoSansTC-Regular.ttf",
    "JP": "NotoSansJP-Regular.ttf",
    "KR": "NotoSansKR-Regular.ttf",
    "Signs": "DejaVuSans.ttf",
    "Emoji": "NotoEmoji-Regular.ttf",
}

_SANS = {Cut.REGULAR: ("Sans",), Cut.BOLD: ("Sans-Bold",), Cut.ITALIC: ("Sans-Italic", "Sans")}
_HEBREW = {Cut.REGULAR: ("Hebrew",), Cut.BOLD: ("Hebrew-Bold",), Cut.ITALIC: ("Hebrew",)}
_HAN = {
    Han.SIMPLIFIED: ("SC", "TC", "JP"),
    Han.TRADITIONAL: ("TC", "SC", "JP"),
    Han.JAPANESE: ("JP", "TC", "SC"),
}
_TRUE_BOLD = frozenset({"Sans-Bold", "Hebrew-Bold"})


class BundledFont(TTFont):  # type: ignore[misc]  # ReportLab ships no types
    """A bundled font whose embedded subsets say exactly which letters their glyphs stand for."""

    def addObjects(self, doc: Any) -> None:
        """Embed the subsets, with the two faults of ReportLab's ToUnicode tables repaired.

        It maps slot 0 to U+0000, which PDF/UA-1 and PDF/A forbid, and writes letters beyond the basic plane
        with five hexadecimal digits instead of two UTF-16 units.
        """
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        prefix = "toUnicodeCMap:"
        written = [key for key in doc.idToObject if key.startswith(prefix) and key.endswith(f"+{self._face_name()}")]
        for key, subset in zip(written[-len(subsets) :], subsets, strict=True):
            doc.idToObject[key].content = _to_unicode(key.removeprefix(prefix), subset)

    def _face_name(self) -> str:
        return str((self.face.name + self.face.subfontNameX).decode("ascii"))


def _to_unicode(name: str, subset: list[int]) -> str:
    table = str(makeToUnicodeCMap(name, subset)).split("\n")
    pairs = [(slot, code) for slot, code in enumerate(subset) if code]
    body = [f"<{slot:02X}> <{letters_of(chr(code)).encode('utf-16-be').hex().upper()}>" for slot, code in pairs]
    start = next(row for row, text in enumerate(table) if text.endswith("beginbfchar"))
    end = table.index("endbfchar")
    blocks: list[str] = []
    for first in range(0, len(body), 100):  # the format allows 100 entries a block
        part = body[first : first + 100]
        blocks += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join([*table[:start], *blocks, *table[end + 1 :]])


@cache
def _loaded(name: str) -> BundledFont:
    """Return the font, read and registered with ReportLab on first use."""
    font = BundledFont(name, str(paths.resource("fonts", "document", FILES[name])), shapable=False)
    pdfmetrics.registerFont(font)
    return font


def register(name: str) -> None:
    """Make a font known to ReportLab under its name in :data:`FILES`."""
    _loaded(name)


def has(name: str, char: str) -> bool:
    """Return whether the named font has a glyph of its own for the letter."""
    return ord(char) in _loaded(name).face.charToGlyph


def advance(name: str, char: str) -> float:
    """Return how far a letter moves the pen, in thousandths of the font size."""
    code = 0x20 if char == "\u00a0" else ord(char)
    return float(_loaded(name).face.getCharWidth(code))


def needs_false_bold(name: str, cut: Cut) -> bool:
    """Return whether a bold run in this font has to be thickened because no bold cut is bundled."""
    return cut is Cut.BOLD and name not in _TRUE_BOLD


def _is_hebrew(code: int) -> bool:
    return 0x590 <= code <= 0x5FF or 0xFB1D <= code <= 0xFB4F


def _is_kana(code: int) -> bool:
    return 0x3040 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF


def _is_hangul(code: int) -> bool:
    return 0xAC00 <= code <= 0xD7A3 or 0x3131 <= code <= 0x318E


def _is_east_asian(code: int) -> bool:
    return (
        0x2E80 <= code <= 0xA4CF or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFE4F or 0xFF00 <= code <= 0xFFEF
    ) or 0x20000 <= code <= 0x3FFFF


def _candidates(code: int, cut: Cut, han: Han) -> tuple[str, ...]:
    if _is_hebrew(code):
        return _HEBREW[cut]
    if _is_kana(code):
        return ("JP",)
    if _is_hangul(code):
        return ("KR",)
    if _is_east_asian(code):
        return (*_HAN[han], "KR", "Signs", "Emoji")
    return (*_SANS[cut], "Signs", "Emoji")


@cache
def font_for(char: str, cut: Cut = Cut.REGULAR, han: Han = Han.SIMPLIFIED) -> str | None:
    """Return the name of the first bundled font that sets the letter properly, or None.

    A combining mark that has no composed letter counts as not settable: the renderer places one glyph a
    letter and would set it in the wrong place. Scripts whose letters join or reorder (Arabic, Devanagari,
    Thai, ...) are in no font here.
    """
    if unicodedata.category(char) in ("Mn", "Mc", "Me"):
        return None
    return next((name for name in _candidates(ord(char), cut, han) if has(name, char)), None)


def han_of(text: str, language: str = "") -> Han:
    """Return whose ideograph shapes a text should take.

    Kana settle it; otherwise the document's language does, and otherwise the smallest national character set
    that has all the ideographs: GB 2312, then Big5, then Windows-31J.
    """
    if any(_is_kana(ord(char)) for char in text):
        return Han.JAPANESE
    tongue = language.lower()
    if tongue.startswith("ja"):
        return Han.JAPANESE
    if tongue.startswith("zh"):
        return Han.TRADITIONAL if any(mark in tongue for mark in ("hant", "tw", "hk")) else Han.SIMPLIFIED
    ideographs = "".join(char for char in text if _is_east_asian(ord(char)))
    for codec, han in (("gb2312", Han.SIMPLIFIED), ("big5", Han.TRADITIONAL), ("cp932", Han.JAPANESE)):
        try:
            ideographs.encode(codec)
        except UnicodeEncodeError:
            continue
        return han
    return Han.SIMPLIFIED
