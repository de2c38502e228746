"""The table of progress notes: one row that is no value any more does not take the whole record away."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from irt_desk.domain.damaged_notes import DamagedContent
from irt_desk.domain.notes import NoteContent, NoteStatus, ProgressNote
from irt_desk.storage.rows import RecordTable

_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
"""What reading a value out of a changed row may raise."""


class NoteTable(RecordTable[ProgressNote]):
    """Reads a damaged note as one with an empty, marked content, and never writes over what stands there."""

    def value_of(self, row: Mapping[str, Any]) -> ProgressNote:
        """Return the note of a row.

        The text of a damaged draft comes back whole as its account: whoever wrote it can take the words out.
        """
        try:
            return super().value_of(row)
        except _UNREADABLE:
            return self._rest_of(row)

    def row_of(self, value: ProgressNote) -> dict[str, Any]:
        """Return the columns of a note; a text that could not be read stays as it is."""
        row = super().row_of(value)
        if isinstance(value.content, DamagedContent):
            row["content"] = value.content.raw
        return row

    def _rest_of(self, row: Mapping[str, Any]) -> ProgressNote:
        """Return what can still be read; a column that must be there and cannot be read still raises."""
        raw = str(row["content"])
        is_draft = row["status"] == NoteStatus.DRAFT.value
        values: dict[str, Any] = {"content": NoteContent(account=raw) if is_draft else DamagedContent(raw=raw)}
        for name in set(self.names) - {"content"}:
            try:
                values[name] = self.field_of(name, row[name])
            except _UNREADABLE:
                if not self._may_be_none(name):
                    raise
                values[name] = None
        return ProgressNote(**values)

    def _may_be_none(self, name: str) -> bool:
        kind = self._kinds[name]
        return get_origin(kind) is types.UnionType and type(None) in get_args(kind)
