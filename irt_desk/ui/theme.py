"""Themes: tokens from ``resources/themes``, one stylesheet, one palette, one typeface."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from irt_desk import paths

SMALL, BASE, STRONG, TITLE = 12, 14, 15, 22
"""Type sizes in pixels."""

_FONTS = ("Inter_400Regular.ttf", "Inter_500Medium.ttf", "Inter_600SemiBold.ttf", "Inter_700Bold.ttf")


@dataclass(frozen=True, slots=True)
class Theme:
    """The tokens of one theme, by name."""

    name: str
    tokens: dict[str, str]

    def color(self, token: str) -> QColor:
        """Return a token as a colour."""
        return QColor(self.tokens[token])

    def role(self, role: str) -> tuple[QColor, QColor]:
        """Return ink and ground of a role such as ``client`` or ``attention``; ``neutral`` is muted on rail."""
        if role in ("neutral", ""):
            return self.color("muted"), self.color("rail")
        return self.color(role), self.color(f"{role}_soft")


@cache
def load(name: str) -> Theme:
    """Return a theme by name."""
    with paths.resource("themes", f"{name}.toml").open("rb") as file:
        data = tomllib.load(file)
    return Theme(data.pop("name"), data)


class Appearance(StrEnum):
    """What the therapist chose: a theme, or whatever the system shows."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def chosen() -> Appearance:
    """Return the remembered choice; the system's own look until one was made."""
    try:
        data = json.loads((paths.user_state() / "appearance.json").read_text(encoding="utf-8"))
        return Appearance(data["theme"])
    except (OSError, ValueError, KeyError, TypeError):
        return Appearance.SYSTEM


def preferred() -> str:
    """Return the theme to start with: the remembered choice, else what the system shows."""
    choice = chosen()
    if choice is not Appearance.SYSTEM:
        return choice.value
    return "dark" if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"


def remember(name: str) -> None:
    """Keep the choice (``light``, ``dark`` or ``system``) for the next start, where that can be written."""
    try:
        folder = paths.user_state()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        paper = load(name).tokens["paper"] if name != Appearance.SYSTEM else ""
        (folder / "appearance.json").write_text(json.dumps({"theme": str(name), "paper": paper}), encoding="utf-8")
    except OSError:
        return


def choose(app: QApplication, choice: Appearance) -> Theme:
    """Remember a choice and show it at once."""
    remember(choice)
    return apply(app, preferred())


def follow_system(app: QApplication) -> None:
    """Change with the system's look from now on, as long as nothing else was chosen."""
    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: apply(app, preferred()))


_current: list[Theme] = []


def current() -> Theme:
    """Return the theme on screen."""
    return _current[0] if _current else load("light")


def apply(app: QApplication, name: str) -> Theme:
    """Put a theme on the whole program and return it."""
    theme = load(name)
    _current[:] = [theme]
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    _fonts(app)
    app.setPalette(_palette(theme))
    app.setStyleSheet(stylesheet(theme))
    return theme


def _fonts(app: QApplication) -> None:
    if "Inter" not in app.font().families():
        for file in _FONTS:
            QFontDatabase.addApplicationFont(str(paths.resource("fonts", "ui", file)))
        font = QFont("Inter")
        font.setPixelSize(BASE)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        app.setFont(font)


_OTHER_SCRIPTS = (
    (QFontDatabase.WritingSystem.SimplifiedChinese, "NotoSansSC-Regular.ttf"),
    (QFontDatabase.WritingSystem.Japanese, "NotoSansJP-Regular.ttf"),
    (QFontDatabase.WritingSystem.Korean, "NotoSansKR-Regular.ttf"),
    (QFontDatabase.WritingSystem.Hebrew, "NotoSansHebrew-Regular.ttf"),
    (QFontDatabase.WritingSystem.Symbol, "DejaVuSans.ttf"),
)


