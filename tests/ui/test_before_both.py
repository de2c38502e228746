"""From "she said yes" to a unit for both, led by the Pathway tab: every open item has its act, and what she told alone stays hers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import UnitKind
from irt_desk.domain.consents import ConsentType, SecretsOption
from irt_desk.domain.invitations import InvitationOffer
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.values import Act, Invalid
from irt_desk.services.desk import Desk
from irt_desk.ui.building.disclosure import Disclosure
from irt_desk.ui.chart.pathway import PathwayTab
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.joint import MARK, couple, in_preparation, papers, prescreen
from tests.practices import Clock, make_active, new_client, new_desk, screen
from tests.ui.doubles import FakeDialogs, texts


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def joint_desk(tmp_path: Path, clock: Clock) -> Desk:
    return new_desk(tmp_path / "P.irtdesk", clock)


def opened(qtbot: QtBot, desk: Desk, unit: str) -> PathwayTab:
    shell = Shell(desk, InlineRunner(), dialogs=FakeDialogs())
    qtbot.addWidget(shell)
    shell.show()
    shell.go("chart", unit_id=unit, tab="pathway")
    tab = shell.page("chart").tabs["pathway"]  # type: ignore[attr-defined]  # the chart
    assert isinstance(tab, PathwayTab)
    return tab


def test_the_card_lists_what_the_command_line_lists_and_each_line_of_the_unit_opens_its_form(
    qtbot: QtBot, joint_desk: Desk, clock: Clock
) -> None:
    unit, _ = in_preparation(joint_desk, clock, TransitionTarget.DISCERNMENT)
    tab = opened(qtbot, joint_desk, unit)
    said = texts(tab.both.steps)
    missing = joint_desk.pathway.missing_for_unit(unit, UnitKind.DISCERNMENT)
    assert missing
    assert all(item.sentence in said for item in missing)
    assert "The client signs the role change first." in said
    tab.follow(Act.UNIT, "partner_screening")
    assert tab.both.prescreen.is_editing
    tab.follow(Act.UNIT, "dc_screen_b")
    assert tab.both.screens.is_editing


def test_the_partners_screening_is_recorded_in_the_window_and_its_account_is_not_on_the_page(
    qtbot: QtBot, joint_desk: Desk, clock: Clock
) -> None:
    unit, _ = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    tab = opened(qtbot, joint_desk, unit)
    card = tab.both.prescreen
    card.start_new()
    card.form.control("on").set_value(clock.today)
    card.form.control("alone").set_value(True)
    card.form.control("findings").set_value((IpvFinding.NONE_DISCLOSED,))
    card.form.control("account").set_value(MARK)
    card._on_save()
    assert card.is_editing, "without the partner's signature nothing is stored and nothing is lost"
    card.signature.set_value("Calliope Merriwold")
    card._on_save()
    assert not card.is_editing
    codes = [item.code for item in joint_desk.pathway.missing_for_unit(unit, UnitKind.COUPLE)]
    assert "partner_screening" not in codes
    assert MARK not in texts(tab)
    card.look.click()
    assert MARK in texts(tab), "the practitioner looks behind the link"
    tab.forget()
    assert MARK not in texts(tab)


def test_the_policy_both_agree_on_is_chosen_in_the_window(qtbot: QtBot, joint_desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    tab = opened(qtbot, joint_desk, unit)
    tab.both.preparation.form.control("secrets").set_value(SecretsOption.NO_SECRETS)
    tab.both.preparation.submit()
    stored = joint_desk.units.preparation(unit)
    assert (stored.secrets, stored.partner_id) == (SecretsOption.NO_SECRETS, partner)


def test_what_is_signed_is_listed_and_the_opened_unit_is_one_link_away(
    qtbot: QtBot, joint_desk: Desk, clock: Clock
) -> None:
    unit, partner = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    papers(joint_desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    prescreen(joint_desk, clock, unit, partner)
    tab = opened(qtbot, joint_desk, unit)
    (done,) = tab.both.steps.findChildren(Disclosure)
    done.open()
    said = texts(tab.both.steps)
    assert "Secrets policy: Calliope Merriwold" in said
    assert "Everything is there." in said
    other, _ = couple(joint_desk, clock)
    assert not opened(qtbot, joint_desk, other).both.opened.isHidden()


def test_a_stop_of_the_partner_is_lifted_only_with_a_reason(joint_desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    prescreen(joint_desk, clock, unit, partner, IpvFinding.CURRENT_CONCERN)
    clock.now += timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        prescreen(joint_desk, clock, unit, partner)
    assert [problem.code for problem in refused.value.problems] == ["change_reason_needed"]


def test_an_invitation_is_recorded_in_the_window_and_gone_from_it_under_a_stop(
    qtbot: QtBot, joint_desk: Desk, clock: Clock
) -> None:
    unit = new_client(joint_desk, clock)
    make_active(joint_desk, clock, unit)
    tab = opened(qtbot, joint_desk, unit)
    log = tab.inviting.log
    log.start_new()
    for name, value in (("on", clock.today), ("channel", "on a walk"), ("offered", (InvitationOffer.ONE_MEETING,))):
        log.form.control(name).set_value(value)
    log._on_save()
    assert not log.is_editing
    assert "One meeting" in texts(log)
    screen(joint_desk, clock, unit, IpvFinding.CURRENT_CONCERN)
    tab.reload()
    assert tab.inviting.isHidden()
