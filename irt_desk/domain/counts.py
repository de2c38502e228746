"""What is counted for a skill: the fields of one use, and the figures made from the uses (domain paper, section 3).

A skill's content file says what one record of it holds and how each of its counts comes out of the records; no skill has
code of its own. A figure is never a verdict: a review rule asks the therapist to look again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from statistics import median

from irt_desk.domain.values import THIRD_PARTY, Instant, Problem, need_range, not_future, tagged

TABLE_LEAST = 5
"""A share by another answer is shown from this many records on, never from fewer (domain paper, row 19)."""


class FieldKind(StrEnum):
    """What one field of a record, or of a plan, holds."""

    WORDS = "words"
    LINES = "lines"
    YES_NO = "yes_no"
    CHOICE = "choice"
    RATING_0_4 = "rating_0_4"
    RATING_0_10 = "rating_0_10"
    RATING_0_100 = "rating_0_100"
    NUMBER = "number"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    MOMENT = "moment"

    @property
    def top(self) -> int | None:
        """The highest value of a rating; None for everything else."""
        return {"rating_0_4": 4, "rating_0_10": 10, "rating_0_100": 100}.get(self.value)

    @property
    def is_number(self) -> bool:
        """Whether its answer is a number."""
        return self.top is not None or self.value in ("number", "minutes", "hours", "days")


class CountKind(StrEnum):
    """What a skill-specific count is measured in."""

    NUMBER = "number"
    YES_NO = "yes_no"
    SHARE = "share"
    RATING_0_4 = "rating_0_4"
    RATING_0_10 = "rating_0_10"
    RATING_0_100 = "rating_0_100"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORDS = "words"
    TABLE = "table"


class How(StrEnum):
    """How a count comes out of the records."""

    RECORDS = "records"
    TIMES = "times"
    SUM = "sum"
    MEDIAN = "median"
    LAST = "last"
    SHARE = "share"
    DROP = "drop"
    SPAN = "span"
    DAYS = "days"
    MOST = "most"
    TABLE = "table"


class RecordSource(StrEnum):
    """Where the records come from: a form of the skill's own, or the episodes of a pattern (U1)."""

    OWN = "own"
    EPISODES = "episodes"


class Comparison(StrEnum):
    """How a count is held against the value of a review rule."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    BELOW = "below"

    def holds(self, found: float, value: float) -> bool:
        """Return whether ``found`` stands to ``value`` as this comparison says."""
        if self is Comparison.AT_LEAST:
            return found >= value
        return found > value if self is Comparison.ABOVE else found < value


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice."""

    code: str
    label: str


YES_NO = (Option(code="yes", label="Yes"), Option(code="no", label="No"))
"""The answers of a yes-or-no field; the window says them in the words of the catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillField:
    """One field of a record or of a plan. ``about_partner`` marks what is told or guessed about the partner."""

    code: str
    label: str
    kind: FieldKind
    options: tuple[Option, ...] = ()
    default: str = ""
    low: int | None = None
    high: int | None = None
    needed: bool = False
    about_partner: bool = False
    after: str = ""

    def label_of(self, answer: str) -> str:
        """Return the words of an answer of a choice; the answer itself where it is none."""
        return next((option.label for option in self.options if option.code == answer), answer)


Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Conditions on answers: every field named holds one of its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One figure a skill is measured by, beside dose, usefulness and heat, which every skill has (3.1).

    ``field`` is what it looks at, ``equals`` or ``below`` what it looks for, ``minus`` the second field of a difference,
    ``by`` what it is grouped by, ``where`` which records count at all and ``until`` which record starts a group anew.
    """

    code: str
    label: str
    kind: CountKind
    how: How
    field: str = ""
    equals: tuple[str, ...] = ()
    below: float | None = None
    minus: str = ""
    by: str = ""
    where: Where = ()
    until: Where = ()

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRule:
    """When a count asks the therapist to look again; never a verdict.

    ``over_last`` is the number of records the figure is taken over; None means all of them.
    """

    code: str
    count: str
    comparison: Comparison
    value: float
    over_last: int | None
    text: str
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillUse:
    """One record of a skill: a time-out that was called, a thought looked at again, a hard topic opened.

    ``answers`` are by field code, as text: numbers in figures, yes or no, the code of a choice, a moment as ISO text.
    What was answered never changes; a mistake is marked ``entered_in_error`` and stays.
    """

    id: str
    unit_id: str
    skill_id: str
    skill_version: int
    on: date
    entered: Instant
    session_id: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict, metadata={"tags": frozenset({THIRD_PARTY})})
    entered_in_error: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillPlan:
    """One version of the plan a client made for a skill (R4: signal, minutes, return). A change is a new version."""

    id: str
    unit_id: str
    skill_id: str
    skill_version: int
    version: int
    on: date
    entered: Instant
    answers: Mapping[str, str] = field(default_factory=dict, metadata={"tags": frozenset({THIRD_PARTY})})
    note: str = tagged(THIRD_PARTY)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a share by another answer: the answer, how many records, how many of each response."""

    answer: str
    n: int
    cells: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A count worked out. ``n`` is the number of records it rests on; ``value`` None and ``text`` "" while there are none."""

    count: Count
    n: int
    value: float | None = None
    text: str = ""
    rows: tuple[TableRow, ...] = ()


