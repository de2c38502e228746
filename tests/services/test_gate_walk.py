"""The walk of ``tests/domain/test_gate_walk.py``, smaller, through the services on an encrypted practice: acts, not cells."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from irt_desk.domain.content import StopCode
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.patterns import PatternCode, RelationshipPattern
from irt_desk.domain.safety import Gate, GateOverride, IpvFinding, SafetyInterview
from irt_desk.domain.skills import PracticeAssignment
from irt_desk.domain.values import Instant, Invalid, Signature
from irt_desk.errors import Refused
from irt_desk.services import content
from tests.practices import Clock, new_client, new_desk

GATED = next(s.id for s in content.load_skills().values() if StopCode.SG in s.stop_when and s.id != "I1")
E = PartnerEngagement


class ServiceWalk(RuleBasedStateMachine):
    """Whatever was recorded: no invitation, gated skill or map is let through where the gate of the day refuses it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.desk = new_desk(Path(self.folder.name) / "P.irtdesk", self.clock)
        self.unit = new_client(self.desk, self.clock)
        self.open_until: date | None = None
        self.is_stopped = False
        self.signed_until: date | None = None

    def teardown(self) -> None:
        self.desk.practice.close()
        self.folder.cleanup()

    @rule(days=st.sampled_from([1, 20, 31, 91]))
    def days_pass(self, days: int) -> None:
        self.clock.pass_days(days)

    @rule(
        finding=st.sampled_from(
            [
                IpvFinding.NONE_DISCLOSED,
                IpvFinding.SITUATIONAL_LOW_SEVERITY,
                IpvFinding.CURRENT_CONCERN,
                IpvFinding.UNKNOWN,
            ]
        ),
        alone=st.sampled_from([True, True, False]),
        why=st.sampled_from(["", "asked again, changed"]),
    )
    def screen(self, finding: IpvFinding, alone: bool, why: str) -> None:
        told = SafetyInterview(
            id="", unit_id=self.unit, on=self.clock.today, recorded=Instant(self.clock()), alone=alone,
            findings=(finding,), change_reason=why, external_evidence=why,
        )  # fmt: skip
        try:
            self.desk.safety.record_interview(told)
        except Invalid:
            return
        stop = finding in (IpvFinding.CURRENT_CONCERN, IpvFinding.UNKNOWN)
        self.is_stopped = stop or (self.is_stopped and not alone)
        if stop:
            self.signed_until = None
        if alone:
            nothing = finding is IpvFinding.NONE_DISCLOSED
            self.open_until = self.clock.today + timedelta(days=30) if nothing else None

    @rule()
    def they_separate(self) -> None:
        self.desk.safety.record_separation(self.unit, self.clock.today)
        self.open_until = self.signed_until = None

    @rule(days=st.sampled_from([10, 30, 31]))
    def sign_override(self, days: int) -> None:
        screened = self.desk.safety.standing(self.unit).screened_on
        today = self.clock.today
        made = GateOverride(
            id="", unit_id=self.unit, why_situational="x", screened_alone_on=screened, client_wish="x",
            no_fear_of_payback="x", client_safety_plan="x", alcohol_and_weapon_check="x", consultant="x",
            consulted_on=today, consultant_advice="x", signed_on=today, expires_on=today + timedelta(days=days),
            signed=Signature("", "", Instant(self.clock())),
        )  # fmt: skip
        try:
            self.desk.safety.sign_override(made)
        except Invalid:
            return
        self.signed_until = max(filter(None, (self.signed_until, made.expires_on)))

    @invariant()
    def no_invitation_without_an_open_gate_or_a_live_override(self) -> None:
        today = self.clock.today
        here = self.desk.engagement.current(self.unit)
        opened = self.open_until is not None and today <= self.open_until
        signed = self.signed_until is not None and today <= self.signed_until
        found = self.desk.pathway.before_invitation(self.unit).open
        lets = not any(item.act.value in ("safety", "override") for item in found)
        assert not lets or (not self.is_stopped and (opened or signed)), (here, found)
        if self.is_stopped:
            assert here is E.INVITATION_CONTRAINDICATED

    @invariant()
    def nothing_that_presumes_safety_at_a_stop(self) -> None:
        if not self.is_stopped:
            return
        assert self.desk.safety.standing(self.unit).gate in (Gate.BLOCKED, Gate.HARD_BLOCK)
        given = PracticeAssignment(
            id="", unit_id=self.unit, skill_id=GATED, skill_version=1, assigned_on=self.clock.today, gate_reason="asked"
        )
        drawn = RelationshipPattern(id="", unit_id=self.unit, code=PatternCode.PURSUE_WITHDRAW)
        for act in (
            lambda: self.desk.skills.assign(given),
            lambda: self.desk.patterns.save(drawn),
            lambda: self.desk.engagement.move(self.unit, E.INVITED, on=self.clock.today),
        ):
            try:
                act()
            except Refused:
                continue
            raise AssertionError("let through at a stop")


TestServiceWalk = ServiceWalk.TestCase
TestServiceWalk.settings = settings(max_examples=5, stateful_step_count=10, deadline=None)
