"""Queries of the transition review: the newest one of an episode, with what became of its private knowledge since it was signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from irt_desk.domain.inventory import numbered
from irt_desk.domain.transitions import TransitionReview, with_steps
from irt_desk.domain.values import Instant, made_at
from irt_desk.storage import tables


def discharge_begun(connection: Connection, episode_id: str, zone: str) -> date | None:
    """Return the day the newest discharge summary of an episode was begun, where the practice is; None before there is one."""
    d = tables.DISCHARGES.table.c
    found = tables.DISCHARGES.first(connection, d.episode_id == episode_id, order_by=(d.id.desc(),))
    return Instant(made_at(found.id), zone).day if found is not None else None


def newest_review(connection: Connection, unit_id: str, episode_id: str) -> TransitionReview | None:
    """Return the review of an episode, the draft or the newest signed one, as every gate looks at it; None when there is none."""
    r = tables.REVIEWS.table.c
    found = tables.REVIEWS.first(connection, r.unit_id == unit_id, r.episode_id == episode_id, order_by=(r.id.desc(),))
    return as_it_stands(connection, found) if found is not None else None


def as_it_stands(connection: Connection, review: TransitionReview) -> TransitionReview:
    """Return a stored review with an id on every item and the steps taken since."""
    review = replace(review, inventory=numbered(review.id, review.inventory))
    s = tables.INVENTORY_STEPS.table.c
    steps = tables.INVENTORY_STEPS.all(connection, s.review_id == review.id, order_by=(s.recorded, s.id))
    return with_steps(review, steps)
