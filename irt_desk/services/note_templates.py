"""Formats of notes: the four built-in ones and the therapist's own, and which one is shown first."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import note_views as rules
from irt_desk.domain.note_views import Layout, NoteTemplate
from irt_desk.domain.notes import NoteView
from irt_desk.domain.values import insist
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.storage import settings, tables
from irt_desk.storage.rows import Connection

_SETTING = "note_layout"


class NoteTemplates(Service):
    """The formats a note may be read and printed in."""

    def own(self) -> tuple[NoteTemplate, ...]:
        """Return the therapist's own formats in use, by name."""
        with self._reading() as c:
            return _own(c)

    def layouts(self) -> tuple[Layout, ...]:
        """Return every format to choose from, the one shown first in front."""
        with self._reading() as c:
            return layouts_of(c)

    def save(self, template: NoteTemplate) -> Saved[NoteTemplate]:
        """Store an own format.

        Raises:
            Invalid: no name or a taken one, no parts, an empty part, a field twice or unknown.
        """
        with self._changing() as c:
            template = cleaned(template)
            template = replace(template, starters={n: t for n, t in template.starters.items() if t.strip()})
            insist(rules.template_problems(template, _own(c)))
            if not template.id:
                template = replace(template, id=self._id())
            tables.NOTE_TEMPLATES.put(c, template)
            self._audit(c, "note_template.saved", "note_template", template.id)
        return saved(template, Area.SETTINGS)

    def retire(self, template_id: str) -> Saved[NoteTemplate]:
        """Take an own format out of use; no note changes, they hold fields and not formats."""
        with self._changing() as c:
            found = tables.NOTE_TEMPLATES.get(c, template_id)
            if found is None:
                raise NotFound(what="note_template")
            found = tables.NOTE_TEMPLATES.replace(c, replace(found, retired=True))
            if settings.get(c, _SETTING) == template_id:
                settings.put(c, _SETTING, NoteView.GIRP.value)
            self._audit(c, "note_template.retired", "note_template", found.id)
        return saved(found, Area.SETTINGS)

    def show_first(self, key: str) -> Saved[str]:
        """Choose the format notes are read and printed in unless told otherwise."""
        with self._changing() as c:
            if key not in {layout.key for layout in rules.layouts(_own(c))}:
                raise NotFound(what="note_template")
            settings.put(c, _SETTING, key)
            self._audit(c, "settings.note_layout", "setting", None)
        return saved(key, Area.SETTINGS)


def layouts_of(c: Connection) -> tuple[Layout, ...]:
    """Return every format of a practice, the one shown first in front."""
    first = settings.get(c, _SETTING) or NoteView.GIRP.value
    return tuple(sorted(rules.layouts(_own(c)), key=lambda layout: layout.key != first))


def _own(c: Connection) -> tuple[NoteTemplate, ...]:
    t = tables.NOTE_TEMPLATES.table.c
    return tables.NOTE_TEMPLATES.all(c, t.retired == 0, order_by=(t.name,))
