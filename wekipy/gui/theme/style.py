"""The style sheet, made from the tokens: colours and sizes are set only here."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template

from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import Palette

# Style sheets take pictures from files only.
_DRAWINGS = (Path(__file__).parent / "drawings").as_posix()
# Names of roles are dynamic properties of widgets: see `role` in theme/theme.py.
_SHEET = Template("""
* { outline: none; }
QWidget { color: $text; font-size: ${body}px; }
QMainWindow, QDialog, #ground { background: $background; }
QToolTip { background: $raised; color: $text; border: 1px solid $strong; padding: 6px 8px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="stage"] { font-size: ${display}px; font-weight: 600; }
QLabel[role="stage-small"] { font-size: ${title}px; color: $dim; }
QLabel[role="heading"] { font-size: ${small}px; font-weight: 600; color: $dim; letter-spacing: 1px; }
QLabel[role="heading"][tone="warning"] { color: $warning; }
QLabel[role="dim"] { color: $dim; }
QLabel[role="small"] { color: $dim; font-size: ${small}px; }
QLabel[role="small"][tone="warning"] { color: $warning; }
QLabel[role="badge"] { color: $dim; background: $raised; border-radius: 9px; padding: 2px 9px; font-size: ${small}px; }
QLabel[role="badge"][tone="good"] { color: $good; }
QLabel[role="badge"][tone="warning"] { color: $warning; }
QLabel[role="badge"][tone="bad"] { color: $bad; }
QLabel[role="badge"][tone="accent"] { color: $on_accent; background: $accent; }
QLabel[role="toast"] { background: $raised; border: 1px solid $bad; border-radius: ${radius}px; padding: 12px 16px; }
QLabel[role="toast"][tone="good"] { border-color: $good; }
QFrame[role="panel"], QWidget[role="panel"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="notice"] { background: $surface; border: 1px solid $strong; border-radius: ${radius}px; padding: 2px 10px; }
QFrame[role="notice"][tone="warning"] { border-color: $warning; }
QFrame[role="notice"][tone="bad"] { border-color: $bad; }
QFrame[role="sheet"] { background: $surface; border: 1px solid $strong; border-radius: ${radius}px; }
QLabel[role="code"] { color: $accent; font-family: "DejaVu Sans Mono", "Menlo", "Consolas", monospace; font-size: ${small}px; }
QLabel[role="key"] { background: $raised; border: 1px solid $strong; border-radius: 5px; padding: 3px 10px; font-weight: 600; }
QToolButton[role="small"] { background: transparent; min-height: 20px; padding: 0 4px; border-radius: 5px; }
QToolButton[role="small"]:hover { background: $hover; }
QToolButton[role="small"]:focus { border-color: $accent; }
QFrame[role="row"] { background: transparent; border: none; border-radius: 6px; }
QFrame[role="row"]:hover { background: $raised; }
QFrame[role="output"] { background: $background; border: 2px solid $line; border-radius: ${radius}px; }
QFrame[role="output"]:hover { border-color: $strong; }
QFrame[role="output"][tone="selected"] { border-color: $accent; }
QLabel[role="error"] { color: $bad; font-size: ${small}px; }
QLabel[role="value"] { font-size: ${large}px; font-weight: 600; }
QLabel[role="value"][tone="off"] { color: $dim; }
QLabel[role="value"][tone="record"] { color: $target; }
QLabel[role="teaches"] { color: $target; font-size: ${small}px; font-weight: 600; }
QLabel[role="teaches"][tone="off"] { color: $dim; font-weight: 400; }
QLabel[role="teaches"][tone="record"] { color: $record; }
QLabel[role="count"] { background: transparent; color: $record; font-size: 160px; font-weight: 700; }
QFrame[role="drop"] { background: $accent; border: none; border-radius: 1px; }
QFrame[role="drop-target"] { background: $raised; border: 3px dashed $accent; border-radius: ${radius}px; }
QFrame[role="drop-target"][tone="warning"] { border-color: $warning; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QPushButton, QToolButton { background: $raised; border: 2px solid transparent; border-radius: ${radius}px;
  min-height: ${inner}px; padding: 0 14px; }
QToolButton { padding: 0 10px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $strong; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $strong; background: $surface; }
QPushButton[tone="accent"], QToolButton[tone="accent"]:checked { background: $accent; color: $on_accent; font-weight: 600; }
QPushButton[tone="accent"]:focus, QToolButton[tone="accent"]:checked:focus { border-color: $text; }
QToolButton[tone="record"]:checked { background: $record; color: $on_record; font-weight: 600; }
QToolButton[tone="record"]:checked:focus { border-color: $text; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: $hover; }
QToolButton[role="small"], QPushButton[role="small"] { background: transparent; min-height: 22px; padding: 0 4px;
  border-radius: 5px; font-size: ${small}px; color: $dim; }
QToolButton[role="small"]:hover, QPushButton[role="small"]:hover { background: $hover; color: $text; }
QToolButton[role="small"]:focus, QPushButton[role="small"]:focus { border-color: $accent; }
QToolButton[role="small"]:checked { background: $raised; color: $text; }
QToolButton[role="hold"] { min-height: 22px; padding: 0 8px; border-radius: 5px; font-size: ${small}px; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="item"] { background: transparent; text-align: left; }
QPushButton[role="item"]:hover { background: $hover; }
QPushButton[role="item"]:focus, QPushButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="unfold"], QPushButton[role="unfold"]:checked { background: transparent; color: $text; text-align: left;
  min-height: 22px; padding: 0 4px; border-radius: 5px; font-weight: 400; }
