"""The printed cycle map: dashed and "maybe" for the partner, the client's copy without a therapist's thoughts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from irt_desk.documents.blocks import Block, Document, Figure, Hypothesis, Letterhead, PageIdentity
from irt_desk.documents.cycle_map import CycleMapFacts, StepFacts, cycle_map
from irt_desk.documents.redaction import Reader, ThirdParty, Told
from irt_desk.documents.render import render
from irt_desk.domain.figures.primitives import Rect, Text
from irt_desk.domain.figures.step_views import StepLine, StepView
from irt_desk.domain.patterns import StepActor
from irt_desk.domain.values import SAFETY


def view(order: int, actor: StepActor, title: str, text: str, **values: object) -> StepView:
    return StepView(order=order, actor=actor, title=title, lines=(StepLine(text=text),), **values)  # type: ignore[arg-type]  # fields of the view


FACTS = CycleMapFacts(
    made_on=date(2026, 11, 24),
    letterhead=Letterhead(lines=("Hawthorn Practice",)),
    identity=PageIdentity(client_name="Maya Okafor", client_id="12", date_of_birth_text="4 May 1988"),
    client_called="Maya",
    pattern="Pursue and withdraw",
    version="Version 3, made 16 Nov",
    drawn=(
        view(1, StepActor.CONTEXT, "1 Trigger", "Friday, Daniel comes home"),
        view(2, StepActor.CLIENT, "2 Maya: move", "Asks again", exit="Soft start-up"),
        view(3, StepActor.PARTNER, "3 Daniel: meaning", "Whatever I do is wrong", hypothesis=True),
        view(4, StepActor.PARTNER, "4 Daniel: move", "Goes quiet", hypothesis=True, maybe="maybe, as told"),
    ),
    steps=(
        StepFacts(title="1 Trigger", text=Told("Friday, Daniel comes home"), sources=("As told by the client",)),
        StepFacts(title="2 Maya: move", text=Told("Asks again"), exits=("Soft start-up", "Time-out with return")),
        StepFacts(
            title="3 Daniel: meaning",
            text=Told("Whatever I do is wrong"),
            is_guess=True,
            readings=(Told("worn out"),),
            sources=("Hypothesis · held: low · evidence: a remark of 3 Nov",),
        ),
        StepFacts(title="4 Daniel: move", text=Told("Goes quiet"), is_guess=True),
    ),
    nickname="the weekend list",
    summary=Told("The more I ask, the quieter it gets."),
    client_names=("Maya Okafor",),
    third_parties=(ThirdParty(role="partner", names=("Daniel Okafor-Reyes",), contacts=("555 0199",)),),
    standing=(("Status", "Shared with the client"),),
    protects=Told("Asking keeps the fear small."),
    protects_partner=Told("Quiet may keep Daniel from saying worse."),
    figures=(("Times a week", "2 (n 8)"),),
)


def said(document: Document) -> str:
    found: list[str] = [document.title]

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for item in value:
                walk(item)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                walk(getattr(value, name))

    walk(document.blocks)
    return "\n".join(found)


def figure_of(document: Document) -> Figure:
    (found,) = (block for block in document.blocks if isinstance(block, Figure))
    return found


def guesses(document: Document) -> list[Block]:
    return [block for block in document.blocks if isinstance(block, Hypothesis)]


def test_every_reader_gets_a_file_without_a_failed_rule(failed_rules) -> None:
    for reader in (Reader.CLIENT, Reader.CLINICIAN, Reader.SELF):
        assert failed_rules(render(cycle_map(FACTS, reader))) == []


def test_a_long_map_is_still_read(failed_rules, pages_of) -> None:
    many = tuple(
        view(n, StepActor.CLIENT, f"{n} Maya: move", f"words {n} " * 12, exit="Soft start-up") for n in range(1, 17)
    )
    words = tuple(StepFacts(title=v.title, text=Told(v.lines[0].text)) for v in many)
    data = render(cycle_map(replace(FACTS, drawn=many, steps=words), Reader.CLIENT))
    assert failed_rules(data) == []
    whole = " ".join(pages_of(data))
    assert all(f"words {n}" in whole for n in range(1, 17))


def test_the_partners_side_is_dashed_and_says_maybe_in_drawing_and_words(pages_of) -> None:
    document = cycle_map(FACTS, Reader.CLIENT)
    shapes = figure_of(document).figure.primitives
    assert sum(isinstance(s, Rect) and bool(s.dash) and s.width == 250 for s in shapes) == 2
    assert sum(isinstance(s, Text) and "maybe" in s.text for s in shapes) == 2
    assert len(guesses(document)) == 2
    assert "maybe" in " ".join(pages_of(render(document)))


def test_the_clients_copy_holds_the_map_and_nothing_else_thought_of_the_partner() -> None:
    words = said(cycle_map(FACTS, Reader.CLIENT))
    for kept in ("Asks again", "Whatever I do is wrong", "worn out", "The more I ask", "Time-out with return"):
        assert kept in words
    for left in ("Asking keeps the fear small", "saying worse", "2 (n 8)", "evidence", "held: low", "Status"):
        assert left not in words


def test_a_clinician_reads_sources_and_figures() -> None:
    for reader in (Reader.CLINICIAN, Reader.SELF):
        words = said(cycle_map(FACTS, reader))
        for kept in ("held: low", "saying worse", "2 (n 8)", "Shared with the client"):
            assert kept in words


def test_the_partner_is_a_role_unless_named_on_purpose() -> None:
    for reader in (Reader.CLIENT, Reader.CLINICIAN):
        assert "Daniel" not in said(cycle_map(FACTS, reader))
    assert "Daniel" in said(cycle_map(FACTS, Reader.CLIENT, name_partner=True))


def test_safety_text_never_stands_on_a_map() -> None:
    told = replace(FACTS.steps[1], text=Told("canary about fear", frozenset({SAFETY})))
    assert "canary" not in said(cycle_map(replace(FACTS, steps=(told,)), Reader.SELF))


def test_the_same_map_gives_the_same_bytes() -> None:
    assert render(cycle_map(FACTS, Reader.CLIENT)) == render(cycle_map(FACTS, Reader.CLIENT))


@given(st.lists(st.sampled_from(["Daniel", "DANIEL", "daniel", "call 555 0199", "Okafor-Reyes", "he"]), max_size=6))
def test_no_name_slips_into_the_drawing(parts: list[str]) -> None:
    text = "He said " + " and ".join(parts)
    drawn = (*FACTS.drawn[:3], view(4, StepActor.PARTNER, "4 Daniel: move", text, hypothesis=True))
    steps = (*FACTS.steps[:3], StepFacts(title="4 Daniel: move", text=Told(text), is_guess=True))
    words = said(cycle_map(replace(FACTS, drawn=drawn, steps=steps), Reader.CLIENT)).casefold()
    assert "daniel" not in words
    assert "555 0199" not in words
