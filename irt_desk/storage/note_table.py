"""The tables of notes and of what is added to them: one row that is no value any more does not take the whole record away."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar, get_args, get_origin

from sqlalchemy import ColumnElement, Connection
from sqlalchemy.exc import OperationalError

from irt_desk.domain.cosigning import CoSignature
from irt_desk.domain.damaged_notes import DamagedAddendum, DamagedContent, DamagedCoSignature
from irt_desk.domain.notes import Addendum, NoteContent, NotePart, NoteStatus, ProgressNote
from irt_desk.domain.values import Instant, Signature, made_at
from irt_desk.storage.rows import RecordTable

T = TypeVar("T")

_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
"""What reading a value out of a changed row may raise."""


class Mended(str):
    """A text whose stored bytes are no text: what can be read of them, with a mark where a letter is lost."""

    __slots__ = ()


def _mended(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Mended(raw.decode(errors="replace"))


@contextmanager
def _mending(connection: Connection) -> Iterator[None]:
    """Let the driver hand out bytes that are no text as :class:`Mended` while the block runs."""
    driver: Any = connection.connection.driver_connection
    before, driver.text_factory = driver.text_factory, _mended
    try:
        yield
    finally:
        driver.text_factory = before


class _ForgivingTable(RecordTable[T]):
    """A table whose rows can be read also where their bytes are no text; the driver alone would stop at the first one."""

    def get(self, connection: Connection, key: str) -> T | None:
        """Return the value with a key, or None."""
        try:
            return super().get(connection, key)
        except OperationalError as error:
            _insist_on_bytes(error)
            with _mending(connection):
                return super().get(connection, key)

    def of_unit(self, connection: Connection, unit_id: str, order_by: Sequence[Any] = ()) -> tuple[T, ...]:
        """Return every value of one record, in the order asked for, else by key."""
        return self.all(connection, self.table.c.unit_id == unit_id, order_by=order_by or (self.table.c[self.key],))

    def _iterate(
        self, connection: Connection, where: Sequence[ColumnElement[bool]], order_by: Sequence[Any], limit: int | None
    ) -> Iterator[T]:
        try:
            found = list(super()._iterate(connection, where, order_by, limit))
        except OperationalError as error:
            _insist_on_bytes(error)
            with _mending(connection):
                found = list(super()._iterate(connection, where, order_by, limit))
        yield from found


def _insist_on_bytes(error: OperationalError) -> None:
    """Raise again what is not about bytes that are no text; the driver has no code of its own for it."""
    if "decode to UTF-8" not in str(error.orig):
        raise error


def _is_mended(row: Mapping[str, Any]) -> bool:
    return any(isinstance(value, Mended) for value in row.values())


class NoteTable(_ForgivingTable[ProgressNote]):
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


class AddendumTable(_ForgivingTable[Addendum]):
    """Reads a damaged addendum as one with its words and a mark; under which part it stood may be lost."""

    def value_of(self, row: Mapping[str, Any]) -> Addendum:
        """Return the addendum of a row.

        One whose part is lost counts as about risk: it may have been, and then it stays out of every paper for home.
        """
        with suppress(*_UNREADABLE):
            if not _is_mended(row):
                return super().value_of(row)
        stand_in = {"part": NotePart.RISK, "signature": _nobody(row)}
        return DamagedAddendum(**_what_is_left(self, row, stand_in))


class CoSignatureTable(_ForgivingTable[CoSignature]):
    """Reads a damaged co-signature as one with its words and a mark."""

    def value_of(self, row: Mapping[str, Any]) -> CoSignature:
        """Return the co-signature of a row; a day that is lost is the one it was recorded on."""
        with suppress(*_UNREADABLE):
            if not _is_mended(row):
                return super().value_of(row)
        nobody = _nobody(row)
        return DamagedCoSignature(**_what_is_left(self, row, {"on": nobody.at.day, "entered": nobody}))


def _what_is_left(table: RecordTable[Any], row: Mapping[str, Any], stand_in: Mapping[str, Any]) -> dict[str, Any]:
    """Return every field that can be read, and a stand-in for the others; one without a stand-in still raises."""
    values: dict[str, Any] = {}
    for name in table.names:
        try:
            values[name] = table.field_of(name, row[name])
        except _UNREADABLE:
            if name not in stand_in:
                raise
            values[name] = stand_in[name]
    return values


def _nobody(row: Mapping[str, Any]) -> Signature:
    """Return a signature without a name, of the moment the row was made: its id begins with it (UUIDv7)."""
    return Signature("", "", Instant(made_at(row["id"]), "UTC"))
