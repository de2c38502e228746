"""The plan of couple work in the window: whose change each goal is, what is missing, signing, versions, nothing lost."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from irt_desk.domain.plans import Agreement, GoalOwner
from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.joint.plan import JointPlanTab
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.joint import couple, discernment
from tests.practices import Clock
from tests.ui.doubles import texts


def plan_tab(shell: Shell, unit_id: str) -> JointPlanTab:
    shell.go("chart", unit_id=unit_id, tab="plan")
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    tab = page.tabs["joint_plan"]
    assert isinstance(tab, JointPlanTab)
    return tab


def write(tab: JointPlanTab, clock: Clock) -> None:
    editor = tab.editor
    editor.forms["about"].control("problem").set_value("We avoid each other")
    box = editor.boxes[0]
    box.text.set_value("I hear before I answer")
    box.whose.set_value(GoalOwner.A)
    box._on_add()
    row = box.rows[0]
    row.text.set_value("I say back what I heard")
    row.baseline.set_value("never")
    row.measure.set_value("log")
    row.by.set_value(clock.today)
    agreed = editor.forms["agreed"]
    for end in ("", "_b"):
        agreed.control(f"agreement{end}").set_value(Agreement.VERBAL)
        agreed.control(f"agreed_on{end}").set_value(clock.today)
    editor._on_in_90_days()
    editor.changed.emit()


def test_a_plan_is_written_for_two_signed_and_read(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    tab = plan_tab(shell, joint)
    needs = texts(tab.needs)
    for said in (
        "Add a goal.",
        "Note how Noor Adair agreed, and when.",
        "Note how Calliope Merriwold agreed, and when.",
    ):
        assert said in needs
    for individual in ("hope", "relationship goal", "own part", "formulation"):
        assert individual not in texts(tab).lower()
    assert unnamed(tab) == []
    write(tab, clock)
    assert "Everything is there. Sign it once both have agreed." in texts(tab.needs)
    tab.editor.sign()
    shown = texts(tab)
    assert "Noor’s own change" in shown
    assert "Calliope: agreed aloud, documented, 2 Mar 2026" in shown
    assert not tab.editor.isVisible()
    assert unnamed(tab) == []
    tab.renew()
    assert tab.editor.isVisible()
    assert tab.editor.boxes[0].whose.value() is GoalOwner.A
    assert desk.plans.versions(joint)[0].version == 2
    tab.compare(1, 2)
    assert "How the second agreed" in texts(tab.versions)


def test_the_change_of_somebody_else_is_said_at_once_and_nothing_is_lost(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    _, joint = couple(desk, clock)
    tab = plan_tab(shell, joint)
    write(tab, clock)
    box = tab.editor.boxes[0]
    assert not box.not_own.isVisible()
    box.text.setText("Calliope stops interrupting")
    QCoreApplication.processEvents()
    assert box.not_own.isVisible()
    tab.editor.save()
    assert "asks somebody else to change" in tab.editor.problem.text()
    assert box.text.value() == "Calliope stops interrupting"
    box.whose.set_value(GoalOwner.B)
    box._on_changed()
    assert not box.not_own.isVisible()
    tab.editor.save()
    assert desk.plans.versions(joint)[0].goals[0].whose is GoalOwner.B


def test_half_a_plan_survives_leaving_and_a_restart(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    tab = plan_tab(shell, joint)
    write(tab, clock)
    tab.editor._on_add()
    tab.editor.boxes[1].text.set_value("We keep one evening")
    tab.editor.boxes[1].whose.set_value(GoalOwner.BOTH)
    shell.go("chart", unit_id=unit)
    again = Shell(desk, InlineRunner())
    again.show()
    editor = plan_tab(again, joint).editor
    assert [box.text.value() for box in editor.boxes] == ["I hear before I answer", "We keep one evening"]
    assert [box.whose.value() for box in editor.boxes] == [GoalOwner.A, GoalOwner.BOTH]
    assert editor.boxes[0].rows[0].text.value() == "I say back what I heard"
    assert editor.forms["about"].control("problem").value() == "We avoid each other"
    assert desk.plans.versions(joint) == ()
    again.close()
    again.deleteLater()


def test_a_goal_and_an_objective_can_be_taken_out(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    tab = plan_tab(shell, joint)
    write(tab, clock)
    editor = tab.editor
    editor._on_add()
    editor.boxes[1].text.set_value("We keep one evening")
    editor._drop(editor.boxes[1])
    editor.boxes[0]._on_add()
    editor.boxes[0]._drop(editor.boxes[0].rows[1])
    assert [len(goal.objectives) for goal in editor.value().goals] == [1]


def test_discernment_has_no_plan(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    shell.go("chart", unit_id=joint, tab="plan")
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    assert page.header.tabs["plan"].isHidden()
    assert "joint_plan" not in page.tabs
