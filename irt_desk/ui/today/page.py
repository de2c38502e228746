"""The Today page."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from irt_desk.domain.caseload import CaseloadRow
from irt_desk.domain.dues import DueKind
from irt_desk.domain.notes import NoteStatus
from irt_desk.services.changes import Area
from irt_desk.services.texts import day_text, due_text, engagement_text, first_name, long_day_text, time_text
from irt_desk.services.today import Need, NextUp, TodayPage, TodaySession
from irt_desk.ui.building import (
    Bar,
    Body,
    Button,
    Card,
    Columns,
    LinkButton,
    Monogram,
    Muted,
    Pill,
    PrimaryButton,
    ScrollPage,
    Small,
    Title,
    clear_layout,
    line,
)
from irt_desk.ui.room import Page, Room
from irt_desk.words import label, say

_TAB = {
    DueKind.SAFETY: "intake",
    DueKind.FIT_REVIEW: "intake",
    DueKind.INTAKE: "intake",
    DueKind.OVERRIDE: "intake",
    DueKind.CONSENT: "intake",
    DueKind.PREFERENCE: "intake",
    DueKind.LOOK_AGAIN: "pathway",
    DueKind.PLAN: "plan",
    DueKind.RISK: "measures",
    DueKind.MEASURE: "measures",
    DueKind.MAP: "relationship",
    DueKind.SKILL: "skills",
    DueKind.FOLLOW_UP: "skills",
    DueKind.SIGN: "sessions",
}
_THEME = {DueKind.FIT_REVIEW: "fit_review", DueKind.INTAKE: "first_steps"}
"""Page of Intake & fit a line of the queue opens."""
_ROLE = {
    DueKind.SAFETY: "danger",
    DueKind.FIT_REVIEW: "attention",
    DueKind.INTAKE: "relationship",
    DueKind.SIGN: "attention",
    DueKind.OVERRIDE: "attention",
    DueKind.CONSENT: "relationship",
    DueKind.LOOK_AGAIN: "relationship",
    DueKind.PLAN: "relationship",
    DueKind.PREFERENCE: "partner",
    DueKind.SKILL: "client",
    DueKind.RISK: "danger",
    DueKind.MEASURE: "client",
    DueKind.MAP: "relationship",
    DueKind.FOLLOW_UP: "client",
}
MOST_NEEDS = 8


class TodayView(Page):
    """One glance, one key."""

    areas = frozenset(Area)

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.page: TodayPage | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = ScrollPage()
        outer.addWidget(self._scroll)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title, self.subtitle = Title(), Muted()
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head.addLayout(words, 1)
        new = Button(say("clients.new"))
        new.clicked.connect(partial(self._go, "clients", new=True))
        head.addWidget(new, 0, Qt.AlignmentFlag.AlignVCenter)
        self._scroll.body.addLayout(head)
        columns = Columns((3, 2))
        self._left, self._right = columns.columns
        self._scroll.body.addWidget(columns)
        self._scroll.body.addStretch(1)

    def _go(self, name: str, *_: Any, **arguments: Any) -> None:
        self.room.go(name, **arguments)

    def reload(self) -> None:
        """Fetch the day."""
        self.room.runner.read(self, self.room.desk.today.page, self._show)

    def _show(self, page: TodayPage) -> None:
        self.page = page
        self.room.badge("today", len(page.needs))
        self.title.setText(long_day_text(page.now.day))
        done = sum(item.is_over for item in page.others)
        count = len(page.others) + (1 if page.next else 0)
        self.subtitle.setText(say("today.subtitle", time=time_text(page.now), count=count, done=done))
        clear_layout(self._left)
        clear_layout(self._right)
        if page.is_empty or not page.has_profile:
            self._left.addWidget(self._start(page))
        if page.next:
            self._left.addWidget(self._next(page.next, page))
        elif not page.is_empty:
            self._left.addWidget(self._nothing_next(page))
        if page.others:
            self._left.addWidget(self._others(page.others))
        if not page.is_empty:
            self._left.addWidget(self._pathways(page.pathways))
        self._left.addStretch(1)
        self._right.addWidget(self._needs(page))
        self._right.addWidget(self._caseload(page))
        self._right.addStretch(1)

    def _start(self, page: TodayPage) -> Card:
        """Return the first steps of a new practice, each with the button that does it."""
        card = Card(say("today.start"), say("today.start_hint"))
        steps: tuple[tuple[str, bool, dict[str, Any]], ...] = (
            ("settings", page.has_profile, {}),
            ("clients", not page.is_empty, {"new": True}),
            ("help", False, {}),
        )
        for number, (name, is_done, arguments) in enumerate(steps):
            if number:
                card.body.addWidget(line())
            across = QHBoxLayout()
            across.setSpacing(12)
            words = QVBoxLayout()
            words.setSpacing(2)
            mark = "\N{CHECK MARK}" if is_done else str(number + 1)
            words.addWidget(Body(f"{mark}  {say(f'today.start_{name}')}", wrap=True, strong=not is_done))
            words.addWidget(Muted(say(f"today.start_{name}_why"), wrap=True))
            across.addLayout(words, 1)
            if not is_done:
                first = not any(not done for _, done, _ in steps[:number])
                act = (PrimaryButton if first else Button)(say(f"today.start_{name}_act"))
                act.clicked.connect(partial(self._go, name, **arguments))
                across.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
            card.body.addLayout(across)
        return card

    def _nothing_next(self, page: TodayPage) -> Card:
        card = Card(say("today.nothing_next"))
        card.body.addWidget(Muted(say("today.nothing_next_text"), wrap=True))
        return card

    def _next(self, up: NextUp, page: TodayPage) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        card.setProperty("accent", "client")
        down = QVBoxLayout(card)
        down.setContentsMargins(0, 0, 0, 16)
        down.setSpacing(12)
        down.addWidget(self._strip(up, page))
        inside = QVBoxLayout()
        inside.setContentsMargins(20, 0, 20, 0)
        inside.setSpacing(12)
        inside.addLayout(self._who(up))
        inside.addWidget(line())
        inside.addLayout(self._what(up, page))
        down.addLayout(inside)
        return card

    def _strip(self, up: NextUp, page: TodayPage) -> QFrame:
        session = up.item.session
        strip = QFrame()
        strip.setProperty("role", "next-strip")
        across = QHBoxLayout(strip)
        across.setContentsMargins(20, 8, 20, 8)
        minutes = int((session.starts.at - page.now.at).total_seconds() // 60)
        when = say("today.next_in", count=minutes) if 0 < minutes < 120 else say("today.next")
        if minutes <= 0:
            when = say("today.now")
        across.addWidget(Body(when, strong=True, tone="client"))
        across.addWidget(Body(say("today.span", start=time_text(session.starts), stop=time_text(session.stops))))
        across.addStretch(1)
        across.addWidget(Body(f"{say('today.session', number=up.item.number)} · {label(session.setting).lower()}"))
        return strip

    def _who(self, up: NextUp) -> QHBoxLayout:
        row = up.item.row
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addWidget(Monogram(_initials(row.name)))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Title(row.name, wrap=True))
        words.addWidget(Muted(_line(row), wrap=True))
        across.addLayout(words, 1)
        start = PrimaryButton(say("today.start_note", name=first_name(row.name)))
        start.setMinimumHeight(40)
        start.clicked.connect(
            partial(self._go, "chart", unit_id=row.unit_id, tab="sessions", session_id=up.item.session.id)
        )
        across.addWidget(start, 0, Qt.AlignmentFlag.AlignVCenter)
        return across

    def _what(self, up: NextUp, page: TodayPage) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(20)
        plan = QVBoxLayout()
        plan.setSpacing(6)
        plan.addWidget(
            Small(say("today.plan_from", number=up.last_number) if up.last_number else say("today.no_last_plan"))
        )
        plan.addWidget(Body(up.last_plan, wrap=True))
        plan.addStretch(1)
        across.addLayout(plan, 1)
        skill = QVBoxLayout()
        skill.setSpacing(6)
        skill.addWidget(Small(say("today.skill_due")))
        if up.assignment is not None and up.assignment.skill_id in page.skill_names:
            name = page.skill_names[up.assignment.skill_id]
            skill.addWidget(Body(f"{name} ({up.assignment.skill_id})", wrap=True, strong=True))
            given = say("today.assigned", day=day_text(up.assignment.assigned_on, page.now.day))
            skill.addWidget(Muted(given, wrap=True))
            review = LinkButton(say("today.review_practice"))
            review.clicked.connect(
                partial(self._go, "chart", unit_id=up.item.session.unit_id, tab="skills", review=True)
            )
            skill.addWidget(review)
        else:
            skill.addWidget(Muted(say("today.no_skill"), wrap=True))
        skill.addStretch(1)
        across.addLayout(skill, 1)
        due = QVBoxLayout()
        due.setSpacing(6)
        due.addWidget(Small(say("today.due")))
        for item in up.dues[:3]:
            due.addWidget(Body(due_text(item, page.now.day, skill_names=dict(page.skill_names)), wrap=True))
        if not up.dues:
            due.addWidget(Muted(say("today.nothing_due"), wrap=True))
        due.addStretch(1)
        across.addLayout(due, 1)
        return across

    def _others(self, items: tuple[TodaySession, ...]) -> Card:
        card = Card(say("today.others"))
        for number, item in enumerate(items):
            if number:
                card.body.addWidget(line())
            across = QHBoxLayout()
            across.setSpacing(12)
            time = Body(time_text(item.session.starts))
            time.setFixedWidth(48)
            across.addWidget(time)
            across.addWidget(Monogram(_initials(item.row.name), 30))
            name = LinkButton(item.row.name)
            name.clicked.connect(
                partial(self._go, "chart", unit_id=item.row.unit_id, tab="sessions", session_id=item.session.id)
            )
            across.addWidget(name)
            across.addWidget(Muted(_doing(item), wrap=True), 1)
            across.addWidget(Pill(*_note_pill(item)))
            card.body.addLayout(across)
        return card

    def _pathways(self, rows: tuple[CaseloadRow, ...]) -> Card:
        card = Card(say("today.pathways"))
        if not rows:
            card.body.addWidget(Muted(say("today.no_pathways"), wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for number, row in enumerate(rows[:6]):
            name = LinkButton(row.name)
            name.clicked.connect(partial(self._go, "chart", unit_id=row.unit_id, tab="pathway"))
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Pill(engagement_text(first_name(row.partner_name), row.engagement), "partner"), number, 1)
            grid.addWidget(Pill(label(row.state), "client"), number, 2)
        card.body.addLayout(grid)
        return card

    def _needs(self, page: TodayPage) -> Card:
        card = Card(say("today.needs"), say("today.needs_order") if page.needs else "")
        if not page.needs:
            card.body.addWidget(Muted(say("today.nothing_needed"), wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for number, need in enumerate(page.needs[:MOST_NEEDS]):
            if number:
                grid.addWidget(line(), 2 * number - 1, 0, 1, 3)
            self._need(grid, 2 * number, need, page)
        card.body.addLayout(grid)
        if len(page.needs) > MOST_NEEDS:
            card.body.addWidget(Muted(say("today.more_needs", count=len(page.needs) - MOST_NEEDS)))
        return card

    def _need(self, grid: QGridLayout, row: int, need: Need, page: TodayPage) -> None:
        """Add a line of the queue: its kind as wide as the widest word wants it, who and what, the act."""
        middle = Qt.AlignmentFlag.AlignVCenter
        kind = Pill(say(f"due_kind.{need.due.kind}"), _ROLE[need.due.kind])
        grid.addWidget(kind, row, 0, Qt.AlignmentFlag.AlignLeft | middle)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Body(need.row.name, strong=True, wrap=True))
        words.addWidget(Small(due_text(need.due, page.now.day, skill_names=dict(page.skill_names)), wrap=True))
        grid.addLayout(words, row, 1)  # without an alignment: lines that wrap get the height they need
        act = Button(say(f"due_act.{need.due.kind}"))
        act.setAccessibleName(f"{say(f'due_act.{need.due.kind}')}: {need.row.name}")
        arguments: dict[str, Any] = {"unit_id": need.row.unit_id, "tab": _TAB[need.due.kind]}
        if need.due.kind in _THEME:
            arguments["theme"] = _THEME[need.due.kind]
        if need.due.kind is DueKind.SIGN:
            arguments["session_id"] = need.due.target
        if need.due.kind is DueKind.MEASURE:
            arguments["enter"] = True
            if "member" in need.due.values:
                arguments["member"] = need.due.values["member"]
        act.clicked.connect(partial(self._go, "chart", **arguments))
        grid.addWidget(act, row, 2, middle)

    def _caseload(self, page: TodayPage) -> Card:
        card = Card(say("today.caseload"), say("today.cases", count=page.cases))
        most = max((count for _, count in page.counts), default=1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        for number, (what, count) in enumerate(page.counts):
            grid.addWidget(Small(label(what)), number, 0)
            grid.addWidget(Bar(count / most), number, 1)
            grid.addWidget(Body(str(count), strong=True), number, 2)
        card.body.addLayout(grid)
        return card


def _initials(name: str) -> str:
    parts = name.replace('"', " ").split()
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper() if parts else ""


def _line(row: CaseloadRow) -> str:
    parts = [row.pronouns, label(row.state)]
    if row.partner_name:
        parts.append(engagement_text(first_name(row.partner_name), row.engagement))
    return " · ".join(part for part in parts if part)


def _doing(item: TodaySession) -> str:
    if item.is_over and item.note is None and item.session.attendance.value != "attended":
        return label(item.session.attendance)
    return say("today.session", number=item.number) + (f" · {item.session.focus}" if item.session.focus else "")


def _note_pill(item: TodaySession) -> tuple[str, str]:
    if item.note is NoteStatus.SIGNED:
        return say("note_state.signed"), "good"
    if item.note is NoteStatus.DRAFT:
        return say("note_state.draft"), "attention"
    if item.note is NoteStatus.ENTERED_IN_ERROR:
        return say("note_state.entered_in_error"), "neutral"
    return say("note_state.none"), "neutral"
