"""Values to rows and back, by field name, through one pair of functions.

A domain dataclass is one table: every field is a column of the same name. Plain texts, numbers and days are stored as
such; nested values, tuples and mappings as canonical JSON text. Mapped rows never leave storage.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from sqlalchemy import Column, ColumnElement, Connection, ForeignKey, Integer, MetaData, Table, Text, bindparam, select
from sqlalchemy.types import REAL, TypeEngine

from irt_desk.domain.values import FuzzyDay, Instant

T = TypeVar("T")

__all__ = ["Connection", "RecordTable", "decode", "encode"]


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def _optional(kind: Any) -> tuple[Any, bool]:
    """Return the type without ``None`` and whether ``None`` was allowed."""
    if get_origin(kind) in (Union, types.UnionType):
        rest = [arg for arg in get_args(kind) if arg is not type(None)]
        return rest[0], len(rest) < len(get_args(kind))
    return kind, False


@cache
def _names(cls: Any) -> tuple[str, ...]:
    """Return the field names of a dataclass; asked for so often while somebody types that looking them up shows."""
    return tuple(f.name for f in fields(cls))


_PLAIN = frozenset({str, int, float, bool, type(None)})


def encode(value: Any) -> Any:
    """Return plain JSON data for a domain value."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Instant | FuzzyDay):
        return str(value)
    if is_dataclass(value):
        return {name: encode(getattr(value, name)) for name in _names(cast(Any, type(value)))}
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(encode(key)): encode(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [encode(item) for item in value]
    raise TypeError(f"cannot store a {type(value).__name__}")


def decode(kind: Any, data: Any) -> Any:
    """Return the domain value of type ``kind`` that :func:`encode` gave the data for.

    Fields an older version did not know take their defaults; fields a dataclass no longer has are left out.
    """
    return _decoder(kind)(data)


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """Return what reads data of a type; made once a type, because every line of every list is read through it."""
    read = _reader(_optional(kind)[0])
    return lambda data: None if data is None else read(data)


def _reader(kind: Any) -> Callable[[Any], Any]:
    origin = get_origin(kind)
    if origin is tuple:
        item = _decoder(get_args(kind)[0])
        return lambda data: tuple(item(one) for one in data)
    if origin is not None and issubclass(origin, Mapping):
        key, value = (_decoder(arg) for arg in get_args(kind))
        return lambda data: {key(name): value(one) for name, one in data.items()}
    if is_dataclass(kind):
        return cast(Any, kind).parse if kind in (Instant, FuzzyDay) else _whole(cast(Any, kind))
    return date.fromisoformat if kind is date else cast(Callable[[Any], Any], kind)


def _whole(cls: Any) -> Callable[[Any], Any]:
    """Return what reads a dataclass; its fields are looked up when the first one is read, so that a type may hold itself."""

    @cache
    def readers() -> dict[str, Callable[[Any], Any]]:
        hints = _hints(cls)
        return {name: _decoder(hints[name]) for name in _names(cls)}

    def read(data: Any) -> Any:
        known = readers()
        return cls(**{name: known[name](one) for name, one in data.items() if name in known})

    return read


def _is_json(kind: Any) -> bool:
    kind, _ = _optional(kind)
    origin = get_origin(kind)
    if origin is not None:
        return True
    return is_dataclass(kind) and kind not in (Instant, FuzzyDay)


def _column_reader(kind: Any) -> Callable[[Any], Any]:
    """Return what reads a column of a type: nested values stand there as JSON."""
    read = _decoder(kind)
    return (lambda raw: None if raw is None else read(json.loads(raw))) if _is_json(kind) else read


def _column_type(kind: Any) -> type[TypeEngine[Any]]:
    kind, _ = _optional(kind)
    if kind in (int, bool):
        return Integer
    return REAL if kind is float else Text


RECORDS: dict[str, RecordTable[Any]] = {}
"""Every record table by name; the writer of migrations asks it what old rows get in a new column."""


class RecordTable(Generic[T]):
    """One domain dataclass as one table: the only place its rows are read and written.

    Args:
        cls: the frozen dataclass.
        metadata: the schema the table is registered on.
        name: the table's name; the domain word in snake case.
        key: the field that is the primary key.
        references: field name -> table name it points to.
        indexes: fields that get an index.
        unique: fields whose value may stand only once.
    """

    def __init__(
        self,
        cls: type[T],
        metadata: MetaData,
        name: str,
        *,
        key: str = "id",
        references: Mapping[str, str] | None = None,
        indexes: Sequence[str] = (),
        unique: Sequence[str] = (),
    ) -> None:
        self.cls = cls
        self.key = key
        hints = _hints(cast(Any, cls))
        self._json = frozenset(n for n, kind in hints.items() if _is_json(kind))
        self._kinds = {f.name: hints[f.name] for f in fields(cast(Any, cls))}
        self._readers = {name: _column_reader(kind) for name, kind in self._kinds.items()}
        self._unit_query: Any = None
        columns: list[Column[Any]] = []
        for field_name, kind in self._kinds.items():
            target = (references or {}).get(field_name)
            columns.append(
                Column(
                    field_name,
                    _column_type(kind),
                    *([ForeignKey(f"{target}.id")] if target else []),
                    primary_key=field_name == key,
                    nullable=_optional(kind)[1],
                    index=field_name in indexes,
                    unique=field_name in unique or None,
                )
            )
        self.table = Table(name, metadata, *columns, sqlite_strict=True)
        RECORDS[name] = self
        # Made once: building a statement costs more than running it.
        self._insert = self.table.insert()
        self._replace = self.table.update().where(self.table.c[key] == bindparam("of_key"))
        self._find = select(self.table).where(self.table.c[key] == bindparam("of_key"))

    def row_of(self, value: T) -> dict[str, Any]:
        """Return the column values of a domain value."""
        row: dict[str, Any] = {}
        for name in self._kinds:
            plain = encode(getattr(value, name))
            if name in self._json and plain is not None:
                plain = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            row[name] = int(plain) if isinstance(plain, bool) else plain
        return row

    def default_of(self, name: str) -> Any:
        """Return the column value of a field's default; None when it has none or it is None."""
        about = next(f for f in fields(cast(Any, self.cls)) if f.name == name)
        made = about.default_factory() if about.default_factory is not MISSING else about.default
        if made is MISSING:
            return None
        plain = encode(made)
        if name in self._json and plain is not None:
            plain = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return int(plain) if isinstance(plain, bool) else plain

    def value_of(self, row: Mapping[str, Any]) -> T:
        """Return the domain value of a row."""
        return self.cls(**{name: read(row[name]) for name, read in self._readers.items()})

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, in the order of the columns."""
        return tuple(self._kinds)

    def field_of(self, name: str, raw: Any) -> Any:
        """Return the domain value of one column."""
        return self._readers[name](raw)

    def add(self, connection: Connection, value: T) -> T:
        """Insert a value and return it."""
        connection.execute(self._insert, self.row_of(value))
        return value

    def replace(self, connection: Connection, value: T) -> T:
        """Update the row of a value and return it.

        Raises:
            LookupError: there is no such row.
        """
        row = self.row_of(value)
        row["of_key"] = row.pop(self.key)
        done = connection.execute(self._replace, row)
        if done.rowcount != 1:
            raise LookupError(f"no {self.table.name} to replace")
        return value

    def put(self, connection: Connection, value: T) -> T:
        """Insert the value, or update it when its key is there already; return it."""
        key = getattr(value, self.key)
        return self.add(connection, value) if self.get(connection, key) is None else self.replace(connection, value)

    def remove(self, connection: Connection, key: str) -> None:
        """Delete a row by key; triggers refuse it wherever the record must keep."""
        connection.execute(self.table.delete().where(self.table.c[self.key] == key))

    def get(self, connection: Connection, key: str) -> T | None:
        """Return the value with a key, or None."""
        row = connection.execute(self._find, {"of_key": key}).mappings().first()
        return self.value_of(cast(Mapping[str, Any], row)) if row is not None else None

    def first(self, connection: Connection, *where: ColumnElement[bool], order_by: Sequence[Any] = ()) -> T | None:
        """Return the first value that fits, or None."""
        return next(self._iterate(connection, where, order_by, 1), None)

    def all(
        self,
        connection: Connection,
        *where: ColumnElement[bool],
        order_by: Sequence[Any] = (),
        limit: int | None = None,
    ) -> tuple[T, ...]:
        """Return every value that fits, in the order asked for."""
        return tuple(self._iterate(connection, where, order_by, limit))

    def of_unit(self, connection: Connection, unit_id: str, order_by: Sequence[Any] = ()) -> tuple[T, ...]:
        """Return every value of one record, in the order asked for, else by key (UUIDv7: the order of making)."""
        if not order_by:
            rows = connection.execute(self._of_unit(), {"of_unit": unit_id}).mappings()
            return tuple(self.value_of(cast(Mapping[str, Any], row)) for row in rows)
        return self.all(connection, self.table.c.unit_id == unit_id, order_by=order_by)

    def _of_unit(self) -> Any:
        """Return the statement that is asked more than any other; made once."""
        if self._unit_query is None:
            c = self.table.c
            self._unit_query = select(self.table).where(c.unit_id == bindparam("of_unit")).order_by(c[self.key])
        return self._unit_query

    def _iterate(
        self, connection: Connection, where: Sequence[ColumnElement[bool]], order_by: Sequence[Any], limit: int | None
    ) -> Iterator[T]:
        query = select(self.table).where(*where).order_by(*order_by)
        if limit is not None:
            query = query.limit(limit)
        for row in connection.execute(query).mappings():
            yield self.value_of(cast(Mapping[str, Any], row))
