"""Which measures a practice has and asks for: what ships, its own forms, its rhythms. Inside a transaction of a service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from irt_desk.domain.measure_schedule import Scheduled
from irt_desk.domain.measures import MeasureDefinition, Schedule
from irt_desk.errors import NotFound
from irt_desk.services import content
from irt_desk.services.scoring import placed
from irt_desk.storage import settings, tables
from irt_desk.storage.rows import Connection, decode, encode

_SETTING = "measure_schedule"


def own(c: Connection, *, retired: bool = True) -> dict[str, MeasureDefinition]:
    """Return the newest version of every form the therapist defined, by key; without the retired ones if asked."""
    found: dict[str, MeasureDefinition] = {}
    table = tables.OWN_MEASURES.table.c
    for row in tables.OWN_MEASURES.all(c, order_by=(table.key, table.version)):
        found[row.key] = row.definition
        if row.retired and not retired:
            del found[row.key]
    return found


def definitions(c: Connection, *, retired: bool = True) -> dict[str, MeasureDefinition]:
    """Return every measure by key, its cut-offs as the place of practice sets them."""
    place = content.load_jurisdiction(settings.practitioner(c).jurisdiction)
    return {key: placed(one, place) for key, one in content.load_measures().items()} | own(c, retired=retired)


def definition(c: Connection, key: str, version: int) -> MeasureDefinition:
    """Return a definition of a version, as answers were given with it.

    Raises:
        NotFound: there is no such measure, or no such version any more.
    """
    table = tables.OWN_MEASURES.table.c
    row = tables.OWN_MEASURES.first(c, table.key == key, table.version == version)
    if row is not None:
        return row.definition
    found = content.measure_versions().get((key, version))
    if found is None:
        raise NotFound(what="measure")
    return placed(found, content.load_jurisdiction(settings.practitioner(c).jurisdiction))


def versions(c: Connection, key: str, wanted: Mapping[int, Any] | set[int]) -> dict[int, MeasureDefinition]:
    """Return the definitions of several versions of one measure."""
    return {version: definition(c, key, version) for version in wanted}


def schedules(c: Connection) -> dict[str, Schedule]:
    """Return the rhythm of every measure in use, by key: as its definition says unless the practice changed it."""
    changed: dict[str, Any] = settings.get(c, _SETTING) or {}
    found = {key: one.schedule for key, one in content.load_measures().items()}
    found |= {key: one.schedule for key, one in own(c, retired=False).items()}
    return {key: decode(Schedule, changed[key]) if key in changed else one for key, one in found.items()}


def put_schedule(c: Connection, key: str, schedule: Schedule) -> None:
    """Store the rhythm of a measure."""
    changed: dict[str, Any] = settings.get(c, _SETTING) or {}
    settings.put(c, _SETTING, changed | {key: encode(schedule)})


def scheduled(c: Connection) -> dict[str, Scheduled]:
    """Return every measure with its rhythm; never a safety screen, which goes with the interview.

    Those that are off are among them: a case where one of them was given needs no other of its family.
    """
    names = content.load_measures() | own(c, retired=False)
    return {
        key: Scheduled(names[key].code, rhythm, names[key].of_relationship)
        for key, rhythm in schedules(c).items()
        if key in names and not names[key].safety_screen
    }
