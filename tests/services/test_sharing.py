"""What of one record crosses into a unit of two: only what its owner released, in those words, under what both agreed (6.5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from irt_desk.domain.cases import TreatmentUnit, UnitKind
from irt_desk.domain.consents import Consent, ConsentType, PriorInfo, SecretsOption, Signer
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.sharing import MAY, NEVER, ItemRelease, SharedItem, SharedMaterial
from irt_desk.domain.units import Place
from irt_desk.domain.values import Invalid
from irt_desk.errors import NotFound, Refused
from irt_desk.services.desk import Desk
from irt_desk.storage import tables
from tests.joint import couple, discernment, prescreen
from tests.practices import Clock, new_desk
from tests.sharing import GUESS, NEVER_WORDS, PRIVATE, READING, fill, offer, release

M = SharedMaterial
BY_ITEM = PriorInfo.RELEASED_ITEM_BY_ITEM


@pytest.fixture
def joint(desk: Desk, clock: Clock) -> str:
    """A couple unit whose two agreed that items may cross one by one."""
    unit, made = couple(desk, clock, BY_ITEM)
    fill(desk, clock, unit)
    return made


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in error.value.missing]


def bring(desk: Desk, joint: str, material: SharedMaterial, source_id: str = "") -> SharedItem:
    source = source_id or offer(desk, joint, material).item.source_id
    return desk.sharing.bring(joint, Place.A, material, source).value


def texts(desk: Desk, joint: str) -> str:
    return json.dumps(desk.show.chart(joint)) + "".join(line.item.text for line in desk.sharing.of(joint).lines)


def test_nothing_crosses_when_a_unit_opens(desk: Desk, clock: Clock) -> None:
    unit, made = couple(desk, clock, BY_ITEM)
    fill(desk, clock, unit)
    assert desk.sharing.of(made).lines == ()
    assert desk.show.chart(made)["shared"] == []
    assert "shared" not in desk.show.chart(unit)


def release_of_dates(desk: Desk, joint: str) -> ItemRelease:
    (line,) = desk.sharing.of(joint).lines
    item = line.item
    return ItemRelease(
        id="", unit_id="", into_unit_id=joint, client_id="", owner=Place.A, material=item.material,
        source_id=item.source_id, text=item.text, signed_on=item.crossed_on, recorded=item.recorded,
    )  # fmt: skip


def test_dates_cross_by_the_role_change_alone_and_once(desk: Desk, joint: str) -> None:
    made = bring(desk, joint, M.ATTENDANCE)
    assert "Noor Adair came to no session alone" in made.text
    with pytest.raises(Refused) as signed:
        desk.sharing.sign(replace(release_of_dates(desk, joint), signer_name="Noor Adair"))
    assert codes(signed) == ["share_consent_enough"]
    with pytest.raises(Refused) as again:
        bring(desk, joint, M.ATTENDANCE)
    assert codes(again) == ["share_is_there"]


@pytest.mark.parametrize("material", [one for one in MAY if one is not M.ATTENDANCE])
def test_an_item_crosses_only_by_its_release_and_in_those_words(
    desk: Desk, clock: Clock, joint: str, material: SharedMaterial
) -> None:
    found = offer(desk, joint, material)
    with pytest.raises(Refused) as refused:
        bring(desk, joint, material)
    assert codes(refused) == ["share_release"]
    signed = desk.sharing.sign(release(clock, joint, found)).value
    clock.pass_days(2)
    made = bring(desk, joint, material)
    assert (made.text, made.title) == (signed.text, found.item.title)
    assert (made.released_on, made.crossed_on) == (signed.signed_on, clock.today)
    (line,) = desk.sharing.of(joint).lines
    assert (line.item, line.signer_name) == (made, "Noor Adair")
    (shown,) = desk.show.chart(joint)["shared"]
    assert shown["text"] == signed.text
    assert not {"source_id", "release_id"} & set(shown), "the way back is for the practitioner only"


@pytest.mark.parametrize("material", NEVER)
def test_for_some_things_no_release_can_exist(desk: Desk, clock: Clock, joint: str, material: SharedMaterial) -> None:
    asked = replace(release(clock, joint, offer(desk, joint, M.GOAL)), material=material, source_id=joint)
    for act in (
        lambda: desk.sharing.offered(joint, Place.A, material),
        lambda: desk.sharing.sign(asked),
        lambda: desk.sharing.bring(joint, Place.A, material, joint),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["share_never"]
    unit = desk.units.view(joint).link.from_unit_id
    client = desk.units.view(joint).members[0][1].id
    forced = replace(asked, id="x", unit_id=unit, client_id=client)
    with pytest.raises(IntegrityError, match="never released"), desk.practice.database.transaction() as c:
        tables.ITEM_RELEASES.add(c, forced)


def test_the_file_itself_refuses_a_copy_that_was_not_released_word_by_word(
    desk: Desk, clock: Clock, joint: str
) -> None:
    signed = desk.sharing.sign(release(clock, joint, offer(desk, joint, M.GOAL))).value
    made = bring(desk, joint, M.GOAL)
    for changed in (
        replace(made, text=f"{made.text} and more"),
        replace(made, release_id="nobody"),
        replace(made, material=M.SAFETY),
        replace(made, owner=Place.B),
    ):
        with pytest.raises(IntegrityError, match="only as released"), desk.practice.database.transaction() as c:
            tables.SHARED_ITEMS.add(c, replace(changed, id="x"))
    with pytest.raises(IntegrityError, match="append only"), desk.practice.database.transaction() as c:
        tables.ITEM_RELEASES.replace(c, replace(signed, text="other words"))


def test_a_map_crosses_without_a_word_of_what_is_guessed_about_the_partner(
    desk: Desk, clock: Clock, joint: str
) -> None:
    found = offer(desk, joint, M.CYCLE_MAP)
    assert "I ask again, louder" in found.text
    for guessed in (GUESS, READING, "garage", "maybe", "reach of blame"):
        assert guessed not in found.text
    desk.sharing.sign(release(clock, joint, found))
    bring(desk, joint, M.CYCLE_MAP)
    assert GUESS not in texts(desk, joint)


def test_a_map_the_client_never_saw_is_not_theirs_to_release(desk: Desk, clock: Clock) -> None:
    unit, made = couple(desk, clock, BY_ITEM)
    assert desk.sharing.offered(made, Place.A, M.CYCLE_MAP) == ()
    fill(desk, clock, unit)
    assert len(desk.sharing.offered(made, Place.A, M.CYCLE_MAP)) == 1


def test_a_guess_about_the_partner_is_rewritten_and_judged_never_copied(desk: Desk, clock: Clock, joint: str) -> None:
    found = offer(desk, joint, M.PARTNER_VIEW)
    assert GUESS in found.item.guesses
    copied = replace(release(clock, joint, found), text=f"Perhaps: {GUESS.upper()}!", judgement="")
    with pytest.raises(Invalid) as refused:
        desk.sharing.sign(copied)
    assert {(p.field, p.code) for p in refused.value.problems} == {("judgement", "empty"), ("text", "not_rewritten")}
    desk.sharing.sign(release(clock, joint, found))
    made = bring(desk, joint, M.PARTNER_VIEW, found.item.source_id)
    assert made.text == "I see how my loud voice may land"
    assert "It opens a talk" not in texts(desk, joint), "the judgement stays in the person's own record"


def test_only_the_owner_signs_and_only_under_what_the_record_says_now(desk: Desk, clock: Clock, joint: str) -> None:
    found = offer(desk, joint, M.DIAGNOSIS)
    with pytest.raises(Invalid) as other:
        desk.sharing.sign(release(clock, joint, found, name="calliope  merriwold"))
    assert [(p.field, p.code) for p in other.value.problems] == [("signer_name", "only_the_owner")]
    with pytest.raises(Invalid):
        desk.sharing.sign(replace(release(clock, joint, found), signed_on=clock.today + timedelta(days=1)))
    unit = desk.units.view(joint).link.from_unit_id
    desk.clients.save_presenting(replace(desk.clients.presenting(unit), diagnosis="Z63.0"))
    with pytest.raises(Refused) as refused:
        desk.sharing.sign(release(clock, joint, found))
    assert codes(refused) == ["share_changed"]


def test_what_crosses_is_what_was_released_though_the_record_changed_since(
    desk: Desk, clock: Clock, joint: str
) -> None:
    found = offer(desk, joint, M.DIAGNOSIS)
    desk.sharing.sign(release(clock, joint, found))
    unit = desk.units.view(joint).link.from_unit_id
    desk.clients.save_presenting(replace(desk.clients.presenting(unit), diagnosis="Z63.0"))
    assert offer(desk, joint, M.DIAGNOSIS).text == "F43.2 adjustment disorder"
    assert bring(desk, joint, M.DIAGNOSIS).text == "F43.2 adjustment disorder"


def test_a_release_taken_back_carries_nothing_new_and_what_crossed_stays(desk: Desk, clock: Clock, joint: str) -> None:
    goal, skill = (desk.sharing.sign(release(clock, joint, offer(desk, joint, m))).value for m in (M.GOAL, M.SKILL))
    made = bring(desk, joint, M.GOAL)
    clock.pass_days(1)
    for one in (goal, skill):
        desk.sharing.take_back(one.id, clock.today)
    with pytest.raises(Refused) as refused:
        bring(desk, joint, M.SKILL)
    assert codes(refused) == ["share_release"]
    (line,) = desk.sharing.of(joint).lines
    assert (line.item, line.withdrawn_on) == (made, clock.today)
    with pytest.raises(Invalid) as again:
        desk.sharing.take_back(goal.id, clock.today)
    assert [p.code for p in again.value.problems] == ["already_withdrawn"]
    with pytest.raises(NotFound):
        desk.sharing.take_back("nobody", clock.today)


@pytest.mark.parametrize("prior", [PriorInfo.SEALED, PriorInfo.CLIENT_MAY_DISCLOSE_SELF])
def test_the_policy_both_signed_keeps_what_was_told_alone(desk: Desk, clock: Clock, prior: PriorInfo) -> None:
    unit, made = couple(desk, clock, prior)
    fill(desk, clock, unit)
    private = offer(desk, made, M.PRIVATE_DISCLOSURE)
    with pytest.raises(Refused) as refused:
        desk.sharing.sign(release(clock, made, private))
    sealed = prior is PriorInfo.SEALED
    assert codes(refused) == ["share_sealed" if sealed else "share_tells_self"]
    goal = release(clock, made, offer(desk, made, M.GOAL))
    desk.sharing.sign(goal)
    bring(desk, made, M.GOAL)  # a goal is theirs to bring by their own signature, whatever holds for words told alone
    desk.sharing.sign(release(clock, made, offer(desk, made, M.SKILL)))
    bring(desk, made, M.SKILL)
    assert PRIVATE not in texts(desk, made)


def test_a_no_secrets_policy_signed_later_never_opens_what_was_sealed(desk: Desk, clock: Clock) -> None:
    unit, made = couple(desk, clock)
    fill(desk, clock, unit)
    clock.pass_days(1)
    for who, name in ((Signer.CLIENT, "Noor Adair"), (Signer.PARTNER, "Calliope Merriwold")):
        desk.consents.sign(
            Consent(
                id="", unit_id=made, type=ConsentType.SECRETS_POLICY, version="2", signer=who, signer_name=name,
                signed_on=clock.today, secrets_option=SecretsOption.NO_SECRETS, prior_info=BY_ITEM,
            )
        )  # fmt: skip
    assert desk.sharing.of(made).prior is PriorInfo.SEALED
    for material in (M.PARTNER_VIEW, M.PRIVATE_DISCLOSURE):
        with pytest.raises(Refused) as refused:
            desk.sharing.sign(release(clock, made, offer(desk, made, material)))
        assert codes(refused) == ["share_sealed"]


def test_a_unit_that_may_not_meet_is_given_nothing(desk: Desk, clock: Clock, joint: str) -> None:
    desk.sharing.sign(release(clock, joint, offer(desk, joint, M.GOAL)))
    link = desk.units.view(joint).link
    clock.pass_days(1)
    prescreen(desk, clock, link.from_unit_id, link.partner_id, IpvFinding.CURRENT_CONCERN)
    with pytest.raises(Refused) as stopped:
        bring(desk, joint, M.GOAL)
    assert codes(stopped) == ["one_of_two"], "never whose screening it is"
    clock.pass_days(1)
    desk.units.withdraw(joint, Place.B, clock.today)
    with pytest.raises(Refused) as closing:
        bring(desk, joint, M.GOAL)
    assert "unit_closing" in codes(closing)
    with pytest.raises(Refused):
        desk.sharing.sign(release(clock, joint, offer(desk, joint, M.GOAL)))


def test_without_the_role_change_in_force_nothing_crosses(desk: Desk, clock: Clock, joint: str) -> None:
    (role,) = (one for one in desk.consents.of(joint) if one.type is ConsentType.ROLE_CHANGE)
    desk.consents.withdraw(role.id, clock.today)
    with pytest.raises(Refused) as refused:
        bring(desk, joint, M.ATTENDANCE)
    assert "consent_role_change" in codes(refused)


def test_the_partner_gives_only_from_their_own_record_if_there_is_one(desk: Desk, clock: Clock, joint: str) -> None:
    assert [place for place, _ in desk.sharing.of(joint).owners] == [Place.A]
    with pytest.raises(NotFound):
        desk.sharing.offered(joint, Place.B, M.GOAL)
    person = desk.units.view(joint).members[1][1]
    with desk.practice.database.transaction() as c:
        own = TreatmentUnit(id="own", kind=UnitKind.INDIVIDUAL_IRT, client_id=person.id, opened_on=clock.today)
        tables.UNITS.add(c, own)
    assert [name for _, name in desk.sharing.of(joint).owners] == ["Noor Adair", "Calliope Merriwold"]
    made = desk.sharing.bring(joint, Place.B, M.ATTENDANCE, "own").value
    assert made.text == "Calliope Merriwold came to no session alone."
    assert desk.sharing.offered(joint, Place.B, M.GOAL) == ()
    goal = offer(desk, joint, M.GOAL)
    with pytest.raises(NotFound):
        desk.sharing.sign(release(clock, joint, goal, owner=Place.B, name="Calliope Merriwold"))


def test_discernment_takes_items_too_and_an_individual_record_none(desk: Desk, clock: Clock) -> None:
    unit, made = discernment(desk, clock)
    fill(desk, clock, unit)
    desk.sharing.sign(release(clock, made, offer(desk, made, M.RELATIONSHIP_SCORE)))
    assert "CSI-16" in bring(desk, made, M.RELATIONSHIP_SCORE).text
    with pytest.raises(NotFound):
        desk.sharing.of(unit)


def test_scores_cross_as_totals_each_time_by_itself(desk: Desk, clock: Clock, joint: str) -> None:
    found = offer(desk, joint, M.SYMPTOM_SCORE)
    assert found.text.startswith("PHQ-9: 8 (")
    assert [one.item.title[:6] for one in desk.sharing.offered(joint, Place.A, M.RELATIONSHIP_SCORE)] == ["CSI-16"]


def test_what_crossed_is_in_no_search_and_every_look_is_traced(desk: Desk, clock: Clock, joint: str) -> None:
    desk.sharing.sign(release(clock, joint, offer(desk, joint, M.PRIVATE_DISCLOSURE)))
    bring(desk, joint, M.PRIVATE_DISCLOSURE)
    assert desk.search.find("first love") == ()
    with desk.practice.database.read() as c:
        rows = c.exec_driver_sql("SELECT action, reason FROM audit WHERE action LIKE 'sharing.%'").all()
    assert {row[0] for row in rows} == {"sharing.viewed", "sharing.released", "sharing.crossed"}
    assert {row[1] for row in rows} == {"private_disclosure"}


class Practised:
    """A unit for each policy, in one practice, that many plays leave their traces in."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.desk = new_desk(folder / "Plays.irtdesk", self.clock)
        self.units: dict[PriorInfo, str] = {}
        for prior in PriorInfo:
            unit, joint = couple(self.desk, self.clock, prior)
            fill(self.desk, self.clock, unit)
            self.units[prior] = joint


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practised]:
    made = Practised(tmp_path_factory.mktemp("plays"))
    yield made
    made.desk.practice.close()


