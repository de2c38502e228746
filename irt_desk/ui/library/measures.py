"""The measures of the library: what each is, where every number comes from, what may ship; own forms are defined here."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from irt_desk.domain.measures import MeasureDefinition, RcKind, ShipTier, Threshold
from irt_desk.services.changes import Area
from irt_desk.services.measure_words import direction_text, range_text
from irt_desk.ui.building import Body, Button, LinkButton, Muted, Pill, PrimaryButton, Small, Strong, clear_layout
from irt_desk.ui.keeping import Keeper
from irt_desk.ui.library.own_measure import OwnMeasureCard
from irt_desk.ui.library.section import Entry, ListSection
from irt_desk.ui.measures.sheet import range_words
from irt_desk.ui.room import Room
from irt_desk.words import label, say


class MeasuresSection(ListSection):
    """Every measure, by what may ship of it; own forms last."""

    name = "measures"
    areas = frozenset({Area.MEASURES})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.new_button = PrimaryButton(say("own_measure.new"))
        self.new_button.clicked.connect(self.define)
        self.left.addWidget(self.new_button)
        self.card: OwnMeasureCard | None = None
        self.keeper = Keeper(room, "library.measures", self)

    def flush(self) -> None:
        """Hand over what is half defined."""
        self.keeper.keep()

    def reload(self) -> None:
        """Fetch what ships and what is the practice's own."""
        self.room.runner.read(self, self.room.desk.measures.library, self._show, self.fail)

    def _show(self, found: tuple[MeasureDefinition, ...]) -> None:
        self.keeper.show("")
        if self.card is not None:
            return
        order = list(ShipTier)
        shown = sorted(found, key=lambda one: (one.safety_screen, order.index(one.tier), one.key))
        self.show_entries([Entry(one.key, f"{one.code}  {one.name}", _head(one), one) for one in shown])

    def show_value(self, value: MeasureDefinition) -> None:
        """Show one measure with the source of every number."""
        body = self.page.body
        self.say_title(f"{value.code}: {value.name}", value.about)
        body.addWidget(Pill(label(value.tier), "relationship"))
        facts = (range_text(value), direction_text(value), say("measure_library.version", version=value.version))
        body.addWidget(Muted(" · ".join(facts), wrap=True))
        for note in value.notes:
            body.addWidget(Body(f"\N{BULLET} {note}", wrap=True))
        self._items(value)
        self._numbers(value)
        body.addWidget(Strong(say("measure_library.licence")))
        body.addWidget(Body(value.licence.note, wrap=True))
        body.addWidget(Small(value.provenance, wrap=True))
        if value.tier is ShipTier.OWN and value.licence.status == "practice":
            self._own_acts(value)

    def _items(self, value: MeasureDefinition) -> None:
        self.page.body.addWidget(Strong(say("measure_library.items")))
        lines = [
            f"{item.name}  {item.caption}, {range_words(item)}"
            + (f" ({say('measure_library.reversed')})" if item.reverse else "")
            for item in value.items
        ]
        self.page.body.addWidget(Body("\n".join(lines), wrap=True))
        for scale in value.subscales:
            items = {item.n: item.name for item in value.items}
            named = ", ".join(items[n] for n in scale.items)
            self.page.body.addWidget(Muted(say("measure_library.scale", name=scale.label, items=named), wrap=True))

    def _numbers(self, value: MeasureDefinition) -> None:
        body = self.page.body
        if value.cutoffs or value.rc:
            body.addWidget(Strong(say("measure_library.numbers")))
        for cutoff in value.cutoffs:
            self._number(f"{cutoff.label}: {cutoff.population}", cutoff.provenance, provisional=cutoff.provisional)
        for rc in value.rc:
            self._number(_change(rc), rc.provenance, provisional=rc.provisional, off=not rc.enabled)
        if not value.rc and not value.safety_screen:
            body.addWidget(Muted(say("measure_library.no_change"), wrap=True))

    def _number(self, text: str, provenance: str, *, provisional: bool, off: bool = False) -> None:
        marks = [say("measures.provisional")] if provisional else []
        marks += [say("measure_library.off")] if off else []
        mark = f" ({', '.join(marks)})" if marks else ""
        self.page.body.addWidget(Body(f"{text}{mark}", wrap=True))
        self.page.body.addWidget(Small(provenance, wrap=True))

    def _own_acts(self, value: MeasureDefinition) -> None:
        change = Button(say("own_measure.change"))
        change.clicked.connect(partial(self._on_change, value))
        retire = LinkButton(say("own_measure.retire"))
        retire.clicked.connect(partial(self._on_retire, value))
        self.page.body.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)
        self.page.body.addWidget(retire)

    def define(self, *_: Any) -> None:
        """Open an empty own form."""
        self._open(None)

    def _on_change(self, value: MeasureDefinition, *_: Any) -> None:
        self._open(value)

    def _open(self, value: MeasureDefinition | None) -> None:
        clear_layout(self.page.body)
        self.card = OwnMeasureCard(self, value)
        self.keeper.add("own", self.card)
        self.page.body.addWidget(self.card)
        self.page.body.addStretch(1)
        self.card.start()

    def close_card(self, key: str) -> None:
        """Show what was stored, or what stood there before."""
        self.card = None
        self.keeper.drop("own")
        if key:
            self._key = key
        self.reload()

    def _on_retire(self, value: MeasureDefinition, *_: Any) -> None:
        work = partial(self.room.desk.measures.retire_own, value.key)
        self.room.runner.change(self, work, None, self.fail)


def _head(one: MeasureDefinition) -> str:
    return say("measures.screens") if one.safety_screen else label(one.tier)


def _change(rc: Threshold) -> str:
    code = "measure_library.rc_published" if rc.kind is RcKind.PUBLISHED else f"measure_library.rc_{rc.kind}"
    line = f" ({rc.subscale})" if rc.subscale else ""
    return say(code, value=f"{rc.value:g}", raw=f"{rc.raw:g}" if rc.raw is not None else f"{rc.value:g}") + line
