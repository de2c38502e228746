"""The content that ships is whole, agrees with the domain paper, and is fit to be read by those it is for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from irt_desk import paths
from irt_desk.domain.content import PatternDefinition, Skill, SkillGroup, StopCode
from irt_desk.domain.patterns import HorsemanTag, PatternCode, ReadingModel, StepActor, StepKind
from irt_desk.services import content

STOPS = {
    "R1": {"AC"},
    "R2": {"AC"},
    "R3": {"SU"},
    "R4": {"SG"},
    "R5": {"AC"},
    "U1": {"SG"},
    "U2": set(),
    "U3": {"SG"},
    "U4": {"AC", "SU"},
    "U5": {"SG"},
    "U6": {"SG"},
    "L1": set(),
    "L2": {"FL"},
    "L3": set(),
    "L4": {"FL", "SG"},
    "S1": {"SG", "SU"},
    "S2": {"SG", "FL"},
    "S3": {"SG"},
    "S4": set(),
    "P1": set(),
    "P2": {"FL", "SG"},
    "P3": {"SG"},
    "B1": {"SG"},
    "B2": {"AC"},
    "I1": {"SG", "AC"},
    "I2": {"SG"},
    "C1": {"SG"},
    "C2": {"SG"},
    "C3": {"DC", "SG"},
    "C4": {"SG"},
}
"""Written by hand from the domain paper, section 3; not from the files."""

IN_SEED = {"R1", "R4", "U1", "U2", "U3", "U4", "U5", "L1", "L2", "L4", "S1", "S2"} | {
    *("P1", "P2", "P3", "B1", "B2", "I1", "I2", "C3", "C4")
}

GROUPS = {
    SkillGroup.REGULATION: ("R", 5),
    SkillGroup.UNDERSTANDING: ("U", 6),
    SkillGroup.LISTENING: ("L", 4),
    SkillGroup.SPEAKING: ("S", 4),
    SkillGroup.PROBLEM_SOLVING: ("P", 3),
    SkillGroup.BOUNDARIES: ("B", 2),
    SkillGroup.INVITING: ("I", 2),
    SkillGroup.REPAIR_AND_CONNECTION: ("C", 4),
}

PATTERN_SKILLS = {
    "pursue_withdraw": {"R3", "S1", "S2", "R5", "I2", "R1", "R4", "L2", "C3"},
    "criticise_defend": {"S1", "S3", "U5", "L2", "L3", "C2"},
    "attack_attack": {"R1", "R2", "R4", "U1", "C1"},
    "withdraw_withdraw": {"C3", "S4", "S2", "U4"},
    "over_under_functioning": {"B2", "S3", "P2", "S4"},
    "autonomy_connection_polarised": {"U3", "U4", "P3", "B1", "C3"},
    "triangling": {"S1", "B1", "P1"},
    "four_horsemen_marker": {"S1", "S3", "S2", "S4", "C2", "L3", "R2", "R4"},
    "reassure_doubt": {"R2", "R5", "U2", "U5", "C3"},
    "vulnerability_cycle": {"R2", "U1", "U2", "U5"},
    "eft_cycle": {"U1", "S2", "S3", "L4"},
}
"""The skills each pattern sends to, from the domain paper, 2.3."""

NOT_ON_A_PAGE_AT_HOME = re.compile(
    r"\b(saf\w*|abus\w*|violen\w*|danger\w*|threat\w*|hit|weapon\w*|polic\w*|diagnos\w*|symptom\w*|disorder\w*|fault|"
    r"blame|IRT|therap\w*|[RULSPBIC]\d)\b",
    re.IGNORECASE,
)
"""What a handout never says: safety words, labels, fault, and our own codes (domain paper, 6.6, discretion rules)."""

NOT_OUR_WORDS = re.compile(
    r"\b(alleg\w*|claims?|unverified|fail(?:ed|s)|victim|perpetrator|toxic|narciss\w*)\b", re.IGNORECASE
)
"""Words that judge a person or doubt what was told (domain paper, 0.3; design, wording)."""

SHIPPED = sorted(
    path for folder in ("skills", "patterns", "jurisdictions", "help") for path in paths.resource(folder).iterdir()
)


def skills() -> list[Skill]:
    return list(content.load_skills().values())


def test_thirty_skills_stand_in_their_groups() -> None:
    assert sorted(content.load_skills()) == sorted(STOPS)
    for group, (letter, number) in GROUPS.items():
        assert [s.id for s in skills() if s.group is group] == [f"{letter}{n}" for n in range(1, number + 1)]


def test_the_library_comes_in_the_order_of_its_groups() -> None:
    assert list(dict.fromkeys(skill.group for skill in skills())) == list(SkillGroup)


def test_stop_codes_are_those_of_the_domain_paper() -> None:
    assert {skill.id: {code.value for code in skill.stop_when} for skill in skills()} == STOPS


def test_only_these_stop_codes_are_limited_to_a_part() -> None:
    limited = {(skill.id, code.value) for skill in skills() for code, _ in skill.stop_scopes}
    assert limited == {("U3", "SG"), ("I1", "SG"), ("C2", "SG"), ("C3", "DC")}
    assert "asking part" in content.load_skills()["U3"].stop_scope(StopCode.SG)


COUNTS = {
    "R1": {"ratings_logged", "earliest_sign", "minutes_to_peak"},
    "R2": {"rating_before", "rating_after"},
    "R3": {"starts_below_6", "delays_on_one_topic"},
    "R4": {"called", "returned_on_time", "return_rate", "reopened_by_caller", "partner_reaction"},
    "R5": {"entries", "self_criticism"},
    "U1": {"own_part_awareness", "how_far"},
    "U2": {"secure_acts"},
    "U3": {"questions_asked", "surprises"},
    "U4": {"stress_talks", "felt_supported"},
    "U5": {"feeling_drop", "checked_with_partner"},
    "U6": {"fairness_client", "fairness_therapist"},
    "L1": {"checked_out", "corrected"},
    "L2": {"yes_that"},
    "L3": {"softening_seen"},
    "L4": {"minutes_listened", "opening_questions"},
    "S1": {"soft_starts", "response_by_start"},
    "S2": {"shares", "felt_heard"},
    "S3": {"asked", "answered_yes", "answered_no", "traded", "no_punished"},
    "S4": {"days"},
    "P1": {"sorted", "talks_held"},
    "P2": {"plans_tried", "reviews_held"},
    "P3": {"trials"},
    "B1": {"stated", "kept", "kindness"},
    "B2": {"days_held", "urge"},
    "I1": {"readiness", "pressed_after_no"},
    "I2": {"days_without_pressing"},
    "C1": {"hours_to_reconnect", "repair_quality"},
    "C2": {"made", "kept_4_weeks"},
    "C3": {"bids_answered", "plans_kept"},
    "C4": {"still_hurts_0_10"},
}
"""The counts of each skill, written by hand from the domain paper, section 3."""


@pytest.mark.parametrize("skill", skills(), ids=lambda skill: skill.id)
def test_every_skill_has_what_section_3_asks_of_it(skill: Skill) -> None:
    assert skill.what
    assert len(skill.steps) >= 3
    assert skill.home_practice
    assert skill.stage_5
    assert skill.record
    assert {count.code for count in skill.counts} >= COUNTS[skill.id]


def test_records_hold_the_fields_the_paper_names() -> None:
    library = content.load_skills()

    def fields(skill_id: str) -> list[str]:
        return [field.code for field in library[skill_id].fields]

    assert fields("U5") == [
        *("situation", "automatic_meaning", "feeling_before", "evidence_for", "evidence_against"),
        *("other_readings", "balanced_meaning", "feeling_after", "checked"),
    ]
    starts = {field.code: [option.code for option in field.options] for field in library["S1"].fields}
    assert starts["start_style"] == ["soft", "neutral", "harsh"]
    assert starts["partner_response"] == ["engaged", "defensive", "dismissed", "withdrew", "escalated", "mixed"]
    checked = next(field for field in library["L1"].fields if field.code == "checked")
    assert [option.code for option in checked.options] == ["no", "yes_confirmed", "yes_corrected"]
    assert {"called_at", "returned_at", "reopened_by"} <= set(fields("R4"))
    assert {"topic", "feeling_named", "went", "felt_heard"} <= set(fields("S2"))


def test_skills_of_the_seed_say_so() -> None:
    assert {skill.id for skill in skills() if skill.in_seed} == IN_SEED
    assert all(("[S]" in skill.provenance) == skill.in_seed for skill in skills())


def test_a_skill_no_code_can_stop_says_in_words_when_not() -> None:
    assert all(skill.when_not for skill in skills() if not skill.stop_when)


@pytest.mark.parametrize("skill", skills(), ids=lambda skill: skill.id)
def test_a_handout_can_lie_on_the_kitchen_table(skill: Skill) -> None:
    page = " ".join(
        [skill.handout.title, skill.handout.what, *skill.handout.steps, skill.handout.practice, *skill.handout.not_now]
    )
    assert NOT_ON_A_PAGE_AT_HOME.findall(page) == []
    assert len(page) < 1200, "one short page"
    assert skill.handout.not_now, "and says when to leave it"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_content_judges_people_or_names_a_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert NOT_OUR_WORDS.findall(text) == []
    assert re.findall(r"https?:|www\.|\w\.(?:org|com|net|uk)\b", text) == []
    assert "\N{EM DASH}" not in text


def test_the_time_out_has_its_numbers() -> None:
    skill = content.load_skills()["R4"]
    rules = {rule.code: (rule.value, rule.over_last) for rule in skill.reviews}
    assert rules == {"return_rate_low": (0.6, 5), "away_too_long": (24, None)}
    minutes = next(field for field in skill.plan if field.code == "minutes")
    assert (minutes.default, minutes.low, minutes.high) == ("30", 20, 1440)
    fields = [field.code for field in skill.plan]
    assert fields == [
        "when_cues",
        "signal",
        "minutes",
        "return_when",
        "what_i_do",
        "who_reopens",
        "agreed_with_partner",
    ]


def test_three_delays_and_two_punished_noes_ask_for_a_review() -> None:
    library = content.load_skills()
    assert [(r.count, r.value) for r in library["R3"].reviews] == [("delays_on_one_topic", 3)]
    assert [(r.count, r.value) for r in library["S3"].reviews] == [("no_punished", 2)]


def test_there_is_a_definition_for_every_pattern_and_reading_model() -> None:
    wanted = {code.value for code in PatternCode} - {"custom"} | {model.value for model in ReadingModel} - {"plain"}
    assert set(content.load_patterns()) == wanted
    assert "coercive_control" not in content.load_patterns()


def test_patterns_send_to_the_skills_of_the_domain_paper() -> None:
    assert {code: set(p.skills) for code, p in content.load_patterns().items()} == PATTERN_SKILLS


def test_low_conflict_is_no_improvement_only_where_both_withdraw() -> None:
    not_better = {code for code, pattern in content.load_patterns().items() if not pattern.less_is_better}
    assert not_better == {"withdraw_withdraw"}


LOOPS = [
    p for p in content.load_patterns().values() if p.code in list(PatternCode) and p.code != "four_horsemen_marker"
]


@pytest.mark.parametrize("loop", LOOPS, ids=lambda loop: loop.code)
def test_a_loop_has_the_seven_steps_and_keeps_the_partners_side_a_guess(loop: PatternDefinition) -> None:
    assert [(step.actor, step.kind) for step in loop.template] == [
        (StepActor.CONTEXT, StepKind.TRIGGER),
        (StepActor.CLIENT, StepKind.MEANING),
        (StepActor.CLIENT, StepKind.FEELING),
        (StepActor.CLIENT, StepKind.MOVE),
        (StepActor.PARTNER, StepKind.MEANING),
        (StepActor.PARTNER, StepKind.MOVE),
        (StepActor.CLIENT, StepKind.IMPACT),
    ]
    guess = loop.template[4].prompt
    assert guess.startswith("Maybe: ")
    assert "what else" in guess
    assert loop.sides
    assert loop.positions


def test_patterns_that_need_a_caution_have_it() -> None:
    patterns = content.load_patterns()
    for code in ("pursue_withdraw", "attack_attack", "reassure_doubt", "autonomy_connection_polarised"):
        assert "safety questions" in patterns[code].caution
    assert "inference" in patterns["four_horsemen_marker"].caution
    assert "needs the partner present" in patterns["eft_cycle"].caution
    assert len(patterns["eft_cycle"].model_steps) == 9


def test_the_four_moves_have_their_antidotes() -> None:
    found = {h.tag: set(h.skills) for h in content.load_patterns()["four_horsemen_marker"].horsemen}
    assert found == {
        HorsemanTag.CRITICISM: {"S1", "S3"},
        HorsemanTag.CONTEMPT: {"S2", "S4"},
        HorsemanTag.DEFENSIVENESS: {"C2", "L3"},
        HorsemanTag.STONEWALLING: {"R2", "R4"},
    }


def test_the_vulnerability_cycle_asks_its_six_things_of_each_person() -> None:
    asked = [field.code for field in content.load_patterns()["vulnerability_cycle"].model_fields]
    assert asked == ["vulnerability", "origin_context", "core_belief", "survival_position", "need", "cost_today"]


def test_each_place_has_its_own_label_cut_off_and_numbers() -> None:
    us, uk = content.load_jurisdiction("us"), content.load_jurisdiction("uk")
    assert us.psychotherapy_note_label == "Psychotherapy notes"
    assert uk.psychotherapy_note_label == "Private notes (may be disclosable)"
    cut_offs = [pack.cut_off("gad7") for pack in (us, uk)]
    assert [cut_off and cut_off.value for cut_off in cut_offs] == [10, 8]
    assert {"1-800-799-7233", "988"} <= {line.number for line in us.hotlines}
    assert us.retention_rule.provisional
    assert uk.retention_rule.provisional
    assert us.retention.startswith("Provisional")
    assert [us.paper, uk.paper] == ["LETTER", "A4"]


def test_a_place_without_a_pack_gets_the_one_for_the_us() -> None:
    assert content.jurisdictions() == ("us", "uk")
    assert content.load_jurisdiction("../us") is not None
    assert content.load_jurisdiction("fr").code == "us"


def test_every_help_page_is_listed_once_and_has_a_title() -> None:
    pages = {path.stem for path in paths.resource("help").glob("*.md")}
    assert Counter(content.help_topics()) == Counter(pages)
    assert content.help_topics()[0] == "getting-started"
    for topic in content.help_topics():
        first, second = content.help_text(topic).split("\n")[:2]
        assert first == f"# {content.help_title(topic)}"
        assert second == ""
    with pytest.raises(KeyError):
        content.help_text("../../pyproject")


def test_help_speaks_the_programs_language() -> None:
    everything = " ".join(content.help_text(topic) for topic in content.help_topics()).lower()
    for word in ("password", "vault", "coming soon", "todo"):
        assert word not in everything
