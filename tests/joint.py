"""Joint units for tests: from one person's case to couple work or discernment, through every gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from irt_desk.domain.cases import CaseState
from irt_desk.domain.consents import Consent, ConsentType, PriorInfo, SecretsOption, Signer
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.pathway import TransitionRequest
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import GateOverride, IpvFinding, OverrideKind, SafetyInterview
from irt_desk.domain.sessions import Session
from irt_desk.domain.transitions import TransitionMode, TransitionReview, TransitionTarget
from irt_desk.domain.units import (
    DiscernmentScreen,
    JointPreparation,
    Leaning,
    PartnerPrescreen,
    Place,
)
from irt_desk.domain.values import Instant, Signature
from irt_desk.services.desk import Desk
from tests.practices import Clock, make_active, new_client, screen

MARK = "she keeps a packed bag behind the barn"


def partner_of(desk: Desk, unit: str) -> str:
    """Name the partner of a record and return their id."""
    partner = Partner(id="", unit_id=unit, name="Calliope Merriwold")
    return desk.relationships.save(partner, Relationship(id="", unit_id=unit, partner_id="")).value[0].id


def prescreen(
    desk: Desk,
    clock: Clock,
    unit: str,
    partner: str,
    finding: IpvFinding = IpvFinding.NONE_DISCLOSED,
    *,
    change_reason: str = "",
) -> None:
    """Record the partner's own screening."""
    interview = SafetyInterview(
        id="",
        unit_id=unit,
        on=clock.today,
        recorded=Instant(clock()),
        alone=True,
        findings=(finding,),
        account=MARK,
        change_reason=change_reason,
    )
    desk.units.record_prescreen(
        PartnerPrescreen(
            id="", from_unit_id=unit, partner_id=partner, recorded=Instant(clock()), interview=interview,
            partner_signature="Calliope Merriwold",
        )
    )  # fmt: skip


def sign(
    desk: Desk, clock: Clock, unit: str, kind: ConsentType, who: Signer, prior: PriorInfo = PriorInfo.SEALED
) -> None:
    """Let one of the two sign."""
    name = "Noor Adair" if who is Signer.CLIENT else "Calliope Merriwold"
    policy = kind is ConsentType.SECRETS_POLICY
    desk.consents.sign(
        Consent(
            id="", unit_id=unit, type=kind, version="1", signer=who, signer_name=name, signed_on=clock.today,
            secrets_option=SecretsOption.LIMITED if policy else None, prior_info=prior if policy else None,
        )
    )  # fmt: skip


def papers(desk: Desk, clock: Clock, unit: str, agreement: ConsentType, prior: PriorInfo = PriorInfo.SEALED) -> None:
    """Sign everything a joint unit stands on."""
    sign(desk, clock, unit, ConsentType.ROLE_CHANGE, Signer.CLIENT)
    sign(desk, clock, unit, ConsentType.PARTNER_CONSENT, Signer.PARTNER)
    for kind in (agreement, ConsentType.SECRETS_POLICY):
        for who in Signer:
            sign(desk, clock, unit, kind, who, prior)


def in_preparation(desk: Desk, clock: Clock, target: TransitionTarget) -> tuple[str, str]:
    """Bring a new case to transition_prep; return the record and the partner."""
    unit = new_client(desk, clock)
    partner = partner_of(desk, unit)
    make_active(desk, clock, unit)
    desk.engagement.move(unit, PartnerEngagement.AGREED_TO_MEET, on=clock.today)
    screen(desk, clock, unit)
    asked = TransitionRequest(asked_by="client")  # type: ignore[arg-type]  # the word is the code
    desk.pathway.move(unit, CaseState.TRANSITION_REVIEW, asked)
    review = TransitionReview(
        id="", unit_id=unit, episode_id="", opened_on=clock.today, target=target, own_part_named="x", regulation_reason="x",
        client_wants_freely="x", partner_wants_freely="x", best_interest_client="x", best_interest_partner="x",
        best_interest_relationship="x", goals_of_both="x", no_acute_crisis="x", competence_and_neutrality="x",
        band="low", mode=TransitionMode.SAME_THERAPIST_NEW_UNIT, inventory_done_on=clock.today, referral_offered=True,  # type: ignore[arg-type]  # the word is the code
    )  # fmt: skip
    desk.pathway.save_review(review)
    desk.pathway.sign_review(unit)
    desk.pathway.move(unit, CaseState.TRANSITION_PREP)
    desk.units.prepare(JointPreparation(unit_id=unit, partner_id=partner, secrets=SecretsOption.LIMITED))
    return unit, partner


def couple(desk: Desk, clock: Clock, prior: PriorInfo = PriorInfo.SEALED) -> tuple[str, str]:
    """Open couple work; return the individual record and the couple unit."""
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    desk.units.prepare(replace(desk.units.preparation(unit), prior_info=prior))
    prescreen(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT, prior)
    desk.pathway.move(unit, CaseState.CLOSED)
    (link,) = desk.units.of(unit)
    return unit, link.unit_id


def appointment(clock: Clock, unit: str) -> Session:
    """Return an appointment of fifty minutes in an hour."""
    starts = clock() + timedelta(hours=1)
    return Session(
        id="", unit_id=unit, episode_id="", starts=Instant(starts), stops=Instant(starts + timedelta(minutes=50))
    )


def discernment(desk: Desk, clock: Clock) -> tuple[str, str]:
    """Open discernment; return the individual record and the unit."""
    unit, partner = in_preparation(desk, clock, TransitionTarget.DISCERNMENT)
    prescreen(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.DC_AGREEMENT)
    for place, leaning in ((Place.A, Leaning.IN), (Place.B, Leaning.OUT)):
        one = DiscernmentScreen(
            id="", from_unit_id=unit, place=place, on=clock.today, recorded=Instant(clock()), leaning=leaning
        )
        desk.units.screen_for_discernment(one)
    desk.pathway.move(unit, CaseState.CLOSED)
    (link,) = desk.units.of(unit)
    return unit, link.unit_id


def override_of_both(desk: Desk, clock: Clock, unit: str, partner: str) -> None:
    """Sign a conjoint override of this pair, thirty days long; one of the gates has to be caution."""
    desk.safety.sign_override(
        GateOverride(
            id="", unit_id=unit, kind=OverrideKind.CONJOINT, screened_alone_on=clock.today, consulted_on=clock.today,
            signed_on=clock.today, expires_on=clock.today + timedelta(days=30), signed=Signature("", "", Instant(clock())),
            why_situational="one shove, years ago", client_wish="wants it", no_fear_of_payback="none",
            client_safety_plan="made", alcohol_and_weapon_check="none", consultant="N. Orchard", consultant_advice="slowly",
            partner_id=partner, partner_screened_alone_on=clock.today, partner_wish="yes", partner_no_fear_of_payback="none",
            no_violence_agreement="both", partner_safety_plan="made", protocol="weekly check",
            check_in_question="asked apart", stop_rule="any push",
        )
    )  # fmt: skip


def couple_under_override(desk: Desk, clock: Clock) -> tuple[str, str, str]:
    """Open couple work that stands on an override; return the individual record, the couple unit and the partner."""
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    prescreen(desk, clock, unit, partner, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    override_of_both(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    desk.pathway.move(unit, CaseState.CLOSED)
    (link,) = desk.units.of(unit)
    return unit, link.unit_id, partner