def _fits(answers: Mapping[str, str], where: Where) -> bool:
    return all(answers.get(name, "") in values for name, values in where)


def _number(answers: Mapping[str, str], name: str) -> float | None:
    text = answers.get(name, "")
    return float(text) if text else None


def moment_of(text: str) -> datetime | None:
    """Return the moment an answer stands for, on the clock of the place; None for an empty one."""
    return datetime.fromisoformat(text) if text else None


def _span_hours(answers: Mapping[str, str], start: str, stop: str) -> float | None:
    begun, ended = moment_of(answers.get(start, "")), moment_of(answers.get(stop, ""))
    return (ended - begun).total_seconds() / 3600 if begun and ended else None


def _holds(count: Count, answers: Mapping[str, str]) -> bool:
    if count.below is not None:
        value = _number(answers, count.field)
        return value is not None and value < count.below
    return answers.get(count.field, "") in count.equals


def _values(count: Count, uses: Sequence[SkillUse]) -> list[float]:
    """Return the numbers a median or a sum is made from, in the order of the uses."""
    found: list[float | None] = []
    for use in uses:
        if count.how is How.SPAN:
            found.append(_span_hours(use.answers, count.minus, count.field))
        elif count.how is How.DROP:
            before, after = _number(use.answers, count.minus), _number(use.answers, count.field)
            found.append(before - after if before is not None and after is not None else None)
        else:
            found.append(_number(use.answers, count.field))
    return [value for value in found if value is not None]


def _most(count: Count, uses: Sequence[SkillUse]) -> int:
    """Return the largest number of records of one group; a record that fits ``until`` starts its group anew."""
    running: Counter[str] = Counter()
    for use in uses:
        group = " ".join(use.answers.get(count.by, "").casefold().split())
        if count.until and _fits(use.answers, count.until):
            running[group] = 0
        elif _holds(count, use.answers):
            running[group] += 1
    return max(running.values(), default=0)


def _table(count: Count, uses: Sequence[SkillUse]) -> Figure:
    both = [u for u in uses if u.answers.get(count.field) and u.answers.get(count.by)]
    if len(both) < TABLE_LEAST:
        return Figure(count, len(both))
    rows = []
    for answer in dict.fromkeys(use.answers[count.by] for use in both):
        own = Counter(use.answers[count.field] for use in both if use.answers[count.by] == answer)
        rows.append(TableRow(answer, own.total(), tuple(own.most_common())))
    return Figure(count, len(both), rows=tuple(sorted(rows, key=lambda row: -row.n)))


def in_order(uses: Sequence[SkillUse]) -> tuple[SkillUse, ...]:
    """Return the records that hold, oldest first: by day, then in the order they were entered."""
    return tuple(sorted((u for u in uses if not u.entered_in_error), key=lambda u: (u.on, u.entered.at, u.id)))


