"""Settings: the practitioner, appearance, security, backups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from irt_desk.domain.practitioner import Practitioner
from irt_desk.errors import UserError
from irt_desk.services import content, practices
from irt_desk.services.changes import Area
from irt_desk.ui import theme
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    Field,
    LinkButton,
    Muted,
    NumberField,
    PrimaryButton,
    ProblemLine,
    ScrollPage,
    Title,
    clear_layout,
)
from irt_desk.ui.keeping import Keeper
from irt_desk.ui.records import FieldSpec
from irt_desk.ui.records.single import SingleCard
from irt_desk.ui.recovery import ask_back
from irt_desk.ui.room import Page, Room
from irt_desk.ui.settings.asking import AskingCard
from irt_desk.ui.settings.competencies import CompetenceCard
from irt_desk.ui.settings.files import KeptFilesCard
from irt_desk.ui.settings.measures import ScheduleCard
from irt_desk.ui.settings.neutrality import NeutralityCard
from irt_desk.ui.settings.place import PlaceCard
from irt_desk.ui.unlock.parts import PassphraseLine
from irt_desk.words import say

F = FieldSpec

PAPERS = (("A4", "A4"), ("LETTER", say("practitioner.paper_letter")))


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """Everything the page shows."""

    practitioner: Practitioner
    lock_minutes: int
    backups: tuple[Path, ...]
    jurisdictions: tuple[tuple[str, str], ...]
    zones: tuple[tuple[str, str], ...]
    today: date
    files_together: int


def gather(desk: Any) -> SettingsFacts:
    """Read everything the page shows, on the lane."""
    return SettingsFacts(
        desk.settings.practitioner(),
        desk.settings.lock_minutes(),
        practices.list_backups(desk.practice.folder),
        tuple((code, content.load_jurisdiction(code).name) for code in content.jurisdictions()),
        tuple((zone, zone.replace("_", " ")) for zone in sorted(available_timezones())),
        desk.settings.today(),
        desk.attachments.together(),
    )


class SettingsPage(Page):
    """What is set once."""

    areas = frozenset({Area.SETTINGS, Area.BACKUPS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        page = ScrollPage()
        outer.addWidget(page)
        page.body.addWidget(Title(say("rail.settings")))
        fields = (
            F("name", half=True, required=True),
            F("credential", half=True, required=True),
            F("licence_type", half=True),
            F("licence_number", half=True),
            F("jurisdiction", "choice", half=True),
            F("zone", "typed", half=True),
            F("paper", "choice", half=True, options=PAPERS),
            F("letterhead", "lines"),
        )
        self.profile = SingleCard("practitioner", Practitioner, fields, save=self._save_profile)
        page.body.addWidget(self.profile)
        self.keeper = Keeper(room, "settings", self)
        self.keeper.add("practitioner", self.profile)
        self.competencies = CompetenceCard(self)
        page.body.addWidget(self.competencies)
        self.rhythms = ScheduleCard(self)
        self.keeper.add("measure_schedule", self.rhythms)
        page.body.addWidget(self.rhythms)
        self.neutrality = NeutralityCard(self)
        self.keeper.add("neutrality_limits", self.neutrality)
        page.body.addWidget(self.neutrality)
        self.asking = AskingCard(room)
        page.body.addWidget(self.asking)
        self.place = PlaceCard()
        page.body.addWidget(self.place)
        page.body.addWidget(self._appearance())
        page.body.addWidget(self._security())
        self.kept_files = KeptFilesCard()
        page.body.addWidget(self.kept_files)
        page.body.addWidget(self._backups())
        page.body.addStretch(1)

    def flush(self) -> None:
        """Hand over what is half typed."""
        self.keeper.keep()

    def _save_profile(self, value: Practitioner, done: Any, failed: Any) -> None:
        stored = replace(value, competencies=self.competencies.value)
        self.room.runner.change(self, partial(self.room.desk.settings.save_practitioner, stored), done, failed)

    def _appearance(self) -> Card:
        card = Card(say("settings.appearance"))
        row = QHBoxLayout()
        for name in ("light", "dark"):
            button = Button(say(f"settings.{name}"))
            button.clicked.connect(partial(self._on_theme, name))
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _on_theme(self, name: str, *_: Any) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, name)
            theme.remember(name)

    def _security(self) -> Card:
        card = Card(say("settings.security"))
        self.minutes = NumberField(optional=False)
        row = QHBoxLayout()
        row.addWidget(Field(say("settings.lock_minutes"), self.minutes, help=say("settings.lock_help")))
        save = Button(say("record.save"))
        save.clicked.connect(self._on_minutes)
        row.addWidget(save)
        row.addStretch(1)
        card.body.addLayout(row)
        self.old = PassphraseLine(say("settings.old_passphrase"))
        self.new = PassphraseLine(say("create.passphrase"))
        self.again = PassphraseLine(say("create.again"))
        for field in (self.old, self.new, self.again):
            card.body.addWidget(field)
        self.problem = ProblemLine()
        card.body.addWidget(self.problem)
        self.change_button = PrimaryButton(say("settings.change_passphrase"))
        self.change_button.clicked.connect(self.change_passphrase)
        card.body.addWidget(self.change_button)
        card.body.addWidget(Muted(say("settings.change_hint"), wrap=True))
        recovery = Button(say("recovery.settings"))
        recovery.clicked.connect(self._on_recovery)
        card.body.addWidget(recovery, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _on_minutes(self) -> None:
        try:
            minutes = self.minutes.value()
        except UserError as error:
            self.problem.say(str(error))
            return
        work = partial(self.room.desk.settings.set_lock_minutes, int(minutes or 5))
        self.room.runner.change(self, work, None, self.fail)

    def _on_recovery(self) -> None:
        ask_back(self.room, self)

    def change_passphrase(self) -> None:
        """Change the passphrase of the open practice; only the header is rewritten."""
        if self.new.text() != self.again.text():
            self.problem.say(say("create.differ"))
            return
        self.problem.say("")
        work = partial(practices.change_open_passphrase, self.room.desk, self.old.text(), self.new.text())
        self.change_button.setEnabled(False)
        self.room.runner.read(self, work, self._on_changed_passphrase, self._on_not_changed)

    def _on_changed_passphrase(self, _: Any) -> None:
        self.change_button.setEnabled(True)
        for field in (self.old, self.new, self.again):
            field.clear()
        self.room.dialogs.tell(say("cli.passphrase_changed"))

    def _on_not_changed(self, error: Exception) -> None:
        self.change_button.setEnabled(True)
        if isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error

    def _backups(self) -> Card:
        card = Card(say("settings.backups"))
        card.body.addWidget(Muted(say("settings.backups_text"), wrap=True))
        row = QHBoxLayout()
        self.backup_button = Button(say("settings.back_up"))
        self.backup_button.clicked.connect(self._on_backup)
        row.addWidget(self.backup_button)
        elsewhere = Button(say("settings.back_up_elsewhere"))
        elsewhere.clicked.connect(self._on_elsewhere)
        row.addWidget(elsewhere)
        verify = LinkButton(say("settings.verify"))
        verify.clicked.connect(self._on_verify)
        row.addWidget(verify)
        row.addStretch(1)
        card.body.addLayout(row)
        self.list = QVBoxLayout()
        card.body.addLayout(self.list)
        return card

    def _on_backup(self) -> None:
        self._back_up(None)

    def _on_elsewhere(self) -> None:
        self.room.dialogs.choose_folder(say("settings.back_up_elsewhere"), self._back_up)

    def _back_up(self, folder: Path | None) -> None:
        self.backup_button.setEnabled(False)
        work = partial(practices.backup, self.room.desk, folder)
        self.room.runner.read(self, work, self._on_backed_up, self._on_not_backed_up)

    def _on_backed_up(self, path: Path) -> None:
        self.backup_button.setEnabled(True)
        self.room.saved(say("settings.backed_up", name=path.name))
        self.reload()

    def _on_not_backed_up(self, error: Exception) -> None:
        self.backup_button.setEnabled(True)
        self.fail(error)

    def _on_verify(self) -> None:
        self.room.runner.read(self, partial(practices.verify, self.room.desk), self._on_verified, self.fail)

    def _on_verified(self, checks: tuple[Any, ...]) -> None:
        bad = [f"{check.name} ({check.detail})" if check.detail else check.name for check in checks if not check.ok]
        self.room.dialogs.tell(say("settings.bad", names=", ".join(bad)) if bad else say("settings.sound"))

    def reload(self) -> None:
        """Fetch everything."""
        self.room.runner.read(self, partial(gather, self.room.desk), self._show, self.fail)
        self.rhythms.reload()
        self.neutrality.reload()

    def _show(self, facts: SettingsFacts) -> None:
        self.profile.form.control("jurisdiction").offer(facts.jurisdictions)
        self.profile.form.control("zone").offer(facts.zones)
        self.profile.show_value(facts.practitioner)
        self.keeper.show("")
        self.competencies.show_practitioner(facts.practitioner)
        self.place.show_pack(content.load_jurisdiction(facts.practitioner.jurisdiction), facts.today)
        self.minutes.set_value(facts.lock_minutes)
        self.kept_files.show_size(facts.files_together)
        clear_layout(self.list)
        for path in facts.backups[:8]:
            self.list.addWidget(Body(path.name))
        if not facts.backups:
            self.list.addWidget(Muted(say("settings.no_backups"), wrap=True))
