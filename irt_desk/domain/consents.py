"""Consents with signer and date (domain paper, row 25 and 6.5). Append-only; withdrawal is a date, not a deletion."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from irt_desk.domain.values import Problem, need_text, not_future


class ConsentType(StrEnum):
    """Kinds of consent (domain paper, row 25)."""

    INFORMED = "informed"
    IRT_MODALITY_ORIENTATION = "irt_modality_orientation"
    PRIVACY_NOTICE = "privacy_notice"
    TELEHEALTH = "telehealth"
    PARTNER_CONTACT_RELEASE = "partner_contact_release"
    RELEASE = "release"
    ROLE_CHANGE = "role_change"
    PARTNER_CONSENT = "partner_consent"
    COUPLE_AGREEMENT = "couple_agreement"
    SECRETS_POLICY = "secrets_policy"
    DC_AGREEMENT = "dc_agreement"
    COLLATERAL = "collateral"
    JOINT_RELEASE = "joint_release"
    FOLLOW_UP_CONTACT = "follow_up_contact"


class Signer(StrEnum):
    """Who signed."""

    CLIENT = "client"
    PARTNER = "partner"


class OrientationPoint(StrEnum):
    """Check-list of the orientation to IRT (domain paper, row 25)."""

    FOCUS_IS_RELATIONSHIP = "focus_is_relationship"
    PARTNER_KEPT_IN_MIND = "partner_kept_in_mind"
    ASKED_ABOUT_OWN_PART = "asked_about_own_part"
    ACTIVE_WITH_PRACTICE = "active_with_practice"
    COUPLE_WORK_MAY_BE_BETTER = "couple_work_may_be_better"


class SecretsOption(StrEnum):
    """What happens to things told alone (domain paper, 6.5)."""

    NO_SECRETS = "no_secrets"
    LIMITED = "limited"
    CONFIDENTIAL_INDIVIDUAL_PARTS = "confidential_individual_parts"


class PriorInfo(StrEnum):
    """How a secrets policy treats what was learned before it; it never reaches back to open sealed material (6.5)."""

    SEALED = "sealed"
    CLIENT_MAY_DISCLOSE_SELF = "client_may_disclose_self"
    RELEASED_ITEM_BY_ITEM = "released_item_by_item"


BY_PARTNER = frozenset({ConsentType.PARTNER_CONSENT, ConsentType.COLLATERAL})
"""Consents only the partner can sign (domain paper, 6.1 and 6.5)."""

BY_CLIENT = frozenset(
    {
        ConsentType.INFORMED,
        ConsentType.IRT_MODALITY_ORIENTATION,
        ConsentType.PARTNER_CONTACT_RELEASE,
        ConsentType.RELEASE,
        ConsentType.ROLE_CHANGE,
        ConsentType.FOLLOW_UP_CONTACT,
    }
)
"""Consents only the client can sign."""


WORDING: dict[ConsentType, str] = {
    ConsentType.INFORMED: "2026-1",
    ConsentType.ROLE_CHANGE: "2026-1",
    ConsentType.PARTNER_CONSENT: "2026-1",
    ConsentType.COUPLE_AGREEMENT: "2026-1",
    ConsentType.SECRETS_POLICY: "2026-1",
    ConsentType.DC_AGREEMENT: "2026-1",
    ConsentType.COLLATERAL: "2026-1",
    ConsentType.JOINT_RELEASE: "2026-1",
}
"""Version of the wording of each paper the program prints. It is kept with the signature, so that a later wording does not rewrite
what was agreed to; whoever changes the words of a paper changes its version here."""


def wording_version(kind: ConsentType) -> str:
    """Return the version a signature of today is proposed with: that of the printed paper, "1" where there is none."""
    return WORDING.get(kind, "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One signed consent: what, which version, by whom, when, how long.

    ``secrets_option`` and ``prior_info`` belong to a secrets policy and to nothing else, ``recipient`` to a joint release.
    """

    id: str
    unit_id: str
    type: ConsentType
    version: str
    signer: Signer
    signer_name: str
    signed_on: date
    points: tuple[OrientationPoint, ...] = ()
    secrets_option: SecretsOption | None = None
    prior_info: PriorInfo | None = None
    recipient: str = ""
    expires_on: date | None = None
    withdrawn_on: date | None = None
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        ended = self.withdrawn_on is not None and self.withdrawn_on <= day
        expired = self.expires_on is not None and self.expires_on < day
        return self.signed_on <= day and not ended and not expired


