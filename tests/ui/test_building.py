"""The controls take what people type and paste, say what is wrong beside it, and can be used without a mouse."""

from __future__ import annotations

import time as clock
from datetime import date, time
from enum import StrEnum

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from irt_desk.domain.sessions import Attendance
from irt_desk.domain.values import Invalid
from irt_desk.ui.building import (
    Banner,
    Card,
    CheckLine,
    Choice,
    ChoiceChips,
    Columns,
    DateField,
    Field,
    LinesArea,
    NumberField,
    Pill,
    Rating,
    TextArea,
    TextLine,
    TimeField,
    unnamed,
)
from irt_desk.ui.building.fields import parse_day
from irt_desk.ui.building.names import marked_up
from irt_desk.ui.building.writing import ClipboardGuard
from tests.ui.doubles import on_clipboard, type_text

TODAY = date(2026, 11, 24)
HOSTILE = (
    '<img src="file:///etc/passwd"><img src="//192.0.2.1/share/x.png"><script>x</script>'
    '<style>@import url("file:///etc/hosts")</style><b>Maya</b> came <a href="file:///x">late</a>'
)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        "24.11.2026",
        "24/11/2026",
        "24 Nov 2026",
        "24 November 2026",
        "24. Nov 2026",
        " 24  nov ",
        "today",
        "24 nov",
    ],
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert parse_day(text, TODAY) == TODAY


@pytest.mark.parametrize(
    "text", ["2026-02-30", "31.11.2026", "24 Foo", "the day before", "24", "2026", "32 Jan", "29 Feb 2025"]
)
def test_impossible_days_are_refused_with_a_sentence(qtbot: QtBot, text: str) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.setText(text)
    with pytest.raises(Invalid) as refused:
        field.value()
    assert text in refused.value.problems[0].sentence


def test_an_optional_day_may_be_empty_and_a_needed_one_not(qtbot: QtBot) -> None:
    optional, needed = DateField(), DateField(optional=False)
    qtbot.addWidget(optional)
    qtbot.addWidget(needed)
    assert optional.value() is None
    with pytest.raises(Invalid):
        needed.value()


def test_a_stored_day_comes_back_the_same(qtbot: QtBot) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.set_value(TODAY)
    assert field.value() == TODAY


@pytest.mark.parametrize(("text", "value"), [("10:00", time(10)), ("9.05", time(9, 5)), ("1730", time(17, 30))])
def test_times_are_read(qtbot: QtBot, text: str, value: time) -> None:
    field = TimeField()
    qtbot.addWidget(field)
    field.setText(text)
    assert field.value() == value


@pytest.mark.parametrize("text", ["25:00", "10:75", "ten", "1"])
def test_impossible_times_are_refused(qtbot: QtBot, text: str) -> None:
    field = TimeField()
    qtbot.addWidget(field)
    field.setText(text)
    with pytest.raises(Invalid):
        field.value()


def test_a_decimal_comma_is_a_decimal_point(qtbot: QtBot) -> None:
    field = NumberField(decimals=1)
    qtbot.addWidget(field)
    field.setText("0,8")
    assert field.value() == 0.8


def test_a_rating_is_typed_and_never_silently_changed(qtbot: QtBot) -> None:
    rating = Rating()
    qtbot.addWidget(rating)
    type_text(rating, "7")
    assert rating.value() == 7
    rating.setText("11")
    with pytest.raises(Invalid):
        rating.value()
    assert rating.text() == "11"


def test_pasted_rich_text_becomes_clean_plain_text(qtbot: QtBot) -> None:
    area = TextArea()
    qtbot.addWidget(area)
    on_clipboard(html=HOSTILE, text="Maya came\u0000 late\r\nagain\u0007")
    area.paste()
    assert area.value() == "Maya came late\nagain"


