"""The transition review as a memo for the practitioner's own file (domain paper, 6.5).

The private-knowledge inventory stands in it as counts; the facts themselves only in the practitioner's own copy, never in a
supervisor's. What is written about the partner is a guess and drawn as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from irt_desk.documents.blocks import (
    Block,
    Bullets,
    Document,
    DocumentKind,
    Facts,
    Heading,
    Hypothesis,
    Paragraph,
    Signed,
    Table,
    Tone,
)
from irt_desk.documents.letters import LetterFrame
from irt_desk.documents.redaction import Reader, Redactor
from irt_desk.domain.letters import LetterKind
from irt_desk.domain.transitions import ClientChoice, Material, TransitionReview
from irt_desk.words import label, say


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoFacts:
    """The review with what the record computes for it, in words."""

    review: TransitionReview
    opened: str
    signed: str
    gate: str
    sessions: int
    skill_ready: bool
    inventory_on: str
    told_by: tuple[str, ...]
    """The day each item of the inventory is to be told by, in words; empty where there is none."""


def memo(frame: LetterFrame, facts: MemoFacts, redactor: Redactor) -> Document:
    """Return the memo; it is a draft until the review is signed."""
    return Document(
        kind=DocumentKind.LETTER,
        title=label(LetterKind.ROLE_SHIFT),
        identity=frame.identity,
        made_on=frame.made_on,
        blocks=tuple(_blocks(frame.reader, facts, redactor)),
        letterhead=frame.letterhead,
        reader_line=frame.reader_line,
        draft=not facts.signed,
        page_size=frame.page_size,
    )


def _blocks(reader: Reader, facts: MemoFacts, redactor: Redactor) -> Iterable[Block]:
    review = facts.review
    yield Paragraph(say("memo.for_file"), Tone.MUTED)
    yield Facts(
        (
            (say("memo.target"), label(review.target)),
            (say("memo.opened"), facts.opened),
            (say("memo.mode"), label(review.mode) if review.mode else ""),
            (say("memo.sessions"), str(facts.sessions)),
        )
    )
    yield Heading(2, say("memo.readiness"))
    yield Paragraph(say("memo.readiness_note"), Tone.MUTED)
    yield from _readiness(facts, redactor)
    yield from _neutrality(review, redactor)
    yield from _inventory(reader, facts, redactor)
    if facts.signed:
        yield Signed(facts.signed)


def _readiness(facts: MemoFacts, redactor: Redactor) -> Iterable[Block]:
    review = facts.review

    def lines(*texts: str) -> Block:
        said = tuple(redactor.text(text) for text in texts if text.strip())
        return Bullets(said) if said else Paragraph(say("memo.nothing"), Tone.MUTED)

    yield Heading(3, say("memo.item_1"))
    yield lines(facts.gate)
    yield Heading(3, say("memo.item_2"))
    ready = say("memo.skill_ready") if facts.skill_ready else ""
    yield lines(review.own_part_named, ready, review.regulation_reason)
    yield Heading(3, say("memo.item_3"))
    told = review.partner_wants_freely
    yield lines(review.client_wants_freely, say("memo.as_told", text=told) if told.strip() else "")
    yield Heading(3, say("memo.item_4"))
    pairs = (
        (say("memo.client"), redactor.text(review.best_interest_client)),
        (say("memo.relationship"), redactor.text(review.best_interest_relationship)),
    )
    yield Facts(tuple(pair for pair in pairs if pair[1].strip()))
    if review.best_interest_partner.strip():
        yield Hypothesis(say("memo.partner"), redactor.text(review.best_interest_partner))
    yield Heading(3, say("memo.item_5"))
    yield lines(review.goals_of_both)
    yield Heading(3, say("memo.item_6"))
    yield lines(review.no_acute_crisis)
    yield Heading(3, say("memo.item_7"))
    yield lines(review.competence_and_neutrality)


def _neutrality(review: TransitionReview, redactor: Redactor) -> Iterable[Block]:
    yield Heading(2, say("memo.neutrality"))
    factors = ", ".join(label(one) for one in review.raising_factors) or say("memo.no_factors")
    pairs = (
        (say("memo.band"), label(review.band) if review.band else ""),
        (say("memo.factors"), factors),
        (say("memo.reason"), redactor.text(review.same_therapist_reason)),
        (say("memo.consultation"), redactor.text(review.same_therapist_consultation)),
        (say("memo.referral"), say("memo.yes") if review.referral_offered else say("memo.no")),
    )
    yield Facts(tuple(pair for pair in pairs if pair[1].strip()))


def _inventory(reader: Reader, facts: MemoFacts, redactor: Redactor) -> Iterable[Block]:
    items = facts.review.inventory
    yield Heading(2, say("memo.inventory"))
    yield Facts(((say("memo.inventory_done"), facts.inventory_on),))
    if not items:
        yield Paragraph(say("memo.inventory_none"))
        return
    if reader is not Reader.SELF:
        yield Paragraph(say("memo.inventory_counts"), Tone.MUTED)
    number = Counter(item.choice for item in items)
    weighty = Counter(item.choice for item in items if item.material is not Material.NO)
    rows = tuple((label(c), str(number[c]), str(weighty[c])) for c in ClientChoice if number[c])
    columns = ("memo.inventory_choice", "memo.inventory_number", "memo.inventory_material")
    yield Table(tuple(map(say, columns)), rows)
    if reader is Reader.SELF:
        named = ("memo.inventory_item", "memo.inventory_matters", "memo.inventory_choice")
        listed = tuple(
            (
                redactor.text(item.text),
                label(item.material),
                say("memo.inventory_by", choice=label(item.choice), day=day) if day else label(item.choice),
            )
            for item, day in zip(items, facts.told_by, strict=True)
        )
        yield Table(tuple(map(say, named)), listed)
