"""Second ways round a rule: what one page keeps back must not come out through search, files, titles or a joint chart."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.domain.growth import OwnPart
from irt_desk.domain.notes import NoteContent, NotePart, ProgressNote, RiskCheck
from irt_desk.domain.patterns import PatternCode, PatternEpisode, RelationshipPattern, SafetyFlag
from irt_desk.domain.private_disclosures import PrivateDisclosure
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import Gate, IpvFinding, SafetyPlan
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.values import FuzzyDay, Instant
from irt_desk.errors import NotFound, Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from tests.joint import appointment, couple, prescreen
from tests.practices import Clock, screen

TOLD = "He stood in the doorway and would not let her pass that night"


def signed_call(desk: Desk, clock: Clock, unit_id: str, content: NoteContent) -> ProgressNote:
    """Record a telephone call, write its note and sign it."""
    starts, stops = Instant(clock() - timedelta(minutes=30)), Instant(clock() - timedelta(minutes=10))
    call = Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=stops, attendance=Attendance.CALL)
    note = desk.notes.start(desk.sessions.add_contact(call).value.id).value
    saved = desk.notes.save_draft(note.id, content, revision=note.revision).value
    return desk.notes.sign(saved.id).value


@pytest.mark.parametrize("part", list(NotePart))
def test_an_addendum_to_the_risk_check_is_found_by_no_search(
    desk: Desk, clock: Clock, unit_id: str, part: NotePart
) -> None:
    note = signed_call(desk, clock, unit_id, NoteContent(account="She called.", plan="We talk on Monday."))
    desk.notes.add_addendum(note.id, part=part, reason="left out", text=f"{TOLD}.")
    assert bool(desk.search.find("doorway")) is (part is not NotePart.RISK)


def test_a_hit_leads_to_the_record_it_stands_in_and_not_to_the_chart_of_both(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    hits = desk.search.find("humour")  # the strengths of the individual plan
    assert [(hit.kind, hit.unit_id) for hit in hits] == [("plan", unit)]
    assert [hit.unit_id for hit in desk.search.find("Noor") if hit.kind == "client"] == [unit]
    assert [hit.unit_id for hit in desk.search.find("Calliope") if hit.kind == "client"] == [joint]


def test_a_file_of_the_individual_record_is_not_in_the_chart_of_both(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    unit, joint = couple(desk, clock)
    paper = tmp_path / "letter.txt"
    paper.write_text("for her alone", "utf-8")
    kept = desk.attachments.add(unit, paper).value
    assert [one.id for one in desk.attachments.of(unit)] == [kept.id]
    assert desk.attachments.of(joint) == ()
    with pytest.raises(NotFound):
        desk.attachments.content(joint, kept.id)


def test_a_danger_told_by_one_of_two_keeps_patterns_and_own_parts_from_the_chart_of_both(
    desk: Desk, clock: Clock
) -> None:
    unit, joint = couple(desk, clock)
    pattern = RelationshipPattern(id="", unit_id=joint, code=PatternCode.PURSUE_WITHDRAW)
    part = OwnPart(id="", unit_id=joint, on=clock.today, entered=Instant(clock()), behaviour="I go quiet")
    screen(desk, clock, unit, IpvFinding.CURRENT_CONCERN)
    assert desk.show.chart(joint)["safety_gate"]["gate"] == Gate.BLOCKED
    assert desk.growth.of(joint).is_stopped
    assert desk.patterns.quick_facts(joint).is_stopped
    for act in (lambda: desk.patterns.save(pattern), lambda: desk.growth.add_own_part(part, 2)):
        with pytest.raises(Refused):
            act()


SAID = {
    "private": "There is a letter from the other city under the mattress",
    "plan": "The neighbour with the blue door keeps the spare keys for me",
    "risk": "Thoughts of walking into the river came back on two evenings",
    "addendum": "The river was told again on the telephone after the session",
}


@pytest.mark.parametrize("name", list(SAID))
def test_the_last_look_at_a_paper_knows_every_kind_of_safety_text(
    desk: Desk, clock: Clock, unit_id: str, name: str
) -> None:
    """The sentence is put where a document does read from, as a slip of the pen would: the paper does not leave."""
    risk = RiskCheck(detail=f"{SAID[name]}.") if name == "risk" else RiskCheck()
    content = NoteContent(account=f"She called. {SAID[name]}.", plan="We talk on Monday.", risk=risk)
    saved = signed_call(desk, clock, unit_id, content)
    if name == "private":
        desk.private_disclosures.add(
            PrivateDisclosure(id="", unit_id=unit_id, told_on=clock.today, recorded=Instant(clock()), text=SAID[name])
        )
    elif name == "plan":
        desk.safety.save_plan(SafetyPlan(unit_id=unit_id, people=SAID[name]))
    elif name == "addendum":
        desk.notes.add_addendum(saved.id, part=NotePart.RISK, reason="told later", text=SAID[name])
    asked = Asked(unit_id=unit_id, kind=DocumentKind.NOTE, reader=Reader.SUPERVISOR, subject=saved.id)
    with pytest.raises(UserError, match="must not leave"):
        desk.documents.preview(asked)


def test_the_personal_plan_lets_only_itself_through_the_last_look(desk: Desk, clock: Clock, unit_id: str) -> None:
    desk.relationships.save(
        Partner(id="", unit_id=unit_id, name="Ivo Brandt"), Relationship(id="", unit_id=unit_id, partner_id="")
    )
    desk.safety.save_plan(SafetyPlan(unit_id=unit_id, people=SAID["plan"]))
    asked = Asked(unit_id=unit_id, kind=DocumentKind.SAFETY_PLAN, reader=Reader.CLIENT, confirmed=True)
    assert desk.documents.preview(asked).startswith(b"%PDF")
    desk.private_disclosures.add(
        PrivateDisclosure(id="", unit_id=unit_id, told_on=clock.today, recorded=Instant(clock()), text=SAID["private"])
    )
    desk.safety.save_plan(SafetyPlan(unit_id=unit_id, people=SAID["plan"], steps=SAID["private"]))
    assert desk.documents.preview(asked).startswith(b"%PDF"), "what the client put into the plan is the plan"


def test_a_paper_does_not_leave_when_a_danger_was_told_while_its_preview_was_open(
    desk: Desk, clock: Clock, unit_id: str, tmp_path: Path
) -> None:
    screen(desk, clock, unit_id)
    asked = Asked(unit_id=unit_id, kind=DocumentKind.BLANK, reader=Reader.CLIENT)
    data = desk.documents.preview(asked)
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    with pytest.raises(Refused):
        desk.documents.issue(asked, data, path=tmp_path / "form.pdf")
    assert list(tmp_path.glob("*.pdf")) == []
    assert desk.documents.issued(unit_id) == ()


@pytest.mark.parametrize("act", ["UPDATE issued_document SET reader = 'self'", "DELETE FROM issued_document"])
def test_what_left_stays_written_down_as_it_left(
    desk: Desk, clock: Clock, unit_id: str, tmp_path: Path, act: str
) -> None:
    screen(desk, clock, unit_id)
    asked = Asked(unit_id=unit_id, kind=DocumentKind.BLANK, reader=Reader.CLIENT)
    desk.documents.write(asked, tmp_path / "form.pdf")
    with pytest.raises(Exception, match="append only"), desk.practice.database.raw() as con:
        con.execute(act)
    assert [one.reader for one in desk.documents.issued(unit_id)] == ["client"]


def test_a_danger_told_with_both_present_stops_the_next_meeting_until_each_was_asked_alone(
    desk: Desk, clock: Clock
) -> None:
    unit, joint = couple(desk, clock)
    made = desk.patterns.save(RelationshipPattern(id="", unit_id=joint, code=PatternCode.PURSUE_WITHDRAW)).value
    told = PatternEpisode(
        id="", unit_id=joint, pattern_id=made.id, happened=FuzzyDay(clock.today), entered=Instant(clock()),
        safety_flag=SafetyFlag.FRIGHTENED,
    )  # fmt: skip
    desk.patterns.log_episode(told)
    clock.pass_days(1)
    partner = desk.units.view(joint).link.partner_id
    for again in (lambda: screen(desk, clock, unit), lambda: prescreen(desk, clock, unit, partner)):
        assert desk.show.chart(joint)["safety_gate"]["gate"] == Gate.BLOCKED
        with pytest.raises(Refused):
            desk.sessions.schedule(appointment(clock, joint))
        again()
    assert desk.units.view(joint).keeps_from_meeting == ()


def test_what_one_tells_alone_is_never_written_into_the_chart_of_both(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    told = PrivateDisclosure(id="", unit_id=joint, told_on=clock.today, recorded=Instant(clock()), text=SAID["private"])
    for act in (
        lambda: desk.private_disclosures.add(told),
        lambda: desk.safety.save_plan(SafetyPlan(unit_id=joint, people=SAID["plan"])),
        lambda: screen(desk, clock, joint),
    ):
        with pytest.raises(UserError, match="own record"):
            act()
