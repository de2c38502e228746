"""Pages for home: a skill keeps its name and loses its code; what only looks like a code stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.documents.blocks import NOBODY, Bullets, Document, DocumentKind, Facts, Hypothesis, Paragraph, Table, Tone
from irt_desk.documents.plain_words import without_codes

SKILLS = {"S1": "Soft start", "R4": "Time-out with return", "X1": "Ask (gently)", "L2": "Reflect back", "Z9": ""}


def page(*blocks: object) -> Document:
    return Document(kind=DocumentKind.PLAN, title="Plan", identity=NOBODY, made_on=date(2026, 3, 2), blocks=blocks)  # type: ignore[arg-type]  # blocks of the test


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("Soft start (S1): heard twice", "Soft start: heard twice"),
        (
            "1.1 with: R4 Time-out with return, weekly; S1 Soft start",
            "1.1 with: Time-out with return, weekly; Soft start",
        ),
        ("Ask (gently) (X1)", "Ask (gently)"),
        ("They met in room S1, by the (R4) motorway", "They met in room S1, by the (R4) motorway"),
        ("BS1 Soft start", "BS1 Soft start"),
        ("", ""),
    ],
)
def test_only_a_code_beside_its_name_goes(text: str, then: str) -> None:
    assert without_codes(page(Paragraph(text, Tone.NOTICE)), SKILLS).blocks == (Paragraph(then, Tone.NOTICE),)


def test_every_kind_of_block_is_looked_at() -> None:
    said = "Reflect back (L2)"
    blocks = (
        Facts(((said, said),)),
        Table((said,), ((said, said),), said),
        Bullets((said,)),
        Hypothesis(said, said, (said,)),
    )
    assert "L2" not in repr(without_codes(page(*blocks), SKILLS).blocks)
    assert "L2" in repr(page(*blocks))


@given(st.text(max_size=60))
def test_a_text_without_a_skill_in_it_stays_as_it_was_typed(text: str) -> None:
    if not any(name and name in text for name in SKILLS.values()):
        assert without_codes(page(Paragraph(text)), SKILLS).blocks == (Paragraph(text),)
    assert without_codes(page(Paragraph(text)), {}).blocks == (Paragraph(text),)
