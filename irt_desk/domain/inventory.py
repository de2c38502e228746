"""The private-knowledge inventory: what the therapist knows that the partner may not (domain paper, 6.5).

It belongs to the individual record and leaves it nowhere: no search, no document but the therapist's own memo, never the chart of
both. What is done about an item after the review was signed is a step of its own, so that "told on Monday" needs no new signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from irt_desk.domain.values import THIRD_PARTY, Instant, Problem, need_text, not_future, tagged


class Material(StrEnum):
    """Whether a private fact would matter to the partner's choice."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


class ClientChoice(StrEnum):
    """What the client wants done with a private fact."""

    WILL_TELL_BY_DATE = "will_tell_by_date"
    TOLD = "told"
    SEAL = "seal"
    RELEASE = "release"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateKnowledge:
    """One fact the therapist holds that the partner may not know; individual record only.

    ``tell_by`` is the day the client wants to have told it by, ``told_on`` the day they told it.
    """

    text: str = tagged(THIRD_PARTY)
    material: Material = Material.NO
    choice: ClientChoice = ClientChoice.UNDECIDED
    tell_by: date | None = None
    id: str = ""
    told_on: date | None = None

    @property
    def blocks_mode_same(self) -> bool:
        """Whether it blocks the same therapist (domain paper, 6.5)."""
        return self.material is not Material.NO and self.choice in (
            ClientChoice.SEAL,
            ClientChoice.UNDECIDED,
            ClientChoice.WILL_TELL_BY_DATE,
        )

    @property
    def waits_until(self) -> date | None:
        """The day the client wants to have told it by; None when nothing is waited for."""
        return self.tell_by if self.choice is ClientChoice.WILL_TELL_BY_DATE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryStep:
    """What became of one item of a signed review; append-only, the newest one holds."""

    id: str
    unit_id: str
    review_id: str
    item_id: str
    choice: ClientChoice
    on: date
    recorded: Instant
    tell_by: date | None = None


def numbered(review_id: str, items: Iterable[PrivateKnowledge]) -> tuple[PrivateKnowledge, ...]:
    """Return the items with an id each; those that were stored without one are named by their place in the review."""
    return tuple(item if item.id else replace(item, id=f"{review_id}.{place}") for place, item in enumerate(items))


def stepped(items: Iterable[PrivateKnowledge], steps: Sequence[InventoryStep]) -> tuple[PrivateKnowledge, ...]:
    """Return the items as they stand after the steps, in the order the steps were recorded."""
    newest = {step.item_id: step for step in sorted(steps, key=lambda step: (step.recorded.at, step.id))}
    return tuple(_after(item, newest[item.id]) if item.id in newest else item for item in items)


def _after(item: PrivateKnowledge, step: InventoryStep) -> PrivateKnowledge:
    told = step.on if step.choice is ClientChoice.TOLD else None
    return replace(item, choice=step.choice, tell_by=step.tell_by or item.tell_by, told_on=told)


def settled(item: PrivateKnowledge) -> PrivateKnowledge:
    """Return an item without the day that its choice does not ask for."""
    will, told = item.choice is ClientChoice.WILL_TELL_BY_DATE, item.choice is ClientChoice.TOLD
    return replace(item, tell_by=item.tell_by if will or told else None, told_on=item.told_on if told else None)


def item_problems(item: PrivateKnowledge, today: date) -> list[Problem]:
    """Return what keeps an item from being stored: no fact, no day to tell it by, a telling that lies ahead."""
    found = need_text("text", item.text)
    if item.choice is ClientChoice.WILL_TELL_BY_DATE and item.tell_by is None:
        found.append(Problem("tell_by", "tell_by_needed"))
    if item.choice is ClientChoice.TOLD and item.told_on is None:
        found.append(Problem("told_on", "told_on_needed"))
    return found + not_future("told_on", item.told_on, today)


def step_problems(step: InventoryStep, items: Iterable[PrivateKnowledge], today: date) -> list[Problem]:
    """Return what keeps a step from being stored: an item the review does not have, a day ahead, no new day to tell it by."""
    found = not_future("on", step.on, today)
    if step.item_id not in {item.id for item in items}:
        found.append(Problem("item_id", "no_such_fact"))
    if step.choice is ClientChoice.WILL_TELL_BY_DATE and step.tell_by is None:
        found.append(Problem("tell_by", "tell_by_needed"))
    return found
