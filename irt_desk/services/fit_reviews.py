"""Suitability drift: what comes up later asks for a review of the fit; closing it takes a decision with a reason (rows 79 to 83)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from irt_desk import paths
from irt_desk.domain import fit_review as rules
from irt_desk.domain.cases import CaseState
from irt_desk.domain.fit_review import DriftOrigin, DriftSign, DriftTopic, FitReview
from irt_desk.domain.notes import NoteContent
from irt_desk.domain.safety import TriggerKind, open_triggers
from irt_desk.domain.suitability import CautionStatus, FitOutcome
from irt_desk.domain.values import insist
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import clean
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection, encode

_LATER = frozenset(
    {CaseState.ACTIVE_IRT, CaseState.PAUSED, CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP, CaseState.REOPENED}
)
_TOUCHED = (Area.SUITABILITY, Area.CLIENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class FitReviewView:
    """What came up since the fit was decided, and the reviews that answered it, newest first."""

    open: tuple[DriftSign, ...]
    answered: tuple[DriftSign, ...]
    reviews: tuple[FitReview, ...]


class FitReviews(Service):
    """The reviews of the fit and what asks for them."""

    def of(self, unit_id: str) -> FitReviewView:
        """Return what came up and how it was answered."""
        with self._reading() as c:
            return view_of(c, unit_id)

    def mark(self, unit_id: str, topic: DriftTopic, words: str) -> Saved[DriftSign]:
        """Mark by hand that something came up, at any time in a case.

        Raises:
            Invalid: no words.
        """
        words = clean(words).strip()
        insist(rules.mark_problems(words))
        with self._changing() as c:
            self._unit(c, unit_id)
            sign = _sign(self, c, unit_id, topic, DriftOrigin.MARK, unit_id, words=words)
            self._refresh(c, unit_id)
        return saved(sign, *_TOUCHED)

    def close(self, unit_id: str, outcome: FitOutcome, reason: str) -> Saved[FitReview]:
        """Close the review of everything that came up so far.

        Raises:
            Invalid: no reason, nothing to review, or IRT would go on while a new screening is still open.
        """
        with self._changing() as c:
            now = self._now(c)
            review = FitReview(
                id=self._id(), unit_id=unit_id, on=now.day, recorded=now, outcome=outcome, reason=clean(reason).strip()
            )
            waiting = open_triggers(caseload.safety_history(c, unit_id))
            insist(rules.review_problems(review, view_of(c, unit_id).open, waiting))
            tables.FIT_REVIEWS.add(c, review)
            self._audit(c, "fit_review.closed", "fit_review", review.id, unit_id=unit_id, reason=outcome.value)
            self._refresh(c, unit_id)
        return saved(review, *_TOUCHED)


@cache
def phrases() -> Mapping[DriftTopic, tuple[str, ...]]:
    """Return the phrases that ask for a look, by topic."""
    with paths.resource("fit_review", "words.toml").open("rb") as file:
        data = tomllib.load(file)
    return {topic: tuple(data[topic.value]) for topic in DriftTopic}


def view_of(c: Connection, unit_id: str) -> FitReviewView:
    """Return what came up in a record and how it was answered."""
    signs, reviews = tables.DRIFT_SIGNS.of_unit(c, unit_id), tables.FIT_REVIEWS.of_unit(c, unit_id)
    waiting = rules.open_signs(signs, reviews)
    answered = tuple(sign for sign in signs if sign not in waiting)
    return FitReviewView(open=waiting[::-1], answered=answered[::-1], reviews=reviews[::-1])


def notice(
    service: Service, c: Connection, unit_id: str, topic: DriftTopic, origin: DriftOrigin, source_id: str
) -> None:
    """Record that something came up, inside the transaction of the act it came from; before the fit is decided, nothing is late."""
    if _is_later(c, unit_id):
        _sign(service, c, unit_id, topic, origin, source_id)


def notice_trigger(service: Service, c: Connection, unit_id: str, kind: TriggerKind, source_id: str) -> None:
    """Record what a safety trigger brings up (6.6)."""
    origin = rules.ORIGIN_OF_TRIGGER.get(kind)
    if origin is not None:
        notice(service, c, unit_id, DriftTopic.VIOLENCE, origin, source_id)


def notice_text(
    service: Service, c: Connection, unit_id: str, texts: Iterable[str], origin: DriftOrigin, source_id: str
) -> None:
    """Look through what was written; a topic with a caution, an open sign or a recent review is already seen to."""
    found = rules.topics_in(texts, phrases())
    if not found or not _is_later(c, unit_id):
        return
    seen = view_of(c, unit_id)
    signs, today = (*seen.open, *seen.answered), service._today(c)
    cautions = tables.CAUTIONS.of_unit(c, unit_id)
    standing = [f for f in cautions if f.status is not CautionStatus.CLOSED and not f.entered_in_error]
    covered = {rules.TOPIC_OF_CAUTION[f.type] for f in standing}
    covered |= {sign.topic for sign in seen.open}
    for item in found:
        if item.topic in covered or rules.was_reviewed_lately(item.topic, signs, seen.reviews, today):
            continue
        _sign(service, c, unit_id, item.topic, origin, source_id, words=item.words)


def texts_of(content: NoteContent) -> tuple[str, ...]:
    """Return the parts of a note that tell what happened; guesses about the partner and plans are not among them."""
    risk = content.risk
    return (
        content.account, content.presentation, content.symptoms_and_function, content.pattern_words,
        content.practice_reviewed, content.response, content.private_disclosure, risk.detail,
    )  # fmt: skip


def shown(c: Connection, unit_id: str) -> dict[str, Any]:
    """Return the reviews of a record as plain data."""
    seen = view_of(c, unit_id)
    return {"open": encode(seen.open), "answered": encode(seen.answered), "reviews": encode(seen.reviews)}


def _is_later(c: Connection, unit_id: str) -> bool:
    state = caseload.newest_episode(c, unit_id).state
    return state in _LATER or bool(tables.FIT_DECISIONS.of_unit(c, unit_id))


def _sign(
    service: Service,
    c: Connection,
    unit_id: str,
    topic: DriftTopic,
    origin: DriftOrigin,
    source_id: str,
    *,
    words: str = "",
) -> DriftSign:
    now = service._now(c)
    sign = DriftSign(
        id=service._id(),
        unit_id=unit_id,
        topic=topic,
        origin=origin,
        source_id=source_id,
        on=now.day,
        recorded=now,
        words=words,
    )
    tables.DRIFT_SIGNS.add(c, sign)
    service._audit(c, "fit_review.sign", "drift_sign", sign.id, unit_id=unit_id, reason=origin.value)
    return sign
