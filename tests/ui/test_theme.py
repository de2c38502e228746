"""Both themes can be read by everyone, and no colour stands outside them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from irt_desk import paths
from irt_desk.ui import theme
from irt_desk.ui.building import Small, Strong, Title

GROUNDS = ("paper", "surface", "rail", "hover")
ROLES = ("client", "partner", "relationship", "attention", "danger", "good")
TEXT_PAIRS = (
    *((ink, ground) for ink in ("ink", "muted") for ground in GROUNDS),
    *((role, ground) for role in ROLES for ground in ("surface", "paper", f"{role}_soft")),
    *(("ink", f"{role}_soft") for role in ROLES),
    ("muted", "relationship_soft"),
    ("on_accent", "client"),
)
BORDER_PAIRS = (
    *(("control", ground) for ground in ("paper", "surface", "rail")),
    *(
        (role, ground)
        for role in ("client", "attention", "danger", "partner")
        for ground in ("paper", "surface", "rail")
    ),
)


def luminance(color: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(name: str, ink: str, ground: str) -> None:
    tokens = theme.load(name).tokens
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), BORDER_PAIRS)
def test_controls_have_a_visible_edge(name: str, edge: str, ground: str) -> None:
    tokens = theme.load(name).tokens
    assert contrast(tokens[edge], tokens[ground]) >= 3


def test_both_themes_have_the_same_tokens() -> None:
    assert set(theme.load("light").tokens) == set(theme.load("dark").tokens)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_stylesheet_leaves_no_token_open(name: str) -> None:
    assert "@" not in theme.stylesheet(theme.load(name))


def test_no_colour_stands_outside_the_theme_files() -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b|\brgba?\(|QColor\(\s*[\"'\d]|GlobalColor")
    package = Path(theme.__file__).parent
    places = [*package.rglob("*.py"), *paths.resource("icons").glob("*.svg")]
    app_icon = paths.resource("icons", "irt-desk.svg")  # shown by the system outside the window, where no theme is
    found = [
        f"{place.name}:{number}"
        for place in places
        if place != app_icon
        for number, line in enumerate(place.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(("kind", "pixels"), [(Title, 22), (Strong, 15), (Small, 12)])
def test_headings_have_their_size(qtbot: QtBot, kind: type[QLabel], pixels: int) -> None:
    label = kind("a")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.font().pixelSize() == pixels


def test_the_choice_is_remembered_and_shown(qapp: QApplication, own_state: Path) -> None:
    assert theme.chosen() is theme.Appearance.SYSTEM
    assert theme.choose(qapp, theme.Appearance.DARK).name == "dark"
    assert theme.chosen() is theme.Appearance.DARK
    assert theme.preferred() == "dark"
    kept = json.loads((own_state / "appearance.json").read_text())
    assert kept == {"theme": "dark", "paper": theme.load("dark").tokens["paper"]}


@pytest.mark.parametrize("text", ["", "[]", '{"theme": "purple"}', '{"theme": 3}', "not json"])
def test_a_broken_choice_is_the_system_look(own_state: Path, text: str) -> None:
    own_state.mkdir()
    (own_state / "appearance.json").write_text(text)
    assert theme.chosen() is theme.Appearance.SYSTEM


def test_the_typeface_is_the_bundled_one(qapp: QApplication) -> None:
    assert qapp.font().family() == "Inter"
