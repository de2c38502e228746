"""Records on screen: a form made from a dataclass, a card that lists records and edits one in place.

The domain says what is wrong (``problems``), the form only places it. A page names the fields it wants, in order.
"""

from irt_desk.ui.records.card import RecordCard, RowLink, RowView
from irt_desk.ui.records.form import FieldSpec, RecordForm

__all__ = ["FieldSpec", "RecordCard", "RecordForm", "RowLink", "RowView"]
