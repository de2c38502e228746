"""The treatment plan on paper: what each reader gets, and what nobody gets."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.documents import blocks as b
from irt_desk.documents.plan import (
    READERS,
    PlanFormulation,
    PlanGoal,
    PlanObjective,
    PlanPaper,
    plan,
)
from irt_desk.documents.redaction import Reader, ThirdParty, Told
from irt_desk.domain.values import SAFETY

PAPER = PlanPaper(
    made_on=date(2026, 11, 24),
    letterhead=b.Letterhead(lines=("Hawthorn Practice",)),
    identity=b.PageIdentity(client_name="Maya Okafor", client_id="7", date_of_birth_text="1 January 1988"),
    therapist_name="Dr. Nora Hale",
    client_names=("Maya Okafor",),
    third_parties=(ThirdParty(role="partner", names=("Daniel Brightwater",), contacts=("555 010 7788",)),),
    version="Version 1",
    signed="Signed by Dr. Nora Hale.",
    problems=((Told("Silence with Daniel"), Told("Z63.0")),),
    strengths=Told("Two friends who know"),
    goals=(
        PlanGoal(
            text=Told("I want to ask Daniel once"),
            about="Relationship",
            status="Open",
            objectives=(PlanObjective(number="1.1", text=Told("I ask once"), progress="better 3 · n 3 of 4"),),
        ),
    ),
    how=(("Frequency", Told("weekly")),),
    barriers=Told("Night shifts"),
    partner=(("Where the partner stood", Told("Declined")),),
    hopes=(Told("Daniel comes upstairs by himself"),),
    client_part=Told("Practice on Sundays"),
    agreement=Told("agreed aloud"),
    formulation=PlanFormulation(
        what_keeps_it_going=Told("Knock and close"),
        partner_perspective=Told("maybe Daniel fears to make it worse"),
        other_readings=(Told("he is tired"),),
    ),
    review_held="6 Nov 2026: Go on",
    review_summary=Told("Half way there"),
    review_data=("Objective 1.1: better 3",),
)  # fmt: skip


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | list):
        return [text for item in value for text in texts(item)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


def said(reader: Reader, paper: PlanPaper = PAPER, **more: bool) -> str:
    return "\n".join(texts(plan(paper, reader, **more).blocks))


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_gets_the_goals_with_their_progress_and_nobody_the_partners_name(reader: Reader) -> None:
    text = said(reader)
    assert "I want to ask partner once" in text
    assert "better 3 · n 3 of 4" in text
    assert "Daniel" not in text


@pytest.mark.parametrize(
    ("words", "readers"),
    [
        ("comes upstairs by himself", {Reader.SUPERVISOR, Reader.SELF}),
        ("fears to make it worse", {Reader.SUPERVISOR, Reader.SELF}),
        ("Declined", {Reader.CLINICIAN, Reader.SUPERVISOR, Reader.SELF}),
        ("Night shifts", {Reader.CLINICIAN, Reader.SUPERVISOR, Reader.SELF}),
        ("Half way there", {Reader.CLINICIAN, Reader.SUPERVISOR, Reader.SELF}),
        ("6 Nov 2026: Go on", set(READERS) - {Reader.CLIENT}),
        ("Practice on Sundays", set(READERS) - {Reader.PAYER}),
        ("Two friends who know", set(READERS) - {Reader.PAYER}),
        ("agreed aloud", set(READERS)),
    ],
)
def test_a_reader_gets_what_the_purpose_needs(words: str, readers: set[Reader]) -> None:
    assert {reader for reader in READERS if words in said(reader)} == readers


def test_the_partners_side_stands_as_a_hypothesis_with_its_other_reading() -> None:
    (guess,) = [block for block in plan(PAPER, Reader.SUPERVISOR).blocks if isinstance(block, b.Hypothesis)]
    assert guess.alternatives == ("he is tired",)


def test_without_a_signature_every_page_says_draft() -> None:
    draft = plan(replace(PAPER, signed=""), Reader.CLIENT)
    assert draft.draft
    assert any(isinstance(block, b.SignatureLine) for block in draft.blocks)
    assert not plan(PAPER, Reader.CLIENT).draft


@given(
    reader=st.sampled_from(READERS),
    field=st.sampled_from(["strengths", "barriers", "client_part", "agreement", "review_summary"]),
    around=st.text("ab .,", max_size=12),
    named=st.booleans(),
)
def test_no_text_of_a_plan_leaves_with_a_name_or_with_safety_words(
    reader: Reader, field: str, around: str, named: bool
) -> None:
    told = replace(PAPER, **{field: Told(f"{around} Daniel Brightwater {around} 555 010 7788")})
    text = said(reader, told, name_partner=named)
    assert "555 010" not in text
    assert named or "Brightwater" not in text
    private = replace(PAPER, **{field: Told("Quarry Lane", frozenset({SAFETY}))})
    assert "Quarry" not in said(reader, private)
