"""Which document, for whom, about what: the choices above the preview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from irt_desk.domain.values import Invalid, Problem
from irt_desk.services.documents import Asked, DocumentKind, Offer, Reader
from irt_desk.ui.building import CheckLine, ChoiceChips, DateField, Field, Muted, TextChoice, TextLine
from irt_desk.words import known, label, say


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
        self.recipient, self.purpose = TextLine(), TextLine()
        self._recipient = Field(say("documents.recipient"), self.recipient)
        self._purpose = Field(say("documents.recipient_purpose"), self.purpose)
        for line, field in ((self.recipient, self._recipient), (self.purpose, self._purpose)):
            line.changed.connect(self._on_changed)
            down.addWidget(field)
        self.name_partner = CheckLine(say("documents.name_partner"))
        self.sign = CheckLine(say("documents.sign"))
        self.confirmed = CheckLine(say("documents.confirm"))
        for check in (self.name_partner, self.sign, self.confirmed):
            check.changed.connect(self._on_changed)
            down.addWidget(check)
        self.subject.changed.connect(self._on_changed)

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
        self.kind.offer(tuple((offer.kind.value, label(offer.kind)) for offer in offers))
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
        if subject:
            self.subject.set_value(subject)
        if reader is not None:
            self.reader.set_value(reader)
        self.changed.emit()

    def forget(self) -> None:
        """Let go of the choices of another record."""
        for check in (self.name_partner, self.sign, self.confirmed):
            check.set_value(False)
        for day in self.days.values():
            day.set_value(None)
        self.recipient.set_value("")
        self.purpose.set_value("")
        self._shown = ""

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
        self._recipient.set_problem("")
        if outside and not self.recipient.value():
            self._recipient.set_problem(say("documents.recipient_needed"))
            raise Invalid([Problem("recipient", "empty")])
        since, until = self._days() if offer.has_period else (None, None)
        return Asked(
            unit_id=unit_id,
            kind=offer.kind,
            reader=self.reader.value(),
            subject=self.subject.value() if offer.needs_subject else "",
            view=self.view.value() if offer.views else "",
            recipient=self.recipient.value() if outside else "",
            purpose=self.purpose.value() if outside else "",
            since=since,
            until=until,
            name_partner=offer.can_name_partner and self.name_partner.value(),
            sign=offer.can_sign and self.sign.value(),
            confirmed=self.confirmed.value() if not self.confirmed.isHidden() else False,
        )

    def _goes_outside(self) -> bool:
        """Whether a name is asked for: the reader is somebody outside; a transfer summary has its own recipient."""
        offer = self.now
        own = offer is not None and offer.kind is DocumentKind.TRANSFER
        return not own and self.reader.value() not in (None, Reader.CLIENT, Reader.SELF)

    def _follow_reader(self) -> None:
        for field in (self._recipient, self._purpose):
            field.setVisible(self._goes_outside())

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
        self.subject.offer(tuple((one.id, one.title) for one in offer.subjects))
        self._view.setVisible(bool(offer.views))
        self.view.offer(tuple((one.id, one.title) for one in offer.views))
        self._period.setVisible(offer.has_period)
        self.name_partner.setVisible(offer.can_name_partner)
        self.sign.setVisible(offer.can_sign)
        self.confirmed.setVisible(offer.always_confirm or self._needs_care)
        if is_new:
            self._shown = offer.kind.value
            self._offer_readers(offer)
        self._follow_reader()

    def _offer_readers(self, offer: Offer) -> None:
        while (item := self._readers.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.reader = ChoiceChips(Reader, optional=False, only=offer.readers)
        self.reader.set_value(offer.readers[0])
        self.reader.changed.connect(self._on_changed)
        self._readers.addWidget(Field(say("documents.reader"), self.reader))
        self.confirmed.set_value(False)

    def _on_kind(self) -> None:
        if self.kind.value() in self._offers:
            self._show(is_new=self._shown != self.kind.value())
            self.changed.emit()

    def _on_changed(self) -> None:
        self._follow_reader()
        self.changed.emit()


__all__ = ["DocumentChoice"]
