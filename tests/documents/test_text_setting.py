"""Typed text prints as typed: nothing in it acts, nothing visible is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.documents import blocks as b
from irt_desk.documents import text as texts
from irt_desk.documents.cleaning import clean
from irt_desk.documents.fonts import Cut, Han, font_for, han_of
from irt_desk.documents.render import render, unprintable
from irt_desk.documents.text import Face, lines_of, width_of

HOSTILE = (
    "5 < 6 & 7 > 3",
    "<b>bold</b>",
    "<b>never closed",
    "</para>",
    "&lt;&amp;&#65;&nbsp;",
    '<img src="/etc/passwd" width="10" height="10"/>',
    '<img src="file:///etc/passwd"/>',
    '<a href="file:///etc/passwd">x</a>',
    '<font color="[1,0.5,0][0]">x</font>',
    "<font name='Nowhere' size='999'>x</font>",
    "<onDraw name='exit' label='x'/>",
    "<para><para>",
    "<!-- comment -->",
    "<![CDATA[ raw ]]>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "<br/><br/>",
    "<seq id='x'/>",
    "<index item='x'/>",
    "<greek>a</greek>",
    "<unichar value='65'/>",
    "<super>2</super>",
    "((((unbalanced",
    "))) Tj ET Q",
    "\\(escaped\\) \\n \\101",
    "%PDF-1.7 %%EOF",
    "endstream endobj",
    "/Artifact BMC EMC",
    "<< /JS (app.alert(1)) >>",
    "{braces} {0} {name!r} %s %(x)s",
    "${HOME} `id` $(id)",
    "'; DROP TABLE clients; --",
    "=HYPERLINK(1)",
    "../../etc/passwd",
    "C:\\Windows\\System32",
    "javascript:alert(1)",
    "“curly” ‘quotes’ – — …",
    "½ ⅓ ² ³ € £ ¥ ₹",
    "→ ← ↑ ↓ ↔ ⇒",
    "≤ ≥ ≠ ≈ ∞ √ ∑",
    "☀ ☂ ★ ☆ ☎ ✓ ✗",
    "😀 🌙 ⭐",
    "ﬁnd the ﬂow",
    "ǅ ǆ Ǆ",
    "ß ẞ ſ",
    "İstanbul ıI",
    "Ǻ Ȁ Ḁ",
    "Ω Å K",
    "ｆｕｌｌ　ｗｉｄｔｈ",
    "שלום",
    "१ is not here"[2:],
    "a-b—c/d_e|f~g^h@i#j",
    "!!!???...",
    "0123456789",
    "one\u00a0two",
    "A" * 500,
    "日本語の文章は、途中で改行されます。",
    "中文标点，也要放在行尾。「引号」",
    "한국어 문장입니다.",
    "mixed 日本 and Ελλάδα и Россия",
    "'single' \"double\" `back`",
)


def test_there_are_sixty_hostile_strings():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_string_prints_as_typed(make_document, pages_of, typed):
    document = make_document(b.Paragraph(f"Here: {typed}"), b.Table(("Cell",), ((typed,),)), b.Bullets((typed,)))
    assert unprintable(document) == ()
    whole = "".join(unicodedata.normalize("NFKC", " ".join(pages_of(render(document)))).split())
    wanted = "".join(unicodedata.normalize("NFKC", typed).split())  # PDFium reads a ligature as its letters
    assert whole.count(wanted) >= 2


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("safe\u202eelif\u202c.txt", "safeelif.txt"),
        ("zero\u200bwidth\u200d\u200c\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("lone\ud800surrogate", "lonesurrogate"),
        ("text\ufe0f style", "text style"),
        ("Zoe\u0308", "Zoë"),
        ("a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne"),
        ("tab\there", "tab    here"),
    ],
)
def test_what_cannot_be_seen_is_dropped_and_the_letters_stay(typed, printed):
    assert clean(typed) == printed


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Mn")), max_size=200))
def test_cleaning_keeps_every_visible_letter(typed):
    kept = "".join(clean(typed).split())
    wanted = "".join(unicodedata.normalize("NFC", typed).replace("\u2028", " ").replace("\u2029", " ").split())
    assert kept == wanted


@given(st.text(max_size=300), st.floats(20, 400))
def test_lines_hold_the_whole_text_in_order_and_fit(typed, width):
    flat = clean(typed).replace("\n", " ")
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in flat):
        return
    face = Face(10)
    lines = list(lines_of(flat, face, width))
    assert "".join(run.letters for line in lines for run in line.runs) == flat
    assert all(line.width <= width + 12 for line in lines if sum(len(run.letters) for run in line.runs) > 1)


def test_a_word_that_just_fits_its_column_is_not_broken():
    face = Face(8.5, Cut.BOLD)
    assert len(list(lines_of("Progress", face, width_of("Progress", face)))) == 1


def test_an_ellipsis_marks_what_was_cut():
    face = Face(10)
    cut = texts.shortened("A very long name indeed", face, 60)
    assert cut.endswith("…")
    assert width_of(cut, face) <= 60
    assert texts.shortened("Short", face, 60) == "Short"


@pytest.mark.parametrize(
    ("name", "han"),
    [
        ("李小龙", Han.SIMPLIFIED),
        ("臺灣", Han.TRADITIONAL),
        ("山田 やまだ", Han.JAPANESE),
        ("髙橋", Han.JAPANESE),
        ("Anna", Han.SIMPLIFIED),
    ],
)
def test_ideographs_take_the_shapes_of_the_names_language(name, han):
    assert han_of(name) is han


def test_the_documents_language_decides_where_the_name_leaves_it_open():
    assert han_of("山田", "ja") is Han.JAPANESE
    assert han_of("李", "zh-Hant") is Han.TRADITIONAL
    assert han_of("李", "zh-CN") is Han.SIMPLIFIED


def test_all_modern_hangul_is_set_and_all_basic_ideographs():
    assert all(font_for(chr(code)) == "KR" for code in range(0xAC00, 0xD7A4))
    assert all(font_for(chr(code)) for code in range(0x4E00, 0x9FA6))


def test_bold_falls_back_to_a_font_that_has_the_letter():
    assert font_for("a", Cut.BOLD) == "Sans-Bold"
    assert font_for("李", Cut.BOLD) == "SC"
    assert font_for("ש", Cut.BOLD) == "Hebrew-Bold"
