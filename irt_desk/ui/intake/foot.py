"""The foot of a page of the guided intake: on to the next, or leave this one out for now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from irt_desk.domain.intake import IntakeTheme, ThemeProgress, ThemeState
from irt_desk.ui.building import Button, LinkButton, Muted
from irt_desk.words import say


class ThemeFoot(QWidget):
    """What is still empty here, and the two ways on."""

    def __init__(
        self, theme: IntakeTheme, choose: Callable[[str], None], skip: Callable[[IntakeTheme, bool], None]
    ) -> None:
        super().__init__()
        self._theme, self._choose, self._skip = theme, choose, skip
        self._is_skipped = False
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 4, 0, 0)
        across.setSpacing(12)
        self.said = Muted("", wrap=True)
        across.addWidget(self.said, 1)
        self.skip_link = LinkButton(say("intake.skip"))
        self.skip_link.clicked.connect(self._on_skip)
        across.addWidget(self.skip_link)
        order = list(IntakeTheme)
        place = order.index(theme) + 1
        self._next = order[place].value if place < len(order) else "couples_first"
        self.next_button = Button(say("intake.next", theme=say(f"theme.{self._next}")))
        self.next_button.clicked.connect(partial(self._on_next))
        across.addWidget(self.next_button)

    def show_progress(self, progress: ThemeProgress | None) -> None:
        """Show what is still empty on this page; nothing where nobody is asked."""
        self.said.setVisible(progress is not None)
        self.skip_link.hide()
        if progress is None:
            return
        empty = ", ".join(say(f"intake_part.{code}") for code in progress.empty)
        self.said.setText(say("intake.still_empty", parts=empty) if empty else say("intake.all_there"))
        self._is_skipped = progress.state is ThemeState.SKIPPED
        self.skip_link.setText(say("intake.unskip") if self._is_skipped else say("intake.skip"))
        self.skip_link.setAccessibleName(self.skip_link.text())
        self.skip_link.setVisible(bool(progress.empty))

    def _on_skip(self, *_: object) -> None:
        self._skip(self._theme, not self._is_skipped)

    def _on_next(self, *_: object) -> None:
        self._choose(self._next)
