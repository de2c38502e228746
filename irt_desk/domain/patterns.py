"""Relationship patterns, cycle maps and episodes (domain paper, 2.1 to 2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from irt_desk.domain.values import SAFETY, THIRD_PARTY, FuzzyDay, Instant, Problem, need_range, need_text, tagged
from irt_desk.domain.vulnerability import NOTHING_READ, VulnerabilityCycle, eft_problems, partner_problems

STEP_LIMIT = 280
"""Characters a step may hold (domain paper, 2.5)."""


class PatternCode(StrEnum):
    """Pattern codes (domain paper, 2.1). Coercive control is not among them: it is not a cycle."""

    PURSUE_WITHDRAW = "pursue_withdraw"
    CRITICISE_DEFEND = "criticise_defend"
    ATTACK_ATTACK = "attack_attack"
    WITHDRAW_WITHDRAW = "withdraw_withdraw"
    OVER_UNDER_FUNCTIONING = "over_under_functioning"
    AUTONOMY_CONNECTION_POLARISED = "autonomy_connection_polarised"
    TRIANGLING = "triangling"
    FOUR_HORSEMEN_MARKER = "four_horsemen_marker"
    REASSURE_DOUBT = "reassure_doubt"
    CUSTOM = "custom"


class ReadingModel(StrEnum):
    """Models to read a pattern by."""

    PLAIN = "plain"
    EFT_CYCLE = "eft_cycle"
    VULNERABILITY_CYCLE = "vulnerability_cycle"


class ClientPosition(StrEnum):
    """Positions in a pattern, not types of person."""

    PURSUER = "pursuer"
    WITHDRAWER = "withdrawer"
    MIXED = "mixed"
    CRITICISER = "criticiser"
    DEFENDER = "defender"
    OVER = "over"
    UNDER = "under"
    CONNECTION = "connection"
    AUTONOMY = "autonomy"
    NOT_APPLICABLE = "n/a"


class PatternStatus(StrEnum):
    """Where a pattern stands with the client."""

    SUSPECTED = "suspected"
    SHARED_WITH_CLIENT = "shared_with_client"
    CONFIRMED_BY_CLIENT = "confirmed_by_client"
    DORMANT = "dormant"
    RETIRED = "retired"


class ContextFactor(StrEnum):
    """What surrounds a pattern."""

    CULTURE = "culture"
    MONEY = "money"
    SHIFT_WORK = "shift_work"
    HEALTH = "health"
    PARENTING = "parenting"
    FAMILY_OF_ORIGIN = "family_of_origin"
    DISCRIMINATION = "discrimination"
    OTHER = "other"


class StepActor(StrEnum):
    """Whose step it is."""

    CLIENT = "client"
    PARTNER = "partner"
    BOTH = "both"
    CONTEXT = "context"


class StepKind(StrEnum):
    """What kind of step it is."""

    TRIGGER = "trigger"
    MEANING = "meaning"
    FEELING = "feeling"
    BODY = "body"
    MOVE = "move"
    IMPACT = "impact"


class SurfaceFeeling(StrEnum):
    """Surface feelings (domain paper, 2.2)."""

    ANGER = "anger"
    FRUSTRATION = "frustration"
    IRRITATION = "irritation"
    CONTEMPT = "contempt"
    NUMBNESS = "numbness"
    BLANK = "blank"
    COLD = "cold"
    ANXIOUS_AGITATION = "anxious_agitation"
    RESENTMENT = "resentment"


class SofterFeeling(StrEnum):
    """Softer feelings (domain paper, 2.2)."""

    HURT = "hurt"
    FEAR_OF_LOSING_THE_OTHER = "fear_of_losing_the_other"
    FEAR_OF_FAILING = "fear_of_failing"
    LONELINESS = "loneliness"
    SHAME = "shame"
    SADNESS = "sadness"
    HELPLESSNESS = "helplessness"
    OVERWHELM = "overwhelm"
    LONGING = "longing"


class Need(StrEnum):
    """Needs (domain paper, 2.2)."""

    CLOSENESS = "closeness"
    REASSURANCE = "reassurance"
    TO_MATTER = "to_matter"
    RESPECT = "respect"
    ACCEPTANCE = "acceptance"
    COMPETENCE = "competence"
    FAIRNESS = "fairness"
    REST = "rest"
    AUTONOMY = "autonomy"
    SAFETY = "safety"
    TO_BE_UNDERSTOOD = "to_be_understood"


class Activation(StrEnum):
    """Activation states, least first (domain paper, 2.2)."""

    SETTLED = "settled"
    STIRRED = "stirred"
    ACTIVATED = "activated"
    FLOODED = "flooded"
    SHUT_DOWN = "shut_down"

    @property
    def is_heat(self) -> bool:
        """Whether it counts as heat for a skill: ``activated`` or above."""
        return self not in (Activation.SETTLED, Activation.STIRRED)


class HorsemanTag(StrEnum):
    """Tags on single moves (domain paper, RP6)."""

    CRITICISM = "criticism"
    CONTEMPT = "contempt"
    DEFENSIVENESS = "defensiveness"
    STONEWALLING = "stonewalling"


class ExitCode(StrEnum):
    """Acts that interrupt the loop (domain paper, 2.2)."""

    NAME_THE_CYCLE = "name_the_cycle"
    TIME_OUT = "time_out"
    SLOW_BREATH = "slow_breath"
    SOFT_START = "soft_start"
    OWN_MY_PART = "own_my_part"
    ASK_OPEN_QUESTION = "ask_open_question"
    REFLECT_BACK = "reflect_back"
    VALIDATE = "validate"
    SHARE_SOFTER_FEELING = "share_softer_feeling"
    STATE_NEED = "state_need"
    REPAIR_ATTEMPT = "repair_attempt"
    ACCEPT_REPAIR = "accept_repair"
    TAKE_TURNS = "take_turns"
    TABLE_AND_SCHEDULE = "table_and_schedule"
    REFRAME = "reframe"
    LET_IT_GO = "let_it_go"
    SET_BOUNDARY = "set_boundary"
    TURN_TOWARD_BID = "turn_toward_bid"
    STEP_BACK_FROM_RESCUING = "step_back_from_rescuing"
    STEP_FORWARD_SMALL_TASK = "step_forward_small_task"
    OTHER = "other"


class StressCoping(StrEnum):
    """Stress-coping styles (domain paper, 2.2)."""

    APPROACH_TALK_IT_OUT = "approach_talk_it_out"
    SEEK_REASSURANCE = "seek_reassurance"
    CONTROL_AND_ORGANISE = "control_and_organise"
    PROBLEM_FIX = "problem_fix"
    MINIMISE_JOKE = "minimise_joke"
    GO_QUIET = "go_quiet"
    LEAVE_SPACE = "leave_space"
    DISTRACT_SCREEN_WORK = "distract_screen_work"
    APPEASE = "appease"
    BLAME_OUTWARD = "blame_outward"
    BLAME_SELF = "blame_self"
    SUBSTANCE = "substance"
    EXERCISE_BODY = "exercise_body"
    SPIRITUAL_PRACTICE = "spiritual_practice"
    FRIENDS_FAMILY = "friends_family"
    OTHER = "other"


class Source(StrEnum):
    """Where a statement comes from (domain paper, row 34)."""

    CLIENT_REPORT = "client_report"
    PARTNER_REPORT = "partner_report"
    DIRECT_OBSERVATION = "direct_observation"
    THIRD_PARTY = "third_party"
    DOCUMENT = "document"
    MEASURE = "measure"
    THERAPIST_HYPOTHESIS = "therapist_hypothesis"


class Confidence(StrEnum):
    """How firmly a statement is held."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CheckedWithPartner(StrEnum):
    """Whether a guess about the partner was ever checked."""

    NO = "no"
    CLIENT_ASKED_CONFIRMED = "client_asked_confirmed"
    CLIENT_ASKED_CORRECTED = "client_asked_corrected"
    PARTNER_SAID_IN_SESSION = "partner_said_in_session"


