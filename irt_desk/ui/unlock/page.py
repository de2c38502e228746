"""Open, create, recover, restore, or the demonstration. Imports nothing of storage until a button is pressed."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from irt_desk import __version__, paths
from irt_desk.errors import UserError
from irt_desk.ui.building.boxes import clear_layout
from irt_desk.ui.building.buttons import LinkButton, PrimaryButton
from irt_desk.ui.building.marks import PlainMark
from irt_desk.ui.building.texts import Body, Muted, ProblemLine, Small, Title
from irt_desk.words import say


def recents() -> list[Path]:
    """Return the practices opened last that are still where they were; only paths are kept, never names of people."""
    try:
        data = json.loads((paths.user_state() / "recents.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [Path(text) for text in data if isinstance(text, str)][:6] if isinstance(data, list) else []


def remember_recent(folder: Path) -> None:
    """Put a practice first among the recent ones."""
    kept = [str(folder)] + [str(path) for path in recents() if path != folder]
    try:
        place = paths.user_state()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        (place / "recents.json").write_text(json.dumps(kept[:6]), encoding="utf-8")
    except OSError:
        return


class PassphraseLine(QLineEdit):
    """A field for a secret, with a way to look at it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setMinimumHeight(42)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 10, 0)
        across.addStretch(1)
        self._show = LinkButton(say("unlock.show"))
        self._show.setCheckable(True)
        self._show.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._show.toggled.connect(self._on_show)
        across.addWidget(self._show)

    def _on_show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class UnlockPage(QWidget):
    """The page. Each ask is a signal with plain values; the program answers with ``say_problem`` or goes on."""

    open_asked = Signal(object, str)
    create_asked = Signal(object, str)
    recover_asked = Signal(object, str, str)
    restore_asked = Signal(object, str, object)
    demo_asked = Signal()
    painted = Signal()

    def __init__(self, folder: Path | None = None, *, note: str = "") -> None:
        super().__init__()
        self.setProperty("role", "page")
        self._was_painted = False
        self._folder = folder
        self._dialogs: Any = None
        self.panes = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(16)
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(PlainMark())
        head.addWidget(Body(say("app.name"), strong=True))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._frame())
        column.addLayout(self._tiles())
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.hide()
        column.addWidget(self.progress)
        self.note = Muted(note, wrap=True)
        column.addWidget(self.note)
        middle.addLayout(column, 6)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        foot = Small(say("unlock.version", version=__version__))
        outer.addWidget(foot, 0, Qt.AlignmentFlag.AlignHCenter)
        self._choose_first()

    def _frame(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "card")
        frame.setMinimumHeight(372)
        frame.setMaximumWidth(900)
        across = QHBoxLayout(frame)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        side = QFrame()
        side.setProperty("role", "side")
        side.setFixedWidth(290)
        down = QVBoxLayout(side)
        down.setContentsMargins(14, 20, 14, 18)
        down.addWidget(Small(say("unlock.recent")))
        self._recent = QVBoxLayout()
        down.addLayout(self._recent)
        down.addStretch(1)
        other = LinkButton(say("unlock.open_another"))
        other.clicked.connect(self._on_other)
        down.addWidget(other)
        across.addWidget(side)
        across.addWidget(self.panes, 1)
        return frame

    def _tiles(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(16)
        for name, act in (("create", self.begin_create), ("restore", self.begin_restore), ("demo", self.demo_asked.emit)):
            tile = QPushButton()
            tile.setProperty("tile", True)
            tile.setMinimumHeight(62)
            tile.setAccessibleName(say(f"unlock.{name}"))
            tile.setAccessibleDescription(say(f"unlock.{name}_hint"))
            down = QVBoxLayout(tile)
            down.setContentsMargins(16, 8, 16, 8)
            down.setSpacing(2)
            down.addWidget(Body(say(f"unlock.{name}"), strong=True))
            down.addWidget(Small(say(f"unlock.{name}_hint")))
            tile.clicked.connect(partial(self._press, act))
            across.addWidget(tile, 1)
        return across

    def _press(self, act: Callable[[], None], *_: Any) -> None:
        act()

    def use_dialogs(self, dialogs: Any) -> None:
        """Give the page the message door."""
        self._dialogs = dialogs

    def _choose_first(self) -> None:
        known = recents()
        clear_layout(self._recent)
        for path in known:
            button = QPushButton(path.stem)
            button.setProperty("rail", True)
            button.setCheckable(True)
            button.setChecked(path == (self._folder or known[0]))
            button.setToolTip(str(path.parent))
            button.setAccessibleName(path.stem)
            button.clicked.connect(partial(self.begin_open, path))
            self._recent.addWidget(button)
        if not known:
            self._recent.addWidget(Muted(say("unlock.no_recent"), wrap=True))
        first = self._folder or (known[0] if known else None)
        if first is not None:
            self.begin_open(first)
        else:
            self._show(_welcome(self.begin_create))

    def _show(self, pane: QWidget) -> None:
        old = self.panes.currentWidget()
        self.panes.addWidget(pane)
        self.panes.setCurrentWidget(pane)
        if old is not None:
            self.panes.removeWidget(old)
            old.deleteLater()

    def begin_open(self, folder: Path, *_: Any) -> None:
        """Ask for the passphrase of a practice."""
        self._folder = folder
        self._show(OpenPane(self, folder))

    def begin_create(self) -> None:
        """Ask for name, place and passphrase of a new practice."""
        from irt_desk.ui.unlock.create import CreatePane

        self._show(CreatePane(self, self._dialogs))

    def begin_recover(self, folder: Path) -> None:
        """Ask for the recovery key and a new passphrase."""
        from irt_desk.ui.unlock.create import RecoverPane

        self._show(RecoverPane(self, folder))

    def begin_restore(self) -> None:
        """Ask for a backup, its passphrase, and the place."""
        from irt_desk.ui.unlock.create import RestorePane

        self._show(RestorePane(self, self._dialogs))

    def show_recovery_key(self, text: str, confirm: Callable[[dict[int, str]], bool], done: Callable[[], None]) -> None:
        """Show the recovery key once, and go on when two groups were typed back."""
        from irt_desk.ui.unlock.create import RecoveryKeyPane

        self._show(RecoveryKeyPane(text, confirm, done))

    def _on_other(self) -> None:
        if self._dialogs is not None:
            self._dialogs.choose_folder(say("unlock.open_another"), self.begin_open)

    def set_busy(self, busy: bool, text: str = "") -> None:
        """Show that something runs; the page cannot be pressed meanwhile."""
        self.panes.setEnabled(not busy)
        self.progress.setRange(0, 0 if busy else 1)
        self.progress.setVisible(busy)
        if busy:
            self.note.setText(text)

    def set_progress(self, part: float) -> None:
        """Show how far it is, from 0 to 1."""
        self.progress.setRange(0, 100)
        self.progress.setValue(int(part * 100))

    def say_problem(self, error: Exception) -> None:
        """Show what went wrong on the pane in front; what was typed stays."""
        self.set_busy(False)
        self.note.setText("")
        pane = self.panes.currentWidget()
        if isinstance(error, UserError) and hasattr(pane, "problem"):
            pane.problem.say(str(error))
        elif isinstance(error, UserError):
            self.note.setText(str(error))
        else:
            raise error

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the page was painted: everything heavy loads after that."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()


def _welcome(create: Callable[[], None]) -> QWidget:
    pane = QWidget()
    down = QVBoxLayout(pane)
    down.setContentsMargins(48, 44, 48, 32)
    down.setSpacing(10)
    down.addWidget(Title(say("unlock.welcome"), wrap=True))
    down.addWidget(Muted(say("unlock.welcome_text"), wrap=True))
    down.addSpacing(12)
    button = PrimaryButton(say("unlock.create"))
    button.clicked.connect(partial(_call, create))
    down.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    down.addStretch(1)
    down.addWidget(Small(say("unlock.promise"), wrap=True))
    return pane


def _call(act: Callable[[], None], *_: Any) -> None:
    act()


class OpenPane(QWidget):
    """Name, place, passphrase, Open."""

    def __init__(self, page: UnlockPage, folder: Path) -> None:
        super().__init__()
        self._page, self._folder = page, folder
        down = QVBoxLayout(self)
        down.setContentsMargins(48, 44, 48, 32)
        down.setSpacing(8)
        down.addWidget(Title(folder.stem))
        down.addWidget(Muted(f"{folder.parent.name} / {folder.name}"))
        down.addSpacing(18)
        down.addWidget(Small(say("unlock.passphrase")))
        self.passphrase = PassphraseLine(say("unlock.passphrase"))
        self.passphrase.returnPressed.connect(self._on_open)
        down.addWidget(self.passphrase)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        self.open_button = PrimaryButton(say("unlock.open"))
        self.open_button.setMinimumWidth(150)
        self.open_button.clicked.connect(self._on_open)
        across.addWidget(self.open_button)
        across.addStretch(1)
        recover = LinkButton(say("unlock.recover"))
        recover.clicked.connect(self._on_recover)
        across.addWidget(recover)
        down.addSpacing(8)
        down.addLayout(across)
        down.addStretch(1)
        down.addWidget(Small(say("unlock.promise"), wrap=True))
        self.setFocusProxy(self.passphrase)
        self.passphrase.setFocus()

    def _on_open(self) -> None:
        if not self.passphrase.text():
            self.problem.say(say("unlock.type_passphrase"))
            return
        self.problem.say("")
        self._page.open_asked.emit(self._folder, self.passphrase.text())

    def _on_recover(self) -> None:
        self._page.begin_recover(self._folder)


