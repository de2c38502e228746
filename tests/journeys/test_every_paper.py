"""Every document, for every reader, of every case of the demonstration: what is made holds nothing that must not leave (DL-3, DL-4).

What is looked for is read here from the record itself, not through the code that makes documents.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from irt_desk import paths
from irt_desk.documents.leaks import words_of
from irt_desk.errors import Refused, UserError
from irt_desk.services import demo
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from tests.practices import Clock, new_desk

NOW = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)
CASES = ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8")
HOME = {Reader.CLIENT, Reader.PARTNER, Reader.COUPLE}
MAPS_AND_HANDOUTS = {DocumentKind.CYCLE_MAP, DocumentKind.HANDOUT, DocumentKind.MAINTENANCE}
AT_A_STOP = {DocumentKind.SUMMARY, DocumentKind.CONSENT, DocumentKind.SAFETY_PLAN}
"""What a client whose case is stopped may still take home: no map, no page about an own part."""
JARGON = re.compile(r"\b(?:GIRP|SOAP|DAP|BIRP|[RULSPBIC][1-6])\b")
"""What says nothing at home: the formats of notes, and the codes of skills. Their names stay."""
OF_THE_OTHER = {Reader.PARTNER, Reader.COUPLE}
"""Readers who get nothing while a case is stopped."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, str]]]:
    made = new_desk(tmp_path_factory.mktemp("papers") / "Demonstration.irtdesk", Clock(NOW))
    yield made, demo.play(made, today=NOW.date())
    made.context.practice.close()


def squeezed(text: str) -> str:
    """Return a text without spaces, as a line may end anywhere."""
    return "".join(text.casefold().split())


def planned(code: str) -> set[str]:
    """Return the canaries of a case's file."""
    file = next(path for path in paths.resource("demo").glob(f"{code.lower()}*.toml"))
    kinds = tomllib.loads(file.read_text("utf-8")).get("canaries", {})
    return {text for texts in kinds.values() for text in texts}


def hidden(desk: Desk, unit_id: str) -> set[str]:
    """Return every sentence of the record that no paper may hold, read from the tables."""
    asked = (
        "SELECT warning_signs || '. ' || steps || '. ' || people || '. ' || places FROM safety_plan WHERE unit_id = ?",
        "SELECT account || '. ' || last_time || '. ' || when_you_disagree FROM safety_interview WHERE unit_id = ?",
        "SELECT text FROM private_disclosure WHERE unit_id = ?",
        "SELECT gate_reason FROM practice_assignment WHERE unit_id = ?",
        "SELECT phone || '. ' || email FROM partner WHERE unit_id = ?",
    )
    with desk.practice.database.raw() as con:
        texts = [row[0] for query in asked for row in con.execute(query, (unit_id,))]
    texts += [desk.psychotherapy_notes.read(note.id).text for note in desk.psychotherapy_notes.of(unit_id)]
    parts = (part.strip(" .") for text in texts for part in str(text or "").split(". "))
    return {part for part in parts if len(part) >= 12}


def partner_names(desk: Desk, unit_id: str) -> set[str]:
    """Return the names of the partner of a case that are not the client's too."""
    own = set(desk.clients.get(unit_id).preferred_name.split())
    names = (partner.name.split() for partner, _ in desk.relationships.of(unit_id))
    return {part for name in names for part in name if part not in own and len(part) > 3}


def papers(desk: Desk, unit_id: str) -> Iterator[tuple[DocumentKind, Reader, bytes | None]]:
    """Yield every document for every reader there is, confirmed wherever that is asked; None for one that is refused."""
    for offer in desk.documents.offers(unit_id):
        for reader in Reader:
            every = offer.kind in (DocumentKind.CONSENT, DocumentKind.LETTER)
            for subject in [one.id for one in offer.subjects][: None if every else 2] or [""]:
                asked = Asked(
                    unit_id=unit_id, kind=offer.kind, reader=reader, subject=subject, confirmed=True,
                    recipient="Maren Oldacre", purpose="Couples therapy",
                )  # fmt: skip
                try:
                    yield offer.kind, reader, desk.documents.preview(asked)
                except Refused:
                    yield offer.kind, reader, None
                except UserError as refused:
                    if refused.code == "document.leak":
                        raise
                    yield offer.kind, reader, None


