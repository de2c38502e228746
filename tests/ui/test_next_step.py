"""From "he said yes" to the first session of both: the page says what is next, each open item opens its form and leads back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.consents import ConsentType, PriorInfo, SecretsOption, Signer
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.units import JointPreparation, Place
from irt_desk.domain.values import Act, Missing
from irt_desk.services.desk import Desk
from irt_desk.ui.chart.errand import act_words, paper_of
from irt_desk.ui.chart.intake import IntakeTab
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.chart.pathway import PathwayTab
from irt_desk.ui.chart.steps import StepLine
from irt_desk.ui.joint.course import CourseTab
from irt_desk.ui.joint.meeting import FIRST_MINUTES
from irt_desk.ui.joint.tabs import JointOverviewTab
from irt_desk.ui.notes.tab import SessionsTab
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.joint import (
    appointment,
    couple,
    couple_under_override,
    discernment,
    in_preparation,
    papers,
    partner_of,
    prescreen,
)
from tests.practices import Clock, make_active, new_client, new_desk, screen
from tests.ui.doubles import FakeDialogs, texts


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def joint_desk(tmp_path: Path, clock: Clock) -> Desk:
    return new_desk(tmp_path / "P.irtdesk", clock)


@pytest.fixture
def at(qtbot: QtBot, joint_desk: Desk) -> Callable[..., ChartPage]:
    """Return a function that opens a chart at a tab in a window."""
    shell = Shell(joint_desk, InlineRunner(), dialogs=FakeDialogs())
    qtbot.addWidget(shell)
    shell.resize(1280, 860)
    shell.show()

    def open_(unit: str, tab: str = "pathway") -> ChartPage:
        shell.go("chart", unit_id=unit, tab=tab)
        page = shell.page("chart")
        assert isinstance(page, ChartPage)
        return page

    return open_


def press(words: str, within: QWidget) -> None:
    """Press the one shown button with these words, or with these at the beginning of its accessible name."""
    QApplication.processEvents()
    for button in within.findChildren(QAbstractButton):
        named = words == button.text().replace("&&", "&") or button.accessibleName().startswith(words)
        if button.isVisible() and button.isEnabled() and named:
            button.click()
            return
    shown = [b.accessibleName() for b in within.findChildren(QAbstractButton) if b.isVisible()]
    raise AssertionError(f"no button {words!r}; shown: {shown}")


def front(page: ChartPage) -> QWidget:
    current = page.stack.currentWidget()
    assert current is not None
    return current


def agreed(desk: Desk, clock: Clock) -> str:
    unit = new_client(desk, clock)
    partner_of(desk, unit)
    make_active(desk, clock, unit)
    desk.engagement.move(unit, PartnerEngagement.AGREED_TO_MEET, on=clock.today)
    return unit


def test_after_a_yes_the_page_says_that_weighing_it_is_next(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    page = at(agreed(joint_desk, clock))
    tab = front(page)
    assert isinstance(tab, PathwayTab)
    assert "Weigh couple or discernment work" in texts(tab.next)
    press("Begin the review", tab.next)
    assert tab.move_card.isVisible()
    assert tab.move_card.title.text() == "Weigh couples or discernment work"


def test_what_is_next_changes_with_the_case_and_is_away_under_a_stop(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    unit = agreed(joint_desk, clock)
    tab = front(at(unit))
    assert isinstance(tab, PathwayTab)
    assert tab.next.isVisible()
    joint_desk.engagement.move(unit, PartnerEngagement.CONSIDERING, on=clock.today)
    tab.reload()
    assert "answer, as Noor tells it" in texts(tab.next)
    press("Record the answer", tab.next)
    assert tab.partner_card.form.isVisible()
    screen(joint_desk, clock, unit, IpvFinding.CURRENT_CONCERN)
    tab.reload()
    assert not tab.next.isVisible()


def test_the_review_stands_on_top_while_it_is_written_and_the_papers_once_it_is_signed(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    unit, _ = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    tab = front(at(unit))
    assert isinstance(tab, PathwayTab)
    QApplication.processEvents()
    assert tab.both.steps.y() >= 0
    assert tab.both.mapTo(tab, tab.both.rect().topLeft()).y() < tab.review.mapTo(tab, tab.review.rect().topLeft()).y()
    joint_desk.readiness.reopen(unit)
    tab.reload()
    QApplication.processEvents()
    assert not tab.review.isHidden()
    assert (
        tab.review.mapTo(tab, tab.review.rect().topLeft()).y()
        < tab.columns.mapTo(tab, tab.columns.rect().topLeft()).y()
    )


def test_every_signature_is_recorded_from_the_list_and_leads_back_to_it_then_the_unit_opens_and_says_what_is_next(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    unit, partner = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    prescreen(joint_desk, clock, unit, partner)
    page = at(unit)
    pressed = 0
    while items := joint_desk.pathway.missing_for_unit(unit, UnitKind.COUPLE):
        tab = front(page)
        assert isinstance(tab, PathwayTab)
        press("Record the signature", tab.both.steps)
        intake = front(page)
        assert isinstance(intake, IntakeTab)
        assert intake.errand.is_on
        card = intake.themes["consents"].consents  # type: ignore[attr-defined]  # the theme of consents
        expected = paper_of(items[0].code)
        assert expected is not None
        assert card.form.control("type").value() is expected.type
        assert card.form.control("signer").value() is expected.signer
        assert card.unfinished() == {}, "what is filled in is no half-typed text"
        card.save_button.click()
        assert front(page) is tab, "saving leads back to the list"
        pressed += 1
    assert pressed == 6
    tab = front(page)
    assert isinstance(tab, PathwayTab)
    assert "Everything is there." in texts(tab.both.steps)
    press("Open couple work", tab.both.steps)
    (link,) = joint_desk.units.of(unit)
    assert page.unit_id == link.unit_id
    overview = front(page)
    assert isinstance(overview, JointOverviewTab)
    assert "No session is planned." in texts(overview.meeting)
    press("Plan the first session", overview.meeting)
    sessions = front(page)
    assert isinstance(sessions, SessionsTab)
    assert sessions.form.isVisible()
    assert not sessions.form.held.value()
    sessions.form.save_button.click()
    (planned,) = joint_desk.sessions.of(link.unit_id)
    assert planned.attendance is Attendance.SCHEDULED
    assert joint_desk.charts.head(unit).episode.state is CaseState.CLOSED


def test_the_way_back_is_there_without_saving_and_gone_when_another_page_is_chosen(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    unit, partner = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    prescreen(joint_desk, clock, unit, partner)
    page = at(unit)
    press("Record the signature", front(page))
    intake = front(page)
    assert isinstance(intake, IntakeTab)
    press("Back to the open items", intake)
    assert isinstance(front(page), PathwayTab)
    press("Record the signature", front(page))
    intake.buttons["safety"].click()
    assert not intake.errand.is_on
    intake.choose("consents")
    card = intake.themes["consents"].consents  # type: ignore[attr-defined]  # the theme of consents
    card.save_button.click()
    assert front(page) is intake, "nobody is sent away who went there by themselves"


def test_what_is_half_typed_in_the_form_of_a_signature_is_not_replaced(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    unit, partner = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    prescreen(joint_desk, clock, unit, partner)
    page = at(unit)
    press("Record the signature: Ask the client to sign the role-change", front(page))
    intake = front(page)
    assert isinstance(intake, IntakeTab)
    card = intake.themes["consents"].consents  # type: ignore[attr-defined]  # the theme of consents
    card.form.control("note").set_value("read aloud together")
    press("Back to the open items", intake)
    press("Record the signature: Ask the partner to sign their own", front(page))
    assert card.form.control("note").value() == "read aloud together"
    assert card.form.control("type").value() is ConsentType.ROLE_CHANGE


def test_an_open_item_knows_its_paper_and_its_words() -> None:
    agreed_on = JointPreparation(unit_id="u", secrets=SecretsOption.LIMITED, prior_info=PriorInfo.SEALED)
    policy = paper_of("consent_secrets_policy_partner", agreed_on)
    assert policy is not None
    assert (policy.type, policy.signer, policy.secrets, policy.prior_info) == (
        ConsentType.SECRETS_POLICY, Signer.PARTNER, SecretsOption.LIMITED, PriorInfo.SEALED,
    )  # fmt: skip
    agreement = paper_of("consent_dc_agreement_client", agreed_on)
    assert agreement is not None
    assert (agreement.type, agreement.signer, agreement.secrets) == (ConsentType.DC_AGREEMENT, Signer.CLIENT, None)
    partner = paper_of("consent_partner_consent")
    assert partner is not None
    assert partner.signer is Signer.PARTNER
    first = paper_of("client_signs_first")
    assert first is not None
    assert first.type is ConsentType.PARTNER_CONSENT
    assert paper_of("partner_screening") is None
    assert act_words(Missing("consent_role_change", Act.CONSENTS)) == "Record the signature"
    assert act_words(Missing("plan_signed", Act.PLAN)) == "Plan"


def test_the_partner_is_screened_again_from_the_individual_record_once_the_unit_is_open(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    unit, both = couple(joint_desk, clock)
    (link,) = joint_desk.units.of(unit)
    prescreen(joint_desk, clock, unit, link.partner_id, IpvFinding.CURRENT_CONCERN)
    page = at(both, "overview")
    overview = front(page)
    assert isinstance(overview, JointOverviewTab)
    assert not overview.meeting.plan_button.isVisible(), "what may not meet is not planned"
    press("Record a screening", overview.meeting)
    assert page.unit_id == unit
    tab = front(page)
    assert isinstance(tab, PathwayTab)
    assert tab.both.prescreen.is_editing


def test_under_an_override_the_overview_says_that_each_is_asked_alone(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    _, both, _ = couple_under_override(joint_desk, clock)
    overview = front(at(both, "overview"))
    assert isinstance(overview, JointOverviewTab)
    assert "Ask each alone before every session." in texts(overview.meeting)


def test_a_planned_session_stands_on_the_overview_and_in_the_header(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    _, both = couple(joint_desk, clock)
    joint_desk.sessions.schedule(appointment(clock, both))
    page = at(both, "overview")
    overview = front(page)
    assert isinstance(overview, JointOverviewTab)
    assert "Next session: Mon 2 Mar" in texts(overview.meeting)
    assert not overview.meeting.plan_button.isVisible()
    assert "Next session" in texts(page.header)


def test_a_signature_a_way_of_the_couple_asks_for_is_recorded_on_the_overview_and_leads_back(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    _, both = couple(joint_desk, clock)
    page = at(both)
    tab = front(page)
    press("Pause for discernment: What it needs", tab)
    press("Record the signature: Ask the client to sign the discernment", tab)
    overview = front(page)
    assert isinstance(overview, JointOverviewTab)
    card = overview.agreements.consents
    assert card.form.control("type").value() is ConsentType.DC_AGREEMENT
    assert card.form.control("signer_name").value() == "Noor Adair"
    card.save_button.click()
    assert front(page) is tab


def test_the_columns_of_the_course_do_not_move_with_what_stands_in_them(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    _, both = discernment(joint_desk, clock)
    for days in (0, 9):
        clock.pass_days(days)
        session = joint_desk.sessions.schedule(appointment(clock, both)).value
        clock.pass_days(1)
        joint_desk.sessions.attend(session.id, session.starts, session.stops)
    tab = front(at(both, "course"))
    assert isinstance(tab, CourseTab)
    QApplication.processEvents()
    grid = tab.table._grid
    starts = {grid.cellRect(row, 1).x() for row in (0, 2, 4)}
    assert len(starts) == 1
    assert "With Noor" in texts(tab.table)


def test_days_and_referrals_of_a_path_are_asked_for_once_somebody_chose_it(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    _, both = discernment(joint_desk, clock)
    session = joint_desk.sessions.schedule(appointment(clock, both)).value
    clock.pass_days(1)
    joint_desk.sessions.attend(session.id, session.starts, session.stops)
    tab = front(at(both, "course"))
    assert isinstance(tab, CourseTab)
    tab.open_session(session.id)
    form = tab.shared.form
    assert form.field("path_3_start").isHidden()
    form.control(f"choice_{Place.A}").set_code("path_3")
    assert not form.field("path_3_start").isHidden()
    assert form.field("path_2_referrals").isHidden()


def test_a_first_session_of_discernment_is_planned_for_two_hours(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    _, both = discernment(joint_desk, clock)
    page = at(both, "overview")
    press("Plan the first session", front(page))
    sessions = front(page)
    assert isinstance(sessions, SessionsTab)
    starts, stops = sessions.form.starts.value(), sessions.form.stops.value()
    assert starts is not None
    assert stops is not None
    minutes = (stops.hour * 60 + stops.minute - starts.hour * 60 - starts.minute) % (24 * 60)
    assert minutes == FIRST_MINUTES[UnitKind.DISCERNMENT]


def test_long_words_of_a_step_get_a_second_line_and_what_may_come_is_heard(qtbot: QtBot) -> None:
    line = StepLine("client")
    qtbot.addWidget(line)
    line.resize(700, line.height())
    line.show_steps("Noor's case", "Individual IRT", [("Inquiry", "2 Mar"), ("Active IRT", "2 Mar")])
    short = line.height()
    steps = [("Inquiry", "2 Mar")] * 5 + [("Transition preparation", "2 Mar")]
    line.show_steps("Noor's case", "Individual IRT", steps, [("Where it goes next", "4 ways, below")])
    assert line.height() > short
    assert line.accessibleDescription() == "Where it goes next 4 ways, below"


def test_a_question_before_discernment_opens_with_the_person_it_is_about(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    unit, partner = in_preparation(joint_desk, clock, TransitionTarget.DISCERNMENT)
    prescreen(joint_desk, clock, unit, partner)
    joint_desk.units.prepare(replace(joint_desk.units.preparation(unit), secrets=SecretsOption.LIMITED))
    papers(joint_desk, clock, unit, ConsentType.DC_AGREEMENT)
    page = at(unit)
    tab = front(page)
    assert isinstance(tab, PathwayTab)
    press("Record the answers: Ask the partner alone", tab.both.steps)
    assert tab.both.screens.form.control("place").value() is Place.B


def test_what_is_asked_of_each_says_their_names_and_the_partners_own_screening_is_about_the_partner(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    unit, _ = in_preparation(joint_desk, clock, TransitionTarget.DISCERNMENT)
    tab = front(at(unit))
    assert isinstance(tab, PathwayTab)
    chips = tab.both.screens.form.control("place").chips()
    assert [chip.text() for chip in chips] == ["Noor", "Calliope"]
    assert tab.both.prescreen.form.control("alone").text() == "The partner was alone"


def test_another_chart_is_read_from_its_top(at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock) -> None:
    first, _ = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    other = agreed(joint_desk, clock)
    tab = front(at(first))
    assert isinstance(tab, PathwayTab)
    QApplication.processEvents()
    page = tab._page
    assert page is not None
    page.verticalScrollBar().setValue(400)
    assert page.verticalScrollBar().value() > 0
    at(other)
    assert page.verticalScrollBar().value() == 0


def test_once_the_case_moved_what_is_next_is_in_sight(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    tab = front(at(agreed(joint_desk, clock)))
    assert isinstance(tab, PathwayTab)
    press("Begin the review", tab)
    press("The client", tab.move_card)
    press("Move the case", tab.move_card)
    qtbot.waitUntil(lambda: 0 <= tab.review.mapTo(tab, tab.review.rect().topLeft()).y() < tab.height() / 2)


def test_the_policy_is_chosen_before_anything_that_names_it_is_signed(
    at: Callable[..., ChartPage], joint_desk: Desk, clock: Clock
) -> None:
    unit, partner = in_preparation(joint_desk, clock, TransitionTarget.COUPLES)
    joint_desk.units.prepare(JointPreparation(unit_id=unit, partner_id=partner))
    prescreen(joint_desk, clock, unit, partner)
    codes = [item.code for item in joint_desk.pathway.missing_for_unit(unit, UnitKind.COUPLE)]
    assert codes[0] == "secrets_option"
    tab = front(at(unit))
    assert isinstance(tab, PathwayTab)
    press("Choose the policy", tab.both.steps)
    press("Limited: kept private", tab.both.preparation)
    press("Save", tab.both.preparation)
    assert joint_desk.units.preparation(unit).secrets is SecretsOption.LIMITED
    assert "Choose the secrets policy" not in texts(tab.both.steps)
    tab.both.prescreen._on_saved(None)
    assert "Not screened yet" not in texts(tab.both.prescreen)
