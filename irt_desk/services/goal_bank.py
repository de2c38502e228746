"""The goal bank: built-in goals from the content files, own ones from the practice; offered as the safety gate allows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from irt_desk import paths
from irt_desk.domain import goal_bank as rules
from irt_desk.domain.content import ContentError, Skill
from irt_desk.domain.goal_bank import OWN, BankGoal, GoalArea, parse_goal
from irt_desk.domain.safety import GatedAct, GateStanding, Permission
from irt_desk.domain.values import insist
from irt_desk.errors import NotFound
from irt_desk.services import content
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.skill_library import all_skills
from irt_desk.services.skills import INVITING_SKILL, permission_for
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables


@cache
def load_goals() -> dict[str, BankGoal]:
    """Return every built-in goal by id.

    Raises:
        ContentError: a file is not what it should be, or names a skill that is not in the library.
    """
    known = content.load_skills()
    found: dict[str, BankGoal] = {}
    for path in sorted(paths.resource("goals").glob("*.toml")):
        with path.open("rb") as file:
            goal = parse_goal(tomllib.load(file))
        strangers = [f"names the skill {skill!r}, which is not there" for skill in goal.skills if skill not in known]
        if goal.id != path.stem:
            strangers.append(f"calls itself {goal.id!r}")
        if strangers:
            raise ContentError(path.name, strangers)
        found[goal.id] = goal
    return found


class GoalBank(Service):
    """Goals to start from."""

    def all(self) -> tuple[BankGoal, ...]:
        """Return built-in and own goals, by area; own ones last in theirs, hidden ones left out."""
        with self._reading() as c:
            own = tables.GOAL_BANK.all(c)
        order = list(GoalArea)
        found = [*load_goals().values(), *(goal for goal in own if not goal.is_hidden)]
        return tuple(sorted(found, key=lambda g: (order.index(g.area), g.is_own, g.text)))

    def offered(self, unit_id: str) -> tuple[BankGoal, ...]:
        """Return the goals that may be offered in a case now: none that leans on what the safety gate refuses (6.6, 2.4)."""
        with self._reading() as c:
            standing = caseload.gate_standing(c, unit_id, self._today(c))
            library = all_skills(c)
        return tuple(goal for goal in self.all() if _may(goal, standing, library))

    def save_own(self, goal: BankGoal) -> Saved[BankGoal]:
        """Store an own goal; built-in ones stay as they are.

        Raises:
            Invalid: it is not worded, or its actor is the partner.
        """
        with self._changing() as c:
            goal = cleaned(replace(goal, id=goal.id or self._id(), provenance=OWN, entered=self._now(c)))
            insist(rules.bank_problems(goal))
            tables.GOAL_BANK.put(c, goal)
            self._audit(c, "goal_bank.edited", "bank_goal", goal.id)
        return saved(goal, Area.PLANS)

    def hide_own(self, goal_id: str) -> Saved[BankGoal]:
        """Take an own goal out of the list; plans that began with it keep it."""
        with self._changing() as c:
            goal = tables.GOAL_BANK.get(c, goal_id)
            if goal is None:
                raise NotFound(what="goal")
            goal = replace(goal, is_hidden=True)
            tables.GOAL_BANK.replace(c, goal)
            self._audit(c, "goal_bank.hidden", "bank_goal", goal.id)
        return saved(goal, Area.PLANS)


def _may(goal: BankGoal, standing: GateStanding, library: Mapping[str, Skill]) -> bool:
    if goal.asks_own_part and standing.gate.is_stop:
        return False
    for skill_id in goal.skills:
        if skill_id == INVITING_SKILL and standing.permission(GatedAct.INVITATION) is Permission.REFUSED:
            return False
        if skill_id in library and permission_for(library[skill_id], standing) is Permission.REFUSED:
            return False
    return True
