"""Building blocks of every page.

Text: ``Title``, ``Strong``, ``Body``, ``Muted``, ``Small``, ``ProblemLine``; ``Pill(text, role)``.
Boxes: ``Card(title)`` with ``body`` and ``add_action``; ``Banner``; ``EmptyState``; ``ScrollPage``; ``Columns``.
Buttons: ``PrimaryButton``, ``Button``, ``LinkButton``.
Fields: ``Field(label, control)`` around ``TextLine``, ``TextArea``, ``LinesArea``, ``Choice``, ``ChoiceChips``, ``Rating``,
``NumberField``, ``DateField``, ``TimeField``, ``CheckLine``; every control has ``value()``, ``set_value()``, ``changed``.
Tables: ``Column``, ``RowsModel``, ``Table``.
"""

from irt_desk.ui.building.boxes import Banner, Card, Columns, EmptyState, ScrollPage, clear_layout, line
from irt_desk.ui.building.buttons import Button, LinkButton, PrimaryButton
from irt_desk.ui.building.choices import CheckLine, Choice, ChoiceChips, Rating
from irt_desk.ui.building.fields import DateField, Field, NumberField, TimeField
from irt_desk.ui.building.icons import Icon, IconLabel
from irt_desk.ui.building.marks import Bar, Monogram, PlainMark
from irt_desk.ui.building.tables import Column, RowsModel, Table
from irt_desk.ui.building.texts import Body, Muted, Pill, ProblemLine, Small, Strong, Title
from irt_desk.ui.building.writing import LinesArea, TextArea, TextLine

__all__ = [
    "Banner", "Bar", "Body", "Button", "Card", "CheckLine", "Choice", "ChoiceChips", "Column", "Columns", "DateField",
    "EmptyState", "Field", "Icon", "IconLabel", "LinesArea", "LinkButton", "Monogram", "Muted", "NumberField", "Pill", "PlainMark", "PrimaryButton", "ProblemLine",
    "Rating", "RowsModel", "ScrollPage", "Small", "Strong", "Table", "TextArea", "TextLine", "TimeField", "Title",
    "clear_layout", "line",
]  # fmt: skip
