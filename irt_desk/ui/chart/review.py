"""The transition review: neutrality on top, then the seven items of readiness, then who would see them both (domain paper, 6.5)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.cases import CaseState
from irt_desk.domain.neutrality import NeutralityBand
from irt_desk.domain.readiness import CODES, WHO_CODES, ReadinessItem, next_open
from irt_desk.domain.transitions import TransitionReview
from irt_desk.domain.values import Act
from irt_desk.services.charts import ChartHead
from irt_desk.services.readiness import ReadinessView, computed_text
from irt_desk.services.texts import day_text
from irt_desk.ui.building import LinkButton, Muted, Pill, PrimaryButton, Small, clear_layout
from irt_desk.ui.building.disclosure import Disclosure
from irt_desk.ui.building.raw import in_words
from irt_desk.ui.building.texts import bring_into_sight
from irt_desk.ui.chart.neutrality import NeutralityPanel
from irt_desk.ui.chart.readiness import Step
from irt_desk.ui.records import FieldSpec
from irt_desk.ui.records.single import SingleCard
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.ui.chart.pathway import PathwayTab

F = FieldSpec
_FIELDS = (
    F("target", "chips"),
    F("own_part_named", "area"),
    F("regulation_reason", "area"),
    F("client_wants_freely", "area", tone="client"),
    F("partner_wants_freely", "area", tone="partner"),
    F("best_interest_client", "area", tone="client"),
    F("best_interest_partner", "area", tone="partner"),
    F("best_interest_relationship", "area"),
    F("goals_of_both", "area"),
    F("no_acute_crisis", "area"),
    F("inventory_done_on", half=True),
    F("competence_and_neutrality", "area"),
    F("raising_factors"),
    F("band", "chips"),
    F("mode"),
    F("same_therapist_reason", "area"),
    F("same_therapist_consultation"),
)
_WHO = ("mode", "same_therapist_reason", "same_therapist_consultation")
_OF = {
    "own_part": ("own_part_named", "regulation_reason"),
    "freely": ("client_wants_freely", "partner_wants_freely"),
    "best_interest": ("best_interest_client", "best_interest_partner", "best_interest_relationship"),
    "goals": ("goals_of_both",),
    "no_crisis": ("no_acute_crisis", "inventory_done_on"),
    "neutrality": ("competence_and_neutrality", "raising_factors", "band"),
}
_LINKS = {"safety": "to_safety", "own_part": "to_skills", "no_crisis": "to_inventory", "neutrality": "to_profile"}
"""Where what is computed for an item can be changed."""


class ReviewForm(SingleCard):
    """The form of the review, laid out as steps: open ones first, the next of them open, done ones one line each."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__("review", TransitionReview, _FIELDS, save=tab.saver(tab.room.desk.pathway.save_review))
        self._tab = tab
        self._view: ReadinessView | None = None
        self._expanded = ""
        self.form.hide()  # its fields stand in the steps
        form = self.form
        self.panel = NeutralityPanel(tab)
        self.weighed = Disclosure(say("review.weighed"), is_open=True)
        self.steps = {
            code: Step(code, number, [form.field(n) for n in _OF.get(code, ())], halves=("inventory_done_on",))
            for number, code in enumerate(CODES, 1)
        }
        self.steps["who"] = Step("who", None, [form.field(n) for n in _WHO])
        self.order = QVBoxLayout()
        self.order.setSpacing(0)
        self.done = Small(say("readiness.done"))
        self.done.setContentsMargins(0, 12, 0, 2)
        for row, widget in enumerate((self.panel, form.field("target"), self.weighed)):
            self.body.insertWidget(row, widget)
        self.weighed.body.addWidget(Muted(say("readiness.none_approves"), wrap=True))
        self.weighed.body.addLayout(self.order)
        for code, step in self.steps.items():
            self.order.addWidget(step)
            self._add_link(code, step)
        self._add_hint()
        self.changed.connect(self._weigh)

    def _add_hint(self) -> None:
        self.steps["goals"].acts.addWidget(Muted(say("readiness.goals_hint"), wrap=True), 1)

    def _add_link(self, code: str, step: Step) -> None:
        if code in _LINKS:
            link = LinkButton(say(f"readiness.{_LINKS[code]}"))
            link.clicked.connect(partial(self._on_link, code))
            step.acts.addWidget(link)
            step.acts.addStretch(1)

    def _on_link(self, code: str, *_: Any) -> None:
        tab = self._tab
        if code == "safety":
            tab.follow(Act.SAFETY)
        elif code == "own_part":
            tab.room.go("chart", unit_id=tab.unit_id, tab="skills")
        elif code == "no_crisis":
            tab.inventory.begin()
        else:
            tab.room.go("settings")

    def show_view(self, view: ReadinessView) -> None:
        """Show the review; what is half typed stays over it, and a step the therapist opened stays open."""
        self._view = view
        self.show_value(view.review)
        locked = view.review.signed is not None
        self.lock(locked)
        self.panel.show_view(view)
        for item in view.items:
            self._show_item(item, view)
        open_who = [one for one in view.missing if one.code in WHO_CODES]
        self.steps["who"].show_met(not open_who, len(open_who))
        self._arrange(view, locked=locked)
        self._weigh()

    def _show_item(self, item: ReadinessItem, view: ReadinessView) -> None:
        step = self.steps[item.code]
        step.show_met(item.is_met, len(item.missing))
        step.show_computed([(line, computed_text(line, view.today)) for line in item.computed])

    def _arrange(self, view: ReadinessView, *, locked: bool) -> None:
        """Put open steps first, each group in the order of the paper; open the next one when the last was done."""
        self.order.removeWidget(self.done)
        self.done.setVisible(not locked and 0 < sum(s.is_met for s in self.steps.values()) < len(self.steps))
        for step in self.steps.values():
            self.order.removeWidget(step)
        steps = list(self.steps.values())
        for step in steps if locked else [s for s in steps if not s.is_met]:
            self.order.addWidget(step)
        self.order.addWidget(self.done)
        for step in [] if locked else [s for s in steps if s.is_met]:
            self.order.addWidget(step)
        following = next_open(view.items)
        wanted = following.code if following else "who" if not self.steps["who"].is_met else ""
        if locked or wanted == self._expanded:
            return
        before = self.steps.get(self._expanded)
        if before is not None and before.is_met and not self._is_typed(before):
            before.fold.open(False)
        if before is None or before.is_met:
            self._expanded = wanted
            if wanted:
                self.steps[wanted].fold.open()

    def fold(self, *, signed: bool) -> None:
        """Fold a signed review into one line with everything readable under it; of a draft only the next step is open."""
        self._expanded = ""
        self.weighed.open(not signed)
        for step in self.steps.values():
            step.fold.open(signed)

    def _is_typed(self, step: Step) -> bool:
        typed = self.form.unfinished()
        return any(field.control.objectName() in typed for field in step.fields)

    def lock(self, locked: bool) -> None:
        """Show the steps as text without anything to type into: it was signed."""
        clear_layout(self._read)
        self.save_button.setVisible(not locked)
        self.state.setVisible(not locked)  # an empty line of its own below what is only read
        self.form.field("target").setVisible(not locked)
        for step in self.steps.values():
            rows = [(field.label.text() or field.control.text(), in_words(field.control)) for field in step.fields]
            step.show_read([(name, text) for name, text in rows if text], locked=locked)
            step.acts.setEnabled(not locked)
        self.weighed.button.setVisible(locked)

    def _weigh(self) -> None:
        """Follow what is ticked and chosen: the band, and the reason that a high risk asks for."""
        if self._view is None:
            return
        control = self.form.control
        counts = self.panel.weigh(control("raising_factors").value(), control("band").value())
        mode = control("mode").value()
        asks = mode is not None and mode.is_same and counts is NeutralityBand.HIGH
        for name in ("same_therapist_reason", "same_therapist_consultation"):
            self.form.field(name).setVisible(asks or bool(control(name).value()))
        calm = self._view.items[1].computed[0].is_met
        self.form.field("regulation_reason").setVisible(not calm or bool(control("regulation_reason").value()))

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed and open where it stands."""
        super().resume(data)
        for step in self.steps.values():
            if self._is_typed(step):
                step.fold.open()

    def submit(self, then: Any = None) -> None:
        """Store what is typed; a step with a problem opens."""
        super().submit(then)
        self._open_problems()

    def _on_saved(self, answer: Any) -> None:
        """Fold away what is done now; the page was read again before what was typed counted as stored."""
        super()._on_saved(answer)
        for step in self.steps.values():
            if step.is_met and not self._is_typed(step):
                step.fold.open(False)

    def _on_failed(self, error: Exception) -> None:
        super()._on_failed(error)
        self._open_problems()

    def _open_problems(self) -> None:
        wrong = [step for step in self.steps.values() if step.has_problem]
        for step in wrong:
            step.fold.open()
        if wrong:
            bring_into_sight(wrong[0])

    def begin(self, code: str = "") -> None:
        """Open the step that closes a missing item and put the keyboard there."""
        found = next((name for name, codes in CODES.items() if code in codes), "who" if code in WHO_CODES else "")
        step = self.steps[found or self._expanded or "own_part"]
        self.weighed.open()
        step.fold.open()
        shown = [field for field in step.fields if not field.isHidden()]
        (shown[0].control if shown else step.fold.button).setFocus()
        bring_into_sight(step)

    def forget(self) -> None:
        """Let go of what is typed: another chart is shown."""
        super().forget()
        self._view, self._expanded = None, ""
        self.weighed.open()
        for step in self.steps.values():
            step.fold.open(False)


class ReviewCard(QWidget):
    """The review with its signature; a signed one is one quiet card that can be opened again."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__()
        self._tab = tab
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        self.form_card = ReviewForm(tab)
        self.met = Pill("", "relationship")
        self.signed = Pill("", "good")
        self.form_card.add_beside_title(self.signed)
        self.form_card.add_beside_title(self.met)
        self.reopen_button = LinkButton(say("review.reopen"))
        self.reopen_button.clicked.connect(self._on_reopen)
        self.form_card.add_action(self.reopen_button)
        self.sign_button = PrimaryButton(say("review.sign"))
        self.sign_button.clicked.connect(self._on_sign)
        self.form_card.add_action(self.sign_button)
        down.addWidget(self.form_card)
        self._was_signed: bool | None = None

    def show_view(self, view: ReadinessView, head: ChartHead) -> None:
        """Show the review while the case weighs a transition; a signed one stays in sight, folded."""
        weighing = is_weighing(head)
        signed = view.review.signed is not None
        self.setVisible(weighing or signed)
        if self.isHidden():
            return
        if self._was_signed is not signed:
            self._was_signed = signed
            self.form_card.fold(signed=signed)
        self.form_card.show_view(view)
        met = sum(item.is_met for item in view.items)
        self.met.setVisible(not signed)
        said = say("readiness.met_of", met=met, all=len(view.items))
        self.met.show_as(said, "good" if met == len(view.items) else "relationship")
        self.signed.setVisible(signed)
        if view.review.signed is not None:
            day = day_text(view.review.signed.at.day, view.today, weekday=False)
            self.signed.show_as(say("review.signed_on", day=day), "good")
        count = len(view.missing)
        self.sign_button.setVisible(not signed)
        self.sign_button.setText(say("note.sign_left", count=count) if count else say("review.sign"))
        self.reopen_button.setVisible(signed and weighing)

    def forget(self) -> None:
        """Show another record."""
        self._was_signed = None
        self.form_card.forget()

    def _on_sign(self) -> None:
        """Sign what is on screen: it is stored first, and nothing is signed when it cannot be."""
        if self.form_card.form.is_written:
            self.form_card.submit(self._sign)
        else:
            self._sign()

    def _sign(self) -> None:
        work = partial(self._tab.room.desk.pathway.sign_review, self._tab.unit_id)
        self._tab.room.runner.change(self, work, None, self._tab.fail)

    def _on_reopen(self) -> None:
        self._tab.room.dialogs.ask(say("review.reopen_ask"), say("review.reopen"), self._on_answer)

    def _on_answer(self, yes: bool) -> None:
        if yes:
            work = partial(self._tab.room.desk.readiness.reopen, self._tab.unit_id)
            self._tab.room.runner.change(self, work, None, self._tab.fail)


def is_weighing(head: ChartHead) -> bool:
    """Return whether the case weighs or prepares a transition."""
    return head.episode.state in (CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP)
