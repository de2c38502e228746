"""Commands that say where a case stands: what the safety gate allows, and what is still open about the fit."""

from __future__ import annotations

from pathlib import Path

import click

from irt_desk.words import label, say

_practice = click.argument("practice", type=click.Path(path_type=Path))
_client = click.argument("client")
_passphrase_file = click.option("--passphrase-file", type=click.Path(path_type=Path), help="File with the passphrase.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.command("gate")
@_practice
@_client
@_passphrase_file
@_json
def gate(practice: Path, client: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Print the safety gate of a case, why, and what it allows and refuses: the same table as in the window."""
    from irt_desk.cli import commands  # the group imports this module

    with commands.opened(practice, passphrase_file) as desk:
        unit_id = desk.clients.find(client).unit_id
        standing, allowed = desk.safety.standing(unit_id), desk.safety.allowances(unit_id)
    if as_json:
        return commands._print(
            {
                "gate": standing.gate.value,
                "reasons": list(standing.reasons),
                "screened_on": standing.screened_on.isoformat() if standing.screened_on else None,
                "rescreen_due": standing.rescreen_due.isoformat() if standing.rescreen_due else None,
                "acts": {item.act.value: item.permission.value for item in allowed},
            }
        )
    print(label(standing.gate))
    for code in standing.reasons:
        print(f"  {say(f'gate_reason.{code}')}")
    for item in allowed:
        print(f"{label(item.act)}: {label(item.permission)}")
    return None


@click.command("fit")
@_practice
@_client
@_passphrase_file
@_json
def fit(practice: Path, client: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Print what is still open about fit, safety and consents, and why each of it matters."""
    from irt_desk.cli import commands  # the group imports this module

    with commands.opened(practice, passphrase_file) as desk:
        found = desk.fit_points.of(desk.clients.find(client).unit_id)
    if as_json:
        points = [
            {"kind": p.kind.value, "code": p.code, "sentence": p.sentence, "why": p.why, "act": p.act.value}
            for p in found.points
        ]
        return commands._print({"state": found.state.value, "to": found.to.value if found.to else None, "open": points})
    for point in found.points:
        print(point.sentence)
        if point.why:
            print(f"  {point.why}")
    return None


COMMANDS = (gate, fit)
