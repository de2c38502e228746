"""Partner, relationship, patterns, episodes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.patterns import PatternCode, PatternEpisode, RelationshipPattern, Rollup
from irt_desk.domain.relationships import Partner, Relationship, RelationshipKind
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.trends import SessionRollup
from irt_desk.domain.values import DatePrecision, FuzzyDay, Invalid, Problem
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.context import now_here
from irt_desk.services.desk import Desk
from irt_desk.services.patterns import PatternView, QuickFacts
from irt_desk.services.texts import first_name, fuzzy_text
from irt_desk.ui.building import Banner, Body, Card, Columns, Muted, Pill, ScrollPage, clear_layout
from irt_desk.ui.chart.tab import ChartTab, Done, Failed
from irt_desk.ui.intake.closeness_card import ClosenessCard
from irt_desk.ui.ledger.card import LedgerCard
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.relationship.episodes import EpisodeCard
from irt_desk.ui.relationship.map_editor import MapEditor
from irt_desk.ui.relationship.pattern_card import PatternCard
from irt_desk.ui.relationship.reading import ReadingCard
from irt_desk.ui.relationship.shifting import ShiftingCard, ShiftingFacts
from irt_desk.ui.relationship.versions import VersionsCard
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
    whole: dict[str, Rollup]
    quick: QuickFacts
    sessions: tuple[Session, ...]


def gather(desk: Desk, unit_id: str) -> RelationshipFacts:
    """Read everything the tab shows, on the lane."""
    patterns, head = desk.patterns.of(unit_id), desk.charts.head(unit_id)
    until = head.today + timedelta(days=1)
    ids = [view.pattern.id for view in patterns]
    held = [s for s in desk.sessions.of(unit_id) if s.attendance is Attendance.ATTENDED and not s.entered_in_error]
    return RelationshipFacts(
        head,
        desk.relationships.of(unit_id),
        patterns,
        desk.patterns.episodes(unit_id),
        {one: desk.patterns.rollups_by_session(unit_id, one) for one in ids},
        {one: desk.patterns.rollup(unit_id, one, head.unit.opened_on, until) for one in ids},
        desk.patterns.quick_facts(unit_id),
        tuple(sorted(held, key=lambda s: s.starts.at, reverse=True)),
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
        self.editor = MapEditor(room, self._on_editor_done)
        self.editor.opened.connect(self._on_editor_opened)
        self.editor.hide()
        body.addWidget(self.editor)
        page = self.findChild(ScrollPage)
        assert page is not None  # scroll_body made it
        self.editor.columns.follow(page, 0)  # the drawing stays in sight while a long step is written
        self.columns = columns = Columns((9, 5), stack_below=900)
        left, right = columns.columns
        self.card = PatternCard(room)
        self.card.edit_asked.connect(self._on_edit)
        self.card.new_asked.connect(self._on_new)
        self.card.picked.connect(self._on_which)
        self.card.compare_asked.connect(self._on_compare)
        self.card.failed.connect(self.fail)
        self.edit_button, self.new_button = self.card.edit_button, self.card.new_button
        left.addWidget(self.card)
        self.versions = VersionsCard()
        self.versions.hide()
        left.addWidget(self.versions)
        self.episodes = EpisodeCard(room)
        left.addWidget(self.episodes)
        self.ledger = LedgerCard(self)
        left.addWidget(self.ledger)
        left.addStretch(1)
        self.shifting = ShiftingCard()
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
        self.reading = ReadingCard()
        right.addWidget(self.reading)
        right.addStretch(1)
        for form in (self.episodes, self.people):
            self.keeper.add(form.words, form)
        self.keeper.add("map", self.editor)
        self.keeper.add(self.ledger.words, self.ledger)
        body.addWidget(columns)
        body.addStretch(1)

    def forget(self) -> None:
        """Close editors of another record."""
        self.people.forget()
        self.episodes.forget()
        self.editor.forget()
        self.versions.hide()
        self.columns.show()
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
        self.stop.setVisible(facts.head.is_stopped)
        self._chosen = min(self._chosen, max(0, len(facts.patterns) - 1))
        self.card.offer(facts.patterns, self._chosen)
        self.people.show_records([_form_of(p, r) for p, r in facts.people])
        self.episodes.show_facts(facts.quick, facts.episodes)
        self._draw()
        self.editor.know(facts.patterns, *self._names(facts), facts.episodes)
        self._offer_editor(is_offered=not facts.head.is_stopped)
        self.keeper.show(self.unit_id)

    def _offer_editor(self, *, is_offered: bool) -> None:
        """Take the map editor away while the gate is a stop, which asks nobody for an own part; its text waits (6.6)."""
        self.keeper.drop("map")
        if is_offered:
            self.keeper.add("map", self.editor)
        else:
            self.editor.forget()
            self.columns.show()

    def _names(self, facts: RelationshipFacts) -> tuple[str, str]:
        partner = first_name(facts.head.partner_name) or say("word.partner")
        return first_name(facts.head.client.preferred_name), partner

    def view(self) -> PatternView | None:
        """Return the pattern in front, or None."""
        if self._facts is None or not self._facts.patterns:
            return None
        return self._facts.patterns[self._chosen]

    def _draw(self) -> None:
        facts, view = self._facts, self.view()
        if facts is None:
            return
        client, partner = self._names(facts)
        whole = facts.whole.get(view.pattern.id) if view else None
        self.card.show_view(view, facts.head, whole, facts.sessions, facts.episodes)
        if not self.versions.isHidden():
            self.versions.show_versions(view, client, partner)
        shifting = None
        if view is not None and whole is not None:
            shifting = ShiftingFacts(
                view.pattern.code,
                facts.rollups[view.pattern.id],
                whole,
                facts.head.unit.opened_on,
                facts.head.today,
            )
        self.shifting.setVisible(not facts.head.is_stopped)  # no own part is looked for under a stop (2.4)
        self.shifting.show_facts(shifting)
        self.reading.show_pattern(None if facts.head.is_stopped or view is None else view.pattern, client, partner)
        if view is not None:
            self.episodes.quick.choose(view.pattern.id)
        self.mind.setVisible(not facts.head.is_stopped)  # nor what the other person may be protecting
        self._draw_mind(facts, view)

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

    def _on_edit(self, step: int) -> None:
        if (view := self.view()) is not None:
            self.editor.begin(view.pattern, view.newest, step)

    def _on_compare(self) -> None:
        if self._facts is not None:
            self.versions.show()
            self.versions.show_versions(self.view(), *self._names(self._facts))

    def _on_editor_opened(self) -> None:
        """Give the whole width to the drawing; what is half typed beside it waits where it is."""
        self.columns.hide()

    def _on_editor_done(self) -> None:
        self.editor.hide()
        self.columns.show()
        self.edit_button.setFocus()
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
    if not 1930 <= year <= now_here().day.year:
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
