"""What a note of a joint session holds beside the fields of every note: how each of the two was, what happened between them (6.1, 7.2).

Both may read it, so it asks for no guess of one about the other and for no own part told alone; what a person says alone in
discernment is kept per member (5.5), what they answer to the safety check-in is seen by the practitioner only (6.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from irt_desk.domain.cases import UnitKind
from irt_desk.domain.units import Place
from irt_desk.domain.values import THIRD_PARTY, tagged

if TYPE_CHECKING:
    from irt_desk.domain.notes import NoteContent


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPart:
    """One of the two in a joint session: whether they were there, how they were, what they take on until the next time."""

    place: Place
    was_there: bool = True
    how_they_were: str = tagged(THIRD_PARTY)
    takes_on: str = tagged(THIRD_PARTY)


def members_of(parts: Sequence[MemberPart]) -> tuple[MemberPart, ...]:
    """Return the part of each of the two, ``a`` first; an empty one where nothing was written."""
    known = {part.place: part for part in parts}
    return tuple(known.get(place, MemberPart(place=place)) for place in Place)


def joint_wanted(content: NoteContent, kind: UnitKind, *, has_signed_plan: bool) -> list[tuple[object, str]]:
    """Return what the note of a held joint session asks for, each with the code of what is missing, in the order of the editor.

    Couple work: what happened between them, what was done and how they took it. Discernment: its shared part has its own page,
    and nobody is given practice (5.6). A guest in the client's care is no client: nothing about their state is asked (6.1).
    """
    found: list[tuple[object, str]] = [(content.account, "note_account_joint")]
    parts = members_of(content.members)
    if kind.is_joint:
        found.append((any(part.was_there for part in parts), "note_nobody_there"))
        found += [(not part.was_there or part.how_they_were.strip(), f"note_how_{part.place}") for part in parts]
    if kind is not UnitKind.DISCERNMENT:
        found.append((content.between, "note_between"))
    if kind is UnitKind.COUPLE:
        found += [(content.interventions, "note_interventions"), (content.response, "note_response_joint")]
        if has_signed_plan:
            found.append((content.progress, "note_progress"))
    return found


JOINT_CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("times_and_attendance", ("note_attendance", "note_telehealth_consent", "note_nobody_there")),
    ("risk_check", ("note_risk", "note_risk_action")),
    ("both_of_them", ("note_account_joint", "note_contact_account", "note_how_a", "note_how_b", "note_between")),
    ("done_and_response", ("note_interventions", "note_response_joint", "note_progress")),
    ("next", ("note_plan", "note_missed_plan")),
)
"""The lines of "Before you sign" of a joint note, each with the missing codes that keep it open."""