@pytest.mark.parametrize("code", CASES)
def test_no_paper_of_a_case_holds_what_must_not_leave(desk: tuple[Desk, dict[str, str]], code: str) -> None:
    service, unit_id = desk[0], desk[1][code]
    secrets, names = planned(code) | hidden(service, unit_id), partner_names(service, unit_id)
    stopped = service.safety.standing(unit_id).gate.is_stop
    made = 0
    for kind, reader, data in papers(service, unit_id):
        if data is None:
            continue
        made += 1
        if stopped:
            assert kind not in MAPS_AND_HANDOUTS, (kind, reader)
            assert reader not in HOME or kind in AT_A_STOP, (kind, reader)
            assert reader not in OF_THE_OTHER, (kind, reader)
        text = squeezed(words_of(data))
        if kind is DocumentKind.SAFETY_PLAN:
            assert reader is Reader.CLIENT
        else:
            assert [one for one in secrets if squeezed(one) in text] == [], (kind, reader)
        if reader in HOME:
            assert JARGON.findall(words_of(data)) == [], (kind, reader)
        words = set(words_of(data).replace(",", " ").replace(".", " ").replace("'", " ").split())
        if not (kind is DocumentKind.CONSENT and reader in OF_THE_OTHER):  # what the partner signs names the partner
            assert names & words == set(), (kind, reader)
    assert made >= 3


def test_nothing_that_is_searched_holds_what_is_safety_content(desk: tuple[Desk, dict[str, str]]) -> None:
    service, ids = desk
    with service.practice.database.raw() as con:
        searched = squeezed(" ".join(row[0] for row in con.execute("SELECT text FROM search_text")))
    found = [one for unit_id in ids.values() for one in hidden(service, unit_id) if squeezed(one) in searched]
    assert found == []


def test_file_names_of_kept_copies_say_the_kind_and_nothing_else(
    desk: tuple[Desk, dict[str, str]], tmp_path: Path
) -> None:
    service, ids = desk
    asked = Asked(unit_id=ids["D1"], kind=DocumentKind.CONSENT, reader=Reader.CLIENT, confirmed=True)
    service.documents.write(asked, tmp_path / "paper.pdf")
    with service.practice.database.raw() as con:
        names = {row[0] for row in con.execute("SELECT name FROM attachment WHERE owner_kind = 'issued_document'")}
    assert names == {"consent.pdf"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paper.pdf"]


def test_a_summary_that_goes_home_tells_no_concern_and_a_clinicians_does(desk: tuple[Desk, dict[str, str]]) -> None:
    service, ids = desk
    said = {
        reader: words_of(service.documents.preview(Asked(unit_id=ids["D4"], kind=DocumentKind.SUMMARY, reader=reader)))
        for reader in (Reader.CLIENT, Reader.CLINICIAN)
    }
    assert ["concern" in said[reader] for reader in said] == [False, True]
    assert "specialist" not in said[Reader.CLIENT]
    assert "Individual Relationship Therapy (IRT)" in said[Reader.CLIENT]


def test_a_note_that_goes_home_does_not_tell_what_was_asked_about(desk: tuple[Desk, dict[str, str]]) -> None:
    service, ids = desk
    said = words_of(
        service.documents.preview(
            Asked(unit_id=ids["D7"], kind=DocumentKind.NOTES, reader=Reader.CLIENT, confirmed=True)
        )
    )
    assert "abuse" not in said
    assert "suicide" not in said


def test_at_home_a_skill_has_its_name_and_elsewhere_its_code_too(desk: tuple[Desk, dict[str, str]]) -> None:
    service, ids = desk
    for kind in (DocumentKind.NOTES, DocumentKind.PLAN):
        said = {
            reader: " ".join(
                words_of(
                    service.documents.preview(Asked(unit_id=ids["D1"], kind=kind, reader=reader, confirmed=True))
                ).split()
            )
            for reader in (Reader.CLIENT, Reader.CLINICIAN)
        }
        assert "Time-out with return" in said[Reader.CLIENT]
        assert "R4" in said[Reader.CLINICIAN]
    assert "Format GIRP" in words_of(
        service.documents.preview(Asked(unit_id=ids["D1"], kind=DocumentKind.NOTES, reader=Reader.CLINICIAN))
    )
