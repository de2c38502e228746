"""Formats, snippets, spelling, contacts and moves on a real encrypted practice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from irt_desk.domain.note_moves import MovedAs, MoveWay
from irt_desk.domain.note_views import NoteTemplate, TemplatePart
from irt_desk.domain.notes import (
    Intervention,
    InterventionKind,
    NoteContent,
    NoteStatus,
    ObjectiveProgress,
    Progress,
    ProgressNote,
    RiskCheck,
    RiskItem,
    RiskLevel,
)
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.snippets import Snippet
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import Refused, UserError
from irt_desk.services.desk import Desk
from tests.practices import Clock, new_client

WHOLE = NoteContent(
    account="Three fights about the bins.",
    presentation="Oriented.",
    risk=RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN),
    interventions=(Intervention(kind=InterventionKind.SKILL, ref="R4"),),
    response="Relieved.",
    own_part="I start with the bins.",
    partner_in_mind="maybe waiting for the storm to pass",
    another_reading="may just be tired",
    practice_until_then="One feeling first.",
    practice_by=None,
    plan="Look at the pause.",
)


def meet(desk: Desk, clock: Clock, unit_id: str, *, minutes: int = 53) -> Session:
    """Hold a session that ends now."""
    now = Instant(clock())
    starts = Instant(now.at - timedelta(minutes=minutes))
    made = desk.sessions.schedule(Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=now)).value
    return desk.sessions.attend(made.id, starts, now).value


def write(desk: Desk, clock: Clock, unit_id: str, content: NoteContent, *, sign: bool = True) -> ProgressNote:
    """Hold a session, write its note and sign it."""
    session = meet(desk, clock, unit_id)
    note = desk.notes.start(session.id).value
    content = replace(content, practice_by=clock.today + timedelta(days=7))
    note = desk.notes.save_draft(note.id, content, revision=note.revision).value
    return desk.notes.sign(note.id).value if sign else desk.notes.get(note.id)


def test_no_change_can_be_signed_where_it_stands_on_a_full_check(desk: Desk, clock: Clock, unit_id: str) -> None:
    write(desk, clock, unit_id, WHOLE)
    first_day = clock.today
    clock.pass_days(7)
    same = replace(WHOLE.risk, no_change=True, last_full_on=first_day)
    note = write(desk, clock, unit_id, replace(WHOLE, risk=same))
    assert note.status is NoteStatus.SIGNED
    clock.pass_days(7)
    wrong_day = replace(same, last_full_on=clock.today)
    with pytest.raises(Refused) as refused:
        write(desk, clock, unit_id, replace(WHOLE, risk=wrong_day))
    assert [reason.code for reason in refused.value.missing] == ["note_risk_stale"]  # type: ignore[attr-defined]  # Missing


def test_no_change_on_the_first_note_is_refused_with_everything_else(desk: Desk, clock: Clock, unit_id: str) -> None:
    risk = replace(WHOLE.risk, no_change=True, last_full_on=clock.today)
    with pytest.raises(Refused) as refused:
        write(desk, clock, unit_id, replace(WHOLE, risk=risk, account=""))
    assert [reason.code for reason in refused.value.missing] == ["note_account", "note_risk_stale"]  # type: ignore[attr-defined]  # Missing


def test_the_record_says_what_was_copied_and_not_edited(desk: Desk, clock: Clock, unit_id: str) -> None:
    first = write(desk, clock, unit_id, WHOLE)
    clock.pass_days(7)
    copied = replace(WHOLE, plan="Another plan.", carried=("practice_until_then", "plan"), carried_from=first.id)
    note = desk.notes.get(write(desk, clock, unit_id, copied).id)
    assert note.content.carried == ("practice_until_then",)
    assert note.content.carried_from == first.id
    assert desk.notes.verify(unit_id) == ()


def test_the_code_and_the_consent_are_part_of_the_seal(desk: Desk, clock: Clock, unit_id: str) -> None:
    session = meet(desk, clock, unit_id)
    session = desk.sessions.save(replace(session, service_code="90837")).value
    note = desk.notes.start(session.id).value
    content = replace(WHOLE, practice_by=clock.today, diagnosis_codes=("Z63.0",))
    desk.notes.save_draft(note.id, content, revision=0)
    desk.notes.sign(note.id)
    assert desk.notes.verify(unit_id) == ()
    with pytest.raises(Invalid):
        desk.sessions.save(replace(session, service_code="90834"))


def test_a_contact_has_a_note_and_no_number(desk: Desk, clock: Clock, unit_id: str) -> None:
    now = Instant(clock())
    call = Session(id="", unit_id=unit_id, episode_id="", starts=now, stops=now, attendance=Attendance.LETTER)
    made = desk.sessions.add_contact(call).value
    assert made.number is None
    note = desk.notes.start(made.id).value
    desk.notes.save_draft(note.id, NoteContent(account="Letter to the GP.", plan="None."), revision=0)
    assert desk.notes.sign(note.id).value.status is NoteStatus.SIGNED
    assert meet(desk, clock, unit_id).number == 1
    assert desk.notes.last_before(meet(desk, clock, unit_id).id) is None
    with pytest.raises(Invalid):
        desk.sessions.add_contact(replace(call, attendance=Attendance.ATTENDED))


def test_a_missed_session_is_noted_and_signed(desk: Desk, clock: Clock, unit_id: str) -> None:
    now = Instant(clock())
    made = desk.sessions.schedule(
        Session(id="", unit_id=unit_id, episode_id="", starts=now, stops=Instant(now.at + timedelta(minutes=50)))
    ).value
    desk.sessions.mark(made.id, Attendance.NO_SHOW)
    note = desk.notes.start(made.id).value
    assert [m.code for m in desk.notes.missing(note.id)] == ["note_missed_plan"]
    desk.notes.save_draft(note.id, NoteContent(plan="Left no message, offered Friday by mail."), revision=0)
    assert desk.notes.sign(note.id).value.signature is not None


@pytest.fixture
def other_id(desk: Desk, clock: Clock) -> str:
    return new_client(desk, clock, "Ilse Brandt")


def test_a_draft_moves_with_its_session_and_leaves_a_trace_in_both_charts(
    desk: Desk, clock: Clock, unit_id: str, other_id: str
) -> None:
    rated = (ObjectiveProgress(objective_id="not theirs", rating=Progress.BETTER),)
    note = write(desk, clock, unit_id, replace(WHOLE, progress=rated), sign=False)
    moved = desk.note_moves.move(note.id, other_id, reason="Opened the wrong chart").value
    assert (moved.id, moved.unit_id, moved.status) == (note.id, other_id, NoteStatus.DRAFT)
    assert moved.content.account == WHOLE.account
    assert moved.content.progress == ()
    assert desk.sessions.get(moved.session_id).number == 1
    assert desk.sessions.get(note.session_id).entered_in_error
    assert meet(desk, clock, unit_id).number == 1
    here, there = desk.note_moves.of_unit(unit_id), desk.note_moves.of_unit(other_id)
    assert [(m.way, m.moved_as, m.reason) for m in here] == [(MoveWay.OUT, MovedAs.DRAFT, "Opened the wrong chart")]
    assert [(m.way, m.left_out) for m in there] == [(MoveWay.IN, ("progress",))]
    assert not any("Brandt" in str(trace) or "Adair" in str(trace) for trace in (*here, *there))
    assert [hit.unit_id for hit in desk.search.find("bins")] == [other_id]


def test_a_signed_note_stays_in_error_and_a_draft_begins_where_it_belongs(
    desk: Desk, clock: Clock, unit_id: str, other_id: str
) -> None:
    note = write(desk, clock, unit_id, WHOLE)
    moved = desk.note_moves.move(note.id, other_id, reason="Wrong chart").value
    stays = desk.notes.get(note.id)
    assert stays.status is NoteStatus.ENTERED_IN_ERROR
    assert stays.content == note.content
    assert "Wrong chart" in stays.error_reason
    assert moved.status is NoteStatus.DRAFT
    assert moved.id != note.id
    assert desk.notes.verify(unit_id) == ()
    assert [m.moved_as for m in desk.note_moves.of_unit(other_id)] == [MovedAs.COPY]


def test_a_move_without_reason_to_the_same_chart_is_refused_with_both(desk: Desk, clock: Clock, unit_id: str) -> None:
    note = write(desk, clock, unit_id, WHOLE, sign=False)
    with pytest.raises(Refused) as refused:
        desk.note_moves.move(note.id, unit_id, reason=" ")
    assert [reason.code for reason in refused.value.missing] == ["reason", "note_move_same"]  # type: ignore[attr-defined]  # Missing


def test_a_snippet_of_ones_own_hides_the_built_in_one_until_it_retires(desk: Desk) -> None:
    built_in = next(s for s in desk.snippets.all() if s.trigger == "week")
    own = desk.snippets.save(replace(built_in, text="Since Monday: ___")).value
    assert [s.text for s in desk.snippets.all() if s.trigger == "week"] == ["Since Monday: ___"]
    assert desk.snippets.own() == (own,)
    desk.snippets.retire(own.id)
    assert [s.id for s in desk.snippets.all() if s.trigger == "week"] == ["built-in/week"]
    with pytest.raises(Invalid):
        desk.snippets.save(Snippet(id="", trigger="x y", title="", text="{who}"))


def test_places_are_filled_from_the_chart(desk: Desk, clock: Clock, unit_id: str) -> None:
    values = desk.snippets.values(unit_id)
    assert (values["client"], values["partner"], values["pronoun"]) == ("Noor", "the partner", "they")
    desk.relationships.save(
        Partner(id="", unit_id=unit_id, name="Sam Adair"), Relationship(id="", unit_id=unit_id, partner_id="")
    )
    write(desk, clock, unit_id, WHOLE)
    values = desk.snippets.values(unit_id, desk.sessions.of(unit_id)[0].id)
    assert (values["partner"], values["practice"], values["session"]) == ("Sam", "One feeling first.", "1")


def test_an_own_format_is_offered_and_may_come_first(desk: Desk) -> None:
    own = NoteTemplate(id="", name="Short", parts=(TemplatePart(title="All", fields=("account", "plan")),))
    made = desk.note_templates.save(own).value
    assert [layout.name for layout in desk.note_templates.layouts()] == ["GIRP", "SOAP", "DAP", "BIRP", "Short"]
    desk.note_templates.show_first(made.id)
    assert desk.note_templates.layouts()[0].name == "Short"
    desk.note_templates.retire(made.id)
    assert desk.note_templates.layouts()[0].name == "GIRP"
    with pytest.raises(Invalid):
        desk.note_templates.save(replace(own, name="SOAP"))


def test_spelling_knows_names_and_added_words_and_never_marks_them(desk: Desk, clock: Clock, unit_id: str) -> None:
    desk.relationships.save(
        Partner(id="", unit_id=unit_id, name="Tobiah Quillstone"), Relationship(id="", unit_id=unit_id, partner_id="")
    )
    text = "Noor Adair told that Tobiah\N{RIGHT SINGLE QUOTATION MARK}s brother recieved a lettre; colour, DBT, Zürich, dysregulated."
    checker = desk.spelling.checker(unit_id)
    assert [text[start : start + length] for start, length in checker.slips(text)] == ["recieved", "lettre"]
    assert checker.suggestions("recieved")[0] == "received"
    assert checker.suggestions("Teh")[0][0].isupper()
    desk.spelling.add("Lettre")
    assert desk.spelling.checker(unit_id).is_known("lettre")
    assert desk.spelling.words() == ("lettre",)
    desk.spelling.remove("lettre")
    assert not desk.spelling.checker(unit_id).is_known("lettre")
    with pytest.raises(UserError):
        desk.spelling.add("two words")
