"""The safety gate (domain paper, 6.6): screening, findings, triggers, overrides and what each gate refuses.

The gate is computed from append-only history in the order it was *recorded*, so that editing a date cannot open it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from irt_desk.domain.values import SAFETY, Instant, Problem, Signature, need_text, not_future, tagged

SCREENING_DAYS = 90
"""A screening counts for this many days (domain paper, 6.6)."""

FRESH_DAYS = 30
"""An invitation, T12 and joint work need a screening at most this old (domain paper, 6.6)."""

OVERRIDE_DAYS = 30
"""A clinical override ends after at most this many days (domain paper, 6.6)."""


class Gate(StrEnum):
    """The safety gate, least restrictive first."""

    OPEN = "open"
    CAUTION = "caution"
    UNSCREENED = "unscreened"
    BLOCKED = "blocked"
    HARD_BLOCK = "hard_block"

    @property
    def rank(self) -> int:
        """Order of restriction: ``hard_block`` > ``blocked`` > ``unscreened`` > ``caution`` > ``open``."""
        return list(Gate).index(self)

    @property
    def is_stop(self) -> bool:
        """Whether the gate refuses everything that involves the partner (overlay ``safety_stop``, T24)."""
        return self in (Gate.BLOCKED, Gate.HARD_BLOCK)


class IpvFinding(StrEnum):
    """Finding of one screening (domain paper, 6.6)."""

    NONE_DISCLOSED = "none_disclosed"
    PAST_OTHER_PARTNER = "past_other_partner"
    PAST_SAME_PARTNER_NO_CURRENT_FEAR = "past_same_partner_no_current_fear"
    SITUATIONAL_LOW_SEVERITY = "situational_low_severity"
    CURRENT_CONCERN = "current_concern"
    COERCIVE_CONTROL_SUSPECTED = "coercive_control_suspected"
    CLIENT_USES_FORCE = "client_uses_force"
    UNKNOWN = "unknown"
    SEVERE_OR_LETHALITY_MARKERS = "severe_or_lethality_markers"


GATE_OF_FINDING: dict[IpvFinding, Gate] = {
    IpvFinding.NONE_DISCLOSED: Gate.OPEN,
    IpvFinding.PAST_OTHER_PARTNER: Gate.OPEN,
    IpvFinding.PAST_SAME_PARTNER_NO_CURRENT_FEAR: Gate.CAUTION,
    IpvFinding.SITUATIONAL_LOW_SEVERITY: Gate.CAUTION,
    IpvFinding.CURRENT_CONCERN: Gate.BLOCKED,
    IpvFinding.COERCIVE_CONTROL_SUSPECTED: Gate.BLOCKED,
    IpvFinding.CLIENT_USES_FORCE: Gate.BLOCKED,
    IpvFinding.UNKNOWN: Gate.BLOCKED,
    IpvFinding.SEVERE_OR_LETHALITY_MARKERS: Gate.HARD_BLOCK,
}
"""The table of 6.6; kept as data so that a reader can lay it beside the paper."""


class LethalityMarker(StrEnum):
    """A list for the therapist to ask about, not a score (domain paper, 6.6). Any marker sets ``hard_block``."""

    CHOKING = "choking"
    WEAPON_ACCESS_WITH_THREATS = "weapon_access_with_threats"
    THREATS_TO_KILL = "threats_to_kill"
    FORCED_SEX = "forced_sex"
    STALKING = "stalking"
    SEPARATION_WITH_THREATS = "separation_with_threats"
    RAPID_ESCALATION = "rapid_escalation"
    CONTROL_OF_DAILY_LIFE = "control_of_daily_life"
    VIOLENCE_IN_PREGNANCY = "violence_in_pregnancy"
    PARTNER_THREATENS_SUICIDE = "partner_threatens_suicide"
    HARM_TO_PETS_OR_CHILDREN = "harm_to_pets_or_children"


class ScreeningMode(StrEnum):
    """How the interview was held; anything but in person needs privacy confirmed."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class ViolenceTypology(StrEnum):
    """Johnson's distinction; it never sets the gate, the finding does (domain paper, 2.4)."""

    SITUATIONAL_COUPLE_VIOLENCE = "situational_couple_violence"
    COERCIVE_CONTROL = "coercive_control"
    VIOLENT_RESISTANCE = "violent_resistance"
    CLIENT_USES_FORCE = "client_uses_force"
    UNCLEAR = "unclear"


