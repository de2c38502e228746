"""On the Documents tab: composing the transfer summary, releases, and the log of what went to somebody outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.consents import Consent
from irt_desk.domain.transfers import MINIMUM, Disclosure, Release, TransferSummary, covering
from irt_desk.domain.values import Missing
from irt_desk.services.charts import ChartHead
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Button, Card, Muted, Small, clear_layout
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.records.single import SingleCard
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.documents import DocumentsTab

F = FieldSpec


@dataclass(frozen=True, slots=True)
class TransferPicture:
    """Everything the three cards show."""

    summary: TransferSummary
    missing: tuple[Missing, ...]
    releases: tuple[Release, ...]
    consents: tuple[Consent, ...]
    disclosures: tuple[Disclosure, ...]


def gather_transfers(desk: Any, unit_id: str) -> TransferPicture:
    """Read what the cards show, on the lane."""
    return TransferPicture(
        desk.transfers.summary(unit_id),
        desk.transfers.missing(unit_id),
        desk.transfers.releases(unit_id),
        desk.consents.of(unit_id),
        desk.transfers.disclosures(unit_id),
    )


class TransferCards(QWidget):
    """The composer while the transfer summary is chosen; releases and disclosures always.

    In a joint unit nothing of one person's stands here: what leaves it is released by both, as a consent of its own.
    """

    def __init__(self, tab: DocumentsTab) -> None:
        super().__init__()
        self._tab, self._desk = tab, tab.room.desk
        self._picture: TransferPicture | None = None
        self._name, self._today = "", date.min
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(12)
        self.composer = SingleCard(
            "transfer",
            TransferSummary,
            (
                F("recipient"),
                F("address"),
                F("purpose"),
                F("parts"),
                F("reason", "area"),
                F("focus", "area"),
                F("pattern", "area"),
                F("risk", "area"),
                F("wishes", "area"),
                F("partner_view", "area", tone="partner"),
            ),
            save=tab.saver(self._desk.transfers.save),
        )
        self.state = QVBoxLayout()
        self.composer.body.addLayout(self.state)
        self.review = Button(say("transfer.review"))
        self.review.clicked.connect(self._on_review)
        self.composer.body.addWidget(self.review)
        self.releases = RecordCard(
            "release",
            Release,
            (
                F("recipient"),
                F("address"),
                F("purpose"),
                F("parts"),
                F("signer_name"),
                F("signed_on", half=True),
                F("expires_on", half=True),
            ),
            view=self._view,
            fresh=self._fresh,
            save=tab.saver(self._desk.transfers.sign_release),
            editable=False,
        )
        self.log = Card(say("disclosures.title"))
        self.by_both = Card(say("documents.joint_releases"))
        self.by_both.body.addWidget(Muted(say("documents.joint_releases_text"), wrap=True))
        self.by_both.hide()
        for card in (self.composer, self.releases, self.by_both, self.log):
            down.addWidget(card)
        tab.keeper.add("transfer", self.composer)
        tab.keeper.add("release", self.releases)

    def show_composer(self, shown: bool) -> None:
        """Show the composer while the transfer summary is the chosen document."""
        self.composer.setVisible(shown)

    def forget(self) -> None:
        """Another record is shown."""
        self.composer.forget()
        self.releases.forget()

    def show_facts(self, head: ChartHead, picture: TransferPicture) -> None:
        """Show what was read."""
        self._picture, self._today = picture, head.today
        self._name = head.client.legal_name or head.client.preferred_name
        self.releases.setHidden(head.unit.kind.brings_together)
        self.by_both.setVisible(head.unit.kind.is_joint)
        self.composer.show_value(picture.summary)
        self._show_state(picture)
        self.releases.show_records(picture.releases)
        clear_layout(self.log.body)
        for line in picture.disclosures:
            self.log.body.addWidget(Body(line.recipient, wrap=True))
            words = say(
                "disclosures.row",
                day=day_text(line.on, weekday=False),
                what=line.what,
                basis=label(line.basis),
                purpose=line.purpose,
            )
            self.log.body.addWidget(Muted(words, wrap=True))
        if not picture.disclosures:
            self.log.body.addWidget(Muted(say("disclosures.none"), wrap=True))

    def _show_state(self, picture: TransferPicture) -> None:
        """Show which release covers each part, what is missing, and whether the client read it."""
        clear_layout(self.state)
        summary = picture.summary
        for part in summary.parts:
            found = covering(part, summary.recipient, picture.releases, picture.consents, self._today)
            code = "transfer.covered" if found else "transfer.uncovered"
            day = day_text(found.signed_on, weekday=False) if found else ""
            self.state.addWidget(Small(say(code, part=label(part), day=day), wrap=True))
        for item in picture.missing:
            self.state.addWidget(Small(f"\N{WHITE CIRCLE} {item.sentence}", wrap=True))
        if summary.reviewed_on is not None:
            day = day_text(summary.reviewed_on, weekday=False)
            self.state.addWidget(Body(say("transfer.reviewed", name=summary.reviewed_by, day=day), wrap=True))
        self.review.setVisible(bool(summary.id) and summary.reviewed_on is None and not picture.missing)

    def _view(self, release: Release) -> RowView:
        consents = self._picture.consents if self._picture else ()
        holds = any(consent.id == release.id and consent.holds_on(self._today) for consent in consents)
        end = day_text(release.expires_on, weekday=False) if release.expires_on else ""
        detail = say("release.row", purpose=release.purpose, day=day_text(release.signed_on, weekday=False), end=end)
        pill = (say("release.holds"), "good") if holds else (say("release.over"), "neutral")
        return RowView(release.recipient, detail, (pill,))

    def _fresh(self) -> Release:
        today = now_here().day
        summary = self._picture.summary if self._picture else None
        return Release(
            id="",
            unit_id=self._tab.unit_id,
            recipient=summary.recipient if summary else "",
            address=summary.address if summary else "",
            purpose=summary.purpose if summary else "",
            parts=summary.parts if summary else MINIMUM,
            signer_name=self._name,
            signed_on=today,
        )

    def _on_review(self) -> None:
        """Ask once, then record the client's signature of today; what is typed is stored first."""
        if self.composer.form.is_written:
            self.composer.submit(self._ask)
        else:
            self._ask()

    def _ask(self) -> None:
        self._tab.room.dialogs.ask(say("transfer.review_ask", name=self._name), say("transfer.review"), self._reviewed)

    def _reviewed(self, yes: bool) -> None:
        if yes:
            work = partial(self._desk.transfers.review, self._tab.unit_id, by=self._name, on=self._today)
            self._tab.room.runner.change(self._tab, work, None, self._tab.fail)
