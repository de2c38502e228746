"""The Relationship tab by keyboard alone: the drawing, its editor, versions, the five questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.patterns import (
    CycleMap,
    CycleStep,
    ExitCode,
    HorsemanTag,
    PatternCode,
    PatternEpisode,
    PatternStatus,
    ReadingModel,
    RelationshipPattern,
    Source,
    StepActor,
    StepKind,
)
from irt_desk.domain.safety import Gate, IpvFinding, SafetyInterview
from irt_desk.domain.values import FuzzyDay, Instant
from irt_desk.services.desk import Desk
from irt_desk.ui.building import LinkButton, unnamed
from irt_desk.ui.relationship.diagram import MapDiagram
from irt_desk.ui.relationship.quick_episode import QuickEpisode
from irt_desk.ui.relationship.tab import RelationshipTab
from irt_desk.ui.room import Room
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.ui.conftest import NOW
from tests.ui.doubles import FakeDialogs

K = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def steps() -> tuple[CycleStep, ...]:
    guess = CycleStep(
        actor=StepActor.PARTNER,
        kind=StepKind.MEANING,
        text="Whatever I do is wrong",
        source=Source.THERAPIST_HYPOTHESIS,
        alternatives=("worn out",),
    )
    return (
        CycleStep(actor=StepActor.CONTEXT, kind=StepKind.TRIGGER, text="Friday evening"),
        CycleStep(actor=StepActor.CLIENT, kind=StepKind.MOVE, text="Asks again", exits_possible=(ExitCode.SOFT_START,)),
        guess,
        CycleStep(actor=StepActor.PARTNER, kind=StepKind.MOVE, text="Goes quiet"),
    )


@pytest.fixture
def unit(take_in: object) -> TreatmentUnit:
    return take_in("Maya Okafor")  # type: ignore[operator]  # the fixture is a function


@pytest.fixture
def stored(desk: Desk, unit: TreatmentUnit) -> CycleMap:
    pattern = RelationshipPattern(
        id="", unit_id=unit.id, code=PatternCode.PURSUE_WITHDRAW, nickname_by_client="Fridays"
    )
    drawn = CycleMap(id="", pattern_id="", unit_id=unit.id, version=0, created=Instant(NOW), steps=steps())
    return desk.patterns.save_with_map(pattern, drawn).value


def shown(shell: Shell, unit: TreatmentUnit) -> RelationshipTab:
    shell.show()
    shell.go("chart", unit_id=unit.id, tab="relationship")
    tab = shell.page("chart").tabs["relationship"]  # type: ignore[attr-defined]  # the chart
    assert isinstance(tab, RelationshipTab)
    shell.activateWindow()
    QApplication.processEvents()
    return tab


@pytest.fixture
def tab(shell: Shell, unit: TreatmentUnit, stored: CycleMap) -> RelationshipTab:
    return shown(shell, unit)


def press(diagram: MapDiagram, *keys: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(diagram, key, with_)


def texts(tab: RelationshipTab) -> list[str]:
    return [step.text for step in tab.editor.steps()]


def editing(tab: RelationshipTab) -> MapDiagram:
    tab.edit_button.click()
    return tab.editor.view.diagram


def said(widget: object) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())  # type: ignore[attr-defined]  # a widget


def test_arrows_walk_the_steps_and_a_screen_reader_hears_each(tab: RelationshipTab) -> None:
    diagram = tab.card.drawing.diagram
    press(diagram, K.Key_Right)
    assert diagram.accessibleName().startswith("Step 2 of 4. 2 Maya: move: Asks again")
    assert "Exit: Soft start-up" in diagram.accessibleName() or "Exit:" in diagram.accessibleName()
    press(diagram, K.Key_Down)
    assert "(maybe)" in diagram.accessibleName()
    press(diagram, K.Key_Down, K.Key_Down)
    assert diagram.selected == 0, "after the last step comes the first: it is a loop"
    press(diagram, K.Key_Left)
    assert diagram.selected == 3
    press(diagram, K.Key_Home)
    assert diagram.selected == 0
    press(diagram, K.Key_End)
    assert diagram.selected == 3
    assert "Fridays: a loop of 4 steps" in diagram.accessibleDescription()


def test_enter_on_a_step_opens_the_editor_at_it(tab: RelationshipTab) -> None:
    press(tab.card.drawing.diagram, K.Key_Right, K.Key_Return)
    assert tab.editor.isVisible()
    assert not tab.columns.isVisible()
    assert tab.editor.step.title.text() == "Step 2 of 4"


def test_the_ring_is_seen_where_the_keyboard_is(tab: RelationshipTab) -> None:
    diagram = editing(tab)
    diagram.setFocus()
    quiet = diagram.grab().toImage()
    press(diagram, K.Key_Right)
    assert diagram.grab().toImage() != quiet


def test_a_map_is_drawn_by_keyboard_alone(tab: RelationshipTab) -> None:
    diagram = editing(tab)
    press(diagram, K.Key_Insert)
    assert tab.editor.step.controls["text"].hasFocus()
    QTest.keyClicks(tab.editor.step.controls["text"], "Nobody has planned")
    assert texts(tab) == ["Friday evening", "Nobody has planned", "Asks again", "Whatever I do is wrong", "Goes quiet"]
    QTest.keyClick(tab.editor.step.controls["text"], K.Key_Escape)
    assert diagram.hasFocus()
    press(diagram, K.Key_Down, with_=ALT)
    assert texts(tab)[1:3] == ["Asks again", "Nobody has planned"]
    press(diagram, K.Key_Delete)
    assert len(texts(tab)) == 4
    press(diagram, K.Key_Z, with_=CONTROL)
    press(diagram, K.Key_Z, with_=CONTROL)
    assert texts(tab)[1:3] == ["Nobody has planned", "Asks again"]
    press(diagram, K.Key_Y, with_=CONTROL)
    assert texts(tab)[1:3] == ["Asks again", "Nobody has planned"]
    press(diagram, K.Key_E)
    assert tab.editor.step.folds["exits"].is_open


def test_the_list_does_what_the_drawing_does(tab: RelationshipTab) -> None:
    editing(tab)
    steps_list = tab.editor.list
    steps_list.setFocus()
    QTest.keyClick(steps_list, K.Key_Down)
    assert tab.editor.view.diagram.selected == 1
    QTest.keyClick(steps_list, K.Key_Up, ALT)
    assert texts(tab)[:2] == ["Asks again", "Friday evening"]
    QTest.keyClick(steps_list, K.Key_Delete)
    assert texts(tab)[0] == "Friday evening"
    assert steps_list.item(1).text() == "2 Partner: meaning (maybe): Whatever I do is wrong"


def test_a_box_is_dragged_to_another_place(tab: RelationshipTab) -> None:
    diagram = editing(tab)
    QApplication.processEvents()
    start, end = diagram.place_of(0).center().toPoint(), diagram.place_of(2).center().toPoint()
    QTest.mousePress(diagram, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(diagram, end)
    QTest.mouseRelease(diagram, Qt.MouseButton.LeftButton, pos=end)
    assert texts(tab) == ["Asks again", "Whatever I do is wrong", "Friday evening", "Goes quiet"]
    assert diagram.step_at(QPointF(-5, -5)) is None


def test_zoom_by_key_and_button(tab: RelationshipTab) -> None:
    diagram, view = tab.card.drawing.diagram, tab.card.drawing
    wide = diagram.width()
    press(diagram, K.Key_Plus, with_=CONTROL)
    assert diagram.width() > wide
    assert view.percent.text() == "115 %"
    view.smaller.click()
    view.smaller.click()
    assert diagram.width() < wide
    press(diagram, K.Key_0, with_=CONTROL)
    assert diagram.width() == wide


def test_a_new_pattern_begins_with_the_seven_steps_and_their_questions(tab: RelationshipTab) -> None:
    tab.new_button.click()
    assert len(tab.editor.steps()) == 7
    assert "camera" in tab.editor.step.controls["text"].placeholderText()
    tab.editor.fields.name.control("code").set_value(PatternCode.CUSTOM)
    assert tab.editor.fields.name.field("custom_name").isVisible()


def test_ctrl_enter_goes_on_to_the_next_step_while_one_writes(tab: RelationshipTab) -> None:
    tab.new_button.click()
    for number in range(7):
        if not number:
            tab.editor.step.focus_text()
        box = tab.editor.step.controls["text"]
        assert box.hasFocus()
        QTest.keyClicks(box, f"words {number + 1}")
        QTest.keyClick(box, K.Key_Return, CONTROL)
    assert texts(tab) == [f"words {n}" for n in range(1, 8)]
    assert tab.editor.summary.hasFocus()


def test_a_motive_in_the_partners_move_is_hinted_never_blocked(tab: RelationshipTab) -> None:
    press(editing(tab), K.Key_End)
    tab.editor.step.controls["text"].set_value("Leaves to punish me")
    assert "to punish" in tab.editor.step.hint.text()
    tab.editor.submit()
    assert not tab.editor.isVisible()


def test_marks_are_offered_for_moves_and_not_from_inference(tab: RelationshipTab) -> None:
    diagram = editing(tab)
    form = tab.editor.step
    assert not form.folds["marks"].isVisible()
    press(diagram, K.Key_End)
    assert form.folds["marks"].isVisible()
    form.folds["marks"].open()
    form.controls["horsemen"].chip(HorsemanTag.STONEWALLING).click()
    assert "Self-soothe" in form.antidote.text()
    tab.editor.submit()
    assert "Step 4: tag the partner's move only from quoted words" in form.problem.text()
    assert form.folds["source"].is_open
    form.controls["evidence"].set_value(('"leave me", Friday',))
    tab.editor.submit()
    assert not tab.editor.isVisible()


def test_what_is_wrong_is_shown_at_its_step(tab: RelationshipTab) -> None:
    diagram = editing(tab)
    press(diagram, K.Key_Right, K.Key_Right)
    tab.editor.step.controls["alternatives"].set_value(())
    press(diagram, K.Key_Home)
    tab.editor.submit()
    assert diagram.selected == 2
    assert tab.editor.step.fields["alternatives"].problem
    assert tab.editor.list.item(2).text().startswith("Look here:")
    assert tab.editor.isVisible()


def test_a_half_drawn_map_is_there_again(tab: RelationshipTab, unit: TreatmentUnit, desk: Desk) -> None:
    press(editing(tab), K.Key_Insert)
    QTest.keyClicks(tab.editor.step.controls["text"], "half")
    tab.flush()
    again = Shell(desk, InlineRunner(), dialogs=FakeDialogs())
    try:
        there = shown(again, unit)
        assert there.editor.isVisible()
        assert "half" in texts(there)
    finally:
        again.close()
        again.deleteLater()


@pytest.fixture
def told(desk: Desk, unit: TreatmentUnit, stored: CycleMap) -> tuple[str, ...]:
    """Tell twelve episodes of the pattern, on the first twelve days of November; return their ids, oldest first."""
    return tuple(
        desk.patterns.log_episode(
            PatternEpisode(
                id="", unit_id=unit.id, pattern_id=stored.pattern_id, happened=FuzzyDay(date(2026, 11, day)),
                entered=Instant(NOW), intensity=6,
            )
        ).value.id
        for day in range(1, 13)
    )  # fmt: skip


def test_the_episodes_a_map_rests_on_are_ticked_and_stand_under_the_drawing(
    shell: Shell, desk: Desk, unit: TreatmentUnit, told: tuple[str, ...]
) -> None:
    tab = shown(shell, unit)
    assert "Rests on" not in said(tab.card)
    editing(tab)
    basis = tab.editor.basis
    basis.head.click()
    assert set(basis.ticks) == set(told[4:]), "the newest eight; the others wait behind one link"
    assert unnamed(basis) == []
    basis.ticks[told[11]].box.click()
    basis.ticks[told[9]].box.click()
    assert tab.editor.unfinished(), "a tick is something to keep"
    basis.findChildren(LinkButton)[-1].click()
    assert set(basis.ticks) == set(told)
    assert basis.value() == (told[11], told[9]), "showing all loses no tick"
    basis.ticks[told[0]].box.click()
    tab.editor.submit()
    newest = desk.patterns.of(unit.id)[0].newest
    assert newest is not None
    assert set(newest.based_on_incident_ids) == {told[0], told[9], told[11]}
    under = next(line for line in said(tab.card).splitlines() if line.startswith("Rests on"))
    assert [under.index(day) for day in ("1 Nov", "10 Nov", "12 Nov")] == sorted(
        under.index(day) for day in ("1 Nov", "10 Nov", "12 Nov")
    )
    editing(tab)
    basis.head.click()
    assert told[0] in basis.ticks, "one that is ticked stands in the short list however old it is"


def test_every_version_keeps_the_episodes_it_rests_on(
    shell: Shell, desk: Desk, unit: TreatmentUnit, told: tuple[str, ...]
) -> None:
    tab = shown(shell, unit)
    editing(tab)
    tab.editor.basis.set_value(told[:1])
    tab.editor.submit()
    tab.card.share_button.click()
    editing(tab)
    assert tab.editor.basis.value() == told[:1], "a new version begins with those of the one before"
    tab.editor.basis.ticks[told[5]].box.click()
    tab.editor.submit()
    newest, first = desk.patterns.of(unit.id)[0].maps
    assert (newest.version, set(newest.based_on_incident_ids)) == (2, {told[0], told[5]})
    assert first.based_on_incident_ids == told[:1]
    tab.card.compare_button.click()
    assert "rests on other episodes" in said(tab.versions)


def test_half_ticked_episodes_are_there_again(
    shell: Shell, desk: Desk, unit: TreatmentUnit, told: tuple[str, ...]
) -> None:
    tab = shown(shell, unit)
    editing(tab)
    tab.editor.basis.ticks[told[8]].box.click()
    tab.flush()
    again = Shell(desk, InlineRunner(), dialogs=FakeDialogs())
    try:
        there = shown(again, unit)
        assert there.editor.basis.value() == (told[8],)
    finally:
        again.close()
        again.deleteLater()


def test_a_shared_map_gets_a_new_version_and_both_are_compared(
    tab: RelationshipTab, desk: Desk, unit: TreatmentUnit, stored: CycleMap
) -> None:
    tab.card.share_button.click()
    assert not tab.card.seen_button.isVisible()
    editing(tab)
    assert "new version" in tab.editor.note.text()
    tab.editor.step.controls["text"].set_value("Friday evening, plans open")
    tab.editor.submit()
    assert [m.version for m in desk.patterns.of(unit.id)[0].maps] == [2, 1]
    assert tab.card.seen_button.text() == "The client has seen version 2"
    tab.card.compare_button.click()
    words = said(tab.versions)
    assert "\N{NOT EQUAL TO} Changed" in words
    assert words.count("= Same") == 3
    assert "1 changed" in words
    assert "maybe" in words
    tab.card.seen_button.click()
    assert [s.version for s in desk.patterns.of(unit.id)[0].shown] == [1, 2]
    assert "seen by the client" in said(tab.card)


def test_a_confirmation_asks_for_its_session(tab: RelationshipTab, desk: Desk, unit: TreatmentUnit) -> None:
    tab.card.share_button.click()
    tab.card.stands.open()
    tab.card.to_status.set_value(PatternStatus.CONFIRMED_BY_CLIENT)
    assert tab.card.session_field.isVisible()
    tab.card.note_button.click()
    assert desk.patterns.of(unit.id)[0].pattern.status is PatternStatus.SHARED_WITH_CLIENT
    tab.card.to_status.set_value(PatternStatus.DORMANT)
    tab.card.note_button.click()
    assert desk.patterns.of(unit.id)[0].pattern.status is PatternStatus.DORMANT


def test_both_models_are_there_to_read_by(tab: RelationshipTab) -> None:
    assert "Research calls the same loop" in said(tab.reading)
    tab.reading.models.chip(ReadingModel.EFT_CYCLE).click()
    assert "Spot the cycle." in said(tab.reading)
    tab.reading.models.chip(ReadingModel.VULNERABILITY_CYCLE).click()
    assert "Survival position" in said(tab.reading)


def test_a_step_above_four_says_that_the_partner_is_needed(tab: RelationshipTab) -> None:
    editing(tab)
    fields = tab.editor.fields
    fields.more_fold.open()
    fields.more.control("model").set_value(ReadingModel.EFT_CYCLE)
    fields.more.control("eft_step_focus").set_value(5)
    assert "needs the partner present" in fields.eft_note.text()
    fields.more.control("eft_step_focus").set_value(4)
    assert fields.eft_note.text() == ""


def test_what_the_partner_carries_is_asked_with_another_reading(
    tab: RelationshipTab, desk: Desk, unit: TreatmentUnit
) -> None:
    editing(tab)
    fields = tab.editor.fields
    fields.more.control("model").chip(ReadingModel.VULNERABILITY_CYCLE).click()
    assert fields.people_fold.isVisible()
    fields.partner.control("core_belief").set_value("I am never enough")
    tab.editor.submit()
    assert fields.people_fold.is_open
    assert fields.partner.field("alternatives").problem
    fields.partner.control("alternatives").set_value(("tired",))
    tab.editor.submit()
    assert desk.patterns.of(unit.id)[0].pattern.vulnerability_partner.core_belief == "I am never enough"
    assert "I am never enough" in said(tab.reading)
    assert "maybe" in said(tab.reading)


def quick_of(tab: RelationshipTab) -> QuickEpisode:
    tab.episodes.add_button.click()
    return tab.episodes.quick


def test_three_episodes_in_one_answer(tab: RelationshipTab, desk: Desk, unit: TreatmentUnit) -> None:
    quick = quick_of(tab)
    assert quick.controls["count"].hasFocus()
    quick.controls["count"].setText("3")
    quick.controls["strengths"].setText("6, 8, ?")
    quick.controls["awareness"].chips()[3].click()
    assert quick.save_button.text() == "Save 3 episodes"
    quick.submit()
    assert sorted(e.intensity or 0 for e in desk.patterns.episodes(unit.id)) == [0, 6, 8]
    assert not quick.isVisible()
    assert "strength 8 of 10" in said(tab.episodes)


def test_how_long_and_how_well_mended_stand_behind_more(tab: RelationshipTab, desk: Desk, unit: TreatmentUnit) -> None:
    quick = quick_of(tab)
    assert not quick.controls["duration_minutes"].isVisible()
    quick.more.click()
    quick.controls["duration_minutes"].setText("25")
    quick.controls["repair_quality"].set_value(6)
    quick.controls["aftermath_days_distant"].setText("2")
    quick.submit()
    tab.episodes._on_edit(0)
    quick.controls["duration_minutes"].setText("35")
    quick.submit()
    (episode,) = desk.patterns.episodes(unit.id)
    told = (episode.duration_minutes, episode.repair_quality, episode.aftermath_days_distant)
    assert told == (35, 6, 2)


def test_the_positions_offered_are_those_of_the_pattern(tab: RelationshipTab) -> None:
    editing(tab)
    position, code = (tab.editor.fields.name.control(name) for name in ("client_position", "code"))
    assert [position.itemText(n) for n in range(position.count())] == [
        "Pursuer",
        "Withdrawer",
        "Mixed",
        "Not set",
    ]
    code.set_value(PatternCode.CUSTOM)
    assert position.count() == 10


def test_numbers_that_fit_nothing_are_said_and_kept(tab: RelationshipTab, desk: Desk, unit: TreatmentUnit) -> None:
    quick = quick_of(tab)
    quick.controls["count"].setText("3")
    quick.controls["strengths"].setText("6, 8")
    quick.submit()
    assert "one number for all of them, or 3 numbers" in quick.fields["strengths"].problem
    quick.controls["strengths"].setText("strong")
    quick.submit()
    assert "6, 8, ?" in quick.fields["strengths"].problem
    assert quick.controls["strengths"].text() == "strong"
    assert desk.patterns.episodes(unit.id) == ()


def test_a_danger_is_announced_before_it_is_saved_and_stops_the_case(
    tab: RelationshipTab, desk: Desk, unit: TreatmentUnit
) -> None:
    quick = quick_of(tab)
    assert not quick.flag_banner.isVisible()
    quick.controls["safety_flag"].chips()[1].click()
    assert quick.flag_banner.isVisible()
    quick.submit()
    assert desk.safety.standing(unit.id).gate is Gate.BLOCKED
    assert tab.stop.isVisible()
    assert not tab.edit_button.isVisible()
    assert not quick.fields["awareness"].isVisibleTo(quick), "nobody is asked for an own part under a stop"


def test_what_was_told_is_put_right_in_the_same_block(tab: RelationshipTab, desk: Desk, unit: TreatmentUnit) -> None:
    quick = quick_of(tab)
    quick.controls["strengths"].setText("6")
    quick.controls["tried"].add_button.click()
    quick.submit()
    tab.episodes._on_edit(0)
    assert quick.controls["strengths"].text() == "6"
    quick.controls["strengths"].setText("7")
    quick.submit()
    (episode,) = desk.patterns.episodes(unit.id)
    assert (episode.intensity, len(episode.exits_tried)) == (7, 1)


def test_a_half_told_answer_is_kept(room: Room, desk: Desk, unit: TreatmentUnit, stored: CycleMap) -> None:
    block = QuickEpisode(room)
    block.ask(unit.id)
    assert block.unfinished() == {}
    block.controls["count"].setText("2")
    block.controls["tried"].add_button.click()
    kept = block.unfinished()
    other = QuickEpisode(room)
    other.ask(unit.id)
    other.resume(kept)
    assert other.unfinished() == kept
    assert other.answer().count == 2
    assert len(other.answer().tried) == 1
    for one in (block, other):
        one.deleteLater()


def test_what_the_first_release_kept_half_typed_is_still_there(
    room: Room, tab: RelationshipTab, unit: TreatmentUnit
) -> None:
    block = QuickEpisode(room)
    block.ask(unit.id)
    block.resume({"record": "", "fields": {"intensity": "7", "setting": "in the kitchen", "repair": ["yes"]}})
    assert block.answer().strengths == (7,)
    assert block.answer().setting == "in the kitchen"
    block.deleteLater()
    half = {"actor": "partner", "kind": "meaning", "text": "half", "alternatives": "tired\nworried", "exit": ""}
    kept = {"pattern": "", "unit": unit.id, "fields": {"nickname_by_client": "bins"}, "steps": [half], "summary": "so"}
    tab.editor.resume(kept)
    assert tab.editor.steps()[0].alternatives == ("tired", "worried")
    assert tab.editor.fields.value().nickname_by_client == "bins"


def test_asking_again_about_the_same_record_keeps_what_is_typed(
    room: Room, unit: TreatmentUnit, stored: CycleMap
) -> None:
    block = QuickEpisode(room)
    block.ask(unit.id)
    block.controls["strengths"].setText("6")
    block.ask(unit.id)
    assert block.controls["strengths"].text() == "6"
    block.ask(unit.id, "another session")
    assert block.controls["strengths"].text() == ""
    block.deleteLater()


def test_without_a_pattern_the_block_says_where_to_begin(room: Room, unit: TreatmentUnit) -> None:
    block = QuickEpisode(room)
    block.ask(unit.id)
    assert not block.empty.isHidden()
    assert block.body.isHidden()
    block.deleteLater()


def test_the_figures_are_a_table_too(tab: RelationshipTab, desk: Desk, unit: TreatmentUnit, stored: CycleMap) -> None:
    from datetime import timedelta

    from irt_desk.domain.sessions import Session

    episode = PatternEpisode(
        id="", unit_id=unit.id, pattern_id=stored.pattern_id, happened=FuzzyDay(NOW.date()), entered=Instant(NOW), intensity=6
    )  # fmt: skip
    desk.patterns.log_episode(episode)
    starts = Instant(NOW + timedelta(days=7))
    later = desk.at(lambda: NOW + timedelta(days=8))
    stops = Instant(starts.at + timedelta(minutes=50))
    made = later.sessions.schedule(Session(id="", unit_id=unit.id, episode_id="", starts=starts, stops=stops)).value
    later.sessions.attend(made.id, starts, stops)
    tab.reload()
    tab.shifting.switch.click()
    table = tab.shifting.findChild(QTableView)
    assert table is not None
    model = table.model()
    rows = [tuple(str(model.index(r, c).data()) for c in range(3)) for r in range(model.rowCount())]
    assert ("S1 · 1 Dec", "Intensity, 0 to 10", "6 (n 1)") in rows
    assert table.accessibleName() == "Figures of the pattern, session by session"
    tab.shifting.switch.click()
    assert tab.shifting.findChild(QTableView) is None or not tab.shifting.findChild(QTableView).isVisible()


def test_everything_on_the_tab_has_a_name(tab: RelationshipTab) -> None:
    editing(tab)
    for fold in tab.editor.step.folds.values():
        fold.open()
    assert unnamed(tab) == []
    tab.editor._on_cancel()
    quick_of(tab).controls["tried"].add_button.click()
    assert unnamed(tab) == []


def test_no_map_is_edited_under_a_stop_not_even_with_enter(
    tab: RelationshipTab, desk: Desk, unit: TreatmentUnit
) -> None:
    interview = SafetyInterview(
        id="", unit_id=unit.id, on=NOW.date(), recorded=Instant(NOW), alone=True, findings=(IpvFinding.CURRENT_CONCERN,)
    )
    desk.settings.save_practitioner(replace(desk.settings.practitioner(), name="Dr. Test", credential="PhD"))
    desk.safety.record_interview(interview)
    tab.reload()
    press(tab.card.drawing.diagram, K.Key_Return)
    assert not tab.editor.isVisible()
    assert not tab.reading.isVisible()
    assert not tab.shifting.isVisible()
    assert not tab.mind.isVisible()


def test_under_a_stop_nobody_is_asked_to_begin_a_map(shell: Shell, desk: Desk, unit: TreatmentUnit) -> None:
    desk.settings.save_practitioner(replace(desk.settings.practitioner(), name="Dr. Test", credential="PhD"))
    desk.safety.record_interview(
        SafetyInterview(
            id="",
            unit_id=unit.id,
            on=NOW.date(),
            recorded=Instant(NOW),
            alone=True,
            findings=(IpvFinding.CURRENT_CONCERN,),
        )
    )
    tab = shown(shell, unit)
    assert tab.stop.isVisible()
    assert not tab.card.isVisible()
    assert not tab.mind.isVisible()


@pytest.fixture
def room(desk: Desk, qapp: QApplication) -> Iterator[Room]:
    yield Room(desk, InlineRunner(), FakeDialogs())
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
