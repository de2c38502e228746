"""Skills through the services: records, plans, review, looking back, stop codes, own skills, keeping it up, pages for home."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy.exc import DatabaseError

from irt_desk.documents.blocks import DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.cases import CaseState
from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.domain.content import StopCode
from irt_desk.domain.counts import SkillPlan, SkillUse
from irt_desk.domain.maintenance import FollowUp, FollowUpKind, FollowUpStatus, MaintenancePlan
from irt_desk.domain.own_skills import OwnSkill
from irt_desk.domain.patterns import ExitCode, PatternCode, PatternEpisode, RelationshipPattern
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.revisits import RevisitResult, SkillRevisit
from irt_desk.domain.safety import Gate, IpvFinding
from irt_desk.domain.skills import (
    AssignmentStatus,
    GotInWay,
    MasteryChange,
    MasteryStage,
    PracticeAssignment,
    PracticeDone,
    PracticeLog,
    SafeToTakeHome,
)
from irt_desk.domain.suitability import CautionFlag, CautionType, Severity
from irt_desk.domain.values import FuzzyDay, Instant, Invalid
from irt_desk.errors import NotFound, Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.document_makers import Asked
from irt_desk.services.skills import SkillView
from irt_desk.storage import tables
from tests.practices import Clock, screen


def give(desk: Desk, clock: Clock, unit_id: str, skill_id: str, **values: object) -> PracticeAssignment:
    wanted = PracticeAssignment(
        id="", unit_id=unit_id, skill_id=skill_id, skill_version=1, assigned_on=clock.today, **values
    )  # type: ignore[arg-type]  # fields of an assignment
    return desk.skills.assign(wanted).value


def log(clock: Clock, given: PracticeAssignment, **values: object) -> PracticeLog:
    base = {"done": PracticeDone.YES, **values}
    return PracticeLog(
        id="", unit_id="", assignment_id=given.id, skill_id="", on=clock.today, entered=Instant(clock()), **base
    )  # type: ignore[arg-type]  # fields of a log


def use(clock: Clock, unit_id: str, skill_id: str, **answers: str) -> SkillUse:
    return SkillUse(
        id="", unit_id=unit_id, skill_id=skill_id, skill_version=0, on=clock.today, entered=Instant(clock()),
        answers=answers,
    )  # fmt: skip


def view(desk: Desk, unit_id: str, skill_id: str) -> SkillView:
    return next(v for v in desk.skills.of(unit_id) if v.skill.id == skill_id)


def stage(desk: Desk, clock: Clock, unit_id: str, skill_id: str, to: MasteryStage, **values: object) -> MasteryChange:
    change = MasteryChange(
        id="", unit_id=unit_id, skill_id=skill_id, stage=to, on=clock.today, entered=Instant(clock()), **values
    )  # type: ignore[arg-type]  # fields of a change
    return desk.skills.set_stage(change).value


def dues(desk: Desk, unit_id: str) -> list[str]:
    return [due.code for due in desk.charts.head(unit_id).dues]


def refused(info: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [item.code for item in info.value.missing]


def test_a_review_is_stored_whole_or_not_at_all(desk: Desk, clock: Clock, unit_id: str) -> None:
    first, second = give(desk, clock, unit_id, "R1"), give(desk, clock, unit_id, "L2")
    clock.pass_days(7)
    with pytest.raises(Invalid):
        desk.skills.log_all((log(clock, first, usefulness=7), log(clock, second, usefulness=11)))
    assert all(v.logs == () for v in desk.skills.of(unit_id))
    made = desk.skills.log_all((log(clock, first, usefulness=7), log(clock, second, done=PracticeDone.NO))).value
    assert [entry.skill_id for entry in made] == ["R1", "L2"]
    assert view(desk, unit_id, "L2").logs[0].done is PracticeDone.NO


def test_unsafe_in_a_review_pauses_that_assignment_and_stops_the_case(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    first, second = give(desk, clock, unit_id, "R1"), give(desk, clock, unit_id, "S1")
    desk.skills.log_all((log(clock, first), log(clock, second, done=PracticeDone.NO, got_in_way=GotInWay.UNSAFE)))
    assert view(desk, unit_id, "R1").assignments[0].status is AssignmentStatus.ACTIVE
    assert view(desk, unit_id, "S1").assignments[0].status is AssignmentStatus.PAUSED
    assert desk.safety.standing(unit_id).gate is Gate.BLOCKED


def test_a_skill_given_before_a_stop_waits_and_a_free_one_does_not(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    give(desk, clock, unit_id, "S2")
    give(desk, clock, unit_id, "R1")
    assert not any(v.waits for v in desk.skills.of(unit_id))
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    assert {v.skill.id: v.waits for v in desk.skills.of(unit_id)} == {"S2": True, "R1": False}


def test_no_figure_of_an_own_part_is_shown_under_a_stop(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    give(desk, clock, unit_id, "U1")
    pattern = desk.patterns.save(RelationshipPattern(id="", unit_id=unit_id, code=PatternCode.PURSUE_WITHDRAW)).value
    desk.patterns.log_episode(
        PatternEpisode(
            id="", unit_id=unit_id, pattern_id=pattern.id, happened=FuzzyDay(clock.today), entered=Instant(clock()),
            own_part_awareness=3,
        )
    )  # fmt: skip
    assert view(desk, unit_id, "U1").counts.figures[0].value == 3
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    assert view(desk, unit_id, "U1").counts.figures == ()


def test_a_record_counts_and_a_mistaken_one_stays(desk: Desk, clock: Clock, unit_id: str) -> None:
    give(desk, clock, unit_id, "U5", gate_reason="asked alone")
    desk.skill_records.add(use(clock, unit_id, "U5", situation="late", feeling_before="80", feeling_after="45"))
    wrong = desk.skill_records.add(use(clock, unit_id, "U5", situation="late", feeling_before="8")).value
    counts = view(desk, unit_id, "U5").counts
    assert {f.count.code: f.value for f in counts.figures}["feeling_drop"] == 35
    desk.skill_records.mark_wrong(wrong.id)
    counts = view(desk, unit_id, "U5").counts
    assert {f.count.code: f.n for f in counts.figures}["feeling_before"] == 1
    with desk.practice.database.read() as c:
        assert len(tables.SKILL_USES.of_unit(c, unit_id)) == 2


def test_what_was_answered_is_locked_in_the_database_too(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = desk.skill_records.add(use(clock, unit_id, "C4", still_hurts_0_10="8")).value
    with pytest.raises(DatabaseError), desk.practice.database.transaction() as c:
        tables.SKILL_USES.replace(c, replace(made, answers={"still_hurts_0_10": "2"}))
    with pytest.raises(DatabaseError), desk.practice.database.transaction() as c:
        tables.SKILL_USES.remove(c, made.id)


def test_a_record_that_does_not_fit_is_refused_with_its_field(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(Invalid) as told:
        desk.skill_records.add(use(clock, unit_id, "S1", start_style="shouted", partner_response="engaged"))
    assert [(p.field, p.code) for p in told.value.problems] == [("start_style", "not_an_option")]
    with pytest.raises(Invalid):
        desk.skill_records.add(use(clock, unit_id, "U1", own_part_awareness="2"))
    with pytest.raises(NotFound):
        desk.skill_records.add(use(clock, unit_id, "Z9", any="1"))


def test_the_plan_of_a_time_out_has_versions(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    give(desk, clock, unit_id, "R4")

    def plan(**answers: str) -> SkillPlan:
        return SkillPlan(
            id="", unit_id=unit_id, skill_id="R4", skill_version=1, version=0, on=clock.today, entered=Instant(clock()),
            answers=answers,
        )  # fmt: skip

    with pytest.raises(Invalid) as told:
        desk.skill_records.save_plan(plan(signal="hand on the table", minutes="10"))
    assert [p.field for p in told.value.problems] == ["minutes"]
    desk.skill_records.save_plan(plan(signal="hand on the table", minutes="30"))
    desk.skill_records.save_plan(plan(signal="hand on the table", minutes="45"))
    counts = view(desk, unit_id, "R4").counts
    assert counts.plan is not None
    assert (counts.plan.version, counts.plan.answers["minutes"], counts.plan_versions) == (2, "45", 2)


def test_a_reliable_skill_comes_back_later_each_time(desk: Desk, clock: Clock, unit_id: str) -> None:
    give(desk, clock, unit_id, "R1")
    stage(desk, clock, unit_id, "R1", MasteryStage.RELIABLE_WHEN_CALM)
    desk.skills.end(desk.skills.of(unit_id)[0].assignments[0].id)
    first = clock.today + timedelta(days=14)
    assert view(desk, unit_id, "R1").revisit_on == first

    def look(result: RevisitResult) -> SkillRevisit:
        found = SkillRevisit(
            id="", unit_id=unit_id, skill_id="R1", on=clock.today, entered=Instant(clock()), result=result
        )
        return desk.skill_records.revisit(found).value

    clock.pass_days(14)
    assert look(RevisitResult.HOLDS).days == 28
    assert view(desk, unit_id, "R1").revisit_on == first + timedelta(days=28)
    clock.pass_days(28)
    assert look(RevisitResult.LAPSED).days == 14
    again = view(desk, unit_id, "R1")
    assert again.lapsed
    assert again.stage is MasteryStage.RELIABLE_WHEN_CALM, "a lapse is a flag, no stage"
    assert again.history[-1].lapsed


def test_a_look_back_is_due_in_a_case_that_runs(desk: Desk, clock: Clock, unit_id: str) -> None:
    desk.pathway.move(unit_id, CaseState.SCREENING)
    screen(desk, clock, unit_id)
    stage(desk, clock, unit_id, "R1", MasteryStage.RELIABLE_WHEN_CALM)
    clock.pass_days(13)
    assert "skill_revisit" not in dues(desk, unit_id), "screening is no care yet"
    row = next(r for r in desk.clients.rows() if r.unit_id == unit_id)
    assert row.dues == tuple(row.dues)


def test_the_clients_own_view_stands_beside_the_stage(desk: Desk, clock: Clock, unit_id: str) -> None:
    stage(desk, clock, unit_id, "R1", MasteryStage.REHEARSED, client_stage=MasteryStage.RELIABLE_WHEN_CALM)
    stage(desk, clock, unit_id, "R1", MasteryStage.TRIED_AT_HOME)
    found = view(desk, unit_id, "R1")
    assert (found.stage, found.client_stage) == (MasteryStage.TRIED_AT_HOME, MasteryStage.RELIABLE_WHEN_CALM)


def test_every_reason_of_a_refusal_comes_at_once(desk: Desk, clock: Clock, unit_id: str) -> None:
    desk.suitability.save_caution(
        CautionFlag(
            id="",
            unit_id=unit_id,
            type=CautionType.PARTNER_SUBSTANCE_USE,
            severity=Severity.HIGH,
            raised_on=clock.today,
        )
    )
    assert desk.skills.stop_signs(unit_id) == {StopCode.SU}
    with pytest.raises(Refused) as info:
        give(desk, clock, unit_id, "S1")
    assert refused(info) == ["skill_confirm", "stop_su"]
    made = give(desk, clock, unit_id, "S1", gate_reason="asked alone", stop_reasons={"SU": "at breakfast"})
    assert made.stop_reasons == {"SU": "at breakfast"}


def test_a_practice_by_event_names_its_event(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(Invalid) as told:
        give(desk, clock, unit_id, "R1", event_driven=True)
    assert [p.field for p in told.value.problems] == ["event"]
    assert give(desk, clock, unit_id, "R1", event_driven=True, event="the door falls shut").event_driven


OWN = OwnSkill(
    id="", code="", version=0, saved=Instant(Clock()()), name="Sit still", what="Stay for a minute.", steps=("Sit.",),
    home_practice="Once a day.", counts=("Minutes sat (minutes)",), stage_5="In a quarrel.", stop_when=(StopCode.SG,),
    source="Own practice.",
)  # fmt: skip


def test_an_own_skill_is_given_counted_and_gated_like_any_other(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = desk.skill_library.save(OWN).value
    assert (made.code, made.version) == ("X1", 1)
    assert desk.skill_library.save(replace(OWN, name="Other")).value.code == "X2"
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    with pytest.raises(Refused) as info:
        give(desk, clock, unit_id, "X1")
    assert refused(info) == ["skill_refused"]
    screen(desk, clock, unit_id, change_reason="It was about another person; no fear.")
    assert give(desk, clock, unit_id, "X1").skill_version == 1
    desk.skill_records.add(use(clock, unit_id, "X1", count_1="5"))
    desk.skill_records.add(use(clock, unit_id, "X1", count_1="7"))
    assert view(desk, unit_id, "X1").counts.figures[0].value == 12


def test_a_changed_own_skill_is_a_new_version_and_a_retired_one_stays_readable(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    made = desk.skill_library.save(replace(OWN, stop_when=(), when_not=("At night.",))).value
    give(desk, clock, unit_id, made.code)
    again = desk.skill_library.save(replace(made, name="Sit very still")).value
    assert (again.code, again.version) == (made.code, 2)
    assert view(desk, unit_id, made.code).assignments[0].skill_version == 1
    desk.skill_library.retire(made.code)
    assert made.code not in desk.skill_library.skills()
    assert view(desk, unit_id, made.code).skill.name == "Sit very still"
    desk.skill_library.retire(made.code, retired=False)
    assert made.code in desk.skill_library.skills()
    with pytest.raises(Invalid):
        desk.skill_library.save(replace(OWN, name=""))


def maintenance(clock: Clock, unit_id: str, **values: object) -> MaintenancePlan:
    base = {
        "early_signs": ("Two late nights without a word", "Theo goes quiet"),
        "exits": (ExitCode.SOFT_START,),
        **values,
    }
    return MaintenancePlan(id="", unit_id=unit_id, version=0, on=clock.today, entered=Instant(clock()), **base)  # type: ignore[arg-type]  # fields of a plan


def agree(desk: Desk, clock: Clock, unit_id: str) -> Consent:
    return desk.consents.sign(
        Consent(
            id="", unit_id=unit_id, type=ConsentType.FOLLOW_UP_CONTACT, version="1", signer=Signer.CLIENT,
            signer_name="Noor Adair", signed_on=clock.today,
        )
    ).value  # fmt: skip


def test_follow_ups_come_after_closing_and_with_consent(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(Refused) as info:
        desk.maintenance.plan_follow_ups(unit_id)
    assert refused(info) == ["follow_up_open_case", "follow_up_consent"]


def test_a_booster_follows_the_date_of_the_plan(desk: Desk, clock: Clock, unit_id: str) -> None:
    soon = clock.today + timedelta(days=5)
    first = desk.maintenance.save(maintenance(clock, unit_id, booster_on=soon)).value
    assert dues(desk, unit_id).count("booster_due") == 1
    desk.maintenance.save(replace(first, booster_on=soon + timedelta(days=1)))
    found = desk.maintenance.of(unit_id)
    assert (found.versions, found.plan and found.plan.version) == (2, 2)
    assert [(f.kind, f.due_on) for f in found.follow_ups] == [(FollowUpKind.BOOSTER, soon + timedelta(days=1))]
    desk.maintenance.save(replace(first, booster_on=None))
    assert [f.status for f in desk.maintenance.of(unit_id).follow_ups] == [FollowUpStatus.CANCELLED]
    assert "booster_due" not in dues(desk, unit_id)


def test_what_came_of_a_booster_is_kept_with_its_day(desk: Desk, clock: Clock, unit_id: str) -> None:
    desk.maintenance.save(maintenance(clock, unit_id, booster_on=clock.today))
    (booster,) = desk.maintenance.of(unit_id).follow_ups
    with pytest.raises(Invalid):
        desk.maintenance.record(replace(booster, status=FollowUpStatus.DONE))
    done = replace(booster, status=FollowUpStatus.DONE, done_on=clock.today, kind=FollowUpKind.FOLLOW_UP)
    assert desk.maintenance.record(done).value.kind is FollowUpKind.BOOSTER
    with pytest.raises(NotFound):
        desk.maintenance.record(FollowUp(id="no", unit_id=unit_id, kind=FollowUpKind.BOOSTER, due_on=clock.today))


def words_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(" ".join(document[n].get_textpage().get_text_bounded().split()) for n in range(len(document)))
    finally:
        document.close()


def page(desk: Desk, unit_id: str, kind: DocumentKind, subject: str = "", **values: object) -> str:
    asked = Asked(unit_id=unit_id, kind=kind, reader=Reader.CLIENT, subject=subject, **values)  # type: ignore[arg-type]  # fields of what is asked
    return words_of(desk.documents.preview(asked))


@pytest.fixture
def partner(desk: Desk, unit_id: str) -> None:
    desk.relationships.save(
        Partner(id="", unit_id=unit_id, name="Theo Lindholm"), Relationship(id="", unit_id=unit_id, partner_id="")
    )


@pytest.mark.usefixtures("partner")
def test_the_page_of_a_skill_says_it_in_plain_words_and_names_nobody(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    give(desk, clock, unit_id, "R4", safe_to_take_home=SafeToTakeHome.YES)
    plan = SkillPlan(
        id="", unit_id=unit_id, skill_id="R4", skill_version=1, version=0, on=clock.today, entered=Instant(clock()),
        answers={"signal": "a hand on Theo's table", "minutes": "30", "agreed_with_partner": "no"},
    )  # fmt: skip
    desk.skill_records.save_plan(plan)
    said = page(desk, unit_id, DocumentKind.HANDOUT, "R4")
    for text in ("A pause with a promise", "When to leave it", "My plan", "partner's table", "For your own use."):
        assert text in said
    for text in ("Theo", "Noor", "R4", "Agreed", "stonewalling", "IRT", "Client", "Date of birth", "Dr. Test"):
        assert text not in said


@pytest.mark.usefixtures("partner")
def test_no_page_goes_home_before_it_was_called_safe(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(UserError):
        page(desk, unit_id, DocumentKind.HANDOUT, "R1")
    screen(desk, clock, unit_id)
    given = give(desk, clock, unit_id, "R1")
    with pytest.raises(Refused) as info:
        page(desk, unit_id, DocumentKind.HANDOUT, "R1")
    assert refused(info) == ["handout_not_safe"]
    give(desk, clock, unit_id, "R1", safe_to_take_home=SafeToTakeHome.YES)
    assert "ladder" in page(desk, unit_id, DocumentKind.HANDOUT, "R1")
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    with pytest.raises(Refused) as info:
        page(desk, unit_id, DocumentKind.HANDOUT, "R1")
    assert refused(info) == ["document_stopped"]
    assert given.handout_version is None


@pytest.mark.parametrize(
    ("finding", "confirmed", "code"),
    [
        (None, True, "document_screen_only"),
        (IpvFinding.SITUATIONAL_LOW_SEVERITY, False, "document_confirm"),
        (IpvFinding.CURRENT_CONCERN, True, "document_stopped"),
        (IpvFinding.NONE_DISCLOSED, False, ""),
        (IpvFinding.SITUATIONAL_LOW_SEVERITY, True, ""),
    ],
)
@pytest.mark.usefixtures("partner")
def test_the_page_to_keep_follows_the_gate_and_names_no_partner(
    desk: Desk, clock: Clock, unit_id: str, finding: IpvFinding | None, confirmed: bool, code: str
) -> None:
    if finding is not None:
        screen(desk, clock, unit_id, finding)
    desk.maintenance.save(maintenance(clock, unit_id))
    if code:
        with pytest.raises(Refused) as info:
            page(desk, unit_id, DocumentKind.MAINTENANCE, confirmed=confirmed)
        assert refused(info) == [code]
        return
    said = page(desk, unit_id, DocumentKind.MAINTENANCE, confirmed=confirmed)
    assert "Two late nights without a word" in said
    assert "Partner goes quiet" in said
    assert "Theo" not in said


def test_without_a_plan_there_is_no_page_to_keep(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    with pytest.raises(Refused) as info:
        page(desk, unit_id, DocumentKind.MAINTENANCE)
    assert refused(info) == ["maintenance_plan"]
