"""The skills of the library, with where each comes from."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from irt_desk.domain.content import Skill
from irt_desk.services import content
from irt_desk.ui.building import Body, Pill, Small, Strong
from irt_desk.ui.building.choices import FlowLayout
from irt_desk.ui.library.section import Entry, ListSection
from irt_desk.words import label, say

_PARTS = ("when", "steps", "home_practice", "counts", "stage_5")


class SkillsSection(ListSection):
    """Every skill in the order of its groups."""

    name = "skills"

    def reload(self) -> None:
        """Show what is in the content files."""
        found = content.load_skills().values()
        self.show_entries([Entry(s.id, f"{s.id}  {s.name}", label(s.group), s) for s in found])

    def show_value(self, value: Skill) -> None:
        """Show one skill."""
        self.say_title(value.name, value.what)
        for part in _PARTS:
            self.say_part(part, getattr(value, part))
        self._say_stops(value)
        self.page.body.addWidget(Small(value.provenance, wrap=True))

    def _say_stops(self, skill: Skill) -> None:
        if not (skill.stop_when or skill.when_not):
            return
        body = self.page.body
        body.addWidget(Strong(say("library.stop_text")))
        if skill.stop_when:
            holder = QWidget()
            flow = FlowLayout()
            holder.setLayout(flow)
            for code in skill.stop_when:
                flow.addWidget(Pill(label(code), "attention"))
            body.addWidget(holder)
        for text in (*(text for _, text in skill.stop_scopes), *skill.when_not):
            body.addWidget(Body(f"\N{BULLET} {text}", wrap=True))
