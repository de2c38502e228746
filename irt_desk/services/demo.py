"""Plays the demonstration caseload through the services a therapist's clicks use.

Data: ``resources/demo/*.toml``. Each act names a service method and its arguments; days are offsets from first contact, so the
caseload is always of today. Acts marked ``waits`` have no service yet and stay in the data. A mistake in the data raises with file and
act number.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from irt_desk import paths
from irt_desk.domain.cases import CaseState
from irt_desk.domain.clients import Client
from irt_desk.domain.consents import Consent, ConsentType, OrientationPoint, Signer
from irt_desk.domain.notes import NoteContent, NotePart, PsychotherapyNote, RiskCheck, RiskItem, RiskLevel
from irt_desk.domain.pathway import TransitionRequest
from irt_desk.domain.plan_reviews import PlanReview
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import SafetyInterview
from irt_desk.domain.sessions import Attendance, Session, Setting
from irt_desk.domain.units import PartnerPrescreen
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import Refused, UserError
from irt_desk.services.changes import Saved
from irt_desk.services.desk import Desk
from irt_desk.storage.rows import decode


class DemoError(Exception):
    """An act of the demonstration data was refused or cannot be read: names file, act and reason."""


@dataclass(slots=True)
class Ticker:
    """A clock the player sets; every look moves it on a little, so that what was recorded later is later."""

    at: datetime

    def __call__(self) -> datetime:
        """Return the time, a millisecond after the last look."""
        self.at += timedelta(milliseconds=1)
        return self.at


@dataclass(slots=True)
class Case:
    """One case while it is played: its day 0, its record, the ids kept under a name."""

    name: str
    zero: date
    today: date
    zone: str
    unit_id: str
    kept: dict[str, str]

    def day_of(self, act: dict[str, Any]) -> date:
        """Return the day an act happens on."""
        if "today" in act:
            return self.today + timedelta(days=int(act["today"]))
        return self.zero + timedelta(days=int(act.get("day", 0)))

    def resolved(self, value: Any) -> Any:
        """Return data with its names and day offsets filled in."""
        if isinstance(value, dict):
            return {key: self.resolved(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.resolved(item) for item in value]
        if isinstance(value, str) and value.startswith("@"):
            return self.kept[value[1:]]
        if isinstance(value, str) and value[:2] in ("d:", "t:"):
            return self._moment(value)
        if isinstance(value, str) and value.startswith("m:"):
            number, _, clock = value[2:].partition(" ")
            return f"{self.zero + timedelta(days=int(number))}T{clock}"
        return value

    def _moment(self, text: str) -> str:
        number, _, clock = text[2:].partition(" ")
        if not number.lstrip("-").isdigit():
            return text
        day = (self.zero if text[0] == "d" else self.today) + timedelta(days=int(number))
        return str(self.instant(day, clock)) if clock else day.isoformat()

    def instant(self, day: date, clock: str) -> Instant:
        """Return the moment of a day and a clock time in the case's zone."""
        hour, minute = (int(part) for part in clock.split(":"))
        return Instant(datetime.combine(day, time(hour, minute), ZoneInfo(self.zone)).astimezone(UTC), self.zone)


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def day_there(moment: datetime) -> date:
    """Return the calendar day of a moment where the invented practice is.

    The day of UTC is already the next one on an American evening; a caseload played for it lies in the practice's future, and
    every safety gate then says that the clock was set back.
    """
    who = _read(paths.resource("demo") / "practitioner.toml")
    return moment.astimezone(ZoneInfo(str(who["zone"]))).date()


def play(
    desk: Desk, *, today: date, progress: Callable[[float], None] | None = None, only: tuple[str, ...] = ()
) -> dict[str, str]:
    """Play the caseload and return the record id of each case by its code (D1 to D8).

    Raises:
        DemoError: an act is refused; file, act number and the refusal are named.
    """
    folder = paths.resource("demo")
    _play_practitioner(desk, _read(folder / "practitioner.toml"), today)
    files = [path for path in sorted(folder.glob("d*.toml")) if not only or path.stem[:2].upper() in only]
    found: dict[str, str] = {}
    waiting: set[str] = set()
    player = Desk(replace(desk.context, waiting=waiting))
    for number, path in enumerate(files, 1):
        data = _read(path)
        found[str(data["code"])] = _play_case(player, path.name, data, today)
        if progress is not None:
            progress(number / len(files))
    desk.clients.bring_up_to_date(waiting)
    return found


