"""One safety screening: who was asked how, what was answered, what was found, and which gate that sets (domain paper, 6.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.screening_answers import (
    WORRYING,
    InterviewPrompt,
    PromptAnswer,
    PromptReply,
    ScreeningInstrument,
    answers_problems,
    asks_interview,
    total,
)
from irt_desk.domain.values import SAFETY, Instant, Problem, Signature, not_future, tagged

SCREENING_DAYS = 90
"""A screening counts for this many days (domain paper, 6.6)."""


class Gate(StrEnum):
    """The safety gate, least restrictive first."""

    OPEN = "open"
    CAUTION = "caution"
    UNSCREENED = "unscreened"
    BLOCKED = "blocked"
    HARD_BLOCK = "hard_block"

    @property
    def rank(self) -> int:
        """Order of restriction: ``hard_block`` > ``blocked`` > ``unscreened`` > ``caution`` > ``open``."""
        return list(Gate).index(self)

    @property
    def is_stop(self) -> bool:
        """Whether the gate refuses everything that involves the partner (overlay ``safety_stop``, T24)."""
        return self in (Gate.BLOCKED, Gate.HARD_BLOCK)


class IpvFinding(StrEnum):
    """Finding of one screening (domain paper, 6.6)."""

    NONE_DISCLOSED = "none_disclosed"
    PAST_OTHER_PARTNER = "past_other_partner"
    PAST_SAME_PARTNER_NO_CURRENT_FEAR = "past_same_partner_no_current_fear"
    SITUATIONAL_LOW_SEVERITY = "situational_low_severity"
    CURRENT_CONCERN = "current_concern"
    COERCIVE_CONTROL_SUSPECTED = "coercive_control_suspected"
    CLIENT_USES_FORCE = "client_uses_force"
    UNKNOWN = "unknown"
    SEVERE_OR_LETHALITY_MARKERS = "severe_or_lethality_markers"


GATE_OF_FINDING: dict[IpvFinding, Gate] = {
    IpvFinding.NONE_DISCLOSED: Gate.OPEN,
    IpvFinding.PAST_OTHER_PARTNER: Gate.OPEN,
    IpvFinding.PAST_SAME_PARTNER_NO_CURRENT_FEAR: Gate.CAUTION,
    IpvFinding.SITUATIONAL_LOW_SEVERITY: Gate.CAUTION,
    IpvFinding.CURRENT_CONCERN: Gate.BLOCKED,
    IpvFinding.COERCIVE_CONTROL_SUSPECTED: Gate.BLOCKED,
    IpvFinding.CLIENT_USES_FORCE: Gate.BLOCKED,
    IpvFinding.UNKNOWN: Gate.BLOCKED,
    IpvFinding.SEVERE_OR_LETHALITY_MARKERS: Gate.HARD_BLOCK,
}
"""The table of 6.6; kept as data so that a reader can lay it beside the paper."""


class LethalityMarker(StrEnum):
    """A list for the therapist to ask about, not a score (domain paper, 6.6). Any marker sets ``hard_block``."""

    CHOKING = "choking"
    WEAPON_ACCESS_WITH_THREATS = "weapon_access_with_threats"
    THREATS_TO_KILL = "threats_to_kill"
    FORCED_SEX = "forced_sex"
    STALKING = "stalking"
    SEPARATION_WITH_THREATS = "separation_with_threats"
    RAPID_ESCALATION = "rapid_escalation"
    CONTROL_OF_DAILY_LIFE = "control_of_daily_life"
    VIOLENCE_IN_PREGNANCY = "violence_in_pregnancy"
    PARTNER_THREATENS_SUICIDE = "partner_threatens_suicide"
    HARM_TO_PETS_OR_CHILDREN = "harm_to_pets_or_children"


class ScreeningMode(StrEnum):
    """How the interview was held; anything but in person needs privacy confirmed."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class ViolenceTypology(StrEnum):
    """Johnson's distinction; it never sets the gate, the finding does (domain paper, 2.4)."""

    SITUATIONAL_COUPLE_VIOLENCE = "situational_couple_violence"
    COERCIVE_CONTROL = "coercive_control"
    VIOLENT_RESISTANCE = "violent_resistance"
    CLIENT_USES_FORCE = "client_uses_force"
    UNCLEAR = "unclear"