class WhoStarted(StrEnum):
    """Who started an episode, as told."""

    CLIENT = "client"
    PARTNER = "partner"
    BOTH = "both"
    UNCLEAR = "unclear"


class HowFar(StrEnum):
    """How far the loop ran."""

    NOTICED_BEFORE = "noticed_before"
    CAUGHT_EARLY = "caught_early"
    CAUGHT_MID = "caught_mid"
    RAN_FULL = "ran_full"
    RAN_AND_SPREAD = "ran_and_spread"


class SafetyFlag(StrEnum):
    """Anything but ``none`` asks for a new screening at once (domain paper, 2.6 and 6.6)."""

    NONE = "none"
    FRIGHTENED = "frightened"
    THREATENED = "threatened"
    PUSHED_OR_WORSE = "pushed_or_worse"
    PROPERTY = "property"
    OTHER = "other"


class Repair(StrEnum):
    """Whether the two came back together."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NOT_NEEDED = "not_needed"


class RecallClarity(StrEnum):
    """How clear the memory is (domain paper, row 36)."""

    CLEAR = "clear"
    PATCHY = "patchy"
    RECONSTRUCTED = "reconstructed"


class ExitEffect(StrEnum):
    """What an exit did."""

    HELPED = "helped"
    NO_EFFECT = "no_effect"
    MADE_WORSE = "made_worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleStep:
    """One box of the loop, with where it comes from."""

    actor: StepActor
    kind: StepKind
    text: str
    surface_feelings: tuple[SurfaceFeeling, ...] = ()
    softer_feelings: tuple[SofterFeeling, ...] = ()
    needs: tuple[Need, ...] = ()
    activation: Activation | None = None
    horsemen: tuple[HorsemanTag, ...] = ()
    source: Source = Source.CLIENT_REPORT
    confidence: Confidence = Confidence.LOW
    evidence: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    checked_with_partner: CheckedWithPartner = CheckedWithPartner.NO
    exits_possible: tuple[ExitCode, ...] = ()
    exit_used_most: ExitCode | None = None

    @property
    def is_partner_inner(self) -> bool:
        """Whether it speaks of what the partner thinks, feels or senses."""
        return self.actor is StepActor.PARTNER and self.kind in (StepKind.MEANING, StepKind.FEELING, StepKind.BODY)

    @property
    def is_hypothesis(self) -> bool:
        """Whether it is drawn dashed with "maybe" everywhere: any partner step the partner did not say in session."""
        return (
            self.actor is StepActor.PARTNER
            and self.checked_with_partner is not CheckedWithPartner.PARTNER_SAID_IN_SESSION
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleMap:
    """One version of a map; append-only once shared. It carries no scores, diagnoses or times."""

    id: str
    pattern_id: str
    unit_id: str
    version: int
    created: Instant
    session_id: str | None = None
    based_on_incident_ids: tuple[str, ...] = ()
    steps: tuple[CycleStep, ...] = tagged(THIRD_PARTY, default=())
    loops_back_to_step: int = 1
    summary_for_client: str = ""
    reviewed_on: date | None = None
    next_review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipPattern:
    """A repeating loop between two people."""

    id: str
    unit_id: str
    code: PatternCode
    custom_name: str = ""
    nickname_by_client: str = ""
    model: ReadingModel = ReadingModel.PLAIN
    client_position: ClientPosition = ClientPosition.NOT_APPLICABLE
    status: PatternStatus = PatternStatus.SUSPECTED
    confirmed_in_session_id: str | None = None
    is_primary: bool = False
    first_seen: date | None = None
    last_seen: date | None = None
    protective_function_client: str = ""
    protective_function_partner_hypothesis: str = tagged(THIRD_PARTY)
    context_factors: tuple[ContextFactor, ...] = ()
    eft_step_focus: int | None = None
    vulnerability_client: VulnerabilityCycle = NOTHING_READ
    vulnerability_partner: VulnerabilityCycle = tagged(THIRD_PARTY, default=NOTHING_READ)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapShowing:
    """A version of a map that the client has seen. Append-only: what was seen cannot be unseen.

    A copy to take home is made of such a version only; a version drawn later waits until it was shown.
    """

    id: str
    unit_id: str
    pattern_id: str
    map_id: str
    version: int
    shown: Instant
    session_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeCount:
    """The answer to "how often since last time?", kept even when it is "not once". Append-only.

    Without it no episode in a period would mean two things: there was none, and nobody asked.
    """

    id: str
    unit_id: str
    pattern_id: str
    asked: Instant
    since: date
    until: date
    count: int
    session_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitTried:
    """One exit someone tried in an episode."""

    exit: ExitCode
    by: StepActor
    effect: ExitEffect


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternEpisode:
    """One time the pattern ran, as told (domain paper, 2.6)."""

    id: str
    unit_id: str
    pattern_id: str
    happened: FuzzyDay
    entered: Instant
    told_in_session_id: str | None = None
    duration_minutes: int | None = None
    setting: str = tagged(THIRD_PARTY)
    intensity: int | None = None
    activation_peak: Activation | None = None
    who_started: WhoStarted = WhoStarted.UNCLEAR
    how_far: HowFar | None = None
    own_part_awareness: int | None = None
    exits_tried: tuple[ExitTried, ...] = ()
    repair_attempted_by: WhoStarted | None = None
    repair: Repair | None = None
    hours_to_reconnect: float | None = None
    repair_quality: int | None = None
    aftermath_days_distant: int | None = None
    safety_flag: SafetyFlag = tagged(SAFETY, default=SafetyFlag.NONE)
    distress_then: int | None = None
    recall_clarity: RecallClarity = RecallClarity.CLEAR
    distress_while_telling: int | None = None
    source: Source = Source.CLIENT_REPORT

    @property
    def lag_days(self) -> int:
        """Days between the event and its entry."""
        return (self.entered.day - self.happened.day).days

    @property
    def is_retrospective(self) -> bool:
        """Whether its dot is hollow: entered more than 14 days after (domain paper, 2.6)."""
        return self.lag_days > 14

    @property
    def hold_lightly(self) -> bool:
        """Whether detail may have shifted: high distress then, or told more than 30 days later (row 36)."""
        return (self.distress_then or 0) >= 7 or self.lag_days > 30


@dataclass(frozen=True, slots=True)
class ExitSuccess:
    """How often one exit helped; shown only from three tries on."""

    exit: ExitCode
    helped: int
    tried: int


@dataclass(frozen=True, slots=True)
class Rollup:
    """Figures of a period, each with the number of episodes behind it; None where nothing can be said."""

    n: int
    days: int
    per_week: float | None
    intensity: float | None
    intensity_n: int
    worst: int | None
    recovery_hours: float | None
    recovery_n: int
    repair_rate: float | None
    repair_n: int
    awareness: float | None
    awareness_n: int
    catch_share: float | None
    catch_n: int
    exit_share: float | None
    exits: tuple[ExitSuccess, ...]


def rollup(episodes: Sequence[PatternEpisode], days: int, *, asked: bool = True) -> Rollup:
    """Return the session rollup of a period of ``days`` days (domain paper, 2.6).

    Frequency is blank for a period under 3 days, and for one without episodes that nobody asked about (``asked`` is
    False); unknown recovery is not zero; an exit's success shows from 3 tries.
    """
    intensities = [e.intensity for e in episodes if e.intensity is not None]
    hours = [e.hours_to_reconnect for e in episodes if e.hours_to_reconnect is not None]
    needed = [e.repair for e in episodes if e.repair not in (None, Repair.NOT_NEEDED)]
    aware = [e.own_part_awareness for e in episodes if e.own_part_awareness is not None]
    reached = [e.how_far for e in episodes if e.how_far is not None]
    caught = [far for far in reached if far in (HowFar.NOTICED_BEFORE, HowFar.CAUGHT_EARLY)]
    with_exit = [e for e in episodes if any(x.by is StepActor.CLIENT for x in e.exits_tried)]
    repaired = sum({Repair.YES: 1.0, Repair.PARTIAL: 0.5}.get(r, 0.0) for r in needed if r is not None)
    n = len(episodes)
    return Rollup(
        n=n,
        days=days,
        per_week=7 * n / days if days >= 3 and (n or asked) else None,
        intensity=median(intensities) if intensities else None,
        intensity_n=len(intensities),
        worst=max(intensities, default=None),
        recovery_hours=median(hours) if hours else None,
        recovery_n=len(hours),
        repair_rate=repaired / len(needed) if needed else None,
        repair_n=len(needed),
        awareness=median(aware) if aware else None,
        awareness_n=len(aware),
        catch_share=len(caught) / len(reached) if reached else None,
        catch_n=len(reached),
        exit_share=len(with_exit) / n if n else None,
        exits=_exit_successes(episodes),
    )


def _exit_successes(episodes: Sequence[PatternEpisode]) -> tuple[ExitSuccess, ...]:
    tried: dict[ExitCode, list[ExitEffect]] = {}
    for episode in episodes:
        for attempt in episode.exits_tried:
            tried.setdefault(attempt.exit, []).append(attempt.effect)
    return tuple(
        ExitSuccess(code, effects.count(ExitEffect.HELPED), len(effects))
        for code, effects in tried.items()
        if len(effects) >= 3
    )


def step_problems(steps: Sequence[CycleStep]) -> list[Problem]:
    """Return what keeps a map from being stored (domain paper, 2.5 rule 1, RP6, and the limits)."""
    found: list[Problem] = []
    if not 3 <= len(steps) <= 16:
        found.append(Problem("steps", "step_count", {"low": 3, "high": 16}))
    for number, step in enumerate(steps, 1):
        values = {"step": number}
        if not step.text.strip():
            found.append(Problem("steps", "step_empty", values))
        if len(step.text) > STEP_LIMIT:
            found.append(Problem("steps", "step_too_long", {**values, "limit": STEP_LIMIT}))
        if not step.evidence and step.confidence is not Confidence.LOW:
            found.append(Problem("steps", "step_evidence", values))
        if step.is_partner_inner:
            found += _partner_inner_problems(step, values)
        found += _horsemen_problems(step, values)
        if step.exit_used_most is not None and step.exit_used_most not in step.exits_possible:
            found.append(Problem("steps", "exit_used_not_possible", values))
    return found


def _horsemen_problems(step: CycleStep, values: dict[str, int]) -> list[Problem]:
    """Return what speaks against the tags of a step (RP6): they are for moves, the partner's seen or quoted ones."""
    if not step.horsemen:
        return []
    if step.kind is not StepKind.MOVE:
        return [Problem("steps", "horseman_on_move", values)]
    inferred = step.source is Source.THERAPIST_HYPOTHESIS or not any(text.strip() for text in step.evidence)
    if step.actor is StepActor.PARTNER and inferred:
        return [Problem("steps", "horseman_from_inference", values)]
    return []


