"""The safety gate (domain paper, 6.6): screening, findings, triggers, overrides and what each gate refuses.

The gate is computed from append-only history in the order it was *recorded*, so that editing a date cannot open it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from irt_desk.domain.overrides import OVERRIDE_DAYS, GateOverride, OverrideKind, field_problems
from irt_desk.domain.screening import (
    GATE_OF_FINDING,
    SCREENING_DAYS,
    Gate,
    IpvFinding,
    LethalityMarker,
    SafetyInterview,
    ScreeningMode,
    ViolenceTypology,
    content_problems,
    most_restrictive,
)
from irt_desk.domain.values import SAFETY, Instant, Problem, tagged

FRESH_DAYS = 30
"""An invitation, T12 and joint work need a screening at most this old (domain paper, 6.6)."""


class TriggerKind(StrEnum):
    """Events that ask for a new screening at once (domain paper, 6.6 and rows 51, 81)."""

    EPISODE_FLAG = "episode_flag"
    PRACTICE_UNSAFE = "practice_unsafe"
    CAUTION_FLAG = "caution_flag"
    SEPARATION = "separation"
    SCREEN_ANSWER = "screen_answer"
    CHECK_IN = "check_in"


class GatedAct(StrEnum):
    """What the table of 6.6 allows or refuses."""

    INVITATION = "invitation"
    TRANSITION = "transition"
    CONJOINT = "conjoint"
    SAFETY_GATED_SKILL = "safety_gated_skill"
    PRINT_MAP = "print_map"


class Permission(StrEnum):
    """One cell of the table of 6.6."""

    ALLOWED = "allowed"
    NEEDS_INVITATION_OVERRIDE = "needs_invitation_override"
    NEEDS_CONJOINT_OVERRIDE = "needs_conjoint_override"
    CONFIRM_WITH_REASON = "confirm_with_reason"
    SCREEN_ONLY_UNLESS_CONFIRMED = "screen_only_unless_confirmed"
    SCREEN_ONLY = "screen_only"
    REFUSED = "refused"


_T, _P = GatedAct, Permission
PERMISSIONS: dict[Gate, dict[GatedAct, Permission]] = {
    Gate.OPEN: dict.fromkeys(GatedAct, _P.ALLOWED),
    Gate.CAUTION: {
        _T.INVITATION: _P.NEEDS_INVITATION_OVERRIDE,
        _T.TRANSITION: _P.NEEDS_INVITATION_OVERRIDE,
        _T.CONJOINT: _P.NEEDS_CONJOINT_OVERRIDE,
        _T.SAFETY_GATED_SKILL: _P.CONFIRM_WITH_REASON,
        _T.PRINT_MAP: _P.SCREEN_ONLY_UNLESS_CONFIRMED,
    },
    Gate.UNSCREENED: {
        _T.INVITATION: _P.REFUSED,
        _T.TRANSITION: _P.REFUSED,
        _T.CONJOINT: _P.REFUSED,
        _T.SAFETY_GATED_SKILL: _P.CONFIRM_WITH_REASON,
        _T.PRINT_MAP: _P.SCREEN_ONLY,
    },
    Gate.BLOCKED: dict.fromkeys(GatedAct, _P.REFUSED),
    Gate.HARD_BLOCK: dict.fromkeys(GatedAct, _P.REFUSED),
}
"""The second table of 6.6, cell by cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyTrigger:
    """Something said or logged that asks for a new screening; ``source_id`` is the record it came from."""

    id: str
    unit_id: str
    kind: TriggerKind
    on: date
    recorded: Instant
    source_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyPlan:
    """The client's private safety plan: the individual record only, never released, never printed by default."""

    unit_id: str
    warning_signs: str = tagged(SAFETY)
    steps: str = tagged(SAFETY)
    people: str = tagged(SAFETY)
    places: str = tagged(SAFETY)
    documents_and_money: str = tagged(SAFETY)
    referrals: str = tagged(SAFETY)
    updated: Instant | None = None