def problems(consent: Consent, today: date) -> list[Problem]:
    """Return what keeps a consent from being stored.

    The orientation needs all five points ticked; a release by both needs a recipient and an end, as every authorisation (7.6).
    """
    found = need_text("signer_name", consent.signer_name) + need_text("version", consent.version)
    found += not_future("signed_on", consent.signed_on, today)
    if consent.expires_on is not None and consent.expires_on < consent.signed_on:
        found.append(Problem("expires_on", "before_start"))
    if consent.type is ConsentType.IRT_MODALITY_ORIENTATION and set(consent.points) != set(OrientationPoint):
        found.append(Problem("points", "orientation_incomplete"))
    if consent.type is ConsentType.SECRETS_POLICY:
        found += [] if consent.secrets_option else [Problem("secrets_option", "secrets_option_needed")]
        found += [] if consent.prior_info else [Problem("prior_info", "prior_info_needed")]
    if consent.type is ConsentType.JOINT_RELEASE:
        found += need_text("recipient", consent.recipient)
        found += [] if consent.expires_on else [Problem("expires_on", "empty")]
    wrong = BY_PARTNER if consent.signer is Signer.CLIENT else BY_CLIENT
    if consent.type in wrong:
        found.append(Problem("signer", "wrong_signer"))
    return found


def withdrawal_problems(consent: Consent, on: date, today: date) -> list[Problem]:
    """Return what keeps a withdrawal from being recorded."""
    found = not_future("withdrawn_on", on, today)
    found += [Problem("withdrawn_on", "before_start")] if on < consent.signed_on else []
    return found + ([Problem("withdrawn_on", "already_withdrawn")] if consent.withdrawn_on else [])


def without_policy_fields(consent: Consent) -> Consent:
    """Return the consent without what only another type carries, so that a changed choice leaves nothing behind."""
    policy, release = consent.type is ConsentType.SECRETS_POLICY, consent.type is ConsentType.JOINT_RELEASE
    orientation = consent.type is ConsentType.IRT_MODALITY_ORIENTATION
    return replace(
        consent,
        points=consent.points if orientation else (),
        secrets_option=consent.secrets_option if policy else None,
        prior_info=consent.prior_info if policy else None,
        recipient=consent.recipient if release else "",
    )


def same_person(one: str, other: str) -> bool:
    """Return whether two names as signed may be one person's: case, accents, order, marks and initials do not tell people apart.

    It errs to the safe side: "N. Adair" may be Noor as well as Nina. Whoever shares an initial signs with the whole name.
    """
    shorter, longer = sorted((_name_words(one), _name_words(other)), key=len)
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        found = next((each for each in left if each == word), None) or next(
            (each for each in left if 1 in (len(each), len(word)) and each[0] == word[0]), None
        )
        if found is None:
            return False
        left.remove(found)
    return True


def _name_words(name: str) -> list[str]:
    plain = (letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


def in_force(
    consents: Iterable[Consent], kind: ConsentType, day: date, signer: Signer = Signer.CLIENT
) -> Consent | None:
    """Return the newest consent of a kind that holds on a day, or None."""
    held = [c for c in consents if c.type is kind and c.signer is signer and c.holds_on(day)]
    return max(held, key=lambda c: (c.signed_on, c.id), default=None)
