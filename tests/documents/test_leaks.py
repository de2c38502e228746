"""The last look finds what must not leave, wherever in the file it stands."""

from __future__ import annotations

import pytest

from irt_desk.documents import blocks as b
from irt_desk.documents.leaks import leaks
from irt_desk.documents.render import render
from irt_desk.domain.figures.primitives import Figure, Text

PIXEL = Figure(width=60, height=20, primitives=(Text(x=0, y=10, text="Marlow"),), alternative_text="About Quentin")


@pytest.mark.parametrize(
    ("blocks", "canary"),
    [
        ((b.Paragraph("We spoke of Daniel."),), "daniel"),
        ((b.Heading(2, "Daniel"),), "Daniel"),
        ((b.Table(("a",), (("to Daniel",),)),), "Daniel"),
        ((b.Bullets(("Zoë came",)),), "Zoe"),
        ((b.Hypothesis("g", "x", ("as Daniel says",)),), "Daniel"),
        ((b.Figure(PIXEL),), "Marlow"),
        ((b.Figure(PIXEL),), "Quentin"),
        (
            (b.Paragraph("word " * 15 + "the shelter on Linden Street knows of it " + "word " * 20),),
            "Linden Street",
        ),
        (
            (b.Paragraph("word " * 14 + "he took the car keys and the phone from her"),),
            "took the car keys and the phone",
        ),
        ((b.Paragraph("李小龙和王芳来了"),), "王芳"),
        ((b.Paragraph("I met שרה כהן today"),), "שרה כהן"),
        ((b.Paragraph("שרה כהן, 34, lives near me and the sea"),), "שרה כהן"),
        ((b.Signed("Signed by Daniel"),), "Daniel"),
    ],
)
def test_a_forbidden_text_is_found(make_document, blocks, canary):
    data = render(make_document(*blocks))
    assert leaks(data, (canary, "not there", canary)) == (canary,)


def test_a_clean_document_has_no_leaks(make_document):
    data = render(make_document(b.Paragraph("An annual plan, and I will rest.")))
    assert leaks(data, ("Ann", "Will", "", "  ", "danny@example.org")) == ()


def test_a_forbidden_text_in_the_metadata_is_found(make_document):
    data = render(make_document(b.Paragraph("x"), language="en-canarytongue"))
    assert leaks(data, ("canarytongue",)) == ("canarytongue",)
