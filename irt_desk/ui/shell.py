"""The main window: rail, top bar, pages, the demonstration ribbon, locking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from irt_desk.services.changes import Area
from irt_desk.services.desk import Desk
from irt_desk.ui.backups import BackupWatch
from irt_desk.ui.building import IconLabel, Pill, PlainMark, Strong
from irt_desk.ui.building.texts import KeyCap, PlainLabel
from irt_desk.ui.dialogs import QtDialogs
from irt_desk.ui.idle import IdleWatch
from irt_desk.ui.room import Page, Room
from irt_desk.ui.switcher import Switcher
from irt_desk.words import say

REFRESH_MS = 60_000
"""How often the age of the newest backup is looked at."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the rail: name, how it is made, its key."""

    name: str
    factory: Callable[[Room], Page]
    shortcut: str = ""
    below: bool = False
    on_rail: bool = True


def specs() -> tuple[PageSpec, ...]:
    """Return every page there is; modules load when the page is first opened."""
    return (
        PageSpec("today", _today, "Ctrl+1"),
        PageSpec("clients", _clients, "Ctrl+2"),
        PageSpec("pathways", _pathways, "Ctrl+3"),
        PageSpec("library", _library, "Ctrl+4"),
        PageSpec("help", _help, "F1", below=True),
        PageSpec("settings", _settings, "Ctrl+,", below=True),
        PageSpec("chart", _chart, on_rail=False),
    )


def _today(room: Room) -> Page:
    from irt_desk.ui.today.page import TodayView

    return TodayView(room)


def _clients(room: Room) -> Page:
    from irt_desk.ui.clients.page import ClientsPage

    return ClientsPage(room)


def _pathways(room: Room) -> Page:
    from irt_desk.ui.pathways.page import PathwaysPage

    return PathwaysPage(room)


def _library(room: Room) -> Page:
    from irt_desk.ui.library.page import LibraryPage

    return LibraryPage(room)


def _help(room: Room) -> Page:
    from irt_desk.ui.help import HelpPage

    return HelpPage(room)


def _settings(room: Room) -> Page:
    from irt_desk.ui.settings.page import SettingsPage

    return SettingsPage(room)


def _chart(room: Room) -> Page:
    from irt_desk.ui.chart.page import ChartPage

    return ChartPage(room)


