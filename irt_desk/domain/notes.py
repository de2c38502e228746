"""The progress note: fields once, formats as views; draft, signed, addenda, entered in error (domain paper, 7.2, 7.3, 7.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

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
    """What was asked, what was found, what was done. ``asked`` empty means no check was recorded."""

    asked: tuple[RiskItem, ...] = ()
    level: RiskLevel | None = None
    detail: str = tagged(SAFETY)
    action: str = tagged(SAFETY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """One named intervention; ``ref`` is a skill id for a skill."""

    kind: InterventionKind
    ref: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveProgress:
    """Progress on one objective in this session."""

    objective_id: str
    rating: Progress
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteContent:
    """Every field of a pattern note, stored once.

    ``partner_in_mind`` is a hypothesis by type and needs ``another_reading``.
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


VIEWS: dict[NoteView, tuple[tuple[str, tuple[str, ...]], ...]] = {
    NoteView.GIRP: (
        ("goal", ("progress",)),
        ("intervention", ("interventions", "practice_reviewed")),
        ("response", ("account", "presentation", "symptoms_and_function", "pattern_words", "own_part",
                      "partner_in_mind", "response", "risk")),
        ("plan", ("practice_until_then", "plan", "next_session", "referrals", "consents_discussed")),
    ),
    NoteView.SOAP: (
        ("subjective", ("account", "symptoms_and_function", "pattern_words", "own_part")),
        ("objective", ("presentation", "practice_reviewed", "response")),
        ("assessment", ("progress", "risk", "partner_in_mind")),
        ("plan", ("interventions", "practice_until_then", "plan", "next_session", "referrals", "consents_discussed")),
    ),
    NoteView.DAP: (
        ("data", ("account", "symptoms_and_function", "pattern_words", "own_part", "presentation",
                  "practice_reviewed", "interventions", "response")),
        ("assessment", ("progress", "risk", "partner_in_mind")),
        ("plan", ("practice_until_then", "plan", "next_session", "referrals", "consents_discussed")),
    ),
    NoteView.BIRP: (
        ("behaviour", ("account", "presentation", "symptoms_and_function", "pattern_words", "own_part")),
        ("intervention", ("interventions", "practice_reviewed")),
        ("response", ("response", "partner_in_mind", "progress", "risk")),
        ("plan", ("practice_until_then", "plan", "next_session", "referrals", "consents_discussed")),
    ),
}  # fmt: skip
"""Which fields each format shows under which part (domain paper, 7.3)."""


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
    found += need_range("arguments_per_week", content.arguments_per_week, 0, 50)
    for name in NoteContent.__dataclass_fields__:
        value = getattr(content, name)
        if isinstance(value, str) and len(value) > TEXT_LIMIT:
            found.append(Problem(name, "too_long", {"limit": TEXT_LIMIT}))
    return found


def missing_for_signing(
    content: NoteContent, session: Session, *, has_signed_plan: bool, is_stopped: bool = False
) -> list[Missing]:
    """Return what still keeps the note from being signed, in the order of the editor (domain paper, 7.2: R and I rows).

    Args:
        content: the note as typed.
        session: the session it is about.
        has_signed_plan: whether there are objectives to rate.
        is_stopped: whether the safety gate is a stop; then nobody is asked for an own part (6.6).
    """
    found: list[Missing] = []

    def want(condition: object, code: str) -> None:
        if not condition:
            found.append(Missing(code, Act.NOTE))

    want(session.attendance is Attendance.ATTENDED, "note_attendance")
    want(set(content.risk.asked) == set(RiskItem) and content.risk.level is not None, "note_risk")
    if content.risk.level is RiskLevel.CONCERN:
        want(content.risk.detail.strip() and content.risk.action.strip(), "note_risk_action")
    want(content.account.strip(), "note_account")
    want(content.presentation.strip(), "note_presentation")
    want(content.interventions, "note_interventions")
    want(content.response.strip(), "note_response")
    want(is_stopped or content.own_part.strip(), "note_own_part")
    want(content.partner_in_mind.strip(), "note_partner_in_mind")
    if content.partner_in_mind.strip():
        want(content.another_reading.strip(), "note_another_reading")
    if has_signed_plan:
        want(content.progress, "note_progress")
    want(content.practice_until_then.strip() or content.no_practice_because.strip(), "note_practice")
    if content.practice_until_then.strip():
        want(content.practice_by, "note_practice_by")
    want(content.plan.strip() or content.next_session.strip(), "note_plan")
    return found


CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("times_and_attendance", ("note_attendance",)),
    ("risk_check", ("note_risk", "note_risk_action")),
    ("account_and_own_part", ("note_account", "note_presentation", "note_own_part")),
    ("another_reading", ("note_partner_in_mind", "note_another_reading")),
    ("skill_and_response", ("note_interventions", "note_response")),
    ("objectives", ("note_progress",)),
    ("practice", ("note_practice", "note_practice_by")),
    ("next", ("note_plan",)),
)
"""The lines of "Before you sign", each with the missing codes that keep it open."""


def sign(
    note: ProgressNote, session: Session, *, signature: Signature, has_signed_plan: bool, is_stopped: bool = False
) -> ProgressNote:
    """Return the note as signed, still without digest and seal.

    Raises:
        NoteLocked: it is signed or voided already.
        Refused: something required is missing; every reason at once.
    """
    if note.is_locked:
        raise NoteLocked
    if missing := missing_for_signing(note.content, session, has_signed_plan=has_signed_plan, is_stopped=is_stopped):
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
