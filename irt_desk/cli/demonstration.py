"""``irt-desk --demo`` where there is no screen: play the caseload, leave pictures and printed summaries, say where."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from irt_desk.cli import pictures
from irt_desk.errors import UserError
from irt_desk.services import practices
from irt_desk.services.documents import Asked, DocumentKind, Reader
from irt_desk.words import say


def demonstrate_without_screen() -> int:
    """Play the demonstration without a window and return 0; the folder it leaves is named on standard output."""
    print(say("cli.no_screen"), file=sys.stderr)
    out = Path(tempfile.mkdtemp(prefix="irt-desk-pictures-"))
    with practices.demonstration() as desk:
        alone = [row for row in desk.clients.rows() if not row.kind.brings_together]
        print(say("cli.demo_played", count=len(alone)))
        wanted = pictures.Wanted.parse(theme="light,dark", scale="1", size="1360x860", client="", page="")
        made = pictures.draw(desk, out, wanted, is_demo=True)
        summaries = 0
        for row in alone:  # a treatment summary is of one person; the units of two have papers of their own
            try:
                desk.documents.write(
                    Asked(unit_id=row.unit_id, kind=DocumentKind.SUMMARY, reader=Reader.CLIENT),
                    out / f"summary-{row.number}.pdf",
                )
            except UserError as refusal:
                print(f"{row.name}: {refusal}", file=sys.stderr)
                continue
            summaries += 1
    print(say("cli.demo_left", pictures=len(made), summaries=summaries, place=out))
    return 0
