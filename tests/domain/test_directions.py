"""When a decision of discernment is looked at again, where a person leaned first and leans now, and what asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from irt_desk.domain.cases import CareEpisode, CaseState, Outcome, UnitKind
from irt_desk.domain.discernment import (
    DcDecision,
    DirectionReview,
    DiscernmentSession,
    OneToOne,
    agreed_day,
    current_leaning,
    direction_due,
    direction_problems,
    first_leaning,
)
from irt_desk.domain.dues import DueFacts, dues_of
from irt_desk.domain.inventory import ClientChoice, Material, PrivateKnowledge
from irt_desk.domain.safety import Gate, GateStanding
from irt_desk.domain.transitions import TransitionReview
from irt_desk.domain.units import DiscernmentScreen, Leaning, Place
from irt_desk.domain.values import Instant

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=180)
NOW = Instant(datetime(2026, 3, 2, 9, tzinfo=UTC))
D, K, S, L = DcDecision, UnitKind, CaseState, Leaning
OPEN = GateStanding(Gate.OPEN, (), DAY, DAY + timedelta(days=90))


def episode(state: CaseState = S.OPEN, **more: object) -> CareEpisode:
    values: dict[str, object] = {
        "id": "e", "unit_id": "u", "number": 1, "state": state, "state_since": DAY, "opened_on": DAY,
    }  # fmt: skip
    return CareEpisode(**values | more)  # type: ignore[arg-type]  # test values by name


def decision(a: DcDecision, b: DcDecision | None = None) -> DiscernmentSession:
    return DiscernmentSession(
        id="d", unit_id="u", session_id="s", number=3, recorded=NOW, choice_a=a, choice_b=b or a,
        path_1_review_on=DAY, path_3_start=DAY, path_3_review_on=LATER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "due"),
    [
        (decision(D.PATH_1), ("path_1_review", DAY)), (decision(D.PATH_1, D.PATH_3), ("path_1_review", DAY)),
        (decision(D.PATH_3), ("path_3_review", LATER)), (decision(D.PATH_2), None), (None, None),
        (replace(decision(D.PATH_1), voided_reason="told what to say"), None),
    ],
)  # fmt: skip
def test_an_open_discernment_carries_the_day_of_what_happens(
    chosen: DiscernmentSession | None, due: tuple[str, date] | None
) -> None:
    assert direction_due(K.DISCERNMENT, episode(), chosen) == due
    assert agreed_day(chosen) == (due[1] if due else None)


def test_a_closed_one_carries_the_day_it_closed_with() -> None:
    closed = episode(S.CLOSED, look_again_on=LATER, outcome=Outcome.PATH_1)
    assert direction_due(K.DISCERNMENT, closed, decision(D.PATH_1)) == ("path_1_review", LATER)
    other = replace(closed, outcome=Outcome.STOP_NO_DECISION)
    assert direction_due(K.DISCERNMENT, other, decision(D.STOP_NO_DECISION)) == ("direction_review", LATER)
    assert direction_due(K.DISCERNMENT, replace(closed, look_again_on=None), decision(D.PATH_1)) is None


def test_path_3_is_asked_for_once_on_the_unit_it_led_to() -> None:
    moved = episode(S.CLOSED, look_again_on=LATER, outcome=Outcome.PATH_3)
    assert direction_due(K.DISCERNMENT, moved, decision(D.PATH_3)) is None
    assert direction_due(K.COUPLE, episode(look_again_on=LATER), None) == ("path_3_review", LATER)


@pytest.mark.parametrize("state", [S.SUSPENDED, S.CLOSING, S.CLOSED])
def test_couple_work_that_rests_or_ended_asks_for_no_review(state: CaseState) -> None:
    assert direction_due(K.COUPLE, episode(state, look_again_on=LATER), None) is None


def test_nothing_is_asked_while_a_unit_closes_and_nothing_of_other_records() -> None:
    assert direction_due(K.DISCERNMENT, episode(S.CLOSING, look_again_on=LATER), decision(D.PATH_1)) is None
    assert direction_due(K.INDIVIDUAL_IRT, episode(S.ACTIVE_IRT, look_again_on=LATER), None) is None


def test_a_look_sets_the_next_day_or_none() -> None:
    look = DirectionReview(id="l", unit_id="u", on=DAY, recorded=NOW, what="It holds.", next_on=LATER)
    assert direction_due(K.DISCERNMENT, episode(), decision(D.PATH_1), [look]) == ("path_1_review", LATER)
    assert direction_due(K.DISCERNMENT, episode(), decision(D.PATH_1), [replace(look, next_on=None)]) is None


def test_a_look_says_what_both_said_and_a_later_day() -> None:
    look = DirectionReview(id="l", unit_id="u", on=DAY, recorded=NOW, what="It holds.", next_on=LATER)
    assert direction_problems(look, DAY) == []
    wrong = replace(look, what=" ", next_on=DAY, on=DAY + timedelta(days=1))
    assert {(p.field, p.code) for p in direction_problems(wrong, DAY)} == {
        ("on", "in_future"), ("what", "empty"), ("next_on", "before_start"),
    }  # fmt: skip


def due_codes(today: date = LATER, **more: object) -> list[str]:
    values: dict[str, object] = {"episode": episode(), "standing": OPEN}
    found = dues_of(DueFacts(**values | more), today)  # type: ignore[arg-type]  # test values by name
    return [due.code for due in found if due.shows(today) and due.kind.value == "look_again"]


def test_the_days_are_due_and_a_stop_silences_them() -> None:
    couple: dict[str, object] = {"kind": K.COUPLE, "episode": episode(look_again_on=LATER)}
    assert due_codes(**couple) == ["path_3_review"]
    assert due_codes(LATER - timedelta(days=8), **couple) == []
    assert due_codes(**couple, standing=replace(OPEN, gate=Gate.BLOCKED)) == []
    closed = episode(S.CLOSED, look_again_on=LATER, outcome=Outcome.PATH_1)
    assert due_codes(kind=K.DISCERNMENT, episode=closed, decision=decision(D.PATH_1)) == ["path_1_review"]


def test_what_the_client_wanted_to_have_told_is_due_on_that_day_and_not_before() -> None:
    held = PrivateKnowledge(text="x", material=Material.YES, choice=ClientChoice.WILL_TELL_BY_DATE, tell_by=DAY, id="i")
    later = replace(held, tell_by=LATER)
    review = TransitionReview(id="r", unit_id="u", episode_id="e", opened_on=DAY, inventory=(later, held))
    given: dict[str, object] = {"episode": episode(S.TRANSITION_PREP), "review": review}
    assert due_codes(DAY - timedelta(days=1), **given) == []
    assert due_codes(DAY, **given) == ["tell_by"]
    told = replace(review, inventory=(replace(held, choice=ClientChoice.TOLD),))
    assert due_codes(DAY, **given | {"review": told}) == []
    assert due_codes(DAY, **given, standing=replace(OPEN, gate=Gate.HARD_BLOCK)) == []


def screened(leaning: Leaning | None, *, alone: bool = True) -> DiscernmentScreen:
    return DiscernmentScreen(
        id="n", from_unit_id="f", place=Place.B, on=DAY, recorded=NOW, leaning=leaning, alone=alone
    )


def part(leaning: Leaning | None) -> OneToOne:
    return OneToOne(id="p", unit_id="u", session_id="s", client_id="c", place=Place.B, recorded=NOW, leaning=leaning)


def test_the_first_leaning_comes_from_the_screening_and_the_current_one_from_the_last_part_that_says_it() -> None:
    parts = [part(L.MOSTLY_OUT), part(L.TORN), part(None)]
    assert first_leaning([screened(L.OUT)], parts) is L.OUT
    assert current_leaning([screened(L.OUT)], parts) is L.TORN
    assert first_leaning([screened(L.OUT, alone=False)], parts) is L.MOSTLY_OUT
    assert (current_leaning([screened(L.OUT)], []), first_leaning([], [])) == (L.OUT, None)
