"""The guided intake on a real practice: versions stay, baselines stay, two forms over one record never undo each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from irt_desk.domain.cases import CaseState, PresentingPicture
from irt_desk.domain.dues import DueKind
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.intake import (
    ClientCommitment,
    Dimension,
    IntakeTheme,
    Kept,
    RelationshipDimension,
    RelationshipVision,
    Role,
    RoleFunctioning,
    ThemeState,
    WantsStatement,
)
from irt_desk.domain.pathway import TransitionRequest
from irt_desk.domain.relationships import Cohabiting, Partner, Relationship, RelationshipEvent
from irt_desk.domain.sessions import Session
from irt_desk.domain.values import DatePrecision, FuzzyDay, Instant, Invalid
from irt_desk.services.desk import Desk
from irt_desk.storage import tables
from tests.practices import Clock, consent, screen


def roles(clock: Clock, *ratings: int) -> tuple[RoleFunctioning, ...]:
    kinds = (Role.WORK, Role.FRIENDSHIP, Role.LEISURE)
    now = Instant(clock())
    return tuple(
        RoleFunctioning(id="", unit_id="", role=kind, rating=value, as_of=clock.today, entered=now)
        for kind, value in zip(kinds, ratings, strict=False)
    )


def test_the_vision_grows_in_versions_and_the_chart_shows_the_newest(desk: Desk, clock: Clock, unit_id: str) -> None:
    for text in ("A home that is loud.", "A home where quiet is not a verdict."):
        desk.intake.add_vision(RelationshipVision(id="", unit_id=unit_id, on=clock.today, text=text))
        clock.pass_days(30)
    found = desk.intake.picture(unit_id).visions
    assert [(v.version, v.text) for v in found] == [
        (1, "A home that is loud."),
        (2, "A home where quiet is not a verdict."),
    ]
    assert desk.clients.presenting(unit_id).relationship_vision == found[-1].text


def test_a_vision_from_before_there_were_versions_is_the_first_one(desk: Desk, clock: Clock, unit_id: str) -> None:
    old = PresentingPicture(unit_id=unit_id, relationship_vision="Two chairs, one porch.")
    with desk.practice.database.transaction() as c:
        tables.PRESENTING.put(c, old)
    assert [v.version for v in desk.intake.picture(unit_id).visions] == [1]
    clock.pass_days(10)
    desk.intake.add_vision(RelationshipVision(id="", unit_id=unit_id, on=clock.today, text="One porch is enough."))
    found = desk.intake.picture(unit_id).visions
    assert [(v.version, v.text) for v in found] == [(1, "Two chairs, one porch."), (2, "One porch is enough.")]
    assert found[0].on == clock.today - timedelta(days=10)


def test_what_the_client_wants_keeps_every_earlier_wording(desk: Desk, clock: Clock, unit_id: str) -> None:
    for text, clarity in (("Time alone.", 4), ("Two evenings a week.", 7)):
        desk.intake.add_wants(WantsStatement(id="", unit_id=unit_id, on=clock.today, text=text, clarity=clarity))
    assert [(w.version, w.clarity) for w in desk.intake.picture(unit_id).wants] == [(1, 4), (2, 7)]
    with pytest.raises(Invalid):
        desk.intake.add_wants(WantsStatement(id="", unit_id=unit_id, on=clock.today, text="", clarity=11))


def test_two_forms_over_the_presenting_picture_never_undo_each_other(desk: Desk, unit_id: str) -> None:
    before = desk.clients.presenting(unit_id)
    words = replace(before, client_words="We only talk about the bins.")
    desk.intake.save_presenting(words, only=("client_words", "clinical_summary"))
    focus = replace(before, first_focus="One evening.")
    desk.intake.save_presenting(focus, only=("first_focus", "irt_rationale"))
    stored = desk.clients.presenting(unit_id)
    assert (stored.client_words, stored.first_focus) == ("We only talk about the bins.", "One evening.")


def test_the_baseline_stays_when_roles_are_rated_again(desk: Desk, clock: Clock, unit_id: str) -> None:
    desk.intake.record_roles(unit_id, roles(clock, 8, 6))
    clock.pass_days(60)
    desk.intake.record_roles(unit_id, roles(clock, 7))
    work = [r.rating for r in desk.intake.picture(unit_id).roles if r.role is Role.WORK]
    assert work == [8, 7]
    first = desk.intake.picture(unit_id).roles[0]
    with pytest.raises(Exception, match="append only"), desk.practice.database.transaction() as c:
        tables.ROLES.replace(c, replace(first, rating=2))


def test_nothing_of_a_page_is_stored_when_one_line_is_wrong(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.intake.record_roles(unit_id, roles(clock, 8, 11))
    assert [p.field for p in refused.value.problems] == [Role.FRIENDSHIP]
    assert desk.intake.picture(unit_id).roles == ()


def test_the_relationship_is_described_without_touching_what_another_form_holds(desk: Desk, unit_id: str) -> None:
    link = Relationship(id="", unit_id=unit_id, partner_id="")
    _, link = desk.relationships.save(Partner(id="", unit_id=unit_id, name="Theo"), link).value
    desk.relationships.save(*_with(desk, unit_id, children="One son."))
    mine = replace(link, started=FuzzyDay(date(2019, 1, 1), DatePrecision.YEAR), cohabiting=Cohabiting.PARTLY)
    desk.intake.save_context(mine, only=("started", "cohabiting"))
    stored = desk.intake.picture(unit_id).relationship
    assert stored is not None
    assert (stored.children, stored.cohabiting) == ("One son.", Cohabiting.PARTLY)


def _with(desk: Desk, unit_id: str, **values: str) -> tuple[Partner, Relationship]:
    ((partner, link),) = desk.relationships.of(unit_id)
    return partner, replace(link, **values)  # type: ignore[arg-type]  # texts of a relationship


def test_events_stand_in_the_order_they_happened_undated_ones_last(desk: Desk, unit_id: str) -> None:
    for what, year in (("A son is born", 2021), ("They move", None), ("They meet", 2015)):
        when = FuzzyDay(date(year, 1, 1), DatePrecision.YEAR) if year else None
        desk.intake.save_event(RelationshipEvent(id="", unit_id=unit_id, what=what, happened=when))
    assert [e.what for e in desk.intake.picture(unit_id).events] == ["They meet", "A son is born", "They move"]


def test_leaving_a_theme_out_can_be_taken_back(desk: Desk, unit_id: str) -> None:
    def state() -> ThemeState:
        return next(p.state for p in desk.intake.progress(unit_id) if p.theme is IntakeTheme.HURTS)

    desk.intake.skip(unit_id, IntakeTheme.HURTS, skipped=True)
    assert state() is ThemeState.SKIPPED
    desk.intake.skip(unit_id, IntakeTheme.HURTS, skipped=False)
    assert state() is ThemeState.EMPTY


def test_a_commitment_is_looked_at_again(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = desk.intake.save_commitment(ClientCommitment(id="", unit_id=unit_id, behaviour="I ask once.")).value
    desk.intake.save_commitment(replace(made, kept=Kept.NO))
    assert [c.kept for c in desk.intake.picture(unit_id).commitments] == [Kept.NO]


def test_show_tells_the_intake_with_its_gaps_and_progress(desk: Desk, clock: Clock, unit_id: str) -> None:
    rated = RelationshipDimension(
        id="", unit_id="", dimension=Dimension.LOVE, now=3, wished=8, as_of=clock.today, entered=Instant(clock())
    )
    desk.intake.record_dimensions(unit_id, (rated,))
    shown = desk.show.chart(unit_id)["intake"]
    assert [(d["dimension"], d["gap"]) for d in shown["relationship_dimension"]] == [("love", 5)]
    assert {p["theme"]: p["state"] for p in shown["progress"]}["now_and_wished"] == "started"


def test_the_first_focus_comes_due_after_the_third_session_and_goes_when_it_is_written(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    screen(desk, clock, unit_id)
    consent(desk, clock, unit_id)
    desk.pathway.move(unit_id, CaseState.SCREENING, TransitionRequest())
    desk.engagement.move(unit_id, PartnerEngagement.NOT_YET_ASKED, on=clock.today)
    desk.pathway.move(unit_id, CaseState.ASSESSMENT, TransitionRequest())
    for _ in range(3):
        starts = Instant(clock())
        stops = Instant(starts.at + timedelta(minutes=50))
        made = desk.sessions.schedule(Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=stops)).value
        clock.pass_days(0.05)
        desk.sessions.attend(made.id, starts, stops)
        clock.pass_days(7)

    def due() -> list[DueKind]:
        return [d.kind for d in desk.charts.head(unit_id).dues if d.code == "first_focus"]

    assert due() == [DueKind.INTAKE]
    desk.intake.save_presenting(replace(desk.clients.presenting(unit_id), first_focus="One evening."))
    assert due() == []
