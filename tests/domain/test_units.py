"""From one person's case to work with both: T14 to T29 of 6.7, the two gates of 6.6, the exclusions of 5.2."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.cases import CareEpisode, CaseState, Outcome, UnitKind
from irt_desk.domain.consents import Consent, ConsentType, PriorInfo, SecretsOption, Signer
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.pathway import (
    JOINT,
    TRANSITIONS,
    CaseFacts,
    Effect,
    ReferralReason,
    TransitionCode,
    TransitionRequest,
    missing_for,
    missing_for_state,
    missing_for_unit,
    way,
    ways,
)
from irt_desk.domain.safety import Gate, GateOverride, GateStanding, OverrideKind
from irt_desk.domain.transitions import NeutralityBand, TransitionMode, TransitionReview, TransitionTarget
from irt_desk.domain.units import (
    DiscernmentScreen,
    Leaning,
    PairFacts,
    Place,
    agreements_missing,
    pair_missing,
    screens_missing,
)
from irt_desk.domain.values import Instant, Missing, Signature

DAY = date(2026, 3, 2)
NOW = Instant(datetime(2026, 3, 2, 9, tzinfo=UTC))
SIGNED = Signature("A", "PhD", NOW)
S, K, C = CaseState, ConsentType, TransitionCode
OPEN = GateStanding(Gate.OPEN, (), DAY, DAY + timedelta(days=90))
OVERRIDE = GateOverride(
    id="o", unit_id="u", kind=OverrideKind.CONJOINT, signed_on=DAY, expires_on=DAY + timedelta(days=30), signed=SIGNED
)


def signed(kind: ConsentType, who: Signer, *, on: date = DAY, name: str = "") -> Consent:
    name = name or ("Thaddeus Merriwold" if who is Signer.CLIENT else "Calliope Merriwold")
    policy = SecretsOption.LIMITED if kind is ConsentType.SECRETS_POLICY else None
    return Consent(
        id=f"{kind}-{who}", unit_id="u", type=kind, version="1", signer=who, signer_name=name, signed_on=on,
        secrets_option=policy, prior_info=PriorInfo.SEALED if policy else None,
    )  # fmt: skip


PAPERS = (
    signed(K.ROLE_CHANGE, Signer.CLIENT), signed(K.PARTNER_CONSENT, Signer.PARTNER),
    *(signed(kind, who) for kind in (K.COUPLE_AGREEMENT, K.DC_AGREEMENT, K.SECRETS_POLICY) for who in Signer),
)  # fmt: skip
SCREENS = tuple(
    DiscernmentScreen(id=place, from_unit_id="u", place=place, on=DAY, recorded=NOW, leaning=leaning, signed=SIGNED)
    for place, leaning in ((Place.A, Leaning.IN), (Place.B, Leaning.OUT))
)


def pair(**more: object) -> PairFacts:
    values: dict[str, object] = {
        "client": OPEN, "partner": OPEN, "consents": PAPERS, "screens": SCREENS, "secrets": SecretsOption.LIMITED, "today": DAY,
    } | more  # fmt: skip
    return PairFacts(**values)  # type: ignore[arg-type]  # test values by name


def review(mode: TransitionMode, target: TransitionTarget) -> TransitionReview:
    return TransitionReview(
        id="r", unit_id="u", episode_id="e", opened_on=DAY, target=target, own_part_named="x", regulation_reason="x",
        client_wants_freely="x", partner_wants_freely="x", best_interest_client="x", best_interest_partner="x",
        best_interest_relationship="x", goals_of_both="x", no_acute_crisis="x", competence_and_neutrality="x",
        band=NeutralityBand.LOW, mode=mode, inventory_done_on=DAY, referral_offered=True, signed=SIGNED,
    )  # fmt: skip


SAME, OTHER = TransitionMode.SAME_THERAPIST_NEW_UNIT, TransitionMode.OTHER_THERAPIST_COUPLE_IRT_CLOSES
ON = TransitionMode.OTHER_THERAPIST_COUPLE_CLIENT_CONTINUES_IRT
COUPLES, DISCERNMENT = TransitionTarget.COUPLES, TransitionTarget.DISCERNMENT


def facts(state: CaseState, **more: object) -> CaseFacts:
    episode = CareEpisode(id="e", unit_id="u", number=1, state=state, state_since=DAY, opened_on=DAY)
    values: dict[str, object] = {
        "today": DAY, "episode": episode, "safe_contact_confirmed_on": DAY, "standing": OPEN, "pair": pair(),
        "engagement": PartnerEngagement.AGREED_TO_MEET, "consents": PAPERS, "review": review(SAME, COUPLES),
    } | more  # fmt: skip
    return CaseFacts(**values)  # type: ignore[arg-type]  # test values by name


def codes(found: list[Missing]) -> list[str]:
    return [one.code for one in found]


def to_unit(**more: object) -> list[str]:
    now = facts(S.TRANSITION_PREP, **more)
    row = next(row for row in ways(now) if row.effect is not None)
    return codes(missing_for(row, now))


def test_with_everything_signed_and_both_gates_open_the_couple_unit_opens() -> None:
    now = facts(S.TRANSITION_PREP)
    row = way(now, S.CLOSED)
    assert row is not None
    assert (row.code, row.effect, row.sets_outcome) == (
        C.T14,
        Effect.OPENS_COUPLE,
        Outcome.MOVED_TO_COUPLES_SAME_THERAPIST,
    )
    assert missing_for(row, now) == []


@pytest.mark.parametrize(
    ("mode", "to", "outcome", "effect"),
    [
        (SAME, S.CLOSED, Outcome.MOVED_TO_DISCERNMENT_SAME_THERAPIST, Effect.OPENS_DISCERNMENT),
        (OTHER, S.CLOSED, Outcome.MOVED_TO_DISCERNMENT_OTHER_THERAPIST, None),
        (ON, S.ACTIVE_IRT, None, None),
    ],
)
def test_the_mode_decides_where_the_individual_case_goes(
    mode: TransitionMode, to: CaseState, outcome: Outcome | None, effect: Effect | None
) -> None:
    now = facts(S.TRANSITION_PREP, review=review(mode, DISCERNMENT))
    (row,) = [row for row in ways(now) if row.code is C.T15]
    assert (row.to_state, row.sets_outcome, row.effect) == (to, outcome, effect)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"partner": None}, "partner_screening"),
        ({"partner": replace(OPEN, gate=Gate.BLOCKED)}, "one_of_two"),
        ({"partner": replace(OPEN, gate=Gate.UNSCREENED)}, "one_of_two"),
        ({"client": replace(OPEN, gate=Gate.HARD_BLOCK)}, "gate_hard_block"),
        ({"partner": replace(OPEN, gate=Gate.CAUTION)}, "conjoint_override"),
        ({"client": replace(OPEN, screened_on=DAY - timedelta(days=31))}, "screening_30_days"),
        ({"partner": replace(OPEN, screened_on=DAY - timedelta(days=31))}, "partner_screening_30_days"),
        ({"secrets": None}, "secrets_option"),
        ({"consents": PAPERS[1:]}, "consent_role_change"),
        ({"consents": (PAPERS[0], *PAPERS[2:])}, "consent_partner_consent"),
        ({"consents": PAPERS[:-1]}, "consent_secrets_policy_partner"),
        ({"consents": tuple(p for p in PAPERS if p.type is not K.COUPLE_AGREEMENT)}, "consent_couple_agreement_client"),
    ],
)
def test_each_missing_thing_keeps_the_unit_closed_and_is_named(change: dict[str, object], code: str) -> None:
    assert code in to_unit(pair=pair(**change))


def test_the_client_signs_first_and_two_people_sign() -> None:
    early = signed(K.PARTNER_CONSENT, Signer.PARTNER, on=DAY - timedelta(days=1))
    same = signed(K.PARTNER_CONSENT, Signer.PARTNER, name="thaddeus  MERRIWOLD")
    rest = (PAPERS[0], *PAPERS[2:])
    assert "client_signs_first" in codes(agreements_missing(pair(consents=(early, *rest)), K.COUPLE_AGREEMENT))
    assert "two_signers" in codes(agreements_missing(pair(consents=(same, *rest)), K.COUPLE_AGREEMENT))


def test_caution_with_a_live_conjoint_override_brings_both_together() -> None:
    careful = replace(OPEN, gate=Gate.CAUTION)
    assert codes(pair_missing(pair(client=careful, override=OVERRIDE))) == []
    assert codes(pair_missing(pair(client=careful))) == ["conjoint_override"]


GATES = st.sampled_from(list(Gate))


@given(GATES, st.one_of(st.none(), GATES), st.booleans())
def test_nobody_meets_unless_both_gates_allow_it(client: Gate, partner: Gate | None, override: bool) -> None:
    other = None if partner is None else replace(OPEN, gate=partner)
    found = pair_missing(
        pair(client=replace(OPEN, gate=client), partner=other, override=OVERRIDE if override else None)
    )
    allowed = {Gate.OPEN} | ({Gate.CAUTION} if override else set())
    assert (not found) == (client in allowed and partner in allowed)


@given(GATES)
def test_a_refusal_never_says_what_the_partner_told(partner: Gate) -> None:
    found = pair_missing(pair(partner=replace(OPEN, gate=partner)))
    assert not any(one.code.startswith("gate_") for one in found)
    assert not any(str(partner.value) in one.sentence.lower() for one in found if one.code == "one_of_two")


@pytest.mark.parametrize("name", ["final_decision_made", "coerced", "protection_order", "acute_untreated"])
@pytest.mark.parametrize("who", [0, 1])
def test_every_exclusion_of_either_person_keeps_discernment_from_starting_and_reads_the_same(
    name: str, who: int
) -> None:
    screens = list(SCREENS)
    screens[who] = replace(screens[who], **{name: True})
    assert codes(screens_missing(pair(screens=tuple(screens)))) == ["dc_talks"]
    assert "dc_talks" in to_unit(review=review(SAME, DISCERNMENT), pair=pair(screens=tuple(screens)))


def test_discernment_needs_one_who_leans_in_and_both_asked_alone() -> None:
    both_out = tuple(replace(one, leaning=Leaning.MOSTLY_OUT) for one in SCREENS)
    assert codes(screens_missing(pair(screens=both_out))) == ["dc_talks"]
    together = (SCREENS[0], replace(SCREENS[1], alone=False))
    assert codes(screens_missing(pair(screens=together))) == ["dc_screen_b"]


def test_another_therapist_needs_a_release_and_a_summary_the_client_read() -> None:
    now = facts(S.TRANSITION_PREP, review=review(OTHER, COUPLES), pair=pair(partner=None))
    row = next(row for row in ways(now) if row.code is C.T14)
    assert codes(missing_for(row, now)) == ["consent_release", "transfer_reviewed"]
    ready = replace(now, consents=(*PAPERS, signed(K.RELEASE, Signer.CLIENT)), transfer_reviewed_on=DAY)
    assert missing_for(row, ready) == []


def test_a_partner_who_stepped_back_keeps_the_unit_closed() -> None:
    assert "partner_agreed" in to_unit(engagement=PartnerEngagement.CONSIDERING)


def test_the_whole_way_to_a_couple_unit_is_listed_from_the_start() -> None:
    found = codes(missing_for_unit(UnitKind.COUPLE, facts(S.ASSESSMENT, review=None, pair=pair(partner=None))))
    assert found[0] == "steps_between"
    assert {"partner_screening", "review_form"} <= set(found)


def unit(state: CaseState, kind: UnitKind, **more: object) -> CaseFacts:
    return facts(state, kind=kind, review=None, **more)


ALL_SAID = TransitionRequest(
    reason="r", both_informed=True, conflict_check="c", consultation="c", outcome=Outcome.IMPROVED,
    referral_reason=ReferralReason.NEUTRALITY_LOST,
)  # fmt: skip


def test_couple_work_ends_with_an_outcome_a_summary_and_both_informed() -> None:
    now = unit(S.OPEN, UnitKind.COUPLE)
    row = next(row for row in JOINT if row.code is C.T19)
    assert codes(missing_for(row, now)) == ["unit_outcome", "both_informed", "discharge_summary"]


def test_taking_one_of_the_two_back_asks_for_a_check_and_a_consultation() -> None:
    row = next(row for row in JOINT if row.code is C.T20)
    asked = TransitionRequest(reason="r", outcome=Outcome.SEPARATED, both_informed=True, takes_back=True)
    found = codes(missing_for(row, unit(S.OPEN, UnitKind.COUPLE, request=asked)))
    assert found == ["conflict_check", "taking_back_consultation"]
    assert missing_for(row, unit(S.OPEN, UnitKind.COUPLE, request=replace(ALL_SAID, takes_back=True))) == []


def test_path_3_opens_couple_work_only_when_both_chose_it() -> None:
    row = next(row for row in JOINT if row.code is C.T21)
    assert "path_3_both" in codes(missing_for(row, unit(S.OPEN, UnitKind.DISCERNMENT)))
    assert missing_for(row, unit(S.OPEN, UnitKind.DISCERNMENT, discernment_outcome=Outcome.PATH_3)) == []


def test_discernment_ends_as_the_recorded_choices_say() -> None:
    row = next(row for row in JOINT if row.code is C.T22)
    said = replace(ALL_SAID, outcome=Outcome.PATH_1)
    split = unit(S.OPEN, UnitKind.DISCERNMENT, request=said, discernment_outcome=Outcome.NO_AGREEMENT)
    assert codes(missing_for(row, split)) == ["discernment_choice"]
    assert missing_for(row, replace(split, discernment_outcome=Outcome.PATH_1)) == []


@pytest.mark.parametrize("kind", [UnitKind.COUPLE, UnitKind.DISCERNMENT])
def test_taking_consent_back_asks_for_nothing(kind: UnitKind) -> None:
    for state in (S.OPEN, S.SUSPENDED):
        (row,) = [row for row in ways(unit(state, kind)) if row.code is C.WITHDRAWAL]
        assert row.to_state is S.CLOSING
        assert row.gate == ()


@pytest.mark.parametrize(
    ("state", "code", "request_", "missing"),
    [
        (S.CLOSED, C.T17, TransitionRequest(look_again_on=DAY), ["consent_follow_up_contact"]),
        (S.CLOSED, C.T18, TransitionRequest(), ["reason"]),
        (S.PAUSED, C.T26, TransitionRequest(last_contact_on=DAY - timedelta(days=59)), ["no_contact"]),
        (S.PAUSED, C.T26, TransitionRequest(last_contact_on=DAY - timedelta(days=60)), []),
        (S.INQUIRY, C.T26, TransitionRequest(person_said_no=True), []),
        (S.ACTIVE_IRT, C.T29, TransitionRequest(), ["referral_reason", "consent_release", "transfer_reviewed"]),
    ],
)
def test_the_other_ways_of_an_individual_case(
    state: CaseState, code: TransitionCode, request_: TransitionRequest, missing: list[str]
) -> None:
    now = facts(state, request=request_)
    row = next(row for row in ways(replace(now, request=replace(request_, code=code))))
    assert codes(missing_for(row, now)) == missing


def test_a_follow_up_ends_when_its_last_date_is_over() -> None:
    now = facts(S.FOLLOW_UP)
    ahead = replace(now, episode=replace(now.episode, look_again_on=DAY + timedelta(days=3)))
    assert codes(missing_for_state(S.CLOSED, ahead)) == ["follow_up_ahead"]
    assert missing_for_state(S.CLOSED, now) == []


def test_no_row_leads_an_individual_record_into_a_joint_state() -> None:
    for row in TRANSITIONS:
        joint = {S.OPEN, S.SUSPENDED, S.CLOSING}
        own = set(row.from_states) | {row.to_state}
        assert not (row.of is UnitKind.INDIVIDUAL_IRT and own & joint), row.code
        assert row.of is UnitKind.INDIVIDUAL_IRT or own <= joint | {S.CLOSED}, row.code


def other_policy(**more: object) -> tuple[Consent, ...]:
    mine = f"{K.SECRETS_POLICY}-{Signer.PARTNER}"
    return tuple(replace(one, **more) if one.id == mine else one for one in PAPERS)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("more", "same"),
    [
        ({}, True),
        ({"secrets_option": SecretsOption.NO_SECRETS}, False),
        ({"prior_info": PriorInfo.RELEASED_ITEM_BY_ITEM}, False),
    ],
)
def test_two_different_secrets_policies_are_no_agreement(more: dict[str, object], same: bool) -> None:
    papers = other_policy(**more)
    assert to_unit(pair=pair(consents=papers), consents=papers) == ([] if same else ["secrets_same"])


def test_what_both_signed_is_what_was_chosen_and_the_last_signature_counts() -> None:
    assert to_unit(pair=pair(secrets=SecretsOption.NO_SECRETS)) == ["secrets_same"]
    later = tuple(
        replace(one, id=f"{one.id}-2", secrets_option=SecretsOption.NO_SECRETS)
        for one in PAPERS
        if one.type is K.SECRETS_POLICY
    )
    now = (*PAPERS, *later)
    assert to_unit(pair=pair(consents=now, secrets=SecretsOption.NO_SECRETS), consents=now) == []
