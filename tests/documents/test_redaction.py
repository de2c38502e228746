"""What identifies the partner does not come through, however it is written; what is the client's own stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.documents.redaction import Redactor, ThirdParty, Told, fold, mentions
from irt_desk.domain.figures.step_views import StepLine, StepView
from irt_desk.domain.patterns import StepActor
from irt_desk.domain.values import SAFETY, THIRD_PARTY

DANIEL = ThirdParty(
    role="partner",
    names=("Daniel Østergård", "Danny"),
    contacts=("+44 20 7946 0018", "danny.o@example.org", "12 Elm Row, Springfield"),
    others=("Brightwater Garage",),
)


def redacted(text: str, person: ThirdParty = DANIEL, **values: object) -> str:
    return Redactor([person], **values).text(text)  # type: ignore[arg-type]  # keywords of the class


@pytest.mark.parametrize(
    "written",
    [
        "Daniel",
        "daniel",
        "DANIEL",
        "Daniel Østergård",
        "DANIEL ØSTERGÅRD",
        "Daniel  Østergård",
        "Daniel\nØstergård",
        "Daniel\u00a0Østergård",
        "Østergård",
        "Ostergard",
        "O\u0308stergard",
        "Dan\u200biel",
        "Daniel\u2019s",
        "Daniel's",
        "(Daniel)",
        "“Daniel”",
        "Daniel-like",
        "Danny",
        "danny",
        "Ｄａｎｎｙ",
        "danny.o@example.org",
        "DANNY.O@EXAMPLE.ORG",
        "+44 20 7946 0018",
        "020 7946 0018",
        "+442079460018",
        "(020) 7946-0018",
        "0044.20.7946.0018",
        "12 Elm Row, Springfield",
        "Brightwater Garage",
        "brightwater  garage",
    ],
)
def test_thirty_ways_to_write_an_identifier_are_all_taken_out(written):
    shown = redacted(f"She said {written} came late.")
    for secret in ("daniel", "ostergard", "danny", "example.org", "7946", "0018", "elm row", "brightwater"):
        assert secret not in fold(shown)
    assert shown.startswith("She said ")
    assert shown.endswith("came late.")


@pytest.mark.parametrize(
    ("names", "text", "gone"),
    [
        (("Агата Кристи",), "Вчера Агаты не было, а с Агатой поговорили.", "Агат"),
        (("Γιώργος Παπαδόπουλος",), "Ο ΓΙΏΡΓΟΣ άργησε.", "ΓΙ"),
        (("שרה כהן",), "דיברתי עם שרה והלכתי לשרה", "שרה"),
        (("김철수",), "어제 김철수는 늦었다", "김철수"),
        (("王芳",), "昨天王芳回来晚了", "王芳"),
        (("山田 太郎",), "昨日山田太郎さんが", "太郎"),
        (("Nguyễn Thị Hương",), "NGUYEN THI HUONG called", "HUONG"),
        (("Zoë",), "Zoe came, then ZOË left", "Zo"),
        (("Łukasz",), "lukasz was late", "lukasz"),
        (("Jean-Luc O’Neill",), "jean-luc o'neill phoned", "neill"),
        (("Ana Silva-Reyes",), "Reyes and SILVA came", "Reyes"),
        (("Ana Silva-Reyes",), "Reyes and SILVA came", "SILVA"),
        (("ludwig van beethoven",), "Beethoven played", "Beethoven"),
    ],
)
def test_names_of_other_scripts_are_taken_out_with_their_endings(names, text, gone):
    assert gone.lower() not in redacted(text, ThirdParty(role="partner", names=names)).lower()


def test_words_that_only_contain_a_name_stay():
    person = ThirdParty(role="partner", names=("Ann Lee",))
    assert redacted("Annual leave, planning, sleep.", person) == "Annual leave, planning, sleep."


def test_a_name_that_is_an_everyday_word_goes_only_where_it_is_a_name():
    person = ThirdParty(role="partner", names=("Will Young",))
    assert redacted("I will ask Will, who is young.", person) == "I will ask partner, who is young."
    assert mentions("I asked Will.", "Will")
    assert not mentions("I will ask.", "Will")


def test_a_name_that_is_a_month_stays_where_it_is_a_date():
    person = ThirdParty(role="partner", names=("May",))
    assert redacted("On 3 May 2026, in May 2025 and on May 3rd, May left. May came.", person) == (
        "On 3 May 2026, in May 2025 and on May 3rd, partner left. Partner came."
    )
    assert not mentions("Period: 3 May 2026 to 4 May 2026", "May")


def test_particles_of_a_name_do_not_pull_words_out_of_the_text():
    person = ThirdParty(role="partner", names=("Rosa de la Cruz",))
    assert redacted("Trip to La Paz de verdad.", person) == "Trip to La Paz de verdad."


def test_a_shared_family_name_stays_the_clients():
    redactor = Redactor([ThirdParty(role="partner", names=("Daniel Okafor",))], client_names=("Maya Okafor", "Maya"))
    assert redactor.text("Maya Okafor and Daniel Okafor") == "Maya Okafor and partner"


def test_a_sentence_keeps_its_capital():
    assert redacted("Daniel left. Danny came back.") == "Partner left. Partner came back."


def test_naming_the_partner_keeps_the_name_and_never_the_contact():
    shown = redacted("Daniel, danny.o@example.org, 020 7946 0018", name_partner=True)
    assert shown == "Daniel, [left out], [left out]"


def test_other_numbers_stay():
    text = "Score 12 of 40 on 2026-11-24, 3 times; call 555 0100."
    assert redacted(text) == text


def test_what_is_about_safety_is_never_shown():
    redactor = Redactor([])
    assert redactor.told(Told("He pushed her.", frozenset({SAFETY}))) == ""
    assert redactor.told(Told("He pushed her.", frozenset({SAFETY, THIRD_PARTY}))) == ""
    assert redactor.all([Told("a"), Told("b", frozenset({SAFETY})), Told("")]) == ("a",)


def test_a_step_of_a_map_is_redacted_in_every_word():
    view = StepView(
        order=5,
        actor=StepActor.PARTNER,
        title="5 Daniel: move",
        lines=(StepLine(text="Danny goes quiet"),),
        exit="Ask Daniel",
    )
    shown = Redactor([DANIEL]).step(view)
    assert (shown.title, shown.lines[0].text, shown.exit) == (
        "5 Partner: move",
        "Partner goes quiet",
        "Ask partner",
    )


LETTERS = st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F)
NAME = st.text(LETTERS, min_size=3, max_size=12).filter(lambda name: fold(name) not in fold("partner"))
AROUND = st.sampled_from(["", " ", ", ", ". ", "\n", "“", "(", "- ", "’s ", "/", "\u00a0", "… "])


@given(name=NAME, before=AROUND, after=AROUND, case=st.sampled_from([str, str.upper, str.lower, str.title]))
def test_no_name_survives_whatever_stands_around_it(name, before, after, case):
    shown = redacted(f"x {before}{case(name)}{after} y", ThirdParty(role="partner", names=(name,)))
    everyday = case(name)[:1].islower() and not mentions(f" {case(name)} ", name)
    assert everyday or not mentions(shown.replace("partner", "").replace("Partner", ""), name)


@given(st.text(max_size=300))
def test_redacting_never_fails_and_leaves_text_without_identifiers_alone(text):
    redactor = Redactor([ThirdParty(role="partner", names=("Qwxyzzy Vbnmkl",), contacts=("qwx@vbn.example",))])
    shown = redactor.text(text)
    assert redactor.text(shown) == shown
