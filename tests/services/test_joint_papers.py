"""Documents of joint units: what is made for them, what both must release, and that nothing told alone is in any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.documents.leaks import words_of
from irt_desk.documents.redaction import Reader
from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.check_ins import CheckInAnswer, SafetyCheckIn
from irt_desk.domain.clients import SafeContact
from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.domain.discernment import DcDecision, DiscernmentSession
from irt_desk.domain.letters import LetterKind
from irt_desk.domain.notes import PsychotherapyNote
from irt_desk.domain.pathway import TransitionRequest
from irt_desk.domain.private_disclosures import PrivateDisclosure
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.transfers import LegalBasis, Release, TransferSummary
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant
from irt_desk.errors import Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind
from irt_desk.storage import tables
from tests.joint import MARK, appointment, couple, discernment, in_preparation, prescreen, sign
from tests.practices import Clock, screen

CONSENT, LETTER, DISCHARGE = DocumentKind.CONSENT, DocumentKind.LETTER, DocumentKind.DISCHARGE
TO = "Maren Oldacre"
ALONE = {
    "own_contribution": "I stopped asking how her day had been",
    "note": "She has looked at a flat in the next town",
    "shared_summary": "I went quiet for two whole years of it",
}
NOTED = "He told me alone that the barn was never insured"
TYPED = {
    "noted": NOTED,
    "private": "I feel pulled to his side of the table",
    "disclosure": "He wrote to somebody he met at the fair",
    "check_in": "She says the drive here was very silent",
    **ALONE,
}


def said(desk: Desk, unit: str, kind: DocumentKind, reader: Reader, subject: str = "", **more: object) -> str:
    asked = Asked(unit_id=unit, kind=kind, reader=reader, subject=subject, **more)  # type: ignore[arg-type]  # by name
    return " ".join(words_of(desk.documents.preview(asked)).split())


def refusal(desk: Desk, unit: str, kind: DocumentKind, reader: Reader, subject: str = "", **more: object) -> Refused:
    with pytest.raises(Refused) as refused:
        said(desk, unit, kind, reader, subject, **more)
    return refused.value


def codes(desk: Desk, unit: str, kind: DocumentKind, reader: Reader, subject: str = "", **more: object) -> list[str]:
    return [one.code for one in refusal(desk, unit, kind, reader, subject, **more).missing]


def release(desk: Desk, clock: Clock, unit: str, who: Signer, to: str = TO) -> Consent:
    return desk.consents.sign(
        Consent(
            id="", unit_id=unit, type=ConsentType.JOINT_RELEASE, version="2026-1", signer=who, signer_name=who.value,
            signed_on=clock.today, recipient=to, expires_on=clock.today + timedelta(days=30),
        )
    ).value  # fmt: skip


def met(desk: Desk, clock: Clock, unit: str) -> str:
    session = desk.sessions.schedule(appointment(clock, unit)).value
    clock.now += timedelta(hours=2)
    desk.sessions.attend(session.id, session.starts, session.stops)
    return session.id


def decided(desk: Desk, clock: Clock, unit: str, a: DcDecision, b: DcDecision, **more: object) -> str:
    session = met(desk, clock, unit)
    desk.discernment.save_session(
        DiscernmentSession(
            id="", unit_id=unit, session_id=session, number=0, recorded=Instant(clock()), choice_a=a, choice_b=b, **more  # type: ignore[arg-type]  # by name
        )
    )  # fmt: skip
    return session


def discharged(desk: Desk, unit: str, **more: object) -> None:
    base = desk.pathway.discharge(unit)
    values: dict[str, object] = {
        "outcome": Outcome.IMPROVED, "reason": "Both are content.", "no_measures_reason": "none used",
        "condition_at_ending": "Calm.", "risk_at_close": "none known", **more,
    }  # fmt: skip
    desk.pathway.save_discharge(replace(base, **values))  # type: ignore[arg-type]  # by name


OF_TWO = ["note", "notes", "consent", "discharge", "letter"]


@pytest.mark.parametrize(
    ("kind", "papers", "kinds"),
    [
        ("couple", ["couple_agreement", "secrets_policy", "joint_release", "dc_agreement"], OF_TWO),
        ("discernment", ["dc_agreement", "secrets_policy", "joint_release", "couple_agreement"], OF_TWO),
    ],
)  # fmt: skip
def test_a_unit_offers_what_is_made_for_it(
    desk: Desk, clock: Clock, kind: str, papers: list[str], kinds: list[str]
) -> None:
    unit, joint = (couple if kind == "couple" else discernment)(desk, clock)
    offers = {offer.kind.value: offer for offer in desk.documents.offers(joint)}
    assert list(offers) == kinds
    assert [one.id for one in offers["consent"].subjects] == papers
    assert [one.id for one in offers["letter"].subjects] == ["closing", "attendance"]
    assert [one.value for one in desk.documents.consent_papers(joint)] == papers
    assert Reader.CLIENT not in offers["discharge"].readers
    assert not any(offer.can_name_partner for offer in offers.values())
    assert "summary" in [offer.kind.value for offer in desk.documents.offers(unit)]


def test_a_guests_unit_offers_the_agreement_and_the_visits(desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    prescreen(desk, clock, unit, partner)
    sign(desk, clock, unit, ConsentType.COLLATERAL, Signer.PARTNER)
    guest = desk.units.open_collateral(unit, partner).value.id
    assert desk.charts.head(guest).unit.kind is UnitKind.COLLATERAL_CONTACT
    offered = {offer.kind: [one.id for one in offer.subjects] for offer in desk.documents.offers(guest)}
    assert offered == {CONSENT: ["collateral"], LETTER: ["attendance"]}
    sign(desk, clock, guest, ConsentType.COLLATERAL, Signer.PARTNER)
    assert "Signed by Calliope Merriwold" in said(desk, guest, CONSENT, Reader.PARTNER)
    text = said(desk, guest, LETTER, Reader.PARTNER)
    assert "No session was held" in text
    assert "Guest Calliope Merriwold" in text
    with pytest.raises(UserError, match="not made of a record of this kind"):
        said(desk, guest, DocumentKind.SUMMARY, Reader.CLINICIAN)


def test_both_names_stand_on_it_and_nobodys_particulars(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    client = desk.clients.get(unit)
    desk.clients.save(replace(client, phone="555 0199 221", date_of_birth=clock.today.replace(year=1980)))
    for subject in ("couple_agreement", "secrets_policy"):
        text = said(desk, joint, CONSENT, Reader.COUPLE, subject)
        assert "Clients Noor Adair & Calliope Merriwold" in text
        assert text.count("Signed by") == 2
        for particular in ("555 0199", "1980", "Client id", "Date of birth"):
            assert particular not in text


def test_one_signature_releases_nothing(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    _, joint = couple(desk, clock)
    discharged(desk, joint)
    first = refusal(desk, joint, DISCHARGE, Reader.CLINICIAN, recipient=TO)
    assert [one.code for one in first.missing] == ["joint_release"]
    release(desk, clock, joint, Signer.CLIENT)
    second = refusal(desk, joint, DISCHARGE, Reader.CLINICIAN, recipient=TO)
    assert str(second) == str(first), "the refusal does not say whose signature is missing"
    assert "Noor" not in str(second)
    assert "Calliope" not in str(second)
    taken_back = release(desk, clock, joint, Signer.PARTNER)
    text = said(desk, joint, DISCHARGE, Reader.CLINICIAN, recipient=TO)
    assert "Both are content." in text
    assert codes(desk, joint, DISCHARGE, Reader.CLINICIAN, recipient="Somebody Else") == ["joint_release"]
    asked = Asked(unit_id=joint, kind=DISCHARGE, reader=Reader.CLINICIAN, recipient=TO, purpose="care")
    desk.documents.write(asked, tmp_path / "d.pdf")
    (line,) = desk.transfers.disclosures(joint)
    assert (line.recipient, line.basis) == (TO, LegalBasis.AUTHORISATION)
    assert taken_back.id in line.reference
    desk.consents.withdraw(taken_back.id, clock.today)
    assert codes(desk, joint, DISCHARGE, Reader.CLINICIAN, recipient=TO) == ["joint_release"]


def test_a_release_runs_out(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    discharged(desk, joint)
    for who in Signer:
        release(desk, clock, joint, who)
    assert "Both are content." in said(desk, joint, DISCHARGE, Reader.SUPERVISOR, recipient=TO)
    clock.pass_days(31)
    assert codes(desk, joint, DISCHARGE, Reader.SUPERVISOR, recipient=TO) == ["joint_release"]


def test_both_and_oneself_need_no_release_and_their_copy_is_no_disclosure(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    _, joint = couple(desk, clock)
    discharged(desk, joint, risk_at_close="One worry was talked over.")
    text = said(desk, joint, DISCHARGE, Reader.COUPLE)
    assert "Noor Adair & Calliope Merriwold" in text
    assert "One worry" not in text, "what goes home says nothing about risk"
    assert "One worry" in said(desk, joint, DISCHARGE, Reader.SELF)
    desk.documents.write(Asked(unit_id=joint, kind=DISCHARGE, reader=Reader.COUPLE), tmp_path / "c.pdf")
    assert desk.transfers.disclosures(joint) == ()
    assert [one.reader for one in desk.documents.issued(joint)] == ["couple"]


def test_the_release_paper_names_recipient_and_purpose_and_shows_who_signed(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    missing = codes(desk, joint, CONSENT, Reader.COUPLE, "joint_release")
    assert missing == ["letter_recipient", "letter_purpose"]
    to = {"recipient": TO, "purpose": "A second opinion"}
    text = said(desk, joint, CONSENT, Reader.COUPLE, "joint_release", **to)
    for point in (TO, "A second opinion", "One signature releases nothing", "In force until", "take it back"):
        assert point in text
    assert text.count("Noor Adair Date") == text.count("Calliope Merriwold Date") == 1
    release(desk, clock, joint, Signer.CLIENT)
    text = said(desk, joint, CONSENT, Reader.COUPLE, "joint_release", **to)
    assert "In force until 1 Apr 2026." in text
    assert "Calliope Merriwold Date" in text
    other = said(desk, joint, CONSENT, Reader.COUPLE, "joint_release", recipient="Somebody Else", purpose="x")
    assert "Signed by" not in other


def test_attendance_is_told_when_one_asks_and_tells_nothing_else(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    _, joint = couple(desk, clock)
    met(desk, clock, joint)
    assert codes(desk, joint, LETTER, Reader.COURT, "attendance", recipient="County Court") == ["attendance_asked"]
    text = said(
        desk, joint, LETTER, Reader.COURT, "attendance", recipient="County Court", asked_by="calliope merriwold"
    )
    assert "2 Mar 2026 Attended" in text
    assert "asked" not in text, "the page does not say who asked"
    with pytest.raises(UserError, match="Noor Adair, Calliope Merriwold"):
        said(desk, joint, LETTER, Reader.COURT, "attendance", recipient="x", asked_by="Somebody")
    asked = Asked(
        unit_id=joint, kind=LETTER, reader=Reader.COURT, subject="attendance", recipient="County Court", asked_by="b"
    )
    desk.documents.write(asked, tmp_path / "a.pdf")
    (line,) = desk.transfers.disclosures(joint)
    assert line.what == "Statement of attendance"
    assert line.reference == "asked for by Calliope Merriwold"


def test_each_of_the_two_may_have_their_own_statement_and_it_is_logged(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    _, joint = couple(desk, clock)
    text = said(desk, joint, LETTER, Reader.PARTNER, "attendance")
    assert "Prepared for: Calliope Merriwold" in text
    asked = Asked(unit_id=joint, kind=LETTER, reader=Reader.CLIENT, subject="attendance")
    desk.documents.write(asked, tmp_path / "a.pdf")
    assert [line.recipient for line in desk.transfers.disclosures(joint)] == ["Noor Adair"]


def test_a_paper_for_somebody_outside_is_not_addressed_to_one_of_the_two(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    _, joint = couple(desk, clock)
    asked = Asked(
        unit_id=joint, kind=LETTER, reader=Reader.CLINICIAN, subject="attendance", recipient="Noor Adair", asked_by="a"
    )
    with pytest.raises(Refused, match="one of the two"):
        desk.documents.write(asked, tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("a", "b", "has", "not_"),
    [
        (DcDecision.PATH_1, DcDecision.PATH_1, ("look again on 1 Jun 2026",), ("separation", "Ines")),
        (DcDecision.PATH_2, DcDecision.PATH_2, ("toward separation", "Ines Calloway"), ("look again", "did not come to")),
        (DcDecision.PATH_2, DcDecision.PATH_1, ("did not come to the same direction", "Ines Calloway"), ("look again on",)),
        (DcDecision.STOP_NO_DECISION, DcDecision.STOP_NO_DECISION, ("stopped without deciding",), ("Ines", "look again")),
        (DcDecision.PATH_3, DcDecision.PATH_3, ("time of couples therapy",), ("Ines",)),
    ],
)  # fmt: skip
def test_a_closing_letter_of_discernment_says_the_path_and_nobodys_part(
    desk: Desk, clock: Clock, a: DcDecision, b: DcDecision, has: tuple[str, ...], not_: tuple[str, ...]
) -> None:
    _, joint = discernment(desk, clock)
    assert codes(desk, joint, LETTER, Reader.COUPLE, "closing") == ["letter_open"]
    decided(
        desk, clock, joint, a, b, path_2_referrals="Ines Calloway, mediator",
        path_1_review_on=clock.today.replace(month=6, day=1), path_3_start=clock.today,
    )  # fmt: skip
    text = said(desk, joint, LETTER, Reader.COUPLE, "closing", sign=True)
    assert "Dear Noor Adair and Calliope Merriwold" in text
    for point in (*has, "Either of you may ask"):
        assert point in text, point
    assert [word for word in (*not_, "Noor chose", "decided against", "because") if word in text] == []


def test_after_consent_was_taken_back_the_closing_papers_can_still_be_made(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    desk.units.withdraw(joint, Place.B, clock.today)
    assert desk.charts.head(joint).episode.state is CaseState.CLOSING
    text = said(desk, joint, LETTER, Reader.COUPLE, "closing")
    assert "I am closing our work" in text
    assert "consent" not in text.lower(), "the letter does not say who stopped"
    discharged(desk, joint, outcome=Outcome.CONSENT_WITHDRAWN)
    desk.pathway.sign_discharge(joint)
    request = TransitionRequest(outcome=Outcome.CONSENT_WITHDRAWN, both_informed=True)
    desk.pathway.move(joint, CaseState.CLOSED, request)
    assert "was closed on 2 Mar 2026" in said(desk, joint, LETTER, Reader.COUPLE, "closing")


def test_at_a_stop_of_one_the_papers_of_both_wait_and_say_no_more(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    screen(desk, clock, unit, IpvFinding.CURRENT_CONCERN)
    for subject in ("couple_agreement", "secrets_policy"):
        stopped = refusal(desk, joint, CONSENT, Reader.COUPLE, subject, confirmed=True)
        assert str(stopped) == "One of the two screenings does not allow this now."
    assert codes(
        desk, joint, CONSENT, Reader.COUPLE, "joint_release", recipient=TO, purpose="x", confirmed=True
    ) == ["one_of_two"]  # fmt: skip
    discharged(desk, joint)
    assert codes(desk, joint, DISCHARGE, Reader.COUPLE) == ["document_confirm"]
    assert "Both are content." in said(desk, joint, DISCHARGE, Reader.COUPLE, confirmed=True)


def test_nothing_of_one_is_signed_or_composed_in_the_record_of_both(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    with pytest.raises(UserError):
        desk.transfers.sign_release(
            Release(id="", unit_id=joint, recipient=TO, purpose="x", signer_name="Noor Adair", signed_on=clock.today)
        )
    with pytest.raises(UserError):
        desk.transfers.save(TransferSummary(id="", unit_id=joint, episode_id=""))


@pytest.fixture
def told(desk: Desk, clock: Clock) -> tuple[str, str]:
    """Return a discernment unit with everything told alone that there can be, and the individual record beside it."""
    unit, partner = in_preparation(desk, clock, TransitionTarget.DISCERNMENT)
    session = met(desk, clock, unit)
    note = desk.notes.start(session).value
    desk.notes.save_draft(note.id, replace(note.content, account=NOTED), revision=note.revision)
    now = Instant(clock())
    desk.psychotherapy_notes.save(
        PsychotherapyNote(id="", unit_id=unit, session_id=session, text=TYPED["private"], written=now, saved=now)
    )
    desk.private_disclosures.add(
        PrivateDisclosure(id="", unit_id=unit, text=TYPED["disclosure"], recorded=now, told_on=clock.today)
    )
    joint = opened(desk, clock, unit, partner)
    first = met(desk, clock, joint)
    part = desk.discernment.part(joint, first, Place.B)
    desk.discernment.save_part(replace(part, **ALONE))  # type: ignore[arg-type]  # texts by name
    with desk.practice.database.transaction() as c:
        tables.CHECK_INS.add(
            c,
            SafetyCheckIn(
                id="c", unit_id=joint, session_id=first, place=Place.B, recorded=now, answer=CheckInAnswer.AT_EASE, asked_alone=True,
                note=TYPED["check_in"],
            ),
        )  # fmt: skip
    return unit, joint


def opened(desk: Desk, clock: Clock, unit: str, partner: str) -> str:
    from irt_desk.domain.units import DiscernmentScreen, Leaning
    from tests.joint import papers

    prescreen(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.DC_AGREEMENT)
    for place, leaning in ((Place.A, Leaning.IN), (Place.B, Leaning.OUT)):
        one = DiscernmentScreen(
            id="", from_unit_id=unit, place=place, on=clock.today, recorded=Instant(clock()), leaning=leaning
        )
        desk.units.screen_for_discernment(one)
    desk.pathway.move(unit, CaseState.CLOSED)
    (link,) = desk.units.of(unit)
    return link.unit_id


def made_of(desk: Desk, asked: Asked) -> str | None:
    """Return the words of a paper without spaces; None for one that its reader may not have. A leak is an error."""
    try:
        return "".join(words_of(desk.documents.preview(asked)).split())
    except UserError as refused:
        if refused.code == "document.leak":
            raise
        return None


def test_no_paper_of_the_unit_holds_anything_told_alone_or_before(
    desk: Desk, clock: Clock, told: tuple[str, str]
) -> None:
    _, joint = told
    decided(desk, clock, joint, DcDecision.PATH_2, DcDecision.PATH_2, path_2_referrals="Ines Calloway")
    discharged(desk, joint, outcome=Outcome.PATH_2)
    for who in Signer:
        release(desk, clock, joint, who)
    secrets, made = [*TYPED.values(), MARK], 0
    for offer in desk.documents.offers(joint):
        for subject in [one.id for one in offer.subjects] or [""]:
            for reader in Reader:
                asked = Asked(
                    unit_id=joint, kind=offer.kind, reader=reader, subject=subject, recipient=TO, purpose="care",
                    confirmed=True, asked_by="a",
                )  # fmt: skip
                if (text := made_of(desk, asked)) is None:
                    continue
                made += 1
                assert [one for one in secrets if "".join(one.split()) in text] == [], (offer.kind, subject, reader)
    assert made >= 15


@pytest.mark.parametrize("name", [*TYPED, "prescreen", "safe_contact"])
def test_what_was_told_alone_stops_a_paper_of_the_unit_wherever_it_was_typed_again(
    desk: Desk, clock: Clock, told: tuple[str, str], name: str
) -> None:
    unit, joint = told
    text = {"prescreen": MARK, "safe_contact": "call 555 0777 before noon only"}.get(name) or TYPED[name]
    client = desk.clients.get(unit)
    desk.clients.save(replace(client, safe_contact=SafeContact(detail="call 555 0777 before noon only")))
    discharged(desk, joint, reason=text)
    with pytest.raises(UserError) as refused:
        said(desk, joint, DISCHARGE, Reader.COUPLE)
    assert refused.value.code == "document.leak"
    assert text not in str(refused.value)


def test_what_one_told_alone_stops_a_paper_of_the_other_and_what_was_shared_does_not(
    desk: Desk, clock: Clock, told: tuple[str, str]
) -> None:
    unit, joint = told
    base = desk.pathway.discharge(unit)
    for text in (*ALONE.values(), MARK, TYPED["check_in"]):
        desk.pathway.save_discharge(replace(desk.pathway.discharge(unit), reason=text))
        with pytest.raises(UserError) as refused:
            said(desk, unit, DISCHARGE, Reader.SELF)
        assert refused.value.code == "document.leak"
    session = desk.discernment.sessions(joint)[0].session.id
    desk.discernment.save_part(replace(desk.discernment.part(joint, session, Place.B), agreed_to_share=True))
    desk.pathway.save_discharge(replace(base, reason=ALONE["shared_summary"]))
    assert ALONE["shared_summary"] in said(desk, unit, DISCHARGE, Reader.SELF)
    discharged(desk, joint, reason=ALONE["shared_summary"])
    assert ALONE["shared_summary"] in said(desk, joint, DISCHARGE, Reader.COUPLE)


def test_a_persons_own_words_may_stand_in_their_own_record_except_the_own_contribution(
    desk: Desk, clock: Clock, told: tuple[str, str]
) -> None:
    unit, joint = told
    session = desk.discernment.sessions(joint)[0].session.id
    part = desk.discernment.part(joint, session, Place.A)
    desk.discernment.save_part(
        replace(part, note="I would like to sing in the choir again", own_contribution="I counted every single favour")
    )
    base = desk.pathway.discharge(unit)
    desk.pathway.save_discharge(replace(base, reason="I would like to sing in the choir again"))
    assert "choir" in said(desk, unit, DISCHARGE, Reader.SELF)
    desk.pathway.save_discharge(replace(desk.pathway.discharge(unit), reason="I counted every single favour"))
    with pytest.raises(UserError) as refused:
        said(desk, unit, DISCHARGE, Reader.SELF)
    assert refused.value.code == "document.leak"


def test_every_letter_of_every_unit_has_somebody_who_may_read_it(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    for one in (unit, joint):
        letters = next(offer for offer in desk.documents.offers(one) if offer.kind is LETTER).subjects
        assert all(subject.readers for subject in letters)
        assert {subject.id for subject in letters} <= {letter.value for letter in LetterKind}
