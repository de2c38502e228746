"""The guided intake: what counts as there, baselines that stay, and what is refused (rows 1 to 15, 38, 46, 47)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain import intake as rules
from irt_desk.domain.cases import OnsetPattern, PresentingPicture, PrimaryReason
from irt_desk.domain.figures.primitives import Dot, Ink, Rect
from irt_desk.domain.figures.scale_marks import ScaleMark, ScaleRow, scale_figure
from irt_desk.domain.intake import (
    ClientCommitment,
    Dimension,
    HurtHolder,
    IntakePicture,
    IntakeTheme,
    RelationshipDimension,
    Role,
    RoleFunctioning,
    ThemeState,
    UnresolvedHurt,
)
from irt_desk.domain.patterns import Source
from irt_desk.domain.relationships import (
    AutonomyConnection,
    Relationship,
    StressCoping,
    closeness_problems,
    coping_problems,
    relationship_problems,
)
from irt_desk.domain.values import DatePrecision, FuzzyDay, Instant

TODAY = date(2026, 11, 24)
NOW = Instant(datetime(2026, 11, 24, 9, tzinfo=UTC))
EMPTY = IntakePicture(presenting=PresentingPicture(unit_id="u"))


def role(day: date, rating: int, minutes: int = 0) -> RoleFunctioning:
    entered = Instant(NOW.at + timedelta(minutes=minutes))
    return RoleFunctioning(id="", unit_id="u", role=Role.WORK, rating=rating, as_of=day, entered=entered)


def dimension(now: int, wished: int) -> RelationshipDimension:
    return RelationshipDimension(
        id="", unit_id="u", dimension=Dimension.LOVE, now=now, wished=wished, as_of=TODAY, entered=NOW
    )


def state_of(picture: IntakePicture, theme: IntakeTheme) -> ThemeState:
    return next(item.state for item in rules.progress(picture) if item.theme is theme)


def test_a_new_case_is_empty_everywhere_and_says_which_parts() -> None:
    found = rules.progress(EMPTY)
    assert [item.theme for item in found] == list(IntakeTheme)
    assert {item.state for item in found} == {ThemeState.EMPTY}
    assert all(item.empty and not item.there for item in found)


def test_a_theme_is_begun_with_one_part_and_there_with_all_of_them() -> None:
    words = replace(EMPTY.presenting, client_words="We only talk about the bins.")
    begun = replace(EMPTY, presenting=words)
    assert state_of(begun, IntakeTheme.PRESENTING) is ThemeState.STARTED
    whole = replace(
        words, clinical_summary="Distance.", primary_reason=PrimaryReason.BOTH, onset=(OnsetPattern.UNCLEAR,),
        arguments_per_week=0.0,
    )  # fmt: skip
    assert state_of(replace(EMPTY, presenting=whole), IntakeTheme.PRESENTING) is ThemeState.FILLED


def test_no_arguments_at_all_is_an_answer_and_not_an_empty_field() -> None:
    told = replace(EMPTY, presenting=replace(EMPTY.presenting, arguments_per_week=0.0))
    assert "arguments_per_week" in rules.progress(told)[0].there


def test_hurts_are_there_when_both_directions_were_told() -> None:
    own = UnresolvedHurt(id="1", unit_id="u", short_label="left alone")
    one = replace(EMPTY, hurts=(own,))
    assert state_of(one, IntakeTheme.HURTS) is ThemeState.STARTED
    both = replace(one, hurts=(own, replace(own, id="2", holder=HurtHolder.PARTNER_AS_REPORTED)))
    assert state_of(both, IntakeTheme.HURTS) is ThemeState.FILLED


@given(st.sets(st.sampled_from(IntakeTheme)))
def test_leaving_a_theme_out_never_hides_that_it_is_there(skipped: set[IntakeTheme]) -> None:
    told = replace(EMPTY, commitments=(ClientCommitment(id="1", unit_id="u", behaviour="I ask once."),))
    told = replace(told, presenting=replace(told.presenting, first_focus="One evening."), skipped=tuple(skipped))
    states = {item.theme: item.state for item in rules.progress(told)}
    assert states[IntakeTheme.FIRST_STEPS] is ThemeState.FILLED
    for theme in set(IntakeTheme) - {IntakeTheme.FIRST_STEPS}:
        assert states[theme] is (ThemeState.SKIPPED if theme in skipped else ThemeState.EMPTY)


@pytest.mark.parametrize(
    ("held", "focus", "due"), [(2, "", False), (3, "", True), (3, "One evening.", False), (9, " ", True)]
)
def test_the_first_focus_is_due_by_the_end_of_the_third_session(held: int, focus: str, due: bool) -> None:
    picture = replace(EMPTY, sessions=held, presenting=replace(EMPTY.presenting, first_focus=focus))
    assert rules.focus_is_due(picture) is due


def test_the_first_day_stays_the_baseline_and_a_correction_holds_for_its_day() -> None:
    first, again, later = role(TODAY - timedelta(days=30), 8), role(TODAY - timedelta(days=30), 7, 5), role(TODAY, 6, 9)
    assert [r.rating for r in rules.by_day([later, first, again])] == [7, 6]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10)), min_size=1, max_size=12))
def test_ratings_by_day_are_in_order_with_one_a_day(told: list[tuple[int, int]]) -> None:
    given_ = [role(TODAY - timedelta(days=back), value, n) for n, (back, value) in enumerate(told)]
    found = rules.by_day(given_)
    assert [r.as_of for r in found] == sorted({r.as_of for r in given_})
    assert {r.as_of: r.rating for r in found} == {r.as_of: r.rating for r in given_}


@pytest.mark.parametrize(("now", "wished", "gap"), [(3, 8, 5), (8, 8, 0), (9, 4, -5)])
def test_the_gap_is_wished_minus_now(now: int, wished: int, gap: int) -> None:
    assert dimension(now, wished).gap == gap


def test_what_is_outside_its_scale_or_in_the_future_is_named_on_its_own_line() -> None:
    found = rules.dimension_problems([dimension(11, 3)], TODAY)
    assert [(p.field, p.code) for p in found] == [(Dimension.LOVE, "out_of_range")]
    found = rules.role_problems([role(TODAY + timedelta(days=1), 5)], TODAY)
    assert [(p.field, p.code) for p in found] == [("as_of", "in_future")]
    assert [p.code for p in rules.role_problems([], TODAY)] == ["nothing_rated"]


def test_a_commitment_is_not_looked_at_before_it_began() -> None:
    made = ClientCommitment(
        id="", unit_id="u", behaviour="I ask once.", start=TODAY, review_on=TODAY - timedelta(days=1)
    )
    assert [p.code for p in rules.commitment_problems(made)] == ["before_start"]
    assert [p.code for p in rules.commitment_problems(replace(made, behaviour=" ", review_on=None))] == ["empty"]


def place(**values: object) -> AutonomyConnection:
    given_ = {"client_position": 3, **values}
    return AutonomyConnection(id="", unit_id="u", on=TODAY, recorded=NOW, **given_)  # type: ignore[arg-type]  # fields of a place


def test_the_distance_needs_both_places() -> None:
    assert place().distance is None
    assert place(partner_position=8).distance == 5


@pytest.mark.parametrize("source", Source)
def test_where_the_partner_stands_is_told_or_guessed_never_measured(source: Source) -> None:
    found = [p.code for p in closeness_problems(place(partner_position=8, source=source), TODAY)]
    told = source in (Source.CLIENT_REPORT, Source.PARTNER_REPORT, Source.THERAPIST_HYPOTHESIS)
    assert found == ([] if told else ["partner_place_source"])


def test_a_way_of_coping_says_something_and_a_wedding_is_not_before_the_beginning() -> None:
    assert [p.code for p in coping_problems(StressCoping(id="", unit_id="u"))] == ["coping_empty"]
    year = FuzzyDay(date(2020, 1, 1), DatePrecision.YEAR)
    link = Relationship(id="", unit_id="u", partner_id="p", started=year, married_since=FuzzyDay(date(2019, 6, 1)))
    assert [p.code for p in relationship_problems(link, TODAY)] == ["before_start"]
    assert relationship_problems(replace(link, married_since=year), TODAY) == []


@given(st.integers(0, 10), st.integers(0, 10), st.sampled_from([240.0, 640.0]))
def test_a_guessed_place_is_dashed_and_every_place_has_its_words_inside(own: int, other: int, width: float) -> None:
    marks = (
        ScaleMark(value=own, words=f"Client {own}"),
        ScaleMark(value=other, words=f"Sable, maybe {other}", ink=Ink.PARTNER, dashed=True),
    )
    figure = scale_figure([ScaleRow(label="Where the two stand", marks=marks, aside="distance")], width=width)
    (dot,) = [s for s in figure.primitives if isinstance(s, Dot)]
    (box,) = [s for s in figure.primitives if isinstance(s, Rect)]
    assert box.dash
    assert dot.x - dot.radius >= 0
    assert dot.x + dot.radius <= width
    assert "maybe" in figure.alternative_text
