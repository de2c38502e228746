"""The guided intake: what a first contact tells about life, the relationship and what is wished for (domain paper, 1.1, 1.2, 1.5).

Ratings are dated and append-only: the first one of its kind is the baseline, a later day is a review. Statements a person grows
into (vision, wants) have versions, never edits. What is told about the partner is third-party and as told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from irt_desk.domain.cases import PresentingPicture
from irt_desk.domain.relationships import AutonomyConnection, Person, Relationship, RelationshipEvent, StressCoping
from irt_desk.domain.values import THIRD_PARTY, Instant, Problem, need_range, need_text, not_future, tagged

FOCUS_BY_SESSION = 3
"""A first focus stands by the end of this session (domain paper, row 12)."""


class Role(StrEnum):
    """Roles a person lives in (domain paper, row 1)."""

    WORK = "work"
    STUDY = "study"
    PARENTING = "parenting"
    FRIENDSHIP = "friendship"
    LEISURE = "leisure"
    SELF_CARE = "self_care"
    OTHER = "other"


class LifeArea(StrEnum):
    """Areas the trouble may spill over into (domain paper, row 10; the list is ours [D])."""

    WORK = "work"
    STUDY = "study"
    PARENTING = "parenting"
    FRIENDSHIP = "friendship"
    FAMILY = "family"
    SLEEP = "sleep"
    HEALTH = "health"
    MONEY = "money"
    LEISURE = "leisure"
    OTHER = "other"


class Dimension(StrEnum):
    """What a relationship is wished to be (domain paper, row 3)."""

    INTIMACY = "intimacy"
    LOVE = "love"
    SUPPORT = "support"
    STRENGTH = "strength"


class HurtHolder(StrEnum):
    """Whose hurt it is; the partner's is told by the client (domain paper, row 5)."""

    CLIENT = "client"
    PARTNER_AS_REPORTED = "partner_as_reported"


class HurtStatus(StrEnum):
    """Where an unresolved hurt stands."""

    OPEN = "open"
    SOFTENING = "softening"
    REPAIRED = "repaired"
    LET_GO = "let_go"