def map_problems(cycle_map: CycleMap) -> list[Problem]:
    """Return what keeps a map from being stored: its steps, and where the loop goes on (domain paper, 2.5)."""
    found = step_problems(cycle_map.steps)
    if not 1 <= cycle_map.loops_back_to_step <= max(1, len(cycle_map.steps)):
        found.append(Problem("loops_back_to_step", "out_of_range", {"low": 1, "high": len(cycle_map.steps)}))
    return found


def _partner_inner_problems(step: CycleStep, values: dict[str, int]) -> list[Problem]:
    found: list[Problem] = []
    told = (Source.CLIENT_REPORT, Source.THERAPIST_HYPOTHESIS)
    spoke = step.checked_with_partner is CheckedWithPartner.PARTNER_SAID_IN_SESSION
    if step.source not in told and not spoke:
        found.append(Problem("steps", "partner_source", values))
    if not any(text.strip() for text in step.alternatives):
        found.append(Problem("steps", "partner_alternative", values))
    if step.confidence is Confidence.HIGH and step.checked_with_partner is CheckedWithPartner.NO:
        found.append(Problem("steps", "partner_confidence", values))
    return found


SEEN_BY_CLIENT = (PatternStatus.SHARED_WITH_CLIENT, PatternStatus.CONFIRMED_BY_CLIENT)
"""Statuses that say the client has seen the map."""


