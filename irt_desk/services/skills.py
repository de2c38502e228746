"""Skills: assigning, logging practice, setting the stage, and what the safety gate refuses (domain paper, 3.1, 6.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import skills as rules
from irt_desk.domain.content import Skill, StopCode
from irt_desk.domain.counts import RecordSource
from irt_desk.domain.revisits import SkillRevisit, revisit_on
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
from irt_desk.domain.stop_codes import signs, stops_missing
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.engagement import invitation_missing
from irt_desk.services.safety import raise_trigger
from irt_desk.services.skill_library import all_skills, skill_of
from irt_desk.services.skill_records import SkillCounts, counts_of
from irt_desk.services.skill_stops import stop_facts
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection

INVITING_SKILL = "I1"
"""Preparing and making the invitation follows the invitation column of 6.6, not the ``SG`` column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillView:
    """One skill of a case: what was given, what was practised, where it stands."""

    unit_id: str
    skill: Skill
    assignments: tuple[PracticeAssignment, ...]
    logs: tuple[PracticeLog, ...]
    history: tuple[MasteryChange, ...]
    stage: MasteryStage
    lapsed: bool
    suggested: MasteryStage
    figures: PracticeFigures | None
    counts: SkillCounts = SkillCounts()
    revisit_on: date | None = None
    waits: bool = False
    """Whether the safety gate refuses the skill now, though it was given before."""

    @property
    def client_stage(self) -> MasteryStage | None:
        """Where the client saw themselves last; None when nobody asked."""
        return next((m.client_stage for m in reversed(self.history) if m.client_stage is not None), None)

    @property
    def active(self) -> PracticeAssignment | None:
        """The assignment that runs or is paused, newest first; None when none does."""
        return next((a for a in self.assignments if a.status is not AssignmentStatus.ENDED), None)


