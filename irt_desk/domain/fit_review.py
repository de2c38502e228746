"""Suitability drift: something about violence, substances or severe illness comes up after the fit was decided (rows 79 to 83).

Each time one comes up is a sign. A sign asks for a review of the fit; a review is closed with a decision and a reason, never by
deleting what was said. The signs and the review are safety content: no surface a partner could see names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from irt_desk.domain.safety import SafetyTrigger, TriggerKind
from irt_desk.domain.suitability import BarrierType, CautionType, FitOutcome
from irt_desk.domain.values import SAFETY, Instant, Problem, need_text, tagged

QUIET_DAYS = 90
"""Words in a note do not ask again about a topic reviewed in these days [D]; everything else asks at once."""

_NEGATED_BY = frozenset(
    {"no", "not", "never", "without", "denies", "denied", "nor", "neither", "n't", "isn't", "wasn't"}
)
_REACH = 4
"""How many words before a phrase a "no" may stand to undo it [D]."""


class DriftTopic(StrEnum):
    """What came up."""

    VIOLENCE = "violence"
    SUBSTANCE = "substance"
    SEVERE_ILLNESS = "severe_illness"


class DriftOrigin(StrEnum):
    """Where it came up."""

    NOTE = "note"
    CAUTION = "caution"
    BARRIER = "barrier"
    EPISODE = "episode"
    PRACTICE = "practice"
    LEDGER = "ledger"
    MARK = "mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftSign:
    """One time something came up; ``source_id`` is the record it came from. Append-only."""

    id: str
    unit_id: str
    topic: DriftTopic = tagged(SAFETY, default=DriftTopic.VIOLENCE)
    origin: DriftOrigin
    source_id: str
    on: date
    recorded: Instant
    words: str = tagged(SAFETY)
    """The phrase that was found, or what the therapist wrote when marking it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitReview:
    """A review that answers every sign recorded before it, with its decision and reason. Append-only."""

    id: str
    unit_id: str
    on: date
    recorded: Instant
    outcome: FitOutcome
    reason: str = tagged(SAFETY)


TOPIC_OF_CAUTION: Mapping[CautionType, DriftTopic] = {
    CautionType.IPV_OR_COERCION: DriftTopic.VIOLENCE,
    CautionType.PARTNER_SUBSTANCE_USE: DriftTopic.SUBSTANCE,
    CautionType.CLIENT_SUBSTANCE_USE: DriftTopic.SUBSTANCE,
    CautionType.PARTNER_MENTAL_HEALTH: DriftTopic.SEVERE_ILLNESS,
    CautionType.CLIENT_MENTAL_HEALTH: DriftTopic.SEVERE_ILLNESS,
}
"""The topic a caution flag brings up."""

TOPIC_OF_BARRIER: Mapping[BarrierType, DriftTopic] = {
    BarrierType.SAFETY: DriftTopic.VIOLENCE,
    BarrierType.CLIENT_FEAR_OF_PARTNER_REACTION: DriftTopic.VIOLENCE,
    BarrierType.PARTNER_SUBSTANCE_USE: DriftTopic.SUBSTANCE,
    BarrierType.PARTNER_MENTAL_HEALTH: DriftTopic.SEVERE_ILLNESS,
}
"""The topic a barrier brings up (domain paper, 1.8: fear of the partner's reaction opens the safety question)."""

ORIGIN_OF_TRIGGER: Mapping[TriggerKind, DriftOrigin] = {
    TriggerKind.EPISODE_FLAG: DriftOrigin.EPISODE,
    TriggerKind.PRACTICE_UNSAFE: DriftOrigin.PRACTICE,
}
"""The safety triggers that bring up violence; a separation does not by itself, a caution flag speaks for itself."""


def open_signs(signs: Sequence[DriftSign], reviews: Sequence[FitReview]) -> tuple[DriftSign, ...]:
    """Return the signs no review has answered: by when each was recorded, so that editing a date answers nothing."""
    last = max((review.recorded.at for review in reviews), default=None)
    return tuple(sign for sign in signs if last is None or sign.recorded.at > last)


@dataclass(frozen=True, slots=True)
class Found:
    """A topic that a text brings up, with the phrase."""

    topic: DriftTopic
    words: str


def topics_in(texts: Iterable[str], phrases: Mapping[DriftTopic, Sequence[str]]) -> tuple[Found, ...]:
    """Return the topics that texts bring up, each with its first phrase.

    A phrase counts as whole words, ``*`` at its end stands for any ending; one that is said not to be so ("no", "never",
    "without" up to four words before it, in the same sentence) does not count. This is a prompt to look, not a judgement.
    """
    sentences = [_words(part) for text in texts for part in re.split(r"[.;!?\n]", text)]
    found: list[Found] = []
    for topic, listed in phrases.items():
        hit = next((p for p in listed if any(_says(sentence, p) for sentence in sentences)), None)
        if hit is not None:
            found.append(Found(topic, hit.rstrip("*")))
    return tuple(found)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'\u2019]+", text.casefold().replace("\u2019", "'"))


def _says(words: list[str], phrase: str) -> bool:
    wanted = phrase.casefold().split()
    for start in range(len(words) - len(wanted) + 1):
        if all(_fits(words[start + n], part) for n, part in enumerate(wanted)):
            before = words[max(0, start - _REACH) : start]
            if not any(word in _NEGATED_BY or word.endswith("n't") for word in before):
                return True
    return False


def _fits(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def was_reviewed_lately(
    topic: DriftTopic, signs: Sequence[DriftSign], reviews: Sequence[FitReview], today: date
) -> bool:
    """Whether a review of the last :data:`QUIET_DAYS` answered this topic, so that words alone do not ask again."""
    for review in reviews:
        recent = review.on >= today - timedelta(days=QUIET_DAYS)
        if recent and any(s.topic is topic and s.recorded.at <= review.recorded.at for s in signs):
            return True
    return False


GOES_ON = frozenset({FitOutcome.IRT_RECOMMENDED, FitOutcome.IRT_WITH_CAUTION})
"""Decisions with which the work goes on."""


def review_problems(
    review: FitReview, signs: Sequence[DriftSign], open_triggers: Sequence[SafetyTrigger]
) -> list[Problem]:
    """Return what keeps a review from being closed.

    It needs something to answer and a reason; IRT does not go on while something told still waits for a new screening (6.6).
    """
    found = need_text("reason", review.reason)
    if not signs:
        found.append(Problem("outcome", "nothing_to_review"))
    if review.outcome in GOES_ON and open_triggers:
        found.append(Problem("outcome", "screening_first"))
    return found


def mark_problems(words: str) -> list[Problem]:
    """Return what keeps a mark from being set: it says in a few words what came up."""
    return need_text("words", words)
