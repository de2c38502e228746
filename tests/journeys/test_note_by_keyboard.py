"""A full pattern note for a 53-minute session by keyboard alone: at most forty key presses besides the prose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.notes import (
    Intervention,
    InterventionKind,
    NoteContent,
    NoteStatus,
    ObjectiveProgress,
    Progress,
    ProgressNote,
    RiskCheck,
    RiskItem,
    RiskLevel,
)
from irt_desk.domain.plans import Goal, GoalDomain, Objective, TreatmentPlan
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.sessions import Session
from irt_desk.domain.values import Instant
from irt_desk.services.context import Context
from irt_desk.services.desk import Desk
from irt_desk.storage import practice
from irt_desk.ui.notes.pulse import PulseControl
from tests.journeys.test_first_day import PASSPHRASE, open_practice
from tests.journeys.therapist import Therapist
from tests.ui.doubles import type_text

CONTROL = Qt.KeyboardModifier.ControlModifier
MOST = 40


@dataclass
class Typist:
    """Hands on the keyboard: every press counts, the prose does not."""

    person: Therapist
    presses: int = 0

    def key(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.person.key(key, modifiers)
            self.presses += 1

    def digits(self, text: str) -> None:
        for letter in text:
            self.prose(letter)
            self.presses += 1

    def prose(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        type_text(focus, text)
        self.person.settle()

    def tab(self) -> None:
        self.key(Qt.Key.Key_Tab)


def midday_zone() -> str:
    """Return a zone where it is about noon, so that no session of this test runs over midnight."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"  # the sign of these names is turned round


