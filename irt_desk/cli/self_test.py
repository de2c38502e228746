"""Check that an installation works, on a practice of its own that is gone afterwards. The installer runs it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from irt_desk.errors import Damaged
from irt_desk.services import practices
from irt_desk.services.desk import Desk
from irt_desk.words import say


def run() -> None:
    """Create, fill, print, verify, back up and draw; print one line a step.

    Raises:
        Damaged: a check of the practice failed; every other failure raises as itself.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="irt-desk-self-test-") as scratch, practices.demonstration() as desk:
        rows = desk.clients.rows()
        print(say("cli.demo_played", count=len(rows)))
        issued = desk.documents.write(rows[0].unit_id, "summary", "client", Path(scratch) / "summary.pdf")
        print(say("cli.self_test_document", pages=issued.pages))
        bad = [check.name for check in practices.verify(desk) if not check.ok]
        if bad:
            raise Damaged(detail=", ".join(bad))
        practices.backup(desk, Path(scratch))
        print(say("cli.self_test_backup"))
        _draw(desk)
        print(say("cli.self_test_window"))


def _draw(desk: Desk) -> None:
    from irt_desk.cli import pictures

    with tempfile.TemporaryDirectory(prefix="irt-desk-self-test-") as scratch:
        wanted = pictures.Wanted.parse(theme="light", scale="1", size="1280x800", client="", page="today")
        if not pictures.draw(desk, Path(scratch), wanted, is_demo=True):
            raise Damaged(detail="no picture")
