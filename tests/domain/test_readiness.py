"""The seven items of readiness: what the record says, what is typed, and that the gate and the page never disagree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.inventory import ClientChoice, Material, PrivateKnowledge
from irt_desk.domain.neutrality import NeutralityBand
from irt_desk.domain.practitioner import Competence, CompetenceEvidence
from irt_desk.domain.readiness import (
    CODES,
    WHO_CODES,
    CalmSkill,
    ReadinessFacts,
    ReadinessItem,
    missing_of,
    next_open,
    readiness,
)
from irt_desk.domain.safety import Gate, GateStanding
from irt_desk.domain.skills import MasteryStage
from irt_desk.domain.transitions import TransitionMode, TransitionReview, TransitionTarget

DAY = date(2026, 3, 2)
EMPTY = TransitionReview(id="r", unit_id="u", episode_id="e", opened_on=DAY)
TEXTS = (
    "own_part_named", "regulation_reason", "client_wants_freely", "partner_wants_freely", "best_interest_client",
    "best_interest_partner", "best_interest_relationship", "goals_of_both", "no_acute_crisis", "competence_and_neutrality",
)  # fmt: skip
FULL = replace(
    EMPTY, **dict.fromkeys(TEXTS, "x"), band=NeutralityBand.LOW, mode=TransitionMode.SAME_THERAPIST_NEW_UNIT,
    inventory_done_on=DAY, referral_offered=True,
)  # fmt: skip
OPEN = GateStanding(Gate.OPEN, (), DAY, DAY + timedelta(days=90))


def facts(**more: object) -> ReadinessFacts:
    values: dict[str, object] = {"standing": OPEN, "today": DAY}
    return ReadinessFacts(**values | more)  # type: ignore[arg-type]  # test values by name


def of(code: str, review: TransitionReview = FULL, **more: object) -> ReadinessItem:
    return next(item for item in readiness(review, facts(**more)) if item.code == code)


def test_there_are_seven_in_the_order_of_the_paper_and_nothing_is_met_by_itself() -> None:
    items = readiness(EMPTY, facts(standing=GateStanding(Gate.UNSCREENED, (), None, None)))
    assert [item.number for item in items] == [1, 2, 3, 4, 5, 6, 7]
    assert not any(item.is_met for item in items)
    assert all(item.is_met for item in readiness(FULL, facts()))


@given(
    st.sets(st.sampled_from(TEXTS)), st.booleans(), st.booleans(), st.booleans(), st.sampled_from(list(NeutralityBand)),
    st.sampled_from([None, *TransitionMode]),
)  # fmt: skip
def test_every_reason_that_keeps_the_review_from_being_signed_stands_at_exactly_one_place(
    written: set[str],
    banded: bool,
    offered: bool,
    gone_through: bool,
    band: NeutralityBand,
    mode: TransitionMode | None,
) -> None:
    review = replace(
        EMPTY, **dict.fromkeys(written, "x"), band=NeutralityBand.LOW if banded else None, mode=mode,
        referral_offered=offered, inventory_done_on=DAY if gone_through else None,
        inventory=(PrivateKnowledge(text="a debt", material=Material.YES),),
    )  # fmt: skip
    now = facts(band=band)
    shown = [one.code for item in readiness(review, now) for one in item.missing]
    missing = [one.code for one in missing_of(review, now)]
    assert sorted(shown) == sorted(code for code in missing if code not in WHO_CODES)
    assert all(item.is_met == (not item.missing) for item in readiness(review, now) if item.code != "safety")


def test_codes_do_not_stand_twice() -> None:
    every = [code for codes in CODES.values() for code in codes] + list(WHO_CODES)
    assert len(every) == len(set(every))


@pytest.mark.parametrize("gate", [Gate.UNSCREENED, Gate.BLOCKED, Gate.HARD_BLOCK, Gate.CAUTION])
def test_the_first_item_is_the_gate_as_the_move_asks_for_it(gate: Gate) -> None:
    item = of("safety", standing=GateStanding(gate, (), DAY, None))
    assert not item.is_met
    assert ("override_needed" in [line.code for line in item.computed]) == (gate is Gate.CAUTION)


def test_an_old_screening_keeps_the_first_item_open_and_one_of_thirty_days_does_not() -> None:
    def held(days: int) -> ReadinessItem:
        return of("safety", standing=replace(OPEN, screened_on=DAY - timedelta(days=days)))

    assert held(30).is_met
    assert not held(31).is_met
    line = next(line for line in held(31).computed if line.code == "screened")
    assert (line.values["count"], line.is_met) == (31, False)


def test_of_the_partners_screening_it_says_only_that_it_is_apart() -> None:
    before, after = of("safety"), of("safety", is_partner_screened=True)
    assert [line.code for line in before.computed][-1] == "partner_apart"
    assert [line.code for line in after.computed][-1] == "partner_screened"
    assert before.is_met == after.is_met
    assert before.computed[-1].values == after.computed[-1].values == {}


def test_a_calm_skill_is_named_with_its_stage_and_stands_for_the_reason() -> None:
    skill = CalmSkill(skill_id="R4", name="Time-out", stage=MasteryStage.USED_UNDER_HEAT)
    bare = replace(FULL, regulation_reason="")
    assert not of("own_part", bare).is_met
    item = of("own_part", bare, calm_skills=(skill,))
    assert item.is_met
    assert (item.computed[0].values["skill"], item.computed[0].values["number"]) == ("Time-out", 5)


def test_the_sixth_item_counts_what_blocks_and_never_says_what_it_is() -> None:
    held = PrivateKnowledge(text="a debt of ten years", material=Material.YES, choice=ClientChoice.SEAL)
    item = of("no_crisis", replace(FULL, inventory=(held, replace(held, choice=ClientChoice.TOLD))))
    assert not item.is_met
    assert (item.computed[0].code, item.computed[0].values["count"]) == ("inventory_blocks", 1)
    assert "debt" not in str(item.computed)
    other = replace(FULL, mode=TransitionMode.OTHER_THERAPIST_COUPLE_IRT_CLOSES, inventory=(held,))
    assert of("no_crisis", other).is_met


@pytest.mark.parametrize(
    ("target", "competence"),
    [(TransitionTarget.COUPLES, Competence.COUPLES), (TransitionTarget.DISCERNMENT, Competence.DISCERNMENT)],
)
def test_the_seventh_item_looks_for_the_competence_of_what_is_weighed(
    target: TransitionTarget, competence: Competence
) -> None:
    review = replace(FULL, target=target)
    stated = (CompetenceEvidence(competence=competence, evidence="two years of supervision"),)
    assert of("neutrality", review).computed[-1].code == "no_competence"
    assert of("neutrality", review, competencies=stated).computed[-1].code == "competence"
    empty = (CompetenceEvidence(competence=competence, evidence=" "),)
    assert of("neutrality", review, competencies=empty).computed[-1].code == "no_competence"


def test_the_next_open_item_is_the_first_in_order() -> None:
    items = readiness(replace(FULL, goals_of_both="", no_acute_crisis=""), facts())
    following = next_open(items)
    assert following is not None
    assert following.code == "goals"
    assert next_open(readiness(FULL, facts())) is None