class Kept(StrEnum):
    """Whether a commitment was kept; "no" is neutral (domain paper, row 15)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_DUE = "not_due"


class IntakeTheme(StrEnum):
    """The pages of the guided intake, in the order they are asked."""

    PRESENTING = "presenting"
    DAILY_LIFE = "daily_life"
    NOW_AND_WISHED = "now_and_wished"
    CONTEXT = "context"
    HURTS = "hurts"
    CLOSENESS_AND_STRESS = "closeness_and_stress"
    FIRST_STEPS = "first_steps"


class ThemeState(StrEnum):
    """How much of a theme is there."""

    EMPTY = "empty"
    STARTED = "started"
    FILLED = "filled"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFunctioning:
    """How a person does in one role on one day, 0 to 10 (row 1)."""

    id: str
    unit_id: str
    role: Role
    rating: int
    note: str = ""
    as_of: date
    entered: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Spillover:
    """How much the trouble reaches into one area of life, 0 to 10, on one day (row 10)."""

    id: str
    unit_id: str
    life_area: LifeArea
    impact: int
    note: str = ""
    as_of: date
    entered: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipDimension:
    """One side of the relationship now and as wished, each 0 to 10 (row 3). Never summed over dimensions."""

    id: str
    unit_id: str
    dimension: Dimension
    now: int
    wished: int
    as_of: date
    entered: Instant

    @property
    def gap(self) -> int:
        """Wished minus now; negative where there is more than is wished for."""
        return self.wished - self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class UnresolvedHurt:
    """A past hurt between the two, held by one of them (row 5)."""

    id: str
    unit_id: str
    holder: HurtHolder = HurtHolder.CLIENT
    short_label: str = tagged(THIRD_PARTY)
    approx_when: str = tagged(THIRD_PARTY)
    still_hurts: int | None = None
    repair_attempts: str = tagged(THIRD_PARTY)
    status: HurtStatus = HurtStatus.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipVision:
    """One version of what the person once hoped the relationship would be (row 9)."""

    id: str
    unit_id: str
    version: int = 0
    on: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantsStatement:
    """One version of what the person wants, and how clear it is to them, 0 to 10 (row 14)."""

    id: str
    unit_id: str
    version: int = 0
    on: date
    text: str = ""
    clarity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCommitment:
    """Something the client takes on for themselves (row 15)."""

    id: str
    unit_id: str
    behaviour: str = ""
    context: str = ""
    start: date | None = None
    review_on: date | None = None
    kept: Kept = Kept.NOT_DUE


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeMarks:
    """Which themes the therapist leaves out for now; the record keeps that it was on purpose."""

    unit_id: str
    skipped: tuple[IntakeTheme, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakePicture:
    """Everything the guided intake holds, dated ratings and versions oldest first."""

    presenting: PresentingPicture
    relationship: Relationship | None = None
    partner_name: str = ""
    events: tuple[RelationshipEvent, ...] = ()
    roles: tuple[RoleFunctioning, ...] = ()
    spillover: tuple[Spillover, ...] = ()
    dimensions: tuple[RelationshipDimension, ...] = ()
    visions: tuple[RelationshipVision, ...] = ()
    wants: tuple[WantsStatement, ...] = ()
    hurts: tuple[UnresolvedHurt, ...] = ()
    closeness: tuple[AutonomyConnection, ...] = ()
    coping: tuple[StressCoping, ...] = ()
    commitments: tuple[ClientCommitment, ...] = ()
    skipped: tuple[IntakeTheme, ...] = ()
    sessions: int = 0
    """Attended sessions so far."""


@dataclass(frozen=True, slots=True)
class ThemeProgress:
    """How far one theme is; parts are the codes of ``intake_part.<code>`` in the catalogue."""

    theme: IntakeTheme
    state: ThemeState
    there: tuple[str, ...]
    empty: tuple[str, ...]


def parts_of(picture: IntakePicture) -> dict[IntakeTheme, dict[str, bool]]:
    """Return, for each theme, its parts in reading order and whether each holds something."""
    why, link = picture.presenting, picture.relationship
    return {
        IntakeTheme.PRESENTING: {
            "client_words": bool(why.client_words.strip()),
            "clinical_summary": bool(why.clinical_summary.strip()),
            "primary_reason": why.primary_reason is not None,
            "onset": bool(why.onset),
            "arguments_per_week": why.arguments_per_week is not None,
        },
        IntakeTheme.DAILY_LIFE: {"roles": bool(picture.roles), "spillover": bool(picture.spillover)},
        IntakeTheme.NOW_AND_WISHED: {
            "dimensions": bool(picture.dimensions),
            "vision": bool(picture.visions),
            "wants": bool(picture.wants),
        },
        IntakeTheme.CONTEXT: {
            "partner": bool(picture.partner_name),
            "started": link is not None and link.started is not None,
            "home": link is not None and link.cohabiting is not None,
            "culture_and_family": link is not None and bool(link.culture_and_family.strip()),
            "current_stressors": link is not None and bool(link.current_stressors.strip()),
            "strengths": link is not None and bool(link.strengths.strip()),
            "events": bool(picture.events),
        },
        IntakeTheme.HURTS: {
            f"hurts_{holder}": any(hurt.holder is holder for hurt in picture.hurts) for holder in HurtHolder
        },
        IntakeTheme.CLOSENESS_AND_STRESS: {
            "closeness": bool(picture.closeness),
            **{f"coping_{person}": any(c.person is person for c in picture.coping) for person in Person},
        },
        IntakeTheme.FIRST_STEPS: {
            "commitments": bool(picture.commitments),
            "first_focus": bool(why.first_focus.strip()),
        },
    }


ABOUT_OWN_PART = frozenset({"commitments", "first_focus", "closeness", "coping_client", "coping_partner"})
"""Parts that ask what the client could do differently; nobody is asked for them while the gate is a stop (6.6)."""


def progress(picture: IntakePicture, *, is_stopped: bool = False) -> tuple[ThemeProgress, ...]:
    """Return how far each theme is, in the order they are asked; a theme left out on purpose says so while it is empty.

    Args:
        picture: what the intake holds.
        is_stopped: whether the safety gate is a stop; themes that would only ask for an own part are then left out.
    """
    found = []
    for theme, all_parts in parts_of(picture).items():
        parts = {code: there for code, there in all_parts.items() if not (is_stopped and code in ABOUT_OWN_PART)}
        if not parts:
            continue
        there = tuple(code for code, is_there in parts.items() if is_there)
        empty = tuple(code for code, is_there in parts.items() if not is_there)
        if not empty:
            state = ThemeState.FILLED
        elif theme in picture.skipped:
            state = ThemeState.SKIPPED
        else:
            state = ThemeState.STARTED if there else ThemeState.EMPTY
        found.append(ThemeProgress(theme, state, there, empty))
    return tuple(found)


def focus_is_due(picture: IntakePicture) -> bool:
    """Whether the first focus should stand by now and does not (row 12)."""
    return picture.sessions >= FOCUS_BY_SESSION and not picture.presenting.first_focus.strip()


class Dated(Protocol):
    """A rating of a day."""

    @property
    def as_of(self) -> date:
        """The day it speaks of."""

    @property
    def entered(self) -> Instant:
        """When it was entered; of two for one day the later one holds."""


D = TypeVar("D", bound=Dated)


def by_day(ratings: Iterable[D]) -> tuple[D, ...]:
    """Return ratings of one kind, one a day (the one entered last), oldest day first; the first is the baseline."""
    newest: dict[date, D] = {}
    for rating in sorted(ratings, key=lambda r: r.entered.at):
        newest[rating.as_of] = rating
    return tuple(newest[day] for day in sorted(newest))


def role_problems(ratings: Sequence[RoleFunctioning], today: date) -> list[Problem]:
    """Return what keeps ratings of roles from being stored; the field is the role."""
    found = [p for r in ratings for p in need_range(r.role, r.rating, 0, 10)]
    return found + _dated_problems(ratings, today)


def spillover_problems(ratings: Sequence[Spillover], today: date) -> list[Problem]:
    """Return what keeps ratings of spill-over from being stored; the field is the area of life."""
    found = [p for r in ratings for p in need_range(r.life_area, r.impact, 0, 10)]
    return found + _dated_problems(ratings, today)


def dimension_problems(ratings: Sequence[RelationshipDimension], today: date) -> list[Problem]:
    """Return what keeps ratings of the relationship from being stored; the field is the dimension."""
    found = [p for r in ratings for p in need_range(r.dimension, r.now, 0, 10)]
    found += [p for r in ratings for p in need_range(r.dimension, r.wished, 0, 10)]
    return found + _dated_problems(ratings, today)


def _dated_problems(ratings: Sequence[Dated], today: date) -> list[Problem]:
    if not ratings:
        return [Problem("as_of", "nothing_rated")]
    return not_future("as_of", max(r.as_of for r in ratings), today)


def hurt_problems(hurt: UnresolvedHurt) -> list[Problem]:
    """Return what keeps a hurt from being stored."""
    return need_text("short_label", hurt.short_label) + need_range("still_hurts", hurt.still_hurts, 0, 10)


def vision_problems(vision: RelationshipVision, today: date) -> list[Problem]:
    """Return what keeps a version of the vision from being stored."""
    return need_text("text", vision.text) + not_future("on", vision.on, today)


def wants_problems(wants: WantsStatement, today: date) -> list[Problem]:
    """Return what keeps a statement of wants from being stored."""
    found = need_text("text", wants.text) + need_range("clarity", wants.clarity, 0, 10)
    return found + not_future("on", wants.on, today)


def commitment_problems(commitment: ClientCommitment) -> list[Problem]:
    """Return what keeps a commitment from being stored."""
    found = need_text("behaviour", commitment.behaviour)
    if commitment.start and commitment.review_on and commitment.review_on < commitment.start:
        found.append(Problem("review_on", "before_start"))
    return found
