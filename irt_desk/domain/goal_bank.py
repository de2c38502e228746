"""The goal bank: goals of relational work as content, and the therapist's own beside them; a start to be reworded, not a menu."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from irt_desk.domain.content import ContentError
from irt_desk.domain.content_fields import Fields
from irt_desk.domain.plans import Goal, GoalDomain, Objective, partner_is_actor
from irt_desk.domain.values import Instant, Problem, need_text

OWN = "own"
"""The provenance of an entry a therapist wrote."""


class GoalArea(StrEnum):
    """Where a goal belongs; the order is that of the list."""

    UNDERSTANDING = "understanding"
    REGULATION = "regulation"
    LISTENING = "listening"
    SPEAKING = "speaking"
    SOLVING = "solving"
    BOUNDARIES = "boundaries"
    REPAIR = "repair"
    INVITING = "inviting"
    INDIVIDUAL_LIFE = "individual_life"


@dataclass(frozen=True, slots=True, kw_only=True)
class BankObjective:
    """An objective to start from; what the baseline may be counted as is a hint, never a value."""

    text: str
    baseline_hint: str = ""
    measure: str = ""
    target: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BankGoal:
    """A goal to start from, in words a client might use."""

    id: str
    area: GoalArea
    domain: GoalDomain
    text: str
    when: str = ""
    objectives: tuple[BankObjective, ...] = ()
    version: int = 1
    provenance: str = OWN
    entered: Instant | None = None
    is_hidden: bool = False

    @property
    def is_own(self) -> bool:
        """Whether a therapist of this practice wrote it."""
        return self.provenance == OWN

    @property
    def skills(self) -> tuple[str, ...]:
        """Every skill its objectives lean on."""
        return tuple(dict.fromkeys(skill for objective in self.objectives for skill in objective.skills))

    @property
    def asks_own_part(self) -> bool:
        """Whether it asks for the client's own part; such a goal is not offered while the safety gate is a stop (2.4)."""
        return self.id == "own_my_side"

    def as_goal(self, names: Mapping[str, str]) -> Goal:
        """Return a goal for a plan: the baseline stays empty, because it is the client's.

        Args:
            names: the name of each skill by its id.
        """
        return Goal(
            id="",
            text=self.text,
            domain=self.domain,
            objectives=tuple(
                Objective(
                    id="",
                    number="",
                    text=o.text,
                    measure=o.measure,
                    target=o.target,
                    interventions=tuple(f"{s} {names.get(s, '')}".strip() for s in o.skills),
                )
                for o in self.objectives
            ),
        )


def bank_problems(goal: BankGoal) -> list[Problem]:
    """Return what keeps an own entry from being stored: it is worded, and its actor is the client."""
    found = need_text("text", goal.text)
    for text in (goal.text, *(objective.text for objective in goal.objectives)):
        if partner_is_actor(text, ()):
            found.append(Problem("text", "goal_partner_as_actor", {"text": text}))
    return found


def parse_goal(data: Mapping[str, Any]) -> BankGoal:
    """Return the goal a content file stands for.

    Raises:
        ContentError: with every problem of the file at once.
    """
    problems: list[str] = []
    fields = Fields(data, problems)
    goal = BankGoal(
        id=fields.text("id"),
        version=fields.number("version") or 0,
        area=fields.member("area", GoalArea),
        domain=fields.member("domain", GoalDomain),
        text=fields.text("text"),
        when=fields.text("when"),
        objectives=fields.tables("objectives", _objective, needed=True),
        provenance=fields.provenance(),
    )
    fields.left_over()
    problems += [f"the partner is the actor in {p.values['text']!r}" for p in bank_problems(goal) if p.values]
    if problems:
        raise ContentError(goal.id or "goal", problems)
    return goal


def _objective(fields: Fields) -> BankObjective:
    return BankObjective(
        text=fields.text("text"),
        baseline_hint=fields.text("baseline_hint"),
        measure=fields.text("measure"),
        target=fields.text("target"),
        skills=fields.texts("skills"),
    )