def _play_practitioner(desk: Desk, data: dict[str, Any], today: date) -> None:
    start = datetime.combine(today - timedelta(days=400), time(9), UTC)
    who: Practitioner = decode(Practitioner, data)
    desk.at(Ticker(start)).settings.save_practitioner(who)


def _play_case(desk: Desk, name: str, data: dict[str, Any], today: date) -> str:
    zero = today - timedelta(days=int(data["first_contact_days_ago"]))
    case = Case(name, zero, today, str(data["zone"]), "", {})
    clock = Ticker(datetime.combine(zero, time(9), UTC))
    timed = desk.at(clock)
    acts = [(case.instant(case.day_of(a), str(a.get("time", "09:00"))).at, n, a) for n, a in enumerate(data["acts"], 1)]
    for at, number, act in sorted(
        acts, key=lambda one: one[:2]
    ):  # in the order of time, whatever the order of the file
        if "waits" in act:
            continue
        clock.at = max(clock.at, at)
        try:
            _act(timed, case, act)
        except (UserError, KeyError, TypeError, ValueError, LookupError) as error:
            raise DemoError(f"{name}, act {number} ({act.get('do')}): {type(error).__name__}: {error}") from error
    return case.unit_id


def _act(desk: Desk, case: Case, act: dict[str, Any]) -> None:
    do = str(act["do"])
    given = {key: case.resolved(value) for key, value in act.items() if key not in _CONTROL}
    macro = _MACROS.get(do)
    expected = act.get("expect_refused")
    try:
        answer = macro(desk, case, act, given) if macro else _call(desk, case, do, given)
    except (Refused, Invalid) as error:
        reasons = error.missing if isinstance(error, Refused) else error.problems
        codes = [str(getattr(reason, "code", "")) for reason in reasons]
        if expected is None or str(expected) not in codes:
            raise
        return
    if expected is not None:
        raise LookupError(f"was expected to be refused with {expected}")
    if "as" in act:
        value = answer.value if isinstance(answer, Saved) else answer
        case.kept[str(act["as"])] = str(value.id)


_CONTROL = frozenset({"day", "today", "time", "do", "as", "waits", "expect_refused"})


def _call(desk: Desk, case: Case, do: str, given: dict[str, Any]) -> Any:
    service, method = do.split(".")
    target = getattr(getattr(desk, service), method)
    hints = get_type_hints(target)
    arguments: dict[str, Any] = {}
    for name in inspect.signature(target).parameters:
        if name in given:
            arguments[name] = _value(hints[name], given[name], case, desk)
        elif name == "unit_id":
            arguments[name] = case.unit_id
    return target(**arguments)


def _value(kind: Any, data: Any, case: Case, desk: Desk) -> Any:
    """Return an argument; a dataclass gets what the services fill in anyway, and so does each of several."""
    if isinstance(data, list) and get_origin(kind) is tuple and is_dataclass(get_args(kind)[0]):
        return tuple(_value(get_args(kind)[0], item, case, desk) for item in data)
    if not (isinstance(data, dict) and is_dataclass(kind)):
        return decode(kind, data)
    now = Instant(desk.context.clock(), case.zone)
    blanks: dict[str, Any] = {
        "id": "", "unit_id": case.unit_id, "episode_id": "", "number": 0, "skill_id": "",
        "version": 0, "skill_version": 1, "partner_id": "", "client_id": "", "from_unit_id": case.unit_id,
        "recorded": str(now), "entered": str(now), "created": str(now), "written": str(now), "saved": str(now),
        "signed_on": now.day.isoformat(),
    }  # fmt: skip
    filled = dict(data)
    for field in fields(kind):
        required = field.default is MISSING and field.default_factory is MISSING
        if required and field.name not in filled and field.name in blanks:
            filled[field.name] = blanks[field.name]
        elif required and field.name == "signed" and field.name not in filled:
            filled["signed"] = {"by": "", "credential": "", "at": str(now)}
    if "unit_id" in {field.name for field in fields(kind)}:
        filled.setdefault("unit_id", case.unit_id)
    for problem in filled.get("problems", []):
        problem.setdefault("id", "")
    for name in ("goals",):
        for goal in filled.get(name, []):
            goal.setdefault("id", "")
            for objective in goal.get("objectives", []):
                objective.setdefault("id", "")
                objective.setdefault("number", "")
    return decode(kind, filled)


