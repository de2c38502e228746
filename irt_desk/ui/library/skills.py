"""The skills of the library, built in and own, with where each comes from."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from irt_desk.domain.content import Skill
from irt_desk.domain.own_skills import OwnSkill
from irt_desk.services.changes import Area
from irt_desk.ui.building import Body, Button, LinkButton, Pill, Small, Strong
from irt_desk.ui.building.choices import FlowLayout
from irt_desk.ui.keeping import Keeper
from irt_desk.ui.library.own_skill import OwnSkillEditor
from irt_desk.ui.library.section import Entry, ListSection
from irt_desk.ui.room import Room
from irt_desk.words import label, say

_PARTS = ("when", "steps", "home_practice", "counts", "stage_5")


def read(desk: Any) -> tuple[dict[str, Skill], tuple[OwnSkill, ...]]:
    """Return every skill that may be given and the own ones as they were written, retired ones too; on the lane."""
    return desk.skill_library.skills(), desk.skill_library.own()


class SkillsSection(ListSection):
    """Every skill in the order of its groups; own ones can be written and changed here."""

    name = "skills"
    areas = frozenset({Area.SKILLS})
    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._own: dict[str, OwnSkill] = {}
        self.add_button = Button(say("own_skill.add"))
        self.add_button.clicked.connect(self._on_add)
        self.left.addWidget(self.add_button)
        self.editor = OwnSkillEditor(room)
        self.editor.hide()
        self.editor.closed.connect(self._on_closed)
        self.editor.changed.connect(self.changed)
        across = self.layout()
        assert isinstance(across, QHBoxLayout)  # the base made it
        across.addWidget(self.editor, 1)
        self.keeper = Keeper(room, "own_skill", self)
        self.keeper.add("own_skill", self)

    def reload(self) -> None:
        """Fetch the library."""
        self.room.runner.read(self, partial(read, self.room.desk), self._show, self.fail)

    def _show(self, found: tuple[dict[str, Skill], tuple[OwnSkill, ...]]) -> None:
        skills, own = found
        self._own = {skill.code: skill for skill in own}
        entries = [Entry(s.id, f"{s.id}  {s.name}", label(s.group), s) for s in skills.values()]
        retired = [skill for skill in own if skill.retired]
        entries += [Entry(s.code, f"{s.code}  {s.name}", say("own_skill.retired"), s) for s in retired]
        self.show_entries(entries)
        self.keeper.show("")

    def show_value(self, value: Skill | OwnSkill) -> None:
        """Show one skill; of a retired own one only its name and the way back."""
        if isinstance(value, OwnSkill):
            self.say_title(value.name, value.what)
            self._say_acts(value)
            return
        self.say_title(value.name, value.what)
        if value.is_custom:
            self._say_acts(self._own[value.id])
        for part in _PARTS:
            self.say_part(part, getattr(value, part))
        self._say_stops(value)
        self.page.body.addWidget(Small(value.provenance, wrap=True))

    def _say_acts(self, skill: OwnSkill) -> None:
        across = QHBoxLayout()
        across.addWidget(Pill(say("own_skill.own", version=skill.version), "client"))
        if not skill.retired:
            change = LinkButton(say("own_skill.edit"))
            change.clicked.connect(partial(self._on_edit, skill.code))
            across.addWidget(change)
        retire = LinkButton(say("own_skill.bring_back" if skill.retired else "own_skill.retire"))
        retire.clicked.connect(partial(self._on_retire, skill.code, not skill.retired))
        across.addWidget(retire)
        across.addStretch(1)
        self.page.body.addLayout(across)

    def _say_stops(self, skill: Skill) -> None:
        if not (skill.stop_when or skill.when_not):
            return
        body = self.page.body
        body.addWidget(Strong(say("library.stop_text")))
        if skill.stop_when:
            holder = QWidget()
            flow = FlowLayout()
            holder.setLayout(flow)
            for code in skill.stop_when:
                flow.addWidget(Pill(label(code), "attention"))
            body.addWidget(holder)
        for text in (*(text for _, text in skill.stop_scopes), *skill.when_not):
            body.addWidget(Body(f"\N{BULLET} {text}", wrap=True))

    def unfinished(self) -> dict[str, Any]:
        """Return the half-written skill."""
        return self.editor.unfinished()

    def resume(self, data: dict[str, Any]) -> None:
        """Open the half-written skill where it was left; one that is gone meanwhile is a new one."""
        self._begin(self._own.get(data["code"]))
        self.editor.resume_fields(data["fields"])

    def flush(self) -> None:
        """Hand over what is half typed."""
        self.keeper.keep()

    def _begin(self, skill: OwnSkill | None) -> None:
        self.page.hide()
        self.editor.begin(skill)

    def _on_add(self) -> None:
        self._begin(None)

    def _on_edit(self, code: str, *_: Any) -> None:
        self._begin(self._own[code])

    def _on_retire(self, code: str, retired: bool, *_: Any) -> None:
        work = partial(self.room.desk.skill_library.retire, code, retired=retired)
        self.room.runner.change(self, work, None, self.fail)

    def _on_closed(self, code: str) -> None:
        self.page.show()
        if code:
            self.point_at(key=code)

    def _on_row(self, row: int) -> None:
        """Show the chosen entry; an open form gives way and keeps what is in it."""
        if not self.editor.isHidden() and self.list.hasFocus():
            self.editor.hide()
            self.page.show()
        super()._on_row(row)
