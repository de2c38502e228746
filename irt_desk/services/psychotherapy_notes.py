"""Psychotherapy notes: the therapist's private analysis, apart from the record (domain paper, 7.1)."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import retention as rules
from irt_desk.domain.notes import TEXT_LIMIT, PsychotherapyNote
from irt_desk.domain.values import Problem, insist, need_range
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import clean
from irt_desk.storage import psychotherapy_notes as stored
from irt_desk.storage import settings

_RETENTION = "psychotherapy_retention_years"


class PsychotherapyNotes(Service):
    """Private notes; never in search, export, print, summaries."""

    def of(self, unit_id: str) -> tuple[PsychotherapyNote, ...]:
        """Return the notes of a record without their text, newest first."""
        with self._reading() as c:
            return stored.headers(c, unit_id)

    def retention(self) -> int | None:
        """Return after how many years private notes are up for deletion; None keeps them until they are deleted."""
        with self._reading() as c:
            years = settings.get(c, _RETENTION)
        return int(years) if years else None

    def set_retention(self, years: int | None) -> Saved[int | None]:
        """Set the retention of private notes, apart from that of the record. Nothing is deleted by it.

        Raises:
            Invalid: outside 1 to 30 years.
        """
        insist(need_range("years", years, 1, rules.MOST_YEARS))
        with self._changing() as c:
            settings.put(c, _RETENTION, years)
            self._audit(c, "settings.psychotherapy_retention", "setting", None)
        return saved(years, Area.PSYCHOTHERAPY_NOTES, Area.SETTINGS)

    def due(self, unit_id: str) -> tuple[str, ...]:
        """Return the ids of the notes of a record that are past the retention, oldest first; a person deletes them."""
        years = self.retention()
        with self._reading() as c:
            today = self._today(c)
            headers = stored.headers(c, unit_id)
        return tuple(note.id for note in headers[::-1] if rules.is_past(note, years, today))

    def read(self, note_id: str) -> PsychotherapyNote:
        """Return one note with its text, and trace that it was opened."""
        practice = self._context.practice
        with self._changing() as c:
            note = stored.get(c, note_id, practice.keys.psychotherapy, practice.practice_id)
            if note is None:
                raise NotFound(what="psychotherapy note")
            self._audit(c, "psychotherapy_note.viewed", "psychotherapy_note", note_id, unit_id=note.unit_id)
        return note

    def save(self, note: PsychotherapyNote) -> Saved[PsychotherapyNote]:
        """Store a note; an empty id makes a new one."""
        practice = self._context.practice
        insist([Problem("text", "too_long", {"limit": TEXT_LIMIT})] if len(note.text) > TEXT_LIMIT else [])
        with self._changing() as c:
            now = self._now(c)
            if note.id:
                before = stored.get(c, note.id, practice.keys.psychotherapy, practice.practice_id)
                if before is None:
                    raise NotFound(what="psychotherapy note")
                note = replace(note, unit_id=before.unit_id, session_id=before.session_id, written=before.written)
            else:
                note = replace(note, id=self._id(), written=now)
            note = replace(note, text=clean(note.text), saved=now)
            stored.put(c, note, practice.keys.psychotherapy, practice.practice_id)
            self._audit(c, "psychotherapy_note.saved", "psychotherapy_note", note.id, unit_id=note.unit_id)
        return saved(note, Area.PSYCHOTHERAPY_NOTES)

    def delete(self, note_id: str) -> Saved[str]:
        """Delete a note for good; the trail keeps that it was deleted.

        Raises:
            NotFound: there is no such note.
        """
        practice = self._context.practice
        with self._changing() as c:
            note = stored.get(c, note_id, practice.keys.psychotherapy, practice.practice_id)
            if note is None or not stored.remove(c, note_id):
                raise NotFound(what="psychotherapy note")
            self._audit(c, "psychotherapy_note.deleted", "psychotherapy_note", note_id, unit_id=note.unit_id)
        practice.database.checkpoint()
        return saved(note_id, Area.PSYCHOTHERAPY_NOTES)
