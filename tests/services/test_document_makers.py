"""What every document obeys, whatever it is about: readers, subjects, the second confirmation, the gate's column for paper."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.domain.safety import IpvFinding
from irt_desk.errors import Refused, UserError
from irt_desk.services import document_makers
from irt_desk.services.desk import Desk
from irt_desk.services.document_makers import Asked, Maker, Subject
from irt_desk.services.documents import Documents, Reader
from irt_desk.storage.rows import Connection
from irt_desk.words import label
from tests.practices import Clock, new_client, new_desk, screen


class MapMaker(Maker):
    """A stand-in for any map or handout: about one thing, for the client or a clinician."""

    kind = DocumentKind.CYCLE_MAP
    readers = (Reader.CLIENT, Reader.CLINICIAN)
    needs_subject = True

    def subjects(self, service: Documents, c: Connection, unit_id: str) -> tuple[Subject, ...]:
        return (Subject("a", "The knocking door"), Subject("b", "The Sunday spiral"))

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        document_makers.insist_map_may_leave(service, c, asked)
        raise LookupError("allowed")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(document_makers, "maker_of", lambda kind: MapMaker())
    monkeypatch.setattr("irt_desk.services.documents.maker_of", lambda kind: MapMaker())
    return new_desk(tmp_path / "P.irtdesk", clock)


def asked(unit: str, reader: Reader = Reader.CLIENT, *, subject: str = "a", confirmed: bool = False) -> Asked:
    return Asked(unit_id=unit, kind=DocumentKind.CYCLE_MAP, reader=reader, subject=subject, confirmed=confirmed)


def codes(error: Refused) -> list[str]:
    return [reason.code for reason in error.missing]


def test_a_reader_it_is_not_made_for_is_named_with_those_it_is(desk: Desk, clock: Clock) -> None:
    with pytest.raises(UserError) as refused:
        desk.documents.document(asked(new_client(desk, clock), Reader.COURT))
    assert label(Reader.CLINICIAN) in str(refused.value)


def test_a_subject_that_is_not_there_is_asked_for_by_name(desk: Desk, clock: Clock) -> None:
    with pytest.raises(UserError, match="The Sunday spiral"):
        desk.documents.document(asked(new_client(desk, clock), subject=""))


def test_without_a_screening_a_map_stays_on_screen_and_a_clinician_may_have_it(desk: Desk, clock: Clock) -> None:
    unit = new_client(desk, clock)
    with pytest.raises(Refused) as refused:
        desk.documents.document(asked(unit, confirmed=True))
    assert codes(refused.value) == ["document_screen_only"]
    with pytest.raises(LookupError, match="allowed"):
        desk.documents.document(asked(unit, Reader.CLINICIAN))


def test_at_caution_it_goes_home_only_when_confirmed(desk: Desk, clock: Clock) -> None:
    unit = new_client(desk, clock)
    screen(desk, clock, unit, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    with pytest.raises(Refused) as refused:
        desk.documents.document(asked(unit))
    assert codes(refused.value) == ["document_confirm"]
    with pytest.raises(LookupError, match="allowed"):
        desk.documents.document(asked(unit, confirmed=True))


def test_a_stop_lets_no_map_out_for_anybody_and_open_lets_it_go_until_the_screening_is_old(
    desk: Desk, clock: Clock
) -> None:
    stopped, safe = new_client(desk, clock), new_client(desk, clock, "Ivo Brandt")
    screen(desk, clock, stopped, IpvFinding.CURRENT_CONCERN)
    for reader in MapMaker.readers:
        with pytest.raises(Refused) as refused:
            desk.documents.document(asked(stopped, reader, confirmed=True))
        assert codes(refused.value) == ["document_stopped"]
    screen(desk, clock, safe, IpvFinding.NONE_DISCLOSED)
    with pytest.raises(LookupError, match="allowed"):
        desk.documents.document(asked(safe))
    clock.now += timedelta(days=91)
    with pytest.raises(Refused):
        desk.documents.document(asked(safe))
