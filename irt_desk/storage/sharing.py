"""What crossed into a unit of two, the releases it rests on, and the triggers that lock the sharing table a second time (6.5)."""

from __future__ import annotations

from sqlalchemy import Connection

from irt_desk.domain.cases import TreatmentUnit, UnitKind
from irt_desk.domain.sharing import NEVER, ItemRelease, SharedItem, SharedMaterial
from irt_desk.domain.units import Place
from irt_desk.storage import schema, tables, units

_NEVER = ", ".join(f"'{one.value}'" for one in NEVER)
schema.register_trigger(
    "item_release_never",
    f"BEFORE INSERT ON item_release WHEN new.material IN ({_NEVER}) BEGIN SELECT RAISE(ABORT, 'never released'); END",
)
schema.register_trigger(
    "item_release_kept",
    "BEFORE UPDATE ON item_release WHEN old.withdrawn_on IS NOT NULL OR "
    + " OR ".join(f'old."{name}" IS NOT new."{name}"' for name in tables.ITEM_RELEASES.names if name != "withdrawn_on")
    + " BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
_RELEASED = (
    "SELECT 1 FROM item_release AS r WHERE r.id = new.release_id AND r.into_unit_id = new.unit_id AND r.withdrawn_on IS NULL "
    "AND r.client_id = new.client_id AND r.owner = new.owner AND r.material = new.material AND r.source_id = new.source_id "
    "AND r.text = new.text"
)
schema.register_trigger(
    "shared_item_released",
    f"BEFORE INSERT ON shared_item WHEN new.material IN ({_NEVER}) "
    f"OR (new.material <> '{SharedMaterial.ATTENDANCE.value}' AND NOT EXISTS ({_RELEASED})) "
    "BEGIN SELECT RAISE(ABORT, 'crosses only as released'); END",
)
"""Nothing stands in a record of two that its owner did not release for it, word by word (6.5)."""


def shared(connection: Connection, unit_id: str) -> tuple[SharedItem, ...]:
    """Return what crossed into a unit, in the order in which it did."""
    return tables.SHARED_ITEMS.of_unit(connection, unit_id)


def releases_into(connection: Connection, unit_id: str) -> tuple[ItemRelease, ...]:
    """Return every release for a unit, taken back or not, in the order in which they were signed."""
    c = tables.ITEM_RELEASES.table.c
    return tables.ITEM_RELEASES.all(connection, c.into_unit_id == unit_id, order_by=(c.id,))


def own_record(connection: Connection, unit_id: str, owner: Place) -> TreatmentUnit | None:
    """Return the individual record of a member of a joint unit, or None when they have none here.

    For the one who came first it is the record the unit came from; for the partner their own, if this therapist ever saw them alone.
    """
    link = units.link_of(connection, unit_id)
    if link is None or not link.kind.is_joint:
        return None
    if owner is Place.A:
        return tables.UNITS.get(connection, link.from_unit_id)
    person = next((m.client_id for m, _ in units.members_of(connection, unit_id) if m.place is owner), None)
    c = tables.UNITS.table.c
    return tables.UNITS.first(
        connection, c.client_id == person, c.kind == UnitKind.INDIVIDUAL_IRT.value, order_by=(c.id.desc(),)
    )
