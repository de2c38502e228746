"""What is counted for a skill: figures by hand, review rules, and answers that do not fit their field (section 3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.content import ReviewExample
from irt_desk.domain.counts import (
    FieldKind,
    Option,
    SkillField,
    SkillUse,
    answer_problems,
    figure,
    in_order,
    reviews_due,
    use_problems,
)
from irt_desk.domain.values import Instant
from irt_desk.services import content

TODAY = date(2026, 11, 24)
NOW = Instant(datetime(2026, 11, 24, 9, tzinfo=UTC))
LIBRARY = content.load_skills()


def uses(skill_id: str, *answers: dict[str, str], wrong: tuple[int, ...] = ()) -> list[SkillUse]:
    """Return records of a skill, a day apart, oldest first."""
    first = TODAY - timedelta(days=len(answers))
    return [
        SkillUse(
            id=f"{n:03}", unit_id="u", skill_id=skill_id, skill_version=1, on=first + timedelta(days=n), entered=NOW,
            answers=given_, entered_in_error=n in wrong,
        )
        for n, given_ in enumerate(answers)
    ]  # fmt: skip


def value(skill_id: str, code: str, records: list[SkillUse]) -> float | None:
    count = next(c for c in LIBRARY[skill_id].counts if c.code == code)
    return figure(count, records).value


def time_out(on_time: bool, minutes: int | None) -> dict[str, str]:
    found = {"called_at": "2026-11-01T20:00", "on_time": "yes" if on_time else "no"}
    if minutes is not None:
        found["returned_at"] = (datetime(2026, 11, 1, 20) + timedelta(minutes=minutes)).isoformat()
    return found


def due(skill_id: str, records: list[SkillUse]) -> list[str]:
    return [r.code for r in reviews_due(LIBRARY[skill_id].counts, LIBRARY[skill_id].reviews, records)]


@pytest.mark.parametrize("example", LIBRARY["R4"].examples, ids=lambda example: example.name)
def test_the_worked_examples_of_the_time_out_come_out_of_its_records(example: ReviewExample) -> None:
    records = uses("R4", *(time_out(use.on_time, use.absence_minutes) for use in example.uses))
    assert tuple(due("R4", records)) == example.reviews


def test_the_time_out_in_figures_by_hand() -> None:
    records = uses(
        "R4",
        {**time_out(True, 30), "reopened_by": "caller", "partner_reaction": "nodded"},
        {**time_out(True, 90), "reopened_by": "other"},
        {**time_out(False, None), "partner_reaction": "went to bed"},
    )
    assert value("R4", "called", records) == 3
    assert value("R4", "returned_on_time", records) == 2
    assert value("R4", "return_rate", records) == pytest.approx(2 / 3)
    assert value("R4", "absence_hours", records) == 1
    assert value("R4", "reopened_by_caller", records) == 1
    reaction = next(c for c in LIBRARY["R4"].counts if c.code == "partner_reaction")
    assert figure(reaction, records).text == "went to bed"


def test_a_record_entered_in_error_stays_and_counts_no_more() -> None:
    records = uses("R4", time_out(True, 30), time_out(False, None), wrong=(1,))
    assert value("R4", "return_rate", records) == 1
    assert len(in_order(records)) == 1


def check(decision: str, topic: str = "money", rating: str = "") -> dict[str, str]:
    return {"topic": topic, "decision": decision, **({"rating": rating} if rating else {})}


def test_three_delays_of_one_topic_ask_for_a_look_and_opening_it_ends_the_count() -> None:
    three = [check("delayed"), check("delayed", " Money "), check("delayed", "MONEY")]
    assert due("R3", uses("R3", *three[:2], check("delayed", "chores"))) == []
    assert due("R3", uses("R3", *three)) == ["put_off_again"]
    assert due("R3", uses("R3", *three, check("started"))) == []


def test_the_share_started_below_six_is_of_the_talks_that_were_opened() -> None:
    records = uses("R3", check("started", rating="5"), check("started", rating="6"), check("delayed", rating="2"))
    assert value("R3", "starts_below_6", records) == 0.5


def start(style: str, response: str) -> dict[str, str]:
    return {"start_style": style, "partner_response": response}


def test_the_response_by_start_style_is_shown_from_five_on_and_never_from_fewer() -> None:
    count = next(c for c in LIBRARY["S1"].counts if c.code == "response_by_start")
    four = [start("soft", "engaged"), start("soft", "engaged"), start("harsh", "defensive"), start("soft", "withdrew")]
    assert figure(count, uses("S1", *four)).rows == ()
    assert figure(count, uses("S1", *four)).n == 4
    assert figure(count, uses("S1", *four, {"start_style": "soft"})).rows == (), "an unanswered one is no fifth"
    rows = figure(count, uses("S1", *four, start("soft", "mixed"))).rows
    assert [(row.answer, row.n, row.cells[0]) for row in rows] == [
        ("soft", 4, ("engaged", 2)),
        ("harsh", 1, ("defensive", 1)),
    ]


def test_a_second_look_shows_how_far_the_feeling_fell_and_was_checked() -> None:
    records = uses(
        "U5",
        {"situation": "late", "feeling_before": "80", "feeling_after": "45", "checked": "yes"},
        {"situation": "quiet", "feeling_before": "60", "feeling_after": "50", "checked": "no"},
        {"situation": "phone"},
    )
    assert value("U5", "feeling_drop", records) == 22.5
    assert value("U5", "checked_with_partner", records) == 0.5


def test_being_corrected_is_a_share_of_what_was_asked() -> None:
    records = uses(
        "L1", *({"cue": "sigh", "checked": c} for c in ("no", "yes_confirmed", "yes_corrected", "yes_corrected"))
    )
    assert value("L1", "checked_out", records) == 0.75
    assert value("L1", "corrected", records) == pytest.approx(2 / 3)


def test_two_punished_noes_ask_whether_these_are_requests() -> None:
    no = {"request": "tea", "answer": "no", "no_punished": "yes"}
    assert due("S3", uses("S3", no)) == []
    assert due("S3", uses("S3", no, {"request": "tea", "answer": "yes", "no_punished": "yes"})) == []
    assert due("S3", uses("S3", no, no)) == ["no_not_free"]


def test_days_are_days_however_often_in_one() -> None:
    said = {"said": "thank you"}
    records = uses("S4", said, said)
    same = [*records, *uses("S4", said)[:1]]
    assert value("S4", "days", records) == 2
    assert value("S4", "days", same) == 2


ANSWER = st.fixed_dictionaries(
    {"called_at": st.just("2026-11-01T20:00"), "on_time": st.sampled_from(["yes", "no", ""])}
)


@given(st.lists(ANSWER, max_size=12))
def test_a_rate_is_a_share_and_its_rule_needs_five(answers: list[dict[str, str]]) -> None:
    records = uses("R4", *answers)
    answered = [a for a in answers if a["on_time"]]
    rate = value("R4", "return_rate", records)
    assert (rate is None) == (not answered)
    assert rate is None or 0 <= rate <= 1
    if len(answered) < 5:
        assert due("R4", records) == []


@pytest.mark.parametrize("skill", list(LIBRARY.values()), ids=lambda skill: skill.id)
def test_without_records_nothing_is_said(skill: object) -> None:
    assert all(figure(c, []).value is None and not figure(c, []).text for c in skill.counts)  # type: ignore[attr-defined]  # a skill


FIELDS = (
    SkillField(code="begun", label="Begun", kind=FieldKind.MOMENT, needed=True),
    SkillField(code="ended", label="Ended", kind=FieldKind.MOMENT, after="begun"),
    SkillField(code="hard", label="Hard", kind=FieldKind.RATING_0_10),
    SkillField(code="minutes", label="Minutes", kind=FieldKind.MINUTES, low=20, high=1440),
    SkillField(code="how", label="How", kind=FieldKind.CHOICE, options=(Option(code="soft", label="Soft"),)),
    SkillField(code="kept", label="Kept", kind=FieldKind.YES_NO),
)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({}, ("begun", "empty")),
        ({"begun": "tomorrow-ish"}, ("begun", "not_a_moment")),
        ({"begun": "2026-11-24T10:00", "ended": "2026-11-24T09:00"}, ("ended", "stop_before_start")),
        ({"begun": "2026-11-24T10:00", "hard": "11"}, ("hard", "out_of_range")),
        ({"begun": "2026-11-24T10:00", "hard": "nan"}, ("hard", "out_of_range")),
        ({"begun": "2026-11-24T10:00", "minutes": "19"}, ("minutes", "out_of_range")),
        ({"begun": "2026-11-24T10:00", "minutes": "an hour"}, ("minutes", "not_a_number")),
        ({"begun": "2026-11-24T10:00", "how": "gruff"}, ("how", "not_an_option")),
        ({"begun": "2026-11-24T10:00", "kept": "maybe"}, ("kept", "not_an_option")),
        ({"begun": "2026-11-24T10:00", "colour": "red"}, ("colour", "unknown_field")),
    ],
)
def test_an_answer_fits_its_field(answers: dict[str, str], problem: tuple[str, str]) -> None:
    assert [(p.field, p.code) for p in answer_problems(FIELDS, answers)] == [problem]


def test_a_record_says_something_and_has_happened() -> None:
    whole = uses("U4", {"felt_supported": "7"})[0]
    fields = LIBRARY["U4"].fields
    assert use_problems(fields, whole, TODAY) == []
    assert [p.code for p in use_problems(fields, whole, TODAY - timedelta(days=9))] == ["in_future"]
    assert "empty" in [p.code for p in use_problems(fields, uses("U4", {})[0], TODAY)]
