"""Values to rows and back: nothing is lost, whatever a field is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.notes import Intervention, InterventionKind, NoteContent, PulseItem, RiskCheck, RiskItem, RiskLevel
from irt_desk.domain.values import DatePrecision, FuzzyDay, Instant
from irt_desk.storage.rows import decode, encode

_TEXT = st.text(max_size=40)


@given(
    account=_TEXT,
    pulse=st.dictionaries(st.sampled_from(list(PulseItem)), st.integers(0, 10)),
    day=st.none() | st.dates(),
    interventions=st.lists(
        st.builds(Intervention, kind=st.sampled_from(list(InterventionKind)), ref=_TEXT, text=_TEXT)
    ),
    asked=st.sets(st.sampled_from(list(RiskItem))),
    level=st.none() | st.sampled_from(list(RiskLevel)),
)
def test_a_notes_content_comes_back_as_it_went(
    account: str,
    pulse: dict[PulseItem, int],
    day: date | None,
    interventions: list[Intervention],
    asked: set[RiskItem],
    level: RiskLevel | None,
) -> None:
    content = NoteContent(
        account=account,
        pulse=pulse,
        practice_by=day,
        interventions=tuple(interventions),
        risk=RiskCheck(asked=tuple(asked), level=level),
    )
    assert decode(NoteContent, encode(content)) == content


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]))
def test_an_instant_keeps_moment_and_zone(at: datetime, zone: str) -> None:
    assert Instant.parse(str(Instant(at, zone))) == Instant(at, zone)


@given(st.dates(), st.sampled_from(list(DatePrecision)))
def test_an_imprecise_day_keeps_its_precision(day: date, precision: DatePrecision) -> None:
    assert FuzzyDay.parse(str(FuzzyDay(day, precision))) == FuzzyDay(day, precision)
