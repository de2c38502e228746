"""Skills: assigning, logging practice, setting the stage, and what the safety gate refuses (domain paper, 3.1, 6.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import safety as safety_rules
from irt_desk.domain import skills as rules
from irt_desk.domain.content import Skill, StopCode
from irt_desk.domain.safety import GatedAct, GateStanding, Permission, TriggerKind
from irt_desk.domain.skills import (
    AssignmentStatus,
    GotInWay,
    MasteryChange,
    MasteryStage,
    PracticeAssignment,
    PracticeFigures,
    PracticeLog,
    SafeToTakeHome,
    current_stage,
    figures,
    is_lapsed,
    suggested_stage,
)
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services import content
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.engagement import invitation_missing
from irt_desk.services.safety import raise_trigger
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection

INVITING_SKILL = "I1"
"""Preparing and making the invitation follows the invitation column of 6.6, not the ``SG`` column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillView:
    """One skill of a case: what was given, what was practised, where it stands."""

    skill: Skill
    assignments: tuple[PracticeAssignment, ...]
    logs: tuple[PracticeLog, ...]
    history: tuple[MasteryChange, ...]
    stage: MasteryStage
    lapsed: bool
    suggested: MasteryStage
    figures: PracticeFigures | None

    @property
    def active(self) -> PracticeAssignment | None:
        """The assignment that runs or is paused, newest first; None when none does."""
        return next((a for a in self.assignments if a.status is not AssignmentStatus.ENDED), None)


