"""Building blocks of every page.

Text, always plain (what a person typed is never read as markup):
    Title("Clients"), Strong("Needs you"), Body(text, wrap=True, strong=True), Muted(text), Small(text)
    Pill("Active IRT", "client")             roles: client partner relationship attention danger good neutral
    Pill("hypothesis", "partner", dashed=True)
    Icon("lock", "muted"), IconLabel("check", "Saved").say("Not saved yet", icon="warning", ink="attention")

Boxes:
    card = Card("Plan", "since 12 Oct"); card.body.addWidget(...); card.add_action(Button("Open"))
    banner = Banner(text, "danger"); banner.say(""); banner.add_action("Show").clicked.connect(self._on_show)
    EmptyState("No sessions yet", "Schedule one with ..."), line()
    page = ScrollPage(); page.body.addWidget(card)
    columns = Columns((3, 2)); left, right = columns.columns          one under the other when it gets narrow
    clear_layout(layout)                     removes and deletes everything in it

Buttons:
    PrimaryButton("Start note"), Button("Cancel"), LinkButton("What it needs")

Fields: ``Field`` puts the label above a control and the sentence about a problem under it. Every control has ``value()``
(may raise ``Invalid``), ``set_value()`` and the signal ``changed``:
    Field("Account", TextArea(tone="client"), help="as told", required=True).set_problem("Write something here.")
    TextLine(), TextArea(least=2, most=14), LinesArea()                one item a line, a tuple
    Choice(Attendance), ChoiceChips(Source, several=True), Rating(high=10), CheckLine("Voicemail is safe")
    TextChoice((("A4", "A4"), ("LETTER", "US Letter")))                one of a list of texts with codes
    DateField(), TimeField(), NumberField(decimals=1)

Tables: a list of values, fixed row height, sorted by value:
    model = RowsModel((Column("Name", lambda row: row.name, sort=lambda row: row.name.casefold(), stretch=True),))
    table = Table(model, "Clients"); table.opened.connect(self._open); model.set_rows(rows)

Marks: PlainMark(), Monogram("MO"), Bar(0.4). For forms made from a dataclass see ``irt_desk.ui.records``.
``unnamed(widget)`` lists controls that a screen reader could not name; tests call it for every page.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from irt_desk.ui.building.boxes import Banner, Card, Columns, EmptyState, ScrollPage, clear_layout, line
    from irt_desk.ui.building.buttons import Button, LinkButton, PrimaryButton
    from irt_desk.ui.building.choices import Box, CheckLine, Choice, ChoiceChips, Rating, TextChoice
    from irt_desk.ui.building.fields import DateField, Field, NumberField, TimeField
    from irt_desk.ui.building.icons import Icon, IconLabel
    from irt_desk.ui.building.marks import Bar, Monogram, PlainMark
    from irt_desk.ui.building.names import focus_into, keyboard_goes_through, unnamed
    from irt_desk.ui.building.tables import Column, RowsModel, Table
    from irt_desk.ui.building.texts import Body, Muted, Pill, ProblemLine, Small, Strong, Title
    from irt_desk.ui.building.writing import LinesArea, TextArea, TextLine

_PLACES = {
    "boxes": ("Banner", "Card", "Columns", "EmptyState", "ScrollPage", "clear_layout", "line"),
    "buttons": ("Button", "LinkButton", "PrimaryButton"),
    "choices": ("Box", "CheckLine", "Choice", "ChoiceChips", "Rating", "TextChoice"),
    "fields": ("DateField", "Field", "NumberField", "TimeField"),
    "icons": ("Icon", "IconLabel"),
    "marks": ("Bar", "Monogram", "PlainMark"),
    "names": ("focus_into", "keyboard_goes_through", "unnamed"),
    "tables": ("Column", "RowsModel", "Table"),
    "texts": ("Body", "Muted", "Pill", "ProblemLine", "Small", "Strong", "Title"),
    "writing": ("LinesArea", "TextArea", "TextLine"),
}
_MODULE_OF = {name: module for module, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Return a block, loading its module when it is first asked for: the unlock page needs few of them."""
    if name not in _MODULE_OF:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found


__all__ = [
    "Banner",
    "Bar",
    "Body",
    "Box",
    "Button",
    "Card",
    "CheckLine",
    "Choice",
    "ChoiceChips",
    "Column",
    "Columns",
    "DateField",
    "EmptyState",
    "Field",
    "Icon",
    "IconLabel",
    "LinesArea",
    "LinkButton",
    "Monogram",
    "Muted",
    "NumberField",
    "Pill",
    "PlainMark",
    "PrimaryButton",
    "ProblemLine",
    "Rating",
    "RowsModel",
    "ScrollPage",
    "Small",
    "Strong",
    "Table",
    "TextArea",
    "TextChoice",
    "TextLine",
    "TimeField",
    "Title",
    "clear_layout",
    "focus_into",
    "keyboard_goes_through",
    "line",
    "unnamed",
]
