"""A joint unit in the window: its own header and tabs, one own part at a time, and nothing of one that the other could read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.discernment import DcDecision, DiscernmentSession
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.units import Leaning, Place
from irt_desk.domain.values import Instant
from irt_desk.errors import UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from irt_desk.ui.building import unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.joint.course import CourseTab
from irt_desk.ui.joint.tabs import JointOverviewTab, JointPathwayTab
from irt_desk.ui.shell import Shell
from tests.joint import appointment, couple, discernment, in_preparation, prescreen
from tests.practices import Clock
from tests.ui.doubles import FakeDialogs

TOLD = "she has looked at a flat in the next town"


def chart(shell: Shell, unit_id: str, tab: str = "") -> ChartPage:
    shell.go("chart", unit_id=unit_id, tab=tab)
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    return page


def read(page: ChartPage) -> str:
    QCoreApplication.processEvents()  # what was just laid out shows itself
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def held(desk: Desk, clock: Clock, joint: str) -> str:
    session = desk.sessions.schedule(appointment(clock, joint)).value
    clock.now += timedelta(hours=2)
    desk.sessions.attend(session.id, session.starts, session.stops)
    return session.id


def test_a_couple_unit_shows_both_names_and_no_way_to_reach_either(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    page = chart(shell, joint)
    assert page.header.name.text() == "Noor Adair & Calliope Merriwold"
    shown_tabs = [name for name, tab in page.header.tabs.items() if not tab.isHidden()]
    assert shown_tabs == ["overview", "sessions", "measures", "plan", "shared", "pathway", "documents"]
    shown = read(page)
    assert "Both may meet today." in shown
    assert "Safe contact" not in shown
    assert desk.clients.get(unit).safe_contact.detail not in shown or not desk.clients.get(unit).safe_contact.detail
    assert unnamed(page) == []
    again = chart(shell, unit)
    assert again.header.name.text() == "Noor Adair"
    assert "Safe contact" in read(again)


def test_either_takes_consent_back_and_nobody_meets(
    shell: Shell, desk: Desk, clock: Clock, dialogs: FakeDialogs
) -> None:
    _, joint = couple(desk, clock)
    page = chart(shell, joint)
    tab = page.tabs["joint_overview"]
    assert isinstance(tab, JointOverviewTab)
    dialogs.answers.append(True)
    tab._ask(Place.B, "Calliope Merriwold")
    assert desk.units.view(joint).episode.state is CaseState.CLOSING
    assert "Consent was taken back" in read(page)


def test_the_ways_of_a_unit_say_what_is_open(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    page = chart(shell, joint, "pathway")
    tab = page.tabs["joint_pathway"]
    assert isinstance(tab, JointPathwayTab)
    shown = read(page)
    for way in ("End couple work", "Pause for discernment", "Refer on"):
        assert way in shown
    assert unnamed(tab) == []


def test_the_own_part_of_one_is_opened_alone_and_gone_when_left(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    session = held(desk, clock, joint)
    page = chart(shell, joint, "course")
    tab = page.tabs["joint_course"]
    assert isinstance(tab, CourseTab)
    tab.open_session(session)
    form = tab.shared.form
    form.control("joint_minutes").set_value(20)
    form.control("choice_a").set_value(DcDecision.PATH_3)
    form.control("choice_b").set_value(DcDecision.PATH_2)
    tab._say_what_comes()
    assert "No agreement" in tab.comes_to.text()
    assert "toward separation" in tab.comes_to.text()
    form.control("choice_a").set_value(DcDecision.ANOTHER_SESSION)
    form.control("choice_b").set_value(DcDecision.ANOTHER_SESSION)
    tab.shared.submit()
    tab.open_own(Place.B)
    own = tab.part.form
    own.control("clarity").set_value(3)
    own.control("leaning").set_value(Leaning.OUT)
    own.control("note").set_value(TOLD)
    tab._leave_own()
    assert tab.stack.currentWidget() is tab.session
    assert desk.discernment.part(joint, session, Place.B).note == TOLD
    assert own.control("note").value() == ""
    tab.open_own(Place.A)
    own.control("hope").set_value(6)
    shell.go("today")
    assert desk.discernment.part(joint, session, Place.A).hope == 6
    assert "Noor Adair" in tab.part.title.text()
    assert own.control("note").value() == ""
    assert unnamed(tab) == []


def test_why_a_decision_is_void_is_never_seen_in_the_chart_of_another_pair(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    charts = []
    for _ in range(2):
        _, joint = discernment(desk, clock)
        session = held(desk, clock, joint)
        desk.discernment.save_session(
            DiscernmentSession(
                id="", unit_id=joint, session_id=session, number=0, recorded=Instant(clock()), choice_a=DcDecision.PATH_2,
                choice_b=DcDecision.PATH_2,
            )
        )  # fmt: skip
        charts.append((joint, session))
    tab = chart(shell, charts[0][0], "course").tabs["joint_course"]
    assert isinstance(tab, CourseTab)
    tab.open_session(charts[0][1])
    tab.reason.set_value("she was told what would follow")
    other = chart(shell, charts[1][0], "course").tabs["joint_course"]
    assert isinstance(other, CourseTab)
    other.open_session(charts[1][1])
    assert other.reason.value() == ""


def test_a_document_that_knows_one_client_is_not_made_of_a_joint_unit(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    offered = [offer.kind for offer in desk.documents.offers(joint)]
    assert offered == [
        DocumentKind.NOTE, DocumentKind.NOTES, DocumentKind.CONSENT, DocumentKind.DISCHARGE, DocumentKind.LETTER,
    ]  # fmt: skip
    with pytest.raises(UserError):
        desk.documents.document(Asked(kind=DocumentKind.SUMMARY, unit_id=joint, reader=Reader.CLIENT))


def test_an_old_screening_is_not_enough(desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    prescreen(desk, clock, unit, partner)
    clock.now += timedelta(days=31)
    found = [one.code for one in desk.pathway.missing_for_unit(unit, UnitKind.COUPLE)]
    assert "partner_screening_30_days" in found