@dataclass(frozen=True, slots=True)
class SafetyHistory:
    """Everything the gate is computed from, in the order it was recorded."""

    interviews: tuple[SafetyInterview, ...] = ()
    triggers: tuple[SafetyTrigger, ...] = ()
    overrides: tuple[GateOverride, ...] = ()
    known_day: date | None = None
    """The latest day the practice itself has seen since the last screening; None where nothing was kept since then."""

    @property
    def last_screening(self) -> SafetyInterview | None:
        """The last recorded interview that counts."""
        done = sorted((i for i in self.interviews if i.counts), key=lambda i: (i.recorded.at, i.id))
        return done[-1] if done else None

    @property
    def told_without_privacy(self) -> tuple[SafetyInterview, ...]:
        """The interviews that do not count as done and yet tell of a danger, and that no later one has answered.

        Whoever heard it knows it: the partner in the room can hide a danger, never make one up to be ignored. Such an
        interview only restricts; it never opens the gate and never renews its date.
        """
        told = [i for i in self.interviews if i.signed is not None and not i.counts and i.gate.is_stop]
        done = [i for i in self.interviews if i.counts]
        return tuple(t for t in told if not any(_answers(i, t.on, t.recorded) for i in done))

    @property
    def latest_day(self) -> date | None:
        """The latest day anything here was recorded; a clock that was set back does not undo what came after."""
        days = [i.recorded.day for i in self.interviews] + [t.recorded.day for t in self.triggers]
        return max([*days, *(o.signed.at.day for o in self.overrides)], default=None)

    def day_of(self, today: date) -> date:
        """Return the day the gate is asked for: never earlier than what the practice has seen, whatever the clock says."""
        return max(day for day in (today, self.latest_day, self.known_day) if day is not None)

    def live_override(self, kind: OverrideKind, today: date) -> GateOverride | None:
        """Return a live override of the kind, or None. One that a stop has overtaken does not come back after it."""
        today = self.day_of(today)
        live = (o for o in self.overrides if o.kind is kind and o.is_live(today) and not self.stopped_since(o))
        return next(live, None)

    def stopped_since(self, override: GateOverride) -> bool:
        """Return whether a stop or something told came after an override was signed."""
        signed = override.signed.at.at
        told = any(i.recorded.at > signed and i.signed is not None and i.gate.is_stop for i in self.interviews)
        return told or any(t.recorded.at > signed for t in self.triggers)


@dataclass(frozen=True, slots=True)
class GateStanding:
    """The gate on a day and why: the codes are ``gate_reason.<code>`` in the catalogue."""

    gate: Gate
    reasons: tuple[str, ...]
    screened_on: date | None
    rescreen_due: date | None
    override: GateOverride | None = None
    day: date | None = None

    def permission(self, act: GatedAct) -> Permission:
        """Return the cell of the table of 6.6, the invitation override taken into account.

        Joint work takes two gates, so its override is looked at where both are known (``units.pair_missing``).
        """
        cell = PERMISSIONS[self.gate][act]
        if cell is Permission.NEEDS_INVITATION_OVERRIDE and self.override is not None:
            return Permission.ALLOWED
        return cell

    def is_fresh(self, today: date) -> bool:
        """Whether the last screening is at most :data:`FRESH_DAYS` old."""
        day = max(today, self.day) if self.day else today
        return self.screened_on is not None and (day - self.screened_on).days <= FRESH_DAYS


def open_triggers(history: SafetyHistory) -> tuple[SafetyTrigger, ...]:
    """Return the triggers no screening has answered: one held on or after that day and recorded after it."""
    done = [i for i in history.interviews if i.counts]
    return tuple(t for t in history.triggers if not any(_answers(i, t.on, t.recorded) for i in done))


def _answers(interview: SafetyInterview, on: date, recorded: Instant) -> bool:
    """Return whether a screening came after something told: held on or after that day and recorded after it."""
    return interview.on >= on and interview.recorded.at > recorded.at


def _reasons(interview: SafetyInterview) -> list[str]:
    """Return why an interview keeps the gate from being open."""
    found = [f"finding_{finding}" for finding in interview.findings if GATE_OF_FINDING[finding] is not Gate.OPEN]
    facts = ("markers", "protection_order", "unsafe_to_speak")
    return found + [fact for fact in facts if getattr(interview, fact)]


