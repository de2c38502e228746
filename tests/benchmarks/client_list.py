"""Ten thousand clients: the list, a filter keystroke, a scroll step; beside them the raw query and a bare repaint."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

COUNT = 10_000


def median_ms(work: Callable[[], object], rounds: int = 15) -> float:
    """Return the median of a few runs in milliseconds, after one that warms up."""
    work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def fill(desk: object) -> None:
    """Take in the clients, as fast as the storage allows: one transaction, the same rows a click would make."""
    from irt_desk.domain.cases import CareEpisode, CaseState, TreatmentUnit, UnitKind
    from irt_desk.domain.clients import Client, SafeContact
    from irt_desk.domain.values import Instant, new_id
    from irt_desk.storage import caseload, tables

    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    first = ("Amara", "Bela", "Chidi", "Dana", "Esra", "Farid", "Goran", "Hana", "Ines", "Jun")
    last = ("Lindholm", "Okafor", "Novak", "Reyes", "Raman", "Carrow", "Quist", "Thornbury", "Ventnor", "Halloran")
    with desk.context.practice.database.transaction() as connection:  # type: ignore[attr-defined]  # the services of a practice
        for number in range(COUNT):
            ids = [new_id(now, os.urandom(10)) for _ in range(3)]
            name = f"{first[number % 10]} {last[number // 10 % 10]} {number}"
            tables.CLIENTS.add(
                connection,
                Client(
                    id=ids[0], number=number + 1, preferred_name=name, created=Instant(now), safe_contact=SafeContact()
                ),
            )
            tables.UNITS.add(
                connection,
                TreatmentUnit(id=ids[1], kind=UnitKind.INDIVIDUAL_IRT, client_id=ids[0], opened_on=now.date()),
            )
            tables.EPISODES_OF_CARE.add(
                connection,
                CareEpisode(
                    id=ids[2],
                    unit_id=ids[1],
                    number=1,
                    state=CaseState.ACTIVE_IRT,
                    state_since=now.date(),
                    opened_on=now.date(),
                ),
            )
            caseload.refresh(connection, ids[1], Instant(now))


def measure() -> list[tuple[str, float, float, str]]:
    """Return a line each: what, milliseconds, limit in milliseconds, what it is beside the bare thing of the same run."""
    from PySide6.QtWidgets import QApplication

    from irt_desk.services.context import Context, system_clock
    from irt_desk.services.desk import Desk
    from irt_desk.storage import practice
    from irt_desk.ui import theme
    from irt_desk.ui.runner import InlineRunner
    from irt_desk.ui.shell import Shell
    from tests.practices import cheap

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    folder = Path(tempfile.mkdtemp()) / "Large.irtdesk"
    made, _ = practice.create(folder, "irrelevant here", name="Large", now=system_clock, kdf=cheap)
    desk = Desk(Context(made))
    fill(desk)

    def raw() -> object:
        with made.database.raw() as connection:
            return connection.execute("SELECT * FROM caseload ORDER BY name").fetchall()

    bare = median_ms(raw)
    shell = Shell(desk, InlineRunner())
    shell.resize(1360, 860)
    shell.show()
    shell.go("clients")
    page = shell.page("clients")
    app.processEvents()
    whole = median_ms(desk.clients.rows)
    keys = iter("amara lindholm 42 amara lindholm 42 amara lindholm")
    typed: list[str] = []

    def key() -> None:
        typed.append(next(keys, "a"))
        page.search.setText("".join(typed[-6:]))  # type: ignore[attr-defined]  # the page of the client list
        app.processEvents()

    keystroke = median_ms(key)
    page.search.setText("")  # type: ignore[attr-defined]  # as above
    table = page.table  # type: ignore[attr-defined]  # as above
    bar = table.verticalScrollBar()
    where = [0]

    def scroll() -> None:
        where[0] += 3
        bar.setValue(where[0])
        table.viewport().repaint()

    step = median_ms(scroll, 60)
    plain = shell.findChild(type(shell.centralWidget()))
    repaint = median_ms(lambda: (plain or shell).repaint(), 30)
    made.close()
    return [
        ("client list of 10,000, read", whole, 40.0, f"{whole / bare:.2f} times the raw query"),
        ("client list, filter keystroke", keystroke, 40.0, f"{keystroke / bare:.2f} times the raw query"),
        ("client list, scroll step", step, 16.0, f"{step / max(repaint, 0.01):.2f} times a bare repaint"),
    ]
