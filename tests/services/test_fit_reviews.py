"""Suitability drift on a real practice: what comes up later asks for a review, quietly; closing it takes a decision (rows 79 to 83)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from irt_desk.domain.dues import DueKind
from irt_desk.domain.fit_review import DriftOrigin, DriftTopic
from irt_desk.domain.ledger import Assertion
from irt_desk.domain.notes import Intervention, InterventionKind, NoteContent, NotePart, RiskCheck, RiskItem, RiskLevel
from irt_desk.domain.patterns import PatternCode, PatternEpisode, RelationshipPattern, SafetyFlag
from irt_desk.domain.sessions import Session
from irt_desk.domain.skills import GotInWay, PracticeAssignment, PracticeDone, PracticeLog
from irt_desk.domain.suitability import (
    Barrier,
    BarrierHolder,
    BarrierType,
    CautionFlag,
    CautionType,
    FitDecision,
    FitOutcome,
    Severity,
)
from irt_desk.domain.values import FuzzyDay, Instant, Invalid
from irt_desk.services.desk import Desk
from irt_desk.storage import tables
from tests.practices import Clock, screen


@pytest.fixture
def decided(desk: Desk, clock: Clock, unit_id: str) -> str:
    """Return a record whose fit was decided."""
    screen(desk, clock, unit_id)
    made = FitDecision(id="", unit_id=unit_id, on=clock.today, outcome=FitOutcome.IRT_RECOMMENDED, summary="fits")
    desk.suitability.decide_fit(made)
    clock.pass_days(7)
    return unit_id


def signed_note(desk: Desk, clock: Clock, unit_id: str, account: str) -> str:
    starts = Instant(clock())
    stops = Instant(starts.at + timedelta(minutes=50))
    session = desk.sessions.schedule(Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=stops)).value
    clock.pass_days(0.05)
    desk.sessions.attend(session.id, starts, stops)
    note = desk.notes.start(session.id).value
    content = NoteContent(
        account=account, presentation="calm", response="thoughtful", own_part="asks twice", partner_in_mind="maybe tired",
        another_reading="may like the quiet", interventions=(Intervention(kind=InterventionKind.TECHNIQUE, text="map"),),
        no_practice_because="none needed", plan="go on", risk=RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN),
    )  # fmt: skip
    note = desk.notes.save_draft(note.id, content, revision=note.revision).value
    desk.notes.sign(note.id)
    return note.id


def waiting(desk: Desk, unit_id: str) -> list[tuple[DriftTopic, DriftOrigin]]:
    return [(s.topic, s.origin) for s in desk.fit_reviews.of(unit_id).open[::-1]]


def due(desk: Desk, unit_id: str) -> list[str]:
    return [d.code for d in desk.charts.head(unit_id).dues if d.kind is DueKind.FIT_REVIEW]


def test_before_the_fit_is_decided_nothing_is_late(desk: Desk, clock: Clock, unit_id: str) -> None:
    flag = CautionFlag(
        id="", unit_id=unit_id, type=CautionType.PARTNER_SUBSTANCE_USE, severity=Severity.LOW, raised_on=clock.today
    )
    desk.suitability.save_caution(flag)
    assert waiting(desk, unit_id) == []
    assert due(desk, unit_id) == []


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        (CautionType.PARTNER_SUBSTANCE_USE, DriftTopic.SUBSTANCE),
        (CautionType.CLIENT_MENTAL_HEALTH, DriftTopic.SEVERE_ILLNESS),
        (CautionType.IPV_OR_COERCION, DriftTopic.VIOLENCE),
    ],
)
def test_a_later_caution_asks_for_a_review_once(
    desk: Desk, clock: Clock, decided: str, kind: CautionType, topic: DriftTopic
) -> None:
    flag = CautionFlag(id="", unit_id=decided, type=kind, severity=Severity.HIGH, raised_on=clock.today)
    flag = desk.suitability.save_caution(flag).value
    desk.suitability.save_caution(replace(flag, plan="a plan"))
    assert waiting(desk, decided) == [(topic, DriftOrigin.CAUTION)]
    assert due(desk, decided) == ["fit_review"]


def test_a_later_barrier_an_episode_a_practice_and_the_ledger_ask_too(desk: Desk, clock: Clock, decided: str) -> None:
    fear = Barrier(
        id="", unit_id=decided, type=BarrierType.CLIENT_FEAR_OF_PARTNER_REACTION, held_by=BarrierHolder.CLIENT
    )
    desk.suitability.save_barrier(fear)
    pattern = desk.patterns.save(RelationshipPattern(id="", unit_id=decided, code=PatternCode.PURSUE_WITHDRAW)).value
    desk.patterns.log_episode(
        PatternEpisode(
            id="", unit_id=decided, pattern_id=pattern.id, happened=FuzzyDay(clock.today), entered=Instant(clock()),
            safety_flag=SafetyFlag.FRIGHTENED,
        )
    )  # fmt: skip
    given = desk.skills.assign(
        PracticeAssignment(id="", unit_id=decided, skill_id="R1", skill_version=1, assigned_on=clock.today)
    ).value
    desk.skills.log(
        PracticeLog(
            id="", unit_id=decided, assignment_id=given.id, skill_id="R1", on=clock.today, entered=Instant(clock()),
            done=PracticeDone.NO, got_in_way=GotInWay.UNSAFE,
        )
    )  # fmt: skip
    told = Assertion(id="", unit_id=decided, text="He was drunk again.", told_on=clock.today, recorded=Instant(clock()))
    desk.ledger.add(told)
    assert waiting(desk, decided) == [
        (DriftTopic.VIOLENCE, DriftOrigin.BARRIER),
        (DriftTopic.VIOLENCE, DriftOrigin.EPISODE),
        (DriftTopic.VIOLENCE, DriftOrigin.PRACTICE),
        (DriftTopic.SUBSTANCE, DriftOrigin.LEDGER),
    ]


def test_a_signed_note_asks_and_a_draft_does_not(desk: Desk, clock: Clock, decided: str) -> None:
    note_id = signed_note(desk, clock, decided, "A quiet week.")
    assert waiting(desk, decided) == []
    desk.notes.add_addendum(note_id, part=NotePart.WHOLE, reason="left out", text="He passed out on the stairs.")
    assert waiting(desk, decided) == [(DriftTopic.SUBSTANCE, DriftOrigin.NOTE)]
    signed_note(desk, clock, decided, "He was drunk on Sunday.")
    assert waiting(desk, decided) == [(DriftTopic.SUBSTANCE, DriftOrigin.NOTE)], "one open sign of a topic is enough"


def test_a_topic_with_a_caution_is_already_seen_to(desk: Desk, clock: Clock, unit_id: str) -> None:
    flag = CautionFlag(
        id="", unit_id=unit_id, type=CautionType.PARTNER_SUBSTANCE_USE, severity=Severity.LOW, raised_on=clock.today
    )
    desk.suitability.save_caution(flag)
    made = FitDecision(id="", unit_id=unit_id, on=clock.today, outcome=FitOutcome.IRT_WITH_CAUTION, summary="fits")
    desk.suitability.decide_fit(made)
    signed_note(desk, clock, unit_id, "He was drunk on Sunday.")
    assert waiting(desk, unit_id) == []


def test_closing_takes_a_decision_with_a_reason_and_the_evidence_stays(desk: Desk, clock: Clock, decided: str) -> None:
    desk.fit_reviews.mark(decided, DriftTopic.SUBSTANCE, "his brother told her of the pills")
    with pytest.raises(Invalid):
        desk.fit_reviews.close(decided, FitOutcome.IRT_WITH_CAUTION, " ")
    assert due(desk, decided) == ["fit_review"]
    desk.fit_reviews.close(decided, FitOutcome.IRT_WITH_CAUTION, "Asked; a caution with a plan is there.")
    seen = desk.fit_reviews.of(decided)
    assert seen.open == ()
    assert [s.words for s in seen.answered] == ["his brother told her of the pills"]
    assert due(desk, decided) == []
    with pytest.raises(Invalid) as refused:
        desk.fit_reviews.close(decided, FitOutcome.IRT_WITH_CAUTION, "again")
    assert [p.code for p in refused.value.problems] == ["nothing_to_review"]
    for table, key in ((tables.DRIFT_SIGNS, seen.answered[0].id), (tables.FIT_REVIEWS, seen.reviews[0].id)):
        with pytest.raises(Exception, match="kept"), desk.practice.database.transaction() as c:
            table.remove(c, key)
    with pytest.raises(Exception, match="append only"), desk.practice.database.transaction() as c:
        tables.DRIFT_SIGNS.replace(c, replace(seen.answered[0], topic=DriftTopic.VIOLENCE))


def test_words_ask_again_after_a_while_and_a_flag_at_once(desk: Desk, clock: Clock, decided: str) -> None:
    signed_note(desk, clock, decided, "He was drunk on Sunday.")
    desk.fit_reviews.close(decided, FitOutcome.IRT_RECOMMENDED, "One birthday; asked both ways.")
    clock.pass_days(7)
    signed_note(desk, clock, decided, "Drunk again at the wedding.")
    assert waiting(desk, decided) == []
    desk.fit_reviews.mark(decided, DriftTopic.SUBSTANCE, "second time")
    assert waiting(desk, decided) == [(DriftTopic.SUBSTANCE, DriftOrigin.MARK)]
    desk.fit_reviews.close(decided, FitOutcome.IRT_WITH_CAUTION, "Caution raised.")
    clock.pass_days(100)
    signed_note(desk, clock, decided, "Drunk in the morning.")
    assert waiting(desk, decided) == [(DriftTopic.SUBSTANCE, DriftOrigin.NOTE)]


def test_irt_does_not_go_on_over_an_open_screening(desk: Desk, clock: Clock, decided: str) -> None:
    flag = CautionFlag(
        id="", unit_id=decided, type=CautionType.IPV_OR_COERCION, severity=Severity.HIGH, raised_on=clock.today
    )
    desk.suitability.save_caution(flag)
    with pytest.raises(Invalid) as refused:
        desk.fit_reviews.close(decided, FitOutcome.IRT_WITH_CAUTION, "It was once.")
    assert [p.code for p in refused.value.problems] == ["screening_first"]
    screen(desk, clock, decided, change_reason="Asked alone; no fear, no control.")
    desk.fit_reviews.close(decided, FitOutcome.IRT_WITH_CAUTION, "Screened alone today.")
    assert due(desk, decided) == []


def test_no_line_of_the_caseload_says_what_came_up(desk: Desk, clock: Clock, decided: str) -> None:
    desk.fit_reviews.mark(decided, DriftTopic.VIOLENCE, "she flinches")
    row = desk.clients.row(decided)
    shown = " ".join(str(d) for d in row.dues)
    assert "violence" not in shown
    assert "flinches" not in shown
    (line,) = desk.show.caseload()
    assert "fit_review" in line["flags"]
    assert "violence" not in str(line)
    assert desk.search.find("flinches") == ()
    assert desk.show.chart(decided)["fit_review"]["open"][0]["topic"] == "violence"
