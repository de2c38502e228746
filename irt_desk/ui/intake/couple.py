"""The pages of the guided intake about the two of them: now and as wished, context, closeness and stress."""

from __future__ import annotations

from functools import partial

from irt_desk.domain.figures.primitives import Figure, Ink
from irt_desk.domain.figures.scale_marks import ScaleMark, ScaleRow, scale_figure
from irt_desk.domain.intake import (
    Dimension,
    IntakePicture,
    IntakeTheme,
    RelationshipDimension,
    RelationshipVision,
    WantsStatement,
    by_day,
)
from irt_desk.domain.patterns import Confidence, Source
from irt_desk.domain.relationships import (
    AutonomyConnection,
    Partner,
    Person,
    Relationship,
    RelationshipEvent,
    StressCoping,
)
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text, first_name, fuzzy_text
from irt_desk.ui.building import Banner
from irt_desk.ui.chart.tab import Done, Failed
from irt_desk.ui.chart.themes import _today
from irt_desk.ui.figures import FigureView
from irt_desk.ui.intake.ratings import Entry, Rated, RatingsCard
from irt_desk.ui.intake.themes import GuidedTheme, statement_view
from irt_desk.ui.intake.typed import TypedCard
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

F = FieldSpec
WIDE = 640.0
"""Width of a figure on a page of the intake: the column it stands in at the usual size of the window."""


class NowAndWishedTheme(GuidedTheme):
    """The relationship now and as wished, the vision once held, what the person wants (rows 3, 9, 14)."""

    name = IntakeTheme.NOW_AND_WISHED

    def build(self) -> None:
        """Make the cards."""
        self.dimensions = self.put(
            RatingsCard("dimensions", Dimension, ("now", "wished"), save=self._save_dimensions, notes=False)
        )
        self.visions = self.put(
            RecordCard(
                "vision",
                RelationshipVision,
                (F("text", "area", required=True, tone="client"), F("on", half=True)),
                view=statement_view,
                fresh=self._fresh_vision,
                save=self.tab.saver(self.desk.intake.add_vision),
                editable=False,
            )
        )
        self.wants = self.put(
            RecordCard(
                "wants",
                WantsStatement,
                (
                    F("text", "area", required=True, tone="client"),
                    F("clarity", "rating", half=True),
                    F("on", half=True),
                ),
                view=statement_view,
                fresh=self._fresh_wants,
                save=self.tab.saver(self.desk.intake.add_wants),
                editable=False,
            )
        )

    def _fresh_vision(self) -> RelationshipVision:
        return RelationshipVision(id="", unit_id=self.unit_id, on=_today(), text="")

    def _fresh_wants(self) -> WantsStatement:
        return WantsStatement(id="", unit_id=self.unit_id, on=_today())

    def _save_dimensions(self, entries: tuple[Entry, ...], done: Done, failed: Failed) -> None:
        now = now_here()
        made = tuple(
            RelationshipDimension(
                id="", unit_id=self.unit_id, dimension=Dimension(e.member), now=e.values[0], wished=e.values[1],
                as_of=e.as_of, entered=now,
            )
            for e in entries
        )  # fmt: skip
        self.tab.store(partial(self.desk.intake.record_dimensions, self.unit_id, made), done, failed)

    def show_picture(self, picture: IntakePicture, *, stopped: bool) -> None:
        """Show what the intake holds."""
        days = {d: by_day(x for x in picture.dimensions if x.dimension is d) for d in Dimension}
        rows = [
            ScaleRow(
                label=label(dimension),
                marks=(
                    ScaleMark(value=told[-1].now, words=say("dimensions.now_is", value=told[-1].now)),
                    ScaleMark(
                        value=told[-1].wished, words=say("dimensions.wished_is", value=told[-1].wished), hollow=True
                    ),
                ),
                aside=_gap_text(told),
            )
            for dimension, told in days.items()
            if told
        ]
        rated = {d: tuple(Rated(t.as_of, (t.now, t.wished)) for t in told) for d, told in days.items()}
        figure = FigureView(scale_figure(rows, width=WIDE), most=1.0) if rows else None
        self.dimensions.show_ratings(rated, figure)
        self.visions.show_records(picture.visions[::-1])
        self.wants.show_records(picture.wants[::-1])