class Skills(Service):
    """The skills of a case."""

    def library(self) -> tuple[Skill, ...]:
        """Return every built-in skill in the order of its groups."""
        return tuple(content.load_skills().values())

    def of(self, unit_id: str) -> tuple[SkillView, ...]:
        """Return the skills of a case, those with a running assignment first."""
        library = content.load_skills()
        with self._reading() as c:
            today = self._today(c)
            assignments = tables.ASSIGNMENTS.of_unit(c, unit_id)[::-1]
            logs = tables.LOGS.of_unit(c, unit_id, (tables.LOGS.table.c.on,))
            history = tables.MASTERY.of_unit(c, unit_id)
        ids = dict.fromkeys([a.skill_id for a in assignments] + [m.skill_id for m in history])
        views = [self._view(library[i], assignments, logs, history, today) for i in ids if i in library]
        return tuple(sorted(views, key=lambda v: (v.active is None, v.skill.id)))

    def _view(
        self,
        skill: Skill,
        assignments: tuple[PracticeAssignment, ...],
        logs: tuple[PracticeLog, ...],
        history: tuple[MasteryChange, ...],
        today: date,
    ) -> SkillView:
        own = tuple(a for a in assignments if a.skill_id == skill.id)
        own_logs = tuple(log for log in logs if log.skill_id == skill.id)
        own_history = tuple(m for m in history if m.skill_id == skill.id)
        stage = current_stage(history, skill.id)
        running = next((a for a in own if a.status is not AssignmentStatus.ENDED), own[0] if own else None)
        of_running = [log for log in own_logs if running is not None and log.assignment_id == running.id]
        return SkillView(
            skill=skill,
            assignments=own,
            logs=own_logs,
            history=own_history,
            stage=stage,
            lapsed=is_lapsed(history, skill.id),
            suggested=suggested_stage(stage, own_logs, own_history, today),
            figures=figures(running, of_running, today) if running else None,
        )

    def permission(self, unit_id: str, skill_id: str) -> Permission:
        """Return what the safety gate says about giving a skill now."""
        with self._reading() as c:
            standing = safety_rules.standing(caseload.safety_history(c, unit_id), self._today(c))
        return permission_for(_skill(skill_id), standing)

    def assign(self, assignment: PracticeAssignment) -> Saved[PracticeAssignment]:
        """Give a skill to practise.

        Raises:
            Refused: the safety gate refuses it, or asks for a reason that was not given; for I1 the invitation
                column of 6.6 holds.
        """
        skill = _skill(assignment.skill_id)
        with self._changing() as c:
            insist(rules.assignment_problems(assignment))
            self._refuse(c, assignment, skill)
            assignment = cleaned(
                replace(
                    assignment,
                    id=self._id(),
                    skill_version=skill.version,
                    status=AssignmentStatus.ACTIVE,
                    safe_to_take_home=self._take_home(c, assignment),
                )
            )
            for running in tables.ASSIGNMENTS.of_unit(c, assignment.unit_id):
                if running.skill_id == skill.id and running.status is not AssignmentStatus.ENDED:
                    tables.ASSIGNMENTS.replace(c, replace(running, status=AssignmentStatus.ENDED))
            tables.ASSIGNMENTS.add(c, assignment)
            self._audit(
                c, "skill.assigned", "practice_assignment", assignment.id, unit_id=assignment.unit_id, reason=skill.id
            )
            self._refresh(c, assignment.unit_id)
        return saved(assignment, Area.SKILLS, Area.CLIENTS)

    def end(self, assignment_id: str) -> Saved[PracticeAssignment]:
        """End an assignment; what was practised stays."""
        return self._set_status(assignment_id, AssignmentStatus.ENDED, "")

    def resume(self, assignment_id: str, reason: str = "") -> Saved[PracticeAssignment]:
        """Take a paused assignment up again, under the same rules as a new one."""
        return self._set_status(assignment_id, AssignmentStatus.ACTIVE, reason)

    def _set_status(self, assignment_id: str, status: AssignmentStatus, reason: str) -> Saved[PracticeAssignment]:
        with self._changing() as c:
            assignment = self._assignment(c, assignment_id)
            assignment = replace(assignment, status=status, gate_reason=reason or assignment.gate_reason)
            if status is AssignmentStatus.ACTIVE:
                self._refuse(c, replace(assignment, gate_reason=reason), _skill(assignment.skill_id))
                assignment = replace(assignment, safe_to_take_home=self._take_home(c, assignment))
            tables.ASSIGNMENTS.replace(c, cleaned(assignment))
            self._audit(
                c,
                "skill.assignment_status",
                "practice_assignment",
                assignment.id,
                unit_id=assignment.unit_id,
                reason=status.value,
            )
            self._refresh(c, assignment.unit_id)
        return saved(assignment, Area.SKILLS, Area.CLIENTS)

    def log(self, log: PracticeLog) -> Saved[PracticeLog]:
        """Store one practice; "unsafe" opens the safety question and pauses the assignment (3.1)."""
        with self._changing() as c:
            assignment = self._assignment(c, log.assignment_id)
            log = cleaned(
                replace(
                    log,
                    id=self._id(),
                    unit_id=assignment.unit_id,
                    skill_id=assignment.skill_id,
                    entered=self._now(c),
                )
            )
            insist(rules.log_problems(log, assignment, self._today(c)))
            tables.LOGS.add(c, log)
            self._audit(c, "skill.practice", "practice_log", log.id, unit_id=log.unit_id, reason=log.skill_id)
            unsafe = log.got_in_way is GotInWay.UNSAFE
            if unsafe:
                tables.ASSIGNMENTS.replace(c, replace(assignment, status=AssignmentStatus.PAUSED))
                raise_trigger(self, c, log.unit_id, TriggerKind.PRACTICE_UNSAFE, self._today(c), log.id)
        areas = (Area.SKILLS, Area.SAFETY, Area.CLIENTS) if unsafe else (Area.SKILLS,)
        return saved(log, *areas)

    def set_stage(self, change: MasteryChange) -> Saved[MasteryChange]:
        """Set a stage; history is append-only and stages may go down."""
        _skill(change.skill_id)
        with self._changing() as c:
            insist(rules.mastery_problems(change, tables.MASTERY.of_unit(c, change.unit_id), self._today(c)))
            change = cleaned(replace(change, id=self._id(), entered=self._now(c)))
            tables.MASTERY.add(c, change)
            self._audit(c, "skill.stage", "mastery_change", change.id, unit_id=change.unit_id, reason=change.skill_id)
        return saved(change, Area.SKILLS, Area.PATHWAY)

    def _take_home(self, c: Connection, assignment: PracticeAssignment) -> SafeToTakeHome:
        """Return whether the handout may go home: never at a stop, only on screen while unscreened (6.6)."""
        standing = safety_rules.standing(caseload.safety_history(c, assignment.unit_id), self._today(c))
        cell = standing.permission(GatedAct.PRINT_MAP)
        if cell is Permission.REFUSED:
            return SafeToTakeHome.NO
        if cell is Permission.SCREEN_ONLY and assignment.safe_to_take_home is SafeToTakeHome.YES:
            return SafeToTakeHome.UNSURE
        return assignment.safe_to_take_home

    def _refuse(self, c: Connection, assignment: PracticeAssignment, skill: Skill) -> None:
        today = self._today(c)
        standing = safety_rules.standing(caseload.safety_history(c, assignment.unit_id), today)
        if skill.id == INVITING_SKILL:
            if missing := invitation_missing(standing, today):
                raise Refused(missing)
            return
        cell = permission_for(skill, standing)
        if cell is Permission.REFUSED:
            raise Refused([Missing("skill_refused", Act.SAFETY, {"skill": skill.name})])
        if cell is Permission.CONFIRM_WITH_REASON and not assignment.gate_reason.strip():
            raise Refused([Missing("skill_confirm", Act.SKILLS, {"skill": skill.name})])

    def _assignment(self, c: Connection, assignment_id: str) -> PracticeAssignment:
        found = tables.ASSIGNMENTS.get(c, assignment_id)
        if found is None:
            raise NotFound(what="assignment")
        return found


def _skill(skill_id: str) -> Skill:
    skill = content.load_skills().get(skill_id)
    if skill is None:
        raise NotFound(what="skill")
    return skill


def permission_for(skill: Skill, standing: GateStanding) -> Permission:
    """Return the cell of 6.6 for a skill: only ``SG`` skills are gated."""
    if StopCode.SG not in skill.stop_when:
        return Permission.ALLOWED
    return standing.permission(GatedAct.SAFETY_GATED_SKILL)
