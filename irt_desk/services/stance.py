"""The therapist's stance: private self-checks after a session, and quiet figures about a case (domain paper, 1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irt_desk.domain import stance as rules
from irt_desk.domain.notes import NoteStatus
from irt_desk.domain.stance import StanceCheck, StanceFigures, StanceQuestion
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.measure_courses import self_harm_item
from irt_desk.storage import caseload, stance_checks, tables


class Stance(Service):
    """Self-checks are psychotherapy-note material: never in search, ``show``, documents, exports or the record."""

    def check(self, session_id: str) -> StanceCheck | None:
        """Return the answers after a session, or None when the therapist did not look yet."""
        practice = self._context.practice
        with self._reading() as c:
            return stance_checks.of_session(c, session_id, practice.keys.psychotherapy, practice.practice_id)

    def answer(self, session_id: str, answers: Mapping[StanceQuestion, bool]) -> Saved[StanceCheck | None]:
        """Store the answers after a session, in place of those before; no answer at all deletes them for good."""
        practice = self._context.practice
        key, practice_id = practice.keys.psychotherapy, practice.practice_id
        with self._changing() as c:
            session = tables.SESSIONS.get(c, session_id)
            if session is None:
                raise NotFound(what="session")
            now = self._now(c)
            before = stance_checks.of_session(c, session_id, key, practice_id)
            check = before or StanceCheck(id=self._id(), unit_id=session.unit_id, session_id=session_id, saved=now)
            if answers:
                check = replace(check, answers=dict(answers), saved=now)
                stance_checks.put(c, check, key, practice_id)
            elif before is not None:
                stance_checks.remove(c, session_id)
            self._audit(
                c,
                "stance_check.saved" if answers else "stance_check.deleted",
                "stance_check",
                check.id,
                unit_id=session.unit_id,
            )
        if not answers:
            practice.database.checkpoint()
        return saved(check if answers else None, Area.PSYCHOTHERAPY_NOTES)

    def figures(self, unit_id: str) -> StanceFigures:
        """Return the quiet figures of a case from its signed notes."""
        with self._reading() as c:
            sessions = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
            notes = {note.session_id: note for note in tables.NOTES.of_unit(c, unit_id)}
            stopped = caseload.gate_standing(c, unit_id, self._today(c)).gate.is_stop
            item_nine = self_harm_item(c, unit_id)
        signed = [notes[s.id].content for s in sessions if s.id in notes and notes[s.id].status is NoteStatus.SIGNED]
        return rules.figures(signed, item_nine=item_nine, is_stopped=stopped)
