"""Gathers the facts of a treatment summary from the record (domain paper, 7.4).

Never read here: psychotherapy notes, safety interviews and their findings, the safety plan, overrides. Free text comes with the
tags of its field, so that redaction can decide by them.
"""

from __future__ import annotations

from irt_desk.documents.blocks import Letterhead, PageIdentity, PageSize
from irt_desk.documents.redaction import ThirdParty, Told
from irt_desk.documents.summary import (
    GoalFacts,
    GuessFacts,
    ObjectiveFacts,
    PatternFacts,
    ScoreFacts,
    SkillFacts,
    SummaryFacts,
)
from irt_desk.domain.cases import PresentingPicture, UnitKind
from irt_desk.domain.clients import Client
from irt_desk.domain.figures.step_views import StepView, views_of
from irt_desk.domain.notes import NoteStatus, ProgressNote, RiskLevel
from irt_desk.domain.patterns import CycleMap, PatternStatus, RelationshipPattern, rollup
from irt_desk.domain.plans import Objective
from irt_desk.domain.relationships import Partner
from irt_desk.domain.safety import Gate, GateStanding
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.skills import PracticeDone, current_stage
from irt_desk.domain.values import THIRD_PARTY, Instant
from irt_desk.services.measure_courses import MeasureCourse, courses
from irt_desk.services.measure_words import change_text, dated, direction_text, is_outcome, outcome_text
from irt_desk.services.skill_library import all_skills
from irt_desk.services.texts import day_text, engagement_text, number_text, pattern_name
from irt_desk.storage import caseload, settings, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

_TOLD = frozenset({THIRD_PARTY})


def gather(c: Connection, unit_id: str, now: Instant, *, signed: str, is_home: bool = False) -> SummaryFacts:
    """Return everything a treatment summary of this record may draw on, in words.

    A paper that goes home says nothing of a concern about safety, and while the gate is a stop nothing of what was arranged
    next: somebody else may find it (DL-4).
    """
    unit = tables.UNITS.get(c, unit_id)
    client = tables.CLIENTS.get(c, unit.client_id) if unit else None
    if unit is None or client is None:
        raise LookupError("a summary of no record")
    who = settings.practitioner(c)
    partners = tables.PARTNERS.of_unit(c, unit_id)
    standing = caseload.gate_standing(c, unit_id, now.day)
    sessions = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
    attended = [s for s in sessions if s.attendance is Attendance.ATTENDED and not s.entered_in_error]
    missed = [s for s in sessions if s.attendance in (Attendance.NO_SHOW, Attendance.LATE_CANCEL)]
    notes = {n.session_id: n for n in tables.NOTES.of_unit(c, unit_id) if n.status is NoteStatus.SIGNED}
    presenting = tables.PRESENTING.get(c, unit_id) or PresentingPicture(unit_id=unit_id)
    episode = caseload.newest_episode(c, unit_id)
    scored = [one for one in courses(c, unit_id) if one.scored and is_outcome(one.definition)]
    return SummaryFacts(
        made_on=now.day,
        letterhead=Letterhead(lines=who.letterhead or tuple(filter(None, (who.name, who.credential)))),
        identity=identity_of(client),
        client_called=client.preferred_name.split()[0],
        client_names=tuple(filter(None, (client.preferred_name, client.legal_name))),
        therapist_name=who.name,
        credential=who.credential,
        signed=signed,
        page_size=PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4,
        third_parties=tuple(third_party_of(partner) for partner in partners),
        period=_period(attended),
        unit=say("summary.irt") if unit.kind is UnitKind.INDIVIDUAL_IRT else label(unit.kind),
        sessions_attended=len(attended),
        sessions_missed=len(missed),
        state=label(episode.state) + (f" · {label(episode.outcome)}" if episode.outcome else ""),
        reason=Told(presenting.client_words, _TOLD),
        diagnosis=presenting.diagnosis,
        goals=_goals(c, unit_id, attended, notes),
        skills=_skills(c, unit_id),
        scores=tuple(map(_score, scored)),
        scores_provisional=any(one.definition.provisional for one in scored),
        patterns=() if standing.gate.is_stop else _patterns(c, unit_id, client, partners, standing, attended, now),
        risk=_risk(attended, notes, is_home=is_home),
        plan=() if is_home and standing.gate.is_stop else _plan(attended, notes),
        recommendations=_recommendations(c, unit_id),
        pathway=_pathway(c, unit_id, partners, standing),
    )