def _take_in(desk: Desk, case: Case, act: dict[str, Any], given: dict[str, Any]) -> Any:
    client: Client = _value(Client, given["client"], case, desk)
    made = desk.clients.take_in(replace(client, is_demo=True), words=str(given.get("words", "")))
    case.unit_id = made.value.id
    return made


def _partner(desk: Desk, case: Case, act: dict[str, Any], given: dict[str, Any]) -> Any:

    partner: Partner = _value(Partner, given["partner"], case, desk)
    relationship: Relationship = _value(Relationship, given["relationship"], case, desk)
    return desk.relationships.save(partner, relationship).value[0]


def _consents(desk: Desk, case: Case, act: dict[str, Any], given: dict[str, Any]) -> Any:
    """The three consents of T05, each signed by the client on the day of the act."""
    made = None
    for kind in (ConsentType.INFORMED, ConsentType.IRT_MODALITY_ORIENTATION, ConsentType.PRIVACY_NOTICE):
        points = tuple(OrientationPoint) if kind is ConsentType.IRT_MODALITY_ORIENTATION else ()
        made = desk.consents.sign(
            Consent(
                id="",
                unit_id=case.unit_id,
                type=kind,
                version="2026-1",
                signer=Signer.CLIENT,
                signer_name=str(given["name"]),
                signed_on=case.day_of(act),
                points=points,
            )
        )
    return made


def _session(desk: Desk, case: Case, act: dict[str, Any], given: dict[str, Any]) -> Any:
    """A held session with its note: start, write, sign when ``sign_after`` hours are given, addenda, private note.

    ``unit`` names a joint unit; the client's own record where it is left out.
    """
    unit_id = str(given.get("unit", case.unit_id))
    day, clock = case.day_of(act), str(act.get("time", "10:00"))
    starts = case.instant(day, clock)
    stops = Instant(starts.at + timedelta(minutes=int(given.get("minutes", 50))), case.zone)
    places: dict[str, Any] = {
        name: str(given.get(name, "")) for name in ("platform", "client_location", "provider_location", "focus")
    }
    setting = Setting(str(given.get("setting", "office")))
    planned = Session(
        id="",
        unit_id=unit_id,
        episode_id="",
        starts=starts,
        stops=stops,
        setting=setting,
        telehealth_consent=bool(given.get("telehealth_consent", setting.is_telehealth)),
        service_code=str(given.get("service_code", "")),
        **places,
    )
    session = desk.sessions.schedule(planned).value
    ticker = desk.context.clock
    assert isinstance(ticker, Ticker)  # the player made it
    ticker.at = max(ticker.at, stops.at + timedelta(minutes=5))
    if "attendance" in given:
        return desk.sessions.mark(session.id, Attendance(str(given["attendance"])))
    desk.sessions.attend(session.id, starts, stops)
    if "as" in act:
        case.kept[str(act["as"])] = session.id
    if "note" in given:
        _write(desk, case, session, given, ticker)
    return session


