"""The state machine: each row of 6.7 opens exactly when its gate is satisfied, and names what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from irt_desk.domain.cases import CareEpisode, CaseState, Outcome
from irt_desk.domain.consents import Consent, ConsentType, OrientationPoint, Signer
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.pathway import (
    INDIVIDUAL,
    AskedBy,
    CaseFacts,
    TransitionCode,
    TransitionRequest,
    missing_for,
    missing_for_state,
    route,
    way,
)
from irt_desk.domain.plans import Goal, GoalDomain, TreatmentPlan
from irt_desk.domain.safety import Gate, GateStanding
from irt_desk.domain.suitability import CouplesPreferability, MotivationScreen, PreferabilityJudgement, SupportOnly
from irt_desk.domain.transitions import (
    ClientChoice,
    Discharge,
    Material,
    NeutralityBand,
    PrivateKnowledge,
    RaisingFactor,
    TransitionMode,
    TransitionReview,
    neutrality_band,
    review_missing,
)
from irt_desk.domain.values import Instant, Signature

DAY = date(2026, 3, 2)
NOW = Instant(datetime(2026, 3, 2, 9, tzinfo=UTC))
SIGNED = Signature("A", "PhD", NOW)
S = CaseState


def facts(state: CaseState, **more: object) -> CaseFacts:
    episode = CareEpisode(id="e", unit_id="u", number=1, state=state, state_since=DAY, opened_on=DAY)
    values: dict[str, object] = {
        "today": DAY, "episode": episode, "safe_contact_confirmed_on": DAY,
        "standing": GateStanding(Gate.OPEN, (), DAY, DAY + timedelta(days=90)),
        "engagement": PartnerEngagement.DECLINED,
        "consents": tuple(
            Consent(id=k, unit_id="u", type=k, version="1", signer=Signer.CLIENT, signer_name="N", signed_on=DAY, points=tuple(OrientationPoint))  # noqa: E501  a table row
            for k in (ConsentType.INFORMED, ConsentType.IRT_MODALITY_ORIENTATION, ConsentType.PRIVACY_NOTICE)
        ),
        "preferability": CouplesPreferability(
            id="p", unit_id="u", considered_on=DAY, judgement=PreferabilityJudgement.NOT_PREFERABLE, reasons="r"
        ),
        "has_barrier_row": True, "has_effort_or_reason": True,
        "motivation": MotivationScreen(
            id="m", unit_id="u", on=DAY, wants_support_only=SupportOnly.NO, willing_to_examine_own_part=3, willing_to_practise=3
        ),
        "plan": TreatmentPlan(id="t", unit_id="u", version=1, goals=(Goal(id="g", text="us", domain=GoalDomain.RELATIONSHIP),), signed=SIGNED),  # noqa: E501  a table row
    } | more  # fmt: skip
    return CaseFacts(**values)  # type: ignore[arg-type]  # test values by name


def codes(state: CaseState, to: CaseState, **more: object) -> list[str]:
    now = facts(state, **more)
    row = way(now, to)
    assert row is not None
    return [item.code for item in missing_for(row, now)]


REVIEW = TransitionReview(
    id="r", unit_id="u", episode_id="e", opened_on=DAY, own_part_named="x", regulation_reason="x", client_wants_freely="x",
    partner_wants_freely="x", best_interest_client="x", best_interest_partner="x", best_interest_relationship="x",
    goals_of_both="x", no_acute_crisis="x", competence_and_neutrality="x", band=NeutralityBand.LOW,
    mode=TransitionMode.SAME_THERAPIST_NEW_UNIT, inventory_done_on=DAY, referral_offered=True, signed=SIGNED,
)  # fmt: skip


def test_a_case_with_everything_may_go_each_way() -> None:
    asked = TransitionRequest(
        reason="r", look_again_on=DAY, contact_made=True, asked_by=AskedBy.CLIENT, outcome=Outcome.WITHDREW
    )
    from irt_desk.domain.suitability import FitDecision, FitOutcome

    fit = FitDecision(id="f", unit_id="u", on=DAY, outcome=FitOutcome.IRT_RECOMMENDED, summary="fits")
    discharge = Discharge(id="d", unit_id="u", episode_id="e", signed=SIGNED)
    agreed = PartnerEngagement.AGREED_TO_MEET
    for row in INDIVIDUAL:
        if row.code in (
            TransitionCode.T14,
            TransitionCode.T15,
            TransitionCode.T17,
            TransitionCode.T26,
            TransitionCode.T29,
        ):
            continue  # what they ask for is in test_units.py
        for state in row.from_states:
            full = facts(state, request=asked, review=REVIEW, discharge=discharge, fit=fit, engagement=agreed)
            assert missing_for(row, full) == [], row.code


@pytest.mark.parametrize(
    ("state", "to", "without", "code"),
    [
        (S.INQUIRY, S.SCREENING, {"safe_contact_confirmed_on": None}, "contact_safe"),
        (S.SCREENING, S.REFERRED_OUT, {}, "reason"),
        (S.SCREENING, S.NOT_NOW, {"request": TransitionRequest(reason="r")}, "review_on"),
        (S.NOT_NOW, S.SCREENING, {}, "contact_made"),
        (S.SCREENING, S.ASSESSMENT, {"consents": ()}, "consent_informed"),
        (S.SCREENING, S.ASSESSMENT, {"standing": GateStanding(Gate.UNSCREENED, (), None, None)}, "safety_interview"),
        (S.ASSESSMENT, S.ACTIVE_IRT, {"preferability": None}, "couples_preferability"),
        (S.ASSESSMENT, S.ACTIVE_IRT, {"has_barrier_row": False}, "barrier"),
        (S.ASSESSMENT, S.ACTIVE_IRT, {"has_effort_or_reason": False}, "engagement_effort"),
        (S.ASSESSMENT, S.ACTIVE_IRT, {"motivation": None}, "motivation_screen"),
        (S.ASSESSMENT, S.ACTIVE_IRT, {"engagement": PartnerEngagement.NOT_EXPLORED}, "partner_engagement"),
        (
            S.ASSESSMENT,
            S.ACTIVE_IRT,
            {"unhandled_cautions": ("partner_substance_use",)},
            "caution_partner_substance_use",
        ),
        (S.ASSESSMENT, S.ACTIVE_IRT, {"plan": None}, "signed_plan"),
        (S.ASSESSMENT, S.NOT_NOW, {}, "fit_outcome"),
        (S.ACTIVE_IRT, S.PAUSED, {}, "review_on"),
        (S.PAUSED, S.ACTIVE_IRT, {"standing": GateStanding(Gate.UNSCREENED, (), DAY, DAY)}, "rescreen_90_days"),
        (S.ACTIVE_IRT, S.TRANSITION_REVIEW, {}, "asked_by"),
        (S.TRANSITION_REVIEW, S.ACTIVE_IRT, {}, "reason"),
        (S.TRANSITION_REVIEW, S.TRANSITION_PREP, {"engagement": PartnerEngagement.CONSIDERING}, "partner_agreed"),
        (S.TRANSITION_REVIEW, S.TRANSITION_PREP, {}, "review_form"),
        (S.TRANSITION_REVIEW, S.TRANSITION_PREP, {"review": replace(REVIEW, signed=None)}, "review_signed"),
        (S.TRANSITION_PREP, S.ACTIVE_IRT, {}, "reason"),
        (S.ACTIVE_IRT, S.CLOSED, {}, "discharge_summary"),
    ],
)
def test_one_missing_thing_keeps_the_case_and_is_named(
    state: CaseState, to: CaseState, without: dict[str, object], code: str
) -> None:
    assert code in codes(state, to, **without)


@pytest.mark.parametrize("gate", [Gate.UNSCREENED, Gate.BLOCKED, Gate.HARD_BLOCK])
def test_a_transition_is_refused_at_every_gate_but_open(gate: Gate) -> None:
    stand = GateStanding(gate, (), DAY, None)
    asked = TransitionRequest(asked_by=AskedBy.THERAPIST)
    assert codes(S.ACTIVE_IRT, S.TRANSITION_REVIEW, standing=stand, request=asked) == [f"gate_{gate}"]
    assert f"gate_{gate}" in codes(S.TRANSITION_REVIEW, S.TRANSITION_PREP, standing=stand, review=REVIEW)


def test_caution_asks_for_an_override() -> None:
    stand = GateStanding(Gate.CAUTION, (), DAY, None)
    asked = TransitionRequest(asked_by=AskedBy.THERAPIST)
    assert codes(S.ACTIVE_IRT, S.TRANSITION_REVIEW, standing=stand, request=asked) == ["invitation_override"]


def test_the_transition_needs_a_screening_of_the_last_thirty_days() -> None:
    old = GateStanding(Gate.OPEN, (), DAY - timedelta(days=31), DAY + timedelta(days=59))
    agreed = PartnerEngagement.AGREED_TO_MEET
    assert codes(S.TRANSITION_REVIEW, S.TRANSITION_PREP, standing=old, engagement=agreed, review=REVIEW) == [
        "screening_30_days"
    ]


def test_support_only_is_routed_away_from_irt() -> None:
    screen = MotivationScreen(
        id="m",
        unit_id="u",
        on=DAY,
        wants_support_only=SupportOnly.YES,
        willing_to_examine_own_part=1,
        willing_to_practise=1,
    )
    assert "motivation_support_only" in codes(S.ASSESSMENT, S.ACTIVE_IRT, motivation=screen)


def test_a_state_further_on_lists_the_steps_between() -> None:
    assert route(S.SCREENING, S.ACTIVE_IRT) == (S.ASSESSMENT, S.ACTIVE_IRT)
    found = missing_for_state(S.ACTIVE_IRT, facts(S.SCREENING, plan=None))
    assert [item.code for item in found] == ["steps_between", "signed_plan"]
    assert found[0].sentence == "The way leads through Assessment, Active IRT."


def test_no_way_leads_back_into_an_inquiry() -> None:
    assert [item.code for item in missing_for_state(S.INQUIRY, facts(S.CLOSED))] == ["no_way"]
    assert missing_for_state(S.CLOSED, facts(S.CLOSED)) == []


@pytest.mark.parametrize(
    ("sessions", "factors", "band"),
    [
        (0, (), NeutralityBand.LOW), (3, (), NeutralityBand.LOW), (4, (), NeutralityBand.MODERATE), (8, (), NeutralityBand.MODERATE),
        (9, (), NeutralityBand.HIGH), (3, tuple(RaisingFactor), NeutralityBand.MODERATE), (9, tuple(RaisingFactor), NeutralityBand.HIGH),  # noqa: E501  a table row
    ],
)  # fmt: skip
def test_the_neutrality_band_rises_once_in_total(
    sessions: int, factors: tuple[RaisingFactor, ...], band: NeutralityBand
) -> None:
    assert neutrality_band(sessions, factors) is band


@pytest.mark.parametrize("choice", [ClientChoice.SEAL, ClientChoice.UNDECIDED, ClientChoice.WILL_TELL_BY_DATE])
def test_material_private_knowledge_blocks_the_same_therapist_only(choice: ClientChoice) -> None:
    item = PrivateKnowledge(text="a debt", material=Material.MAYBE, choice=choice)
    held = replace(REVIEW, inventory=(item,))
    assert [m.code for m in review_missing(held, has_calm_regulation_skill=False)] == ["inventory_not_clear"]
    other = replace(held, mode=TransitionMode.OTHER_THERAPIST_COUPLE_IRT_CLOSES)
    assert review_missing(other, has_calm_regulation_skill=False) == []
    assert (
        review_missing(
            replace(held, inventory=(replace(item, choice=ClientChoice.TOLD),)), has_calm_regulation_skill=False
        )
        == []
    )
