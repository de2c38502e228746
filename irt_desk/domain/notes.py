"""The progress note: fields once, formats as views; draft, signed, addenda, entered in error (domain paper, 7.2, 7.3, 7.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import UnitKind
from irt_desk.domain.joint_notes import MemberPart, joint_wanted
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.values import SAFETY, THIRD_PARTY, Act, Instant, Missing, Problem, Signature, need_range, tagged
from irt_desk.errors import Refused, UserError

TEXT_LIMIT = 200_000
"""Characters one text field may hold."""


class NoteStatus(StrEnum):
    """Draft, signed and locked, or voided with a reason."""

    DRAFT = "draft"
    SIGNED = "signed"
    ENTERED_IN_ERROR = "entered_in_error"


class NoteView(StrEnum):
    """Formats are views over the same fields (domain paper, 7.3). GIRP is the default for IRT."""

    GIRP = "girp"
    SOAP = "soap"
    DAP = "dap"
    BIRP = "birp"


class RiskItem(StrEnum):
    """What a risk check asks about."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    HARM_TO_OTHERS = "harm_to_others"
    ABUSE = "abuse"


class RiskLevel(StrEnum):
    """Result of the risk check."""

    NO_CONCERN = "no_concern"
    CONCERN = "concern"


class Progress(StrEnum):
    """Progress toward an objective."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NOT_ADDRESSED = "not_addressed"


class InterventionKind(StrEnum):
    """What kind of intervention was used."""

    SKILL = "skill"
    TECHNIQUE = "technique"
    PSYCHOEDUCATION = "psychoeducation"


class Understood(StrEnum):
    """How well what was taught was understood (domain paper, row 48)."""

    NOT_YET = "not_yet"
    PARTLY = "partly"
    WELL = "well"


class PulseItem(StrEnum):
    """Session check-in, own scale, not validated; each line on its own, never summed (domain paper, 1.9)."""

    MOOD = "mood"
    ENERGY = "energy"
    VISION_ALIVE = "vision_alive"
    HOPE = "hope"
    IN_SYNC = "in_sync"
    ENJOYMENT = "enjoyment"
    FELT_HEARD = "felt_heard"
    AGENCY = "agency"
    CONNECTION = "connection"
    CONFLICT_INTENSITY = "conflict_intensity"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskCheck:
    """What was asked, what was found, what was done. ``asked`` empty means no check was recorded.

    ``no_change`` says that nothing had changed since a day on which everything was asked in full: ``last_full_on``.
    """

    asked: tuple[RiskItem, ...] = ()
    level: RiskLevel | None = None
    detail: str = tagged(SAFETY)
    action: str = tagged(SAFETY)
    no_change: bool = False
    last_full_on: date | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all four were asked and a result stands."""
        return set(self.asked) == set(RiskItem) and self.level is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """One named intervention.

    ``ref`` is a skill id for a skill, and for teaching the skill or pattern it was about; ``version`` is the one of that
    content file. ``understood`` is asked for teaching (domain paper, row 48).
    """

    kind: InterventionKind
    ref: str = ""
    text: str = ""
    version: int = 0
    understood: Understood | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveProgress:
    """Progress on one objective in this session."""

    objective_id: str
    rating: Progress
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteContent:
    """Every field of a pattern note, stored once.

    ``partner_in_mind`` is a hypothesis by type and needs ``another_reading``. ``carried`` names the fields whose text still
    is, letter for letter, what was copied from the note ``carried_from``; such a copy stays visible (domain paper, 7.5).
    ``members`` and ``between`` are asked in joint sessions only: how each of the two was, what happened between them.
    """

    account: str = tagged(THIRD_PARTY)
    presentation: str = ""
    symptoms_and_function: str = ""
    pulse: Mapping[PulseItem, int] = field(default_factory=dict)
    arguments_per_week: float | None = None
    risk: RiskCheck = field(default_factory=RiskCheck)
    pattern_id: str = ""
    pattern_words: str = tagged(THIRD_PARTY)
    practice_reviewed: str = ""
    interventions: tuple[Intervention, ...] = ()
    response: str = ""
    own_part: str = ""
    own_part_owned: int | None = None
    partner_in_mind: str = tagged(THIRD_PARTY)
    another_reading: str = tagged(THIRD_PARTY)
    progress: tuple[ObjectiveProgress, ...] = ()
    practice_until_then: str = ""
    practice_by: date | None = None
    no_practice_because: str = ""
    next_session: str = ""
    next_session_on: date | None = None
    plan: str = ""
    referrals: str = ""
    consents_discussed: str = ""
    private_disclosure: str = tagged(THIRD_PARTY)
    agenda: tuple[str, ...] = ()
    diagnosis_codes: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    carried_from: str = ""
    members: tuple[MemberPart, ...] = ()
    between: str = tagged(THIRD_PARTY)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written yet."""
        return self == NoteContent()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressNote:
    """One progress note of one session.

    ``digest`` and ``seal`` stand once it is signed: SHA-256 of the canonical content, chained to the note signed
    before it for this record, and an Ed25519 signature over that (security paper, NS-1).
    """

    id: str
    session_id: str
    unit_id: str
    status: NoteStatus = NoteStatus.DRAFT
    revision: int = 0
    content: NoteContent = field(default_factory=NoteContent)
    view: NoteView = NoteView.GIRP
    written: Instant
    saved: Instant
    signature: Signature | None = None
    error_reason: str = ""
    error_signature: Signature | None = None
    chain: int | None = None
    previous_digest: str = ""
    digest: str = ""
    seal: str = ""

    @property
    def is_locked(self) -> bool:
        """Whether the text can no longer be edited."""
        return self.status is not NoteStatus.DRAFT


class NotePart(StrEnum):
    """Parts of a note: groups of the editor, and what an addendum may correct."""

    ATTENDANCE = "attendance"
    RISK = "risk"
    WHAT_HAPPENED = "what_happened"
    WHAT_IT_MAY_MEAN = "what_it_may_mean"
    WHAT_NEXT = "what_next"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """A signed addition to a locked note, with its reason, shown under the part it corrects."""

    id: str
    note_id: str
    unit_id: str
    sequence: int
    part: NotePart
    reason: str
    text: str
    signature: Signature
    previous_digest: str = ""
    digest: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PsychotherapyNote:
    """The therapist's private analysis; apart from the record, under its own key (domain paper, 7.1). No times, no scores."""

    id: str
    unit_id: str
    session_id: str | None
    text: str
    written: Instant
    saved: Instant


