"""What the therapist knows that the partner may not: a list of its own beside the review, in this record only (domain paper, 6.5)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.inventory import ClientChoice, InventoryStep, Material, PrivateKnowledge
from irt_desk.services.context import now_here
from irt_desk.services.readiness import ReadinessView
from irt_desk.services.texts import day_text
from irt_desk.ui.building import LinkButton, Muted
from irt_desk.ui.building.texts import bring_into_sight
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.pathway import PathwayTab

F = FieldSpec
_ITEM = (
    F("text", "area", required=True),
    F("material", "chips"),
    F("choice", "chips"),
    F("tell_by", half=True),
    F("told_on", half=True),
)
_STEP = (F("choice", "chips"), F("on", half=True), F("tell_by", half=True))


class KnownCard(RecordCard):
    """The list while the review is not signed: add, change, take off. A day is asked for where the choice needs one."""

    def __init__(self, tab: PathwayTab) -> None:
        self._tab = tab
        self._today = now_here().day
        super().__init__("known_item", PrivateKnowledge, _ITEM, view=self._row, fresh=PrivateKnowledge, save=self._keep)
        self.drop = LinkButton(say("known_item.drop"))
        self.drop.clicked.connect(self._on_drop)
        inside = self.editor.layout()
        assert isinstance(inside, QVBoxLayout)  # the editor of every record card
        inside.insertWidget(1, self.drop)
        self.body.insertWidget(0, Muted(say("known_item.only_here"), wrap=True))
        self.form.changed.connect(self._ask_what_fits)
        self.opened.connect(self._ask_what_fits)

    def show_items(self, items: tuple[PrivateKnowledge, ...], today: date) -> None:
        """Show the facts of the unsigned review."""
        self._today = today
        self.show_records(items)

    def _row(self, item: PrivateKnowledge) -> RowView:
        return row_of(item, self._today)

    def _ask_what_fits(self) -> None:
        """A day to tell it by is asked for when the client will tell; the day it was told when they have."""
        choice = self.form.control("choice").value()
        will, told = choice is ClientChoice.WILL_TELL_BY_DATE, choice is ClientChoice.TOLD
        self.form.field("tell_by").setVisible(will)
        self.form.field("told_on").setVisible(told)
        if told and not self.form.control("told_on").text():
            self.form.control("told_on").set_value(self._today)
        self.drop.setVisible(bool(self._editing))

    def _keep(self, item: PrivateKnowledge, done: Any, failed: Any) -> None:
        work = partial(self._tab.room.desk.readiness.save_known, self._tab.unit_id, item)
        self._tab.room.runner.change(self._tab, work, done, failed)

    def _on_drop(self) -> None:
        self._tab.room.dialogs.ask(say("known_item.drop_ask"), say("known_item.drop"), self._on_answer)

    def _on_answer(self, yes: bool) -> None:
        if yes and self._editing:
            work = partial(self._tab.room.desk.readiness.drop_known, self._tab.unit_id, self._editing)
            self._tab.room.runner.change(self._tab, work, self._on_saved, self._on_failed)


class SinceCard(RecordCard):
    """The list after the signature: what became of each fact since; the review stays signed."""

    def __init__(self, tab: PathwayTab) -> None:
        self._tab = tab
        self._items: dict[str, PrivateKnowledge] = {}
        self._today = now_here().day
        super().__init__("inventory_step", InventoryStep, _STEP, view=self._row, fresh=None, save=self._keep)
        self.title.setText(say("known_item.title"))
        self.body.insertWidget(0, Muted(say("known_item.only_here"), wrap=True))
        self.body.insertWidget(1, Muted(say("inventory_step.intro"), wrap=True))
        self.form.changed.connect(self._ask_what_fits)
        self.opened.connect(self._ask_what_fits)

    def show_items(self, items: tuple[PrivateKnowledge, ...], today: date) -> None:
        """Show each fact as it stands now; opening one asks what became of it."""
        self._today, self._items = today, {item.id: item for item in items}
        now = now_here()
        self.show_records(
            [
                InventoryStep(
                    id=item.id, unit_id=self._tab.unit_id, review_id="", item_id=item.id,
                    choice=ClientChoice.TOLD if item.waits_until else item.choice, on=now.day, recorded=now,
                )
                for item in items
            ]
        )  # fmt: skip

    def _row(self, step: InventoryStep) -> RowView:
        shown = row_of(self._items[step.item_id], self._today)
        return RowView(shown.title, shown.detail, shown.pills, act=say("inventory_step.act"))

    def _ask_what_fits(self) -> None:
        will = self.form.control("choice").value() is ClientChoice.WILL_TELL_BY_DATE
        self.form.field("tell_by").setVisible(will)

    def _keep(self, step: InventoryStep, done: Any, failed: Any) -> None:
        service = self._tab.room.desk.readiness
        work = partial(service.step, self._tab.unit_id, step.item_id, step.choice, step.on, step.tell_by)
        self._tab.room.runner.change(self._tab, work, done, failed)


class InventoryCard(QWidget):
    """One list, before and after the signature."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        self.known, self.since = KnownCard(tab), SinceCard(tab)
        for card in (self.known, self.since):
            down.addWidget(card)
        tab.keeper.add("known_item", self.known)
        tab.keeper.add("inventory_step", self.since)

    def show_view(self, view: ReadinessView, *, weighing: bool) -> None:
        """Show the list while both are weighed; afterwards only where something still stands on it."""
        signed = view.review.signed is not None
        self.known.setVisible(weighing and not signed)
        self.since.setVisible(signed and bool(view.review.inventory))
        self.setVisible(not (self.known.isHidden() and self.since.isHidden()))
        if signed:
            self.since.show_items(view.review.inventory, view.today)
        else:
            self.known.show_items(view.review.inventory, view.today)

    def begin(self) -> None:
        """Bring the list into sight, ready for the next fact."""
        shown = self.since if self.known.isHidden() else self.known
        bring_into_sight(shown)
        if shown.add_button is not None:
            shown.add_button.setFocus()

    def forget(self) -> None:
        """Show another record: nothing of this list stays on screen."""
        for card in (self.known, self.since):
            card.forget()
            card.show_records(())


def row_of(item: PrivateKnowledge, today: date) -> RowView:
    """Return how a fact looks in the list: what it is, whether it matters, what the client wants or did."""
    pills = []
    if item.material is not Material.NO:
        pills.append((say("known_item.material_pill", material=label(item.material).lower()), "neutral"))
    if item.waits_until is not None:
        day = day_text(item.waits_until, today, weekday=False)
        pills.append((say("known_item.will_tell", day=day), "attention" if item.waits_until <= today else "client"))
    elif item.choice is ClientChoice.TOLD and item.told_on is not None:
        pills.append((say("known_item.told", day=day_text(item.told_on, today, weekday=False)), "good"))
    else:
        pills.append((label(item.choice), "client"))
    return RowView(item.text, say("known_item.blocks") if item.blocks_mode_same else "", tuple(pills))
