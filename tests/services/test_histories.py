"""Random lives of a case: whatever therapist, client, partner and clock do, the invariants of 6.7 hold."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from irt_desk.domain.cases import CaseState, Outcome
from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.pathway import TransitionCode, TransitionRequest
from irt_desk.domain.safety import Gate, IpvFinding
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.units import Place
from irt_desk.domain.values import Invalid
from irt_desk.errors import Refused
from tests.joint import appointment, in_preparation, prescreen, sign
from tests.practices import Clock, new_desk, screen

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

    def teardown(self) -> None:
        """Close the practice."""
        self.desk.practice.close()
        self.folder.cleanup()

    @initialize(begun=st.booleans())
    def someone_comes(self, begun: bool) -> None:
        self.unit, self.partner = in_preparation(self.desk, self.clock, TransitionTarget.COUPLES)
        if begun:
            self.everything_is_signed_and_screened()
            self.both_want_to_begin()
            assert self.joint, "everything is there, and both may begin"

    @property
    def joint(self) -> str:
        """The newest unit of both, or nothing."""
        found = self.desk.units.of(self.unit)
        return found[-1].unit_id if found else ""

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
            *((kind, who) for kind in (ConsentType.COUPLE_AGREEMENT, ConsentType.SECRETS_POLICY) for who in Signer),
        ):
            sign(self.desk, self.clock, self.unit, kind, who)
        self.the_client_is_screened(IpvFinding.NONE_DISCLOSED)
        self.the_partner_is_screened(IpvFinding.NONE_DISCLOSED)

    @rule()
    def a_paper_is_taken_back(self) -> None:
        standing = [one for one in self.desk.consents.of(self.unit) if one.withdrawn_on is None]
        if standing:
            self.desk.consents.withdraw(standing[0].id, self.clock.today)

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
        try:
            self.desk.pathway.move(self.unit, CaseState.CLOSED, TransitionRequest(code=TransitionCode.T14))
        except Refused:
            assert len(self.desk.units.of(self.unit)) == opened, "a refusal opens nothing"
            return
        assert before.gate is Gate.OPEN, "a unit opened although one gate was not open and no override stood"
        role = before.agreed(ConsentType.ROLE_CHANGE, Signer.CLIENT)
        partner = before.agreed(ConsentType.PARTNER_CONSENT, Signer.PARTNER)
        assert role is not None, "the client did not sign"
        assert partner is not None, "the partner did not sign"
        assert role.signer_name != partner.signer_name
        assert role.signed_on <= partner.signed_on

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
    @rule()
    def both_meet(self) -> None:
        joint, pair = self.joint, self.desk.units.pair(self.unit)
        try:
            session = self.desk.sessions.schedule(appointment(self.clock, joint)).value
            self.clock.now += timedelta(hours=2)
            self.desk.sessions.attend(session.id, session.starts, session.stops)
        except Refused:
            return
        assert pair.gate is Gate.OPEN, "both met although one gate was not open"
        assert joint not in self.withdrawn, "both met although one had taken consent back"

    @invariant()
    def the_partner_is_a_client_only_of_a_unit(self) -> None:
        if not hasattr(self, "unit"):
            return
        names = [line["name"] for line in self.desk.show.caseload()]
        assert all(name == "Noor Adair" or "&" in name for name in names)
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
