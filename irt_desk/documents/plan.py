"""The treatment plan on paper: from plain facts to blocks, by reader (domain paper, 7.4).

What a reader gets is one table, :data:`SHOWN`. A safety plan is never mentioned; hopes about the partner and the formulation
stay with the therapist and the supervisor; a payer gets what the treatment is and how it goes, nothing about the partner.
"""

from __future__ import annotations

from collections.abc import Iterable
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
from irt_desk.domain.figures.primitives import Figure as Drawing
from irt_desk.words import label, say

READERS = (Reader.CLIENT, Reader.CLINICIAN, Reader.SUPERVISOR, Reader.PAYER, Reader.SELF)
"""The readers a treatment plan may be made for."""

_ALL = frozenset(READERS)
_CARE = frozenset({Reader.CLINICIAN, Reader.SUPERVISOR, Reader.SELF})
_INSIDE = frozenset({Reader.SUPERVISOR, Reader.SELF})
SHOWN: dict[str, frozenset[Reader]] = {
    "problems": _ALL,
    "strengths": _ALL - {Reader.PAYER},
    "goals": _ALL,
    "progress": _ALL,
    "how": _ALL,
    "barriers": _CARE,
    "partner": _CARE,
    "hopes": _INSIDE,
    "client_part": _ALL - {Reader.PAYER},
    "agreement": _ALL,
    "formulation": _INSIDE,
    "review": _ALL - {Reader.CLIENT},
}
"""Which part of a plan which reader gets: the least that the purpose needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanObjective:
    """One objective in words; ``progress`` says how often each rating was given, with its n."""

    number: str
    text: Told
    baseline: Told = NOTHING
    target: Told = NOTHING
    measure: Told = NOTHING
    due: str = ""
    means: tuple[Told, ...] = ()
    progress: str = ""
    strip: Drawing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGoal:
    """A goal in the client's words with where it stands."""

    text: Told
    about: str
    status: str
    objectives: tuple[PlanObjective, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFormulation:
    """What keeps it going; the partner's side is a hypothesis with its other readings."""

    what_keeps_it_going: Told = NOTHING
    client_side: Told = NOTHING
    partner_perspective: Told = NOTHING
    other_readings: tuple[Told, ...] = ()
    strengths: Told = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPaper:
    """Everything a printed plan may draw on. ``signed`` is empty for a draft; ``how`` are label and text."""

    made_on: date
    letterhead: Letterhead
    identity: PageIdentity
    therapist_name: str
    credential: str = ""
    language: str = "en"
    page_size: PageSize = PageSize.A4
    client_names: tuple[str, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    version: str = ""
    signed: str = ""
    review: str = ""
    problems: tuple[tuple[Told, Told], ...] = ()
    strengths: Told = NOTHING
    goals: tuple[PlanGoal, ...] = ()
    how: tuple[tuple[str, Told], ...] = ()
    barriers: Told = NOTHING
    partner: tuple[tuple[str, Told], ...] = ()
    hopes: tuple[Told, ...] = ()
    client_part: Told = NOTHING
    agreement: Told = NOTHING
    formulation: PlanFormulation | None = None
    review_held: str = ""
    review_summary: Told = NOTHING
    review_data: tuple[str, ...] = ()


def plan(facts: PlanPaper, reader: Reader, *, name_partner: bool = False) -> Document:
    """Return the treatment plan for a reader; without the therapist's signature every page says draft."""
    redactor = Redactor(facts.third_parties, client_names=facts.client_names, name_partner=name_partner)
    return Document(
        kind=DocumentKind.PLAN,
        title=label(DocumentKind.PLAN),
        identity=facts.identity,
        made_on=facts.made_on,
        blocks=tuple(_Writer(facts, reader, redactor).blocks()),
        letterhead=facts.letterhead,
        reader_line=say("document.prepared_for", reader=label(reader)),
        language=facts.language,
        draft=not facts.signed,
        page_size=facts.page_size,
    )


class _Writer:
    """Writes the sections for one reader."""

    def __init__(self, facts: PlanPaper, reader: Reader, redactor: Redactor) -> None:
        self._facts, self._reader, self._redactor = facts, reader, redactor

    def _shows(self, part: str) -> bool:
        return self._reader in SHOWN[part]

    def blocks(self) -> Iterable[Block]:
        """Yield every section that has something to say, in reading order."""
        facts = self._facts
        head = ((say("plan_paper.version"), facts.version), (say("plan_paper.review"), facts.review))
        yield Facts(tuple((name, text) for name, text in head if text))
        yield from self._problems()
        yield from self._told("strengths", facts.strengths)
        yield from self._goals()
        yield from self._pairs("how", facts.how)
        yield from self._told("barriers", facts.barriers)
        yield from self._pairs("partner", facts.partner)
        yield from self._hopes()
        yield from self._told("client_part", facts.client_part)
        yield from self._told("agreement", facts.agreement)
        yield from self._review()
        yield from self._formulation()
        yield from self._signature()

    def _heading(self, part: str) -> Heading:
        return Heading(2, say(f"plan_paper.{part}"))

    def _told(self, part: str, told: Told, tone: Tone = Tone.NORMAL) -> Iterable[Block]:
        text = self._redactor.told(told)
        if self._shows(part) and text.strip():
            yield self._heading(part)
            yield Paragraph(text, tone)

    def _pairs(self, part: str, pairs: tuple[tuple[str, Told], ...]) -> Iterable[Block]:
        told = [(name, self._redactor.told(text)) for name, text in pairs]
        told = [(name, text) for name, text in told if text.strip()]
        if self._shows(part) and told:
            yield self._heading(part)
            yield Facts(tuple(told))

    def _problems(self) -> Iterable[Block]:
        if not self._facts.problems:
            return
        yield self._heading("problems")
        for text, rests_on in self._facts.problems:
            yield Paragraph(self._redactor.told(text))
            if concern := self._redactor.told(rests_on):
                yield Paragraph(say("plan.rests_on_line", text=concern), Tone.MUTED)

    def _goals(self) -> Iterable[Block]:
        for goal in self._facts.goals:
            words = self._redactor.told(goal.text)
            yield Heading(2, f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}")
            yield Paragraph(f"{goal.about} · {goal.status}", Tone.MUTED)
            columns = ("objective", "baseline", "target", "measure", "due")
            rows = tuple(self._row(objective) for objective in goal.objectives)
            if rows:
                yield Table(tuple(say(f"plan_paper.{column}") for column in columns), rows)
            for objective in goal.objectives:
                yield from self._objective(objective)

    def _row(self, objective: PlanObjective) -> tuple[str, ...]:
        told = self._redactor.told
        text = f"{objective.number} {told(objective.text)}"
        return (text, told(objective.baseline), told(objective.target), told(objective.measure), objective.due)

    def _objective(self, objective: PlanObjective) -> Iterable[Block]:
        means = self._redactor.all(objective.means)
        if means:
            yield Paragraph(say("plan_paper.means", number=objective.number, text="; ".join(means)))
        if objective.strip is not None and self._reader is not Reader.PAYER:
            yield Figure(objective.strip)
        if objective.progress:
            yield Paragraph(say("plan_paper.progress", number=objective.number, text=objective.progress), Tone.MUTED)

    def _hopes(self) -> Iterable[Block]:
        hopes = self._redactor.all(self._facts.hopes)
        if self._shows("hopes") and hopes:
            yield self._heading("hopes")
            yield Bullets(hopes)

    def _review(self) -> Iterable[Block]:
        facts = self._facts
        if not (self._shows("review") and facts.review_held):
            return
        yield self._heading("review_held")
        yield Paragraph(facts.review_held)
        if self._reader is Reader.PAYER:
            return
        if summary := self._redactor.told(facts.review_summary):
            yield Paragraph(summary)
        if facts.review_data:
            yield Bullets(tuple(self._redactor.text(text) for text in facts.review_data))

    def _formulation(self) -> Iterable[Block]:
        formulation = self._facts.formulation
        if formulation is None or not self._shows("formulation"):
            return
        told = self._redactor.told
        yield self._heading("formulation")
        pairs = (
            (say("formulation.what_keeps_it_going"), told(formulation.what_keeps_it_going)),
            (say("formulation.client_side"), told(formulation.client_side)),
            (say("formulation.strengths"), told(formulation.strengths)),
        )
        yield Facts(tuple((name, text) for name, text in pairs if text.strip()))
        if guess := told(formulation.partner_perspective):
            readings = self._redactor.all(formulation.other_readings)
            yield Hypothesis(say("formulation.partner_perspective"), guess, readings)

    def _signature(self) -> Iterable[Block]:
        facts = self._facts
        if facts.signed:
            yield Signed(facts.signed)
        else:
            yield Paragraph(say("plan_paper.draft"), Tone.NOTICE)
            yield SignatureLine(facts.therapist_name, facts.credential)
