"""The safety gate: the tables of 6.6 laid beside the code, and what no history may ever open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.safety import (
    PERMISSIONS,
    Gate,
    GatedAct,
    GateOverride,
    IpvFinding,
    LethalityMarker,
    OverrideKind,
    Permission,
    SafetyHistory,
    SafetyInterview,
    SafetyTrigger,
    ScreeningMode,
    TriggerKind,
    interview_problems,
    most_restrictive,
    override_problems,
    standing,
)
from irt_desk.domain.values import Instant, Signature

DAY = date(2026, 3, 2)
F = IpvFinding


def moment(day: date, minute: int = 0) -> Instant:
    return Instant(datetime(day.year, day.month, day.day, 9, minute, tzinfo=UTC))


def interview(day: date = DAY, *findings: IpvFinding, minute: int = 0, **more: object) -> SafetyInterview:
    at = moment(day, minute)
    values: dict[str, object] = {
        "id": f"i{day}{minute}", "unit_id": "u", "on": day, "recorded": at, "alone": True,
        "findings": findings or (F.NONE_DISCLOSED,), "signed": Signature("A", "PhD", at),
    } | more  # fmt: skip
    return SafetyInterview(**values)  # type: ignore[arg-type]  # test values by name


@pytest.mark.parametrize(
    ("finding", "gate"),
    [
        (F.NONE_DISCLOSED, Gate.OPEN),
        (F.PAST_OTHER_PARTNER, Gate.OPEN),
        (F.PAST_SAME_PARTNER_NO_CURRENT_FEAR, Gate.CAUTION),
        (F.SITUATIONAL_LOW_SEVERITY, Gate.CAUTION),
        (F.CURRENT_CONCERN, Gate.BLOCKED),
        (F.COERCIVE_CONTROL_SUSPECTED, Gate.BLOCKED),
        (F.CLIENT_USES_FORCE, Gate.BLOCKED),
        (F.UNKNOWN, Gate.BLOCKED),
        (F.SEVERE_OR_LETHALITY_MARKERS, Gate.HARD_BLOCK),
    ],
)
def test_each_finding_sets_the_gate_of_the_paper(finding: IpvFinding, gate: Gate) -> None:
    assert standing(SafetyHistory((interview(DAY, finding),)), DAY).gate is gate


@pytest.mark.parametrize(
    "fact", [{"markers": (LethalityMarker.CHOKING,)}, {"protection_order": True}, {"unsafe_to_speak": True}]
)
def test_a_marker_an_order_or_unsafe_speech_is_a_hard_block(fact: dict[str, object]) -> None:
    assert standing(SafetyHistory((interview(DAY, F.NONE_DISCLOSED, **fact),)), DAY).gate is Gate.HARD_BLOCK


def test_nobody_asked_is_unscreened() -> None:
    now = standing(SafetyHistory(), DAY)
    assert (now.gate, now.reasons) == (Gate.UNSCREENED, ("never_screened",))


@pytest.mark.parametrize(
    "how",
    [
        {"alone": False},
        {"mode": ScreeningMode.VIDEO, "privacy_confirmed": False},
        {"mode": ScreeningMode.PHONE, "privacy_confirmed": False},
        {"findings": ()},
        {"signed": None},
    ],
)
def test_a_screening_that_was_not_private_counts_as_not_done(how: dict[str, object]) -> None:
    assert standing(SafetyHistory((interview(DAY, **how),)), DAY).gate is Gate.UNSCREENED


HOW = [{"alone": False}, {"mode": ScreeningMode.PHONE, "privacy_confirmed": False}]


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(
    ("told", "gate"),
    [
        ({"findings": (F.CURRENT_CONCERN,)}, Gate.BLOCKED),
        ({"findings": (F.UNKNOWN,)}, Gate.BLOCKED),
        ({"protection_order": True}, Gate.HARD_BLOCK),
        ({"markers": (LethalityMarker.CHOKING,)}, Gate.HARD_BLOCK),
    ],
)
def test_a_danger_told_without_privacy_stops_at_once_and_only_a_private_screening_answers_it(
    how: dict[str, object], told: dict[str, object], gate: Gate
) -> None:
    before, heard = interview(DAY), interview(DAY, minute=5, **how, **told)
    now = standing(SafetyHistory((before, heard)), DAY)
    assert now.gate is gate
    assert "told_without_privacy" in now.reasons
    assert now.screened_on == DAY
    assert standing(SafetyHistory((heard,)), DAY + timedelta(days=400)).gate is gate
    again = interview(DAY, minute=7, **how)
    assert standing(SafetyHistory((before, heard, again)), DAY).gate is gate
    assert standing(SafetyHistory((before, heard, interview(DAY, minute=9))), DAY).gate is Gate.OPEN


def test_a_mild_finding_without_privacy_changes_nothing() -> None:
    mild = interview(DAY, F.SITUATIONAL_LOW_SEVERITY, minute=5, alone=False)
    assert standing(SafetyHistory((interview(DAY), mild)), DAY).gate is Gate.OPEN


def test_open_turns_unscreened_after_ninety_days_and_a_stop_never_does() -> None:
    opened, stopped = SafetyHistory((interview(DAY),)), SafetyHistory((interview(DAY, F.CURRENT_CONCERN),))
    assert standing(opened, DAY + timedelta(days=90)).gate is Gate.OPEN
    assert standing(opened, DAY + timedelta(days=91)).gate is Gate.UNSCREENED
    assert standing(stopped, DAY + timedelta(days=4000)).gate is Gate.BLOCKED


def test_a_shorter_interval_of_the_case_is_kept() -> None:
    history = SafetyHistory((interview(DAY, rescreen_in_days=60),))
    assert standing(history, DAY + timedelta(days=60)).gate is Gate.OPEN
    assert standing(history, DAY + timedelta(days=61)).gate is Gate.UNSCREENED


@pytest.mark.parametrize("kind", [TriggerKind.EPISODE_FLAG, TriggerKind.PRACTICE_UNSAFE, TriggerKind.CAUTION_FLAG])
def test_a_trigger_blocks_at_once_until_a_new_screening(kind: TriggerKind) -> None:
    trigger = SafetyTrigger(id="t", unit_id="u", kind=kind, on=DAY, recorded=moment(DAY, 5), source_id="x")
    before = interview(DAY)
    assert standing(SafetyHistory((before,), (trigger,)), DAY).gate is Gate.BLOCKED
    after = interview(DAY, F.NONE_DISCLOSED, minute=9)
    assert standing(SafetyHistory((before, after), (trigger,)), DAY).gate is Gate.OPEN


def test_a_backdated_screening_does_not_answer_a_trigger() -> None:
    trigger = SafetyTrigger(
        id="t", unit_id="u", kind=TriggerKind.EPISODE_FLAG, on=DAY, recorded=moment(DAY), source_id="x"
    )
    earlier_day = interview(DAY - timedelta(days=1), recorded=moment(DAY, 30))
    assert standing(SafetyHistory((earlier_day,), (trigger,)), DAY).gate is Gate.BLOCKED


def test_a_separation_asks_for_a_screening_without_blocking() -> None:
    trigger = SafetyTrigger(
        id="t", unit_id="u", kind=TriggerKind.SEPARATION, on=DAY, recorded=moment(DAY, 5), source_id="x"
    )
    assert standing(SafetyHistory((interview(),), (trigger,)), DAY).gate is Gate.UNSCREENED
    assert standing(SafetyHistory((interview(DAY, F.CURRENT_CONCERN),), (trigger,)), DAY).gate is Gate.BLOCKED


TABLE = """
open        allowed allowed allowed allowed allowed
caution     needs_invitation_override needs_invitation_override needs_conjoint_override confirm_with_reason screen_only_unless_confirmed
unscreened  refused refused refused confirm_with_reason screen_only
blocked     refused refused refused refused refused
hard_block  refused refused refused refused refused
"""


def test_the_permission_table_is_the_papers() -> None:
    acts = (
        GatedAct.INVITATION,
        GatedAct.TRANSITION,
        GatedAct.CONJOINT,
        GatedAct.SAFETY_GATED_SKILL,
        GatedAct.PRINT_MAP,
    )
    for row in TABLE.split("\n")[1:-1]:
        gate, *cells = row.split()
        assert [PERMISSIONS[Gate(gate)][act] for act in acts] == [Permission(cell) for cell in cells]


def an_override(day: date = DAY, **more: object) -> GateOverride:
    values: dict[str, object] = {
        "id": "o", "unit_id": "u", "kind": OverrideKind.INVITATION, "why_situational": "one shove, years ago",
        "screened_alone_on": day, "client_wish": "she wants it", "no_fear_of_payback": "none", "client_safety_plan": "made",
        "alcohol_and_weapon_check": "none", "consultant": "N. Orchard", "consulted_on": day, "consultant_advice": "go slowly",
        "signed_on": day, "expires_on": day + timedelta(days=30), "signed": Signature("A", "PhD", moment(day)),
    } | more  # fmt: skip
    return GateOverride(**values)  # type: ignore[arg-type]  # test values by name


def test_a_live_override_opens_the_invitation_at_caution_and_ends_by_itself() -> None:
    history = SafetyHistory((interview(DAY, F.SITUATIONAL_LOW_SEVERITY),), (), (an_override(),))
    assert standing(history, DAY).permission(GatedAct.INVITATION) is Permission.ALLOWED
    assert standing(history, DAY).permission(GatedAct.CONJOINT) is Permission.NEEDS_CONJOINT_OVERRIDE
    later = standing(history, DAY + timedelta(days=31))
    assert later.permission(GatedAct.INVITATION) is Permission.NEEDS_INVITATION_OVERRIDE


@pytest.mark.parametrize(
    "name",
    [
        "why_situational",
        "client_wish",
        "no_fear_of_payback",
        "client_safety_plan",
        "alcohol_and_weapon_check",
        "consultant",
        "consultant_advice",
    ],
)
def test_every_field_of_an_override_is_required(name: str) -> None:
    now = standing(SafetyHistory((interview(DAY, F.SITUATIONAL_LOW_SEVERITY),)), DAY)
    assert override_problems(an_override(), now, has_ipv_competence=True) == []
    assert [p.field for p in override_problems(an_override(**{name: " "}), now, has_ipv_competence=True)] == [name]


def test_an_override_needs_competence_the_last_screening_and_at_most_thirty_days() -> None:
    now = standing(SafetyHistory((interview(DAY, F.SITUATIONAL_LOW_SEVERITY),)), DAY)
    codes = lambda o, able=True: {p.code for p in override_problems(o, now, has_ipv_competence=able)}  # noqa: E731  three uses
    assert codes(an_override(), False) == {"ipv_competence_needed"}
    assert codes(an_override(screened_alone_on=DAY - timedelta(days=1))) == {"not_the_last_screening"}
    assert codes(an_override(expires_on=DAY + timedelta(days=31))) == {"override_too_long"}
    assert codes(an_override(consulted_on=None)) == {"empty"}


@pytest.mark.parametrize("finding", [F.NONE_DISCLOSED, F.CURRENT_CONCERN, F.SEVERE_OR_LETHALITY_MARKERS])
def test_an_override_exists_only_at_caution(finding: IpvFinding) -> None:
    now = standing(SafetyHistory((interview(DAY, finding),)), DAY)
    assert [p.code for p in override_problems(an_override(), now, has_ipv_competence=True)] == [
        "override_only_at_caution"
    ]


def test_lifting_a_stop_asks_for_its_reason_and_a_hard_block_for_outside_evidence() -> None:
    blocked = SafetyHistory((interview(DAY, F.CURRENT_CONCERN),))
    hard = SafetyHistory((interview(DAY, F.SEVERE_OR_LETHALITY_MARKERS),))
    new = interview(DAY, F.NONE_DISCLOSED, minute=3)
    reasoned = interview(DAY, F.NONE_DISCLOSED, minute=3, change_reason="moved out, no contact")
    assert {p.code for p in interview_problems(new, blocked, DAY)} == {"change_reason_needed"}
    assert interview_problems(reasoned, blocked, DAY) == []
    assert {p.code for p in interview_problems(reasoned, hard, DAY)} == {"external_evidence_needed"}


@given(st.lists(st.sampled_from(list(Gate))))
def test_the_most_restrictive_of_several_wins(gates: list[Gate]) -> None:
    worst = most_restrictive(gates)
    assert worst is Gate.UNSCREENED if not gates else all(worst.rank >= gate.rank for gate in gates)


_EVENTS = st.lists(
    st.tuples(
        st.integers(0, 120), st.sets(st.sampled_from(list(F)), min_size=1, max_size=3), st.booleans(),
        st.sampled_from([None, *TriggerKind]),
    ),
    max_size=8,
)  # fmt: skip


@given(_EVENTS, st.integers(0, 400))
def test_no_history_allows_contact_with_the_partner_where_the_table_refuses_it(
    events: list[tuple[int, set[IpvFinding], bool, TriggerKind | None]], after: int
) -> None:
    interviews, triggers = [], []
    for number, (offset, findings, alone, trigger) in enumerate(sorted(events, key=lambda e: e[0])):
        day = DAY + timedelta(days=offset)
        interviews.append(interview(day, *findings, minute=number, alone=alone, id=f"i{number}"))
        if trigger:
            at = moment(day, number + 20)
            triggers.append(
                SafetyTrigger(id=f"t{number}", unit_id="u", kind=trigger, on=day, recorded=at, source_id="x")
            )
    today = DAY + timedelta(days=after)
    now = standing(SafetyHistory(tuple(interviews), tuple(triggers)), today)
    done = [i for i in interviews if i.counts and i.on <= today]
    if now.permission(GatedAct.INVITATION) is Permission.ALLOWED:
        assert done
        last = max((i for i in interviews if i.counts), key=lambda i: i.recorded.at)
        assert last.gate is Gate.OPEN
        assert (today - last.on).days <= 90
        assert all(t.recorded.at < last.recorded.at for t in triggers)
        heard = [i for i in interviews if not i.counts and i.gate.is_stop]
        assert all(i.recorded.at < last.recorded.at for i in heard)
