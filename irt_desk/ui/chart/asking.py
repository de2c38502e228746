"""Which document, for whom, about what: the choices above the preview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from irt_desk.domain.units import Place
from irt_desk.domain.values import Invalid, Problem
from irt_desk.services.documents import Asked, DocumentKind, Offer, Reader, Subject
from irt_desk.ui.building import (
    CheckLine,
    ChoiceChips,
    DateField,
    Field,
    Muted,
    TextArea,
    TextChoice,
    TextLine,
    clear_layout,
)
from irt_desk.ui.building.texts import bring_into_sight
from irt_desk.words import known, label, say

AT_HAND = frozenset({Reader.CLIENT, Reader.PARTNER, Reader.COUPLE, Reader.SELF})
"""Readers whose name the record knows; for everybody else it is asked."""


class DocumentChoice(QWidget):
    """The choices of one document; ``asked`` gives them as a value. What a document does not ask for is not shown."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offers: dict[str, Offer] = {}
        self._shown = ""
        self._needs_care = False
        self.days = {"since": DateField(), "until": DateField()}
        self._day_fields: dict[str, Field] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(12)
        self.kind = TextChoice()
        self.kind.changed.connect(self._on_kind)
        down.addWidget(Field(say("documents.kind"), self.kind))
        self.about = Muted("", wrap=True)
        down.addWidget(self.about)
        self.subject = TextChoice()
        self._subject = Field(say("documents.subject"), self.subject)
        down.addWidget(self._subject)
        self.view = TextChoice()
        self.view.changed.connect(self._on_changed)
        self._view = Field(say("note.view"), self.view)
        down.addWidget(self._view)
        self._period = self._make_period()
        down.addWidget(self._period)
        self._readers = QVBoxLayout()
        down.addLayout(self._readers)
        self.reader = ChoiceChips(Reader, optional=False)
        self._read_by: tuple[tuple[Reader, ...], tuple[str, ...]] = ((), ())
        self._asker = QVBoxLayout()
        down.addLayout(self._asker)
        self.asked_by: ChoiceChips | None = None
        self._askers: tuple[str, ...] = ()
        self._make_lines(down)
        self.name_partner = CheckLine(say("documents.name_partner"))
        self.sign = CheckLine(say("documents.sign"))
        self.confirmed = CheckLine(say("documents.confirm"))
        for check in (self.name_partner, self.sign, self.confirmed):
            check.changed.connect(self._on_changed)
            down.addWidget(check)
        self.subject.changed.connect(self._on_changed)

    def _make_lines(self, down: QVBoxLayout) -> None:
        """Make the lines that say to whom a paper goes and what for."""
        self.recipient, self.address, self.purpose = TextLine(), TextArea(least=1, most=4), TextArea(least=1, most=6)
        self._recipient = Field(say("documents.recipient"), self.recipient)
        self._address = Field(say("documents.address"), self.address)
        self._purpose = Field(say("documents.recipient_purpose"), self.purpose)
        self._lines: dict[str, TextLine | TextArea] = {
            "recipient": self.recipient,
            "address": self.address,
            "purpose": self.purpose,
        }
        self._settled: dict[str, str] = {}
        for name, field in (("recipient", self._recipient), ("address", self._address), ("purpose", self._purpose)):
            self._lines[name].changed.connect(self._on_changed)
            down.addWidget(field)

    def _make_period(self) -> QWidget:
        holder = QWidget()
        across = QGridLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setHorizontalSpacing(16)
        for column, (name, control) in enumerate(self.days.items()):
            control.setObjectName(name)
            control.changed.connect(self._on_changed)
            self._day_fields[name] = Field(say(f"documents.{name}"), control)
            across.addWidget(self._day_fields[name], 0, column)
        return holder

    def offer(self, offers: Sequence[Offer], *, needs_care: bool) -> None:
        """Show what can be made now; a choice already made stays. ``needs_care`` asks whether paper is safe (6.6)."""
        self._offers = {offer.kind.value: offer for offer in offers}
        self._needs_care = needs_care
        chosen = self.kind.value()
        kinds = tuple((offer.kind.value, label(offer.kind)) for offer in offers)
        self.kind.offer(kinds, keep=chosen in self._offers)
        if chosen not in self._offers and offers:
            self.kind.blockSignals(True)
            self.kind.set_value(offers[0].kind.value)
            self.kind.blockSignals(False)
        self._show(is_new=self._shown != self.kind.value())

    def choose(self, kind: DocumentKind, *, subject: str = "", reader: Reader | None = None) -> None:
        """Choose a document from another page, with what it is about."""
        if kind.value not in self._offers:
            return
        self.kind.set_value(kind.value)
        self._show(is_new=True)
        if subject in {one.id for one in self._offers[kind.value].subjects}:
            self.subject.set_value(subject)
        self._follow_subject()
        if reader is not None:
            self.reader.set_value(reader)
        self.changed.emit()

    def forget(self) -> None:
        """Let go of the choices of another record."""
        for check in (self.name_partner, self.sign, self.confirmed):
            check.set_value(False)
        for day in self.days.values():
            day.set_value(None)
        for line in self._lines.values():
            line.set_value("")
        self._offer_askers(())
        self._shown, self._settled = "", {}

    def settle(self) -> None:
        """Take what is typed as done with: the paper was saved, so nothing is half typed any more."""
        self._settled = self._typed()

    def unfinished(self) -> dict[str, Any]:
        """Return what is typed about the recipient, with the paper it is for; empty when nothing is, or it was saved."""
        typed = self._typed()
        if typed == self._settled or not any(typed.values()):
            return {}
        return {"kind": self.kind.value(), "subject": self.subject.value(), **typed}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the choice where it was left; a document that is not made any more leaves it as it is."""
        if data.get("kind") not in self._offers:
            return
        self.choose(DocumentKind(data["kind"]), subject=str(data.get("subject", "")))
        for name, line in self._lines.items():
            line.set_value(str(data.get(name, "")))

    def _typed(self) -> dict[str, str]:
        return {name: line.value() for name, line in self._lines.items()}

    @property
    def now(self) -> Offer | None:
        """The document that is chosen."""
        return self._offers.get(self.kind.value())

    def asked(self, unit_id: str) -> Asked:
        """Return what is chosen.

        Raises:
            Invalid: a day cannot be read; it is shown under its field.
        """
        offer = self.now
        assert offer is not None  # the button is off while there is nothing to make
        outside = self._goes_outside()
        self._insist_lines(outside)
        since, until = self._days() if offer.has_period else (None, None)
        return Asked(
            unit_id=unit_id,
            kind=offer.kind,
            reader=self.reader.value(),
            subject=self.subject.value() if offer.needs_subject else "",
            view=self.view.value() if offer.views else "",
            recipient=self.recipient.value() if outside else "",
            address=self.address.value() if outside else "",
            purpose=self.purpose.value() if outside else "",
            asked_by=self._asker_value(),
            since=since,
            until=until,
            name_partner=offer.can_name_partner and self.name_partner.value(),
            sign=offer.can_sign and self.sign.value(),
            confirmed=self.confirmed.value() if not self.confirmed.isHidden() else False,
        )

    def _insist_lines(self, outside: bool) -> None:
        """Say under its field what a paper for somebody outside still needs.

        Raises:
            Invalid: no recipient, or no purpose where it stands on the page.
        """
        about = self._about()
        found = []
        if outside and not self.recipient.value():
            found.append(Problem("recipient", "empty"))
        if about is not None and about.asks_recipient and not self.purpose.value():
            found.append(Problem("purpose", "empty"))
        fields = {"recipient": self._recipient, "purpose": self._purpose}
        sentences = {"recipient": "documents.recipient_needed", "purpose": "missing.letter_purpose"}
        wrong = {problem.field for problem in found}
        for name, field in fields.items():
            field.set_problem(say(sentences[name]) if name in wrong else "")
        if found:
            first = found[0].field
            self._lines[first].setFocus()
            bring_into_sight(fields[first])
            raise Invalid(found)

    def _about(self) -> Subject | None:
        """Return what the chosen document is about, where it is about one thing."""
        offer = self.now
        return next((one for one in offer.subjects if one.id == self.subject.value()), None) if offer else None

    def _goes_outside(self) -> bool:
        """Whether a name is asked for: the reader is somebody outside, or a recipient stands on the page."""
        offer, about = self.now, self._about()
        if about is not None and about.asks_recipient:
            return True
        own = offer is not None and offer.kind is DocumentKind.TRANSFER
        return not own and self.reader.value() is not None and self.reader.value() not in AT_HAND

    def _follow_reader(self) -> None:
        for field in (self._recipient, self._address, self._purpose):
            field.setVisible(self._goes_outside())
        about = self._about()
        asks = about is not None and self._goes_outside()
        self._offer_askers(about.askers if about is not None and asks else ())

    def _follow_subject(self) -> None:
        """Offer the readers of what it is about; a consent is for whoever signs it, a letter for whom it is written."""
        offer, about = self.now, self._about()
        if offer is None:
            return
        readers = about.readers if about is not None and about.readers else offer.readers
        names = about.askers if about is not None else ()
        if (readers, names) != self._read_by:
            self._offer_readers(readers, names)
            for field in (self._recipient, self._purpose):
                field.set_problem("")  # what was missing was missing on another paper
        self._follow_reader()

    def _offer_askers(self, names: tuple[str, ...]) -> None:
        if names == self._askers:
            return
        self._askers, self.asked_by = names, None
        clear_layout(self._asker)
        if names:
            texts = {place.value: name for place, name in zip(Place, names, strict=True)}
            self.asked_by = ChoiceChips(Place, texts=texts)
            self.asked_by.changed.connect(self._on_changed)
            self._asker.addWidget(Field(say("documents.asked_by"), self.asked_by))

    def _asker_value(self) -> str:
        chosen = self.asked_by.value() if self.asked_by is not None else None
        return chosen.value if chosen is not None else ""

    def _days(self) -> tuple[date | None, date | None]:
        found: dict[str, date | None] = {}
        for name, control in self.days.items():
            self._day_fields[name].set_problem("")
            try:
                found[name] = control.value()
            except Invalid as error:
                self._day_fields[name].set_problem(str(error))
                raise
        return found["since"], found["until"]

    def _show(self, *, is_new: bool) -> None:
        offer = self.now
        if offer is None:
            return
        code = f"documents.about_{offer.kind.value}"
        self.about.setText(say(code) if known(code) else say("documents.never"))
        self._subject.setVisible(offer.needs_subject)
        subjects = tuple((one.id, one.title) for one in offer.subjects)
        self.subject.offer(subjects, keep=self.subject.value() in {one.id for one in offer.subjects})
        self._view.setVisible(bool(offer.views))
        self.view.offer(tuple((one.id, one.title) for one in offer.views))
        self._period.setVisible(offer.has_period)
        self.name_partner.setVisible(offer.can_name_partner)
        self.sign.setVisible(offer.can_sign)
        self.confirmed.setVisible(offer.always_confirm or self._needs_care)
        if is_new:
            self._shown, self._read_by = offer.kind.value, ((), ())
        self._follow_subject()

    def _offer_readers(self, readers: tuple[Reader, ...], names: tuple[str, ...]) -> None:
        """Offer readers; ``names`` are the two of a joint unit, where each may have it alone."""
        clear_layout(self._readers)
        self._read_by = (readers, names)
        texts = {reader.value: label(reader) for reader in readers}
        texts |= {reader.value: name for reader, name in zip((Reader.CLIENT, Reader.PARTNER), names, strict=False)}
        self.reader = ChoiceChips(Reader, optional=False, only=readers, texts=texts)
        self.reader.set_value(readers[0])
        self.reader.changed.connect(self._on_changed)
        self._readers.addWidget(Field(say("documents.reader"), self.reader))
        self.confirmed.set_value(False)

    def _on_kind(self) -> None:
        if self.kind.value() in self._offers:
            self._show(is_new=self._shown != self.kind.value())
            self.changed.emit()

    def _on_changed(self) -> None:
        self._follow_subject()
        self.changed.emit()


__all__ = ["DocumentChoice"]
