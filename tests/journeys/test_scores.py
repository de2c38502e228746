"""Keys counted as a therapist presses them: a paper form of sixteen items takes its digits and at most four keys more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt

from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.values import Instant
from irt_desk.services import practices
from irt_desk.ui.measures.tab import MeasuresTab
from tests.journeys.therapist import Therapist

PASSPHRASE = "amber kettle walks the long coast"
DIGITS = "6432513240512345"


def test_a_form_of_sixteen_items_takes_its_digits_and_at_most_four_keys(
    therapist: Callable[..., Therapist], tmp_path: Path, one_lane: list[str]
) -> None:
    folder = tmp_path / "Harbour Street.irtdesk"
    desk, recovery_key = practices.create(folder, "Harbour Street", PASSPHRASE)
    groups = recovery_key.split("-")
    practices.confirm_recovery(desk, {n: groups[n - 1] for n in practices.recovery_groups_to_ask(desk)})
    new = Client(
        id="",
        number=0,
        preferred_name="Noor Adair",
        created=Instant(datetime.now(UTC)),
        safe_contact=SafeContact(),
    )
    unit_id = desk.clients.take_in(new).value.id
    practices.close(desk, backup=False)
    one_lane.clear()

    person = therapist(folder)
    person.type_secret(PASSPHRASE)
    person.press("Open")
    person.wait_for(lambda: person.program.shell is not None)
    shell = person.program.shell
    assert shell is not None
    shell.go("chart", unit_id=unit_id, tab="overview")
    person.settle()

    person.keys = 0
    person.key(Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    person.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    for digit in DIGITS:
        person.key(Qt.Key(ord(digit)))
    person.key(Qt.Key.Key_Return)
    assert person.keys <= len(DIGITS) + 4

    tab = shell.page("chart").tabs["measures"]  # type: ignore[attr-defined]  # the chart page
    assert isinstance(tab, MeasuresTab)
    assert tab.values.model.rowCount() == 1
    assert tab.values.model.index(0, 2).data() == str(sum(map(int, DIGITS)))
    assert one_lane == []
