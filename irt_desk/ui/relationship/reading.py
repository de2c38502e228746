"""Reading aid: what the library says of a pattern and of the two models, and what was written of the two people."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from irt_desk.domain.content import PatternDefinition, Side
from irt_desk.domain.patterns import ReadingModel, RelationshipPattern
from irt_desk.domain.vulnerability import VulnerabilityCycle, needs_partner, said_of
from irt_desk.services import content
from irt_desk.services.pattern_content import definition_of, side_of
from irt_desk.ui.building import Body, Card, ChoiceChips, Muted, Pill, Small, clear_layout
from irt_desk.ui.relationship.fold import Fold
from irt_desk.words import say


class ReadingCard(Card):
    """The pattern as the library tells it, or read by one of the two models; the pattern's own model comes first."""

    def __init__(self) -> None:
        super().__init__(say("map_reading.title"))
        self._pattern: RelationshipPattern | None = None
        self._names = ("", "")
        self.models = ChoiceChips(ReadingModel, optional=False)
        self.models.changed.connect(self._draw)
        self.body.addWidget(self.models)
        self._place = QVBoxLayout()
        self._place.setSpacing(6)
        self.body.addLayout(self._place)

    def show_pattern(self, pattern: RelationshipPattern | None, client: str, partner: str) -> None:
        """Show the reading aid of a pattern; the model chosen for reading stays while it is the same pattern."""
        before = self._pattern
        self._pattern, self._names = pattern, (client, partner)
        self.setVisible(pattern is not None)
        if pattern is None:
            return
        if before is None or (before.id, before.model) != (pattern.id, pattern.model):
            self.models.set_value(pattern.model)
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._place)
        pattern = self._pattern
        if pattern is None:
            return
        model = self.models.value()
        library = content.load_patterns()
        if model is ReadingModel.PLAIN:
            self._plain(pattern, definition_of(pattern.code))
            return
        definition = library[model.value]
        self._place.addWidget(Body(definition.what, wrap=True))
        if model is ReadingModel.EFT_CYCLE:
            self._eft(definition, pattern.eft_step_focus)
        else:
            self._people(definition, pattern)
        self._foot(definition)

    def _plain(self, pattern: RelationshipPattern, definition: PatternDefinition | None) -> None:
        if definition is None:
            self._place.addWidget(Muted(say("map_reading.own"), wrap=True))
            return
        self._place.addWidget(Body(definition.what, wrap=True))
        sides = Fold(say("map_reading.sides"))
        for side in definition.sides:
            sides.body.addWidget(Body(side.name, strong=True))
            sides.body.addWidget(Muted(side.moves, wrap=True))
            sides.body.addWidget(Small(say("map_reading.underneath", text=side.underneath), wrap=True))
            sides.body.addWidget(Small(say("map_reading.coping", text=side.coping), wrap=True))
        sides.say(", ".join(side.name for side in definition.sides))
        if definition.sides:
            self._place.addWidget(sides)
        stands = side_of(pattern.client_position)
        for way in definition.ways_out:
            if stands is Side.BOTH or way.side in (Side.BOTH, stands):
                skills = ", ".join(way.skills)
                self._place.addWidget(
                    Small(say("map_reading.way_out", text=way.text, skills=skills), wrap=True, tone="good")
                )
        self._foot(definition)

    def _eft(self, definition: PatternDefinition, focus: int | None) -> None:
        for number, text in enumerate(definition.model_steps, 1):
            here = number == focus
            words = say("map_reading.eft_now" if here else "map_reading.eft_step", number=number, text=text)
            self._place.addWidget(Body(words, wrap=True, strong=True) if here else Muted(words, wrap=True))
        if needs_partner(focus):
            self._place.addWidget(Small(say("pattern.needs_partner"), wrap=True, tone="attention"))

    def _people(self, definition: PatternDefinition, pattern: RelationshipPattern) -> None:
        labels = {field.code: field.label for field in definition.model_fields}
        for name, person, guess in (
            (self._names[0], pattern.vulnerability_client, False),
            (self._names[1], pattern.vulnerability_partner, True),
        ):
            if not person.is_empty:
                self._place.addWidget(_person(name, person, labels, guess=guess))
        if pattern.vulnerability_client.is_empty and pattern.vulnerability_partner.is_empty:
            for field in definition.model_fields:
                self._place.addWidget(Small(say("map_reading.asks", name=field.label, text=field.prompt), wrap=True))

    def _foot(self, definition: PatternDefinition) -> None:
        if definition.direction:
            self._place.addWidget(Small(definition.direction, wrap=True))
        for text in definition.cautions:
            self._place.addWidget(Small(text, wrap=True, tone="attention"))
        self._place.addWidget(Small(say("map_reading.source", text=definition.provenance), wrap=True))


def _person(name: str, person: VulnerabilityCycle, labels: dict[str, str], *, guess: bool) -> QFrame:
    box = QFrame()
    box.setProperty("role", "card")
    box.setProperty("accent", "partner" if guess else "")
    down = QVBoxLayout(box)
    down.setContentsMargins(10, 8, 10, 8)
    down.setSpacing(2)
    down.addWidget(Body(name, strong=True, tone="partner" if guess else "client"))
    if guess:
        down.addWidget(Pill(say("figure.maybe"), "partner", dashed=True))
    for code, text in said_of(person):
        down.addWidget(Small(labels.get(code, code), wrap=True))
        down.addWidget(Body(text, wrap=True))
    for text in person.alternatives:
        down.addWidget(Small(say("figure.another_reading", text=text), wrap=True))
    return box


__all__ = ["ReadingCard"]