def add_missing_scripts() -> None:
    """Load a bundled font for every script the system has none for; after the first paint, since they are large."""
    for script, file in _OTHER_SCRIPTS:
        place = paths.resource("fonts", "document", file)
        if not QFontDatabase.families(script) and place.is_file():
            QFontDatabase.addApplicationFont(str(place))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for place, token in (
        (role.Window, "paper"), (role.Base, "surface"), (role.AlternateBase, "rail"), (role.Text, "ink"),
        (role.WindowText, "ink"), (role.ButtonText, "ink"), (role.Button, "surface"), (role.ToolTipBase, "surface"),
        (role.ToolTipText, "ink"), (role.Highlight, "client"), (role.HighlightedText, "on_accent"),
        (role.PlaceholderText, "muted"), (role.Link, "client"), (role.Accent, "client"),
    ):  # fmt: skip
        palette.setColor(place, theme.color(token))
    return palette


def stylesheet(theme: Theme) -> str:
    """Return the one stylesheet, filled with the tokens of a theme."""
    text = _SHEET
    for token in sorted(theme.tokens, key=len, reverse=True):
        text = text.replace(f"@{token}", theme.tokens[token])
    return text + "".join(_role_rules(theme, role) for role in _ROLES)


_ROLES = ("client", "partner", "relationship", "attention", "danger", "good")


def _role_rules(theme: Theme, role: str) -> str:
    ink, soft = theme.tokens[role], theme.tokens[f"{role}_soft"]
    return (
        f'QLabel[pill="{role}"] {{ color: {ink}; background: {soft}; }}\n'
        f'QFrame[banner="{role}"] {{ background: {soft}; border: 1px solid {ink}; border-radius: 7px; }}\n'
        f'QFrame[banner="{role}"] QLabel {{ color: {ink}; background: transparent; }}\n'
        f'QLabel[tone="{role}"] {{ color: {ink}; }}\n'
    )


