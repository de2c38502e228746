"""A part of a form that opens when it is asked for, and says in a few words what stands in it while it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.ui.building import LinkButton, Small


class Fold(QWidget):
    """The heading opens and closes the part; ``body`` is its layout."""

    def __init__(self, title: str, *, tone: str = "") -> None:
        super().__init__()
        self._title = title
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.head = LinkButton(title)
        self.head.clicked.connect(self._on_head)
        across.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.said = Small("", wrap=True, tone=tone)
        across.addWidget(self.said, 1)
        down.addLayout(across)
        self.inside = QWidget()
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(0, 0, 0, 4)
        self.body.setSpacing(8)
        down.addWidget(self.inside)
        self.open(is_open=False)

    def retitle(self, title: str) -> None:
        """Give the part another heading."""
        self._title = title
        self.open(is_open=self.is_open)

    @property
    def is_open(self) -> bool:
        """Whether the part can be seen."""
        return not self.inside.isHidden()

    def open(self, *, is_open: bool = True) -> None:
        """Open or close the part."""
        self.inside.setVisible(is_open)
        mark = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}" if is_open else "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
        self.head.setText(f"{mark} {self._title}")
        self.head.setAccessibleName(self._title)
        self.said.setVisible(not is_open and bool(self.said.text()))

    def say(self, text: str) -> None:
        """Say in a few words what stands in the closed part."""
        self.said.setText(text)
        self.said.setVisible(not self.is_open and bool(text))

    def _on_head(self) -> None:
        self.open(is_open=not self.is_open)