ACTS = st.sampled_from(("sign", "sign_other", "both", "both", "back", "bring", "later", "policy"))
STEPS = st.lists(st.tuples(ACTS, st.sampled_from(SharedMaterial), st.sampled_from(Place)), max_size=12)


def play(play: Practised, joint: str, act: str, material: SharedMaterial, owner: Place) -> None:
    """Do one thing, refused or not."""
    desk, clock = play.desk, play.clock
    if act == "later":
        clock.now += timedelta(minutes=7)
    elif act == "policy":
        desk.consents.sign(
            Consent(
                id="", unit_id=joint, type=ConsentType.SECRETS_POLICY, version="9", signer=Signer.CLIENT,
                signer_name="Noor Adair", signed_on=clock.today, secrets_option=SecretsOption.NO_SECRETS, prior_info=BY_ITEM,
            )
        )  # fmt: skip
    elif act == "back":
        with desk.practice.database.read() as c:
            live = [r for r in tables.ITEM_RELEASES.all(c) if r.into_unit_id == joint and r.withdrawn_on is None]
        for one in live[:1]:
            desk.sharing.take_back(one.id, clock.today)
    else:
        found = offer(desk, joint, material, owner)
        if act != "bring":
            asked = release(clock, joint, found, owner=owner)
            desk.sharing.sign(replace(asked, text="words nobody read") if act == "sign_other" else asked)
        if act in ("bring", "both"):
            desk.sharing.bring(joint, owner, material, found.item.source_id)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prior=st.sampled_from(PriorInfo), steps=STEPS)
