"""Snippets: the built-in ones, the therapist's own, and what their places are filled with for a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irt_desk.domain import snippets as rules
from irt_desk.domain.notes import NoteStatus
from irt_desk.domain.skills import AssignmentStatus
from irt_desk.domain.snippets import Snippet
from irt_desk.domain.values import insist
from irt_desk.errors import NotFound
from irt_desk.services import note_content
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.skill_library import skill_names
from irt_desk.services.text import cleaned
from irt_desk.services.texts import day_text, first_name, pattern_name
from irt_desk.services.today import last_signed
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say


class Snippets(Service):
    """Pieces of text to use again."""

    def all(self) -> tuple[Snippet, ...]:
        """Return every snippet in use, own ones first; an own one hides the built-in one of its trigger."""
        with self._reading() as c:
            own = [s for s in self._own(c) if not s.retired]
        taken = {snippet.trigger for snippet in own}
        return (*own, *(s for s in note_content.snippet_file().snippets if s.trigger not in taken))

    def own(self) -> tuple[Snippet, ...]:
        """Return the therapist's own snippets in use."""
        with self._reading() as c:
            return tuple(s for s in self._own(c) if not s.retired)

    def save(self, snippet: Snippet) -> Saved[Snippet]:
        """Store an own snippet; a changed built-in one becomes an own one of the same trigger.

        Raises:
            Invalid: no title or text, a trigger that is none or taken, a place nobody can fill.
        """
        with self._changing() as c:
            snippet = cleaned(replace(snippet, trigger=snippet.trigger.strip().lstrip(";").lower()))
            is_new = not snippet.id or snippet.is_built_in
            if is_new:
                snippet = replace(snippet, id=self._id(), retired=False)
            insist(rules.snippet_problems(snippet, self._own(c)))
            tables.SNIPPETS.put(c, snippet)
            self._audit(c, "snippet.saved", "snippet", snippet.id)
        return saved(snippet, Area.SETTINGS)

    def retire(self, snippet_id: str) -> Saved[Snippet]:
        """Take an own snippet out of use; a built-in one of its trigger comes back."""
        with self._changing() as c:
            found = tables.SNIPPETS.get(c, snippet_id)
            if found is None:
                raise NotFound(what="snippet")
            found = tables.SNIPPETS.replace(c, replace(found, retired=True))
            self._audit(c, "snippet.retired", "snippet", found.id)
        return saved(found, Area.SETTINGS)

    def values(self, unit_id: str, session_id: str = "") -> Mapping[str, str]:
        """Return what the places of a snippet are filled with for a record and one of its sessions."""
        with self._reading() as c:
            return self._values(c, unit_id, session_id)

    def _values(self, c: Connection, unit_id: str, session_id: str) -> dict[str, str]:
        client = self._client(c, unit_id)
        subject, them, possessive = rules.pronouns(client.pronouns)
        partners = tables.PARTNERS.of_unit(c, unit_id)
        session = tables.SESSIONS.get(c, session_id) if session_id else None
        last = last_signed(c, unit_id)
        a, p = tables.ASSIGNMENTS.table.c, tables.PLANS.table.c
        given = tables.ASSIGNMENTS.first(
            c, a.unit_id == unit_id, a.status == AssignmentStatus.ACTIVE.value, order_by=(a.assigned_on.desc(),)
        )
        plan = tables.PLANS.first(c, p.unit_id == unit_id, p.signed.is_not(None), order_by=(p.version.desc(),))
        pattern = next(iter(tables.PATTERNS.of_unit(c, unit_id)), None)
        note = last[0].content if last and last[0].status is NoteStatus.SIGNED else None
        return {
            "client": first_name(client.preferred_name),
            "partner": first_name(partners[0].name) if partners else say("word.the_partner"),
            "pronoun": subject,
            "object": them,
            "possessive": possessive,
            "date": day_text(session.starts.day if session else self._today(c)),
            "session": str(session.number or "") if session else "",
            "pattern": pattern_name(pattern) if pattern else "",
            "skill": skill_names(c).get(given.skill_id, "") if given else "",
            "practice": note.practice_until_then if note else "",
            "last_plan": note.plan if note else "",
            "objective": plan.objectives[0].text if plan and plan.objectives else "",
        }

    def _own(self, c: Connection) -> tuple[Snippet, ...]:
        return tables.SNIPPETS.all(c, order_by=(tables.SNIPPETS.table.c.title,))
