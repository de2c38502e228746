"""Writing hints: the content file of the language, the switch, and a finder for the partner of one record."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from irt_desk import paths
from irt_desk.domain.hints import HintBook, HintFinder, parse_hints
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.texts import first_name
from irt_desk.storage import caseload, settings, tables

_SETTING = "writing_hints"


@cache
def load_hints(language: str = "en") -> HintBook:
    """Return the hints of a language.

    Raises:
        ContentError: the file is not what it should be; with every problem of it.
    """
    path = paths.resource("hints", f"{language}.toml")
    with path.open("rb") as file:
        return parse_hints(path.name, tomllib.load(file))


@dataclass(frozen=True, slots=True)
class HintsHere:
    """What an editor needs: whether hints are on, and the finder for this partner. None where the case is stopped."""

    unit_id: str
    is_on: bool
    finder: HintFinder | None


class Hints(Service):
    """Advice while writing. It reads names and pronouns and stores nothing but its switch."""

    def here(self, unit_id: str) -> HintsHere:
        """Return what to hint with on a record. In a stopped case nothing a client tells is to be put more gently."""
        with self._reading() as c:
            is_on = settings.get(c, _SETTING) is not False
            partners = tables.PARTNERS.of_unit(c, unit_id)
            unit = self._unit(c, unit_id)
            # Of two who both are clients here nobody can tell whose word it is: the therapist fills it in.
            client = "" if unit.kind.brings_together else first_name(self._client(c, unit_id).preferred_name)
            stopped = caseload.gate_standing(c, unit_id, self._today(c)).gate.is_stop
        names = [partner.name for partner in partners]
        pronouns = " ".join(partner.pronouns for partner in partners)
        finder = HintFinder(load_hints(), names, pronouns, client)
        return HintsHere(unit_id, is_on, None if stopped else finder)

    def switch(self, on: bool) -> Saved[bool]:
        """Switch the hints on or off, everywhere."""
        with self._changing() as c:
            settings.put(c, _SETTING, on)
            self._audit(c, "settings.writing_hints", "setting", None)
        return saved(on, Area.SETTINGS)
