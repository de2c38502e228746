"""The discharge summary, its items in the order of domain paper 7.4.

What goes home says nothing about risk; at a stop of the safety gate nothing of the exits either. A payer gets dates, sessions and
outcome, the least that pays a bill.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from irt_desk.documents.blocks import (
    Block,
    Bullets,
    Document,
    DocumentKind,
    Facts,
    Heading,
    Paragraph,
    SignatureLine,
    Signed,
    Table,
)
from irt_desk.documents.letters import LetterFrame
from irt_desk.documents.redaction import Reader, Redactor
from irt_desk.documents.summary import ScoreFacts
from irt_desk.domain.transitions import Discharge
from irt_desk.words import label, say

READERS = (Reader.CLIENT, Reader.CLINICIAN, Reader.SUPERVISOR, Reader.PAYER, Reader.SELF)
"""Readers of an individual record's discharge summary."""

JOINT_READERS = (Reader.COUPLE, Reader.CLINICIAN, Reader.SUPERVISOR, Reader.PAYER, Reader.SELF)
"""Readers of a joint unit's: both together; anybody outside only with a release of both."""

_HOME = frozenset({Reader.CLIENT, Reader.COUPLE})
_OWN_TASKS = frozenset({Reader.SELF, Reader.SUPERVISOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargeFacts:
    """The discharge with what the record computes for it, in words.

    ``is_stopped`` leaves out the exits on a copy that goes home; ``tasks`` are the practitioner's own.
    """

    discharge: Discharge
    opened: str
    closed: str
    attended: int
    missed: int
    period: str
    scores: tuple[ScoreFacts, ...]
    booster: str
    tasks: tuple[str, ...]
    kept: str
    is_stopped: bool = False


def discharge_summary(frame: LetterFrame, facts: DischargeFacts, redactor: Redactor) -> Document:
    """Return the discharge summary for its reader; it is a draft until it is signed."""
    return Document(
        kind=DocumentKind.DISCHARGE,
        title=label(DocumentKind.DISCHARGE),
        identity=frame.identity,
        made_on=frame.made_on,
        blocks=tuple(_blocks(frame, facts, redactor)),
        letterhead=frame.letterhead,
        reader_line=frame.reader_line,
        draft=not frame.signed,
        page_size=frame.page_size,
    )


def _blocks(frame: LetterFrame, facts: DischargeFacts, redactor: Redactor) -> Iterable[Block]:
    told, reader = facts.discharge, frame.reader
    count = say("discharge_paper.sessions_count", attended=facts.attended, missed=facts.missed)
    pairs = [
        (say("letter.to"), "\n".join(filter(None, (frame.recipient, frame.address)))),
        (say("discharge_paper.opened"), facts.opened),
        (say("discharge_paper.closed"), facts.closed or say("discharge_paper.not_closed")),
        (say("discharge_paper.sessions"), count),
        (say("discharge_paper.period"), facts.period),
    ]
    if reader is Reader.PAYER:
        pairs.append((say("discharge.outcome"), label(told.outcome) if told.outcome else ""))
        yield Facts(tuple(pairs))
    else:
        yield Facts(tuple(pairs))
        yield from _course(facts, reader, redactor)
        yield from _onward(facts, reader, redactor)
    yield Signed(frame.signed) if frame.signed else SignatureLine(frame.therapist, frame.credential)


def _text(code: str, text: str, redactor: Redactor) -> Iterable[Block]:
    if text.strip():
        yield Heading(2, say(code))
        yield Paragraph(redactor.text(text))


def _course(facts: DischargeFacts, reader: Reader, redactor: Redactor) -> Iterable[Block]:
    """Yield what came of it: reason, outcome, condition, goals, measures, risk."""
    told = facts.discharge
    yield from _text("discharge.reason", told.reason, redactor)
    if told.outcome is not None:
        yield Heading(2, say("discharge.outcome"))
        yield Paragraph(label(told.outcome))
    yield from _text("discharge.condition_at_ending", told.condition_at_ending, redactor)
    yield from _text("discharge.goals_met", told.goals_met, redactor)
    yield from _measures(facts, redactor)
    if reader not in _HOME:
        yield from _text("discharge.risk_at_close", told.risk_at_close, redactor)


def _measures(facts: DischargeFacts, redactor: Redactor) -> Iterable[Block]:
    told = facts.discharge
    if not (facts.scores or told.final_measures.strip() or told.no_measures_reason.strip()):
        return
    yield Heading(2, say("discharge_paper.scores"))
    if told.final_measures.strip():
        yield Paragraph(redactor.text(told.final_measures))
    elif told.no_measures_reason.strip():
        yield Paragraph(say("discharge_paper.no_measures", reason=redactor.text(told.no_measures_reason)))
    if facts.scores:
        names = ("measure", "first", "last", "class")
        rows = tuple((one.name, one.first, one.latest, one.outcome) for one in facts.scores)
        yield Table(tuple(say(f"discharge_paper.{name}") for name in names), rows)


def _onward(facts: DischargeFacts, reader: Reader, redactor: Redactor) -> Iterable[Block]:
    """Yield what comes after: referrals, what keeps it up, follow-up, open tasks, the record."""
    told = facts.discharge
    yield from _text("discharge.referrals", told.referrals, redactor)
    exits = not (facts.is_stopped and reader in _HOME)
    if exits and (told.warning_signs.strip() or told.exits_to_reuse.strip()):
        yield Heading(2, say("discharge_paper.maintenance"))
        kept = (
            (say("discharge.warning_signs"), redactor.text(told.warning_signs)),
            (say("discharge.exits_to_reuse"), redactor.text(told.exits_to_reuse)),
        )
        yield Facts(tuple(pair for pair in kept if pair[1].strip()))
    after = [redactor.text(told.follow_up), facts.booster]
    if any(text.strip() for text in after):
        yield Heading(2, say("discharge.follow_up"))
        yield Bullets(tuple(text for text in after if text.strip()))
    if reader in _OWN_TASKS:
        yield Heading(2, say("discharge_paper.tasks"))
        yield Bullets(facts.tasks) if facts.tasks else Paragraph(say("discharge_paper.no_tasks"))
    yield Heading(2, say("discharge_paper.records"))
    yield Paragraph(facts.kept)
