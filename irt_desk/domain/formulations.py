"""The formulation: the working explanation of what keeps the problem going, with a fair view from the partner's side (row 33)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from irt_desk.domain.values import THIRD_PARTY, Act, Missing, Signature, tagged


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """One version. What is said about the partner is a hypothesis by type and stands beside other readings.

    ``assertion_ids`` are entries of the ledger it rests on.
    """

    id: str
    unit_id: str
    version: int
    what_keeps_it_going: str = tagged(THIRD_PARTY)
    client_side: str = ""
    partner_perspective: str = tagged(THIRD_PARTY)
    other_readings: tuple[str, ...] = tagged(THIRD_PARTY, default=())
    strengths: str = tagged(THIRD_PARTY)
    assertion_ids: tuple[str, ...] = ()
    signed: Signature | None = None


class StatedAssertion(Protocol):
    """What is asked of an entry of the ledger before a signed formulation may rest on it (row 35)."""

    @property
    def fits_formulation(self) -> bool:
        """Whether an inner state or a trait of the partner stands as told or guessed, with another reading."""


def missing_for_signing(formulation: Formulation, assertions: Iterable[StatedAssertion] = ()) -> list[Missing]:
    """Return what still keeps a formulation from being signed, in reading order (rows 33 and 35)."""
    found: list[Missing] = []

    def want(condition: object, code: str, **values: object) -> None:
        if not condition:
            found.append(Missing(code, Act.PLAN, values))

    want(formulation.what_keeps_it_going.strip(), "formulation_what_keeps_it_going")
    want(formulation.partner_perspective.strip(), "formulation_partner_perspective")
    want(any(text.strip() for text in formulation.other_readings), "formulation_other_reading")
    unfit = sum(not assertion.fits_formulation for assertion in assertions)
    want(not unfit, "formulation_assertion", count=unfit)
    return found
