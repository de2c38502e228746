"""The shared tab of a unit of two: what crossed is calm to read, what might cross is for the practitioner and goes step by step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from irt_desk.domain.cases import TreatmentUnit, UnitKind
from irt_desk.domain.consents import PriorInfo
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.sharing import NEVER, SharedMaterial
from irt_desk.domain.units import Place
from irt_desk.services.desk import Desk
from irt_desk.services.texts import told_apart
from irt_desk.storage import tables
from irt_desk.ui.building import unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.joint.bringing import BringCard
from irt_desk.ui.joint.sharing import SharedTab
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from irt_desk.words import label
from tests.joint import couple, discernment, prescreen
from tests.practices import Clock
from tests.sharing import GUESS, NEVER_WORDS, PRIVATE, READING, fill, offer, release
from tests.ui.doubles import FakeDialogs

M = SharedMaterial


@pytest.fixture
def joint(desk: Desk, clock: Clock) -> str:
    unit, made = couple(desk, clock, PriorInfo.RELEASED_ITEM_BY_ITEM)
    fill(desk, clock, unit)
    return made


def tab_of(shell: Shell, unit_id: str) -> SharedTab:
    shell.go("chart", unit_id=unit_id, tab="shared")
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    tab = page.tabs["joint_shared"]
    assert isinstance(tab, SharedTab)
    return tab


def read(tab: SharedTab) -> str:
    QCoreApplication.processEvents()  # what was just laid out shows itself
    typed = [area.toPlainText() for area in tab.findChildren(QPlainTextEdit) if area.isVisible()]
    return " ".join([one.text() for one in tab.findChildren(QLabel) if one.isVisible()] + typed)


def look_at(bring: BringCard, material: SharedMaterial) -> None:
    bring.material.set_value(material)
    if bring.chosen is None and bring._offers:
        bring.choose(bring._offers[0].item.source_id)


def test_an_item_is_read_released_and_brought(shell: Shell, desk: Desk, clock: Clock, joint: str) -> None:
    tab = tab_of(shell, joint)
    assert "Nothing from a record of one person stands here." in read(tab)
    bring = tab.bring
    assert bring.title.text() == "Bring something from Noor Adair’s record"
    look_at(bring, M.CYCLE_MAP)
    shown = read(tab)
    assert "I ask again, louder" in shown
    assert GUESS not in shown
    assert "The person has not released this item into this unit." in shown
    assert not bring.carry_button.isVisible()
    assert unnamed(tab) == []
    bring.sign()
    assert "Released by Noor Adair on 2 Mar 2026." in read(tab)
    assert desk.sharing.of(joint).lines == ()
    bring.carry_button.click()
    shown = read(tab)
    assert "From Noor Adair: own side of a cycle map. Released by Noor Adair on 2 Mar 2026" in shown
    assert "It stands in the unit now." in shown
    assert not bring.carry_button.isVisible()
    assert unnamed(tab) == []


def test_a_guess_is_drawn_as_one_and_crosses_only_rewritten(shell: Shell, desk: Desk, joint: str) -> None:
    tab = tab_of(shell, joint)
    bring = tab.bring
    look_at(bring, M.PARTNER_VIEW)
    for words in (GUESS, READING, "maybe"):
        assert words in read(tab)
    bring.form.control("text").set_value(GUESS)
    bring.sign()
    assert "This repeats a guess about the partner." in bring.form.field("text").problem
    assert bring.form.field("judgement").problem
    assert bring.form.control("text").value() == GUESS, "nothing typed is lost"
    bring.form.control("text").set_value("I see how I sound when I am tired")
    bring.form.control("judgement").set_value("Both asked to speak of it")
    bring.sign()
    bring.carry_button.click()
    look_at(bring, M.SKILL)
    shown = read(tab)
    assert "I see how I sound when I am tired" in shown
    assert "maybe" in shown
    assert "Both asked to speak of it" not in shown


def test_what_never_crosses_is_not_offered_and_said_with_its_reason(shell: Shell, joint: str) -> None:
    tab = tab_of(shell, joint)
    offered = [tab.bring.material.itemText(place) for place in range(tab.bring.material.count())]
    assert not {label(one) for one in NEVER} & set(offered)
    shown = read(tab)
    assert "Safety screens and safety plans, because" in shown
    for material in SharedMaterial:
        look_at(tab.bring, material)
        for words in NEVER_WORDS:
            assert words not in read(tab)


def test_a_sealed_unit_says_so_and_offers_no_signature(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit, made = couple(desk, clock)
    fill(desk, clock, unit)
    tab = tab_of(shell, made)
    assert "Both agreed that it stays sealed." in read(tab)
    look_at(tab.bring, M.PRIVATE_DISCLOSURE)
    assert "stays sealed, as both signed" in read(tab)
    assert not tab.bring.sign_button.isVisible()
    assert not tab.bring.carry_button.isVisible()
    look_at(tab.bring, M.ATTENDANCE)
    assert "The signed consent to the change of role is enough for this." in read(tab)
    tab.bring.carry_button.click()
    assert "By the consent Noor Adair signed on 2 Mar 2026" in read(tab)


def test_taking_a_release_back_leaves_what_crossed_with_its_date(
    shell: Shell, desk: Desk, clock: Clock, joint: str, dialogs: FakeDialogs
) -> None:
    desk.sharing.sign(release(clock, joint, offer(desk, joint, M.GOAL)))
    desk.sharing.bring(joint, Place.A, M.GOAL, offer(desk, joint, M.GOAL).item.source_id)
    tab = tab_of(shell, joint)
    (line,) = desk.sharing.of(joint).lines
    dialogs.answers.append(False)
    tab.ask_back(line.item.release_id, line.item.title, line.signer_name)
    assert "Release taken back" not in read(tab)
    dialogs.answers.append(True)
    tab.ask_back(line.item.release_id, line.item.title, line.signer_name)
    shown = read(tab)
    assert "Release taken back 2 Mar 2026. Nothing further is carried; what is here stays with its date." in shown
    assert "I want us to talk again" in shown


def test_a_stop_of_either_keeps_everything_where_it_is(shell: Shell, desk: Desk, clock: Clock, joint: str) -> None:
    desk.sharing.sign(release(clock, joint, offer(desk, joint, M.GOAL)))
    tab = tab_of(shell, joint)
    look_at(tab.bring, M.GOAL)
    assert tab.bring.carry_button.isVisible()
    link = desk.units.view(joint).link
    prescreen(desk, clock, link.from_unit_id, link.partner_id, IpvFinding.CURRENT_CONCERN)
    tab.bring.carry()
    assert tab.bring.problem.text() == "One of the two screenings does not allow this now."
    assert desk.sharing.of(joint).lines == ()
    tab.bring.look_again()
    assert not tab.bring.carry_button.isVisible()


def test_what_was_looked_at_is_gone_when_the_tab_is_left_and_half_typed_words_are_not(
    shell: Shell, desk: Desk, joint: str
) -> None:
    tab = tab_of(shell, joint)
    look_at(tab.bring, M.PRIVATE_DISCLOSURE)
    assert PRIVATE in read(tab)
    shell.go("chart", unit_id=joint, tab="overview")
    tab = tab_of(shell, joint)
    assert PRIVATE not in read(tab)
    look_at(tab.bring, M.PARTNER_VIEW)
    tab.bring.form.control("text").set_value("half a sentence")
    source = tab.bring.chosen
    assert source is not None
    other = tab.bring._offers[1].item.source_id
    tab.bring.choose(other)
    assert tab.bring.form.control("text").value() == ""
    tab.bring.choose(source.item.source_id)
    assert tab.bring.form.control("text").value() == "half a sentence"
    link = desk.units.view(joint).link
    shell.go("chart", unit_id=link.from_unit_id)
    again = Shell(desk, InlineRunner())
    again.show()
    fresh = tab_of(again, joint)
    assert fresh.bring.form.control("text").value() == "half a sentence"
    assert fresh.bring.form.isVisible()
    again.close()
    again.deleteLater()


def test_discernment_has_the_tab_and_an_individual_record_has_not(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit, made = discernment(desk, clock)
    assert "Nothing from a record" in read(tab_of(shell, made))
    shell.go("chart", unit_id=unit, tab="shared")
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    assert "shared" not in page.header.tabs


def test_each_of_two_records_is_chosen_by_a_name_that_tells_them_apart(
    shell: Shell, desk: Desk, clock: Clock, joint: str
) -> None:
    person = desk.units.view(joint).members[1][1]
    with desk.practice.database.transaction() as c:
        own = TreatmentUnit(id="own", kind=UnitKind.INDIVIDUAL_IRT, client_id=person.id, opened_on=clock.today)
        tables.UNITS.add(c, own)
    tab = tab_of(shell, joint)
    owner = tab.bring.owner
    assert owner is not None
    assert [chip.text() for chip in owner.chips()] == ["Noor", "Calliope"]
    look_at(tab.bring, M.GOAL)
    assert "I want us to talk again" in read(tab)
    owner.chip(Place.B).click()
    shown = read(tab)
    assert "I want us to talk again" not in shown, "what is one's is not on screen beside the other's"
    assert "There is nothing of this kind in the record." in shown
    look_at(tab.bring, M.ATTENDANCE)
    tab.bring.carry()
    assert "Calliope Merriwold came to no session alone." in read(tab)
    assert told_apart(("Sam Lee", "sam Oak")) == ("Sam Lee", "sam Oak")
