"""What a note may take over from the one before it, visibly (domain paper, 7.5: copy-forward must be visible)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from irt_desk.domain.notes import NoteContent, ProgressNote, RiskCheck

CARRIED_FIELDS = ("practice_until_then", "plan", "agenda")
"""What may be taken over from the last note; never an account, a reading or a risk check."""


def risk_unchanged(last: RiskCheck, on: date) -> RiskCheck | None:
    """Return the check that says "no change since", made from the last signed one of the day ``on``.

    What was found then still holds, a concern with it; what is done about it today is written anew. None when nothing whole
    was asked before, so that "no change" never stands on nothing.
    """
    if not last.is_whole:
        return None
    full_on = last.last_full_on if last.no_change else on
    return replace(last, action="", no_change=True, last_full_on=full_on)


def carry(content: NoteContent, source: ProgressNote) -> NoteContent:
    """Return the note with the empty ones of ``CARRIED_FIELDS`` filled from a signed note, each marked as a copy.

    The agenda is what the last note planned for this session.
    """
    old = source.content
    agenda = old.agenda or tuple(line for line in old.next_session.splitlines() if line.strip())
    given: dict[str, Any] = {"practice_until_then": old.practice_until_then, "plan": old.plan, "agenda": agenda}
    new = {name: value for name, value in given.items() if value and not getattr(content, name)}
    if not new:
        return content
    marks = tuple(name for name in CARRIED_FIELDS if name in new or name in content.carried)
    return replace(content, **new, carried=marks, carried_from=source.id)


def still_carried(content: NoteContent, source: ProgressNote | None) -> tuple[str, ...]:
    """Return which fields still are a copy of the note they came from; a changed word makes a text one's own."""
    if source is None:
        return ()
    whole = carry(NoteContent(), source)
    return tuple(
        name for name in content.carried if getattr(content, name) and getattr(content, name) == getattr(whole, name)
    )
