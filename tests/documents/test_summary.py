"""The treatment summary: what each reader gets, and what nobody gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from irt_desk.documents import blocks as b
from irt_desk.documents.leaks import leaks
from irt_desk.documents.redaction import Reader, ThirdParty, Told
from irt_desk.documents.render import render
from irt_desk.documents.summary import (
    GoalFacts,
    GuessFacts,
    ObjectiveFacts,
    PatternFacts,
    ScoreFacts,
    SkillFacts,
    SummaryFacts,
    summary,
)
from irt_desk.domain.figures.step_views import StepLine, StepView
from irt_desk.domain.patterns import StepActor
from irt_desk.domain.values import SAFETY, THIRD_PARTY
from irt_desk.errors import UserError

STEPS = (
    StepView(order=1, actor=StepActor.CONTEXT, title="1 Trigger", lines=(StepLine(text="Friday evening"),)),
    StepView(order=2, actor=StepActor.CLIENT, title="2 Maya: move", lines=(StepLine(text="Asks Daniel again"),)),
    StepView(
        order=3,
        actor=StepActor.PARTNER,
        title="3 Daniel: feeling",
        lines=(StepLine(text="Afraid to fail"),),
        hypothesis=True,
    ),
)
FACTS = SummaryFacts(
    made_on=date(2026, 11, 24),
    letterhead=b.Letterhead(lines=("Hawthorn Practice",)),
    identity=b.PageIdentity(client_name="Maya Okafor", client_id="C-7", date_of_birth_text="1 January 1988"),
    client_called="Maya",
    therapist_name="Dr. Nora Hale",
    credential="LMFT",
    third_parties=(
        ThirdParty(
            role="partner",
            names=("Daniel Brightwater", "Danny"),
            contacts=("danny@example.org", "555 010 7788"),
        ),
    ),
    period="3 March 2026 to 20 November 2026",
    unit="Individual relationship therapy",
    sessions_attended=9,
    sessions_missed=1,
    state="Active individual work",
    reason=Told("I want to stop asking Daniel about the weekend."),
    diagnosis="Z63.0",
    goals=(
        GoalFacts(
            text=Told("I will start hard talks softly."),
            objectives=(ObjectiveFacts(text=Told("Open with one sentence"), baseline="0 of 4", target="3 of 4"),),
        ),
    ),
    skills=(SkillFacts(name="Time-out", stage="practising", practice="5 tries"),),
    patterns=(
        PatternFacts(
            name="Pursue and withdraw",
            shared=True,
            as_told=Told("Danny goes quiet.", frozenset({THIRD_PARTY})),
            nickname="the weekend list",
            steps=STEPS,
            guesses=(GuessFacts(label="Daniel's side", text=Told("Afraid to fail"), alternatives=(Told("Tired"),)),),
            episodes=(("How often", "2 a week (n 38)"),),
        ),
        PatternFacts(
            name="Second loop",
            shared=False,
            as_told=Told("Not yet spoken of."),
            guesses=(GuessFacts(label="x", text=Told("Unshared guess")),),
        ),
    ),
    risk=Told("No risk was noted in this period."),
    plan=(Told("Weekly sessions."), Told("Go to the shelter on Linden Street.", frozenset({SAFETY}))),
    recommendations=(Told("Go on until spring."),),
    pathway=(Told("Daniel knows of the option."),),
)
SECRETS = ("Daniel", "Danny", "Brightwater", "danny@example.org", "555 010 7788", "Linden Street")


def test_the_client_reads_what_the_work_was(pages_of):
    text = " ".join(pages_of(render(summary(FACTS, Reader.CLIENT))))
    for told in (
        "Prepared for: the client",
        "9 attended, 1 missed",
        "I want to stop asking partner about the weekend.",
        "Open with one sentence",
        "3 of 4",
        "Time-out",
        "Pursue and withdraw",
        "the weekend list",
        "2 a week (n 38)",
        "No risk was noted",
        "Weekly sessions.",
        "Go on until spring.",
        "Partner knows of the option.",
        "DRAFT - not signed",
        "Dr. Nora Hale, LMFT",
    ):
        assert told in text


def test_the_client_is_not_shown_a_pattern_that_was_not_shared(pages_of):
    text = " ".join(pages_of(render(summary(FACTS, Reader.CLIENT))))
    assert "Second loop" not in text
    assert "Unshared guess" not in text
    clinician = " ".join(pages_of(render(summary(FACTS, Reader.CLINICIAN))))
    assert "Second loop" in clinician
    assert "Unshared guess" in clinician


@pytest.mark.parametrize("reader", [Reader.CLIENT, Reader.CLINICIAN])
def test_the_partners_side_stands_only_as_a_hypothesis(reader):
    document = summary(FACTS, reader)
    for block in document.blocks:
        if "Afraid to fail" in str(block):
            assert isinstance(block, b.Hypothesis | b.Figure)
        if isinstance(block, b.Figure):
            assert "(maybe): Afraid to fail" in block.figure.alternative_text


@pytest.mark.parametrize("reader", [Reader.CLIENT, Reader.CLINICIAN])
def test_no_identifier_and_no_safety_content_is_in_the_file(reader):
    assert leaks(render(summary(FACTS, reader)), SECRETS) == ()


def test_the_therapist_may_name_the_partner_for_one_document_but_not_the_contacts():
    data = render(summary(FACTS, Reader.CLINICIAN, name_partner=True))
    assert leaks(data, SECRETS) == ("Daniel", "Danny")


@pytest.mark.parametrize("reader", [reader for reader in Reader if reader not in (Reader.CLIENT, Reader.CLINICIAN)])
def test_other_readers_are_refused_in_words(reader):
    with pytest.raises(UserError) as refused:
        summary(FACTS, reader)
    assert refused.value.code == "document.reader_not_allowed"
    assert "Treatment summary" in str(refused.value)


def test_a_signed_summary_says_so_and_is_no_draft(pages_of):
    document = summary(replace(FACTS, signed="Signed by Dr. Nora Hale on 24 November 2026."), Reader.CLIENT)
    text = " ".join(pages_of(render(document)))
    assert "Signed by Dr. Nora Hale" in text
    assert "DRAFT" not in text


def test_a_summary_of_almost_nothing_conforms(failed_rules):
    bare = SummaryFacts(
        made_on=FACTS.made_on,
        letterhead=b.Letterhead(),
        identity=FACTS.identity,
        client_called="Maya",
        therapist_name="N. Hale",
    )
    assert failed_rules(render(summary(bare, Reader.CLIENT))) == []


def test_a_full_summary_conforms(failed_rules):
    assert failed_rules(render(summary(FACTS, Reader.CLINICIAN))) == []


WORDS = st.sampled_from(
    ["Daniel", "DANNY", "brightwater", "Daniel Brightwater’s", "danny@example.org", "(555) 010-7788"]
)
SENTENCE = st.lists(st.one_of(WORDS, st.sampled_from(["came", "late", "and", "we", "spoke,"])), max_size=8).map(
    " ".join
)
TAGS = st.sampled_from([frozenset(), frozenset({THIRD_PARTY}), frozenset({SAFETY}), frozenset({SAFETY, THIRD_PARTY})])


@st.composite
def told(draw):
    tags = draw(TAGS)
    canary = " SAFETYCANARY" if SAFETY in tags else ""
    return Told(draw(SENTENCE) + canary, tags)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    reason=told(),
    several=st.lists(told(), max_size=3).map(tuple),
    free=SENTENCE,
    reader=st.sampled_from([Reader.CLIENT, Reader.CLINICIAN]),
)
def test_no_canary_survives_in_any_field(reason, several, free, reader):
    facts = replace(
        FACTS,
        reason=reason,
        diagnosis=free,
        goals=(
            GoalFacts(
                text=reason,
                objectives=(ObjectiveFacts(text=reason, baseline=free, target=free, progress=free),),
            ),
        ),
        skills=(SkillFacts(name=free, stage="known", practice=free),),
        patterns=(
            PatternFacts(
                name=free,
                shared=True,
                as_told=reason,
                nickname=free,
                steps=tuple(replace(step, lines=(StepLine(text=free),), exit=free) for step in STEPS),
                guesses=tuple(GuessFacts(label=free, text=item, alternatives=several) for item in several),
                episodes=((free, free),),
            ),
        ),
        risk=reason,
        plan=several,
        recommendations=several,
        pathway=several,
    )
    assert leaks(render(summary(facts, reader)), (*SECRETS, "SAFETYCANARY")) == ()


@pytest.mark.parametrize("reader", [Reader.CLIENT, Reader.CLINICIAN])
def test_scores_stand_first_and_latest_with_their_class(reader):
    scores = (ScoreFacts(name="CSI-16", direction="higher = better", first="38 (1 May)", latest="58 (6 Nov)",
                         outcome="Recovered: +20"),)  # fmt: skip
    found = summary(replace(FACTS, scores=scores, scores_provisional=True), reader)
    rows = [block.rows for block in found.blocks if isinstance(block, b.Table) and "First" in block.columns]
    assert rows == [(("CSI-16 (higher = better)", "38 (1 May)", "58 (6 Nov)", "Recovered: +20"),)]
    assert any("provisional" in block.text for block in found.blocks if isinstance(block, b.Paragraph))
