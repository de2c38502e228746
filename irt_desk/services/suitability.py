"""May this case be IRT: the couples question, barriers, efforts, motivation, cautions, the decision (1.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from irt_desk.domain import couples_first
from irt_desk.domain import suitability as rules
from irt_desk.domain.cases import CaseState
from irt_desk.domain.couples_first import FitContradiction, StoryLine, TrailFacts
from irt_desk.domain.fit_review import TOPIC_OF_BARRIER, TOPIC_OF_CAUTION, DriftOrigin, DriftTopic
from irt_desk.domain.safety import TriggerKind
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.suitability import (
    Barrier,
    CautionFlag,
    CautionType,
    CouplesPreferability,
    EngagementEffort,
    FitDecision,
    FitNotes,
    MotivationScreen,
    PathwayDecision,
)
from irt_desk.domain.values import Act, Missing, Problem, insist, need_text
from irt_desk.errors import NotFound, Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.fit_reviews import notice
from irt_desk.services.safety import raise_trigger
from irt_desk.services.text import cleaned
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection, RecordTable

T = TypeVar("T", CouplesPreferability, EngagementEffort, MotivationScreen, FitDecision, PathwayDecision)


@dataclass(frozen=True, slots=True, kw_only=True)
class FitPicture:
    """Everything recorded about the fit question; lists are newest first."""

    preferability: tuple[CouplesPreferability, ...]
    barriers: tuple[Barrier, ...]
    efforts: tuple[EngagementEffort, ...]
    motivation: tuple[MotivationScreen, ...]
    decisions: tuple[FitDecision, ...]
    cautions: tuple[CautionFlag, ...]
    notes: FitNotes
    pathway: tuple[PathwayDecision, ...] = ()
    story: tuple[StoryLine, ...] = ()
    contradictions: tuple[FitContradiction, ...] = ()
    review_due: date | None = None


class Suitability(Service):
    """The fit question and its evidence."""

    def of(self, unit_id: str) -> FitPicture:
        """Return everything recorded about the fit of a case."""
        with self._reading() as c:
            trail = self._trail(c, unit_id)
            return FitPicture(
                preferability=trail.preferability[::-1],
                barriers=trail.barriers,
                efforts=trail.efforts[::-1],
                motivation=trail.motivation[::-1],
                decisions=trail.decisions[::-1],
                cautions=tuple(f for f in tables.CAUTIONS.of_unit(c, unit_id) if not f.entered_in_error),
                notes=trail.notes or FitNotes(unit_id=unit_id),
                pathway=trail.pathway[::-1],
                story=couples_first.story(trail),
                contradictions=couples_first.contradictions(trail),
                review_due=trail.review_due,
            )

    def _trail(self, c: Connection, unit_id: str) -> TrailFacts:
        preferability = tables.PREFERABILITY.of_unit(c, unit_id)
        attended = tuple(
            session.starts.day
            for session in tables.SESSIONS.of_unit(c, unit_id)
            if session.attendance is Attendance.ATTENDED and not session.entered_in_error
        )
        going = self._episode(c, unit_id).state is CaseState.ACTIVE_IRT
        last = preferability[-1] if preferability and going else None
        return TrailFacts(
            preferability=preferability,
            barriers=tuple(b for b in tables.BARRIERS.of_unit(c, unit_id) if not b.entered_in_error),
            efforts=tables.EFFORTS.of_unit(c, unit_id),
            motivation=tables.MOTIVATION.of_unit(c, unit_id),
            decisions=tables.FIT_DECISIONS.of_unit(c, unit_id),
            pathway=tables.PATHWAY_DECISIONS.of_unit(c, unit_id),
            engagement=tables.ENGAGEMENT.of_unit(c, unit_id, (tables.ENGAGEMENT.table.c.recorded,)),
            notes=tables.FIT_NOTES.get(c, unit_id),
            review_due=couples_first.review_due(last, attended),
        )

    def add_pathway_decision(self, decision: PathwayDecision) -> Saved[PathwayDecision]:
        """Store if and when a form of work fits, and why (row 85)."""
        with self._changing() as c:
            found = rules.pathway_problems(decision, self._today(c))
            made = self._add(c, tables.PATHWAY_DECISIONS, decision, found, "suitability.pathway")
        return saved(made, Area.SUITABILITY, Area.PATHWAY)

    def add_preferability(self, answer: CouplesPreferability) -> Saved[CouplesPreferability]:
        """Store an answer to the couples question; later ones are reviews."""
        with self._changing() as c:
            found = rules.preferability_problems(answer, self._today(c))
            made = self._add(c, tables.PREFERABILITY, answer, found, "suitability.preferability")
        return saved(made, Area.SUITABILITY, Area.CLIENTS, Area.PATHWAY)

    def add_effort(self, effort: EngagementEffort) -> Saved[EngagementEffort]:
        """Store a documented try to involve the partner."""
        with self._changing() as c:
            found = rules.effort_problems(effort, self._today(c))
            made = self._add(c, tables.EFFORTS, effort, found, "suitability.effort")
        return saved(made, Area.SUITABILITY, Area.PATHWAY)

    def add_motivation(self, screen: MotivationScreen) -> Saved[MotivationScreen]:
        """Store a motivation screen."""
        with self._changing() as c:
            found = rules.motivation_problems(screen, self._today(c))
            made = self._add(c, tables.MOTIVATION, screen, found, "suitability.motivation")
        return saved(made, Area.SUITABILITY, Area.PATHWAY)

    def decide_fit(self, decision: FitDecision) -> Saved[FitDecision]:
        """Store the suitability outcome.

        Raises:
            Invalid: no summary, no review date for "not now", or IRT against the motivation screen without a reason.
        """
        with self._changing() as c:
            screens = tables.MOTIVATION.of_unit(c, decision.unit_id)
            found = rules.decision_problems(decision, screens[-1] if screens else None, self._today(c))
            made = self._add(c, tables.FIT_DECISIONS, decision, found, "suitability.decided")
        return saved(made, Area.SUITABILITY, Area.PATHWAY, Area.CASES)

    def save_barrier(self, barrier: Barrier) -> Saved[Barrier]:
        """Store a barrier, new or changed."""
        with self._changing() as c:
            insist(rules.barrier_problems(barrier, self._today(c)))
            before = tables.BARRIERS.get(c, barrier.id) if barrier.id else None
            barrier = cleaned(replace(barrier, id=barrier.id or self._id(), entered_in_error=""))
            barrier = barrier.changed_from(before, self._today(c))
            tables.BARRIERS.put(c, barrier)
            topic = TOPIC_OF_BARRIER.get(barrier.type)
            if topic is not None and (before is None or before.type is not barrier.type):
                notice(self, c, barrier.unit_id, topic, DriftOrigin.BARRIER, barrier.id)
                self._refresh(c, barrier.unit_id)
            self._audit(c, "suitability.barrier", "barrier", barrier.id, unit_id=barrier.unit_id)
        return saved(barrier, Area.SUITABILITY, Area.CLIENTS, Area.PATHWAY)

    def save_caution(self, flag: CautionFlag) -> Saved[CautionFlag]:
        """Store a caution flag; one about violence without an interview since asks for a screening (row 81)."""
        with self._changing() as c:
            insist(rules.caution_problems(flag, self._today(c)))
            before = tables.CAUTIONS.get(c, flag.id) if flag.id else None
            is_new = before is None or before.type is not flag.type
            told_now = flag.tells_danger and not (before is not None and before.tells_danger)
            flag = cleaned(replace(flag, id=flag.id or self._id(), entered_in_error=""))
            tables.CAUTIONS.put(c, flag)
            self._audit(c, "suitability.caution", "caution_flag", flag.id, unit_id=flag.unit_id, reason=flag.type.value)
            raised = is_new and flag.type is CautionType.IPV_OR_COERCION and not self._screened_since(c, flag)
            if raised or (told_now and not self._screened_since(c, replace(flag, raised_on=self._today(c)))):
                on = flag.raised_on if raised else self._today(c)
                raise_trigger(self, c, flag.unit_id, TriggerKind.CAUTION_FLAG, on, flag.id)
            if is_new:
                notice(self, c, flag.unit_id, TOPIC_OF_CAUTION[flag.type], DriftOrigin.CAUTION, flag.id)
            if told_now and flag.type is not CautionType.IPV_OR_COERCION:
                notice(self, c, flag.unit_id, DriftTopic.VIOLENCE, DriftOrigin.CAUTION, flag.id)
            self._refresh(c, flag.unit_id)
        return saved(flag, Area.SUITABILITY, Area.SAFETY, Area.CLIENTS, Area.PATHWAY)

    def take_back_barrier(self, barrier_id: str, reason: str) -> Saved[Barrier]:
        """Take a barrier back that was entered by mistake; it stays in the record and counts no longer.

        Raises:
            Refused: it is the one barrier the way into IRT rested on. Invalid: no reason.
        """
        with self._changing() as c:
            barrier = tables.BARRIERS.get(c, barrier_id)
            if barrier is None:
                raise NotFound(what="record")
            insist(need_text("entered_in_error", reason))
            notes = tables.FIT_NOTES.get(c, barrier.unit_id)
            others = [b for b in tables.BARRIERS.of_unit(c, barrier.unit_id) if not b.entered_in_error and b != barrier]
            none_found = notes is not None and notes.no_barriers_found_on is not None
            if self._passed_into_irt(c, barrier.unit_id) and not others and not none_found:
                raise Refused([Missing("evidence_barrier", Act.BARRIERS)])
            barrier = cleaned(replace(barrier, entered_in_error=reason))
            tables.BARRIERS.replace(c, barrier)
            self._audit(c, "suitability.barrier_taken_back", "barrier", barrier.id, unit_id=barrier.unit_id)
        return saved(barrier, Area.SUITABILITY, Area.PATHWAY)

    def take_back_caution(self, flag_id: str, reason: str) -> Saved[CautionFlag]:
        """Take a caution back that was entered by mistake; it stays in the record and counts no longer.

        Raises:
            Refused: it stands behind the safety gate. Invalid: no reason.
        """
        with self._changing() as c:
            flag = tables.CAUTIONS.get(c, flag_id)
            if flag is None:
                raise NotFound(what="record")
            insist(need_text("entered_in_error", reason))
            sources = {trigger.source_id for trigger in tables.SAFETY_TRIGGERS.of_unit(c, flag.unit_id)}
            if flag.type is CautionType.IPV_OR_COERCION or flag.id in sources:
                raise Refused([Missing("evidence_caution", Act.SAFETY)])
            flag = cleaned(replace(flag, entered_in_error=reason))
            tables.CAUTIONS.replace(c, flag)
            self._audit(c, "suitability.caution_taken_back", "caution_flag", flag.id, unit_id=flag.unit_id)
            self._refresh(c, flag.unit_id)
        return saved(flag, Area.SUITABILITY, Area.CLIENTS, Area.PATHWAY)

    def _passed_into_irt(self, c: Connection, unit_id: str) -> bool:
        episode = self._episode(c, unit_id)
        changes = tables.STATE_CHANGES.of_unit(c, unit_id)
        return any(s.transition == "T06" and s.episode_id == episode.id for s in changes)

    def save_notes(self, notes: FitNotes) -> Saved[FitNotes]:
        """Store the single facts of the fit question.

        Raises:
            Refused: the one fact the way into IRT rested on would be gone.
        """
        with self._changing() as c:
            insist(rules.notes_problems(notes, self._today(c)))
            self._keep_evidence(c, notes)
            notes = cleaned(notes)
            tables.FIT_NOTES.put(c, notes)
            self._audit(c, "suitability.notes", "fit_notes", notes.unit_id, unit_id=notes.unit_id)
        return saved(notes, Area.SUITABILITY, Area.PATHWAY)

    def _keep_evidence(self, c: Connection, notes: FitNotes) -> None:
        """Refuse to clear "none found" or the reason for no effort while T06 rests on nothing else."""
        before = tables.FIT_NOTES.get(c, notes.unit_id)
        if before is None or not self._passed_into_irt(c, notes.unit_id):
            return
        gone: list[Missing] = []
        barriers = any(not b.entered_in_error for b in tables.BARRIERS.of_unit(c, notes.unit_id))
        if before.no_barriers_found_on and not notes.no_barriers_found_on and not barriers:
            gone.append(Missing("evidence_barrier", Act.BARRIERS))
        if before.no_effort_reason and not notes.no_effort_reason and not tables.EFFORTS.of_unit(c, notes.unit_id):
            gone.append(Missing("evidence_effort", Act.EFFORTS))
        if gone:
            raise Refused(gone)

    def _screened_since(self, c: Connection, flag: CautionFlag) -> bool:
        interviews = tables.SAFETY_INTERVIEWS.of_unit(c, flag.unit_id)
        return any(i.counts and i.on >= flag.raised_on for i in interviews)

    def _add(self, c: Connection, table: RecordTable[T], value: T, found: list[Problem], action: str) -> T:
        insist(found)
        made = cleaned(replace(value, id=self._id()))
        table.add(c, made)
        self._audit(c, action, table.table.name, made.id, unit_id=made.unit_id)
        self._refresh(c, made.unit_id)
        return made
