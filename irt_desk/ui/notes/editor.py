"""The three-pane note editor. Saved within a second of typing; nothing is lost by leaving, locking or a crash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.notes import NoteContent, ProgressNote, content_problems, missing_for_signing
from irt_desk.domain.sessions import Session
from irt_desk.domain.values import Invalid, Missing, Problem
from irt_desk.errors import Refused, UserError
from irt_desk.services.drafts import NewerElsewhere
from irt_desk.services.texts import first_name, pattern_name, session_text
from irt_desk.ui.building import (
    Banner,
    Card,
    Columns,
    DateField,
    Field,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    Rating,
    ScrollPage,
    Strong,
    TextArea,
    TextChoice,
    TextLine,
    focus_into,
)
from irt_desk.ui.keeping import SaveClock
from irt_desk.ui.notes.attendance import AttendanceStrip
from irt_desk.ui.notes.controls import InterventionsControl, ObjectivesControl, PulseControl, RiskControl
from irt_desk.ui.notes.facts import SessionFacts
from irt_desk.ui.notes.hints import HintsPane
from irt_desk.ui.notes.side import BesidePane, ChecksPane
from irt_desk.ui.notes.versions import DraftWatch
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
        self._controls: dict[str, Any] = {}
        self.fields: dict[str, Field] = {}
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
        self._fill_left(left)
        self.beside = BesidePane(room)
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
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.sign)

    def _bar(self) -> QWidget:
        bar = QWidget()
        across = QHBoxLayout(bar)
        across.setContentsMargins(24, 10, 24, 8)
        across.setSpacing(12)
        back = LinkButton(say("sessions.back"))
        back.clicked.connect(self._on_back)
        across.addWidget(back)
        self.title, self.when = Strong(), Muted()
        across.addWidget(self.title)
        across.addWidget(self.when)
        across.addStretch(1)
        across.addWidget(self.drafts.link)
        self.state = Pill("", "attention")
        across.addWidget(self.state)
        self.sign_button = PrimaryButton(say("note.sign"))
        self.sign_button.clicked.connect(self.sign)
        across.addWidget(self.sign_button)
        return bar

    def _add(self, to: QVBoxLayout | QHBoxLayout, name: str, control: Any, *, tone: str = "") -> Field:
        field = Field(say(f"note_field.{name}"), control, tone=tone)
        control.setObjectName(name)
        control.changed.connect(self._on_changed)
        self._controls[name], self.fields[name] = control, field
        to.addWidget(field)
        if isinstance(to, QHBoxLayout):
            to.setStretchFactor(field, 1)
        return field

    def _fill_left(self, left: QVBoxLayout) -> None:
        self.attendance = AttendanceStrip(self.room, self._on_attended)
        left.addWidget(self.attendance)
        asked = Card()
        row = Columns((3, 2), stack_below=560)
        self._add(row.columns[0], "pulse", PulseControl())
        self._add(row.columns[1], "risk", RiskControl())
        asked.body.addWidget(row)
        left.addWidget(asked)
        happened = Card(say("note_group.what_happened"))
        self._add(happened.body, "account", TextArea(least=3, tone="client"), tone="client")
        self._add(happened.body, "presentation", TextArea(least=2))
        pattern = QHBoxLayout()
        self.pattern = TextChoice()
        self.pattern.changed.connect(self._on_changed)
        self.pattern.setMaximumWidth(220)
        pattern.addWidget(Field(say("note_field.pattern_id"), self.pattern))
        self._add(pattern, "pattern_words", TextLine(placeholder=say("note.pattern_hint")))
        happened.body.addLayout(pattern)
        self._add(happened.body, "practice_reviewed", TextArea(least=2))
        self._add(happened.body, "interventions", InterventionsControl())
        self._add(happened.body, "response", TextArea(least=2))
        left.addWidget(happened)
        mean = Card(say("note_group.what_it_may_mean"))
        own = QHBoxLayout()
        self._add(own, "own_part", TextArea(least=3, tone="client"), tone="client")
        self._add(mean.body, "own_part_owned", Rating(high=4))
        mean.body.insertLayout(0, own)
        self._add(mean.body, "partner_in_mind", TextArea(least=3, tone="partner"), tone="partner")
        self._add(mean.body, "another_reading", TextArea(least=2, tone="partner"), tone="partner")
        left.addWidget(mean)
        next_card = Card(say("note_group.what_next"))
        self._add(next_card.body, "progress", ObjectivesControl())
        practice = QHBoxLayout()
        self._add(practice, "practice_until_then", TextArea(least=2))
        by = self._add(practice, "practice_by", DateField())
        practice.setStretchFactor(by, 0)
        next_card.body.addLayout(practice)
        self._add(next_card.body, "no_practice_because", TextLine())
        self._add(next_card.body, "plan", TextArea(least=2))
        self._add(next_card.body, "next_session", TextLine())
        self._add(next_card.body, "referrals", TextLine())
        left.addWidget(next_card)
        left.addStretch(1)

    def show_facts(self, facts: SessionFacts) -> None:
        """Show a draft; the same draft again keeps what is typed."""
        note, session = facts.open_note, facts.session(facts.open_note.session_id if facts.open_note else "")
        if note is None or session is None:
            return
        self._facts, self._session = facts, session
        self.title.setText(say("today.session", number=session.number) if session.number else label(session.attendance))
        self.when.setText(session_text(session, facts.today))
        partner = first_name(facts.partner_name) or say("word.the_partner_first")
        self.fields["account"].label.setText(say("note_field.account_by", name=first_name(facts.client.preferred_name)))
        self.fields["own_part"].label.setText(
            say("note_field.own_part_of", name=first_name(facts.client.preferred_name))
        )
        self.fields["partner_in_mind"].label.setText(say("note_field.partner_in_mind_of", name=partner))
        self.fields["own_part"].setHidden(facts.is_stopped)
        self.fields["own_part_owned"].setHidden(facts.is_stopped)
        self.beside.show_facts(facts)
        self.checks.show_facts(facts)
        self.attendance.show_session(session, facts.zone)
        if self.note is None or self.note.id != note.id or not self._dirty:
            self._fill(note, facts)
        self.note = note
        self.drafts.show_note(note.id)
        self.hints.show_note(facts.unit_id)
        self._show_checks()

    def _fill(self, note: ProgressNote, facts: SessionFacts) -> None:
        self._filling = True
        self._revision, self._dirty, self._unread = note.revision, False, []
        known = tuple((view.pattern.id, pattern_name(view.pattern)) for view in facts.patterns)
        self.pattern.offer((("", say("choice.none")), *known))
        self.pattern.set_value(note.content.pattern_id if note.content.pattern_id in dict(known) else "")
        self._controls["progress"].show_objectives(facts.plan.objectives if facts.plan else ())
        for name, control in self._controls.items():
            control.set_value(getattr(note.content, name))
        self._filling = False
        self._say_state(say("note_state.draft_saved"))
        self.trouble.say("")

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
        typed = replace(base, **values, pattern_id=self.pattern.value())
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

    def _on_changed(self, *_: Any) -> None:
        if self._filling or self.note is None:
            return
        self._dirty = True
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
        if name == "attendance":
            self.page.ensureWidgetVisible(self.attendance)
            self.attendance.starts.setFocus()
            return
        control = self._controls.get(name)
        if control is not None:
            self.page.ensureWidgetVisible(self.fields[name])
            focus_into(control)

    def _say_state(self, text: str) -> None:
        self.state.setText(text)
        self.state.setAccessibleName(text)

    def _on_back(self) -> None:
        self._back()
