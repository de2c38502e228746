"""Notes on paper: what each reader may have, in every format; drafts, corrections and late entries are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.documents.blocks import Block, Document, DocumentKind, Facts, Heading, Hypothesis, Paragraph, Signed
from irt_desk.documents.leaks import words_of
from irt_desk.documents.redaction import Reader
from irt_desk.domain.note_views import NoteTemplate, TemplatePart
from irt_desk.domain.notes import (
    Intervention,
    InterventionKind,
    NoteContent,
    NotePart,
    ProgressNote,
    PulseItem,
    RiskCheck,
    RiskItem,
    RiskLevel,
    Understood,
)
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.sessions import Present, PresentRole, Session
from irt_desk.domain.values import Instant
from irt_desk.errors import Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked
from tests.practices import Clock, new_client, new_desk, screen

CONTENT = NoteContent(
    account="As told by Noor: three evenings, Tobiah left the table twice.",
    presentation="Oriented, tired.",
    pulse={PulseItem.MOOD: 6},
    risk=RiskCheck(
        asked=tuple(RiskItem), level=RiskLevel.CONCERN,
        detail="Told of a thought of driving into the wall.", action="Agreed who to ring at night and when.",
    ),
    interventions=(
        Intervention(kind=InterventionKind.SKILL, ref="R4", text="rehearsed"),
        Intervention(kind=InterventionKind.PSYCHOEDUCATION, ref="R1", text="the ladder", understood=Understood.PARTLY),
    ),
    response="Relieved.",
    own_part="I knock harder.",
    partner_in_mind="maybe Tobiah hears a charge",
    another_reading="tired after the shift",
    practice_until_then="One feeling first.",
    plan="Look at the pause.",
    diagnosis_codes=("Z63.0", "Z69.11"),
    private_disclosure="She read a message on his phone and told nobody about it.",
)  # fmt: skip
NEVER = ("driving into the wall", "ring at night", "Z69.11", "read a message on his phone", "colder than she says")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = new_desk(tmp_path / "Test.irtdesk", clock)
    yield made
    made.practice.close()


@pytest.fixture
def unit_id(desk: Desk, clock: Clock) -> str:
    unit_id = new_client(desk, clock)
    screen(desk, clock, unit_id)
    desk.relationships.save(
        Partner(id="", unit_id=unit_id, name="Tobiah Quill", phone="555 0199"),
        Relationship(id="", unit_id=unit_id, partner_id=""),
    )
    return unit_id


def written(
    desk: Desk, clock: Clock, unit_id: str, content: NoteContent = CONTENT, *, sign: bool = True
) -> ProgressNote:
    now = Instant(clock())
    starts = Instant(now.at - timedelta(minutes=53))
    present = (Present(role=PresentRole.CLIENT), Present(role=PresentRole.PARTNER_GUEST, name="Tobiah"))
    session = Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=now)
    planned = desk.sessions.attend(desk.sessions.schedule(session).value.id, starts, now).value
    made = desk.sessions.save(
        replace(planned, present=present)
    ).value  # the partner came in for a moment; nobody planned it
    note = desk.notes.start(made.id).value
    content = replace(content, practice_by=clock.today + timedelta(days=7))
    desk.notes.save_draft(note.id, content, revision=note.revision)
    return desk.notes.sign(note.id).value if sign else desk.notes.get(note.id)


def paper(desk: Desk, note: ProgressNote, reader: Reader = Reader.SELF, **more: object) -> Document:
    asked = Asked(unit_id=note.unit_id, kind=DocumentKind.NOTE, reader=reader, subject=note.id, **more)  # type: ignore[arg-type]  # by name
    return desk.documents.document(asked)


def texts(block: Block) -> list[str]:
    match block:
        case Paragraph() | Heading() | Signed():
            return [block.text]
        case Hypothesis():
            return [block.label, block.text, *block.alternatives]
        case Facts():
            return [text for pair in block.pairs for text in pair]
    return []


def said(document: Document) -> str:
    return "\n".join(text for block in document.blocks for text in texts(block))


@pytest.mark.parametrize("reader", [Reader.SELF, Reader.CLINICIAN, Reader.SUPERVISOR, Reader.CLIENT])
@pytest.mark.parametrize("view", ["", "soap", "DAP", "birp"])
def test_no_reader_gets_what_must_not_leave(desk: Desk, clock: Clock, unit_id: str, reader: Reader, view: str) -> None:
    text = said(paper(desk, written(desk, clock, unit_id), reader, view=view))
    assert [canary for canary in (*NEVER, "Tobiah", "Quill") if canary in text] == []
    assert "As told by Noor: three evenings, partner left the table twice." in text
    assert "the ladder (understood: partly)" in text
    assert "Z63.0" in text


def test_a_page_at_home_does_not_even_tell_the_result_of_the_risk_check(desk: Desk, clock: Clock, unit_id: str) -> None:
    note = written(desk, clock, unit_id)
    assert "concern" in said(paper(desk, note, Reader.SUPERVISOR)).lower()
    assert "concern" not in said(paper(desk, note, Reader.CLIENT)).lower()


def test_what_the_partner_may_think_is_always_a_guess_with_another_reading(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    guesses = [block for block in paper(desk, written(desk, clock, unit_id)).blocks if isinstance(block, Hypothesis)]
    assert [(guess.text, guess.alternatives) for guess in guesses] == [
        ("maybe partner hears a charge", ("tired after the shift",))
    ]


def test_a_draft_says_so_and_a_signed_note_carries_signature_and_correction(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    draft = written(desk, clock, unit_id, sign=False)
    assert paper(desk, draft).draft
    clock.pass_days(7)
    note = written(desk, clock, unit_id)
    desk.notes.add_addendum(note.id, part=NotePart.WHAT_HAPPENED, reason="Wrong day", text="It was Tuesday.")
    document = paper(desk, note)
    text = said(document)
    assert not document.draft
    assert "Dr. Test, PhD" in text
    assert text.index("Relieved.") < text.index("Wrong day") < text.index("It was Tuesday.") < text.index("Plan\n")


def test_an_own_format_prints_under_its_own_headings(desk: Desk, clock: Clock, unit_id: str) -> None:
    own = NoteTemplate(id="", name="Short", parts=(TemplatePart(title="Heard", fields=("account",)),))
    desk.note_templates.save(own)
    text = said(paper(desk, written(desk, clock, unit_id), view="Short"))
    assert text.index("Heard") < text.index("Also in this note")
    with pytest.raises(UserError, match="GIRP, SOAP, DAP, BIRP, Short"):
        paper(desk, desk.notes.last_signed(unit_id)[0], view="Long")  # type: ignore[index]  # it was just signed


def test_the_notes_of_a_period(desk: Desk, clock: Clock, unit_id: str) -> None:
    first = clock.today
    for _ in range(3):
        written(desk, clock, unit_id)
        clock.pass_days(7)
    asked = Asked(unit_id=unit_id, kind=DocumentKind.NOTES, reader=Reader.SELF)
    middle = first + timedelta(days=7)
    heads = [
        b.text
        for b in desk.documents.document(replace(asked, since=middle)).blocks
        if isinstance(b, Heading) and b.level == 2
    ]
    assert [head.split(",")[0] for head in heads] == ["Session 2", "Session 3"]
    with pytest.raises(UserError, match="no note in this period"):
        desk.documents.document(replace(asked, until=first - timedelta(days=1)))


def test_nothing_goes_home_while_the_case_is_stopped(desk: Desk, clock: Clock, unit_id: str) -> None:
    note = written(desk, clock, unit_id)
    screen(desk, clock, unit_id, IpvFinding.COERCIVE_CONTROL_SUSPECTED)
    with pytest.raises(Refused):
        paper(desk, note, Reader.CLIENT)
    assert "three evenings" in said(paper(desk, note, Reader.SUPERVISOR))


def test_the_finished_pages_pass_the_leak_check(desk: Desk, clock: Clock, unit_id: str, tmp_path: Path) -> None:
    note = written(desk, clock, unit_id)
    out = tmp_path / "note.pdf"
    asked = Asked(unit_id=unit_id, kind=DocumentKind.NOTE, reader=Reader.CLIENT, subject=note.id)
    desk.documents.write(asked, out)
    assert [canary for canary in (*NEVER, "Tobiah") if canary in words_of(out.read_bytes())] == []
