"""The bundled fonts may be bundled, embedded and carried: licences beside them, no limits, a bearable size."""

from __future__ import annotations

import json
import struct

import pytest

from irt_desk import paths
from irt_desk.documents import fonts
from irt_desk.documents.composed import composed, letters_of
from irt_desk.documents.fonts import Cut

FOLDER = paths.resource("fonts")


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.ttf")), ids=lambda path: path.name)
def test_a_font_may_be_embedded_without_limits_and_has_true_type_outlines(path):
    data = path.read_bytes()
    count = struct.unpack(">H", data[4:6])[0]
    tables = {
        data[12 + 16 * n : 16 + 16 * n]: struct.unpack(">II", data[20 + 16 * n : 28 + 16 * n]) for n in range(count)
    }
    assert b"glyf" in tables
    start, _ = tables[b"OS/2"]
    assert struct.unpack(">H", data[start + 8 : start + 10])[0] == 0


def test_every_font_has_its_licence_beside_it_and_a_line_in_the_readme():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    licences = {"Inter", "NotoSans", "NotoSansHebrew", "NotoSansCJK", "NotoEmoji", "DejaVu"}
    found = {path.stem.removeprefix("LICENSE-") for path in FOLDER.rglob("LICENSE-*.txt")}
    assert found == licences
    for name in fonts.FILES.values():
        assert name.split("-")[0].removesuffix(".ttf") in readme


def test_all_fonts_together_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.ttf")) < 21_000_000


def test_letters_with_a_mark_of_their_own_are_in_every_cut_of_the_text_font():
    data = json.loads((FOLDER / "document" / "composed.json").read_text(encoding="utf-8"))
    places = [chr(data["first"] + rank) for rank in range(len(data["letters"]))]
    for name in ("Sans", "Sans-Bold", "Sans-Italic"):
        assert sum(fonts.has(name, place) for place in places) > 3_000
    assert fonts.font_for(composed("ẹ\u0301"), Cut.BOLD) == "Sans-Bold"


def test_a_letter_and_its_mark_come_back_as_they_were():
    text = "Olúfẹ́mi ọ̀"
    assert len(composed(text)) == len(text) - 2
    assert "".join(map(letters_of, composed(text))) == text
    assert composed("plain") == "plain"
