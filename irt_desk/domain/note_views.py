"""Formats of a note are views over fields stored once: GIRP, SOAP, DAP, BIRP, and the therapist's own (domain paper, 7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from irt_desk import words
from irt_desk.domain.notes import NoteContent, NotePart, NoteView
from irt_desk.domain.values import Problem, need_text

_PLAN = ("practice_until_then", "plan", "next_session", "referrals", "consents_discussed")
_TOLD = (
    "agenda", "account", "members", "between", "arguments_per_week", "symptoms_and_function", "pattern_words", "own_part",
)  # fmt: skip
_SEEN = ("presentation", "pulse")

VIEWS: dict[NoteView, tuple[tuple[str, tuple[str, ...]], ...]] = {
    NoteView.GIRP: (
        ("goal", ("agenda", "progress", "diagnosis_codes")),
        ("intervention", ("interventions", "practice_reviewed")),
        ("response", (*_SEEN, *_TOLD[1:], "partner_in_mind", "response", "risk")),
        ("plan", _PLAN),
    ),
    NoteView.SOAP: (
        ("subjective", _TOLD),
        ("objective", (*_SEEN, "practice_reviewed", "interventions", "response")),
        ("assessment", ("progress", "risk", "partner_in_mind", "diagnosis_codes")),
        ("plan", _PLAN),
    ),
    NoteView.DAP: (
        ("data", (*_TOLD, *_SEEN, "practice_reviewed", "interventions", "response")),
        ("assessment", ("progress", "risk", "partner_in_mind", "diagnosis_codes")),
        ("plan", _PLAN),
    ),
    NoteView.BIRP: (
        ("behaviour", (*_SEEN, *_TOLD)),
        ("intervention", ("interventions", "practice_reviewed")),
        ("response", ("response", "partner_in_mind", "progress", "risk", "diagnosis_codes")),
        ("plan", _PLAN),
    ),
}
"""Which fields each format shows under which part (domain paper, 7.3). Every format shows every field once."""

FIELDS: tuple[str, ...] = (
    "agenda", "presentation", "pulse", "risk", "account", "members", "between", "arguments_per_week", "symptoms_and_function",
    "pattern_words", "practice_reviewed", "interventions", "response", "own_part", "partner_in_mind",
    "progress", "diagnosis_codes", *_PLAN,
)  # fmt: skip
"""The fields a format may place. ``another_reading`` always stands under ``partner_in_mind``, the days beside their texts."""

_HAPPENED = (*_TOLD[:-1], *_SEEN, "practice_reviewed", "interventions", "response")


def part_of(name: str) -> NotePart:
    """Return which part of a note a field belongs to: where an addendum that corrects it stands."""
    if name in _HAPPENED:
        return NotePart.WHAT_HAPPENED
    if name in ("own_part", "partner_in_mind", "another_reading"):
        return NotePart.WHAT_IT_MAY_MEAN
    return NotePart.RISK if name == "risk" else NotePart.WHAT_NEXT


PARTS_AT_MOST = 8
"""More parts than that are no format any more, but the fields themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePart:
    """One part of an own format: its heading and the fields under it, in order."""

    title: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTemplate:
    """The therapist's own format: named parts, and texts that an empty field may start with."""

    id: str
    name: str
    parts: tuple[TemplatePart, ...] = ()
    starters: Mapping[str, str] = field(default_factory=dict)
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to read a note: ``key`` is a built-in format's code or the id of an own one."""

    key: str
    name: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


STARTABLE = (
    "account", "presentation", "symptoms_and_function", "practice_reviewed", "response", "own_part", "partner_in_mind",
    "another_reading", "practice_until_then", "plan", "referrals", "consents_discussed",
)  # fmt: skip
"""The fields of running text, which a starter may open."""


def template_problems(template: NoteTemplate, others: Iterable[NoteTemplate] = ()) -> list[Problem]:
    """Return what keeps an own format from being stored."""
    found = need_text("name", template.name)
    taken = {view.value for view in NoteView} | {other.name.casefold() for other in others if other.id != template.id}
    if template.name.strip().casefold() in taken:
        found.append(Problem("name", "name_taken", {"text": template.name.strip()}))
    if not template.parts or len(template.parts) > PARTS_AT_MOST:
        found.append(Problem("parts", "template_parts", {"most": PARTS_AT_MOST}))
    if any(not part.title.strip() or not part.fields for part in template.parts):
        found.append(Problem("parts", "template_part_empty"))
    placed = [name for part in template.parts for name in part.fields]
    if len(set(placed)) != len(placed):
        found.append(Problem("parts", "template_field_twice"))
    if set(placed) - set(FIELDS) or set(template.starters) - set(STARTABLE):
        found.append(Problem("parts", "template_field_unknown"))
    return found


def built_in() -> tuple[Layout, ...]:
    """Return the four formats, the one for IRT first."""
    return tuple(
        Layout(
            view.value,
            words.label(view),
            tuple((words.say(f"note_view_part.{part}"), names) for part, names in VIEWS[view]),
        )
        for view in NoteView
    )


def layouts(templates: Sequence[NoteTemplate]) -> tuple[Layout, ...]:
    """Return every format there is to choose from, built-in ones first."""
    own = [
        Layout(t.id, t.name, tuple((part.title, part.fields) for part in t.parts)) for t in templates if not t.retired
    ]
    return (*built_in(), *own)


def arranged(content: NoteContent, layout: Layout) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the parts of a format with the fields that say something; what no part places stands in a last one.

    A format hides nothing that was written: an own one that leaves a field out still shows it, under its own heading.
    """
    empty = NoteContent()
    said = {name for name in FIELDS if _says(content, empty, name)}
    found = [(title, tuple(name for name in names if name in said)) for title, names in layout.parts]
    rest = tuple(name for name in FIELDS if name in said and all(name not in names for _, names in layout.parts))
    if rest:
        found.append((words.say("note_view_part.also"), rest))
    return tuple((title, names) for title, names in found if names)


def started(content: NoteContent, template: NoteTemplate) -> NoteContent:
    """Return the note with the empty fields opened as the template says; nothing written is touched."""
    new: dict[str, Any] = {
        n: text for n, text in template.starters.items() if n in STARTABLE and not getattr(content, n).strip()
    }
    return replace(content, **new)


_WITH = {
    "practice_until_then": ("practice_until_then", "no_practice_because"),
    "next_session": ("next_session", "next_session_on"),
    "partner_in_mind": ("partner_in_mind", "another_reading"),
    "pattern_words": ("pattern_words", "pattern_id"),
}


def _says(content: NoteContent, empty: NoteContent, name: str) -> bool:
    return any(getattr(content, n) != getattr(empty, n) for n in _WITH.get(name, (name,)))
