"""Content as data: what a skill, a pattern definition and a jurisdiction pack are. Parsing is in ``content_files.py``.

Every value carries its version and its provenance (domain paper, 0.1), so that the window can show where a thing comes
from, and whether it is provisional.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.counts import Count, RecordSource, ReviewRule, SkillField
from irt_desk.domain.duties import Duty, Timer
from irt_desk.domain.patterns import (
    ClientPosition,
    ExitCode,
    HorsemanTag,
    Need,
    SofterFeeling,
    StepActor,
    StepKind,
    StressCoping,
    SurfaceFeeling,
)


class SkillGroup(StrEnum):
    """Groups of skills (domain paper, section 3); also the tabs of the library."""

    REGULATION = "regulation"
    UNDERSTANDING = "understanding"
    LISTENING = "listening"
    SPEAKING = "speaking"
    PROBLEM_SOLVING = "problem_solving"
    BOUNDARIES = "boundaries"
    INVITING = "inviting"
    REPAIR_AND_CONNECTION = "repair_and_connection"


class StopCode(StrEnum):
    """When a skill waits (domain paper, 3.1)."""

    SG = "SG"
    FL = "FL"
    SU = "SU"
    AC = "AC"
    DC = "DC"


class Side(StrEnum):
    """The two sides of a pattern as the definition names them; positions, not people."""

    A = "a"
    B = "b"
    BOTH = "both"


class ContentError(ValueError):
    """A content file is not what it should be; ``problems`` holds every one of them at once."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        super().__init__(f"{name}: " + "; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOutUse:
    """One use of R4 in a worked example. ``absence_minutes`` is None when nobody came back."""

    on_time: bool
    absence_minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewExample:
    """A worked example of the review rules: the uses, oldest first, and the rule codes they call for, if any."""

    name: str
    uses: tuple[TimeOutUse, ...]
    reviews: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """The skill in plain words for the client. It names no safety concern, diagnosis or fault: a partner may see it.

    ``not_now`` says in gentle words when it waits.
    """

    title: str
    what: str
    steps: tuple[str, ...]
    practice: str
    not_now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One skill of the library. ``in_seed`` says whether the founding text of the field names it.

    ``stop_when`` are the codes of domain 3.1 and ``stop_scopes`` what a code is limited to, where it is limited;
    ``when_not`` are the stops that no code can hold. ``when`` is empty where any moment suits. ``record`` names one record
    of it ("A time-out used"), ``fields`` are what it holds and ``counts`` what comes out of the records.
    """

    id: str
    version: int
    group: SkillGroup
    name: str
    what: str
    when: str
    steps: tuple[str, ...]
    home_practice: str
    record: str
    source: RecordSource
    fields: tuple[SkillField, ...]
    counts: tuple[Count, ...]
    stage_5: str
    stop_when: tuple[StopCode, ...]
    stop_scopes: tuple[tuple[StopCode, str], ...]
    when_not: tuple[str, ...]
    reviews: tuple[ReviewRule, ...]
    plan: tuple[SkillField, ...]
    examples: tuple[ReviewExample, ...]
    handout: Handout
    in_seed: bool
    provenance: str
    is_custom: bool = False

    @property
    def stop_text(self) -> str:
        """The stops that no code can hold, as one paragraph."""
        return " ".join(self.when_not)

    def stop_scope(self, code: StopCode) -> str:
        """Return what a stop code is limited to ("Only the asking part."), or "" when it holds for the whole skill."""
        return dict(self.stop_scopes).get(code, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SideDefinition:
    """One side of a pattern: what can be seen, what may lie underneath, and how it usually copes when loaded."""

    name: str
    moves: str
    underneath: str
    coping: str
    surface_feelings: tuple[SurfaceFeeling, ...]
    softer_feelings: tuple[SofterFeeling, ...]
    needs: tuple[Need, ...]
    stress_coping: tuple[StressCoping, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """What helps a client who stands on a side, the skills that teach it and the exit codes it is logged by."""

    side: Side
    text: str
    skills: tuple[str, ...]
    exit_codes: tuple[ExitCode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Horseman:
    """One of the four moves: what it is, what usually lies underneath, its antidote and the skills that teach it."""

    tag: HorsemanTag
    move: str
    underneath: str
    coping: str
    stress_coping: tuple[StressCoping, ...]
    antidote: str
    skills: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPrompt:
    """One step of the seven-step template (2.5): whose it is, what kind, and the question the editor asks."""

    actor: StepActor
    kind: StepKind
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelField:
    """One thing a reading model asks of each person."""

    code: str
    label: str
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternDefinition:
    """What a pattern code, or a reading model, means and what helps.

    ``sides`` has two entries for a loop whose sides differ, one where both do the same, none for tags and models.
    ``less_is_better`` is False where fewer arguments are no improvement by themselves (withdraw and withdraw).
    """

    code: str
    version: int
    name: str
    what: str
    sides: tuple[SideDefinition, ...]
    ways_out: tuple[WayOut, ...]
    cautions: tuple[str, ...]
    positions: tuple[ClientPosition, ...]
    less_is_better: bool
    direction: str
    horsemen: tuple[Horseman, ...]
    template: tuple[StepPrompt, ...]
    model_fields: tuple[ModelField, ...]
    model_steps: tuple[str, ...]
    provenance: str

    @property
    def skills(self) -> tuple[str, ...]:
        """The skill ids of every way out, each once, in order."""
        named = [s for way in self.ways_out for s in way.skills] + [s for h in self.horsemen for s in h.skills]
        return tuple(dict.fromkeys(named))

    @property
    def exits(self) -> str:
        """Every way out as one paragraph; for tags, the antidote of each."""
        tags = [f"{h.tag.value.capitalize()}: {h.antidote}" for h in self.horsemen]
        return " ".join([way.text for way in self.ways_out] + tags)

    @property
    def side_a(self) -> str:
        """What can be seen of the first side; of both, where both do the same; "" for tags and models."""
        return f"{self.sides[0].name}: {self.sides[0].moves}" if self.sides else ""

    @property
    def side_b(self) -> str:
        """What can be seen of the second side; "" where there is none."""
        return f"{self.sides[1].name}: {self.sides[1].moves}" if len(self.sides) > 1 else ""

    @property
    def underneath(self) -> str:
        """What may lie underneath, side by side, as one paragraph."""
        return " ".join(f"{side.name}: {side.underneath}" for side in self.sides)

    @property
    def stress_coping(self) -> str:
        """How each side usually copes when loaded, as one paragraph."""
        return " ".join(f"{side.name}: {side.coping}" for side in self.sides)

    @property
    def caution(self) -> str:
        """Every caution as one paragraph."""
        return " ".join(self.cautions)

    def side(self, side: Side) -> SideDefinition | None:
        """Return a side's description; both letters name the same one where both do the same."""
        if not self.sides or side is Side.BOTH:
            return self.sides[0] if len(self.sides) == 1 else None
        return self.sides[0] if side is Side.A else self.sides[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """A number to call. Numbers change: after ``review_on`` it is shown as due for a check."""

    name: str
    number: str
    about: str
    review_on: date
    provenance: str

    def due(self, today: date) -> bool:
        """Return whether the number should be checked again before anybody relies on it."""
        return today >= self.review_on


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long records are kept by default: ``years`` after ``start``, or longer for somebody under age."""

    years: int
    start: str
    minor_years: int | None
    provisional: bool
    text: str
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """A cut-off of a measure that a jurisdiction sets by itself."""

    measure: str
    value: int
    provisional: bool
    text: str
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionNote:
    """One thing the therapist should know about the place of practice: a prompt, never legal advice."""

    code: str
    title: str
    text: str
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """Labels, numbers and reminders that depend on where the therapist practises."""

    code: str
    version: int
    name: str
    paper: str
    psychotherapy_note_label: str
    psychotherapy_note_hint: str
    psychotherapy_notes_protected: bool
    retention_rule: RetentionRule
    cut_offs: tuple[CutOff, ...]
    hotlines: tuple[Hotline, ...]
    notes: tuple[JurisdictionNote, ...]
    duties: tuple[Duty, ...] = ()
    timers: tuple[Timer, ...] = ()
    review_on: date
    provenance: str

    @property
    def retention(self) -> str:
        """The retention rule in words."""
        return self.retention_rule.text

    def cut_off(self, measure: str) -> CutOff | None:
        """Return the cut-off this place sets for a measure, or None when it sets none."""
        return next((c for c in self.cut_offs if c.measure == measure), None)
