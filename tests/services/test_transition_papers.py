"""Papers of a transition, in the individual record: what each must say, who signs first, and that nothing told goes across."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.documents.leaks import words_of
from irt_desk.documents.redaction import Reader
from irt_desk.domain.cases import CaseState, Outcome
from irt_desk.domain.consents import Consent, ConsentType, PriorInfo, SecretsOption, Signer
from irt_desk.domain.pathway import TransitionRequest
from irt_desk.domain.relationships import RelationshipKind
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.transfers import LegalBasis, Release, TransferPart
from irt_desk.domain.transitions import ClientChoice, Material, PrivateKnowledge, RaisingFactor, TransitionTarget
from irt_desk.errors import Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind
from tests.joint import appointment, in_preparation, prescreen, sign
from tests.practices import Clock, make_active, new_client, screen

CONSENT, LETTER, DISCHARGE = DocumentKind.CONSENT, DocumentKind.LETTER, DocumentKind.DISCHARGE
HIDDEN = "A savings account in the name of her sister"
TOLD = "He counts the plates after supper every night"


def said(desk: Desk, unit: str, kind: DocumentKind, reader: Reader, subject: str = "", **more: object) -> str:
    asked = Asked(unit_id=unit, kind=kind, reader=reader, subject=subject, **more)  # type: ignore[arg-type]  # by name
    return " ".join(words_of(desk.documents.preview(asked)).split())


def codes(desk: Desk, unit: str, kind: DocumentKind, reader: Reader, subject: str = "", **more: object) -> list[str]:
    with pytest.raises(Refused) as refused:
        said(desk, unit, kind, reader, subject, **more)
    return [one.code for one in refused.value.missing]


def held(desk: Desk, clock: Clock, unit: str, times: int = 1) -> None:
    for _ in range(times):
        session = desk.sessions.schedule(appointment(clock, unit)).value
        clock.now += timedelta(hours=2)
        desk.sessions.attend(session.id, session.starts, session.stops)
        note = desk.notes.start(session.id).value
        content = replace(note.content, account=TOLD, partner_in_mind="maybe he is afraid of running out")
        desk.notes.save_draft(note.id, content, revision=note.revision)
        clock.pass_days(1)


@pytest.fixture
def prepared(desk: Desk, clock: Clock) -> str:
    """Return a case in preparation whose review holds a private fact."""
    unit, _ = in_preparation(desk, clock, TransitionTarget.COUPLES)
    return unit


def test_the_informed_consent_is_what_is_made_when_nothing_is_named(desk: Desk, unit_id: str) -> None:
    text = said(desk, unit_id, CONSENT, Reader.CLIENT)
    assert text == said(desk, unit_id, CONSENT, Reader.CLIENT, "informed")
    assert "Consent to Individual Relationship Therapy" in text
    with pytest.raises(UserError, match=r"Informed consent.*informed"):
        said(desk, unit_id, CONSENT, Reader.CLIENT, "something else")


def test_the_role_change_states_every_point(desk: Desk, prepared: str) -> None:
    text = said(desk, prepared, CONSENT, Reader.CLIENT, "role_change")
    for point in (
        "one of two clients", "loyalty moves from you to the relationship", "individual record is closed and kept apart",
        "individual sessions end", "secrets policy", "billed differently", "with a diagnosis", "Your partner may ask to see the joint",
        "Say no", "another couples therapist", "What can go wrong", "How to go back", "new consent", "2026-1",
    ):  # fmt: skip
        assert point in text, point
    assert "Calliope" not in text, "on the client's own paper the partner is a role word"


def test_the_partner_is_told_of_sessions_only_after_the_client_signed(desk: Desk, clock: Clock, prepared: str) -> None:
    held(desk, clock, prepared, 3)
    assert codes(desk, prepared, CONSENT, Reader.PARTNER, "partner_consent") == ["client_signs_first"]
    assert "individual sessions" not in refusal_of(desk, prepared)
    sign(desk, clock, prepared, ConsentType.ROLE_CHANGE, Signer.CLIENT)
    text = said(desk, prepared, CONSENT, Reader.PARTNER, "partner_consent")
    for point in (
        "I have seen Noor alone 3 times, from 2 Mar 2026 to 4 Mar 2026.", "may already hold views", "choose another therapist",
        "as many meetings alone", "one of two", "no access to it", "Say no", "stays private",
    ):  # fmt: skip
        assert point in text, point
    assert TOLD not in text
    assert "1980" not in text
    assert "id 1" not in text, "the chart number of the client is not the partner's to read"
    role = next(c for c in desk.consents.of(prepared) if c.type is ConsentType.ROLE_CHANGE)
    desk.consents.withdraw(role.id, clock.today)
    assert codes(desk, prepared, CONSENT, Reader.PARTNER, "partner_consent") == ["client_signs_first"]


def refusal_of(desk: Desk, unit: str) -> str:
    with pytest.raises(Refused) as refused:
        said(desk, unit, CONSENT, Reader.PARTNER, "partner_consent")
    return str(refused.value)


def test_what_the_partner_got_is_logged_on_the_clients_signature(
    desk: Desk, clock: Clock, prepared: str, tmp_path: Path
) -> None:
    sign(desk, clock, prepared, ConsentType.ROLE_CHANGE, Signer.CLIENT)
    role = next(c for c in desk.consents.of(prepared) if c.type is ConsentType.ROLE_CHANGE)
    asked = Asked(unit_id=prepared, kind=CONSENT, reader=Reader.PARTNER, subject="partner_consent")
    desk.documents.write(asked, tmp_path / "p.pdf")
    (line,) = desk.transfers.disclosures(prepared)
    assert (line.recipient, line.what, line.reference) == ("Calliope Merriwold", "Partner consent", role.id)


def test_both_sign_the_agreement_and_a_signature_in_force_shows_its_own_version(
    desk: Desk, clock: Clock, prepared: str
) -> None:
    text = said(desk, prepared, CONSENT, Reader.COUPLE, "couple_agreement")
    assert text.count("Date") >= 3, "two people and the therapist sign"
    assert "Signed by" not in text
    assert "Noor Adair & Calliope Merriwold" in text
    for point in ("Both of you together are my client", "One signature releases nothing", "neutral statement of dates"):
        assert point in text
    sign(desk, clock, prepared, ConsentType.COUPLE_AGREEMENT, Signer.PARTNER)
    text = said(desk, prepared, CONSENT, Reader.COUPLE, "couple_agreement")
    assert "Signed by Calliope Merriwold on 2 Mar 2026, version 1." in text
    assert "given to another version" in text
    assert "Version of this form 2026-1" in text
    sign(desk, clock, prepared, ConsentType.COUPLE_AGREEMENT, Signer.CLIENT)
    assert "Version of this form 1" in said(desk, prepared, CONSENT, Reader.COUPLE, "couple_agreement")


def test_the_secrets_policy_states_what_was_chosen_and_only_that_counts_as_signed(
    desk: Desk, clock: Clock, prepared: str
) -> None:
    text = said(desk, prepared, CONSENT, Reader.COUPLE, "secrets_policy")
    assert "kept private unless the work or somebody’s safety needs it" in text
    assert "It stays sealed" in text
    sign(desk, clock, prepared, ConsentType.SECRETS_POLICY, Signer.CLIENT)
    assert "Signed by Noor Adair" in said(desk, prepared, CONSENT, Reader.COUPLE, "secrets_policy")
    ready = desk.units.preparation(prepared)
    open_ = replace(ready, secrets=SecretsOption.NO_SECRETS, prior_info=PriorInfo.RELEASED_ITEM_BY_ITEM)
    desk.units.prepare(open_)
    text = said(desk, prepared, CONSENT, Reader.COUPLE, "secrets_policy")
    assert "may bring to both" in text
    assert "released in writing, one thing at a time" in text
    assert "Signed by" not in text, "that signature was given to another policy"
    desk.units.prepare(replace(ready, secrets=None))
    assert codes(desk, prepared, CONSENT, Reader.COUPLE, "secrets_policy") == ["secrets_option"]
    assert "chosen by both of you together" in said(desk, prepared, CONSENT, Reader.CLIENT, "role_change")


def test_the_discernment_agreement_says_divorce_only_to_the_married(desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.DISCERNMENT)
    text = said(desk, unit, CONSENT, Reader.COUPLE, "dc_agreement")
    for point in (
        "clarity and confidence about a direction", "one to five sessions, never more", "stays alone", "can go on", "pauses",
        "not billed as treatment", "toward separation, with care",
    ):  # fmt: skip
        assert point in text, point
    assert "divorce" not in text
    (one, link) = desk.relationships.of(unit)[0]
    desk.relationships.save(one, replace(link, kind=RelationshipKind.MARRIED))
    assert "toward separation or divorce" in said(desk, unit, CONSENT, Reader.COUPLE, "dc_agreement")
    assert one.id == partner


def test_a_guest_is_told_that_they_are_no_client(desk: Desk, prepared: str) -> None:
    text = said(desk, prepared, CONSENT, Reader.PARTNER, "collateral")
    for point in (
        "as a guest in Noor’s care", "not my client", "goes into Noor’s record", "no confidentiality of your own", "Stop at any time",
    ):  # fmt: skip
        assert point in text, point


@pytest.mark.parametrize("subject", ["role_change", "couple_agreement", "secrets_policy", "dc_agreement", "collateral"])
def test_a_stop_keeps_every_paper_of_the_transition_back(desk: Desk, clock: Clock, prepared: str, subject: str) -> None:
    reader = {"role_change": Reader.CLIENT, "collateral": Reader.PARTNER}.get(subject, Reader.COUPLE)
    screen(desk, clock, prepared, IpvFinding.CURRENT_CONCERN)
    assert codes(desk, prepared, CONSENT, reader, subject, confirmed=True) == ["gate_blocked"]


def test_a_stop_of_the_partners_own_screening_says_no_more_than_that(desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    prescreen(desk, clock, unit, partner, IpvFinding.CURRENT_CONCERN)
    assert codes(desk, unit, CONSENT, Reader.COUPLE, "couple_agreement") == ["one_of_two"]


def test_without_a_partner_there_is_no_paper_for_two(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    assert codes(desk, unit_id, CONSENT, Reader.COUPLE, "couple_agreement") == ["partner_named"]


def test_what_was_told_does_not_reach_the_partner_through_a_name_either(
    desk: Desk, clock: Clock, prepared: str
) -> None:
    """A sentence of a note that stands in what goes to the partner stops the paper, wherever it came from."""
    held(desk, clock, prepared)
    client = desk.clients.get(prepared)
    desk.clients.save(replace(client, preferred_name=TOLD))
    with pytest.raises(UserError) as refused:
        said(desk, prepared, CONSENT, Reader.COUPLE, "couple_agreement")
    assert refused.value.code == "document.leak"


def weighed(desk: Desk, unit: str) -> None:
    review = desk.pathway.review(unit)
    items = (
        PrivateKnowledge(text=HIDDEN, material=Material.YES, choice=ClientChoice.SEAL),
        PrivateKnowledge(text="An old debt that was paid off", material=Material.NO, choice=ClientChoice.SEAL),
    )
    desk.pathway.save_review(
        replace(
            review, inventory=items, raising_factors=(RaisingFactor.TRAUMA_DISCLOSURE,),
            best_interest_partner="Calliope may be heard at last.", same_therapist_reason="Nobody else within two hours.",
        )
    )  # fmt: skip


def test_the_memo_counts_the_inventory_and_tells_it_to_nobody_but_oneself(desk: Desk, prepared: str) -> None:
    weighed(desk, prepared)
    for reader in (Reader.SELF, Reader.SUPERVISOR):
        text = said(desk, prepared, LETTER, reader, "role_shift")
        for point in (
            "None of this is an approval",
            "Low",
            "Trauma disclosure",
            "Nobody else within two hours",
            "Seal 2 1",
        ):
            assert point in text, point
        assert "maybe, a hypothesis" in text
        assert "Calliope" not in text
        assert (HIDDEN in text) is (reader is Reader.SELF)
        assert "DRAFT" in text, "the review is not signed"
    for other in set(Reader) - {Reader.SELF, Reader.SUPERVISOR}:
        with pytest.raises(UserError):
            said(desk, prepared, LETTER, other, "role_shift")


def test_a_signed_review_makes_a_memo_that_is_no_draft(desk: Desk, prepared: str) -> None:
    text = said(desk, prepared, LETTER, Reader.SELF, "role_shift")
    assert "DRAFT" not in text
    assert "Prepared and signed by Dr. Test" in text


def test_no_memo_without_a_review(desk: Desk, unit_id: str) -> None:
    assert codes(desk, unit_id, LETTER, Reader.SELF, "role_shift") == ["review_form"]


def test_a_referral_holds_the_least_and_dates_only_with_a_release(desk: Desk, clock: Clock, prepared: str) -> None:
    held(desk, clock, prepared, 2)
    to = {"recipient": "Maren Oldacre", "purpose": "Couples therapy for her and Calliope."}
    missing = codes(desk, prepared, LETTER, Reader.COUPLE_THERAPIST, "referral")
    assert missing == ["letter_recipient", "letter_purpose"]
    text = said(desk, prepared, LETTER, Reader.COUPLE_THERAPIST, "referral", **to)
    assert "I refer Noor Adair to you" in text
    assert "Maren Oldacre" in text
    assert "Calliope" not in text
    assert "Mar 2026 to" not in text
    assert TOLD not in text
    assert "DRAFT" in text
    desk.transfers.sign_release(
        Release(
            id="", unit_id=prepared, recipient="Maren Oldacre", purpose="x", parts=(TransferPart.DATES,),
            signer_name="Noor Adair", signed_on=clock.today, expires_on=clock.today + timedelta(days=30),
        )
    )  # fmt: skip
    text = said(desk, prepared, LETTER, Reader.COUPLE_THERAPIST, "referral", sign=True, **to)
    assert "2 sessions, from 2 Mar 2026 to 3 Mar 2026" in text
    assert "DRAFT" not in text


def test_a_referral_is_logged_on_its_release_and_never_goes_to_the_partner(
    desk: Desk, clock: Clock, prepared: str, tmp_path: Path
) -> None:
    signed = desk.transfers.sign_release(
        Release(
            id="", unit_id=prepared, recipient="Maren Oldacre", purpose="x", parts=(TransferPart.DATES,),
            signer_name="Noor Adair", signed_on=clock.today, expires_on=clock.today + timedelta(days=30),
        )
    ).value  # fmt: skip
    asked = Asked(
        unit_id=prepared, kind=LETTER, reader=Reader.CLINICIAN, subject="referral", recipient="Maren Oldacre", purpose="care"
    )  # fmt: skip
    desk.documents.write(asked, tmp_path / "r.pdf")
    (line,) = desk.transfers.disclosures(prepared)
    assert (line.what, line.basis, line.reference) == ("Referral letter", LegalBasis.AUTHORISATION, signed.id)
    with pytest.raises(Refused, match="looks like the partner"):
        desk.documents.write(replace(asked, recipient="Calliope Merriwold"), tmp_path / "s.pdf")


def test_a_closing_letter_is_neutral_and_waits_for_the_end(desk: Desk, clock: Clock) -> None:
    unit = new_client(desk, clock)
    desk.pathway.move(unit, CaseState.SCREENING)
    screen(desk, clock, unit)
    text = said(desk, unit, LETTER, Reader.CLIENT, "closing", sign=True)
    assert "I am closing our work" in text
    assert "We did not come to a session" in text
    clock.pass_days(61)
    desk.pathway.move(unit, CaseState.CLOSED, TransitionRequest(last_contact_on=clock.today - timedelta(days=61)))
    text = said(desk, unit, LETTER, Reader.CLIENT, "closing", sign=True)
    for point in ("Dear Noor Adair", "was closed on", "other therapists", "come back"):
        assert point in text
    for word in ("lost contact", "withdrew", " fault", "should have", "failed", "did not come to your"):
        assert word not in text.lower()


def test_no_closing_letter_while_the_work_goes_on(desk: Desk, clock: Clock) -> None:
    unit = new_client(desk, clock)
    make_active(desk, clock, unit)
    assert codes(desk, unit, LETTER, Reader.CLIENT, "closing") == ["letter_open"]


def discharged(desk: Desk, unit: str) -> None:
    base = desk.pathway.discharge(unit)
    desk.pathway.save_discharge(
        replace(
            base, outcome=Outcome.IRT_COMPLETED_IMPROVED, reason="Goals reached with Calliope.", final_measures="CSI-16: 38, then 56.",
            condition_at_ending="Sleeps well.", goals_met="1.1 met.", risk_at_close="No concern at the last session.",
            referrals="Maren Oldacre.", warning_signs="Three silent evenings.", exits_to_reuse="Name the loop.",
            follow_up="A call in May.",
        )
    )  # fmt: skip


ORDER = (
    "Opened", "Closed", "Sessions", "Reason for ending", "Outcome", "Condition at ending", "Goals met", "Measures", "Risk at close",
    "Referrals", "Keeping it up", "Follow-up", "Open tasks", "Records",
)  # fmt: skip


def test_the_discharge_has_its_items_in_order_and_is_a_draft_until_signed(
    desk: Desk, clock: Clock, prepared: str
) -> None:
    assert codes(desk, prepared, DISCHARGE, Reader.SELF) == ["discharge_draft"]
    held(desk, clock, prepared, 2)
    discharged(desk, prepared)
    text = said(desk, prepared, DISCHARGE, Reader.SELF)
    places = [text.index(item) for item in ORDER]
    assert places == sorted(places)
    assert "2 attended, 0 missed" in text
    assert "2 notes are not signed yet" in text
    assert "Kept at least until 3 Mar 2033" in text
    assert "DRAFT" in text
    desk.pathway.sign_discharge(prepared)
    signed = said(desk, prepared, DISCHARGE, Reader.SELF, sign=True)
    assert "DRAFT" not in signed
    assert "Signed by Dr. Test, PhD, on" in signed


@pytest.mark.parametrize(
    ("reader", "has", "not_"),
    [
        (Reader.CLIENT, "Name the loop", ("No concern", "Open tasks", "Calliope")),
        (Reader.CLINICIAN, "No concern at the last session", ("Open tasks", "Calliope")),
        (Reader.SUPERVISOR, "Open tasks", ("Calliope",)),
        (Reader.PAYER, "IRT completed", ("No concern", "Goals reached", "Sleeps well", "Name the loop", "38")),
    ],
)
def test_each_reader_of_a_discharge_gets_no_more_than_theirs(
    desk: Desk, prepared: str, reader: Reader, has: str, not_: tuple[str, ...]
) -> None:
    discharged(desk, prepared)
    text = said(desk, prepared, DISCHARGE, reader)
    assert has in text
    assert [word for word in not_ if word in text] == []


def test_at_a_stop_a_closing_summary_goes_home_confirmed_and_without_the_exits(
    desk: Desk, clock: Clock, prepared: str
) -> None:
    discharged(desk, prepared)
    screen(desk, clock, prepared, IpvFinding.CURRENT_CONCERN)
    assert codes(desk, prepared, DISCHARGE, Reader.CLIENT) == ["document_confirm"]
    text = said(desk, prepared, DISCHARGE, Reader.CLIENT, confirmed=True)
    assert "Name the loop" not in text
    assert "Sleeps well" in text
    assert "Name the loop" in said(desk, prepared, DISCHARGE, Reader.CLINICIAN)


def test_a_discharge_that_tells_of_danger_is_not_made(desk: Desk, clock: Clock, prepared: str) -> None:
    account = "She sleeps in the car when it gets loud at home"
    screen(desk, clock, prepared, IpvFinding.NONE_DISCLOSED, account=account)
    base = desk.pathway.discharge(prepared)
    desk.pathway.save_discharge(replace(base, reason=account))
    with pytest.raises(UserError) as refused:
        said(desk, prepared, DISCHARGE, Reader.CLINICIAN)
    assert refused.value.code == "document.leak"


def test_a_consent_signed_to_the_printed_wording_brings_no_notice(desk: Desk, clock: Clock, prepared: str) -> None:
    desk.consents.sign(
        Consent(
            id="", unit_id=prepared, type=ConsentType.ROLE_CHANGE, version="2026-1", signer=Signer.CLIENT,
            signer_name="Noor Adair", signed_on=clock.today,
        )
    )  # fmt: skip
    text = said(desk, prepared, CONSENT, Reader.CLIENT, "role_change")
    assert "Signed by Noor Adair on 2 Mar 2026, version 2026-1." in text
    assert "another version" not in text
