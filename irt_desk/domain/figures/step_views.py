"""A step of a cycle map as it is drawn and as it is heard: whose it is, what it says, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from irt_desk.domain.patterns import Activation, CheckedWithPartner, CycleMap, CycleStep, ExitCode, Source, StepActor
from irt_desk.words import label, say


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One statement in a box; an aside (a source, another reading) is set muted."""

    text: str
    aside: bool = False
    is_source: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step as it is drawn: whose it is, its heading, what it says, and the way out after it.

    ``hypothesis`` makes the box dashed; ``maybe`` are the words at its corner and are filled in when left
    empty.
    """

    order: int
    actor: StepActor
    title: str
    lines: tuple[StepLine, ...]
    hypothesis: bool = False
    maybe: str = ""
    exit: str = ""


def views_of(
    cycle_map: CycleMap, *, client: str, partner: str, exits: Mapping[ExitCode, str] | None = None
) -> tuple[StepView, ...]:
    """Return the steps of a map as they are drawn, with the two people called by the given words.

    ``exits`` are the words to show in place of an exit's name, such as "Time-out, 4 of 5 helped".
    """
    shown = exits or {}
    names = {StepActor.CLIENT: client, StepActor.PARTNER: partner}
    views: list[StepView] = []
    for order, step in enumerate(cycle_map.steps, start=1):
        who = names.get(step.actor)
        kind = label(step.kind)
        title = say("figure.step_title", order=order, who=who, kind=kind.lower()) if who else f"{order} {kind}"
        told = step.is_hypothesis and not step.is_partner_inner
        views.append(
            StepView(
                order=order,
                actor=step.actor,
                title=title,
                lines=_lines(step, client),
                hypothesis=step.is_hypothesis,
                maybe=say("figure.maybe_as_told") if told else "",
                exit=shown.get(way, label(way)) if (way := _exit_of(step)) else "",
            )
        )
    return tuple(views)


def _exit_of(step: CycleStep) -> ExitCode | None:
    return step.exit_used_most or next(iter(step.exits_possible), None)


def _lines(step: CycleStep, client: str) -> tuple[StepLine, ...]:
    lines = [StepLine(text=step.text)]
    inner = [*step.softer_feelings, *step.surface_feelings]
    if inner:
        lines.append(StepLine(text=", ".join(label(feeling) for feeling in inner), aside=True))
    if step.needs:
        needs = ", ".join(label(need).lower() for need in step.needs)
        lines.append(StepLine(text=say("figure.long_for", needs=needs), aside=True))
    if step.activation not in (None, Activation.SETTLED):
        lines.append(StepLine(text=label(step.activation), aside=True))
    if step.horsemen:
        tags = ", ".join(label(tag) for tag in step.horsemen)
        lines.append(StepLine(text=say("figure.tags", tags=tags.lower()), aside=True))
    if step.is_hypothesis:
        told = step.source is not Source.THERAPIST_HYPOTHESIS
        confidence = label(step.confidence).lower()
        code = "figure.as_told" if told else "figure.hypothesis_held"
        lines.append(StepLine(text=say(code, client=client, confidence=confidence), aside=True, is_source=True))
    if step.is_hypothesis and step.checked_with_partner is not CheckedWithPartner.NO:
        lines.append(StepLine(text=label(step.checked_with_partner), aside=True))
    lines += [StepLine(text=say("figure.another_reading", text=other), aside=True) for other in step.alternatives]
    return tuple(lines)


def corner_words(view: StepView) -> str:
    """Return the words at the corner of a hypothesis; "maybe" is always among them."""
    if not view.hypothesis:
        return ""
    word = say("figure.maybe")
    return view.maybe if word in view.maybe.lower() else ", ".join(part for part in (word, view.maybe) if part)


def spoken_step(view: StepView) -> str:
    """Return one step in words, as a screen reader hears it."""
    maybe = f" ({corner_words(view)})" if view.hypothesis else ""
    body = "; ".join(line.text for line in view.lines)
    leaving = f" {say('figure.exit', name=view.exit)}." if view.exit else ""
    return f"{view.title}{maybe}: {body}.{leaving}"


def with_prompt(view: StepView, step: CycleStep, prompt: str) -> StepView:
    """Return a step that says nothing yet with the question it answers in place of words."""
    if step.text.strip():
        return view
    question = StepLine(text=prompt or label(step.kind), aside=True)
    return replace(view, lines=(question, *view.lines[1:]))
