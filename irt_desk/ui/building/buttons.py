"""Buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy


class Button(QPushButton):
    """An ordinary button; Enter presses it too."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text.replace("&", "&&"))
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)


class PrimaryButton(Button):
    """The one act a page is for."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setProperty("primary", True)


class LinkButton(Button):
    """A quiet act that looks like a link."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setProperty("link", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
