"""The ledger and what is told in private, on a real practice: kept, never rewritten, in no search and no document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from irt_desk.domain.formulations import Formulation
from irt_desk.domain.ledger import About, Assertion, ContentKind, IncidentRecall
from irt_desk.domain.patterns import Confidence
from irt_desk.domain.private_disclosures import PrivateDisclosure, PrivateWish
from irt_desk.domain.values import Instant, Invalid, Signature
from irt_desk.errors import NotFound, Refused
from irt_desk.services.desk import Desk
from irt_desk.storage import tables
from tests.practices import Clock, new_client


def told(clock: Clock, unit_id: str, **values: object) -> Assertion:
    given_ = {"text": "He goes to the garage.", "told_on": clock.today, "recorded": Instant(clock()), **values}
    return Assertion(id="", unit_id=unit_id, **given_)  # type: ignore[arg-type]  # fields of an entry


def test_a_changed_account_stands_beside_the_first_and_neither_is_rewritten(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    first = desk.ledger.add(told(clock, unit_id, text="He hung up on me.")).value
    clock.pass_days(14)
    desk.ledger.add(told(clock, unit_id, text="The line broke, I think.", follows_id=first.id))
    (thread,) = desk.ledger.of(unit_id).threads
    assert [a.text for a in thread] == ["He hung up on me.", "The line broke, I think."]
    rewritten = (
        replace(first, text="He did not."),
        replace(first, about=About.SELF),
        replace(first, told_on=clock.today),
    )
    for changed in rewritten:
        with pytest.raises(Exception, match="append only"), desk.practice.database.transaction() as c:
            tables.ASSERTIONS.replace(c, changed)
    with pytest.raises(Exception, match="kept"), desk.practice.database.transaction() as c:
        tables.ASSERTIONS.remove(c, first.id)


def test_an_account_follows_only_one_of_the_same_record(desk: Desk, clock: Clock, unit_id: str) -> None:
    other = new_client(desk, clock, "Somebody Else")
    theirs = desk.ledger.add(told(clock, other)).value
    with pytest.raises(Invalid) as refused:
        desk.ledger.add(told(clock, unit_id, follows_id=theirs.id))
    assert [p.code for p in refused.value.problems] == ["account_not_there"]


def test_readings_are_added_and_confidence_moves_while_the_words_stay(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = desk.ledger.add(told(clock, unit_id, content_kind=ContentKind.INFERRED_MOTIVE, alternatives=(" ",))).value
    assert made.alternatives == ()
    desk.ledger.add_reading(made.id, "he may be tired")
    desk.ledger.hold(made.id, Confidence.MEDIUM)
    ((stored,),) = desk.ledger.of(unit_id).threads
    assert (stored.text, stored.alternatives, stored.confidence) == (made.text, ("he may be tired",), Confidence.MEDIUM)
    with pytest.raises(Invalid):
        desk.ledger.add_reading(made.id, "  ")


def test_entered_in_error_stays_in_sight_and_is_final(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = desk.ledger.add(told(clock, unit_id)).value
    with pytest.raises(Invalid):
        desk.ledger.void(made.id, reason=" ")
    desk.ledger.void(made.id, reason="belongs to another chart")
    ((stored,),) = desk.ledger.of(unit_id).threads
    assert stored.error_reason == "belongs to another chart"
    with pytest.raises(Exception, match="append only"):
        desk.ledger.void(made.id, reason="again")


def test_no_formulation_rests_on_a_guess_without_another_reading(desk: Desk, clock: Clock, unit_id: str) -> None:
    guess = desk.ledger.add(
        told(clock, unit_id, content_kind=ContentKind.INFERRED_MOTIVE, text="He wants to win.")
    ).value
    draft = desk.formulations.save_draft(
        Formulation(
            id="", unit_id=unit_id, version=0, what_keeps_it_going="Two people who wait.",
            partner_perspective="Maybe he waits, too.", other_readings=("He may like the quiet.",),
        )
    ).value  # fmt: skip
    draft = desk.formulations.rest_on(unit_id, guess.id).value
    assert desk.ledger.of(unit_id).cited == {guess.id}
    with pytest.raises(Refused) as refused:
        desk.formulations.sign(draft.id)
    assert [m.code for m in refused.value.missing] == ["formulation_assertion"]
    signed = replace(draft, signed=Signature("Dr. Test", "PhD", Instant(clock())))
    with pytest.raises(Exception, match="without another reading"), desk.practice.database.transaction() as c:
        tables.FORMULATIONS.replace(c, signed)
    desk.formulations.save_draft(replace(draft, strengths="Both laugh.", assertion_ids=()))
    assert desk.ledger.of(unit_id).cited == {guess.id}, "a form over the draft does not take it out"
    desk.ledger.add_reading(guess.id, "he may be afraid of losing")
    assert desk.formulations.sign(draft.id).value.signed is not None
    desk.formulations.rest_on(unit_id, guess.id, rests=False)
    assert desk.ledger.of(unit_id).cited == frozenset()
    assert [f.assertion_ids for f in desk.formulations.versions(unit_id)] == [(), (guess.id,)]


def test_a_formulation_rests_on_nothing_of_another_record(desk: Desk, clock: Clock, unit_id: str) -> None:
    theirs = desk.ledger.add(told(clock, new_client(desk, clock, "Somebody Else"))).value
    with pytest.raises(NotFound):
        desk.formulations.rest_on(unit_id, theirs.id)


def test_show_says_how_each_entry_is_held(desk: Desk, clock: Clock, unit_id: str) -> None:
    recall = IncidentRecall(recalled_on=clock.today, distress_then=8)
    desk.ledger.add(told(clock, unit_id, content_kind=ContentKind.GLOBAL_TRAIT, recall=recall))
    shown = desk.show.chart(unit_id)["ledger"]
    (entry,) = shown["assertions"]
    assert entry["hypothesis"]
    assert entry["hold_lightly"]
    assert entry["missing_for_formulation"] == ["assertion_reading"]
    assert shown["balance"]["guesses"] == 1
    assert not {"true", "false", "verified"} & set(entry)


def private(clock: Clock, unit_id: str, text: str = "She looked at a flat in Marlow.") -> PrivateDisclosure:
    return PrivateDisclosure(id="", unit_id=unit_id, told_on=clock.today, recorded=Instant(clock()), text=text)


def test_what_is_told_in_private_is_found_in_the_chart_and_nowhere_else(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = desk.private_disclosures.add(private(clock, unit_id)).value
    desk.private_disclosures.add(private(clock, unit_id, "A letter from a brother."))
    assert [d.text for d in desk.private_disclosures.of(unit_id, "marlow")] == [made.text]
    assert desk.search.find("Marlow") == ()
    assert "Marlow" not in str(desk.show.chart(unit_id))
    assert "Marlow" not in str(desk.show.caseload())


def test_its_words_stay_and_the_wish_may_change(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = desk.private_disclosures.add(private(clock, unit_id)).value
    desk.private_disclosures.set_wish(made.id, PrivateWish.WILL_TELL)
    (stored,) = desk.private_disclosures.of(unit_id)
    assert (stored.text, stored.wish) == (made.text, PrivateWish.WILL_TELL)
    with pytest.raises(Exception, match="append only"), desk.practice.database.transaction() as c:
        tables.PRIVATE_DISCLOSURES.replace(c, replace(made, text="nothing"))
    with pytest.raises(Exception, match="kept"), desk.practice.database.transaction() as c:
        tables.PRIVATE_DISCLOSURES.remove(c, made.id)
    with pytest.raises(Invalid):
        desk.private_disclosures.add(private(clock, unit_id, " "))