def test_whatever_is_tried_only_released_words_stand_in_the_unit(
    plays: Practised, prior: PriorInfo, steps: list[tuple[str, SharedMaterial, Place]]
) -> None:
    joint, desk = plays.units[prior], plays.desk
    for act, material, owner in steps:
        try:
            play(plays, joint, act, material, owner)
        except (Refused, Invalid, NotFound):
            continue
    with desk.practice.database.read() as c:
        releases: dict[str, ItemRelease] = {r.id: r for r in tables.ITEM_RELEASES.all(c)}
    roles = {one.id for one in desk.consents.of(joint) if one.type is ConsentType.ROLE_CHANGE}
    for line in desk.sharing.of(joint).lines:
        item = line.item
        assert item.material not in NEVER
        if item.material is M.ATTENDANCE:
            assert item.release_id in roles
            continue
        by = releases[item.release_id]
        assert (by.into_unit_id, by.owner, by.material, by.source_id) == (
            joint, item.owner, item.material, item.source_id,
        )  # fmt: skip
        assert item.text == by.text
        assert by.withdrawn_on is None or by.withdrawn_on >= item.crossed_on
        if prior is PriorInfo.SEALED:
            assert item.material not in (M.GOAL, M.CYCLE_MAP, M.PARTNER_VIEW, M.PRIVATE_DISCLOSURE)
        if prior is not BY_ITEM:
            assert item.material is not M.PRIVATE_DISCLOSURE
    whole = texts(desk, joint)
    for never in (*NEVER_WORDS, GUESS, "words nobody read"):
        assert never not in whole
