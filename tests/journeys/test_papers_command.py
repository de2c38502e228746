"""Papers of a transition and of a joint unit from the command line: the same refusals, one sentence, exit status 2."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from irt_desk.cli import main
from irt_desk.documents.leaks import words_of
from irt_desk.domain.cases import Outcome
from irt_desk.domain.practitioner import Competence, CompetenceEvidence, Practitioner
from irt_desk.services import practices
from tests.joint import couple
from tests.practices import Clock

PASSPHRASE = "slow heron paints the quay"
Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Return a practice with a couple unit, the individual record and the unit."""
    folder, clock = tmp_path_factory.mktemp("pair") / "Pair.irtdesk", Clock(datetime.now(UTC))
    made, _ = practices.create(folder, "Pair", PASSPHRASE)
    desk = made.at(clock)
    evidence = tuple(CompetenceEvidence(competence=one, evidence="training") for one in Competence)
    desk.settings.save_practitioner(Practitioner(name="Dr. Test", credential="PhD", competencies=evidence))
    unit, joint = couple(desk, clock)
    base = desk.pathway.discharge(joint)
    desk.pathway.save_discharge(
        replace(base, outcome=Outcome.IMPROVED, reason="Both are content.", condition_at_ending="Calm.")
    )
    practices.close(made, backup=False)
    return folder, unit, joint


@pytest.fixture
def run(paired: tuple[Path, str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that makes a PDF with one command and returns exit status and standard error."""

    def call(document: str, *arguments: object) -> tuple[int, str]:
        monkeypatch.setenv("IRT_DESK_PASSPHRASE", PASSPHRASE)
        mask = os.umask(0o077)
        try:
            status = main(["pdf", document, str(paired[0]), *map(str, arguments)])
        finally:
            os.umask(mask)
        return status, capsys.readouterr().err

    return call


def test_papers_of_both_are_made_by_the_units_id_and_refused_as_in_the_window(
    run: Run, paired: tuple[Path, str, str], tmp_path: Path
) -> None:
    _, unit, joint = paired
    out = tmp_path / "x.pdf"
    common = ("--out", out)
    assert run("consent", "--client", unit, "--for", "client", *common) == (0, "")
    assert "Consent to Individual Relationship Therapy" in words_of(out.read_bytes())
    subject = ("--subject", "couple_agreement")
    assert run("consent", "--client", joint, "--for", "couple", *subject, *common) == (0, "")
    assert "Noor Adair & Calliope Merriwold" in words_of(out.read_bytes())
    status, err = run("consent", "--client", joint, "--for", "couple", *common)
    assert (status, "couple_agreement" in err) == (2, True)
    status, err = run("summary", "--client", joint, "--for", "clinician", *common)
    assert (status, "consent, discharge, letter" in err) == (2, True)
    to = ("--recipient", "Maren Oldacre", "--purpose", "care")
    status, err = run("discharge", "--client", joint, "--for", "clinician", *to, *common)
    assert (status, "One signature releases nothing" in err) == (2, True)
    assert run("discharge", "--client", joint, "--for", "couple", *common) == (0, "")


def test_letters_take_a_subject_a_recipient_and_who_asked(
    run: Run, paired: tuple[Path, str, str], tmp_path: Path
) -> None:
    _, unit, joint = paired
    out = tmp_path / "x.pdf"
    attendance = (
        "letter",
        "--client",
        joint,
        "--for",
        "court",
        "--subject",
        "attendance",
        "--recipient",
        "County Court",
    )
    status, err = run(*attendance, "--out", out)
    assert (status, "say who asked" in err) == (2, True)
    assert not out.exists()
    assert run(*attendance, "--asked-by", "Calliope Merriwold", "--sign", "--out", out) == (0, "")
    text = words_of(out.read_bytes())
    assert "Statement of attendance" in text
    assert "DRAFT" not in text
    referral = ("letter", "--client", unit, "--for", "couple-therapist", "--subject", "referral", "--out", out)
    status, err = run(*referral)
    assert (status, "Say who receives it." in err, "Say what it is for." in err) == (2, True, True)
    assert run(*referral, "--recipient", "Maren Oldacre", "--purpose", "Couples therapy") == (0, "")
    assert "DRAFT" in words_of(out.read_bytes())
    status, err = run("letter", "--client", unit, "--for", "self", "--out", out)
    assert (status, "role_shift" in err) == (2, True)