def figure(count: Count, uses: Sequence[SkillUse], over_last: int | None = None) -> Figure:
    """Return a count over the records of its skill; over the last ones only when asked, and then never over fewer."""
    own = [use for use in in_order(uses) if _fits(use.answers, count.where)]
    if count.how is How.SHARE:
        own = [use for use in own if use.answers.get(count.field)]
    if over_last is not None:
        if len(own) < over_last:
            return Figure(count, len(own))
        own = own[-over_last:]
    if count.how is How.TABLE:
        return _table(count, own)
    if not own:
        return Figure(count, 0)
    return _worked_out(count, own)


def _worked_out(count: Count, own: Sequence[SkillUse]) -> Figure:
    how, n = count.how, len(own)
    if how is How.RECORDS:
        return Figure(count, n, n)
    if how is How.DAYS:
        return Figure(count, n, len({use.on for use in own}))
    if how is How.MOST:
        return Figure(count, n, _most(count, own))
    if how in (How.TIMES, How.SHARE):
        held = sum(_holds(count, use.answers) for use in own)
        return Figure(count, n, held / n if how is How.SHARE else held)
    if how is How.LAST and count.kind is CountKind.WORDS:
        said = [use.answers[count.field] for use in own if use.answers.get(count.field)]
        return Figure(count, len(said), text=said[-1] if said else "")
    values = _values(count, own)
    if not values:
        return Figure(count, 0)
    if how is How.SUM:
        return Figure(count, len(values), sum(values))
    return Figure(count, len(values), values[-1] if how is How.LAST else median(values))


def reviews_due(
    counts: Sequence[Count], rules: Sequence[ReviewRule], uses: Sequence[SkillUse]
) -> tuple[ReviewRule, ...]:
    """Return the review rules that the records call for, in the order of the content file."""
    by_code = {count.code: count for count in counts}
    found = []
    for rule in rules:
        value = figure(by_code[rule.count], uses, rule.over_last).value
        if value is not None and rule.comparison.holds(value, rule.value):
            found.append(rule)
    return tuple(found)


def answer_problems(fields: Sequence[SkillField], answers: Mapping[str, str]) -> list[Problem]:
    """Return what keeps the answers of a record or a plan from being stored, by field code."""
    known = {f.code for f in fields}
    found = [Problem(code, "unknown_field") for code in answers if code not in known]
    for f in fields:
        text = answers.get(f.code, "").strip()
        if not text:
            found += [Problem(f.code, "empty")] if f.needed else []
            continue
        found += _answer_problem(f, text)
        if f.after and not found:
            before, now = moment_of(answers.get(f.after, "")), moment_of(text)
            found += [Problem(f.code, "stop_before_start")] if before and now and now < before else []
    return found


def _answer_problem(f: SkillField, text: str) -> list[Problem]:
    if f.kind.is_number:
        try:
            value = float(text)
        except ValueError:
            return [Problem(f.code, "not_a_number", {"text": text[:40]})]
        top = f.kind.top if f.kind.top is not None else f.high
        return need_range(f.code, value, f.low or 0, top if top is not None else 100_000)
    if f.kind is FieldKind.MOMENT:
        try:
            datetime.fromisoformat(text)
        except ValueError:
            return [Problem(f.code, "not_a_moment", {"text": text[:40]})]
        return []
    options = YES_NO if f.kind is FieldKind.YES_NO else f.options
    if f.kind in (FieldKind.YES_NO, FieldKind.CHOICE) and text not in {option.code for option in options}:
        return [Problem(f.code, "not_an_option")]
    return []


def use_problems(fields: Sequence[SkillField], use: SkillUse, today: date) -> list[Problem]:
    """Return what keeps a record from being stored; one without any answer says nothing and is refused."""
    found = not_future("on", use.on, today) + answer_problems(fields, use.answers)
    if not any(text.strip() for text in use.answers.values()):
        found.append(Problem(fields[0].code if fields else "on", "empty"))
    return found
