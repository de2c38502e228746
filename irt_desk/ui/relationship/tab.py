"""Partner, relationship, patterns, episodes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.figures.cycle_map import cycle_map_figure, views_of
from irt_desk.domain.figures.primitives import Ink
from irt_desk.domain.figures.trend import Scale, TrendPoint, trend_figure
from irt_desk.domain.patterns import (
    PatternCode,
    PatternEpisode,
    PatternStatus,
    RelationshipPattern,
    noticing_sooner,
)
from irt_desk.domain.relationships import Partner, Relationship, RelationshipKind
from irt_desk.domain.values import DatePrecision, FuzzyDay, Instant, Invalid, Problem
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.context import system_clock
from irt_desk.services.desk import Desk
from irt_desk.services.patterns import PatternView, SessionRollup
from irt_desk.services.texts import day_text, first_name, fuzzy_text, pattern_name
from irt_desk.ui.building import (
    Banner,
    Body,
    Box,
    Button,
    Card,
    Columns,
    Muted,
    Pill,
    PrimaryButton,
    Small,
    clear_layout,
)
from irt_desk.ui.chart.tab import ChartTab, Done, Failed
from irt_desk.ui.figures import FigureView
from irt_desk.ui.intake.closeness_card import ClosenessCard
from irt_desk.ui.ledger.card import LedgerCard
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.relationship.episodes import EpisodeCard
from irt_desk.ui.relationship.map_editor import MapEditor
from irt_desk.ui.room import Room
from irt_desk.words import label, say

F = FieldSpec


@dataclass(frozen=True, slots=True)
class PartnerForm:
    """Partner and relationship as one form; what it holds is as told by the client."""

    partner: Partner
    relationship: Relationship
    name: str = ""
    also_called: str = ""
    pronouns: str = ""
    age: int | None = None
    occupation: str = ""
    phone: str = ""
    email: str = ""
    kind: RelationshipKind = RelationshipKind.COHABITING
    together_since: int | None = None
    children: str = ""
    culture_and_family: str = ""
    current_stressors: str = ""
    strengths: str = ""

    @property
    def id(self) -> str:
        """The partner's id: which record is edited."""
        return self.partner.id


@dataclass(frozen=True, slots=True)
class RelationshipFacts:
    """Everything the tab shows."""

    head: ChartHead
    people: tuple[tuple[Partner, Relationship], ...]
    patterns: tuple[PatternView, ...]
    episodes: tuple[PatternEpisode, ...]
    rollups: dict[str, tuple[SessionRollup, ...]]


def gather(desk: Desk, unit_id: str) -> RelationshipFacts:
    """Read everything the tab shows, on the lane."""
    patterns = desk.patterns.of(unit_id)
    return RelationshipFacts(
        desk.charts.head(unit_id),
        desk.relationships.of(unit_id),
        patterns,
        desk.patterns.episodes(unit_id),
        {v.pattern.id: desk.patterns.rollups_by_session(unit_id, v.pattern.id) for v in patterns},
    )


