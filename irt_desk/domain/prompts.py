"""Quiet prompts to the therapist: what was seen, never a label; each can be put aside with a reason (rows 23, 28 and 41)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from irt_desk import words
from irt_desk.domain.notes import PulseItem
from irt_desk.domain.patterns import PatternEpisode, StepActor
from irt_desk.domain.plan_progress import SignedNote
from irt_desk.domain.sessions import Session
from irt_desk.domain.skills import PracticeDone, PracticeLog
from irt_desk.domain.values import Instant, Problem, need_text

STAGNATION_SESSIONS = 6
"""Attended sessions in a row without a sign of movement before "review direction" is asked (row 28 [D]; a setting)."""

HOPE_DROP = 3
"""Points that hope falls between two sessions before the therapist is asked to ask (row 23 [D])."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One prompt: ``prompt.<code>`` says what was seen, ``prompt.<code>.ask`` what to ask.

    ``target`` tells one occasion from the next: put aside, it stays away until something new is seen. ``since`` is where
    the stretch of time it is about begins: put aside within that stretch it stays away as well.
    """

    code: str
    target: str
    on: date
    since: date | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def seen(self) -> str:
        """What was seen, in words."""
        return words.say(f"prompt.{self.code}", **self.values)

    @property
    def ask(self) -> str:
        """What the therapist may ask."""
        return words.say(f"prompt.{self.code}.ask", **self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptAside:
    """A prompt that was put aside, with the reason. Never changed."""

    id: str
    unit_id: str
    code: str
    target: str
    on: date
    reason: str
    entered: Instant


def aside_problems(aside: PromptAside) -> list[Problem]:
    """Return what keeps a prompt from being put aside: the reason."""
    return need_text("reason", aside.reason)


def hope_drop(signed: Sequence[SignedNote]) -> Prompt | None:
    """Return the prompt when hope fell by :data:`HOPE_DROP` or more between the last two sessions that asked.

    Args:
        signed: attended sessions with their signed notes, oldest first.
    """
    told = [(s, note.content.pulse[PulseItem.HOPE]) for s, note in signed if PulseItem.HOPE in note.content.pulse]
    if len(told) < 2:
        return None
    (_, before), (session, now) = told[-2:]
    if before - now < HOPE_DROP:
        return None
    values = {"before": before, "now": now, "number": session.number or ""}
    return Prompt(code="hope_drop", target=session.id, on=session.starts.day, values=values)


def stagnation(
    attended: Sequence[Session],
    episodes: Sequence[PatternEpisode],
    logs: Sequence[PracticeLog],
    *,
    reliable_change: bool = False,
    sessions: int = STAGNATION_SESSIONS,
) -> Prompt | None:
    """Return the prompt when nothing moved over the last attended sessions (row 28).

    Args:
        attended: every attended session, oldest first.
        episodes: pattern episodes; one with an exit the client tried is movement.
        logs: practice logs; one that was done, wholly or partly, is movement.
        reliable_change: whether the primary measure changed reliably within that time.
        sessions: over how many sessions, at least 2.
    """
    window = attended[-max(2, sessions) :]
    if len(window) < max(2, sessions) or reliable_change:
        return None
    since = window[0].starts.day
    exits = any(
        e.happened.day >= since and any(tried.by is StepActor.CLIENT for tried in e.exits_tried) for e in episodes
    )
    practised = any(log.on >= since and log.done is not PracticeDone.NO for log in logs)
    if exits or practised:
        return None
    values = {"count": len(window)}
    return Prompt(code="stagnation", target=window[0].id, on=window[-1].starts.day, since=since, values=values)


def open_prompts(found: Sequence[Prompt | None], aside: Sequence[PromptAside]) -> tuple[Prompt, ...]:
    """Return the prompts that were not put aside on this occasion."""

    def is_open(prompt: Prompt) -> bool:
        own = [a for a in aside if a.code == prompt.code]
        return not any(a.target == prompt.target or (prompt.since and a.on >= prompt.since) for a in own)

    return tuple(p for p in found if p is not None and is_open(p))
