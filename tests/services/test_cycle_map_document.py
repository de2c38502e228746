"""Which map may leave, for whom, under which gate: the maps column of 6.6, cell by cell, and what the client saw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from irt_desk.domain.patterns import (
    CycleMap,
    CycleStep,
    HorsemanTag,
    PatternCode,
    PatternStatus,
    RelationshipPattern,
    StepActor,
    StepKind,
)
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from tests.practices import Clock, screen

READERS = (Reader.CLIENT, Reader.CLINICIAN, Reader.SELF)


def steps(trigger: str = "Bins not out") -> tuple[CycleStep, ...]:
    return (
        CycleStep(actor=StepActor.CONTEXT, kind=StepKind.TRIGGER, text=trigger),
        CycleStep(actor=StepActor.CLIENT, kind=StepKind.MOVE, text="I raise my voice"),
        CycleStep(
            actor=StepActor.PARTNER, kind=StepKind.MEANING, text="Theo hears blame", alternatives=("he may be tired",)
        ),
        CycleStep(
            actor=StepActor.PARTNER,
            kind=StepKind.MOVE,
            text="Goes to the garage",
            horsemen=(HorsemanTag.STONEWALLING,),
            evidence=("told of 3 Nov",),
        ),
    )


@pytest.fixture
def shared(desk: Desk, clock: Clock, unit_id: str) -> str:
    """Return a record with a map the client has seen, and a gate that is open."""
    screen(desk, clock, unit_id)
    desk.relationships.save(
        Partner(id="", unit_id=unit_id, name="Theo Lindholm", phone="555 0177"),
        Relationship(id="", unit_id=unit_id, partner_id=""),
    )
    pattern = RelationshipPattern(
        id="",
        unit_id=unit_id,
        code=PatternCode.PURSUE_WITHDRAW,
        protective_function_partner_hypothesis="Silence may keep the peace.",
    )
    drawn = CycleMap(id="", pattern_id="", unit_id=unit_id, version=0, created=Instant(clock()), steps=steps())
    made = desk.patterns.save_with_map(pattern, drawn).value
    desk.patterns.set_status(made.pattern_id, PatternStatus.SHARED_WITH_CLIENT)
    return unit_id


def asked(unit_id: str, reader: Reader = Reader.CLIENT, *, confirmed: bool = False) -> Asked:
    return Asked(unit_id=unit_id, kind=DocumentKind.CYCLE_MAP, reader=reader, confirmed=confirmed)


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def codes(desk: Desk, what: Asked) -> list[str]:
    with pytest.raises(Refused) as refused:
        desk.documents.preview(what)
    return [reason.code for reason in refused.value.missing]


@pytest.mark.parametrize("reader", READERS)
def test_an_open_gate_lets_the_map_leave(desk: Desk, shared: str, reader: Reader) -> None:
    words = text_of(desk.documents.preview(asked(shared, reader)))
    assert "I raise my voice" in words
    assert "maybe" in words
    assert "Theo" not in words


@pytest.mark.parametrize("reader", READERS)
def test_caution_keeps_it_on_screen_until_confirmed(desk: Desk, clock: Clock, shared: str, reader: Reader) -> None:
    screen(desk, clock, shared, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    assert codes(desk, asked(shared, reader)) == ["document_confirm"]
    assert desk.documents.preview(asked(shared, reader, confirmed=True))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("confirmed", [False, True])
def test_unscreened_keeps_it_on_screen(desk: Desk, clock: Clock, shared: str, reader: Reader, confirmed: bool) -> None:
    clock.pass_days(91)
    assert codes(desk, asked(shared, reader, confirmed=confirmed)) == ["document_screen_only"]


@pytest.mark.parametrize("finding", [IpvFinding.CURRENT_CONCERN, IpvFinding.SEVERE_OR_LETHALITY_MARKERS])
@pytest.mark.parametrize("reader", READERS)
def test_a_stop_hides_it_from_print(
    desk: Desk, clock: Clock, shared: str, reader: Reader, finding: IpvFinding, tmp_path: Path
) -> None:
    screen(desk, clock, shared, finding)
    what = asked(shared, reader, confirmed=True)
    assert codes(desk, what) == ["document_stopped"]
    with pytest.raises(Refused):
        desk.documents.write(what, tmp_path / "map.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize("reader", [r for r in Reader if r not in READERS])
def test_no_other_reader_may_have_it(desk: Desk, shared: str, reader: Reader) -> None:
    with pytest.raises(UserError) as refused:
        desk.documents.preview(asked(shared, reader))
    assert refused.value.code == "document.reader_not_allowed"


def test_the_client_takes_home_the_version_the_client_saw(desk: Desk, clock: Clock, shared: str) -> None:
    (view,) = desk.patterns.of(shared)
    assert view.newest is not None
    desk.patterns.save_with_map(view.pattern, replace(view.newest, steps=steps("A canary of version two")))
    assert "canary" not in text_of(desk.documents.preview(asked(shared)))
    assert "canary" in text_of(desk.documents.preview(asked(shared, Reader.SELF)))
    newest = desk.patterns.of(shared)[0].newest
    assert newest is not None
    desk.patterns.show_to_client(newest.id)
    assert "canary" in text_of(desk.documents.preview(asked(shared)))


def test_the_clients_copy_holds_no_thought_beyond_the_map(desk: Desk, shared: str) -> None:
    home, clinic = (text_of(desk.documents.preview(asked(shared, r))) for r in (Reader.CLIENT, Reader.CLINICIAN))
    for thought in ("Silence may keep the peace", "stonewalling", "told of 3 Nov"):
        assert thought not in home
        assert thought in clinic


def test_a_working_draft_is_not_taken_home(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    pattern = RelationshipPattern(id="", unit_id=unit_id, code=PatternCode.PURSUE_WITHDRAW)
    drawn = CycleMap(id="", pattern_id="", unit_id=unit_id, version=0, created=Instant(clock()), steps=steps())
    desk.patterns.save_with_map(pattern, drawn)
    assert codes(desk, asked(unit_id)) == ["map_not_seen"]
    assert desk.documents.preview(asked(unit_id, Reader.SELF))


def test_what_was_shared_does_not_become_a_draft_again(desk: Desk, shared: str) -> None:
    (view,) = desk.patterns.of(shared)
    desk.patterns.set_status(view.pattern.id, PatternStatus.DORMANT)
    with pytest.raises(Invalid) as refused:
        desk.patterns.set_status(view.pattern.id, PatternStatus.SUSPECTED)
    assert [p.code for p in refused.value.problems] == ["shared_for_good"]
