"""How an entry of the ledger looks: whose words, how long ago, how sure, and what else it may mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.ledger import Assertion, ContentKind, missing_for_formulation
from irt_desk.domain.patterns import Source
from irt_desk.services.texts import day_text, first_name, fuzzy_text
from irt_desk.ui.building import Body, Button, LinkButton, Muted, Pill, Small, TextLine
from irt_desk.ui.building.texts import PlainLabel
from irt_desk.ui.chart.themes import _today
from irt_desk.words import label, say


def source_text(assertion: Assertion, client: str) -> str:
    """Return whose words an entry is, on which day and how firmly it is held."""
    day = day_text(assertion.told_on, _today(), weekday=False)
    if assertion.source is Source.CLIENT_REPORT:
        who = say("ledger.told_by", name=first_name(client), day=day)
    else:
        who = say("ledger.from", source=label(assertion.source), day=day)
    return f"{who} · {say('ledger.held', confidence=label(assertion.confidence).lower())}"


class _Fitter(QObject):
    """Keeps a wrapped text as high as its width asks for: accounts side by side are narrower than Qt expects a text to be."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, PlainLabel):
            watched.setMinimumHeight(watched.heightForWidth(watched.width()))
        return False


def _fitted(words: PlainLabel) -> PlainLabel:
    words.installEventFilter(_Fitter(words))
    return words


class AccountBox(QFrame):
    """One account. What speaks of the partner's inner life, and every guess, is dashed and says "maybe"."""

    reading_given = Signal(str, str)
    told_again = Signal(str)
    voided = Signal(str, str)
    cited = Signal(str, bool)

    def __init__(self, assertion: Assertion, client: str, *, stopped: bool, is_last: bool, is_cited: bool) -> None:
        super().__init__()
        self.assertion, self._is_cited = assertion, is_cited
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 8, 0, 8)
        down.setSpacing(4)
        down.addWidget(self._said())
        down.addWidget(_fitted(Muted(source_text(assertion, client), wrap=True)))
        if assertion.recall is not None:
            down.addWidget(_fitted(Muted(_recall_text(assertion), wrap=True)))
        for reading in assertion.alternatives:
            down.addWidget(_fitted(Body(say("ledger.reading", text=reading), wrap=True, tone="partner")))
        if assertion.error_reason:
            down.addWidget(Muted(say("ledger.in_error", reason=assertion.error_reason), wrap=True))
            return
        if not stopped and missing_for_formulation([assertion]):
            down.addWidget(Small(say("ledger.before_formulation"), wrap=True))
        down.addLayout(self._acts(stopped, is_last))
        down.addWidget(self._line())
        down.addStretch(1)

    def _said(self) -> QWidget:
        a = self.assertion
        text = f"\N{LEFT DOUBLE QUOTATION MARK}{a.text}\N{RIGHT DOUBLE QUOTATION MARK}" if _is_quoted(a) else a.text
        if a.is_hypothesis:
            text = say("ledger.maybe", text=text)
        words = Body(text, wrap=True, strong=not a.is_hypothesis)
        if a.is_hypothesis:
            words.setProperty("dashed", True)
            words.setContentsMargins(10, 8, 10, 8)
        if a.error_reason:
            font = words.font()
            font.setStrikeOut(True)
            words.setFont(font)
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(_fitted(words), 1)
        across.addWidget(
            Pill(label(a.content_kind), "partner" if a.is_hypothesis else "neutral", dashed=a.is_hypothesis)
        )
        return holder

    def _acts(self, stopped: bool, is_last: bool) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        if self.assertion.is_hypothesis and not stopped:
            across.addWidget(self._act("ledger.add_reading", partial(self._ask, "reading")))
        self.more_link = self._act("ledger.acts", self._on_more)
        across.addWidget(self.more_link)
        rest = [("ledger.again", self._on_again)] if is_last else []
        if not stopped and not self.assertion.is_hypothesis:
            rest.append(("ledger.add_reading", partial(self._ask, "reading")))
        if not stopped:
            rest.append(("ledger.uncite" if self._is_cited else "ledger.cite", self._on_cite))
        rest.append(("ledger.void", partial(self._ask, "void")))
        self._rest = [self._act(code, act) for code, act in rest]
        for link in self._rest:
            link.hide()
            across.addWidget(link)
        across.addStretch(1)
        if self._is_cited:
            across.addWidget(Pill(say("ledger.cited"), "relationship"))
        return across

    def _act(self, code: str, act: Callable[..., None]) -> LinkButton:
        link = LinkButton(say(code))
        link.setAccessibleName(f"{say(code)}: {self.assertion.text[:40]}")
        link.clicked.connect(act)
        return link

    def _on_more(self, *_: Any) -> None:
        self.more_link.hide()
        for link in self._rest:
            link.show()
        self._rest[0].setFocus()

    def _line(self) -> QWidget:
        """Return the one line in which a reading or a reason is typed; hidden until asked for."""
        self._asked = "reading"
        self.line_box = QWidget()
        across = QHBoxLayout(self.line_box)
        across.setContentsMargins(0, 0, 0, 0)
        self.line = TextLine()
        self.line.setAccessibleName(say("ledger.reading_hint"))
        self.line.returnPressed.connect(self._on_line)
        self.line_button = Button(say("ledger.keep"))
        self.line_button.clicked.connect(self._on_line)
        across.addWidget(self.line, 1)
        across.addWidget(self.line_button)
        self.line_box.hide()
        return self.line_box

    def _ask(self, what: str, *_: Any) -> None:
        self._asked = what
        said = say("ledger.reading_hint") if what == "reading" else say("ledger.void_hint")
        self.line.setPlaceholderText(said)
        self.line.setAccessibleName(said)
        self.line_box.show()
        self.line.setFocus()

    def _on_line(self, *_: Any) -> None:
        text = self.line.value()
        if text and self._asked == "reading":
            self.reading_given.emit(self.assertion.id, text)
        elif text:
            self.voided.emit(self.assertion.id, text)

    def _on_cite(self, *_: Any) -> None:
        self.cited.emit(self.assertion.id, not self._is_cited)

    def _on_again(self, *_: Any) -> None:
        self.told_again.emit(self.assertion.id)


def _is_quoted(assertion: Assertion) -> bool:
    return assertion.content_kind is ContentKind.QUOTED_WORDS


def _recall_text(assertion: Assertion) -> str:
    recall = assertion.recall
    assert recall is not None  # asked for only then
    parts = [
        say("ledger.happened", day=fuzzy_text(recall.happened)) if recall.happened else "",
        say("ledger.distress_then", value=recall.distress_then) if recall.distress_then is not None else "",
        label(recall.recall_clarity).lower(),
        say("ledger.hold_lightly") if recall.hold_lightly else "",
    ]
    return " · ".join(part for part in parts if part)


class ThreadRow(QFrame):
    """One thing, with every account of it side by side."""

    def __init__(self, accounts: tuple[Assertion, ...], client: str, *, stopped: bool, cited: frozenset[str]) -> None:
        super().__init__()
        self.setProperty("role", "row")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 4, 0, 4)
        down.setSpacing(0)
        last = len(accounts) - 1
        self.boxes = [
            AccountBox(a, client, stopped=stopped, is_last=n == last, is_cited=a.id in cited)
            for n, a in enumerate(accounts)
        ]
        if len(accounts) == 1:
            down.addWidget(self.boxes[0])
            return
        down.addWidget(Small(say("ledger.told_times", count=len(accounts))))
        across = QHBoxLayout()
        across.setSpacing(16)
        for box in self.boxes:
            across.addWidget(box, 1)
        down.addLayout(across)
