"""Drafts are never lost: earlier versions to compare and bring back, what a crash left open, and two writers on one note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from irt_desk.domain import drafts as rules
from irt_desk.domain.comparing import FieldChange, note_changes
from irt_desk.domain.drafts import DraftVersion, KeptBecause
from irt_desk.domain.notes import NoteContent, NoteLocked, ProgressNote
from irt_desk.domain.values import Instant
from irt_desk.errors import NotFound, UserError
from irt_desk.services import search_text
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.note_words import words_by
from irt_desk.services.skill_library import skill_names
from irt_desk.services.texts import pattern_name
from irt_desk.storage import drafts as kept
from irt_desk.storage import notes as stored
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection

RUN = uuid4().hex
"""This run of the program: locking starts a new one."""

PRESENT = ""
"""Stands for the text of the note as it is now where an id of a version is asked for."""


class NewerElsewhere(UserError):
    """Someone else wrote into the note meanwhile; nothing was overwritten, and the refused text is kept as a version."""

    def __init__(self, version_id: str) -> None:
        super().__init__("note.newer_elsewhere")
        self.version_id = version_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStanding:
    """What an editor says above a note: how many earlier versions there are, and what a crash left.

    ``left_since`` is when typing began in the run of the program that ended without leaving the note; ``before_it`` is the
    version that was there then, None when there is none.
    """

    note_id: str
    count: int
    left_since: Instant | None = None
    before_it: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two texts of a note laid side by side, field by field."""

    before: str
    after: str
    changes: tuple[FieldChange, ...]


class Drafts(Service):
    """The earlier versions of a note. Not part of the record: never in search, ``show``, documents or exports."""

    def standing(self, note_id: str) -> DraftStanding:
        """Return how many earlier versions a note has and what a crash left open."""
        with self._reading() as c:
            moments = kept.moments(c, note_id)
            since = kept.left_open(c, note_id, RUN)
        before = next((version_id for version_id, at in moments if since is not None and at.at <= since.at), None)
        return DraftStanding(note_id=note_id, count=len(moments), left_since=since, before_it=before)

    def mark(self, note_id: str) -> Saved[None]:
        """Note that the draft is being typed, and keep how it stood: called with the first key, before the first save.

        Versions that stand too close together for their age go at this moment, never while someone types.
        """
        with self._changing() as c:
            note = tables.NOTES.get(c, note_id)
            if note is not None and not note.is_locked:
                kept.mark_open(c, note_id, RUN, self._now(c))
                if note.revision:
                    kept.add(c, self._version(note.id, note.unit_id, note.content, KeptBecause.OPENED, note.saved))
                kept.remove(c, rules.to_thin(kept.of_note(c, note_id), self._now(c)))
        return saved(None)

    def leave(self, note_id: str) -> Saved[None]:
        """Note that the draft was left in good order, and make its text findable; the next opening offers nothing."""
        with self._changing() as c:
            kept.mark_closed(c, note_id)
            note = tables.NOTES.get(c, note_id)
            session = tables.SESSIONS.get(c, note.session_id) if note is not None else None
            if note is not None and session is not None and not note.is_locked:
                search_text.index_note(c, note, self._client(c, note.unit_id).id, session.starts.day, ())
        return saved(None)

    def versions(self, note_id: str) -> tuple[DraftVersion, ...]:
        """Return the earlier versions of a note, newest first."""
        with self._reading() as c:
            return kept.of_note(c, note_id)

    def compare(self, note_id: str, before: str, after: str = PRESENT) -> Compared:
        """Return what changed from one version to another; :data:`PRESENT` is the note as it is now."""
        with self._reading() as c:
            note = self._note(c, note_id)
            texts = [self._content(c, note, version_id) for version_id in (before, after)]
            names = self._names(c, note.unit_id)
        return Compared(before=before, after=after, changes=note_changes(texts[0], texts[1], words_by(names)))

    def restore(self, version_id: str) -> Saved[ProgressNote]:
        """Put a version in place of the present text, which becomes a version itself.

        Raises:
            NoteLocked: the note is signed. NotFound: there is no such version.
        """
        with self._changing() as c:
            version = kept.get(c, version_id)
            if version is None or version.content is None:
                raise NotFound(what="version")
            note = self._note(c, version.note_id)
            if note.is_locked:
                raise NoteLocked
            now = self._now(c)
            kept.add(c, self._version(note.id, note.unit_id, note.content, KeptBecause.RESTORED, note.saved))
            stored.save_draft(c, note.id, version.content, note.revision, now, self._id())
            self._audit(c, "note.draft_restored", "progress_note", note.id, unit_id=note.unit_id)
            note = self._note(c, note.id)
        return saved(note, Area.NOTES)

    def keep_refused(self, note_id: str, content: NoteContent) -> str:
        """Keep a text that could not be saved because the note had changed meanwhile; return the version's id."""
        with self._changing() as c:
            note = self._note(c, note_id)
            version = self._version(note.id, note.unit_id, content, KeptBecause.REFUSED, self._now(c))
            kept.add(c, version)
            kept.remove(c, rules.to_thin(kept.of_note(c, note_id), self._now(c)))
            self._audit(c, "note.draft_refused", "progress_note", note_id, unit_id=note.unit_id)
        return version.id

    def tidy(self) -> int:
        """Let the versions of notes go that were signed long enough ago (:data:`rules.DAYS_AFTER_SIGNING`)."""
        with self._reading() as c:
            now = self._now(c)
            notes = [tables.NOTES.get(c, note_id) for note_id in kept.notes_with_versions(c)]
        limit = timedelta(days=rules.DAYS_AFTER_SIGNING)
        due = [note for note in notes if note and note.signature and now.at - note.signature.at.at > limit]
        if not due:
            return 0
        with self._changing() as c:
            for note in due:
                kept.remove_of_note(c, note.id)
                self._audit(c, "note.versions_removed", "progress_note", note.id, unit_id=note.unit_id)
        return len(due)

    def _version(
        self, note_id: str, unit_id: str, content: NoteContent, because: KeptBecause, at: Instant
    ) -> DraftVersion:
        return DraftVersion(
            id=self._id(), note_id=note_id, unit_id=unit_id, at=at, because=because,
            letters=rules.letters_of(content), content=content,
        )  # fmt: skip

    def _note(self, c: Connection, note_id: str) -> ProgressNote:
        found = tables.NOTES.get(c, note_id)
        if found is None:
            raise NotFound(what="note")
        return found

    def _content(self, c: Connection, note: ProgressNote, version_id: str) -> NoteContent:
        if version_id == PRESENT:
            return note.content
        version = kept.get(c, version_id)
        if version is None or version.content is None or version.note_id != note.id:
            raise NotFound(what="version")
        return version.content

    def _names(self, c: Connection, unit_id: str) -> dict[str, str]:
        names = skill_names(c)
        names |= {pattern.id: pattern_name(pattern) for pattern in tables.PATTERNS.of_unit(c, unit_id)}
        for plan in tables.PLANS.of_unit(c, unit_id):
            names |= {o.id: f"{o.number} {o.text}" for goal in plan.goals for o in goal.objectives}
        return names
