"""Sent to close one open item: which signature it is about, the line that leads back, and going back by itself once it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from irt_desk.domain.consents import BY_PARTNER, ConsentType, PriorInfo, SecretsOption, Signer
from irt_desk.domain.safety import OverrideKind
from irt_desk.domain.units import JointPreparation
from irt_desk.domain.values import Act, Missing
from irt_desk.ui.building import Button, LinkButton, PrimaryButton
from irt_desk.ui.building.texts import bring_to_top
from irt_desk.words import known, say

_SPECIAL = {
    "client_signs_first": (ConsentType.PARTNER_CONSENT, Signer.PARTNER),
    "two_signers": (ConsentType.PARTNER_CONSENT, Signer.PARTNER),
    "secrets_same": (ConsentType.SECRETS_POLICY, Signer.CLIENT),
    "contact_release": (ConsentType.PARTNER_CONTACT_RELEASE, Signer.CLIENT),
    "joint_release": (ConsentType.JOINT_RELEASE, Signer.CLIENT),
}
"""Open items about a signature whose code does not name the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One signature to record: the paper, who signs it, and of a secrets policy what both chose."""

    type: ConsentType
    signer: Signer
    secrets: SecretsOption | None = None
    prior_info: PriorInfo | None = None


def paper_of(code: str, agreed: JointPreparation | None = None) -> Paper | None:
    """Return the signature an open item asks for; None when it is about no signature."""
    found = _SPECIAL.get(code)
    if found is None and code.startswith("consent_"):
        rest = code.removeprefix("consent_")
        for who in Signer:
            if rest.endswith(f"_{who}") and rest.removesuffix(f"_{who}") in set(ConsentType):
                found = (ConsentType(rest.removesuffix(f"_{who}")), who)
        if found is None and rest in set(ConsentType):
            kind = ConsentType(rest)
            found = (kind, Signer.PARTNER if kind in BY_PARTNER else Signer.CLIENT)
    if found is None:
        return None
    kind, signer = found
    policy = agreed if kind is ConsentType.SECRETS_POLICY else None
    return Paper(
        type=kind,
        signer=signer,
        secrets=policy.secrets if policy else None,
        prior_info=policy.prior_info if policy else None,
    )


def act_words(item: Missing) -> str:
    """Return what the button of an open item says: what is done there where the catalogue knows it, else the place."""
    for code in (f"act_for.{item.code}", "act_for.consent" if item.act is Act.CONSENTS else ""):
        if code and known(code):
            return say(code)
    return say(f"act.{item.act}")


def act_button(item: Missing, *, is_next: bool = False) -> Button:
    """Return the button that closes an open item; the one to press next stands out."""
    made = PrimaryButton(act_words(item)) if is_next else Button(act_words(item))
    made.setAccessibleName(f"{act_words(item)}: {item.sentence}")
    return made


def open_form(theme: Any, item: Missing, agreed: JointPreparation) -> tuple[Any, ...]:
    """Open the form of a theme that closes an open item; return the cards whose saving closes it."""
    if item.act is Act.CONSENTS:
        paper = paper_of(item.code, agreed)
        if paper is not None:
            theme.begin(paper)
        return (theme.consents,)
    card = None
    if item.act is Act.SAFETY:
        card = theme.interviews
    elif item.act is Act.OVERRIDE:
        joint = item.code == "conjoint_override"
        card = theme.overrides[OverrideKind.CONJOINT if joint else OverrideKind.INVITATION]
    if card is None or card.isHidden():
        return ()
    if not card.is_editing:
        card.start_new()
    bring_to_top(card.editor)
    return (card,)


class ErrandLine(QWidget):
    """One quiet line on top of a page that was opened to close something listed elsewhere."""

    def __init__(self, go_back: Callable[[], None]) -> None:
        super().__init__()
        self._go_back = go_back
        self._waits: tuple[Any, ...] = ()
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 12, 24, 8)
        self.back = LinkButton(say("errand.back"))
        self.back.clicked.connect(self.done)
        across.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        across.addStretch(1)
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether somebody was sent here to close one item."""
        return not self.isHidden()

    def begin(self, *cards: Any) -> None:
        """Show the way back; saving one of the cards goes it at once."""
        self.end()
        self._waits = cards
        for card in cards:
            card.saved.connect(self.done)
        self.show()

    def end(self) -> None:
        """Forget it: the person went elsewhere by themselves."""
        for card in self._waits:
            card.saved.disconnect(self.done)
        self._waits = ()
        self.hide()

    def done(self, *_: Any) -> None:
        """Go back to the list the item stood in."""
        if self.is_on:
            self.end()
            self._go_back()


__all__ = ["ErrandLine", "Paper", "act_button", "act_words", "open_form", "paper_of"]