def identity_of(client: Client) -> PageIdentity:
    """Return whose record it is, as it stands on every page."""
    born = client.date_of_birth
    return PageIdentity(
        client_name=client.legal_name or client.preferred_name,
        client_id=str(client.number),
        date_of_birth_text=day_text(born, weekday=False) if born else say("document.no_date_of_birth"),
    )


def third_party_of(partner: Partner) -> ThirdParty:
    """Return the partner by everything that identifies them, for redaction."""
    called = [part.strip() for part in partner.also_called.split(",") if part.strip()]
    return ThirdParty(
        role=say("word.partner").lower(),
        names=tuple(filter(None, (partner.name, *called))),
        contacts=tuple(filter(None, (partner.phone, partner.email, partner.address))),
    )


def _period(attended: list[Session]) -> str:
    if not attended:
        return ""
    first, last = attended[0].starts.day, attended[-1].starts.day
    return say("summary.from_to", first=day_text(first, weekday=False), last=day_text(last, weekday=False))


def _goals(
    c: Connection, unit_id: str, attended: list[Session], notes: dict[str, ProgressNote]
) -> tuple[GoalFacts, ...]:
    p = tables.PLANS.table.c
    plan = tables.PLANS.first(c, p.unit_id == unit_id, p.signed.is_not(None), order_by=(p.version.desc(),))
    if plan is None:
        return ()
    last: dict[str, str] = {}
    for session in attended:
        note = notes.get(session.id)
        for progress in note.content.progress if note else ():
            last[progress.objective_id] = f"{label(progress.rating)}, {day_text(session.starts.day, weekday=False)}"
    return tuple(
        GoalFacts(text=Told(goal.text, _TOLD), objectives=tuple(_objective(o, last) for o in goal.objectives))
        for goal in plan.goals
    )


def _objective(objective: Objective, last: dict[str, str]) -> ObjectiveFacts:
    return ObjectiveFacts(
        text=Told(f"{objective.number} {objective.text}"),
        baseline=objective.baseline,
        target=objective.target or objective.measure,
        due=day_text(objective.target_on, weekday=False) if objective.target_on else "",
        progress=last.get(objective.id, ""),
    )


def _skills(c: Connection, unit_id: str) -> tuple[SkillFacts, ...]:
    library = all_skills(c)
    history = tables.MASTERY.of_unit(c, unit_id)
    logs = tables.LOGS.of_unit(c, unit_id)
    ids = dict.fromkeys([a.skill_id for a in tables.ASSIGNMENTS.of_unit(c, unit_id)] + [m.skill_id for m in history])
    found = []
    for skill_id in ids:
        if skill_id not in library:
            continue
        own = [log for log in logs if log.skill_id == skill_id]
        done = sum(log.done is not PracticeDone.NO for log in own)
        stage = current_stage(history, skill_id)
        found.append(
            SkillFacts(
                name=library[skill_id].name,
                stage=f"{label(stage)} ({stage.number} of 6)",
                practice=say("summary.practised", done=done, logged=len(own)) if own else "",
            )
        )
    return tuple(found)


def _score(course: MeasureCourse) -> ScoreFacts:
    first, last = course.first, course.last
    if first is None or last is None:
        raise LookupError("a course of no scores")
    again = last is not first
    return ScoreFacts(
        name=course.definition.code,
        direction=direction_text(course.definition),
        first=dated(first),
        latest=dated(last) if again else "",
        outcome=(outcome_text(last) or change_text(course, last)) if again else "",
    )


