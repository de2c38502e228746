"""How one field of a note reads, in words: the same in the reading view, in print and when it is handed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from irt_desk.domain.note_moves import MoveWay, NoteMove
from irt_desk.domain.notes import Intervention, InterventionKind, NoteContent, PulseItem, RiskCheck, RiskItem, RiskLevel
from irt_desk.domain.sessions import PresentRole, Session
from irt_desk.domain.units import Place
from irt_desk.services import content as files
from irt_desk.services import note_content
from irt_desk.services.texts import day_text, number_text
from irt_desk.words import label, say


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteNames:
    """What the ids in a note are called in its record."""

    client: str = ""
    partner: str = ""
    objectives: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    skills: Mapping[str, str] = field(default_factory=dict)
    """The name of every skill by id, own ones included."""
    jurisdiction: str = "us"
    today: date | None = None
    members: tuple[str, ...] = ()
    """Both people of a unit that brings two together, the first to come first; empty in one person's record."""
    plain: bool = False
    """Whether the reader is no professional: then nothing is called by its code."""

    @property
    def everyone(self) -> str:
        """Who the record is about, in words."""
        return " & ".join(self.members) if self.members else self.client


def field_label(name: str, names: NoteNames) -> str:
    """Return what a field is called, with the people's names where they belong."""
    if name in ("account", "response") and names.members:
        return say(f"note_field.{name}_joint")
    if name == "account" and names.client:
        return say("note_field.account_by", name=names.client)
    if name == "own_part" and names.client:
        return say("note_field.own_part_of", name=names.client)
    if name == "partner_in_mind" and names.partner:
        return say("note_field.partner_in_mind_of", name=names.partner)
    return say(f"note_field.{name}")


def field_text(content: NoteContent, name: str, names: NoteNames) -> str:
    """Return one field in words, with what always stands beside it; empty when it says nothing."""
    special = _SPECIAL.get(name)
    return special(content, names) if special else str(getattr(content, name))


def _agenda(content: NoteContent, _: NoteNames) -> str:
    return "\n".join(content.agenda)


def _members(content: NoteContent, names: NoteNames) -> str:
    """Return a line for each of the two: how they were, what they take on."""
    called = dict(zip(Place, names.members, strict=False))
    lines = []
    for part in content.members:
        name = called.get(part.place) or label(part.place)
        how = part.how_they_were if part.was_there else say("note.was_not_there")
        takes = say("note.takes_on", text=part.takes_on) if part.takes_on.strip() else ""
        if said := " ".join(text for text in (how.strip(), takes) if text):
            lines.append(f"{name}: {said}")
    return "\n".join(lines)


def _pulse(content: NoteContent, _: NoteNames) -> str:
    asked = [item for item in PulseItem if item in content.pulse]
    return " \N{MIDDLE DOT} ".join(f"{label(item)} {content.pulse[item]}" for item in asked)


def _arguments(content: NoteContent, _: NoteNames) -> str:
    return "" if content.arguments_per_week is None else number_text(content.arguments_per_week)


def _pattern(content: NoteContent, names: NoteNames) -> str:
    return ": ".join(part for part in (names.patterns.get(content.pattern_id, ""), content.pattern_words) if part)


def _interventions(content: NoteContent, names: NoteNames) -> str:
    return "\n".join(
        intervention_text(intervention, names.skills, plain=names.plain) for intervention in content.interventions
    )


def intervention_name(
    intervention: Intervention, skills: Mapping[str, str] | None = None, *, plain: bool = False
) -> str:
    """Return what one intervention is called: the skill with its id, else its kind; ``skills`` names own ones.

    ``plain`` leaves the id out: it says nothing to the person it is read by.
    """
    skill = _skill_name(intervention.ref, skills or {})
    pattern = files.load_patterns().get(intervention.ref)
    named = skill if plain else f"{skill} ({intervention.ref})"
    subject = named if skill else pattern.name if pattern else ""
    if intervention.kind is InterventionKind.SKILL:
        return subject or label(intervention.kind)
    return f"{label(intervention.kind)}: {subject}" if subject else label(intervention.kind)


def _skill_name(skill_id: str, skills: Mapping[str, str]) -> str:
    built_in = files.load_skills().get(skill_id)
    return skills.get(skill_id, built_in.name if built_in else "")


def intervention_text(
    intervention: Intervention, skills: Mapping[str, str] | None = None, *, plain: bool = False
) -> str:
    """Return one intervention in words: what, how, and for teaching how well it was understood."""
    name = intervention_name(intervention, skills, plain=plain)
    text = f"{name}: {intervention.text}" if intervention.text else name
    if intervention.understood is not None:
        text += f" ({say('note.understood', how=label(intervention.understood).lower())})"
    return text