QPushButton[role="unfold"]:hover { background: $hover; }
QPushButton[role="unfold"]:focus { border-color: $accent; }
QPushButton[role="unfold"]:checked { color: $accent; }
QPushButton[role="card"] { background: $surface; border: 2px solid $line; text-align: left; padding: 0; min-height: ${card}px; }
QPushButton[role="card"]:hover { background: $raised; border-color: $strong; }
QPushButton[role="card"]:focus { border-color: $accent; }
QPushButton:checked { background: $accent; color: $on_accent; }
QPushButton[role="entry"] { background: transparent; text-align: left; padding: 0; min-height: ${entry}px; max-height: ${entry}px; }
QPushButton[role="entry"]:hover { background: $raised; }
QPushButton[role="entry"]:focus { border-color: $accent; }
QPushButton[role="entry"]:checked { background: $hover; border-color: $accent; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit { background: $background; border: 2px solid $line;
  border-radius: 6px; padding: 4px 8px; min-height: 24px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url("$drawings/down-$look.svg"); width: 12px; height: 12px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { border: none;
  background: transparent; width: 22px; border-radius: 4px; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover, QDoubleSpinBox::up-button:hover,
QDoubleSpinBox::down-button:hover { background: $hover; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("$drawings/up-$look.svg"); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url("$drawings/down-$look.svg"); width: 10px; height: 10px; }
QLineEdit[role="name"] { background: transparent; border-color: transparent; padding: 0 2px; min-height: 20px;
  font-weight: 600; }
QLineEdit[role="name"]:hover { border-color: $line; }
QLineEdit[role="name"]:focus { background: $background; border-color: $accent; }
QLineEdit[role="cell"] { padding: 0 5px; min-height: 0; border-radius: 0; border-color: $accent; }
QLineEdit[tone="bad"] { border-color: $bad; }
QComboBox QAbstractItemView, QMenu { background: $raised; border: 1px solid $strong; padding: 4px; }
QMenu::item { padding: 7px 24px 7px 14px; border-radius: 4px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $strong; }
QMenu::separator { height: 1px; background: $strong; margin: 4px 8px; }
QMenuBar { background: $background; color: $dim; padding: 2px 8px; }
QMenuBar::item { padding: 5px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $raised; color: $text; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $dim; padding: 9px 14px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }
QTabBar[narrow="true"]::tab { padding: 9px 7px; }
QTabBar::tear { width: 0; border: none; }
QTabBar QToolButton { background: $surface; border: none; border-radius: 0; padding: 4px; }
QTabBar QToolButton:hover { background: $hover; }
QTabBar QToolButton::left-arrow { image: url("$drawings/left-$look.svg"); width: 14px; height: 14px; }
QTabBar QToolButton::right-arrow { image: url("$drawings/right-$look.svg"); width: 14px; height: 14px; }

QAbstractItemView { background: transparent; border: none; alternate-background-color: $raised; }
QAbstractItemView:focus { border: 2px solid $accent; border-radius: 6px; }
QListView::item, QTreeView::item, QTableView::item { padding: 5px 8px; border: none; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: $hover; color: $text; }
QTableCornerButton::section { background: transparent; border: none; }
QTableView::item:focus { border: 1px solid $accent; }
QHeaderView::section { background: transparent; color: $dim; border: none; padding: 5px 8px; font-size: ${small}px; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $strong; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $strong; }
QSlider::groove:horizontal { height: 6px; background: $raised; border-radius: 3px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 3px; }
QSlider::handle:horizontal { background: $text; width: 18px; margin: -6px 0; border-radius: 9px; border: 2px solid $surface; }
QSlider::handle:horizontal:focus { border-color: $accent; }
QProgressBar { background: $raised; border: none; border-radius: 3px; max-height: 6px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QCheckBox::indicator { width: 18px; height: 18px; border: 2px solid $strong; border-radius: 5px; background: $background; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$drawings/check-$look.svg"); }
QCheckBox::indicator:focus { border-color: $accent; }
""")


def sheet(palette: Palette) -> str:
    """The style sheet of a palette."""
    colours = {name: value for name, value in asdict(palette).items() if isinstance(value, str)}
    return _SHEET.substitute(
        colours,
        drawings=_DRAWINGS,
        look="dark" if palette.dark else "light",
        body=scale.sized(scale.BODY),
        small=scale.sized(scale.SMALL),
        title=scale.sized(scale.TITLE),
        display=scale.sized(scale.DISPLAY),
        large=scale.sized(scale.LARGE),
        entry=scale.roomy(50),
        card=scale.roomy(96),
        radius=scale.RADIUS,
        inner=scale.sized(scale.HIT) - 4,  # without its border
    )
