"""Beside the editor: what could be said more gently. Advice only; it comes while typing rests and is never stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from irt_desk.domain.hints import Advice
from irt_desk.domain.snippets import GAP
from irt_desk.errors import UserError
from irt_desk.services.hints import HintsHere
from irt_desk.ui.building import Body, Card, LinkButton, Small, clear_layout
from irt_desk.ui.room import Room
from irt_desk.words import label, say

REST_MS = 600
"""How long typing rests before a text is looked at."""

MOST = 3
"""More advice at once is a wall; the next comes when one is dealt with."""

FIELDS = ("account", "presentation", "pattern_words", "response", "partner_in_mind", "another_reading", "plan")
"""Fields that may speak about the partner. The client's own part is not among them."""


class HintsPane(Card):
    """At most three places with a gentler wording; each is shown in the text or left as it is."""

    def __init__(self, room: Room, focus: Callable[[str], None]) -> None:
        super().__init__(say("hints.title"))
        self._room, self._focus = room, focus
        self._here: HintsHere | None = None
        self._controls: dict[str, Any] = {}
        self._found: dict[str, tuple[Advice, ...]] = {}
        self._left: set[tuple[str, str]] = set()
        self._stale: set[str] = set()
        self._advice = QVBoxLayout()
        self._advice.setSpacing(12)
        self.body.addLayout(self._advice)
        foot = QHBoxLayout()
        self.about = Small(say("hints.about"), wrap=True)
        foot.addWidget(self.about, 1)
        self.switch = LinkButton(say("hints.off"))
        self.switch.clicked.connect(self._on_switch)
        foot.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(foot)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self.look)
        self.hide()

    def watch(self, controls: Mapping[str, Any]) -> None:
        """Look at these fields of the editor, those of them that may speak about the partner."""
        for name in FIELDS:
            if (control := controls.get(name)) is not None:
                self._controls[name] = control
                control.changed.connect(partial(self._on_changed, name))

    def show_note(self, unit_id: str) -> None:
        """Begin with another note; what was left as it is may come up again."""
        self._left, self._found = set(), {}
        self._room.runner.read(self, partial(self._room.desk.hints.here, unit_id), self._on_here, self._on_failed)

    def _on_here(self, here: HintsHere) -> None:
        self._here = here
        self._stale = set(self._controls)
        self.look()

    def _on_changed(self, name: str, *_: Any) -> None:
        self._stale.add(name)
        self._rest.start()

    def look(self) -> None:
        """Look at what changed and show what could be said more gently."""
        here = self._here
        if here is None or here.finder is None or not here.is_on:
            self._found = {}
        else:
            for name in self._stale & set(self._controls):
                self._found[name] = here.finder.find(str(self._controls[name].value()))
        self._stale = set()
        self._draw()

    def shown(self) -> list[tuple[str, Advice]]:
        """Return the advice in sight with its fields."""
        every = [(name, advice) for name in self._controls for advice in self._found.get(name, ())]
        return [(name, advice) for name, advice in every if (name, advice.words.casefold()) not in self._left][:MOST]

    def _draw(self) -> None:
        clear_layout(self._advice)
        shown = self.shown()
        for name, advice in shown:
            self._advice.addWidget(self._one(name, advice))
        is_off = self._here is not None and self._here.finder is not None and not self._here.is_on
        self.title.setText(say("hints.are_off") if is_off else say("hints.title"))
        self.about.setText("" if is_off else say("hints.about"))
        self.switch.setText(say("hints.on") if is_off else say("hints.off"))
        self.setVisible(bool(shown) or is_off)

    def _one(self, name: str, advice: Advice) -> QWidget:
        holder = QWidget()
        down = QVBoxLayout(holder)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(Body(say("hints.words", words=" ".join(advice.words.split())), wrap=True, strong=True))
        down.addWidget(Small(label(advice.family), wrap=True, tone="attention"))
        down.addWidget(Small(advice.gentler, wrap=True))
        for offer in advice.offers:
            down.addLayout(self._offer(name, advice, offer))
        across = QHBoxLayout()
        across.setSpacing(16)
        for code, act in (("hints.show", self._on_show), ("hints.leave", self._on_leave)):
            link = LinkButton(say(code))
            link.setAccessibleName(say("hints.act", act=say(code), words=advice.words))
            link.clicked.connect(partial(act, name, advice))
            across.addWidget(link)
        across.addStretch(1)
        down.addLayout(across)
        return holder

    def _offer(self, name: str, advice: Advice, offer: str) -> QHBoxLayout:
        """Return a wording with the link that puts it in place of the words."""
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(Body(offer, wrap=True), 1)
        use = LinkButton(say("hints.use"))
        use.setAccessibleName(say("hints.act", act=say("hints.use"), words=offer))
        use.clicked.connect(partial(self._on_use, name, advice, offer))
        across.addWidget(use, 0, Qt.AlignmentFlag.AlignTop)
        return across

    def _on_show(self, name: str, advice: Advice, *_: Any) -> None:
        """Bring the words into sight, selected; typing replaces them."""
        self._focus(name)
        if not _select(self._controls[name], advice):
            self._look_again(name)

    def _on_use(self, name: str, advice: Advice, offer: str, *_: Any) -> None:
        """Put a wording in place of the words, as one step that Ctrl+Z takes back; its first gap is selected."""
        self._focus(name)
        control = self._controls[name]
        if _select(control, advice):
            if isinstance(control, QPlainTextEdit):
                control.insertPlainText(offer)
            else:
                control.insert(offer)
            gap = offer.find(GAP)
            if gap >= 0:
                end = _position(control) - _width(offer) + _width(offer[:gap]) + len(GAP)
                _mark(control, end - len(GAP), end)
        self._look_again(name)

    def _look_again(self, name: str) -> None:
        """Look at a field now: it is not what the advice was about any more."""
        self._rest.stop()
        self._stale.add(name)
        self.look()

    def _on_leave(self, name: str, advice: Advice, *_: Any) -> None:
        self._left.add((name, advice.words.casefold()))
        self._draw()

    def _on_switch(self) -> None:
        on = self._here is not None and not self._here.is_on
        self._room.runner.change(self, partial(self._room.desk.hints.switch, on), self._on_switched, self._on_failed)

    def _on_switched(self, on: bool) -> None:
        if self._here is not None:
            self._on_here(HintsHere(self._here.unit_id, on, self._here.finder))

    def _on_failed(self, error: Exception) -> None:
        """Advice that cannot be had is no trouble worth a sentence."""
        if not isinstance(error, UserError):
            raise error


def _select(control: Any, advice: Advice) -> bool:
    """Select the words of an advice where they still stand; return whether they do."""
    text = control.toPlainText() if isinstance(control, QPlainTextEdit) else control.text()
    start, end = advice.start, advice.end
    if text[start:end] != advice.words:  # the value of a line is without the space around it
        start = text.find(advice.words)
        end = start + len(advice.words)
    if start < 0:
        return False
    _mark(control, _width(text[:start]), _width(text[:end]))
    return True


def _mark(control: Any, start: int, end: int) -> None:
    """Select from one place to another, both counted as Qt counts."""
    if isinstance(control, QPlainTextEdit):
        cursor = control.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        control.setTextCursor(cursor)
        control.ensureCursorVisible()
    else:
        control.setSelection(start, end - start)


def _position(control: Any) -> int:
    return control.textCursor().position() if isinstance(control, QPlainTextEdit) else int(control.cursorPosition())


def _width(text: str) -> int:
    """Return how many places a text takes in Qt, where some signs, such as an emoji, take two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
