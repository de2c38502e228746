"""When both look at their direction again: the day agreed on, and what was said each time (domain paper, 5.4)."""

from __future__ import annotations

from datetime import date

from irt_desk.domain.discernment import DirectionReview
from irt_desk.services.context import now_here
from irt_desk.services.discernment import Direction
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import say

F = FieldSpec
_FIELDS = (F("on", half=True), F("next_on", half=True), F("what", "area", required=True))


class DirectionCard(RecordCard):
    """Seen once there is a day to look again, or something was recorded."""

    def __init__(self, tab: ChartTab) -> None:
        self._tab = tab
        self._today: date = now_here().day
        save = tab.saver(tab.room.desk.discernment.review_direction)
        super().__init__(
            "direction_review", DirectionReview, _FIELDS, view=self._row, fresh=self._fresh, save=save, editable=False
        )
        self.due = Body("", wrap=True)
        self.body.insertWidget(0, self.due)

    def show_direction(self, direction: Direction, today: date) -> None:
        """Show the day agreed on and every look so far."""
        self._today = today
        due = direction.due
        self.due.setText(say(f"direction.due_{due[0]}", day=day_text(due[1], today)) if due else "")
        self.due.setVisible(due is not None)
        self.show_records(direction.reviews)
        self.setVisible(due is not None or bool(direction.reviews))

    def _row(self, review: DirectionReview) -> RowView:
        pills = [(day_text(review.on, self._today, weekday=False), "neutral")]
        if review.next_on is not None:
            day = day_text(review.next_on, self._today, weekday=False)
            pills.append((say("direction_review.next", day=day), "relationship"))
        return RowView(review.what, "", tuple(pills))

    def _fresh(self) -> DirectionReview:
        now = now_here()
        return DirectionReview(id="", unit_id=self._tab.unit_id, on=now.day, recorded=now)