def _write(desk: Desk, case: Case, session: Session, given: dict[str, Any], ticker: Ticker) -> None:
    session_id, unit_id = session.id, session.unit_id
    note = desk.notes.start(session_id).value
    raw = dict(given["note"])
    plan = desk.plans.signed(unit_id)
    numbers = {objective.number: objective.id for objective in plan.objectives} if plan else {}
    raw["progress"] = [
        {**{k: v for k, v in p.items() if k != "objective"}, "objective_id": numbers[p["objective"]]}
        for p in raw.get("progress", [])
        if p["objective"] in numbers
    ]
    content: NoteContent = decode(NoteContent, raw)
    if not content.risk.asked:
        content = replace(content, risk=RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN))
    for text in given.get("earlier", ()):
        note = desk.notes.save_draft(note.id, replace(content, account=str(text)), revision=note.revision).value
        ticker.at += timedelta(minutes=2)
    note = desk.notes.save_draft(note.id, content, revision=note.revision, index=True).value
    if "private" in given:
        now = Instant(ticker(), case.zone)
        desk.psychotherapy_notes.save(
            PsychotherapyNote(
                id="", unit_id=unit_id, session_id=session_id, text=str(given["private"]), written=now, saved=now
            )
        )
    if given.get("sign", True):
        ticker.at += timedelta(hours=float(given.get("sign_after", 1)))
        desk.notes.sign(note.id)
    for addendum in given.get("addenda", []):
        ticker.at += timedelta(hours=20)
        desk.notes.add_addendum(
            note.id, part=NotePart(addendum["part"]), reason=addendum["reason"], text=addendum["text"]
        )
    for cosigned in given.get("cosigned", []):
        ticker.at += timedelta(hours=26)
        desk.cosigning.record(note.id, on=Instant(ticker.at, case.zone).day, **cosigned)
    if "void" in given:
        desk.notes.void(note.id, reason=str(given["void"]))


def _prescreen(desk: Desk, case: Case, act: dict[str, Any], given: dict[str, Any]) -> Any:
    """The partner's own screening, alone, with their signature."""
    interview = _value(SafetyInterview, given["interview"], case, desk)
    return desk.units.record_prescreen(
        PartnerPrescreen(
            id="", from_unit_id=case.unit_id, partner_id=case.kept["partner"], recorded=interview.recorded,
            interview=interview, partner_signature=str(given["name"]),
        )
    )  # fmt: skip


def _sign(desk: Desk, case: Case, act: dict[str, Any], given: dict[str, Any]) -> Any:
    """Papers that one of the two signs on the day of the act, in a joint unit where ``unit`` names one."""
    made = None
    for kind in given["papers"]:
        made = desk.consents.sign(
            _value(
                Consent, {"type": kind, "version": "2026-1", "unit_id": case.unit_id, **given["consent"]}, case, desk
            )
        )
    return made


def _open_unit(desk: Desk, case: Case, act: dict[str, Any], given: dict[str, Any]) -> Any:
    """A move that opens a joint unit, which is kept under the name of the act."""
    request = _value(TransitionRequest, given.get("request", {}), case, desk)
    desk.pathway.move(str(given.get("unit", case.unit_id)), CaseState.CLOSED, request)
    return desk.units.view(desk.units.of(case.unit_id)[-1].unit_id).unit


def _plan_review(desk: Desk, case: Case, act: dict[str, Any], given: dict[str, Any]) -> Any:
    """A review that cites what the record offers on that day; ``statuses`` are those of the goals in their order."""
    facts = desk.plan_reviews.facts(case.unit_id)
    assert facts.plan is not None  # the data sign a plan first
    goals = zip(facts.plan.goals, given["statuses"], strict=True)
    review = {
        "plan_id": "",
        "plan_version": 0,
        "on": case.day_of(act).isoformat(),
        "data": list(facts.citable),
        "goals": [{"goal_id": goal.id, "status": status} for goal, status in goals],
        **given["review"],
    }
    return desk.plan_reviews.record(_value(PlanReview, review, case, desk))


def _appointment(desk: Desk, case: Case, act: dict[str, Any], given: dict[str, Any]) -> Any:
    starts = case.instant(case.today + timedelta(days=int(given["in_days"])), str(given["at"]))
    stops = Instant(starts.at + timedelta(minutes=int(given.get("minutes", 50))), case.zone)
    places: dict[str, Any] = {
        name: str(given.get(name, "")) for name in ("platform", "client_location", "provider_location", "focus")
    }
    setting = Setting(str(given.get("setting", "office")))
    unit_id = str(given.get("unit", case.unit_id))
    return desk.sessions.schedule(
        Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=stops, setting=setting, **places)
    )


_Macro = Callable[[Desk, Case, dict[str, Any], dict[str, Any]], Any]
_MACROS: dict[str, _Macro] = {
    "take_in": _take_in,
    "partner": _partner,
    "consents": _consents,
    "session": _session,
    "appointment": _appointment,
    "plan_review": _plan_review,
    "prescreen": _prescreen,
    "sign": _sign,
    "open_unit": _open_unit,
}

__all__ = ["DemoError", "play"]