def _gap_text(told: tuple[RelationshipDimension, ...]) -> str:
    first, last = told[0], told[-1]
    day = day_text(last.as_of, _today(), weekday=False)
    if len(told) == 1:
        return say("dimensions.gap", gap=last.gap, day=day)
    return say(
        "dimensions.gap_moved",
        first=first.gap,
        gap=last.gap,
        since=day_text(first.as_of, _today(), weekday=False),
        day=day,
    )


class ContextTheme(GuidedTheme):
    """What the relationship is and what surrounds it, with its major events (row 38)."""

    name = IntakeTheme.CONTEXT

    def build(self) -> None:
        """Make the cards."""
        self._link: Relationship | None = None
        self.partner = self.put(
            RecordCard(
                "intake_partner",
                Partner,
                (F("name", half=True, required=True), F("pronouns", half=True)),
                view=lambda p: RowView(p.name),
                fresh=self._fresh_partner,
                save=self._save_partner,
            )
        )
        specs = (
            F("kind", half=True),
            F("cohabiting", "chips", half=True),
            F("started", half=True),
            F("married_since", half=True),
            F("children"),
            F("prior_separations"),
            F("culture_and_family", "area"),
            F("current_stressors", "area"),
            F("strengths", "area"),
        )
        save = partial(self.desk.intake.save_context, only=tuple(spec.name for spec in specs))
        self.context = self.put(TypedCard("context", Relationship, specs, save=self.tab.saver(save)))
        self.events = self.put(
            RecordCard(
                "event",
                RelationshipEvent,
                (
                    F("what", required=True),
                    F("happened", half=True),
                    F("source", half=True),
                    F("meaning", "area"),
                ),
                view=_event_view,
                fresh=self._fresh_event,
                save=self.tab.saver(self.desk.intake.save_event),
            )
        )

    def _fresh_partner(self) -> Partner:
        return Partner(id="", unit_id=self.unit_id)

    def _fresh_event(self) -> RelationshipEvent:
        return RelationshipEvent(id="", unit_id=self.unit_id)

    def _save_partner(self, partner: Partner, done: Done, failed: Failed) -> None:
        link = Relationship(id="", unit_id=self.unit_id, partner_id="")
        self.tab.store(partial(self.desk.relationships.save, partner, link), done, failed)

    def show_picture(self, picture: IntakePicture, *, stopped: bool) -> None:
        """Show what the intake holds; before the partner has a name there is nothing to describe."""
        link = picture.relationship
        self.partner.setVisible(link is None)
        self.partner.show_records(())
        self.context.setVisible(link is not None)
        if link is not None:
            self.context.title.setText(say("context.title_of", name=first_name(picture.partner_name)))
            self.context.show_value(link)
        self.events.show_records(picture.events)


def _event_view(event: RelationshipEvent) -> RowView:
    when = fuzzy_text(event.happened) or say("day.unknown")
    pills: tuple[tuple[str, str], ...] = ((when, "relationship"),)
    if event.source is not Source.CLIENT_REPORT:
        pills = ((label(event.source), "neutral"), *pills)
    return RowView(event.what, event.meaning, pills)


