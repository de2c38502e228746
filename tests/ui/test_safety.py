"""Safety and fit in the window: what was not private does not count, contradictions stand, evidence stays, what is open leads on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.consents import ConsentType, SecretsOption
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.safety import Gate, IpvFinding, LethalityMarker, OverrideKind
from irt_desk.domain.screening_answers import InterviewPrompt, PromptAnswer, PromptReply, ScreeningInstrument
from irt_desk.domain.suitability import FitOutcome, MotivationScreen, SupportOnly
from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.shell import Shell
from tests.ui.doubles import FakeDialogs


@pytest.fixture
def unit(desk: Desk, take_in: Callable[..., TreatmentUnit]) -> TreatmentUnit:
    desk.settings.save_practitioner(Practitioner(name="Ines Halloran", credential="LMFT"))
    return take_in("Amara Lindholm")


def theme(shell: Shell, unit: TreatmentUnit, name: str) -> object:
    shell.show()
    shell.go("chart", unit_id=unit.id, tab="intake", theme=name)
    return chart(shell).tabs["intake"].themes[name]  # type: ignore[attr-defined]  # the Intake tab


def chart(shell: Shell) -> ChartPage:
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    return page


def told(widget: object) -> str:
    QApplication.processEvents()
    labels = widget.findChildren(QLabel)  # type: ignore[attr-defined]  # a widget
    return "\n".join(label.text() for label in labels if label.isVisible())


def hold(shell: Shell, unit: TreatmentUnit, *findings: IpvFinding, alone: bool = True, **fields: object) -> object:
    """Fill the guided interview as a therapist would and press Save."""
    page = theme(shell, unit, "safety")
    card = page.interviews  # type: ignore[attr-defined]  # the safety page
    card.start_new()
    values = {"alone": alone, "privacy_confirmed": alone, "both_directions_asked": True, "findings": findings, **fields}
    for name, value in values.items():
        card.form.control(name).set_value(value)
    card.form.changed.emit()
    card.save_button.click()
    return card


def test_with_the_partner_there_it_says_so_and_counts_as_not_done(
    shell: Shell, desk: Desk, unit: TreatmentUnit
) -> None:
    page = theme(shell, unit, "safety")
    card = page.interviews  # type: ignore[attr-defined]  # the safety page
    card.start_new()
    assert "counts as not done" in told(card)
    hold(shell, unit, IpvFinding.NONE_DISCLOSED, alone=False)
    assert desk.safety.standing(unit.id).gate is Gate.UNSCREENED
    assert "not private" in told(theme(shell, unit, "open"))


def test_keyed_answers_show_their_total_beside_both_cut_offs(shell: Shell, unit: TreatmentUnit) -> None:
    page = theme(shell, unit, "safety")
    form = page.interviews.form  # type: ignore[attr-defined]  # the safety page
    page.interviews.start_new()  # type: ignore[attr-defined]  # as above
    assert form.field("answers").isHidden()
    form.control("instrument").chip(ScreeningInstrument.HITS).click()
    answers = form.control("answers")
    for item, step in zip(
        ("Physically hurt", "Insulted or belittled", "Threatened harm", "Shouted or cursed"), (1, 1, 2, 1), strict=True
    ):
        next(
            c for _, chips in answers._rows.values() for c in chips.chips() if c.accessibleName() == f"{item}: {step}"
        ).click()
    said = answers.result.text()
    assert "HITS (4 items): 5" in said
    assert "Below 6, women veterans" in said
    assert "Below 10.5, clinic patients" in said
    assert "hold the interview, whatever the total" in said


def test_what_does_not_fit_is_shown_while_typing_refused_without_a_sentence_and_still_shown_after(
    shell: Shell, desk: Desk, unit: TreatmentUnit
) -> None:
    prompts = (PromptAnswer(InterviewPrompt.WATCHED, PromptReply.YES),)
    card = hold(shell, unit, IpvFinding.NONE_DISCLOSED, prompts=prompts)
    assert card.is_editing  # type: ignore[attr-defined]  # the interview card
    assert "the finding says nothing was reported" in told(card)
    assert desk.safety.history(unit.id).interviews == ()
    card.form.control("how_it_fits").set_value("He shares his calendar because she asked.")  # type: ignore[attr-defined]  # as above
    card.save_button.click()  # type: ignore[attr-defined]  # as above
    assert not card.is_editing  # type: ignore[attr-defined]  # as above
    assert "the finding says nothing was reported" in told(card), "explained is not gone"
    assert desk.safety.standing(unit.id).gate is Gate.OPEN


def test_a_half_held_interview_survives_leaving_the_chart(
    shell: Shell, unit: TreatmentUnit, take_in: Callable[..., TreatmentUnit]
) -> None:
    other = take_in("Noor Adair")
    page = theme(shell, unit, "safety")
    card = page.interviews  # type: ignore[attr-defined]  # the safety page
    card.start_new()
    card.form.control("instrument").set_value(ScreeningInstrument.E_HITS)
    card.form.control("answers").use(ScreeningInstrument.E_HITS)
    card.form.control("answers").set_value((1, 2, 1, 1, 0))
    card.form.control("prompts").set_value((PromptAnswer(InterviewPrompt.CHOKING, PromptReply.UNCLEAR),))
    card.form.changed.emit()
    theme(shell, other, "safety")
    assert not card.is_editing
    theme(shell, unit, "safety")
    assert card.is_editing
    assert card.form.control("answers").value() == (1, 2, 1, 1, 0)
    assert card.form.control("prompts").value() == (PromptAnswer(InterviewPrompt.CHOKING, PromptReply.UNCLEAR),)


def test_the_gate_says_what_it_allows_in_the_words_of_the_one_table(
    shell: Shell, unit: TreatmentUnit, take_in: Callable[..., TreatmentUnit]
) -> None:
    hold(shell, unit, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    page = theme(shell, unit, "safety")
    said = told(page.gate)  # type: ignore[attr-defined]  # the safety page
    assert "With a signed invitation override" in said
    assert page.overrides[OverrideKind.INVITATION].isVisible()  # type: ignore[attr-defined]  # as above
    hold(shell, take_in("Noor Adair"), IpvFinding.CURRENT_CONCERN)
    said = told(page.gate)  # type: ignore[attr-defined]  # as above
    assert said.count("Refused") == 5
    assert not page.overrides[OverrideKind.INVITATION].isVisible(), "no override is offered at a stop"  # type: ignore[attr-defined]  # as above
    assert not page.overrides[OverrideKind.CONJOINT].isVisible()  # type: ignore[attr-defined]  # as above


def test_a_hard_block_opens_on_the_safety_plan(
    shell: Shell, desk: Desk, unit: TreatmentUnit, take_in: Callable[..., TreatmentUnit]
) -> None:
    hold(shell, unit, IpvFinding.COERCIVE_CONTROL_SUSPECTED, markers=(LethalityMarker.CHOKING,))
    shell.go("chart", unit_id=take_in("Noor Adair").id)
    assert chart(shell).stack.currentWidget() is chart(shell).tabs["overview"]
    shell.go("chart", unit_id=unit.id)
    tab = chart(shell).tabs["intake"]
    assert chart(shell).stack.currentWidget() is tab
    said = told(tab)
    assert "Numbers to call" in said
    assert "1-800-799-7233" in said


def test_an_interview_is_not_deleted_and_the_reason_opens_a_new_one(
    shell: Shell, desk: Desk, unit: TreatmentUnit, dialogs: FakeDialogs
) -> None:
    hold(shell, unit, IpvFinding.CURRENT_CONCERN)
    page = theme(shell, unit, "safety")
    page.mistake.click()  # type: ignore[attr-defined]  # the safety page
    assert "never deleted" in dialogs.told[-1]
    assert page.interviews.is_editing  # type: ignore[attr-defined]  # as above
    assert desk.safety.standing(unit.id).gate is Gate.BLOCKED


def test_an_earlier_date_is_refused_in_the_form_and_opens_nothing(
    shell: Shell, desk: Desk, unit: TreatmentUnit
) -> None:
    hold(shell, unit, IpvFinding.CURRENT_CONCERN)
    day = desk.safety.history(unit.id).interviews[0].on
    card = hold(shell, unit, IpvFinding.NONE_DISCLOSED, on=day.replace(day=day.day - 3), change_reason="typed earlier")
    assert card.is_editing  # type: ignore[attr-defined]  # the interview card
    assert card.form.field("on").problem  # type: ignore[attr-defined]  # as above
    assert desk.safety.standing(unit.id).gate is Gate.BLOCKED


def test_every_open_point_leads_to_where_it_is_closed(shell: Shell, desk: Desk, unit: TreatmentUnit) -> None:
    page = theme(shell, unit, "open")
    assert "can endanger the person" in told(page)
    assert unnamed(page) == []  # type: ignore[arg-type]  # a widget


def test_a_caution_asks_its_own_prompts_and_names_the_missing_competence(shell: Shell, unit: TreatmentUnit) -> None:
    page = theme(shell, unit, "cautions")
    card = page.flags  # type: ignore[attr-defined]  # the cautions page
    card.start_new()
    said = told(card)
    assert "Driving under the influence" in said
    assert "A safe place to go" not in said
    assert "is not among your competencies" in said


def test_a_consent_is_withdrawn_once_and_stays(
    shell: Shell, desk: Desk, unit: TreatmentUnit, dialogs: FakeDialogs
) -> None:
    page = theme(shell, unit, "consents")
    card = page.consents  # type: ignore[attr-defined]  # the consents page
    card.start_new()
    card.form.control("type").set_value(ConsentType.SECRETS_POLICY)
    card.save_button.click()
    assert card.form.field("secrets_option").problem
    card.form.control("secrets_option").set_value(SecretsOption.LIMITED)
    card.form.control("prior_info").chips()[0].click()
    card.save_button.click()
    assert not card.is_editing
    dialogs.answers.append(True)
    card._on_edit(0)
    (kept,) = desk.consents.of(unit.id)
    assert kept.withdrawn_on is not None
    assert "withdrawn Tue 24 Nov 2026" in told(card)


@pytest.mark.parametrize("name", ["open", "couples_first", "cautions", "safety", "safety_plan", "consents"])
def test_every_page_can_be_heard_with_its_editors_open(shell: Shell, unit: TreatmentUnit, name: str) -> None:
    page = theme(shell, unit, name)
    for card in page.cards:  # type: ignore[attr-defined]  # a theme
        if hasattr(card, "start_new"):
            card.start_new()
    assert unnamed(page) == []  # type: ignore[arg-type]  # a widget


def test_deciding_for_irt_against_what_the_client_wants_says_so_and_asks_why(
    shell: Shell, desk: Desk, unit: TreatmentUnit
) -> None:
    desk.suitability.add_motivation(
        MotivationScreen(
            id="", unit_id=unit.id, on=unit.opened_on, wants_support_only=SupportOnly.YES,
            willing_to_examine_own_part=1, willing_to_practise=0,
        )
    )  # fmt: skip
    page = theme(shell, unit, "decision")
    card = page.decisions  # type: ignore[attr-defined]  # the decision page
    card.start_new()
    assert card.form.control("outcome").value() is FitOutcome.INDIVIDUAL_THERAPY_RECOMMENDED
    assert card.form.field("override_reason").isHidden()
    card.form.control("outcome").set_value(FitOutcome.IRT_RECOMMENDED)
    assert "Other individual therapy" in told(card) or "individual therapy" in told(card).casefold()
    card.form.control("summary").set_value("She wants to try.")
    card.form.control("on").set_value(unit.opened_on)
    card.save_button.click()
    assert card.form.field("override_reason").problem
    card.form.control("override_reason").set_value("Asked twice; willing since Monday.")
    card.save_button.click()
    assert not card.is_editing
    card.start_new()
    card.form.control("outcome").set_value(FitOutcome.NOT_NOW)
    assert not card.form.field("review_on").isHidden()
