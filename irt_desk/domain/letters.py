"""Letters: which there are, and when a closing letter may be written (domain paper, 6.5, 6.7 T22, T26)."""

from __future__ import annotations

from enum import StrEnum

from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.values import Act, Missing


class LetterKind(StrEnum):
    """What a letter is about; the value is the word of ``--subject``."""

    REFERRAL = "referral"
    CLOSING = "closing"
    ROLE_SHIFT = "role_shift"
    ATTENDANCE = "attendance"


LETTERS_OF: dict[UnitKind, tuple[LetterKind, ...]] = {
    UnitKind.INDIVIDUAL_IRT: (LetterKind.REFERRAL, LetterKind.CLOSING, LetterKind.ROLE_SHIFT),
    UnitKind.COUPLE: (LetterKind.CLOSING, LetterKind.ATTENDANCE),
    UnitKind.DISCERNMENT: (LetterKind.CLOSING, LetterKind.ATTENDANCE),
    UnitKind.COLLATERAL_CONTACT: (LetterKind.ATTENDANCE,),
}
"""The letters of each kind of record."""

_ENDING = frozenset(
    {
        CaseState.INQUIRY,
        CaseState.SCREENING,
        CaseState.NOT_NOW,
        CaseState.PAUSED,
        CaseState.FOLLOW_UP,
        CaseState.REFERRED_OUT,
        CaseState.CLOSED,
        CaseState.CLOSING,
    }
)
"""Where T26 or T22 ends, or may end, a case; from every other state it is closed by a discharge."""


def closing_missing(state: CaseState, outcome: Outcome | None, *, is_decided: bool) -> list[Missing]:
    """Return what keeps a closing letter from being written: the work goes on, or the person has died.

    Args:
        state: where the case or unit stands.
        outcome: how it ended, when it did.
        is_decided: whether discernment came to a decision that ends it; the letters of T22 may be given before the move.
    """
    if outcome is Outcome.DIED:
        return [Missing("letter_died", Act.NONE)]
    return [] if state in _ENDING or is_decided else [Missing("letter_open", Act.NONE)]
