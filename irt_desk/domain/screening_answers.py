"""The answers of a safety screening: the keyed questionnaire and the interview prompts (domain paper, 4.13 and 6.6).

The questionnaires are keyed, never worded: their licence is not clear (tier B), so items carry captions only. A score never
replaces the interview.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from irt_desk.domain.values import Problem

ANSWER_LOW, ANSWER_HIGH = 1, 5
"""Every item runs from 1 (never) to 5 (most often) (domain paper, 4.13)."""

NOT_ANSWERED = 0
"""Stands for an item that was not answered; it is never counted as "never"."""


class ScreeningInstrument(StrEnum):
    """Questionnaires that are keyed with an interview (domain paper, 4.13)."""

    HITS = "hits"
    E_HITS = "e_hits"


class HitsItem(StrEnum):
    """Captions of the items, in their printed order; the fifth belongs to E-HITS."""

    HURT = "hurt"
    INSULT = "insult"
    THREAT = "threat"
    SCREAM = "scream"
    FORCED = "forced"


ITEMS: dict[ScreeningInstrument, tuple[HitsItem, ...]] = {
    ScreeningInstrument.HITS: (HitsItem.HURT, HitsItem.INSULT, HitsItem.THREAT, HitsItem.SCREAM),
    ScreeningInstrument.E_HITS: tuple(HitsItem),
}

ASKING_ITEMS = frozenset({HitsItem.HURT, HitsItem.THREAT, HitsItem.FORCED})
"""Above "never" on one of these opens the interview whatever the total (domain paper, 4.13; forced acts by the same reason)."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """A published cut-off: ``code`` names its population, ``screening_cut_off.<code>`` in the catalogue."""

    value: float
    code: str
    provenance: str


CUT_OFFS: dict[ScreeningInstrument, tuple[CutOff, ...]] = {
    ScreeningInstrument.HITS: (
        CutOff(6, "hits_women_veterans", "[V] Iverson 2013, n = 160: sensitivity .78, specificity .80"),
        CutOff(10.5, "hits_clinic", "[V] Sherin et al. 1998: clinic patients against self-identified victims"),
    ),
    ScreeningInstrument.E_HITS: (
        CutOff(7, "e_hits_women_veterans", "[V] n = 80 women veterans: sensitivity .75, specificity .82"),
    ),
}
"""Always shown together with the population of each: the one of 10.5 misses many (domain paper, 4.13)."""


@dataclass(frozen=True, slots=True)
class Side:
    """On which side of a published cut-off a total lies; at the value itself it counts as reached."""

    cut_off: CutOff
    reached: bool


def total(instrument: ScreeningInstrument, answers: Sequence[int]) -> int | None:
    """Return the sum (HITS 4 to 20, E-HITS 5 to 25); None while an item is missing."""
    wanted = len(ITEMS[instrument])
    if len(answers) != wanted or NOT_ANSWERED in answers:
        return None
    return sum(answers)


def sides(instrument: ScreeningInstrument, answers: Sequence[int]) -> tuple[Side, ...]:
    """Return the total against every published cut-off; empty while an item is missing."""
    found = total(instrument, answers)
    return () if found is None else tuple(Side(c, found >= c.value) for c in CUT_OFFS[instrument])


def asks_interview(instrument: ScreeningInstrument | None, answers: Sequence[int]) -> bool:
    """Return whether hurt, threat or force was answered above "never": a reason to open the interview at any total."""
    if instrument is None:
        return False
    return any(a > ANSWER_LOW for item, a in zip(ITEMS[instrument], answers, strict=False) if item in ASKING_ITEMS)


def answers_problems(instrument: ScreeningInstrument | None, answers: Sequence[int]) -> list[Problem]:
    """Return what keeps keyed answers from being stored: too many of them, or one outside 1 to 5."""
    wanted = len(ITEMS[instrument]) if instrument else 0
    if len(answers) > wanted:
        return [Problem("answers", "too_many_answers", {"wanted": wanted})]
    if any(a != NOT_ANSWERED and not ANSWER_LOW <= a <= ANSWER_HIGH for a in answers):
        return [Problem("answers", "out_of_range", {"low": ANSWER_LOW, "high": ANSWER_HIGH})]
    return []


class InterviewPrompt(StrEnum):
    """What the interview asks, in the order it is asked (domain paper, 6.6; own words)."""

    AFRAID = "afraid"
    WATCHED = "watched"
    CUT_OFF = "cut_off"
    MONEY_OR_WORK = "money_or_work"
    THREATS = "threats"
    FORCED_SEX = "forced_sex"
    CHOKING = "choking"
    WEAPONS = "weapons"
    STALKING = "stalking"
    PREGNANCY = "pregnancy"
    RISING = "rising"
    SEPARATION = "separation"
    CHILDREN = "children"
    OWN_FORCE = "own_force"


class PromptReply(StrEnum):
    """What was answered. A prompt that was not asked has no reply, and no answer is not "no"."""

    NO = "no"
    YES = "yes"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class PromptAnswer:
    """One prompt with its reply."""

    prompt: InterviewPrompt
    reply: PromptReply


WORRYING = frozenset(set(InterviewPrompt) - {InterviewPrompt.SEPARATION, InterviewPrompt.OWN_FORCE})
"""A yes to one of these does not fit "nothing reported"; plans to separate alone are no danger."""
