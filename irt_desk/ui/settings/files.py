"""What scans and kept papers take together, and from 2 GB on what to do about it (security paper, IP-7)."""

from __future__ import annotations

from irt_desk.ui.attachments import much_text, size_text
from irt_desk.ui.building import Banner, Card, Muted
from irt_desk.words import say


class KeptFilesCard(Card):
    """The size of all files of the practice; read, never set here."""

    def __init__(self) -> None:
        super().__init__(say("files.together_title"))
        self.much = Banner("", "attention")
        self.body.addWidget(self.much)
        self.line = Muted("", wrap=True)
        self.body.addWidget(self.line)

    def show_size(self, together: int) -> None:
        """Show what they take together, in bytes."""
        self.line.setText(say("files.together", size=size_text(together)) if together else say("files.together_none"))
        self.much.say(much_text(together))
        self.line.setHidden(bool(much_text(together)))
