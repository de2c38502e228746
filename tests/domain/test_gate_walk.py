"""Random histories of screenings, triggers, overrides and clocks set forward and back: the gate never opens what 6.6 refuses.

The expectation is kept apart from the code under test: one small state that every event moves, and the table of the paper.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from irt_desk.domain.safety import (
    GatedAct,
    GateOverride,
    IpvFinding,
    LethalityMarker,
    OverrideKind,
    Permission,
    SafetyHistory,
    SafetyInterview,
    SafetyTrigger,
    TriggerKind,
    interview_problems,
    override_problems,
    standing,
)
from irt_desk.domain.units import PairFacts, pair_missing
from irt_desk.domain.values import Instant, Signature

START = date(2026, 3, 2)
OPEN = {IpvFinding.NONE_DISCLOSED, IpvFinding.PAST_OTHER_PARTNER}
MILD = {IpvFinding.PAST_SAME_PARTNER_NO_CURRENT_FEAR, IpvFinding.SITUATIONAL_LOW_SEVERITY}
RANK = {"open": 0, "caution": 1, "unscreened": 2, "blocked": 3, "hard_block": 4}
REFUSES = {
    "open": set(),
    "caution": {"conjoint"},
    "unscreened": {"invitation", "transition", "conjoint"},
    "blocked": {"invitation", "transition", "conjoint", "safety_gated_skill", "print_map"},
    "hard_block": {"invitation", "transition", "conjoint", "safety_gated_skill", "print_map"},
}
"""What no history may ever find allowed; at caution the invitation column depends on the override."""


def found_gate(findings: set[IpvFinding], hard: bool) -> str:
    if hard or IpvFinding.SEVERE_OR_LETHALITY_MARKERS in findings:
        return "hard_block"
    if findings - OPEN - MILD:
        return "blocked"
    return "caution" if findings & MILD else "open"


class GateWalk(RuleBasedStateMachine):
    """A case over the months: the history under test, and beside it what a reader of the paper would expect."""

    def __init__(self) -> None:
        super().__init__()
        self.today, self.latest = START, date.min
        self.minute = 0
        self.interviews: list[SafetyInterview] = []
        self.triggers: list[SafetyTrigger] = []
        self.overrides: list[GateOverride] = []
        self.screened: tuple[date, str, int] | None = None
        self.told: list[tuple[date, str]] = []
        self.signed_until: date | None = None

    def moment(self) -> Instant:
        """Every record is later than the one before on the clock of the day it is made."""
        self.minute += 1
        start = datetime(self.today.year, self.today.month, self.today.day, 6, tzinfo=UTC)
        return Instant(start + timedelta(seconds=self.minute))

    def history(self) -> SafetyHistory:
        return SafetyHistory(tuple(self.interviews), tuple(self.triggers), tuple(self.overrides))

    def expected(self) -> str:
        day = max(self.today, self.latest)
        gate = "unscreened"
        if self.screened is not None:
            on, gate, days = self.screened
            if RANK[gate] < RANK["blocked"] and (day - on).days > days:
                gate = "unscreened"
        return max([gate, *(wants for _, wants in self.told)], key=RANK.__getitem__)

    @rule(days=st.sampled_from([1, 1, 2, 9, 29, 31, 61, 91]))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(days=st.sampled_from([1, 8, 30]))
    def somebody_sets_the_clock_back(self, days: int) -> None:
        self.today -= timedelta(days=days)

    @rule(
        findings=st.sampled_from(
            [*({f} for f in IpvFinding), *({f} for f in MILD), MILD, OPEN | MILD, set(IpvFinding)]
        ),
        hard=st.sampled_from([False, False, False, False, True]),
        alone=st.sampled_from([True, True, True, False]),
        backdated=st.sampled_from([0, 0, 0, 0, 5]),
        interval=st.sampled_from([90, 60]),
        reasoned=st.sampled_from([True, True, True, False]),
    )
    def screen(
        self, findings: set[IpvFinding], hard: bool, alone: bool, backdated: int, interval: int, reasoned: bool
    ) -> None:
        self._screen(findings, hard, alone, backdated, interval, reasoned)

    @rule(
        mild=st.sampled_from(sorted(MILD)),
        kind=st.sampled_from(OverrideKind),
        days=st.sampled_from([20, 30]),
        then=st.sampled_from([0, 1, 5, 21, 31]),
    )
    def caution_with_an_override(self, mild: IpvFinding, kind: OverrideKind, days: int, then: int) -> None:
        """The way into the only state an override lives in; random steps alone rarely find it."""
        self.today = max(self.today, self.latest) if self.latest > date.min else self.today
        self._screen({mild}, False, True, 0, 90, True)
        self._sign(days, kind, True)
        self.today += timedelta(days=then)

    def _screen(
        self, findings: set[IpvFinding], hard: bool, alone: bool, backdated: int, interval: int, reasoned: bool
    ) -> None:
        at, why = self.moment(), "asked again, changed" if reasoned else ""
        made = SafetyInterview(
            id=f"i{self.minute:05}", unit_id="u", on=self.today - timedelta(days=backdated), recorded=at, alone=alone,
            findings=tuple(findings), markers=(LethalityMarker.CHOKING,) if hard else (), rescreen_in_days=interval,
            how_it_fits="both are so", change_reason=why, external_evidence=why, signed=Signature("A", "PhD", at),
        )  # fmt: skip
        before = self.expected()
        gate = found_gate(findings, hard)
        if interview_problems(made, self.history(), self.today):
            return
        if RANK[gate] < RANK[before] and RANK[before] >= RANK["blocked"]:
            assert reasoned, "a stop was lifted without a reason"
        assert self.today >= self.latest, "a screening was recorded under a clock set back"
        self.interviews.append(made)
        self.latest = self.today
        if RANK[gate] >= RANK["blocked"]:
            self.signed_until = None
        if alone:
            self.screened = (made.on, gate, interval)
            self.told = [(on, wants) for on, wants in self.told if on > made.on]
        elif RANK[gate] >= RANK["blocked"]:
            self.told.append((made.on, gate))

    @rule(kind=st.sampled_from(TriggerKind))
    def something_is_told(self, kind: TriggerKind) -> None:
        at = self.moment()
        if self.today < self.latest:
            return
        self.triggers.append(
            SafetyTrigger(id=f"t{self.minute:05}", unit_id="u", kind=kind, on=self.today, recorded=at, source_id="x")
        )
        self.latest = self.today
        self.signed_until = None
        wants = "unscreened" if kind is TriggerKind.SEPARATION else "blocked"
        self.told.append((self.today, wants))

    @rule(
        days=st.sampled_from([0, 20, 30, 31]),
        kind=st.sampled_from(OverrideKind),
        able=st.sampled_from([True, True, False]),
    )
    def sign_override(self, days: int, kind: OverrideKind, able: bool) -> None:
        self._sign(days, kind, able)

    def _sign(self, days: int, kind: OverrideKind, able: bool) -> None:
        at, now = self.moment(), standing(self.history(), self.today)
        text = "said"
        made = GateOverride(
            id=f"o{self.minute:05}", unit_id="u", kind=kind, why_situational=text, screened_alone_on=now.screened_on,
            client_wish=text, no_fear_of_payback=text, client_safety_plan=text, alcohol_and_weapon_check=text,
            consultant=text, consulted_on=self.today, consultant_advice=text, partner_id="p", partner_wish=text,
            partner_screened_alone_on=now.screened_on, partner_no_fear_of_payback=text, no_violence_agreement=text,
            partner_safety_plan=text, protocol=text, check_in_question=text, stop_rule=text, signed_on=self.today,
            expires_on=self.today + timedelta(days=days), signed=Signature("A", "PhD", at),
        )  # fmt: skip
        if override_problems(made, now, has_ipv_competence=able, partner=now):
            return
        assert self.expected() == "caution"
        assert able
        assert days <= 30
        self.overrides.append(made)
        self.latest = max(self.latest, self.today)
        if kind is OverrideKind.INVITATION:
            until = self.today + timedelta(days=days)
            self.signed_until = max(self.signed_until, until) if self.signed_until else until

    @invariant()
    def nothing_is_allowed_that_the_paper_refuses(self) -> None:
        now = standing(self.history(), self.today)
        expected = self.expected()
        assert RANK[now.gate.value] >= RANK[expected], (now.gate, expected, now.reasons)
        for act in GatedAct:
            if act.value in REFUSES[expected]:
                assert now.permission(act) is not Permission.ALLOWED, (act, expected)
        day = max(self.today, self.latest)
        if expected == "caution" and now.permission(GatedAct.INVITATION) is Permission.ALLOWED:
            assert self.signed_until is not None
            assert day <= self.signed_until

    @invariant()
    def nobody_is_brought_together_on_one_gate(self) -> None:
        now = standing(self.history(), self.today)
        signed = self.history().live_override(OverrideKind.CONJOINT, max(self.today, self.latest))
        never = standing(SafetyHistory(), self.today)
        for partner in (None, never):
            assert pair_missing(PairFacts(client=now, partner=partner, override=signed, today=self.today))
        if not pair_missing(PairFacts(client=now, partner=now, override=signed, today=self.today)):
            assert self.expected() == "open" or (self.expected() == "caution" and signed is not None)
            assert self.screened is not None
            assert (max(self.today, self.latest) - self.screened[0]).days <= 30
            assert signed is None or signed.expires_on >= max(self.today, self.latest)


TestGateWalk = GateWalk.TestCase
TestGateWalk.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
