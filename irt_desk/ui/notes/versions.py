"""Earlier versions of a draft: a window to compare and bring one back, and the line above the editor that offers it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from irt_desk.domain.drafts import DraftVersion
from irt_desk.domain.notes import ProgressNote
from irt_desk.errors import UserError
from irt_desk.services.drafts import PRESENT, Compared, DraftStanding, NewerElsewhere
from irt_desk.services.texts import day_text, time_text
from irt_desk.ui.building import Banner, Button, Field, LinkButton, Muted, PrimaryButton, ProblemLine, TextChoice, Title
from irt_desk.ui.notes.comparing import ChangesView
from irt_desk.ui.room import Room
from irt_desk.words import label, say


class VersionsWindow(QDialog):
    """Versions at the left, what differs from another text at the right; one act brings a version back."""

    restored = Signal(object)

    def __init__(
        self, room: Room, note_id: str, parent: QWidget, *, chosen: str = "", can_restore: bool = True
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("versions.title"))
        self.resize(980, 640)
        self.room, self._note_id, self._wanted = room, note_id, chosen
        self._versions: tuple[DraftVersion, ...] = ()
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 16, 20, 16)
        down.setSpacing(12)
        down.addWidget(Title(say("versions.title")))
        down.addWidget(Muted(say("versions.hint"), wrap=True))
        across = QHBoxLayout()
        across.setSpacing(16)
        self.list = QListWidget()
        self.list.setFixedWidth(264)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(say("versions.list"))
        self.list.currentRowChanged.connect(self._on_chosen)
        across.addWidget(self.list)
        right = QVBoxLayout()
        right.setSpacing(8)
        self.other = TextChoice()
        self.other.changed.connect(self._compare)
        right.addWidget(Field(say("versions.compared_with"), self.other))
        self.legend = Muted(say("versions.legend"), wrap=True)
        right.addWidget(self.legend)
        self.changes = ChangesView()
        right.addWidget(self.changes, 1)
        across.addLayout(right, 1)
        down.addLayout(across, 1)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        down.addLayout(self._foot(can_restore))
        work = partial(room.desk.drafts.versions, note_id)
        room.runner.read(self, work, self._show, self._fail)

    def _foot(self, can_restore: bool) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(Muted(say("versions.kept" if can_restore else "versions.signed"), wrap=True), 1)
        close = Button(say("versions.close"))
        close.clicked.connect(self.close)
        foot.addWidget(close)
        self.restore_button = PrimaryButton(say("versions.restore"))
        self.restore_button.clicked.connect(self._on_restore)
        self.restore_button.setVisible(can_restore)
        self.restore_button.setEnabled(False)
        foot.addWidget(self.restore_button)
        return foot

    def _show(self, versions: tuple[DraftVersion, ...]) -> None:
        self._versions = versions
        self.other.offer(((PRESENT, say("versions.present")), *((v.id, version_text(v)) for v in versions)))
        self.other.set_value(PRESENT)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(
            [f"{version_text(v)}\n{say('versions.about', count=v.letters, because=label(v.because))}" for v in versions]
        )
        self.list.blockSignals(False)
        row = next((number for number, v in enumerate(versions) if v.id == self._wanted), 0)
        self.list.setCurrentRow(row if versions else -1)
        self.list.setFocus()

    def _on_chosen(self, row: int) -> None:
        self.restore_button.setEnabled(row >= 0)
        self._compare()

    def _compare(self) -> None:
        if (version := self._version()) is not None:
            work = partial(self.room.desk.drafts.compare, self._note_id, version.id, self.other.value())
            self.room.runner.read(self, work, self._show_changes, self._fail)

    def _show_changes(self, compared: Compared) -> None:
        version = self._version()
        if version is not None and (compared.before, compared.after) == (version.id, self.other.value()):
            self.changes.show_changes(compared.changes)

    def _version(self) -> DraftVersion | None:
        row = self.list.currentRow()
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def _on_restore(self) -> None:
        if (version := self._version()) is not None:
            self.restore_button.setEnabled(False)
            work = partial(self.room.desk.drafts.restore, version.id)
            self.room.runner.change(self, work, self._on_restored, self._fail)

    def _on_restored(self, note: ProgressNote) -> None:
        self.restored.emit(note)
        self.close()

    def _fail(self, error: Exception) -> None:
        self.restore_button.setEnabled(self._version() is not None)
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))

    def done(self, result: int) -> None:
        """Close; the texts go with the window."""
        self.changes.wipe()
        self._versions = ()
        super().done(result)


def version_text(version: DraftVersion) -> str:
    """Return when a version was the text of the note, to the second: two of them may share a minute."""
    return f"{day_text(version.at.day)}, {version.at.local:%H:%M:%S}"


class DraftWatch(QWidget):
    """What an editor says about its draft: a crash left it open, another window wrote into it, earlier versions are there.

    ``restored`` carries the note with a version brought back; ``again`` asks the editor to save once more.
    """

    restored = Signal(object)
    again = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room, self._note_id, self._is_marked = room, "", False
        self._refused: tuple[str, int] | None = None
        self._offered = ""
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 0, 24, 0)
        self.banner = Banner("", "attention")
        self.look = self.banner.add_action(say("versions.look"))
        self.look.clicked.connect(self._on_look)
        self.dismiss = self.banner.add_action(say("versions.dismiss"))
        self.dismiss.clicked.connect(self._on_dismiss)
        if (across := self.banner.layout()) is not None:
            across.setSpacing(16)
        down.addWidget(self.banner)
        self.link = LinkButton(say("versions.title"))
        self.link.clicked.connect(self._on_link)
        self.link.hide()

    def show_note(self, note_id: str) -> None:
        """Find out what is to be said about a note; the same note again keeps what is said."""
        if note_id != self._note_id:
            self._note_id, self._is_marked, self._refused, self._offered = note_id, False, None, ""
            self.banner.say("")
            self.link.hide()
        self._room.runner.read(self, partial(self._room.desk.drafts.standing, note_id), self._show, self._fail)

    def _show(self, standing: DraftStanding) -> None:
        if standing.note_id != self._note_id:
            return
        self.link.setVisible(standing.count > 0)
        if standing.left_since is not None and not self._is_marked and self._refused is None:
            self._offered = standing.before_it or ""
            self.look.setVisible(standing.before_it is not None)
            self.dismiss.setText(say("versions.dismiss"))
            when = f"{day_text(standing.left_since.day)}, {time_text(standing.left_since)}"
            self.banner.say(say("versions.left_open", when=when))

    def typing(self) -> None:
        """Note with the first key that this draft is being typed, so that a crash can be told from leaving."""
        if not self._is_marked and self._note_id:
            self._is_marked = True
            self._room.runner.change(self, partial(self._room.desk.drafts.mark, self._note_id), None, self._fail)

    def left(self) -> None:
        """Note that everything typed was handed over in good order."""
        if self._is_marked:
            self._is_marked = False
            self._room.runner.change(self, partial(self._room.desk.drafts.leave, self._note_id), None, self._fail)

    def refused(self, error: NewerElsewhere, revision: int) -> None:
        """Another writer was first: find out whether the note really moved on from the revision that is shown."""
        self._refused = error.version_id, revision
        self._room.runner.read(self, partial(self._room.desk.notes.get, self._note_id), self._on_other, self._fail)

    @property
    def is_refused(self) -> bool:
        """Whether the text in the editor waits for a decision; saving it again would only be refused again."""
        return self._refused is not None

    def _on_other(self, note: ProgressNote) -> None:
        if self._refused is None or note.id != self._note_id:
            return
        version_id, revision = self._refused
        if note.revision == revision:  # the save before this one had not reached the disk; nobody else wrote
            self._refused = None
            self.again.emit()
            return
        self._offered = version_id
        self.look.show()
        self.dismiss.setText(say("versions.take_saved"))
        self.banner.say(say("versions.conflict"))

    def _on_look(self) -> None:
        self._open(self._offered)

    def _on_link(self) -> None:
        self._open("")

    def _on_dismiss(self) -> None:
        """Go on with what is stored; a refused text stays among the earlier versions."""
        if self._refused is not None:
            read = partial(self._room.desk.notes.get, self._note_id)
            self._room.runner.read(self, read, self._on_restored, self._fail)
            return
        self.banner.say("")
        self._room.runner.change(self, partial(self._room.desk.drafts.leave, self._note_id), None, self._fail)

    def _open(self, version_id: str) -> None:
        window = VersionsWindow(self._room, self._note_id, self.window(), chosen=version_id)
        window.restored.connect(self._on_restored)
        window.open()

    def _on_restored(self, note: ProgressNote) -> None:
        self._refused = None
        self.banner.say("")
        self.restored.emit(note)

    def _fail(self, error: Exception) -> None:
        """Say nothing: the editor's own save says what is wrong with the disk."""
        if not isinstance(error, UserError):
            raise error
