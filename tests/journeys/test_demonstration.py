"""The demonstration caseload, played through the services, ends where the domain paper says it does (section 9)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from irt_desk import paths
from irt_desk.documents.redaction import Reader
from irt_desk.domain.cases import CaseState
from irt_desk.services import demo
from irt_desk.services.desk import Desk
from tests.practices import Clock, new_desk

NOW = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)


@dataclass(frozen=True)
class Played:
    desk: Desk
    ids: dict[str, str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    desk = new_desk(tmp_path_factory.mktemp("demo") / "Demonstration.irtdesk", Clock(NOW))
    yield Played(desk, demo.play(desk, today=NOW.date()))
    desk.context.practice.close()


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("D1", CaseState.CLOSED),
        ("D2", CaseState.TRANSITION_PREP),
        ("D3", CaseState.ACTIVE_IRT),
        ("D5", CaseState.TRANSITION_PREP),
        ("D8", CaseState.ACTIVE_IRT),
    ],
)
def test_every_case_ends_where_the_paper_says(played: Played, code: str, state: CaseState) -> None:
    rows = {row.unit_id: row for row in played.desk.clients.rows()}
    assert rows[played.ids[code]].state is state


def test_the_case_with_strangulation_may_not_move_to_work_with_both(played: Played) -> None:
    missing = played.desk.pathway.missing(played.ids["D4"], CaseState.TRANSITION_PREP)
    assert missing
    assert {row.unit_id: row for row in played.desk.clients.rows()}[
        played.ids["D4"]
    ].state is not CaseState.TRANSITION_PREP


def words_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(" ".join(document[n].get_textpage().get_text_bounded().split()) for n in range(len(document)))
    finally:
        document.close()


@pytest.mark.parametrize("code", ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"])
@pytest.mark.parametrize("reader", [Reader.CLIENT, Reader.CLINICIAN])
def test_no_summary_says_what_must_not_be_said(played: Played, code: str, reader: Reader) -> None:
    file = next(path for path in paths.resource("demo").glob("d*.toml") if path.stem[:2].upper() == code)
    canaries = [text for texts in tomllib.loads(file.read_text("utf-8"))["canaries"].values() for text in texts]
    data = played.desk.documents.preview(played.ids[code], reader)
    text = words_of(data)
    assert len(text) > 500
    assert [canary for canary in canaries if canary in text] == []


def test_the_practice_file_says_nothing_in_the_clear(played: Played) -> None:
    folder: Path = played.desk.context.practice.folder
    for name in ("practice.db", "practice.db-wal"):
        path = folder / name
        if path.exists():
            assert b"Odalys" not in path.read_bytes()
