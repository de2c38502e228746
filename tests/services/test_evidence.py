"""Evidence behind a gate is kept, dates open nothing, told danger asks for a screening, and every open point has its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from irt_desk.domain.cautions import CautionAnswer, CautionFlag, CautionPrompt, CautionReply, CautionType, Severity
from irt_desk.domain.consents import Consent, ConsentType, PriorInfo, SecretsOption, Signer
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import Gate, GateOverride, IpvFinding, OverrideKind, Permission, SafetyInterview
from irt_desk.domain.screening_answers import InterviewPrompt, PromptAnswer, PromptReply, ScreeningInstrument
from irt_desk.domain.suitability import Barrier, BarrierHolder, BarrierStatus, BarrierType, FitNotes
from irt_desk.domain.units import PartnerPrescreen
from irt_desk.domain.values import Instant, Invalid, Signature
from irt_desk.errors import NotFound, Refused
from irt_desk.services.desk import Desk
from irt_desk.services.fit_points import PointKind
from tests.practices import Clock, make_active, new_client, screen

YES = PromptReply.YES


def caution(desk: Desk, clock: Clock, unit_id: str, **values: object) -> CautionFlag:
    given = {"type": CautionType.PARTNER_SUBSTANCE_USE, "severity": Severity.MEDIUM, **values}
    flag = CautionFlag(id="", unit_id=unit_id, raised_on=clock.today, **given)  # type: ignore[arg-type]  # fields of a flag
    return desk.suitability.save_caution(flag).value


def test_a_screening_is_never_deleted_and_the_refusal_says_what_to_do(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    (made,) = desk.safety.history(unit_id).interviews
    with pytest.raises(Refused, match="record a new one"):
        desk.safety.remove_interview(made.id)
    with pytest.raises(NotFound):
        desk.safety.remove_interview("nobody")
    assert desk.safety.standing(unit_id).gate is Gate.BLOCKED


def test_a_caution_behind_the_gate_stays_and_another_can_be_taken_back(desk: Desk, clock: Clock, unit_id: str) -> None:
    told = caution(desk, clock, unit_id, type=CautionType.IPV_OR_COERCION)
    with pytest.raises(Refused, match="stands behind the safety gate"):
        desk.suitability.take_back_caution(told.id, "by mistake")
    assert desk.safety.standing(unit_id).gate is Gate.BLOCKED
    other = caution(desk, clock, unit_id)
    with pytest.raises(Invalid):
        desk.suitability.take_back_caution(other.id, " ")
    desk.suitability.take_back_caution(other.id, "wrong chart")
    assert [flag.id for flag in desk.suitability.of(unit_id).cautions] == [told.id]


def test_violence_told_among_the_prompts_of_a_caution_stops_the_case_once(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    screen(desk, clock, unit_id)
    clock.pass_days(3)
    flag = caution(desk, clock, unit_id)
    assert desk.safety.standing(unit_id).gate is Gate.OPEN
    told = replace(flag, answers=(CautionAnswer(CautionPrompt.VIOLENCE, CautionReply.YES),))
    desk.suitability.save_caution(told)
    assert desk.safety.standing(unit_id).gate is Gate.BLOCKED
    clock.pass_days(1)
    screen(desk, clock, unit_id, change_reason="It was a slammed door; asked alone.")
    desk.suitability.save_caution(replace(told, plan="look again"))
    assert desk.safety.standing(unit_id).gate is Gate.OPEN, "the same answer saved again is no news"
    with pytest.raises(Refused):
        desk.suitability.take_back_caution(flag.id, "by mistake")


def test_no_date_opens_a_gate(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    signed = an_override(desk, clock, unit_id)
    desk.safety.sign_override(signed)
    assert permitted(desk, unit_id) is Permission.ALLOWED
    with pytest.raises(Invalid) as early:
        held_on(desk, clock, unit_id, clock.today - timedelta(days=1))
    assert [p.code for p in early.value.problems] == ["screening_before_last"]
    with pytest.raises(Invalid) as ahead:
        held_on(desk, clock, unit_id, clock.today + timedelta(days=1))
    assert [p.code for p in ahead.value.problems] == ["in_future"]
    clock.pass_days(31)
    assert permitted(desk, unit_id) is Permission.NEEDS_INVITATION_OVERRIDE
    desk.safety.record_separation(unit_id, clock.today)
    clock.pass_days(-25)
    assert desk.safety.standing(unit_id).gate is Gate.UNSCREENED, "the computer's clock set back"
    assert "clock_set_back" in desk.safety.standing(unit_id).reasons
    with pytest.raises(Invalid) as back:
        screen(desk, clock, unit_id)
    assert "clock_set_back" in [p.code for p in back.value.problems]


def test_a_clock_set_back_after_a_quiet_time_makes_nothing_fresh_again(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    desk.safety.sign_override(an_override(desk, clock, unit_id))
    clock.pass_days(100)
    new_client(
        desk, clock, "Somebody Else"
    )  # nothing was recorded in this chart; the practice has seen the day all the same
    assert desk.safety.standing(unit_id).gate is Gate.UNSCREENED
    clock.pass_days(-80)
    now = desk.safety.standing(unit_id)
    assert now.gate is Gate.UNSCREENED
    assert now.reasons == ("clock_set_back", "screening_too_old")
    assert permitted(desk, unit_id) is Permission.REFUSED
    screen(desk, clock, unit_id)
    assert desk.safety.standing(unit_id).gate is Gate.OPEN, "a screening held now counts, whatever the clock said once"


def together(desk: Desk, unit_id: str) -> Permission:
    return next(a.permission for a in desk.safety.allowances(unit_id) if a.act.value == "conjoint")


def held_on(desk: Desk, clock: Clock, unit_id: str, day: date) -> None:
    desk.safety.record_interview(
        SafetyInterview(
            id="", unit_id=unit_id, on=day, recorded=Instant(clock()), alone=True, findings=(IpvFinding.NONE_DISCLOSED,)
        )
    )


def permitted(desk: Desk, unit_id: str) -> Permission:
    return next(a.permission for a in desk.safety.allowances(unit_id) if a.act.value == "invitation")


def an_override(desk: Desk, clock: Clock, unit_id: str, **values: object) -> GateOverride:
    given: dict[str, object] = {
        "why_situational": "one shove, years ago", "client_wish": "she wants it", "no_fear_of_payback": "none",
        "client_safety_plan": "made", "alcohol_and_weapon_check": "none", "consultant": "N. Orchard",
        "consultant_advice": "slowly",
    } | values  # fmt: skip
    return GateOverride(
        id="", unit_id=unit_id, screened_alone_on=clock.today, consulted_on=clock.today, signed_on=clock.today,
        expires_on=clock.today + timedelta(days=30), signed=Signature("", "", Instant(clock())), **given,
    )  # type: ignore[arg-type]  # fmt: skip  # fields of an override


def test_an_override_does_not_come_back_after_a_stop(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    desk.safety.sign_override(an_override(desk, clock, unit_id))
    clock.pass_days(2)
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    clock.pass_days(2)
    screen(desk, clock, unit_id, IpvFinding.SITUATIONAL_LOW_SEVERITY, change_reason="Asked alone: no fear.")
    assert desk.safety.standing(unit_id).gate is Gate.CAUTION
    assert permitted(desk, unit_id) is Permission.NEEDS_INVITATION_OVERRIDE


def partner_screened(desk: Desk, clock: Clock, unit_id: str, *findings: IpvFinding) -> str:
    """Record the partner and their own screening, apart; return the partner's id."""
    known = desk.relationships.of(unit_id)
    if known:
        partner_id = known[0][0].id
    else:
        partner = Partner(id="", unit_id=unit_id, name="Theo Adair")
        about = Relationship(id="", unit_id=unit_id, partner_id="")
        partner_id = desk.relationships.save(partner, about).value[0].id
    told = SafetyInterview(
        id="", unit_id=unit_id, on=clock.today, recorded=Instant(clock()), alone=True,
        findings=findings or (IpvFinding.NONE_DISCLOSED,),
    )  # fmt: skip
    desk.units.record_prescreen(
        PartnerPrescreen(
            id="", from_unit_id=unit_id, partner_id=partner_id, partner_signature="T. Adair",
            recorded=Instant(clock()), interview=told,
        )
    )  # fmt: skip
    return partner_id


