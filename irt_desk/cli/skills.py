"""Skills from a terminal: what is practised and how it goes, giving a skill, writing down a practice.

The safety gate and the other stop codes hold here as in the window.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import click

from irt_desk.cli.commands import _json, _passphrase_file, _practice, _print, main, opened
from irt_desk.domain.patterns import Activation
from irt_desk.domain.skills import (
    AssignmentStatus,
    GotInWay,
    PracticeAssignment,
    PracticeDone,
    PracticeLog,
    SafeToTakeHome,
)
from irt_desk.domain.values import Instant
from irt_desk.errors import NotFound, UserError
from irt_desk.services.skill_show import view_data
from irt_desk.words import label, say

M = TypeVar("M", bound=StrEnum)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


def _choice(kind: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([member.value for member in kind])


def _member(kind: type[M], value: str | None) -> M | None:
    return None if value is None else kind(value)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


@main.command("skills")
@_practice
@click.argument("client")
@_passphrase_file
@_json
def skills(practice: Path, client: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Print the skills of a client: stage, practice, what is counted, when to look again."""
    with opened(practice, passphrase_file) as desk:
        found = [view_data(view) for view in desk.skills.of(desk.clients.find(client).unit_id)]
    if as_json:
        _print(found)
        return
    for item in found:
        counts = ", ".join(f"{f['label']}: {f['text']}" for f in item["figures"])
        parts = [item["skill"], item["name"], label(item["stage"]), item["practice"], counts]
        click.echo("\t".join(part for part in parts if part))


@main.command("assign")
@_practice
@click.argument("client")
@click.argument("skill")
@click.option("--times", type=float, help="Times a week.")
@click.option("--event", default="", help="Or: at which event.")
@click.option("--due", type=_DAY, help="Day to review it, YYYY-MM-DD.")
@click.option("--context", default="", help="When and where.")
@click.option("--take-home", type=_choice(SafeToTakeHome), default="unsure", help="Whether the page is safe at home.")
@click.option("--reason", default="", help="Why it is safe now; asked for where the safety gate is not open.")
@click.option("--stop", "stops", multiple=True, help="CODE=REASON for a stop code that applies, for example SU=....")
@_passphrase_file
@_json
def assign(
    practice: Path, client: str, skill: str, passphrase_file: Path | None, as_json: bool, stops: tuple[str, ...],
    **given: Any,
) -> None:  # fmt: skip
    """Give a skill to practise; refused where the safety gate or a stop code refuses it."""
    reasons = dict(_reason(text) for text in stops)
    with opened(practice, passphrase_file) as desk:
        wanted = PracticeAssignment(
            id="",
            unit_id=desk.clients.find(client).unit_id,
            skill_id=skill.upper(),
            skill_version=0,
            assigned_on=Instant(desk.context.clock(), desk.settings.practitioner().zone).day,
            due_on=_day(given["due"]),
            times_per_week=given["times"],
            event_driven=bool(given["event"]),
            event=given["event"],
            context=given["context"],
            safe_to_take_home=SafeToTakeHome(given["take_home"]),
            gate_reason=given["reason"],
            stop_reasons=reasons,
        )
        made = desk.skills.assign(wanted).value
    _print({"assignment": made.id, "skill": made.skill_id}) if as_json else click.echo(say("cli.assigned", skill=skill))


def _reason(text: str) -> tuple[str, str]:
    code, separator, reason = text.partition("=")
    if not separator:
        raise UserError("cli.stop_reason", text=text)
    return code.strip().upper(), reason


@main.command("practised")
@_practice
@click.argument("client")
@click.argument("skill")
@click.option("--done", type=_choice(PracticeDone), default="yes", help="Whether it was practised.")
@click.option("--on", type=_DAY, help="Day, YYYY-MM-DD; today when left out.")
@click.option("--useful", type=int, help="How useful, 0 to 10.")
@click.option("--heat", type=_choice(Activation), help="How heated it was.")
@click.option("--got-in-way", type=_choice(GotInWay), help="What got in the way.")
@_passphrase_file
@_json
def practised(
    practice: Path, client: str, skill: str, passphrase_file: Path | None, as_json: bool, **given: Any
) -> None:
    """Write down one practice; "unsafe" pauses it and asks the safety question."""
    with opened(practice, passphrase_file) as desk:
        now = Instant(desk.context.clock(), desk.settings.practitioner().zone)
        views = desk.skills.of(desk.clients.find(client).unit_id)
        running = next((v.active for v in views if v.skill.id == skill.upper()), None)
        if running is None or running.status is not AssignmentStatus.ACTIVE:
            raise NotFound(what="assignment")
        made = desk.skills.log(
            PracticeLog(
                id="",
                unit_id=running.unit_id,
                assignment_id=running.id,
                skill_id=running.skill_id,
                on=_day(given["on"]) or now.day,
                entered=now,
                done=PracticeDone(given["done"]),
                usefulness=given["useful"],
                heat=_member(Activation, given["heat"]),
                got_in_way=_member(GotInWay, given["got_in_way"]),
            )
        ).value
    _print({"log": made.id}) if as_json else click.echo(say("cli.practised", skill=skill))
