"""Codes by minutes: every worked example of the content file, the edges, guests, and what is never suggested (7.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.billing_codes import (
    CodeExample,
    ServiceUnit,
    for_minutes,
    parse_diagnosis_codes,
    parse_service_codes,
    suggested,
)
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.content import ContentError
from irt_desk.domain.sessions import Attendance, Present, PresentRole, Session, problems
from irt_desk.domain.values import Instant
from irt_desk.services import note_content

US = note_content.service_codes("us")
assert US is not None
START = datetime(2026, 11, 24, 9, tzinfo=UTC)
CLIENT, PARTNER = Present(role=PresentRole.CLIENT), Present(role=PresentRole.PARTNER_GUEST)


def held(minutes: int, **values: object) -> Session:
    return Session(
        id="s", unit_id="u", episode_id="e", starts=Instant(START), stops=Instant(START + timedelta(minutes=minutes)),
        attendance=Attendance.ATTENDED, **values,
    )  # type: ignore[arg-type]  # fields of a session  # fmt: skip


def code_of(session: Session) -> str:
    found = suggested(US, session) if US else None
    return found.code if found else ""


@pytest.mark.parametrize("example", US.examples, ids=lambda e: f"{e.minutes} min, conjoint {e.conjoint}")
def test_every_worked_example(example: CodeExample) -> None:
    present = (CLIENT, PARTNER) if example.conjoint else (CLIENT,)
    assert code_of(held(example.minutes, present=present, conjoint=example.conjoint)) == example.code


def test_a_partner_who_was_there_for_a_while_leaves_the_session_individual() -> None:
    assert code_of(held(53, present=(CLIENT, PARTNER))) == "90837"


@given(st.integers(min_value=1, max_value=480))
def test_at_most_one_of_the_individual_codes_fits(minutes: int) -> None:
    assert US is not None
    fitting = [
        c.code for c in US.codes
        if c.suggested and c.unit is ServiceUnit.INDIVIDUAL and c.low <= minutes and (c.high is None or minutes <= c.high)
    ]  # type: ignore[operator]  # suggested codes have their minutes  # fmt: skip
    assert len(fitting) == (0 if minutes < 16 else 1)
    assert code_of(held(minutes)) == "".join(fitting)


@pytest.mark.parametrize("kind", [kind for kind in Attendance if kind is not Attendance.ATTENDED])
def test_only_a_held_session_suggests_a_code(kind: Attendance) -> None:
    assert code_of(replace(held(53), attendance=kind)) == ""


def test_a_code_is_suggested_only_while_it_is_valid() -> None:
    assert US is not None
    assert for_minutes(US, 53, ServiceUnit.INDIVIDUAL, date(2023, 12, 31)) is None


def test_conjoint_needs_the_partner_among_those_present() -> None:
    assert [p.code for p in problems(held(50, conjoint=True), Instant(START + timedelta(days=1)))] == [
        "conjoint_without_guest"
    ]


def test_a_code_about_abuse_asks_for_a_second_look() -> None:
    found = note_content.diagnosis_codes("us")
    assert found is not None
    assert [c.code for c in found.sensitive(["Z63.0", "Z69.11"])] == ["Z69.11"]
    assert found.codes[0].code == "Z63.0"
    assert found.codes[0].is_valid_on(date(2026, 11, 24))


def test_a_country_without_a_list_suggests_nothing() -> None:
    assert note_content.service_codes("uk") is None
    assert note_content.diagnosis_codes("uk") is None


def test_a_broken_list_is_refused_with_every_problem() -> None:
    with pytest.raises(ContentError) as refused:
        parse_service_codes({"jurisdiction": "us", "version": 1, "codes": [{"code": "1", "valid_to": "soon"}]})
    assert "valid_to is not a day" in str(refused.value)
    assert "examples is missing" in str(refused.value)
    with pytest.raises(ContentError, match="release is missing"):
        parse_diagnosis_codes({"jurisdiction": "us"})


def test_a_session_of_two_suggests_the_conjoint_code_and_discernment_none() -> None:
    assert US is not None
    couple = suggested(US, held(50), UnitKind.COUPLE)
    assert couple is not None
    assert couple.unit is ServiceUnit.WITH_PARTNER
    assert suggested(US, held(90), UnitKind.DISCERNMENT) is None
    assert suggested(US, replace(held(50), attendance=Attendance.NO_SHOW), UnitKind.COUPLE) is None