def test_a_conjoint_override_asks_for_everything_at_once(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    bare = an_override(desk, clock, unit_id, kind=OverrideKind.CONJOINT)
    with pytest.raises(Invalid) as never:
        desk.safety.sign_override(bare)
    assert together(desk, unit_id) is Permission.REFUSED
    assert [p.code for p in never.value.problems] == ["override_pair"], "a partner never screened counts as unscreened"
    partner_id = partner_screened(desk, clock, unit_id)
    with pytest.raises(Invalid) as refused:
        desk.safety.sign_override(bare)
    assert {p.field for p in refused.value.problems} == {
        "partner_id", "partner_screened_alone_on", "partner_wish", "partner_no_fear_of_payback", "no_violence_agreement",
        "partner_safety_plan", "protocol", "check_in_question", "stop_rule",
    }  # fmt: skip
    desk.safety.sign_override(whole(bare, clock, partner_id))
    assert permitted(desk, unit_id) is Permission.NEEDS_INVITATION_OVERRIDE, "one kind does not stand for the other"


def whole(bare: GateOverride, clock: Clock, partner_id: str) -> GateOverride:
    return replace(
        bare, partner_id=partner_id, partner_screened_alone_on=clock.today, partner_wish="yes",
        partner_no_fear_of_payback="none", no_violence_agreement="both", partner_safety_plan="made",
        protocol="weekly check", check_in_question="asked apart", stop_rule="any push",
    )  # fmt: skip


def test_the_partners_own_gate_counts_for_joint_work_and_is_never_told(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    partner_id = partner_screened(desk, clock, unit_id, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    made = whole(an_override(desk, clock, unit_id, kind=OverrideKind.CONJOINT), clock, partner_id)
    assert together(desk, unit_id) is Permission.NEEDS_CONJOINT_OVERRIDE
    desk.safety.sign_override(made)
    assert together(desk, unit_id) is Permission.ALLOWED
    partner_screened(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    with pytest.raises(Invalid) as refused:
        desk.safety.sign_override(made)
    assert together(desk, unit_id) is Permission.REFUSED
    assert [p.code for p in refused.value.problems] == ["override_pair"]
    assert "One of the two screenings" in str(refused.value)


def test_a_barrier_entered_by_mistake_is_taken_back_while_nothing_rests_on_it(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    made = barrier(desk, clock, unit_id)
    desk.suitability.take_back_barrier(made.id, "wrong chart")
    assert desk.suitability.of(unit_id).barriers == ()


def barrier(desk: Desk, clock: Clock, unit_id: str) -> Barrier:
    return desk.suitability.save_barrier(
        Barrier(id="", unit_id=unit_id, type=BarrierType.COST_OR_INSURANCE, held_by=BarrierHolder.PRACTICAL, strength=6)
    ).value


def test_a_barrier_keeps_every_change_with_its_day(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = barrier(desk, clock, unit_id)
    clock.pass_days(20)
    desk.suitability.save_barrier(replace(made, strength=2, status=BarrierStatus.EASED))
    (kept,) = desk.suitability.of(unit_id).barriers
    assert [(c.strength, c.status.value) for c in kept.changes] == [(6, "open"), (2, "eased")]
    assert (kept.changes[1].on - kept.changes[0].on).days == 20


def test_open_points_say_why_and_where(desk: Desk, clock: Clock, unit_id: str) -> None:
    assert desk.fit_points.of(unit_id).points == (), "a first contact that is safe may go on"
    screen(desk, clock, unit_id, alone=False)
    caution(desk, clock, unit_id, plan="ask monthly")
    found = {p.code: p for p in desk.fit_points.of(unit_id).points}
    assert found["not_private"].kind is PointKind.PARTIAL
    assert found["caution_left"].sentence.endswith("4 prompts were not asked yet.")
    assert "addiction" in found["caution_gap"].sentence.casefold()
    assert all(p.sentence and p.why for p in found.values())


def test_keyed_answers_stay_with_their_interview_and_what_does_not_fit_is_open(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    screen(
        desk, clock, unit_id, instrument=ScreeningInstrument.HITS, answers=(1, 1, 2, 1),
        prompts=(PromptAnswer(InterviewPrompt.AFRAID, PromptReply.NO),), how_it_fits="The threat was a joke between them.",
    )  # fmt: skip
    (made,) = desk.safety.history(unit_id).interviews
    assert (made.answers, made.instrument) == ((1, 1, 2, 1), ScreeningInstrument.HITS)
    codes = [p.code for p in desk.fit_points.of(unit_id).points]
    assert {"score_against_finding", "prompts_left"} <= set(codes)


def test_duties_are_prompted_by_what_was_told_and_named_by_the_place(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    assert desk.safety.duties(unit_id) == ()
    told = (PromptAnswer(InterviewPrompt.CHILDREN, YES), PromptAnswer(InterviewPrompt.OWN_FORCE, YES))
    screen(desk, clock, unit_id, IpvFinding.CLIENT_USES_FORCE, prompts=told)
    assert [duty.code for duty in desk.safety.duties(unit_id)] == ["child_abuse", "protect_or_warn"]
    who = desk.settings.practitioner()
    desk.settings.save_practitioner(replace(who, jurisdiction="uk"))
    assert [duty.number for duty in desk.safety.duties(unit_id)] == ["0808 800 5000", "999"]


def policy(clock: Clock, unit_id: str, **values: object) -> Consent:
    given = {"type": ConsentType.SECRETS_POLICY, "signer": Signer.CLIENT, **values}
    return Consent(id="", unit_id=unit_id, version="2", signer_name="Noor Adair", signed_on=clock.today, **given)  # type: ignore[arg-type]  # fields


def test_a_secrets_policy_says_which_and_what_of_before(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.consents.sign(policy(clock, unit_id))
    assert {p.field for p in refused.value.problems} == {"secrets_option", "prior_info"}
    made = desk.consents.sign(
        policy(clock, unit_id, secrets_option=SecretsOption.LIMITED, prior_info=PriorInfo.SEALED)
    ).value
    assert (made.secrets_option, made.prior_info) == (SecretsOption.LIMITED, PriorInfo.SEALED)
    other = desk.consents.sign(policy(clock, unit_id, type=ConsentType.TELEHEALTH, prior_info=PriorInfo.SEALED)).value
    assert other.prior_info is None, "what only a policy carries is left out elsewhere"


@pytest.mark.parametrize(
    ("kind", "signer"), [(ConsentType.PARTNER_CONSENT, Signer.CLIENT), (ConsentType.ROLE_CHANGE, Signer.PARTNER)]
)
def test_nobody_signs_for_the_other(desk: Desk, clock: Clock, unit_id: str, kind: ConsentType, signer: Signer) -> None:
    with pytest.raises(Invalid) as refused:
        desk.consents.sign(policy(clock, unit_id, type=kind, signer=signer))
    assert [p.code for p in refused.value.problems] == ["wrong_signer"]


def test_what_the_way_into_irt_rested_on_is_not_taken_back(desk: Desk, clock: Clock, unit_id: str) -> None:
    make_active(desk, clock, unit_id)
    (only,) = desk.suitability.of(unit_id).barriers
    with pytest.raises(Refused, match="Note another barrier first"):
        desk.suitability.take_back_barrier(only.id, "wrong chart")
    none_found = FitNotes(unit_id=unit_id, no_barriers_found_on=clock.today)
    desk.suitability.save_notes(none_found)
    desk.suitability.take_back_barrier(only.id, "wrong chart")
    with pytest.raises(Refused, match="Note another barrier first"):
        desk.suitability.save_notes(replace(none_found, no_barriers_found_on=None))
    barrier(desk, clock, unit_id)
    desk.suitability.save_notes(replace(none_found, no_barriers_found_on=None))
