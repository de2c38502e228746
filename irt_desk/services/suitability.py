"""May this case be IRT: the couples question, barriers, efforts, motivation, cautions, the decision (1.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from irt_desk.domain import suitability as rules
from irt_desk.domain.safety import TriggerKind
from irt_desk.domain.suitability import (
    Barrier,
    CautionFlag,
    CautionType,
    CouplesPreferability,
    EngagementEffort,
    FitDecision,
    FitNotes,
    MotivationScreen,
)
from irt_desk.domain.values import Problem, insist
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.safety import raise_trigger
from irt_desk.services.text import cleaned
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection, RecordTable

T = TypeVar("T", CouplesPreferability, EngagementEffort, MotivationScreen, FitDecision)


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


class Suitability(Service):
    """The fit question and its evidence."""

    def of(self, unit_id: str) -> FitPicture:
        """Return everything recorded about the fit of a case."""
        with self._reading() as c:
            return FitPicture(
                preferability=tables.PREFERABILITY.of_unit(c, unit_id)[::-1],
                barriers=tables.BARRIERS.of_unit(c, unit_id),
                efforts=tables.EFFORTS.of_unit(c, unit_id)[::-1],
                motivation=tables.MOTIVATION.of_unit(c, unit_id)[::-1],
                decisions=tables.FIT_DECISIONS.of_unit(c, unit_id)[::-1],
                cautions=tables.CAUTIONS.of_unit(c, unit_id),
                notes=tables.FIT_NOTES.get(c, unit_id) or FitNotes(unit_id=unit_id),
            )

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
            barrier = cleaned(replace(barrier, id=barrier.id or self._id()))
            tables.BARRIERS.put(c, barrier)
            self._audit(c, "suitability.barrier", "barrier", barrier.id, unit_id=barrier.unit_id)
        return saved(barrier, Area.SUITABILITY, Area.PATHWAY)

    def save_caution(self, flag: CautionFlag) -> Saved[CautionFlag]:
        """Store a caution flag; one about violence without an interview since asks for a screening (row 81)."""
        with self._changing() as c:
            insist(rules.caution_problems(flag, self._today(c)))
            before = tables.CAUTIONS.get(c, flag.id) if flag.id else None
            is_new = before is None or before.type is not flag.type
            flag = cleaned(replace(flag, id=flag.id or self._id()))
            tables.CAUTIONS.put(c, flag)
            self._audit(c, "suitability.caution", "caution_flag", flag.id, unit_id=flag.unit_id, reason=flag.type.value)
            if is_new and flag.type is CautionType.IPV_OR_COERCION and not self._screened_since(c, flag):
                raise_trigger(self, c, flag.unit_id, TriggerKind.CAUTION_FLAG, flag.raised_on, flag.id)
            self._refresh(c, flag.unit_id)
        return saved(flag, Area.SUITABILITY, Area.SAFETY, Area.CLIENTS, Area.PATHWAY)

    def save_notes(self, notes: FitNotes) -> Saved[FitNotes]:
        """Store the single facts of the fit question."""
        with self._changing() as c:
            insist(rules.notes_problems(notes, self._today(c)))
            notes = cleaned(notes)
            tables.FIT_NOTES.put(c, notes)
            self._audit(c, "suitability.notes", "fit_notes", notes.unit_id, unit_id=notes.unit_id)
        return saved(notes, Area.SUITABILITY, Area.PATHWAY)

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
