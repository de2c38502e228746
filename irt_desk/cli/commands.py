"""The commands of ``irt-desk`` as design paper section 4 names them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from irt_desk import __version__
from irt_desk.cli import gates, passphrases
from irt_desk.cli.scoring import score
from irt_desk.errors import Cancelled, UserError
from irt_desk.services import practices
from irt_desk.services.desk import Desk
from irt_desk.words import say

_PATH = click.Path(path_type=Path)
_practice = click.argument("practice", type=_PATH)
_passphrase_file = click.option("--passphrase-file", type=_PATH, help="File with the passphrase.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the exit status. Usage errors are 2, as every refusal."""
    try:
        with_status = main.main(
            args=["self-test" if a == "--self-test" else a for a in arguments],
            prog_name="irt-desk",
            standalone_mode=False,
        )
    except click.Abort as error:
        raise Cancelled from error
    except click.ClickException as error:
        error.show()
        return 2
    return with_status if isinstance(with_status, int) else 0


def _print(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=False))


@contextmanager
def opened(practice: Path, passphrase_file: Path | None) -> Iterator[Desk]:
    """Open a practice for one command; refuse at once when it is open elsewhere, close it whatever happens."""
    practices.check_free(practice)
    desk = practices.open_practice(practice, passphrases.passphrase(passphrase_file))
    for alarm in desk.practice.alarms:
        click.echo(say(alarm), err=True)
    try:
        yield desk
    finally:
        practices.close(desk)


@click.group(invoke_without_command=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="irt-desk")
def main() -> None:
    """IRT Desk: the practice of a therapist who practises Individual Relationship Therapy.

    Without a command the window opens: irt-desk [PRACTICE], or irt-desk --demo for the demonstration practice.
    """


main.add_command(score)


@main.group("practice")
def practice_group() -> None:
    """Create, check, back up, restore and re-key a practice."""


@practice_group.command("new")
@_practice
@click.option("--name", default="", help="Name of the practice; the folder's name when left out.")
@click.option("--demo", is_flag=True, help="Fill it with the demonstration caseload.")
@_passphrase_file
def practice_new(practice: Path, name: str, demo: bool, passphrase_file: Path | None) -> None:
    """Create a practice. Prints the recovery key once."""
    import os

    practices.check_new_place(practice)
    given = passphrase_file is not None or passphrases.VARIABLE in os.environ
    text = passphrases.passphrase(passphrase_file) if given else passphrases.new_passphrase(None)
    desk, recovery_key = practices.create(practice, name or practice.stem, text)
    try:
        print(say("cli.recovery_key"))
        print(recovery_key)
        if sys.stdin.isatty():
            _confirm_recovery(desk)
        if demo:
            practices.play_demonstration(desk)
    finally:
        practices.close(desk, backup=False)


def _confirm_recovery(desk: Desk) -> None:
    """Ask two groups of the recovery key back; otherwise the window asks at the first opening."""
    wanted = practices.recovery_groups_to_ask(desk)
    typed = {number: click.prompt(say("cli.recovery_group", number=number)) for number in wanted}
    if not practices.confirm_recovery(desk, typed):
        print(say("cli.recovery_not_confirmed"), file=sys.stderr)


