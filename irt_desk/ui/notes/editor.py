"""The three-pane note editor. Saved within a second of typing; nothing is lost by leaving, locking or a crash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.carrying import carry, risk_unchanged, still_carried
from irt_desk.domain.note_views import NoteTemplate, started
from irt_desk.domain.notes import NoteContent, ProgressNote, content_problems, missing_for_signing
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.values import Invalid, Missing, Problem
from irt_desk.errors import Refused, UserError
from irt_desk.services.check_ins import CheckInView
from irt_desk.services.drafts import NewerElsewhere
from irt_desk.services.texts import session_text
from irt_desk.ui.building import (
    Banner,
    Button,
    Columns,
    LinkButton,
    Pill,
    PrimaryButton,
    ScrollPage,
    Small,
    Strong,
    TextChoice,
)
from irt_desk.ui.keeping import SaveClock
from irt_desk.ui.notes.acts import NoteActs
from irt_desk.ui.notes.attendance import AttendanceStrip
from irt_desk.ui.notes.facts import SessionFacts
from irt_desk.ui.notes.groups import NoteGroups
from irt_desk.ui.notes.hints import HintsPane
from irt_desk.ui.notes.joint import CheckInCard
from irt_desk.ui.notes.reading import NoteReading
from irt_desk.ui.notes.side import BesidePane, ChecksPane
from irt_desk.ui.notes.versions import DraftWatch
from irt_desk.ui.notes.writing_tools import WritingTools
from irt_desk.ui.room import Room
from irt_desk.words import label, say


class NoteEditor(QWidget):
    """Fields in three groups; last note, plan and open loops beside them; checks before signing."""

    def __init__(self, room: Room, back: Callable[[], None]) -> None:
        super().__init__()
        self.room, self._back = room, back
        self.note: ProgressNote | None = None
        self._session: Session | None = None
        self._facts: SessionFacts | None = None
        self._revision = 0
        self._dirty = False
        self._unread: list[Problem] = []
        self._filling = False
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self.drafts = DraftWatch(room)
        self.drafts.restored.connect(self._on_restored)
        down.addWidget(self._bar())
        self.trouble = Banner("", "danger")
        down.addWidget(self.trouble)
        down.addWidget(self.drafts)
        page = ScrollPage(margins=(24, 8, 24, 24))
        columns = Columns((26, 13, 11), stack_below=940)
        left, middle, right = columns.columns
        self.check_in = CheckInCard(room, self._on_checked_in)
        left.addWidget(self.check_in)
        self.attendance = AttendanceStrip(room, self._on_attended)
        self.groups = NoteGroups(room, self.attendance.summary, self.attendance)
        self._controls, self.fields = self.groups.controls, self.groups.fields
        self.groups.changed.connect(self._on_changed)
        left.addWidget(self.groups)
        self.reading = NoteReading()
        self.reading.hide()
        left.addWidget(self.reading)
        left.addStretch(1)
        self.beside = BesidePane(room)
        self.beside.carry_asked.connect(self.carry_over)
        middle.addWidget(self.beside)
        middle.addStretch(1)
        self.checks = ChecksPane(room, self.focus_field)
        right.addWidget(self.checks)
        self.hints = HintsPane(room, self.focus_field)
        self.hints.watch(self._controls)
        right.addWidget(self.hints)
        right.addStretch(1)
        page.body.addWidget(columns)
        page.body.addStretch(1)
        columns.follow(page, 1, 2)
        self.page = page
        down.addWidget(page, 1)
        self._clock = SaveClock(self, self.save)
        self.drafts.again.connect(self._on_again)
        self.tools = WritingTools(room, self, self.groups.texts())
        for keys, act in (
            ("Ctrl+Return", self.sign),
            ("Ctrl+R", self._controls["risk"].settle),
            ("Ctrl+T", self.carry_over),
            ("Ctrl+E", self._on_attendance),
        ):
            QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            ).activated.connect(act)

    def _bar(self) -> QWidget:
        bar = QWidget()
        across = QHBoxLayout(bar)
        across.setContentsMargins(24, 10, 24, 8)
        across.setSpacing(12)
        back = LinkButton(say("sessions.back"))
        back.clicked.connect(self._on_back)
        across.addWidget(back)
        self.title, self.when = Strong(), Small(wrap=True)
        which = QVBoxLayout()
        which.setSpacing(0)
        which.addWidget(self.title)
        which.addWidget(self.when)
        across.addLayout(which, 1)
        across.addWidget(self.drafts.link)
        self.state = Pill("", "attention")
        across.addWidget(self.state)
        self.view = TextChoice()
        self.view.setAccessibleName(say("note.view"))
        self.view.setMaximumWidth(130)
        self.view.changed.connect(self._on_view)
        across.addWidget(self.view)
        self.acts = Button(say("note.acts"))
        self.acts.clicked.connect(self._on_acts)
        across.addWidget(self.acts)
        self.sign_button = PrimaryButton(say("note.sign"))
        self.sign_button.clicked.connect(self.sign)
        across.addWidget(self.sign_button)
        return bar

    def show_facts(self, facts: SessionFacts) -> None:
        """Show a draft; the same draft again keeps what is typed."""
        note, session = facts.open_note, facts.session(facts.open_note.session_id if facts.open_note else "")
        if note is None or session is None:
            return
        self._facts, self._session = facts, session
        self.title.setText(say("today.session", number=session.number) if session.number else label(session.attendance))
        self.when.setText(session_text(session, facts.today))
        self.beside.show_facts(facts)
        self.checks.show_facts(facts)
        names = facts.names
        self.attendance.show_session(
            session, facts.zone, client=names.everyone, jurisdiction=names.jurisdiction, kind=facts.kind
        )
        self.check_in.show_check_in(facts.unit_id, session.id, names.members, facts.check_in)
        is_new = self.note is None or self.note.id != note.id
        if is_new or not self._dirty:
            self._fill(note, facts)
        self.note = note
        if is_new:
            self._begin(facts, session)
        self.drafts.show_note(note.id)
        self.hints.show_note(facts.unit_id)
        self._show_checks()

    def _fill(self, note: ProgressNote, facts: SessionFacts) -> None:
        self._filling = True
        self._revision, self._dirty, self._unread = note.revision, False, []
        session = self._session
        assert session is not None  # set with the facts
        self.groups.know(facts, session)
        base = risk_unchanged(facts.last[0].content.risk, facts.last[1].starts.day) if facts.last else None
        self._controls["risk"].know(base)
        self.groups.show_content(note.content)
        self._show_carried(note.content)
        self._filling = False
        self._say_state(say("note_state.draft_saved"))
        self.trouble.say("")

    def _begin(self, facts: SessionFacts, session: Session) -> None:
        """Start on another note: writing view, names for the spelling, the keyboard where the first key belongs."""
        writing = (("", say("note.view_write")),)
        self.view.blockSignals(True)
        self.view.offer((*writing, *((layout.key, layout.name) for layout in facts.layouts)))
        self.view.setCurrentIndex(0)
        self.view.blockSignals(False)
        self._on_view()
        self.tools.begin(facts.unit_id, session.id)
        self.groups.week.begin(facts.unit_id, session.id)
        self.setFocus()
        if session.attendance is Attendance.SCHEDULED:
            self.attendance.focus_first()
        else:
            self._controls["account"].setFocus()

    def content(self) -> tuple[NoteContent, list[Problem]]:
        """Return everything typed, and what of it cannot be stored; such a field keeps its stored value.

        One half-typed number, or one text beyond the limit, must not keep what stands beside it from being saved.
        """
        base = self.note.content if self.note else NoteContent()
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, control in self._controls.items():
            try:
                values[name] = control.value()
            except Invalid as error:
                problems += [replace(problem, field=name) for problem in error.problems]
        typed = replace(base, **values, pattern_id=self.groups.pattern.value())
        source = self._facts.last[0] if self._facts and self._facts.last else None
        if source is not None and source.id == typed.carried_from:
            typed = replace(typed, carried=still_carried(typed, source))
        wrong = content_problems(typed)
        kept = {name: getattr(base, name) for name in {problem.field.partition(".")[0] for problem in wrong}}
        return replace(typed, **kept), [*problems, *wrong]

    def _on_attended(self, session: Session) -> None:
        """Take the times that were recorded."""
        self._session = session
        self.title.setText(say("today.session", number=session.number) if session.number else label(session.attendance))
        if self._facts is not None:
            self.when.setText(session_text(session, self._facts.today))
        self._show_checks()
        self.groups.focus("pulse" if session.attendance is Attendance.ATTENDED else "account")

    def _on_checked_in(self) -> None:
        """Read again who was asked; what is typed in the note stays."""
        if self._facts is not None and self._session is not None:
            work = partial(self.room.desk.check_ins.of_session, self._session.id)
            self.room.runner.read(self, work, self._show_check_in, self._on_refused)

    def _show_check_in(self, view: CheckInView) -> None:
        if self._facts is not None and self._session is not None:
            self._facts = replace(self._facts, check_in=view)
            names = self._facts.names.members
            self.check_in.show_check_in(self._facts.unit_id, self._session.id, names, view)

    def _on_attendance(self) -> None:
        self.page.ensureWidgetVisible(self.attendance)
        self.attendance.open_form()

    def _on_view(self) -> None:
        """Show the note in a format, or to write; both are the same fields."""
        key = self.view.value()
        if key and self._facts is not None and self.note is not None:
            content, _ = self.content()
            chosen = next(layout for layout in self._facts.layouts if layout.key == key)
            self.reading.show_note(replace(self.note, content=content), chosen, self._facts.names)
        self.groups.setVisible(not key)
        self.reading.setVisible(bool(key))

    def _on_acts(self) -> None:
        """Offer what is done seldom: an own format's openings, a move to another chart, a print."""
        if self.note is not None and self._facts is not None:
            self.save(index=True)
            acts = NoteActs(self.room, self._facts, self.note, self)
            acts.started.connect(self._on_started)
            acts.moved.connect(self._on_moved)
            acts.popup_at(self.acts)

    def _on_started(self, template: NoteTemplate) -> None:
        """Open the empty fields as an own format says."""
        content, _ = self.content()
        self._put(started(content, template))

    def _on_moved(self, _: ProgressNote) -> None:
        """The note left this chart."""
        self.note, self._dirty = None, False
        self._back()

    def carry_over(self) -> None:
        """Take practice, plan and agenda over from the last note, where nothing is written yet; each keeps its mark."""
        if self._facts is None or self._facts.last is None or self.note is None:
            return
        content, _ = self.content()
        self._put(carry(content, self._facts.last[0]))

    def _put(self, content: NoteContent) -> None:
        """Show a content that a person asked for, and save it like something typed."""
        if self.note is None:
            return
        self.note = replace(self.note, content=content)
        self._filling = True
        self.groups.show_content(content)
        self._filling = False
        self._show_carried(content)
        self._on_changed()

    def _show_carried(self, content: NoteContent) -> None:
        last = self._facts.last if self._facts else None
        number = last[1].number if last and last[0].id == content.carried_from else None
        source = say("note.carried_source", number=number) if number else say("note.carried_source_earlier")
        self.groups.mark_carried(content.carried, source)

    def _on_changed(self, *_: Any) -> None:
        if self._filling or self.note is None:
            return
        self._dirty = True
        if self.note.content.carried:
            self._show_carried(self.content()[0])
        self.drafts.typing()
        self._say_state(say("note_state.unsaved"))
        self._clock.soon()

    def save(self, *, index: bool = False) -> None:
        """Hand the text to the lane; it counts as saved only when the lane says so."""
        self._clock.stop()
        if self.note is None or not self._dirty or self._facts is None:
            return
        content, self._unread = self.content()
        for field in self.fields.values():
            field.set_problem("")
        self._place(self._unread)
        self._dirty = False
        work = partial(
            self.room.desk.notes.save_draft,
            self.note.id,
            content,
            revision=self._revision,
            client_id=self._facts.client.id,
            index=index,
        )
        self._revision += 1
        self.room.runner.change(self, work, self._on_saved, self._on_failed)

    def _place(self, problems: Sequence[Problem]) -> None:
        for problem in problems:
            name = problem.field.partition(".")[0]
            if name in self.fields:
                self.fields[name].set_problem(problem.sentence)
        if problems:
            self._say_state(say("note_state.not_saved"))

    def _on_saved(self, note: ProgressNote) -> None:
        if self.note is not None and note.id == self.note.id:
            self.note = replace(self.note, content=note.content, revision=note.revision, saved=note.saved)
            if not self._dirty:
                self._say_state(say("note_state.part_saved" if self._unread else "note_state.draft_saved"))
            self.trouble.say("")
            self._show_checks()

    def _on_failed(self, error: Exception) -> None:
        self._dirty = True
        self._revision -= 1
        self._say_state(say("note_state.not_saved"))
        if isinstance(error, Invalid):
            self._place(error.problems)
        elif isinstance(error, NewerElsewhere):
            self.drafts.refused(error, self._revision)
        elif isinstance(error, UserError):
            self.trouble.say(str(error))
            if error.code in ("error.disk_full", "error.save_failed"):
                self._clock.again()
        else:
            raise error

    def flush(self) -> None:
        """Hand over what is typed, and make it findable."""
        self.save(index=True)
        self.drafts.left()

    def _on_again(self) -> None:
        """Save once more: the refusal was about a save that had not reached the disk."""
        self._clock.soon()

    def _on_restored(self, note: ProgressNote) -> None:
        """Show a text that was brought back, or the one that another window saved."""
        if self.note is not None and self._facts is not None and note.id == self.note.id and not note.is_locked:
            self.note = note
            self._fill(note, self._facts)
            self.drafts.show_note(note.id)
            self._show_checks()

    def missing(self) -> list[Missing]:
        """Return what still keeps the note from being signed, as typed now."""
        if self.note is None or self._session is None or self._facts is None:
            return []
        return missing_for_signing(
            self.note.content,
            self._session,
            has_signed_plan=self._facts.plan is not None,
            is_stopped=self._facts.is_stopped,
            kind=self._facts.kind,
        )

    def _show_checks(self) -> None:
        missing = self.missing()
        self.checks.show_missing(missing)
        count = len(missing)
        self.sign_button.setText(say("note.sign_left", count=count) if count else say("note.sign"))

    def sign(self) -> None:
        """Store what is typed, then sign; a refusal names everything that is missing."""
        if self.note is None:
            return
        self.save()
        if self._unread:
            self.focus_field(self._unread[0].field)
            return
        work = partial(self.room.desk.notes.sign, self.note.id, revision=self._revision)
        self.room.runner.change(self, work, self._on_signed, self._on_refused)

    def _on_signed(self, _: ProgressNote) -> None:
        self.note = None
        self._back()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._show_checks()
            self.checks.focus_first()
        elif isinstance(error, UserError):
            self.trouble.say(str(error))
        else:
            raise error

    def focus_field(self, name: str) -> None:
        """Bring a field into sight and give it the keyboard."""
        if self.view.value():
            self.view.setCurrentIndex(0)
        if name in ("attendance", "telehealth_consent"):
            self.page.ensureWidgetVisible(self.attendance)
            if name == "attendance":
                self.attendance.open_form()
            else:
                self.attendance.focus_consent()
        elif name in self._controls:
            self.groups.focus(name)
            self.page.ensureWidgetVisible(self.fields[name])

    def _say_state(self, text: str) -> None:
        self.state.setText(text)
        self.state.setAccessibleName(text)

    def _on_back(self) -> None:
        self._back()