def _progress(content: NoteContent, names: NoteNames) -> str:
    lines = []
    for rated in content.progress:
        line = f"{names.objectives.get(rated.objective_id, say('note.earlier_objective'))}: {label(rated.rating)}"
        lines.append(f"{line}. {rated.note}" if rated.note else line)
    return "\n".join(lines)


def risk_text(risk: RiskCheck) -> str:
    """Return the risk check in one line: what was asked, the result, and since when nothing had changed."""
    if not risk.asked:
        return ""
    asked = ", ".join(label(item).lower() for item in risk.asked)
    level = label(risk.level).lower() if risk.level else say("note.risk_no_result")
    if risk.no_change and risk.last_full_on is not None:
        day = day_text(risk.last_full_on)
        return say("note.risk_unchanged_line", asked=asked, level=level, day=day)
    return say("note.risk_line", asked=asked, level=level)


def risk_short(risk: RiskCheck) -> str:
    """Return how much of the check was asked: "4 of 4 asked"."""
    return say("note.risk_asked_of", asked=len(risk.asked), all=len(RiskItem))


def _risk(content: NoteContent, _: NoteNames) -> str:
    text = risk_text(content.risk)
    if content.risk.level is RiskLevel.CONCERN:
        return "\n".join(part for part in (text, content.risk.detail, content.risk.action) if part)
    return text


def _partner(content: NoteContent, _: NoteNames) -> str:
    if not content.another_reading:
        return content.partner_in_mind
    return f"{content.partner_in_mind}\n{say('note_field.another_reading')}: {content.another_reading}".strip()


def _practice(content: NoteContent, _: NoteNames) -> str:
    if content.practice_until_then and content.practice_by:
        return f"{content.practice_until_then} ({say('note.by', day=day_text(content.practice_by))})"
    if content.practice_until_then:
        return content.practice_until_then
    return say("note.no_practice", reason=content.no_practice_because) if content.no_practice_because else ""


def _next(content: NoteContent, _: NoteNames) -> str:
    day = day_text(content.next_session_on) if content.next_session_on else ""
    return ": ".join(part for part in (day, content.next_session) if part)


def _diagnosis(content: NoteContent, names: NoteNames) -> str:
    return "\n".join(diagnosis_text(code, names.jurisdiction) for code in content.diagnosis_codes)


def diagnosis_text(code: str, jurisdiction: str) -> str:
    """Return a diagnosis code with its words; the code alone where the list does not hold it."""
    found = note_content.diagnosis_codes(jurisdiction)
    return next((f"{c.code} {c.what}" for c in found.codes if c.code == code), code) if found else code


_SPECIAL = {
    "agenda": _agenda,
    "members": _members,
    "pulse": _pulse,
    "arguments_per_week": _arguments,
    "pattern_words": _pattern,
    "interventions": _interventions,
    "progress": _progress,
    "risk": _risk,
    "partner_in_mind": _partner,
    "practice_until_then": _practice,
    "next_session": _next,
    "diagnosis_codes": _diagnosis,
}


def present_text(session: Session, client: str, *, together: bool = False) -> str:
    """Return who was there: "Maya, alone", or everybody with their role.

    Args:
        session: the session.
        client: the name of the client, or both names of a joint unit.
        together: whether it is a session of a unit that brings two together; what the note says of each holds there.
    """
    others = [person for person in session.present if person.role is not PresentRole.CLIENT]
    if not others and together:
        return client
    if not others:
        return say("note.alone", name=client)
    named = [
        say("note.present_as", name=person.name, role=label(person.role).lower()) if person.name else label(person.role)
        for person in others
    ]
    return ", ".join([client, *named])


def setting_text(session: Session) -> str:
    """Return where and whether planned: "in person, planned"."""
    parts = [label(session.setting).lower(), say("note.planned" if session.planned else "note.unplanned")]
    if session.conjoint:
        parts.append(say("note.conjoint"))
    return ", ".join(parts)


def move_text(move: NoteMove) -> str:
    """Return the trace of a move in words; the other chart is never named."""
    code = "note_move.out" if move.way is MoveWay.OUT else "note_move.in"
    text = say(code, day=day_text(move.moved.day), how=label(move.moved_as).lower(), reason=move.reason)
    if move.left_out:
        left = ", ".join(say(f"note_field.{name}").lower() for name in move.left_out)
        text += " " + say("note_move.left_out", fields=left)
    return text
