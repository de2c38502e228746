"""The patterns of the library: both sides, what may lie underneath, what helps."""

from __future__ import annotations

from irt_desk.domain.content import PatternDefinition
from irt_desk.services import content
from irt_desk.ui.building import Small
from irt_desk.ui.library.section import Entry, ListSection

_PARTS = ("side_a", "side_b", "underneath", "stress_coping", "exits", "caution")


class PatternsSection(ListSection):
    """Every pattern definition and reading model."""

    name = "patterns"

    def reload(self) -> None:
        """Show what is in the content files."""
        found = content.load_patterns()
        self.show_entries([Entry(code, pattern.name, "", pattern) for code, pattern in found.items()])

    def show_value(self, value: PatternDefinition) -> None:
        """Show one pattern."""
        self.say_title(value.name, value.what)
        for part in _PARTS:
            self.say_part(part, getattr(value, part))
        self.page.body.addWidget(Small(value.provenance, wrap=True))
