"""The overview: why the person comes, where the case stands, what happened, what is open."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.prompts import Prompt
from irt_desk.services.changes import Area
from irt_desk.services.charts import Overview, TimelineEntry
from irt_desk.services.measure_words import outcome_role, outcome_text, score_text
from irt_desk.services.texts import day_text, due_text, first_name, fuzzy_text, session_text
from irt_desk.ui.building import Body, Card, Columns, LinkButton, Muted, Pill, Small, clear_layout, line
from irt_desk.ui.chart.stance import StanceCard
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.plan.prompts import PromptCard
from irt_desk.ui.room import Room
from irt_desk.words import label, say

MOST_ENTRIES = 24


class OverviewTab(ChartTab):
    """A chart in one glance."""

    areas = frozenset(Area) - {Area.DOCUMENTS, Area.BACKUPS, Area.PSYCHOTHERAPY_NOTES}

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        body = self.scroll_body()
        columns = Columns((3, 2))
        self._left, self._right = columns.columns
        body.addWidget(columns)
        body.addStretch(1)

    def reload(self) -> None:
        """Fetch the overview."""
        if self.unit_id:
            self.room.runner.read(self, partial(self.room.desk.charts.overview, self.unit_id), self._show, self.fail)

    def _show(self, overview: Overview) -> None:
        if overview.head.unit.id != self.unit_id:
            return
        clear_layout(self._left)
        clear_layout(self._right)
        self._left.addWidget(self._why(overview))
        self._left.addWidget(self._relationship(overview))
        self._left.addWidget(self._last_note(overview))
        self._left.addStretch(1)
        self._prompts = PromptCard(self.room)
        self._right.addWidget(self._prompts)
        self._right.addWidget(self._open(overview))
        if overview.scores:
            self._right.addWidget(self._scores(overview))
        self._stance = StanceCard(self.room, self.unit_id)
        self._right.addWidget(self._stance)
        self._right.addWidget(self._timeline(overview))
        self._right.addStretch(1)
        self.room.runner.read(self, partial(self.room.desk.prompts.of, self.unit_id), self._show_prompts, self.fail)

    def _show_prompts(self, prompts: tuple[Prompt, ...]) -> None:
        self._prompts.show_prompts(self.unit_id, prompts)
        if any(prompt.code.startswith("over_responsibility") for prompt in prompts):
            self._stance.leave_the_question()

    def _go(self, tab: str, *_: Any, **arguments: Any) -> None:
        self.room.go("chart", unit_id=self.unit_id, tab=tab, **arguments)

    def _why(self, overview: Overview) -> Card:
        card = Card(say("overview.why"))
        words = overview.presenting.client_words
        card.body.addWidget(
            Body(
                f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"
                if words
                else say("overview.no_words"),
                wrap=True,
                tone="client",
            )
        )
        if overview.presenting.clinical_summary:
            card.body.addWidget(Body(overview.presenting.clinical_summary, wrap=True))
        if overview.presenting.first_focus:
            card.body.addWidget(Small(say("presenting.first_focus")))
            card.body.addWidget(Body(overview.presenting.first_focus, wrap=True))
        link = LinkButton(say("overview.edit_why"))
        link.clicked.connect(partial(self._go, "intake"))
        card.add_action(link)
        return card

    def _relationship(self, overview: Overview) -> Card:
        card = Card(say("overview.relationship"))
        if not overview.relationships:
            card.body.addWidget(Muted(say("overview.no_partner"), wrap=True))
        for partner, relationship in overview.relationships:
            across = QHBoxLayout()
            across.addWidget(Body(partner.name, strong=True))
            across.addWidget(Pill(say("overview.third_party"), "partner", dashed=True))
            across.addStretch(1)
            card.body.addLayout(across)
            facts = [partner.pronouns, str(partner.age) if partner.age else "", label(relationship.kind)]
            facts.append(
                say("overview.together", since=fuzzy_text(relationship.started)) if relationship.started else ""
            )
            card.body.addWidget(Muted(" · ".join(fact for fact in facts if fact), wrap=True))
            for name in ("children", "strengths", "current_stressors"):
                if text := getattr(relationship, name):
                    card.body.addWidget(Small(say(f"relationship.{name}")))
                    card.body.addWidget(Body(text, wrap=True))
        link = LinkButton(say("overview.open_relationship"))
        link.clicked.connect(partial(self._go, "relationship"))
        card.add_action(link)
        return card

    def _last_note(self, overview: Overview) -> Card:
        card = Card(say("overview.last_note"))
        note = overview.last_note
        if note is None:
            card.body.addWidget(Muted(say("overview.no_note"), wrap=True))
        else:
            card.body.addWidget(Body(note.content.account, wrap=True))
            if note.content.practice_until_then:
                card.body.addWidget(Small(say("note_field.practice_until_then")))
                card.body.addWidget(Body(note.content.practice_until_then, wrap=True))
        for session in overview.drafts:
            link = LinkButton(say("overview.draft", session=session_text(session, overview.head.today)))
            link.clicked.connect(partial(self._go, "sessions", session_id=session.id))
            card.body.addWidget(link)
        return card

    def _open(self, overview: Overview) -> Card:
        card = Card(say("overview.open_loops"))
        names = dict(overview.skill_names)
        for number, due in enumerate(overview.head.dues):
            if number:
                card.body.addWidget(line())
            across = QHBoxLayout()
            across.addWidget(Body(due_text(due, overview.head.today, skill_names=names), wrap=True), 1)
            across.addWidget(Pill(say(f"due_kind.{due.kind}"), "attention"))
            card.body.addLayout(across)
        if not overview.head.dues:
            card.body.addWidget(Muted(say("overview.no_loops"), wrap=True))
        return card

    def _scores(self, overview: Overview) -> Card:
        """The latest score of each measure with its class; a safety screen never stands here (4.1)."""
        card = Card(say("overview.scores"))
        for course in overview.scores:
            last = course.scored[-1]
            across = QHBoxLayout()
            across.setSpacing(12)
            name = Body(course.definition.code, strong=True)
            name.setFixedWidth(84)
            across.addWidget(name)
            day = day_text(last.given.on, overview.head.today, weekday=False)
            across.addWidget(Body(say("measures.dated", score=score_text(last), day=day), wrap=True), 1)
            if (text := outcome_text(last)) and last.outcome is not None:
                across.addWidget(Pill(text, outcome_role(last.outcome)))
            card.body.addLayout(across)
        link = LinkButton(say("overview.open_scores"))
        link.clicked.connect(partial(self._go, "measures"))
        card.add_action(link)
        return card

    def _timeline(self, overview: Overview) -> Card:
        card = Card(say("overview.timeline"))
        partner = first_name(overview.head.partner_name) or say("word.partner")
        for entry in overview.timeline[:MOST_ENTRIES]:
            across = QHBoxLayout()
            across.setSpacing(12)
            day = Small(day_text(entry.on, overview.head.today, weekday=False))
            day.setFixedWidth(84)
            across.addWidget(day)
            across.addWidget(Body(_sentence(entry, partner), wrap=True), 1)
            card.body.addLayout(across)
        if len(overview.timeline) > MOST_ENTRIES:
            card.body.addWidget(Muted(say("overview.more", count=len(overview.timeline) - MOST_ENTRIES)))
        return card


def _sentence(entry: TimelineEntry, partner: str) -> str:
    values: dict[str, object] = dict(entry.values)
    for name in ("from", "to"):
        if name in values:
            values[name] = label(values[name])  # type: ignore[arg-type]  # states and engagements are enumerations
    if entry.code == "engagement":
        values["partner"] = partner
        if entry.values["from"] is PartnerEngagement.NOT_EXPLORED:
            return say("timeline.engagement_first", **values)
    return say(f"timeline.{entry.code}", **values)
