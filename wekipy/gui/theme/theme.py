"""The theme in use: applied to the application, followed by whoever paints by hand."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QSettings, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import DARK, LIGHT, Palette
from wekipy.gui.theme.style import sheet

CHOICES = ("system", "dark", "light")


class Theme(QObject):
    """Dark or light: as chosen, else as the system, else dark.

    Signals:
        changed(): colours are others now; repaint.
    """

    changed = pyqtSignal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.palette = DARK
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._apply)
        app.setStyle("Fusion")
        app.setFont(scale.font())
        self._apply()

    @property
    def choice(self) -> str:
        """One of `CHOICES`."""
        return str(QSettings().value("theme", "system"))

    def choose(self, choice: str) -> None:
        """Use this one from now on; one of `CHOICES`."""
        QSettings().setValue("theme", choice)
        self._apply()

    def _apply(self) -> None:
        self.palette = _palette(self.choice)
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


def role(widget: QWidget, name: str = "", tone: str = "") -> None:
    """What a widget is for, so that the style sheet finds it: role "panel", "heading", …; tone "record", …"""
    if name:
        widget.setProperty("role", name)
    widget.setProperty("tone", tone)
    style = widget.style()
    if style is not None:
        style.unpolish(widget)
        style.polish(widget)


def _palette(choice: str) -> Palette:
    hints = QGuiApplication.styleHints()
    if choice == "system" and hints is not None:
        choice = "light" if hints.colorScheme() == Qt.ColorScheme.Light else "dark"
    return LIGHT if choice == "light" else DARK


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
