"""A note filed in the wrong chart: what may be moved, and the trace that stays in both charts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from irt_desk.domain.cases import UnitKind
from irt_desk.domain.notes import NoteContent, NoteStatus, ProgressNote
from irt_desk.domain.values import Act, Instant, Missing


class MoveWay(StrEnum):
    """Which side of a move a trace stands on."""

    OUT = "out"
    IN = "in"


class MovedAs(StrEnum):
    """A draft goes over as it is; a signed note stays, entered in error, and a new draft begins where it belongs."""

    DRAFT = "draft"
    COPY = "copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMove:
    """The trace of a move in one chart. It never names the person of the other chart: each record may be printed alone.

    ``session_id`` and ``note_id`` are those of this chart; ``left_out`` names the fields that pointed into the other chart.
    """

    id: str
    unit_id: str
    session_id: str
    note_id: str
    way: MoveWay
    moved_as: MovedAs
    reason: str
    moved: Instant
    left_out: tuple[str, ...] = ()


def missing_for_move(
    note: ProgressNote,
    *,
    from_unit: str,
    to_unit: str,
    reason: str,
    kinds: tuple[UnitKind, UnitKind] = (UnitKind.INDIVIDUAL_IRT, UnitKind.INDIVIDUAL_IRT),
) -> list[Missing]:
    """Return what keeps a note from being moved.

    Nothing one person told goes into a chart of two by a move (6.7, invariants); the other way only a draft that says nothing of
    a joint session yet: it was begun in the wrong chart.

    Args:
        note: the note.
        from_unit, to_unit: where it is and where it should be.
        reason: why.
        kinds: the kind of the one and of the other.
    """
    found: list[Missing] = []
    here, there = kinds
    begun = note.status is NoteStatus.DRAFT and not (note.content.members or note.content.between.strip())
    into_two = there.brings_together and not here.brings_together
    if into_two or (here.is_joint is not there.is_joint and (there.is_joint or not begun)):
        found.append(Missing("note_move_joint", Act.NONE))
    if not reason.strip():
        found.append(Missing("reason", Act.REQUEST))
    if from_unit == to_unit:
        found.append(Missing("note_move_same", Act.NONE))
    if note.status is NoteStatus.ENTERED_IN_ERROR:
        found.append(Missing("note_move_voided", Act.NONE))
    return found


def detached(content: NoteContent) -> tuple[NoteContent, tuple[str, ...]]:
    """Return the text of a note without what points into the chart it leaves, and the names of those fields.

    Objectives, the pattern and copies of an earlier note belong to the other client's plan and maps; so does a risk check that
    rests on "no change" since a day in that chart.
    """
    blank = NoteContent()
    names = ["progress", "pattern_id", "carried", "carried_from"] + (["risk"] if content.risk.no_change else [])
    left_out = tuple(
        n for n in names if getattr(content, n) != getattr(blank, n) and n not in ("carried", "carried_from")
    )
    return replace(content, **{name: getattr(blank, name) for name in names}), left_out
