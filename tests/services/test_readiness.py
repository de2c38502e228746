"""The transition review on a real practice: computed lines, limits of the practice, the private list before and after the signature."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.consents import ConsentType
from irt_desk.domain.inventory import ClientChoice, InventoryStep, Material, PrivateKnowledge
from irt_desk.domain.neutrality import NeutralityBand, NeutralityLimits
from irt_desk.domain.skills import MasteryChange, MasteryStage
from irt_desk.domain.transitions import TransitionMode, TransitionReview, TransitionTarget
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import NotFound, Refused
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from irt_desk.services.readiness import Offer
from irt_desk.storage import tables
from tests.joint import appointment, couple, in_preparation, papers, prescreen
from tests.practices import Clock, make_active

SECRET = "the savings went into a brass telescope"
C = ClientChoice


def held(desk: Desk, clock: Clock, unit: str, times: int) -> None:
    for _ in range(times):
        session = desk.sessions.schedule(appointment(clock, unit)).value
        clock.now += timedelta(hours=2)
        desk.sessions.attend(session.id, session.starts, session.stops)


def reopened(desk: Desk, clock: Clock) -> tuple[str, str]:
    """Return a record in transition_prep whose review is a draft again, and its partner."""
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    desk.readiness.reopen(unit)
    return unit, partner


def with_fact(desk: Desk, clock: Clock) -> tuple[str, str, PrivateKnowledge]:
    """Return a record in transition_prep with one signed fact the client will tell in three days, and its partner."""
    unit, partner = reopened(desk, clock)
    fact = PrivateKnowledge(
        text=SECRET, material=Material.YES, choice=C.WILL_TELL_BY_DATE, tell_by=clock.today + timedelta(days=3)
    )
    desk.readiness.save_known(unit, fact)
    review = desk.readiness.of(unit).review
    other = replace(review, mode=TransitionMode.OTHER_THERAPIST_COUPLE_IRT_CLOSES)
    desk.pathway.save_review(other)
    desk.pathway.sign_review(unit)
    (kept,) = desk.readiness.of(unit).review.inventory
    return unit, partner, kept


def missing(desk: Desk, unit: str) -> list[str]:
    return [one.code for one in desk.pathway.missing_for_unit(unit, UnitKind.COUPLE)]


def test_a_fact_is_added_changed_and_taken_off_before_the_signature(desk: Desk, clock: Clock) -> None:
    unit, _ = reopened(desk, clock)
    desk.readiness.save_known(unit, PrivateKnowledge(text=SECRET, material=Material.MAYBE))
    (kept,) = desk.readiness.of(unit).review.inventory
    assert kept.id
    desk.readiness.save_known(unit, replace(kept, choice=C.TOLD, told_on=clock.today))
    (told,) = desk.readiness.of(unit).review.inventory
    assert (told.id, told.choice, told.told_on) == (kept.id, C.TOLD, clock.today)
    with pytest.raises(Invalid):
        desk.readiness.save_known(unit, replace(kept, choice=C.WILL_TELL_BY_DATE))
    with pytest.raises(NotFound):
        desk.readiness.save_known(unit, replace(kept, id="nobody"))
    with pytest.raises(NotFound):
        desk.readiness.drop_known(unit, "nobody")
    desk.readiness.drop_known(unit, kept.id)
    assert desk.readiness.of(unit).review.inventory == ()


def test_told_after_the_signature_opens_the_way_and_the_review_stays_signed(desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    desk.readiness.reopen(unit)
    desk.readiness.save_known(unit, PrivateKnowledge(text=SECRET, material=Material.YES, choice=C.RELEASE))
    desk.pathway.sign_review(unit)
    signed = desk.readiness.of(unit).review
    prescreen(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    assert missing(desk, unit) == []
    clock.pass_days(1)
    fact = signed.inventory[0]
    will = desk.readiness.step(unit, fact.id, C.WILL_TELL_BY_DATE, clock.today, clock.today + timedelta(days=2)).value
    assert will.choice is C.WILL_TELL_BY_DATE
    assert missing(desk, unit) == ["inventory_not_clear"]
    with pytest.raises(Refused):
        desk.pathway.move(unit, CaseState.CLOSED)
    clock.pass_days(2)
    desk.readiness.step(unit, fact.id, C.TOLD, clock.today)
    now = desk.readiness.of(unit).review
    assert (now.id, now.signed) == (signed.id, signed.signed)
    assert now.inventory[0].told_on == clock.today
    assert missing(desk, unit) == []
    desk.pathway.move(unit, CaseState.CLOSED)
    assert [link.kind for link in desk.units.of(unit)] == [UnitKind.COUPLE]


def test_a_step_needs_a_signed_review_a_known_fact_and_a_day_that_was(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(Refused):
        desk.readiness.step(unit_id, "x", C.TOLD, clock.today)
    unit, _, fact = with_fact(desk, clock)
    with pytest.raises(Invalid):
        desk.readiness.step(unit, "nobody", C.TOLD, clock.today)
    with pytest.raises(Invalid):
        desk.readiness.step(unit, fact.id, C.TOLD, clock.today + timedelta(days=1))
    with pytest.raises(Refused):
        desk.readiness.save_known(unit, fact)


def test_a_review_that_is_opened_again_begins_with_what_was_told_since(desk: Desk, clock: Clock) -> None:
    unit, _, fact = with_fact(desk, clock)
    before = desk.readiness.of(unit).review
    desk.readiness.step(unit, fact.id, C.TOLD, clock.today)
    desk.readiness.reopen(unit)
    now = desk.readiness.of(unit).review
    assert (now.id != before.id, now.signed, now.inventory[0].choice) == (True, None, C.TOLD)
    assert "review_signed" in missing(desk, unit)
    with pytest.raises(Refused):
        desk.readiness.reopen(unit)


def test_facts_of_an_older_release_have_no_id_and_can_be_told_all_the_same(desk: Desk, clock: Clock) -> None:
    unit, _, fact = with_fact(desk, clock)
    old = replace(desk.readiness.of(unit).review, id="zz-newest", inventory=(replace(fact, id=""),))
    with desk.readiness._changing() as c:
        tables.REVIEWS.add(c, old)
        desk.readiness._audit(c, "review.edited", "transition_review", "zz-newest", unit_id=unit)
    (named,) = desk.readiness.of(unit).review.inventory
    assert named.id == "zz-newest.0"
    desk.readiness.step(unit, named.id, C.TOLD, clock.today)
    assert desk.readiness.of(unit).review.inventory[0].choice is C.TOLD


def test_the_day_to_have_told_it_comes_up_and_goes_when_it_was_told(desk: Desk, clock: Clock) -> None:
    unit, _, fact = with_fact(desk, clock)

    def asked() -> list[str]:
        return [
            need.due.code for need in desk.today.page().needs if need.row.unit_id == unit and need.due.code == "tell_by"
        ]

    assert asked() == []
    clock.pass_days(3)
    assert asked() == ["tell_by"]
    desk.readiness.step(unit, fact.id, C.TOLD, clock.today)
    assert asked() == []


def test_the_list_is_in_no_search_no_document_for_others_and_no_chart_of_both(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    review = desk.readiness.of(unit).review
    with desk.readiness._changing() as c:
        fact = PrivateKnowledge(text=SECRET, material=Material.NO, id="i")
        tables.REVIEWS.add(c, replace(review, id="zz-newest", inventory=(fact,)))
        step = InventoryStep(
            id="s",
            unit_id=unit,
            review_id="zz-newest",
            item_id="i",
            choice=C.TOLD,
            on=clock.today,
            recorded=Instant(clock()),
        )
        tables.INVENTORY_STEPS.add(c, step)
        desk.readiness._audit(c, "review.edited", "transition_review", "zz-newest", unit_id=unit)
    assert desk.search.find("brass telescope") == ()
    assert SECRET not in json.dumps(desk.show.chart(joint))
    asked = Asked(kind=DocumentKind.SUMMARY, unit_id=unit, reader=Reader.CLIENT)
    assert SECRET not in repr(desk.documents.document(asked))
    assert SECRET not in repr(desk.pathway.lines(unit)) + repr(desk.pathway.lines(joint))
    assert all(SECRET not in need.due.code + repr(need.due.values) for need in desk.today.page().needs)


def test_the_limits_of_the_practice_reach_the_page_the_gate_and_the_band(desk: Desk, clock: Clock) -> None:
    unit, _ = reopened(desk, clock)
    held(desk, clock, unit, 2)
    assert desk.readiness.of(unit).band is NeutralityBand.LOW
    desk.settings.set_neutrality_limits(NeutralityLimits(low_until=0, moderate_until=1))
    view = desk.readiness.of(unit)
    assert (view.band, view.sessions, view.limits.moderate_until) == (NeutralityBand.HIGH, 2, 1)
    assert desk.pathway.suggested_band(unit, view.review) is NeutralityBand.HIGH
    assert "high_band_reason" in [one.code for one in desk.pathway.review_missing(unit)]
    assert "high_band_reason" in [one.code for one in view.missing]
    with pytest.raises(Refused):
        desk.pathway.sign_review(unit)
    reasoned = replace(
        view.review, same_therapist_reason="No other within reach.", same_therapist_consultation="N. Orchard"
    )
    desk.pathway.save_review(reasoned)
    desk.pathway.sign_review(unit)
    with pytest.raises(Refused):
        desk.pathway.sign_review(unit)


def test_sessions_held_after_the_signature_can_raise_the_band_at_the_gate(desk: Desk, clock: Clock) -> None:
    unit, _ = in_preparation(desk, clock, TransitionTarget.COUPLES)
    review_codes = lambda: [one.code for one in desk.pathway.review_missing(unit)]  # noqa: E731  asked twice below
    assert review_codes() == []
    held(desk, clock, unit, 9)
    assert review_codes() == ["high_band_reason"]


@pytest.mark.parametrize(("low", "moderate"), [(3, 3), (-1, 8), (3, 201)])
def test_limits_out_of_bounds_are_refused_and_the_working_ones_stay(desk: Desk, low: int, moderate: int) -> None:
    with pytest.raises(Invalid):
        desk.settings.set_neutrality_limits(NeutralityLimits(low_until=low, moderate_until=moderate))
    assert desk.settings.neutrality_limits() == NeutralityLimits()


def test_each_offer_is_recorded_with_its_day(desk: Desk, clock: Clock, unit_id: str) -> None:
    make_active(desk, clock, unit_id)
    with pytest.raises(Invalid):
        desk.readiness.offer(unit_id, Offer.REFERRAL, clock.today + timedelta(days=1))
    desk.readiness.offer(unit_id, Offer.REFERRAL, clock.today)
    clock.pass_days(1)
    desk.readiness.offer(unit_id, Offer.MATCHING_TIME, clock.today)
    review = desk.readiness.of(unit_id).review
    assert (review.referral_offered, review.referral_offered_on) == (True, clock.today - timedelta(days=1))
    assert review.matching_time_offered_on == clock.today
    unit, _ = in_preparation(desk, clock, TransitionTarget.COUPLES)
    with pytest.raises(Refused):
        desk.readiness.offer(unit, Offer.REFERRAL, clock.today)


def test_a_regulation_skill_at_stage_four_is_named(desk: Desk, clock: Clock, unit_id: str) -> None:
    make_active(desk, clock, unit_id)
    second = desk.readiness.of(unit_id).items[1]
    assert [line.code for line in second.computed] == ["no_calm_skill"]
    stage = MasteryChange(
        id="",
        unit_id=unit_id,
        skill_id="R4",
        stage=MasteryStage.RELIABLE_WHEN_CALM,
        on=clock.today,
        entered=Instant(clock()),
    )
    desk.skills.set_stage(stage)
    second = desk.readiness.of(unit_id).items[1]
    assert [(line.code, line.values["number"]) for line in second.computed] == [("calm_skill", 4)]
    assert [one.code for one in second.missing] == ["readiness_own_part"]


def test_a_new_case_has_a_review_with_nothing_in_it(desk: Desk, clock: Clock, unit_id: str) -> None:
    view = desk.readiness.of(unit_id)
    assert view.review == TransitionReview(
        id="", unit_id=unit_id, episode_id=view.review.episode_id, opened_on=clock.today
    )
    assert len(view.items) == 7
    assert not any(item.is_met for item in view.items)
