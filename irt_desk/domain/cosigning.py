"""A supervisor's co-signature under a signed note: a record of its own, which never changes what was sealed (domain paper, 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from irt_desk.domain.notes import NoteStatus, ProgressNote
from irt_desk.domain.values import Act, Missing, Problem, Signature, need_text, not_future
from irt_desk.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSignature:
    """Who co-signed a note, with which credential, on which day, and how much of it was there to read.

    ``addenda`` is how many addenda the note had then. ``entered`` is the therapist who recorded it, and when: the program has
    one person at it, so a co-signature is recorded, not given on the keyboard of someone else.
    """

    id: str
    note_id: str
    unit_id: str
    sequence: int
    name: str
    credential: str
    on: date
    remark: str = ""
    addenda: int = 0
    entered: Signature
    note_digest: str = ""
    digest: str = ""
    seal: str = ""


def check_note(note: ProgressNote) -> None:
    """Raise where a note may not be co-signed.

    Raises:
        Refused: it is a draft, or it was entered in error.
    """
    if note.status is NoteStatus.DRAFT:
        raise Refused([Missing("cosign_signed_first", Act.NOTE)])
    if note.status is NoteStatus.ENTERED_IN_ERROR:
        raise Refused([Missing("cosign_in_error", Act.NOTE)])


def problems(name: str, credential: str, on: date | None, *, signature: Signature, today: date) -> list[Problem]:
    """Return what keeps a co-signature from being recorded.

    Args:
        name: the supervisor's.
        credential: the supervisor's.
        on: the day it was given.
        signature: the one on the note.
        today: the day it is recorded on.
    """
    found = need_text("name", name) + need_text("credential", credential)
    if name.strip() and name.strip().casefold() == signature.by.strip().casefold():
        found.append(Problem("name", "cosign_own_note"))
    if on is None:
        found.append(Problem("on", "empty"))
    elif on < signature.at.day:
        found.append(Problem("on", "cosign_before_signing"))
    return found + not_future("on", on, today)