@practice_group.command("verify")
@_practice
@_passphrase_file
@_json
def practice_verify(practice: Path, passphrase_file: Path | None, as_json: bool) -> int:
    """Check pages, schema, foreign keys, seals, audit chain and search index. Exit status 3 when damage is found."""
    with opened(practice, passphrase_file) as desk:
        checks = practices.verify(desk)
    ok = all(check.ok for check in checks)
    if as_json:
        _print({"ok": ok, "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks]})
    else:
        for check in checks:
            print(f"{'ok ' if check.ok else 'BAD'}  {check.name}  {check.detail}".rstrip())
    return 0 if ok else 3


@practice_group.command("backup")
@_practice
@click.option("--to", "folder", type=_PATH, required=True, help="Folder the backup goes to.")
@_passphrase_file
@_json
def practice_backup(practice: Path, folder: Path, passphrase_file: Path | None, as_json: bool) -> None:
    """Make an encrypted backup and check it before it gets its name."""
    with opened(practice, passphrase_file) as desk:
        made = practices.backup(desk, folder)
    _print({"backup": str(made)}) if as_json else print(made)


@practice_group.command("restore")
@click.argument("backup", type=_PATH)
@click.option("--to", "practice", type=_PATH, required=True, help="Practice folder to restore to.")
@click.option("--recovery-key-file", type=_PATH, help="Open the backup with the recovery key of its day.")
@_passphrase_file
@_json
def practice_restore(
    backup: Path, practice: Path, recovery_key_file: Path | None, passphrase_file: Path | None, as_json: bool
) -> None:
    """Restore a backup. A practice that stands at the place is set aside, never overwritten."""
    practices.check_free(practice)
    key = passphrases.from_file(recovery_key_file) if recovery_key_file else None
    text = None if key else passphrases.passphrase(passphrase_file)
    aside = practices.restore(backup, practice, passphrase=text, recovery_key=key)
    if as_json:
        _print({"practice": str(practice), "set_aside": str(aside) if aside else None})
    else:
        print(say("cli.restored", place=practice))
        if aside:
            print(say("cli.set_aside", place=aside))


@practice_group.command("passphrase")
@_practice
@_passphrase_file
@click.option("--new-passphrase-file", type=_PATH, help="File with the new passphrase.")
def practice_passphrase(practice: Path, passphrase_file: Path | None, new_passphrase_file: Path | None) -> None:
    """Change the passphrase. Backups made before still open with the old one."""
    practices.check_free(practice)
    old = passphrases.passphrase(passphrase_file)
    practices.change_passphrase(practice, old, passphrases.new_passphrase(new_passphrase_file))
    print(say("cli.passphrase_changed"))


@practice_group.command("recover")
@_practice
@click.option("--recovery-key-file", type=_PATH, help="File with the recovery key.")
@click.option("--new-passphrase-file", type=_PATH, help="File with the new passphrase.")
def practice_recover(practice: Path, recovery_key_file: Path | None, new_passphrase_file: Path | None) -> None:
    """Set a new passphrase with the recovery key."""
    practices.check_free(practice)
    key = (
        passphrases.from_file(recovery_key_file) if recovery_key_file else passphrases.asked("cli.recovery_key_prompt")
    )
    practices.recover(practice, key, passphrases.new_passphrase(new_passphrase_file))
    print(say("cli.passphrase_changed"))


@main.command("clients")
@_practice
@click.option("--search", default="", help="Only names that contain this text.")
@_passphrase_file
@_json
def clients(practice: Path, search: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Print the caseload."""
    with opened(practice, passphrase_file) as desk:
        rows = desk.show.caseload(search)
    if as_json:
        return _print(rows)
    for row in rows:
        flags = ", ".join(row["flags"])
        print(
            "\t".join(
                [row["name"], row["state"], row["partner_engagement"], row["safety_gate"], flags, row["next_due"] or ""]
            )
        )
    return None


@main.command("show")
@_practice
@click.argument("client")
@_passphrase_file
@_json
def show(practice: Path, client: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Print one chart as data, without psychotherapy notes."""
    with opened(practice, passphrase_file) as desk:
        chart = desk.show.chart(desk.clients.find(client).unit_id)
    if as_json:
        return _print(chart)
    for name, value in chart.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        print(f"{name}: {text}")
    return None


@main.command("missing")
@_practice
@click.argument("client")
@click.argument("state")
@_passphrase_file
@_json
def missing(practice: Path, client: str, state: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Print what still keeps this case from a state, or from a couple or discernment unit, one sentence a line."""
    from irt_desk.domain.cases import CaseState, UnitKind

    units = {kind.value: kind for kind in UnitKind if kind.is_joint}
    states = {one.value: one for one in CaseState}
    if state.lower() not in units.keys() | states.keys():
        raise UserError("cli.no_state", state=state, states=", ".join([*states, *units]))
    with opened(practice, passphrase_file) as desk:
        unit_id = desk.clients.find(client).unit_id
        if (kind := units.get(state.lower())) is not None:
            found = desk.pathway.missing_for_unit(unit_id, kind)
        else:
            found = desk.pathway.missing(unit_id, states[state.lower()])
    if as_json:
        return _print([{"code": item.code, "sentence": item.sentence} for item in found])
    for item in found:
        print(item.sentence)
    return None


@main.command("search")
@_practice
@click.argument("text")
@_passphrase_file
@_json
def search(practice: Path, text: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Full-text search of the charts."""
    with opened(practice, passphrase_file) as desk:
        hits = desk.search.find(text)
    if as_json:
        return _print(
            [
                {"client_id": h.client_id, "kind": h.kind, "id": h.id, "date": h.on.isoformat(), "excerpt": h.excerpt}
                for h in hits
            ]
        )
    for hit in hits:
        print(f"{hit.on}\t{hit.kind}\t{hit.excerpt}")
    return None


@main.command("pdf")
@click.argument("document")
@_practice
@click.option("--client", required=True, help="Id or unambiguous name.")
@click.option("--for", "reader", required=True, help="Who will read it.")
@click.option("--out", type=_PATH, required=True, help="File to write.")
@click.option("--subject", default="", help="The one note, pattern or skill it is about, where there are several.")
@click.option("--from", "since", default="", help="First day, as 2026-11-30.")
@click.option("--to", "until", default="", help="Last day.")
@click.option("--view", default="", help="Format of a note: girp, soap, dap, birp or an own one.")
@click.option("--name-partner", is_flag=True, help="Keep the partner's name instead of a role word.")
@click.option("--safe-to-take-home", "confirmed", is_flag=True, help="Confirm that the paper is safe where it goes.")
@click.option("--recipient", default="", help="Name of who receives it, for the log of disclosures.")
@click.option("--address", default="", help="Address of who receives it.")
@click.option("--purpose", default="", help="What it is sent for.")
@click.option("--asked-by", default="", help="Which of the two of a joint unit asked for it: a name, a or b.")
@click.option(
    "--sign", is_flag=True, help="With your signature of this moment; without it a paper that can be signed says draft."
)
@click.option("--password-file", type=_PATH, help="Encrypt the file with the password in this file.")
@_passphrase_file
@_json
def pdf(
    document: str,
    practice: Path,
    client: str,
    reader: str,
    out: Path,
    password_file: Path | None,
    passphrase_file: Path | None,
    as_json: bool,
    since: str,
    until: str,
    **more: Any,
) -> None:
    """Write a document as PDF; refused when its reader may not have it or the leak check finds anything."""
    from irt_desk.services.documents import Asked, kind_of, reader_of

    kind, who, first, last = kind_of(document), reader_of(reader), _day(since), _day(until)
    password = passphrases.from_file(password_file) if password_file else ""
    with opened(practice, passphrase_file) as desk:
        unit_id = desk.clients.find(client).unit_id
        asked = Asked(unit_id=unit_id, kind=kind, reader=who, since=first, until=last, **more)
        issued = desk.documents.write(asked, out, password=password)
    if as_json:
        _print({"file": str(out), "sha256": issued.sha256, "pages": issued.pages})
    else:
        print(out)


def _day(text: str) -> date | None:
    """Return the day of an option, None when it was not given.

    Raises:
        UserError: it is no day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UserError("document.bad_day", text=text) from error


@main.command("screens")
@click.argument("practice", type=_PATH, required=False)
@click.option("--out", type=_PATH, required=True, help="Folder the pictures go to.")
@click.option("--theme", default="light,dark", help="light, dark, or light,dark for both.")
@click.option("--scale", default="1", help="Scale factors, for example 1,1.5.")
@click.option("--size", default="1360x860", help="Width and height of the window.")
@click.option("--client", default="", help="Only charts of this client.")
@click.option("--page", default="", help="Only this page.")
@_passphrase_file
def screens(
    practice: Path | None,
    out: Path,
    theme: str,
    scale: str,
    size: str,
    client: str,
    page: str,
    passphrase_file: Path | None,
) -> None:
    """Draw pictures of every page; of the demonstration practice when none is named."""
    from irt_desk.cli import pictures

    wanted = pictures.Wanted.parse(theme=theme, scale=scale, size=size, client=client, page=page)
    if practice is None:
        with practices.demonstration() as desk:
            made = pictures.draw(desk, out, wanted, is_demo=True)
    else:
        with opened(practice, passphrase_file) as desk:
            made = pictures.draw(desk, out, wanted, is_demo=False)
    for path in made:
        print(path)


@main.command("self-test", hidden=True)
def self_test() -> None:
    """Check that this installation works: encryption, a caseload, a document, a window."""
    from irt_desk.cli import self_test as check

    check.run()


from irt_desk.cli import skills as _skills  # noqa: E402,F401  registers its commands on the group above
from irt_desk.cli import thread as _thread  # noqa: E402,F401  registers its command on the group above

for command in gates.COMMANDS:
    main.add_command(command)