def standing(history: SafetyHistory, today: date) -> GateStanding:
    """Return the gate on a day with its reasons (domain paper, 6.6).

    A stop does not fade into ``unscreened`` with time; a trigger blocks at once until a new screening, and so does a
    danger told where it was not private; the last screening counts for its own interval, at most 90 days.
    """
    last, day = history.last_screening, history.day_of(today)
    reasons: list[str] = ["clock_set_back"] if today < day else []
    today = day
    if last is None:
        gate, due = Gate.UNSCREENED, None
        reasons.append("never_screened")
    else:
        gate, due = last.gate, last.on + timedelta(days=min(last.rescreen_in_days, SCREENING_DAYS))
        if not gate.is_stop and (today > due or today < last.on):
            gate = Gate.UNSCREENED
            reasons.append("screening_too_old")
        else:
            reasons += _reasons(last)
    for told in history.told_without_privacy:
        gate = most_restrictive((gate, told.gate))
        reasons += ["score_only" if told.was_private else "told_without_privacy", *_reasons(told)]
    for trigger in open_triggers(history):
        wants = Gate.UNSCREENED if trigger.kind is TriggerKind.SEPARATION else Gate.BLOCKED
        if wants.rank >= gate.rank:
            gate = wants
        reasons.append(f"trigger_{trigger.kind}")
    screened_on, why = last.on if last else None, tuple(dict.fromkeys(reasons))
    override = history.live_override(OverrideKind.INVITATION, today) if gate is Gate.CAUTION else None
    return GateStanding(gate, why, screened_on, due, override, today)


def interview_problems(interview: SafetyInterview, history: SafetyHistory, today: date) -> list[Problem]:
    """Return what keeps an interview from being stored; lifting a stop asks for its reason and its evidence."""
    found = content_problems(interview, today)
    last, latest = history.last_screening, history.latest_day
    if last is not None and interview.on < last.on:
        found.append(Problem("on", "screening_before_last"))
    if latest is not None and today < latest:
        found.append(Problem("on", "clock_set_back"))
    before = standing(history, today).gate
    if interview.findings and interview.gate.rank < before.rank and before.is_stop:
        found += [Problem("change_reason", "change_reason_needed")] if not interview.change_reason.strip() else []
        if before is Gate.HARD_BLOCK and not interview.external_evidence.strip():
            found.append(Problem("external_evidence", "external_evidence_needed"))
    return found


def override_problems(
    override: GateOverride, now: GateStanding, *, has_ipv_competence: bool, partner: GateStanding | None = None
) -> list[Problem]:
    """Return what keeps an override from being signed; it exists only at ``caution`` and never past 30 days.

    For joint work the stricter of the two gates counts, and a partner never screened is unscreened; the refusal never says
    whose screening it is.
    """
    conjoint = override.kind is OverrideKind.CONJOINT
    gate = most_restrictive((now.gate, partner.gate if partner else Gate.UNSCREENED)) if conjoint else now.gate
    if gate is not Gate.CAUTION:
        own = not conjoint or now.gate not in (Gate.OPEN, Gate.CAUTION)
        return [Problem("kind", "override_only_at_caution" if own else "override_pair")]
    found = field_problems(override)
    if override.screened_alone_on is None or override.screened_alone_on != now.screened_on:
        found.append(Problem("screened_alone_on", "not_the_last_screening"))
    held = override.partner_screened_alone_on
    if conjoint and partner is not None and held is not None and held != partner.screened_on:
        found.append(Problem("partner_screened_alone_on", "not_the_last_screening"))
    if not has_ipv_competence:
        found.append(Problem("kind", "ipv_competence_needed"))
    return found


__all__ = [
    "FRESH_DAYS",
    "GATE_OF_FINDING",
    "OVERRIDE_DAYS",
    "PERMISSIONS",
    "SCREENING_DAYS",
    "Gate",
    "GateOverride",
    "GateStanding",
    "GatedAct",
    "IpvFinding",
    "LethalityMarker",
    "OverrideKind",
    "Permission",
    "SafetyHistory",
    "SafetyInterview",
    "SafetyPlan",
    "SafetyTrigger",
    "ScreeningMode",
    "TriggerKind",
    "ViolenceTypology",
    "interview_problems",
    "most_restrictive",
    "open_triggers",
    "override_problems",
    "standing",
]
