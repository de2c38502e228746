"""The requirements of 6.7 as small predicates over :class:`CaseFacts`; each says what is missing and where it is closed.

What was never recorded counts as missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from irt_desk.domain.case_facts import CaseFacts
from irt_desk.domain.cases import COUPLE_OUTCOMES, DISCERNMENT_OUTCOMES, Outcome, UnitKind
from irt_desk.domain.consents import ConsentType, Signer, in_force
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.safety import Gate, GatedAct, Permission
from irt_desk.domain.suitability import FitOutcome
from irt_desk.domain.transitions import review_missing
from irt_desk.domain.units import (
    AGREEMENT_OF,
    agreements_missing,
    pair_missing,
    policy_missing,
    screens_missing,
    two_signers_missing,
    without_whose,
)
from irt_desk.domain.values import Act, Missing

Check = Callable[[CaseFacts], Iterable[Missing]]


def consent(kind: ConsentType) -> Check:
    """Return the check for a consent of the client in force."""

    def check(facts: CaseFacts) -> Iterable[Missing]:
        if in_force(facts.consents, kind, facts.today) is None:
            yield Missing(f"consent_{kind}", Act.CONSENTS)

    return check


def _one(code: str, act: Act, holds: Callable[[CaseFacts], object]) -> Check:
    def check(facts: CaseFacts) -> Iterable[Missing]:
        if not holds(facts):
            yield Missing(code, act)

    return check


def client_gate(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for a gate at which the client may move toward joint work: ``open``, or ``caution`` with a live override (T10)."""
    cell = facts.standing.permission(GatedAct.TRANSITION)
    if cell is Permission.ALLOWED:
        return
    if cell is Permission.NEEDS_INVITATION_OVERRIDE:
        yield Missing("invitation_override", Act.OVERRIDE)
    else:
        yield Missing(f"gate_{facts.standing.gate}", Act.SAFETY)


