"""One person's record with something of every kind the sharing table names, each with words that can be looked for."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain.formulations import Formulation
from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.notes import PsychotherapyNote
from irt_desk.domain.patterns import (
    CycleMap,
    CycleStep,
    PatternCode,
    PatternStatus,
    RelationshipPattern,
    Source,
    StepActor,
    StepKind,
)
from irt_desk.domain.private_disclosures import PrivateDisclosure
from irt_desk.domain.safety import SafetyPlan
from irt_desk.domain.sharing import ItemRelease, SharedMaterial
from irt_desk.domain.skills import MasteryChange, MasteryStage
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant
from irt_desk.services.desk import Desk
from irt_desk.services.sharing import Offer
from tests.practices import Clock

GUESS = "afraid of failing me again"
READING = "only worn out from the night shift"
NEVER_WORDS = ("the key is under the third stone", "countertransference about my own father")
PRIVATE = "I wrote to my first love in spring"
CHECKED = ("csi16", "phq9")


def fill(desk: Desk, clock: Clock, unit: str) -> None:
    """Write something of every kind into a record."""
    now = Instant(clock())
    _map(desk, clock, unit)
    formulation = Formulation(
        id="",
        unit_id=unit,
        version=1,
        what_keeps_it_going="both wait",
        partner_perspective=GUESS,
        other_readings=(READING,),
    )
    desk.formulations.sign(desk.formulations.save_draft(formulation).value.id)
    for measure, items in (("csi16", 16), ("phq9", 9)):
        answers = {str(n): 1.0 for n in range(1, items + 1)} | ({"9": 0.0} if measure == "phq9" else {})
        desk.measures.enter(
            Administration(id="", unit_id=unit, measure=measure, on=clock.today, entered=now, answers=answers)
        )
    desk.skills.set_stage(
        MasteryChange(
            id="", unit_id=unit, skill_id="R1", stage=MasteryStage.TRIED_AT_HOME, on=clock.today, entered=now,
        )
    )  # fmt: skip
    desk.private_disclosures.add(
        PrivateDisclosure(id="", unit_id=unit, told_on=clock.today, recorded=now, text=PRIVATE)
    )
    desk.clients.save_presenting(replace(desk.clients.presenting(unit), diagnosis="F43.2 adjustment disorder"))
    desk.safety.save_plan(SafetyPlan(unit_id=unit, places=NEVER_WORDS[0]))
    desk.psychotherapy_notes.save(
        PsychotherapyNote(id="", unit_id=unit, session_id=None, text=NEVER_WORDS[1], written=now, saved=now)
    )


def _map(desk: Desk, clock: Clock, unit: str) -> None:
    own = CycleStep(
        actor=StepActor.CLIENT, kind=StepKind.MEANING, text="I think I do not matter", alternatives=(READING,)
    )
    move = CycleStep(actor=StepActor.CLIENT, kind=StepKind.MOVE, text="I ask again, louder")
    guess = CycleStep(
        actor=StepActor.PARTNER,
        kind=StepKind.FEELING,
        text=GUESS,
        source=Source.THERAPIST_HYPOTHESIS,
        alternatives=(READING,),
    )
    told = CycleStep(actor=StepActor.PARTNER, kind=StepKind.MOVE, text="goes to the garage")
    drawn = CycleMap(
        id="", pattern_id="", unit_id="", version=0, created=Instant(clock()), steps=(own, move, guess, told),
        summary_for_client=f"You ask, and maybe your partner is {GUESS}.",
    )  # fmt: skip
    pattern = RelationshipPattern(
        id="", unit_id=unit, code=PatternCode.PURSUE_WITHDRAW, nickname_by_client="the bins",
        protective_function_partner_hypothesis="stays out of reach of blame",
    )  # fmt: skip
    made = desk.patterns.save_with_map(pattern, drawn).value
    desk.patterns.set_status(made.pattern_id, PatternStatus.SHARED_WITH_CLIENT)


def offer(desk: Desk, joint: str, material: SharedMaterial, owner: Place = Place.A) -> Offer:
    """Return the first item of a kind."""
    return desk.sharing.offered(joint, owner, material)[0]


def release(
    clock: Clock, joint: str, found: Offer, *, owner: Place = Place.A, name: str = "Noor Adair", text: str = ""
) -> ItemRelease:
    """Return what the owner signs under an item; one about the partner is rewritten and judged."""
    is_guess = found.item.material is SharedMaterial.PARTNER_VIEW
    return ItemRelease(
        id="", unit_id="", into_unit_id=joint, client_id="", owner=owner, material=found.item.material,
        source_id=found.item.source_id,
        text=text or ("I see how my loud voice may land" if is_guess else found.item.text),
        judgement="It opens a talk both asked for" if is_guess else "", signer_name=name, signed_on=clock.today,
        recorded=Instant(clock()),
    )  # fmt: skip
