"""What can be done to a map by key, the same on the drawing and in the list of its steps."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from irt_desk.domain.map_drafts import Drawing


class MapAct(StrEnum):
    """What a key asks for on the drawing and in the list of steps."""

    EDIT = "edit"
    ADD = "add"
    REMOVE = "remove"
    EARLIER = "earlier"
    LATER = "later"
    UNDO = "undo"
    REDO = "redo"
    EXITS = "exits"


_C, _S, _A, _N = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
_KEYS: dict[tuple[Qt.Key, Qt.KeyboardModifier], MapAct] = {
    (Qt.Key.Key_Return, _N): MapAct.EDIT,
    (Qt.Key.Key_Enter, _N): MapAct.EDIT,
    (Qt.Key.Key_F2, _N): MapAct.EDIT,
    (Qt.Key.Key_Insert, _N): MapAct.ADD,
    (Qt.Key.Key_Plus, _N): MapAct.ADD,
    (Qt.Key.Key_Plus, _S): MapAct.ADD,
    (Qt.Key.Key_Delete, _N): MapAct.REMOVE,
    (Qt.Key.Key_Up, _A): MapAct.EARLIER,
    (Qt.Key.Key_Down, _A): MapAct.LATER,
    (Qt.Key.Key_E, _N): MapAct.EXITS,
    (Qt.Key.Key_Z, _C): MapAct.UNDO,
    (Qt.Key.Key_Y, _C): MapAct.REDO,
    (Qt.Key.Key_Z, _C | _S): MapAct.REDO,
}


def act_of(event: QKeyEvent) -> MapAct | None:
    """Return what a key asks for, or None; the keypad counts as the keys it shows."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _KEYS.get((Qt.Key(event.key()), modifiers))


def after(drawing: Drawing, act: MapAct) -> Drawing:
    """Return the drawing after an act that changes it."""
    changes: dict[MapAct, Callable[[], Drawing]] = {
        MapAct.ADD: drawing.add,
        MapAct.REMOVE: drawing.remove,
        MapAct.EARLIER: partial(drawing.move, -1),
        MapAct.LATER: partial(drawing.move, 1),
        MapAct.UNDO: drawing.undo,
        MapAct.REDO: drawing.redo,
    }
    return changes[act]()
