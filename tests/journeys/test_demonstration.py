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
from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.clients import ContactMethod
from irt_desk.domain.dues import DueKind
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.figures.scores import LATE_DAYS
from irt_desk.domain.fit_review import DriftOrigin, DriftTopic
from irt_desk.domain.intake import Dimension, Role
from irt_desk.domain.notes import NoteStatus
from irt_desk.domain.pathway import AskedBy, TransitionRequest
from irt_desk.domain.patterns import PatternCode, PatternStatus, RelationshipPattern, Rollup
from irt_desk.domain.practitioner import Competence
from irt_desk.domain.private_disclosures import PrivateWish
from irt_desk.domain.safety import Gate, Permission
from irt_desk.domain.screening_answers import ScreeningInstrument, sides, total
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.skills import PracticeAssignment
from irt_desk.domain.suitability import CautionType, FitOutcome
from irt_desk.domain.transitions import NeutralityBand, TransitionMode
from irt_desk.domain.trends import Noticing, noticing
from irt_desk.errors import Refused
from irt_desk.services import demo, practices
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
        ("D2", CaseState.CLOSED),
        ("D3", CaseState.ACTIVE_IRT),
        ("D5", CaseState.CLOSED),
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


@pytest.mark.parametrize(
    ("code", "measure", "first", "last", "outcome"),
    [
        ("D1", "CSI-16", 38, 58, "recovered"),
        ("D1", "CSI-4", 9, 15, "recovered"),
        ("D1", "PHQ-9", 11, 5, "recovered"),
        ("D1", "GAD-7", 9, 6, "unchanged"),
        ("D2", "CSI-16", 41, 49, "possible_improvement"),
        ("D3", "R-DAS", 39, 44, "unchanged"),
        ("D6", "KMSS", 12, 12, None),
        ("D6", "PHQ-9", 14, 14, None),
        ("D7", "CSI-4", 10, 11, "unchanged"),
        ("D8", "CSI-16", 47, 55, "possible_improvement"),
        ("D8", "PHQ-9", 7, 4, "unchanged"),
    ],
)
def test_scores_come_out_as_the_paper_says(
    played: Played, code: str, measure: str, first: int, last: int, outcome: str | None
) -> None:
    rows = [row for row in played.desk.show.chart(played.ids[code])["measures"] if row["measure"] == measure]
    assert (rows[0]["total"], rows[-1]["total"], rows[-1]["class"]) == (first, last, outcome)
    assert (rows[0]["class"], rows[0]["baseline"]) == (None, first)


def test_which_side_of_a_cut_off_the_demonstration_ends_on(played: Played) -> None:
    def side(code: str, key: str) -> str:
        course = next(one for one in played.desk.measures.of(played.ids[code]).courses if one.key == key)
        return course.scored[-1].score.cutoffs[0].side.value

    assert side("D2", "csi16") == "distressed"
    assert side("D3", "rdas") == "distressed"
    assert side("D6", "kmss") == "distressed"
    assert side("D8", "csi16") == "healthy"  # crossed, and still only a possible improvement


def test_the_attachment_lines_and_the_answered_risk_prompt_of_the_seventh_case(played: Played) -> None:
    found = played.desk.measures.of(played.ids["D7"])
    lines = next(one for one in found.courses if one.key == "ecrs").scored[0].score.subscales
    assert lines == {"avoidance": 24, "anxiety": 31}
    low = next(one for one in found.courses if one.key == "phq9").scored[0]
    assert (low.score.total, low.given.answers["9"], low.given.opens) == (13, 1, ("risk_prompt",))
    assert found.risk == ()
    assert [answer.administration_id for answer in found.risk_answers] == [low.given.id]


def test_a_safety_screen_is_kept_apart_from_every_course(played: Played) -> None:
    found = played.desk.measures.of(played.ids["D4"])
    assert [one.key for one in found.screens] == ["hits"]
    assert found.courses == ()
    assert found.screens[0].scored[0].score.total == 12


