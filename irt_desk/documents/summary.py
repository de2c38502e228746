"""The treatment summary: from plain facts to blocks, by reader (domain paper, 7.4).

It never holds psychotherapy notes, safety screens or their results, or a personal safety plan: there is no
field for them here, and what is tagged as safety is dropped. What the partner may think or feel stands only
as a hypothesis.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from irt_desk.documents.blocks import (
    Block,
    Bullets,
    Document,
    DocumentKind,
    Facts,
    Figure,
    Heading,
    Hypothesis,
    Letterhead,
    PageIdentity,
    PageSize,
    Paragraph,
    SignatureLine,
    Signed,
    Table,
    Tone,
)
from irt_desk.documents.redaction import NOTHING, Reader, Redactor, ThirdParty, Told
from irt_desk.domain.figures.cycle_map import cycle_map_figure
from irt_desk.domain.figures.step_views import StepView
from irt_desk.errors import UserError
from irt_desk.words import label, say

READERS = (Reader.CLIENT, Reader.CLINICIAN)
"""The readers a treatment summary may be made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveFacts:
    """One objective: what, from where to where, by when, the last recorded progress; all in words."""

    text: Told
    baseline: str = ""
    target: str = ""
    due: str = ""
    progress: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFacts:
    """A goal in the client's words."""

    text: Told
    objectives: tuple[ObjectiveFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillFacts:
    """A skill with its stage and what is known of its practice, in words."""

    name: str
    stage: str
    practice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFacts:
    """One measure: what it is, its first and its latest score with their days, the class of the change; all in words."""

    name: str
    direction: str
    first: str
    latest: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessFacts:
    """A guess about the partner's side, with its other readings."""

    label: str
    text: Told
    alternatives: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternFacts:
    """A pattern as told; ``shared`` says that its map was shared with the client.

    ``steps`` are those of the newest version and ``episodes`` label and value of the rollup, each with its n.
    Both may be empty.
    """

    name: str
    shared: bool
    as_told: Told = NOTHING
    nickname: str = ""
    steps: tuple[StepView, ...] = ()
    loops_back_to: int = 1
    guesses: tuple[GuessFacts, ...] = ()
    episodes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFacts:
    """Everything a treatment summary may draw on; dates and enumerations come already in words.

    ``client_called`` is the name used in text, ``client_names`` every name of the client, ``signed`` the
    words of the signature or "" for a draft, ``third_parties`` whoever must not be identified.
    """

    made_on: date
    letterhead: Letterhead
    identity: PageIdentity
    client_called: str
    therapist_name: str
    credential: str = ""
    signed: str = ""
    language: str = "en"
    page_size: PageSize = PageSize.A4
    client_names: tuple[str, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    period: str = ""
    unit: str = ""
    sessions_attended: int = 0
    sessions_missed: int = 0
    state: str = ""
    reason: Told = NOTHING
    diagnosis: str = ""
    goals: tuple[GoalFacts, ...] = ()
    skills: tuple[SkillFacts, ...] = ()
    scores: tuple[ScoreFacts, ...] = ()
    scores_provisional: bool = False
    patterns: tuple[PatternFacts, ...] = ()
    risk: Told = NOTHING
    plan: tuple[Told, ...] = ()
    recommendations: tuple[Told, ...] = ()
    pathway: tuple[Told, ...] = ()


def summary(facts: SummaryFacts, reader: Reader, *, name_partner: bool = False) -> Document:
    """Return the treatment summary for a reader.

    The partner is called by role; ``name_partner`` keeps names, never contact details. Without a signature
    the document is a draft.

    Raises:
        UserError: ``document.reader_not_allowed``, this reader may not have a treatment summary.
    """
    kind = DocumentKind.SUMMARY
    if reader not in READERS:
        readers = ", ".join(label(one) for one in READERS)
        raise UserError("document.reader_not_allowed", document=label(kind), reader=label(reader), readers=readers)
    names = (*facts.client_names, facts.client_called, facts.identity.client_name)
    redactor = Redactor(facts.third_parties, client_names=names, name_partner=name_partner)
    writer = _Writer(facts, reader, redactor)
    return Document(
        kind=kind,
        title=label(kind),
        identity=facts.identity,
        made_on=facts.made_on,
        blocks=tuple(writer.blocks()),
        letterhead=facts.letterhead,
        reader_line=say("document.prepared_for", reader=label(reader)),
        language=facts.language,
        draft=not facts.signed,
        page_size=facts.page_size,
    )


class _Writer:
    """Writes the sections for one reader."""

    def __init__(self, facts: SummaryFacts, reader: Reader, redactor: Redactor) -> None:
        self._facts = facts
        self._reader = reader
        self._redactor = redactor

    def blocks(self) -> Iterable[Block]:
        """Yield every section that has something to say, in reading order."""
        yield from self._course()
        yield from self._told("reason", self._facts.reason, Tone.CLIENT_WORDS)
        yield from self._goals()
        yield from self._skills()
        yield from self._scores()
        yield from self._patterns()
        yield from self._told("risk", self._facts.risk, Tone.NORMAL)
        yield from self._list("plan", self._facts.plan)
        yield from self._list("recommendations", self._facts.recommendations)
        yield from self._list("pathway", self._facts.pathway)
        yield from self._signature()

    def _heading(self, section: str) -> Heading:
        """Return a section's heading, in the words for this reader."""
        return Heading(2, say(f"summary.{section}_{self._reader.value}"))

    def _course(self) -> Iterable[Block]:
        facts = self._facts
        sessions = say("summary.sessions", attended=facts.sessions_attended, missed=facts.sessions_missed)
        pairs = (
            (say("summary.period"), facts.period),
            (say("summary.unit"), facts.unit),
            (say("summary.sessions_label"), sessions),
            (say("summary.state"), facts.state),
            (say("summary.diagnosis"), self._redactor.text(facts.diagnosis)),
        )
        yield self._heading("course")
        yield Facts(tuple((name, value) for name, value in pairs if value.strip()))

    def _told(self, section: str, told: Told, tone: Tone) -> Iterable[Block]:
        text = self._redactor.told(told)
        if text.strip():
            yield self._heading(section)
            yield Paragraph(text, tone)

    def _list(self, section: str, several: Sequence[Told]) -> Iterable[Block]:
        items = self._redactor.all(several)
        if items:
            yield self._heading(section)
            yield Paragraph(items[0]) if len(items) == 1 else Bullets(items)

    def _goals(self) -> Iterable[Block]:
        shown = [(goal, self._redactor.told(goal.text)) for goal in self._facts.goals]
        shown = [(goal, text) for goal, text in shown if text.strip()]
        if not shown:
            return
        yield self._heading("goals")
        for goal, text in shown:
            yield Paragraph(text, Tone.CLIENT_WORDS)
            rows = [self._objective(objective) for objective in goal.objectives if not objective.text.is_safety]
            if rows:
                columns = ("objective", "baseline", "target", "due", "progress")
                yield Table(tuple(say(f"summary.{column}") for column in columns), tuple(rows))

    def _objective(self, objective: ObjectiveFacts) -> tuple[str, ...]:
        rest = (objective.baseline, objective.target, objective.due, objective.progress)
        return (self._redactor.told(objective.text), *(self._redactor.text(text) for text in rest))

    def _skills(self) -> Iterable[Block]:
        skills = self._facts.skills
        if not skills:
            return
        yield self._heading("skills")
        columns = tuple(say(f"summary.{column}") for column in ("skill", "stage", "practice"))
        redact = self._redactor.text
        yield Table(columns, tuple((redact(skill.name), skill.stage, redact(skill.practice)) for skill in skills))

    def _scores(self) -> Iterable[Block]:
        if not self._facts.scores:
            return
        yield self._heading("scores")
        columns = tuple(say(f"summary.{column}") for column in ("measure", "first_score", "latest_score", "change"))
        rows = tuple((f"{s.name} ({s.direction})", s.first, s.latest, s.outcome) for s in self._facts.scores)
        yield Table(columns, rows)
        if self._facts.scores_provisional:
            yield Paragraph(say("summary.scores_provisional"), Tone.MUTED)

    def _patterns(self) -> Iterable[Block]:
        shown = [pattern for pattern in self._facts.patterns if pattern.shared or self._reader is not Reader.CLIENT]
        if not shown:
            return
        yield self._heading("patterns")
        for pattern in shown:
            yield from self._pattern(pattern)

    def _pattern(self, pattern: PatternFacts) -> Iterable[Block]:
        redact = self._redactor
        yield Heading(3, redact.text(pattern.name))
        told = redact.told(pattern.as_told)
        if told.strip():
            yield Paragraph(told)
        if len(pattern.steps) > 1:
            yield Figure(
                cycle_map_figure(
                    [redact.step(view) for view in pattern.steps],
                    client=self._facts.client_called,
                    partner=redact.text(say("summary.partner")),
                    nickname=redact.text(pattern.nickname),
                    loops_back_to=pattern.loops_back_to,
                )
            )
        for guess in pattern.guesses:
            text = redact.told(guess.text)
            if text.strip():
                yield Hypothesis(redact.text(guess.label), text, redact.all(guess.alternatives))
        if pattern.episodes:
            yield Facts(tuple((redact.text(name), redact.text(value)) for name, value in pattern.episodes))

    def _signature(self) -> Iterable[Block]:
        facts = self._facts
        if facts.signed:
            yield Signed(facts.signed)
        else:
            yield Paragraph(say("summary.draft_note"), Tone.NOTICE)
            yield SignatureLine(facts.therapist_name, facts.credential)
