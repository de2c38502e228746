"""Neutrality, always in sight while both are weighed: the band, what it advises, and the two offers with the day they were made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from irt_desk.domain.neutrality import NeutralityBand, RaisingFactor, neutrality_band, stricter
from irt_desk.services.context import now_here
from irt_desk.services.readiness import Offer, ReadinessView
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Button, Muted, Pill, Small, Strong, clear_layout
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.pathway import PathwayTab

ROLE = {
    NeutralityBand.LOW: "relationship",
    NeutralityBand.MODERATE: "attention",
    NeutralityBand.HIGH: "attention",
}
"""No band is coloured good: a low number of sessions is no promise of fairness."""


class NeutralityPanel(QFrame):
    """The band of today; it follows what is ticked and chosen before anything is saved."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__()
        self._tab = tab
        self._view: ReadinessView | None = None
        self._weighed: tuple[Any, ...] | None = None
        self.setProperty("role", "key-box")
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 10, 12, 12)
        down.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Strong(say("neutrality.title")))
        self.pill = Pill("", "relationship")
        head.addWidget(self.pill)
        self.sessions = Muted("")
        head.addWidget(self.sessions)
        head.addStretch(1)
        down.addLayout(head)
        self.advice = Body("", wrap=True, strong=True)
        down.addWidget(self.advice)
        self.offers = QGridLayout()
        self.offers.setHorizontalSpacing(12)
        self.offers.setVerticalSpacing(8)
        self.offers.setColumnStretch(1, 1)
        down.addLayout(self.offers)
        self.limits = Small("", wrap=True)
        down.addWidget(self.limits)

    def show_view(self, view: ReadinessView) -> None:
        """Show the band as it is stored and what was offered."""
        self._view, self._weighed = view, None
        self.sessions.setText(say("neutrality.sessions", count=view.sessions))
        self.weigh(view.review.raising_factors, view.review.band)

    def weigh(self, factors: tuple[RaisingFactor, ...], chosen: NeutralityBand | None) -> NeutralityBand:
        """Say what the typed factors and the chosen band come to; return the band that counts."""
        assert self._view is not None  # it is shown before anything can be typed
        computed = neutrality_band(self._view.sessions, factors, self._view.limits)
        counts = stricter(chosen, computed) or computed
        if self._weighed == (factors, chosen):
            return counts
        self._weighed = (factors, chosen)
        self.pill.show_as(say("neutrality.pill", band=label(counts).lower()), ROLE[counts])
        parts = [say(f"neutrality.advice_{counts}")]
        if chosen is not None and chosen.rank < computed.rank:
            parts.append(say("neutrality.lower_chosen"))
        self.advice.setText(" ".join(parts))
        limits = self._view.limits
        about = say("neutrality.limits", low=limits.low_until, moderate=limits.moderate_until)
        self.limits.setText(f"{about} {say('neutrality.raised')}" if factors else about)
        self._show_offers(self._view, counts)
        return counts

    def _show_offers(self, view: ReadinessView, band: NeutralityBand) -> None:
        """The referral stands here whatever the band; matching time where it is advised, or was offered."""
        clear_layout(self.offers)
        review, signed = view.review, view.review.signed is not None
        day = review.referral_offered_on
        done = say("neutrality.referral_on", day=day_text(day, view.today)) if day else say("neutrality.referral_done")
        self._row(0, Offer.REFERRAL, done if review.referral_offered else "", signed=signed)
        on = review.matching_time_offered_on
        if on is not None or band is NeutralityBand.MODERATE:
            said = say("neutrality.matching_time_on", day=day_text(on, view.today)) if on else ""
            self._row(1, Offer.MATCHING_TIME, said, signed=signed)

    def _row(self, row: int, offer: Offer, done: str, *, signed: bool) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        self.offers.addWidget(Body("\N{CHECK MARK}" if done else "\N{WHITE CIRCLE}"), row, 0, middle)
        name = say(f"neutrality.{offer}")
        self.offers.addWidget(Body(f"{name}. {done or say(f'neutrality.{offer}_open')}", wrap=True), row, 1, middle)
        if not done and not signed:
            act = Button(say("neutrality.record_offer"))
            act.setAccessibleName(f"{name}: {act.text()}")
            act.clicked.connect(partial(self._on_offer, offer))
            self.offers.addWidget(act, row, 2, middle)

    def _on_offer(self, offer: Offer, *_: Any) -> None:
        work = partial(self._tab.room.desk.readiness.offer, self._tab.unit_id, offer, now_here().day)
        self._tab.room.runner.change(self, work, None, self._tab.fail)
