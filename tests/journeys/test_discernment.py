"""D5 of the domain paper, section 9: from individual work through discernment to couple work, and nothing told alone crosses."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import page
import pytest

from irt_desk import paths
from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.consents import PriorInfo, SecretsOption
from irt_desk.domain.discernment import DcDecision, six_months_after
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.transitions import NeutralityBand, TransitionMode
from irt_desk.domain.units import Leaning, Place
from irt_desk.errors import Refused, UserError
from irt_desk.services import demo
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, Reader
from tests.joint import appointment
from tests.practices import Clock, new_desk

NOW = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)
ZERO = NOW.date() - timedelta(days=84)


@dataclass(frozen=True)
class Pair:
    """The three records of D5."""

    desk: Desk
    clock: Clock
    own: str
    dc: str
    couple: str


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    clock = Clock(NOW)
    desk = new_desk(tmp_path_factory.mktemp("d5") / "Demonstration.irtdesk", clock)
    own = demo.play(desk, today=NOW.date(), only=("D5",))["D5"]
    dc, couple = (link.unit_id for link in desk.units.of(own))
    yield Pair(desk, clock, own, dc, couple)
    desk.context.practice.close()


def canaries(*names: str) -> list[str]:
    data = tomllib.loads((paths.resource("demo") / "d5_thaddeus.toml").read_text("utf-8"))["canaries"]
    return [text for name in names for text in data[name]]


def day(number: int) -> date:
    return ZERO + timedelta(days=number)


def test_the_individual_case_ended_with_its_outcome_and_the_partner_joined(pair: Pair) -> None:
    head = pair.desk.charts.head(pair.own)
    assert (head.episode.state, head.episode.outcome) == (
        CaseState.CLOSED,
        Outcome.MOVED_TO_DISCERNMENT_SAME_THERAPIST,
    )
    assert head.sessions == 3
    assert head.engagement is PartnerEngagement.JOINED
    review = pair.desk.pathway.review(pair.own)
    assert (review.band, review.mode) == (NeutralityBand.LOW, TransitionMode.SAME_THERAPIST_NEW_UNIT)
    assert review.inventory == ()


def test_both_were_screened_alone_within_thirty_days_of_opening_and_again_on_day_sixty(pair: Pair) -> None:
    opened = pair.desk.units.view(pair.dc).link.opened_on
    told = pair.desk.units.prescreens(pair.own)
    assert opened == day(24)
    assert [one.interview.on for one in told] == [day(21), day(60)]
    assert pair.desk.safety.standing(pair.own).screened_on == day(60)
    assert (opened - day(3)).days <= 30


def test_four_sessions_with_the_numbers_of_the_paper(pair: Pair) -> None:
    held = [one for one in pair.desk.sessions.of(pair.dc) if one.attendance is Attendance.ATTENDED]
    assert sorted(one.number or 0 for one in held) == [1, 2, 3, 4]
    courses = {place: pair.desk.discernment.course(pair.dc, place) for place in Place}
    numbers = {place: [(one.clarity, one.confidence) for one in course] for place, course in courses.items()}
    assert numbers == {Place.A: [(4, 3), (5, 5), (7, 6), (8, 8)], Place.B: [(3, 3), (4, 4), (6, 5), (7, 7)]}
    assert {one.leaning for one in courses[Place.A]} == {Leaning.IN}
    assert [one.leaning for one in courses[Place.B]] == [
        Leaning.OUT,
        Leaning.MOSTLY_OUT,
        Leaning.TORN,
        Leaning.MOSTLY_IN,
    ]


def test_both_chose_path_three_and_the_review_is_six_months_later(pair: Pair) -> None:
    ending = pair.desk.discernment.outcome(pair.dc)
    assert ending is not None
    assert (ending.choice_a, ending.choice_b, ending.outcome) == (DcDecision.PATH_3, DcDecision.PATH_3, Outcome.PATH_3)
    assert (ending.path_3_start, ending.path_3_review_on) == (day(66), six_months_after(day(66)))
    head = pair.desk.charts.head(pair.dc)
    assert (head.episode.state, head.episode.outcome, head.episode.closed_on) == (
        CaseState.CLOSED,
        Outcome.PATH_3,
        day(66),
    )
    assert pair.desk.charts.head(pair.couple).episode.look_again_on == six_months_after(day(66))


def test_couple_work_is_a_record_of_its_own_with_the_policy_both_signed_for_it(pair: Pair) -> None:
    view = pair.desk.units.view(pair.couple)
    assert (view.unit.kind, view.episode.state, view.link.opened_on) == (UnitKind.COUPLE, CaseState.OPEN, day(66))
    assert (view.link.secrets, view.link.prior_info) == (SecretsOption.LIMITED, PriorInfo.SEALED)
    assert pair.desk.units.view(pair.dc).link.secrets is SecretsOption.CONFIDENTIAL_INDIVIDUAL_PARTS
    signed = [(one.type.value, one.signer.value) for one in pair.desk.consents.of(pair.couple)]
    assert len(signed) == len(set(signed)), "of several the one signed last, once"
    assert view.keeps_from_meeting == ()


def test_each_brought_an_agenda_of_their_own_by_their_own_release(pair: Pair) -> None:
    brought = {one.place: one for one in pair.desk.discernment.agendas(pair.couple)}
    assert set(brought) == set(Place)
    assert "Listening" in brought[Place.A].text
    assert "Money" in brought[Place.A].text
    assert "limits" in brought[Place.B].text
    assert "Trying" in brought[Place.B].text
    assert all(one.released_on == day(66) and one.copied_from for one in brought.values())


def test_no_sixth_session_and_none_after_the_decision(pair: Pair) -> None:
    with pytest.raises(Refused) as refused:
        pair.desk.sessions.schedule(appointment(pair.clock, pair.dc))
    codes = [one.code for one in refused.value.missing]
    assert "unit_closed" in codes
    assert "dc_decided" in codes


@pytest.mark.parametrize("what", ["one_to_one_a", "one_to_one_b", "safety", "psychotherapy"])
def test_nothing_told_alone_is_in_the_data_of_any_other_record(pair: Pair, what: str) -> None:
    own = json.dumps(pair.desk.show.chart(pair.own))
    joint = json.dumps([pair.desk.show.chart(pair.dc), pair.desk.show.chart(pair.couple)])
    for canary in canaries(what):
        assert canary.lower() not in own.lower()
        assert canary.lower() not in joint.lower()
        assert pair.desk.search.find(canary) == ()


def test_what_each_agreed_to_share_is_in_the_joint_record(pair: Pair) -> None:
    shown = pair.desk.show.chart(pair.dc)
    assert [len(one["shared_summaries"]) for one in shown["discernment"]] == [2, 2, 2, 2]
    assert shown["discernment"][-1]["happens"] == "path_3"
    assert [one["place"] for one in shown["agendas"]] == ["a", "b"]


@pytest.mark.parametrize("what", ["one_to_one_a", "one_to_one_b", "safety", "psychotherapy", "third_party"])
def test_nothing_told_alone_is_in_any_paper_of_the_three_records(pair: Pair, what: str) -> None:
    made = 0
    for unit_id in (pair.own, pair.dc, pair.couple):
        for offer in pair.desk.documents.offers(unit_id):
            for reader in offer.readers:
                for subject in offer.subjects or (None,):
                    asked = Asked(
                        unit_id=unit_id,
                        kind=offer.kind,
                        reader=reader,
                        subject=subject.id if subject else "",
                        confirmed=True,
                    )
                    try:
                        words = repr(pair.desk.documents.document(asked))
                    except (Refused, UserError):
                        continue
                    made += 1
                    assert [one for one in canaries(what) if one.lower() in words.lower()] == [], (unit_id, offer.kind)
    assert made > 20


def test_every_paper_of_the_two_is_made_leaks_nothing_and_is_archival(pair: Pair, tmp_path: Path) -> None:
    for link, unit_id in (("discernment", pair.dc), ("couple", pair.couple)):
        made: set[str] = set()
        codes: list[str] = []
        for offer in pair.desk.documents.offers(unit_id):
            reader = Reader.COUPLE if Reader.COUPLE in offer.readers else Reader.SELF
            for subject in offer.subjects[:4] or (None,):
                asked = Asked(
                    unit_id=unit_id,
                    kind=offer.kind,
                    reader=reader,
                    subject=subject.id if subject else "",
                    confirmed=True,
                )
                try:
                    data = pair.desk.documents.preview(asked)
                except (Refused, UserError) as refusal:
                    codes.append(getattr(refusal, "code", ""))
                    continue
                made.add(offer.kind.value)
                path = tmp_path / f"{link}.pdf"
                path.write_bytes(data)
                for profile in ("ua1", "2a"):
                    result = page.validate_pdf(path, profile=page.ValidationProfile(profile))
                    assert result.is_compliant, (offer.kind, subject, profile)
        assert {"note", "notes", "consent"} <= made
        assert "document.leak" not in codes
