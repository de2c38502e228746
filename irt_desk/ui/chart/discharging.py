"""The discharge summary's items: folded away until the case is about to close; signed before it does."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.pathway import TransitionCode
from irt_desk.domain.transitions import Discharge
from irt_desk.domain.values import Missing
from irt_desk.services.pathway import Way
from irt_desk.ui.building import LinkButton, PrimaryButton, Small
from irt_desk.ui.building.disclosure import Disclosure
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.records import FieldSpec
from irt_desk.ui.records.single import SingleCard
from irt_desk.words import say

F = FieldSpec
_FIELDS = (
    F("outcome", half=True),
    F("booster_on", half=True),
    F("reason", "area"),
    F("final_measures", "area"),
    F("no_measures_reason"),
    F("condition_at_ending", "area"),
    F("goals_met", "area"),
    F("risk_at_close"),
    F("referrals"),
    F("warning_signs", "area"),
    F("exits_to_reuse", "area"),
    F("follow_up"),
)


class DischargeCard(QWidget):
    """The discharge summary: one quiet line while nobody closes anything, a form once it is begun."""

    def __init__(self, tab: ChartTab) -> None:
        super().__init__()
        self._tab = tab
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        self.fold = Disclosure(say("discharge.title"))
        down.addWidget(self.fold)
        save = tab.saver(tab.room.desk.pathway.save_discharge)
        self.form_card = SingleCard("discharge", Discharge, _FIELDS, save=save)
        self.form_card.changed.connect(self._on_changed)
        self.sign_button = PrimaryButton(say("discharge.sign"))
        self.sign_button.clicked.connect(self._on_sign)
        self.form_card.add_action(self.sign_button)
        self.fold.body.addWidget(self.form_card)
        self.scores_link = LinkButton(say("discharge.put_scores"))
        self.scores_link.clicked.connect(self._on_scores)
        self.no_scores = Small(say("discharge.no_scores"), wrap=True)
        self.no_scores.hide()
        below = self.form_card.form.field("final_measures").layout()
        assert isinstance(below, QVBoxLayout)  # a field is a column of label, control and lines
        below.insertWidget(2, self.scores_link, 0, Qt.AlignmentFlag.AlignLeft)
        below.insertWidget(3, self.no_scores)
        self._shown = self._asked_of = ""
        self.hide()  # until it is known what stands in it: what was typed before that would be lost

    def show_facts(self, ways: tuple[Way, ...], discharge: Discharge, missing: tuple[Missing, ...]) -> None:
        """Show it while the case is in care; a signed one stays in sight. It opens by itself once something stands in it."""
        in_care = any(w.transition.code in (TransitionCode.T16, TransitionCode.T19) for w in ways)
        self.setVisible(in_care or discharge.signed is not None)
        self.form_card.show_value(discharge)
        self.form_card.lock(discharge.signed is not None)
        count = len(missing)
        self.sign_button.setVisible(discharge.signed is None and in_care)
        self.sign_button.setText(say("note.sign_left", count=count) if count else say("discharge.sign"))
        begun = bool(discharge.id) and discharge.signed is None
        self.fold.say(say("note_state.signed") if discharge.signed else "" if begun else say("discharge.not_begun"))
        if self._shown != discharge.unit_id:
            self._shown = discharge.unit_id
            self.fold.open(begun or self.form_card.form.is_written)

    def begin(self) -> None:
        """Open it and put the keyboard into its first field."""
        self.fold.open()
        self.form_card.form.focus_first()

    def forget(self) -> None:
        """Show another record."""
        self.hide()
        self._shown = ""
        self.no_scores.hide()
        self.form_card.forget()

    def _on_scores(self) -> None:
        self._asked_of = self._tab.unit_id
        work = partial(self._tab.room.desk.measures.final_text, self._asked_of)
        self._tab.room.runner.read(self, work, self._put_scores, self._tab.fail)

    def _put_scores(self, text: str) -> None:
        """Put the latest scores under what stands in the field, so that Ctrl+Z takes them out again."""
        if self._asked_of != self._tab.unit_id:
            return
        self.no_scores.setVisible(not text)
        control = self.form_card.form.control("final_measures")
        if not text or text in control.value():
            return
        control.moveCursor(QTextCursor.MoveOperation.End)
        control.insertPlainText(f"\n{text}" if control.value().strip() else text)
        control.setFocus()

    def _on_changed(self) -> None:
        """What was typed is in sight, also when it came back after a crash."""
        if self.form_card.form.is_written:
            self.fold.open()

    def _on_sign(self) -> None:
        """Sign what is on screen: it is stored first, and nothing is signed when it cannot be."""
        if self.form_card.form.is_written:
            self.form_card.submit(self._sign)
        else:
            self._sign()

    def _sign(self) -> None:
        work = partial(self._tab.room.desk.pathway.sign_discharge, self._tab.unit_id)
        self._tab.room.runner.change(self, work, None, self._tab.fail)
