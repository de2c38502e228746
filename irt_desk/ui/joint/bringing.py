"""Bringing one item from a record of one: whose, which kind, which one; the exact words; the signature; then the copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.sharing import MAY, CrossingNeed, ItemRelease, SharedMaterial, may_cross
from irt_desk.domain.units import Place
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.sharing import Offer
from irt_desk.services.texts import day_text, told_apart
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    Choice,
    ChoiceChips,
    Field,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    ProblemLine,
    Small,
    TextChoice,
    clear_layout,
)
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.ui.joint.sharing import SharedTab

F = FieldSpec
_FIELDS = (
    F("text", "area", tone="partner"),
    F("judgement", "area"),
    F("signer_name", half=True),
    F("signed_on", half=True),
)
_Key = tuple[Place, SharedMaterial, str]
_Looked = tuple[str, Place, SharedMaterial, tuple[Offer, ...]]


def look(desk: Any, unit_id: str, owner: Place, material: SharedMaterial) -> _Looked:
    """Read the items of a kind, on the lane; that they were looked at is traced."""
    return unit_id, owner, material, desk.sharing.offered(unit_id, owner, material)


class BringCard(Card):
    """For the practitioner alone. Nothing of a record is shown before a kind was chosen."""

    changed = Signal()

    def __init__(self, tab: SharedTab) -> None:
        super().__init__(say("sharing.bring"))
        self._tab = tab
        self._owners: tuple[tuple[Place, str], ...] = ()
        self._today = date.min
        self._offers: tuple[Offer, ...] = ()
        self._waiting: dict[str, Any] = {}
        self._open_on: _Key | None = None
        self._aside: dict[_Key, dict[str, Any]] = {}
        self.body.addWidget(Muted(say("sharing.bring_text"), wrap=True))
        self.nobody = Muted(say("sharing.nobody"), wrap=True)
        self.body.addWidget(self.nobody)
        self.owner: ChoiceChips | None = None
        self._owner_place = QVBoxLayout()
        self.body.addLayout(self._owner_place)
        self.material = Choice(SharedMaterial, optional=True, only=MAY, none=say("sharing.choose"))
        self._material_field = Field(say("sharing.material"), self.material)
        self.material.changed.connect(self._on_kind)
        self.body.addWidget(self._material_field)
        self.item: TextChoice | None = None
        self._item_place = QVBoxLayout()
        self.body.addLayout(self._item_place)
        self._found = QVBoxLayout()
        self._found.setSpacing(8)
        self.body.addLayout(self._found)
        self.form: RecordForm[ItemRelease] = RecordForm("item_release", ItemRelease, _FIELDS)
        self.form.changed.connect(self.changed)
        self.body.addWidget(self.form)
        self.problem, self.state = ProblemLine(), Muted("", wrap=True)
        self.body.addWidget(self.problem)
        self.body.addWidget(self._foot())
        self.form.set_value(self._blank())
        self._draw()

    def _foot(self) -> QWidget:
        foot = QWidget()
        across = QHBoxLayout(foot)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.state, 1)
        self.sign_button = Button(say("sharing.sign"))
        self.sign_button.clicked.connect(self.sign)
        self.carry_button = PrimaryButton(say("sharing.carry"))
        self.carry_button.clicked.connect(self.carry)
        across.addWidget(self.sign_button)
        across.addWidget(self.carry_button)
        return foot

    def show_owners(self, owners: tuple[tuple[Place, str], ...], today: date) -> None:
        """Show from whose record something may be brought; what is chosen stays chosen."""
        self._today = today
        if owners != self._owners:
            self._owners = owners
            clear_layout(self._owner_place)
            places = tuple(place for place, _ in owners)
            short = told_apart(tuple(name for _, name in owners))
            names = {place.value: name for (place, _), name in zip(owners, short, strict=True)}
            self.owner = ChoiceChips(Place, optional=False, only=places, texts=names) if owners else None
            if self.owner is not None:
                self.owner.set_value(places[0])
                self.owner.changed.connect(self._on_kind)
                field = Field(say("sharing.owner"), self.owner)
                self._owner_place.addWidget(field)
                field.setVisible(len(owners) > 1)
        one = owners[0][1] if len(owners) == 1 else ""
        self.title.setText(say("sharing.bring_of", name=one) if one else say("sharing.bring"))
        self.nobody.setVisible(not owners)
        self._material_field.setVisible(bool(owners))
        self._draw()

    def forget(self) -> None:
        """Another record is shown."""
        self._waiting, self._aside, self._owners = {}, {}, ()
        self._empty()

    def put_away(self) -> None:
        """Let go of what was looked at, unless something is half typed."""
        if not self.unfinished():
            self._empty()

    def _empty(self) -> None:
        self._open_on = None
        self.form.set_value(self._blank())
        self.material.blockSignals(True)
        self.material.set_value(None)
        self.material.blockSignals(False)
        self._offer_items(())
        self.state.setText("")
        self.problem.say("")
        self._draw()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, and under which item."""
        typed = self.form.unfinished()
        if self._open_on is None or not typed:
            return self._waiting
        owner, material, source = self._open_on
        return {"owner": owner.value, "material": material.value, "item": source, "fields": typed}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the item where it was left; nothing when its owner has no record here any more."""
        owner = Place(data["owner"])
        if self.owner is None or owner not in [place for place, _ in self._owners] or self.unfinished():
            return
        self._waiting = data
        self.owner.set_value(owner)
        self.material.blockSignals(True)
        self.material.set_code(str(data["material"]))
        self.material.blockSignals(False)
        self.look_again()

    @property
    def _whose(self) -> Place:
        found = self.owner.value() if self.owner is not None else None
        return found if found is not None else Place.A

    @property
    def chosen(self) -> Offer | None:
        """The item that is looked at."""
        source = self.item.value() if self.item is not None else ""
        return next((one for one in self._offers if one.item.source_id == source), None)

    def choose(self, source_id: str) -> None:
        """Look at one item of the kind."""
        if self.item is not None:
            self.item.set_value(source_id)

    def _on_kind(self) -> None:
        self._offer_items(())
        self.state.setText("")
        self.problem.say("")
        self._draw()
        self.look_again()

    def _offer_items(self, offers: tuple[Offer, ...]) -> None:
        """Offer the items of a kind; the one that was looked at stays, a single one is looked at at once."""
        before = self.item.value() if self.item is not None else ""
        clear_layout(self._item_place)
        self._offers, self.item = offers, None
        if not offers:
            return
        found = tuple((one.item.source_id, _short(one.item.title)) for one in offers)
        self.item = TextChoice(found if len(offers) == 1 else (("", say("sharing.choose")), *found))
        wanted = str(self._waiting.get("item", "")) or before
        self.item.set_value(wanted if wanted in dict(found) else (found[0][0] if len(offers) == 1 else ""))
        self.item.changed.connect(self._on_item)
        self._item_place.addWidget(Field(say("sharing.item"), self.item))

    def _on_item(self) -> None:
        self.state.setText("")
        self.problem.say("")
        self._draw()

    def look_again(self, *_: Any) -> None:
        """Read the items of the chosen kind anew."""
        material = self.material.value()
        if material is not None and self.owner is not None:
            work = partial(look, self._tab.room.desk, self._tab.unit_id, self._whose, material)
            self._tab.room.runner.read(self._tab, work, self._show_found, self._tab.fail)

    def _show_found(self, found: _Looked) -> None:
        unit_id, owner, material, offers = found
        if unit_id != self._tab.unit_id or owner is not self._whose or material is not self.material.value():
            return
        self._offer_items(offers)
        waiting, self._waiting = self._waiting, {}
        self._draw()
        if waiting and self._open_on is not None and self._open_on[2] == waiting["item"]:
            self.form.resume(waiting["fields"])

    def _draw(self) -> None:
        """Show the exact words, whether a release covers them, and what is still open."""
        clear_layout(self._found)
        offer = self.chosen
        if self.material.value() is not None and not self._offers and self._owners:
            self._found.addWidget(Muted(say("sharing.no_items"), wrap=True))
        needs_signing = offer is not None and self._can_sign(offer)
        self.form.setVisible(needs_signing)
        self.sign_button.setVisible(needs_signing)
        self.carry_button.setVisible(offer is not None and not offer.is_there and not offer.missing)
        if offer is None:
            return
        self._show_words(offer)
        self._show_standing(offer)
        if needs_signing:
            self._fill_form(offer)

    def _can_sign(self, offer: Offer) -> bool:
        by_release = may_cross(offer.item.material).need is not CrossingNeed.ROLE_CHANGE
        return by_release and offer.release is None and not offer.cannot_be_signed

    def _show_words(self, offer: Offer) -> None:
        if offer.item.guesses and offer.release is None:
            frame = QFrame()
            frame.setProperty("role", "card")
            frame.setProperty("accent", "partner")
            down = QVBoxLayout(frame)
            head = QHBoxLayout()
            head.addWidget(Small(say("sharing.guesses"), wrap=True), 1)
            head.addWidget(Pill(say("figure.maybe"), "partner", dashed=True))
            down.addLayout(head)
            for text in offer.item.guesses:
                down.addWidget(Body(text, wrap=True))
            self._found.addWidget(frame)
        if offer.text:
            self._found.addWidget(Small(say("sharing.exact")))
            self._found.addWidget(Body(offer.text, wrap=True))

    def _show_standing(self, offer: Offer) -> None:
        if offer.release is not None:
            day = day_text(offer.release.signed_on, weekday=False)
            across = QHBoxLayout()
            covered = say("sharing.covered", signer=offer.release.signer_name, day=day)
            across.addWidget(Muted(f"\N{CHECK MARK}  {covered}", wrap=True), 1)
            link = LinkButton(say("sharing.take_back"))
            link.setAccessibleName(say("sharing.take_back_named", title=offer.item.title))
            release = offer.release
            link.clicked.connect(partial(self._tab.ask_back, release.id, release.title, release.signer_name))
            across.addWidget(link)
            self._found.addLayout(across)
            if not offer.item.guesses and offer.item.text != offer.text:
                self._found.addWidget(Small(say("sharing.changed_since"), wrap=True))
        elif may_cross(offer.item.material).need is CrossingNeed.ROLE_CHANGE and not offer.missing:
            self._found.addWidget(Muted(f"\N{CHECK MARK}  {say('sharing.by_consent')}", wrap=True))
        if offer.is_there:
            self._found.addWidget(Muted(f"\N{CHECK MARK}  {say('sharing.is_there')}", wrap=True))
            return
        for one in offer.missing:
            self._found.addWidget(Body(f"\N{WHITE CIRCLE}  {one.sentence}", wrap=True))

    def _fill_form(self, offer: Offer) -> None:
        """Open the form on an item; what was typed under another one is there again when that is chosen."""
        is_guess = may_cross(offer.item.material).need is CrossingNeed.RELEASE_AND_JUDGEMENT
        self.form.field("text").setVisible(is_guess)
        self.form.field("judgement").setVisible(is_guess)
        item = offer.item
        key = (self._whose, item.material, item.source_id)
        if key == self._open_on:
            return
        if self._open_on is not None:
            self._aside[self._open_on] = self.form.unfinished()
        self._open_on = key
        name = dict(self._owners).get(self._whose, "")
        self.form.set_value(
            replace(
                self._blank(),
                into_unit_id=self._tab.unit_id,
                owner=self._whose,
                material=item.material,
                source_id=item.source_id,
                signer_name=name,
            )
        )
        self.form.resume(self._aside.pop(key, {}))

    def _blank(self) -> ItemRelease:
        return ItemRelease(
            id="", unit_id="", into_unit_id="", client_id="", owner=Place.A, material=SharedMaterial.GOAL, source_id="",
            signed_on=self._today, recorded=now_here(),
        )  # fmt: skip

    def sign(self) -> None:
        """Record the signature under the words on screen."""
        offer = self.chosen
        if offer is None:
            return
        try:
            signed = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        if not offer.item.guesses:
            signed = replace(signed, text=offer.item.text)
        work = partial(self._tab.room.desk.sharing.sign, signed)
        self._tab.room.runner.change(self._tab, work, self._on_signed, self._on_failed)

    def _on_signed(self, _: Any) -> None:
        self._open_on = None
        self.form.set_value(self._blank())
        self.problem.say("")
        self.changed.emit()
        self.look_again()
        if self.carry_button.isVisible():
            self.carry_button.setFocus()

    def carry(self) -> None:
        """Bring the item: a copy of the released words stands in the unit from today on."""
        offer = self.chosen
        if offer is None:
            return
        item = offer.item
        service = self._tab.room.desk.sharing
        work = partial(service.bring, self._tab.unit_id, self._whose, item.material, item.source_id)
        self._tab.room.runner.change(self._tab, work, self._on_carried, self._on_failed)

    def _on_carried(self, _: Any) -> None:
        self.problem.say("")
        self.state.setText(say("sharing.brought"))
        self.look_again()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error


def _short(title: str) -> str:
    """Return a title as it fits a list: its first line, cut off with an ellipsis where it goes on."""
    first = title.splitlines()[0] if title.splitlines() else title
    return first if len(first) <= 70 else f"{first[:69].rstrip()}\N{HORIZONTAL ELLIPSIS}"


__all__ = ["BringCard"]