def status_problems(pattern: RelationshipPattern, newest: CycleMap | None) -> list[Problem]:
    """Return what keeps a pattern from its status (domain paper, 2.5 rules 3 and 4)."""
    found: list[Problem] = []
    steps = newest.steps if newest else ()
    if pattern.status in SEEN_BY_CLIENT and not has_own_move(steps):
        found.append(Problem("status", "client_move_needed"))
    if pattern.status is PatternStatus.CONFIRMED_BY_CLIENT and pattern.confirmed_in_session_id is None:
        found.append(Problem("status", "confirming_session_needed"))
    return found + pattern_problems(pattern)


def status_change_problems(before: PatternStatus, after: PatternStatus, *, was_seen: bool) -> list[Problem]:
    """Return what keeps a pattern from another status: what was shared stays in the record for good (2.5 rule 6)."""
    back = after is PatternStatus.SUSPECTED and before is not PatternStatus.SUSPECTED
    return [Problem("status", "shared_for_good")] if back and (was_seen or before in SEEN_BY_CLIENT) else []


def pattern_problems(pattern: RelationshipPattern) -> list[Problem]:
    """Return what keeps a pattern from being stored whatever its status."""
    named = need_text("custom_name", pattern.custom_name) if pattern.code is PatternCode.CUSTOM else []
    return [*named, *partner_problems(pattern.vulnerability_partner), *eft_problems(pattern.eft_step_focus)]