def test_no_score_of_the_demonstration_was_entered_long_after(played: Played) -> None:
    late = [
        (code, one.given.measure, one.given.on)
        for code, unit_id in played.ids.items()
        for course in played.desk.measures.of(unit_id).courses
        for one in course.scored
        if (one.given.entered.day - one.given.on).days > LATE_DAYS
    ]
    assert late == []


def test_no_case_waits_long_for_its_scores(played: Played) -> None:
    day = NOW.date()
    waiting = {
        row.name: [due.on for due in row.dues if due.code == "measures" and due.shows(day)]
        for row in played.desk.clients.rows()
    }
    assert {name: len(days) for name, days in waiting.items() if days} == {
        "Indigo Wrenfield": 2,
        "Thaddeus Merriwold & Calliope Merriwold": 2,
    }
    assert all(abs((on - day).days) <= 7 for days in waiting.values() for on in days)


def test_d5_the_couple_has_a_score_of_each_and_nothing_crossed(played: Played) -> None:
    (joint,) = [row.unit_id for row in played.desk.clients.rows() if row.kind is UnitKind.COUPLE]
    rows = played.desk.show.chart(joint)["measures"]
    told = [(row["member"], row["measure"], row["total"], row["class"]) for row in rows]
    assert told == [("a", "CSI-4", 9, None), ("b", "CSI-4", 8, None)]
    courses = played.desk.measures.of(joint).courses
    assert [one.scored[0].score.cutoffs[0].side.value for one in courses] == ["distressed", "distressed"]


def test_a_summary_gives_first_and_latest_scores_and_no_screen(played: Played) -> None:
    def blocks(code: str) -> str:
        asked = Asked(unit_id=played.ids[code], kind=DocumentKind.SUMMARY, reader=Reader.CLINICIAN)
        return str(played.desk.documents.document(asked).blocks)

    told = blocks("D1")
    assert "Recovered: +20" in told
    assert "HITS" not in told + blocks("D4")
    assert "AUDIT-C" not in blocks("D3")


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
    assert caution.consultation_plan
    assert caution.not_asked == (), "the four questions of row 80 were asked"
    standing = played.desk.safety.standing(played.ids["D3"])
    assert standing.gate is Gate.OPEN
    assert {i.rescreen_in_days for i in played.desk.safety.history(played.ids["D3"]).interviews} == {60}
    assert "caution_gap" not in {p.code for p in played.desk.fit_points.of(played.ids["D3"]).points}


def test_d4_hits_is_keyed_and_decides_nothing_by_itself(played: Played) -> None:
    desk, unit_id = played.desk, played.ids["D4"]
    (told,) = desk.safety.history(unit_id).interviews
    assert told.instrument is ScreeningInstrument.HITS
    assert total(told.instrument, told.answers) == 12
    assert [side.reached for side in sides(told.instrument, told.answers)] == [True, True]
    assert {item.permission for item in desk.safety.allowances(unit_id)} == {Permission.REFUSED}
    (first,) = [i for i in desk.safety.history(played.ids["D1"]).interviews if i.instrument is not None]
    assert total(ScreeningInstrument.HITS, first.answers) == 5
    assert first.gate is Gate.OPEN


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


def test_d7_the_intake_has_a_baseline_a_review_and_two_accounts_of_one_evening(played: Played) -> None:
    desk, unit_id = played.desk, played.ids["D7"]
    picture = desk.intake.picture(unit_id)
    friendship = [r.rating for r in picture.roles if r.role is Role.FRIENDSHIP]
    assert friendship == [6, 7]
    gaps = [d.gap for d in picture.dimensions if d.dimension is Dimension.INTIMACY]
    assert gaps == [3, 2]
    assert [w.version for w in picture.wants] == [1, 2]
    assert picture.closeness[-1].distance == 5
    view = desk.ledger.of(unit_id)
    (both,) = [thread for thread in view.threads if len(thread) > 1]
    assert [a.recall is not None and a.recall.hold_lightly for a in both] == [True, False]
    assert view.balance.guesses > view.balance.with_reading > 0


