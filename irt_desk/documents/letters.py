"""Letters: a referral with the least it takes, a closing letter, a neutral statement of attendance (domain paper, 6.5, T22, T26).

They are short on purpose. No letter tells what was talked about, why somebody came or stopped, or whose part was whose.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from irt_desk.documents.blocks import (
    Block,
    Document,
    DocumentKind,
    Facts,
    Heading,
    Letterhead,
    PageIdentity,
    PageSize,
    Paragraph,
    SignatureLine,
    Signed,
    Table,
    Tone,
)
from irt_desk.documents.redaction import Reader
from irt_desk.domain.discernment import DcDecision
from irt_desk.domain.letters import LetterKind
from irt_desk.words import label, say

READERS_OF: dict[LetterKind, tuple[Reader, ...]] = {
    LetterKind.REFERRAL: (Reader.CLINICIAN, Reader.COUPLE_THERAPIST),
    LetterKind.CLOSING: (Reader.CLIENT,),
    LetterKind.ROLE_SHIFT: (Reader.SELF, Reader.SUPERVISOR),
}
"""Readers of the letters of an individual record."""

JOINT_READERS_OF: dict[LetterKind, tuple[Reader, ...]] = {
    LetterKind.CLOSING: (Reader.COUPLE,),
    LetterKind.ATTENDANCE: (
        Reader.COUPLE,
        Reader.CLIENT,
        Reader.PARTNER,
        Reader.CLINICIAN,
        Reader.COUPLE_THERAPIST,
        Reader.SUPERVISOR,
        Reader.PAYER,
        Reader.COURT,
        Reader.SELF,
    ),
}
"""Readers of the letters of a joint unit; there ``client`` and ``partner`` are the first and the second of the two."""

GUEST_READERS = (Reader.CLIENT, Reader.PARTNER, Reader.SELF)
"""Readers of the statement of a guest's visits: whose record it is, the guest, oneself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFrame:
    """What every letter has: practice, whom it is about, who signs."""

    made_on: date
    letterhead: Letterhead
    identity: PageIdentity
    page_size: PageSize
    therapist: str
    credential: str
    signed: str
    reader: Reader
    recipient: str = ""
    address: str = ""
    reader_name: str = ""
    """Whoever of two gets it, by name; empty where the reader's word says enough."""

    @property
    def reader_line(self) -> str:
        """For whom it was made, in words."""
        return say("document.prepared_for", reader=self.reader_name or label(self.reader))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Sessions in figures: how many were held, the first and the last day in words."""

    count: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """A referral: whom, what is asked for; dates only where a release for this recipient covers them."""

    name: str
    called: str
    purpose: str
    seen: Seen | None = None
    released: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFacts:
    """A closing letter; ``decision`` is what discernment came to, ``split`` that the two did not choose the same."""

    names: tuple[str, ...]
    opened: str
    closed: str
    seen: Seen
    retention: str
    emergency: str
    ending: str
    is_discernment: bool = False
    decision: DcDecision | None = None
    split: bool = False
    review_on: str = ""
    referrals: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceFacts:
    """Dates and attendance of a unit; rows are day and attendance in words."""

    guest: str
    since: str
    until: str
    held: int
    rows: tuple[tuple[str, str], ...]


def referral(frame: LetterFrame, facts: ReferralFacts) -> Document:
    """Return the referral letter."""
    seen = facts.seen
    blocks: list[Block] = [
        Paragraph(say("letter.referral_ask", name=facts.name)),
        Paragraph(facts.purpose),
    ]
    if seen is not None and seen.count:
        dates = say("letter.referral_dates", count=seen.count, first=seen.first, last=seen.last)
        blocks.append(Paragraph(f"{dates} {facts.released}".strip()))
    blocks.append(Paragraph(say("letter.referral_minimum", name=facts.called), Tone.MUTED))
    return _letter(frame, LetterKind.REFERRAL, blocks)


def closing(frame: LetterFrame, facts: ClosingFacts) -> Document:
    """Return the closing letter, to one person or to both."""
    return _letter(frame, LetterKind.CLOSING, _closing(facts))


def attendance(frame: LetterFrame, facts: AttendanceFacts) -> Document:
    """Return the statement of attendance: dates and attendance, nothing else."""
    since = "letter.attendance_visits" if facts.guest else "letter.attendance_since"
    pairs = (
        (say("letter.attendance_guest"), facts.guest),
        (say(since), facts.since),
        (say("letter.attendance_until"), facts.until),
        (say("letter.attendance_count"), str(facts.held)),
    )
    blocks: list[Block] = [Facts(tuple(pair for pair in pairs if pair[1]))]
    if facts.rows:
        blocks.append(Table((say("letter.attendance_day"), say("letter.attendance_what")), facts.rows))
    else:
        blocks.append(Paragraph(say("letter.attendance_none")))
    blocks.append(Paragraph(say("letter.attendance_text"), Tone.MUTED))
    return _letter(frame, LetterKind.ATTENDANCE, blocks, regards=False)


def _closing(facts: ClosingFacts) -> Iterable[Block]:
    two = "_two" if len(facts.names) == 2 else ""
    names = say("letter.dear_two", first=facts.names[0], second=facts.names[1]) if two else facts.names[0]
    yield Paragraph(say("letter.dear", names=names))
    if facts.closed:
        yield Paragraph(say("letter.closing_closed", opened=facts.opened, closed=facts.closed))
    else:
        yield Paragraph(say("letter.closing_open", opened=facts.opened))
    seen = facts.seen
    if seen.count:
        yield Paragraph(say("letter.closing_seen", count=seen.count, first=seen.first, last=seen.last))
    else:
        yield Paragraph(say("letter.closing_not_seen"))
    if facts.is_discernment:
        yield from _path(facts)
    yield Paragraph(say(f"letter.closing_offer{two}"))
    yield Paragraph(say(f"letter.closing_return{two}"))
    yield Paragraph(say("letter.closing_record", retention=facts.retention))
    yield Paragraph(say("letter.closing_emergency", number=facts.emergency))


def _path(facts: ClosingFacts) -> Iterable[Block]:
    """Yield what discernment came to, in neutral words: nobody's choice is told as that person's (5.4, 5.5)."""
    yield Paragraph(say("letter.closing_discernment"))
    if facts.split:
        yield Paragraph(say("letter.closing_no_agreement"))
    dated = "_on" if facts.review_on else ""
    match facts.decision:
        case DcDecision.PATH_1:
            yield Paragraph(say(f"letter.closing_path_1{dated}", day=facts.review_on))
        case DcDecision.PATH_2:
            yield Paragraph(say("letter.closing_path_2", ending=facts.ending))
        case DcDecision.PATH_3:
            yield Paragraph(say(f"letter.closing_path_3{dated}", day=facts.review_on))
        case DcDecision.STOP_NO_DECISION if not facts.split:
            yield Paragraph(say("letter.closing_stop"))
        case _:
            pass
    if facts.decision is DcDecision.PATH_2 and facts.referrals.strip():
        yield Heading(2, say("letter.closing_referrals"))
        yield Paragraph(facts.referrals)


def _letter(frame: LetterFrame, kind: LetterKind, blocks: Iterable[Block], *, regards: bool = True) -> Document:
    to = ((say("letter.to"), "\n".join(filter(None, (frame.recipient, frame.address)))),)
    end: list[Block] = [Paragraph(say("letter.regards"))] if regards else []
    end.append(Signed(frame.signed) if frame.signed else SignatureLine(frame.therapist, frame.credential))
    head: list[Block] = [Facts(to)] if frame.recipient else []
    return Document(
        kind=DocumentKind.LETTER,
        title=label(kind),
        identity=frame.identity,
        made_on=frame.made_on,
        blocks=(*head, *blocks, *end),
        letterhead=frame.letterhead,
        reader_line=frame.reader_line,
        draft=not frame.signed,
        page_size=frame.page_size,
    )
