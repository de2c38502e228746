"""Cut the document fonts out of the full families; run by hand, its results are committed.

``python resources/fonts/subset.py FOLDER`` where FOLDER holds the unpacked npm packages that README.md names. Needs
fontTools (not a dependency of the program). The cut keeps glyf outlines, drops hinting and every layout table (the
renderer sets one glyph a character), and keeps copyright, licence and family names.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset  # fontTools is installed by hand for this script only
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

HERE = Path(__file__).resolve().parent

# Ideographs outside the basic block that the PRC table of general standard characters (2013) lists; rare names use them.
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
    first_plane = {
        code for code in of_codec("euc_jis_2004", han) if len(chr(code).encode("euc_jis_2004")) == 2
    }
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


def cut(source: Path, keep: set[int], target: Path) -> int:
    """Write the subset and return how many characters it has."""
    font = TTFont(source)
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
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=keep)
    cutter.subset(font)
    if font["head"].unitsPerEm != 1000:
        scale_upem(
            font, 1000
        )  # ReportLab scales the widths of a shortened hmtx table twice at any other size
    font.save(target)
    return len(font.getBestCmap())


def main() -> int:
    """Cut every font and name what came out."""
    source = Path(sys.argv[1])
    for name, (file, keep) in plan().items():
        target = HERE / "document" / name
        target.parent.mkdir(exist_ok=True)
        count = cut(source / file, keep, target)
        sys.stdout.write(f"{name}: {count} characters, {target.stat().st_size // 1024} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
