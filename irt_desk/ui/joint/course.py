"""Discernment: the course as a calm table, the shared part of a session, and a door to each person's own part.

Never both on screen: the own part of one takes the place of the page, under their name, and is gone when it is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from irt_desk.domain.discernment import DcDecision, DiscernmentSession, MemberAgenda, OneToOne
from irt_desk.domain.units import Place
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.context import now_here
from irt_desk.services.discernment import MemberCourse, Shared
from irt_desk.services.texts import day_text, told_apart
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    Field,
    LinkButton,
    Muted,
    ProblemLine,
    ScrollPage,
    TextLine,
    clear_layout,
)
from irt_desk.ui.building.raw import raw
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.joint.clarity import CourseCard
from irt_desk.ui.joint.course_table import CourseTable
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.records.single import SingleCard
from irt_desk.ui.room import Room
from irt_desk.words import label, say

F = FieldSpec
_SHARED = (
    F("joint_minutes"),
    F("minutes_with_a", half=True),
    F("minutes_with_b", half=True),
    F("feedback_joint", "area"),
    F("choice_a", half=True),
    F("choice_b", half=True),
    F("conditions", "area"),
    F("path_3_start", half=True),
    F("path_3_review_on", half=True),
    F("path_1_review_on"),
    F("path_2_referrals"),
)
_PATH_OF = {
    "path_3_start": DcDecision.PATH_3,
    "path_3_review_on": DcDecision.PATH_3,
    "path_1_review_on": DcDecision.PATH_1,
    "path_2_referrals": DcDecision.PATH_2,
}
"""Which fields of a session belong to which choice."""
_OWN = (
    F("clarity", "rating", half=True),
    F("confidence", "rating", half=True),
    F("hope", "rating", half=True),
    F("leaning", "chips"),
    F("own_contribution", "area"),
    F("change_agenda", "lines"),
    F("note", "area"),
    F("shared_summary", "area"),
    F("agreed_to_share"),
)


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """The course as both may see it."""

    head: ChartHead
    sessions: tuple[Shared, ...]
    agendas: tuple[MemberAgenda, ...]


def gather(desk: Any, unit_id: str) -> CourseFacts:
    """Read the course, on the lane."""
    head = desk.charts.head(unit_id)
    return CourseFacts(head, desk.discernment.sessions(unit_id), desk.discernment.agendas(unit_id))


def gather_part(desk: Any, unit_id: str, session_id: str, place: Place) -> tuple[OneToOne, MemberCourse]:
    """Read one person's own part and their course so far, on the lane; both are traced."""
    return desk.discernment.part(unit_id, session_id, place), desk.discernment.member_course(unit_id, place)


class AgendaCard(RecordCard):
    """What each wants to change about themselves; the link at the end is their release into couple work."""

    def __init__(self, tab: CourseTab) -> None:
        self._tab = tab
        super().__init__(
            "agenda",
            MemberAgenda,
            (F("place", "chips"), F("text", "area", required=True)),
            view=tab.agenda_row,
            fresh=tab.fresh_agenda,
            save=tab.saver(tab.room.desk.discernment.save_agenda),
        )

    def _on_edit(self, index: int) -> None:
        """Release: its owner signs that it may go into the couple unit."""
        agenda = self._records[index]
        work = partial(self._tab.room.desk.discernment.release_agenda, agenda.id, now_here().day)
        self._tab.room.runner.change(self._tab, work, None, self._tab.fail)