@pytest.mark.parametrize("kind", ["html", "urls", "image"])
def test_what_has_no_text_is_not_pasted(qtbot: QtBot, kind: str) -> None:
    area = TextArea()
    qtbot.addWidget(area)
    mime = QMimeData()
    if kind == "html":
        mime.setHtml(HOSTILE)
    elif kind == "urls":
        mime.setUrls([QUrl("file:///etc/passwd")])
    else:
        mime.setImageData(QImage(4, 4, QImage.Format.Format_ARGB32))
    if area.canInsertFromMimeData(mime):
        area.insertFromMimeData(mime)
    assert "root:" not in area.value()
    assert "<" not in area.value()


def test_two_hundred_thousand_characters_do_not_freeze(qtbot: QtBot) -> None:
    area = TextArea()
    qtbot.addWidget(area)
    area.resize(500, 200)
    area.show()
    text = "She said it was fine, and then it was not. " * 4_700
    started = clock.perf_counter()
    area.set_value(text)
    type_text(area, "abc")
    assert clock.perf_counter() - started < 3
    assert len(area.value()) == len(text) + 3


def test_a_text_area_grows_with_what_is_written(qtbot: QtBot) -> None:
    area = TextArea(least=2, most=6)
    qtbot.addWidget(area)
    area.resize(300, 100)
    area.show()
    small = area.height()
    area.set_value("\n".join("abcdef"))
    assert area.height() > small
    tall = area.height()
    area.set_value("x\n" * 200)
    assert area.height() == tall


def test_tab_moves_on_instead_of_indenting(qtbot: QtBot) -> None:
    box = QWidget()
    down = QVBoxLayout(box)
    first, second = TextArea(), TextLine()
    down.addWidget(first)
    down.addWidget(second)
    qtbot.addWidget(box)
    box.show()
    first.setFocus()
    press(first, Qt.Key.Key_Tab)
    assert first.value() == ""
    assert box.focusWidget() is second


def test_letters_of_every_script_can_be_typed(qtbot: QtBot) -> None:
    line = TextLine()
    qtbot.addWidget(line)
    type_text(line, "Zoë Агата Γιώργος 李")
    assert line.value() == "Zoë Агата Γιώργος 李"


def test_a_line_never_holds_a_line_break(qtbot: QtBot) -> None:
    line = TextLine()
    qtbot.addWidget(line)
    line.set_value("two\nlines\x00")
    assert line.value() == "two lines"


def test_lines_are_a_tuple(qtbot: QtBot) -> None:
    area = LinesArea()
    qtbot.addWidget(area)
    area.set_value(("one", "two"))
    area.appendPlainText("  \nthree ")
    assert area.value() == ("one", "two", "three")


def test_copied_text_is_marked_secret_and_leaves_the_clipboard(qtbot: QtBot) -> None:
    area = TextArea()
    qtbot.addWidget(area)
    area.set_value("a private sentence")
    area.selectAll()
    area.copy()
    assert QGuiApplication.clipboard().mimeData().data("x-kde-passwordManagerHint") == b"secret"
    guard = ClipboardGuard()
    guard.watch("a private sentence")
    guard.clear()
    assert QGuiApplication.clipboard().text() == ""


def test_the_clipboard_is_left_alone_when_something_else_was_copied(qtbot: QtBot) -> None:
    guard = ClipboardGuard(seconds=0.01)
    guard.watch("a private sentence")
    on_clipboard(text="shopping list")
    qtbot.wait(40)
    assert QGuiApplication.clipboard().text() == "shopping list"


def test_one_of_several_chips_is_chosen_with_the_keyboard(qtbot: QtBot) -> None:
    chips = ChoiceChips(Attendance)
    qtbot.addWidget(chips)
    chips.show()
    first, second = list(Attendance)[:2]
    chips.chip(first).setFocus()
    press(chips.chip(first), Qt.Key.Key_Right)
    press(chips.chip(second), Qt.Key.Key_Space)
    assert chips.value() is second
    chips.chip(first).click()
    assert chips.value() is first


