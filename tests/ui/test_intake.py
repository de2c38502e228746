"""The guided intake in the window: stored as typed, resumable, skippable; a wrong number loses nothing and steals no focus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.intake import IntakeTheme, Role
from irt_desk.domain.safety import IpvFinding, SafetyInterview
from irt_desk.domain.values import DatePrecision, FuzzyDay, Instant
from irt_desk.errors import DiskFull
from irt_desk.services.desk import Desk
from irt_desk.ui.building.fuzzy import FuzzyDayField, parse_fuzzy
from irt_desk.ui.chart.intake import IntakeTab
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.intake.couple import ClosenessAndStressTheme, ContextTheme, NowAndWishedTheme
from irt_desk.ui.intake.themes import DailyLifeTheme, FirstStepsTheme, HurtsTheme, PresentingTheme
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.ui.conftest import NOW
from tests.ui.doubles import FakeDialogs, type_text


@pytest.fixture
def unit_id(take_in: Callable[..., TreatmentUnit]) -> str:
    return take_in("Noor Adair").id


@pytest.fixture
def tab(shell: Shell, unit_id: str) -> IntakeTab:
    shell.show()
    shell.go("chart", unit_id=unit_id, tab="intake")
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    found = page.tabs["intake"]
    assert isinstance(found, IntakeTab)
    return found


def presenting(tab: IntakeTab) -> PresentingTheme:
    tab.choose("presenting")
    theme = tab.themes["presenting"]
    assert isinstance(theme, PresentingTheme)
    return theme


def texts(widget: object) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())  # type: ignore[attr-defined]  # a widget


def test_what_is_typed_is_stored_without_a_button(tab: IntakeTab, desk: Desk, unit_id: str, qtbot: QtBot) -> None:
    card = presenting(tab).card
    assert not card.save_button.isVisible()
    type_text(card.form.control("client_words"), "We only talk about the bins.")
    type_text(card.form.control("clinical_summary"), "Distance.")
    assert card._quiet.remainingTime() > 1000, "not with every key"
    card._quiet.start(1)
    qtbot.waitUntil(lambda: desk.clients.presenting(unit_id).clinical_summary == "Distance.")
    assert desk.clients.presenting(unit_id).client_words == "We only talk about the bins."
    assert card.state.text() == "Saved"
    assert card.unfinished() == {}


def test_leaving_the_page_stores_what_was_typed_on_it(tab: IntakeTab, desk: Desk, unit_id: str) -> None:
    type_text(presenting(tab).card.form.control("client_words"), "He sleeps in the study.")
    tab.choose("hurts")
    assert desk.clients.presenting(unit_id).client_words == "He sleeps in the study."


def test_a_number_that_cannot_be_stays_as_typed_and_the_rest_is_not_lost(
    tab: IntakeTab, desk: Desk, unit_id: str, shell: Shell
) -> None:
    card = presenting(tab).card
    type_text(card.form.control("arguments_per_week"), "often")
    type_text(card.form.control("client_words"), "We shout.")
    card.store()
    assert card.form.field("arguments_per_week").problem
    assert not card.form.control("arguments_per_week").hasFocus()
    assert card.form.control("arguments_per_week").text() == "often"
    assert "Nothing typed is lost" in card.state.text()
    shell.go("chart", unit_id=unit_id, tab="overview")
    kept = desk.unfinished.of(unit_id, "intake")
    assert kept["presenting"] == {"arguments_per_week": "often", "client_words": "We shout."}


def test_what_a_full_disk_did_not_take_is_tried_again_and_said(tab: IntakeTab, desk: Desk, unit_id: str) -> None:
    card = presenting(tab).card
    type_text(card.form.control("client_words"), "We shout.")
    card._sent = card.form.snapshot()
    card._on_refused(DiskFull())
    assert card.problem.text()
    assert card._quiet.isActive()
    card.store()
    assert card.problem.text() == ""
    assert desk.clients.presenting(unit_id).client_words == "We shout."


def test_what_is_typed_while_the_lane_is_busy_is_stored_next(tab: IntakeTab, desk: Desk, unit_id: str) -> None:
    card = presenting(tab).card
    waiting: list[tuple[object, object]] = []
    real, card._save = card._save, lambda value, done, failed: waiting.append((value, done))  # type: ignore[method-assign]  # a slow lane
    type_text(card.form.control("client_words"), "We shout")
    card.store()
    type_text(card.form.control("client_words"), " at night.")
    value, done = waiting[0]
    card._save = real
    done(value)  # type: ignore[operator]  # the bound method of the card
    assert card.form.control("client_words").toPlainText() == "We shout at night."
    assert card.form.is_written, "the later words are not taken for stored"
    card.store()
    assert desk.clients.presenting(unit_id).client_words == "We shout at night."


def test_only_the_page_in_front_is_made_and_the_others_catch_up_when_they_come_there(
    tab: IntakeTab, desk: Desk, unit_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = presenting(tab).card
    assert set(tab.themes) == {"open", "presenting"}, "twenty pages nobody looks at are not built"
    shown: list[str] = []
    for name in ("open", "presenting"):
        monkeypatch.setattr(tab.themes[name], "show_facts", lambda _, name=name: shown.append(name))
    type_text(card.form.control("client_words"), "We only talk about the bins.")
    card.store()
    assert shown == ["presenting"]
    tab.choose("open")
    assert shown == ["presenting", "open"]
    tab.choose("presenting")
    assert shown == ["presenting", "open"], "nothing changed meanwhile"


def test_a_page_left_half_typed_is_made_and_brought_back_at_the_next_start(
    tab: IntakeTab, desk: Desk, unit_id: str, take_in: Callable[..., TreatmentUnit], shell: Shell
) -> None:
    tab.choose("barriers")
    barriers = tab.themes["barriers"].barriers  # type: ignore[attr-defined]  # the page of the barriers
    barriers.start_new()
    barriers.form.control("plan").set_value("Ask her sister.")
    shell.go("chart", unit_id=take_in("Bela").id, tab="intake")
    assert not barriers.is_editing
    again = Shell(desk, InlineRunner(), dialogs=FakeDialogs())
    again.show()
    again.go("chart", unit_id=unit_id, tab="intake")
    fresh = again.page("chart").tabs["intake"]  # type: ignore[attr-defined]  # the chart
    assert "barriers" in set(fresh.themes)
    assert fresh.themes["barriers"].barriers.form.control("plan").value() == "Ask her sister."
    again.close()
    again.deleteLater()


@pytest.mark.parametrize("size", [(1024, 700), (1280, 860)])
def test_the_page_in_front_stays_in_sight_in_the_list_at_the_left(
    tab: IntakeTab, shell: Shell, size: tuple[int, int]
) -> None:
    assert tab.buttons["open"].height() <= 32
    for name in ("fit_review", "open", "consents"):
        tab.choose(name)
        shell.resize(*size)
        QApplication.processEvents()
        assert not tab.buttons[name].visibleRegion().isEmpty(), name


def test_a_returning_therapist_sees_what_is_empty_and_why(tab: IntakeTab) -> None:
    tab.choose("start")
    said = texts(tab.themes["start"])
    assert "0 of 7 themes begun" in said
    assert "By the end of the third session there is one place to begin." in said
    type_text(presenting(tab).card.form.control("client_words"), "We shout.")
    tab.choose("start")
    said = texts(tab.themes["start"])
    assert "1 of 7 themes begun" in said
    assert "Still empty: your summary, main reason, how it began, arguments a week." in said
    assert tab.buttons["presenting"].accessibleDescription() == "Begun"


def test_a_theme_is_left_out_for_now_and_taken_up_again(tab: IntakeTab) -> None:
    tab.choose("hurts")
    theme = tab.themes["hurts"]
    assert isinstance(theme, HurtsTheme)
    theme.foot.skip_link.click()
    assert tab.buttons["hurts"].accessibleDescription() == "Left out for now"
    assert theme.foot.skip_link.text() == "Take it up again"
    theme.foot.skip_link.click()
    assert tab.buttons["hurts"].accessibleDescription() == "Empty"


def test_the_pages_lead_from_one_to_the_next(tab: IntakeTab) -> None:
    tab.choose("presenting")
    for name in [*list(IntakeTheme)[1:], "couples_first"]:
        tab.themes[_shown(tab)].foot.next_button.click()  # type: ignore[attr-defined]  # pages of the guided intake
        assert _shown(tab) == name


def _shown(tab: IntakeTab) -> str:
    return next(name for name, button in tab.buttons.items() if button.isChecked())


def test_roles_are_rated_and_the_first_day_stays_in_sight(tab: IntakeTab, desk: Desk, unit_id: str) -> None:
    tab.choose("daily_life")
    theme = tab.themes["daily_life"]
    assert isinstance(theme, DailyLifeTheme)
    card = theme.roles
    card._controls["work.rating"].setText("8")
    card._controls["work.note"].setText("runs the kitchen")
    card._day.setText("24 Nov 2026")
    card._controls["leisure.rating"].setText("11")
    card.save_button.click()
    assert "from 0 to 10" in card._rows[Role.LEISURE].text()
    assert desk.intake.picture(unit_id).roles == ()
    card._controls["leisure.rating"].setText("")
    card.save_button.click()
    assert [(r.role, r.rating, r.note) for r in desk.intake.picture(unit_id).roles] == [
        (Role.WORK, 8, "runs the kitchen")
    ]
    assert not card.editor.isVisible()
    assert "8 of 10" in texts(card)
    card.again.click()
    assert card._controls["work.rating"].text() == ""
    card.cancel_button.click()
    assert not card.editor.isVisible()


def test_half_a_line_is_named_and_half_typed_ratings_come_back(
    tab: IntakeTab, shell: Shell, take_in: Callable[..., TreatmentUnit], unit_id: str
) -> None:
    tab.choose("now_and_wished")
    theme = tab.themes["now_and_wished"]
    assert isinstance(theme, NowAndWishedTheme)
    card = theme.dimensions
    card._controls["love.now"].setText("4")
    card.save_button.click()
    assert "leave the whole line empty" in texts(card)
    shell.go("chart", unit_id=take_in("Somebody Else").id, tab="intake")
    assert card._controls["love.now"].text() == ""
    shell.go("chart", unit_id=unit_id, tab="intake")
    assert card._controls["love.now"].text() == "4"


def test_the_context_opens_once_the_partner_has_a_name(tab: IntakeTab, desk: Desk, unit_id: str) -> None:
    tab.choose("context")
    theme = tab.themes["context"]
    assert isinstance(theme, ContextTheme)
    assert not theme.context.isVisible()
    assert theme.partner.add_button is not None
    theme.partner.add_button.click()
    type_text(theme.partner.form.control("name"), "Theo")
    theme.partner.save_button.click()
    assert theme.context.isVisible()
    assert theme.context.title.text() == "The relationship with Theo"
    type_text(theme.context.form.control("started"), "Mar 2015")
    theme.context.store()
    link = desk.intake.picture(unit_id).relationship
    assert link is not None
    assert link.started == FuzzyDay(date(2015, 3, 1), DatePrecision.MONTH)


def test_a_stopped_case_asks_nobody_what_they_could_do_differently(tab: IntakeTab, desk: Desk, unit_id: str) -> None:
    from irt_desk.domain.practitioner import Practitioner

    desk.settings.save_practitioner(Practitioner(name="Ines Halloran", credential="LMFT"))
    desk.safety.record_interview(
        SafetyInterview(
            id="",
            unit_id=unit_id,
            on=NOW.date(),
            recorded=Instant(NOW),
            alone=True,
            findings=(IpvFinding.CURRENT_CONCERN,),
        )
    )
    tab.reload()
    tab.choose("first_steps")
    steps = tab.themes["first_steps"]
    assert isinstance(steps, FirstStepsTheme)
    assert not steps.commitments.isVisible()
    assert "stopped for safety" in texts(steps)
    tab.choose("closeness_and_stress")
    stress = tab.themes["closeness_and_stress"]
    assert isinstance(stress, ClosenessAndStressTheme)
    assert stress.own.add_button is not None
    assert not stress.own.add_button.isVisible()


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("2019", date(2019, 1, 1), DatePrecision.YEAR),
        ("Mar 2019", date(2019, 3, 1), DatePrecision.MONTH),
        ("march 2019", date(2019, 3, 1), DatePrecision.MONTH),
        ("2019-03", date(2019, 3, 1), DatePrecision.MONTH),
        ("3 Mar 2019", date(2019, 3, 3), DatePrecision.EXACT),
    ],
)
def test_a_day_is_read_as_exactly_as_it_is_known(qtbot: QtBot, typed: str, day: date, precision: DatePrecision) -> None:
    assert parse_fuzzy(typed) == FuzzyDay(day, precision)
    field = FuzzyDayField()
    qtbot.addWidget(field)
    field.set_value(parse_fuzzy(typed))
    assert field.value() == FuzzyDay(day, precision)


@pytest.mark.parametrize("typed", ["0", "1812x", "Foo 2019", "30 Feb 2019", "2019-13", "in spring"])
def test_what_is_no_day_says_how_to_write_one(qtbot: QtBot, typed: str) -> None:
    from irt_desk.domain.values import Invalid

    field = FuzzyDayField()
    qtbot.addWidget(field)
    field.setText(typed)
    with pytest.raises(Invalid, match="Mar 2019"):
        field.value()
