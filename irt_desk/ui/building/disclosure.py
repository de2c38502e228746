"""A part of a form that opens when it is wanted: closed it says in a few words what it holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.ui.building.buttons import LinkButton
from irt_desk.ui.building.texts import Muted
from irt_desk.words import say


class Disclosure(QWidget):
    """A heading that opens and closes what is under it; ``body`` is the layout of that."""

    def __init__(self, title: str, *, is_open: bool = False) -> None:
        super().__init__()
        self._title = title
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.button = LinkButton()
        self.button.clicked.connect(self._on_clicked)
        self.about = Muted("")
        across.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        across.addWidget(self.about)
        across.addStretch(1)
        down.addLayout(across)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.setSpacing(12)
        down.addWidget(self._inside)
        self.open(is_open)

    @property
    def is_open(self) -> bool:
        """Whether what is inside can be seen."""
        return not self._inside.isHidden()

    def open(self, wanted: bool = True) -> None:
        """Open or close it."""
        self._inside.setVisible(wanted)
        self.button.setText(f"{chr(0x25BE) if wanted else chr(0x25B8)} {self._title}".replace("&", "&&"))
        self.button.setAccessibleName(self._title)
        self.button.setAccessibleDescription(say("disclosure.open" if wanted else "disclosure.closed"))
        self.about.setVisible(not wanted and bool(self.about.text()))

    def say(self, text: str) -> None:
        """Say in a few words what it holds; seen while it is closed."""
        self.about.setText(text)
        self.about.setVisible(bool(text) and not self.is_open)

    def _on_clicked(self) -> None:
        self.open(not self.is_open)