def most_restrictive(gates: Iterable[Gate]) -> Gate:
    """Return the most restrictive of several gates; with none, ``unscreened``."""
    return max(gates, key=lambda gate: gate.rank, default=Gate.UNSCREENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyInterview:
    """One screening of the client, alone. Append-only; a wrong one is answered by a new one.

    ``change_reason`` is the written reason a changed finding needs to lift ``blocked``; ``external_evidence`` says
    what has changed outside (order ended, marker assessed by a specialist) to lift ``hard_block``.
    """

    id: str
    unit_id: str
    on: date
    recorded: Instant
    alone: bool
    mode: ScreeningMode = ScreeningMode.IN_PERSON
    privacy_confirmed: bool = True
    both_directions_asked: bool = True
    findings: tuple[IpvFinding, ...] = tagged(SAFETY, default=())
    markers: tuple[LethalityMarker, ...] = tagged(SAFETY, default=())
    protection_order: bool = tagged(SAFETY, default=False)
    unsafe_to_speak: bool = tagged(SAFETY, default=False)
    typology: ViolenceTypology | None = tagged(SAFETY, default=None)
    instrument: ScreeningInstrument | None = None
    answers: tuple[int, ...] = tagged(SAFETY, default=())
    prompts: tuple[PromptAnswer, ...] = tagged(SAFETY, default=())
    last_time: str = tagged(SAFETY)
    when_you_disagree: str = tagged(SAFETY)
    how_it_fits: str = tagged(SAFETY)
    account: str = tagged(SAFETY)
    change_reason: str = tagged(SAFETY)
    external_evidence: str = tagged(SAFETY)
    rescreen_in_days: int = SCREENING_DAYS
    signed: Signature | None = None

    @property
    def was_private(self) -> bool:
        """Whether nobody could overhear: alone, and by phone or video with privacy confirmed."""
        return self.alone and (self.mode is ScreeningMode.IN_PERSON or self.privacy_confirmed)

    @property
    def is_score_only(self) -> bool:
        """Whether a questionnaire was keyed and nothing was asked: a score never replaces the interview."""
        talked = self.prompts or self.account.strip() or self.last_time.strip() or self.when_you_disagree.strip()
        return self.instrument is not None and not talked

    @property
    def counts(self) -> bool:
        """Whether it counts as done: private, an interview, a finding, signed. With the partner there it does not."""
        return self.was_private and not self.is_score_only and bool(self.findings) and self.signed is not None

    def replied(self, reply: PromptReply) -> frozenset[InterviewPrompt]:
        """Return the prompts that were answered so."""
        return frozenset(answer.prompt for answer in self.prompts if answer.reply is reply)

    @property
    def gate(self) -> Gate:
        """The most restrictive gate of its findings, markers and facts."""
        if self.markers or self.protection_order or self.unsafe_to_speak:
            return Gate.HARD_BLOCK
        return most_restrictive(GATE_OF_FINDING[finding] for finding in self.findings)


class Contradiction(StrEnum):
    """Answers that do not fit each other; they are shown as such and never resolved silently."""

    NOTHING_AND_SOMETHING = "nothing_and_something"
    SCORE_AGAINST_FINDING = "score_against_finding"
    PROMPT_AGAINST_FINDING = "prompt_against_finding"
    FEAR_AGAINST_FINDING = "fear_against_finding"
    FORCE_AGAINST_FINDING = "force_against_finding"
    UNCLEAR_AGAINST_FINDING = "unclear_against_finding"
    PROMPT_WITHOUT_MARKER = "prompt_without_marker"
    MARKER_AGAINST_FINDING = "marker_against_finding"
    TYPOLOGY_AGAINST_FINDING = "typology_against_finding"


_F, _P = IpvFinding, InterviewPrompt
_MARKER_PROMPTS = {_P.CHOKING: "choking", _P.STALKING: "stalking", _P.PREGNANCY: "violence_in_pregnancy"}


def contradictions(interview: SafetyInterview) -> tuple[Contradiction, ...]:
    """Return where the answers of one screening do not fit each other, in reading order."""
    findings, yes = set(interview.findings), interview.replied(PromptReply.YES)
    if not findings:
        return ()
    found_gate = most_restrictive(GATE_OF_FINDING[finding] for finding in findings)
    stop, nothing = found_gate.is_stop, findings <= {_F.NONE_DISCLOSED}
    typology = interview.typology
    known_markers = {marker.value for marker in interview.markers}
    tests = {
        Contradiction.NOTHING_AND_SOMETHING: _F.NONE_DISCLOSED in findings and len(findings) > 1,
        Contradiction.SCORE_AGAINST_FINDING: nothing and asks_interview(interview.instrument, interview.answers),
        Contradiction.PROMPT_AGAINST_FINDING: nothing and bool(yes & WORRYING),
        Contradiction.FEAR_AGAINST_FINDING: found_gate is Gate.CAUTION and _P.AFRAID in yes,
        Contradiction.FORCE_AGAINST_FINDING: _P.OWN_FORCE in yes and not stop,
        Contradiction.UNCLEAR_AGAINST_FINDING: found_gate is Gate.OPEN and bool(interview.replied(PromptReply.UNCLEAR)),
        Contradiction.PROMPT_WITHOUT_MARKER: any(
            p in yes and m not in known_markers for p, m in _MARKER_PROMPTS.items()
        ),
        Contradiction.MARKER_AGAINST_FINDING: bool(interview.markers) and not stop,
        Contradiction.TYPOLOGY_AGAINST_FINDING: not stop
        and typology in (ViolenceTypology.COERCIVE_CONTROL, ViolenceTypology.CLIENT_USES_FORCE),
    }
    return tuple(code for code, holds in tests.items() if holds)


class Partial(StrEnum):
    """What a screening left open; shown as partial, never filled in."""

    ONE_DIRECTION = "one_direction"
    PROMPTS_LEFT = "prompts_left"
    ANSWERS_LEFT = "answers_left"


def partial(interview: SafetyInterview) -> tuple[Partial, ...]:
    """Return what was begun and not finished in one screening."""
    found = [] if interview.both_directions_asked else [Partial.ONE_DIRECTION]
    if interview.prompts and len({a.prompt for a in interview.prompts}) < len(InterviewPrompt):
        found.append(Partial.PROMPTS_LEFT)
    if interview.instrument is not None and total(interview.instrument, interview.answers) is None:
        found.append(Partial.ANSWERS_LEFT)
    return tuple(found)


def content_problems(interview: SafetyInterview, today: date) -> list[Problem]:
    """Return what keeps a screening from being stored, whatever was recorded before it.

    Answers that do not fit each other may stand side by side, with a sentence, unless the gate stops the case anyway.
    """
    found = not_future("on", interview.on, today)
    if not interview.findings:
        found.append(Problem("findings", "finding_needed"))
    if not 1 <= interview.rescreen_in_days <= SCREENING_DAYS:
        found.append(Problem("rescreen_in_days", "out_of_range", {"low": 1, "high": SCREENING_DAYS}))
    found += answers_problems(interview.instrument, interview.answers)
    if interview.findings and not interview.gate.is_stop and not interview.how_it_fits.strip():
        found += [Problem("how_it_fits", f"contradiction_{code}") for code in contradictions(interview)]
    return found
