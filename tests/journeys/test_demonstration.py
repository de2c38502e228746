"""The demonstration caseload, played through the services, ends where the domain paper says it does (section 9)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from irt_desk import paths
from irt_desk.domain.cases import CaseState, Outcome
from irt_desk.domain.clients import ContactMethod
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.notes import NoteStatus
from irt_desk.domain.pathway import AskedBy, TransitionRequest
from irt_desk.domain.patterns import PatternCode, PatternStatus, RelationshipPattern, Rollup
from irt_desk.domain.practitioner import Competence
from irt_desk.domain.safety import Gate
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.skills import PracticeAssignment
from irt_desk.domain.suitability import CautionType, FitOutcome
from irt_desk.domain.transitions import NeutralityBand, TransitionMode
from irt_desk.domain.trends import Noticing, noticing
from irt_desk.errors import Refused
from irt_desk.services import demo
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from irt_desk.services.pattern_figures import noticing_words
from tests.practices import Clock, new_desk

NOW = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)


@dataclass(frozen=True)
class Played:
    desk: Desk
    ids: dict[str, str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    desk = new_desk(tmp_path_factory.mktemp("demo") / "Demonstration.irtdesk", Clock(NOW))
    yield Played(desk, demo.play(desk, today=NOW.date()))
    desk.context.practice.close()


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("D1", CaseState.CLOSED),
        ("D2", CaseState.TRANSITION_PREP),
        ("D3", CaseState.ACTIVE_IRT),
        ("D5", CaseState.TRANSITION_PREP),
        ("D8", CaseState.ACTIVE_IRT),
    ],
)
def test_every_case_ends_where_the_paper_says(played: Played, code: str, state: CaseState) -> None:
    rows = {row.unit_id: row for row in played.desk.clients.rows()}
    assert rows[played.ids[code]].state is state


def test_the_case_with_strangulation_may_not_move_to_work_with_both(played: Played) -> None:
    missing = played.desk.pathway.missing(played.ids["D4"], CaseState.TRANSITION_PREP)
    assert missing
    assert {row.unit_id: row for row in played.desk.clients.rows()}[
        played.ids["D4"]
    ].state is not CaseState.TRANSITION_PREP


def words_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(" ".join(document[n].get_textpage().get_text_bounded().split()) for n in range(len(document)))
    finally:
        document.close()


@pytest.mark.parametrize("code", ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"])
@pytest.mark.parametrize("reader", [Reader.CLIENT, Reader.CLINICIAN])
def test_no_summary_says_what_must_not_be_said(played: Played, code: str, reader: Reader) -> None:
    file = next(path for path in paths.resource("demo").glob("d*.toml") if path.stem[:2].upper() == code)
    canaries = [text for texts in tomllib.loads(file.read_text("utf-8"))["canaries"].values() for text in texts]
    data = played.desk.documents.preview(Asked(unit_id=played.ids[code], kind=DocumentKind.SUMMARY, reader=reader))
    text = words_of(data)
    assert len(text) > 500
    assert [canary for canary in canaries if canary in text] == []


@pytest.mark.parametrize("code", ["D1", "D2", "D3", "D5", "D6", "D7", "D8"])
@pytest.mark.parametrize("reader", [Reader.CLIENT, Reader.CLINICIAN, Reader.SUPERVISOR])
def test_no_printed_note_says_what_must_not_be_said(played: Played, code: str, reader: Reader) -> None:
    file = next(path for path in paths.resource("demo").glob("d*.toml") if path.stem[:2].upper() == code)
    canaries = [text for texts in tomllib.loads(file.read_text("utf-8"))["canaries"].values() for text in texts]
    asked = Asked(unit_id=played.ids[code], kind=DocumentKind.NOTES, reader=reader)
    text = repr(played.desk.documents.document(asked).blocks)
    assert len(text) > 500
    assert [canary for canary in canaries if canary in text] == []


def test_a_call_of_the_caseload_is_a_signed_contact_and_counts_as_no_session(played: Played) -> None:
    unit_id = played.ids["D7"]
    notes = played.desk.notes.of_unit(unit_id)
    calls = [s for s in played.desk.sessions.of(unit_id) if s.attendance is Attendance.CALL]
    assert [(call.number, notes[call.id].status) for call in calls] == [(None, NoteStatus.SIGNED)]


def test_the_practice_file_says_nothing_in_the_clear(played: Played) -> None:
    folder: Path = played.desk.context.practice.folder
    for name in ("practice.db", "practice.db-wal"):
        path = folder / name
        if path.exists():
            assert b"Odalys" not in path.read_bytes()


def figures(played: Played, code: str) -> list[Rollup]:
    view = played.desk.patterns.of(played.ids[code])[0]
    told = played.desk.patterns.rollups_by_session(played.ids[code], view.pattern.id)
    return [line.rollup for line in told if line.rollup.n]


def test_d1_ends_improved_and_its_pattern_shows_it(played: Played) -> None:
    first, *_, last = figures(played, "D1")
    assert (first.per_week, last.per_week) == (4, 1)
    assert (first.recovery_hours, last.recovery_hours) == (40, 5)
    assert (first.awareness, last.awareness) == (1, 4)
    head = played.desk.charts.head(played.ids["D1"])
    assert head.episode.outcome is Outcome.IRT_COMPLETED_IMPROVED
    assert head.sessions == 16
    assert head.engagement is PartnerEngagement.DECLINED
    assert {view.skill.id for view in played.desk.skills.of(played.ids["D1"])} == {"R4", "U1", "U5", "S1", "L2", "C1"}
    assert len(played.desk.suitability.of(played.ids["D1"]).efforts) == 2


def test_d2_where_the_partner_went_is_kept_step_by_step(played: Played) -> None:
    steps = [entry.to_state.value for entry in played.desk.engagement.log(played.ids["D2"])]
    assert steps == ["declined", "considering", "agreed_to_meet", "met_individually", "joined"]
    review = played.desk.pathway.review(played.ids["D2"])
    assert review.band is NeutralityBand.HIGH
    assert review.mode is TransitionMode.OTHER_THERAPIST_COUPLE_IRT_CLOSES


def test_d3_a_caution_without_the_competence_has_its_consultation(played: Played) -> None:
    (caution,) = played.desk.suitability.of(played.ids["D3"]).cautions
    assert caution.type is CautionType.PARTNER_SUBSTANCE_USE
    assert caution.consultant
    assert caution.consulted_on
    practitioner = played.desk.settings.practitioner()
    assert not practitioner.has(Competence.ADDICTION)
    assert caution.is_handled(practitioner)


def test_d4_every_refusal_of_a_hard_block(played: Played) -> None:
    desk, unit_id = played.desk, played.ids["D4"]
    head = desk.charts.head(unit_id)
    assert (head.standing.gate, head.episode.state) == (Gate.HARD_BLOCK, CaseState.ASSESSMENT)
    assert head.engagement is PartnerEngagement.INVITATION_CONTRAINDICATED
    assert desk.suitability.of(unit_id).notes.sole_changer_cue
    assert desk.patterns.of(unit_id) == ()
    with pytest.raises(Refused):
        desk.patterns.save(RelationshipPattern(id="", unit_id=unit_id, code=PatternCode.PURSUE_WITHDRAW))
    with pytest.raises(Refused):
        desk.engagement.move(unit_id, PartnerEngagement.INVITED, on=NOW.date())
    for skill_id in ("S2", "I1"):
        with pytest.raises(Refused):
            desk.skills.assign(
                PracticeAssignment(id="", unit_id=unit_id, skill_id=skill_id, skill_version=1, assigned_on=NOW.date())
            )
    for state in (CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP):
        with pytest.raises(Refused):
            desk.pathway.move(unit_id, state, TransitionRequest(asked_by=AskedBy.CLIENT, reason="asked"))
    assert desk.clients.get(unit_id).safe_contact.method is ContactMethod.SECURE_PORTAL


def test_d6_support_only_is_routed_away_and_the_way_to_irt_says_why(played: Played) -> None:
    desk, unit_id = played.desk, played.ids["D6"]
    head = desk.charts.head(unit_id)
    assert head.episode.state is CaseState.NOT_NOW
    assert head.episode.look_again_on == desk.pathway.history(unit_id)[-1].on + timedelta(days=90)
    fit = desk.suitability.of(unit_id)
    assert fit.motivation[0].recommended is FitOutcome.INDIVIDUAL_THERAPY_RECOMMENDED
    assert {d.outcome for d in fit.decisions} == {FitOutcome.INDIVIDUAL_THERAPY_RECOMMENDED}
    assert [m.code for m in desk.pathway.missing(unit_id, CaseState.ACTIVE_IRT)]
    (view,) = desk.patterns.of(unit_id)
    assert view.pattern.status is PatternStatus.SUSPECTED


def test_d7_noticing_it_sooner_though_it_feels_stronger(played: Played) -> None:
    first, *_, last = figures(played, "D7")
    assert (first.awareness, last.awareness) == (1, 3)
    assert (first.intensity, last.intensity) == (6, 7)
    assert (first.recovery_hours, last.recovery_hours) == (30, 16)
    desk, unit_id = played.desk, played.ids["D7"]
    view, second = desk.patterns.of(unit_id)
    assert (view.pattern.is_primary, second.pattern.code) == (True, PatternCode.REASSURE_DOUBT)
    series = desk.patterns.rollups_by_session(unit_id, view.pattern.id)
    assert noticing(series) == Noticing(stronger=True)
    assert noticing_words(series)[0] == "You are noticing it sooner"


def test_d8_a_reversal_keeps_its_whole_history(played: Played) -> None:
    desk, unit_id = played.desk, played.ids["D8"]
    states = [change.to_state.value for change in desk.pathway.history(unit_id)]
    assert states[-3:] == ["transition_review", "transition_prep", "active_irt"]
    steps = [entry.to_state.value for entry in desk.engagement.log(unit_id)]
    assert steps[-3:] == ["agreed_to_meet", "declined", "considering"]
    held = [s for s in desk.sessions.of(unit_id) if s.attendance is Attendance.ATTENDED]
    assert len(held) == 9
    assert all(s.client_location and s.provider_location for s in held if s.setting.is_telehealth)


def test_every_demonstration_record_says_that_it_is_one(played: Played) -> None:
    assert all(row.is_demo for row in played.desk.clients.rows())
