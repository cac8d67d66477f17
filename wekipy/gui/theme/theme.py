"""The theme in use: applied to the application, and read by widgets that paint themselves."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QSettings, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import DARK, Palette, palette_of
from wekipy.gui.theme.style import sheet

CHOICES = ("system", "dark", "light")
AUTOMATIC = 0  # as large as the window allows
TEXT_SIZES = (AUTOMATIC, 85, 100, 115, 130, 150, 175, 200)  # per cent
# Of automatic text: from a window this many times as large as an ordinary one on, so much larger.
_GROWN = ((1.5, 1.3), (1.25, 1.15))
_ORDINARY = (1440, 900)  # pixels


class Theme(QObject):
    """Dark or light: as chosen, else as the system, else dark.

    Attributes:
        palette: the colours in use. stage: those on stage, dark whatever the theme is.

    Signals:
        changed(): colours are others now; repaint.
    """

    changed = pyqtSignal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.palette = self.stage = DARK
        self._grown = 1.0
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._apply)
        app.setStyle("Fusion")
        self._apply()

    @property
    def choice(self) -> str:
        """One of `CHOICES`."""
        return str(QSettings().value("theme", "system"))

    def choose(self, choice: str) -> None:
        """Use this one from now on; one of `CHOICES`."""
        QSettings().setValue("theme", choice)
        self._apply()

    @property
    def accent(self) -> str:
        """One of `palette.ACCENTS`."""
        return str(QSettings().value("accent", "teal"))

    def choose_accent(self, accent: str) -> None:
        """Use this accent from now on; one of `palette.ACCENTS`."""
        QSettings().setValue("accent", accent)
        self._apply()

    @property
    def text_size(self) -> int:
        """Per cent, one of `TEXT_SIZES`; 0 is automatic."""
        kept = str(QSettings().value("text_size", AUTOMATIC))
        return int(kept) if kept in map(str, TEXT_SIZES) else AUTOMATIC

    def choose_text_size(self, percent: int) -> None:
        """Show text in this size from now on; one of `TEXT_SIZES`."""
        QSettings().setValue("text_size", str(percent))
        self._apply()

    def fit_window(self, width: int, height: int) -> None:
        """Let automatic text suit a window of this size, in pixels: a large one is read from afar."""
        size = min(width / _ORDINARY[0], height / _ORDINARY[1])
        grown = next((larger for least, larger in _GROWN if size >= least), 1.0)
        if grown != self._grown:
            self._grown = grown
            if self.text_size == AUTOMATIC:
                self._apply()

    @property
    def calm(self) -> bool:
        """Whether nothing is to move that is no live value."""
        return str(QSettings().value("calm", "no")) == "yes"

    def choose_calm(self, calm: bool) -> None:
        """Move nothing from now on that is no live value, or do."""
        QSettings().setValue("calm", "yes" if calm else "no")
        self.changed.emit()

    def _apply(self) -> None:
        chosen = self.text_size
        scale.text.factor = self._grown if chosen == AUTOMATIC else chosen / 100
        self.palette = palette_of(_is_dark(self.choice), self.accent)
        self.stage = palette_of(True, self.accent)
        self._app.setFont(scale.font())
        self._app.setPalette(_qt(self.palette))
        self._app.setStyleSheet(sheet(self.palette))
        self.changed.emit()


def theme() -> Theme:
    """The theme of the application; made on first use."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("there is no QApplication yet")
    return app.findChild(Theme) or Theme(app)


def palette() -> Palette:
    """The colours in use now."""
    return theme().palette


def stage_palette() -> Palette:
    """The colours on stage: dark whatever the theme is, with the person's accent."""
    return theme().stage


def role(widget: QWidget, name: str = "", tone: str = "") -> None:
    """What a widget is for, so that the style sheet finds it: role "panel", "heading", …; tone "record", …"""
    if name:
        widget.setProperty("role", name)
    widget.setProperty("tone", tone)
    style = widget.style()
    if style is not None:
        style.unpolish(widget)
        style.polish(widget)


def _is_dark(choice: str) -> bool:
    hints = QGuiApplication.styleHints()
    if choice == "system" and hints is not None:
        return hints.colorScheme() != Qt.ColorScheme.Light
    return choice != "light"


def _qt(colours: Palette) -> QPalette:
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.background,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.raised,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.dim,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
    }
    for name, colour in roles.items():
        made.setColor(name, QColor(colour))
    return made