def test_d3_the_drinking_was_known_at_the_decision_and_asks_for_no_review(played: Played) -> None:
    desk, unit_id = played.desk, played.ids["D3"]
    assert desk.fit_reviews.of(unit_id).open == ()
    assert [a.fits_formulation for t in desk.ledger.of(unit_id).threads for a in t if a.is_partner_inner] == [True]


def test_d4_is_asked_for_nothing_of_her_own(played: Played) -> None:
    desk, unit_id = played.desk, played.ids["D4"]
    picture = desk.intake.picture(unit_id)
    assert picture.commitments == picture.closeness == ()
    assert "first_focus" not in [d.code for d in desk.charts.head(unit_id).dues]
    for reader in (Reader.SELF, Reader.CLIENT):
        with pytest.raises(Refused):
            desk.documents.preview(Asked(unit_id=unit_id, kind=DocumentKind.BLANK, reader=reader))


def test_d1_what_was_told_in_private_stands_nowhere_else(played: Played) -> None:
    desk, unit_id = played.desk, played.ids["D1"]
    (told,) = desk.private_disclosures.of(unit_id)
    assert told.wish is PrivateWish.UNDECIDED
    assert told.text not in str(desk.show.chart(unit_id))
    assert desk.search.find("read a message on his phone") == ()


def test_d1_the_thread_holds_and_growth_is_seen_in_its_order(played: Played) -> None:
    unit_id = played.ids["D1"]
    assert played.desk.thread.of(unit_id).breaks == ()
    review = played.desk.plan_reviews.facts(unit_id)
    assert review.plan is not None
    assert [goal.status.value for goal in review.plan.goals] == ["met"]
    assert [len(r.data) > 1 for r in review.reviews] == [True, True]
    assert [(len(entry.rated), entry.sessions) for entry in review.lines] == [(14, 16), (14, 16)]
    growth = played.desk.growth.of(unit_id)
    assert [step.owned for step in growth.own_parts[0].steps] == [2, 3, 4]
    assert (growth.own_part_line[0][1], growth.own_part_line[-1][1]) == (1, 4)
    assert played.desk.prompts.of(unit_id) == (), "a closed case is asked nothing"


def test_d8_a_hope_about_the_partner_is_kept_as_a_hope(played: Played) -> None:
    plan = played.desk.plans.signed(played.ids["D8"])
    assert plan is not None
    assert plan.hopes == ("Maribel writes first, once",)
    assert played.desk.thread.of(played.ids["D8"]).breaks == ()
    assert played.desk.suitability.of(played.ids["D8"]).notes.sole_changer_held == 1
    assert [prompt.code for prompt in played.desk.prompts.of(played.ids["D8"])] == ["stagnation"]


def test_d4_nothing_about_an_own_part_is_asked_under_the_stop(played: Played) -> None:
    growth = played.desk.growth.of(played.ids["D4"])
    assert growth.is_stopped
    assert (growth.own_parts, growth.own_part_line) == ((), ())
    assert all(not goal.asks_own_part for goal in played.desk.goal_bank.offered(played.ids["D4"]))


@pytest.mark.parametrize("reader", [Reader.CLIENT, Reader.PAYER, Reader.SELF])
def test_no_printed_plan_says_what_must_not_be_said(played: Played, reader: Reader) -> None:
    file = next(path for path in paths.resource("demo").glob("d1*.toml"))
    canaries = [text for texts in tomllib.loads(file.read_text("utf-8"))["canaries"].values() for text in texts]
    data = played.desk.documents.preview(Asked(unit_id=played.ids["D1"], kind=DocumentKind.PLAN, reader=reader))
    text = words_of(data)
    assert "I start hard talks softly" in text
    assert "Tobiah" not in text
    assert [canary for canary in canaries if canary in text] == []