class Shell(QMainWindow):
    """The window while a practice is open."""

    lock_asked = Signal(str)
    closing = Signal()

    def __init__(
        self,
        desk: Desk,
        runner: Any,
        *,
        demo_passphrase: str = "",
        lock_minutes: int = 5,
        dialogs: Any = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(say("app.name"))
        self.setMinimumSize(720, 480)
        self.desk, self.runner = desk, runner
        self.room = Room(
            desk, runner, dialogs or QtDialogs(self), go=self.go, saved=self._on_saved, badge=self.set_badge
        )
        self._specs = {spec.name: spec for spec in specs()}
        self._pages: dict[str, Page] = {}
        self._history: list[tuple[str, dict[str, Any]]] = []
        self._buttons: dict[str, QPushButton] = {}
        self._badges: dict[str, Pill] = {}
        self._is_demo = bool(demo_passphrase)
        self._lay_out(demo_passphrase)
        self._set_shortcuts()
        self.idle = IdleWatch(lock_minutes, self)
        self.idle.minutes_changed.connect(self._on_minutes)
        self.idle.expired.connect(self.lock_asked)
        self._refresh = QTimer(self, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._read_backups)
        self.backups = BackupWatch(desk, runner, self._quiet_seconds, self)
        self.backups.made.connect(self._read_backups)
        self.backups.failed.connect(self._on_no_backup)
        self._begin_watching()
        runner.changed.connect(self._on_changed)
        runner.saving.connect(self._on_saving)
        runner.save_failed.connect(self._on_save_failed)
        self._read_backups()

    def _lay_out(self, demo_passphrase: str) -> None:
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        if demo_passphrase:
            down.addWidget(_ribbon(demo_passphrase))
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._rail())
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._bar())
        self.stack = QStackedWidget()
        right.addWidget(self.stack, 1)
        across.addLayout(right, 1)
        down.addLayout(across, 1)
        self.setCentralWidget(whole)

    def _rail(self) -> QFrame:
        rail = QFrame()
        rail.setProperty("role", "rail")
        rail.setFixedWidth(196)
        down = QVBoxLayout(rail)
        down.setContentsMargins(8, 18, 8, 18)
        down.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 0, 12)
        head.addWidget(PlainMark())
        head.setSpacing(7)
        head.addWidget(Strong(say("app.name")))
        head.addStretch(1)
        down.addLayout(head)
        group = QButtonGroup(self)
        for spec in self._specs.values():
            if spec.on_rail and not spec.below:
                down.addWidget(self._rail_button(spec, group))
        down.addStretch(1)
        for spec in self._specs.values():
            if spec.on_rail and spec.below:
                down.addWidget(self._rail_button(spec, group))
        lock = QPushButton(say("rail.lock"))
        lock.setProperty("rail", True)
        lock.setAccessibleName(say("rail.lock"))
        lock.clicked.connect(partial(self.lock_asked.emit, "asked"))
        key = QHBoxLayout(lock)
        key.setContentsMargins(0, 0, 12, 0)
        key.addStretch(1)
        key.addWidget(KeyCap("Ctrl L"), 0, Qt.AlignmentFlag.AlignVCenter)
        down.addWidget(lock)
        return rail

    def _rail_button(self, spec: PageSpec, group: QButtonGroup) -> QPushButton:
        button = QPushButton(say(f"rail.{spec.name}"))
        button.setProperty("rail", True)
        button.setCheckable(True)
        button.setAccessibleName(say(f"rail.{spec.name}"))
        button.clicked.connect(partial(self.go, spec.name))
        group.addButton(button)
        self._buttons[spec.name] = button
        across = QHBoxLayout(button)
        across.setContentsMargins(0, 0, 12, 0)
        across.addStretch(1)
        badge = Pill("", "attention")
        badge.hide()
        across.addWidget(badge)
        self._badges[spec.name] = badge
        return button

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "bar")
        across = QHBoxLayout(bar)
        across.setContentsMargins(24, 8, 24, 8)
        across.setSpacing(16)
        self.switcher = Switcher(self.room)
        across.addWidget(self.switcher, 1000)
        across.addStretch(1)
        self.saved_label = IconLabel("check", say("bar.saved"))
        self.backup_label = IconLabel("backup", "")
        self.backup_label.hide()
        self.lock_label = IconLabel("lock", "")
        across.addWidget(self.saved_label)
        across.addWidget(self.backup_label)
        across.addWidget(self.lock_label)
        return bar

    def _set_shortcuts(self) -> None:
        for spec in self._specs.values():
            if spec.shortcut:
                QShortcut(QKeySequence(spec.shortcut), self).activated.connect(partial(self.go, spec.name))
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.switcher.begin)
        # Also while a dialog is open: whoever walks in sees nothing (security paper, LK-4).
        panic = QShortcut(QKeySequence("Ctrl+L"), self, context=Qt.ShortcutContext.ApplicationShortcut)
        panic.activated.connect(partial(self.lock_asked.emit, "asked"))
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(partial(self.go, "clients", new=True))
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.back)

    def page(self, name: str) -> Page:
        """Return a page, making it when it is first asked for."""
        if name not in self._pages:
            made = self._specs[name].factory(self.room)
            self._pages[name] = made
            self.stack.addWidget(made)
        return self._pages[name]

    def go(self, name: str, *_: Any, **arguments: Any) -> None:
        """Open a page; what was typed on the one before is handed over first."""
        self.flush()
        page = self.page(name)
        if not self._history or self._history[-1] != (name, arguments):
            self._history.append((name, arguments))
        self.stack.setCurrentWidget(page)
        on_rail = "clients" if name == "chart" else name
        if on_rail in self._buttons:
            self._buttons[on_rail].setChecked(True)
        opened = getattr(page, "open", None)
        if callable(opened) and arguments:
            opened(**arguments)

    def back(self) -> None:
        """Go to the page before."""
        if len(self._history) > 1:
            self._history.pop()
            name, arguments = self._history[-1]
            self.go(name, **arguments)

    def set_badge(self, name: str, count: int) -> None:
        """Show a number beside a page of the rail; a screen reader hears it with the name."""
        self._badges[name].show_as(str(count), "attention")
        self._badges[name].setVisible(count > 0)
        title = say(f"rail.{name}")
        self._buttons[name].setAccessibleName(say("rail.count", name=title, count=count) if count else title)

    def flush(self) -> None:
        """Hand over everything that is typed on any page and not stored yet."""
        for page in self._pages.values():
            page.flush()
        for dialog in self.findChildren(QDialog):
            handing = getattr(dialog, "flush", None)
            if callable(handing):
                handing()

    def _on_changed(self, areas: frozenset[Area]) -> None:
        for page in self._pages.values():
            page.on_changed(areas)
        if Area.BACKUPS in areas:
            self._read_backups()
        if Area.SETTINGS in areas:
            self.runner.read(self, self.desk.settings.lock_minutes, self.idle.set_minutes)

    def _on_saving(self, is_saving: bool) -> None:
        if self.runner.unsaved is None:
            self.saved_label.say(say("bar.saving" if is_saving else "bar.saved"), icon="check")

    def _on_save_failed(self, _: Exception) -> None:
        self.saved_label.say(say("bar.not_saved"), icon="warning", ink="attention")

    def _on_saved(self, text: str) -> None:
        self.saved_label.say(text)

    def _read_backups(self) -> None:
        from irt_desk.services import practices

        self.runner.read(self, partial(practices.list_backups, self.desk.practice.folder), self._on_backups)

    def _on_backups(self, files: tuple[Path, ...]) -> None:
        self.backup_label.say(_backup_text(files, datetime.now(UTC)))
        self.backup_label.setVisible(not self._is_demo)

    def _quiet_seconds(self) -> float:
        return self.idle.quiet_seconds

    def _on_no_backup(self, reason: str) -> None:
        self.backup_label.say(say("bar.backup_failed"), icon="warning", ink="attention")
        self.backup_label.setToolTip(reason)
        self.backup_label.setAccessibleDescription(reason)

    def _on_minutes(self, minutes: int) -> None:
        self.lock_label.say(say("bar.locks_in", minutes=minutes) if minutes > 1 else say("bar.locks_soon"))

    def stay(self) -> None:
        """Come back after a close that could not store what is typed."""
        self.show()
        self.idle.touch()
        self._begin_watching()

    def _begin_watching(self) -> None:
        self.idle.start()
        self._refresh.start()
        if not self._is_demo:
            self.backups.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand over what is typed, then let the program close the practice."""
        self.idle.stop()
        self._refresh.stop()
        self.backups.stop()
        self.flush()
        self.closing.emit()
        super().closeEvent(event)


def _backup_text(files: tuple[Path, ...], now: datetime) -> str:
    """Return how old the newest backup is; its time is the start of its name (YYYYMMDDTHHMMSSZ)."""
    try:
        made = datetime.strptime(files[0].name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return say("bar.no_backup")
    minutes = max(0, int((now - made).total_seconds() // 60))
    if minutes < 60:
        return say("bar.backup_minutes", count=minutes)
    if minutes < 48 * 60:
        return say("bar.backup_hours", count=minutes // 60)
    return say("bar.backup_days", count=minutes // 1440)


def _ribbon(passphrase: str) -> QFrame:
    ribbon = QFrame()
    ribbon.setProperty("role", "ribbon")
    across = QHBoxLayout(ribbon)
    across.setContentsMargins(16, 4, 16, 4)
    across.addWidget(PlainLabel(say("ribbon.demo", passphrase=passphrase)))
    across.addStretch(1)
    return ribbon
