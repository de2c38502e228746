"""Readiness, neutrality and the private list as the therapist meets them on the Pathway tab; limits in Settings; the joint charts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import CaseState, Outcome
from irt_desk.domain.discernment import DcDecision
from irt_desk.domain.inventory import ClientChoice, Material, PrivateKnowledge
from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.neutrality import NeutralityBand, NeutralityLimits, RaisingFactor
from irt_desk.domain.pathway import TransitionCode, TransitionRequest
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.suitability import PathwayOption, PathwayTiming
from irt_desk.domain.transitions import TransitionMode, TransitionTarget
from irt_desk.domain.units import Leaning, Place
from irt_desk.domain.values import Act, Instant
from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.chart.pathway import PathwayTab
from irt_desk.ui.chart.review import ReviewForm
from irt_desk.ui.figures import FigureView
from irt_desk.ui.joint.course import CourseTab
from irt_desk.ui.joint.tabs import JointPathwayTab
from irt_desk.ui.settings.page import SettingsPage
from irt_desk.ui.shell import Shell
from tests.joint import couple, discernment, in_preparation, prescreen
from tests.practices import Clock, screen
from tests.services.test_readiness import held as hold
from tests.services.test_units import decide, held
from tests.ui.doubles import FakeDialogs, texts

SECRET = "the savings went into a brass telescope"


def chart(shell: Shell, unit_id: str, tab: str = "pathway") -> ChartPage:
    shell.go("chart", unit_id=unit_id, tab=tab)
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    return page


def opened(shell: Shell, unit_id: str) -> PathwayTab:
    tab = chart(shell, unit_id).tabs["pathway"]
    assert isinstance(tab, PathwayTab)
    return tab


def weighing(desk: Desk, clock: Clock) -> str:
    """Return a record that weighs couples therapy, its review a draft with the two first items open."""
    unit, _ = in_preparation(desk, clock, TransitionTarget.COUPLES)
    desk.readiness.reopen(unit)
    review = desk.readiness.of(unit).review
    desk.pathway.save_review(
        replace(review, own_part_named="", goals_of_both="", referral_offered=False, mode=None, band=None)
    )
    return unit


def order(form: ReviewForm) -> list[str]:
    """Return the codes of the steps from top to bottom."""
    QApplication.processEvents()
    return [step.code for step in sorted(form.steps.values(), key=lambda step: step.y())]


def button(widget: QWidget, name: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if name in b.accessibleName() and not b.isHidden())


def test_open_items_stand_first_the_next_one_is_open_and_done_ones_are_quiet(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    tab = opened(shell, weighing(desk, clock))
    form = tab.review.form_card
    assert order(form) == ["own_part", "goals", "neutrality", "who", "safety", "freely", "best_interest", "no_crisis"]
    assert [code for code, step in form.steps.items() if step.fold.is_open] == ["own_part"]
    assert tab.review.met.text() == "4 of 7 met"
    said = texts(tab.review)
    assert "None of them is an approval by itself." in said
    assert "No regulation skill is at stage 4 or above yet" in said
    assert form.steps["own_part"].fold.button.text().endswith("2  Own part named, and regulated enough")
    assert unnamed(tab) == []


def test_saving_an_item_closes_it_and_opens_the_next_and_nothing_typed_is_lost(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    unit = weighing(desk, clock)
    tab = opened(shell, unit)
    form = tab.review.form_card
    form.steps["goals"].fold.open()
    form.form.control("own_part_named").set_value("Interviewing instead of asking.")
    form.submit()
    assert form.steps["own_part"].is_met
    assert not form.steps["own_part"].fold.is_open
    assert form.steps["goals"].fold.is_open
    form.form.control("goals_of_both").set_value("Both want")
    desk.readiness.save_known(unit, PrivateKnowledge(text=SECRET))
    tab.reload()
    assert form.form.control("goals_of_both").value() == "Both want"
    shell.go("today")
    assert opened(shell, unit).review.form_card.form.control("goals_of_both").value() == "Both want"


def test_the_three_statements_stay_three_and_the_partners_is_in_the_partners_colour(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    form = opened(shell, weighing(desk, clock)).review.form_card.form
    tones = {
        name: form.field(f"best_interest_{name}").label.property("tone")
        for name in ("client", "partner", "relationship")
    }
    assert tones["partner"] == "partner"
    assert tones["client"] == "client"
    assert not tones["relationship"]
    assert form.field("partner_wants_freely").label.property("tone") == "partner"


def test_the_referral_stands_there_at_every_band_and_is_recorded_with_one_act(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    unit = weighing(desk, clock)
    tab = opened(shell, unit)
    panel = tab.review.form_card.panel
    advice = []
    for sessions in (0, 4, 5):
        hold(desk, clock, unit, sessions)
        tab.reload()
        assert "Another couples therapist. A referral is always offered" in texts(panel)
        advice.append((panel.pill.text(), panel.advice.text()))
    assert [pill for pill, _ in advice] == ["Risk low", "Risk moderate", "Risk high"]
    assert "matching individual time first" in advice[1][1]
    assert "Recommended: refer" in advice[2][1]
    button(panel, "Another couples therapist").click()
    review = desk.readiness.of(unit).review
    assert (review.referral_offered, review.referral_offered_on) == (True, clock.today)
    assert "A referral was offered on" in texts(panel)


def test_the_band_follows_what_is_ticked_and_a_high_one_asks_for_its_reason(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    unit = weighing(desk, clock)
    hold(desk, clock, unit, 4)
    tab = opened(shell, unit)
    form = tab.review.form_card
    reason = form.form.field("same_therapist_reason")
    form.form.control("mode").set_value(TransitionMode.SAME_THERAPIST_NEW_UNIT)
    form.form.changed.emit()
    assert reason.isHidden()
    form.form.control("raising_factors").set_value((RaisingFactor.TRAUMA_DISCLOSURE,))
    form.form.control("band").set_value(NeutralityBand.LOW)
    form.form.changed.emit()
    assert form.panel.pill.text() == "Risk high"
    assert "You chose a lower band" in form.panel.advice.text()
    assert not reason.isHidden()


def test_a_missing_item_leads_to_the_step_that_closes_it(shell: Shell, desk: Desk, clock: Clock) -> None:
    tab = opened(shell, weighing(desk, clock))
    tab.follow(Act.REVIEW, "readiness_goals")
    assert tab.review.form_card.steps["goals"].fold.is_open
    tab.follow(Act.REVIEW, "mode")
    assert tab.review.form_card.steps["who"].fold.is_open


def test_the_list_asks_for_a_day_where_the_choice_needs_one_and_loses_nothing(
    shell: Shell, desk: Desk, clock: Clock, dialogs: FakeDialogs
) -> None:
    unit = weighing(desk, clock)
    tab = opened(shell, unit)
    card = tab.inventory.known
    card.start_new()
    card.form.control("text").set_value(SECRET)
    card.form.control("material").set_value(Material.YES)
    assert card.form.field("tell_by").isHidden()
    card.form.control("choice").set_value(ClientChoice.WILL_TELL_BY_DATE)
    card.form.changed.emit()
    assert not card.form.field("tell_by").isHidden()
    card._on_save()
    assert card.is_editing
    assert card.form.field("tell_by").problem == "Enter the day the client wants to have told it by."
    card.form.control("tell_by").set_value(clock.today + timedelta(days=5))
    card._on_save()
    assert not card.is_editing
    assert SECRET in texts(card)
    assert "keeps the same therapist out" in texts(card)
    card._on_edit(0)
    dialogs.answers.append(True)
    card.drop.click()
    assert desk.readiness.of(unit).review.inventory == ()


def test_after_the_signature_what_became_of_a_fact_is_recorded_and_the_review_stays_signed(
    shell: Shell, desk: Desk, clock: Clock, dialogs: FakeDialogs
) -> None:
    unit, _ = in_preparation(desk, clock, TransitionTarget.COUPLES)
    desk.readiness.reopen(unit)
    fact = PrivateKnowledge(
        text=SECRET, material=Material.YES, choice=ClientChoice.WILL_TELL_BY_DATE, tell_by=clock.today
    )
    desk.readiness.save_known(unit, fact)
    other = replace(desk.readiness.of(unit).review, mode=TransitionMode.OTHER_THERAPIST_COUPLE_IRT_CLOSES)
    desk.pathway.save_review(other)
    desk.pathway.sign_review(unit)
    tab = opened(shell, unit)
    assert not tab.review.form_card.weighed.is_open, "signed: one quiet card"
    assert "Signed" in tab.review.signed.text()
    assert tab.inventory.known.isHidden()
    since = tab.inventory.since
    since._on_edit(0)
    since.form.control("choice").set_value(ClientChoice.TOLD)
    since._on_save()
    assert "told" in texts(since)
    now = desk.readiness.of(unit).review
    assert now.signed is not None
    assert now.inventory[0].told_on == clock.today
    dialogs.answers.append(True)
    tab.review.reopen_button.click()
    assert desk.readiness.of(unit).review.signed is None
    assert not tab.inventory.known.isHidden()
    tab.forget()
    assert SECRET not in texts(tab)


def test_if_and_when_is_decided_here_and_stands_in_the_history(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit = weighing(desk, clock)
    tab = opened(shell, unit)
    tab.decisions.start_new()
    for name, value in (
        ("option", PathwayOption.COUPLES),
        ("timing", PathwayTiming.NOW),
        ("rationale", "Both ask for it."),
    ):
        tab.decisions.form.control(name).set_value(value)
    tab.decisions._on_save()
    assert not tab.decisions.is_editing
    assert "Couples therapy: now" in texts(tab.history)
    assert "Both ask for it." in texts(tab.history)


def test_the_history_is_short_until_all_of_it_is_asked_for(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit = weighing(desk, clock)
    clock.pass_days(1)
    screen(desk, clock, unit, IpvFinding.CURRENT_CONCERN)
    tab = opened(shell, unit)
    assert "Safety stop on" in texts(tab.history)
    assert "Inquiry" not in texts(tab.history)
    tab.history.more.click()
    assert "Inquiry" in texts(tab.history)


def test_the_discharge_is_one_quiet_line_until_it_is_wanted(shell: Shell, desk: Desk, clock: Clock) -> None:
    tab = opened(shell, weighing(desk, clock))
    assert not tab.discharge.fold.is_open
    tab.follow(Act.DISCHARGE)
    assert tab.discharge.fold.is_open
    tab.discharge.form_card.form.control("reason").set_value("The work is")
    shell.go("today")
    again = opened(shell, tab.unit_id).discharge
    assert again.fold.is_open
    assert again.form_card.form.control("reason").value() == "The work is"


def test_the_latest_scores_are_put_into_the_discharge_by_one_click(
    shell: Shell, desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    unit = weighing(desk, clock)
    card = opened(shell, unit).discharge
    card.begin()
    field = card.form_card.form.control("final_measures")
    card.scores_link.click()
    assert card.no_scores.isVisible()
    assert field.value() == ""
    answers = {str(number): 2.0 for number in range(1, 17)}
    for _ in range(2):
        desk.measures.enter(
            Administration(
                id="", unit_id=unit, measure="csi16", on=clock.today, entered=Instant(clock()), answers=answers
            )
        )
        clock.pass_days(20)
    field.set_value("As she sees it, better.")
    card.scores_link.click()
    assert not card.no_scores.isVisible()
    assert field.value().splitlines()[0] == "As she sees it, better."
    assert field.value().splitlines()[1].startswith("CSI-16: ")
    once = field.value()
    card.scores_link.click()
    assert field.value() == once, "they are not put in twice"
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == "As she sees it, better."
    assert unnamed(card) == []


def test_the_limits_are_set_in_settings_and_a_wrong_one_is_said_at_its_field(shell: Shell, desk: Desk) -> None:
    shell.go("settings")
    page = shell.page("settings")
    assert isinstance(page, SettingsPage)
    card = page.neutrality
    assert (card.form.control("low_until").value(), card.form.control("moderate_until").value()) == (3, 8)
    card.form.control("low_until").set_value(9)
    card.submit()
    assert card.form.field("moderate_until").problem == "Moderate ends above low: enter a number above 9."
    assert card.form.control("low_until").value() == 9
    card.form.control("moderate_until").set_value(12)
    card.submit()
    assert desk.settings.neutrality_limits() == NeutralityLimits(low_until=9, moderate_until=12)
    assert "our own working band" in texts(card)
    assert unnamed(card) == []


def test_a_person_sees_their_own_course_as_a_figure_and_never_the_others(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    _, joint = discernment(desk, clock)
    session = held(desk, clock, joint)
    tab = chart(shell, joint, "course").tabs["joint_course"]
    assert isinstance(tab, CourseTab)
    tab.open_session(session)
    tab.open_own(Place.B)
    assert "Nothing was rated yet." in texts(tab.so_far)
    assert tab.so_far.findChildren(FigureView) == []
    part = desk.discernment.part(joint, session, Place.B)
    desk.discernment.save_part(replace(part, clarity=3, confidence=2, leaning=Leaning.TORN))
    tab._close_own()
    tab.open_own(Place.B)
    (figure,) = tab.so_far.findChildren(FigureView)
    assert "Clarity: session 1: 3 of 10" in figure.accessibleName()
    assert tab.so_far.leaning.text() == "Leaning at first: leaning out. Now: torn."
    tab._close_own()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert (tab.so_far.findChildren(FigureView), tab.so_far.leaning.text()) == ([], "")
    tab.open_own(Place.A)
    assert tab.so_far.findChildren(FigureView) == []
    assert tab.so_far.leaning.text() == "Leaning: leaning in, from the first."


def test_a_stop_says_on_the_chart_of_both_only_that_actions_are_suspended(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    unit, joint = couple(desk, clock)
    (link,) = desk.units.of(unit)
    clock.pass_days(1)
    prescreen(desk, clock, unit, link.partner_id, IpvFinding.CURRENT_CONCERN)
    page = chart(shell, joint)
    said = texts(page)
    assert "Actions suspended" in texts(page.header)
    assert "scheduling change" in said
    assert "Actions suspended" in texts(page.tabs["joint_pathway"].history)  # type: ignore[attr-defined]  # the joint pathway
    for word in ("blocked", "concern", "violence", "partner's"):
        assert word not in said.lower()
    assert "Actions suspended" not in texts(chart(shell, unit))


def test_the_day_to_look_again_stands_in_the_header_and_is_recorded_on_the_pathway(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    _, joint = discernment(desk, clock)
    day = clock.today + timedelta(days=60)
    decide(desk, clock, joint, DcDecision.PATH_1, DcDecision.PATH_1, path_1_review_on=day)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(code=TransitionCode.T22, outcome=Outcome.PATH_1))
    page = chart(shell, joint)
    assert "Path 1 review" in texts(page.header)
    tab = page.tabs["joint_pathway"]
    assert isinstance(tab, JointPathwayTab)
    card = tab.direction
    assert "Path 1 is looked at again on" in card.due.text()
    card.start_new()
    card.form.control("what").set_value("Nothing to decide yet, for both.")
    card._on_save()
    assert "Nothing to decide yet, for both." in texts(card)
    assert desk.discernment.direction(joint).due is None
    assert unnamed(tab) == []


def test_one_who_asks_for_individual_care_is_named_and_the_consultation_comes_with_taking_back(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    _, joint = discernment(desk, clock)
    decide(desk, clock, joint, DcDecision.PATH_2, DcDecision.PATH_2)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(code=TransitionCode.T22, outcome=Outcome.PATH_2))
    tab = chart(shell, joint).tabs["joint_pathway"]
    assert isinstance(tab, JointPathwayTab)
    (way,) = desk.pathway.ways(joint)
    assert way.transition.code is TransitionCode.T28
    card = tab.move_card
    assert card is not None
    card.begin(way)
    assert "The other person is told only that you will, or will not, see either of them alone." in texts(card)
    assert card.form.control("member").chip(Place.B).text() == "Calliope Merriwold"
    assert card.form.field("consultation").isHidden()
    card.form.control("takes_back").set_value(True)
    card.form.changed.emit()
    assert not card.form.field("consultation").isHidden()
    card.submit()
    assert card.problem.text(), "without a reason and a check nothing moves"
