"""The partner as a guest, from the Pathway tab: what a visit needs, opening it, its own chart, its end."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import CaseState
from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.chart.pathway import PathwayTab
from irt_desk.ui.joint.tabs import JointPathwayTab
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.joint import MARK, in_preparation, partner_of, prescreen, sign
from tests.practices import Clock, make_active, new_client, screen
from tests.ui.doubles import FakeDialogs, texts


@pytest.fixture
def case(desk: Desk, clock: Clock) -> tuple[str, str]:
    unit = new_client(desk, clock)
    partner = partner_of(desk, unit)
    make_active(desk, clock, unit)
    return unit, partner


def chart(qtbot: QtBot, desk: Desk, unit: str, tab: str) -> ChartPage:
    shell = Shell(desk, InlineRunner(), dialogs=FakeDialogs())
    qtbot.addWidget(shell)
    shell.show()
    shell.go("chart", unit_id=unit, tab=tab)
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    return page


def pathway(page: ChartPage) -> PathwayTab:
    tab = page.tabs["pathway"]
    assert isinstance(tab, PathwayTab)
    return tab


def test_the_card_is_folded_then_says_everything_a_visit_needs(qtbot: QtBot, desk: Desk, case: tuple[str, str]) -> None:
    guest = pathway(chart(qtbot, desk, case[0], "pathway")).guest
    shown = texts(guest)
    assert "They are a guest, not a client: the record stays Noor’s" in shown
    assert "collateral agreement" not in shown
    guest.unfold.click()
    shown = texts(guest)
    assert all(item.sentence in shown for item in desk.units.guest_missing(case[0]))
    assert not guest.open_button.isVisible()
    assert unnamed(guest) == []


def test_the_partner_is_screened_from_the_card_and_what_they_told_is_not_on_the_page(
    qtbot: QtBot, desk: Desk, clock: Clock, case: tuple[str, str]
) -> None:
    tab = pathway(chart(qtbot, desk, case[0], "pathway"))
    assert not tab.both.isVisible(), "no unit of two is weighed here"
    tab.guest.begin()
    tab.guest.begin_prescreen()
    card = tab.guest.prescreen
    assert card.is_editing
    card.form.control("alone").set_value(True)
    card.form.control("findings").set_value((IpvFinding.NONE_DISCLOSED,))
    card.form.control("account").set_value(MARK)
    card.signature.set_value("Calliope Merriwold")
    card._on_save()
    assert [one.code for one in desk.units.guest_missing(case[0])] == ["consent_collateral"]
    assert MARK not in texts(tab)
    assert "Screen the partner" not in texts(tab.guest)


def test_a_half_typed_screening_of_the_guest_is_there_again(
    qtbot: QtBot, desk: Desk, clock: Clock, case: tuple[str, str]
) -> None:
    tab = pathway(chart(qtbot, desk, case[0], "pathway"))
    tab.guest.begin_prescreen()
    tab.guest.prescreen.form.control("account").set_value("she asked")
    other = new_client(desk, clock, "Somebody Else")
    tab.room.go("chart", unit_id=other, tab="pathway")
    assert not tab.guest.prescreen.isVisible()
    again = pathway(chart(qtbot, desk, case[0], "pathway"))
    assert again.guest.prescreen.isVisible()
    assert again.guest.prescreen.form.control("account").value() == "she asked"


def test_the_screening_of_before_both_come_is_used_where_it_stands_on_the_page(
    qtbot: QtBot, desk: Desk, clock: Clock
) -> None:
    unit, _ = in_preparation(desk, clock, TransitionTarget.COUPLES)
    tab = pathway(chart(qtbot, desk, unit, "pathway"))
    tab.guest.begin()
    tab.guest.begin_prescreen()
    assert tab.both.prescreen.is_editing
    assert not tab.guest.prescreen.isVisible()


def test_it_opens_when_nothing_is_missing_and_its_chart_says_whose_it_is(
    qtbot: QtBot, desk: Desk, clock: Clock, case: tuple[str, str]
) -> None:
    unit, partner = case
    prescreen(desk, clock, unit, partner)
    sign(desk, clock, unit, ConsentType.COLLATERAL, Signer.PARTNER)
    page = chart(qtbot, desk, unit, "pathway")
    tab = pathway(page)
    tab.guest.begin()
    tab.guest.open_button.click()
    link = desk.units.guest_unit(unit)
    assert link is not None
    assert page.unit_id == link.unit_id
    assert page.header.name.text() == "Noor Adair"
    assert "Guest: Calliope Merriwold" in texts(page.header)
    assert [name for name, one in page.header.tabs.items() if not one.isHidden()] == [
        "overview",
        "sessions",
        "pathway",
    ]
    shown = texts(page.tabs["joint_overview"])
    assert "Calliope Merriwold, a guest and not a client" in shown
    assert "It goes where their record goes" in shown
    assert "never exported" not in shown, "that is said of a unit of two"
    assert unnamed(page.tabs["joint_overview"]) == []
    back = pathway(chart(qtbot, desk, unit, "pathway"))
    assert "Open since 2 Mar" in texts(back.guest)
    assert not back.guest.open_button.isVisible()
    assert not back.both.isVisible(), "a guest is not listed among the units of two"


def test_it_ends_on_its_own_pathway_tab_with_a_reason(
    qtbot: QtBot, desk: Desk, clock: Clock, case: tuple[str, str]
) -> None:
    unit, partner = case
    prescreen(desk, clock, unit, partner)
    sign(desk, clock, unit, ConsentType.COLLATERAL, Signer.PARTNER)
    joint = desk.units.open_collateral(unit, partner).value.id
    tab = chart(qtbot, desk, joint, "pathway").tabs["joint_pathway"]
    assert isinstance(tab, JointPathwayTab)
    assert tab.move_card is not None
    assert "End the visits" in texts(tab)
    tab.move_card.begin(tab.move_card._ways[0])
    tab.move_card.submit()
    assert desk.units.view(joint).episode.state is CaseState.OPEN
    assert tab.move_card.problem.text()
    tab.move_card.form.control("reason").set_value("heard what there was to hear")
    tab.move_card.submit()
    assert desk.units.view(joint).episode.state is CaseState.CLOSED
    assert desk.pathway.history(joint)[-1].reason == "heard what there was to hear"


def test_a_stop_keeps_the_card_from_opening_anything(
    qtbot: QtBot, desk: Desk, clock: Clock, case: tuple[str, str]
) -> None:
    unit, partner = case
    prescreen(desk, clock, unit, partner)
    sign(desk, clock, unit, ConsentType.COLLATERAL, Signer.PARTNER)
    tab = pathway(chart(qtbot, desk, unit, "pathway"))
    tab.guest.begin()
    assert tab.guest.open_button.isVisible()
    clock.pass_days(1)
    screen(desk, clock, unit, IpvFinding.CURRENT_CONCERN)
    tab.guest.open_contact()
    assert desk.units.guest_unit(unit) is None
    assert isinstance(tab.room.dialogs, FakeDialogs)
    assert tab.room.dialogs.told
    tab.reload()
    assert not tab.guest.open_button.isVisible()
