"""A finished PDF, as its reader, a screen reader and an archive find it."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pikepdf
import pytest

import irt_desk.documents
from irt_desk.documents import blocks as b
from irt_desk.documents.render import render, unprintable
from irt_desk.domain.figures.primitives import Figure, Ink, Line, Text
from irt_desk.errors import Cancelled, UserError

NAMES = (
    "Zoë Brontë",
    "Nguyễn Thị Hương",
    "Γιώργος Παπαδόπουλος",
    "Агата Кристи",
    "שרה כהן",
    "李小龙",
    "王芳",
    "臺灣",
    "山田 太郎 やまだ",
    "髙橋 﨑子",
    "김철수",
    "뷁",
    "Łukasz Żółć",
    "Olúfẹ́mi Adébáyọ̀",
    "Hózhǫ́ Ị́hụ́ọ́má",
    "Šárka Ģirģensone",
    "Հայկ",
    "ნინო",
)
DRAWING = Figure(
    width=300,
    height=80,
    primitives=(Line(x1=0, y1=40, x2=300, y2=40, ink=Ink.CLIENT), Text(x=0, y=20, text="Агата 李小龙")),
    alternative_text="A line that stays level.",
)
EVERY_BLOCK = (
    b.Heading(2, "Course"),
    b.Paragraph("First line.\nSecond line.\n\nAnother paragraph, with an ★ and a 😀."),
    b.Heading(3, "In detail"),
    b.Paragraph("An aside.", b.Tone.MUTED),
    b.Paragraph("I want the weekends back.", b.Tone.CLIENT_WORDS),
    b.Paragraph("Not signed yet.", b.Tone.NOTICE),
    b.Facts((("Started", "3 March 2026"), ("Empty", ""), ("Names", ", ".join(NAMES)))),
    b.Table(("Skill", "Stage"), (("Time-out", "practising"), ("Soft start", "in session")), "Practised"),
    b.Table(("Nothing",), ()),
    b.Bullets(("One", "Two, which is longer. " * 12, "Three")),
    b.Hypothesis("What the partner may feel", "Failed before he speaks.", ("Worn out.", "Wants quiet.")),
    b.Figure(DRAWING),
    b.PageBreak(),
    b.SignatureLine("Dr. Nora Hale", "LMFT"),
    b.Signed("Signed by Dr. Nora Hale, LMFT, on 24 November 2026."),
)


def test_every_block_conforms_to_pdf_ua_and_pdf_a(make_document, failed_rules):
    assert failed_rules(render(make_document(*EVERY_BLOCK, draft=True))) == []


def test_letter_paper_and_no_letterhead_conform(make_document, failed_rules):
    document = make_document(*EVERY_BLOCK, page_size=b.PageSize.LETTER, letterhead=b.Letterhead(), reader_line="")
    data = render(document)
    assert failed_rules(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [float(edge) for edge in pdf.pages[0].mediabox] == [0, 0, 612, 792]


def test_a_document_without_blocks_conforms(make_document, failed_rules):
    assert failed_rules(render(make_document())) == []


def test_a_long_document_conforms_and_each_page_says_whose_it_is(make_document, failed_rules, pages_of):
    rows = tuple((f"Session {n}", "attended", "Spoke of the weekend. " * 6) for n in range(90))
    long = (*EVERY_BLOCK, b.Table(("Session", "Came", "Note"), rows, "Sessions"), b.Paragraph("Word " * 3000))
    data = render(make_document(*long, draft=True))
    pages = pages_of(data)
    assert len(pages) >= 10
    assert failed_rules(data) == []
    for number, text in enumerate(pages, start=1):
        assert "Zoë Brontë" in text
        assert "C-1042" in text
        assert "1 January 1988" in text
        assert f"Page {number} of {len(pages)}" in text
        assert "DRAFT - not signed" in text
        assert "Confidential" in text


def test_column_headings_are_repeated_on_each_page_of_a_table(make_document, pages_of):
    rows = tuple((f"Session {n}", "came") for n in range(80))
    pages = pages_of(render(make_document(b.Table(("When it was", "Came"), rows))))
    assert len(pages) > 2
    assert all("When it was" in text for text in pages)


def test_a_signed_document_has_no_draft_mark(make_document, pages_of):
    assert not any("DRAFT" in text for text in pages_of(render(make_document(*EVERY_BLOCK))))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_supported_script_is_read_back_as_typed(make_document, pages_of, name):
    document = make_document(
        b.Paragraph(name),
        b.Heading(2, name),
        b.Table(("Name",), ((name,),)),
        identity=b.PageIdentity(client_name=name, client_id="7", date_of_birth_text="x"),
    )
    assert unprintable(document) == ()
    assert pages_of(render(document))[0].count(name) == 4


def test_a_hebrew_name_inside_an_english_sentence_keeps_the_order_of_its_words(make_document, pages_of):
    sentence = "Her name is שרה כהן and she was born in 1990."
    assert sentence in pages_of(render(make_document(b.Paragraph(sentence))))[0]


def test_the_same_document_gives_the_same_bytes(make_document):
    one = render(make_document(*EVERY_BLOCK, draft=True))
    assert render(make_document(*EVERY_BLOCK, draft=True)) == one
    assert render(make_document(*EVERY_BLOCK, draft=False)) != one


def test_bytes_do_not_depend_on_the_process(make_document):
    code = (
        "import hashlib,sys\n"
        "from datetime import date\n"
        "from irt_desk.documents.blocks import *\n"
        "from irt_desk.documents.render import render\n"
        "i = PageIdentity(client_name='Zoë 李', client_id='7', date_of_birth_text='x')\n"
        "d = Document(kind=DocumentKind.SUMMARY, title='T', identity=i, made_on=date(2026, 1, 1),"
        " blocks=(Heading(2, 'A'), Paragraph('b 김 שרה'), Bullets(('c',))))\n"
        "print(hashlib.sha256(render(d)).hexdigest())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_metadata_holds_the_kind_the_language_and_one_day_and_nothing_else(make_document):
    document = make_document(*EVERY_BLOCK, title="Summary for CANARY", language="en-GB")
    data = render(document)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        xmp = pdf.Root.Metadata.read_bytes().decode()
        language = str(pdf.Root.Lang)
    day = "D:20261124000000+00'00'"
    assert info == {"/Title": "Treatment summary", "/CreationDate": day, "/ModDate": day}
    assert language == "en-GB"
    for canary in (
        "CANARY",
        "Brontë",
        "C-1042",
        "Hawthorn",
        "Nora",
        "ReportLab",
        "/work",
        "/home",
        "creator",
    ):
        assert canary not in xmp


def test_a_screen_reader_finds_headings_lists_tables_and_the_words_of_a_figure(make_document):
    with pikepdf.open(io.BytesIO(render(make_document(*EVERY_BLOCK)))) as pdf:
        nodes = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") is not None]
        roles = {str(node.S) for node in nodes if node.get("/Type") == pikepdf.Name.StructElem}
        spoken = [str(node.Alt) for node in nodes if "/Alt" in node]
        outline = [item.title for item in pdf.open_outline().root]
        marked = bool(pdf.Root.MarkInfo.Marked)
    wanted = {
        "H1",
        "H2",
        "H3",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "Caption",
        "Figure",
    }
    assert {f"/{role}" for role in wanted} <= roles
    assert spoken == ["A line that stays level."]
    assert outline == ["Treatment summary"]
    assert marked


def test_heading_levels_never_skip_one(make_document, failed_rules):
    assert failed_rules(render(make_document(b.Heading(3, "First"), b.Heading(6, "Deep"), b.Heading(1, "Up")))) == []


def test_a_hypothesis_is_called_one_in_words(make_document, pages_of):
    text = pages_of(render(make_document(b.Hypothesis("", "He may be afraid.", ("He may be tired.",)))))[0]
    assert "maybe, a hypothesis" in text
    assert "Another reading: He may be tired." in text


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("ع", "ARABIC LETTER AIN"),
        ("क", "DEVANAGARI LETTER KA"),
        ("ก", "THAI CHARACTER KO KAI"),
        ("ᠮ", "MONGOLIAN LETTER MA"),
        ("\ue000", "U+E000"),
        ("𪚥", "CJK UNIFIED IDEOGRAPH-2A6A5"),
    ],
)
def test_a_letter_no_font_sets_is_named_and_nothing_is_made(make_document, letter, name):
    document = make_document(b.Table(("Name",), ((f"Her name is {letter}li.",),)))
    found = unprintable(document)
    assert [(item.character, item.name) for item in found] == [(letter, name)]
    assert "Her name is" in found[0].text_excerpt
    with pytest.raises(UserError) as refused:
        render(document)
    assert refused.value.code == "document.unprintable"
    assert name.lower() in str(refused.value)


def test_a_letter_is_looked_for_in_figures_and_on_the_letterhead_too(make_document):
    drawing = Figure(width=9, height=9, primitives=(Text(x=0, y=5, text="क"),), alternative_text="x")
    document = make_document(b.Figure(drawing), letterhead=b.Letterhead(lines=("ก",)), footer_note="ع")
    assert {item.character for item in unprintable(document)} == {"क", "ก", "ع"}


def test_a_mark_that_composes_with_its_letter_is_printed_and_one_that_does_not_is_named(make_document):
    assert unprintable(make_document(b.Paragraph("Zoe\u0308"))) == ()
    assert [item.character for item in unprintable(make_document(b.Paragraph("q\u0489")))] == ["\u0489"]


def test_progress_rises_to_one(make_document):
    seen: list[float] = []
    render(make_document(*EVERY_BLOCK), progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > len(EVERY_BLOCK)


@pytest.mark.parametrize("after", [0, 1, 3, 12, 20])
def test_cancelling_at_any_moment_gives_no_file(make_document, after):
    asked = iter(range(1000))
    with pytest.raises(Cancelled):
        render(make_document(*EVERY_BLOCK), cancelled=lambda: next(asked) >= after)


def test_a_long_text_is_stopped_inside(make_document):
    asked: list[int] = []
    with pytest.raises(Cancelled):
        render(
            make_document(b.Paragraph("word " * 200_000)),
            cancelled=lambda: asked.append(1) or len(asked) > 20,
        )
    assert len(asked) == 21


@pytest.mark.parametrize(
    "block",
    [
        b.Paragraph("Some words, and <b>more</b> & more. " * 5600),
        b.Paragraph("x" * 200_000),
        b.Facts((("Note", "words and words " * 12_500),)),
        b.Table(("A", "B"), (("a", "words and words " * 12_500),)),
        b.Hypothesis("Guess", "words and words " * 12_500),
        b.Bullets(("line\n" * 40_000,)),
    ],
    ids=["paragraph", "one word", "facts", "table", "hypothesis", "lines"],
)
def test_200_000_characters_are_set_in_seconds(make_document, block):
    started = time.process_time()
    data = render(make_document(block))
    assert time.process_time() - started < 10.0  # about 2 s here; minutes when setting grows with the square
    assert data.startswith(b"%PDF-1.7")


def test_what_is_longer_than_a_page_is_all_there(make_document, pages_of):
    rows = " ".join(f"w{n}" for n in range(4000))
    document = make_document(b.Table(("A", "B"), (("a", rows),)), b.Hypothesis("g", rows), b.Facts((("f", rows),)))
    read = " ".join(pages_of(render(document))).split()
    assert all(read.count(f"w{n}") == 3 for n in range(0, 4000, 37))


def test_no_font_finder_and_no_markup_parser_is_loaded():
    code = (
        "import sys\n"
        "import irt_desk.documents.render, irt_desk.documents.leaks, irt_desk.documents.summary\n"
        "print([m for m in sys.modules if 'fontfinder' in m or 'platypus' in m or m.startswith('PySide6')"
        " or m.startswith('sqlalchemy')])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "[]"


def test_the_layer_never_calls_reportlabs_paragraph():
    folder = Path(irt_desk.documents.__file__).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [alias.name for alias in node.names]
                module = getattr(node, "module", None) or ""
                assert not any("platypus" in name for name in (module, *names)), path.name
                assert "fontfinder" not in module, path.name


def test_the_day_in_the_file_is_the_documents_own(make_document):
    assert b"D:19990102000000" in _info(render(make_document(made_on=date(1999, 1, 2))))


def _info(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return str(pdf.docinfo["/CreationDate"]).encode()


def test_deciding_what_a_document_says_loads_no_pdf_library():
    code = (
        "import sys\n"
        "import irt_desk.documents.summary, irt_desk.documents.redaction, irt_desk.documents.blocks\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('reportlab', 'pikepdf', 'pypdfium2', 'bidi', 'PIL')])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "[]"
