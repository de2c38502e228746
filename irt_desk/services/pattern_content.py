"""What the pattern library says where a map is drawn: its template, the question of each step, the exits it suggests."""

from __future__ import annotations

from irt_desk.domain.content import PatternDefinition, Side
from irt_desk.domain.patterns import ClientPosition, ExitCode, PatternCode, StepActor, StepKind
from irt_desk.services import content

FALLBACK = PatternCode.PURSUE_WITHDRAW
"""Whose seven steps a pattern without a template of its own begins with: the steps are the same in all of them (2.5)."""

_SECOND = frozenset({ClientPosition.WITHDRAWER, ClientPosition.DEFENDER, ClientPosition.UNDER, ClientPosition.AUTONOMY})
"""Positions on the second side of their pattern (domain paper, 2.3: side B)."""

_UNSIDED = frozenset({ClientPosition.MIXED, ClientPosition.NOT_APPLICABLE})


def definition_of(code: PatternCode) -> PatternDefinition | None:
    """Return what the library says of a pattern; None for an own one."""
    return content.load_patterns().get(code.value)


def template_for(code: PatternCode) -> tuple[tuple[StepActor, StepKind], ...]:
    """Return the seven steps a map of this pattern begins with (domain paper, 2.5)."""
    return tuple((one.actor, one.kind) for one in _with_template(code).template)


def prompts_for(code: PatternCode) -> dict[tuple[StepActor, StepKind], str]:
    """Return the question of each kind of step."""
    return {(one.actor, one.kind): one.prompt for one in _with_template(code).template}


def side_of(position: ClientPosition) -> Side:
    """Return the side of a pattern a position stands on; both when that is not said."""
    if position in _UNSIDED:
        return Side.BOTH
    return Side.B if position in _SECOND else Side.A


def exits_for(code: PatternCode, position: ClientPosition) -> tuple[ExitCode, ...]:
    """Return the exits the library suggests to a client in this position, each once, in its order."""
    definition = definition_of(code)
    if definition is None:
        return ()
    side = side_of(position)
    ways = [way for way in definition.ways_out if Side.BOTH in (way.side, side) or way.side is side]
    return tuple(dict.fromkeys(exit_code for way in ways for exit_code in way.exit_codes))


def _with_template(code: PatternCode) -> PatternDefinition:
    library = content.load_patterns()
    own = library.get(code.value)
    return own if own is not None and own.template else library[FALLBACK.value]