def fresh_screening(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for a screening of the client at most 30 days old (T12)."""
    if facts.standing.screened_on is not None and not facts.standing.is_fresh(facts.today):
        yield Missing("screening_30_days", Act.SAFETY)


def rescreen_after_pause(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for a new screening when the last one is too old (T09)."""
    if facts.standing.gate is Gate.UNSCREENED:
        yield Missing("rescreen_90_days", Act.SAFETY)


def cautions(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for a plan, and where the competence is missing a consultation or referral, for every caution (T06)."""
    for kind in facts.unhandled_cautions:
        yield Missing(f"caution_{kind}", Act.CAUTIONS)


def review(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for the signed transition review with every readiness item (T12)."""
    if facts.review is None:
        yield Missing("review_form", Act.REVIEW)
        return
    yield from review_missing(
        facts.review, has_calm_regulation_skill=facts.has_calm_regulation_skill, band=facts.neutrality
    )
    if facts.review.signed is None:
        yield Missing("review_signed", Act.REVIEW)


def not_now_date(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for a day to look again that is not in the past."""
    day = facts.request.look_again_on
    if day is None:
        yield Missing("review_on", Act.REQUEST)
    elif day < facts.today:
        yield Missing("date_in_past", Act.REQUEST)


def fit_decided(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for the suitability outcome with its summary (T07)."""
    if facts.fit is None or not facts.fit.summary.strip():
        yield Missing("fit_outcome", Act.SUITABILITY)


def case_outcome(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for an outcome a case can end with before treatment (T07)."""
    outcome = facts.request.outcome
    if outcome is None or outcome.is_move or outcome.is_completed_irt:
        yield Missing("case_outcome", Act.REQUEST)


def discharge(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for the signed discharge summary (T16)."""
    if facts.discharge is None or facts.discharge.signed is None:
        yield Missing("discharge_summary", Act.DISCHARGE)


def _engagement_in(code: str, *allowed: PartnerEngagement) -> Check:
    return _one(code, Act.ENGAGEMENT, lambda facts: facts.engagement in allowed)


CONTACT_SAFE = _one("contact_safe", Act.CONTACT, lambda f: f.safe_contact_confirmed_on is not None)
REASON = _one("reason", Act.REQUEST, lambda f: f.request.reason.strip())
CONTACT_MADE = _one("contact_made", Act.REQUEST, lambda f: f.request.contact_made)
ASKED = _one("asked_by", Act.REQUEST, lambda f: f.request.asked_by is not None)
SCREENED = _one("safety_interview", Act.SAFETY, lambda f: f.standing.screened_on is not None)
PREFERABILITY = _one("couples_preferability", Act.SUITABILITY, lambda f: f.preferability is not None)
BARRIER = _one("barrier", Act.BARRIERS, lambda f: f.has_barrier_row)
EFFORT = _one("engagement_effort", Act.EFFORTS, lambda f: f.has_effort_or_reason)
MOTIVATION = _one("motivation_screen", Act.MOTIVATION, lambda f: f.motivation is not None)
EXPLORED = _one("partner_engagement", Act.ENGAGEMENT, lambda f: f.engagement is not PartnerEngagement.NOT_EXPLORED)
SIGNED_PLAN = _one(
    "signed_plan", Act.PLAN, lambda f: f.plan is not None and f.plan.signed is not None and f.plan.has_relationship_goal
)
FITS_IRT = _one(
    "fit_not_irt",
    Act.SUITABILITY,
    lambda f: f.fit is None or f.fit.outcome in (FitOutcome.IRT_RECOMMENDED, FitOutcome.IRT_WITH_CAUTION),
)
MOTIVATED = _one(
    "motivation_support_only",
    Act.MOTIVATION,
    lambda f: (
        f.motivation is None
        or f.motivation.recommended is None
        or (f.fit is not None and bool(f.fit.override_reason.strip()))
    ),
)
PARTNER_READY = _engagement_in("partner_agreed", PartnerEngagement.AGREED_TO_MEET, PartnerEngagement.MET_INDIVIDUALLY)


def pair_safe(facts: CaseFacts) -> Iterable[Missing]:
    """Both gates and both screenings, for anything that brings the two together (T14, T15 mode same, T21, T27)."""
    if facts.pair is None:
        yield Missing("partner_screening", Act.UNIT)
    else:
        missing = pair_missing(facts.pair)
        yield from without_whose(missing) if facts.kind.is_joint else missing


def agreements(kind: UnitKind) -> Check:
    """Both signatures of everything a joint unit stands on."""

    def check(facts: CaseFacts) -> Iterable[Missing]:
        if facts.pair is not None:
            yield from agreements_missing(facts.pair, AGREEMENT_OF[kind])

    return check


def agreed_by_both(kind: ConsentType) -> Check:
    """A new agreement of both inside a joint unit (T21, T27): signed again since that work began, by two people."""

    def check(facts: CaseFacts) -> Iterable[Missing]:
        is_policy = kind is ConsentType.SECRETS_POLICY  # the one both signed holds on; its unit begins with it
        known = [one for one in facts.consents if is_policy or one.signed_on >= facts.episode.state_since]
        found = {who: in_force(known, kind, facts.today, who) for who in Signer}
        for who in Signer:
            if found[who] is None:
                yield Missing(f"consent_{kind}_{who}", Act.CONSENTS)
        yield from two_signers_missing(one for one in found.values() if one is not None)
        if is_policy:
            yield from policy_missing(facts.consents, facts.today)

    return check


def screened_for_discernment(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for the discernment screening of each person and name what excludes (T15, T27)."""
    if facts.pair is not None:
        yield from screens_missing(facts.pair)


def still_willing(facts: CaseFacts) -> Iterable[Missing]:
    """The partner has not stepped back since T12."""
    if facts.engagement not in (
        PartnerEngagement.AGREED_TO_MEET,
        PartnerEngagement.MET_INDIVIDUALLY,
        PartnerEngagement.JOINED,
    ):
        yield Missing("partner_agreed", Act.ENGAGEMENT)


def inventory_clear(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for a private-knowledge inventory that blocks nothing (T14, T15 mode same)."""
    if facts.review is not None and not facts.review.inventory_is_clear:
        yield Missing("inventory_not_clear", Act.REVIEW)


def review_still_signed(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for the review to be signed still: a change after T12 opened it again."""
    if facts.review is None or facts.review.signed is None:
        yield Missing("review_signed", Act.REVIEW)


def transfer(facts: CaseFacts) -> Iterable[Missing]:
    """A release by the client and a transfer summary they read and signed (mode other, T29)."""
    if in_force(facts.consents, ConsentType.RELEASE, facts.today) is None:
        yield Missing("consent_release", Act.CONSENTS)
    if facts.transfer_reviewed_on is None:
        yield Missing("transfer_reviewed", Act.TRANSFER)


def no_contact(facts: CaseFacts) -> Iterable[Missing]:
    """No contact for ``no_contact_days``, or the person says no (T26)."""
    last = facts.request.last_contact_on
    if facts.request.person_said_no:
        return
    if last is None or (facts.today - last).days < facts.no_contact_days:
        yield Missing("no_contact", Act.REQUEST, {"days": facts.no_contact_days})


def follow_up_over(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for the last follow-up date to be over (T26)."""
    day = facts.episode.look_again_on
    if day is not None and day > facts.today and not facts.request.person_said_no:
        yield Missing("follow_up_ahead", Act.REQUEST, {"day": day})


def _unit_outcome(allowed: tuple[Outcome, ...]) -> Check:
    def check(facts: CaseFacts) -> Iterable[Missing]:
        if facts.request.outcome not in allowed:
            yield Missing("unit_outcome", Act.REQUEST)

    return check


def taken_back(facts: CaseFacts) -> Iterable[Missing]:
    """The same therapist taking one of the two back is high risk: a written check and a consultation (T20, T28)."""
    if facts.request.takes_back:
        if not facts.request.conflict_check.strip():
            yield Missing("conflict_check", Act.REQUEST)
        if not facts.request.consultation.strip():
            yield Missing("taking_back_consultation", Act.REQUEST)


def unit_discharge(facts: CaseFacts) -> Iterable[Missing]:
    """Ask for the signed closing summary of the unit (T19)."""
    if facts.discharge is None or facts.discharge.signed is None:
        yield Missing("discharge_summary", Act.DISCHARGE)


BOTH_INFORMED = _one("both_informed", Act.REQUEST, lambda f: f.request.both_informed)
REFERRAL_REASON = _one("referral_reason", Act.REQUEST, lambda f: f.request.referral_reason is not None)
CONFLICT_CHECK = _one("conflict_check", Act.REQUEST, lambda f: f.request.conflict_check.strip())
COUPLE_OUTCOME = _unit_outcome(COUPLE_OUTCOMES)
DISCERNMENT_ENDED = _unit_outcome(tuple(o for o in DISCERNMENT_OUTCOMES if o is not Outcome.PATH_3))
NOT_PATH_3 = _one("dc_led_to_couple_work", Act.UNIT, lambda f: f.episode.outcome is not Outcome.PATH_3)
PATH_3_CHOSEN = _one("path_3_both", Act.UNIT, lambda f: f.discernment_outcome is Outcome.PATH_3)


def outcome_as_recorded(facts: CaseFacts) -> Iterable[Missing]:
    """The outcome said with T22 is the one the recorded choices of both come to (5.5); where they decided nothing, it may just stop."""
    said, recorded = facts.request.outcome, facts.discernment_outcome
    if recorded is None and said is Outcome.STOP_NO_DECISION:
        return
    by_choice = (Outcome.PATH_1, Outcome.PATH_2, Outcome.NO_AGREEMENT, Outcome.STOP_NO_DECISION)
    if said in by_choice and said is not recorded:
        yield Missing("discernment_choice", Act.UNIT)
