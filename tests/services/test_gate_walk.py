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
from irt_desk.domain.patterns import (
    CycleMap,
    CycleStep,
    PatternCode,
    PatternStatus,
    RelationshipPattern,
    StepActor,
    StepKind,
)
from irt_desk.domain.safety import Gate, GateOverride, IpvFinding, SafetyInterview, SafetyPlan
from irt_desk.domain.skills import PracticeAssignment, SafeToTakeHome
from irt_desk.domain.values import Instant, Invalid, Signature
from irt_desk.errors import Refused
from irt_desk.services import content
from irt_desk.services.documents import Asked, DocumentKind, Reader
from tests.practices import Clock, new_client, new_desk

GATED = next(s.id for s in content.load_skills().values() if StopCode.SG in s.stop_when and s.id != "I1")
E = PartnerEngagement


class ServiceWalk(RuleBasedStateMachine):
    """Whatever was recorded: no invitation, gated skill, map or paper is let through where the gate of the day refuses it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.desk = new_desk(Path(self.folder.name) / "P.irtdesk", self.clock)
        self.unit = new_client(self.desk, self.clock)
        self.open_until: date | None = None
        self.is_stopped = False
        self.signed_until: date | None = None
        self.seen = self.clock.today
        self.kept_until: date | None = None
        self.is_caution = False
        self.screen(IpvFinding.NONE_DISCLOSED, alone=True, why="")
        self.print_something()

    def print_something(self) -> None:
        """Draw a map the client has seen, give a skill with a page for home, write a safety plan: all there is to print."""
        said = (
            (StepActor.CONTEXT, "Bins not out"),
            (StepActor.CLIENT, "I raise my voice"),
            (StepActor.PARTNER, "Leaves"),
        )
        steps = tuple(CycleStep(actor=actor, kind=StepKind.MOVE, text=text) for actor, text in said)
        drawn = CycleMap(id="", pattern_id="", unit_id=self.unit, version=0, created=Instant(self.clock()), steps=steps)
        pattern = RelationshipPattern(id="", unit_id=self.unit, code=PatternCode.PURSUE_WITHDRAW)
        made = self.desk.patterns.save_with_map(pattern, drawn).value
        self.desk.patterns.set_status(made.pattern_id, PatternStatus.SHARED_WITH_CLIENT)
        self.desk.skills.assign(
            PracticeAssignment(
                id="", unit_id=self.unit, skill_id="R1", skill_version=1, assigned_on=self.clock.today,
                safe_to_take_home=SafeToTakeHome.YES,
            )
        )  # fmt: skip
        self.desk.safety.save_plan(SafetyPlan(unit_id=self.unit, steps="Go to Dana."))
        for kind in (DocumentKind.CYCLE_MAP, DocumentKind.HANDOUT):
            assert self.prints(kind, Reader.CLIENT, confirmed=True), "there is something to refuse"

    def prints(self, kind: DocumentKind, reader: Reader, *, confirmed: bool) -> bool:
        """Return whether a document is let through."""
        try:
            self.desk.documents.document(Asked(unit_id=self.unit, kind=kind, reader=reader, confirmed=confirmed))
        except Refused:
            return False
        return True

    @property
    def day(self) -> date:
        """The latest day the practice has seen."""
        return max(self.clock.today, self.seen)

    def teardown(self) -> None:
        self.desk.practice.close()
        self.folder.cleanup()

    @rule(days=st.sampled_from([1, 20, 31, 91]))
    def days_pass(self, days: int) -> None:
        self.clock.pass_days(days)

    @rule(days=st.sampled_from([5, 25, 95]))
    def the_clock_is_set_back(self, days: int) -> None:
        new_client(self.desk, self.clock, "Somebody Else")
        self.seen = self.day
        self.clock.pass_days(-days)

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
            self.seen = self.clock.today
            self.kept_until = self.clock.today + timedelta(days=90)
            self.is_caution = finding is IpvFinding.SITUATIONAL_LOW_SEVERITY
            nothing = finding is IpvFinding.NONE_DISCLOSED
            self.open_until = self.clock.today + timedelta(days=30) if nothing else None

    @rule()
    def they_separate(self) -> None:
        self.desk.safety.record_separation(self.unit, self.clock.today)
        self.open_until = self.signed_until = self.kept_until = None

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
        today = self.day
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
            except (Refused, Invalid):  # with the clock set back the day itself is refused
                continue
            raise AssertionError("let through at a stop")

    @invariant()
    def nothing_is_printed_that_the_table_keeps_off_paper(self) -> None:
        is_unscreened = self.kept_until is None or self.day > self.kept_until
        for kind in (DocumentKind.CYCLE_MAP, DocumentKind.HANDOUT):
            for confirmed in (False, True):
                at_home = self.prints(kind, Reader.CLIENT, confirmed=confirmed)
                assert not (at_home and (self.is_stopped or is_unscreened)), (kind, confirmed)
            assert not (self.prints(kind, Reader.SELF, confirmed=True) and self.is_stopped), kind
        unasked = self.prints(DocumentKind.CYCLE_MAP, Reader.CLIENT, confirmed=False)
        assert not (unasked and self.is_caution), "a map at caution is confirmed first"
        assert not self.prints(DocumentKind.SAFETY_PLAN, Reader.CLIENT, confirmed=False), "never without a second word"
        for kind in (DocumentKind.SUMMARY, DocumentKind.CONSENT):
            assert self.prints(kind, Reader.CLIENT, confirmed=False), "the table keeps neither of these from its reader"


TestServiceWalk = ServiceWalk.TestCase
TestServiceWalk.settings = settings(max_examples=5, stateful_step_count=10, deadline=None)