class CourseTab(ChartTab):
    """One page at a time: the course, a session, one person's own part."""

    place = "joint_course"
    areas = frozenset({Area.UNITS, Area.SESSIONS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._facts: CourseFacts | None = None
        self._session_id = ""
        self._place: Place | None = None
        self.stack = QStackedWidget()
        self.down.addWidget(self.stack)
        self.course, self.session, self.own = ScrollPage(), ScrollPage(), ScrollPage()
        for page in (self.course, self.session, self.own):
            self.stack.addWidget(page)
        self._make_course()
        self._make_session()
        self._make_own()
        self.keeper.add("agenda", self.agendas)

    def _make_course(self) -> None:
        self.table = CourseTable(self.open_session)
        self.course.body.addWidget(self.table)
        self.agendas = AgendaCard(self)
        self.course.body.addWidget(self.agendas)
        self.course.body.addStretch(1)

    def _make_session(self) -> None:
        back = LinkButton(say("course.back"))
        back.clicked.connect(self.show_course)
        self.session.body.addWidget(back)
        save = self.saver(self.room.desk.discernment.save_session)
        self.shared = SingleCard("dc_session", DiscernmentSession, _SHARED, save=save)
        self.comes_to = Body("", wrap=True)
        self.shared.body.insertWidget(self.shared.body.count() - 2, self.comes_to)
        self.shared.changed.connect(self._say_what_comes)
        self.session.body.addWidget(self.shared)
        self.told = Card(say("course.told"))
        self.session.body.addWidget(self.told)
        self.doors = Card(say("course.doors"))
        self.session.body.addWidget(self.doors)
        self.voiding = Card(say("course.void_title"))
        self.reason = TextLine()
        self.voiding.body.addWidget(Field(say("course.void_reason"), self.reason))
        self.problem = ProblemLine()
        self.voiding.body.addWidget(self.problem)
        void = Button(say("course.void"))
        void.clicked.connect(self._on_void)
        self.voiding.add_action(void)
        self.session.body.addWidget(self.voiding)
        self.session.body.addStretch(1)

    def _make_own(self) -> None:
        close = LinkButton(say("course.close_own"))
        close.clicked.connect(self._leave_own)
        self.own.body.addWidget(close)
        save = self.saver(self.room.desk.discernment.save_part)
        self.part = SingleCard("one_to_one", OneToOne, _OWN, save=save)
        self.so_far = CourseCard()
        self.own.body.addWidget(self.so_far)
        self.own.body.addWidget(self.part)
        self.own.body.addStretch(1)

    def forget(self) -> None:
        """Show another record."""
        self.agendas.forget()
        self.show_course()

    def flush(self) -> None:
        """Store what is typed in a session or an own part: leaving the chart and locking lose nothing that can be stored."""
        super().flush()
        discernment = self.room.desk.discernment
        for card, save in ((self.part, discernment.save_part), (self.shared, discernment.save_session)):
            if card.form.is_written:
                try:
                    value = card.form.value()
                except Invalid:
                    continue  # no value yet; it stays in its control
                self.room.runner.change(self, partial(save, value), None, self.fail)

    def show_course(self) -> None:
        """Go back to the course; what stood open is let go."""
        self._session_id = ""
        self._forget_session()
        self._empty_own()
        self.stack.setCurrentWidget(self.course)

    def _forget_session(self) -> None:
        """Let go of what is typed about one session, the reason to void its decision as well: another may be of another pair."""
        self.shared.forget()
        self.reason.set_value("")
        self.problem.say("")

    def reload(self) -> None:
        """Fetch the course."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: CourseFacts) -> None:
        if facts.head.unit.id != self.unit_id:
            return
        self._facts = facts
        self.table.show_sessions(facts.sessions, facts.head)
        self.agendas.show_records(facts.agendas)
        shown = next((one for one in facts.sessions if one.session.id == self._session_id), None)
        if shown is not None:
            self._show_session(shown)
        self.keeper.show(self.unit_id)

    @property
    def _names(self) -> dict[Place, str]:
        """What each of the two is called on this page: first names where those tell them apart."""
        return dict(zip(Place, told_apart(self._facts.head.member_names) if self._facts else ("", ""), strict=False))

    def open_session(self, session_id: str, *_: Any) -> None:
        """Open the shared part of a session."""
        shown = next((o for o in self._facts.sessions if o.session.id == session_id), None) if self._facts else None
        if shown is not None:
            if session_id != self._session_id:
                self._forget_session()
            self._session_id = session_id
            self._show_session(shown)
            self.stack.setCurrentWidget(self.session)

    def _show_session(self, one: Shared) -> None:
        part = one.part or DiscernmentSession(
            id="",
            unit_id=self.unit_id,
            session_id=one.session.id,
            number=one.session.number or 0,
            recorded=one.session.starts,
        )
        for place, name in self._names.items():
            self.shared.form.field(f"minutes_with_{place}").label.setText(say("course.minutes_with", name=name))
            self.shared.form.field(f"choice_{place}").label.setText(say("course.choice_of", name=name))
        self.shared.show_value(part)
        self._say_what_comes()
        clear_layout(self.told.body)
        self.told.setVisible(bool(one.summaries))
        for place, text in one.summaries:
            self.told.body.addWidget(Muted(self._names[place]))
            self.told.body.addWidget(Body(text, wrap=True))
        clear_layout(self.doors.body)
        self.doors.body.addWidget(Muted(say("course.doors_text"), wrap=True))
        across = QHBoxLayout()
        across.setSpacing(12)
        for place, name in self._names.items():
            door = Button(say("course.open_own", name=name))
            door.clicked.connect(partial(self.open_own, place))
            across.addWidget(door)
        across.addStretch(1)
        self.doors.body.addLayout(across)
        self.voiding.setVisible(part.is_decided)
        self.problem.say("")

    def _say_what_comes(self) -> None:
        """Say what the two choices come to, before anything is saved."""
        try:
            typed = replace(self.shared.form.value(), voided_reason="") if self.shared.form.has_value else None
        except Invalid:
            typed = None
        text = ""
        self._ask_what_fits()
        if typed is not None and typed.happens is not None:
            outcome = label(typed.outcome) if typed.outcome else label(typed.happens)
            text = say("course.comes_to", outcome=outcome, happens=label(typed.happens))
        self.comes_to.setText(text)

    def _ask_what_fits(self) -> None:
        """Ask for the days and referrals of a path once one of the two chose it; what stands in a field stays in sight."""
        control, field = self.shared.form.control, self.shared.form.field
        chosen = {control(f"choice_{place}").value() for place in Place}
        for name, path in _PATH_OF.items():
            field(name).setVisible(path in chosen or bool(raw(control(name))))

    def _on_void(self) -> None:
        work = partial(self.room.desk.discernment.void, self._session_id, self.reason.value())
        self.room.runner.change(self, work, self._on_voided, self._on_void_failed)

    def _on_voided(self, _: Any) -> None:
        self.reason.set_value("")

    def _on_void_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError | Invalid):
            raise error
        self.problem.say(str(error))

    def open_own(self, place: Place, *_: Any) -> None:
        """Open what one of the two told alone; looking at it is traced."""
        self._place = place
        work = partial(gather_part, self.room.desk, self.unit_id, self._session_id, place)
        self.room.runner.read(self, work, self._show_own, self.fail)

    def _show_own(self, found: tuple[OneToOne, MemberCourse]) -> None:
        part, course = found
        if part.unit_id != self.unit_id or part.place is not self._place or part.session_id != self._session_id:
            return
        whole = dict(zip(Place, self._facts.head.member_names if self._facts else ("", ""), strict=False))
        self.part.title.setText(say("course.own_of", name=whole[part.place]))
        self.so_far.show_course(course)
        self.part.forget()
        self.part.show_value(part)
        self.stack.setCurrentWidget(self.own)

    def _leave_own(self) -> None:
        """Leave the own part; what was typed and not saved is stored first, and it stays open when it cannot be."""
        if self.part.form.is_written:
            self.part.submit(self._close_own)
        else:
            self._close_own()

    def _close_own(self) -> None:
        self._empty_own()
        self.stack.setCurrentWidget(self.session)

    def _empty_own(self) -> None:
        """Let every word of an own part go from its controls, too, before another page is seen."""
        self._place = None
        now = now_here()
        empty = OneToOne(id="", unit_id="", session_id="", client_id="", place=Place.A, recorded=now)
        self.part.form.set_value(empty)
        self.part.forget()
        self.so_far.forget()

    def fresh_agenda(self) -> MemberAgenda:
        """Return an empty agenda of the first of the two."""
        return MemberAgenda(id="", unit_id=self.unit_id, client_id="", place=Place.A, text="")

    def agenda_row(self, agenda: MemberAgenda) -> RowView:
        """Return how an agenda looks in the list, with whose it is."""
        released = agenda.released_on
        pills = ((say("agenda.released", day=day_text(released)), "good"),) if released else ()
        return RowView(
            agenda.text, self._names.get(agenda.place, ""), pills, editable=not released, act=say("agenda.release")
        )
