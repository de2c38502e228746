"""The therapist's stance: five private self-checks a session, and quiet figures about a case (domain paper, 1.4).

The answers are the therapist's own reflection, kept as psychotherapy notes are: under their own key, never in the record.
The figures come from signed notes and say nothing about anyone's worth; they are never merged into a score.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from irt_desk.domain.notes import NoteContent
from irt_desk.domain.values import Instant


class StanceQuestion(StrEnum):
    """The five self-checks of row 33; after Doherty & Harris, Family Process 2022 [V: abstract]."""

    DIAGNOSED = "diagnosed"
    MOTIVES_AS_FACT = "motives_as_fact"
    PREDICTED_NO_CHANGE = "predicted_no_change"
    CALLED_FINISHED = "called_finished"
    PUSHED = "pushed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceCheck:
    """The answers after one session; a question that was not answered is absent."""

    id: str
    unit_id: str
    session_id: str
    answers: Mapping[StanceQuestion, bool] = field(default_factory=dict)
    saved: Instant

    @property
    def to_reflect(self) -> tuple[StanceQuestion, ...]:
        """The questions answered with yes: each is worth a private reflection."""
        return tuple(question for question in StanceQuestion if self.answers.get(question))


LAST = 5
"""Notes one figure looks at together [D]."""

RISE = 1.0
"""Steps of "owned" by which the later notes stand above the earlier ones before it is called a rise [D]."""

ITEM_NINE_FROM = 1
"""PHQ-9 item 9 (thoughts of being better off dead or of self-harm): any answer above "not at all" counts [K]."""

_SELF_BLAME = re.compile(
    r"\b(?:all |entirely |completely )?my (?:own )?fault\b|\bi deserve(?:d)? (?:it|this|that|no)\b|\bi (?:made|make) (?:him|her|them)\b"
    r"|\bi(?:'m| am) (?:the problem|to blame|a bad|worthless|useless|a burden)\b|\bi (?:always )?ruin everything\b"
    r"|\bif i (?:were|was|had been) (?:better|different|thinner|quieter)\b|\bi provoke(?:d)? (?:him|her|them)\b",
    re.IGNORECASE,
)
"""Wordings of self-blame in a client's own part [D]: a reason to ask, never a finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceFigures:
    """Quiet figures of one case, from its signed notes in the order of the sessions.

    ``owned`` are the ratings 0 to 4 of "own part"; ``own_part`` their median over the last five, None when there is none.
    ``with_reading`` of ``notes`` hold the partner in mind with another reading.
    """

    owned: tuple[int, ...] = ()
    own_part: float | None = None
    notes: int = 0
    with_reading: int = 0
    over_responsible: bool = False


def figures(notes: Sequence[NoteContent], *, item_nine: int | None = None, is_stopped: bool = False) -> StanceFigures:
    """Return the figures of a case.

    Args:
        notes: its signed notes, oldest first.
        item_nine: the latest answer to PHQ-9 item 9, 0 to 3; None when it was not asked.
        is_stopped: whether the safety gate is a stop; then nobody's own part is followed (6.6).
    """
    owned = () if is_stopped else tuple(n.own_part_owned for n in notes if n.own_part_owned is not None)
    return StanceFigures(
        owned=owned,
        own_part=float(median(owned[-LAST:])) if owned else None,
        notes=len(notes),
        with_reading=sum(bool(n.partner_in_mind.strip() and n.another_reading.strip()) for n in notes),
        over_responsible=not is_stopped and _is_rising(owned) and _is_heavy(notes, item_nine),
    )


def blames_self(text: str) -> bool:
    """Return whether a client's own words may carry self-blame; a reason to ask, never a finding."""
    return _SELF_BLAME.search(text.replace("’", "'")) is not None


def _is_rising(owned: Sequence[int]) -> bool:
    """Return whether the later half of the last ratings stands clearly above the earlier one; four are needed."""
    last = owned[-2 * LAST :]
    half = len(last) // 2
    return len(last) >= 4 and median(last[-half:]) - median(last[:half]) >= RISE


def _is_heavy(notes: Sequence[NoteContent], item_nine: int | None) -> bool:
    recent = notes[-2:]
    return (item_nine or 0) >= ITEM_NINE_FROM or any(blames_self(f"{n.own_part}\n{n.account}") for n in recent)
