"""Formats: every one shows every field once, an own one hides nothing; copies from the last note stay visible."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.carrying import CARRIED_FIELDS, carry, risk_unchanged, still_carried
from irt_desk.domain.note_views import (
    FIELDS,
    VIEWS,
    Layout,
    NoteTemplate,
    TemplatePart,
    arranged,
    built_in,
    layouts,
    started,
    template_problems,
)
from irt_desk.domain.notes import NoteContent, NoteView, ProgressNote, RiskCheck, RiskItem, RiskLevel
from irt_desk.domain.values import Instant

NOW = Instant(datetime(2026, 11, 24, 9, tzinfo=UTC))
ALL_ASKED = RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN)
OWN = NoteTemplate(
    id="t", name="My way", parts=(TemplatePart(title="Heard", fields=("account", "own_part")),),
    starters={"account": "Since we met: ", "plan": "First "},
)  # fmt: skip
LAST = ProgressNote(
    id="last", session_id="s", unit_id="u", written=NOW, saved=NOW,
    content=NoteContent(practice_until_then="One feeling first.", plan="Look at the pause.", next_session="The visit\nThe list"),
)  # fmt: skip


@pytest.mark.parametrize("view", NoteView)
def test_every_format_shows_every_field_once(view: NoteView) -> None:
    placed = [name for _, names in VIEWS[view] for name in names]
    assert sorted(placed) == sorted(FIELDS)


def test_every_field_of_a_note_stands_in_the_formats_or_beside_one() -> None:
    beside = {
        "another_reading", "own_part_owned", "pattern_id", "practice_by", "no_practice_because", "next_session_on",
        "private_disclosure", "carried", "carried_from",
    }  # fmt: skip
    assert set(NoteContent.__dataclass_fields__) == set(FIELDS) | beside


TEXTS = st.fixed_dictionaries(
    {}, optional={name: st.just("said") for name in ("account", "plan", "own_part", "response")}
)
PARTS = st.lists(st.sets(st.sampled_from(FIELDS), min_size=1), min_size=1, max_size=4)


@given(said=TEXTS, parts=PARTS)
def test_no_format_hides_what_was_written(said: dict[str, str], parts: list[set[str]]) -> None:
    layout = Layout("x", "X", tuple((f"Part {n}", tuple(sorted(names))) for n, names in enumerate(parts)))
    shown = {name for _, names in arranged(NoteContent(**said), layout) for name in names}  # type: ignore[arg-type]  # texts by name
    assert shown == set(said)


def test_what_an_own_format_leaves_out_stands_under_its_own_heading() -> None:
    content = NoteContent(account="Three fights.", plan="Go on.")
    assert arranged(content, layouts([OWN])[-1]) == (("Heard", ("account",)), ("Also in this note", ("plan",)))


def test_a_practice_that_was_left_out_says_why_in_every_format() -> None:
    content = NoteContent(no_practice_because="a funeral")
    assert all(arranged(content, layout)[0][1] == ("practice_until_then",) for layout in built_in())


def test_starters_open_only_empty_fields() -> None:
    content = started(NoteContent(account="Written."), OWN)
    assert (content.account, content.plan) == ("Written.", "First ")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "empty"),
        ({"name": "GIRP"}, "name_taken"),
        ({"parts": ()}, "template_parts"),
        ({"parts": (TemplatePart(title="", fields=("plan",)),)}, "template_part_empty"),
        ({"parts": (TemplatePart(title="A", fields=("plan", "plan")),)}, "template_field_twice"),
        ({"parts": (TemplatePart(title="A", fields=("mood ring",)),)}, "template_field_unknown"),
        ({"starters": {"risk": "fine"}}, "template_field_unknown"),
    ],
)
def test_what_an_own_format_cannot_be(changes: dict[str, object], code: str) -> None:
    assert template_problems(OWN) == []
    assert [p.code for p in template_problems(replace(OWN, **changes))] == [code]  # type: ignore[arg-type]  # fields by name


def test_two_own_formats_have_two_names() -> None:
    other = replace(OWN, id="o", name="my WAY")
    assert [p.code for p in template_problems(OWN, [other])] == ["name_taken"]


def test_carrying_over_fills_only_what_is_empty_and_marks_it() -> None:
    content = carry(NoteContent(plan="My own."), LAST)
    assert (content.plan, content.practice_until_then) == ("My own.", "One feeling first.")
    assert content.agenda == ("The visit", "The list")
    assert set(content.carried) == {"practice_until_then", "agenda"}
    assert content.carried_from == "last"


@given(st.text(min_size=1).filter(lambda text: text != "One feeling first."))
def test_one_changed_letter_makes_a_copy_ones_own(text: str) -> None:
    content = carry(NoteContent(), LAST)
    assert still_carried(content, LAST) == CARRIED_FIELDS
    assert "practice_until_then" not in still_carried(replace(content, practice_until_then=text), LAST)


def test_a_copy_of_nothing_is_no_copy() -> None:
    assert carry(NoteContent(), replace(LAST, content=NoteContent())) == NoteContent()
    assert still_carried(replace(NoteContent(), carried=("plan",)), None) == ()


def test_no_change_names_the_day_everything_was_last_asked() -> None:
    first = risk_unchanged(ALL_ASKED, date(2026, 11, 2))
    assert first is not None
    assert first.last_full_on == date(2026, 11, 2)
    again = risk_unchanged(first, date(2026, 11, 9))
    assert again is not None
    assert again.last_full_on == date(2026, 11, 2)
    assert again.asked == tuple(RiskItem)


def test_no_change_keeps_a_concern_and_asks_anew_what_is_done() -> None:
    concern = replace(ALL_ASKED, level=RiskLevel.CONCERN, detail="Told of dark thoughts.", action="Plan made.")
    same = risk_unchanged(concern, date(2026, 11, 2))
    assert same is not None
    assert (same.level, same.detail, same.action) == (RiskLevel.CONCERN, "Told of dark thoughts.", "")


def test_no_change_cannot_stand_on_a_partial_check() -> None:
    assert risk_unchanged(RiskCheck(asked=(RiskItem.ABUSE,)), date(2026, 11, 2)) is None
