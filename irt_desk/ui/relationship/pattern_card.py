"""The pattern in front: its drawing, its versions, and where it stands with the client."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.figures.cycle_map import cycle_map_plan
from irt_desk.domain.figures.step_views import spoken_step, views_of
from irt_desk.domain.patterns import CycleMap, ExitCode, PatternEpisode, PatternStatus, Rollup
from irt_desk.domain.sessions import Session
from irt_desk.services.charts import ChartHead
from irt_desk.services.pattern_figures import exit_words
from irt_desk.services.patterns import PatternView
from irt_desk.services.texts import day_text, first_name, pattern_name
from irt_desk.ui.building import (
    Box,
    Button,
    Card,
    Choice,
    Field,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    Small,
    TextChoice,
)
from irt_desk.ui.relationship.basis import rests_on
from irt_desk.ui.relationship.diagram import DiagramView
from irt_desk.ui.relationship.fold import Fold
from irt_desk.ui.room import Room
from irt_desk.words import label, say


class PatternCard(Card):
    """The card. ``edit_asked`` names the step to begin at; ``picked`` another pattern in front."""

    edit_asked = Signal(int)
    new_asked = Signal()
    picked = Signal(int)
    compare_asked = Signal()
    failed = Signal(object)

    def __init__(self, room: Room) -> None:
        super().__init__(say("relationship.pattern"))
        self.room = room
        self._view: PatternView | None = None
        self._shown_id = ""
        self.status = Pill("", "client")
        self.add_beside_title(self.status)
        self.which = Box()
        self.which.setAccessibleName(say("relationship.which"))
        self.which.currentIndexChanged.connect(self.picked)
        self.edit_button, self.new_button = (
            Button(say("relationship.edit_map")),
            Button(say("relationship.new_pattern")),
        )
        self.edit_button.clicked.connect(self._on_edit)
        self.new_button.clicked.connect(self.new_asked)
        self.body.addWidget(self.which)  # on a line of its own: a name may be long
        for widget in (self.edit_button, self.new_button):
            self.add_action(widget)
        self.drawing = DiagramView(editable=False)
        self.drawing.diagram.acted.connect(self._on_step)
        self.body.addWidget(self.drawing)
        self.empty = Muted(say("relationship.no_pattern"), wrap=True)
        self.body.addWidget(self.empty)
        self._foot()

    def _foot(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(12)
        self.version = Small("")
        self.compare_button = LinkButton("")
        self.compare_button.clicked.connect(self.compare_asked)
        across.addWidget(self.version)
        across.addWidget(self.compare_button)
        across.addStretch(1)
        across.addWidget(self.drawing.bar)
        self.share_button, self.seen_button = PrimaryButton(say("relationship.share")), Button("")
        self.share_button.clicked.connect(self._on_share)
        self.seen_button.clicked.connect(self._on_seen)
        across.addWidget(self.seen_button)
        across.addWidget(self.share_button)
        self.body.addLayout(across)
        self.basis = Small("", wrap=True)
        self.body.addWidget(self.basis)
        self.stands = Fold(say("map_status.fold"))
        row = QHBoxLayout()
        row.setSpacing(12)
        self.to_status, self.in_session = Choice(PatternStatus), TextChoice()
        self.to_status.changed.connect(self._on_to_status)
        self.session_field = Field(say("map_status.session"), self.in_session)
        self.note_button = Button(say("map_status.note"))
        self.note_button.clicked.connect(self._on_note)
        row.addWidget(Field(say("map_status.status"), self.to_status), 2)
        row.addWidget(self.session_field, 2)
        row.addWidget(self.note_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.stands.body.addLayout(row)
        self.first_button = LinkButton(say("map_status.put_first"))
        self.first_button.clicked.connect(self._on_first)
        self.stands.body.addWidget(self.first_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.stands)

    def offer(self, views: tuple[PatternView, ...], chosen: int) -> None:
        """Offer the patterns of the record when there are several."""
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItems([pattern_name(view.pattern) for view in views])
        self.which.setCurrentIndex(chosen)
        self.which.setVisible(len(views) > 1)
        self.which.blockSignals(False)

    def show_view(
        self,
        view: PatternView | None,
        head: ChartHead,
        whole: Rollup | None,
        sessions: tuple[Session, ...],
        episodes: tuple[PatternEpisode, ...],
    ) -> None:
        """Show a pattern with its newest map, or that there is none."""
        self._view = view
        newest = view.newest if view else None
        is_drawn = newest is not None and len(newest.steps) > 1
        self.drawing.setVisible(is_drawn)
        self.drawing.bar.setVisible(is_drawn)
        self.empty.setVisible(not is_drawn)
        self.setVisible(view is not None or not head.is_stopped)  # nobody is asked to begin a map under a stop (2.4)
        self.title.setText(pattern_name(view.pattern) if view else say("relationship.pattern"))
        if self.which.count() > 1:
            self.title.setText(say("relationship.pattern"))  # the box below says the name
        self.new_button.setVisible(not head.is_stopped)
        self.edit_button.setVisible(view is not None and not head.is_stopped)
        self.status.setVisible(view is not None)
        self._show_status(view, newest, head, sessions)
        self.version.setText("")
        based = rests_on(newest, episodes) if newest is not None and is_drawn else ""
        self.basis.setText(based)
        self.basis.setVisible(bool(based))
        if view is not None and newest is not None and is_drawn:
            self._draw(view, newest, head, whole)

    def _show_status(
        self, view: PatternView | None, newest: CycleMap | None, head: ChartHead, sessions: tuple[Session, ...]
    ) -> None:
        is_suspected = view is not None and view.pattern.status is PatternStatus.SUSPECTED
        self.share_button.setVisible(is_suspected and newest is not None and not head.is_stopped)
        seen = view is not None and newest is not None and view.showing_of(newest) is not None
        self.seen_button.setVisible(
            view is not None and newest is not None and not is_suspected and not seen and not head.is_stopped
        )
        if newest is not None:
            self.seen_button.setText(say("map_status.seen", number=newest.version))
            self.seen_button.setAccessibleName(self.seen_button.text())
        self.compare_button.setVisible(view is not None and len(view.maps) > 1)
        self.compare_button.setText(say("map_versions.compare", n=len(view.maps) if view else 0))
        self.compare_button.setAccessibleName(self.compare_button.text())
        self.stands.setVisible(view is not None and newest is not None and not head.is_stopped)
        if view is None:
            return
        self.status.show_as(label(view.pattern.status), "attention" if is_suspected else "client")
        self.in_session.offer(
            tuple(
                (s.id, say("map_status.session_name", number=s.number or 0, day=day_text(s.starts.day)))
                for s in sessions
            )
        )
        if not self.stands.is_open or view.pattern.id != self._shown_id:
            self.to_status.set_value(view.pattern.status)
        self.stands.say(label(view.pattern.status))
        self.first_button.setVisible(self.which.count() > 1 and not view.pattern.is_primary)
        self._shown_id = view.pattern.id
        self._on_to_status()

    def _draw(self, view: PatternView, newest: CycleMap, head: ChartHead, whole: Rollup | None) -> None:
        client = first_name(head.client.preferred_name)
        partner = first_name(head.partner_name) or say("word.partner")
        version = say("relationship.version", number=newest.version, day=day_text(newest.created.day, head.today))
        nickname = view.pattern.nickname_by_client
        named = (say("relationship.name_by", client=client), version) if nickname else (version,)
        exits = {ExitCode(code): words for code, words in exit_words(whole).items()} if whole else {}
        views = views_of(newest, client=client, partner=partner, exits=exits)
        plan = cycle_map_plan(
            views,
            client=client,
            partner=partner,
            nickname=nickname,
            notes=named,
            loops_back_to=newest.loops_back_to_step,
        )
        self.drawing.show_plan(plan, [spoken_step(one) for one in views], self.drawing.diagram.selected)
        seen = say("map_status.seen_already") if view.showing_of(newest) else ""
        first = say("map_status.primary") if view.pattern.is_primary and self.which.count() > 1 else ""
        parts = (first, say("relationship.versions", count=len(view.maps)), seen)
        self.version.setText(" · ".join(part for part in parts if part))

    def _on_edit(self) -> None:
        self.edit_asked.emit(0)

    def _on_step(self, _: Any) -> None:
        if not self.edit_button.isHidden():
            self.edit_asked.emit(self.drawing.diagram.selected)

    def _on_share(self) -> None:
        if self._view is not None:
            self._move(PatternStatus.SHARED_WITH_CLIENT, None)

    def _on_seen(self) -> None:
        if self._view is not None and self._view.newest is not None:
            work = partial(self.room.desk.patterns.show_to_client, self._view.newest.id)
            self.room.runner.change(self, work, None, self.failed.emit)

    def _on_first(self) -> None:
        if self._view is not None:
            work = partial(self.room.desk.patterns.put_first, self._view.pattern.id)
            self.room.runner.change(self, work, None, self.failed.emit)

    def _on_to_status(self) -> None:
        """Ask for the session only where one is needed: a confirmation happens in one (2.5 rule 4)."""
        self.session_field.setVisible(self.to_status.value() is PatternStatus.CONFIRMED_BY_CLIENT)
        now = self._view.pattern.status if self._view else None
        self.note_button.setEnabled(self.to_status.value() is not now)

    def _on_note(self) -> None:
        status = self.to_status.value()
        needed = status is PatternStatus.CONFIRMED_BY_CLIENT
        self._move(status, (self.in_session.value() or None) if needed else None)

    def _move(self, status: PatternStatus, session_id: str | None) -> None:
        if self._view is None:
            return
        work = partial(self.room.desk.patterns.set_status, self._view.pattern.id, status, session_id=session_id)
        self.room.runner.change(self, work, None, self.failed.emit)
