"""Consents: signed, dated, with an end, withdrawn; what a type asks for shows itself when the type is chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from irt_desk.domain.attachments import CaseFile, pages_of
from irt_desk.domain.consents import (
    BY_CLIENT,
    BY_PARTNER,
    WORDING,
    Consent,
    ConsentType,
    Signer,
    wording_version,
)
from irt_desk.services.context import now_here
from irt_desk.services.documents import DocumentKind
from irt_desk.services.texts import day_text
from irt_desk.ui.attachments import FilesCard, file_text
from irt_desk.ui.building import LinkButton
from irt_desk.ui.building.texts import bring_to_top
from irt_desk.ui.chart.errand import Paper
from irt_desk.ui.chart.themes import Theme
from irt_desk.ui.records import FieldSpec, RecordCard, RowLink, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

F = FieldSpec
ADD_PAGE = "add_page"
"""Key of the act that adds a scan to a consent; every other key under a consent is the id of a scan."""
PROPOSED = frozenset({"", "1", *WORDING.values()})
"""Versions the form proposes by itself; any other was typed."""


class ConsentCard(RecordCard):
    """The list; a consent in force has "Withdraw" at its end, and nothing is ever edited."""

    def __init__(self, theme: ConsentsTheme) -> None:
        self._theme = theme
        super().__init__(
            "consent",
            Consent,
            (
                F("type", half=True),
                F("version", half=True),
                F("signer", "chips", half=True),
                F("signer_name", half=True),
                F("signed_on", half=True),
                F("expires_on", half=True),
                F("points"),
                F("secrets_option", "chips"),
                F("prior_info", "chips"),
                F("recipient"),
                F("note"),
            ),
            view=theme.view,
            fresh=theme.fresh,
            save=theme.tab.saver(theme.desk.consents.sign),
        )
        self.link_followed.connect(theme.follow_link)
        self.form.control("type").changed.connect(self.follow)
        self.form.control("signer").changed.connect(self._name_signer)
        self.opened.connect(self.follow)
        self.print_link = LinkButton(say("documents.print_paper"))
        self.print_link.clicked.connect(self._on_print)
        below = self.form.field("type").layout()
        assert isinstance(below, QVBoxLayout)  # a field is a column of label, control and lines
        below.insertWidget(2, self.print_link, 0, Qt.AlignmentFlag.AlignLeft)

    def follow(self) -> None:
        """Show what the chosen type asks for, and who can sign it."""
        kind = self.form.control("type").value()
        self.form.field("points").setHidden(kind is not ConsentType.IRT_MODALITY_ORIENTATION)
        for name in ("secrets_option", "prior_info"):
            self.form.field(name).setHidden(kind is not ConsentType.SECRETS_POLICY)
        self.form.field("recipient").setHidden(kind is not ConsentType.JOINT_RELEASE)
        self.print_link.setVisible(kind in self._theme.papers)
        self.print_link.setAccessibleName(f"{self.print_link.text()}: {label(kind)}" if kind else "")
        self._propose_version(kind)
        signer = self.form.control("signer")
        if kind in BY_PARTNER or kind in BY_CLIENT:
            signer.set_value(Signer.PARTNER if kind in BY_PARTNER else Signer.CLIENT)
            self._name_signer()

    def _propose_version(self, kind: ConsentType | None) -> None:
        """Put the version of the printed paper, unless another one was typed."""
        line = self.form.control("version")
        if kind is not None and line.text().strip() in PROPOSED:
            line.set_value(wording_version(kind))

    def _on_print(self) -> None:
        """Open the paper of the chosen type among the documents; what is typed here waits."""
        kind = self.form.control("type").value()
        unit_id, room = self._theme.unit_id, self._theme.tab.room
        room.go("chart", unit_id=unit_id, tab="documents", document=DocumentKind.CONSENT.value, subject=kind.value)

    def _name_signer(self) -> None:
        """Put the name of whoever signs, unless another name was typed."""
        line = self.form.control("signer_name")
        if line.text() in ("", *self._theme.names.values()):
            line.set_value(self._theme.names.get(self.form.control("signer").value(), ""))

    def _on_edit(self, index: int) -> None:
        """Withdraw: asked once, dated today; the consent stays in the record."""
        self._theme.withdraw(self._records[index])


class ConsentsTheme(Theme):
    """Consents: signed, dated, withdrawn, never edited."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.names: dict[Signer, str] = {}
        self.papers: tuple[ConsentType, ...] = ()
        """Types that are printed from the record shown."""
        self._papers_of = ""
        self._today: Any = now_here().day
        self._asked: Consent | None = None
        self._scans: tuple[CaseFile, ...] = ()
        self.consents = self.put(ConsentCard(self))
        self.files = FilesCard(tab)
        self.down.addWidget(self.files)

    def fresh(self) -> Consent:
        """Return an empty consent of today."""
        return Consent(
            id="",
            unit_id=self.unit_id,
            type=ConsentType.INFORMED,
            version=wording_version(ConsentType.INFORMED),
            signer=Signer.CLIENT,
            signer_name=self.names.get(Signer.CLIENT, ""),
            signed_on=self._today,
        )

    def begin(self, paper: Paper) -> None:
        """Open the form of one missing signature with everything known filled in; what is half typed in it stays."""
        if not self.consents.unfinished():
            self.consents.open_editor(
                replace(
                    self.fresh(),
                    type=paper.type,
                    version=wording_version(paper.type),
                    signer=paper.signer,
                    signer_name=self.names.get(paper.signer, ""),
                    secrets_option=paper.secrets,
                    prior_info=paper.prior_info,
                )
            )
        bring_to_top(self.consents.editor)

    def view(self, consent: Consent) -> RowView:
        """Return how a consent looks in the list."""
        detail = say(
            "consent.row", signer=consent.signer_name, day=day_text(consent.signed_on), version=consent.version
        )
        policy = [label(part) for part in (consent.secrets_option, consent.prior_info) if part]
        detail = " · ".join([detail, *policy, *filter(None, (consent.recipient, consent.note))])
        if consent.withdrawn_on:
            gone = ((say("consent.withdrawn", day=day_text(consent.withdrawn_on)), "danger"),)
            return RowView(label(consent.type), detail, gone, editable=False, links=self._links(consent))
        pills: tuple[tuple[str, str], ...] = ()
        if consent.expires_on:
            over = not consent.holds_on(self._today)
            code = "consent.ended" if over else "consent.ends"
            pills = ((say(code, day=day_text(consent.expires_on)), "danger" if over else "attention"),)
        return RowView(label(consent.type), detail, pills, act=say("consent.withdraw"), links=self._links(consent))

    def _links(self, consent: Consent) -> tuple[RowLink, ...]:
        """Return the scans of a consent, each to be looked at, and the way to add one."""
        kept = tuple(
            RowLink(one.id, say("files.view"), say("files.view_named", name=one.name), f"{one.name} · {file_text(one)}")
            for one in pages_of(self._scans, consent.id)
        )
        named = say("files.add_page_named", type=label(consent.type), day=day_text(consent.signed_on))
        return (*kept, RowLink(ADD_PAGE, say("files.another_page" if kept else "files.add_page"), named))

    def follow_link(self, consent: Consent, key: str) -> None:
        """Show a scan of a consent, or ask for one."""
        if key == ADD_PAGE:
            self.files.add_to(consent.id)
            return
        for one in self._scans:
            if one.id == key:
                self.files.view(one)

    def withdraw(self, consent: Consent) -> None:
        """Ask, then record the withdrawal from today on."""
        self._asked = consent
        question = say("consent.withdraw_ask", type=label(consent.type), day=day_text(self._today))
        self.tab.room.dialogs.ask(question, say("consent.withdraw"), self._withdrawn)

    def _withdrawn(self, yes: bool) -> None:
        if yes and self._asked is not None:
            work = partial(self.desk.consents.withdraw, self._asked.id, self._today)
            self.tab.room.runner.change(self.tab, work, None, self.tab.fail)

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        names = {
            Signer.CLIENT: facts.client.legal_name or facts.client.preferred_name,
            Signer.PARTNER: facts.partner_name,
        }
        self.show_consents(facts.consents, names, facts.safety.today, facts.files)
        self.files.show_files(facts.files, facts.files_together)

    def show_consents(
        self, consents: tuple[Consent, ...], names: dict[Signer, str], today: date, files: tuple[CaseFile, ...]
    ) -> None:
        """Show consents of a record with their scans, and the names of those who may sign another one."""
        self._today, self.names, self._scans = today, names, files
        self.consents.show_records(consents)
        if self._papers_of != self.unit_id:
            self._papers_of, self.papers = self.unit_id, ()
            work = partial(self.desk.documents.consent_papers, self.unit_id)
            self.tab.room.runner.read(self.tab, work, self._know_papers)

    def _know_papers(self, papers: tuple[ConsentType, ...]) -> None:
        self.papers = papers
        if self.consents.is_editing:
            self.consents.follow()