def _patterns(
    c: Connection,
    unit_id: str,
    client: Client,
    partners: tuple[Partner, ...],
    standing: GateStanding,
    attended: list[Session],
    now: Instant,
) -> tuple[PatternFacts, ...]:
    """Return the patterns; the drawing only while the gate is open, because it may otherwise be on screen only (6.6)."""
    maps = tables.MAPS.of_unit(c, unit_id, (tables.MAPS.table.c.version.desc(),))
    episodes = tables.EPISODES.of_unit(c, unit_id)
    found = []
    for pattern in tables.PATTERNS.of_unit(c, unit_id):
        newest = next((m for m in maps if m.pattern_id == pattern.id), None)
        shared = pattern.status is not PatternStatus.SUSPECTED
        drawn = newest if newest is not None and standing.gate is Gate.OPEN else None
        own = [e for e in episodes if e.pattern_id == pattern.id]
        days = max(1, (now.day - attended[0].starts.day).days) if attended else 1
        figures = rollup(own, days)
        found.append(
            PatternFacts(
                name=pattern_name(pattern),
                shared=shared,
                nickname=pattern.nickname_by_client,
                as_told=Told(newest.summary_for_client if newest else "", _TOLD),
                steps=_steps(drawn, client, partners),
                loops_back_to=drawn.loops_back_to_step if drawn else 1,
                guesses=_guesses(pattern) if shared else (),
                episodes=(
                    (
                        (say("summary.episodes_told"), str(figures.n)),
                        (say("summary.recovery"), f"{number_text(figures.recovery_hours)} h (n {figures.recovery_n})"),
                    )
                    if figures.n
                    else ()
                ),
            )
        )
    return tuple(found)


def _steps(drawn: CycleMap | None, client: Client, partners: tuple[Partner, ...]) -> tuple[StepView, ...]:
    if drawn is None:
        return ()
    partner = partners[0].name.split()[0] if partners else say("word.partner")
    return views_of(drawn, client=client.preferred_name.split()[0], partner=partner)


def _guesses(pattern: RelationshipPattern) -> tuple[GuessFacts, ...]:
    text = pattern.protective_function_partner_hypothesis
    if not text.strip():
        return ()
    return (GuessFacts(label=say("summary.partner_protects"), text=Told(text, _TOLD)),)


def _risk(attended: list[Session], notes: dict[str, ProgressNote], *, is_home: bool) -> Told:
    """Return the risk statement: how often it was asked and the last level; never what was told, at home never a concern."""
    asked = [(s, notes[s.id].content.risk) for s in attended if s.id in notes and notes[s.id].content.risk.asked]
    if not asked:
        return Told("")
    if is_home and any(risk.level is RiskLevel.CONCERN for _, risk in asked):
        return Told("")
    session, risk = asked[-1]
    code = "summary.risk_concern" if risk.level is RiskLevel.CONCERN else "summary.risk_none"
    return Told(say(code, asked=len(asked), sessions=len(attended), day=day_text(session.starts.day, weekday=False)))


def _plan(attended: list[Session], notes: dict[str, ProgressNote]) -> tuple[Told, ...]:
    last = next((notes[s.id] for s in reversed(attended) if s.id in notes), None)
    if last is None:
        return ()
    texts = (last.content.practice_until_then, last.content.plan, last.content.next_session)
    return tuple(Told(text, _TOLD) for text in texts if text.strip())


def _recommendations(c: Connection, unit_id: str) -> tuple[Told, ...]:
    d = tables.DISCHARGES.table.c
    discharge = tables.DISCHARGES.first(c, d.unit_id == unit_id, d.signed.is_not(None), order_by=(d.id.desc(),))
    if discharge is None:
        return ()
    texts = (discharge.exits_to_reuse, discharge.referrals, discharge.follow_up)
    return tuple(Told(text, _TOLD) for text in texts if text.strip())


def _pathway(c: Connection, unit_id: str, partners: tuple[Partner, ...], standing: GateStanding) -> tuple[Told, ...]:
    """Return where the case stands toward couples or discernment work; nothing about the partner while the gate is a stop."""
    if standing.gate.is_stop:
        return ()
    found = []
    p = tables.PREFERABILITY.table.c
    answer = tables.PREFERABILITY.first(c, p.unit_id == unit_id, order_by=(p.considered_on.desc(), p.id.desc()))
    if answer is not None:
        found.append(
            Told(
                say("summary.couples_question", judgement=label(answer.judgement).lower(), reasons=answer.reasons),
                _TOLD,
            )
        )
    if partners:
        state = caseload.current_engagement(c, unit_id)
        found.append(Told(engagement_text(say("word.partner"), state), _TOLD))
    return tuple(found)
