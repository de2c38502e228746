"""Write the width table of figures from the bundled fonts; run by hand after a font changed.

``python resources/fonts/widths.py`` writes ``irt_desk/domain/figures/widths.py``. Needs fontTools, like ``subset.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "irt_desk" / "domain" / "figures" / "widths.py"
LETTERS = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x370, 0x3FE),
    (0x400, 0x45F),
    (0x5D0, 0x5EA),
    (0x1EA0, 0x1EF9),
    (0x2000, 0x206F),
    (0x20A0, 0x20BF),
    (0x2100, 0x214F),
    (0x2190, 0x226F),
)
HEAD = '''"""How wide letters are, in hundredths of the font size; data, not code.

For each letter the wider of Noto Sans (documents) and Inter (window), read from the fonts' hmtx tables, so that a line
broken by this table fits in both and breaks at the same place in both. ``resources/fonts/widths.py`` writes this file.
"""
'''


def widths(file: str) -> dict[int, float]:
    """Return the advance of each letter of a font in thousandths of the font size."""
    font = TTFont(HERE / file)
    unit = font["head"].unitsPerEm
    return {code: 1000 * font["hmtx"][glyph][0] / unit for code, glyph in font.getBestCmap().items()}


def table(paper: str, window: str) -> dict[int, str]:
    """Return the letters by width in hundredths, each by the wider of two fonts."""
    fonts = (widths(paper), widths(window))
    found: dict[int, str] = {}
    for code in (code for low, high in LETTERS for code in range(low, high + 1)):
        wide = max((font[code] for font in fonts if code in font), default=0)
        if wide > 0:
            found[round(wide / 10)] = found.get(round(wide / 10), "") + chr(code)
    return found


def written(name: str, letters: dict[int, str]) -> str:
    """Return a table as a Python assignment with lines of at most 84 letters."""
    rows = [f"{name}: dict[int, str] = {{"]
    for wide in sorted(letters):
        parts = [""]
        for char in letters[wide]:
            sign = f"\\{char}" if char in '"\\' else char if char.isprintable() else f"\\u{ord(char):04x}"
            if len(parts[-1]) + len(sign) > 84:
                parts.append("")
            parts[-1] += sign
        quoted = [f'"{part}"' for part in parts]
        rows += [f"    {wide}: {quoted[0]},"] if len(quoted) == 1 else [f"    {wide}: (", *quoted, "    ),"]
    return "\n".join([*rows, "}"])


def main() -> int:
    """Write the table."""
    regular = table("document/NotoSans-Regular.ttf", "ui/Inter_400Regular.ttf")
    bold = table("document/NotoSans-Bold.ttf", "ui/Inter_700Bold.ttf")
    TARGET.write_text(
        f"{HEAD}\nfrom __future__ import annotations\n\n{written('REGULAR', regular)}\n\n{written('BOLD', bold)}\n",
        encoding="utf-8",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