_SHEET = """
QWidget { color: @ink; font-size: 14px; }
QMainWindow, QWidget[role="page"] { background: @paper; }
QLabel { background: transparent; }
QLabel[text_size="title"] { font-size: 22px; font-weight: 700; }
QLabel[text_size="strong"] { font-size: 15px; font-weight: 600; }
QLabel[text_size="small"] { font-size: 12px; }
QLabel[text_size="label"] { font-size: 12px; font-weight: 500; color: @muted; }
QLabel[muted="true"] { color: @muted; }
QLabel[strong="true"] { font-weight: 600; }
QLabel[problem="true"] { color: @danger; font-size: 12px; font-weight: 500; }
QLabel[pill] { font-size: 12px; font-weight: 600; padding: 3px 9px; border-radius: 10px; }
QLabel[pill="neutral"] { color: @muted; background: @rail; }
QLabel[dashed="true"] { border: 1px dashed @partner; background: transparent; color: @partner; padding: 2px 8px; }
QLabel[fixed="true"] { font-size: 15px; }
QFrame[role="key-box"] { background: @rail; border: 1px solid @line; border-radius: 7px; }
QLabel[key="true"] { font-size: 12px; color: @muted; background: @surface; border: 1px solid @line; border-radius: 4px;
  padding: 1px 6px; }
QFrame[role="card"] { background: @surface; border: 1px solid @line; border-radius: 10px; }
QFrame[role="card"][accent="client"] { border: 2px solid @client; }
QFrame[role="card"][accent="relationship"] { border: 1px solid @relationship; background: @relationship_soft; }
QFrame[role="card"][accent="partner"] { border: 1px dashed @partner; }
QFrame[role="row"] { border: none; border-bottom: 1px solid @line; background: transparent; }
QFrame[role="editor"] { border: none; border-top: 1px solid @line; background: transparent; }
QFrame[role="line"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="upright"] { background: @line; border: none; max-width: 1px; min-width: 1px; }
QFrame[role="rail"] { background: @rail; border: none; border-right: 1px solid @line; }
QFrame[role="bar"] { background: @paper; border: none; border-bottom: 1px solid @line; }
QFrame[role="chart-head"] { background: @surface; border: none; border-bottom: 1px solid @line;
  border-left: 4px solid @client; }
QFrame[role="chart-head"][accent="relationship"] { border-left-color: @relationship; }
QFrame[role="ribbon"] { background: @attention_soft; border: none; border-bottom: 1px solid @attention; }
QFrame[role="ribbon"] QLabel { color: @attention; font-weight: 600; font-size: 12px; }
QFrame[role="next-strip"] { background: @client_soft; border: none; border-top-left-radius: 8px;
  border-top-right-radius: 8px; }
QFrame[role="side"] { background: @rail; border: none; border-right: 1px solid @line; border-top-left-radius: 9px;
  border-bottom-left-radius: 9px; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
  background: @surface; border: 1px solid @control; border-radius: 7px; padding: 6px 10px;
  selection-background-color: @client; selection-color: @on_accent; placeholder-text-color: @muted; }
QLineEdit, QComboBox { min-height: 20px; }
QLineEdit[tall="true"] { min-height: 28px; }
QPlainTextEdit { padding: 5px 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid @client; padding: 5px 9px; }
QPlainTextEdit:focus { padding: 4px 5px; }
QPlainTextEdit[tone="client"] { border-left: 3px solid @client; }
QPlainTextEdit[tone="partner"] { border: 1px dashed @partner; }
QPlainTextEdit[tone="partner"]:focus { border: 2px dashed @partner; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: @muted; background: @rail; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: @rail; }
QLineEdit[open="true"], QPlainTextEdit[open="true"], QComboBox[open="true"] { border-color: @attention; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border-color: @danger; }
QTextEdit[role="changes"] { background: @surface; border: 1px solid @control; border-radius: 7px; }
QTextEdit[role="changes"]:focus { border: 2px solid @client; }
QComboBox { padding-right: 30px; }
QComboBox:focus { padding-right: 29px; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @control;
  selection-background-color: @client_soft;
  selection-color: @ink; outline: none; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 30px; padding: 0 8px; border-radius: 5px; }
QPushButton { background: @surface; border: 1px solid @control; border-radius: 7px; padding: 7px 14px;
  font-weight: 600; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @line; }
QPushButton:focus { border: 2px solid @client; padding: 6px 13px; }
QPushButton:disabled { color: @muted; border-color: @line; background: @rail; }
QPushButton[primary="true"] { background: @client; color: @on_accent; border: 1px solid @client; }
QPushButton[primary="true"]:hover { border: 1px solid @ink; }
QPushButton[primary="true"]:focus { border: 2px solid @ink; }
QPushButton[primary="true"]:disabled { background: @rail; color: @muted; border-color: @line; }
QPushButton[danger="true"] { color: @danger; border-color: @danger; }
QPushButton[danger="true"]:focus { border: 2px solid @danger; }
QPushButton[link="true"] { background: transparent; border: none; border-bottom: 1px solid @client; border-radius: 0;
  color: @client; padding: 0px 0px 1px 0px; font-weight: 600; text-align: left; }
QPushButton[link="true"][small="true"] { font-size: 12px; font-weight: 500; color: @muted;
  border-bottom-color: @control; }
QPushButton[link="true"]:hover { border-bottom: 2px solid @client; padding: 0; }
QPushButton[link="true"]:focus { border: none; border-bottom: 2px solid @client; background: @client_soft; padding: 0; }
QPushButton[link="true"]:disabled { color: @muted; border-bottom: none; }
QPushButton[plain="true"] { background: transparent; border: 1px solid transparent; padding: 2px 5px; color: @muted;
  font-size: 12px; font-weight: 500; border-radius: 5px; }
QPushButton[plain="true"][with_icon="true"] { padding-left: 25px; }
QPushButton[plain="true"]:hover { color: @ink; background: @hover; }
QPushButton[plain="true"]:focus { border: 1px solid @client; }
QPushButton[rail="true"] { background: transparent; border: 1px solid transparent; text-align: left; padding: 9px 12px;
  color: @muted; font-weight: 500; }
QPushButton[rail="true"]:hover { background: @hover; }
QPushButton[rail="true"]:checked { background: @surface; border: 1px solid @line; color: @ink; font-weight: 600; }
QPushButton[rail="true"]:focus { border: 2px solid @client; padding: 8px 11px; }
QPushButton[rail="true"][dense="true"] { padding: 6px 12px; }
QPushButton[rail="true"][dense="true"]:focus { padding: 5px 11px; }
QPushButton[tab="true"] { background: transparent; border: none; border-bottom: 2px solid transparent; border-radius: 0;
  padding: 6px 1px; color: @muted; font-weight: 500; }
QPushButton[tab="true"]:hover { color: @ink; }
QPushButton[tab="true"]:checked { color: @ink; font-weight: 700; border-bottom: 2px solid @client; }
QPushButton[tab="true"]:focus { background: @client_soft; }
QPushButton[chip="true"] { border: 1px solid @control; border-radius: 11px; padding: 3px 11px; font-size: 12px;
  font-weight: 500; }
QPushButton[chip="true"]:checked { background: @client_soft; border: 1px solid @client; color: @client;
  font-weight: 600; }
QPushButton[chip="true"]:focus { border: 2px solid @client; padding: 2px 10px; }
QPushButton[tile="true"] { text-align: left; padding: 12px 16px; background: @surface; border: 1px solid @line;
  border-radius: 10px; }
QPushButton[tile="true"]:hover { border-color: @control; }
QPushButton[tile="true"]:focus { border: 2px solid @client; padding: 11px 15px; }
QPushButton[tile="true"]:disabled { background: @surface; }
QPushButton[recent="true"] { text-align: left; background: transparent; border: 1px solid transparent;
  border-radius: 7px; }
QPushButton[recent="true"]:hover { background: @hover; }
QPushButton[recent="true"]:checked { background: @surface; border: 1px solid @line; }
QPushButton[recent="true"]:focus { border: 2px solid @client; }
QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @control; border-radius: 4px;
  background: @surface; }
QCheckBox::indicator:checked { background: @client; border-color: @client; image: none; }
QCheckBox::indicator:focus { border: 2px solid @client; width: 14px; height: 14px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @line; border-radius: 5px; min-height: 30px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: @line; border-radius: 5px; min-width: 30px; }
QScrollBar::handle:hover { background: @control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableView { background: @surface; border: 1px solid @line; border-radius: 10px; gridline-color: @line; outline: none;
  selection-background-color: @client_soft; selection-color: @ink; }
QTableView:focus { border: 1px solid @client; }
QTableView QTableCornerButton::section { background: @surface; border: none; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: @surface; color: @muted; font-size: 12px; font-weight: 600; border: none;
  border-bottom: 1px solid @line; padding: 9px 12px; }
QHeaderView::section:first { border-top-left-radius: 9px; }
QHeaderView::section:last { border-top-right-radius: 9px; }
QListView { background: @surface; border: 1px solid @control; border-radius: 7px; outline: none; padding: 4px; }
QTextBrowser { background: @surface; border: 1px solid @line; border-radius: 10px; }
QListView::item:disabled { color: @muted; }
QListView::item { padding: 6px 10px; border-radius: 5px; }
QListView::item:selected { background: @client_soft; color: @ink; }
QProgressBar { border: 1px solid @line; border-radius: 4px; background: @rail; max-height: 8px; min-height: 8px;
  text-align: center; }
QProgressBar::chunk { background: @client; border-radius: 3px; }
QMenu { background: @surface; border: 1px solid @control; border-radius: 7px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 5px; }
QMenu::item:selected { background: @client_soft; color: @ink; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QToolTip { background: @surface; color: @ink; border: 1px solid @control; padding: 4px 8px; }
QDialog { background: @paper; }
"""
