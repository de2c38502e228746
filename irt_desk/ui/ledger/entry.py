"""Adding to the ledger: one line and Enter for a simple entry; more only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from irt_desk.domain.ledger import About, Assertion, ContentKind, IncidentRecall
from irt_desk.domain.patterns import Confidence, RecallClarity, Source
from irt_desk.domain.values import FuzzyDay, Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Button, LinkButton, Muted, PrimaryButton, ProblemLine
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.words import say

F = FieldSpec
SPECS = (
    F("text", required=True),
    F("about", "chips"),
    F("content_kind", "chips"),
    F("reading"),
    F("source", half=True),
    F("confidence", "chips", half=True),
    F("told_on", half=True),
    F("happened", half=True),
    F("distress_then", "rating", half=True),
    F("distress_while_telling", "rating", half=True),
    F("recall_clarity", "chips"),
)
KIND = ("about", "content_kind")
MORE = ("source", "confidence", "told_on", "happened", "distress_then", "distress_while_telling", "recall_clarity")
Save = Callable[[Assertion, Callable[[Any], None], Callable[[Exception], None]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForm:
    """An entry as one flat form."""

    text: str = ""
    about: About = About.PARTNER
    content_kind: ContentKind = ContentKind.OBSERVED_BEHAVIOUR
    reading: str = ""
    source: Source = Source.CLIENT_REPORT
    confidence: Confidence = Confidence.LOW
    told_on: date
    happened: FuzzyDay | None = None
    distress_then: int | None = None
    distress_while_telling: int | None = None
    recall_clarity: RecallClarity = RecallClarity.CLEAR

    def assertion(self, unit_id: str, follows_id: str | None) -> Assertion:
        """Return the entry; with a memory only where something about one was said."""
        asked = (self.happened, self.distress_then, self.distress_while_telling)
        recall = None
        if any(value is not None for value in asked) or self.recall_clarity is not RecallClarity.CLEAR:
            recall = IncidentRecall(
                happened=self.happened,
                recalled_on=self.told_on,
                distress_then=self.distress_then,
                distress_while_telling=self.distress_while_telling,
                recall_clarity=self.recall_clarity,
            )
        return Assertion(
            id="",
            unit_id=unit_id,
            about=self.about,
            content_kind=self.content_kind,
            text=self.text,
            source=self.source,
            confidence=self.confidence,
            alternatives=(self.reading,) if self.reading else (),
            told_on=self.told_on,
            recorded=now_here(),
            recall=recall,
            follows_id=follows_id,
        )


class EntryEditor(QFrame):
    """The line at the top of the ledger. Enter keeps what is typed; the kind shows itself once something is."""

    changed = Signal()

    def __init__(self, save: Save) -> None:
        super().__init__()
        self._save, self._unit_id = save, ""
        self._follows: tuple[str, str] | None = None
        self._is_stopped = self._is_more = False
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 4)
        down.setSpacing(8)
        self.beside = Muted("", wrap=True)
        self.beside.hide()
        down.addWidget(self.beside)
        self.form: RecordForm[EntryForm] = RecordForm("assertion", EntryForm, SPECS)
        self.form.changed.connect(self._on_changed)
        for name in ("text", "reading"):
            self.form.control(name).returnPressed.connect(self.keep)
        down.addWidget(self.form)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        down.addLayout(self._acts())
        self.start("")

    def _acts(self) -> QHBoxLayout:
        across = QHBoxLayout()
        self.more_link = LinkButton(say("ledger.more"))
        self.more_link.clicked.connect(self._on_more)
        self.cancel_button = Button(say("record.cancel"))
        self.cancel_button.clicked.connect(self._on_cancel)
        self.keep_button = PrimaryButton(say("ledger.keep"))
        self.keep_button.clicked.connect(self.keep)
        across.addWidget(self.more_link)
        across.addStretch(1)
        across.addWidget(self.cancel_button)
        across.addWidget(self.keep_button)
        return across

    def start(self, unit_id: str) -> None:
        """Begin an empty entry of a record."""
        self._unit_id, self._follows, self._is_more = unit_id, None, False
        self.form.set_value(EntryForm(told_on=now_here().day))
        self.problem.say("")
        self._show_fields()

    def follow(self, earlier: Assertion) -> None:
        """Begin a later account of the same thing; the earlier one stays beside it."""
        self._follows = (earlier.id, say("ledger.beside", text=earlier.text, day=day_text(earlier.told_on)))
        self.form.set_value(EntryForm(about=earlier.about, content_kind=earlier.content_kind, told_on=now_here().day))
        self._show_fields()
        self.form.focus_first()
        self.changed.emit()

    def show_stop(self, stopped: bool) -> None:
        """Ask for no other reading of what the partner does while the gate is a stop (2.4)."""
        self._is_stopped = stopped
        self._show_fields()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, and beside which account."""
        typed = self.form.unfinished()
        return {"fields": typed, "follows": list(self._follows or ())} if typed or self._follows else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed."""
        if self.unfinished():
            return
        follows = data.get("follows", [])
        self._follows = (str(follows[0]), str(follows[1])) if len(follows) == 2 else None
        self.form.resume(data.get("fields", {}))
        self._is_more = any(name in data.get("fields", {}) for name in MORE)
        self._show_fields()

    def keep(self, *_: Any) -> None:
        """Store what is typed."""
        try:
            made = self.form.value().assertion(self._unit_id, self._follows[0] if self._follows else None)
        except Invalid as error:
            self._show_problems(error)
            return
        self.keep_button.setEnabled(False)
        self._save(made, self._on_kept, self._on_failed)

    def _on_kept(self, _: Any) -> None:
        self.keep_button.setEnabled(True)
        self.start(self._unit_id)
        self.form.focus_first()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.keep_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._show_problems(error)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error

    def _show_problems(self, error: Invalid) -> None:
        self._is_more = self._is_more or any(p.field in MORE for p in error.problems)
        self._show_fields()
        self.form.show_problems(error.problems)
        self.problem.say(" ".join(p.sentence for p in error.problems if p.field == "follows_id"))

    def _on_more(self, *_: Any) -> None:
        self._is_more = not self._is_more
        self._show_fields()

    def _on_cancel(self, *_: Any) -> None:
        self.start(self._unit_id)
        self.changed.emit()

    def _on_changed(self) -> None:
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        is_open = bool(self.form.unfinished()) or self._follows is not None
        is_guess = self.form.control("content_kind").value() is not None and self._is_partner_inner()
        for name in KIND:
            self.form.field(name).setVisible(is_open)
        asks = is_guess and not self._is_stopped
        self.form.field("reading").setVisible(is_open and (asks or bool(self.form.control("reading").value())))
        for name in MORE:
            self.form.field(name).setVisible(is_open and self._is_more)
        self.beside.setText(self._follows[1] if self._follows else "")
        self.beside.setVisible(self._follows is not None)
        for widget in (self.more_link, self.cancel_button, self.keep_button):
            widget.setVisible(is_open)
        self.more_link.setText(say("ledger.less") if self._is_more else say("ledger.more"))
        self.more_link.setAccessibleName(self.more_link.text())

    def _is_partner_inner(self) -> bool:
        about = self.form.control("about").value()
        kind = self.form.control("content_kind").value()
        return about in (About.PARTNER, About.BOTH) and isinstance(kind, ContentKind) and kind.is_inner
