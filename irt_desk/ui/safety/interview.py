"""The safety interview as a guided card: where and how, what was keyed, what was asked, what was found."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from irt_desk.domain.safety import Gate, SafetyInterview
from irt_desk.domain.screening import contradictions, partial
from irt_desk.domain.screening_answers import InterviewPrompt, PromptAnswer, PromptReply
from irt_desk.domain.values import Invalid
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner
from irt_desk.ui.building.composite import Replies
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.safety.keyed import KeyedAnswers, score_words
from irt_desk.words import label, say

F = FieldSpec


def _prompts() -> Replies:
    rest = (PromptReply.NO, say("interview.rest_no"))
    return Replies(tuple(InterviewPrompt), PromptReply, PromptAnswer, rest)


FIELDS = (
    F("on", half=True, group="interview.group_setting"),
    F("mode", "chips", half=True),
    F("alone"),
    F("privacy_confirmed"),
    F("both_directions_asked"),
    F("instrument", "chips", group="interview.group_keyed"),
    F("answers", make=KeyedAnswers),
    F("prompts", make=_prompts, group="interview.group_asked"),
    F("last_time", half=True),
    F("when_you_disagree", half=True),
    F("account", "area"),
    F("findings", group="interview.group_found"),
    F("markers"),
    F("protection_order"),
    F("unsafe_to_speak"),
    F("typology"),
    F("how_it_fits", "area"),
    F("change_reason", "area"),
    F("external_evidence", "area"),
    F("rescreen_in_days"),
)


class InterviewCard(RecordCard):
    """Lists the interviews and guides through a new one; says at every step what it would set, and what does not fit."""

    def __init__(self, *, fresh: Any, save: Any) -> None:
        super().__init__(
            "interview", SafetyInterview, FIELDS, view=interview_view, fresh=fresh, save=save, editable=False
        )
        self.before = Gate.UNSCREENED
        self.not_private = Banner("", "danger")
        self.sets = Banner("", "attention")
        inside = self.editor.layout()
        assert isinstance(inside, QVBoxLayout)  # the editor of every record card
        inside.insertWidget(0, self.not_private)
        inside.insertWidget(2, self.sets)
        self.form.changed.connect(self._follow)
        self.opened.connect(self._follow)

    def resume(self, data: dict[str, Any]) -> None:
        """Open the editor where it was left, with what follows from it."""
        super().resume(data)
        if self.is_editing:
            self._follow()

    def _follow(self) -> None:
        """Show the fields that what was answered asks for, and what it would set."""
        form = self.form
        form.control("answers").use(form.control("instrument").value())
        form.field("answers").setHidden(form.control("instrument").value() is None)
        stop = self.before.is_stop
        form.field("change_reason").setHidden(not stop)
        form.field("external_evidence").setHidden(self.before is not Gate.HARD_BLOCK)
        try:
            now = form.value()
        except Invalid:
            self.sets.say("")
            return
        self.not_private.say("" if now.was_private else say("interview.not_private"))
        against = contradictions(now)
        form.field("how_it_fits").setHidden(not against and not now.how_it_fits)
        told = [label(code) for code in against]
        if now.findings:
            told.insert(
                0,
                say("interview.would_set", gate=label(now.gate))
                if now.was_private
                else say("interview.would_count_not"),
            )
        self.sets.say(" ".join(told))


def interview_view(interview: SafetyInterview) -> RowView:
    """Return how one interview looks in the list: what was found, what was keyed, what is partial or does not fit."""
    title = "; ".join(label(finding) for finding in interview.findings)
    keyed = score_words(interview.instrument, interview.answers) if interview.answers else ""
    markers = ", ".join(label(marker) for marker in interview.markers)
    parts = [
        say("interview.markers_row", markers=markers) if markers else "",
        interview.account,
        keyed,
        *(label(code) for code in contradictions(interview)),
        interview.how_it_fits,
    ]
    day = day_text(interview.on)
    if interview.signed is not None and not interview.counts:
        why = "interview.does_not_count" if not interview.was_private else "interview.score_only"
        return RowView(title, " ".join([say(why), *filter(None, parts)]), ((day, "danger"),))
    pills: list[tuple[str, str]] = [(day, "neutral"), (label(interview.gate), "neutral")]
    left = partial(interview)
    if left:
        pills.insert(0, (say("interview.partial"), "attention"))
        parts.append(say("interview.partial_row", what="; ".join(label(code) for code in left)))
    return RowView(title, " ".join(filter(None, parts)), tuple(pills))
