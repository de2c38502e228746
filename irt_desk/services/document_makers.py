"""The documents this release can make: one maker each, registered in :func:`makers`.

A maker is the only thing a new document needs. It says who may read it and what it asks for, gathers facts from the record inside
a transaction, and turns them into blocks (its writer lives in ``documents/``). Preview, redaction check, saving, the kept copy, the
Documents tab and ``irt-desk pdf`` come with the registration; a maker that refuses (safety gate, reader) is refused everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.safety import GatedAct, GateStanding, Permission
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused, UserError
from irt_desk.storage import caseload
from irt_desk.storage.rows import Connection
from irt_desk.words import label

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

HOME = frozenset({Reader.CLIENT, Reader.PARTNER, Reader.COUPLE})
"""Readers whose copy goes to a home where somebody else may find it."""


class Guarded(StrEnum):
    """What the leak check looks for in a finished document; a maker may exempt a kind that is its very content."""

    SAFETY = "safety"
    PSYCHOTHERAPY_NOTE = "psychotherapy_note"
    PARTNER_CONTACT = "partner_contact"
    PARTNER_NAME = "partner_name"
    TOLD_ALONE = "told_alone"
    INDIVIDUAL_RECORD = "individual_record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One document as asked for in the window or on the command line.

    Attributes:
        subject: the one note, pattern, skill … it is about, where the maker has subjects; else "".
        since: first day of the period, where the maker has one; None is the beginning.
        until: last day of the period; None is today.
        name_partner: keep the partner's name instead of a role word; contact details never stay.
        sign: with the therapist's signature; otherwise every page says draft.
        confirmed: the therapist confirmed a second time that this paper is safe where it goes.
        view: the format, where the maker has several (a note: GIRP, SOAP …); "" is the one shown first.
        recipient, address, purpose: to whom it goes and for what; the log of disclosures keeps them (DL-1).
        asked_by: which of the two of a joint unit asked for it, by place or name; only a statement of attendance looks at it.
    """

    unit_id: str
    kind: DocumentKind
    reader: Reader
    subject: str = ""
    since: date | None = None
    until: date | None = None
    name_partner: bool = False
    sign: bool = False
    confirmed: bool = False
    view: str = ""
    recipient: str = ""
    address: str = ""
    purpose: str = ""
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing a document can be about: its id and what a person calls it.

    Attributes:
        readers: who may have it; empty for every reader of the document.
        asks_recipient: whether recipient and purpose stand on the page and have to be given, whoever reads it first.
        askers: the two of a joint unit where one of them has to ask for it, their names in the order of their places.
    """

    id: str
    title: str
    readers: tuple[Reader, ...] = ()
    asks_recipient: bool = False
    askers: tuple[str, ...] = ()


class Maker:
    """Base of every maker; subclasses set the class attributes and implement :meth:`document`."""

    kind: ClassVar[DocumentKind]
    readers: ClassVar[tuple[Reader, ...]]
    units: ClassVar[tuple[UnitKind, ...]] = (UnitKind.INDIVIDUAL_IRT,)
    """Kinds of record it is made for; a maker that knows one client would print their particulars to the other of two."""
    default_subject: ClassVar[str] = ""
    """What it is about when nothing is named."""
    needs_subject: ClassVar[bool] = False
    """Whether it is about one note, pattern, skill …; then :meth:`subjects` lists them, newest first."""
    has_period: ClassVar[bool] = False
    """Whether a first and a last day narrow it."""
    can_sign: ClassVar[bool] = False
    """Whether it may carry the therapist's signature of the moment; without it every page says draft."""
    can_name_partner: ClassVar[bool] = True
    """Whether the partner's name may stay in it when the therapist says so."""
    always_confirm: ClassVar[bool] = False
    """Whether it is never made without a second confirmation (a safety plan)."""

    def readers_in(self, kind: UnitKind) -> tuple[Reader, ...]:
        """Return who may have it of a kind of record."""
        return self.readers

    def subjects(self, service: Documents, c: Connection, unit_id: str) -> tuple[Subject, ...]:
        """Return what this document can be about in a record."""
        return ()

    def views(self, service: Documents, c: Connection) -> tuple[Subject, ...]:
        """Return the formats this document can be made in, the usual one first; empty where there is only one."""
        return ()

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the document as blocks.

        Raises:
            UserError, Refused: this reader may not have it, or the safety gate does not allow it.
        """
        raise NotImplementedError

    def exempt(self, asked: Asked) -> frozenset[Guarded]:
        """Return which kinds of text the leak check lets pass because they are what the document is for."""
        return frozenset()

    def allowed(self, service: Documents, c: Connection, asked: Asked) -> frozenset[str]:
        """Return single sentences the leak check lets pass because this page exists for them; each must be unmistakably its own."""
        return frozenset()


def check(maker: Maker, asked: Asked, known: tuple[Subject, ...], kind: UnitKind) -> None:
    """Raise when a document is asked for in a way its maker does not serve.

    Raises:
        UserError: ``document.not_of_unit``, ``document.reader_not_allowed``, ``document.subject_needed`` (names what there is).
        Refused: the second confirmation is missing.
    """
    if kind not in maker.units:
        known_here = ", ".join(one for one, other in makers().items() if kind in other.units)
        raise UserError("document.not_of_unit", document=label(maker.kind), unit=label(kind), known=known_here)
    _check_reader(label(maker.kind), asked.reader, maker.readers_in(kind))
    if maker.needs_subject:
        about = next((subject for subject in known if subject.id == asked.subject), None)
        if about is None:
            if not known:
                raise UserError("document.no_subject", document=label(maker.kind))
            raise UserError("document.subject_needed", known="; ".join(f"{s.title} ({s.id})" for s in known))
        _check_reader(about.title, asked.reader, about.readers or maker.readers_in(kind))
    if maker.always_confirm and not asked.confirmed:
        raise Refused([Missing("document_confirm", Act.NONE)])


def _check_reader(document: str, reader: Reader, allowed: tuple[Reader, ...]) -> None:
    if reader not in allowed:
        readers = ", ".join(label(one) for one in allowed)
        raise UserError("document.reader_not_allowed", document=document, reader=label(reader), readers=readers)


def standing_of(service: Documents, c: Connection, unit_id: str) -> GateStanding:
    """Return the safety gate of a record today."""
    return caseload.gate_standing(c, unit_id, service._today(c))


def insist_map_may_leave(service: Documents, c: Connection, asked: Asked) -> None:
    """Raise where the table of 6.6 keeps maps and handouts off paper (column "Maps and handouts").

    ``open``: allowed. ``caution``: only when confirmed safe to take home. ``unscreened``: on screen only. A stop: refused. For a
    reader outside the home a stop is refused too: such a map reads as a mutual cycle (domain paper, 2.4).

    Raises:
        Refused: with the sentence that says why and what to do.
    """
    cell = standing_of(service, c, asked.unit_id).permission(GatedAct.PRINT_MAP)
    if cell is Permission.REFUSED:
        raise Refused([Missing("document_stopped", Act.SAFETY)])
    if asked.reader not in HOME:
        return
    if cell is Permission.SCREEN_ONLY:
        raise Refused([Missing("document_screen_only", Act.SAFETY)])
    if cell is Permission.SCREEN_ONLY_UNLESS_CONFIRMED and not asked.confirmed:
        raise Refused([Missing("document_confirm", Act.NONE)])


@cache
def makers() -> dict[DocumentKind, Maker]:
    """Return every document of this release by kind, in the order they are offered; their modules load here."""
    from irt_desk.services.blank_document import BlankMaker
    from irt_desk.services.consent_document import ConsentMaker
    from irt_desk.services.cycle_map_document import CycleMapMaker
    from irt_desk.services.discharge_document import DischargeMaker
    from irt_desk.services.handout_document import HandoutMaker
    from irt_desk.services.letter_document import LetterMaker
    from irt_desk.services.maintenance_document import MaintenanceMaker
    from irt_desk.services.measures_document import MeasuresMaker
    from irt_desk.services.note_document import NoteMaker, NotesMaker
    from irt_desk.services.personal_plan_document import PersonalPlanMaker
    from irt_desk.services.plan_document import PlanMaker
    from irt_desk.services.summary_document import SummaryMaker
    from irt_desk.services.transfer_document import TransferMaker

    found: tuple[type[Maker], ...] = (
        SummaryMaker,
        NoteMaker,
        NotesMaker,
        ConsentMaker,
        CycleMapMaker,
        PlanMaker,
        MeasuresMaker,
        HandoutMaker,
        PersonalPlanMaker,
        MaintenanceMaker,
        TransferMaker,
        DischargeMaker,
        LetterMaker,
        BlankMaker,
    )
    return {maker.kind: maker() for maker in found}


def maker_of(kind: DocumentKind) -> Maker:
    """Return the maker of a kind.

    Raises:
        UserError: ``document.not_built``, with those that are.
    """
    found = makers().get(kind)
    if found is None:
        raise UserError("document.not_built", document=label(kind), known=", ".join(makers()))
    return found


__all__: list[Any] = ["HOME", "Asked", "Guarded", "Maker", "Subject", "check", "maker_of", "makers"]