class ClosenessAndStressTheme(GuidedTheme):
    """Where the two stand between autonomy and connection, and how each copes with stress (rows 46, 47)."""

    name = IntakeTheme.CLOSENESS_AND_STRESS

    def build(self) -> None:
        """Make the cards."""
        self.stop = Banner("", "danger")
        self.down.addWidget(self.stop)
        self.closeness = self.put(
            RecordCard(
                "closeness",
                AutonomyConnection,
                (
                    F("client_position", "rating", half=True, tone="client"),
                    F("partner_position", "rating", half=True, tone="partner"),
                    F("source", half=True),
                    F("confidence", "chips", half=True),
                    F("note_on_friction", "area"),
                    F("on", half=True),
                ),
                view=_closeness_view,
                fresh=self._fresh_place,
                save=self.tab.saver(self.desk.intake.add_closeness),
                editable=False,
            )
        )
        self.figure = FigureView(most=1.0)
        self.closeness.body.insertWidget(0, self.figure)
        self.own = self._coping(Person.CLIENT)
        self.partners = self._coping(Person.PARTNER)

    def _coping(self, person: Person) -> RecordCard:
        card: RecordCard = self.put(
            RecordCard(
                f"coping_{person}",
                StressCoping,
                (
                    F("style", half=True),
                    F("source", half=True),
                    F("trigger_load"),
                    F("helps_me", half=True, tone=person.value),
                    F("costs_us", half=True),
                ),
                view=_coping_view,
                fresh=partial(self._fresh_coping, person),
                save=self.tab.saver(self.desk.intake.save_coping),
            )
        )
        return card

    def _fresh_place(self) -> AutonomyConnection:
        now = now_here()
        source, held = Source.CLIENT_REPORT, Confidence.LOW
        return AutonomyConnection(
            id="", unit_id=self.unit_id, on=now.day, recorded=now, client_position=5, source=source, confidence=held
        )

    def _fresh_coping(self, person: Person) -> StressCoping:
        return StressCoping(id="", unit_id=self.unit_id, person=person)

    def show_picture(self, picture: IntakePicture, *, stopped: bool) -> None:
        """Show what the intake holds; a stopped case asks for nothing of the client's own part (6.6)."""
        places = picture.closeness
        self.figure.setVisible(bool(places))
        if places:
            name = first_name(picture.partner_name) or say("word.partner")
            self.figure.show_figure(
                closeness_figure(places[-1], client=say("word.client_name"), partner=name, width=WIDE)
            )
        self.closeness.show_records(places[::-1])
        for card, person in ((self.own, Person.CLIENT), (self.partners, Person.PARTNER)):
            card.show_records([c for c in picture.coping if c.person is person])
        self.stop.say(say("intake.stopped") if stopped else "")
        for card in (self.closeness, self.own, self.partners):
            if card.add_button:
                card.add_button.setVisible(not stopped and not card.is_editing)


def closeness_figure(place: AutonomyConnection, *, client: str, partner: str, width: float = 330.0) -> Figure:
    """Return the two places on one line: the client's own, the partner's dashed because it is told or guessed."""
    marks = [ScaleMark(value=place.client_position, words=f"{client} {place.client_position}")]
    if place.partner_position is not None:
        words = say("closeness.maybe", name=partner, value=place.partner_position)
        marks.append(ScaleMark(value=place.partner_position, words=words, ink=Ink.PARTNER, dashed=True))
    aside = say("closeness.distance", distance=place.distance) if place.distance is not None else ""
    row = ScaleRow(label=say("closeness.line"), marks=tuple(marks), aside=aside)
    return scale_figure([row], low_words=say("closeness.low"), high_words=say("closeness.high"), width=width)


def _closeness_view(place: AutonomyConnection) -> RowView:
    said = say("closeness.row", client=place.client_position)
    if place.partner_position is not None:
        said = say("closeness.row_both", client=place.client_position, partner=place.partner_position)
    how = say("closeness.how", source=label(place.source), confidence=label(place.confidence).lower())
    detail = " · ".join(
        part for part in (how if place.partner_position is not None else "", place.note_on_friction) if part
    )
    return RowView(said, detail, ((day_text(place.on, _today(), weekday=False), "neutral"),))


def _coping_view(coping: StressCoping) -> RowView:
    parts = [
        say("coping.when", text=coping.trigger_load) if coping.trigger_load else "",
        say("coping.helps", text=coping.helps_me) if coping.helps_me else "",
        say("coping.costs", text=coping.costs_us) if coping.costs_us else "",
    ]
    pills = ((say("word.as_told"), "partner"),) if coping.person is Person.PARTNER else ()
    return RowView(label(coping.style), " · ".join(part for part in parts if part), pills)
