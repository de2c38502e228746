"""Pictures of every page, drawn without a screen: what a person would see, for looking at."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from irt_desk.domain.caseload import CaseloadRow
from irt_desk.services import practices
from irt_desk.services.desk import Desk
from irt_desk.ui import theme
from irt_desk.ui.chart.page import TABS, ChartPage
from irt_desk.ui.joint.header import JOINT_TABS
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell, specs
from irt_desk.ui.unlock.page import UnlockPage
from irt_desk.ui.unlock.recents import Recent


def render_screens(
    desk: Desk,
    out: Path,
    *,
    themes: tuple[str, ...],
    scales: tuple[float, ...],
    size: tuple[int, int],
    only_page: str | None = None,
    unit_id: str | None = None,
    is_demo: bool = False,
) -> tuple[Path, ...]:
    """Draw every page in every theme and scale into ``out`` and return the paths, ``PAGE[-TAB]-THEME-SCALE.png``."""
    qInstallMessageHandler(_told_by_qt)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme.add_missing_scripts()
    made: list[Path] = []
    for name in themes:
        theme.apply(app, name)
        for scale in scales:
            made += _draw_all(desk, out, name, scale, size, only_page, unit_id, is_demo)
    return tuple(made)


def _told_by_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Pass on what Qt says, but for what the platform without a screen cannot do and nobody needs."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)


def _draw_all(
    desk: Desk,
    out: Path,
    theme_name: str,
    scale: float,
    size: tuple[int, int],
    only: str | None,
    unit_id: str | None,
    is_demo: bool,
) -> list[Path]:
    made: list[Path] = []
    end = f"{theme_name}-{scale:g}"

    def keep(widget: QWidget, name: str) -> None:
        path = out / f"{name}-{end}.png"
        picture(widget, scale).save(str(path))
        made.append(path)

    if only in (None, "unlock"):
        page = UnlockPage(known=_invented)
        page.resize(int(size[0] / scale), int(size[1] / scale))
        page.show()
        keep(page, "unlock")
        page.close()
    shell = Shell(desk, InlineRunner(), demo_passphrase=practices.DEMO_PASSPHRASE if is_demo else "")
    shell.resize(int(size[0] / scale), int(size[1] / scale))
    shell.show()
    for spec in specs():
        if spec.name != "chart" and only in (None, spec.name):
            shell.go(spec.name)
            keep(shell, spec.name)
    if only in (None, "clients-new"):
        shell.go("clients", new=True)
        keep(shell, "clients-new")
    rows = desk.clients.rows()
    wanted = [row for row in rows if unit_id is None or row.unit_id == unit_id]
    if only is None or only.startswith("chart"):
        for number, row in enumerate(wanted):
            joint = row.kind.brings_together
            whole = TABS if number == 0 or unit_id else ("overview", "pathway")
            for tab in JOINT_TABS if joint else whole:
                if only in (None, "chart", f"chart-{tab}"):
                    shell.go("chart", unit_id=row.unit_id, tab=tab)
                    if not _is_offered(shell, tab):
                        continue  # a kind of unit has no such tab
                    keep(shell, f"chart-{row.number}{f'-{row.kind}' if joint else ''}-{tab}")
        made += _notes(desk, shell, wanted, out, end, scale)
    shell.close()
    shell.deleteLater()
    app = QApplication.instance()
    if app is not None:
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return made


def _is_offered(shell: Shell, tab: str) -> bool:
    page = shell.page("chart")
    return isinstance(page, ChartPage) and not page.header.tabs[tab].isHidden()


def _invented() -> list[Recent]:
    """Return practices that stand on the picture instead of the person's own."""
    return [Recent(Path("Documents", "Harbour Street.irtdesk")), Recent(Path("Documents", "Supervision group.irtdesk"))]


def _notes(desk: Desk, shell: Shell, rows: list[CaseloadRow], out: Path, end: str, scale: float) -> list[Path]:
    """Draw one draft and one signed note."""
    made: list[Path] = []
    seen: set[str] = set()
    for row in rows:
        notes = desk.notes.of_unit(row.unit_id)
        for session_id, note in notes.items():
            if note.status.value in seen or note.status.value not in ("draft", "signed", "entered_in_error"):
                continue
            seen.add(note.status.value)
            shell.go("chart", unit_id=row.unit_id, tab="sessions", session_id=session_id)
            page = shell.page("chart")
            assert isinstance(page, ChartPage)
            path = out / f"note-{note.status.value}-{end}.png"
            picture(shell, scale).save(str(path))
            made.append(path)
            page.tabs["sessions"].forget()
    return made


def picture(widget: QWidget, scale: float) -> QImage:
    """Return a picture of a widget at a scale, after everything pending was laid out."""
    app = QApplication.instance()
    if app is not None:
        for _ in range(3):
            app.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    image = QImage(int(widget.width() * scale), int(widget.height() * scale), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    widget.render(image)
    return image