def has_own_move(steps: Sequence[CycleStep]) -> bool:
    """Whether a map shows what the client does in it (domain paper, 2.5 rule 3)."""
    return any(step.actor is StepActor.CLIENT and step.kind is StepKind.MOVE for step in steps)


def showing_problems(pattern: RelationshipPattern, cycle_map: CycleMap) -> list[Problem]:
    """Return what keeps a version from being noted as seen: first the pattern is shared, and there is an own move."""
    found = [] if pattern.status is not PatternStatus.SUSPECTED else [Problem("status", "share_first")]
    return found + ([] if has_own_move(cycle_map.steps) else [Problem("status", "client_move_needed")])


def same_map(one: CycleMap, other: CycleMap) -> bool:
    """Whether two maps say the same and rest on the same episodes, so that no new version is needed."""
    return _said(one) == _said(other)


def _said(one: CycleMap) -> tuple[object, ...]:
    basis = frozenset(one.based_on_incident_ids)
    return one.steps, one.loops_back_to_step, one.summary_for_client, one.next_review_on, basis


def basis_problems(cycle_map: CycleMap, episodes: Iterable[PatternEpisode]) -> list[Problem]:
    """Return what speaks against the episodes a map is said to rest on: each is one told of this very pattern (2.5)."""
    told = {episode.id for episode in episodes if episode.pattern_id == cycle_map.pattern_id}
    lost = [one for one in cycle_map.based_on_incident_ids if one not in told]
    return [Problem("based_on_incident_ids", "episode_unknown", {"count": len(lost)})] if lost else []