def test_several_chips_are_a_tuple_in_order(qtbot: QtBot) -> None:
    chips = ChoiceChips(Attendance, several=True)
    qtbot.addWidget(chips)
    members = list(Attendance)
    chips.chip(members[2]).click()
    chips.chip(members[0]).click()
    assert chips.value() == (members[0], members[2])


def test_a_choice_that_must_stand_cannot_be_taken_back(qtbot: QtBot) -> None:
    chips = ChoiceChips(Attendance, optional=False)
    qtbot.addWidget(chips)
    first = next(iter(Attendance))
    chips.chip(first).click()
    chips.chip(first).click()
    assert chips.value() is first


def test_an_optional_choice_may_be_none(qtbot: QtBot) -> None:
    choice = Choice(Attendance, optional=True)
    qtbot.addWidget(choice)
    assert choice.value() is None
    choice.set_value(list(Attendance)[1])
    assert choice.value() is list(Attendance)[1]


def test_a_click_on_the_sentence_ticks_the_box(qtbot: QtBot) -> None:
    check = CheckLine("A message may be left")
    qtbot.addWidget(check)
    check.resize(300, 40)
    check.show()
    qtbot.mouseClick(check._sentence, Qt.MouseButton.LeftButton)
    assert check.value() is True


def test_a_problem_stands_under_its_field_and_is_heard_with_it(qtbot: QtBot) -> None:
    control = TextLine()
    field = Field("Preferred name", control, help="As they want to be called", required=True)
    qtbot.addWidget(field)
    field.show()
    field.set_problem("Write something here.")
    assert field.problem == "Write something here."
    assert control.accessibleName() == "Preferred name"
    assert "Write something here." in control.accessibleDescription()
    field.set_problem("")
    assert control.accessibleDescription() == "As they want to be called"
    assert control.property("wrong") is False


class _Two(StrEnum):
    ATTENDED = "attended"


def test_every_control_in_a_field_has_a_name(qtbot: QtBot) -> None:
    card = Card("All of them")
    qtbot.addWidget(card)
    for control in (
        TextLine(), TextArea(), LinesArea(), Choice(Attendance), ChoiceChips(Attendance), Rating(), NumberField(),
        DateField(), TimeField(), CheckLine(),
    ):  # fmt: skip
        card.body.addWidget(Field(f"The {type(control).__name__}", control))
    assert unnamed(card) == []
    assert marked_up(card) == []


def test_an_unnamed_control_is_found(qtbot: QtBot) -> None:
    card = Card("One of them")
    qtbot.addWidget(card)
    card.body.addWidget(TextLine())
    assert unnamed(card) == ["TextLine < Card"] or unnamed(card) == ["TextLine"]


def test_labels_show_markup_as_it_was_typed(qtbot: QtBot) -> None:
    pill = Pill("<b>5 < 6 & so</b>", "client")
    qtbot.addWidget(pill)
    assert pill.textFormat() is Qt.TextFormat.PlainText


def test_a_banner_without_words_is_gone(qtbot: QtBot) -> None:
    banner = Banner("Safety first", "danger")
    qtbot.addWidget(banner)
    banner.show()
    banner.say("")
    assert banner.isHidden()


def test_columns_stand_under_each_other_when_it_is_narrow(qtbot: QtBot) -> None:
    columns = Columns((3, 2), stack_below=600)
    qtbot.addWidget(columns)
    left, right = Card("left"), Card("right")
    columns.columns[0].addWidget(left)
    columns.columns[1].addWidget(right)
    columns.resize(1000, 400)
    columns.show()
    top = right.mapTo(columns, right.rect().topLeft())
    assert top.x() > 300
    columns.resize(400, 800)
    QApplication.processEvents()
    under = right.mapTo(columns, right.rect().topLeft())
    assert under.x() == 0
    assert under.y() > 0