class TriggerKind(StrEnum):
    """Events that ask for a new screening at once (domain paper, 6.6 and rows 51, 81)."""

    EPISODE_FLAG = "episode_flag"
    PRACTICE_UNSAFE = "practice_unsafe"
    CAUTION_FLAG = "caution_flag"
    SEPARATION = "separation"


class OverrideKind(StrEnum):
    """The two clinical overrides; they exist only at ``caution``."""

    INVITATION = "invitation_override"
    CONJOINT = "conjoint_override"


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
class SafetyInterview:
    """One screening of the client, alone. Append-only; a wrong one is answered by a new one.

    ``change_reason`` is the written reason a changed finding needs to lift ``blocked``; ``external_evidence`` says
    what has changed outside (order ended, marker assessed by a specialist) to lift ``hard_block``.
    """

    id: str
    unit_id: str
    on: date
    recorded: Instant
    alone: bool
    mode: ScreeningMode = ScreeningMode.IN_PERSON
    privacy_confirmed: bool = True
    both_directions_asked: bool = True
    findings: tuple[IpvFinding, ...] = tagged(SAFETY, default=())
    markers: tuple[LethalityMarker, ...] = tagged(SAFETY, default=())
    protection_order: bool = tagged(SAFETY, default=False)
    unsafe_to_speak: bool = tagged(SAFETY, default=False)
    typology: ViolenceTypology | None = tagged(SAFETY, default=None)
    account: str = tagged(SAFETY)
    change_reason: str = tagged(SAFETY)
    external_evidence: str = tagged(SAFETY)
    rescreen_in_days: int = SCREENING_DAYS
    signed: Signature | None = None

    @property
    def counts(self) -> bool:
        """Whether it counts as done: alone, privacy sure, a finding, signed. With the partner there it does not."""
        private = self.mode is ScreeningMode.IN_PERSON or self.privacy_confirmed
        return self.alone and private and bool(self.findings) and self.signed is not None

    @property
    def gate(self) -> Gate:
        """The most restrictive gate of its findings, markers and facts."""
        if self.markers or self.protection_order or self.unsafe_to_speak:
            return Gate.HARD_BLOCK
        return most_restrictive(GATE_OF_FINDING[finding] for finding in self.findings)


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
class GateOverride:
    """A signed, expiring clinical override of ``caution`` (domain paper, 6.6). Every field is required."""

    id: str
    unit_id: str
    kind: OverrideKind = OverrideKind.INVITATION
    why_situational: str = tagged(SAFETY)
    screened_alone_on: date | None = tagged(SAFETY, default=None)
    client_wish: str = tagged(SAFETY)
    no_fear_of_payback: str = tagged(SAFETY)
    client_safety_plan: str = tagged(SAFETY)
    alcohol_and_weapon_check: str = tagged(SAFETY)
    consultant: str = tagged(SAFETY)
    consulted_on: date | None = tagged(SAFETY, default=None)
    consultant_advice: str = tagged(SAFETY)
    signed_on: date
    expires_on: date
    signed: Signature

    def is_live(self, today: date) -> bool:
        """Whether it holds on a day; on the day after its expiry the gate acts as ``caution`` again."""
        return self.signed_on <= today <= self.expires_on


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

    def live_override(self, kind: OverrideKind, today: date) -> GateOverride | None:
        """Return a live override of the kind, or None."""
        return next((o for o in self.overrides if o.kind is kind and o.is_live(today)), None)


