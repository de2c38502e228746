"""The library says where every number comes from; own forms are defined there; rhythms are set one at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.library.measures import MeasuresSection
from irt_desk.ui.shell import Shell


def texts(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def section(shell: Shell) -> MeasuresSection:
    shell.show()
    shell.go("library", section="measures")
    found = shell.page("library").sections["measures"]  # type: ignore[attr-defined]  # the library page
    assert isinstance(found, MeasuresSection)
    return found


def test_every_number_stands_with_its_source(shell: Shell) -> None:
    page = section(shell)
    page.point_at(key="csi16")
    said = texts(page)
    assert "From 15 points a change counts as reliable (strict, 14.9) (provisional)" in said
    assert "a retest reliability of .90 is assumed" in said
    assert "below 51.5" in said
    page.point_at(key="kmss")
    assert "No threshold for change is in use" in texts(page)
    assert unnamed(page) == []


def test_an_own_form_is_defined_used_and_changed(shell: Shell, desk: Desk) -> None:
    page = section(shell)
    page.new_button.click()
    card = page.card
    assert card is not None
    assert unnamed(page) == []
    card.submit()
    assert card.fields["name"].problem
    card.code.set_value("Evenings")
    card.name.set_value("Evenings together")
    card.captions.set_value(("We talked", "We laughed"))
    card.high.set_value(3)
    card.reversed.set_value("3")
    card.submit()
    assert "between 1 and 2" in card.fields["reversed"].problem
    card.reversed.set_value("")
    card.cutoff.set_value(4)
    card.submit()
    assert page.card is None
    (own,) = [one for one in desk.measures.library() if one.key == "evenings"]
    assert (own.total_low, own.total_high, own.cutoffs[0].label) == (0, 6, "4 or more")
    assert "own, not validated" in texts(page).lower()
    page._on_change(own)
    assert page.card is not None
    page.card.captions.set_value(("We talked", "We laughed", "We walked"))
    page.card.submit()
    (changed,) = [one for one in desk.measures.library() if one.key == "evenings"]
    assert (changed.version, changed.total_high) == (2, 9)


def test_a_rhythm_is_changed_in_settings(shell: Shell, desk: Desk) -> None:
    shell.show()
    shell.go("settings")
    card = shell.page("settings").rhythms  # type: ignore[attr-defined]  # the settings page
    assert "CSI-4: with the first session, every 14 days" in texts(card)
    assert "HITS" not in texts(card)
    card._on_change("csi4")
    card.form.control("every_days").set_value(7)
    card.submit()
    assert "CSI-4: with the first session, every 7 days" in texts(card)
    assert desk.measures.schedules()["csi4"].every_days == 7
    card.form.control("every_days").set_value(0)
    card.form.control("intake").set_value(False)
    card.submit()
    assert "at least one time" in card.form.field("every_days").problem
