"""Whether every control can be named by a screen reader, and reached by the keyboard in the order it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractItemView, QAbstractSpinBox)


def keyboard_goes_through(start: QWidget, widgets: Sequence[QWidget]) -> None:
    """Let Tab go from ``start`` through widgets that were made later than what stands after them on the page."""
    for _ in range(1000):  # Qt passes over a start that takes no focus itself: begin at the control before it
        if start.focusPolicy() != Qt.FocusPolicy.NoFocus:
            break
        start = start.previousInFocusChain() or start
    for widget in widgets:
        QWidget.setTabOrder(start, widget)
        start = widget


def focus_into(control: QWidget) -> None:
    """Give the keyboard to a control, or to the first part of it that takes the keyboard and can be seen."""
    parts = [control.focusProxy() or control, *control.findChildren(QWidget)]
    takes = (one for one in parts if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(control))
    (next(takes, None) or control).setFocus()


def unnamed(root: QWidget) -> list[str]:
    """Return the controls below a widget that take the keyboard but have no accessible name, as paths of class names."""
    return [_path(control, root) for control in _controls(root) if not _name(control)]


def marked_up(root: QWidget) -> list[str]:
    """Return the labels below a widget that would read their text as markup (security paper, IP-3)."""
    return [_path(one, root) for one in root.findChildren(QLabel) if one.textFormat() != Qt.TextFormat.PlainText]


def _controls(root: QWidget) -> list[QWidget]:
    found = [one for one in root.findChildren(QWidget) if isinstance(one, _CONTROLS)]
    return [one for one in found if one.focusPolicy() != Qt.FocusPolicy.NoFocus and not _is_inner(one)]


def _is_inner(control: QWidget) -> bool:
    """Qt builds some controls of others: the list of a combo box, the editor of a spin box, the corner of a table."""
    parent = control.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return False


def _name(control: QWidget) -> str:
    if control.accessibleName().strip():
        return control.accessibleName()
    return control.text() if isinstance(control, QAbstractButton) else ""


def _path(widget: QWidget, root: QWidget) -> str:
    parts = [type(widget).__name__ + (f"#{widget.objectName()}" if widget.objectName() else "")]
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        parts.append(type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(parts)
