"""Lines broken by the width table fit in both bundled fonts and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk import paths
from irt_desk.domain.figures.measure import shorten, text_width, wrap

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=200)


@given(WORDS, st.floats(30, 300), st.booleans())
def test_wrapped_lines_fit_and_hold_every_word(text, width, bold):
    lines = wrap(text, width, 12, bold=bold)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 12, bold=bold) <= width or len(line) == 1 for line in lines)


@given(WORDS, st.floats(30, 300))
def test_a_limit_is_kept_and_shows_that_something_is_left_out(text, width):
    whole = wrap(text, width, 12)
    cut = wrap(text, width, 12, limit=2)
    assert len(cut) <= 2
    assert (cut == whole) or cut[-1].endswith("…")


def test_shortening_leaves_what_fits():
    assert shorten("Soft start", 200, 12) == "Soft start"
    assert shorten("A rather long name for an exit", 60, 12).endswith("…")


@pytest.mark.parametrize(
    ("file", "bold"),
    [
        (("fonts", "document", "NotoSans-Regular.ttf"), False),
        (("fonts", "document", "NotoSans-Bold.ttf"), True),
        (("fonts", "ui", "Inter_400Regular.ttf"), False),
        (("fonts", "ui", "Inter_700Bold.ttf"), True),
    ],
)
def test_no_bundled_font_is_wider_than_the_table(file, bold):
    ttfonts = pytest.importorskip("reportlab.pdfbase.ttfonts")
    face = ttfonts.TTFontFace(str(paths.resource(*file)))
    for text in (
        "Goes quiet, leaves for the garage",
        "Γιώργος Παπαδόπουλος",
        "Агата Кристи",
        "“WAVE” — №5 (maybe)",
    ):
        real = sum(face.getCharWidth(ord(char)) for char in text) / 1000 * 12
        assert real <= text_width(text, 12, bold=bold) * 1.01
