"""Reads one table of a content file, noting every problem as it goes; pure. The shapes are in ``content_files.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

MARKS = ("[S]", "[V", "[K]", "[D]", "[UNSURE]")
"""Provenance marks of the domain paper, 0.1; every provenance names at least one."""

MISSING_DAY = date(1, 1, 1)
"""Stands for a day that could not be read; its file is refused, so nobody ever sees it."""


class Fields:
    """One table of a file: takes what is asked for, notes what is wrong and what nobody asked for."""

    def __init__(self, data: Mapping[str, Any], problems: list[str], at: str = "") -> None:
        self._data = data
        self._problems = problems
        self._at = at
        self._taken: set[str] = set()

    def wrong(self, name: str, what: str) -> None:
        """Note a problem of a key."""
        self._problems.append(f"{self._at}{name} {what}")

    def raw(self, name: str) -> Any:
        """Return what stands under a key, or None."""
        self._taken.add(name)
        return self._data.get(name)

    def text(self, name: str, *, needed: bool = True) -> str:
        """Return a text with its white space evened out; "" where it is missing."""
        value = self.raw(name)
        if value is not None and not isinstance(value, str):
            self.wrong(name, "is not text")
            return ""
        found = " ".join((value or "").split())
        if needed and not found:
            self.wrong(name, "is missing")
        return found

    def texts(self, name: str, *, needed: bool = True) -> tuple[str, ...]:
        """Return a list of texts, none of them empty."""
        value = self.raw(name)
        values = value if isinstance(value, list) else []
        if value is not None and not isinstance(value, list):
            self.wrong(name, "is not a list")
        if any(not isinstance(v, str) or not v.strip() for v in values):
            self.wrong(name, "holds something that is not text, or empty")
        if needed and not values:
            self.wrong(name, "is missing")
        return tuple(" ".join(str(v).split()) for v in values)

    def number(self, name: str, *, needed: bool = True) -> int | None:
        """Return a whole number of 0 or more."""
        value = self.raw(name)
        if value is None and not needed:
            return None
        if type(value) is not int or value < 0:
            self.wrong(name, "is missing" if value is None else "is not a whole number of 0 or more")
            return None
        return value

    def flag(self, name: str) -> bool:
        """Return a yes or no, which has to be there: a forgotten one is not a no."""
        value = self.raw(name)
        if not isinstance(value, bool):
            self.wrong(name, "is missing" if value is None else "is not true or false")
        return value is True

    def day(self, name: str) -> date:
        """Return a day."""
        value = self.raw(name)
        if type(value) is not date:
            self.wrong(name, "is missing" if value is None else "is not a day")
            return MISSING_DAY
        return value

    def member(self, name: str, kind: type[E]) -> E:
        """Return one value of a closed list; the first one, with a problem noted, where it is missing or unknown."""
        value = self.raw(name)
        if value in list(kind):
            return kind(value)
        self.wrong(name, "is missing" if value is None else f"is {value!r}, which is no {kind.__name__}")
        return next(iter(kind))

    def members(self, name: str, kind: type[E], *, needed: bool = False) -> tuple[E, ...]:
        """Return values of a closed list, each at most once."""
        values = self.texts(name, needed=needed)
        for value in values:
            if value not in list(kind):
                self.wrong(name, f"holds {value!r}, which is no {kind.__name__}")
        if len(set(values)) != len(values):
            self.wrong(name, "holds something twice")
        return tuple(kind(value) for value in values if value in list(kind))

    def unique(self, name: str, codes: tuple[str, ...]) -> None:
        """Note a code that stands twice in a list."""
        if len(set(codes)) != len(codes):
            self.wrong(name, "has a code twice")

    def provenance(self) -> str:
        """Return the provenance, which has to carry a mark (domain paper, 0.1)."""
        found = self.text("provenance")
        if found and not any(mark in found for mark in MARKS):
            self.wrong("provenance", "carries no mark")
        return found

    def table(self, name: str, read: Callable[[Fields], V]) -> V:
        """Return what a table under a key stands for."""
        value = self.raw(name)
        if not isinstance(value, Mapping):
            self.wrong(name, "is missing" if value is None else "is not a table")
            value = {}
        inner = Fields(value, self._problems, f"{self._at}{name}.")
        found = read(inner)
        inner.left_over()
        return found

    def tables(self, name: str, read: Callable[[Fields], V], *, needed: bool = False) -> tuple[V, ...]:
        """Return what a list of tables under a key stands for."""
        value = self.raw(name)
        values = value if isinstance(value, list) else []
        if value is not None and not isinstance(value, list):
            self.wrong(name, "is not a list of tables")
        if needed and not values:
            self.wrong(name, "is missing")
        found: list[V] = []
        for number, entry in enumerate(values, start=1):
            if not isinstance(entry, Mapping):
                self.wrong(f"{name} {number}", "is not a table")
                continue
            inner = Fields(entry, self._problems, f"{self._at}{name} {number}: ")
            found.append(read(inner))
            inner.left_over()
        return tuple(found)

    def left_over(self) -> None:
        """Note the keys nobody asked for."""
        for name in self._data:
            if name not in self._taken:
                self.wrong(str(name), "is a key nobody reads")
