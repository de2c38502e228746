"""Inviting the partner: how an invitation is prepared, the log of those made and what was answered (domain paper, 3.8 and 6.4).

What the partner answered is as the client told it. A "no" is a good answer; whether somebody pressed after it is kept as seen,
without blame.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.consents import Consent, ConsentType, in_force
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.values import (
    THIRD_PARTY,
    Act,
    Instant,
    Missing,
    Problem,
    need_range,
    need_text,
    not_future,
    tagged,
)


class InvitedBy(StrEnum):
    """Who makes the invitation; the therapist only with a release the client signed (6.4)."""

    CLIENT = "client"
    THERAPIST_WITH_RELEASE = "therapist_with_release"


class InvitationOffer(StrEnum):
    """What the partner is offered (6.4)."""

    ONE_MEETING = "one_meeting"
    COUPLES = "couples"
    DISCERNMENT = "discernment"
    OWN_THERAPIST = "own_therapist"
    COLLATERAL_VISIT = "collateral_visit"


class PressedAfter(StrEnum):
    """Whether the partner was asked again soon after the answer (6.4)."""

    NO = "no"
    YES = "yes"


REPLIES = (PartnerEngagement.AGREED_TO_MEET, PartnerEngagement.CONSIDERING, PartnerEngagement.DECLINED)
"""What an invitation can come to (6.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPreparation:
    """The work before an invitation (3.8, I1): barriers from the partner's side, own motive, what to offer, the words.

    Attributes:
        readiness: how ready the client feels, 0 to 10.
        agreed_words: what the therapist may say when they make contact under a release, and nothing else (6.4).
    """

    unit_id: str
    barriers_from_their_side: str = tagged(THIRD_PARTY)
    own_motive: str = ""
    offers: tuple[InvitationOffer, ...] = ()
    wording: str = tagged(THIRD_PARTY)
    readiness: int | None = None
    agreed_words: str = tagged(THIRD_PARTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One invitation and what came of it, as told by the client."""

    id: str
    unit_id: str
    on: date
    recorded: Instant
    made_by: InvitedBy = InvitedBy.CLIENT
    channel: str = ""
    offered: tuple[InvitationOffer, ...] = ()
    how_it_was_put: str = tagged(THIRD_PARTY)
    reply: PartnerEngagement | None = None
    partner_reply_as_reported: str = tagged(THIRD_PARTY)
    reply_on: date | None = None
    feeling_after: int | None = None
    pressed_after: PressedAfter | None = None
    next_review_on: date | None = None


def preparation_problems(preparation: InvitationPreparation) -> list[Problem]:
    """Return what keeps a preparation from being stored."""
    return need_range("readiness", preparation.readiness, 0, 10)


def invitation_problems(invitation: Invitation, today: date) -> list[Problem]:
    """Return what keeps an entry of the log from being stored."""
    found = not_future("on", invitation.on, today) + need_text("channel", invitation.channel)
    if not invitation.offered:
        found.append(Problem("offered", "offer_needed"))
    answered = invitation.reply is not None or bool(invitation.partner_reply_as_reported.strip())
    if answered and invitation.reply_on is None:
        found.append(Problem("reply_on", "reply_day_needed"))
    if invitation.reply is not None and invitation.reply not in REPLIES:
        found.append(Problem("reply", "reply_unknown"))
    if invitation.reply_on is not None:
        found += not_future("reply_on", invitation.reply_on, today)
        found += [Problem("reply_on", "before_start")] if invitation.reply_on < invitation.on else []
    if invitation.next_review_on is not None and invitation.next_review_on < invitation.on:
        found.append(Problem("next_review_on", "before_start"))
    return found + need_range("feeling_after", invitation.feeling_after, 0, 10)


def contact_missing(
    invitation: Invitation, preparation: InvitationPreparation, consents: tuple[Consent, ...]
) -> list[Missing]:
    """Return what keeps the therapist from contacting the partner: the signed release and the agreed words, no others (6.4)."""
    if invitation.made_by is not InvitedBy.THERAPIST_WITH_RELEASE:
        return []
    found: list[Missing] = []
    if in_force(consents, ConsentType.PARTNER_CONTACT_RELEASE, invitation.on) is None:
        found.append(Missing("contact_release", Act.CONSENTS))
    agreed = " ".join(preparation.agreed_words.split())
    if not agreed:
        found.append(Missing("contact_agreed_words", Act.ENGAGEMENT))
    elif " ".join(invitation.how_it_was_put.split()) not in ("", agreed):
        found.append(Missing("contact_only_agreed_words", Act.ENGAGEMENT))
    return found
