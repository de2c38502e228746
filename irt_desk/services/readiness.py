"""Readiness, neutrality and private knowledge of a transition review as the therapist works on them (domain paper, 6.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum

from irt_desk.domain import inventory as inventory_rules
from irt_desk.domain import readiness as rules
from irt_desk.domain.content import SkillGroup
from irt_desk.domain.inventory import ClientChoice, InventoryStep, PrivateKnowledge
from irt_desk.domain.neutrality import NeutralityBand, NeutralityLimits, neutrality_band
from irt_desk.domain.readiness import CalmSkill, Computed, ReadinessFacts, ReadinessItem
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.skills import current_stage
from irt_desk.domain.transitions import TransitionReview, review_problems
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.skill_library import all_skills
from irt_desk.services.text import cleaned
from irt_desk.services.texts import day_text
from irt_desk.storage import caseload, settings, tables, transitions, units
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

_TOUCHED = (Area.PATHWAY, Area.CLIENTS)


class Offer(StrEnum):
    """What is offered whatever is decided, and when: the field of the review that keeps the day."""

    REFERRAL = "referral"
    MATCHING_TIME = "matching_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessView:
    """The review with its seven items, what is still missing, and what the band rests on."""

    review: TransitionReview
    items: tuple[ReadinessItem, ...]
    missing: tuple[Missing, ...]
    band: NeutralityBand
    limits: NeutralityLimits
    sessions: int
    today: date


class Readiness(Service):
    """The transition review item by item."""

    def of(self, unit_id: str) -> ReadinessView:
        """Return the review of this episode with everything computed beside it."""
        with self._reading() as c:
            review = review_of(c, unit_id) or self._fresh(c, unit_id)
            facts = self._facts(c, unit_id, review)
            return ReadinessView(
                review=review,
                items=rules.readiness(review, facts),
                missing=tuple(rules.missing_of(review, facts)),
                band=facts.band,
                limits=settings.neutrality_limits(c),
                sessions=facts.sessions,
                today=facts.today,
            )

    def save_known(self, unit_id: str, item: PrivateKnowledge) -> Saved[TransitionReview]:
        """Add a private fact to the unsigned review, or change one by its id.

        Raises:
            Invalid: no fact, no day to tell it by, a telling that lies ahead.
            Refused: the review is signed; what became of an item since is a step (:meth:`step`).
        """
        with self._changing() as c:
            review = self._draft(c, unit_id)
            insist(inventory_rules.item_problems(item, self._today(c)))
            item = inventory_rules.settled(cleaned(item))
            if item.id and item.id not in {one.id for one in review.inventory}:
                raise NotFound(what="record")
            if item.id:
                items = tuple(item if one.id == item.id else one for one in review.inventory)
            else:
                items = (*review.inventory, replace(item, id=self._id()))
            review = self._put(c, replace(review, inventory=items), "inventory.edited")
        return saved(review, *_TOUCHED)

    def drop_known(self, unit_id: str, item_id: str) -> Saved[TransitionReview]:
        """Take a private fact out of the unsigned review: it was no fact, or not private.

        Raises:
            Refused: the review is signed.
        """
        with self._changing() as c:
            review = self._draft(c, unit_id)
            items = tuple(one for one in review.inventory if one.id != item_id)
            if len(items) == len(review.inventory):
                raise NotFound(what="record")
            review = self._put(c, replace(review, inventory=items), "inventory.edited")
        return saved(review, *_TOUCHED)

    def step(
        self, unit_id: str, item_id: str, choice: ClientChoice, on: date, tell_by: date | None = None
    ) -> Saved[InventoryStep]:
        """Record what became of an item of a signed review; the signature stands, every gate looks at the item as it is now.

        Raises:
            Invalid: a day ahead, an item the review does not have, no new day to tell it by.
            Refused: there is no signed review; before the signature the item itself is changed.
        """
        with self._changing() as c:
            review = review_of(c, unit_id)
            if review is None or review.signed is None:
                raise Refused([Missing("review_signed", Act.REVIEW)])
            made = InventoryStep(
                id=self._id(), unit_id=unit_id, review_id=review.id, item_id=item_id, choice=choice, on=on,
                recorded=self._now(c), tell_by=tell_by if choice is ClientChoice.WILL_TELL_BY_DATE else None,
            )  # fmt: skip
            insist(inventory_rules.step_problems(made, review.inventory, self._today(c)))
            tables.INVENTORY_STEPS.add(c, made)
            self._audit(c, "inventory.stepped", "inventory_step", made.id, unit_id=unit_id, reason=choice.value)
            self._refresh(c, unit_id)
        return saved(made, *_TOUCHED)

    def offer(self, unit_id: str, what: Offer, on: date) -> Saved[TransitionReview]:
        """Record that a referral, or as much individual time for the partner first, was offered on a day.

        Raises:
            Invalid: the day lies ahead.
            Refused: the review is signed.
        """
        with self._changing() as c:
            review = self._draft(c, unit_id)
            if what is Offer.REFERRAL:
                review = replace(review, referral_offered=True, referral_offered_on=on)
            else:
                review = replace(review, matching_time_offered_on=on)
            insist(review_problems(review, self._today(c)))
            review = self._put(c, review, f"review.{what}_offered")
        return saved(review, *_TOUCHED)

    def reopen(self, unit_id: str) -> Saved[TransitionReview]:
        """Begin a new draft from the signed review, which stays as it is; until it is signed no step of the move is open.

        Raises:
            Refused: there is no signed review.
        """
        with self._changing() as c:
            review = review_of(c, unit_id)
            if review is None or review.signed is None:
                raise Refused([Missing("review_signed", Act.REVIEW)])
            review = self._put(c, replace(review, id=self._id(), signed=None), "review.reopened")
        return saved(review, *_TOUCHED)

    def _draft(self, c: Connection, unit_id: str) -> TransitionReview:
        review = review_of(c, unit_id)
        if review is None:
            return replace(self._fresh(c, unit_id), id=self._id())
        if review.signed is not None:
            raise Refused([Missing("review_is_signed", Act.REVIEW)])
        return review

    def _put(self, c: Connection, review: TransitionReview, action: str) -> TransitionReview:
        tables.REVIEWS.put(c, review)
        self._audit(c, action, "transition_review", review.id, unit_id=review.unit_id)
        self._refresh(c, review.unit_id)
        return review

    def _fresh(self, c: Connection, unit_id: str) -> TransitionReview:
        episode = self._episode(c, unit_id)
        return TransitionReview(id="", unit_id=unit_id, episode_id=episode.id, opened_on=self._today(c))

    def _facts(self, c: Connection, unit_id: str, review: TransitionReview) -> ReadinessFacts:
        today = self._today(c)
        return ReadinessFacts(
            standing=caseload.gate_standing(c, unit_id, today),
            today=today,
            is_partner_screened=bool(units.prescreens(c, unit_id, units.partner_of(c, unit_id))),
            calm_skills=calm_skills(c, unit_id),
            sessions=attended(c, unit_id),
            competencies=self._practitioner(c).competencies,
            band=band_of(c, unit_id, review),
        )


def review_of(c: Connection, unit_id: str) -> TransitionReview | None:
    """Return the review of the newest episode as every gate looks at it; None when none was begun."""
    return transitions.newest_review(c, unit_id, caseload.newest_episode(c, unit_id).id)


def calm_skills(c: Connection, unit_id: str) -> tuple[CalmSkill, ...]:
    """Return the regulation skills at stage 4 or above, the highest first (readiness item 2)."""
    history = tables.MASTERY.of_unit(c, unit_id)
    found = [
        CalmSkill(skill_id=key, name=skill.name, stage=current_stage(history, key))
        for key, skill in all_skills(c).items()
        if skill.group is SkillGroup.REGULATION
    ]
    calm = [skill for skill in found if skill.stage.number >= rules.CALM.number]
    return tuple(sorted(calm, key=lambda skill: -skill.stage.number))


def attended(c: Connection, unit_id: str) -> int:
    """Return the number of individual sessions that were held."""
    sessions = tables.SESSIONS.of_unit(c, unit_id)
    return sum(s.attendance is Attendance.ATTENDED and not s.entered_in_error for s in sessions)


def band_of(c: Connection, unit_id: str, review: TransitionReview) -> NeutralityBand:
    """Return the band that sessions and raising factors come to, by the limits of this practice (6.5)."""
    return neutrality_band(attended(c, unit_id), review.raising_factors, settings.neutrality_limits(c))


def computed_text(line: Computed, today: date) -> str:
    """Return the words of a computed line: days as days, codes as the words for them."""
    values = {name: _in_words(value, today) for name, value in line.values.items()}
    return say(f"readiness.{line.code}", **values)


def _in_words(value: object, today: date) -> object:
    if isinstance(value, Enum):
        return label(value).lower()
    return day_text(value, today, weekday=False) if isinstance(value, date) else value
