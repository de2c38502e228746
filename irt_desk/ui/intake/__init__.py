"""The guided intake on screen: one calm page a theme, saved as typed, with what is still empty in sight."""

from irt_desk.domain.intake import ThemeState
from irt_desk.ui.intake.couple import ClosenessAndStressTheme, ContextTheme, NowAndWishedTheme
from irt_desk.ui.intake.private import PrivateTheme
from irt_desk.ui.intake.review import FitReviewTheme
from irt_desk.ui.intake.start import StartTheme
from irt_desk.ui.intake.themes import DailyLifeTheme, FirstStepsTheme, HurtsTheme, PresentingTheme

GUIDED = {
    "start": StartTheme,
    "presenting": PresentingTheme,
    "daily_life": DailyLifeTheme,
    "now_and_wished": NowAndWishedTheme,
    "context": ContextTheme,
    "hurts": HurtsTheme,
    "closeness_and_stress": ClosenessAndStressTheme,
    "first_steps": FirstStepsTheme,
    "private": PrivateTheme,
    "fit_review": FitReviewTheme,
}
"""The pages by the name they have in the list at the left, in the order they are asked."""

MARKS = {
    ThemeState.EMPTY: "\N{WHITE CIRCLE}",
    ThemeState.STARTED: "\N{CIRCLE WITH LEFT HALF BLACK}",
    ThemeState.FILLED: "\N{BLACK CIRCLE}",
    ThemeState.SKIPPED: "\N{EN DASH}",
}
"""How much of a page is there, as a letter; its words are the description of the button."""

__all__ = ["GUIDED", "MARKS"]
