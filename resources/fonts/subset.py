"""Cut the document fonts out of the full families; run by hand, its results are committed.

``python resources/fonts/subset.py FOLDER`` where FOLDER holds the unpacked npm packages that README.md names. Needs
fontTools (not a dependency of the program). The cut keeps glyf outlines, drops hinting and every layout table (the
renderer sets one glyph a character), and keeps copyright, licence and family names.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset  # fontTools is installed by hand for this script only
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

HERE = Path(__file__).resolve().parent

# Ideographs outside the basic block in the PRC table of general standard characters (2013); rare names use them.
RARE_NAMES = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘"
    "䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
CJK_SIGNS = (0x3000, 0x303F), (0xFF00, 0xFFEF), (0x2014, 0x2014), (0x2026, 0x2026)
KANA = (0x3040, 0x30FF), (0x31F0, 0x31FF)
LATIN = (0x20, 0x7E), (0xA0, 0xFF)
WESTERN = (
    (0x20, 0x7E),
    (0xA0, 0x52F),  # Latin, phonetic letters, modifiers, Greek, Cyrillic
    (0x1C80, 0x1C88),
    (0x1D00, 0x1EFF),  # phonetic extensions, Latin for Vietnamese
    (0x1F00, 0x1FFF),  # polytonic Greek
    (0x2000, 0x218F),  # punctuation, currency, letter-like signs, fractions
    (0x2190, 0x2193),
    (0x2212, 0x2265),
    (0x2C60, 0x2C7F),
    (0x2DE0, 0x2DFF),
    (0xA640, 0xA69F),
    (0xA720, 0xA7FF),
    (0xFB00, 0xFB06),
    (0xFFFC, 0xFFFD),
)
SIGNS = (  # from DejaVu Sans: what the others lack and what needs no shaping
    (0x0530, 0x058F),  # Armenian
    (0x10A0, 0x10FF),  # Georgian
    (0x2070, 0x27BF),
    (0x27C0, 0x2BFF),
    (0x2D00, 0x2D2F),
    (0x4DC0, 0x4DFF),
    (0x1D400, 0x1D7FF),
)

# Letters with a mark that Unicode has no composed letter for, as in the names Olúfẹ́mi and Hózhǫ́: glyphs of their own at
# private places that the PDF maps to the real letters.
COMPOSED_FIRST = 0xE000
COMPOSED_BASES = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    "ẠạẸẹỊịỌọỤụṢṣḌḍḤḥṬṭẒẓḲḳỴỵĄąĘęĮįǪǫŲųŊŋƆɔƐɛƁɓƊɗƘƙØøÆæŒ"
    "œÃãẼẽĨĩÕõŨũÑñĀāĒēĪīŌōŪūÄäËëÏïÖöÜüÂâÊêÎîÔôÛûƠơƯưıÇçŞş"
    "АЕИОУЫЭЮЯаеиоуыэюяєіїҐґ"
)
COMPOSED_MARKS = (
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u030d\u0311\u0323\u0324\u0325\u0327\u0328"
    "\u032d\u0330\u0331\u0358"
)
SOFT_DOTTED = {"i": "\u0131", "j": "\u0237"}


def spread(*ranges: tuple[int, int]) -> set[int]:
    """Return every code point of the ranges, ends included."""
    return {code for low, high in ranges for code in range(low, high + 1)}


def of_codec(codec: str, within: Iterable[int]) -> set[int]:
    """Return the code points that a character set can write."""
    found = set()
    for code in within:
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(code)
    return found


def han_japanese() -> set[int]:
    """Return the kanji of Windows-31J and of the first plane of JIS X 0213 (the name kanji)."""
    han = spread((0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))
    first_plane = {code for code in of_codec("euc_jis_2004", han) if len(chr(code).encode("euc_jis_2004")) == 2}
    return of_codec("cp932", han) | first_plane


def plan() -> dict[str, tuple[str, set[int]]]:
    """Return, for each file written, the package file it is cut from and the code points it keeps."""
    basic = spread((0x4E00, 0x9FFF))
    western = spread(*WESTERN)
    signs = spread(*CJK_SIGNS)
    big5 = of_codec("big5", basic)
    hangul = spread((0xAC00, 0xD7A3), (0x3131, 0x318E))
    emoji = spread((0x23, 0x39), (0xA9, 0xAE), (0x203C, 0x3299), (0x1F000, 0x1FAFF))
    return {
        "NotoSans-Regular.ttf": ("noto-sans/400Regular/NotoSans_400Regular.ttf", western),
        "NotoSans-Italic.ttf": ("noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf", western),
        "NotoSans-Bold.ttf": ("noto-sans/700Bold/NotoSans_700Bold.ttf", western),
        "NotoSansHebrew-Regular.ttf": (
            "noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
            spread((0x5BE, 0x5F4), (0x20AA, 0x20AA), (0xFB1D, 0xFB4F)),
        ),
        "NotoSansHebrew-Bold.ttf": (
            "noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf",
            spread((0x5BE, 0x5F4), (0x20AA, 0x20AA), (0xFB1D, 0xFB4F)),
        ),
        "NotoSansSC-Regular.ttf": (
            "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
            basic | signs | {ord(char) for char in RARE_NAMES},
        ),
        "NotoSansTC-Regular.ttf": (
            "noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf",
            big5 | signs | spread((0x3105, 0x312F)),
        ),
        "NotoSansJP-Regular.ttf": (
            "noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf",
            han_japanese() | signs | spread(*KANA),
        ),
        "NotoSansKR-Regular.ttf": ("noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf", hangul | signs),
        "NotoEmoji-Regular.ttf": ("noto-emoji/400Regular/NotoEmoji_400Regular.ttf", emoji),
        "DejaVuSans.ttf": ("dejavu/ttf/DejaVuSans.ttf", spread(*SIGNS)),
    }


def composed() -> dict[int, str]:
    """Return the private place of each letter with a mark that has no composed letter."""
    pairs = [base + mark for base in COMPOSED_BASES for mark in COMPOSED_MARKS]
    alone = [pair for pair in pairs if len(unicodedata.normalize("NFC", pair)) == 2]
    return {COMPOSED_FIRST + rank: pair for rank, pair in enumerate(alone)}


class Anchors:
    """Where a font wants marks on its letters (the mark-to-base lookups of its GPOS table)."""

    def __init__(self, font: TTFont) -> None:
        self.pairs: list[tuple[dict[str, tuple[int, int, int]], dict[str, list[tuple[int, int] | None]]]] = []
        for lookup in font["GPOS"].table.LookupList.Lookup:
            for table in lookup.SubTable:
                table = getattr(table, "ExtSubTable", table)
                if table.LookupType == 4:
                    self._read(table)

    def _read(self, table: object) -> None:
        marks = {
            glyph: (record.Class, record.MarkAnchor.XCoordinate, record.MarkAnchor.YCoordinate)
            for glyph, record in zip(table.MarkCoverage.glyphs, table.MarkArray.MarkRecord, strict=True)
        }
        bases = {
            glyph: [anchor and (anchor.XCoordinate, anchor.YCoordinate) for anchor in record.BaseAnchor]
            for glyph, record in zip(table.BaseCoverage.glyphs, table.BaseArray.BaseRecord, strict=True)
        }
        self.pairs.append((marks, bases))

    def shift(self, base: str, mark: str) -> tuple[int, int] | None:
        """Return how far a mark's glyph moves to sit on a letter's, or None when the font does not say."""
        for marks, bases in self.pairs:
            if mark in marks and base in bases:
                kind, x, y = marks[mark]
                place = bases[base][kind]
                if place:
                    return place[0] - x, place[1] - y
        return None


def add_composed(font: TTFont) -> set[int]:
    """Give a font a glyph for each letter of :func:`composed` it can build, and return their places."""
    cmap, anchors = font.getBestCmap(), Anchors(font)
    made = set()
    for place, pair in composed().items():
        parts = _parts(pair, cmap)
        shifts = [anchors.shift(parts[0], mark) for mark in parts[1:]] if parts else [None]
        if None in shifts:
            continue
        name = f"composed{place:04X}"
        glyph = Glyph()
        glyph.numberOfContours = -1
        glyph.components = []
        for part, (x, y) in zip(parts, [(0, 0), *shifts], strict=True):
            component = GlyphComponent()
            component.glyphName, component.x, component.y, component.flags = part, x, y, 0x4
            glyph.components.append(component)
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][parts[0]][0], glyph.xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[place] = name
        made.add(place)
    font.setGlyphOrder(list(font["glyf"].glyphOrder))
    return made


def _parts(pair: str, cmap: dict[int, str]) -> list[str]:
    """Return the glyphs of a letter and its marks; a soft dot gives way to a mark above."""
    base, mark = pair
    letters = [base]
    plain = unicodedata.normalize("NFD", base)
    if plain[0] in SOFT_DOTTED and unicodedata.combining(mark) in (230, 232):
        letters = [SOFT_DOTTED[plain[0]], *(part for part in plain[1:])]
    sequence = [*letters, mark]
    return [cmap[ord(part)] for part in sequence] if all(ord(part) in cmap for part in sequence) else []


def cut(source: Path, keep: set[int], target: Path) -> int:
    """Write the subset and return how many characters it has."""
    font = TTFont(source, recalcTimestamp=False)  # the same fonts give the same bytes
    if font["OS/2"].fsType & 0x000F not in (0,):
        raise SystemExit(f"{source.name} may not be embedded freely")
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += [
        "FFTM",
        "MATH",
        "gasp",
        "GSUB",
        "GPOS",
        "GDEF",
        "BASE",
        "JSTF",
        "vhea",
        "vmtx",
        "VORG",
        "DSIG",
        "STAT",
        "meta",
        "kern",
    ]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    if source.name.startswith("NotoSans_"):
        keep = keep | add_composed(font)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=keep)
    cutter.subset(font)
    if font["head"].unitsPerEm != 1000:
        scale_upem(font, 1000)  # ReportLab scales the widths of a shortened hmtx table twice at any other size
    font.save(target)
    return len(font.getBestCmap())


def main() -> int:
    """Cut every font and name what came out."""
    source = Path(sys.argv[1])
    letters = {"first": COMPOSED_FIRST, "letters": list(composed().values())}
    (HERE / "document" / "composed.json").write_text(json.dumps(letters, ensure_ascii=True), encoding="utf-8")
    for name, (file, keep) in plan().items():
        target = HERE / "document" / name
        target.parent.mkdir(exist_ok=True)
        count = cut(source / file, keep, target)
        sys.stdout.write(f"{name}: {count} characters, {target.stat().st_size // 1024} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
