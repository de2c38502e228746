"""What the document tests share: a small document to build on, and a second reader's view of the finished file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import page
import pypdfium2
import pytest

from irt_desk.documents.blocks import Block, Document, DocumentKind, Letterhead, PageIdentity

MakeDocument = Callable[..., Document]


@pytest.fixture
def make_document() -> MakeDocument:
    """Return a function that makes a document of blocks; named values replace those of the example."""

    def make(*blocks: Block, **values: object) -> Document:
        example: dict[str, object] = {
            "kind": DocumentKind.SUMMARY,
            "title": "Treatment summary",
            "identity": PageIdentity(client_name="Zoë Brontë", client_id="C-1042", date_of_birth_text="1 January 1988"),
            "made_on": date(2026, 11, 24),
            "letterhead": Letterhead(lines=("Hawthorn Practice", "12 Long Street, Springfield")),
            "reader_line": "Prepared for: the client",
        }
        return Document(blocks=blocks, **{**example, **values})  # type: ignore[arg-type]  # names are those above

    return make


@pytest.fixture
def pages_of() -> Callable[[bytes], list[str]]:
    """Return a function that reads the text of each page with PDFium, spaces and line ends as single spaces."""

    def read(data: bytes) -> list[str]:
        document = pypdfium2.PdfDocument(data)
        try:
            return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]
        finally:
            document.close()

    return read


@pytest.fixture
def failed_rules(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """Return a function that names the rules of PDF/UA-1 and PDF/A-2a a file breaks."""

    def check(data: bytes) -> list[str]:
        path = tmp_path / "document.pdf"
        path.write_bytes(data)
        failed: list[str] = []
        for profile in ("ua1", "2a"):
            result = page.validate_pdf(path, profile=page.ValidationProfile(profile))
            assert result.rules.total > 100
            failed += [f"{failure.rule_id}: {failure.message}" for failure in result.failures]
        return failed

    return check
