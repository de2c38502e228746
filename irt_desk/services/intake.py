"""The guided intake of a case: saved as typed; ratings have days, statements have versions (domain paper, 1.1, 1.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from irt_desk.domain import clients as client_rules
from irt_desk.domain import intake as rules
from irt_desk.domain import relationships as relationship_rules
from irt_desk.domain.cases import PresentingPicture
from irt_desk.domain.intake import (
    ClientCommitment,
    IntakeMarks,
    IntakePicture,
    IntakeTheme,
    RelationshipDimension,
    RelationshipVision,
    RoleFunctioning,
    Spillover,
    ThemeProgress,
    UnresolvedHurt,
    WantsStatement,
)
from irt_desk.domain.relationships import AutonomyConnection, Relationship, RelationshipEvent, StressCoping
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.values import Problem, insist
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection, RecordTable, encode

R = TypeVar("R", RoleFunctioning, Spillover, RelationshipDimension)
V = TypeVar("V", RelationshipVision, WantsStatement)
K = TypeVar("K", UnresolvedHurt, ClientCommitment, RelationshipEvent, StressCoping)


class Intake(Service):
    """What the guided intake holds and how it grows."""

    def picture(self, unit_id: str) -> IntakePicture:
        """Return everything the guided intake holds."""
        with self._reading() as c:
            return picture_of(c, unit_id, self._unit(c, unit_id).opened_on)

    def progress(self, unit_id: str) -> tuple[ThemeProgress, ...]:
        """Return how far each theme is."""
        return rules.progress(self.picture(unit_id))

    def save_presenting(self, picture: PresentingPicture, *, only: tuple[str, ...] = ()) -> Saved[PresentingPicture]:
        """Store why the person comes.

        Args:
            picture: the values.
            only: the fields to take from it; the others stay as stored, so that two forms over the one record
                never undo each other. Empty takes all of them.
        """
        with self._changing() as c:
            known = tables.PRESENTING.get(c, picture.unit_id)
            if only and known is not None:
                picture = replace(known, **{name: getattr(picture, name) for name in only})
            picture = store_presenting(self, c, picture)
            self._refresh(c, picture.unit_id)
        return saved(picture, Area.INTAKE, Area.CASES)

    def record_roles(self, unit_id: str, ratings: tuple[RoleFunctioning, ...]) -> Saved[tuple[RoleFunctioning, ...]]:
        """Store how the person does in their roles on a day; the first day is the baseline and stays."""
        return self._rate(unit_id, tables.ROLES, ratings, rules.role_problems, "intake.roles")

    def record_spillover(self, unit_id: str, ratings: tuple[Spillover, ...]) -> Saved[tuple[Spillover, ...]]:
        """Store how much the trouble reaches into life on a day."""
        return self._rate(unit_id, tables.SPILLOVER, ratings, rules.spillover_problems, "intake.spillover")

    def record_dimensions(
        self, unit_id: str, ratings: tuple[RelationshipDimension, ...]
    ) -> Saved[tuple[RelationshipDimension, ...]]:
        """Store the relationship as it is and as it is wished for, on a day."""
        return self._rate(unit_id, tables.DIMENSIONS, ratings, rules.dimension_problems, "intake.dimensions")

    def add_vision(self, vision: RelationshipVision) -> Saved[RelationshipVision]:
        """Store the next version of the vision; earlier ones stay."""
        with self._changing() as c:
            insist(rules.vision_problems(vision, self._today(c)))
            known = tables.PRESENTING.get(c, vision.unit_id) or PresentingPicture(unit_id=vision.unit_id)
            _keep_first_vision(self, c, known)
            vision = self._next(c, tables.VISIONS, vision, "intake.vision")
            tables.PRESENTING.put(c, replace(known, relationship_vision=vision.text))
        return saved(vision, Area.INTAKE, Area.CASES)

    def add_wants(self, wants: WantsStatement) -> Saved[WantsStatement]:
        """Store the next version of what the person wants; earlier ones stay."""
        with self._changing() as c:
            insist(rules.wants_problems(wants, self._today(c)))
            wants = self._next(c, tables.WANTS, wants, "intake.wants")
        return saved(wants, Area.INTAKE)

    def save_hurt(self, hurt: UnresolvedHurt) -> Saved[UnresolvedHurt]:
        """Store an unresolved hurt, new or moved on."""
        return self._keep(tables.HURTS, hurt, rules.hurt_problems(hurt), "intake.hurt")

    def save_commitment(self, commitment: ClientCommitment) -> Saved[ClientCommitment]:
        """Store what the client takes on, new or looked at again."""
        return self._keep(tables.COMMITMENTS, commitment, rules.commitment_problems(commitment), "intake.commitment")

    def save_coping(self, coping: StressCoping) -> Saved[StressCoping]:
        """Store a way one of the two copes with stress."""
        return self._keep(tables.COPING, coping, relationship_rules.coping_problems(coping), "intake.coping")

    def save_event(self, event: RelationshipEvent) -> Saved[RelationshipEvent]:
        """Store a major event of the relationship."""
        with self._reading() as c:
            found = relationship_rules.event_problems(event, self._today(c))
        return self._keep(tables.RELATIONSHIP_EVENTS, event, found, "intake.event", Area.RELATIONSHIP)

    def add_closeness(self, place: AutonomyConnection) -> Saved[AutonomyConnection]:
        """Store where the two stand between autonomy and connection on a day; earlier days stay."""
        with self._changing() as c:
            insist(relationship_rules.closeness_problems(place, self._today(c)))
            place = tables.CLOSENESS.add(c, cleaned(replace(place, id=self._id(), recorded=self._now(c))))
            self._audit(c, "intake.closeness", "autonomy_connection", place.id, unit_id=place.unit_id)
        return saved(place, Area.INTAKE, Area.RELATIONSHIP)

    def save_context(self, relationship: Relationship, *, only: tuple[str, ...] = ()) -> Saved[Relationship]:
        """Store the facts of the relationship; ``only`` as in :meth:`save_presenting`."""
        with self._changing() as c:
            known = tables.RELATIONSHIPS.get(c, relationship.id)
            if known is None:
                raise NotFound(what="relationship")
            if only:
                relationship = replace(known, **{name: getattr(relationship, name) for name in only})
            insist(relationship_rules.relationship_problems(relationship, self._today(c)))
            relationship = tables.RELATIONSHIPS.replace(c, cleaned(relationship))
            self._audit(c, "intake.context", "relationship", relationship.id, unit_id=relationship.unit_id)
        return saved(relationship, Area.INTAKE, Area.RELATIONSHIP)

    def skip(self, unit_id: str, theme: IntakeTheme, *, skipped: bool) -> Saved[IntakeMarks]:
        """Leave a theme out for now, or take it up again; nothing in it is lost."""
        with self._changing() as c:
            known = tables.INTAKE_MARKS.get(c, unit_id) or IntakeMarks(unit_id=unit_id)
            rest = tuple(t for t in known.skipped if t is not theme)
            marks = tables.INTAKE_MARKS.put(c, replace(known, skipped=(*rest, theme) if skipped else rest))
            self._audit(c, "intake.skipped", "intake_marks", unit_id, unit_id=unit_id, reason=theme.value)
        return saved(marks, Area.INTAKE)

    def _rate(
        self,
        unit_id: str,
        table: RecordTable[R],
        ratings: tuple[R, ...],
        problems: Callable[[Sequence[R], date], list[Problem]],
        action: str,
    ) -> Saved[tuple[R, ...]]:
        with self._changing() as c:
            insist(problems(ratings, self._today(c)))
            now = self._now(c)
            made = tuple(cleaned(replace(r, id=self._id(), unit_id=unit_id, entered=now)) for r in ratings)
            for rating in made:
                table.add(c, rating)
            self._audit(c, action, table.table.name, made[0].id, unit_id=unit_id)
        return saved(made, Area.INTAKE)

    def _next(self, c: Connection, table: RecordTable[V], value: V, action: str) -> V:
        version = len(table.of_unit(c, value.unit_id)) + 1
        value = table.add(c, cleaned(replace(value, id=self._id(), version=version)))
        self._audit(c, action, table.table.name, value.id, unit_id=value.unit_id)
        return value

    def _keep(self, table: RecordTable[K], value: K, problems: list[Problem], action: str, *areas: Area) -> Saved[K]:
        insist(problems)
        with self._changing() as c:
            self._unit(c, value.unit_id)
            value = table.put(c, cleaned(replace(value, id=value.id or self._id())))
            self._audit(c, action, table.table.name, value.id, unit_id=value.unit_id)
        return saved(value, Area.INTAKE, *areas)


def store_presenting(service: Service, c: Connection, picture: PresentingPicture) -> PresentingPicture:
    """Store the presenting picture inside a transaction; a changed vision becomes its next version."""
    insist(client_rules.presenting_problems(picture))
    picture = cleaned(picture)
    known = tables.PRESENTING.get(c, picture.unit_id)
    if known is not None:
        _keep_first_vision(service, c, known)
    before = known.relationship_vision.strip() if known else ""
    wanted = picture.relationship_vision.strip()
    if wanted and wanted != before:
        _add_vision(service, c, picture.unit_id, wanted, service._today(c))
    tables.PRESENTING.put(c, picture)
    service._audit(c, "presenting.edited", "presenting_picture", picture.unit_id, unit_id=picture.unit_id)
    return picture


def _keep_first_vision(service: Service, c: Connection, known: PresentingPicture) -> None:
    """Make the vision of a record from before there were versions its first one, dated to the first contact."""
    if known.relationship_vision.strip() and not tables.VISIONS.of_unit(c, known.unit_id):
        opened = service._unit(c, known.unit_id).opened_on
        _add_vision(service, c, known.unit_id, known.relationship_vision.strip(), opened)


def _add_vision(service: Service, c: Connection, unit_id: str, text: str, on: date) -> None:
    version = len(tables.VISIONS.of_unit(c, unit_id)) + 1
    vision = RelationshipVision(id=service._id(), unit_id=unit_id, version=version, on=on, text=text)
    tables.VISIONS.add(c, vision)
    service._audit(c, "intake.vision", "relationship_vision", vision.id, unit_id=unit_id)


def picture_of(c: Connection, unit_id: str, opened_on: date) -> IntakePicture:
    """Return everything the guided intake of a record holds, read in one go."""
    presenting = tables.PRESENTING.get(c, unit_id) or PresentingPicture(unit_id=unit_id)
    visions: tuple[RelationshipVision, ...] = tables.VISIONS.of_unit(c, unit_id)
    if not visions and presenting.relationship_vision.strip():
        text = presenting.relationship_vision
        visions = (RelationshipVision(id="", unit_id=unit_id, version=1, on=opened_on, text=text),)
    links = tables.RELATIONSHIPS.of_unit(c, unit_id)
    partners = tables.PARTNERS.of_unit(c, unit_id)
    marks = tables.INTAKE_MARKS.get(c, unit_id)
    s = tables.SESSIONS.table.c
    attended = tables.SESSIONS.all(c, s.unit_id == unit_id, s.attendance == Attendance.ATTENDED.value)
    return IntakePicture(
        presenting=presenting,
        relationship=links[0] if links else None,
        partner_name=partners[0].name if partners else "",
        events=_in_order(tables.RELATIONSHIP_EVENTS.of_unit(c, unit_id)),
        roles=tables.ROLES.of_unit(c, unit_id),
        spillover=tables.SPILLOVER.of_unit(c, unit_id),
        dimensions=tables.DIMENSIONS.of_unit(c, unit_id),
        visions=visions,
        wants=tables.WANTS.of_unit(c, unit_id),
        hurts=tables.HURTS.of_unit(c, unit_id),
        closeness=tables.CLOSENESS.of_unit(c, unit_id),
        coping=tables.COPING.of_unit(c, unit_id),
        commitments=tables.COMMITMENTS.of_unit(c, unit_id),
        skipped=marks.skipped if marks else (),
        sessions=sum(not session.entered_in_error for session in attended),
    )


def shown(c: Connection, unit_id: str, opened_on: date) -> dict[str, Any]:
    """Return the guided intake of a record as plain data, with its gaps, its distance and how far each theme is."""
    picture = picture_of(c, unit_id, opened_on)
    return {
        "role_functioning": encode(picture.roles),
        "spillover": encode(picture.spillover),
        "relationship_dimension": [{**encode(d), "gap": d.gap} for d in picture.dimensions],
        "relationship_vision": encode(picture.visions),
        "wants_statement": encode(picture.wants),
        "unresolved_hurt": encode(picture.hurts),
        "relationship_event": encode(picture.events),
        "autonomy_connection": [{**encode(p), "distance": p.distance} for p in picture.closeness],
        "stress_coping": encode(picture.coping),
        "client_commitment": encode(picture.commitments),
        "progress": [
            {"theme": p.theme.value, "state": p.state.value, "empty": list(p.empty)} for p in rules.progress(picture)
        ],
    }


def _in_order(events: tuple[RelationshipEvent, ...]) -> tuple[RelationshipEvent, ...]:
    def place(event: RelationshipEvent) -> tuple[bool, Any]:
        return event.happened is None, event.happened.day if event.happened else event.id

    return tuple(sorted(events, key=place))
