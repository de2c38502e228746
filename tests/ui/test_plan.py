"""The Plan tab: written by keyboard, hopes with one key, breaks mended with one click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.growth import GrowthDimension, Rater
from irt_desk.domain.plan_reviews import ReviewDecision
from irt_desk.domain.plans import Goal, GoalDomain, Objective, PlanProblem, TreatmentPlan
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.plan.tab import VIEWS, PlanTab
from irt_desk.ui.shell import Shell
from tests.ui.doubles import type_text

TODAY = date(2026, 11, 24)
TakeIn = Callable[..., TreatmentUnit]


def opened(shell: Shell, unit_id: str, view: str = "plan") -> PlanTab:
    shell.show()
    shell.go("chart", unit_id=unit_id, tab="plan", view=view)
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    tab = page.tabs["plan"]
    assert isinstance(tab, PlanTab)
    return tab


def said(widget: object) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())  # type: ignore[attr-defined]  # a widget


def planned(desk: Desk, unit_id: str) -> TreatmentPlan:
    desk.settings.save_practitioner(Practitioner(name="Dr. Test", credential="PhD"))
    objective = Objective(
        id="", number="", text="I say one feeling", baseline="0", measure="log", target="4",
        target_on=TODAY + timedelta(days=60), interventions=("S1 weekly",),
    )  # fmt: skip
    goal = Goal(id="", text="I want us to talk", domain=GoalDomain.RELATIONSHIP, objectives=(objective,))
    plan = TreatmentPlan(
        id="", unit_id=unit_id, version=0, problems=(PlanProblem(id="", text="Silence", rests_on="Z63.0"),), goals=(goal,),
        client_agreement="aloud", review_on=TODAY + timedelta(days=90),
    )  # fmt: skip
    return desk.plans.sign(desk.plans.save_draft(plan).value.id).value


def test_every_control_of_every_view_has_a_name(shell: Shell, desk: Desk, take_in: TakeIn) -> None:
    unit = take_in("Noor Adair")
    tab = opened(shell, unit.id)
    tab.editor.how.open()
    tab.editor.partner.open()
    assert unnamed(tab) == []
    planned(desk, unit.id)
    tab.reload()
    for view in VIEWS:
        tab.choose_view(view)
        assert unnamed(tab) == [], view


def test_one_key_turns_what_the_partner_should_do_into_a_hope(
    shell: Shell, desk: Desk, take_in: TakeIn, qtbot: QtBot
) -> None:
    unit = take_in("Noor Adair")
    desk.relationships.save(
        Partner(id="", unit_id=unit.id, name="Corin Vale"), Relationship(id="", unit_id=unit.id, partner_id="")
    )
    tab = opened(shell, unit.id)
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    box = tab.editor.boxes[0]
    box._on_add()
    row = box.rows[0]
    QApplication.processEvents()
    row.text.setFocus()
    type_text(row.text, "I listen to the end")
    assert row.hope.isHidden()
    row.text.clear()
    type_text(row.text, "Corin listens to the end")
    assert row.hope.isVisible()
    QTest.keyClick(row.text, Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    assert box.rows == []
    assert tab.editor.value().hopes == ("Corin listens to the end",)
    assert tab.editor.partner.is_open


def test_the_plan_takes_its_problem_from_the_intake_and_a_skill_from_the_library(
    shell: Shell, desk: Desk, take_in: TakeIn
) -> None:
    unit = take_in("Noor Adair")
    picture = desk.clients.presenting(unit.id)
    desk.clients.save_presenting(type(picture)(unit_id=unit.id, client_words="We only talk about shopping."))
    tab = opened(shell, unit.id)
    problem = tab.editor.problem_rows[0]
    problem._take_link.click()
    assert problem.rests_on.value() == "We only talk about shopping."
    box = tab.editor.boxes[0]
    box._on_add()
    row = box.rows[0]
    row.skill.set_value("S1")
    row._on_skill(0)
    assert row.value().skill_ids == ("S1",)
    assert row.skill.value() == ""


def test_a_break_is_mended_with_one_click(shell: Shell, desk: Desk, take_in: TakeIn) -> None:
    unit = take_in("Noor Adair")
    planned(desk, unit.id)
    tab = opened(shell, unit.id, "thread")
    assert "No formulation is signed" in said(tab.breaks)
    next(b for b in tab.breaks.mends if "No formulation" in b.accessibleName()).click()
    assert tab.views["formulation"].isChecked()
    for name, words in (
        ("what_keeps_it_going", "Knock and close."),
        ("partner_perspective", "maybe he fears to make it worse"),
    ):
        tab.formulation.form.control(name).set_value(words)
    tab.formulation.sign_button.click()
    assert "Add another reading" in tab.formulation.problem.text()
    tab.formulation.form.control("other_readings").set_value(("he is tired",))
    tab.formulation.sign_button.click()
    assert "hypothesis, maybe" in said(tab.formulation)
    tab.choose_view("thread")
    assert "No formulation is signed" not in said(tab.breaks)


def test_mending_a_signed_plan_begins_its_next_version_at_the_place(shell: Shell, desk: Desk, take_in: TakeIn) -> None:
    unit = take_in("Noor Adair")
    plan = planned(desk, unit.id)
    tab = opened(shell, unit.id)
    tab._mend_plan(plan.objectives[0].id)
    assert tab.editor.isVisible()
    assert shell.focusWidget() is tab.editor.boxes[0].rows[0].text
    assert [p.version for p in desk.plans.versions(unit.id)] == [2, 1]
    tab.editor.boxes[0].rows[0].target.set_value("5")
    tab.editor.save()
    tab.compare(1, 2)
    assert "now: I say one feeling · 0 · 5" in said(tab.versions)
    tab.read_version(1)
    assert "signed" in said(tab.signed)


def test_a_review_cites_data_or_says_why_there_are_none(shell: Shell, desk: Desk, take_in: TakeIn) -> None:
    unit = take_in("Noor Adair")
    planned(desk, unit.id)
    tab = opened(shell, unit.id, "review")
    form = tab.review.form
    assert form.field("no_data_because").isVisible(), "nothing was rated yet"
    form.control("summary").set_value("Too early to say.")
    form.control("decision").set_value(ReviewDecision.CONTINUE)
    tab.review.sign_button.click()
    assert "Cite at least one fact" in tab.review.problem.text()
    form.control("no_data_because").set_value("Two sessions only.")
    tab.review.sign_button.click()
    assert "Too early to say." in said(tab.reviews)
    assert form.control("summary").value() == ""


def test_a_half_typed_plan_formulation_and_review_come_back(shell: Shell, desk: Desk, take_in: TakeIn) -> None:
    unit, other = take_in("Noor Adair"), take_in("Amara Lindholm")
    planned(desk, unit.id)
    desk.plans.new_version(unit.id)
    tab = opened(shell, unit.id)
    tab.editor._on_add_problem()
    tab.editor.problem_rows[-1].text.set_value("Sleep")
    tab.editor.boxes[0].rows[0].means.set_value(("R4 Time-out",))
    tab.formulation.form.control("client_side").set_value("asks a third time")
    tab.review.form.control("summary").set_value("half a sen")
    shell.go("chart", unit_id=other.id, tab="plan")
    assert tab.editor.value().problems == ()
    shell.go("chart", unit_id=unit.id, tab="plan")
    assert [p.text for p in tab.editor.value().problems] == ["Silence", "Sleep"]
    assert tab.editor.value().objectives[0].interventions == ("R4 Time-out",)
    assert tab.editor.value().goals[0].id == desk.plans.versions(unit.id)[0].goals[0].id
    assert tab.formulation.form.control("client_side").value() == "asks a third time"
    assert tab.review.form.control("summary").value() == "half a sen"


def test_a_goal_is_taken_from_the_bank_by_typing_and_enter(shell: Shell, desk: Desk, take_in: TakeIn) -> None:
    unit = take_in("Noor Adair")
    tab = opened(shell, unit.id)
    tab.editor._on_bank()
    picker = tab.editor.picker
    type_text(picker.finder, "back to each")
    assert picker.list.count() == 1
    QTest.keyClick(picker.finder, Qt.Key.Key_Return)
    assert picker.isHidden()
    (goal,) = tab.editor.value().goals
    assert goal.text.startswith("I want us to find back")
    assert goal.objectives[0].skill_ids == ("C1", "C2")
    assert goal.objectives[0].baseline == ""


def test_growth_is_entered_line_by_line_and_half_typed_lines_come_back(
    shell: Shell, desk: Desk, take_in: TakeIn, qtbot: QtBot
) -> None:
    unit, other = take_in("Noor Adair"), take_in("Amara Lindholm")
    tab = opened(shell, unit.id, "growth")
    growth = tab.growth
    type_text(growth.insights.text, "I knock when I am afraid.")
    QTest.keyClick(growth.insights.text, Qt.Key.Key_Return)
    assert desk.growth.of(unit.id).insights[0].text == "I knock when I am afraid."
    assert growth.insights.text.text() == ""
    growth.insights.keep.click()
    assert growth.insights._field.problem
    growth.own_parts.start_new()
    growth.own_parts.form.control("behaviour").set_value("I ask a third time")
    growth.own_parts.form.control("owned").set_value(1)
    growth.own_parts.save_button.click()
    (block,) = growth.own_parts.blocks
    type_text(block.owned, "3")
    QTest.keyClick(block.owned, Qt.Key.Key_Return)
    assert sorted(s.owned for s in desk.growth.of(unit.id).own_parts[0].steps) == [1, 3]
    growth.ratings.entry.open()
    growth.ratings.controls["courage.first"].setText("12")
    growth.ratings.keep.click()
    assert growth.ratings.problem.text()
    growth.ratings.controls["courage.first"].setText("6")
    growth.ratings.keep.click()
    (rating,) = desk.growth.of(unit.id).ratings
    assert (rating.dimension, rating.rater, rating.rating) == (GrowthDimension.COURAGE, Rater.CLIENT, 6)
    growth.shared.controls["love.second"].setText("4")
    type_text(growth.insights.text, "half a thou")
    shell.go("chart", unit_id=other.id, tab="plan", view="growth")
    assert growth.insights.text.text() == ""
    shell.go("chart", unit_id=unit.id, tab="plan", view="growth")
    assert growth.insights.text.text() == "half a thou"
    assert growth.shared.controls["love.second"].text() == "4"


def test_an_own_goal_is_written_in_the_library(shell: Shell, desk: Desk) -> None:
    shell.show()
    shell.go("library", section="goals")
    section = shell.page("library").sections["goals"]  # type: ignore[attr-defined]  # the library
    assert "I want to understand before I answer." in [e.text for e in section._entries]
    section.add.click()
    section.card.form.control("text").set_value("I want to write one line a day")
    section.card.form.control("objectives").set_value(("I write one line before noon",))
    section.card.save_button.click()
    own = next(g for g in desk.goal_bank.all() if g.is_own)
    assert own.objectives[0].text == "I write one line before noon"
    section.point_at(key=own.id)
    assert "own" in said(section)
    assert section.page.isVisible()


def test_when_to_ask_is_set_in_the_settings(shell: Shell, desk: Desk) -> None:
    shell.show()
    shell.go("settings")
    card = shell.page("settings").asking  # type: ignore[attr-defined]  # the settings page
    assert (card.stagnation.text(), card.untouched.text()) == ("6", "4")
    card.stagnation.setText("99")
    card.untouched.setText("four")
    card._on_save()
    assert desk.prompts.stagnation_sessions() == 20
    assert card.stagnation.text() == "20", "the nearest it may be"
    assert desk.thread.untouched_sessions() == 4
    assert card._fields[1].problem
    assert card.untouched.text() == "four", "what was typed stays beside its sentence"
