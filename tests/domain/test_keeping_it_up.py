"""Coming back to skills, keeping what was gained, own skills, and stop codes (3.1; rows 32, 64, 65)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.domain.content import SkillGroup, StopCode
from irt_desk.domain.counts import FieldKind, How
from irt_desk.domain.maintenance import (
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    MaintenancePlan,
    contact_agreed,
    follow_up_problems,
    months_after,
    plan_problems,
)
from irt_desk.domain.own_skills import OwnSkill, as_skill, measured, next_code, own_skill_problems
from irt_desk.domain.revisits import (
    FIRST_DAYS,
    LONGEST_DAYS,
    RevisitResult,
    SkillRevisit,
    next_days,
    revisit_on,
    revisit_problems,
)
from irt_desk.domain.skills import MasteryChange, MasteryStage
from irt_desk.domain.stop_codes import StopFacts, signs, stops_missing
from irt_desk.domain.suitability import (
    Barrier,
    BarrierHolder,
    BarrierStatus,
    BarrierType,
    CautionFlag,
    CautionStatus,
    CautionType,
    Severity,
)
from irt_desk.domain.values import Instant
from irt_desk.services import content

TODAY = date(2026, 11, 24)
NOW = Instant(datetime(2026, 11, 24, 9, tzinfo=UTC))
S, R = MasteryStage, RevisitResult


def stage(to: MasteryStage, ago: int, *, lapsed: bool = False) -> MasteryChange:
    entered = Instant(NOW.at - timedelta(days=ago))
    return MasteryChange(
        id=f"{999 - ago:03}", unit_id="u", skill_id="R4", stage=to, on=entered.day, entered=entered, lapsed=lapsed
    )


def look(result: RevisitResult, ago: int, days: int) -> SkillRevisit:
    entered = Instant(NOW.at - timedelta(days=ago))
    return SkillRevisit(
        id=f"{999 - ago:03}", unit_id="u", skill_id="R4", on=entered.day, entered=entered, result=result, days=days
    )


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_skill_is_looked_at_again_once_it_is_reliable() -> None:
    assert revisit_on([], []) is None
    assert revisit_on([stage(S.TRIED_AT_HOME, 9)], []) is None
    assert revisit_on([stage(S.TRIED_AT_HOME, 40), stage(S.RELIABLE_WHEN_CALM, 9)], []) == ago(9 - FIRST_DAYS)
    rising = [stage(S.RELIABLE_WHEN_CALM, 30), stage(S.USED_UNDER_HEAT, 9)]
    assert revisit_on(rising, []) == ago(30 - FIRST_DAYS), "rising further does not put it off"


def test_a_look_back_sets_the_next_one_and_a_lapse_starts_anew() -> None:
    stages = [stage(S.RELIABLE_WHEN_CALM, 60)]
    assert revisit_on(stages, [look(R.HOLDS, 40, 28)]) == ago(12)
    lapsed = [*stages, stage(S.RELIABLE_WHEN_CALM, 5, lapsed=True)]
    assert revisit_on(lapsed, [look(R.HOLDS, 40, 28)]) == ago(5 - FIRST_DAYS)
    assert revisit_on([*stages, stage(S.REHEARSED, 3)], []) is None, "practised anew, not looked at"


def test_the_interval_widens_while_it_holds() -> None:
    days: int | None = None
    for wanted in (28, 56, 112, LONGEST_DAYS, LONGEST_DAYS):
        days = next_days(R.HOLDS, days)
        assert days == wanted
    assert next_days(R.WEAKER, 112) == 56
    assert next_days(R.WEAKER, None) == FIRST_DAYS
    assert next_days(R.LAPSED, 112) == FIRST_DAYS


@given(st.lists(st.sampled_from(RevisitResult), max_size=12))
def test_the_interval_stays_between_its_ends(results: list[RevisitResult]) -> None:
    days = None
    for result in results:
        days = next_days(result, days)
        assert FIRST_DAYS <= days <= LONGEST_DAYS


def test_only_what_was_reliable_can_be_looked_back_at() -> None:
    assert [p.code for p in revisit_problems(look(R.HOLDS, 0, 14), [stage(S.REHEARSED, 9)], TODAY)] == [
        "never_reliable"
    ]
    assert revisit_problems(look(R.HOLDS, 0, 14), [stage(S.RELIABLE_WHEN_CALM, 9)], TODAY) == []


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
    ],
)
def test_months_after_a_day(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


def agreed(**values: object) -> Consent:
    base = {"type": ConsentType.FOLLOW_UP_CONTACT, "signed_on": ago(5), "signer": Signer.CLIENT, **values}
    return Consent(id="c", unit_id="u", version="1", signer_name="N", **base)  # type: ignore[arg-type]  # fields of a consent


def test_contact_after_closing_is_agreed_until_it_is_taken_back() -> None:
    assert not contact_agreed([], TODAY)
    assert contact_agreed([agreed()], TODAY)
    assert not contact_agreed([agreed(withdrawn_on=ago(1))], TODAY)
    assert not contact_agreed([agreed(expires_on=ago(1))], TODAY)
    assert not contact_agreed([agreed(type=ConsentType.INFORMED)], TODAY)


def test_a_plan_to_keep_says_something_and_looks_ahead() -> None:
    plan = MaintenancePlan(id="", unit_id="u", version=0, on=TODAY, entered=NOW, early_signs=("two late nights",))
    assert plan_problems(plan, TODAY) == []
    assert [p.field for p in plan_problems(replace(plan, early_signs=()), TODAY)] == ["early_signs"]
    assert [p.field for p in plan_problems(replace(plan, booster_on=ago(1)), TODAY)] == ["booster_on"]


def test_a_contact_that_took_place_has_its_day() -> None:
    contact = FollowUp(id="", unit_id="u", kind=FollowUpKind.FOLLOW_UP, due_on=TODAY, status=FollowUpStatus.DONE)
    assert [p.field for p in follow_up_problems(contact, TODAY)] == ["done_on"]
    assert follow_up_problems(replace(contact, done_on=TODAY), TODAY) == []
    assert follow_up_problems(replace(contact, status=FollowUpStatus.NOT_REACHED), TODAY) == []
    assert [p.code for p in follow_up_problems(replace(contact, done_on=ago(-1)), TODAY)] == ["in_future"]


OWN = OwnSkill(
    id="", code="", version=0, saved=NOW, group=SkillGroup.LISTENING, name="Sit still", what="Stay for a minute.",
    steps=("Sit.", "Stay."), home_practice="Once a day.", counts=("Minutes sat (minutes)", "Calm (0-10)", "Done (yes/no)"),
    stage_5="In a quarrel.", stop_when=(StopCode.SG,), source="Own practice.",
)  # fmt: skip


def test_an_own_skill_has_the_shape_of_every_other() -> None:
    assert own_skill_problems(OWN) == []
    made = as_skill(replace(OWN, code="X1", version=2))
    assert (made.id, made.version, made.is_custom, made.in_seed) == ("X1", 2, True, False)
    assert [(f.label, f.kind) for f in made.fields] == [
        ("Minutes sat", FieldKind.MINUTES), ("Calm", FieldKind.RATING_0_10), ("Done", FieldKind.YES_NO),
    ]  # fmt: skip
    assert [c.how for c in made.counts] == [How.SUM, How.MEDIAN, How.SHARE]
    assert made.handout.steps == OWN.steps
    assert as_skill(replace(OWN, handout_title="A minute")).handout.title == "A minute"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"what": ""}, "what"),
        ({"steps": ()}, "steps"),
        ({"home_practice": ""}, "home_practice"),
        ({"counts": ()}, "counts"),
        ({"counts": ("Calm (furlongs)",)}, "counts"),
        ({"counts": ("Calm", "calm (0-10)")}, "counts"),
        ({"stage_5": ""}, "stage_5"),
        ({"stop_when": ()}, "when_not"),
        ({"source": ""}, "source"),
    ],
)
def test_what_an_own_skill_lacks_is_named(values: dict[str, object], field: str) -> None:
    assert [p.field for p in own_skill_problems(replace(OWN, **values))] == [field]  # type: ignore[arg-type]  # fields of a skill


def test_a_count_line_says_what_it_is_measured_in() -> None:
    assert measured("Days held") == ("Days held", "number")
    assert measured("  Calm  ( 0-10 ) ") == ("Calm", "0-10")
    assert measured("(minutes)") is None
    assert measured("Calm (loud)") is None


def test_an_own_code_is_never_used_twice() -> None:
    assert next_code(set()) == "X1"
    assert next_code({"X1", "X12"}) == "X13"


def caution(kind: CautionType, status: CautionStatus = CautionStatus.OPEN) -> CautionFlag:
    return CautionFlag(id="f", unit_id="u", type=kind, status=status, raised_on=TODAY, severity=Severity.HIGH)


def test_the_record_speaks_for_a_stop_code() -> None:
    assert signs(StopFacts()) == frozenset()
    assert signs(StopFacts(cautions=[caution(CautionType.PARTNER_SUBSTANCE_USE)])) == {StopCode.SU}
    assert signs(StopFacts(cautions=[caution(CautionType.CLIENT_SUBSTANCE_USE, CautionStatus.CLOSED)])) == frozenset()
    unsure = Barrier(id="b", unit_id="u", type=BarrierType.CLIENT_UNSURE_ABOUT_STAYING, held_by=BarrierHolder.CLIENT)
    assert signs(StopFacts(barriers=[unsure])) == {StopCode.DC}
    assert signs(StopFacts(barriers=[replace(unsure, status=BarrierStatus.EASED)])) == frozenset()
    assert signs(StopFacts(acute_risk=True, in_discernment=True)) == {StopCode.AC, StopCode.DC}


def test_a_code_that_applies_needs_its_reason_each_time() -> None:
    soft_start, bids = content.load_skills()["S1"], content.load_skills()["C3"]
    drinking = StopFacts(cautions=[caution(CautionType.PARTNER_SUBSTANCE_USE)])

    def missing(skill: object, facts: StopFacts, **reasons: str) -> list[str]:
        return [m.code for m in stops_missing(skill, facts, reasons)]  # type: ignore[arg-type]  # a skill

    assert missing(soft_start, StopFacts()) == []
    assert missing(soft_start, drinking) == ["stop_su"]
    assert missing(soft_start, drinking, SU="at breakfast, when he is sober") == []
    assert missing(soft_start, StopFacts(), SU=" ") == ["stop_su"], "the therapist said that it applies"
    assert missing(bids, drinking) == [], "only the codes of the skill itself"
    assert missing(bids, StopFacts(in_discernment=True)) == ["stop_dc"]
