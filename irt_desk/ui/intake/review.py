"""Look at the fit again: what came up since it was decided, and the decision that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from irt_desk.domain.fit_review import DriftSign, DriftTopic, FitReview
from irt_desk.domain.suitability import FitOutcome
from irt_desk.services.fit_reviews import FitReviewView
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Card, LinkButton, Muted, clear_layout
from irt_desk.ui.chart.tab import Done, Failed
from irt_desk.ui.chart.themes import Theme, _today
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

F = FieldSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a therapist types to mark that something came up."""

    id: str = ""
    topic: DriftTopic = DriftTopic.SUBSTANCE
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a therapist types to close a review."""

    id: str = ""
    outcome: FitOutcome = FitOutcome.IRT_WITH_CAUTION
    reason: str = ""


class FitReviewTheme(Theme):
    """The signs that wait, a way to mark one, and the reviews so far."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.waiting = Card(say("fit_review.waiting"))
        self.down.addWidget(self.waiting)
        self.reviews = self.put(
            RecordCard(
                "fit_review",
                Decision,
                (F("outcome"), F("reason", "area", required=True)),
                view=_review_view,
                fresh=Decision,
                save=self._close,
                editable=False,
            )
        )
        self.marks = self.put(
            RecordCard(
                "drift_mark",
                Mark,
                (F("topic", "chips"), F("words", required=True)),
                view=_sign_view,
                fresh=Mark,
                save=self._mark,
                editable=False,
            )
        )

    def _close(self, decision: Decision, done: Done, failed: Failed) -> None:
        work = partial(self.desk.fit_reviews.close, self.unit_id, decision.outcome, decision.reason)
        self.tab.store(work, done, failed)

    def _mark(self, mark: Mark, done: Done, failed: Failed) -> None:
        self.tab.store(partial(self.desk.fit_reviews.mark, self.unit_id, mark.topic, mark.words), done, failed)

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        seen: FitReviewView = facts.review
        clear_layout(self.waiting.body)
        if not seen.open:
            self.waiting.body.addWidget(Muted(say("fit_review.nothing"), wrap=True))
        for sign in seen.open:
            self.waiting.body.addWidget(Body(sign_text(sign), wrap=True))
        if seen.open:
            self.waiting.body.addWidget(Muted(say("fit_review.how"), wrap=True))
            for theme in ("cautions", "safety"):
                link = LinkButton(say("fit_review.go", theme=say(f"theme.{theme}")))
                link.clicked.connect(partial(self.tab.choose, theme))
                self.waiting.body.addWidget(link)
        self.reviews.show_records(seen.reviews)
        if self.reviews.add_button:
            self.reviews.add_button.setVisible(bool(seen.open) and not self.reviews.is_editing)
        self.marks.show_records(seen.answered)


def sign_text(sign: DriftSign) -> str:
    """Return what came up, where and when."""
    day = day_text(sign.on, _today(), weekday=False)
    where = say("fit_review.sign", topic=label(sign.topic), origin=label(sign.origin).lower(), day=day)
    return f"{where} {say('fit_review.words', words=sign.words)}" if sign.words else where


def _sign_view(sign: DriftSign) -> RowView:
    return RowView(sign_text(sign))


def _review_view(review: FitReview) -> RowView:
    return RowView(label(review.outcome), review.reason, ((day_text(review.on, _today(), weekday=False), "neutral"),))