def must_be_new_version(pattern: RelationshipPattern) -> bool:
    """Whether a change makes a new version: a map is never edited in place after it has been shared (rule 5)."""
    return pattern.status is not PatternStatus.SUSPECTED


def episode_problems(episode: PatternEpisode, today: date) -> list[Problem]:
    """Return what keeps an episode from being stored."""
    found = need_range("intensity", episode.intensity, 0, 10)
    found += need_range("own_part_awareness", episode.own_part_awareness, 0, 4)
    found += need_range("repair_quality", episode.repair_quality, 0, 10)
    found += need_range("distress_then", episode.distress_then, 0, 10)
    found += need_range("distress_while_telling", episode.distress_while_telling, 0, 10)
    found += need_range("aftermath_days_distant", episode.aftermath_days_distant, 0, 1000)
    found += need_range("hours_to_reconnect", episode.hours_to_reconnect, 0, 10_000)
    found += need_range("duration_minutes", episode.duration_minutes, 0, 100_000)
    if episode.happened.day > today:
        found.append(Problem("happened", "in_future"))
    return found


MOTIVE_WORDS = (
    "wants to", "tries to", "because he", "because she", "because they", "on purpose", "deliberately", "to punish",
    "does not care", "doesn't care", "manipulat", "always", "never",
)  # fmt: skip
"""Words a camera could not see; a hint in partner moves, never a block (domain paper, 2.5 rule 2)."""


def positions_for(named: Sequence[ClientPosition], chosen: ClientPosition) -> tuple[ClientPosition, ...]:
    """Return the positions to offer for a pattern: those its definition names, none, and the one already chosen.

    A pattern whose definition names none, such as an own one, offers all.
    """
    offered = {*(named or ClientPosition), ClientPosition.NOT_APPLICABLE, chosen}
    return tuple(position for position in ClientPosition if position in offered)


def maps_to_look_at(patterns: Sequence[RelationshipPattern], maps: Sequence[CycleMap]) -> tuple[CycleMap, ...]:
    """Return the newest map of each pattern in work that says a day on which to look at it again."""
    newest: dict[str, CycleMap] = {}
    for one in maps:
        if one.pattern_id not in newest or newest[one.pattern_id].version < one.version:
            newest[one.pattern_id] = one
    resting = (PatternStatus.DORMANT, PatternStatus.RETIRED)
    in_work = {pattern.id for pattern in patterns if pattern.status not in resting}
    return tuple(one for key, one in newest.items() if key in in_work and one.next_review_on is not None)


def motive_hints(step: CycleStep) -> tuple[str, ...]:
    """Return the words of a partner move that name a motive rather than behaviour."""
    if step.actor is not StepActor.PARTNER or step.kind is not StepKind.MOVE:
        return ()
    text = step.text.lower()
    return tuple(word for word in MOTIVE_WORDS if word in text)
