"""Random lives of a case: whatever therapist, client, partner and clock do, the invariants of 6.7 hold."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from irt_desk.domain.cases import COUPLE_OUTCOMES, DISCERNMENT_OUTCOMES, CaseState, Outcome, UnitKind
from irt_desk.domain.check_ins import CheckInAnswer, SafetyCheckIn
from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.discernment import DcDecision, DiscernmentSession
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.inventory import ClientChoice, Material, PrivateKnowledge
from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.pathway import TransitionCode, TransitionRequest
from irt_desk.domain.plans import Agreement, Goal, GoalDomain, GoalOwner, Objective, TreatmentPlan
from irt_desk.domain.safety import Gate, IpvFinding
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.sharing import NEVER, ItemRelease, SharedMaterial
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.units import NEEDED_IN_FORCE, DiscernmentScreen, Leaning, PairFacts, Place
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import NotFound, Refused, UserError
from tests.joint import appointment, in_preparation, override_of_both, prescreen, sign
from tests.practices import Clock, new_desk, screen

TOLD = "a bag stands packed behind the barn door"
KEPT = "eleven thousand are owed to a cousin"
"""What the client told alone; it may stand in their own record."""
FINDINGS = st.sampled_from(
    [
        IpvFinding.NONE_DISCLOSED,
        IpvFinding.NONE_DISCLOSED,
        IpvFinding.SITUATIONAL_LOW_SEVERITY,
        IpvFinding.CURRENT_CONCERN,
        IpvFinding.UNKNOWN,
    ]
)
PAPERS = st.sampled_from(
    [
        (ConsentType.ROLE_CHANGE, Signer.CLIENT),
        (ConsentType.PARTNER_CONSENT, Signer.PARTNER),
        *((kind, who) for kind in (ConsentType.COUPLE_AGREEMENT, ConsentType.SECRETS_POLICY) for who in Signer),
    ]
)


class Histories(RuleBasedStateMachine):
    """One case from transition_prep on, through real services on a real encrypted practice."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = new_desk(Path(self.folder.name) / "P.irtdesk", self.clock)
        self.outcomes: dict[str, Outcome] = {}
        self.withdrawn: set[str] = set()
        self.released: set[str] = set()
        self.target = TransitionTarget.COUPLES

    @property
    def agreement(self) -> ConsentType:
        """What both sign for the work that is wanted."""
        wanted = {
            TransitionTarget.COUPLES: ConsentType.COUPLE_AGREEMENT,
            TransitionTarget.DISCERNMENT: ConsentType.DC_AGREEMENT,
        }
        return wanted[self.target]

    def teardown(self) -> None:
        """Close the practice."""
        self.desk.practice.close()
        self.folder.cleanup()

    @initialize(begun=st.booleans(), weighed=st.sampled_from(TransitionTarget))
    def someone_comes(self, begun: bool, weighed: TransitionTarget) -> None:
        self.target = weighed
        self.unit, self.partner = in_preparation(self.desk, self.clock, weighed)
        if begun:
            self.everything_is_signed_and_screened()
            self.both_want_to_begin()
            assert self.joint, "everything is there, and both may begin"

    @property
    def joint(self) -> str:
        """The newest unit of both, or nothing; the visits of a guest are none."""
        found = [link for link in self.desk.units.of(self.unit) if link.kind.is_joint]
        return found[-1].unit_id if found else ""

    @property
    def guest(self) -> str:
        """The contact with the partner as a guest that is open, or nothing."""
        link = self.desk.units.guest_unit(self.unit)
        return link.unit_id if link is not None else ""

    @rule(days=st.integers(1, 45))
    def time_passes(self, days: int) -> None:
        self.clock.pass_days(days)

    @rule(finding=FINDINGS)
    def the_client_is_screened(self, finding: IpvFinding) -> None:
        try:
            screen(self.desk, self.clock, self.unit, finding)
        except Invalid:
            return

    @rule(finding=FINDINGS)
    def the_partner_is_screened(self, finding: IpvFinding) -> None:
        try:
            prescreen(self.desk, self.clock, self.unit, self.partner, finding)
        except Invalid:
            return

    @rule(paper=PAPERS)
    def somebody_signs(self, paper: tuple[ConsentType, Signer]) -> None:
        sign(self.desk, self.clock, self.unit, *paper)

    @rule()
    def everything_is_signed_and_screened(self) -> None:
        for kind, who in (
            (ConsentType.ROLE_CHANGE, Signer.CLIENT),
            (ConsentType.PARTNER_CONSENT, Signer.PARTNER),
            *((kind, who) for kind in (self.agreement, ConsentType.SECRETS_POLICY) for who in Signer),
        ):
            sign(self.desk, self.clock, self.unit, kind, who)
        self.the_client_is_screened(IpvFinding.NONE_DISCLOSED)
        self.the_partner_is_screened(IpvFinding.NONE_DISCLOSED)
        for place, leaning in ((Place.A, Leaning.IN), (Place.B, Leaning.OUT)):
            self.somebody_is_asked_about_deciding(place, leaning, coerced=False)

    @rule(place=st.sampled_from(Place), leaning=st.sampled_from(Leaning), coerced=st.booleans())
    def somebody_is_asked_about_deciding(self, place: Place, leaning: Leaning, coerced: bool) -> None:
        self.desk.units.screen_for_discernment(
            DiscernmentScreen(
                id="", from_unit_id=self.unit, place=place, on=self.clock.today, recorded=Instant(self.clock()),
                leaning=leaning, coerced=coerced,
            )
        )  # fmt: skip

    @rule()
    def an_override_is_signed(self) -> None:
        try:
            override_of_both(self.desk, self.clock, self.unit, self.partner)
        except Invalid:
            return
        assert self.desk.units.pair(self.unit).gate is Gate.CAUTION, "an override exists at caution only"

    @rule()
    def a_paper_is_taken_back(self) -> None:
        standing = [one for one in self.desk.consents.of(self.unit) if one.withdrawn_on is None]
        if standing:
            taken = standing[0]
            self.desk.consents.withdraw(taken.id, self.clock.today)
            for link in self.desk.units.of(self.unit):
                needed = set(NEEDED_IN_FORCE[link.kind])
                held = {
                    (one.type, one.signer) for one in self.desk.consents.of(link.unit_id) if one.withdrawn_on is None
                }
                if (taken.type, taken.signer) in needed - held:
                    self.withdrawn.add(link.unit_id)

    @rule(to=st.sampled_from(PartnerEngagement))
    def the_partner_moves(self, to: PartnerEngagement) -> None:
        try:
            self.desk.engagement.move(self.unit, to, on=self.clock.today)
        except (Refused, Invalid):
            return

    @rule()
    def both_want_to_begin(self) -> None:
        before = self.desk.units.pair(self.unit)
        opened = len(self.desk.units.of(self.unit))
        review = self.desk.readiness.of(self.unit).review
        try:
            code = TransitionCode.T14 if self.target is TransitionTarget.COUPLES else TransitionCode.T15
            self.desk.pathway.move(self.unit, CaseState.CLOSED, TransitionRequest(code=code))
        except Refused:
            assert len(self.desk.units.of(self.unit)) == opened, "a refusal opens nothing"
            return
        self.insist_open(before)
        assert review.signed is not None
        assert review.inventory_is_clear, "both began although something was kept from the partner"
        if self.target is TransitionTarget.DISCERNMENT:
            newest = {one.place: one for one in before.screens}
            assert not any(one.excludes for one in newest.values()), "discernment began with somebody who was coerced"
        role = before.agreed(ConsentType.ROLE_CHANGE, Signer.CLIENT)
        partner = before.agreed(ConsentType.PARTNER_CONSENT, Signer.PARTNER)
        assert role is not None, "the client did not sign"
        assert partner is not None, "the partner did not sign"
        assert role.signer_name != partner.signer_name
        assert role.signed_on <= partner.signed_on

    @rule(material=st.sampled_from(Material), choice=st.sampled_from(ClientChoice))
    def something_is_known_that_the_partner_may_not_know(self, material: Material, choice: ClientChoice) -> None:
        fact = PrivateKnowledge(
            text=KEPT, material=material, choice=choice, tell_by=self.clock.today, told_on=self.clock.today
        )
        try:
            self.desk.readiness.reopen(self.unit)
            self.desk.readiness.save_known(self.unit, fact)
            self.desk.pathway.sign_review(self.unit)
        except (Refused, Invalid):
            return

    @rule(choice=st.sampled_from(ClientChoice))
    def something_becomes_of_it(self, choice: ClientChoice) -> None:
        known = self.desk.readiness.of(self.unit).review.inventory
        if not known:
            return
        try:
            self.desk.readiness.step(self.unit, known[0].id, choice, self.clock.today, self.clock.today)
        except (Refused, Invalid):
            return

    @rule(signs=st.booleans())
    def the_partner_comes_as_a_guest(self, signs: bool) -> None:
        if signs:
            sign(self.desk, self.clock, self.unit, ConsentType.COLLATERAL, Signer.PARTNER)
        pair = self.desk.units.pair(self.unit)
        try:
            self.desk.units.open_collateral(self.unit, self.partner)
        except Refused:
            return
        self.insist_open(pair)
        assert pair.agreed(ConsentType.COLLATERAL, Signer.PARTNER), "a guest came who had not signed"

    @precondition(lambda self: bool(self.guest))
    @rule()
    def the_guest_is_there(self) -> None:
        guest = self.guest
        pair = self.desk.units.pair(self.unit)
        if self.held(guest) is not None:
            self.insist_open(pair)
            assert pair.gate is Gate.OPEN, "under an override each is asked alone first"

    def held(self, unit: str) -> Session | None:
        """Plan and hold a session of a unit; None when that is refused."""
        try:
            session = self.desk.sessions.schedule(appointment(self.clock, unit)).value
            self.clock.now += timedelta(hours=2)
            return self.desk.sessions.attend(session.id, session.starts, session.stops).value
        except Refused:
            return None

    def insist_open(self, pair: PairFacts) -> None:
        """Both gates open, or caution with a live override."""
        assert pair.gate in (Gate.OPEN, Gate.CAUTION), "both came together although one gate was shut"
        if pair.gate is Gate.CAUTION:
            assert pair.override is not None, "both came together at caution without an override"
            assert pair.override.expires_on >= self.clock.today, "an override that ended still held"

    @rule()
    def the_client_goes_on_alone_or_comes_back(self) -> None:
        request = TransitionRequest(reason="asks", look_again_on=self.clock.today + timedelta(days=30))
        for to in (CaseState.ACTIVE_IRT, CaseState.REOPENED):
            try:
                self.desk.pathway.move(self.unit, to, request)
            except Refused:
                continue
            return

    @precondition(lambda self: bool(self.joint))
    @rule(place=st.sampled_from(Place))
    def one_takes_consent_back(self, place: Place) -> None:
        self.desk.units.withdraw(self.joint, place, self.clock.today)
        self.withdrawn.add(self.joint)

    @precondition(lambda self: bool(self.joint))
    @rule(
        answers=st.lists(st.tuples(st.sampled_from(Place), st.sampled_from(CheckInAnswer), st.booleans()), max_size=3)
    )
    def both_meet(self, answers: list[tuple[Place, CheckInAnswer, bool]]) -> None:
        joint = self.joint
        try:
            session = self.desk.sessions.schedule(appointment(self.clock, joint)).value
        except Refused:
            return
        self.clock.now += timedelta(hours=2)
        said: dict[Place, bool] = {}
        for place, answer, alone in answers:
            try:
                self.desk.check_ins.record(
                    SafetyCheckIn(
                        id="", unit_id=joint, session_id=session.id, place=place, recorded=Instant(self.clock()),
                        asked_alone=alone, answer=answer, note=TOLD,
                    )
                )  # fmt: skip
            except Invalid:
                continue
            said[place] = alone and answer is CheckInAnswer.AT_EASE
        pair = self.desk.units.pair(self.unit)
        try:
            self.desk.sessions.attend(session.id, session.starts, session.stops)
        except Refused:
            return
        self.insist_open(pair)
        assert joint not in self.withdrawn, "both met although one had taken consent back"
        if pair.gate is Gate.CAUTION or said:
            assert said == dict.fromkeys(Place, True), "both met under an override and one was not asked alone"
        self.part_of_one(joint, session.id)

    def part_of_one(self, joint: str, session_id: str) -> None:
        """What the partner tells alone in discernment."""
        try:
            part = self.desk.discernment.part(joint, session_id, Place.B)
            self.desk.discernment.save_part(replace(part, clarity=3, note=TOLD, own_contribution=TOLD))
        except (NotFound, Refused):
            return

    @precondition(lambda self: bool(self.joint))
    @rule(one=st.sampled_from(DcDecision), other=st.sampled_from(DcDecision), voided=st.booleans())
    def both_decide(self, one: DcDecision, other: DcDecision, voided: bool) -> None:
        held = [s for s in self.desk.sessions.of(self.joint) if s.attendance is Attendance.ATTENDED]
        if not held:
            return
        try:
            session = DiscernmentSession(
                id="", unit_id=self.joint, session_id=held[0].id, number=0, recorded=Instant(self.clock()), choice_a=one,
                choice_b=other, path_3_start=self.clock.today,
            )  # fmt: skip
            saved = self.desk.discernment.save_session(session).value
            if voided:
                self.desk.discernment.void(saved.session_id, "one of them was pressed")
        except (Refused, Invalid, NotFound):
            return

    @precondition(lambda self: bool(self.joint))
    @rule(material=st.sampled_from([*NEVER, *SharedMaterial]), signs=st.booleans())
    def something_of_the_client_is_to_cross(self, material: SharedMaterial, signs: bool) -> None:
        joint = self.joint
        try:
            offers = self.desk.sharing.offered(joint, Place.A, material)
        except Refused:
            assert material in NEVER
            return
        for offer in offers[:1]:
            item = offer.item
            release = ItemRelease(
                id="", unit_id="", into_unit_id=joint, client_id="", owner=Place.A, material=material,
                source_id=item.source_id, text=item.text, judgement="talked over", signer_name="Noor Adair",
                signed_on=self.clock.today, recorded=Instant(self.clock()),
            )  # fmt: skip
            pair = self.desk.units.pair(self.unit)
            try:
                if signs and material is not SharedMaterial.ATTENDANCE:
                    self.released.add(self.desk.sharing.sign(release).value.id)
                crossed = self.desk.sharing.bring(joint, Place.A, material, item.source_id).value
            except (Refused, Invalid):
                return
            self.insist_open(pair)
            assert material is not SharedMaterial.GOAL, "what was told alone crossed under a policy that seals it"
            assert crossed.release_id in self.released or material is SharedMaterial.ATTENDANCE

    @precondition(lambda self: bool(self.joint))
    @rule(place=st.sampled_from(Place), how=st.integers(1, 4))
    def somebody_answers_a_form(self, place: Place, how: int) -> None:
        answers = dict.fromkeys(("1", "2", "3", "4"), float(how))
        given = Administration(
            id="", unit_id=self.joint, measure="csi4", on=self.clock.today, entered=Instant(self.clock()), place=place,
            answers=answers,
        )  # fmt: skip
        try:
            self.desk.measures.enter(given)
        except (Refused, Invalid, UserError):
            return

    @precondition(lambda self: bool(self.joint))
    @rule(whose=st.sampled_from(GoalOwner), other=st.booleans())
    def both_make_a_plan(self, whose: GoalOwner, other: bool) -> None:
        text = "Calliope stops asking" if other else "I hear before I answer"
        objective = Objective(
            id="", number="", text="I say it back", baseline="0", measure="log", target_on=self.clock.today
        )
        goal = Goal(id="", text=text, domain=GoalDomain.INDIVIDUAL, whose=whose, objectives=(objective,))
        plan = TreatmentPlan(
            id="", unit_id=self.joint, version=1, problem="We avoid each other", goals=(goal,), agreement=Agreement.VERBAL,
            agreed_on=self.clock.today, agreement_b=Agreement.VERBAL, agreed_on_b=self.clock.today,
            review_on=self.clock.today,
        )  # fmt: skip
        try:
            self.desk.plans.sign(self.desk.plans.save_draft(plan).value.id)
        except (Refused, Invalid, UserError):
            return
        assert not (other and whose is not GoalOwner.B), "a goal asks the change of the other"

    @precondition(lambda self: bool(self.joint))
    @rule(kind=st.sampled_from([ConsentType.COUPLE_AGREEMENT, ConsentType.DC_AGREEMENT]), who=st.sampled_from(Signer))
    def somebody_signs_in_the_unit(self, kind: ConsentType, who: Signer) -> None:
        sign(self.desk, self.clock, self.joint, kind, who)

    @precondition(lambda self: bool(self.joint))
    @rule(place=st.integers(0, 5), outcome=st.sampled_from(COUPLE_OUTCOMES + DISCERNMENT_OUTCOMES))
    def the_unit_moves_on(self, place: int, outcome: Outcome) -> None:
        joint, ways = self.joint, self.desk.pathway.ways(self.joint)
        if not ways:
            return
        row, before = ways[place % len(ways)].transition, self.desk.units.pair(self.unit)
        decided = self.desk.discernment.outcome(joint) if row.code is TransitionCode.T21 else None
        request = TransitionRequest(
            code=row.code, reason="asked for", outcome=outcome, both_informed=True, conflict_check="looked at",
            member=Place.A, look_again_on=self.clock.today + timedelta(days=30),
        )  # fmt: skip
        try:
            self.desk.pathway.move(joint, row.to_state, request)
        except Refused:
            return
        if row.code in (TransitionCode.T21, TransitionCode.T27):
            self.insist_open(before)
        if row.code is TransitionCode.T21:
            assert decided is not None
            assert decided.choice_a is decided.choice_b is DcDecision.PATH_3, "path 3 needs both"

    @invariant()
    def what_one_told_alone_is_read_by_nobody_else(self) -> None:
        if not hasattr(self, "unit"):
            return
        assert self.desk.search.find(TOLD) == self.desk.search.find(KEPT) == ()
        for unit in (self.unit, *(link.unit_id for link in self.desk.units.of(self.unit))):
            data = json.dumps(self.desk.show.chart(unit))
            assert TOLD not in data
            assert KEPT not in data or unit == self.unit

    @invariant()
    def only_what_was_released_stands_in_a_unit_and_every_score_says_whose(self) -> None:
        if not hasattr(self, "unit"):
            return
        for link in self.desk.units.of(self.unit):
            if link.kind.is_joint:
                lines = self.desk.sharing.of(link.unit_id).lines
                assert all(one.item.release_id in self.released or one.signer_name for one in lines)
                assert not any(one.item.material in NEVER for one in lines)
                for row in self.desk.show.chart(link.unit_id)["measures"]:
                    assert row["member"] in list(Place)

    @invariant()
    def discernment_has_five_sessions_at_most(self) -> None:
        if not hasattr(self, "unit"):
            return
        for link in self.desk.units.of(self.unit):
            if link.kind is UnitKind.DISCERNMENT:
                meets = (Attendance.SCHEDULED, Attendance.ATTENDED)
                assert sum(s.attendance in meets for s in self.desk.sessions.of(link.unit_id)) <= 5

    @invariant()
    def the_partner_is_a_client_only_of_a_unit(self) -> None:
        if not hasattr(self, "unit"):
            return
        names = [line["name"] for line in self.desk.show.caseload()]
        assert all(name == "Noor Adair" or "&" in name or name == "Noor Adair + Calliope Merriwold" for name in names)
        assert bool(self.joint) == any("&" in name for name in names)

    @invariant()
    def a_unit_without_consent_is_closing_or_closed(self) -> None:
        for unit in self.withdrawn:
            assert self.desk.charts.head(unit).episode.state in (CaseState.CLOSING, CaseState.CLOSED)

    @invariant()
    def an_outcome_is_set_once(self) -> None:
        if not hasattr(self, "unit"):
            return
        for unit in (self.unit, *((self.joint,) if self.joint else ())):
            episode = self.desk.charts.head(unit).episode
            if episode.outcome is not None:
                assert self.outcomes.setdefault(episode.id, episode.outcome) is episode.outcome

    @invariant()
    def every_move_is_traced(self) -> None:
        if not hasattr(self, "unit"):
            return
        moves = self.desk.pathway.history(self.unit)
        for one, following in pairwise(moves):
            begins_again = following.transition == "T18" and following.to_state is CaseState.REOPENED
            assert one.to_state is following.from_state or begins_again

    @invariant()
    def under_a_stop_nobody_is_invited(self) -> None:
        if not hasattr(self, "unit"):
            return
        head = self.desk.charts.head(self.unit)
        if head.standing.gate.is_stop:
            assert head.engagement in (
                PartnerEngagement.INVITATION_CONTRAINDICATED,
                PartnerEngagement.JOINED,
                PartnerEngagement.WITHDREW,
            )


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=6, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)

__all__ = ["Histories", "TestHistories"]
