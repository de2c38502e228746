"""Psychotherapy notes: the therapist's private analysis, apart from the record (domain paper, 7.1)."""

from __future__ import annotations

import re
from dataclasses import replace

from irt_desk.domain.notes import TEXT_LIMIT, PsychotherapyNote
from irt_desk.domain.values import Problem, insist
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import clean
from irt_desk.storage import psychotherapy_notes as stored

_SIGNS = (
    ("time", re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s?(am|pm)\b", re.IGNORECASE)),
    ("date", re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")),
    ("code", re.compile(r"\b(908\d\d|[FTZ]\d\d(\.\d+)?)\b")),
    (
        "score",
        re.compile(r"\b(CSI|PHQ|GAD|HITS|ECR|R-?DAS|AUDIT|DAST|KMSS)\b|\bscore[sd]?\s+(of\s+)?\d+", re.IGNORECASE),
    ),
    ("medication", re.compile(r"\b\d+\s?mg\b", re.IGNORECASE)),
)


def warnings(text: str) -> tuple[str, ...]:
    """Return what stands in a private text that belongs in the progress note: time, date, code, score, medication.

    Advice only (domain paper, 7.1): putting it here alone breaks the record.
    """
    return tuple(code for code, sign in _SIGNS if sign.search(text))


class PsychotherapyNotes(Service):
    """Private notes; never in search, export, print, summaries."""

    def of(self, unit_id: str) -> tuple[PsychotherapyNote, ...]:
        """Return the notes of a record without their text, newest first."""
        with self._reading() as c:
            return stored.headers(c, unit_id)

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
