"""Where the partner stands toward being involved (domain paper, 6.3): the states, the allowed moves, the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.values import THIRD_PARTY, Instant, tagged


class PartnerEngagement(StrEnum):
    """Partner engagement states (domain paper, 6.3)."""

    NOT_EXPLORED = "not_explored"
    NOT_YET_ASKED = "not_yet_asked"
    PREPARING_INVITATION = "preparing_invitation"
    INVITED = "invited"
    CONSIDERING = "considering"
    DECLINED = "declined"
    AGREED_TO_MEET = "agreed_to_meet"
    MET_INDIVIDUALLY = "met_individually"
    JOINED = "joined"
    WITHDREW = "withdrew"
    INVITATION_CONTRAINDICATED = "invitation_contraindicated"


_P = PartnerEngagement
MOVES: dict[PartnerEngagement, frozenset[PartnerEngagement]] = {
    _P.NOT_EXPLORED: frozenset(
        {_P.NOT_YET_ASKED, _P.PREPARING_INVITATION, _P.INVITED, _P.CONSIDERING, _P.DECLINED, _P.AGREED_TO_MEET}
    ),
    _P.NOT_YET_ASKED: frozenset({_P.PREPARING_INVITATION, _P.INVITED, _P.CONSIDERING, _P.DECLINED, _P.AGREED_TO_MEET}),
    _P.PREPARING_INVITATION: frozenset({_P.NOT_YET_ASKED, _P.INVITED}),
    _P.INVITED: frozenset({_P.CONSIDERING, _P.DECLINED, _P.AGREED_TO_MEET}),
    _P.CONSIDERING: frozenset({_P.DECLINED, _P.PREPARING_INVITATION, _P.INVITED, _P.AGREED_TO_MEET}),
    _P.DECLINED: frozenset({_P.CONSIDERING, _P.PREPARING_INVITATION, _P.INVITED, _P.AGREED_TO_MEET}),
    _P.AGREED_TO_MEET: frozenset({_P.CONSIDERING, _P.DECLINED, _P.MET_INDIVIDUALLY, _P.JOINED}),
    _P.MET_INDIVIDUALLY: frozenset({_P.CONSIDERING, _P.DECLINED, _P.JOINED, _P.WITHDREW}),
    _P.JOINED: frozenset({_P.WITHDREW}),
    _P.WITHDREW: frozenset({_P.CONSIDERING, _P.AGREED_TO_MEET}),
    _P.INVITATION_CONTRAINDICATED: frozenset(),
}
"""Moves a therapist may record. Into and out of ``invitation_contraindicated`` only the safety gate moves."""

BEFORE_JOINED = frozenset(set(_P) - {_P.JOINED, _P.WITHDREW, _P.INVITATION_CONTRAINDICATED})
"""States that a blocked gate turns into ``invitation_contraindicated``."""

INVITING = frozenset({_P.PREPARING_INVITATION, _P.INVITED})
"""Moves that are an invitation or its preparation, so that the invitation column of 6.6 holds."""

REOPENABLE = frozenset({_P.DECLINED, _P.CONSIDERING, _P.WITHDREW})
"""States from which a later agreement is T23."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementEntry:
    """One line of the partner engagement log.

    ``kept`` is the earlier state that returns when the gate allows it again; only set while contraindicated.
    """

    id: str
    unit_id: str
    from_state: PartnerEngagement
    to_state: PartnerEngagement
    on: date
    recorded: Instant
    note: str = tagged(THIRD_PARTY)
    kept: PartnerEngagement | None = None


def is_later_yes(current: PartnerEngagement, to: PartnerEngagement) -> bool:
    """Return whether a move is T23: a partner who declined, thought it over or withdrew agrees to meet after all (6.7)."""
    return current in REOPENABLE and to is PartnerEngagement.AGREED_TO_MEET


def may_move(current: PartnerEngagement, to: PartnerEngagement) -> bool:
    """Return whether 6.3 knows this move."""
    return to in MOVES[current]
