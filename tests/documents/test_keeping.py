"""The page of signatures never stands alone: a part of what is signed is on it."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from irt_desk.documents.blocks import (
    Bullets,
    Document,
    DocumentKind,
    Facts,
    Heading,
    Letterhead,
    PageIdentity,
    PageSize,
    Paragraph,
    SignatureLine,
)
from irt_desk.documents.keeping import with_last_section
from irt_desk.documents.render import render


def pages(lines: int, size: PageSize) -> list[str]:
    """Return the words of each page of a paper whose middle is some lines long."""
    body = [
        Heading(2, "Middle"), Bullets(tuple(f"Point {n}" for n in range(lines))),
        Heading(2, "Last part"), Paragraph("Before the points"), Bullets(("First of it", "Second of it")),
    ]  # fmt: skip
    signing = (
        Heading(2, "Signing"),
        Paragraph("I agree", keep=True),
        SignatureLine("Noor Adair", keep=True),
        SignatureLine("Dr. Test"),
    )
    paper = Document(
        kind=DocumentKind.CONSENT, title="Paper", made_on=date(2026, 3, 2),
        identity=PageIdentity(client_name="Noor Adair", client_id="4", date_of_birth_text=""),
        blocks=(*with_last_section(body), *signing), letterhead=Letterhead(lines=("Practice",)), page_size=size,
    )  # fmt: skip
    with pypdfium2.PdfDocument(render(paper)) as made:
        return [page.get_textpage().get_text_range() for page in made]


@pytest.mark.parametrize("size", list(PageSize))
def test_whatever_the_length_the_signatures_share_their_page_with_the_whole_last_section(size: PageSize) -> None:
    for lines in range(18, 44, 3):
        (last,) = [words for words in pages(lines, size) if "I agree" in words]
        assert "Last part" in last, lines
        assert "First of it" in last, lines
        assert "Dr. Test" in last, lines


def test_only_the_last_section_is_held() -> None:
    kept = with_last_section(
        (Facts((("a", "b"),)), Heading(2, "One"), Bullets(("x",)), Heading(2, "Two"), Bullets(("y",)))
    )
    assert [block.keep for block in kept if isinstance(block, Bullets)] == [False, True]
    assert with_last_section((Paragraph("alone"),)) == (Paragraph("alone"),)