def test_d1_her_time_outs_came_back_and_her_skills_are_counted(played: Played) -> None:
    views = {view.skill.id: view for view in played.desk.skills.of(played.ids["D1"])}
    assert set(views) == {"R4", "U1", "U5", "S1", "L2", "C1"}
    figures = {f.count.code: f for f in views["R4"].counts.figures}
    assert (figures["called"].value, figures["returned_on_time"].value, figures["return_rate"].value) == (5, 4, 0.8)
    assert views["R4"].counts.reviews == ()
    assert views["R4"].counts.plan is not None
    starts = next(f for f in views["S1"].counts.figures if f.count.code == "response_by_start")
    assert [(row.answer, row.n) for row in starts.rows] == [("soft", 3), ("neutral", 1), ("harsh", 1)]
    assert {f.count.code: f.value for f in views["U5"].counts.figures}["feeling_drop"] == 30
    assert next(f for f in views["U1"].counts.figures if f.count.code == "own_part_awareness").value is not None


def test_d1_is_followed_up_after_one_and_three_months(played: Played) -> None:
    kept = played.desk.maintenance.of(played.ids["D1"])
    assert kept.is_agreed
    assert kept.plan is not None
    assert [(f.kind.value, f.months) for f in kept.follow_ups] == [
        ("booster", None), ("follow_up", 1), ("follow_up", 3),
    ]  # fmt: skip


def test_d7_being_corrected_counts_as_learning(played: Played) -> None:
    (view,) = [v for v in played.desk.skills.of(played.ids["D7"]) if v.skill.id == "L1"]
    figures = {f.count.code: f.value for f in view.counts.figures}
    assert figures["checked_out"] == 0.75
    assert figures["corrected"] == pytest.approx(2 / 3)
    assert any("asking rather than reading" in text for text in view.skill.when_not)


def test_d3_and_d8_what_came_up_later_asks_for_a_review_and_is_answered_with_a_reason(played: Played) -> None:
    answered = played.desk.fit_reviews.of(played.ids["D3"])
    assert (len(answered.answered), len(answered.reviews), answered.open) == (1, 1, ())
    waiting = played.desk.fit_reviews.of(played.ids["D8"])
    assert [(s.topic, s.origin) for s in waiting.open] == [(DriftTopic.SUBSTANCE, DriftOrigin.LEDGER)]
    assert "fit_review" in [d.code for d in played.desk.charts.head(played.ids["D8"]).dues]


def test_played_late_in_an_american_evening_no_gate_says_the_clock_was_set_back(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "Evening.irtdesk", Clock(datetime(2026, 11, 26, 0, 5, tzinfo=UTC)))
    practices.play_demonstration(desk)
    for row in desk.clients.rows():
        assert "clock_set_back" not in desk.safety.standing(row.unit_id).reasons
    desk.context.practice.close()


def test_d3_a_request_is_practised_only_when_he_is_sober(played: Played) -> None:
    (view,) = [v for v in played.desk.skills.of(played.ids["D3"]) if v.skill.id == "S3"]
    assert view.active is not None
    assert view.active.context.startswith("only when he is sober")
    assert {v.skill.id for v in played.desk.skills.of(played.ids["D3"])} == {"B1", "B2", "R5", "S3"}


def test_no_skill_of_the_demonstration_waits_for_a_look_that_its_sessions_should_have_had(played: Played) -> None:
    waiting = [need for need in played.desk.today.page().needs if need.due.kind is DueKind.SKILL]
    assert waiting, "there is always some practice to look at"
    assert [need.due.on for need in waiting if need.due.on < NOW.date() - timedelta(days=7)] == []
    (calm,) = [v for v in played.desk.skills.of(played.ids["D8"]) if v.skill.id == "R1"]
    assert calm.revisit_on == NOW.date() + timedelta(days=18), "twice it held, so eight weeks from the last look"


def test_d4_the_board_says_that_she_is_stopped_and_points_nobody_at_an_own_part(played: Played) -> None:
    case = next(one for one in played.desk.board.cases() if one.row.unit_id == played.ids["D4"])
    assert case.row.gate is Gate.HARD_BLOCK
    assert [one.code for one in case.missing] == ["signed_plan"]
