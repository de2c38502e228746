"""The Skills tab: practice to review, what was given and how it goes, and keeping it up."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from irt_desk.services.changes import Area
from irt_desk.ui.building import Card, Columns, Muted, clear_layout
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.room import Room
from irt_desk.ui.skills.assign import AssignCard
from irt_desk.ui.skills.card import SkillCard
from irt_desk.ui.skills.facts import SkillFacts, gather
from irt_desk.ui.skills.maintenance import MaintenancePanel
from irt_desk.ui.skills.review import PracticeReview
from irt_desk.words import say

PARTS = ("practice", "maintenance")
"""The two halves of the tab; their words are ``skills.part.<name>``."""


class SkillsTab(ChartTab):
    """Practice first, running skills at the left; a skill is given in the card at the right."""

    place = "skills"
    areas = frozenset({Area.SKILLS, Area.SAFETY, Area.SUITABILITY, Area.CONSENTS, Area.CASES, Area.PATTERNS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._facts: SkillFacts | None = None
        self._asked: tuple[str, bool] = ("", False)
        body = self.scroll_body()
        body.addLayout(self._switch())
        self.practice = QWidget()
        down = QVBoxLayout(self.practice)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(16)
        self.review = PracticeReview(room)
        down.addWidget(self.review)
        columns = Columns((8, 5))
        self._left, right = columns.columns
        self.assign_card = AssignCard(room)
        right.addWidget(self.assign_card)
        right.addStretch(1)
        down.addWidget(columns)
        body.addWidget(self.practice)
        self.maintenance = MaintenancePanel(room, self.keeper)
        self.maintenance.hide()
        body.addWidget(self.maintenance)
        body.addStretch(1)
        self._cards: dict[str, SkillCard] = {}
        self.keeper.add("assign", self.assign_card)
        self.keeper.add("practice_review", self.review)

    def _switch(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(22)
        self._group = QButtonGroup(self)
        self.parts: dict[str, QPushButton] = {}
        for name in PARTS:
            button = QPushButton(say(f"skills.part.{name}"))
            button.setProperty("tab", True)
            button.setCheckable(True)
            button.setAccessibleName(say(f"skills.part.{name}"))
            button.clicked.connect(partial(self._on_part, name))
            self._group.addButton(button)
            self.parts[name] = button
            across.addWidget(button)
        self.parts["practice"].setChecked(True)
        across.addStretch(1)
        return across

    def show_part(self, name: str) -> None:
        """Show one half of the tab."""
        self.parts[name].setChecked(True)
        self.practice.setVisible(name == "practice")
        self.maintenance.setVisible(name == "maintenance")

    def _on_part(self, name: str, *_: Any) -> None:
        self.flush()
        self.show_part(name)

    def point_at(self, *, part: str = "", skill_id: str = "", review: bool = False, **_: Any) -> None:
        """Show one half, choose a skill to give, or open the practice review."""
        self.show_part(part if part in PARTS else "practice")
        self._asked = (skill_id, review)
        if self._facts is not None and self._facts.unit_id == self.unit_id:
            self._answer()

    def _answer(self) -> None:
        """Do what was asked for, once the record is there to do it with."""
        skill_id, review = self._asked
        self._asked = ("", False)
        if skill_id:
            self.assign_card.choose(skill_id)
        if review:
            self.review.begin()

    def forget(self) -> None:
        """Show another record."""
        self._facts = None
        self._clear()
        self.assign_card.forget()
        self.review.forget()
        self.maintenance.forget()

    def _clear(self) -> None:
        for skill_id in self._cards:
            self.keeper.drop(f"log.{skill_id}")
        clear_layout(self._left)
        self._cards.clear()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: SkillFacts) -> None:
        if facts.unit_id != self.unit_id:
            return
        self._facts = facts
        self.assign_card.show_facts(facts)
        self.review.show_views(facts.views, is_closed=facts.maintenance.is_closed)
        self.maintenance.show_maintenance(facts.unit_id, facts.maintenance)
        if facts.views and list(self._cards) == [v.skill.id for v in facts.views]:
            for view in facts.views:
                self._cards[view.skill.id].show_view(view)
        else:
            self._make_cards(facts)
        self.keeper.show(self.unit_id)
        self._answer()

    def _make_cards(self, facts: SkillFacts) -> None:
        """Make the cards anew; what is half typed in one waits for the next of its name."""
        self._clear()
        for view in facts.views:
            card = SkillCard(self.room, view)
            self._cards[view.skill.id] = card
            self._left.addWidget(card)
            self.keeper.add(f"log.{view.skill.id}", card)
        if not facts.views:
            none = Card(say("skills.none"))
            none.body.addWidget(Muted(say("skills.none_text"), wrap=True))
            self._left.addWidget(none)
        self._left.addStretch(1)
