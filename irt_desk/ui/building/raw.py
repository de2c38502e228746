"""What stands in a control, as plain data, readable or not: for keeping forms that are half typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from irt_desk.ui.building.choices import CheckLine, Choice, ChoiceChips, TextChoice
from irt_desk.ui.building.composite import Composite
from irt_desk.ui.building.writing import TextArea, TextLine
from irt_desk.words import label, say


def raw(control: Any) -> Any:
    """Return what stands in a control; a text that cannot be read as a day or a number comes back as it was typed."""
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    if isinstance(control, Choice):
        return control.value().value if control.value() is not None else ""
    if isinstance(control, ChoiceChips):
        return control.codes()
    if isinstance(control, CheckLine | TextChoice):
        return control.value()
    if isinstance(control, Composite):
        return control.raw()
    raise TypeError(type(control).__name__)


def in_words(control: Any) -> str:
    """Return what stands in a control as a person reads it; empty when nothing does."""
    if isinstance(control, Choice):
        return label(control.value()) if control.value() is not None else ""
    if isinstance(control, ChoiceChips):
        value = control.value()
        chosen = value if isinstance(value, tuple) else (value,) if value is not None else ()
        return ", ".join(label(member) for member in chosen)
    if isinstance(control, CheckLine):
        return say("word.yes") if control.value() else ""
    if isinstance(control, TextChoice):
        return control.currentText()
    if isinstance(control, Composite):
        return control.in_words()
    return str(raw(control)).strip()


def raws(controls: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in several controls by name."""
    return {name: raw(control) for name, control in controls.items()}


def set_raws(controls: dict[str, Any], data: dict[str, Any]) -> None:
    """Put plain data back into several controls; names that are gone are left out."""
    for name, value in data.items():
        if name in controls:
            set_raw(controls[name], value)


def set_raw(control: Any, data: Any) -> None:
    """Put plain data back into a control; what does not fit any more (a choice that is gone) leaves it as it is."""
    if isinstance(control, QLineEdit):
        control.setText(str(data))
    elif isinstance(control, QPlainTextEdit):
        control.setPlainText(str(data))
    elif isinstance(control, Choice):
        control.set_code(str(data))
    elif isinstance(control, ChoiceChips) and isinstance(data, list):
        control.set_codes(tuple(str(code) for code in data))
    elif isinstance(control, TextChoice):
        control.set_value(str(data))
    elif isinstance(control, CheckLine):
        control.set_value(bool(data))
    elif isinstance(control, Composite):
        control.set_raw(data)


def add_raw(control: Any, data: Any) -> None:
    """Put a text back into a control in front of what was typed there meanwhile; in a control of another kind that stays."""
    if not isinstance(control, TextLine | TextArea):
        return
    now, text = str(raw(control)), str(data)
    if not now.startswith(text):
        set_raw(control, f"{text} {now}" if isinstance(control, TextLine) else f"{text}\n{now}")
