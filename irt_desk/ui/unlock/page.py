"""Open, create, recover, restore, or the demonstration. Imports nothing of storage until a button is pressed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from irt_desk import __version__
from irt_desk.errors import UserError
from irt_desk.ui import theme
from irt_desk.ui.building.boxes import Banner, ScrollPage, clear_layout
from irt_desk.ui.building.buttons import LinkButton
from irt_desk.ui.building.marks import PlainMark
from irt_desk.ui.building.texts import Muted, Small, Strong
from irt_desk.ui.dialogs import Dialogs, QtDialogs
from irt_desk.ui.unlock.open import OpenPane, WelcomePane
from irt_desk.ui.unlock.parts import Pane, RecentButton, Tile, place_text
from irt_desk.ui.unlock.recents import Recent, forget_recent, recents
from irt_desk.words import say

WIDTH = 880


class UnlockPage(QWidget):
    """The page. Each ask is a signal with plain values; the program answers with ``say_problem`` or goes on."""

    open_asked = Signal(object, str)
    create_asked = Signal(object, str)
    groups_typed = Signal(object)
    recover_asked = Signal(object, str, str)
    restore_asked = Signal(object, object, str, bool)
    demo_asked = Signal()
    painted = Signal()

    def __init__(
        self,
        folder: Path | None = None,
        *,
        note: str = "",
        dialogs: Dialogs | None = None,
        known: Callable[[], list[Recent]] = recents,
    ) -> None:
        super().__init__()
        self._known = known
        self.setProperty("role", "page")
        self._was_painted = False
        self._folder = folder
        self._dialogs: Dialogs = dialogs or QtDialogs(self)
        self.panes = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollPage(margins=(24, 24, 24, 16))
        outer.addWidget(scroll)
        self.column = QWidget()
        self.column.setMaximumWidth(WIDTH)
        self.column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        down = QVBoxLayout(self.column)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(16)
        down.addLayout(_head())
        self.banner = Banner(note, "relationship")
        down.addWidget(self.banner)
        down.addWidget(self._frame())
        down.addLayout(self._tiles())
        down.addLayout(self._progress())
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.column, 1000)
        across.addStretch(1)
        scroll.body.addStretch(2)
        scroll.body.addLayout(across)
        scroll.body.addStretch(3)
        scroll.body.addLayout(self._foot())
        self._show_recents()
        self._choose_first()

    def _frame(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "card")
        frame.setMinimumHeight(372)
        across = QHBoxLayout(frame)
        across.setContentsMargins(1, 1, 1, 1)
        across.setSpacing(0)
        side = QFrame()
        side.setProperty("role", "side")
        side.setFixedWidth(300)
        down = QVBoxLayout(side)
        down.setContentsMargins(12, 20, 12, 18)
        down.setSpacing(4)
        title = Small(say("unlock.recent"))
        title.setIndent(12)
        down.addWidget(title)
        down.addSpacing(4)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        down.addLayout(self._recent)
        down.addStretch(1)
        other = LinkButton(say("unlock.open_another"))
        other.clicked.connect(self._on_other)
        inset = QHBoxLayout()
        inset.setContentsMargins(12, 0, 0, 0)
        inset.addWidget(other)
        inset.addStretch(1)
        down.addLayout(inset)
        across.addWidget(side)
        across.addWidget(self.panes, 1)
        return frame

    def _tiles(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(16)
        self.tiles: dict[str, Tile] = {}
        for name, act in (("create", self.begin_create), ("restore", self.begin_restore), ("demo", self.demo_asked)):
            tile = Tile(say(f"unlock.{name}"), say(f"unlock.{name}_hint"))
            tile.clicked.connect(act)
            self.tiles[name] = tile
            across.addWidget(tile, 1)
        return across

    def _progress(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(6)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(say("unlock.progress"))
        self.note = Muted("", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.progress, self.note):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # the page must not jump when work begins
            widget.setSizePolicy(policy)
            down.addWidget(widget)
        self.progress.hide()
        return down

    def _foot(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addStretch(1)
        across.addWidget(Small(say("unlock.version", version=__version__)))
        self.appearance = LinkButton("")
        self.appearance.setProperty("small", True)
        self.appearance.clicked.connect(self._on_appearance)
        self._name_appearance()
        across.addWidget(self.appearance)
        across.addStretch(1)
        return across

    def _name_appearance(self) -> None:
        name = say("unlock.light" if theme.current().name == "dark" else "unlock.dark")
        self.appearance.setText(name)
        self.appearance.setAccessibleName(name)

    def _on_appearance(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dark = theme.current().name == "dark"
            theme.choose(app, theme.Appearance.LIGHT if dark else theme.Appearance.DARK)
        self._name_appearance()

    def _show_recents(self) -> None:
        known = self._known()
        clear_layout(self._recent)
        today = date.today()
        front = self._folder or (known[0].folder if known else None)
        for recent in known:
            button = RecentButton(recent, place_text(recent, today), is_chosen=recent.folder == front)
            button.chosen.connect(self.begin_open)
            button.forgotten.connect(self._on_forget)
            self._recent.addWidget(button)
        if not known:
            empty = Muted(say("unlock.no_recent"), wrap=True)
            empty.setIndent(12)
            self._recent.addWidget(empty)

    def _choose_first(self) -> None:
        known = self._known()
        first = self._folder or (known[0].folder if known else None)
        if first is not None:
            self._folder = first
            self._show_open(first)
            return
        pane = WelcomePane()
        pane.create_chosen.connect(self.begin_create)
        self._show(pane)

    def _on_forget(self, folder: Path) -> None:
        forget_recent(folder)
        if folder == self._folder:
            self._folder = None
            self._choose_first()
        QTimer.singleShot(0, self, self._show_recents)  # not now: the button that was pressed is one of the list

    def _show(self, pane: Pane) -> None:
        old = self.panes.currentWidget()
        self.panes.addWidget(pane)
        self.panes.setCurrentWidget(pane)
        self.note.setText("")
        if old is not None:
            self.panes.removeWidget(old)
            old.deleteLater()
        pane.begin()

    def _show_open(self, folder: Path) -> None:
        pane = OpenPane(folder)
        pane.opened.connect(self.open_asked)
        pane.recover_chosen.connect(self.begin_recover)
        self._show(pane)

    def begin_open(self, folder: Path) -> None:
        """Ask for the passphrase of a practice."""
        self._folder = folder
        self._show_open(folder)
        for place in range(self._recent.count()):
            item = self._recent.itemAt(place)
            button = item.widget() if item else None
            if isinstance(button, RecentButton):
                button.setChecked(button.folder == folder)

    def begin_create(self) -> None:
        """Ask for name, place and passphrase of a new practice."""
        from irt_desk.ui.unlock.create import CreatePane

        pane = CreatePane(self._dialogs)
        pane.created.connect(self.create_asked)
        self._show(pane)

    def begin_recover(self, folder: Path) -> None:
        """Ask for the recovery key and a new passphrase."""
        from irt_desk.ui.unlock.restore import RecoverPane

        pane = RecoverPane(folder)
        pane.recovered.connect(self.recover_asked)
        pane.left.connect(self.begin_open)
        self._show(pane)

    def begin_restore(self) -> None:
        """Ask for a backup, what opens it, and the place."""
        from irt_desk.ui.unlock.restore import RestorePane

        pane = RestorePane(self._dialogs)
        pane.restored.connect(self.restore_asked)
        self._show(pane)

    def show_recovery_key(self, text: str, name: str) -> None:
        """Show the recovery key once; ``groups_typed`` carries what is typed back. Nothing else can be pressed."""
        from irt_desk.ui.unlock.create import RecoveryKeyPane

        pane = RecoveryKeyPane(text, name, self._dialogs)
        pane.typed.connect(self.groups_typed)
        self._show(pane)
        self._enable(False)
        self.panes.setEnabled(True)

    def say_wrong_groups(self) -> None:
        """Say that the groups typed back are not those of the key."""
        from irt_desk.ui.unlock.create import RecoveryKeyPane

        pane = self.panes.currentWidget()
        if isinstance(pane, RecoveryKeyPane):
            pane.say_wrong()

    def _on_other(self) -> None:
        self._dialogs.choose_folder(say("unlock.open_another"), self._on_other_chosen)

    def _on_other_chosen(self, folder: Path) -> None:
        if (folder / "practice.hdr").is_file() or (folder / "practice.hdr2").is_file():
            self.begin_open(folder)
        else:
            self._dialogs.tell(say("unlock.not_a_practice", name=folder.name))

    def _enable(self, enabled: bool) -> None:
        self.panes.setEnabled(enabled)
        for tile in self.tiles.values():
            tile.setEnabled(enabled)
        for button in self.findChildren(RecentButton):
            button.setEnabled(enabled)

    def set_busy(self, busy: bool, text: str = "") -> None:
        """Show that something runs; nothing can be pressed meanwhile."""
        self._enable(not busy)
        self.progress.setRange(0, 0 if busy else 1)
        self.progress.setVisible(busy)
        self.note.setText(text if busy else "")

    def set_progress(self, part: float) -> None:
        """Show how far it is, from 0 to 1."""
        self.progress.setRange(0, 100)
        self.progress.setValue(int(part * 100))

    def say_note(self, text: str) -> None:
        """Show a quiet sentence below."""
        self.note.setText(text)

    def say_problem(self, error: Exception) -> None:
        """Show what went wrong on the pane in front; what was typed stays. Anything but a UserError is a bug."""
        self.set_busy(False)
        if not isinstance(error, UserError):
            raise error
        pane = self.panes.currentWidget()
        if isinstance(pane, Pane):
            pane.problem.say(str(error))
            pane.begin()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the page was painted: everything heavy loads after that."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()


def _head() -> QHBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(7)
    head.addStretch(1)
    head.addWidget(PlainMark())
    head.addWidget(Strong(say("app.name")))
    head.addStretch(1)
    return head
