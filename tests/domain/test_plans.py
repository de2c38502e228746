"""Plans: whose act a goal is, what differs between versions, progress from signed notes, reviews (domain paper, 7.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.formulations import Formulation
from irt_desk.domain.formulations import missing_for_signing as formulation_missing
from irt_desk.domain.notes import NoteContent, NoteStatus, ObjectiveProgress, Progress, ProgressNote
from irt_desk.domain.plan_progress import plan_changes, progress_of, signed_notes
from irt_desk.domain.plan_reviews import GoalReview, PlanReview, ReviewDecision, review_due, review_problems, reviewed
from irt_desk.domain.plans import (
    Agreement,
    Goal,
    GoalDomain,
    GoalStatus,
    Objective,
    PlanProblem,
    TreatmentPlan,
    missing_for_signing,
    partner_is_actor,
    problems,
)
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.values import Instant, Signature

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OBJECTIVE = Objective(
    id="o", number="1.1", text="I say one feeling before I ask", baseline="0 of 4", measure="log", target="3 of 4",
    target_on=TODAY + timedelta(days=60), interventions=("S1 Soft start, weekly", "letter to read aloud"),
)  # fmt: skip
GOAL = Goal(id="g", text="I want us to talk", domain=GoalDomain.RELATIONSHIP, objectives=(OBJECTIVE,), problem_id="p")
PLAN = TreatmentPlan(
    id="t", unit_id="u", version=1, problems=(PlanProblem(id="p", text="Silence", rests_on="Z63.0"),), problem="Silence",
    goals=(GOAL,), client_agreement="aloud", review_on=TODAY + timedelta(days=90),
    signed=Signature("Dr. Test", "PhD", Instant(NOW - timedelta(days=60))),
)  # fmt: skip


def held(
    number: int, *progress: ObjectiveProgress, status: NoteStatus = NoteStatus.SIGNED
) -> tuple[Session, ProgressNote]:
    """Return a session, a week after the one before, with its note signed an hour later."""
    starts = Instant(NOW - timedelta(days=60) + timedelta(days=7 * number))
    session = Session(
        id=f"s{number}", unit_id="u", episode_id="e", starts=starts, stops=Instant(starts.at + timedelta(minutes=50)),
        number=number, attendance=Attendance.ATTENDED,
    )  # fmt: skip
    note = ProgressNote(
        id=f"n{number}", session_id=session.id, unit_id="u", status=status, content=NoteContent(progress=progress),
        written=starts, saved=starts, signature=Signature("Dr. Test", "PhD", Instant(starts.at + timedelta(hours=1))),
    )  # fmt: skip
    return session, note


def rated(rating: Progress, objective: str = "o") -> ObjectiveProgress:
    return ObjectiveProgress(objective_id=objective, rating=rating)


@pytest.mark.parametrize(
    "text",
    [
        "He will listen without his phone",
        "Tobiah listens to me",
        "My husband always interrupts less",
        "that she comes home earlier",
        "I want him to stop shouting",
        "For Tobiah to say what he feels",
        "the wife agrees to talk on Sundays",
        "convince my partner to come along",
    ],
)
def test_what_the_partner_should_do_is_a_hope(text: str) -> None:
    assert partner_is_actor(text, ["Tobiah"])


@pytest.mark.parametrize(
    "text",
    [
        "I ask him for ten minutes without a phone",
        "I start hard talks softly in 3 of 4 tries",
        "Tobiah and I eat together; I lay the table",
        "I tell Tobiah one feeling a day",
        "I want to stop chasing and hear her",
        "Ask her what she saw, and wait",
        "Partner work is my wish; I name it",
    ],
)
def test_what_the_client_does_toward_the_partner_stays_an_objective(text: str) -> None:
    assert not partner_is_actor(text, ["Tobiah"])


def test_a_goal_that_belongs_to_the_partner_is_refused_like_an_objective() -> None:
    plan = replace(PLAN, goals=(replace(GOAL, text="He will open up"),))
    assert [p.code for p in problems(plan)] == ["goal_partner_as_actor"]
    assert "plan_goal_partner_as_actor" in [m.code for m in missing_for_signing(plan)]


def test_a_whole_plan_lacks_nothing_and_says_what_it_lacks_otherwise() -> None:
    assert missing_for_signing(PLAN) == []
    bare = TreatmentPlan(id="t", unit_id="u", version=1)
    assert {"plan_problem", "plan_relationship_goal", "plan_objectives", "plan_review_on"} <= {
        m.code for m in missing_for_signing(bare)
    }


def test_an_agreement_is_words_or_its_kind_with_the_day() -> None:
    silent = replace(PLAN, client_agreement="")
    assert [m.code for m in missing_for_signing(silent)] == ["plan_client_agreement"]
    assert [m.code for m in missing_for_signing(replace(silent, agreement=Agreement.VERBAL))] == [
        "plan_client_agreement"
    ]
    assert missing_for_signing(replace(silent, agreement=Agreement.SIGNATURE, agreed_on=TODAY)) == []


def test_a_plan_of_the_first_release_has_its_one_problem() -> None:
    old = replace(PLAN, problems=(), goals=(replace(GOAL, problem_id=""),))
    assert [p.text for p in old.stated_problems] == ["Silence"]
    assert old.problem_of(old.goals[0]) == old.stated_problems[0]


def test_an_intervention_is_linked_to_a_skill_by_the_code_at_its_head() -> None:
    assert OBJECTIVE.skill_ids == ("S1",)


def test_progress_counts_signed_notes_only_and_says_out_of_how_many() -> None:
    pairs = [held(1, rated(Progress.SAME)), held(2, rated(Progress.BETTER)), held(3, rated(Progress.NOT_ADDRESSED)),
             held(4, rated(Progress.BETTER), status=NoteStatus.DRAFT), held(5)]  # fmt: skip
    signed = signed_notes([s for s, _ in pairs], [n for _, n in pairs])
    (line,) = progress_of(PLAN, signed)
    assert (line.sessions, [r.number for r in line.rated], [r.number for r in line.worked_on]) == (4, [1, 2, 3], [1, 2])
    assert line.last is not None
    assert line.last.rating is Progress.BETTER


def test_two_versions_are_compared_by_what_they_say_not_by_their_numbers() -> None:
    renumbered = replace(
        PLAN, version=2, signed=None, goals=(replace(GOAL, objectives=(replace(OBJECTIVE, number="2.1"),)),)
    )
    assert plan_changes(PLAN, renumbered) == ()
    other = replace(OBJECTIVE, id="o2", text="I ask for a pause")
    changed = replace(
        renumbered, goals=(replace(GOAL, objectives=(replace(OBJECTIVE, target="4 of 4"), other)),), frequency="weekly"
    )
    found = plan_changes(PLAN, changed)
    assert [(c.field, bool(c.before), bool(c.after)) for c in found] == [
        ("objective", True, True), ("objective", False, True), ("frequency", False, True),
    ]  # fmt: skip


REVIEW = PlanReview(
    id="r", unit_id="u", plan_id="t", plan_version=1, on=TODAY, data=("Objective 1.1: better 2",), summary="Going on.",
    decision=ReviewDecision.CONTINUE, next_review_on=TODAY + timedelta(days=90),
    goals=(GoalReview(goal_id="g", status=GoalStatus.PARTLY_MET),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"data": ()}, "review_without_data"),
        ({"summary": " "}, "empty"),
        ({"decision": None}, "empty"),
        ({"next_review_on": None}, "empty"),
        ({"next_review_on": TODAY}, "review_not_ahead"),
        ({"on": TODAY + timedelta(days=1), "next_review_on": TODAY + timedelta(days=9)}, "in_future"),
    ],
)
def test_a_review_says_what_it_lacks(change: dict[str, object], code: str) -> None:
    assert review_problems(REVIEW, TODAY) == []
    assert [p.code for p in review_problems(replace(REVIEW, **change), TODAY)] == [code]  # type: ignore[arg-type]  # fields of a review


def test_a_review_without_data_needs_the_reason_and_an_ending_needs_no_next_one() -> None:
    assert review_problems(replace(REVIEW, data=(), no_data_because="Two sessions only."), TODAY) == []
    ending = replace(REVIEW, decision=ReviewDecision.PREPARE_ENDING, next_review_on=None)
    assert review_problems(ending, TODAY) == []


def test_the_next_review_is_what_the_last_one_set_and_its_statuses_hold() -> None:
    assert review_due(PLAN, []) == PLAN.review_on
    assert review_due(PLAN, [REVIEW]) == REVIEW.next_review_on
    assert review_due(PLAN, [replace(REVIEW, plan_id="another")]) == PLAN.review_on
    later = replace(
        REVIEW, id="r2", on=TODAY + timedelta(days=3), goals=(GoalReview(goal_id="g", status=GoalStatus.MET),)
    )
    assert reviewed(PLAN, [later, REVIEW]).goals[0].status is GoalStatus.MET
    assert PLAN.goals[0].status is GoalStatus.OPEN


@given(st.lists(st.sampled_from(list(Progress)), max_size=12))
def test_every_rating_is_counted_once(ratings: list[Progress]) -> None:
    signed = [held(n, rated(r)) for n, r in enumerate(ratings, 1)]
    (line,) = progress_of(PLAN, signed)
    assert sum(line.counts.values()) == len(ratings) == line.sessions
    assert len(line.worked_on) == len(ratings) - ratings.count(Progress.NOT_ADDRESSED)


def test_a_formulation_is_not_signed_without_the_partners_side_and_another_reading() -> None:
    draft = Formulation(id="f", unit_id="u", version=1, what_keeps_it_going="Knock and close.")
    assert [m.code for m in formulation_missing(draft)] == [
        "formulation_partner_perspective", "formulation_other_reading",
    ]  # fmt: skip
    whole = replace(draft, partner_perspective="maybe he fears to make it worse", other_readings=("he is tired",))
    assert formulation_missing(whole) == []


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("S1 Soft start, weekly", "Soft start, weekly"),
        ("S1, weekly", "Soft start, weekly"),
        ("S1: dry run", "Soft start, dry run"),
        ("S1", "Soft start"),
        ("letter to read aloud", "letter to read aloud"),
        ("T4 form to the insurer", "T4 form to the insurer"),
        ("", ""),
    ],
)
def test_at_home_a_line_of_a_plan_names_its_skill_instead_of_its_code(line: str, then: str) -> None:
    told = replace(OBJECTIVE, interventions=(line,))
    assert told.interventions_by_name({"S1": "Soft start"}) == (then,)
    assert told.interventions_by_name({}) == (line,), "where codes are read, they stay"