class NoteLocked(UserError):
    """A signed note is never edited; corrections are addenda."""

    def __init__(self) -> None:
        super().__init__("note.locked")


def content_problems(content: NoteContent) -> list[Problem]:
    """Return what keeps a draft from being stored: numbers outside their scale, a text beyond the limit."""
    found: list[Problem] = []
    for item, value in content.pulse.items():
        found += need_range(f"pulse.{item}", value, 0, 10)
    found += need_range("own_part_owned", content.own_part_owned, 0, 4)
    if content.risk.no_change and content.risk.last_full_on is None:
        found.append(Problem("risk", "never_asked_in_full"))
    found += need_range("arguments_per_week", content.arguments_per_week, 0, 50)
    for name in NoteContent.__dataclass_fields__:
        value = getattr(content, name)
        if isinstance(value, str) and len(value) > TEXT_LIMIT:
            found.append(Problem(name, "too_long", {"limit": TEXT_LIMIT}))
    return found


def missing_for_signing(
    content: NoteContent,
    session: Session,
    *,
    has_signed_plan: bool,
    is_stopped: bool = False,
    kind: UnitKind = UnitKind.INDIVIDUAL_IRT,
) -> list[Missing]:
    """Return what still keeps the note from being signed, in the order of the editor (domain paper, 7.2: R and I rows).

    A call, a letter or a message asks for what was said and what follows; a missed session for what follows.

    Args:
        content: the note as typed.
        session: the session it is about.
        has_signed_plan: whether there are objectives to rate.
        is_stopped: whether the safety gate is a stop; then nobody is asked for an own part (6.6).
        kind: whose record it is in; a joint session asks for both people instead of one.
    """
    wanted = [*_attended(content, session)]
    if session.attendance.is_contact:
        wanted += [(content.account, "note_contact_account"), (_goes_on(content), "note_plan")]
        wanted += _concern(content)
    elif session.attendance.is_missed:
        wanted += [(_goes_on(content), "note_missed_plan"), *_concern(content)]
    else:
        wanted += _session_note(content, has_signed_plan=has_signed_plan, is_stopped=is_stopped, kind=kind)
    return [Missing(code, Act.NOTE) for has, code in wanted if not (has.strip() if isinstance(has, str) else has)]


_Wanted = list[tuple[object, str]]