def prepare(folder: Path) -> tuple[str, str]:
    """Make a practice with a client in care: a plan, last week's signed note, a session that runs; return record and stop time."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    opened, _ = practice.create(folder, PASSPHRASE, name="Lantern Row", now=lambda: now)
    desk = Desk(Context(opened, lambda: datetime.now(UTC)))
    desk.settings.save_practitioner(Practitioner(name="Ines Halloran", credential="LMFT", zone=midday_zone()))
    client = Client(id="", number=0, preferred_name="Amara Lindholm", created=Instant(now), safe_contact=SafeContact())
    unit_id = desk.clients.take_in(client).value.id
    desk.relationships.save(
        Partner(id="", unit_id=unit_id, name="Theo Lindholm"), Relationship(id="", unit_id=unit_id, partner_id="")
    )
    plan = _plan(desk, unit_id, now)
    _last_week(desk, unit_id, now, plan)
    starts = Instant(now - timedelta(minutes=53), midday_zone())
    stops = Instant(now + timedelta(minutes=7), midday_zone())
    desk.sessions.schedule(Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=stops))
    opened.close()
    return unit_id, f"{now.astimezone(ZoneInfo(midday_zone())):%H%M}"


def _plan(desk: Desk, unit_id: str, now: datetime) -> TreatmentPlan:
    day = now.date() + timedelta(days=60)
    objective = Objective(
        id="",
        number="",
        text="I say one feeling before I ask",
        baseline="0",
        measure="evenings",
        target="4",
        target_on=day,
    )
    goal = Goal(id="", text="I want us to talk.", domain=GoalDomain.RELATIONSHIP, objectives=(objective,))
    draft = TreatmentPlan(
        id="",
        unit_id=unit_id,
        version=0,
        problem="Pursue and withdraw.",
        goals=(goal,),
        client_agreement="aloud",
        review_on=day,
    )
    return desk.plans.sign(desk.plans.save_draft(draft).value.id).value


def _last_week(desk: Desk, unit_id: str, now: datetime, plan: TreatmentPlan) -> None:
    starts, stops = Instant(now - timedelta(days=7, minutes=53)), Instant(now - timedelta(days=7))
    session = desk.sessions.schedule(Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=stops)).value
    desk.sessions.attend(session.id, starts, stops)
    note = desk.notes.start(session.id).value
    content = NoteContent(
        account="Three bin fights.", presentation="Oriented.", response="Relieved.", own_part="I start.",
        risk=RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN),
        interventions=(Intervention(kind=InterventionKind.SKILL, ref="S1"),),
        partner_in_mind="maybe he waits", another_reading="he may be tired",
        progress=(ObjectiveProgress(objective_id=plan.objectives[0].id, rating=Progress.SAME),),
        practice_until_then="One feeling before each request.", practice_by=now.date(), plan="Look at the pause before asking.",
    )  # fmt: skip
    desk.notes.save_draft(note.id, content, revision=0)
    desk.notes.sign(note.id)


def write(hands: Typist, stop: str) -> None:
    """Write the whole note; the comments name the field the keyboard is in."""
    hands.digits(stop)  # stop time: it took 53 minutes
    hands.key(Qt.Key.Key_Return)
    hands.digits("65755")  # check-in
    hands.key(Qt.Key.Key_R, modifiers=CONTROL)  # risk: no change
    hands.prose("One argument on Saturday. She noticed the surge and asked for twenty minutes.")  # account
    hands.tab()
    hands.prose("Oriented, tired, engaged.")  # presentation
    hands.tab()
    hands.tab()
    hands.prose("twice, strongest 5 of 10, back in touch after 3 h")  # pattern
    hands.tab()
    hands.tab()  # past the link to the questions about the pattern
    hands.prose("Four of five evenings.")  # practice reviewed
    hands.tab()
    hands.digits("soft")  # done in session: Soft start
    hands.key(Qt.Key.Key_Return)
    hands.prose("rehearsed twice, with more ease")
    hands.tab()
    hands.tab()
    hands.prose("Relieved; said it aloud once more.")  # response
    hands.tab()
    hands.tab()  # past the link to what is asked seldom
    hands.prose("I still opened with the list.")  # own part
    hands.tab()
    hands.digits("3")  # owned
    hands.prose("Maybe the list sounded like proof that effort does not count.")  # partner in mind
    hands.tab()
    hands.prose("Four hours of sleep after a night shift.")  # another reading
    hands.tab()
    hands.digits("1")  # objective: better
    hands.prose("Write two opening sentences; try one when both are rested.")  # practice
    hands.tab()
    hands.digits("+7")  # by when
    hands.tab()
    hands.tab()
    hands.prose("Look at the weekend; then the invitation.")  # plan
    hands.key(Qt.Key.Key_Return, modifiers=CONTROL)


def signed_note(person: Therapist, unit_id: str) -> ProgressNote | None:
    assert person.program.shell is not None
    found: list[ProgressNote] = []
    desk = person.program.shell.desk
    runner = person.program._runner
    runner.read(person.program.shell, lambda: desk.notes.last_signed(unit_id), lambda pair: found.append(pair[0]))
    person.settle()
    return found[0] if found else None


def test_a_full_pattern_note_by_keyboard_alone(therapist: Callable[..., Therapist], tmp_path: Path) -> None:
    folder = tmp_path / "Lantern Row.irtdesk"
    unit_id, stop = prepare(folder)
    person = therapist(folder)
    open_practice(person)
    person.press("Later")  # the recovery key of this practice was never asked back
    hands = Typist(person)
    person.button("Start note for Amara").setFocus()
    hands.key(Qt.Key.Key_Space)
    person.wait_for(lambda: person.sees("Before you sign"))
    assert person.sees("Plan then: Look at the pause before asking.")
    assert person.sees("Practice then: One feeling before each request.")
    write(hands, stop)
    person.look("signed")
    person.wait_for(lambda: not person.sees("Before you sign"))
    assert hands.presses <= MOST, hands.presses
    note = signed_note(person, unit_id)
    assert note is not None
    assert note.status is NoteStatus.SIGNED
    assert [note.content.pulse[item] for item in PulseControl.FIRST] == [6, 5, 7, 5, 5]
    assert [one.ref for one in note.content.interventions] == ["S1"]
    assert note.content.own_part_owned == 3
    assert note.content.progress[0].rating is Progress.BETTER
    assert note.content.risk.no_change
