"""One way of a case: what is still open, what the move itself asks for, and the button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.case_facts import TransitionCode, TransitionRequest
from irt_desk.domain.cases import COUPLE_OUTCOMES, DISCERNMENT_OUTCOMES, INDIVIDUAL_OUTCOMES, CaseState, UnitKind
from irt_desk.domain.units import Place
from irt_desk.domain.values import Act, Invalid, Missing
from irt_desk.errors import Refused, UserError
from irt_desk.services.pathway import Way
from irt_desk.ui.building import Button, Card, Muted, PrimaryButton, ProblemLine, clear_layout
from irt_desk.ui.building.texts import bring_to_top
from irt_desk.ui.chart.opening import open_units
from irt_desk.ui.records import FieldSpec as F
from irt_desk.ui.records import RecordForm
from irt_desk.words import known, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.tab import ChartTab

_C = TransitionCode
_FIELDS = (
    F("reason", "area"),
    F("look_again_on", half=True),
    F("asked_by", "chips"),
    F("last_contact_on", half=True),
    F("person_said_no", half=True),
    F("referral_reason", "chips"),
    F("outcome"),
    F("both_informed"),
    F("member", "chips"),
    F("conflict_check", "area"),
    F("takes_back"),
    F("consultation"),
)
_ENDS = ("reason", "outcome", "both_informed", "member", "conflict_check", "takes_back", "consultation")
_ASKED: dict[TransitionCode, tuple[str, ...]] = {
    _C.T02: ("reason",),
    _C.T03: ("reason", "look_again_on"),
    _C.T07: ("reason",),
    _C.T08: ("reason", "look_again_on"),
    _C.T10: ("asked_by",),
    _C.T11: ("reason", "look_again_on"),
    _C.T13: ("reason", "look_again_on"),
    _C.T17: ("look_again_on",),
    _C.T18: ("reason",),
    _C.T19: ("outcome", "both_informed"),
    _C.T20: _ENDS,
    _C.T22: ("outcome", "look_again_on"),
    _C.T26: ("last_contact_on", "person_said_no"),
    _C.T27: ("reason",),
    _C.T28: ("reason", "member", "conflict_check", "takes_back", "consultation"),
    _C.T29: ("referral_reason", "reason"),
    _C.WITHDRAWAL: ("reason",),
}
"""What the therapist says with each move (the fields of :class:`TransitionRequest`)."""

_OUTCOMES = {
    UnitKind.COUPLE: COUPLE_OUTCOMES,
    UnitKind.DISCERNMENT: DISCERNMENT_OUTCOMES,
    UnitKind.INDIVIDUAL_IRT: tuple(o for o in INDIVIDUAL_OUTCOMES if not o.is_move),
}


def asked_with(way: Way) -> tuple[str, ...]:
    """Return the fields a move asks for."""
    row = way.transition
    more: tuple[str, ...] = ()
    if row.code is _C.T07 and row.to_state is CaseState.NOT_NOW:
        more = ("look_again_on",)
    elif row.code is _C.T07 and row.to_state is CaseState.CLOSED:
        more = ("outcome",)
    elif row.code is _C.T29 and row.of is not UnitKind.INDIVIDUAL_IRT:
        more = ("both_informed",)
    return (*_ASKED.get(row.code, ()), *more)


class MoveCard(Card):
    """One way: what is still open, what the move itself asks for, and the button."""

    changed = Signal()

    def __init__(
        self, tab: ChartTab, open_item: Callable[[QVBoxLayout, Missing], None], kind: UnitKind = UnitKind.INDIVIDUAL_IRT
    ) -> None:
        super().__init__("")
        self._tab, self._open_item = tab, open_item
        self._way: Way | None = None
        self._ways: tuple[Way, ...] = ()
        self.about = Muted("", wrap=True)
        self.body.addWidget(self.about)
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)
        self.form: RecordForm[TransitionRequest] = RecordForm("move", TransitionRequest, _fields(kind))
        self.form.set_value(TransitionRequest())
        self.form.changed.connect(self.changed)
        self.form.changed.connect(self._ask_what_fits)
        self.body.addWidget(self.form)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self.hide)
        self.move_button = PrimaryButton(say("move.go"))
        self.move_button.clicked.connect(self.submit)
        across.addWidget(cancel)
        across.addWidget(self.move_button)
        self.body.addLayout(across)
        self.hide()

    def begin(self, way: Way, *_: Any) -> None:
        """Open a way."""
        if self._way is None or _name(way) != _name(self._way):
            self.form.set_value(TransitionRequest())
        self._way = way
        self.title.setText(say(f"way.{_name(way)}"))
        self.title.show()
        wanted = asked_with(way)
        for spec in _FIELDS:
            self.form.field(spec.name).setVisible(spec.name in wanted)
        self.form.setVisible(bool(wanted))
        about = f"move_text.{way.transition.code}"
        self.about.setText(say(about) if known(about) else "")
        self.about.setVisible(known(about))
        self._ask_what_fits()
        self._draw(way)
        self.problem.say("")
        self.show()
        bring_to_top(self)
        self.move_button.setFocus()

    def name_members(self, names: tuple[str, ...]) -> None:
        """Let the choice of one of the two say their names."""
        for place, name in zip(Place, names, strict=False):
            chip = self.form.control("member").chip(place)
            chip.setText(name.replace("&", "&&"))
            chip.setAccessibleName(name)

    def _ask_what_fits(self) -> None:
        """A consultation is asked for when this therapist takes one of the two back; another therapist is the default."""
        wanted = self._way is not None and "consultation" in asked_with(self._way)
        takes = self.form.control("takes_back").value() or bool(self.form.control("consultation").value())
        self.form.field("consultation").setVisible(wanted and takes)

    def know(self, ways: tuple[Way, ...]) -> None:
        """Know the ways the case may go, for going on where one was left half filled in."""
        self._ways = ways

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, and for which way."""
        if self._way is None or self.isHidden():
            return {}
        typed = self.form.unfinished()
        return {"way": _name(self._way), "fields": typed} if typed else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the way where it was left; nothing when the case cannot go there any more."""
        for way in self._ways:
            if data["way"] == _name(way):
                self.begin(way)
                self.form.resume(data["fields"])

    def forget(self) -> None:
        """Close and empty it: another record is shown."""
        self._way = None
        self.form.set_value(TransitionRequest())
        self.hide()

    def _draw(self, way: Way) -> None:
        clear_layout(self._list)
        for item in way.missing:
            if item.act is not Act.REQUEST:
                self._open_item(self._list, item)

    def show_ways(self, ways: tuple[Way, ...]) -> None:
        """Keep an open way up to date; close it when the case has moved."""
        self.know(ways)
        if self._way is None or self.isHidden():
            return
        same = next((w for w in ways if w.transition is self._way.transition), None)
        if same is None:
            self.hide()
        else:
            self._way = same
            self._draw(same)

    def submit(self) -> None:
        """Move the case."""
        if self._way is None:
            return
        row = self._way.transition
        self.form.show_problems(())
        try:
            request = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        request = _meant(request, row.code)
        work = partial(open_units, self._tab.room.desk, self._tab.unit_id, row.to_state, request)
        self._tab.room.runner.change(self, work, self._on_moved, self._on_failed)

    def _on_moved(self, opened: tuple[str, ...]) -> None:
        """Go to the chart of both where the move opened one: its overview says what is next."""
        self.forget()
        self.changed.emit()
        for unit_id in opened[-1:]:
            self._tab.room.go("chart", unit_id=unit_id, tab="overview")

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused | UserError):
            self.problem.say(str(error))
        else:
            raise error


def _meant(request: TransitionRequest, code: TransitionCode) -> TransitionRequest:
    return replace(request, code=code, contact_made=code is _C.T04)


def _fields(kind: UnitKind) -> tuple[F, ...]:
    return tuple(replace(spec, only=_OUTCOMES.get(kind, ())) if spec.name == "outcome" else spec for spec in _FIELDS)


def _name(way: Way) -> str:
    return f"{way.transition.code}_{way.transition.to_state}"