class Skills(Service):
    """The skills of a case."""

    def of(self, unit_id: str) -> tuple[SkillView, ...]:
        """Return the skills of a case, those with a running assignment first."""
        with self._reading() as c:
            library, today = all_skills(c), self._today(c)
            gate = caseload.gate_standing(c, unit_id, today)
            past = _Past(
                tables.ASSIGNMENTS.of_unit(c, unit_id)[::-1],
                tables.LOGS.of_unit(c, unit_id, (tables.LOGS.table.c.on,)),
                tables.MASTERY.of_unit(c, unit_id),
                tables.SKILL_REVISITS.of_unit(c, unit_id),
                tuple(use.skill_id for use in tables.SKILL_USES.of_unit(c, unit_id)),
            )
            views = [_view(c, unit_id, library[i], past, gate, today) for i in past.skill_ids if i in library]
        return tuple(sorted(views, key=lambda v: (v.active is None, v.skill.id)))

    def permission(self, unit_id: str, skill_id: str) -> Permission:
        """Return what the safety gate says about giving a skill now."""
        with self._reading() as c:
            standing = caseload.gate_standing(c, unit_id, self._today(c))
            return permission_for(skill_of(c, skill_id), standing)

    def stop_signs(self, unit_id: str) -> frozenset[StopCode]:
        """Return the stop codes the record itself gives a sign of; a skill that has one of them asks for a reason."""
        with self._reading() as c:
            return signs(stop_facts(self, c, unit_id))

    def assign(self, assignment: PracticeAssignment) -> Saved[PracticeAssignment]:
        """Give a skill to practise.

        Raises:
            Refused: the safety gate refuses it, or asks for a reason that was not given; for I1 the invitation
                column of 6.6 holds.
        """
        with self._changing() as c:
            skill = skill_of(c, assignment.skill_id)
            insist(rules.assignment_problems(assignment))
            self._refuse(c, assignment, skill)
            safe = self._take_home(c, assignment)
            assignment = cleaned(
                replace(
                    assignment,
                    id=self._id(),
                    skill_version=skill.version,
                    status=AssignmentStatus.ACTIVE,
                    safe_to_take_home=safe,
                    handout_version=skill.version if safe is SafeToTakeHome.YES else None,
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
                self._refuse(c, replace(assignment, gate_reason=reason), skill_of(c, assignment.skill_id))
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
        made = self.log_all((log,))
        return Saved(made.value[0], made.areas)

    def log_all(self, logs: Sequence[PracticeLog]) -> Saved[tuple[PracticeLog, ...]]:
        """Store the practice of one review, all of it or nothing, under the same rules as each alone."""
        with self._changing() as c:
            made = tuple(self._log(c, log) for log in logs)
        unsafe = any(log.got_in_way is GotInWay.UNSAFE for log in made)
        return saved(made, *((Area.SKILLS, Area.SAFETY, Area.CLIENTS) if unsafe else (Area.SKILLS,)))

    def _log(self, c: Connection, log: PracticeLog) -> PracticeLog:
        assignment = self._assignment(c, log.assignment_id)
        log = cleaned(
            replace(log, id=self._id(), unit_id=assignment.unit_id, skill_id=assignment.skill_id, entered=self._now(c))
        )
        insist(rules.log_problems(log, assignment, self._today(c)))
        tables.LOGS.add(c, log)
        self._audit(c, "skill.practice", "practice_log", log.id, unit_id=log.unit_id, reason=log.skill_id)
        if log.got_in_way is GotInWay.UNSAFE:
            tables.ASSIGNMENTS.replace(c, replace(assignment, status=AssignmentStatus.PAUSED))
            raise_trigger(self, c, log.unit_id, TriggerKind.PRACTICE_UNSAFE, self._today(c), log.id)
        return log

    def set_stage(self, change: MasteryChange) -> Saved[MasteryChange]:
        """Set a stage; history is append-only and stages may go down."""
        with self._changing() as c:
            skill_of(c, change.skill_id)
            insist(rules.mastery_problems(change, tables.MASTERY.of_unit(c, change.unit_id), self._today(c)))
            change = cleaned(replace(change, id=self._id(), entered=self._now(c)))
            tables.MASTERY.add(c, change)
            self._audit(c, "skill.stage", "mastery_change", change.id, unit_id=change.unit_id, reason=change.skill_id)
            self._refresh(c, change.unit_id)
        return saved(change, Area.SKILLS, Area.PATHWAY, Area.CLIENTS)

    def _take_home(self, c: Connection, assignment: PracticeAssignment) -> SafeToTakeHome:
        """Return whether the handout may go home: never at a stop, only on screen while unscreened (6.6)."""
        standing = caseload.gate_standing(c, assignment.unit_id, self._today(c))
        cell = standing.permission(GatedAct.PRINT_MAP)
        if cell is Permission.REFUSED:
            return SafeToTakeHome.NO
        if cell is Permission.SCREEN_ONLY and assignment.safe_to_take_home is SafeToTakeHome.YES:
            return SafeToTakeHome.UNSURE
        return assignment.safe_to_take_home

    def _refuse(self, c: Connection, assignment: PracticeAssignment, skill: Skill) -> None:
        """Raise with every reason at once: the gate's, then those of the other stop codes."""
        today = self._today(c)
        standing = caseload.gate_standing(c, assignment.unit_id, today)
        missing: list[Missing] = []
        if skill.id == INVITING_SKILL:
            missing += invitation_missing(standing, today)
        else:
            cell = permission_for(skill, standing)
            if cell is Permission.REFUSED:
                missing.append(Missing("skill_refused", Act.SAFETY, {"skill": skill.name}))
            elif cell is Permission.CONFIRM_WITH_REASON and not assignment.gate_reason.strip():
                missing.append(Missing("skill_confirm", Act.SKILLS, {"skill": skill.name}))
        missing += stops_missing(skill, stop_facts(self, c, assignment.unit_id), assignment.stop_reasons)
        if missing:
            raise Refused(missing)

    def _assignment(self, c: Connection, assignment_id: str) -> PracticeAssignment:
        found = tables.ASSIGNMENTS.get(c, assignment_id)
        if found is None:
            raise NotFound(what="assignment")
        return found


@dataclass(frozen=True, slots=True)
class _Past:
    """Everything of a case that views of its skills are made from."""

    assignments: tuple[PracticeAssignment, ...]
    logs: tuple[PracticeLog, ...]
    history: tuple[MasteryChange, ...]
    revisits: tuple[SkillRevisit, ...]
    used: tuple[str, ...]

    @property
    def skill_ids(self) -> tuple[str, ...]:
        """The skills the case has anything of, each once."""
        named = [a.skill_id for a in self.assignments] + [m.skill_id for m in self.history]
        return tuple(dict.fromkeys([*named, *self.used]))


def _view(c: Connection, unit_id: str, skill: Skill, past: _Past, standing: GateStanding, today: date) -> SkillView:
    """Return one skill as it stands; what is counted by the own part in a pattern is not shown under a stop (6.6)."""
    waits = _waits(skill, standing)
    hidden = waits and skill.source is RecordSource.EPISODES
    own = tuple(a for a in past.assignments if a.skill_id == skill.id)
    own_logs = tuple(log for log in past.logs if log.skill_id == skill.id)
    own_history = tuple(m for m in past.history if m.skill_id == skill.id)
    stage = current_stage(past.history, skill.id)
    running = next((a for a in own if a.status is not AssignmentStatus.ENDED), own[0] if own else None)
    of_running = [log for log in own_logs if running is not None and log.assignment_id == running.id]
    return SkillView(
        unit_id=unit_id,
        skill=skill,
        assignments=own,
        logs=own_logs,
        history=own_history,
        stage=stage,
        lapsed=is_lapsed(past.history, skill.id),
        suggested=suggested_stage(stage, own_logs, own_history, today),
        figures=figures(running, of_running, today) if running else None,
        counts=SkillCounts() if hidden else counts_of(c, unit_id, skill),
        waits=waits,
        revisit_on=revisit_on(own_history, [r for r in past.revisits if r.skill_id == skill.id]),
    )


def _waits(skill: Skill, standing: GateStanding) -> bool:
    """Return whether a skill that was given waits for the gate; inviting follows the invitation column."""
    act = GatedAct.INVITATION if skill.id == INVITING_SKILL else GatedAct.SAFETY_GATED_SKILL
    return StopCode.SG in skill.stop_when and standing.permission(act) is Permission.REFUSED


def permission_for(skill: Skill, standing: GateStanding) -> Permission:
    """Return the cell of 6.6 for a skill: only ``SG`` skills are gated."""
    if StopCode.SG not in skill.stop_when:
        return Permission.ALLOWED
    return standing.permission(GatedAct.SAFETY_GATED_SKILL)