class RelationshipTab(ChartTab):
    """The pattern two people are caught in, and the person who is not in the room."""

    place = "relationship"
    areas = frozenset({Area.RELATIONSHIP, Area.PATTERNS, Area.SESSIONS, Area.SAFETY, Area.LEDGER})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._facts: RelationshipFacts | None = None
        self._chosen = 0
        body = self.scroll_body()
        self.stop = Banner(say("relationship.stop"), "danger")
        body.addWidget(self.stop)
        columns = Columns((9, 5), stack_below=900)
        left, right = columns.columns
        left.addWidget(self._pattern_card())
        self.editor = MapEditor(room, self._on_editor_done)
        self.editor.hide()
        left.addWidget(self.editor)
        self.episodes = EpisodeCard(self)
        left.addWidget(self.episodes)
        self.ledger = LedgerCard(self)
        left.addWidget(self.ledger)
        left.addStretch(1)
        self.shifting = Card(say("relationship.shifting"))
        right.addWidget(self.shifting)
        self.mind = Card(say("relationship.in_mind"))
        right.addWidget(self.mind)
        self.closeness = ClosenessCard(self)
        right.addWidget(self.closeness)
        self.people = RecordCard(
            "partner",
            PartnerForm,
            (
                F("name", half=True, required=True),
                F("also_called", half=True),
                F("pronouns", half=True),
                F("age", half=True),
                F("occupation", half=True),
                F("phone", half=True),
                F("email", half=True),
                F("kind", half=True),
                F("together_since", half=True),
                F("children"),
                F("culture_and_family", "area"),
                F("current_stressors", "area"),
                F("strengths", "area"),
            ),
            view=_partner_view,
            fresh=self._fresh_partner,
            save=self._save_partner,
        )
        right.addWidget(self.people)
        right.addStretch(1)
        for form in (self.episodes, self.people):
            self.keeper.add(form.words, form)
        self.keeper.add("map", self.editor)
        self.keeper.add(self.ledger.words, self.ledger)
        body.addWidget(columns)
        body.addStretch(1)

    def _pattern_card(self) -> Card:
        self.card = Card(say("relationship.pattern"))
        self.status = Pill("", "client")
        self.card.add_beside_title(self.status)
        self.which = Box()
        self.which.setAccessibleName(say("relationship.which"))
        self.which.currentIndexChanged.connect(self._on_which)
        self.card.add_action(self.which)
        self.edit_button = Button(say("relationship.edit_map"))
        self.edit_button.clicked.connect(self._on_edit)
        self.card.add_action(self.edit_button)
        self.new_button = Button(say("relationship.new_pattern"))
        self.new_button.clicked.connect(self._on_new)
        self.card.add_action(self.new_button)
        self.figure = FigureView()
        self.card.body.addWidget(self.figure)
        self.empty = Muted(say("relationship.no_pattern"), wrap=True)
        self.card.body.addWidget(self.empty)
        self.steps = QHBoxLayout()
        self.share_button = PrimaryButton(say("relationship.share"))
        self.share_button.clicked.connect(self._on_share)
        self.version = Small("")
        self.steps.addWidget(self.version)
        self.steps.addStretch(1)
        self.steps.addWidget(self.share_button)
        self.card.body.addLayout(self.steps)
        return self.card

    def forget(self) -> None:
        """Close editors of another record."""
        self.editor.hide()
        self.people.forget()
        self.episodes.forget()
        self.editor.forget()
        self.ledger.forget()
        self._chosen = 0

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)
            self.ledger.reload()
            self.closeness.reload()

    def _show(self, facts: RelationshipFacts) -> None:
        if facts.head.unit.id != self.unit_id:
            return
        self._facts = facts
        stopped = facts.head.is_stopped
        self.stop.setVisible(stopped)
        self.new_button.setVisible(not stopped)
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItems([pattern_name(view.pattern) for view in facts.patterns])
        self._chosen = min(self._chosen, max(0, len(facts.patterns) - 1))
        self.which.setCurrentIndex(self._chosen)
        self.which.setVisible(len(facts.patterns) > 1)
        self.which.blockSignals(False)
        self.people.show_records([_form_of(p, r) for p, r in facts.people])
        self.episodes.show_facts(facts)
        self._draw()
        self.editor.know(tuple(facts.patterns))
        self._offer_editor(is_offered=not stopped)
        self.keeper.show(self.unit_id)

    def _offer_editor(self, *, is_offered: bool) -> None:
        """Take the map editor away while the gate is a stop, which asks nobody for an own part; its text waits (6.6)."""
        self.keeper.drop("map")
        if is_offered:
            self.keeper.add("map", self.editor)
        else:
            self.editor.forget()

    def view(self) -> PatternView | None:
        """Return the pattern in front, or None."""
        if self._facts is None or not self._facts.patterns:
            return None
        return self._facts.patterns[self._chosen]

    def _draw(self) -> None:
        facts, view = self._facts, self.view()
        if facts is None:
            return
        newest = view.newest if view else None
        drawable = newest is not None and len(newest.steps) > 1
        self.figure.setVisible(drawable)
        self.empty.setVisible(not drawable)
        self.edit_button.setVisible(view is not None and not facts.head.is_stopped)
        self.status.setVisible(view is not None)
        self.card.title.setText(pattern_name(view.pattern) if view else say("relationship.pattern"))
        shareable = view is not None and view.pattern.status is PatternStatus.SUSPECTED and drawable
        self.share_button.setVisible(shareable and not facts.head.is_stopped)
        self.version.setText("")
        if view is not None:
            role = "attention" if view.pattern.status is PatternStatus.SUSPECTED else "client"
            self.status.show_as(label(view.pattern.status), role)
        if view is not None and newest is not None and drawable:
            client = first_name(facts.head.client.preferred_name)
            partner = first_name(facts.head.partner_name) or say("word.partner")
            note = say(
                "relationship.version", number=newest.version, day=day_text(newest.created.day, facts.head.today)
            )
            figure = cycle_map_figure(
                views_of(newest, client=client, partner=partner),
                client=client,
                partner=partner,
                nickname=view.pattern.nickname_by_client,
                notes=(say("relationship.name_by", client=client), note)
                if view.pattern.nickname_by_client
                else (note,),
                loops_back_to=newest.loops_back_to_step,
            )
            self.figure.show_figure(figure)
            self.version.setText(say("relationship.versions", count=len(view.maps)))
        self._draw_shifting(facts, view)
        self._draw_mind(facts, view)

    def _draw_shifting(self, facts: RelationshipFacts, view: PatternView | None) -> None:
        clear_layout(self.shifting.body)
        rollups = facts.rollups.get(view.pattern.id, ()) if view else ()
        if not rollups:
            self.shifting.body.addWidget(Muted(say("relationship.no_episodes"), wrap=True))
            return
        if len(rollups) > 1 and noticing_sooner(rollups[0].rollup, rollups[-1].rollup):
            name = first_name(facts.head.client.preferred_name)
            self.shifting.body.addWidget(Pill(say("relationship.sooner", name=name), "client"))
        lowest = view is not None and view.pattern.code is PatternCode.WITHDRAW_WITHDRAW
        for code, attribute, high, ink in (
            ("awareness", "awareness", 4.0, Ink.CLIENT),
            ("per_week", "per_week", 7.0, Ink.RELATIONSHIP),
            ("recovery", "recovery_hours", 48.0, Ink.RELATIONSHIP),
            ("intensity", "intensity", 10.0, Ink.RELATIONSHIP),
        ):
            points = [
                TrendPoint(label=f"S{r.number}", value=getattr(r.rollup, attribute), retrospective=r.retrospective)
                for r in rollups
            ]
            known = [p.value for p in points if p.value is not None]
            if not known:
                continue
            words = say(f"trend.{code}_ask") if lowest and code == "per_week" else say(f"trend.{code}_better")
            scale = Scale(low=0.0, high=max([high, *known]))
            n = sum(r.rollup.n for r in rollups)
            figure = trend_figure(say(f"trend.{code}"), points, scale, direction=words, n=n, ink=ink, height=112)
            self.shifting.body.addWidget(FigureView(figure))

    def _draw_mind(self, facts: RelationshipFacts, view: PatternView | None) -> None:
        clear_layout(self.mind.body)
        text = view.pattern.protective_function_partner_hypothesis if view else ""
        partner = first_name(facts.head.partner_name) or say("word.the_partner")
        self.mind.title.setText(say("relationship.in_mind_of", name=partner))
        if text:
            words = Body(say("relationship.maybe", text=text), wrap=True)
            words.setProperty("dashed", True)
            words.setContentsMargins(10, 8, 10, 8)
            self.mind.body.addWidget(words)
            across = QHBoxLayout()
            across.addWidget(Pill(say("relationship.hypothesis"), "partner", dashed=True))
            across.addStretch(1)
            self.mind.body.addLayout(across)
        else:
            self.mind.body.addWidget(Muted(say("relationship.nothing_in_mind", name=partner), wrap=True))

    def _on_which(self, index: int) -> None:
        self._chosen = max(0, index)
        self._draw()

    def _on_new(self) -> None:
        pattern = RelationshipPattern(id="", unit_id=self.unit_id, code=PatternCode.PURSUE_WITHDRAW)
        self.editor.begin(pattern, None)

    def _on_edit(self) -> None:
        if (view := self.view()) is not None:
            self.editor.begin(view.pattern, view.newest)

    def _on_share(self) -> None:
        if (view := self.view()) is not None:
            work = partial(self.room.desk.patterns.set_status, view.pattern.id, PatternStatus.SHARED_WITH_CLIENT)
            self.room.runner.change(self, work, None, self.fail)

    def _on_editor_done(self) -> None:
        self.editor.hide()
        self.reload()

    def _fresh_partner(self) -> PartnerForm:
        partner = Partner(id="", unit_id=self.unit_id)
        relationship = Relationship(id="", unit_id=self.unit_id, partner_id="")
        return _form_of(partner, relationship)

    def _save_partner(self, form: PartnerForm, done: Done, failed: Failed) -> None:
        names = ("name", "also_called", "pronouns", "age", "occupation", "phone", "email")
        partner = replace(form.partner, **{name: getattr(form, name) for name in names})
        rest = ("kind", "children", "culture_and_family", "current_stressors", "strengths")
        since = _year(form.together_since)
        relationship = replace(form.relationship, started=since, **{name: getattr(form, name) for name in rest})
        work = partial(self.room.desk.relationships.save, partner, relationship)
        self.room.runner.change(self, work, done, failed)


def _year(year: int | None) -> FuzzyDay | None:
    if year is None:
        return None
    if not 1930 <= year <= Instant(system_clock()).day.year:
        raise Invalid([Problem("together_since", "too_long_ago")])
    return FuzzyDay(date(year, 1, 1), DatePrecision.YEAR)


def _form_of(partner: Partner, relationship: Relationship) -> PartnerForm:
    since = relationship.started.day.year if relationship.started else None
    return PartnerForm(
        partner,
        relationship,
        partner.name,
        partner.also_called,
        partner.pronouns,
        partner.age,
        partner.occupation,
        partner.phone,
        partner.email,
        relationship.kind,
        since,
        relationship.children,
        relationship.culture_and_family,
        relationship.current_stressors,
        relationship.strengths,
    )


def _partner_view(form: PartnerForm) -> RowView:
    since = say("overview.together", since=fuzzy_text(form.relationship.started)) if form.relationship.started else ""
    parts = (form.pronouns, str(form.age) if form.age else "", form.occupation, label(form.kind), since)
    return RowView(form.name, " · ".join(part for part in parts if part))
