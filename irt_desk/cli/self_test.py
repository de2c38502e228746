"""Check that an installation works, on practices of its own that are gone afterwards. The installer runs it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from irt_desk import paths
from irt_desk.domain.clients import Client
from irt_desk.domain.values import Instant
from irt_desk.errors import Damaged, WrongPassphrase
from irt_desk.services import practices
from irt_desk.services.context import system_clock
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from irt_desk.words import say

CONTENT = (
    "colour", "demo", "fonts", "help", "i18n", "icons", "jurisdictions", "patterns", "security", "skills", "themes",
)  # fmt: skip
_NAME = "Self-test Person"


def run() -> None:
    """Create, fill, print, verify, back up, draw, close and open again; print one line a step.

    Raises:
        Damaged: the practice is not sound. RuntimeError: something else of this installation is not.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if missing := [name for name in CONTENT if not any(paths.resource(name).glob("*"))]:
        raise RuntimeError("resources without " + ", ".join(missing))
    with _scratch() as scratch, practices.demonstration() as desk:
        rows = desk.clients.rows()
        print(say("cli.demo_played", count=len(rows)))
        issued = desk.documents.write(
            Asked(unit_id=rows[0].unit_id, kind=DocumentKind.SUMMARY, reader=Reader.CLIENT), scratch / "summary.pdf"
        )
        if not (scratch / "summary.pdf").read_bytes().startswith(b"%PDF-"):
            raise RuntimeError("no document")
        print(say("cli.self_test_document", pages=issued.pages))
        bad = [check.name for check in practices.verify(desk) if not check.ok]
        if bad:
            raise Damaged(detail=", ".join(bad))
        practices.backup(desk, scratch)
        _reopen(scratch / "Self-test.irtdesk")
        print(say("cli.self_test_backup"))
        _draw(desk, scratch)
        print(say("cli.self_test_window"))


@contextmanager
def _scratch() -> Iterator[Path]:
    """Yield a folder that is gone afterwards; the user's own folder of states stays out of it all."""
    before = os.environ.get("IRT_DESK_STATE")
    with tempfile.TemporaryDirectory(prefix="irt-desk-self-test-") as folder:
        os.environ["IRT_DESK_STATE"] = str(Path(folder) / "state")
        try:
            yield Path(folder)
        finally:
            os.environ.pop("IRT_DESK_STATE")
            if before is not None:
                os.environ["IRT_DESK_STATE"] = before


def _reopen(place: Path) -> None:
    """Write a person into a new practice, close it and find the person again, with the right passphrase only."""
    desk, _ = practices.create(place, "Self-test", practices.DEMO_PASSPHRASE)
    try:
        desk.clients.take_in(Client(id="", number=0, preferred_name=_NAME, created=Instant(system_clock())))
    finally:
        practices.close(desk, backup=False)
    if any(_NAME.encode() in file.read_bytes() for file in place.rglob("*") if file.is_file()):
        raise RuntimeError("the practice is not encrypted")
    try:
        practices.close(practices.open_practice(place, practices.DEMO_PASSPHRASE.upper()), backup=False)
    except WrongPassphrase:
        pass
    else:
        raise RuntimeError("a wrong passphrase opened the practice")
    desk = practices.open_practice(place, practices.DEMO_PASSPHRASE)
    try:
        if [row.name for row in desk.clients.rows()] != [_NAME]:
            raise Damaged(detail="what was written is not there")
    finally:
        practices.close(desk, backup=False)


def _draw(desk: Desk, scratch: Path) -> None:
    """Paint a page and every icon; where the plug-in for icons is missing, each of them comes out equally empty."""
    from irt_desk.cli import pictures

    wanted = pictures.Wanted.parse(theme="light", scale="1", size="1280x800", client="", page="today")
    made = pictures.draw(desk, scratch, wanted, is_demo=True)
    if not made or min(picture.stat().st_size for picture in made) < 10_000:
        raise RuntimeError("no picture")
    from irt_desk.ui.building.icons import Icon

    names = sorted(path.stem for path in paths.resource("icons").glob("*.svg"))
    drawn = [Icon(name, size=64).grab().toImage() for name in names]
    if alike := [a for i, a in enumerate(names) if any(drawn[i] == other for other in drawn[i + 1 :])]:
        raise RuntimeError("icons drawn empty: " + ", ".join(alike))
