"""The scores of a session stand beside its note and on its paper; a safety screen never does."""

from __future__ import annotations

from datetime import timedelta

from irt_desk.documents.blocks import DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.values import Instant
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked
from tests.practices import Clock
from tests.services.test_note_tools import WHOLE, write


def test_scores_of_the_session_are_linked_and_screens_stay_away(desk: Desk, clock: Clock, unit_id: str) -> None:
    note = write(desk, clock, unit_id, WHOLE)
    session = desk.sessions.get(note.session_id)
    given = {"phq9": [1] * 9, "hits": [1, 2, 1, 1]}
    for measure, answers in given.items():
        keyed = {str(number): float(value) for number, value in enumerate(answers, 1)}
        desk.measures.enter(
            Administration(
                id="", unit_id=unit_id, measure=measure, on=session.starts.day, entered=Instant(clock()), answers=keyed,
                session_id=session.id, licence_confirmed=True,
            )
        )  # fmt: skip
    assert [(one.name, one.score) for one in desk.note_measures.of_session(session.id)] == [("PHQ-9", "9")]
    asked = Asked(unit_id=unit_id, kind=DocumentKind.NOTE, reader=Reader.SUPERVISOR, subject=note.id)
    text = repr(desk.documents.document(asked).blocks)
    assert "PHQ-9 9" in text
    assert "HITS" not in text
    clock.now += timedelta(days=1)
    assert desk.note_measures.of_session("nobody") == ()
