"""Competencies with their evidence and date: they decide which cautions need a consultation (rows 82 and 84)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.practitioner import Competence, CompetenceEvidence, Practitioner
from irt_desk.domain.values import Invalid
from irt_desk.services.texts import day_text
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    Choice,
    DateField,
    LinkButton,
    Muted,
    ProblemLine,
    TextLine,
    clear_layout,
)
from irt_desk.words import label, say


class CompetenceCard(Card):
    """The stated competencies; one is added with what it rests on and since when, and removed with one click."""

    def __init__(self, page: Any) -> None:
        super().__init__(say("competence.title"))
        self._page = page
        self._practitioner: Practitioner | None = None
        self._leaving = 0
        self.body.addWidget(Muted(say("competence.text"), wrap=True))
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)
        row = QHBoxLayout()
        self.which, self.evidence = Choice(Competence), TextLine(placeholder=say("competence.evidence"))
        self.since = DateField(optional=True)
        self.which.setAccessibleName(say("competence.which"))
        self.evidence.setAccessibleName(say("competence.evidence"))
        self.since.setAccessibleName(say("competence.since"))
        self.since.setPlaceholderText(say("competence.since"))
        self.add_button = Button(say("competence.add"))
        self.add_button.clicked.connect(self._on_add)
        row.addWidget(self.which, 1)
        row.addWidget(self.evidence, 2)
        row.addWidget(self.since)
        row.addWidget(self.add_button)
        self.body.addLayout(row)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)

    @property
    def value(self) -> tuple[CompetenceEvidence, ...]:
        """The stated competencies."""
        return self._practitioner.competencies if self._practitioner else ()

    def show_practitioner(self, practitioner: Practitioner) -> None:
        """Show the competencies."""
        self._practitioner = practitioner
        clear_layout(self._rows)
        for place, stated in enumerate(practitioner.competencies):
            name = label(stated.competence)
            if stated.since is None:
                text = say("competence.row", name=name, evidence=stated.evidence)
            else:
                day = day_text(stated.since, weekday=False)
                text = say("competence.row_since", name=name, evidence=stated.evidence, day=day)
            across = QHBoxLayout()
            across.addWidget(Body(text, wrap=True), 1)
            remove = LinkButton(say("competence.remove"))
            remove.setAccessibleName(say("competence.remove_named", name=name))
            remove.clicked.connect(partial(self._on_remove, place))
            across.addWidget(remove)
            self._rows.addLayout(across)

    def _on_add(self) -> None:
        if self._practitioner is None:
            return
        if not self.evidence.value():
            self.problem.say(say("competence.evidence_needed"))
            return
        try:
            since = self.since.value()
        except Invalid as error:
            self.problem.say(str(error))
            return
        self.problem.say("")
        stated = CompetenceEvidence(competence=self.which.value(), evidence=self.evidence.value(), since=since)
        self.evidence.set_value("")
        self.since.set_value(None)
        self._store((*self._practitioner.competencies, stated))

    def _on_remove(self, place: int, *_: Any) -> None:
        self._leaving = place
        question = say("competence.remove_ask", name=label(self.value[place].competence))
        self._page.room.dialogs.ask(question, say("competence.remove"), self._on_answered)

    def _on_answered(self, yes: bool) -> None:
        if yes:
            self._store(tuple(c for number, c in enumerate(self.value) if number != self._leaving))

    def _store(self, competencies: tuple[CompetenceEvidence, ...]) -> None:
        if self._practitioner is not None:
            changed = replace(self._practitioner, competencies=competencies)
            work = partial(self._page.room.desk.settings.save_practitioner, changed)
            self._page.room.runner.change(self, work, None, self._page.fail)
