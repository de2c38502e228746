"""The sharing table of 6.5 as a rule: what a row needs, what a policy keeps, what a release covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.consents import Consent, ConsentType, PriorInfo, SecretsOption, Signer
from irt_desk.domain.sharing import (
    MAY,
    NEVER,
    SHARING,
    Crossing,
    CrossingNeed,
    ItemRelease,
    SharedMaterial,
    crossing_missing,
    is_copied,
    may_cross,
    prior_of,
    release_problems,
    signing_missing,
    withdrawal_problems,
)
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant

DAY = date(2026, 3, 2)
NOW = Instant(datetime(2026, 3, 2, 9, tzinfo=UTC))
M = SharedMaterial


def agreed(kind: ConsentType, who: Signer, **more: object) -> Consent:
    return Consent(
        id=f"{kind}-{who}", unit_id="j", type=kind, version="1", signer=who, signer_name="x", signed_on=DAY, **more
    )  # type: ignore[arg-type]  # values by name


ROLES = (agreed(ConsentType.ROLE_CHANGE, Signer.CLIENT), agreed(ConsentType.PARTNER_CONSENT, Signer.PARTNER))


def policy(prior: PriorInfo) -> Consent:
    option = SecretsOption.NO_SECRETS
    return agreed(ConsentType.SECRETS_POLICY, Signer.CLIENT, secrets_option=option, prior_info=prior)


def a_release(**more: object) -> ItemRelease:
    values: dict[str, object] = {
        "id": "r", "unit_id": "i", "into_unit_id": "j", "client_id": "c", "owner": Place.A, "material": M.GOAL,
        "source_id": "g", "title": "t", "text": "I start softly", "signer_name": "Noor", "signed_on": DAY, "recorded": NOW,
    }  # fmt: skip
    return ItemRelease(**{**values, **more})  # type: ignore[arg-type]  # values by name


def asked(**more: object) -> Crossing:
    values: dict[str, object] = {
        "material": M.GOAL, "source_id": "g", "owner": Place.A, "into_unit_id": "j", "kind": UnitKind.COUPLE,
        "state": CaseState.OPEN, "is_of_member": True, "prior": PriorInfo.RELEASED_ITEM_BY_ITEM, "consents": ROLES,
        "release": a_release(), "today": DAY,
    }  # fmt: skip
    return Crossing(**{**values, **more})  # type: ignore[arg-type]  # values by name


def codes(crossing: Crossing) -> list[str]:
    return [one.code for one in crossing_missing(crossing)]


def test_every_row_of_the_table_has_its_rule() -> None:
    assert set(SHARING) == set(SharedMaterial)
    assert set(NEVER) == {M.SAFETY, M.PSYCHOTHERAPY_NOTE}
    assert set(MAY) | set(NEVER) == set(SharedMaterial)
    needs = {one: may_cross(one).need for one in MAY}
    assert [one for one, need in needs.items() if need is CrossingNeed.ROLE_CHANGE] == [M.ATTENDANCE]
    assert [one for one, need in needs.items() if need is CrossingNeed.RELEASE_AND_JUDGEMENT] == [M.PARTNER_VIEW]


def test_a_released_goal_crosses_and_says_everything_that_is_missing_otherwise() -> None:
    assert codes(asked()) == []
    bare = asked(release=None, consents=(), kind=UnitKind.COLLATERAL_CONTACT, state=CaseState.SUSPENDED)
    assert codes(bare) == ["share_not_theirs", "unit_suspended", "consent_role_change", "share_release"]
    assert codes(asked(owner=Place.B, consents=(), release=a_release(owner=Place.B))) == ["consent_partner_consent"]


@pytest.mark.parametrize(
    "other",
    [
        {"into_unit_id": "k"}, {"owner": Place.B}, {"material": M.SKILL}, {"source_id": "h"}, {"withdrawn_on": DAY},
        {"signed_on": DAY + timedelta(days=1)},
    ],
)  # fmt: skip
def test_a_release_covers_one_item_for_one_unit_while_it_holds(other: dict[str, object]) -> None:
    assert codes(asked(release=a_release(**other))) == ["share_release"]


def test_a_guess_needs_the_judgement_too() -> None:
    about = a_release(material=M.PARTNER_VIEW)
    crossing = asked(material=M.PARTNER_VIEW, release=about)
    assert codes(crossing) == ["share_judgement"]
    assert codes(replace(crossing, release=replace(about, judgement="it helps both"))) == []


def test_dates_need_no_release() -> None:
    assert codes(asked(material=M.ATTENDANCE, release=None, prior=PriorInfo.SEALED)) == []


PRIORS = st.sampled_from(PriorInfo)
RELEASES = st.none() | st.builds(
    a_release,
    material=st.sampled_from(SharedMaterial),
    owner=st.sampled_from(Place),
    judgement=st.sampled_from(("", "it helps")),
    withdrawn_on=st.none() | st.just(DAY) | st.just(DAY + timedelta(days=1)),
)


@given(
    material=st.sampled_from(SharedMaterial),
    owner=st.sampled_from(Place),
    opened=PRIORS,
    later=st.lists(PRIORS, max_size=3),
    state=st.sampled_from((CaseState.OPEN, CaseState.SUSPENDED, CaseState.CLOSING, CaseState.CLOSED)),
    kind=st.sampled_from(UnitKind),
    consents=st.sampled_from((ROLES, ROLES[:1], ROLES[1:], ())),
    release=RELEASES,
)
def test_nothing_crosses_that_the_table_the_policy_and_the_owner_do_not_all_allow(
    material: SharedMaterial, owner: Place, opened: PriorInfo, later: list[PriorInfo], state: CaseState, kind: UnitKind,
    consents: tuple[Consent, ...], release: ItemRelease | None,
) -> None:  # fmt: skip
    prior = prior_of(opened, [*consents, *map(policy, later)])
    crossing = asked(
        material=material, owner=owner, prior=prior, state=state, kind=kind, consents=consents, release=release
    )
    assert {one.code for one in signing_missing(crossing)} <= set(codes(crossing))
    if codes(crossing):
        return
    assert material not in NEVER
    assert state is CaseState.OPEN
    assert kind.is_joint
    if may_cross(material).said_alone:
        assert PriorInfo.SEALED not in (opened, *later), "a policy signed later never opens what was sealed"
    if material is M.PRIVATE_DISCLOSURE:
        assert {opened, *later} == {PriorInfo.RELEASED_ITEM_BY_ITEM}
    if material is not M.ATTENDANCE:
        assert release is not None
        assert (release.material, release.owner) == (material, owner)
        assert release.holds_on(DAY)


@given(opened=PRIORS, later=st.lists(PRIORS, max_size=4))
def test_a_later_policy_only_ever_makes_it_stricter(opened: PriorInfo, later: list[PriorInfo]) -> None:
    strict = [PriorInfo.SEALED, PriorInfo.CLIENT_MAY_DISCLOSE_SELF, PriorInfo.RELEASED_ITEM_BY_ITEM]
    found = prior_of(opened, map(policy, later))
    assert all(strict.index(found) <= strict.index(one) for one in (opened, *later))


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("He is afraid of me", True),
        ("Maybe: HE IS  afraid, of me. I think", True),
        ("He is afraid of men", False),
        ("tired", True),
        ("I was tired too", False),
        ("I see how my voice lands", False),
    ],
)
def test_a_rewritten_text_repeats_no_guess(text: str, copied: bool) -> None:
    assert is_copied(text, ("He is afraid of me.", "tired", "")) is copied


def test_a_release_needs_its_words_its_owner_and_a_day() -> None:
    assert release_problems(a_release(), DAY, other_names=("Calliope", "")) == []
    wrong = a_release(text=" ", signer_name="", signed_on=DAY + timedelta(days=1))
    assert {(p.field, p.code) for p in release_problems(wrong, DAY)} == {
        ("text", "empty"), ("signer_name", "empty"), ("signed_on", "in_future"),
    }  # fmt: skip
    other = release_problems(a_release(signer_name=" CALLIOPE"), DAY, other_names=("Calliope",))
    assert [p.code for p in other] == ["only_the_owner"]


def test_a_release_is_taken_back_once_and_not_before_it_was_signed() -> None:
    assert withdrawal_problems(a_release(), DAY, DAY) == []
    assert [p.code for p in withdrawal_problems(a_release(), DAY + timedelta(days=1), DAY)] == ["in_future"]
    assert [p.code for p in withdrawal_problems(a_release(), DAY - timedelta(days=1), DAY)] == ["before_start"]
    assert [p.code for p in withdrawal_problems(a_release(withdrawn_on=DAY), DAY, DAY)] == ["already_withdrawn"]
