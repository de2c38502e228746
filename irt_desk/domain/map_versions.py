"""Two versions of a cycle map side by side: which steps stayed, changed, moved, came or went (domain paper, 2.5 rule 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum

from irt_desk.domain.patterns import CycleStep

LEAST_ALIKE = 0.34
"""How alike two texts are, from 0 to 1, for one step to be taken as the other one reworded; chosen here, on invented maps."""


class StepChange(StrEnum):
    """What became of a step between two versions."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedStep:
    """One line of the comparison; the orders count from 1, ``fields`` name what differs in a changed step."""

    change: StepChange
    earlier: CycleStep | None = None
    later: CycleStep | None = None
    earlier_order: int | None = None
    later_order: int | None = None
    fields: tuple[str, ...] = ()


def compare(earlier: Sequence[CycleStep], later: Sequence[CycleStep]) -> tuple[ComparedStep, ...]:
    """Return the lines of the comparison in the order of the later version, what went before what came."""
    pairs = _aligned(earlier, later)
    gone = [i for i in range(len(earlier)) if i not in {i for i, _ in pairs}]
    came = [j for j in range(len(later)) if j not in {j for _, j in pairs}]
    moved = _moved(earlier, later, gone, came)
    gone = [i for i in gone if i not in {i for i, _ in moved}]
    matched = {j: i for i, j in (*pairs, *moved)}
    found: list[ComparedStep] = []
    next_gone = 0
    for j, step in enumerate(later):
        i = matched.get(j)
        anchor = i if i is not None and (i, j) in pairs else None
        while anchor is not None and next_gone < len(gone) and gone[next_gone] < anchor:
            found.append(_removed(earlier, gone[next_gone]))
            next_gone += 1
        if i is None:
            found.append(ComparedStep(change=StepChange.ADDED, later=step, later_order=j + 1))
        else:
            found.append(_paired(earlier[i], step, i, j, is_moved=(i, j) in moved))
    return (*found, *(_removed(earlier, i) for i in gone[next_gone:]))


def differing(one: CycleStep, other: CycleStep) -> tuple[str, ...]:
    """Return the names of the fields in which two steps differ."""
    return tuple(f.name for f in fields(CycleStep) if getattr(one, f.name) != getattr(other, f.name))


def _paired(one: CycleStep, other: CycleStep, i: int, j: int, *, is_moved: bool) -> ComparedStep:
    names = differing(one, other)
    change = StepChange.MOVED if is_moved else StepChange.CHANGED if names else StepChange.SAME
    return ComparedStep(change=change, earlier=one, later=other, earlier_order=i + 1, later_order=j + 1, fields=names)


def _removed(earlier: Sequence[CycleStep], i: int) -> ComparedStep:
    return ComparedStep(change=StepChange.REMOVED, earlier=earlier[i], earlier_order=i + 1)


def _likeness(one: CycleStep, other: CycleStep) -> float:
    """Return how well one step may be the other one reworded; 0 when it may not be."""
    if one == other:
        return 3.0
    alike = SequenceMatcher(None, one.text.casefold(), other.text.casefold(), autojunk=False).ratio()
    same_place = (one.actor, one.kind) == (other.actor, other.kind)
    if one.actor is not other.actor or (alike < LEAST_ALIKE and not same_place):
        return 0.0
    return alike + (0.8 if same_place else 0.0)


def _aligned(earlier: Sequence[CycleStep], later: Sequence[CycleStep]) -> list[tuple[int, int]]:
    """Return the pairs, in order, that together are most alike; at most 16 by 16 cells."""
    best = [[0.0] * (len(later) + 1) for _ in range(len(earlier) + 1)]
    alike = [[_likeness(one, other) for other in later] for one in earlier]
    for i in range(len(earlier) - 1, -1, -1):
        for j in range(len(later) - 1, -1, -1):
            joined = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], joined)
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(earlier) and j < len(later):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _moved(
    earlier: Sequence[CycleStep], later: Sequence[CycleStep], gone: list[int], came: list[int]
) -> list[tuple[int, int]]:
    """Return the pairs of a step that went and the same words that came elsewhere."""
    found: list[tuple[int, int]] = []
    for i in gone:
        for j in came:
            same_words = (earlier[i].actor, earlier[i].text) == (later[j].actor, later[j].text)
            if same_words and j not in {taken for _, taken in found}:
                found.append((i, j))
                break
    return found
