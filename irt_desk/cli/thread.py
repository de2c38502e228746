"""``irt-desk thread``: every break in the golden thread of one record."""

from __future__ import annotations

from pathlib import Path

import click

from irt_desk.cli.commands import _json, _passphrase_file, _practice, _print, main, opened
from irt_desk.services.thread import break_text
from irt_desk.words import say


@main.command("thread")
@_practice
@click.argument("client")
@_passphrase_file
@_json
def thread(practice: Path, client: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Print where the thread from concern to review is broken, one sentence a line."""
    with opened(practice, passphrase_file) as desk:
        found = desk.thread.of(desk.clients.find(client).unit_id).breaks
    if as_json:
        _print(
            [
                {
                    "step": b.step.value,
                    "code": b.code,
                    "mend": b.mend.value,
                    "target": b.target,
                    "sentence": break_text(b),
                }
                for b in found
            ]
        )
        return
    for item in found:
        click.echo(break_text(item))
    if not found:
        click.echo(say("thread.whole"))
