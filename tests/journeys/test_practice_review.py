"""Before a session: the practice of three skills is gone through by keyboard, and the keys are counted (issue 5)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.skills import PracticeAssignment
from irt_desk.services import practices
from irt_desk.services.context import now_here
from tests.journeys.therapist import Therapist

PASSPHRASE = "slow heron paints the quay"
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def with_three_skills(folder: Path) -> None:
    """Leave a practice with one client who practises three skills."""
    desk, recovery_key = practices.create(folder, "Lantern Row", PASSPHRASE)
    groups = recovery_key.split("-")
    asked = practices.recovery_groups_to_ask(desk)
    assert practices.confirm_recovery(desk, {number: groups[number - 1] for number in asked})
    now = now_here()
    client = Client(id="", number=0, preferred_name="Amara Lindholm", created=now, safe_contact=SafeContact())
    unit_id = desk.clients.take_in(client).value.id
    for skill_id in ("R1", "R2", "L2"):
        desk.skills.assign(
            PracticeAssignment(id="", unit_id=unit_id, skill_id=skill_id, skill_version=1, assigned_on=now.day)
        )
    practices.close(desk, backup=False)


def test_three_skills_are_reviewed_in_at_most_fifteen_keys(
    therapist: Callable[..., Therapist], tmp_path: Path, one_lane: list[str]
) -> None:
    folder = tmp_path / "Lantern Row.irtdesk"
    with_three_skills(folder)
    one_lane.clear()
    person = therapist(folder)
    person.type_secret(PASSPHRASE)
    person.press("Open")
    person.wait_for(lambda: person.program.shell is not None and person.program.shell.isVisible())
    person.key(Qt.Key.Key_2, CONTROL)
    person.open_row("Amara Lindholm")
    person.keys = 0
    person.key(Qt.Key.Key_5, ALT)
    person.key(Qt.Key.Key_R, CONTROL)
    for keys in (
        (Qt.Key.Key_Y, Qt.Key.Key_8),
        (Qt.Key.Key_N, Qt.Key.Key_Down),
        (Qt.Key.Key_P, Qt.Key.Key_6),
    ):
        for key in keys:
            person.key(key)
        person.key(Qt.Key.Key_Return)
    person.key(Qt.Key.Key_Return)
    assert person.sees("3 practices stored.")
    assert person.keys <= 15
    assert one_lane == []
    assert person.program.shell is not None
    unit_id = next(row.unit_id for row in person.program.shell.desk.clients.rows())
    one_lane.clear()
    person.press("Today")
    person.program.shell.go("chart", unit_id=unit_id, tab="skills", review=True)
    person.settle()
    assert person.sees("Store practice"), "what is asked for waits until the record is there"