def _attended(content: NoteContent, session: Session) -> _Wanted:
    kind = session.attendance
    found: _Wanted = [(kind is Attendance.ATTENDED or kind.is_contact or kind.is_missed, "note_attendance")]
    if kind is Attendance.ATTENDED and session.setting.is_telehealth:
        found.append((session.telehealth_consent, "note_telehealth_consent"))
    return found


def _goes_on(content: NoteContent) -> str:
    return content.plan.strip() or content.next_session.strip()


def _concern(content: NoteContent) -> _Wanted:
    """Where there is concern, what it is and what was done; in every kind of note."""
    if content.risk.level is not RiskLevel.CONCERN:
        return []
    return [(content.risk.detail.strip() and content.risk.action.strip(), "note_risk_action")]


def _session_note(content: NoteContent, *, has_signed_plan: bool, is_stopped: bool, kind: UnitKind) -> _Wanted:
    found: _Wanted = [(content.risk.is_whole, "note_risk"), *_concern(content)]
    if kind.brings_together:
        return [*found, *joint_wanted(content, kind, has_signed_plan=has_signed_plan), (_goes_on(content), "note_plan")]
    found += [
        (content.account, "note_account"),
        (content.presentation, "note_presentation"),
        (content.interventions, "note_interventions"),
        (content.response, "note_response"),
        (is_stopped or content.own_part.strip(), "note_own_part"),
        (content.partner_in_mind, "note_partner_in_mind"),
    ]
    if content.partner_in_mind.strip():
        found.append((content.another_reading, "note_another_reading"))
    if has_signed_plan:
        found.append((content.progress, "note_progress"))
    found.append((content.practice_until_then.strip() or content.no_practice_because.strip(), "note_practice"))
    if content.practice_until_then.strip():
        found.append((content.practice_by, "note_practice_by"))
    return [*found, (_goes_on(content), "note_plan")]


CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("times_and_attendance", ("note_attendance", "note_telehealth_consent")),
    ("risk_check", ("note_risk", "note_risk_action")),
    ("account_and_own_part", ("note_account", "note_contact_account", "note_presentation", "note_own_part")),
    ("another_reading", ("note_partner_in_mind", "note_another_reading")),
    ("skill_and_response", ("note_interventions", "note_response")),
    ("objectives", ("note_progress",)),
    ("practice", ("note_practice", "note_practice_by")),
    ("next", ("note_plan", "note_missed_plan")),
)
"""The lines of "Before you sign", each with the missing codes that keep it open."""


def sign(
    note: ProgressNote,
    session: Session,
    *,
    signature: Signature,
    has_signed_plan: bool,
    is_stopped: bool = False,
    kind: UnitKind = UnitKind.INDIVIDUAL_IRT,
) -> ProgressNote:
    """Return the note as signed, still without digest and seal.

    Raises:
        NoteLocked: it is signed or voided already.
        Refused: something required is missing; every reason at once.
    """
    if note.is_locked:
        raise NoteLocked
    if missing := missing_for_signing(
        note.content, session, has_signed_plan=has_signed_plan, is_stopped=is_stopped, kind=kind
    ):
        raise Refused(missing)
    return replace(note, status=NoteStatus.SIGNED, signature=signature)


def void(note: ProgressNote, *, reason: str, signature: Signature) -> ProgressNote:
    """Return the note as entered in error; its text stays visible, struck through.

    Raises:
        Refused: no reason was given.
    """
    if not reason.strip():
        raise Refused([Missing("reason", Act.REQUEST)])
    return replace(note, status=NoteStatus.ENTERED_IN_ERROR, error_reason=reason.strip(), error_signature=signature)


def addendum_problems(reason: str, text: str) -> list[Problem]:
    """Return what keeps an addendum from being signed."""
    empty = [Problem(name, "empty") for name, value in (("reason", reason), ("text", text)) if not value.strip()]
    return empty + ([Problem("text", "too_long", {"limit": TEXT_LIMIT})] if len(text) > TEXT_LIMIT else [])


def is_late(session: Session, signature: Signature) -> bool:
    """Whether it was signed more than 72 hours after the session; then both days are shown (domain paper, 7.5)."""
    return (signature.at.at - session.stops.at).total_seconds() > 72 * 3600


def is_late_entry(note: ProgressNote, session: Session) -> bool:
    """Whether the note was begun on a later day than the session; then both days are shown (domain paper, 7.5)."""
    return note.written.day > session.stops.day
