"""The overlay ``safety_stop``: on with a stop, off only when a screening sets the gate to open or caution (T24, T25)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.safety import Gate
from irt_desk.domain.safety_stops import SafetyStop, change, is_on
from irt_desk.domain.values import Instant

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def played(gates: list[Gate]) -> tuple[SafetyStop, ...]:
    found: tuple[SafetyStop, ...] = ()
    for minute, gate in enumerate(gates):
        turned = change(found, gate)
        if turned is not None:
            at = Instant(NOW + timedelta(minutes=minute))
            found = (*found, SafetyStop(id=f"{minute:03}", unit_id="u", is_on=turned, on=date(2026, 3, 2), recorded=at))
    return found


@given(st.lists(st.sampled_from(list(Gate)), max_size=12))
def test_rows_come_in_turns_and_end_as_the_gates_do(gates: list[Gate]) -> None:
    rows = played(gates)
    assert [row.is_on for row in rows] == [place % 2 == 0 for place in range(len(rows))]
    telling = [gate for gate in gates if gate is not Gate.UNSCREENED]
    assert is_on(rows) == bool(telling and telling[-1].is_stop)


def test_a_screening_that_grew_old_lifts_nothing() -> None:
    assert is_on(played([Gate.BLOCKED, Gate.UNSCREENED]))
    assert not is_on(played([Gate.BLOCKED, Gate.UNSCREENED, Gate.CAUTION]))


def test_from_one_stop_to_the_other_nothing_is_written() -> None:
    assert len(played([Gate.BLOCKED, Gate.HARD_BLOCK, Gate.BLOCKED])) == 1
    assert played([Gate.OPEN, Gate.CAUTION]) == ()