@dataclass(frozen=True, slots=True)
class GateStanding:
    """The gate on a day and why: the codes are ``gate_reason.<code>`` in the catalogue."""

    gate: Gate
    reasons: tuple[str, ...]
    screened_on: date | None
    rescreen_due: date | None
    override: GateOverride | None = None

    def permission(self, act: GatedAct) -> Permission:
        """Return the cell of the table of 6.6, overrides taken into account."""
        cell = PERMISSIONS[self.gate][act]
        if cell is Permission.NEEDS_INVITATION_OVERRIDE and self.override is not None:
            return Permission.ALLOWED
        return cell

    def is_fresh(self, today: date) -> bool:
        """Whether the last screening is at most :data:`FRESH_DAYS` old."""
        return self.screened_on is not None and (today - self.screened_on).days <= FRESH_DAYS


def most_restrictive(gates: Iterable[Gate]) -> Gate:
    """Return the most restrictive of several gates; with none, ``unscreened``."""
    return max(gates, key=lambda gate: gate.rank, default=Gate.UNSCREENED)


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
    last = history.last_screening
    reasons: list[str] = []
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
        reasons += ["told_without_privacy", *_reasons(told)]
    for trigger in open_triggers(history):
        wants = Gate.UNSCREENED if trigger.kind is TriggerKind.SEPARATION else Gate.BLOCKED
        if wants.rank >= gate.rank:
            gate = wants
        reasons.append(f"trigger_{trigger.kind}")
    override = history.live_override(OverrideKind.INVITATION, today) if gate is Gate.CAUTION else None
    return GateStanding(gate, tuple(dict.fromkeys(reasons)), last.on if last else None, due, override)


def interview_problems(interview: SafetyInterview, history: SafetyHistory, today: date) -> list[Problem]:
    """Return what keeps an interview from being stored; lifting a stop asks for its reason and its evidence."""
    found = not_future("on", interview.on, today)
    if not interview.findings:
        found.append(Problem("findings", "finding_needed"))
    if not 1 <= interview.rescreen_in_days <= SCREENING_DAYS:
        found.append(Problem("rescreen_in_days", "out_of_range", {"low": 1, "high": SCREENING_DAYS}))
    last = history.last_screening
    if last is not None and interview.on < last.on:
        found.append(Problem("on", "screening_before_last"))
    before = standing(history, today).gate
    if interview.findings and interview.gate.rank < before.rank and before.is_stop:
        found += [Problem("change_reason", "change_reason_needed")] if not interview.change_reason.strip() else []
        if before is Gate.HARD_BLOCK and not interview.external_evidence.strip():
            found.append(Problem("external_evidence", "external_evidence_needed"))
    return found


def override_problems(override: GateOverride, now: GateStanding, *, has_ipv_competence: bool) -> list[Problem]:
    """Return what keeps an override from being signed; it exists only at ``caution`` and never past 30 days."""
    if now.gate is not Gate.CAUTION:
        return [Problem("kind", "override_only_at_caution")]
    found: list[Problem] = []
    for name in (
        "why_situational",
        "client_wish",
        "no_fear_of_payback",
        "client_safety_plan",
        "alcohol_and_weapon_check",
        "consultant",
        "consultant_advice",
    ):
        found += need_text(name, getattr(override, name))
    if override.screened_alone_on is None or override.screened_alone_on != now.screened_on:
        found.append(Problem("screened_alone_on", "not_the_last_screening"))
    if override.consulted_on is None:
        found.append(Problem("consulted_on", "empty"))
    found += not_future("consulted_on", override.consulted_on, override.signed_on)
    if not override.signed_on <= override.expires_on <= override.signed_on + timedelta(days=OVERRIDE_DAYS):
        found.append(Problem("expires_on", "override_too_long", {"days": OVERRIDE_DAYS}))
    if not has_ipv_competence:
        found.append(Problem("kind", "ipv_competence_needed"))
    return found
