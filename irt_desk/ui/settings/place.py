"""The pack of the place of practice as it is: numbers, time limits, retention, duties, each with the day to check it."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout

from irt_desk.domain.content import Jurisdiction
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Card, Muted, Small, clear_layout
from irt_desk.words import say


class PlaceCard(Card):
    """What the program reminds of where the therapist practises; read, never typed here."""

    def __init__(self) -> None:
        super().__init__(say("place.title"))
        self.body.addWidget(Muted(say("place.text"), wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.body.addLayout(self._rows)

    def show_pack(self, pack: Jurisdiction, today: date) -> None:
        """Show a pack."""
        self.subtitle.setText(pack.name)
        self.subtitle.setVisible(True)
        clear_layout(self._rows)
        self._section(say("place.numbers"), [f"{line.number}  {line.name}" for line in pack.hotlines])
        limits = []
        for timer in pack.timers:
            code = "place.days_more" if timer.extension_days else "place.days"
            limits.append(say(code, title=timer.title, days=timer.days, more=timer.extension_days))
        self._section(say("place.limits"), limits)
        self._section(say("place.kept"), [pack.retention])
        self._section(say("place.duties"), [f"{duty.title}. {duty.by_when}" for duty in pack.duties])
        late = today >= pack.review_on
        code = "place.check_due" if late else "place.check"
        self._rows.addWidget(Small(say(code, day=day_text(pack.review_on, weekday=False)), wrap=True))

    def _section(self, title: str, lines: list[str]) -> None:
        if lines:
            self._rows.addWidget(Small(title))
            self._rows.addWidget(Body("\n".join(lines), wrap=True))
