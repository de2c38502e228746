"""Papers of two people as rules: what releases, who may ask, when a letter closes, how long a record is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.documents.agreements import READER_OF, SECTIONS
from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.consents import (
    WORDING,
    Consent,
    ConsentType,
    Signer,
    problems,
    without_policy_fields,
    wording_version,
)
from irt_desk.domain.letters import LETTERS_OF, LetterKind, closing_missing
from irt_desk.domain.retention import kept_until
from irt_desk.domain.units import PAPERS_OF, Place, attendance_missing, joint_release_missing
from irt_desk.words import known

DAY = date(2026, 3, 2)
TO = "Maren Oldacre"


def release(signer: Signer, **values: object) -> Consent:
    base = Consent(
        id="", unit_id="u", type=ConsentType.JOINT_RELEASE, version="2026-1", signer=signer, signer_name=signer.value,
        signed_on=DAY, recipient=TO, expires_on=DAY + timedelta(days=30),
    )  # fmt: skip
    return replace(base, **values)  # type: ignore[arg-type]  # test values by name


@given(
    signers=st.lists(st.sampled_from(Signer), max_size=4),
    recipients=st.lists(st.sampled_from((TO, "maren  OLDACRE", "Somebody Else")), min_size=4, max_size=4),
    ended=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_one_signature_releases_nothing_whatever_else_was_signed(
    signers: list[Signer], recipients: list[str], ended: list[bool]
) -> None:
    held = [
        release(who, recipient=to, withdrawn_on=DAY if over else None)
        for who, to, over in zip(signers, recipients, ended, strict=False)
    ]
    live = {
        one.signer
        for one in held
        if one.withdrawn_on is None and one.recipient.casefold().split() == ["maren", "oldacre"]
    }
    missing = [one.code for one in joint_release_missing(held, TO, DAY)]
    assert missing == ([] if live == set(Signer) else ["joint_release"])


def test_a_release_ends_on_its_day_and_the_refusal_never_says_whose_is_missing() -> None:
    both = [release(who) for who in Signer]
    assert joint_release_missing(both, TO, DAY) == []
    after = joint_release_missing(both, TO, DAY + timedelta(days=31))
    one = joint_release_missing(both[:1], TO, DAY)
    assert after == one == joint_release_missing([], TO, DAY)
    assert joint_release_missing(both, "", DAY) == one


def test_a_statement_of_attendance_needs_one_of_the_two_and_nobodys_release() -> None:
    assert [one.code for one in attendance_missing([], None, DAY)] == ["attendance_asked"]
    assert attendance_missing([], Place.B, DAY) == []
    assert attendance_missing([release(Signer.PARTNER)], None, DAY) == []


def test_a_release_by_both_is_signed_with_recipient_and_end_and_nothing_else_keeps_a_recipient() -> None:
    assert problems(release(Signer.CLIENT), DAY) == []
    found = problems(release(Signer.CLIENT, recipient=" ", expires_on=None), DAY)
    assert {(one.field, one.code) for one in found} == {("recipient", "empty"), ("expires_on", "empty")}
    assert without_policy_fields(release(Signer.CLIENT)).recipient == TO
    assert without_policy_fields(release(Signer.CLIENT, type=ConsentType.COUPLE_AGREEMENT)).recipient == ""


@pytest.mark.parametrize("state", CaseState)
def test_a_closing_letter_is_for_what_is_ending(state: CaseState) -> None:
    goes_on = state in {
        CaseState.ASSESSMENT, CaseState.ACTIVE_IRT, CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP,
        CaseState.REOPENED, CaseState.OPEN, CaseState.SUSPENDED,
    }  # fmt: skip
    assert [one.code for one in closing_missing(state, None, is_decided=False)] == (["letter_open"] if goes_on else [])
    assert closing_missing(state, None, is_decided=True) == []


def test_nobody_writes_a_closing_letter_to_somebody_who_died() -> None:
    missing = closing_missing(CaseState.CLOSED, Outcome.DIED, is_decided=True)
    assert [one.code for one in missing] == ["letter_died"]


@pytest.mark.parametrize(
    ("last", "born", "minor", "until"),
    [
        (date(2026, 3, 2), None, None, date(2033, 3, 2)),
        (date(2024, 2, 29), None, None, date(2031, 2, 28)),
        (date(2026, 3, 2), date(2010, 6, 1), 3, date(2033, 3, 2)),
        (date(2026, 3, 2), date(2014, 6, 1), 3, date(2035, 6, 1)),
        (date(2026, 3, 2), date(2014, 6, 1), None, date(2033, 3, 2)),
    ],
)
def test_a_record_is_kept_from_the_last_service_and_a_minors_longer(
    last: date, born: date | None, minor: int | None, until: date
) -> None:
    assert kept_until(last, 7, born=born, minor_years=minor) == until


def test_every_paper_has_a_version_a_reader_and_its_records() -> None:
    printed = {paper for papers in PAPERS_OF.values() for paper in papers}
    assert printed == set(WORDING)
    assert set(READER_OF) == set(SECTIONS) == printed - {ConsentType.INFORMED}
    assert set(PAPERS_OF) == set(LETTERS_OF) == set(UnitKind)
    assert wording_version(ConsentType.TELEHEALTH) == "1"
    assert {letter for letters in LETTERS_OF.values() for letter in letters} == set(LetterKind)


def test_nothing_of_one_person_alone_is_printed_from_the_record_of_both() -> None:
    for kind in (UnitKind.COUPLE, UnitKind.DISCERNMENT):
        assert not {ConsentType.INFORMED, ConsentType.ROLE_CHANGE, ConsentType.PARTNER_CONSENT} & set(PAPERS_OF[kind])
        assert LetterKind.ROLE_SHIFT not in LETTERS_OF[kind]


FROM_THE_RECORD = {
    "role_change_form.secrets_policy", "partner_consent_form.secrets_policy", "couple_agreement_form.secrets_policy",
    "couple_agreement_form.secrets_before", "secrets_policy_form.option_option", "secrets_policy_form.prior_prior",
    "partner_consent_form.before_seen",
}  # fmt: skip


def test_every_point_of_a_paper_has_its_words() -> None:
    codes = {
        f"{paper}_form.{section}_{point}"
        for paper, sections in SECTIONS.items()
        for section, points in sections
        for point in points
    }
    assert {code for code in codes if not known(code)} == FROM_THE_RECORD
